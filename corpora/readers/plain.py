"""Reads plain text: as it comes out of PDF extraction, or one paragraph a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from corpora.documents import (
    RawBlock,
    RawDocument,
    RawFootnote,
    RawKind,
    ReaderNote,
    Removed,
    TextEncoding,
)
from corpora.errors import ReadingError
from corpora.footnote_references import lift_references
from corpora.footnotes import FoundFootnote, find_footnotes
from corpora.furniture import LINK, find_furniture, links_in
from corpora.line_joining import joining_of
from corpora.paragraphs import find_shape, group_lines
from corpora.readers.html_tables import SEPARATOR
from corpora.text_lines import Line, clean_text, place_of, split_lines
from corpora.text_tables import find_rows

LONGEST_PARAGRAPH_CHARS = 1_000_000
_Join = Callable[[Sequence[str]], str]


def read_plain(path: Path, data: bytes) -> RawDocument:
    """Paragraphs of a text file, without page furniture, with its footnotes apart.

    Places are spans of the decoded text. Raises `ReadingError` for a file without text, for a paragraph
    longer than `LONGEST_PARAGRAPH_CHARS`, and `UndecodableText` for bytes that are no text.
    """
    from corpora.encodings import decode_text

    text, encoding = decode_text(path, data)
    return read_plain_text(path, text, encoding=encoding)


def read_plain_text(path: Path, text: str, *, encoding: TextEncoding | None = None) -> RawDocument:
    """As `read_plain`, from text that is decoded already."""
    lines = checked_lines(path, text)
    furniture = find_furniture(lines)
    found = find_footnotes(lines, furniture)
    skipped = furniture | {i: "footnote" for footnote in found for i in footnote.lines}
    rows = find_rows(text, lines, skipped)
    skipped |= dict.fromkeys(rows, "table row")
    paragraphs = group_lines(lines, skipped, find_shape(lines, skipped))
    join = joining_of(line.text for line in lines)
    blocks = [_block(path, paragraph, join) for paragraph in paragraphs]
    blocks += [
        RawBlock(RawKind.TABLE_ROW, SEPARATOR.join(cells), place_of([lines[i]])) for i, cells in rows.items()
    ]
    blocks.sort(key=lambda block: block.place.start)
    footnotes = [_footnote(footnote, lines, join) for footnote in found]
    blocks = lift_references(blocks, footnotes)
    return RawDocument(
        blocks=tuple(block for block in blocks if block.text),
        footnotes=tuple(footnotes),
        removed=tuple(_removed(lines, furniture)),
        notes=tuple(_orphans(blocks, footnotes)),
        encoding=encoding,
    )


def checked_lines(path: Path, text: str) -> list[Line]:
    """Lines of a text; `ReadingError` if there is nothing to read or a line is too long to be a paragraph."""
    if not text or text.isspace():
        raise ReadingError(path, "the file has no text", advice="check that the right file was saved")
    if len(text) > LONGEST_PARAGRAPH_CHARS and (longest := _longest_line(text)) > LONGEST_PARAGRAPH_CHARS:
        _refuse_length(path, longest)
    lines = split_lines(text)
    if not any(line.text for line in lines):
        raise ReadingError(path, "the file has no text", advice="check that the right file was saved")
    return lines


def _longest_line(text: str) -> int:
    longest, start = 0, 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        longest = max(longest, end - start)
        start = end + 1
    return longest


def _refuse_length(path: Path, length: int) -> None:
    raise ReadingError(
        path,
        f"one paragraph has {length} characters, more than {LONGEST_PARAGRAPH_CHARS}",
        advice="put one paragraph on each line, or export the file again with its line breaks",
    )


def _block(path: Path, paragraph: Sequence[Line], join: _Join) -> RawBlock:
    text = _joined(paragraph, [line.text for line in paragraph], join)
    if len(text) > LONGEST_PARAGRAPH_CHARS:
        _refuse_length(path, len(text))
    return RawBlock(RawKind.PARAGRAPH, text, place_of(paragraph))


def _joined(paragraph: Sequence[Line], texts: Sequence[str], join: _Join) -> str:
    """Join lines; " ;" that was cut off keeps the space that stands before it in the file."""
    pieces = list(texts)
    if pieces[0][:1] == ">" and all(piece.startswith(">") for piece in pieces):
        # Mail marks what it quotes at each line; once is enough for a paragraph.
        pieces[1:] = [piece.lstrip("> ") for piece in pieces[1:]]
    for k, line in enumerate(paragraph[1:], start=1):
        if line.indent and pieces[k][:1] in (";", ":", "!", "?", "»") and len(pieces[k]) <= 3:
            pieces[k] = " " + pieces[k]
    return clean_text(join(pieces).replace("  ", " "))


def _footnote(footnote: FoundFootnote, lines: Sequence[Line], join: _Join) -> RawFootnote:
    own = [lines[i] for i in footnote.lines]
    texts = [own[0].text[footnote.text_offset :], *(line.text for line in own[1:])]
    return RawFootnote(footnote.mark, clean_text(join(texts)), place_of(own))


def _removed(lines: Sequence[Line], furniture: dict[int, str]) -> Iterable[Removed]:
    for i in sorted(furniture):
        line, reason = lines[i], furniture[i]
        texts = links_in(line.text) if reason == LINK else [line.text]
        for text in texts:
            yield Removed(text, reason, place_of([line]))


def _orphans(blocks: Sequence[RawBlock], footnotes: Sequence[RawFootnote]) -> Iterable[ReaderNote]:
    referred = {reference.footnote for block in blocks for reference in block.references}
    for k, footnote in enumerate(footnotes):
        if k not in referred:
            yield ReaderNote("info", f"nothing refers to footnote {footnote.mark}", footnote.place)
