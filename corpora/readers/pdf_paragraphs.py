"""Lines of a PDF to paragraphs: by distance, indent, size, weight, and room for the next word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpora.block_kinds import opens_any
from corpora.readers.pdf_lines import PdfLine

_TERMINAL = (".", ":", ";", "!", "?", "。", "：", "；", "！", "？", "؛", "؟")
_CLOSERS = "\"'”’»)]）】」』\U00100000"
_LABEL = re.compile(
    r"[(（]?(?:\d{1,3}|[^\W\d_]|[ivxlcIVXLC]{1,7}|[一二三四五六七八九十]{1,3})(?:[.)）、．]|\s?[-–—])(?:\s|$)|[•●▪◦–—]\s"
    r"|(?:Article|Artículo|Статья|المادة)\s+\d|第[一二三四五六七八九十百]+条",
    re.IGNORECASE,
)
_GAP = 1.35
_NEXT_GAP = 1.15
_FARTHEST_EM = 3.2
_USUAL = 0.15
_FEWEST_GAPS = 3
_INDENT_EM = 0.8
_SAME_PLACE_EM = 0.3
_DOUBLE_SPACED_EM = 2.2
_SAME_SIZE = 0.08


@dataclass(frozen=True, slots=True)
class Shape:
    """The usual geometry of a text: begin and end of full lines in points.

    Lines further apart than `gap_em` sizes are two paragraphs; `spaced` tells that paragraphs are set apart so.
    """

    gap_em: float
    margin: float
    full_end: float
    spaced: bool = False


def find_shape(lines: Sequence[PdfLine]) -> Shape:
    """Measure the distance of neighbouring lines and where full lines begin and end, tables apart."""
    lines = [line for line in lines if not line.row]
    pitches = Counter(
        round((a.baseline - b.baseline) / a.size, 1)
        for a, b in pairwise(lines)
        if a.page == b.page and abs(a.size - b.size) < 0.5 and 0.8 * a.size < a.baseline - b.baseline < _FARTHEST_EM * a.size
    )
    widest = max((line.end - line.start for line in lines), default=0.0)
    ends = sorted(line.end for line in lines if line.end - line.start > widest / 2)
    starts = sorted(line.start for line in lines if len(line.text) > 8)
    gap, spaced = _gap_of(pitches)
    margin = starts[len(starts) // 10] if starts else 0.0
    return Shape(gap, margin, ends[int(len(ends) * 0.9)] if ends else 0.0, spaced)


def _gap_of(pitches: Counter[float]) -> tuple[float, bool]:
    """Distance that parts paragraphs, in sizes, and whether any are parted so.

    The least usual distance is that of lines, also where most paragraphs have one line; the next usual one
    is that of paragraphs.
    """
    most = max(pitches.values(), default=0)
    usual = sorted(pitch for pitch, count in pitches.items() if count >= max(_USUAL * most, min(2, most)))
    if not usual:
        return _GAP * 1.2, False
    wider = [pitch for pitch in usual if pitch >= _NEXT_GAP * usual[0] and pitches[pitch] >= _FEWEST_GAPS]
    if not wider:
        return _GAP * usual[0], False
    return min(_GAP * usual[0], (usual[0] + wider[0]) / 2), True


def group_lines(lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """Split the lines of the body into paragraphs, joining those that go on over a page."""
    shape = find_shape(lines)
    paragraphs: list[list[PdfLine]] = []
    for line in lines:
        if paragraphs and _continues(paragraphs[-1], line, shape):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _continues(paragraph: Sequence[PdfLine], line: PdfLine, shape: Shape) -> bool:
    last = paragraph[-1]
    if line.row or last.row:
        return line.row == last.row and line.page == last.page
    if abs(line.size - last.size) > _SAME_SIZE * last.size:
        return False
    if line.page != last.page:
        return _continues_over_page(paragraph, line, shape)
    distance = last.baseline - line.baseline
    if abs(distance) < 0.5 * line.size or _stand_apart(last, line, shape):
        return False
    # A line that does not stand below the last one is another column: as with another page.
    if distance < 0:
        return _continues_over_page(paragraph, line, shape)
    if distance > shape.gap_em * last.size:
        goes_on = (
            line.text[:1].islower() and not _ended(last.text) and distance < _DOUBLE_SPACED_EM * last.size
        )
        return goes_on and not _had_room(last, line, shape)
    if _closes_bracket(paragraph, line):
        return True
    if line.text.isupper() and last.text.isupper() and not _ended(last.text):
        return not _LABEL.match(line.text)
    if line.bold and last.bold:
        return not _LABEL.match(line.text)
    if line.bold != last.bold and (_ended(last.text) or _LABEL.match(line.text)):
        return False
    return not _indent_breaks(paragraph, line, shape) and not _had_room(last, line, shape)


def _continues_over_page(paragraph: Sequence[PdfLine], line: PdfLine, shape: Shape) -> bool:
    last = paragraph[-1]
    if _ended(last.text) or _LABEL.match(line.text) or (line.bold != last.bold):
        return False
    if _stand_apart(last, line, shape):
        return False
    if last.text.rstrip(_CLOSERS).endswith((",", "،", "，")) and not line.text[:1].islower():
        if opens_any(line.text):
            return False
        return not _had_room(last, line, shape) and not _is_indented(paragraph, line)
    return not _had_room(last, line, shape)


def _stand_apart(last: PdfLine, line: PdfLine, shape: Shape) -> bool:
    """Whether two lines are short and set to the far side, as place and date at the end of a document."""
    middle = (shape.margin + shape.full_end) / 2
    return not line.bold and last.start > middle and line.start > middle


def _ended(text: str) -> bool:
    return text.rstrip(_CLOSERS + " ").endswith(_TERMINAL)


def _is_indented(paragraph: Sequence[PdfLine], line: PdfLine) -> bool:
    """Whether a line on a new page begins like the first line of this paragraph and not like its others."""
    if len(paragraph) < 2:
        return False
    first, rest = paragraph[0].start, min(other.start for other in paragraph[1:])
    return abs(line.start - first) < abs(line.start - rest) and first - rest > _INDENT_EM * line.size


def _indent_breaks(paragraph: Sequence[PdfLine], line: PdfLine, shape: Shape) -> bool:
    """Whether the indent of a line begins a new paragraph."""
    tolerance = _INDENT_EM * line.size
    if len(paragraph) == 1:
        step = line.start - paragraph[0].start
        if (
            not shape.spaced
            and abs(step) <= tolerance
            and line.start - shape.margin > tolerance
            and _begins_clause(paragraph[0], line)
        ):
            return True
        hanging = bool(_LABEL.match(paragraph[0].text))
        return (step > tolerance and not hanging and _ended(paragraph[0].text)) or (
            abs(step) <= tolerance and bool(_LABEL.match(line.text)) and _ended(paragraph[0].text)
        )
    margin = min(other.start for other in paragraph[1:])
    if line.start - margin > tolerance:
        return not _is_aligned_otherwise(paragraph[-1], line)
    return bool(_LABEL.match(line.text)) and (_ended(paragraph[-1].text) or margin - line.start > tolerance)


def _is_aligned_otherwise(last: PdfLine, line: PdfLine) -> bool:
    """Whether a shorter line ends a paragraph that is centred or set to the far side."""
    ends, middles = line.end - last.end, (line.start + line.end - last.start - last.end) / 2
    return min(abs(ends), abs(middles)) < _SAME_PLACE_EM * line.size and not _ended(last.text)


def _closes_bracket(paragraph: Sequence[PdfLine], line: PdfLine) -> bool:
    """Whether a short line closes the bracket with which the paragraph began: "[... (A/79/438, para.", "14)]"."""
    begun = paragraph[0].text
    opened = begun[:1] in "[［(（" and not any(other.text.endswith(("]", "］")) for other in paragraph)
    return opened and line.text.endswith(("]", "］"))


def _begins_clause(last: PdfLine, line: PdfLine) -> bool:
    """Whether two lines with the indent of a first line are two paragraphs and not one that is set in."""
    ends = _ended(last.text) or last.text.rstrip(_CLOSERS).endswith((",", "،", "，"))
    return ends and not line.text[:1].islower()


def _had_room(last: PdfLine, line: PdfLine, shape: Shape) -> bool:
    """Whether the first word of `line` would have fitted on the line before, which then ended on purpose."""
    word = line.text.split(" ", 1)[0]
    per_character = (line.end - line.start) / max(1, len(line.text))
    room = shape.full_end - last.end
    return room > (len(word) + 1.5) * per_character + 0.3 * line.size
