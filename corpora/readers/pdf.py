"""Reads the text layer of a PDF: paragraphs over pages, footnotes with their marks, running heads apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from corpora.documents import Place, RawDocument, RawKind, ReaderNote
from corpora.errors import ReadingError, UnsafeDocument
from corpora.line_joining import join_lines, words_for_joining
from corpora.mojibake import is_mojibake
from corpora.readers.block_builder import BlockBuilder
from corpora.readers.inline_text import Mark, Piece
from corpora.readers.language_tags import primary_language
from corpora.readers.pdf_glyphs import MOST_CHARACTERS, CrowdedPage
from corpora.readers.pdf_guard import is_doubtful, read_apart
from corpora.readers.pdf_lines import MarkTable, PdfLine, page_lines
from corpora.readers.pdf_paragraphs import group_lines
from corpora.readers.pdf_zones import Zones, common_size, split_zones, starts_note, without_note_mark

_MAX_PAGES = 5_000
# The library keeps what it has read of a document until that is closed: fonts above all.
_PAGES_AT_ONCE = 200
_OCR_ADVICE = "run text recognition (OCR) over the PDF and give the result, or the DOCX or HTML version"
_RULE_POINTS = (40.0, 260.0)
_HEADING_SIZE = 1.15


@dataclass(slots=True)
class PdfPlaces:
    """Places in the linear text of the blocks; `lines` are those of the passage that is being written."""

    lines: Sequence[PdfLine] = ()
    cursor: int = 0

    def find(self, text: str) -> Place:
        """Return the half-open span of `text` in the linear text, with the page of its first line."""
        start = self.cursor
        self.cursor += len(text) + 1
        return Place(start, start + len(text), page=self.lines[0].page if self.lines else 1)


class Pages(NamedTuple):
    """What is read from the file: lines a page, heights of rules by page (from 1), title, language, marks."""

    pages: list[list[PdfLine]]
    rules: dict[int, list[float]]
    title: str | None
    language: str | None
    marks: MarkTable


def read_pdf(path: Path, data: bytes, places: PdfPlaces | None = None) -> RawDocument:
    """Read the paragraphs, footnotes and left-out passages of a PDF with a text layer.

    `Place`s have the page (from 1) and spans in the linear text of the blocks; `places` lets a caller see
    from which lines each was made. Raises `ReadingError` for a damaged, encrypted or textless PDF (a scan),
    `UnsafeDocument` for more than 5000 pages.
    """
    read = read_apart if is_doubtful(data) else read_pages
    pages, rules, title, language, marks = read(path, data)
    if not any(line.text for lines in pages for line in lines):
        reason = (
            f"no text layer: the {len(pages)} pages are pictures"
            if len(pages) != 1
            else "no text layer: the page is a picture"
        )
        raise ReadingError(path, reason, advice=_OCR_ADVICE)
    zones = split_zones(pages, rules, marks)
    places = places or PdfPlaces()
    builder = BlockBuilder(places)
    vocabulary = words_for_joining(marks.without_marks(line.text) for line in zones.body)
    _add_body(builder, places, zones, marks, vocabulary)
    _add_notes(builder, places, zones, marks, vocabulary)
    for line, reason in sorted(zones.furniture, key=lambda pair: pair[0].page):
        places.lines = (line,)
        builder.remove(marks.without_marks(line.text), reason)
    empty = [number for number, lines in enumerate(pages, 1) if not lines]
    if empty:
        listed = ", ".join(map(str, empty[:10]))
        builder.notes.append(
            ReaderNote("warning", f"no text layer on {len(empty)} of {len(pages)} pages ({listed})")
        )
    _check_text(path, builder)
    return builder.finish(language=language, title=title, encoding=None)


def read_pages(path: Path, data: bytes) -> Pages:
    """Read the lines of each page and what belongs to them, in this process whatever the file holds."""
    import pypdfium2

    marks = MarkTable()
    pages: list[list[PdfLine]] = []
    rules: dict[int, list[float]] = {}
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
                    pages.append(_lines(path, page, number, marks))
                    rules[number] = list(_drawn_rules(pypdfium2, page))
                    page.close()
                title = " ".join(pdf.get_metadata_value("Title").split()) or None
    except pypdfium2.PdfiumError as error:
        raise _refusal(path, data, error) from error
    return Pages(pages, rules, title, _catalog_language(data), marks)


def _lines(path: Path, page: Any, number: int, marks: MarkTable) -> list[PdfLine]:
    try:
        return page_lines(page, number, marks)
    except CrowdedPage as error:
        reason = f"the page has {error} characters, more than the limit of {MOST_CHARACTERS}"
        raise UnsafeDocument(path, reason, place=f"page {number}", advice="split the PDF") from error


def _refusal(path: Path, data: bytes, error: Exception) -> ReadingError:
    if "password" in str(error).lower() or b"/Encrypt" in data:
        return ReadingError(path, "the PDF is encrypted", advice="save it without a password")
    return ReadingError(path, f"the PDF is damaged ({error})", advice="check that the download was complete")


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


def _add_body(
    builder: BlockBuilder, places: PdfPlaces, zones: Zones, marks: MarkTable, vocabulary: frozenset[str]
) -> None:
    body_size = common_size(zones.body)
    for lines in group_lines(zones.body):
        places.lines = lines
        text = join_lines([line.text for line in lines], vocabulary=vocabulary)
        kind, level = _kind(lines, body_size)
        builder.add_block(list(_pieces(text, marks)), kind, level)


def _kind(lines: Sequence[PdfLine], body_size: float) -> tuple[RawKind, int]:
    """Heading is set in bold or clearly larger than the body, and short."""
    short = len(lines) <= 4 and sum(len(line.text) for line in lines) <= 300
    larger = all(line.size > _HEADING_SIZE * body_size for line in lines)
    if (
        short
        and (larger or all(line.bold for line in lines))
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


def _add_notes(
    builder: BlockBuilder, places: PdfPlaces, zones: Zones, marks: MarkTable, vocabulary: frozenset[str]
) -> None:
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
        builder.add_footnote(Mark(mark, f"note:{mark}"), join_lines(texts, vocabulary=vocabulary))


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
        raise ReadingError(path, f"the text layer is garbled: {reason}", advice=_OCR_ADVICE)
