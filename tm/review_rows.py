"""The rows of a returned file, XLSX, CSV or TSV: what the reviewer wrote, and the texts it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tm.clean_text import clean_text
from tm.csv_rows import csv_rows
from tm.errors import ReviewError
from tm.unit_columns import COMMENT, CORRECTED, HASH, UNIT_ID, VERDICT
from tm.xlsx_rows import SheetCell, xlsx_rows

_REQUIRED = (UNIT_ID, VERDICT)
_REVIEWER = "reviewer"
# The container of the old Office formats, and of encrypted new ones (MS-CFB, 2.2).
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row of a returned file; texts are clean, on one line, "" where the file has none.

    `sheet` is "" in a text file; `number` is the row or the line, from 1. `source_hash` and `target_hash` are
    those the file was made with. `formula` is the header of a cell in which a formula stands, else "".
    """

    sheet: str
    number: int
    unit_id: str
    pair: tuple[str, str]
    verdict: str
    corrected: str
    comment: str
    reviewer: str
    source_text: str
    target_text: str
    source_hash: str
    target_hash: str
    formula: str = ""


def review_rows(path: Path, languages: Collection[str]) -> Iterator[ReviewRow]:
    """Yield the rows of a file that `hexapla export --review` made and someone filled in.

    `languages` are those of the memory. Raises `ReviewError` for a file that cannot be read or is another.
    """
    try:
        if is_workbook(path):
            yield from _sheet_rows(path, languages)
            return
        pair: tuple[str, str] | None = None
        for line, cells in csv_rows(path, _REQUIRED):
            pair = pair or _pair(path, cells, languages)
            yield _row("", line, cells, pair)
    except OSError as error:
        raise ReviewError(path, f"the file cannot be read ({error.strerror or error}).") from error


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook (XLSX); raises `ReviewError` for an old one, or one with a password."""
    with path.open("rb") as file:
        start = file.read(len(_OLD_WORKBOOK))
    if start == _OLD_WORKBOOK:
        reason = "this is an old workbook (.xls), or one with a password. Save it as XLSX without a password."
        raise ReviewError(path, reason)
    return start.startswith(b"PK\x03\x04")


def _sheet_rows(path: Path, languages: Collection[str]) -> Iterator[ReviewRow]:
    sheet: str | None = None
    header: dict[int, str] = {}
    pair = ("", "")
    found = False
    for row in xlsx_rows(path):
        if row.sheet != sheet:
            sheet = row.sheet
            header = {column: cell.text.strip() for column, cell in row.cells.items()}
            if set(_REQUIRED) <= set(header.values()):
                found, pair = True, _pair(path, header.values(), languages)
            else:
                header = {}
        elif header:
            cells = {header[column]: cell for column, cell in row.cells.items() if column in header}
            yield _row(
                sheet, row.number, {name: cell.text for name, cell in cells.items()}, pair, _formula(cells)
            )
    if not found:
        names = " and ".join(f'"{name}"' for name in _REQUIRED)
        reason = f"no sheet has the columns {names}. Make the file with: hexapla export --to xlsx --review"
        raise ReviewError(path, reason)


def _formula(cells: Mapping[str, SheetCell]) -> str:
    return next((name for name, cell in cells.items() if cell.is_formula), "")


def _pair(path: Path, header: Collection[str], languages: Collection[str]) -> tuple[str, str]:
    """Return the pair that the headers name: "corrected en" the target, "hash fr" or "fr" the source."""
    target = next((name.removeprefix(CORRECTED) for name in header if name.startswith(CORRECTED)), "")
    hashed = [name.removeprefix(HASH) for name in header if name.startswith(HASH)]
    sources = [*hashed, *(name for name in header if name in languages)]
    source = next((code for code in sources if code != target), "")
    for code, column in ((target, f"{CORRECTED}LANGUAGE"), (source, f"{HASH}LANGUAGE")):
        if code not in languages:
            reason = f'the columns do not say the pair: no language "{code}" of a column "{column}" is known.'
            raise ReviewError(path, f"{reason} The memory has: {', '.join(sorted(languages))}.")
    return source, target


def _row(
    sheet: str, number: int, cells: Mapping[str, str], pair: tuple[str, str], formula: str = ""
) -> ReviewRow:
    clean = {name: clean_text(text)[0] for name, text in cells.items()}
    source, target = pair
    return ReviewRow(
        sheet=sheet,
        number=number,
        unit_id=clean.get(UNIT_ID, ""),
        pair=pair,
        verdict=clean.get(VERDICT, "").lower(),
        corrected=clean.get(f"{CORRECTED}{target}", ""),
        comment=clean.get(COMMENT, ""),
        reviewer=clean.get(_REVIEWER, ""),
        source_text=clean.get(source, ""),
        target_text=clean.get(target, ""),
        source_hash=clean.get(f"{HASH}{source}", ""),
        target_hash=clean.get(f"{HASH}{target}", ""),
        formula=formula,
    )
