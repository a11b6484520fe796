"""Columns of text on a PDF page: the gutter that parts them, and lines laid over the first column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpora.readers.pdf_lines import PdfLine

_FEWEST_LINES = 6
_WIDEST_SHARE = 0.1
_STEP_POINTS = 2.0
_MOST_STEPS = 400
_SAME_STEP_EM = 1.0
_LIKE_POINTS = 40.0
_FEW, _MOST = 0.2, 0.5
_MIDDLE = (0.35, 0.65)
# Running heads are smaller than the text.
_SMALLER = 0.93


def overlay_columns(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """Return the lines of the pages with those of a second column moved over the first.

    So the begin and end of lines can be compared. Pages set in one column are returned as they are; one
    that does not tell, where no line crosses the gutter of the page before, is set as that.
    """
    gutters = [_gutter(lines) for lines in pages]
    steps = _steps(pages, gutters)
    overlaid: list[list[PdfLine]] = []
    columns = next(((gutter, step) for gutter, step in zip(gutters, steps, strict=True) if gutter), None)
    for lines, gutter, step in zip(pages, gutters, steps, strict=True):
        if gutter is not None:
            columns = gutter, step
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


def _steps(pages: Sequence[Sequence[PdfLine]], gutters: Sequence[float | None]) -> list[float]:
    """How far the second column of each page is from the first; pages with like gutters count together."""
    kinds: list[float] = []
    lines_of: list[tuple[list[PdfLine], list[PdfLine]]] = []
    kind_of: list[int] = []
    for lines, gutter in zip(pages, gutters, strict=True):
        if gutter is None:
            kind_of.append(-1)
            continue
        kind = next((n for n, place in enumerate(kinds) if abs(place - gutter) < _LIKE_POINTS), len(kinds))
        if kind == len(kinds):
            kinds.append(gutter)
            lines_of.append(([], []))
        kind_of.append(kind)
        lines_of[kind][0].extend(line for line in lines if line.end <= gutter)
        lines_of[kind][1].extend(line for line in lines if line.start >= gutter)
    steps = [_step(first, second) for first, second in lines_of]
    return [steps[kind] if kind >= 0 else 0.0 for kind in kind_of]


def _step(first: Sequence[PdfLine], second: Sequence[PdfLine]) -> float:
    """How far the second column is from the first: by where lines begin; by where they end beside lists.

    By where they begin too if that alone lets lines begin where those of the first column do.
    """
    starts = min(line.start for line in second) - min(line.start for line in first)
    ends = max(line.end for line in second) - max(line.end for line in first)
    if abs(starts - ends) < _SAME_STEP_EM * first[0].size:
        return starts
    places = {round(line.start) for line in first}
    agreeing = {
        step: sum(not places.isdisjoint(_near(line.start - step)) for line in second)
        for step in (starts, ends)
    }
    clear = agreeing[ends] < _FEW * len(second) < _MOST * len(second) < agreeing[starts]
    return starts if clear else ends


def _near(place: float) -> tuple[int, int]:
    """The whole points on both sides of a place."""
    return int(place), int(place) + 1


def _gutter(lines: Sequence[PdfLine]) -> float | None:
    """Distance from the side where reading begins at which two columns part; None for one column."""
    if len(lines) < 2 * _FEWEST_LINES:
        return None
    low, high = min(line.start for line in lines), max(line.end for line in lines)
    at, stop = low + _MIDDLE[0] * (high - low), low + _MIDDLE[1] * (high - low)
    # A damaged page may be as wide as a country.
    step = max(_STEP_POINTS, (stop - at) / _MOST_STEPS)
    crossed: dict[float, int] = {}
    while at < stop and at + step > at:
        crossed[at] = sum(1 for line in lines if line.start < at < line.end)
        at += step
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
