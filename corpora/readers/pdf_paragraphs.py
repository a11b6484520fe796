"""Lines of a PDF to paragraphs: by distance, indent, size, weight, and room for the next word."""

from __future__ import annotations

from collections.abc import Sequence

from corpora.block_kinds import opens_any
from corpora.readers.pdf_lines import PdfLine
from corpora.readers.pdf_shape import LABEL, Shape, had_room, has_ended, pauses, word_width

_INDENT_EM = 0.8
_SAME_PLACE_EM = 0.3
_DOUBLE_SPACED_EM = 2.2
_SAME_SIZE = 0.08
_FAR_SIDE = 0.3
_BRACKET_LINES = 12


def group_lines(lines: Sequence[PdfLine], shape: Shape) -> list[list[PdfLine]]:
    """Split the lines of the body into paragraphs, joining those that go on over a page."""
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
    if abs(distance) < 0.5 * line.size or _stand_apart(paragraph, line, shape):
        return False
    # A line that does not stand below the last one is another column: as with another page.
    if distance < 0:
        return _continues_over_page(paragraph, line, shape)
    if distance > shape.gap_em * last.size:
        goes_on = (
            line.text[:1].islower() and not has_ended(last.text) and distance < _DOUBLE_SPACED_EM * last.size
        )
        return goes_on and not had_room(last, line, shape.full_end)
    if _closes_bracket(paragraph, line):
        return True
    if line.text.isupper() and last.text.isupper() and not has_ended(last.text):
        return not LABEL.match(line.text)
    if line.bold and last.bold:
        return not LABEL.match(line.text)
    if line.bold != last.bold and (has_ended(last.text) or LABEL.match(line.text)):
        return False
    return not _indent_breaks(paragraph, line, shape) and not (
        had_room(last, line, shape.full_end) and not _goes_on(last, line, shape)
    )


def _goes_on(last: PdfLine, line: PdfLine, shape: Shape) -> bool:
    """Whether a ragged line goes on in the next one: in lower case, where paragraphs stand further apart."""
    plain = not has_ended(last.text) and not pauses(last.text)
    return shape.spaced and plain and line.text[:1].islower()


def _continues_over_page(paragraph: Sequence[PdfLine], line: PdfLine, shape: Shape) -> bool:
    last = paragraph[-1]
    if has_ended(last.text) and _has_open_bracket(paragraph):
        return not LABEL.match(line.text)
    if has_ended(last.text) or LABEL.match(line.text) or (line.bold != last.bold):
        return False
    if _stand_apart(paragraph, line, shape):
        return False
    lower = line.text[:1].islower()
    if pauses(last.text) and opens_any(line.text) and not (lower and not opens_any(paragraph[0].text)):
        return False
    if pauses(last.text) and not lower:
        return not had_room(last, line, shape.full_end) and not _is_indented(paragraph, line)
    return not had_room(last, line, shape.full_end)


def _stand_apart(paragraph: Sequence[PdfLine], line: PdfLine, shape: Shape) -> bool:
    """Whether two lines are short and set to the far side, as place and date at the end of a document.

    Items of inner lists in a narrow column are as far in.
    """
    last, width = paragraph[-1], shape.full_end - shape.margin
    if line.bold or LABEL.match(paragraph[0].text):
        return False
    nearest = min(last.start, line.start) - shape.margin
    flush = abs(last.end - line.end) < _SAME_PLACE_EM * line.size < abs(last.start - line.start)
    fits = last.start - shape.margin > word_width(line)
    return nearest > width / 2 or (flush and fits and nearest > _FAR_SIDE * width)


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
        hanging = bool(LABEL.match(paragraph[0].text))
        return (step > tolerance and not hanging and has_ended(paragraph[0].text)) or (
            abs(step) <= tolerance and bool(LABEL.match(line.text)) and has_ended(paragraph[0].text)
        )
    margin = min(other.start for other in paragraph[1:])
    if line.start - margin > tolerance:
        return not _is_aligned_otherwise(paragraph[-1], line)
    return bool(LABEL.match(line.text)) and (has_ended(paragraph[-1].text) or margin - line.start > tolerance)


def _is_aligned_otherwise(last: PdfLine, line: PdfLine) -> bool:
    """Whether a shorter line ends a paragraph that is centred or set to the far side."""
    ends, middles = line.end - last.end, (line.start + line.end - last.start - last.end) / 2
    return min(abs(ends), abs(middles)) < _SAME_PLACE_EM * line.size and not has_ended(last.text)


def _closes_bracket(paragraph: Sequence[PdfLine], line: PdfLine) -> bool:
    """Whether a line closes the bracket with which the paragraph began: "[... (A/79/438, para.", "14)]"."""
    begun = paragraph[0].text
    opened = begun[:1] in "[［(（" and not any(other.text.endswith(("]", "］")) for other in paragraph)
    return opened and line.text.endswith(("]", "］"))


def _has_open_bracket(paragraph: Sequence[PdfLine]) -> bool:
    """Whether a bracket is open at the end of a paragraph: "(born on 1 May 1970;"."""
    waiting = 0
    for line in paragraph[-_BRACKET_LINES:]:
        for character in line.text:
            waiting = max(0, waiting + (character in "(（[［") - (character in ")）]］"))
    return waiting > 0


def _begins_clause(last: PdfLine, line: PdfLine) -> bool:
    """Whether two lines with the indent of a first line are two paragraphs and not one that is set in."""
    ends = has_ended(last.text) or pauses(last.text)
    return ends and not line.text[:1].islower()
