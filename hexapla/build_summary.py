"""What a build says at its end: a table of the sets, then what was left out and what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from hexapla.exit_statuses import Status
from hexapla.outputs import write_json_lines

if TYPE_CHECKING:
    from hexapla.build_results import BuildResult, Proposal, SetSummary
    from hexapla.report import Finding
    from hexapla.tables import Column

# What a screen or two can hold; the report and --json have them all.
_MOST_SETS = 40
_MOST_FINDINGS = 20


def show_summary(result: BuildResult, *, as_json: bool = False) -> Status:
    """Print the summary, or JSON Lines; return the exit status."""
    if as_json:
        from hexapla.schemas import build_records

        write_json_lines(build_records(result))
        return result.exit_status
    if result.sets:
        _print(_columns(), [_set_row(one) for one in result.sets], _MOST_SETS, "sets")
        click.echo(_total(result))
    _list("Left out of the memory", result.left_out)
    _list("To look at", result.warnings)
    _list_proposals(result.proposals)
    if result.generation is None:
        click.echo(
            "hexapla: nothing could be built. Try: a folder with versions of a document in two languages.",
            err=True,
        )
    return result.exit_status


def _columns() -> tuple[Column, ...]:
    from hexapla.tables import Column

    return (
        Column("Document set", flexible=True),
        Column("Languages"),
        Column("Units", align_right=True),
        Column("Doubtful", align_right=True),
        Column("Lowest coverage", align_right=True),
        Column("State"),
    )


def _set_row(one: SetSummary) -> tuple[str, ...]:
    language = min(one.coverage, key=lambda code: (one.coverage[code], code), default=None)
    # Rounded down: "100 %" must mean all of it.
    lowest = f"{language} {int(100 * one.coverage[language])} %" if language and len(one.files) > 1 else "–"
    # "gone" alone would read as if the set had been removed.
    state = "gone, kept" if one.state == "gone" else one.state
    return one.name, " ".join(one.languages), str(one.units), str(one.doubtful), lowest, state


def _print(columns: Sequence[Column], rows: Sequence[Sequence[str]], most: int, noun: str) -> None:
    from hexapla.tables import on_terminal, table_lines

    click.echo("\n".join(table_lines(columns, rows[:most], isolate=on_terminal())))
    if len(rows) > most:
        click.echo(f"... and {len(rows) - most} more {noun}")


def _total(result: BuildResult) -> str:
    from hexapla.counted_words import counted
    from tm.memory_folder import REPORT_NAME

    counts = result.counts
    generation = f"generation {result.generation}"
    report = result.memory / "generations" / str(result.generation) / REPORT_NAME
    return (
        f"\n{counted(counts['documents'], 'document')} in {counted(counts['sets'], 'set')}, "
        f"{counted(counts['units'], 'unit')}, {generation} of {result.memory}\nReport: {report}"
    )


def _list(title: str, findings: Sequence[Finding]) -> None:
    """List findings on standard error, so that they are seen where standard output goes to a file."""
    from hexapla.tables import printable

    if not findings:
        return
    click.echo(f"\n{title}: {len(findings)}", err=True)
    for finding in findings[:_MOST_FINDINGS]:
        place = f"{finding.path}: " if finding.path else ""
        click.echo(f"  {finding.severity}: {printable(place + finding.reason)}", err=True)
    if len(findings) > _MOST_FINDINGS:
        click.echo(f"  ... and {len(findings) - _MOST_FINDINGS} more; the report lists all", err=True)


def _list_proposals(proposals: Sequence[Proposal]) -> None:
    from hexapla.tables import printable

    for proposal in proposals:
        files = " + ".join(
            f"{name} ({code})" for name, code in zip(proposal.files, proposal.languages, strict=True)
        )
        verb = "Joined by content" if proposal.accepted else "Proposed by content"
        click.echo(printable(f"{verb} (similarity {proposal.similarity:.2f}): {files}"), err=True)
    if any(not proposal.accepted for proposal in proposals):
        click.echo("Join what is proposed with --accept-proposals.", err=True)
