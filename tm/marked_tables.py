"""Tables for people with words marked inside their cells: CSV, XLSX and HTML, in constant memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from corpora.languages import is_right_to_left
from tm.cell_limits import MAX_CELL_CHARS, utf16_length
from tm.errors import ExportError
from tm.formula_guard import guard_formula
from tm.reproducible_time import moment_of_file
from tm.selection import opened_output
from tm.tmx_profiles import bcp47_code
from tm.xlsx_export import MAX_ROWS

_ROWS_A_WRITE = 1000
_BOM = b"\xef\xbb\xbf"
_MARK_COLOUR = "#9C1C00"
_MARK_RUN = (
    f'<rPr><b/><sz val="11"/><color rgb="FF{_MARK_COLOUR[1:]}"/><rFont val="Calibri"/><family val="2"/>'
    '<scheme val="minor"/></rPr>'
)
# What stands for a character by its number in texts of a workbook (ECMA-376, part 1, 22.9.2.19).
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with words of it marked: `before + marked + after` is the whole text.

    `language` is its own where it differs from that of its column, which may have one a row.
    """

    before: str
    marked: str
    after: str
    language: str | None = None

    def __str__(self) -> str:
        return self.before + self.marked + self.after


Cell = str | int | float | Marked | None


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its name, the language of its texts, its width in characters of the standard font."""

    name: str
    language: str | None = None
    width: int = 12


@dataclass(frozen=True, slots=True)
class MarkedTable:
    """A table on its way out: its title, columns and rows, which are read once."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: Iterable[Sequence[Cell]]


def write_csv_table(table: MarkedTable, out: Path | BinaryIO, *, bom: bool = True) -> int:
    """Write CSV with LF, UTF-8, by `bom` with the mark by which Excel knows it; return the number of rows.

    Marked words are not told from others. Cells that a spreadsheet would run as a formula are guarded
    (`tm.formula_guard`).
    """
    rows, written = iter(table.rows), 0
    with opened_output(out) as file:
        file.write(_BOM if bom else b"")
        file.write(_csv_lines([[column.name for column in table.columns]]))
        while batch := list(islice(rows, _ROWS_A_WRITE)):
            file.write(_csv_lines([[_csv_cell(cell) for cell in row] for row in batch]))
            written += len(batch)
    return written


def write_html_table(table: MarkedTable, out: Path | BinaryIO) -> int:
    """Write one page without scripts that needs nothing else; marked words in `mark`. Return the rows."""
    heads = "".join(f'<th scope="col">{escape(column.name)}</th>' for column in table.columns)
    written = 0
    with opened_output(out) as file:
        file.write(_html_opening(table.title, heads).encode())
        for row in table.rows:
            cells = "".join(map(_html_cell, table.columns, row))
            file.write(f"<tr>{cells}</tr>\n".encode())
            written += 1
        file.write(b"</tbody>\n</table>\n</body>\n</html>\n")
    return written


def write_xlsx_table(table: MarkedTable, out: Path | BinaryIO, *, rows_a_sheet: int = MAX_ROWS) -> int:
    """Write a workbook, marked words in bold and colour; return the number of rows.

    Every text is a text, whatever it begins with. A text longer than a cell holds is cut around its marked
    words, with an ellipsis. A full sheet is followed by another.
    """
    from xlsxwriter import Workbook

    with opened_output(out) as file:
        workbook = Workbook(file, {"constant_memory": True, "strings_to_urls": False})
        moment = moment_of_file().replace(tzinfo=None)
        workbook.set_properties({"title": table.title, "author": "hexapla", "created": moment})
        written = _write_sheets(workbook, table, rows_a_sheet)
        workbook.close()
    return written


TABLE_WRITERS: dict[str, Callable[[MarkedTable, Path | BinaryIO], int]] = {
    "csv": write_csv_table,
    "xlsx": write_xlsx_table,
    "html": write_html_table,
}


def write_table(table: MarkedTable, form: str, out: Path | BinaryIO) -> int:
    """Write a table in a format of `TABLE_WRITERS`; return the rows. Raises `ExportError` for another."""
    if form not in TABLE_WRITERS:
        raise ExportError(f'There is no table as "{form}". Use one of: {", ".join(TABLE_WRITERS)}.')
    return TABLE_WRITERS[form](table, out)


def _csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, int | float) else guard_formula(str(cell))


