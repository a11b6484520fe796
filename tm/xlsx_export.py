"""XLSX out: a sheet of units for reading or for review, a sheet about it; in constant memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from tm.cell_limits import units_that_fit
from tm.csv_export import check_review
from tm.detailed_units import DetailedUnit, detailed_units
from tm.doubtful_order import doubtful_first as sorted_by_doubt
from tm.reproducible_time import moment_of_file
from tm.selection import Choice, ExportReport, Tally, UnitSource, check_choice, opened_output
from tm.unit_columns import Cell, review_cells, review_columns, unit_cells, unit_columns
from tm.xlsx_layout import SheetLayout, about_lines, add_formats, lay_out, row_points

# Excel specifications and limits: rows of a sheet.
MAX_ROWS = 1_048_576
# A part of more than 2 GB would need ZIP64, which Excel takes for damage, and `tm.xlsx_package` reads up to
# 500 MB. Sizes are estimated.
_MAX_SHEET_BYTES = 400_000_000
_BYTES_A_CELL, _BYTES_A_CHARACTER = 64, 3


def write_xlsx(
    memory: UnitSource,
    out: Path | BinaryIO,
    *,
    level: str = "paragraph",
    pair: tuple[str, str] | None = None,
    min_probability: float = 0.0,
    review: bool = False,
    doubtful_first: bool | None = None,
    rows_a_sheet: int = MAX_ROWS,
) -> ExportReport:
    """Write the sheets "Units" (if it is full "Units 2" ...) and "About"; a row a unit.

    The columns are those of `tm.unit_columns.unit_columns`, with `review` also those that a reviewer fills
    in, for a pair. `doubtful_first`: by rising probability, None: for a pair. Texts are text cells, whatever
    they begin with; a paragraph too long for a cell is written as its sentences. Raises `ExportError`.
    """
    choice = Choice(level, pair, min_probability)
    check_choice(choice, memory.languages)
    languages = pair or memory.languages
    header = unit_columns(languages) + (review_columns(check_review(pair)) if review else ())
    tally = Tally()
    too_long: list[str] = []
    units = detailed_units(memory, choice, tally)
    if doubtful_first is None:
        doubtful_first = pair is not None
    ordered = sorted_by_doubt(units) if doubtful_first else units
    rows = _rows(units_that_fit(ordered, memory, choice, tally, too_long), languages, tally, review=review)
    layout = SheetLayout(header, tuple(languages), review)
    with opened_output(out) as file:
        workbook = new_workbook(file, "Translation units")
        book = _Book(workbook, add_formats(workbook, layout), layout)
        _write_units(book, rows, rows_a_sheet)
        report = tally.report(pair[0] if pair else None)
        _write_about(book, about_lines(memory, choice, report, too_long, review=review))
        workbook.close()
    return report


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook being written: its formats by column, and how its sheets look."""

    workbook: Any
    formats: Sequence[Any]
    layout: SheetLayout
    names: Iterator[int] = field(default_factory=lambda: count(1))


def new_workbook(file: BinaryIO, title: str) -> Any:
    """Return a workbook of XlsxWriter that takes texts for texts and has the moment of `moment_of_file`."""
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = Workbook(file, options)
    moment = moment_of_file().replace(tzinfo=None)
    workbook.set_properties({"title": title, "author": "hexapla", "created": moment})
    return workbook


def _rows(
    units: Iterator[DetailedUnit], languages: Sequence[str], tally: Tally, *, review: bool
) -> Iterator[list[Cell]]:
    for detailed in units:
        tally.count(detailed.unit)
        cells = unit_cells(detailed, languages)
        yield cells + review_cells(detailed) if review else cells


def _write_units(book: _Book, rows: Iterator[list[Cell]], rows_a_sheet: int) -> None:
    sheet, used, size = _new_sheet(book), 1, 0
    for row in rows:
        if used == rows_a_sheet or size > _MAX_SHEET_BYTES:
            lay_out(sheet, book.layout, used)
            sheet, used, size = _new_sheet(book), 1, 0
        _write_row(book, sheet, used, row)
        used += 1
        size += sum(_BYTES_A_CELL + _BYTES_A_CHARACTER * len(str(cell)) for cell in row)
    lay_out(sheet, book.layout, used)


def _new_sheet(book: _Book) -> Any:
    number = next(book.names)
    sheet = book.workbook.add_worksheet("Units" if number == 1 else f"Units {number}")
    for place, name in enumerate(book.layout.header):
        write_text_cell(sheet, 0, place, name, book.formats[-1])
    return sheet


def _write_row(book: _Book, sheet: Any, number: int, row: Sequence[Cell]) -> None:
    sheet.set_row(number, row_points(row, book.layout))
    for place, cell in enumerate(row):
        form = book.formats[place]
        if isinstance(cell, str) and cell:
            write_text_cell(sheet, number, place, cell, form)
        elif isinstance(cell, int | float):
            sheet.write_number(number, place, cell, form)
        else:
            sheet.write_blank(number, place, None, form)


def write_text_cell(sheet: Any, row: int, column: int, text: str, form: Any) -> None:
    """Write a text cell. XlsxWriter takes <r>...</r> for markup of its own and would not escape it."""
    if text.startswith("<r>") and text.endswith("</r>"):
        text = f'<r><t xml:space="preserve">{escape(text, quote=False)}</t></r>'
    sheet.write_string(row, column, text, form)


def _write_about(book: _Book, lines: Sequence[tuple[str, str]]) -> None:
    sheet = book.workbook.add_worksheet("About")
    bold = book.workbook.add_format({"bold": True, "valign": "top"})
    wrapped = book.workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for number, (name, text) in enumerate(lines):
        write_text_cell(sheet, number, 0, name, bold)
        write_text_cell(sheet, number, 1, text, wrapped)
