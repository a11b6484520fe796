"""Rows of tables in a plain text: neighbouring lines that are parted alike by tabs, bars or wide gaps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpora.readers.html_tables import is_label_cell
from corpora.text_lines import Line, clean_text

_PARTINGS = (re.compile(r"\t+"), re.compile(r"\s\|\s"), re.compile(r" {3,}"))
# One of these stands in every line that a parting divides.
_NEEDED_TO_PART = ("\t", "|", "   ")
_MARK = re.compile(r"\W{1,3}|[\[(（]\d{1,3}[\])）]")
_NUMBER = re.compile(r"\d{1,3}")
_PAGE = re.compile(r"\d{1,4}|[ivxl]{1,6}")
_LONGEST_CELL_CHARS = 120


def find_rows(text: str, lines: Sequence[Line], skipped: Mapping[int, str]) -> dict[int, list[str]]:
    """Cells of the lines that are rows, by the index of the line; `skipped` lines are none.

    `text` is the decoded file. Two lines with the same number of cells make a table, with or without a blank
    line between them; a label and its text are no row, nor is a line of a table of contents.
    """
    if not any(map(text.__contains__, _NEEDED_TO_PART)):
        return {}
    cells = {
        i: found
        for i, line in enumerate(lines)
        if line.text and i not in skipped and (found := _cells(text[line.start : line.end]))
    }
    rows: dict[int, list[str]] = {}
    for i, found in cells.items():
        near = [j for j in (_next(lines, i, -1), _next(lines, i, 1)) if j in cells]
        if any(cells[j][0] == found[0] and len(cells[j]) == len(found) for j in near):
            rows[i] = found[1:]
    return rows


def _cells(line: str) -> list[str]:
    """What parts the cells of a line, then the cells; nothing for a line that is no row."""
    if not any(map(line.__contains__, _NEEDED_TO_PART)):
        return []
    for parting in _PARTINGS:
        cells = [clean_text(cell) for cell in parting.split(line)]
        if len(cells) < 2 or not all(cells) or max(map(len, cells)) > _LONGEST_CELL_CHARS:
            continue
        if is_label_cell(cells[0]) or _MARK.fullmatch(cells[0]):
            return []
        if len(cells) == 2 and (_NUMBER.fullmatch(cells[0]) or _PAGE.fullmatch(cells[1])):
            return []
        return [parting.pattern, *cells]
    return []


def _next(lines: Sequence[Line], i: int, step: int) -> int:
    """Index of the next line with text in one direction; -1 without one."""
    at = i + step
    while 0 <= at < len(lines) and not lines[at].text:
        at += step
    return at if 0 <= at < len(lines) else -1
