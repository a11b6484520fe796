"""XLSX in: the rows of a workbook as texts, as a stream.

Two readers were looked at. openpyxl fills up rows and cells as the file says they are far apart, alters texts
with "x005F_" in them and leaves entities to its parser; calamine unpacks whatever the archive holds. What is
needed here is small: the cells of one row and the shared texts (ECMA-376, part 1, 18.3 and 18.4).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tm.errors import ReviewError
from tm.xlsx_package import ADVICE, Handler, opened_workbook, parse_part, related_parts, relationships

# Excel specifications and limits.
_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384
# A sheet for review has fewer than 20 columns; reviewers may add some.
_COLUMNS_READ = 256
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SheetCell(NamedTuple):
    """The text of a cell, and whether a formula made it."""

    text: str
    is_formula: bool = False


class SheetRow(NamedTuple):
    """A row that has cells: its sheet, its number from 1, its cells by column from 0."""

    sheet: str
    number: int
    cells: Mapping[int, SheetCell]


def xlsx_rows(path: Path) -> Iterator[SheetRow]:
    """Yield the rows of all sheets in order; empty cells are absent.

    Raises `ReviewError` for a damaged file, a zip bomb, a part with a document type, a cell out of place.
    """
    with opened_workbook(path) as archive:
        main = next(iter(related_parts(path, archive, "", "officeDocument")), "xl/workbook.xml")
        parts = dict(relationships(path, archive, main))
        shared = next(iter(related_parts(path, archive, main, "sharedStrings")), None)
        texts = _shared_texts(path, archive, shared) if shared else []
        read: set[str] = set()
        for name, relationship in _sheets(path, archive, main):
            kind, target = parts.get(relationship, ("", ""))
            # Each part once: a workbook could name one ten thousand times.
            if kind == "worksheet" and target not in read:
                read.add(target)
                yield from _sheet_rows(path, archive, target, name, texts)


def _sheets(path: Path, archive: zipfile.ZipFile, main: str) -> list[tuple[str, str]]:
    """Return name and relationship of each sheet, in the order of the workbook."""
    found: list[tuple[str, str]] = []

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if element == "sheet":
            related = next((value for key, value in attributes.items() if key.endswith("}id")), "")
            found.append((attributes.get("name", ""), related))

    for _ in parse_part(path, archive, main, Handler(start)):
        pass
    return found


def _shared_texts(path: Path, archive: zipfile.ZipFile, name: str) -> list[str]:
    texts: list[str] = []
    runs = _Runs()

    def start(element: str, attributes: Mapping[str, str]) -> None:
        runs.start(element)

    def end(element: str, text: str) -> None:
        runs.end(element, text)
        if element == "si":
            texts.append(runs.take())

    for _ in parse_part(path, archive, name, Handler(start, end)):
        pass
    return texts


@dataclass(slots=True)
class _Runs:
    """The text of a cell put together from its runs, without the readings of Japanese words (rPh)."""

    pieces: list[str] = field(default_factory=list)
    in_reading: bool = False

    def start(self, element: str) -> None:
        self.in_reading = self.in_reading or element == "rPh"

    def end(self, element: str, text: str) -> None:
        if element == "rPh":
            self.in_reading = False
        elif element == "t" and not self.in_reading:
            self.pieces.append(text)

    def take(self) -> str:
        text = unescape("".join(self.pieces))
        self.pieces.clear()
        return text


@dataclass(slots=True)
class _OpenRow:
    """The row being read."""

    number: int = 0
    column: int = -1
    kind: str = "n"
    value: str = ""
    is_formula: bool = False
    cells: dict[int, SheetCell] = field(default_factory=dict)
    done: list[tuple[int, dict[int, SheetCell]]] = field(default_factory=list)


def _sheet_rows(
    path: Path, archive: zipfile.ZipFile, part: str, sheet: str, texts: Sequence[str]
) -> Iterator[SheetRow]:
    row, runs = _OpenRow(), _Runs()

    def start(element: str, attributes: Mapping[str, str]) -> None:
        runs.start(element)
        if element == "row":
            row.number = _row_number(attributes.get("r"), row.number, path, sheet)
            row.column, row.cells = -1, {}
        elif element == "c":
            row.column = _column(attributes.get("r"), row, path, sheet)
            row.kind, row.value, row.is_formula = attributes.get("t", "n"), "", False
        elif element == "f":
            row.is_formula = True

    def end(element: str, text: str) -> None:
        runs.end(element, text)
        if element == "v":
            row.value = text
        elif element == "c":
            whole = _value(row, runs.take(), texts, path, sheet)
            if row.column < _COLUMNS_READ and (whole or row.is_formula):
                row.cells[row.column] = SheetCell(whole, row.is_formula)
        elif element == "row" and row.cells:
            row.done.append((row.number, row.cells))

    for _ in parse_part(path, archive, part, Handler(start, end)):
        yield from (SheetRow(sheet, number, cells) for number, cells in row.done)
        row.done.clear()


def _row_number(reference: str | None, last: int, path: Path, sheet: str) -> int:
    number = last + 1
    if reference is not None:
        number = int(reference) if reference.isascii() and reference.isdigit() and len(reference) < 8 else 0
    if not last < number <= _MAX_ROWS:
        reason = f'a row has the number "{reference}" after row {last}. {ADVICE}'
        raise ReviewError(path, reason, place=f'sheet "{sheet}"')
    return number


def _column(reference: str | None, row: _OpenRow, path: Path, sheet: str) -> int:
    column = row.column + 1
    if reference is not None:
        match = _REFERENCE.fullmatch(reference)
        column = -1 if match is None or int(match[2]) != row.number else 0
        for letter in match[1] if match and column == 0 else "":
            column = column * 26 + ord(letter) - ord("A") + 1
        column -= 1
    if not row.column < column < _MAX_COLUMNS:
        reason = f'a cell of row {row.number} has the place "{reference}". {ADVICE}'
        raise ReviewError(path, reason, place=f'sheet "{sheet}"')
    return column


def _value(row: _OpenRow, inline: str, texts: Sequence[str], path: Path, sheet: str) -> str:
    if row.kind == "inlineStr":
        return inline
    if row.kind == "s" and row.value:
        if (
            row.value.isascii()
            and row.value.isdigit()
            and len(row.value) < 10
            and int(row.value) < len(texts)
        ):
            return texts[int(row.value)]
        reason = f'a cell of row {row.number} names the shared text "{row.value}". {ADVICE}'
        raise ReviewError(path, reason, place=f'sheet "{sheet}"')
    return unescape(row.value) if row.kind == "str" else row.value


def unescape(text: str) -> str:
    r"""Return a text of a cell with its characters written as _xHHHH_ (ECMA-376, part 1, 22.9.2.19).

    >>> unescape("a_x000D_b"), unescape("_x005F_x000D_")
    ('a\rb', '_x000D_')
    """
    if "_x" not in text:
        return text
    whole = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    # Characters beyond the basic plane are written as two halves; a half alone is no character.
    return whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
