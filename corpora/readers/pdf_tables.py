"""Tables on a PDF page: rows of cells that stand side by side, found by where the lines stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpora.readers.html_tables import is_label_cell
from corpora.readers.pdf_lines import PdfLine
from corpora.readers.pdf_right_lines import COLUMN_EM
from corpora.readers.pdf_shape import word_width
from corpora.readers.pdf_table_breaks import join_broken_rows

_SAME_HEIGHT_EM = 0.6
_NEXT_LINE_EM = 2.2
_BESIDE_EM = 0.3
_EQUAL_EM = 0.15
_SAME_SIZE = 0.08
_AROUND = 12
# A running head may stand above the rest of a table, notes and a job number below its first part.
_HEAD_LINES, _FOOT_LINES = 3, 12
_MOST_CELL_LINES = 6
_FEWEST_HEADS = 3
_PAGE = re.compile(r"\d{1,4}|[ivxl]{1,6}")

# A row: for each cell the indices of its lines on the page.
_Row = list[list[int]]


def mark_tables(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """Return the lines of the pages with the rows of tables numbered (from 1) and their cells (from 0).

    Pieces of a line that only a gap parts are joined again where they are no cells. A single row at the head
    of a page goes on with the table at the foot of the page before.
    """
    marked: list[list[PdfLine]] = []
    above: list[list[PdfLine]] = []
    found = [[*_rows(lines)] for lines in pages]
    for number, (lines, rows) in enumerate(zip(pages, found, strict=True)):
        below = _first_row(found[number + 1], pages[number + 1]) if number + 1 < len(pages) else []
        spread = [row for row in rows if _is_spread(row, lines)]
        tables = [*_tables([row for row in rows if row not in spread], lines, above, below)]
        in_tables = [row for table in tables for row in table]
        spread += [row for row in rows if row not in in_tables and _had_to_spread(row, lines)]
        pieces = {cell[0] for row in spread for cell in row[1:]}
        marked.append(_marked(lines, in_tables, pieces))
        last = tables[-1][-1] if tables else []
        at_foot = bool(last) and len(lines) - last[-1][-1] <= _FOOT_LINES
        above = _cells(last, lines) if at_foot else []
    return join_broken_rows(marked)


def _first_row(rows: Sequence[_Row], lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """The cells of a row at the head of a page; none where the page begins otherwise."""
    return _cells(rows[0], lines) if rows and rows[0][0][0] <= _HEAD_LINES else []


def _marked(lines: Sequence[PdfLine], rows: Sequence[_Row], pieces: set[int]) -> list[PdfLine]:
    """Lines with the places of cells, `pieces` of spread lines and those that only a gap parts joined."""
    places: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows, start=1):
        places |= {at: (number, cell) for cell, indices in enumerate(row) for at in indices}
    result: list[PdfLine] = []
    for at, line in enumerate(lines):
        if at in places:
            result.append(replace(line, row=places[at][0], cell=places[at][1]))
        elif (line.beside or at in pieces) and result and not result[-1].row:
            result[-1] = _joined(result[-1], line)
        else:
            result.append(line)
    return result


def _joined(line: PdfLine, piece: PdfLine) -> PdfLine:
    return replace(
        line,
        text=f"{line.text} {piece.text}",
        end=max(line.end, piece.end),
        left=min(line.left, piece.left),
        bold=line.bold and piece.bold,
    )


def _rows(lines: Sequence[PdfLine]) -> Iterator[_Row]:
    at = 0
    while at < len(lines):
        row = _row_at(lines, at)
        if len(row) > 1:
            yield row
            at = row[-1][-1] + 1
        else:
            at += 1


def _row_at(lines: Sequence[PdfLine], start: int) -> _Row:
    """The cells of a row that begins with this line; a single one where nothing stands beside it."""
    row: _Row = [[start]]
    sure = 1
    for at in range(start + 1, len(lines)):
        line, cell = lines[at], row[-1]
        if _is_next_cell(line, [lines[i] for i in cell], lines[start]):
            row.append([at])
            sure = len(row)
        elif len(cell) < _MOST_CELL_LINES and _is_below(line, lines[cell[-1]], lines[cell[0]]):
            cell.append(at)
        else:
            break
    return row[:sure]


def _is_spread(row: _Row, lines: Sequence[PdfLine]) -> bool:
    """Whether "cells" are the words of a line that is spread to its full width: equal gaps, an equal end."""
    cells = [lines[i] for cell in row for i in cell]
    if len(cells) != len(row):
        return False
    same = _EQUAL_EM * cells[0].size
    gaps = [after.start - before.end for before, after in pairwise(cells)]
    around = [lines[i] for i in (row[0][0] - 1, row[-1][0] + 1) if 0 <= i < len(lines)]
    full = any(abs(line.end - cells[-1].end) < same for line in around)
    single = not any(" " in cell.text for cell in cells[1:])
    narrow = max(gaps) < COLUMN_EM * cells[0].size
    words = narrow and ((single and len(gaps) > 1) or len(gaps) > 2)
    return max(gaps) - min(gaps) < same and (words or (full and (narrow or len(gaps) > 1)))


def _had_to_spread(row: _Row, lines: Sequence[PdfLine]) -> bool:
    """Whether few words fill a line that ends as others do because the next word had no room beside them."""
    words, after = [lines[i] for cell in row for i in cell], row[-1][-1] + 1
    if len(words) != len(row) or after >= len(lines):
        return False
    line, first, end = lines[after], words[0], words[-1].end
    same = _EQUAL_EM * first.size
    gaps = [right.start - left.end for left, right in pairwise(words)]
    below = 0 < first.baseline - line.baseline < _NEXT_LINE_EM * first.size
    around = [*lines[max(0, row[0][0] - _AROUND) : row[0][0]], *lines[after : after + _AROUND]]
    full = any(abs(other.end - end) < same for other in around)
    inked = sum(word.end - word.start for word in words)
    no_room = inked + word_width(line) > end - first.start
    return (
        below and line.start < first.start + first.size and full and no_room and max(gaps) - min(gaps) < same
    )


def _is_next_cell(line: PdfLine, cell: Sequence[PdfLine], first: PdfLine) -> bool:
    if is_label_cell(line.text.split(" ", 1)[0]):
        return False
    beside = line.start >= max(other.end for other in cell) + _BESIDE_EM * line.size
    level = abs(line.baseline - first.baseline) <= _SAME_HEIGHT_EM * line.size
    return beside and level and line.page == first.page


def _is_below(line: PdfLine, last: PdfLine, top: PdfLine) -> bool:
    """Whether a line goes on below the last line of a cell whose first line is `top`."""
    distance = last.baseline - line.baseline
    under = 0 < distance < _NEXT_LINE_EM * line.size and abs(line.size - last.size) < 0.5
    overlaps = line.start < top.end and line.end > top.start
    return under and overlaps and line.start > top.start - 2 * line.size


def _tables(
    rows: Sequence[_Row],
    lines: Sequence[PdfLine],
    above: Sequence[Sequence[PdfLine]],
    below: Sequence[Sequence[PdfLine]],
) -> Iterator[list[_Row]]:
    """Runs of rows that follow each other and share their columns.

    `above` are the cells of the last row of the page before, `below` those of the first row of the next one.
    """
    table: list[_Row] = []
    fewest = 2
    if above and _first_row(rows, lines) and _share_columns([_cells(rows[0], lines), above]):
        fewest = 1
    for row in rows:
        shared = [_cells(each, lines) for each in (*table, row)]
        if table and (row[0][0] != table[-1][-1][-1] + 1 or not _share_columns(shared)):
            yield from _if_table(table, lines, fewest)
            table, fewest = [], 2
        table.append(row)
    if len(table) == 1 and below and _is_lowest(table[0], lines):
        fewest = 1 if _share_columns([_cells(table[0], lines), below]) else fewest
    yield from _if_table(table, lines, fewest)


def _is_lowest(row: _Row, lines: Sequence[PdfLine]) -> bool:
    """Whether a row of several cells ends the text of a page; two may be a job number and a page number."""
    last = lines[row[-1][-1]]
    under = (line for line in lines if line.baseline < last.baseline - _SAME_HEIGHT_EM * last.size)
    return len(row) >= _FEWEST_HEADS and not any(abs(line.size - last.size) < 0.5 for line in under)


def _cells(row: _Row, lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    return [[lines[i] for i in cell] for cell in row]


def _if_table(table: list[_Row], lines: Sequence[PdfLine], fewest: int) -> Iterator[list[_Row]]:
    contents = all(len(row) == 2 and _PAGE.fullmatch(lines[row[1][0]].text) for row in table)
    if len(table) >= fewest and not contents:
        yield table


def _share_columns(rows: Sequence[Sequence[Sequence[PdfLine]]]) -> bool:
    """Whether white stripes run down between all cells: so it is in tables and not in spread out words."""
    sizes = [cell[0].size for row in rows for cell in row]
    if max(sizes) - min(sizes) > _SAME_SIZE * max(sizes):
        return False
    extents = sorted(
        (min(line.start for line in cell), max(line.end for line in cell)) for row in rows for cell in row
    )
    least = _BESIDE_EM * rows[0][0][0].size
    columns, end = 1, extents[0][1]
    for start, stop in extents:
        columns += start > end + least
        end = max(end, stop)
    return columns == max(map(len, rows))


def cells_of(lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """Return the lines of one row by cell."""
    cells = [[lines[0]]]
    for before, line in pairwise(lines):
        if line.cell == before.cell:
            cells[-1].append(line)
        else:
            cells.append([line])
    return cells
