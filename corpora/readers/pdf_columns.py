"""Columns of text on a PDF page: the gutter that parts them, and lines laid over the first column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpora.readers.pdf_lines import PdfLine

_FEWEST_LINES = 6
_WIDEST_SHARE = 0.1
_STEP_POINTS = 2.0
_SAME_STEP_EM = 1.0
_MIDDLE = (0.35, 0.65)
# Running heads are smaller than the text.
_SMALLER = 0.93


def overlay_columns(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """Return the lines of the pages with those of a second column moved over the first.

    So the begin and end of lines can be compared. Pages set in one column are returned as they are; one
    that does not tell, where no line crosses the gutter of the page before, is set as that.
    """
    gutters = [_gutter(lines) for lines in pages]
    known = [
        (gutter, _step_at(lines, gutter)) for lines, gutter in zip(pages, gutters, strict=True) if gutter
    ]
    overlaid: list[list[PdfLine]] = []
    columns = known[0] if known else None
    for lines, gutter in zip(pages, gutters, strict=True):
        if gutter is not None:
            columns = gutter, _step_at(lines, gutter)
        alike = columns is not None and not _crosses(lines, columns[0])
        overlaid.append(_overlay(lines, *columns) if columns and alike else list(lines))
    return overlaid


def _crosses(lines: Sequence[PdfLine], gutter: float) -> bool:
    return sum(line.start < gutter < line.end for line in lines) > _WIDEST_SHARE * len(lines)


def _overlay(lines: Sequence[PdfLine], gutter: float, step: float) -> list[PdfLine]:
    return [
        replace(line, start=line.start - step, end=line.end - step) if line.start >= gutter else line
        for line in lines
    ]


def _middle_of_run(places: Sequence[float], low: float, high: float) -> float:
    """Middle of the neighbouring places that are nearest to the middle of the page."""
    middle = (low + high) / 2
    nearest = min(places, key=lambda place: abs(place - middle))
    first = last = places.index(nearest)
    while first > 0 and places[first] - places[first - 1] < 1.5 * _STEP_POINTS:
        first -= 1
    while last + 1 < len(places) and places[last + 1] - places[last] < 1.5 * _STEP_POINTS:
        last += 1
    return (places[first] + places[last]) / 2


def _step_at(lines: Sequence[PdfLine], gutter: float) -> float:
    return _step(
        [line for line in lines if line.end <= gutter], [line for line in lines if line.start >= gutter]
    )


def _step(first: Sequence[PdfLine], second: Sequence[PdfLine]) -> float:
    """How far the second column is from the first: by where lines begin; by where they end beside lists."""
    starts = min(line.start for line in second) - min(line.start for line in first)
    ends = max(line.end for line in second) - max(line.end for line in first)
    return starts if abs(starts - ends) < _SAME_STEP_EM * first[0].size else ends


def _gutter(lines: Sequence[PdfLine]) -> float | None:
    """Distance from the side where reading begins at which two columns part; None for one column."""
    if len(lines) < 2 * _FEWEST_LINES:
        return None
    low, high = min(line.start for line in lines), max(line.end for line in lines)
    at, stop = low + _MIDDLE[0] * (high - low), low + _MIDDLE[1] * (high - low)
    crossed: dict[float, int] = {}
    while at < stop:
        crossed[at] = sum(1 for line in lines if line.start < at < line.end)
        at += _STEP_POINTS
    fewest = min(crossed.values(), default=len(lines))
    if fewest > _WIDEST_SHARE * len(lines):
        return None
    gutter = _middle_of_run([place for place, count in crossed.items() if count == fewest], low, high)
    # Lines that nearly fill their column stand on both sides: short lines prove nothing.
    half = 0.3 * (high - low)
    before = sum(1 for line in lines if line.end <= gutter and line.end - line.start > half)
    after = sum(1 for line in lines if line.start >= gutter and line.end - line.start > half)
    filled = min(before, after) >= _FEWEST_LINES // 2 and before + after >= _FEWEST_LINES
    return gutter if filled or _one_after_the_other(lines, gutter) else None


def _one_after_the_other(lines: Sequence[PdfLine], gutter: float) -> bool:
    """Whether all of one column is drawn before all of the other one, which begins higher than it ended."""
    size = max(lines, key=lambda line: len(line.text)).size
    text = [line for line in lines if line.size > _SMALLER * size]
    first = [line for line in text if line.end <= gutter]
    second = [line for line in text if line.start >= gutter]
    if min(len(first), len(second)) < _FEWEST_LINES or [*first, *second] != text:
        return False
    return second[0].baseline > first[-1].baseline + _FEWEST_LINES * size
