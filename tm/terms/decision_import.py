"""A returned table of terms into the journal of a memory: each row is recorded, or listed with its fault."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from tm.clean_text import clean_text
from tm.csv_rows import csv_rows
from tm.errors import ReviewError
from tm.memory_folder import require_generation
from tm.review_import import saved_moment
from tm.review_rows import is_workbook
from tm.terms.decision_journal import TermDecision, Terms, TermVerdict, record_terms
from tm.terms.exported_concepts import NCNAME
from tm.terms.term_columns import (
    CONCEPT_ID,
    DECISION,
    DECISIONS,
    EDITED,
    FORBIDDEN,
    HASH,
    MERGE,
    NOT_TO_USE,
    OTHERS,
    shown_hash,
    split_terms,
)
from tm.unit_columns import COMMENT
from tm.xlsx_rows import xlsx_rows

# Without the hash nobody knows whether a row is about a concept that there is.
_REQUIRED: Final = (CONCEPT_ID, DECISION, HASH)
_REVIEWER: Final = "reviewer"
_MAKE_ONE: Final = "hexapla terms MEMORY --to xlsx --out terms.xlsx"


class TermOutcome(StrEnum):
    """What became of a row; all but the first three are for someone to look at."""

    APPLIED = "applied"
    REPEATED = "recorded already"
    UNCHANGED = "no decision"
    BAD_DECISION = "bad decision"
    NO_TERMS = "edit without terms"
    NO_CONCEPT = "merge without another concept"
    UNKNOWN = "concept unknown"
    TOUCHED = "concept_id or terms changed"
    FORMULA = "formula"
    CONTRADICTION = "contradicts an earlier row"


SETTLED_TERMS: Final = frozenset({TermOutcome.APPLIED, TermOutcome.REPEATED, TermOutcome.UNCHANGED})


@dataclass(frozen=True, slots=True)
class TermRowOutcome:
    """What became of a row: its sheet ("" in a text file), its row or line from 1, and what to try next."""

    sheet: str
    row: int
    concept_id: str
    outcome: TermOutcome
    advice: str = ""


@dataclass(frozen=True, slots=True)
class TermReviewReport:
    """What an import did: an outcome for every row, in order."""

    file: Path
    outcomes: tuple[TermRowOutcome, ...]

    @property
    def counts(self) -> Mapping[TermOutcome, int]:
        """Rows by outcome, all outcomes in the order of `TermOutcome`."""
        found = Counter(row.outcome for row in self.outcomes)
        return {outcome: found[outcome] for outcome in TermOutcome}

    @property
    def problems(self) -> tuple[TermRowOutcome, ...]:
        """The rows that someone has to look at."""
        return tuple(row for row in self.outcomes if row.outcome not in SETTLED_TERMS)


@dataclass(frozen=True, slots=True)
class TermRow:
    """A row of a returned file: its cells by header, clean; `formula` is the header of one, else ""."""

    sheet: str
    number: int
    cells: Mapping[str, str]
    formula: str = ""

    def cell(self, name: str) -> str:
        """The text of a cell, "" for none."""
        return self.cells.get(name, "")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the file has columns for, the pivot first."""
        return tuple(name.removeprefix(OTHERS) for name in self.cells if name.startswith(OTHERS))

    def terms(self, *prefixes: str) -> Terms:
        """The terms by language that stand in the columns with these prefixes, without empty ones."""
        found = {
            language: tuple(
                dict.fromkeys(
                    term for prefix in prefixes for term in split_terms(self.cell(f"{prefix}{language}"))
                )
            )
            for language in self.languages
        }
        return {language: terms for language, terms in found.items() if terms}


