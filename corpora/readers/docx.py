"""Reads DOCX: paragraphs with the labels and headings that a word processor shows, notes, tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml.etree import _Element

from corpora.documents import RawDocument, RawKind, ReaderNote
from corpora.errors import ReadingError
from corpora.readers.block_builder import BlockBuilder
from corpora.readers.docx_numbering import Numbering, read_numbering
from corpora.readers.docx_package import (
    DocxPackage,
    child,
    children,
    is_on,
    iterate,
    local,
    open_package,
    value,
)
from corpora.readers.docx_runs import FieldState, RunText, is_all_bold, read_runs, text_of
from corpora.readers.docx_styles import Styles, numbering_styles, read_styles
from corpora.readers.docx_tracked import reason_of_deletion, restore_original
from corpora.readers.html_tables import add_row
from corpora.readers.inline_text import UNLINKED, Mark, Piece
from corpora.readers.language_tags import primary_language
from corpora.readers.linear_places import LinearPlaces
from corpora.reading_options import TrackedChanges

_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body", "txbxContent"))
_LONGEST_HEADING_CHARS = 160
_SENTENCE_ENDS = tuple(".,;:。，；：、،؛")
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


@dataclass(slots=True)
class DocxWalk:
    """The state of one reading: `open_pieces` belong to a paragraph whose end is a tracked deletion."""

    builder: BlockBuilder
    styles: Styles
    numbering: Numbering
    fields: FieldState = field(default_factory=FieldState)
    open_pieces: list[Piece] = field(default_factory=list)
    note_order: list[str] = field(default_factory=list)
    own_marks: dict[str, str] = field(default_factory=dict)


def read_docx(path: Path, data: bytes, tracked: TrackedChanges = TrackedChanges.ACCEPTED) -> RawDocument:
    """Read the blocks, notes and left-out passages of a DOCX file, with tracked changes or before them.

    `Place`s are spans in the linear text: the blocks and notes in reading order, one a line. Raises
    `ReadingError` for a damaged, encrypted or textless file, `UnsafeDocument` for zip bombs and DTDs.
    """
    package = open_package(path, data)
    if tracked is TrackedChanges.ORIGINAL:
        for part in (
            package.document,
            package.footnotes,
            package.endnotes,
            *package.headers,
            *package.footers,
        ):
            restore_original(part)
    styles = read_styles(package.styles)
    language = _language(package)
    numbering = read_numbering(package.numbering, numbering_styles(styles), arabic=language == "ar")
    walk = DocxWalk(BlockBuilder(LinearPlaces()), styles, numbering)
    body = child(package.document, "body")
    for element in _block_elements(package.document if body is None else body):
        _read_block(element, walk)
    _flush_open(walk)
    _read_notes(package, walk)
    _remove_furniture(package, walk)
    _note_comments(package, walk)
    walk.builder.lift_unlinked_footnotes()
    document = walk.builder.finish(language=language, title=_title(package), encoding=None)
    if not document.blocks:
        raise ReadingError(path, "the document has no text", advice="check that the text is not in pictures")
    return document


def _block_elements(container: _Element) -> Iterator[_Element]:
    """Return the paragraphs and tables of a container, through wrappers, in reading order."""
    stack = list(reversed(container))
    while stack:
        element = stack.pop()
        name = local(element)
        if name in ("p", "tbl"):
            yield element
        elif name in _WRAPPERS:
            stack.extend(reversed(element))
        elif name == "AlternateContent":
            choice = child(element, "Choice")
            stack.extend(reversed(element if choice is None else choice))


def _read_block(element: _Element, walk: DocxWalk) -> None:
    if local(element) == "tbl":
        _flush_open(walk)
        _read_table(element, walk)
    else:
        _read_paragraph(element, walk)


def _read_paragraph(paragraph: _Element, walk: DocxWalk) -> None:
    """One paragraph as a block, then the text boxes that hang on it."""
    text = read_runs(paragraph, walk.styles, walk.fields)
    _note_removed(text, walk)
    properties = child(paragraph, "pPr")
    pieces = [*walk.open_pieces, *text.pieces]
    walk.open_pieces = []
    deleted_end = any(child(properties, "rPr", name) is not None for name in ("del", "moveFrom"))
    if deleted_end:
        walk.open_pieces = pieces
    else:
        _add_paragraph(pieces, properties, walk, bold=is_all_bold(paragraph))
    for box in text.boxes:
        for inner in _block_elements(box):
            _read_block(inner, walk)


def _add_paragraph(
    pieces: list[Piece], properties: _Element | None, walk: DocxWalk, *, bold: bool = False
) -> None:
    builder = walk.builder
    if not any(not isinstance(piece, str) or piece.strip() for piece in pieces):
        return
    if walk.styles.is_contents(properties):
        builder.remove("".join(piece for piece in pieces if isinstance(piece, str)), "table of contents")
        return
    _follow_notes(pieces, walk)
    kind, level = walk.styles.kind(properties)
    label = ""
    if number := walk.styles.number(properties):
        number_id, stated, style_id = number
        depth = walk.numbering.depth_of_style(number_id, style_id) if stated is None else stated
        shown = walk.numbering.next_label(number_id, depth)
        label = shown or ""
        if shown is not None and kind is RawKind.PARAGRAPH:
            kind, level = RawKind.LIST_ITEM, depth + 1
    if bold and kind is RawKind.PARAGRAPH and _looks_like_heading(pieces):
        # Level 0: a heading by its look, not by its style.
        kind = RawKind.HEADING
    builder.add_block(pieces, kind, level, label)


def _looks_like_heading(pieces: list[Piece]) -> bool:
    text = "".join(piece for piece in pieces if isinstance(piece, str)).strip()
    return len(text) <= _LONGEST_HEADING_CHARS and not text.endswith(_SENTENCE_ENDS)


def _flush_open(walk: DocxWalk) -> None:
    pieces, walk.open_pieces = walk.open_pieces, []
    _add_paragraph(pieces, None, walk)


def _read_table(table: _Element, walk: DocxWalk) -> None:
    """Return A table of data gives one block a row; a table that arranges the page is read cell by cell."""
    rows = []
    for row in _rows(table):
        if (change := child(row, "trPr", "del")) is None:
            rows.append(row)
        else:
            walk.builder.remove(text_of(row), reason_of_deletion(change))
    layout = _is_layout(rows)
    for row in rows:
        cells = list(_cells(row))
        for cell in _through_wrappers(row, "tc"):
            if (change := child(cell, "tcPr", "cellDel")) is not None:
                walk.builder.remove(text_of(cell), reason_of_deletion(change))
        if layout:
            for cell in cells:
                for element in _block_elements(cell):
                    _read_block(element, walk)
        else:
            add_row(walk.builder, [_cell_pieces(cell, walk) for cell in cells])


def _rows(table: _Element) -> Iterator[_Element]:
    return _through_wrappers(table, "tr")


def _cells(row: _Element) -> Iterator[_Element]:
    return (cell for cell in _through_wrappers(row, "tc") if child(cell, "tcPr", "cellDel") is None)


def _through_wrappers(parent: _Element, name: str) -> Iterator[_Element]:
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in _WRAPPERS:
            yield from _through_wrappers(element, name)


def _is_layout(rows: list[_Element]) -> bool:
    """Whether a table only arranges the page.

    One column, a table inside, or several numbered or long paragraphs in a cell.
    """
    cells = [list(_cells(row)) for row in rows]
    if max((len(row) for row in cells), default=0) <= 1:
        return True
    return any(_holds_blocks(cell) for row in cells for cell in row)


def _holds_blocks(cell: _Element) -> bool:
    elements = list(_block_elements(cell))
    if any(local(element) == "tbl" for element in elements):
        return True
    filled = [
        element for element in elements if any(local(part) == "t" and part.text for part in iterate(element))
    ]
    return len(filled) > 1


def _cell_pieces(cell: _Element, walk: DocxWalk) -> list[Piece]:
    pieces: list[Piece] = []
    for paragraph in _block_elements(cell):
        text = read_runs(paragraph, walk.styles, walk.fields)
        _note_removed(text, walk)
        label = ""
        if number := walk.styles.number(child(paragraph, "pPr")):
            label = walk.numbering.next_label(number[0], number[1] or 0) or ""
        pieces += [f"{label} ", *text.pieces, " "]
        _follow_notes(text.pieces, walk)
    return pieces


def _follow_notes(pieces: list[Piece], walk: DocxWalk) -> None:
    """Remember in which order the text refers to notes, and the marks that its author chose."""
    for piece in pieces:
        if isinstance(piece, Mark) and ":" in piece.target:
            walk.note_order.append(piece.target)
            if piece.mark and not piece.target.startswith(UNLINKED):
                walk.own_marks[piece.target] = piece.mark


def _note_removed(text: RunText, walk: DocxWalk) -> None:
    for passage, reason in text.removed:
        walk.builder.remove(passage, reason)


def _read_notes(package: DocxPackage, walk: DocxWalk) -> None:
    """Footnotes, then endnotes, each numbered in the order in which the text refers to them."""
    for name, part in (("footnote", package.footnotes), ("endnote", package.endnotes)):
        notes = {
            f"{name}:{value(note, 'id')}": note
            for note in children(part, name)
            if (value(note, "type") or "normal") not in _SEPARATORS
        }
        referred = [target for target in dict.fromkeys(walk.note_order) if target in notes]
        order = referred + [target for target in notes if target not in referred]
        for number, target in enumerate(order, 1):
            text = _note_text(notes[target], walk)
            if (own := walk.own_marks.get(target)) and text.lstrip().startswith(own):
                walk.builder.add_footnote(Mark(own, target), text.lstrip().removeprefix(own))
                continue
            walk.builder.add_footnote(Mark(str(number) if target in referred else "", target), text)
    walk.builder.name_marks()


def _note_text(note: _Element, walk: DocxWalk) -> str:
    texts = []
    for paragraph in _block_elements(note):
        text = read_runs(paragraph, walk.styles, FieldState())
        _note_removed(text, walk)
        texts.append("".join(piece for piece in text.pieces if isinstance(piece, str)))
    return " ".join(texts)


def _remove_furniture(package: DocxPackage, walk: DocxWalk) -> None:
    for reason, parts in (("page header", package.headers), ("page footer", package.footers)):
        for part in parts:
            runs = (
                read_runs(element, walk.styles, FieldState())
                for element in iterate(part)
                if local(element) == "p"
            )
            texts = ["".join(piece for piece in run.pieces if isinstance(piece, str)) for run in runs]
            walk.builder.remove(" ".join(texts), reason)


def _note_comments(package: DocxPackage, walk: DocxWalk) -> None:
    """Say how many comments hang on the text: they are remarks on the document and no part of it."""
    count = sum(1 for element in iterate(package.document) if local(element) == "commentReference")
    if count:
        plural = "comment is" if count == 1 else "comments are"
        walk.builder.notes.append(ReaderNote("info", f"{count} {plural} left out"))


def _language(package: DocxPackage) -> str | None:
    """Return the language of most characters by `w:lang` of the runs, else that of the default style."""
    counts: Counter[str] = Counter()
    default = child(package.styles, "docDefaults", "rPrDefault", "rPr", "lang")
    for run in iterate(package.document):
        if local(run) == "r":
            properties = child(run, "rPr")
            tag = _run_language(properties, child(properties, "lang"), default)
            size = sum(len(part.text or "") for part in run if local(part) == "t")
            if tag and size:
                counts[tag] += size
    best = counts.most_common(1)
    return best[0][0] if best else None


def _run_language(properties: _Element | None, own: _Element | None, default: _Element | None) -> str | None:
    """Complex scripts and East Asian text have their own attribute of `w:lang`."""
    name = "bidi" if is_on(child(properties, "rtl")) else "val"
    if (
        own is not None
        and value(own, "eastAsia")
        and value(child(properties, "rFonts"), "hint") == "eastAsia"
    ):
        name = "eastAsia"
    return primary_language(value(own, name) or value(default, name) or "")


def _title(package: DocxPackage) -> str | None:
    text = " ".join((part.text or "") for part in children(package.core, "title")).strip()
    return text or None
