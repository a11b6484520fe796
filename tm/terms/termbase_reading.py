"""A termbase of any tool: TBX of both versions, or a table (CSV, TSV) with a column a language."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from corpora.languages import normalise_language
from tm.csv_rows import csv_rows
from tm.errors import TbxError
from tm.tbx_reading import TermEntry, TermForm, read_tbx
from tm.terms.exported_concepts import ExportedConcept, TermStatus
from tm.terms.term_columns import CONCEPT_ID, FORBIDDEN, NOT_TO_USE, OTHERS, split_terms

# What begins the values of /administrativeStatus/ and of the words of tools for "do not use".
_NOT_TO_USE: Final = ("deprecated", "superseded", "forbidden", "obsolete", "notrecommended", "rejected")
# Two letters that head a column of numbers, or answers, rather than of Indonesian or Norwegian.
_NO_LANGUAGES: Final = frozenset({"id", "no"})
_CODE: Final = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_IDS: Final = (CONCEPT_ID, "id", "Entry_ID", "ID")
_DELIMITERS: Final = ("\t", ",", ";")
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def read_termbase(path: Path) -> list[TermEntry]:
    """Return the entries of a termbase, in order; entries without a term are left out.

    A table has a header line with languages (fr, en-US, French); several terms of a cell stand between "|".
    The columns of `hexapla terms --to csv` are known. Raises `TbxError` for what is neither, `ReviewError`
    for a damaged table, `OSError` where the file cannot be opened.
    """
    entries = read_tbx(path) if _looks_like_xml(path) else _table_entries(path)
    return [entry for entry in entries if entry.terms]


def is_approved(form: TermForm) -> bool:
    """Whether a term may be used: one whose status nobody gave may."""
    return not form.status.casefold().replace("-", "").startswith(_NOT_TO_USE)


def is_preferred(form: TermForm) -> bool:
    """Whether a term is the one to use."""
    return form.status.casefold().startswith("preferred")


def entries_of(concepts: Sequence[ExportedConcept]) -> list[TermEntry]:
    """Return concepts as the entries of a termbase; lines count them from 1."""
    return [
        TermEntry(
            concept.concept_id,
            number,
            tuple(TermForm(term.language, term.text, str(term.status)) for term in concept.terms),
            concept.subject,
            concept.definitions,
        )
        for number, concept in enumerate(concepts, start=1)
    ]


def _looks_like_xml(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(64)
    # UTF-16 has a zero byte beside each sign of ASCII.
    return start.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n").startswith(b"<")


def _table_entries(path: Path) -> Iterator[TermEntry]:
    columns = _columns(path)
    for line, cells in csv_rows(path, tuple(columns)):
        identifier = next((cells[name] for name in _IDS if cells.get(name)), "")
        yield TermEntry(identifier, line, tuple(_forms(cells, columns)))


def _forms(cells: Mapping[str, str], columns: Mapping[str, str]) -> Iterator[TermForm]:
    for name, language in columns.items():
        for term in (*split_terms(cells.get(name, "")), *split_terms(cells.get(f"{OTHERS}{name}", ""))):
            yield TermForm(language, term)
        for prefix in (NOT_TO_USE, FORBIDDEN):
            for term in split_terms(cells.get(f"{prefix}{name}", "")):
                yield TermForm(language, term, str(TermStatus.DEPRECATED))


def _columns(path: Path) -> dict[str, str]:
    """Return the language of each column that has one, by the delimiter that shows most of them."""
    with path.open("rb") as file:
        data = file.read(1 << 16)
    encoding = "utf-16" if data.startswith(_MARKS) else "utf-8-sig"
    line = data.decode(encoding, "replace").partition("\n")[0].rstrip("\r")
    found = [_languages(next(csv.reader([line], delimiter=sign), [])) for sign in _DELIMITERS]
    best = max(found, key=len)
    if not best:
        reason = "this is neither TBX nor a table whose first line names languages (fr, en, French)."
        raise TbxError(path, f"{reason} Add that line.", line=1)
    return best


def _languages(header: Sequence[str]) -> dict[str, str]:
    names = (name.strip() for name in header)
    return {name: language for name in names if (language := _language(name)) is not None}


def _language(name: str) -> str | None:
    # memoQ writes Chinese_PRC and English_United_States.
    known = normalise_language(name) or normalise_language(re.split(r"[_ (]", name)[0])
    if known is not None:
        return known
    return name if _CODE.fullmatch(name) and name not in _NO_LANGUAGES else None
