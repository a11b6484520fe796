"""`hexapla import --terms`: returned tables of terms into the journal of a memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hexapla.exit_statuses import Status
from hexapla.outputs import write_json_lines

if TYPE_CHECKING:
    from tm.terms.decision_import import TermReviewReport

LeftOut = Sequence[tuple[Path, str]]


def import_term_reviews(memory: str, files: Sequence[str], reviewer: str | None, *, as_json: bool) -> int:
    """Record the decisions of returned files, report every row; return the exit status."""
    from tm.errors import ReviewError
    from tm.terms.decision_import import import_terms

    taken: list[TermReviewReport] = []
    left_out: list[tuple[Path, str]] = []
    for path in map(Path, files):
        try:
            taken.append(import_terms(Path(memory), path, reviewer=reviewer))
        except ReviewError as error:
            left_out.append((path, str(error)))
    if as_json:
        write_json_lines(_records(taken, left_out))
    else:
        _tell(taken, left_out)
    if left_out and not taken:
        return Status.NOTHING_DONE
    return Status.DONE_WITH_FINDINGS if left_out or any(one.problems for one in taken) else Status.DONE


def _records(taken: Sequence[TermReviewReport], left_out: LeftOut) -> Iterator[dict[str, object]]:
    for one in taken:
        for row in one.outcomes:
            yield {
                "record": "term_row",
                "file": str(one.file),
                "sheet": row.sheet,
                "row": row.row,
                "concept_id": row.concept_id,
                "outcome": str(row.outcome),
                "advice": row.advice,
            }
    for path, reason in left_out:
        yield {"record": "left_out", "file": str(path), "reason": reason}


def _tell(taken: Sequence[TermReviewReport], left_out: LeftOut) -> None:
    from hexapla.tables import printable

    for one in taken:
        counts = ", ".join(f"{outcome}: {count}" for outcome, count in one.counts.items() if count)
        click.echo(f"{printable(str(one.file))}: {counts or 'no rows'}.")
        for row in one.problems:
            place = f"{row.sheet}, row {row.row}" if row.sheet else f"line {row.row}"
            told = f"{row.outcome}. {printable(row.advice)}"
            click.echo(f"  {printable(place)} ({printable(row.concept_id)}): {told}")
    for _, reason in left_out:
        click.echo(f"hexapla: {printable(reason)}", err=True)