def _html_opening(title: str, heads: str) -> str:
    style = (
        ":root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; } "
        "table { border-collapse: collapse; } th, td { border: 1px solid GrayText; padding: .3rem .5rem; "
        "text-align: start; vertical-align: top; overflow-wrap: anywhere; } td { unicode-bidi: isolate; }"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"<h1><bdi>{escape(title)}</bdi></h1>\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    )


def _html_cell(column: TableColumn, cell: Cell) -> str:
    language = _language(column, cell)
    # Of a text whose language nobody knows, as a query's, the first letters say the direction.
    attributes = ' dir="auto"' if isinstance(cell, str | Marked) else ""
    if language is not None:
        direction = "rtl" if is_right_to_left(language) else "ltr"
        attributes = f' lang="{escape(bcp47_code(language))}" dir="{direction}"'
    if isinstance(cell, Marked):
        mark = f"<mark>{escape(cell.marked)}</mark>" if cell.marked else ""
        return f"<td{attributes}>{escape(cell.before)}{mark}{escape(cell.after)}</td>"
    return f"<td{attributes}>{'' if cell is None else escape(str(cell))}</td>"


def _language(column: TableColumn, cell: Cell) -> str | None:
    own = cell.language if isinstance(cell, Marked) else None
    return own or column.language


@dataclass(frozen=True, slots=True)
class _Look:
    """The formats of a workbook: of texts and of whole marked cells (from left, from right), words, heads."""

    cells: tuple[Any, Any]
    marked_cells: tuple[Any, Any]
    words: Any
    head: Any


def _look(workbook: Any) -> _Look:
    mark = {"bold": True, "font_color": _MARK_COLOUR}
    left: dict[str, Any] = {"text_wrap": True, "valign": "top"}
    right = left | {"reading_order": 2, "align": "right"}
    return _Look(
        cells=(workbook.add_format(left), workbook.add_format(right)),
        marked_cells=(workbook.add_format(left | mark), workbook.add_format(right | mark)),
        words=workbook.add_format(mark),
        head=workbook.add_format({"bold": True, "bottom": 1, "valign": "top"}),
    )


def _write_sheets(workbook: Any, table: MarkedTable, rows_a_sheet: int) -> int:
    look = _look(workbook)
    rows, written, number = iter(table.rows), 0, 0
    following: Sequence[Cell] | None = next(rows, None)
    while following is not None or number == 0:
        number += 1
        sheet = _new_sheet(workbook, table.columns, number, look)
        used = 1
        while following is not None and used < rows_a_sheet:
            _write_row(sheet, used, following, table.columns, look)
            used += 1
            written += 1
            following = next(rows, None)
        sheet.autofilter(0, 0, max(1, used - 1), len(table.columns) - 1)
    return written


def _new_sheet(workbook: Any, columns: Sequence[TableColumn], number: int, look: _Look) -> Any:
    sheet = workbook.add_worksheet("Table" if number == 1 else f"Table {number}")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        _write_text(sheet, 0, place, column.name, look.head)
    return sheet


def _write_row(
    sheet: Any, number: int, row: Sequence[Cell], columns: Sequence[TableColumn], look: _Look
) -> None:
    for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
        language = _language(column, cell)
        right = language is not None and is_right_to_left(language)
        if isinstance(cell, Marked):
            _write_marked(sheet, number, place, _fitting(cell), look, right=right)
        elif isinstance(cell, str) and cell:
            _write_text(sheet, number, place, str(_fitting(Marked(cell, "", ""))), look.cells[right])
        elif isinstance(cell, int | float):
            sheet.write_number(number, place, cell, look.cells[right])


def _write_marked(sheet: Any, row: int, column: int, cell: Marked, look: _Look, *, right: bool) -> None:
    form = look.cells[right]
    if not cell.marked:
        _write_text(sheet, row, column, str(cell), form)
    elif not cell.before and not cell.after:
        _write_text(sheet, row, column, cell.marked, look.marked_cells[right])
    elif _ESCAPE.search(str(cell)):
        _write_escaped(sheet, row, column, cell, form)
    else:
        parts = [cell.before] if cell.before else []
        parts += [look.words, cell.marked, *([cell.after] if cell.after else [])]
        sheet.write_rich_string(row, column, *parts, form)


def _write_escaped(sheet: Any, row: int, column: int, cell: Marked, form: Any) -> None:
    """Write runs as markup: XlsxWriter escapes what looks like an escape twice in the runs that it makes."""
    runs = ((cell.before, ""), (cell.marked, _MARK_RUN), (cell.after, ""))
    markup = "".join(
        f'<r>{run}<t xml:space="preserve">{escape(text, quote=False)}</t></r>' for text, run in runs if text
    )
    # It also counts the markup as text; what is too long so stays unmarked.
    marked = len(markup) <= MAX_CELL_CHARS
    sheet.write_string(row, column, markup if marked else str(cell), form)


def _write_text(sheet: Any, row: int, column: int, text: str, form: Any) -> None:
    # XlsxWriter takes <r>...</r> for markup of its own and would not escape it.
    if text.startswith("<r>") and text.endswith("</r>"):
        text = f'<r><t xml:space="preserve">{escape(text, quote=False)}</t></r>'
    if text:
        sheet.write_string(row, column, text, form)


def _fitting(cell: Marked) -> Marked:
    """Return a cell that Excel can hold: what is farthest from the marked words is left out."""
    if utf16_length(str(cell)) <= MAX_CELL_CHARS:
        return cell
    # Two code units a character at most, and an ellipsis at each end.
    room = MAX_CELL_CHARS // 2 - 2
    marked = cell.marked[:room]
    side = (room - len(marked)) // 2
    after = cell.after[: room - len(marked) - min(side, len(cell.before))]
    before = cell.before[max(0, len(cell.before) - (room - len(marked) - len(after))) :]
    return Marked(
        before if before == cell.before else _ELLIPSIS + before,
        marked,
        after if after == cell.after and marked == cell.marked else after + _ELLIPSIS,
    )
