"""The journal of what terminologists decided: `terms.sqlite` in the memory folder, only added to.

A decision is about one concept as it was shown: its terms are kept with it, so it holds whatever a later
extraction finds.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path

from tm.journal_files import JournalForm, opened_journal

TERMS_JOURNAL = "terms.sqlite"
_SCHEMA = """
CREATE TABLE decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    concept_id TEXT NOT NULL, pivot TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'prefer', 'edit', 'reject', 'forbid', 'merge')),
    terms TEXT NOT NULL, forbidden TEXT NOT NULL, edited TEXT NOT NULL, edited_forbidden TEXT NOT NULL,
    merge_into TEXT NOT NULL, comment TEXT NOT NULL, reviewer TEXT NOT NULL, moment TEXT NOT NULL,
    origin TEXT NOT NULL, origin_digest TEXT NOT NULL, row INTEGER NOT NULL,
    CHECK ((verdict = 'merge') = (merge_into <> ''))
);
CREATE TRIGGER no_change BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'lines are only added'); END;
CREATE TRIGGER no_removal BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'lines are only added'); END;
"""
_FORM = JournalForm("the journal of terms", _SCHEMA, version=1)

# Terms by language, in the order in which they are used.
Terms = Mapping[str, tuple[str, ...]]


class TermVerdict(StrEnum):
    """What a terminologist says of a concept."""

    ACCEPT = "accept"
    PREFER = "prefer"
    EDIT = "edit"
    REJECT = "reject"
    FORBID = "forbid"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class TermDecision:
    """One line of the journal.

    `terms` and `forbidden` are what was shown, by language; `edited` and `edited_forbidden` what was written
    instead, of the languages where something was. `merge_into` is the id of another concept. `moment` is ISO
    8601 in UTC. `origin` is the name of the returned file, with its sheet, `origin_digest` the BLAKE2b of
    its bytes, and `row` the row or line in it, from 1.
    """

    concept_id: str
    pivot: str
    verdict: TermVerdict
    terms: Terms
    forbidden: Terms = field(default_factory=dict)
    edited: Terms = field(default_factory=dict)
    edited_forbidden: Terms = field(default_factory=dict)
    merge_into: str = ""
    comment: str = ""
    reviewer: str = ""
    moment: str = ""
    origin: str = ""
    origin_digest: str = ""
    row: int = 0


_COLUMNS = tuple(one.name for one in fields(TermDecision))
_TERMS = frozenset({"terms", "forbidden", "edited", "edited_forbidden"})


def record_terms(memory: Path, decisions: Sequence[TermDecision]) -> list[bool]:
    """Add the decisions to the journal, all or none; return which were new.

    Not new is only what the latest decision about the concept says already, or the very line that it was read
    from: to hand in an older file again is to decide again. Raises `MemoryDamaged`.
    """
    if not decisions:
        return []
    with opened_journal(memory / TERMS_JOURNAL, _FORM, create=True) as database:
        database.execute("BEGIN IMMEDIATE")
        last = latest_by_concept(_read(database))
        new = []
        for one in decisions:
            before = last.get(one.concept_id)
            is_new = before is None or (_line(before) != _line(one) and _content(before) != _content(one))
            new.append(is_new)
            if is_new:
                last[one.concept_id] = one
        marks = ", ".join("?" * len(_COLUMNS))
        database.executemany(
            f"INSERT INTO decisions ({', '.join(_COLUMNS)}) VALUES ({marks})",
            (_written(one) for one, is_new in zip(decisions, new, strict=True) if is_new),
        )
        database.execute("COMMIT")
    return new


def term_decisions(memory: Path) -> list[TermDecision]:
    """Return the journal of the memory, oldest first; empty where nothing was decided.

    Raises `MemoryDamaged` for a journal that cannot be read.
    """
    if not (memory / TERMS_JOURNAL).exists():
        return []
    with opened_journal(memory / TERMS_JOURNAL, _FORM, create=False) as database:
        return list(_read(database))


def latest_by_concept(journal: Iterable[TermDecision]) -> dict[str, TermDecision]:
    """Return the last decision about each concept, in the order of these decisions."""
    last: dict[str, TermDecision] = {}
    for one in journal:
        last.pop(one.concept_id, None)
        last[one.concept_id] = one
    return last


def _line(one: TermDecision) -> tuple[str, str, int]:
    return one.origin_digest, one.origin, one.row


def _content(one: TermDecision) -> tuple[object, ...]:
    return tuple(
        dict(value) if name in _TERMS else value
        for name in _COLUMNS
        if name not in ("moment", "origin", "origin_digest", "row")
        for value in (getattr(one, name),)
    )


def _written(one: TermDecision) -> tuple[object, ...]:
    return tuple(
        json.dumps(dict(getattr(one, name)), ensure_ascii=False) if name in _TERMS else getattr(one, name)
        for name in _COLUMNS
    )


def _read(database: sqlite3.Connection) -> Iterator[TermDecision]:
    for values in database.execute(f"SELECT {', '.join(_COLUMNS)} FROM decisions ORDER BY number"):
        row = dict(zip(_COLUMNS, values, strict=True))
        row |= {name: _terms(row[name]) for name in _TERMS}
        yield TermDecision(**{**row, "verdict": TermVerdict(row["verdict"])})


def _terms(text: str) -> Terms:
    return {str(language): tuple(map(str, terms)) for language, terms in json.loads(text).items()}
