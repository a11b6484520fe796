"""`hexapla concordance`: a phrase in context, with its counterparts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from hexapla.counted_words import counted
from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.languages import LanguagesType, LanguageType
from hexapla.outputs import STANDARD_STREAM, open_text, write_json_lines

if TYPE_CHECKING:
    from tm.concordance import ConcordanceHit


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.argument("phrase")
@click.option("--in", "language", type=LanguageType(), required=True, help="Language of PHRASE.")
@click.option("--show", type=LanguagesType(), help="Languages of the counterparts, in this order; else all.")
@click.option(
    "--csv", "csv_file", metavar="FILE", help='Write a CSV file for a spreadsheet; "-" is standard output.'
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines (docs/schemas/occurrence.json).")
def concordance(
    *,
    memory: str,
    phrase: str,
    language: str,
    show: tuple[str, ...] | None,
    csv_file: str | None,
    as_json: bool,
) -> int:
    """List a phrase in its contexts, with its counterparts in other languages.

    Upper and lower case, kinds of quotation marks and Arabic vowel signs make no difference. Words match
    whole; "*" at the end of a word stands for its remaining letters. The phrase is printed in [brackets].

    Examples:
      hexapla concordance memory "libertés fondamentales" --in fr --show en,ar
      hexapla concordance memory "terroris*" --in en --csv terrorism.csv

    """
    from hexapla.memories import open_folder

    if csv_file is not None and as_json:
        raise click.UsageError("--csv and --json exclude each other.")
    opened = open_folder(memory, show)
    hits = opened.concordance(phrase, language=language, show=show)
    if as_json:
        from hexapla.schemas import concordance_record

        write_json_lines(concordance_record(hit) for hit in hits)
    elif csv_file is not None:
        _write_csv(hits, show or [code for code in opened.languages if code != language], csv_file)
        where = "" if csv_file == STANDARD_STREAM else f" to {csv_file}"
        click.echo(f"Wrote {counted(len(hits), 'occurrence')}{where}.", err=True)
    elif not hits:
        click.echo("No occurrences.", err=True)
    else:
        click.echo("\n\n".join(map(_block, hits)))
        click.echo(f"{counted(len(hits), 'occurrence')}.", err=True)
    return Status.DONE


def _write_csv(hits: Sequence[ConcordanceHit], show: Sequence[str], out: str) -> None:
    import csv

    with open_text(out) as stream:
        # Excel takes a file for UTF-8 only if it begins with the byte order mark.
        if out != STANDARD_STREAM:
            stream.write("\ufeff")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(
            ["left", "match", "right", *show, "unit_id", "document", "path", "page", "probability"]
        )
        for hit in hits:
            counterparts = [hit.counterparts.get(code, "") for code in show]
            place = [
                hit.unit_id,
                hit.document,
                hit.path,
                "" if hit.page is None else hit.page,
                hit.probability,
            ]
            texts = [_harmless(value) for value in (hit.left, hit.match, hit.right, *counterparts)]
            writer.writerow([*texts, *map(_harmless, map(str, place))])


def _harmless(value: str) -> str:
    # A spreadsheet would run a cell that begins like a formula, and anyone may have written the text.
    return "'" + value if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _block(hit: ConcordanceHit) -> str:
    from hexapla.tables import Column, on_terminal, printable, table_lines, use_colour

    rows = [(hit.language, f"{hit.left}[{hit.match}]{hit.right}"), *hit.counterparts.items()]
    head = printable(hit.unit_id)
    head = click.style(head, bold=True) if use_colour() else head
    place = printable(", ".join([hit.document, *([f"page {hit.page}"] if hit.page is not None else [])]))
    columns = (Column(""), Column("", flexible=True, lines=8))
    return "\n".join([f"{head}   {place}", *table_lines(columns, rows, indent=3, isolate=on_terminal())])
