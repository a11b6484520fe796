"""A termbase in a table: CSV, TSV or XLSX with a column a language, of any tool."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from corpora.languages import normalise_language
from tm.clean_text import clean_text
from tm.csv_rows import csv_records
from tm.errors import TbxError
from tm.review_rows import is_workbook
from tm.tbx_reading import TermEntry, TermForm
from tm.terms.exported_concepts import TermStatus
from tm.terms.term_columns import CONCEPT_ID, FORBIDDEN, NOT_TO_USE, OTHERS, SEPARATOR, split_terms
from tm.xlsx_rows import SheetRow, xlsx_rows

# Headers, in small letters, of what is said of an entry; "definition fr" and memoQ's "English_Def" are also
# definitions.
_IDS: Final = frozenset({CONCEPT_ID, "id", "entry_id"})
_SUBJECTS: Final = frozenset({"subject", "subject field", "domain", "entry_subject"})
_NOTES: Final = frozenset({"note", "notes", "comment", "entry_note"})
_STATUSES: Final = frozenset({"status", "term status", "administrative status"})
_DEFINITION: Final = re.compile(r"definitions?(?: .*)?|.*_def")
_TERM_STATUS: Final = "term status "
# Two letters that head a column of numbers, or answers, rather than of Indonesian or Norwegian.
_NO_LANGUAGES: Final = frozenset({"id", "no"})
_CODE: Final = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_DELIMITERS: Final = ("\t", ",", ";")
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_ADD_LINE: Final = "names languages (fr, en, French). Add that line."

Record = Sequence[tuple[str, str]]


def table_entries(path: Path) -> Iterator[TermEntry]:
    """Yield an entry a row; `line` is that of a text file, or the row of a sheet, from 1.

    The first line names languages (fr, en-US, French); one that is there twice has synonyms. Several terms
    of a cell stand between "|". The columns of `hexapla terms --to csv` are known, and subject, definition,
    note and status, which is that of all terms of the row. Raises `TbxError`, `ReviewError`, `OSError`.
    """
    for line, record in _sheet_records(path) if is_workbook(path) else _text_records(path):
        yield TermEntry(
            _first(record, _IDS),
            line,
            tuple(_forms(record)),
            _first(record, _SUBJECTS),
            tuple(text for name, text in record if text and _DEFINITION.fullmatch(name.lower())),
            "; ".join(text for name, text in record if text and name.lower() in _NOTES),
        )


def _text_records(path: Path) -> Iterator[tuple[int, Record]]:
    for line, record in csv_records(path, _columns(path)):
        yield line, [(name, clean_text(text)[0]) for name, text in record]


def _sheet_records(path: Path) -> Iterator[tuple[int, Record]]:
    """Yield the rows below the first one of each sheet whose first one names languages."""
    sheet: str | None = None
    header: dict[int, str] = {}
    found = False
    for row in xlsx_rows(path):
        if row.sheet != sheet:
            sheet, header = row.sheet, {}
            names = {column: cell.text.strip() for column, cell in row.cells.items()}
            if _languages(names.values()):
                header, found = names, True
        elif header:
            yield row.number, list(_cells(row, header))
    if not found:
        raise TbxError(path, f"this workbook has no sheet whose first line {_ADD_LINE}")


def _cells(row: SheetRow, header: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    for column, name in header.items():
        if column in row.cells:
            yield name, clean_text(row.cells[column].text)[0]


def _first(record: Record, names: frozenset[str]) -> str:
    return next((text for name, text in record if text and name.lower() in names), "")


def _forms(record: Record) -> Iterator[TermForm]:
    of_all = _first(record, _STATUSES)
    for name, language in _languages(name for name, _ in record).items():
        statuses = _term_statuses(record, name)
        for term in _terms(record, name, f"{OTHERS}{name}"):
            yield TermForm(language, term, next(statuses, "") or of_all)
        for term in _terms(record, f"{NOT_TO_USE}{name}", f"{FORBIDDEN}{name}"):
            yield TermForm(language, term, str(TermStatus.DEPRECATED))


def _terms(record: Record, *names: str) -> Iterator[str]:
    for wanted in names:
        for name, text in record:
            if name == wanted:
                yield from split_terms(text)


def _term_statuses(record: Record, name: str) -> Iterator[str]:
    """Return the statuses of the terms of a language, in their order, where a column has them."""
    told = next((text for header, text in record if header == f"{_TERM_STATUS}{name}"), "")
    return iter([part.strip() for part in told.split(SEPARATOR.strip())])


def _columns(path: Path) -> list[str]:
    """Return the headers that name a language, by the delimiter that shows most of them."""
    with path.open("rb") as file:
        data = file.read(1 << 16)
    encoding = "utf-16" if data.startswith(_MARKS) else "utf-8-sig"
    line = data.decode(encoding, "replace").partition("\n")[0].rstrip("\r")
    found = [_languages(next(csv.reader([line], delimiter=sign), [])) for sign in _DELIMITERS]
    best = max(found, key=len)
    if not best:
        raise TbxError(path, f"this is neither TBX nor a table whose first line {_ADD_LINE}", line=1)
    return list(best)


def _languages(header: Iterable[str]) -> dict[str, str]:
    names = (name.strip() for name in header)
    return {name: language for name in names if (language := _language(name)) is not None}


def _language(name: str) -> str | None:
    if _DEFINITION.fullmatch(name.lower()):
        return None
    # memoQ writes Chinese_PRC and English_United_States.
    known = normalise_language(name) or normalise_language(re.split(r"[_ (]", name)[0])
    if known is not None:
        return known
    return name if _CODE.fullmatch(name) and name not in _NO_LANGUAGES else None
