"""What to know about the sets of a memory: remarks of the readers, lone versions, links by content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpora.languages import language_name
from hexapla.build_results import Proposal
from hexapla.report import Finding
from hexapla.set_building import FinishedSet

_SEVERITIES = ("error", "warning", "info")


def sorted_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by severity, the worst first, then by path; each once."""
    return sorted(
        set(findings),
        key=lambda one: (_SEVERITIES.index(one.severity), one.path, one.reason),
    )


def findings_of_sets(sets: Sequence[FinishedSet]) -> list[Finding]:
    """Return the warnings and errors of the readers, and what to know of sets: alone, or built long ago."""
    findings = []
    for one in sets:
        findings.extend(_of_readers(one))
        if len(one.report.versions) == 1:
            findings.append(_alone(one))
        if one.report.findings is None:
            findings.append(_built_before_findings(one))
    return findings


def findings_of_proposals(proposals: Sequence[Proposal]) -> list[Finding]:
    """Return, for the report, which files only their content puts together, joined or not."""
    return [Finding("info", one.files[0], _linked(one)) for one in proposals]


def _linked(one: Proposal) -> str:
    others = ", ".join(
        f"{file} ({code})" for file, code in zip(one.files[1:], one.languages[1:], strict=True)
    )
    if one.accepted:
        return f"joined with {others} by content, similarity {one.similarity:.2f}"
    return (
        f"may belong with {others} by content, similarity {one.similarity:.2f}, and was not joined. "
        "Try: --accept-proposals, or name them in a manifest"
    )


def _of_readers(one: FinishedSet) -> list[Finding]:
    return [
        Finding(severity, one.files[version.language], message)
        for version in one.report.versions
        for severity, message in version.notes
        if severity != "info"
    ]


def _alone(one: FinishedSet) -> Finding:
    (code, file), *_ = one.files.items()
    reason = (
        f'the set "{one.report.name}" has one language only, {language_name(code)}: kept and searchable, '
        "it makes no translation unit. Try: name its versions alike but for the language, or use a manifest"
    )
    return Finding("warning", file, reason)


def _built_before_findings(one: FinishedSet) -> Finding:
    name = one.report.name
    reason = (
        f'no findings are known of the set "{name}": it was built before they were kept, and a file is gone'
    )
    return Finding("info", next(iter(one.files.values())), reason)
