"""`hexapla leverage`: what a memory already has of a draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.languages import LanguageType
from hexapla.outputs import STANDARD_STREAM, check_place, readable, write_json, write_text
from hexapla.reading_flags import chosen_options, reading_flags

if TYPE_CHECKING:
    from corpora.documents import Document
    from tm.matching.leverage import Leverage


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.argument("draft")
@click.option("--source", type=LanguageType(), required=True, help="Language of DRAFT.")
@click.option("--target", type=LanguageType(), required=True, help="Language to translate into.")
@click.option(
    "--level",
    type=click.Choice(["both", "paragraph", "sentence"]),
    default="both",
    show_default=True,
    help="Units to look in.",
)
@reading_flags
@click.option(
    "--html", metavar="FILE", help='Write a page with each segment and its match; "-" is standard output.'
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document (docs/schemas/leverage.json).")
def leverage(
    *,
    memory: str,
    draft: str,
    source: str,
    target: str,
    level: str,
    tracked: str,
    ocr: str,
    html: str | None,
    as_json: bool,
) -> int:
    """Count the words of a draft by how much of them a memory has.

    DRAFT is any document that `hexapla inspect` reads; "-" is standard input. It is cut into sentences as a
    build does. Han characters count as words. Three counts are given: by the best match of each sentence in
    the memory, by the likest sentence before it in the draft itself, and by the better of both
    (docs/matching.md).

    Examples:
      hexapla leverage memory draft.docx --source fr --target en
      hexapla leverage memory draft.txt --source zh --target ru --html leverage.html

    """
    from hexapla.memories import open_folder
    from tm.matching.leverage import measure_leverage
    from tm.matching.match import MatchRequest
    from tm.matching.matcher import check_request

    _check_page(draft, html, as_json=as_json)
    opened = open_folder(memory)
    request = MatchRequest(source, target, level=level)
    check_request(request, opened.languages)
    document = _read(draft, source, tracked, ocr)
    from hexapla.draft_segments import draft_segments

    matcher = opened.matcher(source)
    measured = measure_leverage(matcher, draft_segments(document), request)
    _show(measured, document, draft, html, as_json=as_json)
    for note in matcher.notes:
        _tell(f"Note: {note}.")
    return _status(document)


def _check_page(draft: str, html: str | None, *, as_json: bool) -> None:
    """Refuse a page that cannot be written, or would take the place of the draft or of the JSON."""
    if html is None:
        return
    if html == STANDARD_STREAM:
        if as_json:
            raise click.UsageError('--json and --html "-" both write to standard output. Try: --html FILE.')
        return
    if draft != STANDARD_STREAM and Path(html).resolve() == Path(draft).resolve():
        raise click.UsageError(f"--html {html} is DRAFT as well. Try: another name for the page.")
    check_place(Path(html))


def _read(draft: str, source: str, tracked: str, ocr: str) -> Document:
    from corpora.read_document import read_document

    with readable(draft) as path:
        return read_document(path, source, chosen_options(tracked, ocr))


def _show(measured: Leverage, document: Document, draft: str, html: str | None, *, as_json: bool) -> None:
    from hexapla.counted_words import counted
    from hexapla.leverage_words import leverage_lines
    from hexapla.match_records import leverage_record

    if as_json:
        write_json(leverage_record(measured, draft))
    elif html != STANDARD_STREAM:
        click.echo("\n".join(leverage_lines(measured)))
    if html is not None:
        from hexapla.leverage_page import render_leverage

        write_text(render_leverage(measured, draft), html)
        where = "" if html == STANDARD_STREAM else f" to {html}"
        _tell(f"Wrote {counted(len(measured.segments), 'segment')}{where}.")
    for note in document.notes:
        if note.severity != "info":
            _tell(f"{note.severity}: {note.message}")


def _status(document: Document) -> Status:
    errors = any(note.severity == "error" for note in document.notes)
    return Status.DONE_WITH_FINDINGS if errors else Status.DONE


def _tell(line: str) -> None:
    from hexapla.tables import printable

    click.echo(printable(line), err=True)
