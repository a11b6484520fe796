"""CSV and TSV in, as spreadsheet programs save them: any of three delimiters, UTF-8 or UTF-16."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from tm.errors import ReviewError
from tm.formula_guard import unguard_formula

# Programs write what the settings of their user say: a comma, or a semicolon where that is the decimal sign.
_DELIMITERS = ("\t", ",", ";")
# No unit is as long; the limit of the csv module is less than a long paragraph.
_MAX_FIELD_CHARS = 10_000_000
# Names of encodings as the programs that save files write them.
_NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}
_SAVE_AGAIN = "Save it again as CSV in UTF-8, or as XLSX."


def csv_rows(
    path: Path, required: Collection[str], make_one: str = "hexapla export --review"
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield what `csv_records` does, cells by header: of several with one header the last."""
    for line, record in csv_records(path, required, make_one):
        yield line, dict(record)


def csv_records(
    path: Path, required: Collection[str], make_one: str = "hexapla export --review"
) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Yield the line that each record begins on, from 1, and its cells with their headers, without guards.

    The delimiter is the one by which the first line has all the `required` headers; `make_one` is the command
    that makes such a file, for who lacks them. Raises `ReviewError` for an unknown encoding, missing headers,
    an open quotation mark, a cell without a header.
    """
    encoding = _encoding(path)
    delimiter, header = _header(path, encoding, required, make_one)
    try:
        with path.open(encoding=encoding, newline="") as file, _long_fields():
            records = csv.reader(file, delimiter=delimiter, strict=True)
            next(records)
            line = records.line_num + 1
            for record in records:
                if any(record[len(header) :]):
                    raise ReviewError(
                        path, f"a record has more cells than headers. {_SAVE_AGAIN}", place=f"line {line}"
                    )
                yield (
                    line,
                    [(name, unguard_formula(cell)) for name, cell in zip(header, record, strict=False)],
                )
                line = records.line_num + 1
    except csv.Error as error:
        raise ReviewError(
            path, f"the table is damaged ({error}). {_SAVE_AGAIN}", place=f"line {line}"
        ) from error
    except UnicodeError as error:
        raise ReviewError(path, f"the file is not {_NAMES[encoding]} throughout. {_SAVE_AGAIN}") from error


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    # Excel saves "Unicode text" as UTF-16.
    return "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def _header(path: Path, encoding: str, required: Collection[str], make_one: str) -> tuple[str, list[str]]:
    try:
        with path.open(encoding=encoding, newline="") as file:
            line = file.readline(_MAX_FIELD_CHARS)
    except UnicodeError as error:
        raise ReviewError(
            path, f"the file is not {_NAMES[encoding]}. {_SAVE_AGAIN}", place="line 1"
        ) from error
    for delimiter in _DELIMITERS:
        header = [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
        if set(required) <= set(header):
            return delimiter, header
    names = " and ".join(f'"{name}"' for name in required)
    reason = f"the first line has no columns {names}. Make the file with: {make_one}"
    raise ReviewError(path, reason, place="line 1")


@contextmanager
def _long_fields() -> Iterator[None]:
    before = csv.field_size_limit(_MAX_FIELD_CHARS)
    try:
        yield
    finally:
        csv.field_size_limit(before)
