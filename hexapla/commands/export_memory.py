"""`hexapla export`: a memory for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from hexapla.exit_statuses import Status
from hexapla.help_texts import DocumentedCommand
from hexapla.languages import PairType
from hexapla.outputs import STANDARD_STREAM, write_through

FORMATS = ("tmx", "tsv", "jsonl", "index")
LEVELS = ("paragraph", "sentence")


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.option("--to", "form", type=click.Choice(FORMATS), required=True, help="Format.")
@click.option(
    "--out", required=True, metavar="FILE", help='File (for index: folder) to write; "-" is standard output.'
)
@click.option("--pair", type=PairType(), help="Two languages, source first, as fr:en; else all languages.")
@click.option(
    "--min-probability",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Leave out texts below this probability, and units with fewer than two languages left.",
)
@click.option(
    "--level", type=click.Choice(LEVELS), default="paragraph", show_default=True, help="Size of units."
)
def export(
    *, memory: str, form: str, out: str, pair: tuple[str, str] | None, min_probability: float, level: str
) -> int:
    """Write MEMORY in a format that other programs read.

    Formats:
      tmx    TMX 1.4b for CAT tools: all languages, or one pair (--pair)
      tsv    a table, one unit a line, for spreadsheets
      jsonl  JSON Lines, one unit a line
      index  a folder that lives without Hexapla: vectors.faiss, passages.parquet,
             manifest.json and search.py, which searches it

    Examples:
      hexapla export memory --to tmx --out memory.tmx
      hexapla export memory --to tmx --pair en:fr --min-probability 0.8 --out en-fr.tmx
      hexapla export memory --to index --out search-folder

    """
    from hexapla.exporting import export_index, export_units
    from hexapla.memories import open_folder

    opened = open_folder(memory, pair)
    if form == "index":
        if out == STANDARD_STREAM:
            raise click.UsageError(
                "an index is a folder and cannot go to standard output. Name a folder with --out."
            )
        export_index(opened, Path(out))
    else:
        write_through(
            lambda path: export_units(
                opened, form, path, pair=pair, min_probability=min_probability, level=level
            ),
            out,
        )
    return Status.DONE
