"""The lines of a PDF page that reads from the right: glyphs by their places, then in the order of reading."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from corpora.readers.html_tables import is_label_cell
from corpora.readers.pdf_direction import Read, meant_brackets, reading_order
from corpora.readers.pdf_glyphs import Glyph
from corpora.readers.pdf_vowel_marks import attach_vowel_marks

TATWEEL = "\u0640"
# Wider gaps may part cells, still wider ones columns.
CELL_EM, COLUMN_EM = 0.45, 4.0
_SAME_LINE_EM = 0.45
_RAISED_SIZE = 0.82
_RAISED_LIMIT_EM = 0.75
_SPACE_EM = 0.18
# A wider gap parts a note from its mark: no Latin passage goes over it.
_TAB_EM = 0.8
_STROKE_LOW_EM = 0.03
_STROKE_HIGH_EM = 0.15
_MARK_GAP_EM = 2.0
_BULLET = re.compile(r"[•●▪◦‣■□○∙·]")
_DASH = re.compile(r"[-–—]")
_MARK = re.compile(r"\d{1,3}|[*†‡]{1,3}")
_STOPS = (".", ",", ";", ":", "،")
_BRACKETS = "()[]{}"
_TURNED = str.maketrans(_BRACKETS, ")(][}{")
# What the file calls a space may be narrower than others where a line was drawn together.
_WRITTEN_SPACE_EM = 0.08


def is_beside(rise: float, size: float, other: float) -> bool:
    """Whether a glyph of size `other`, `rise` points higher, stands on a line of this size.

    A raised figure does, higher than another line could begin.
    """
    if min(size, other) < _RAISED_SIZE * max(size, other) and (rise > 0) == (other < size):
        return abs(rise) < _RAISED_LIMIT_EM * max(size, other)
    return abs(rise) < _SAME_LINE_EM * max(size, other)


def keeps_text(begun: str, gap_em: float) -> bool:
    """Whether what a line begins with keeps what follows after a gap: a label, or the mark of a footnote.

    Brackets are as the file has them: some draw them turned round.
    """
    near = gap_em < _MARK_GAP_EM and (_MARK.fullmatch(begun) or _DASH.fullmatch(begun))
    label = is_label_cell(begun) or is_label_cell(begun.translate(_TURNED))
    return label or bool(near) or _BULLET.fullmatch(begun) is not None


def lines_from_right(text_page: Any, glyphs: Sequence[Glyph]) -> list[tuple[list[Glyph], bool]]:
    """Return the lines of a page, each in the order of reading, with spaces, brackets as they are meant.

    With each comes whether it is the rest of a line that only a gap parts.
    """
    rows: list[tuple[list[Glyph], list[Read]]] = []
    rests: list[bool] = []
    strokes = [_as_stroke(text_page.raw, glyph) for glyph in glyphs]
    for group, spaces in _rows(attach_vowel_marks(strokes)):
        for part, rest in _parts(_by_place(group, spaces)):
            rests.append(rest)
            texts = [glyph.text for glyph in part]
            size = max(glyph.size for glyph in part)
            if _runs_to_right(texts):
                order = [Read(at, mirrored=False) for at in range(len(part))]
            else:
                order = reading_order(texts, [glyph.size < _RAISED_SIZE * size for glyph in part])
            rows.append((part, order))
    lines = [[(part[read.index], read.mirrored) for read in order] for part, order in rows]
    meant = meant_brackets([[(glyph.text, mirrored) for glyph, mirrored in line] for line in lines])
    return [
        ([glyph._replace(text=text) for (glyph, _), text in zip(line, texts, strict=True)], rest)
        for line, texts, rest in zip(lines, meant, rests, strict=True)
    ]


def _as_stroke(handle: Any, glyph: Glyph) -> Glyph:
    """Tatweel for a stroke on the baseline that lengthens an Arabic word, whatever the file calls it."""
    if glyph.text in (" ", "\u00a0") or unicodedata.bidirectional(glyph.text[0]) in ("R", "AL", "AN", "NSM"):
        return glyph
    import pypdfium2.raw as raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, glyph.at, left, right, bottom, top)
    low, high = bottom.value - glyph.baseline, top.value - glyph.baseline
    flat = abs(low) <= _STROKE_LOW_EM * glyph.size and 0 < high - low < _STROKE_HIGH_EM * glyph.size
    wide = right.value - left.value > 1.5 * (high - low)
    return glyph._replace(text=TATWEEL, inked=True) if flat and wide else glyph


def _rows(glyphs: Sequence[Glyph]) -> Iterator[tuple[list[Glyph], list[float]]]:
    """The glyphs that follow each other at one height, and the middles of the white space among them."""
    row: list[Glyph] = []
    spaces: list[float] = []
    base, size = 0.0, 0.0
    for glyph in glyphs:
        if not glyph.inked:
            if row and abs(glyph.baseline - base) < _SAME_LINE_EM * size:
                spaces.append((glyph.left + glyph.right) / 2)
            continue
        if row and not is_beside(glyph.baseline - base, size, glyph.size):
            yield row, spaces
            row, spaces = [], []
        if not row or glyph.size > size * 1.05:
            base, size = glyph.baseline, glyph.size
        row.append(glyph)
    if row:
        yield row, spaces


def _by_place(row: Sequence[Glyph], written: Sequence[float]) -> list[Glyph]:
    """Glyphs of a line from left to right, with a space where the gap is as wide as one.

    A narrower gap is one where the file has a space there.
    """
    written = sorted(written)
    joined: list[Glyph] = []
    for glyph in row:
        if joined and unicodedata.category(glyph.text[0]) == "Mn":
            joined[-1] = joined[-1]._replace(text=joined[-1].text + glyph.text)
        else:
            joined.append(glyph)
    # Letters of one ligature stand at one place, in the order of reading.
    last_first = joined[::-1]
    spaced: list[Glyph] = []
    for glyph in sorted(last_first, key=lambda glyph: glyph.left + glyph.right):
        if spaced:
            before = spaced[-1]
            gap, size = glyph.left - before.right, max(glyph.size, before.size)
            slack = _WRITTEN_SPACE_EM / 2 * size
            at = bisect_left(written, before.right - slack)
            told = gap > 2 * slack and at < len(written) and written[at] <= glyph.left + slack
            if gap > _SPACE_EM * size or told:
                space = "\t" if gap > _TAB_EM * size else " "
                spaced.append(before._replace(text=space, inked=False, left=before.right, right=glyph.left))
        spaced.append(glyph)
    return spaced


def _parts(placed: list[Glyph]) -> Iterator[tuple[list[Glyph], bool]]:
    """The pieces of a line from right to left, with whether only a gap parts them; a label keeps its text."""
    end, rest = len(placed), False
    for at in range(len(placed) - 1, -1, -1):
        glyph = placed[at]
        # A raised mark stays with what it follows.
        raised = at > 0 and placed[at - 1].size < _RAISED_SIZE * glyph.size
        gap = 0.0 if glyph.inked or raised else glyph.right - glyph.left
        if gap > CELL_EM * glyph.size:
            begun = "".join(glyph.text for glyph in reversed(placed[max(at + 1, end - 12) : end])).strip()
            if not keeps_text(begun, gap / glyph.size):
                yield placed[at + 1 : end], rest
                end, rest = at, gap <= COLUMN_EM * glyph.size
    if end:
        yield placed[:end], rest


def _runs_to_right(texts: Sequence[str]) -> bool:
    """Whether a line among Arabic ones is Latin; a stop or a lone bracket at its left ends an Arabic one."""
    letters = [unicodedata.bidirectional(text[0]) for text in texts if text[0].isalpha()]
    ends = texts[0] in _STOPS or (texts[0] in _BRACKETS and texts[-1] not in _BRACKETS)
    return letters.count("L") * 2 > max(2, len(letters)) and not ends
