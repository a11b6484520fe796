"""The characters of a PDF page, regrouped into lines by their geometry.

Lines keep the order in which the file draws them, which follows columns. Spaces that the PDF library guesses
are ignored: a space is where the file has one or where the gap is as wide as one.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from corpora.readers.inline_text import Mark, is_unit_exponent, mark_text, superscript
from corpora.readers.pdf_asides import Aside, page_text
from corpora.readers.pdf_glyphs import Glyph
from corpora.readers.pdf_right_lines import (
    CELL_EM,
    COLUMN_EM,
    TATWEEL,
    is_beside,
    keeps_text,
    lines_from_right,
)

# Private characters that stand for footnote marks while lines are joined; the file's own are dropped.
_FIRST_SENTINEL = 0x100000
_PRIVATE = re.compile("[\U000f0000-\U0010ffff]")
_FIRST_FROM_RIGHT = "\u0590"
_SPACE_EM = 0.18
_RAISED_EM = 0.12
_MARK_SIZE, _MARK_BELOW_EM = 0.7, 1.5
_RAISED_SIZE = 0.82
_HAN_SPACE_EM = 0.6
_WIDE_SPACE_EM = 0.8
_INNER_TATWEEL = re.compile(r"(?<=[^\W\d_\u0640]|[\u064b-\u0652\u0670])\u0640+(?=[^\W\d_])")


@dataclass(slots=True)
class PdfLine:
    """One line: page from 1, text with sentinels for marks, its box in reading direction, size, weight.

    `start` and `end` are distances from the side where reading begins: the left, or the right of the page in
    Arabic. `left` is the left end whatever the direction, as the page counts. `confidence` is below 1 where
    the text was recognised from a picture. Where the page is read turned (`turn`, degrees), places are those
    of the page as it is held. `beside` tells a piece that only a gap parts from the one before; `row` counts
    the rows of tables on the page from 1, `cell` from 0.
    """

    page: int
    text: str
    baseline: float
    start: float
    end: float
    size: float
    bold: bool
    left: float
    confidence: float = 1.0
    turn: int = 0
    beside: bool = False
    row: int = 0
    cell: int = 0


@dataclass(slots=True)
class MarkTable:
    """The footnote marks found so far; each has a private character in the texts of the lines."""

    marks: list[Mark] = field(default_factory=list)

    def add(self, mark: Mark) -> str:
        """Return the private character for a mark."""
        self.marks.append(mark)
        return chr(_FIRST_SENTINEL + len(self.marks) - 1)

    def get(self, character: str) -> Mark | None:
        """Return the mark of a private character; None for any other character."""
        at = ord(character) - _FIRST_SENTINEL
        return self.marks[at] if 0 <= at < len(self.marks) else None

    def is_in(self, text: str) -> bool:
        """Whether `text` has private characters."""
        return _PRIVATE.search(text) is not None

    def without_marks(self, text: str) -> str:
        """Return `text` without private characters."""
        return _PRIVATE.sub("", text)


def page_lines(page: Any, number: int, marks: MarkTable, asides: list[Aside] | None = None) -> list[PdfLine]:
    """Return the lines of a pypdfium2 page, in the order in which they are drawn.

    What is turned or hidden goes to `asides`.
    """
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    try:
        text = page_text(page, text_page, number)
        glyphs = text.glyphs
        if asides is not None:
            asides += text.asides
        rightward = reads_from_right("".join(glyph.text for glyph in glyphs))
        groups = lines_from_right(text_page, glyphs) if rightward else list(_group(glyphs))
        lines: list[PdfLine] = []
        for group, beside in groups:
            line = _line(raw, text_page.raw, group, number, text.width, marks, rightward=rightward)
            if line is None:
                continue
            if lines and _is_mark_of(lines[-1], line):
                lines[-1].text += marks.add(Mark(line.text, ""))
                continue
            line.beside, line.turn = beside, text.turn
            lines.append(line)
        return lines
    finally:
        text_page.close()


def _is_mark_of(last: PdfLine, line: PdfLine) -> bool:
    """Whether a line is nothing but the raised mark that had no room at the end of the line before."""
    small = line.size < _MARK_SIZE * last.size
    below = 0 < last.baseline - line.baseline < _MARK_BELOW_EM * last.size
    return small and below and line.text.isdecimal() and mark_text(line.text) is not None


def _group(glyphs: Sequence[Glyph]) -> Iterator[tuple[list[Glyph], bool]]:
    """Split glyphs into lines, and these at wide gaps; with each whether it is the rest of such a line.

    Raised figures belong to their line, distant columns do not.
    """
    group: list[Glyph] = []
    previous: Glyph | None = None
    base, size = 0.0, 0.0
    rest = False
    for glyph in glyphs:
        _, _, inked, left, right, baseline, own_size = glyph
        other_line = baseline != base and not is_beside(baseline - base, size, own_size)
        raised = own_size < _RAISED_SIZE * size and baseline - base > _RAISED_EM * size
        gap = 0.0 if other_line or not inked else _gap_in_line(group, previous, left, right, size)
        gap = 0.0 if raised and gap <= COLUMN_EM * size else gap
        if group and (other_line or gap):
            yield group, rest
            rest = 0.0 < gap <= COLUMN_EM * size
            group, previous = [], None
        if not group or (inked and own_size > size * 1.05):
            base, size = baseline, own_size
        group.append(glyph)
        if inked:
            previous = glyph
    if group:
        yield group, rest


def _is_space(glyph: Glyph) -> bool:
    return not glyph.inked


def _gap_in_line(
    group: Sequence[Glyph], previous: Glyph | None, left: float, right: float, size: float
) -> float:
    """Width of a gap before a glyph that may part cells or columns, else 0; labels keep their text."""
    least = CELL_EM * size
    if previous is None or (left - previous.right <= least and previous.left - right <= least):
        return 0.0
    gap = max(left - previous.right, previous.left - right)
    # The spaces that are written do not count, however wide the font has them.
    written = sum(other.right - other.left for other in takewhile(_is_space, reversed(group)))
    if gap <= COLUMN_EM * size and gap - written <= least:
        return 0.0
    return 0.0 if keeps_text("".join(other.text for other in group[:12]).strip(), gap / size) else gap


def _line(
    raw: Any,
    handle: Any,
    glyphs: list[Glyph],
    page: int,
    width: float,
    marks: MarkTable,
    *,
    rightward: bool,
) -> PdfLine | None:
    inked = [glyph for glyph in glyphs if glyph.inked]
    if not inked:
        return None
    # A mark that stands alone with a stop is smaller than its line.
    sizes = [glyph.size for glyph in inked]
    size = _commonest(sizes) if len(sizes) > 3 else round(max(sizes), 1)
    full_size = [glyph for glyph in inked if glyph.size >= _RAISED_SIZE * size]
    base = _commonest([glyph.baseline for glyph in full_size or inked])
    text = _text(glyphs, size, base, marks, gaps=not rightward)
    if TATWEEL in text:
        text = _INNER_TATWEEL.sub("", text)
    left, right = min(glyph.left for glyph in inked), max(glyph.right for glyph in inked)
    start, end = (width - right, width - left) if rightward or reads_from_right(text) else (left, right)
    bold = all(_is_bold(raw, handle, glyph.at) for glyph in (inked[0], inked[-1]))
    return PdfLine(page, text, base, start, end, size, bold, left)


def _commonest(values: Sequence[float]) -> float:
    """The value, rounded to a tenth, that most have; the first of several."""
    each = Counter(values)
    if len(each) == 1:
        return round(values[0], 1)
    counts: Counter[float] = Counter()
    for value, count in each.items():
        counts[round(value, 1)] += count
    return counts.most_common(1)[0][0]


def _is_bold(raw: Any, handle: Any, index: int) -> bool:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(handle, index, buffer, 128, flags)
    return bool(re.search(rb"bold|black|heavy|demi", buffer.value, re.IGNORECASE))


def reads_from_right(text: str) -> bool:
    """Whether most letters of a text are written from right to left."""
    if not text or max(text) < _FIRST_FROM_RIGHT:
        return False
    letters = [unicodedata.bidirectional(character) for character in text if character.isalpha()]
    return sum(1 for direction in letters if direction in ("R", "AL")) * 2 > len(letters)


def _text(glyphs: Sequence[Glyph], size: float, base: float, marks: MarkTable, *, gaps: bool = True) -> str:
    """Text of one line, raised figures as private characters, `gaps` as spaces."""
    text = ""
    raised = ""
    raised_size, space = _RAISED_SIZE * size, (_HAN_SPACE_EM if _is_han(glyphs) else _SPACE_EM) * size
    previous: Glyph | None = None
    for glyph in glyphs:
        small = glyph.size < raised_size and glyph.baseline - base > _RAISED_EM * size
        if raised and not small:
            text, raised = _end_raised(text, raised, marks), ""
        if gaps and previous is not None and not small and (gap := _gap(previous, glyph)) > space:
            # Typesetters set Han characters and figures apart without a space.
            wide = _is_wide(previous.text) or _is_wide(glyph.text)
            text += "" if wide and gap <= _WIDE_SPACE_EM * size else " "
        if small:
            raised += glyph.text
        else:
            text += glyph.text
        previous = glyph
    text = _end_raised(text, raised, marks)
    # A hyphen at the end of a justified line may be pushed away from its word.
    return re.sub(r"(?<=[^\W\d_]) -$", "-", re.sub(r"\s+", " ", text).strip())


def _is_han(glyphs: Sequence[Glyph]) -> bool:
    """Whether most of a line are wide characters: setting it to its width moves all of them apart."""
    inked = [glyph for glyph in glyphs if glyph.inked]
    return sum(_is_wide(glyph.text) for glyph in inked) * 2 >= len(inked)


def _is_wide(text: str) -> bool:
    return unicodedata.east_asian_width(text[0]) in "WF"


def _gap(before: Glyph, after: Glyph) -> float:
    """White space between two neighbours, whichever way the line runs."""
    right, left = after.left - before.right, before.left - after.right
    return right if right >= left else left


def _end_raised(text: str, raised: str, marks: MarkTable) -> str:
    mark = mark_text(raised) if raised.strip() else None
    if mark is None:
        return text + raised
    if mark.isalpha() or is_unit_exponent(text, mark):
        return text + superscript(mark)
    return text.rstrip() + marks.add(Mark(mark, ""))
