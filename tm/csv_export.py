"""Tables out for spreadsheets: CSV by RFC 4180, and TSV with the columns that a reviewer fills in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Literal

from tm.detailed_units import DetailedUnit, detailed_units
from tm.doubtful_order import doubtful_first as sorted_by_doubt
from tm.errors import ExportError
from tm.formula_guard import guard_formula
from tm.selection import Choice, ExportReport, Tally, UnitSource, check_choice, opened_output
from tm.unit_columns import Cell, review_cells, review_columns, unit_cells, unit_columns

_UNITS_A_WRITE = 1000
_BOM = b"\xef\xbb\xbf"
# The columns of `tm.tables_export.write_tsv`, which stay as they are.
_TSV_COLUMNS = ("unit_id", "document", "probability")
Dialect = Literal["csv", "tsv"]


def write_csv(
    memory: UnitSource,
    out: Path | BinaryIO,
    *,
    level: str = "paragraph",
    pair: tuple[str, str] | None = None,
    min_probability: float = 0.0,
    bom: bool = False,
    review: bool = False,
    doubtful_first: bool = False,
) -> ExportReport:
    """Write a header and one record a unit: the columns `tm.unit_columns.unit_columns`, CRLF, UTF-8.

    `bom`: with the mark by which Excel knows UTF-8. `review`: with the columns that a reviewer fills in, for
    a pair. `doubtful_first`: by rising probability. Cells that a spreadsheet would take for a formula are
    guarded (`tm.formula_guard`). Raises `ExportError`.
    """
    choice = Choice(level, pair, min_probability)
    return _write(memory, out, choice, "csv", bom=bom, review=review, by_doubt=doubtful_first)


def write_review_tsv(
    memory: UnitSource,
    out: Path | BinaryIO,
    *,
    level: str = "paragraph",
    pair: tuple[str, str] | None = None,
    min_probability: float = 0.0,
    bom: bool = False,
    doubtful_first: bool = False,
) -> ExportReport:
    """Write the columns of `write_tsv` and those that a reviewer fills in, for a pair; LF, UTF-8.

    Other than there, cells are quoted where they hold a quotation mark, and guarded against formulas: this
    file is meant for a spreadsheet. Raises `ExportError`.
    """
    choice = Choice(level, pair, min_probability)
    return _write(memory, out, choice, "tsv", bom=bom, review=True, by_doubt=doubtful_first)


def check_review(pair: tuple[str, str] | None) -> tuple[str, str]:
    """Return the pair to review; raises `ExportError` without one."""
    if pair is None:
        raise ExportError("A review needs a pair of languages. Name source and target: --pair fr:en.")
    return pair


def _write(
    memory: UnitSource,
    out: Path | BinaryIO,
    choice: Choice,
    dialect: Dialect,
    *,
    bom: bool,
    review: bool,
    by_doubt: bool,
) -> ExportReport:
    check_choice(choice, memory.languages)
    languages = choice.pair or memory.languages
    header = list(unit_columns(languages) if dialect == "csv" else (*_TSV_COLUMNS, *languages))
    header += review_columns(check_review(choice.pair)) if review else ()
    tally = Tally()
    units = detailed_units(memory, choice, tally)
    rows = _rows(sorted_by_doubt(units) if by_doubt else units, languages, dialect, tally, review=review)
    with opened_output(out) as file:
        file.write(_BOM if bom else b"")
        file.write(_lines([header], dialect))
        while batch := list(islice(rows, _UNITS_A_WRITE)):
            file.write(_lines(batch, dialect))
    return tally.report(choice.pair[0] if choice.pair else None)


def _rows(
    units: Iterator[DetailedUnit], languages: Sequence[str], dialect: Dialect, tally: Tally, *, review: bool
) -> Iterator[list[Cell]]:
    for detailed in units:
        tally.count(detailed.unit)
        cells = unit_cells(detailed, languages)
        if dialect == "tsv":
            by_name = dict(zip(unit_columns(languages), cells, strict=True))
            cells = [by_name[name] for name in (*_TSV_COLUMNS, *languages)]
        yield cells + review_cells(detailed) if review else cells


def _lines(rows: Sequence[Sequence[Cell]], dialect: Dialect) -> bytes:
    buffer = io.StringIO()
    delimiter, end = (",", "\r\n") if dialect == "csv" else ("\t", "\n")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8")


def _written(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.3f}"
    return guard_formula(cell) if isinstance(cell, str) else "" if cell is None else str(cell)
