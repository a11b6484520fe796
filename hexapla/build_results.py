"""What a build did: sets, what was left out and why, what to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.discovery import Remark
from hexapla.exit_statuses import Status
from hexapla.report import Finding, doubtful
from hexapla.report_sets import ReportSet


@dataclass(frozen=True, slots=True)
class SetSummary:
    """One document set of the memory.

    `files` names the file of each language, the pivot first. `rows` counts all rows, `units` those with
    text in two languages or more, `doubtful` those that someone should look at. `coverage` is, for each
    language, the share in [0, 1] of paragraphs and footnotes with a counterpart. `state` is "new" (to the
    memory, in this form), "unchanged", or "gone" (files of it are no longer there; all is kept until a build
    with `sync`).
    """

    name: str
    symbol: str | None
    pivot: str
    files: Mapping[str, str]
    rows: int
    units: int
    doubtful: int
    coverage: Mapping[str, float]
    state: str

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the set, the pivot first."""
        return tuple(self.files)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Sets of files that belong together by their content: `files` and `languages` in the same order.

    `similarity` in [-1, 1] is that of the least similar link. `accepted` says whether the build joined them.
    """

    files: tuple[str, ...]
    languages: tuple[str, ...]
    similarity: float
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What `build` gives. `generation` is the published one ("000007"), None where nothing was published.

    `left_out` lists inputs that hold documents and are not in the memory; `findings` what else to know,
    warnings first. `counts` has "sets", "documents", "units", "rows", "new_sets", "left_out".
    `exit_status`: 0 done; 1 nothing could be done; 3 done, with inputs left out or findings of severity
    error.
    """

    memory: Path
    generation: str | None
    sets: tuple[SetSummary, ...]
    left_out: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    proposals: tuple[Proposal, ...]
    counts: Mapping[str, int]
    exit_status: Status

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that are more than information."""
        return tuple(finding for finding in self.findings if finding.severity != "info")


def summarise_set(report: ReportSet, symbol: str | None, files: Mapping[str, str], state: str) -> SetSummary:
    """Return the summary of a set from what its report shows; `files` names the file of each language."""
    return SetSummary(
        name=report.name,
        symbol=symbol,
        pivot=report.pivot,
        files={code: files[code] for code in report.languages},
        rows=len(report.rows),
        units=sum(len(row.cells) > 1 for row in report.rows),
        doubtful=sum(doubtful(row) for row in report.rows),
        coverage={
            version.language: round(version.aligned / version.blocks, 3) if version.blocks else 0.0
            for version in report.versions
        },
        state=state,
    )


def finding_of(remark: Remark) -> Finding:
    """Return a remark as the report shows it, the advice after the reason."""
    advice = f". Try: {remark.advice}" if remark.advice else ""
    return Finding(remark.severity, str(remark.path), remark.reason + advice)


def finish_result(
    memory: Path,
    generation: str | None,
    sets: Sequence[SetSummary],
    left_out: Sequence[Finding],
    findings: Sequence[Finding],
    proposals: Sequence[Proposal] = (),
) -> BuildResult:
    """Put a result together; the counts and the exit status follow from the rest."""
    counts = {
        "sets": len(sets),
        "documents": sum(len(one.files) for one in sets),
        "units": sum(one.units for one in sets),
        "rows": sum(one.rows for one in sets),
        "new_sets": sum(one.state == "new" for one in sets),
        "left_out": len(left_out),
    }
    problems = bool(left_out) or any(finding.severity == "error" for finding in findings)
    status = Status.DONE_WITH_FINDINGS if problems else Status.DONE
    if generation is None:
        status = Status.NOTHING_DONE
    return BuildResult(
        memory, generation, tuple(sets), tuple(left_out), tuple(findings), tuple(proposals), counts, status
    )