def import_terms(memory: Path, file: Path, *, reviewer: str | None = None) -> TermReviewReport:
    """Record the decisions of a returned XLSX, CSV or TSV file in the journal; report every row.

    `reviewer` signs the rows that name nobody in a column "reviewer". The moment of a decision is that of
    `tm.review_import`. An import is a new act: what it says goes before every earlier decision about the
    concept, and is "recorded already" where that is the latest one anyway. Raises `ReviewError` for a file
    that cannot be read, `MemoryMissing`, `MemoryDamaged`.
    """
    require_generation(memory)
    origin, digest, moment = file.name, _digest(file), saved_moment(file)
    outcomes: list[TermRowOutcome] = []
    new: list[TermDecision] = []
    places: list[int] = []
    taken: dict[str, tuple[TermRow, TermDecision]] = {}
    for row in term_rows(file):
        outcome, advice = judge_row(row)
        if outcome is TermOutcome.APPLIED:
            decision = _decision(row, reviewer or "", origin, digest, moment)
            before = taken.setdefault(decision.concept_id, (row, decision))
            if before[0] is row:
                places.append(len(outcomes))
                new.append(decision)
            else:
                outcome, advice = _second(before, decision)
        outcomes.append(TermRowOutcome(row.sheet, row.number, row.cell(CONCEPT_ID), outcome, advice))
    for place, is_new in zip(places, record_terms(memory, new), strict=True):
        if not is_new:
            outcomes[place] = replace(outcomes[place], outcome=TermOutcome.REPEATED)
    return TermReviewReport(file, tuple(outcomes))


def term_rows(path: Path) -> Iterator[TermRow]:
    """Yield the rows of a file that `hexapla terms` made and someone filled in; raises `ReviewError`."""
    try:
        if is_workbook(path):
            yield from _sheet_rows(path)
            return
        for line, cells in csv_rows(path, _REQUIRED, _MAKE_ONE):
            yield TermRow("", line, {name: clean_text(text)[0] for name, text in cells.items()})
    except OSError as error:
        raise ReviewError(path, f"the file cannot be read ({error.strerror or error}).") from error


def _sheet_rows(path: Path) -> Iterator[TermRow]:
    sheet: str | None = None
    header: dict[int, str] = {}
    found = False
    for row in xlsx_rows(path):
        if row.sheet != sheet:
            sheet = row.sheet
            header = {column: cell.text.strip() for column, cell in row.cells.items()}
            if set(_REQUIRED) <= set(header.values()):
                found = True
            else:
                header = {}
        elif header:
            # Every header, also of empty cells: the columns say which languages there are.
            cells = {name: clean_text(row.cells[column].text)[0] if column in row.cells else ""
                     for column, name in header.items()}  # fmt: skip
            formula = next(
                (
                    header[column]
                    for column, cell in row.cells.items()
                    if cell.is_formula and column in header
                ),
                "",
            )
            yield TermRow(sheet, row.number, cells, formula)
    if not found:
        names = " and ".join(f'"{name}"' for name in _REQUIRED)
        raise ReviewError(path, f"no sheet has the columns {names}. Make the file with: {_MAKE_ONE}")


def judge_row(row: TermRow) -> tuple[TermOutcome, str]:
    """Return the outcome of a row by itself, and what to try next where it is a problem."""
    verdict, edits = row.cell(DECISION).lower(), {**row.terms(EDITED), **row.terms(FORBIDDEN)}
    if row.formula:
        return TermOutcome.FORMULA, f'Write plain text into the column "{row.formula}".'
    if not verdict:
        if edits or row.cell(COMMENT) or row.cell(MERGE):
            return TermOutcome.BAD_DECISION, f"The row has a text: choose {', '.join(DECISIONS)}."
        return TermOutcome.UNCHANGED, ""
    if empty := next((name for name in (CONCEPT_ID, HASH) if not row.cell(name)), ""):
        return TermOutcome.UNKNOWN, f'The column "{empty}" is empty: copy it from the table as it was made.'
    if _touched(row):
        return TermOutcome.TOUCHED, (
            f"Leave {CONCEPT_ID} and terms as the table was made with them; write other terms into a column "
            f'"{EDITED}..." and "edit" as the decision.'
        )
    if stray := _stray(row):
        return TermOutcome.BAD_DECISION, f'The column "{stray}" is about no language of the table.'
    return _judge_verdict(row, verdict, edited=bool(edits))


