"""`hexapla concordance`: a phrase in context, with its counterparts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hexapla.counted_words import counted
from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.languages import LanguagesType, LanguageType
from hexapla.outputs import STANDARD_STREAM, write_json_lines, write_through

if TYPE_CHECKING:
    from tm.concordance import ConcordanceHit
    from tm.concordancing.rendering_tables import RenderingTable
    from tm.marked_tables import MarkedTable
    from tm.memory import Memory

FORMS = ("csv", "xlsx", "html", "tmx", "json")


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.argument("phrase")
@click.option("--in", "language", type=LanguageType(), required=True, help="Language of PHRASE.")
@click.option("--show", type=LanguagesType(), help="Languages of the counterparts, in this order; else all.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N occurrences.")
@click.option("--renderings", "tabled", is_flag=True, help="List how PHRASE is rendered, and how often.")
@click.option("--plain", is_flag=True, help="Do not look for the renderings in the counterparts.")
@click.option("--whole", is_flag=True, help="Print whole texts instead of one line each.")
@click.option("--to", "form", type=click.Choice(FORMS), help="Write a file of this format; needs --out.")
@click.option("--out", metavar="FILE", help='The file to write; "-" is standard output.')
@click.option("--csv", "csv_file", metavar="FILE", help="The same as --to csv --out FILE.")
@click.option("--json", "as_json", is_flag=True, help="The same as --to json --out -.")
def concordance(
    *,
    memory: str,
    phrase: str,
    language: str,
    show: tuple[str, ...] | None,
    limit: int | None,
    tabled: bool,
    plain: bool,
    whole: bool,
    form: str | None,
    out: str | None,
    csv_file: str | None,
    as_json: bool,
) -> int:
    """List a phrase in its contexts, with its counterparts in other languages.

    The phrase is printed in [brackets], and in each counterpart the words that render it; [?] where that is
    not sure. --renderings counts them instead. Upper and lower case, kinds of quotation marks and Arabic
    vowel signs make no difference. Words match whole; "*" stands for letters of a word, or alone for a word,
    "?" for one letter (docs/concordance.md).

    Examples:
      hexapla concordance memory "libertés fondamentales" --in fr --show en,ar
      hexapla concordance memory "droits * l'homme" --in fr --renderings
      hexapla concordance memory "terroris*" --in en --to xlsx --out terrorism.xlsx
      hexapla concordance memory "人权" --in zh --show fr --to tmx --out rights.tmx

    """
    from hexapla.memories import open_folder

    form, out = _destination(form, out, csv_file, as_json=as_json)
    _check_usage(form, tabled=tabled, plain=plain, whole=whole)
    opened = open_folder(memory, show)
    shown = [code for code in (show or opened.languages) if code != language]
    if tabled:
        tables = opened.renderings(phrase, language=language, show=shown, limit=limit)
        _give_renderings(tables, form, out)
        return Status.DONE
    highlight = not plain and form != "tmx" and _has_encoder(opened)
    hits = opened.concordance(phrase, language=language, show=shown, limit=limit, highlight=highlight)
    if form is None:
        _print_hits(hits, highlight=highlight, whole=whole)
    elif form == "tmx":
        _write_tmx(opened, hits, language, shown, str(out))
    else:
        _write_hits(phrase, hits, language, shown, form, str(out))
    return Status.DONE


def _destination(
    form: str | None, out: str | None, csv_file: str | None, *, as_json: bool
) -> tuple[str | None, str | None]:
    asked = [name for name, given in (("--to", form), ("--csv", csv_file), ("--json", as_json)) if given]
    if len(asked) > 1:
        raise click.UsageError(f"{' and '.join(asked)} exclude each other.")
    if csv_file is not None:
        form, out = "csv", csv_file
    elif as_json:
        form, out = "json", out or STANDARD_STREAM
    if (form is None) != (out is None):
        raise click.UsageError("--to needs --out FILE." if form else "--out needs --to FORMAT.")
    return form, out


def _check_usage(form: str | None, *, tabled: bool, plain: bool, whole: bool) -> None:
    if tabled and (plain or whole or form == "tmx"):
        raise click.UsageError("--renderings goes with neither --plain, --whole nor --to tmx.")
    if whole and form is not None:
        raise click.UsageError("--whole is for the terminal: files have whole texts.")


def _has_encoder(memory: Memory) -> bool:
    from align.errors import EncoderUnknown, ExtraMissing

    try:
        return memory.encoder is not None
    except (EncoderUnknown, ExtraMissing) as error:
        click.echo(f"Note: renderings are not looked for: {error}", err=True)
        return False


def _print_hits(hits: Sequence[ConcordanceHit], *, highlight: bool, whole: bool) -> None:
    if not hits:
        click.echo("No occurrences.", err=True)
        return
    blocks = [_whole_block(hit) if whole else _block(hit, highlight=highlight) for hit in hits]
    click.echo("\n\n".join(blocks))
    click.echo(f"{counted(len(hits), 'occurrence')}.", err=True)


def _block(hit: ConcordanceHit, *, highlight: bool) -> str:
    from hexapla.kwic_lines import KwicLine, kwic_lines
    from hexapla.tables import on_terminal, use_colour

    lines = [KwicLine(hit.language, hit.left, hit.match, hit.right)]
    for code, text in hit.counterparts.items():
        span = hit.spans.get(code)
        if span is None:
            lines.append(KwicLine(code, "", None if highlight else "", text))
        else:
            lines.append(KwicLine(code, text[: span.start], hit.rendering(code), text[span.end :]))
    return "\n".join([_head(hit), *kwic_lines(lines, isolate=on_terminal(), bold=use_colour())])


def _whole_block(hit: ConcordanceHit) -> str:
    from hexapla.tables import Column, on_terminal, table_lines

    rows = [(hit.language, f"{hit.left}[{hit.match}]{hit.right}")]
    for code, text in hit.counterparts.items():
        span = hit.spans.get(code)
        if span is not None:
            text = f"{text[: span.start]}[{hit.rendering(code)}]{text[span.end :]}"
        rows.append((code, text))
    columns = (Column(""), Column("", flexible=True))
    return "\n".join([_head(hit), *table_lines(columns, rows, indent=3, isolate=on_terminal())])


def _head(hit: ConcordanceHit) -> str:
    from hexapla.tables import printable, use_colour

    head = printable(hit.unit_id)
    head = click.style(head, bold=True) if use_colour() else head
    place = printable(", ".join([hit.document, *([f"page {hit.page}"] if hit.page is not None else [])]))
    return f"{head}   {place}"


def _give_renderings(tables: Sequence[RenderingTable], form: str | None, out: str | None) -> None:
    if form is None:
        click.echo("\n\n".join(map(_rendering_block, tables)))
    elif form == "json":
        from tm.json_records import renderings_record

        write_json_lines((renderings_record(table) for table in tables), out)
    else:
        from tm.concordancing.occurrence_exports import rendering_rows_table

        found = sum(len(table.renderings) for table in tables)
        _write_table(rendering_rows_table(tables), form, str(out), counted(found, "rendering"))


def _rendering_block(table: RenderingTable) -> str:
    from hexapla.tables import Column, on_terminal, printable, table_lines

    columns = (
        Column("rendering", flexible=True, lines=2),
        Column("count", align_right=True),
        Column("share", align_right=True),
        Column("for example", flexible=True, lines=1),
    )
    rows = [
        (one.text, str(one.count), f"{100 * one.share:.0f} %", ", ".join(e.unit_id for e in one.examples))
        for one in table.renderings
    ]
    with_text = table.occurrences - table.missing
    if table.unsure:
        rows.append(("(not sure)", str(table.unsure), f"{100 * table.unsure / with_text:.0f} %", ""))
    head = f"{table.language} > {table.other_language}: {counted(table.occurrences, 'occurrence')}"
    if table.missing:
        head += f", {table.missing} without a text in {table.other_language}"
    return "\n".join([printable(head), *table_lines(columns, rows, indent=3, isolate=on_terminal())])


def _write_hits(
    phrase: str, hits: Sequence[ConcordanceHit], language: str, show: Sequence[str], form: str, out: str
) -> None:
    if form == "json":
        from tm.json_records import concordance_record

        write_json_lines((concordance_record(hit) for hit in hits), out)
        return
    from tm.concordancing.occurrence_exports import occurrence_table

    table = occurrence_table(phrase, hits, language, show)
    _write_table(table, form, out, counted(len(hits), "occurrence"))


def _write_table(table: MarkedTable, form: str, out: str, what: str) -> None:
    from tm.marked_tables import write_csv_table, write_table

    def write(path: Path) -> None:
        # A pipe is read by programs, which would take the byte order mark for a part of the first name.
        if form == "csv" and out == STANDARD_STREAM:
            write_csv_table(table, path, bom=False)
        else:
            write_table(table, form, path)

    write_through(write, out)
    _tell(what, out)


def _write_tmx(
    memory: Memory, hits: Sequence[ConcordanceHit], language: str, show: Sequence[str], out: str
) -> None:
    from tm.concordancing.occurrence_exports import write_concordance_tmx

    written = 0

    def write(path: Path) -> None:
        nonlocal written
        written = write_concordance_tmx(memory, hits, path, language=language, show=show).units

    write_through(write, out)
    _tell(counted(written, "unit"), out)


def _tell(what: str, out: str) -> None:
    where = "" if out == STANDARD_STREAM else f" to {out}"
    click.echo(f"Wrote {what}{where}.", err=True)
