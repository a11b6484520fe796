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
from typing import Any

from corpora.readers.html_tables import is_label_cell
from corpora.readers.inline_text import Mark, is_unit_exponent, mark_text, superscript

# Private characters that stand for footnote marks while lines are joined; the file's own are dropped.
_FIRST_SENTINEL = 0x100000
_PRIVATE = re.compile("[\U000f0000-\U0010ffff]")
_HYPHENS = ("\x02", "\ufffe", "\u00ad")
_SPACE_EM = 0.18
_RAISED_EM = 0.12
_RAISED_SIZE = 0.82
_SAME_LINE_EM = 0.45
_COLUMN_EM = 4.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: text, ends of its advance, baseline and size, in points from the lower left."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(slots=True)
class PdfLine:
    """One line: page from 1, text with sentinels for marks, its box in reading direction, size, weight.

    `start` and `end` are distances from the side where reading begins: the left, or the right of the page in
    Arabic. `left` is the left end whatever the direction, as the page counts. `confidence` is below 1 where
    the text was recognised from a picture.
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

    def without_marks(self, text: str) -> str:
        """Return `text` without private characters."""
        return _PRIVATE.sub("", text)


def page_lines(page: Any, number: int, marks: MarkTable) -> list[PdfLine]:
    """Return the lines of a pypdfium2 page, in the order in which they are drawn."""
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    try:
        glyphs = [*_glyphs(raw, text_page.raw, text_page.count_chars())]
        width = page.get_size()[0]
        groups = list(_group(glyphs))
        return [line for group in groups if (line := _line(raw, text_page.raw, group, number, width, marks))]
    finally:
        text_page.close()


def _glyphs(raw: Any, handle: Any, count: int) -> Iterator[tuple[int, Glyph]]:
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    for index in range(count):
        if raw.FPDFText_IsGenerated(handle, index) == 1:
            continue
        character = _character(raw, handle, index)
        if not character:
            continue
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        size = abs(raw.FPDFText_GetFontSize(handle, index)) or 1.0
        # A font size of 1 with a scaling matrix is common; the box then tells the size.
        size = size if size > 2 else max(size, abs(box.top - box.bottom) / 1.2)
        yield index, Glyph(character, min(box.left, box.right), max(box.left, box.right), y.value, size)


def _character(raw: Any, handle: Any, index: int) -> str:
    code = raw.FPDFText_GetUnicode(handle, index)
    if 0xD800 <= code < 0xDC00:
        low = raw.FPDFText_GetUnicode(handle, index + 1)
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) if 0xDC00 <= low < 0xE000 else 0
    if code in (0, 0xD, 0xA) or 0xDC00 <= code < 0xE000 or code >= 0xF0000:
        return ""
    character = chr(code)
    if character in _HYPHENS:
        return "-"
    # Ligatures and the presentation forms of Arabic are drawings of letters, not letters.
    is_form = "\ufb00" <= character <= "\ufdff" or "\ufe70" <= character <= "\ufefc"
    return unicodedata.normalize("NFKC", character) if is_form else character


def _group(glyphs: Sequence[tuple[int, Glyph]]) -> Iterator[list[tuple[int, Glyph]]]:
    """Split glyphs into lines; raised figures belong to their line, distant columns do not."""
    group: list[tuple[int, Glyph]] = []
    base, size = 0.0, 0.0
    for index, glyph in glyphs:
        if group and (
            abs(glyph.baseline - base) >= _SAME_LINE_EM * max(size, glyph.size)
            or _is_column(group, glyph, size)
        ):
            yield group
            group = []
        if not group or (glyph.size > size * 1.05 and glyph.text.strip()):
            base, size = glyph.baseline, glyph.size
        group.append((index, glyph))
    if group:
        yield group


def _is_column(group: Sequence[tuple[int, Glyph]], glyph: Glyph, size: float) -> bool:
    """Whether a glyph is so far from the others that it begins another column; labels keep their text."""
    previous = next((other for _, other in reversed(group) if other.text.strip()), None)
    if previous is None or not glyph.text.strip() or _gap(previous, glyph) <= _COLUMN_EM * size:
        return False
    return not is_label_cell("".join(other.text for _, other in group[:12]).strip())


def _line(
    raw: Any, handle: Any, group: list[tuple[int, Glyph]], page: int, width: float, marks: MarkTable
) -> PdfLine | None:
    glyphs = [glyph for _, glyph in group]
    inked = [glyph for glyph in glyphs if glyph.text.strip()]
    if not inked:
        return None
    size = Counter(round(glyph.size, 1) for glyph in inked).most_common(1)[0][0]
    full_size = [glyph for glyph in inked if glyph.size >= _RAISED_SIZE * size]
    base = Counter(round(glyph.baseline, 1) for glyph in full_size or inked).most_common(1)[0][0]
    text = _text(glyphs, size, base, marks)
    left, right = min(glyph.left for glyph in inked), max(glyph.right for glyph in inked)
    start, end = (width - right, width - left) if reads_from_right(text) else (left, right)
    bold = all(_is_bold(raw, handle, index) for index in (_inked_index(group), _inked_index(group[::-1])))
    return PdfLine(page, text, base, start, end, size, bold, left)


def _inked_index(group: Sequence[tuple[int, Glyph]]) -> int:
    return next(index for index, glyph in group if glyph.text.strip())


def _is_bold(raw: Any, handle: Any, index: int) -> bool:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(handle, index, buffer, 128, flags)
    return bool(re.search(rb"bold|black|heavy|demi", buffer.value, re.IGNORECASE))


def reads_from_right(text: str) -> bool:
    """Whether most letters of a text are written from right to left."""
    letters = [unicodedata.bidirectional(character) for character in text if character.isalpha()]
    return sum(1 for direction in letters if direction in ("R", "AL")) * 2 > len(letters)


def _text(glyphs: Sequence[Glyph], size: float, base: float, marks: MarkTable) -> str:
    """Text of one line, raised figures as private characters, gaps as spaces."""
    text = ""
    raised = ""
    previous: Glyph | None = None
    for glyph in glyphs:
        small = glyph.size < _RAISED_SIZE * size and glyph.baseline - base > _RAISED_EM * size
        if raised and not small:
            text, raised = _end_raised(text, raised, marks), ""
        if previous is not None and not small and _gap(previous, glyph) > _SPACE_EM * size:
            text += " "
        if small:
            raised += glyph.text
        else:
            text += glyph.text
        previous = glyph
    text = _end_raised(text, raised, marks)
    # A hyphen at the end of a justified line may be pushed away from its word.
    return re.sub(r"(?<=[^\W\d_]) -$", "-", re.sub(r"\s+", " ", text).strip())


def _gap(before: Glyph, after: Glyph) -> float:
    """White space between two neighbours, whichever way the line runs."""
    return max(after.left - before.right, before.left - after.right)


def _end_raised(text: str, raised: str, marks: MarkTable) -> str:
    mark = mark_text(raised) if raised.strip() else None
    if mark is None:
        return text + raised
    if mark.isalpha() or is_unit_exponent(text, mark):
        return text + superscript(mark)
    return text.rstrip() + marks.add(Mark(mark, ""))