def _judge_verdict(row: TermRow, verdict: str, *, edited: bool) -> tuple[TermOutcome, str]:
    if verdict not in DECISIONS:
        return TermOutcome.BAD_DECISION, f'"{verdict}" is none of {", ".join(DECISIONS)}.'
    if (verdict == TermVerdict.MERGE) != bool(row.cell(MERGE)):
        if verdict == TermVerdict.MERGE:
            return TermOutcome.NO_CONCEPT, f'Write a {CONCEPT_ID} into the column "{MERGE}".'
        return TermOutcome.BAD_DECISION, f'The column "{MERGE}" is filled in: choose "merge", or clear it.'
    if verdict == TermVerdict.MERGE and not _is_other(row):
        return TermOutcome.NO_CONCEPT, f'The column "{MERGE}" names no other concept.'
    if verdict == TermVerdict.EDIT and not edited:
        return TermOutcome.NO_TERMS, f'Write terms into a column "{EDITED}..." or "{FORBIDDEN}...".'
    if edited and verdict not in (TermVerdict.EDIT, TermVerdict.PREFER):
        return TermOutcome.BAD_DECISION, 'There are edited terms: choose "edit" or "prefer", or clear them.'
    return TermOutcome.APPLIED, ""


def _is_other(row: TermRow) -> bool:
    return row.cell(MERGE) != row.cell(CONCEPT_ID) and NCNAME.fullmatch(row.cell(MERGE)) is not None


def _stray(row: TermRow) -> str:
    """Return the header of a text for a language that the table was not made for, "" for none."""
    known = {f"{prefix}{language}" for prefix in (EDITED, FORBIDDEN) for language in row.languages}
    filled = (name for name, text in row.cells.items() if text and name.startswith((EDITED, FORBIDDEN)))
    return next((name for name in filled if name not in known), "")


def _touched(row: TermRow) -> bool:
    """Whether id or terms differ from those the file was made with: someone has written over them."""
    shown = {CONCEPT_ID: row.cell(CONCEPT_ID)}
    for language in row.languages:
        for name in (language, f"{OTHERS}{language}", f"{NOT_TO_USE}{language}"):
            shown[name] = row.cell(name)
    return row.cell(HASH) != shown_hash({name: text for name, text in shown.items() if text})


def _second(before: tuple[TermRow, TermDecision], decision: TermDecision) -> tuple[TermOutcome, str]:
    row, first = before
    if replace(first, row=0, origin="") == replace(decision, row=0, origin=""):
        return TermOutcome.REPEATED, ""
    where = f"row {row.number}" + (f' of sheet "{row.sheet}"' if row.sheet else "")
    return TermOutcome.CONTRADICTION, f"Leave one of the two; {where} counts."


def _decision(row: TermRow, reviewer: str, origin: str, digest: str, moment: str) -> TermDecision:
    return TermDecision(
        concept_id=row.cell(CONCEPT_ID),
        pivot=row.languages[0] if row.languages else "",
        verdict=TermVerdict(row.cell(DECISION).lower()),
        terms=row.terms("", OTHERS),
        forbidden=row.terms(NOT_TO_USE),
        edited=row.terms(EDITED),
        edited_forbidden=row.terms(FORBIDDEN),
        merge_into=row.cell(MERGE),
        comment=row.cell(COMMENT),
        reviewer=row.cell(_REVIEWER) or reviewer,
        moment=moment,
        origin=f"{origin} [{row.sheet}]" if row.sheet else origin,
        origin_digest=digest,
        row=row.number,
    )


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError as error:
        raise ReviewError(file, f"the file cannot be read ({error.strerror or error}).") from error
