"""`hexapla inspect`: the recovered structure of one document."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hexapla.counted_words import counted
from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.languages import LanguageType
from hexapla.outputs import STANDARD_STREAM, check_place, readable, write_json, write_text
from hexapla.page_ranges import PageRange, PagesType
from hexapla.reading_flags import chosen_options, reading_flags

if TYPE_CHECKING:
    from corpora.documents import Block, Document
    from corpora.reading_options import ReadingOptions


@click.command(cls=DocumentedCommand)
@click.argument("file")
@click.option(
    "--language", type=LanguageType(), help="Language of the document; else name, markup and text tell."
)
@reading_flags
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document (docs/schemas/document.json).")
@click.option(
    "--html", metavar="FILE", help='Write a page to look into (docs/inspect.md); "-" is standard output.'
)
@click.option(
    "--pages",
    type=PagesType(),
    metavar="PAGES",
    help="Pages of a PDF that the page of --html shows as images, such as 1-5,8; else the first 50.",
)
def inspect(
    *,
    file: str,
    language: str | None,
    tracked: str,
    ocr: str,
    as_json: bool,
    html: str | None,
    pages: tuple[PageRange, ...] | None,
) -> int:
    """Show what is recognised in one document: symbol, language, paragraphs.

    FILE is plain text, HTML, XML, DOCX or PDF; "-" is standard input. What was taken out of the text
    (links, rules, page numbers, ...) is listed with its reason.

    Examples:
      hexapla inspect A_RES_68_187.fr.txt
      hexapla inspect resolution.docx --language ru --json
      hexapla inspect resolution.pdf --html resolution.html --pages 1-5,8

    """
    _check_page(file, html, pages, as_json=as_json)
    options = chosen_options(tracked, ocr)
    if html is None:
        document = read(file, language, options)
    else:
        document = _read_and_write_page(file, language, options, html, pages)
    if as_json:
        from hexapla.schemas import document_record

        write_json(document_record(document))
    elif html is None:
        _show(document)
    errors = any(note.severity == "error" for note in document.notes)
    return Status.DONE_WITH_FINDINGS if errors else Status.DONE


def _check_page(file: str, html: str | None, pages: Sequence[PageRange] | None, *, as_json: bool) -> None:
    """Refuse a page that cannot be written, or would take the place of the document or of the JSON."""
    if html is None:
        if pages is not None:
            raise click.UsageError("--pages chooses the images of a page, and there is none without --html.")
        return
    if html == STANDARD_STREAM:
        if as_json:
            raise click.UsageError('--json and --html "-" both write to standard output. Try: --html FILE.')
        return
    if file != STANDARD_STREAM and Path(html).resolve() == Path(file).resolve():
        raise click.UsageError(f"--html {html} is FILE as well. Try: another name for the page.")
    check_place(Path(html))


def _read_and_write_page(
    file: str, language: str | None, options: ReadingOptions, html: str, pages: Sequence[PageRange] | None
) -> Document:
    """Read a document, write its page, say so; remarks of weight are said as well."""
    from corpora.read_document import read_document
    from hexapla.document_page import render_document
    from hexapla.inspected_document import inspect_file
    from hexapla.tables import printable

    with readable(file) as path:
        document = as_named(read_document(path, language, options), file)
        inspected = inspect_file(path, document, pages, options)
    write_text(render_document(inspected), html)
    for note in document.notes:
        if note.severity != "info":
            click.echo(f"{note.severity}: {printable(note.message)}", err=True)
    where = "" if html == STANDARD_STREAM else f" to {html}"
    drawn = sum(bool(image.data) for image in inspected.images)
    images = f", {counted(drawn, 'image')}" if inspected.page_count else ""
    passages = f"{counted(len(document.blocks), 'block')}, {counted(len(document.footnotes), 'footnote')}"
    click.echo(f"Wrote {passages}{images}{where}.", err=True)
    return document


def read(file: str, language: str | None, options: ReadingOptions) -> Document:
    """Read a document from a file or from standard input."""
    from corpora.read_document import read_document

    with readable(file) as path:
        document = read_document(path, language, options)
    return as_named(document, file)


def read_segments(file: str, language: str | None, *, ignore_labels: bool) -> Document:
    """Read a file or standard input one segment a line."""
    from corpora.read_document import read_lines

    with readable(file) as path:
        document = read_lines(path, language, ignore_labels=ignore_labels)
    return as_named(document, file)


def as_named(document: Document, name: str) -> Document:
    """Return the document with the path that the user wrote, which may be "-"."""
    return dataclasses.replace(document, path=Path(name))


def _show(document: Document) -> None:
    from corpora.languages import language_name
    from hexapla.document_facts import encoding_words
    from hexapla.tables import Column, on_terminal, printable, table_lines

    click.echo(f"File      {printable(str(document.path))}")
    click.echo(f"Symbol    {document.symbol or 'none found'}")
    click.echo(f"Language  {document.language} ({language_name(document.language)})")
    if document.title:
        click.echo(f"Title     {printable(document.title)}")
    if document.date:
        click.echo(f"Date      {document.date.isoformat()}")
    if document.encoding is not None:
        click.echo(f"Encoding  {encoding_words(document.encoding)}")
    columns = (
        Column("", align_right=True),
        Column("Kind"),
        Column("Path"),
        Column("Label"),
        Column("Page", align_right=True),
        Column("Text", flexible=True),
    )
    for title, blocks in (("Blocks", document.blocks), ("Footnotes", document.footnotes)):
        if blocks:
            click.echo(f"\n{title}: {len(blocks)}")
            rows = [_row(number, block) for number, block in enumerate(blocks)]
            click.echo("\n".join(table_lines(columns, rows, isolate=on_terminal())))
    _show_removed(document)


def _row(number: int, block: Block) -> tuple[str, ...]:
    page = "" if block.page is None else str(block.page)
    marks = "".join(f" [{reference.mark}]" for reference in block.references)
    return str(number), block.kind.value, block.path, block.label, page, block.text + marks


def _show_removed(document: Document) -> None:
    from hexapla.tables import Column, on_terminal, printable, table_lines

    if document.removed:
        click.echo(f"\nTaken out of the text: {len(document.removed)}")
        columns = (Column("Reason"), Column("Line", align_right=True), Column("Text", flexible=True, lines=2))
        rows = [
            (removed.reason, "" if removed.place.line is None else str(removed.place.line), removed.text)
            for removed in document.removed
        ]
        click.echo("\n".join(table_lines(columns, rows, isolate=on_terminal())))
    for note in document.notes:
        click.echo(f"{note.severity}: {printable(note.message)}", err=True)
