"""What to know about the sets of a memory: remarks of the readers, sets with one language only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpora.languages import language_name
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
    """Return the warnings and errors of the readers, and a warning for each set with one language only."""
    findings = []
    for one in sets:
        findings.extend(_of_readers(one))
        if len(one.report.versions) == 1:
            findings.append(_alone(one))
    return findings


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
