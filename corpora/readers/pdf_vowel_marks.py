"""Vowel marks on a PDF page that reads from the right: each is given to the letter at which it is drawn.

Producers draw such marks before or after the letters of their line, higher or lower than these, as wide as a
letter or without any width. Some draw mark and letter as one shape and tell both characters for each part.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpora.readers.pdf_glyphs import Glyph

_FARTHEST_RISE_EM = 0.75
_BESIDE_EM = 0.1
_BAND_POINTS = 8.0
_MOST_BANDS = 8
# Letters to either side that are compared with a mark; no letter is narrower than a few of these.
_NEIGHBOURS = 6
# A mark that is drawn apart brings a letter or two, not a line.
_MOST_MOVED = 4
# Of a sheet with more marks the others stay where the file has them.
_MOST_MARKS = 20_000


class _Letter(NamedTuple):
    middle: float
    at: int
    glyph: Glyph


def attach_vowel_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the characters of a page with every vowel mark behind its letter, in the letter's text."""
    marks = [at for at, glyph in enumerate(glyphs) if unicodedata.category(glyph.text[0]) == "Mn"]
    if not marks or len(marks) > _MOST_MARKS:
        return list(glyphs)
    bands = _bands(glyphs)
    moved = dict(_moved(glyphs, marks, bands))
    gone = {at for at, baseline in moved.items() if baseline is None}
    marked: dict[int, Glyph] = {
        at: glyphs[at]._replace(baseline=baseline) for at, baseline in moved.items() if baseline is not None
    }
    for at in marks:
        letter = _letter_of(glyphs, at, bands, gone)
        if letter is not None:
            marked[letter] = _with_mark(marked.get(letter, glyphs[letter]), glyphs[at])
            gone.add(at)
    return [marked.get(at, glyph) for at, glyph in enumerate(glyphs) if at not in gone]


def _with_mark(letter: Glyph, mark: Glyph) -> Glyph:
    """A letter with a mark, and with the room that the mark takes beside it on the same baseline."""
    text = letter.text if mark.text in letter.text else letter.text + mark.text
    if mark.baseline != letter.baseline or abs(mark.left - letter.left) > mark.size:
        return letter._replace(text=text)
    return letter._replace(text=text, left=min(letter.left, mark.left), right=max(letter.right, mark.right))


def _bands(glyphs: Sequence[Glyph]) -> dict[int, list[_Letter]]:
    """The letters by the band of the page in which their baseline is, from left to right."""
    bands: defaultdict[int, list[_Letter]] = defaultdict(list)
    for at, glyph in enumerate(glyphs):
        if unicodedata.bidirectional(glyph.text[0]) in ("R", "AL") and glyph.text[0].isalpha():
            letter = _Letter((glyph.left + glyph.right) / 2, at, glyph)
            bands[int(glyph.baseline // _BAND_POINTS)].append(letter)
    for letters in bands.values():
        letters.sort()
    return bands


def _near(glyph: Glyph, bands: dict[int, list[_Letter]]) -> Iterator[_Letter]:
    """Letters that stand at a mark or a little before or after it, on lines at most a little apart."""
    middle, reach = (glyph.left + glyph.right) / 2, _FARTHEST_RISE_EM * glyph.size
    lowest = int((glyph.baseline - reach) // _BAND_POINTS)
    highest = int((glyph.baseline + reach) // _BAND_POINTS)
    for band in range(lowest, min(highest, lowest + _MOST_BANDS) + 1):
        letters = bands.get(band, ())
        at = bisect_left(letters, (middle,))
        for letter in letters[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]:
            if abs(letter.glyph.baseline - glyph.baseline) <= reach:
                yield letter


def _moved(
    glyphs: Sequence[Glyph], marks: Sequence[int], bands: dict[int, list[_Letter]]
) -> Iterator[tuple[int, float | None]]:
    """Letters that a raised or lowered mark brings with it, and the baseline of the line they belong to.

    The baseline is None for a letter that stands on that line as well.
    """
    heights = Counter(round(glyph.baseline, 1) for glyph in glyphs)
    for at in marks:
        for beside in (at - 1, at + 1):
            if not 0 <= beside < len(glyphs) or glyphs[beside].baseline != glyphs[at].baseline:
                continue
            letter = glyphs[beside]
            own = heights[round(letter.baseline, 1)]
            if own > _MOST_MOVED or not letter.text[0].isalpha():
                continue
            others = [each for each in _near(letter, bands) if heights[round(each.glyph.baseline, 1)] > own]
            if any(_is_twin(letter, other.glyph) for other in others):
                yield beside, None
            elif others:
                middle = (letter.left + letter.right) / 2
                yield beside, min(others, key=lambda other: abs(other.middle - middle)).glyph.baseline


def _is_twin(letter: Glyph, other: Glyph) -> bool:
    apart = max(letter.left, other.left) - min(letter.right, other.right)
    return other.text == letter.text and apart <= _BESIDE_EM * letter.size


def _letter_of(
    glyphs: Sequence[Glyph], at: int, bands: dict[int, list[_Letter]], gone: set[int]
) -> int | None:
    """Index of the letter to which a mark belongs; None where no letter is near."""
    mark = glyphs[at]
    middle, slack = (mark.left + mark.right) / 2, _BESIDE_EM * mark.size
    # A mark without a width stands at the edge of its letter: the one that was drawn before it.
    before = at - 1
    while before >= 0 and unicodedata.category(glyphs[before].text[0]) == "Mn":
        before -= 1
    if before >= 0 and before not in gone and mark.right - mark.left < slack:
        letter = glyphs[before]
        touches = letter.left - slack <= middle <= letter.right + slack
        if touches and letter.text[0].isalpha() and abs(letter.baseline - mark.baseline) < slack:
            return before
    found = [letter for letter in _near(mark, bands) if letter.at not in gone]
    return min(found, key=lambda letter: _distance(mark, middle, letter)).at if found else None


def _distance(mark: Glyph, middle: float, letter: _Letter) -> tuple[float, float]:
    """How far a mark is from a letter; of two that are as far, the one to the right comes before it."""
    glyph = letter.glyph
    outside = max(0.0, glyph.left - middle, middle - glyph.right)
    away = outside + abs(glyph.baseline - mark.baseline) / 2 + abs(letter.middle - middle) / 10
    return round(away, 1), -letter.middle
