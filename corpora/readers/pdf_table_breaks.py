"""Rows of a table that a page break cuts: what stands on the next page goes back to its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpora.readers.pdf_lines import PdfLine

# A running head may stand above the rest of a row, notes and a job number below its beginning.
_HEAD_LINES, _FOOT_LINES = 3, 12
_SMALLER = 0.93
_SAME_SIZE = 0.08
_SAME_PLACE_POINTS = 0.6
_OFF_MARGIN_POINTS = 1.5
_NEAR_POINTS = 0.01


def join_broken_rows(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """Return the lines of the pages with the rest of a row at the head of a page moved to the page before.

    Such lines begin exactly where the cells of the row do, which is not where the text begins.
    """
    joined = [list(lines) for lines in pages]
    for before, after in pairwise(joined):
        row = _row_at_foot(before)
        rest = _rest_of(row, after, _margin([*before, *after], row)) if row else []
        if not rest:
            continue
        at = before.index(row[0])
        before[at : at + len(row)] = _with_rest(row, [after[i] for i in rest])
        after[:] = [line for i, line in enumerate(after) if i not in rest]
    return joined


def _row_at_foot(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """The lines of the last row of a page where the page ends with it."""
    rows = [at for at, line in enumerate(lines) if line.row]
    if not rows or len(lines) - rows[-1] > _FOOT_LINES:
        return []
    size = lines[rows[-1]].size
    if any(line.size > _SMALLER * size for line in lines[rows[-1] + 1 :]):
        return []
    return [line for line in lines if line.row == lines[rows[-1]].row]


def _margin(lines: Sequence[PdfLine], row: Sequence[PdfLine]) -> float:
    """Where the text beside a table begins."""
    least = _SMALLER * row[0].size
    return min((line.start for line in lines if not line.row and line.size >= least), default=0.0)


def _rest_of(row: Sequence[PdfLine], lines: Sequence[PdfLine], margin: float) -> list[int]:
    """Indices of the lines at the head of a page that go on with the cells of a row."""
    size, starts = row[0].size, sorted({min(_starts(row, line.cell)) for line in row})
    rest: list[int] = []
    for at, line in enumerate(lines):
        if not rest and at < _HEAD_LINES and line.size < _SMALLER * size:
            continue
        cell = next(
            (n for n, start in enumerate(starts) if abs(start - line.start) < _SAME_PLACE_POINTS), None
        )
        if cell is None or line.row or abs(line.size - size) > _SAME_SIZE * size:
            break
        within = cell + 1 == len(starts) or line.end < starts[cell + 1]
        if not within or abs(starts[0] - margin) < _OFF_MARGIN_POINTS:
            break
        rest.append(at)
    return rest


def _starts(row: Sequence[PdfLine], cell: int) -> list[float]:
    return [line.start for line in row if line.cell == cell]


def _with_rest(row: Sequence[PdfLine], rest: Sequence[PdfLine]) -> list[PdfLine]:
    """The lines of a row by cell, each cell with its lines of the next page."""
    lines: list[PdfLine] = []
    for cell in sorted({line.cell for line in row}):
        own = [line for line in row if line.cell == cell]
        start = min(line.start for line in own)
        lines += own
        for line in rest:
            if abs(line.start - start) < _SAME_PLACE_POINTS:
                last = lines[-1]
                below = last.baseline - _NEAR_POINTS
                lines.append(replace(line, page=last.page, baseline=below, row=last.row, cell=cell))
    return lines
