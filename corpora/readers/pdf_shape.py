"""The usual geometry of the text of a PDF: how far lines and paragraphs stand apart, where full lines end."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpora.readers.pdf_lines import PdfLine

_TERMINAL = (".", ":", ";", "!", "?", "。", "：", "；", "！", "？", "؛", "؟")
_COMMAS = (",", "،", "，", "、")
_CLOSERS = "\"'”’»)]）】」』"
# A footnote mark is one private character.
_CLOSING = re.compile(rf"[{re.escape(_CLOSERS)}\s\U00100000-\U0010ffff]+\Z")
LABEL = re.compile(
    r"[(（]?(?:\d{1,3}|[^\W\d_]|[ivxlcIVXLC]{1,7}|[一二三四五六七八九十]{1,3})(?:[.)）、．]|\s?[-–—])(?:\s|$)|[•●▪◦–—]\s"
    r"|(?:Article|Artículo|Статья|المادة)\s+\d|第[一二三四五六七八九十百]+条",
    re.IGNORECASE,
)
_GAP = 1.35
_NEXT_GAP = 1.15
# Where no lines go on, what parts paragraphs is known itself; heights are rounded to a tenth.
_SAME_GAP = 0.93
_FARTHEST_EM = 3.2
_USUAL = 0.15
_FEWEST_GAPS = 3
_FEWEST_GOING_ON = 2
_MOSTLY, _HARDLY = 0.75, 0.07
# The first line of a paragraph may stand so far in, or its others.
_INDENT_EM = 4.0
_LONGEST_WORD_CHARS, _LONGEST_END_CHARS = 60, 30
_NO_LINE_BEGINS_WITH = "，。、；：！？）》」』】”’"
_WORD_END = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Shape:
    """The usual geometry of a text: begin and end of full lines in points.

    Lines further apart than `gap_em` sizes are two paragraphs; `spaced` tells that paragraphs are.
    """

    gap_em: float
    margin: float
    full_end: float
    spaced: bool = False


@dataclass(slots=True)
class _Pitch:
    """How often lines stand at one distance.

    In all (`count`), set so that they tell something (`told`), after a line that ended early (`early`),
    plainly going on (`going_on`).
    """

    count: int = 0
    told: int = 0
    early: int = 0
    going_on: int = 0


def find_shape(lines: Sequence[PdfLine]) -> Shape:
    """Measure the distance of neighbouring lines and where full lines begin and end, tables apart."""
    lines = [line for line in lines if not line.row]
    widest = max((line.end - line.start for line in lines), default=0.0)
    ends = sorted(line.end for line in lines if line.end - line.start > widest / 2)
    starts = sorted(line.start for line in lines if len(line.text) > 8)
    margin = starts[len(starts) // 10] if starts else 0.0
    full_end = ends[int(len(ends) * 0.9)] if ends else 0.0
    gap, spaced = _gap_of(_pitches(lines, margin, full_end))
    return Shape(gap, margin, full_end, spaced)


def _pitches(lines: Sequence[PdfLine], margin: float, full_end: float) -> dict[float, _Pitch]:
    """The distances of neighbouring lines in sizes, of those alone that are set as most of the text is."""
    size, bold = _setting(lines)
    middle = (margin + full_end) / 2
    pitches: defaultdict[float, _Pitch] = defaultdict(_Pitch)
    for a, b in pairwise(lines):
        distance = a.baseline - b.baseline
        if a.page != b.page or not 0.8 * a.size < distance < _FARTHEST_EM * a.size:
            continue
        if max(abs(a.size - size), abs(b.size - size)) >= 0.5 or (a.bold, b.bold) != (bold, bold):
            continue
        pitch = pitches[round(distance / a.size, 1)]
        pitch.count += 1
        # Lines that are centred or set to the far side tell nothing.
        if b.start > middle or abs(b.start - a.start) > _INDENT_EM * a.size:
            continue
        pitch.told += 1
        early = had_room(a, b, full_end)
        pitch.early += early
        stops = early or has_ended(a.text) or pauses(a.text)
        pitch.going_on += not stops and not LABEL.match(b.text)
    return pitches


def _setting(lines: Iterable[PdfLine]) -> tuple[float, bool]:
    """Size and weight of most characters."""
    settings: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        settings[line.size, line.bold] += len(line.text)
    return settings.most_common(1)[0][0] if settings else (0.0, False)


def _gap_of(pitches: dict[float, _Pitch]) -> tuple[float, bool]:
    """Distance that parts paragraphs, in sizes, and whether any are parted so.

    The least usual distance is that of lines, also where most paragraphs have one line, unless the lines at
    that distance end early and never go on; the next usual one is that of paragraphs.
    """
    most = max((pitch.count for pitch in pitches.values()), default=0)
    least = max(_USUAL * most, min(2, most))
    usual = sorted(
        place
        for place, pitch in pitches.items()
        if pitch.count >= least or pitch.going_on >= _FEWEST_GOING_ON
    )
    if not usual:
        return _GAP * 1.2, False
    # In a scan that was recognised the least distance may be an accident: text goes on at the true one.
    most_going_on = max(pitch.going_on for pitch in pitches.values())
    line = usual[0]
    if most_going_on >= _FEWEST_GAPS:
        line = next(place for place in sorted(pitches) if pitches[place].going_on >= _USUAL * most_going_on)
    first = pitches[line]
    if first.early >= max(_FEWEST_GAPS, _MOSTLY * first.told) and first.going_on <= _HARDLY * first.told:
        return _SAME_GAP * line, True
    wider = sorted(
        place
        for place, pitch in pitches.items()
        if place >= _NEXT_GAP * line
        and pitch.count >= _FEWEST_GAPS
        and (place in usual or pitch.early >= max(_FEWEST_GAPS, _MOSTLY * pitch.told))
        and pitch.going_on * 2 <= pitch.count
    )
    if not wider:
        return _GAP * line, False
    return min(_GAP * line, (line + wider[0]) / 2), True


def has_ended(text: str) -> bool:
    """Whether a line ends as a sentence or a clause of a list does."""
    return without_closers(text).endswith(_TERMINAL)


def pauses(text: str) -> bool:
    """Whether a line ends in a comma."""
    return without_closers(text).endswith(_COMMAS)


def without_closers(text: str) -> str:
    """A line without the closing quotes, brackets and footnote marks at its end."""
    last = text[-1:]
    if last.isalnum():
        return text
    return _CLOSING.sub("", text[-_LONGEST_END_CHARS:])


def had_room(last: PdfLine, line: PdfLine, full_end: float) -> bool:
    """Whether the first word of `line` would have fitted on the line before, which then ended on purpose."""
    return full_end - last.end > word_width(line)


def word_width(line: PdfLine) -> float:
    """What the first word of a line needs on another line, in points, a little more than it is wide."""
    per_character = (line.end - line.start) / max(1, len(line.text))
    return (first_word_chars(line.text) + 1.5) * per_character + 0.3 * line.size


def first_word_chars(text: str) -> int:
    """Characters of a line that stay together: to the first space, or in Chinese one with its punctuation.

    >>> first_word_chars("the end"), first_word_chars("会，回顾"), first_word_chars("A/80/1号")
    (3, 2, 6)
    """
    length = 0
    for character in text[:_LONGEST_WORD_CHARS]:
        wide = unicodedata.east_asian_width(character) in "WF" and character.isalpha()
        if _WORD_END.match(character) or (wide and length):
            break
        length += 1
        if wide:
            rest = text[length:_LONGEST_WORD_CHARS]
            return length + len(rest) - len(rest.lstrip(_NO_LINE_BEGINS_WITH))
    return length
