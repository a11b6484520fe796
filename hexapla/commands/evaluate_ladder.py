"""`hexapla evaluate`: an alignment against gold."""

from __future__ import annotations

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
    from align.evaluation import evaluate_ladders

    if gold == predicted == STANDARD_STREAM:
        raise click.UsageError('only one of GOLD and PREDICTED can be "-", standard input.')
    evaluation = evaluate_ladders(_read(gold), _read(predicted))
    if as_json:
        write_json(evaluation.as_dict())
    else:
        from hexapla.evaluation_table import evaluation_lines

        click.echo("\n".join(evaluation_lines(evaluation)))
    return Status.DONE


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
