"""`hexapla search`: passages of a memory that say what the query says, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.languages import LanguagesType
from hexapla.outputs import write_json_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tm.search import Hit


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.argument("query")
@click.option(
    "--in", "languages", type=LanguagesType(), help="Search only passages in these languages: fr,en."
)
@click.option(
    "--show", type=LanguagesType(), help="Show each hit in these languages, in this order; else in all."
)
@click.option(
    "-k",
    "count",
    type=click.IntRange(min=1),
    metavar="N",
    default=10,
    show_default=True,
    help="Number of hits.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one a hit (docs/schemas/hit.json).")
def search(
    *,
    memory: str,
    query: str,
    languages: tuple[str, ...] | None,
    show: tuple[str, ...] | None,
    count: int,
    as_json: bool,
) -> int:
    """Find passages that mean what a query means, whatever its language.

    The whole memory is ranked; --in only restricts which passages count. Each hit is shown in every
    language asked for, with its document, its paragraph and its score (a cosine: 1 is the same).

    Examples:
      hexapla search memory "financement du terrorisme" --show en,ar
      hexapla search memory "权利" --in zh --show zh,es -k 3 --json

    """
    from hexapla.memories import open_folder

    opened = open_folder(memory, show)
    hits = opened.search(query, languages=languages, k=count)
    if as_json:
        from hexapla.schemas import hit_record

        write_json_lines(hit_record(hit, show) for hit in hits)
    elif not hits:
        click.echo("No hits.", err=True)
    else:
        click.echo("\n\n".join(hit_block(number, hit, show) for number, hit in enumerate(hits, 1)))
    return Status.DONE


def hit_block(number: int, hit: Hit, show: Sequence[str] | None, *, lines: int | None = 6) -> str:
    """One hit to read: a heading, then a line or more for each language asked for."""
    from hexapla.tables import Column, isolated, on_terminal, printable, table_lines, use_colour

    head = printable(f"{number}. {hit.unit_id}")
    head = click.style(head, bold=True) if use_colour() else head
    place = isolated(printable(hit_place(hit)))
    rows = [(code, hit.texts.get(code, "—")) for code in (show or sorted(hit.texts))]
    columns = (Column(""), Column("", flexible=True, lines=lines))
    body = table_lines(columns, rows, indent=3, isolate=on_terminal())
    return "\n".join([f"{head}   score {hit.score:.3f}", f"   {place}", *body])


def hit_place(hit: Hit) -> str:
    """Document, paragraph and page of a hit in words."""
    parts = [f"nearest in {hit.document} ({hit.language})"]
    if hit.path:
        parts.append(f"paragraph {hit.path}")
    if hit.page is not None:
        parts.append(f"page {hit.page}")
    return ", ".join(parts)
