"""What `hexapla fetch` says at its end: a table of the files, then what is not there and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from hexapla.exit_statuses import Status
from hexapla.outputs import write_json_lines

if TYPE_CHECKING:
    from hexapla.fetching.fetch_results import FetchedFile, FetchResult

# What a screen or two can hold; --json has them all.
_MOST_ROWS = 40
_MOST_REMARKS = 20


def show_fetched(result: FetchResult, *, as_json: bool = False) -> Status:
    """Print the summary, or JSON Lines; return the exit status."""
    if as_json:
        write_json_lines(result.records())
        return result.exit_status
    if result.files:
        _print_table(result)
        click.echo(_total(result))
    _list(
        "Left out",
        [
            f"{left.symbol} {left.language}: {left.reason}. {left.address} Try: {left.advice}"
            for left in result.left_out
        ],
    )
    _list(
        "Linked or cited, and not taken",
        [
            f"{one.symbol} ({one.how} in {one.found_in}): {one.reason}. Try: {one.advice}"
            for one in result.not_taken
        ],
    )
    if not result.files:
        click.echo("hexapla: nothing could be fetched.", err=True)
    return result.exit_status


def _print_table(result: FetchResult) -> None:
    from hexapla.tables import Column, on_terminal, table_lines

    by_symbol: dict[str, list[FetchedFile]] = {}
    for file in result.files:
        by_symbol.setdefault(file.entry.symbol, []).append(file)
    rows = [_row(symbol, files) for symbol, files in by_symbol.items()]
    columns = (
        Column("Document", flexible=True),
        Column("Languages"),
        Column("Types"),
        Column("KB", align_right=True),
        Column("State"),
    )
    click.echo("\n".join(table_lines(columns, rows[:_MOST_ROWS], isolate=on_terminal())))
    if len(rows) > _MOST_ROWS:
        click.echo(f"... and {len(rows) - _MOST_ROWS} more documents")


def _row(symbol: str, files: Sequence[FetchedFile]) -> tuple[str, ...]:
    languages = " ".join(file.entry.language for file in files)
    types = " ".join(sorted({file.entry.type for file in files}))
    size = sum(file.entry.size_bytes for file in files)
    states = ", ".join(sorted({file.state.value for file in files}))
    return symbol, languages, types, f"{size / 1000:.1f}", states


def _total(result: FetchResult) -> str:
    from hexapla.counted_words import counted

    counts = result.counts
    files, documents = counted(counts["files"], "file"), counted(counts["symbols"], "document")
    return (
        f"\n{files} of {documents} in {result.folder}: "
        f"{counts['new']} new, {counts['changed']} changed, {counts['restored']} restored, "
        f"{counts['unchanged']} unchanged"
    )


def _list(title: str, remarks: Sequence[str]) -> None:
    from hexapla.tables import printable

    if not remarks:
        return
    click.echo(f"\n{title}: {len(remarks)}", err=True)
    for remark in remarks[:_MOST_REMARKS]:
        click.echo(f"  {printable(remark)}", err=True)
    if len(remarks) > _MOST_REMARKS:
        click.echo(f"  ... and {len(remarks) - _MOST_REMARKS} more; --json lists all", err=True)
