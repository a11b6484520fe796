"""`hexapla evaluate`: an alignment against gold."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.outputs import STANDARD_STREAM, readable, write_json

if TYPE_CHECKING:
    from align.ladder import LadderBead


@click.command(cls=DocumentedCommand)
@click.argument("gold")
@click.argument("predicted")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document (docs/schemas/evaluation.json)."
)
def evaluate(*, gold: str, predicted: str, as_json: bool) -> int:
    """Score an alignment against gold.

    GOLD and PREDICTED are ladders; one of them may be "-", standard input.

    Strict and lax precision, recall and F1 under both published scorers: Vecalign's (null beads count
    for precision, not for recall) and SentAlign's (null beads are dropped); and by type of bead.

    Example:
      hexapla align a.fr b.en --lines --format ladder --out ab.ladder
      hexapla evaluate gold.ladder ab.ladder

    """
    from align.errors import LadderError
    from align.evaluation import evaluate_ladders

    if gold == predicted == STANDARD_STREAM:
        raise click.UsageError('only one of GOLD and PREDICTED can be "-", standard input.')
    wanted, found = _read(gold), _read(predicted)
    if not wanted:
        raise LadderError(f"{gold}: the ladder is empty. Try: check that the right file was saved")
    _tell_missing(wanted, found)
    evaluation = evaluate_ladders(wanted, found)
    if as_json:
        write_json(evaluation.as_dict())
    else:
        from hexapla.evaluation_table import evaluation_lines

        click.echo("\n".join(evaluation_lines(evaluation)))
    return Status.DONE


def _tell_missing(gold: Sequence[LadderBead], predicted: Sequence[LadderBead]) -> None:
    """Say on standard error where PREDICTED lacks segments of GOLD: it may be of other texts."""
    missing = [
        len({k for bead in gold for k in side(bead)} - {k for bead in predicted for k in side(bead)})
        for side in (attrgetter("source"), attrgetter("target"))
    ]
    if any(missing):
        click.echo(
            f"warning: PREDICTED lacks segments that GOLD has: {missing[0]} of the source, {missing[1]} of "
            "the target. Are both of the same texts?",
            err=True,
        )


def _read(name: str) -> list[LadderBead]:
    from align.errors import LadderError
    from align.ladder import read_ladder

    with readable(name) as path:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise LadderError(
                f"{name}: this is no text. Try: a file that `hexapla align --format ladder` wrote"
            ) from error
    return read_ladder(text, name)
