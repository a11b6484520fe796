"""Reads the text layer of a PDF: paragraphs over pages, footnotes with their marks, running heads apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from corpora.documents import Place, RawDocument, RawKind
from corpora.errors import ReadingError, UnsafeDocument
from corpora.line_joining import joining_of
from corpora.mojibake import is_mojibake
from corpora.readers.block_builder import BlockBuilder
from corpora.readers.html_tables import add_row
from corpora.readers.inline_text import Mark, Piece
from corpora.readers.language_tags import primary_language
from corpora.readers.pdf_asides import Aside, is_scanned, links_of
from corpora.readers.pdf_broken_words import find_broken_words
from corpora.readers.pdf_columns import overlay_columns
from corpora.readers.pdf_glyphs import MOST_CHARACTERS, CrowdedPage
from corpora.readers.pdf_guard import is_doubtful, read_apart
from corpora.readers.pdf_lines import MarkTable, PdfLine, page_lines
from corpora.readers.pdf_paragraphs import group_lines
from corpora.readers.pdf_pictures import (
    OCR_ADVICE,
    confidence_of,
    fill_pictured_pages,
    notes_of_scanned,
)
from corpora.readers.pdf_shape import find_shape
from corpora.readers.pdf_tables import cells_of, mark_tables
from corpora.readers.pdf_zones import Zones, common_size, split_zones, starts_note, without_note_mark
from corpora.reading_options import Recognition

_MAX_PAGES = 5_000
# The library keeps what it has read of a document until that is closed: fonts above all.
_PAGES_AT_ONCE = 200
_RULE_POINTS = (40.0, 260.0)
_HEADING_SIZE = 1.15
_Join = Callable[[Sequence[str]], str]


@dataclass(slots=True)
class PdfPlaces:
    """Places in the linear text of the blocks; `lines` are those of the passage that is being written.

    `page` is its page where it has no lines.
    """

    lines: Sequence[PdfLine] = ()
    cursor: int = 0
    page: int = 1

    def find(self, text: str) -> Place:
        """Return the half-open span of `text` in the linear text, with the page of its first line."""
        start = self.cursor
        self.cursor += len(text) + 1
        return Place(start, start + len(text), page=self.lines[0].page if self.lines else self.page)


class Pages(NamedTuple):
    """What is read from the file.

    `lines` of each page; heights of rules and scanned pages by number, from 1; what is set aside; the marks
    that the lines have.
    """

    lines: list[list[PdfLine]]
    rules: dict[int, list[float]]
    scanned: list[int]
    asides: list[Aside]
    title: str | None
    language: str | None
    marks: MarkTable


def read_pdf(
    path: Path,
    data: bytes,
    places: PdfPlaces | None = None,
    *,
    ocr: Recognition = Recognition.AUTO,
    language: str | None = None,
) -> RawDocument:
    """Read the paragraphs, footnotes and left-out passages of a PDF.

    Pages without text are recognised with Tesseract where it is installed and `ocr` allows it; `language` is
    what is known of it before. `Place`s have the page (from 1) and spans in the linear text of the blocks;
    `places` lets a caller see from which lines each was made. Raises `ReadingError` for a damaged, encrypted
    or textless PDF (a scan that is not recognised), `UnsafeDocument` for more than 5000 pages.
    """
    doubtful = is_doubtful(data)
    read = (read_apart if doubtful else read_pages)(path, data)
    marks = read.marks
    remarks = fill_pictured_pages(path, data, read.lines, ocr, language or read.language, doubtful=doubtful)
    remarks += notes_of_scanned(read.scanned, len(read.lines))
    zones = split_zones(overlay_columns(mark_tables(read.lines)), read.rules, marks)
    places = places or PdfPlaces()
    builder = BlockBuilder(places)
    join = joining_of(marks.without_marks(line.text) for line in zones.body)
    _add_body(builder, places, zones, marks, join)
    _add_notes(builder, places, zones, marks, join)
    for line, reason in sorted(zones.furniture, key=lambda pair: pair[0].page):
        places.lines = (line,)
        builder.remove(marks.without_marks(line.text), reason)
    for aside in read.asides:
        places.lines, places.page = (), aside.page
        builder.remove(aside.text, aside.reason)
    builder.notes += remarks
    _check_text(path, builder)
    return builder.finish(language=read.language, title=read.title, encoding=None)


def read_pages(path: Path, data: bytes) -> Pages:
    """Read the lines of each page and what belongs to them, in this process whatever the file holds."""
    import pypdfium2

    marks = MarkTable()
    pages: list[list[PdfLine]] = []
    rules: dict[int, list[float]] = {}
    scanned: list[int] = []
    asides: list[Aside] = []
    count, title = 1, None
    try:
        while len(pages) < count:
            with closing(pypdfium2.PdfDocument(data)) as pdf:
                count = len(pdf)
                if count > _MAX_PAGES:
                    reason = f"{count} pages, more than the limit of {_MAX_PAGES}"
                    raise UnsafeDocument(path, reason, advice="split the PDF")
                for number in range(len(pages) + 1, min(count, len(pages) + _PAGES_AT_ONCE) + 1):
                    page = pdf[number - 1]
                    pages.append(_lines(path, page, number, marks, asides))
                    asides += links_of(pdf, page, number)
                    turned = any(line.turn for line in pages[-1])
                    rules[number] = [] if turned else list(_drawn_rules(pypdfium2, page))
                    if pages[-1] and is_scanned(page):
                        scanned.append(number)
                    page.close()
                title = " ".join(pdf.get_metadata_value("Title").split()) or None
    except pypdfium2.PdfiumError as error:
        raise _refusal(path, data, error) from error
    return Pages(pages, rules, scanned, asides, title, _catalog_language(data), marks)


def _lines(path: Path, page: Any, number: int, marks: MarkTable, asides: list[Aside]) -> list[PdfLine]:
    try:
        return page_lines(page, number, marks, asides)
    except CrowdedPage as error:
        reason = f"the page has {error} characters, more than the limit of {MOST_CHARACTERS}"
        raise UnsafeDocument(path, reason, place=f"page {number}", advice="split the PDF") from error


def _refusal(path: Path, data: bytes, error: Exception) -> ReadingError:
    if "password" in str(error).lower() or b"/Encrypt" in data:
        return ReadingError(path, "the PDF is encrypted", advice="save it without a password")
    return ReadingError(
        path, f"the PDF is damaged: {str(error).rstrip('.')}", advice="check that the download was complete"
    )


def _drawn_rules(pypdfium2: Any, page: Any) -> Iterator[float]:
    """Heights of short horizontal strokes: what word processors draw above footnotes."""
    low, high = _RULE_POINTS
    for shape in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=2):
        left, bottom, right, top = shape.get_bounds()
        if low < right - left < high and top - bottom < 2.5:
            yield float(bottom)


def _catalog_language(data: bytes) -> str | None:
    """`/Lang` entry of the catalogue, where it stands uncompressed."""
    at = data.rfind(b"/Lang")
    if at < 0:
        return None
    value = data[at + 5 : at + 30].lstrip()
    if not value.startswith(b"("):
        return None
    return primary_language(value[1:].split(b")")[0].decode("latin-1"))


def _add_body(builder: BlockBuilder, places: PdfPlaces, zones: Zones, marks: MarkTable, join: _Join) -> None:
    body_size = common_size(zones.body)
    shape = find_shape(zones.body)
    broken = find_broken_words(zones.body, shape.full_end)
    for lines in group_lines(zones.body, shape):
        places.lines = lines
        if lines[0].row:
            add_row(
                builder,
                [list(_pieces(join(broken.texts_of(cell)), marks)) for cell in cells_of(lines)],
            )
            continue
        text = join(broken.texts_of(lines))
        kind, level = _kind(lines, body_size)
        builder.add_block(list(_pieces(text, marks)), kind, level, confidence=confidence_of(lines))


def _kind(lines: Sequence[PdfLine], body_size: float) -> tuple[RawKind, int]:
    """Heading is set in bold or clearly larger than the body, and short."""
    short = sum(len(line.text) for line in lines) <= 300
    larger = all(line.size > _HEADING_SIZE * body_size for line in lines)
    if (
        short
        and (larger or (len(lines) <= 4 and all(line.bold for line in lines)))
        and not lines[-1].text.endswith((";", "؛", "；"))
    ):
        return RawKind.HEADING, 1 if larger else 2
    return RawKind.PARAGRAPH, 0


def _pieces(text: str, marks: MarkTable) -> Iterator[Piece]:
    plain = ""
    if not marks.is_in(text):
        yield from (text,) if text else ()
        return
    for character in text:
        mark = marks.get(character)
        if mark is None:
            plain += character
            continue
        if plain:
            yield plain
            plain = ""
        yield Mark(mark.mark, f"note:{mark.mark}")
    if plain:
        yield plain


def _add_notes(builder: BlockBuilder, places: PdfPlaces, zones: Zones, marks: MarkTable, join: _Join) -> None:
    """Add the footnotes of all pages; lines without a mark at the top of a zone continue the last note."""
    notes: list[tuple[str, list[PdfLine]]] = []
    for lines in zones.notes:
        for line in lines:
            mark = starts_note(line.text, marks)
            if mark is not None and _is_next(mark, notes):
                notes.append((mark, [line]))
            elif notes:
                notes[-1][1].append(line)
            else:
                notes.append(("", [line]))
    for mark, lines in notes:
        places.lines = lines
        texts = [marks.without_marks(line.text) for line in lines]
        texts[0] = marks.without_marks(without_note_mark(lines[0].text, marks)) if mark else texts[0]
        builder.add_footnote(Mark(mark, f"note:{mark}"), join(texts), confidence_of(lines))


def _is_next(mark: str, notes: Sequence[tuple[str, list[PdfLine]]]) -> bool:
    """Whether a mark can follow the last one: notes count up, or begin again on another page."""
    if not mark.isdigit() or not notes or not notes[-1][0].isdigit():
        return True
    return int(mark) == 1 or 0 < int(mark) - int(notes[-1][0]) <= 3


def _check_text(path: Path, builder: BlockBuilder) -> None:
    """Refuse a text layer whose characters mean nothing: fonts without a map to Unicode."""
    sample = "\n".join(block.text for block, _ in builder.blocks[:400])
    reason = is_mojibake(sample)
    private = sum(1 for character in sample if "\ue000" <= character <= "\uf8ff")
    if private * 5 > len(sample):
        reason = "the fonts do not say which characters their shapes are"
    if reason:
        raise ReadingError(path, f"the text layer is garbled: {reason}", advice=OCR_ADVICE)
