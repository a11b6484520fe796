"""Tables for a terminal: wide characters count two cells, controls are shown, right-to-left text is isolated.

Cells are wrapped here, line by line, because an isolate has to be closed on the line that opened it.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

FIRST_STRONG_ISOLATE = "\u2068"
POP_DIRECTIONAL_ISOLATE = "\u2069"
_GAP = "  "
_PIPE_WIDTH = 100
_NARROWEST_TEXT = 16
# Controls, and what opens or closes a direction: text must not move the cursor or turn the line round.
_HOSTILE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `flexible` columns share what the others leave; `lines` cuts a cell after so many lines."""

    title: str
    flexible: bool = False
    align_right: bool = False
    lines: int | None = None


def on_terminal() -> bool:
    """Tell whether standard output is a terminal."""
    return sys.stdout.isatty()


def output_width() -> int:
    """Return the cells in a line: those of the terminal or of COLUMNS, else 100."""
    return max(40, shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns)


def use_colour() -> bool:
    """Colours only on a terminal, and not where NO_COLOR is set."""
    return on_terminal() and not os.environ.get("NO_COLOR")


def printable(text: str) -> str:
    """Return `text` on one line, with control characters and directional controls replaced by U+FFFD."""
    return _HOSTILE.sub("\ufffd", " ".join(text.split()))


def isolated(text: str) -> str:
    """Return `text` in a first-strong isolate if it has right-to-left letters: neighbours stay put."""
    if not _RIGHT_TO_LEFT.search(text):
        return text
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_DIRECTIONAL_ISOLATE}"


def wrap_cells(text: str, width: int) -> list[str]:
    """Return lines of at most `width` cells, at least 2, broken at spaces and around wide characters."""
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(printable(text), width):
        size = cell_len(piece)
        if used and used + cell_len(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line, used = "", 0
            piece = piece.lstrip()
            size = cell_len(piece)
        line += piece
        used += size
    return [*lines, line.rstrip()] if line or not lines else lines


def _pieces(text: str, width: int) -> Iterator[str]:
    """Yield words with the space after them; wide characters one by one; words longer than a line cut."""
    for word in re.findall(r"\S+\s*|\s+", text):
        piece = ""
        for character in _clusters(word):
            wide = cell_len(character) > 1
            if piece and (wide or cell_len(piece + character.rstrip()) > width):
                yield piece
                piece = ""
            piece += character
            if wide:
                yield piece
                piece = ""
        if piece:
            yield piece


def _clusters(word: str) -> Iterator[str]:
    """Yield characters with the marks and joiners that follow, and wide ones with what closes them."""
    cluster = ""
    for character in word:
        stays = unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf")
        if (
            cluster
            and not stays
            and not (cell_len(cluster) > 1 and unicodedata.category(character) in ("Pe", "Po", "Pf"))
        ):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def table_lines(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    indent: int = 0,
    isolate: bool = False,
    width: int = 0,
) -> list[str]:
    """Return the lines of a table, without columns that are empty in all rows or a head without titles.

    `isolate` puts right-to-left cells into isolates; `width` in cells, 0 for that of the output.
    """
    shown = [k for k, _ in enumerate(columns) if not rows or any(row[k] for row in rows)]
    chosen = [columns[k] for k in shown]
    cells = [[printable(row[k]) for k in shown] for row in rows]
    widths = _widths(chosen, cells, (width or output_width()) - indent)
    lines: list[str] = []
    if any(column.title for column in chosen):
        titles = [column.title for column in chosen]
        lines += _row_lines(chosen, titles, widths, isolate=False)
        lines.append(_GAP.join("─" * size for size in widths))
    for row in cells:
        lines += _row_lines(chosen, row, widths, isolate=isolate)
    return [(" " * indent + line).rstrip() for line in lines]


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    natural = [
        max([cell_len(column.title), 1, *(cell_len(row[k]) for row in rows)])
        for k, column in enumerate(columns)
    ]
    flexible = [k for k, column in enumerate(columns) if column.flexible]
    room = width - len(_GAP) * (len(columns) - 1) - sum(n for k, n in enumerate(natural) if k not in flexible)
    # The narrow ones first, so that what they do not need goes to the wide ones.
    for place, k in enumerate(sorted(flexible, key=lambda k: natural[k])):
        share = max(_NARROWEST_TEXT, room // (len(flexible) - place))
        natural[k] = min(natural[k], share)
        room -= natural[k]
    return natural


def _row_lines(
    columns: Sequence[Column], row: Sequence[str], widths: Sequence[int], *, isolate: bool
) -> list[str]:
    wrapped = [
        _cut(wrap_cells(cell, width), column.lines, width)
        for cell, width, column in zip(row, widths, columns, strict=True)
    ]
    height = max(map(len, wrapped))
    lines = []
    for number in range(height):
        parts = []
        for lines_of_cell, width, column in zip(wrapped, widths, columns, strict=True):
            text = lines_of_cell[number] if number < len(lines_of_cell) else ""
            padding = " " * (width - cell_len(text))
            text = isolated(text) if isolate else text
            parts.append(padding + text if column.align_right else text + padding)
        lines.append(_GAP.join(parts).rstrip())
    return lines


def _cut(lines: list[str], most: int | None, width: int) -> list[str]:
    if most is None or len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and cell_len(last) + 1 > width:
        last = last[:-1]
    return [*lines[: most - 1], last + "…"]
