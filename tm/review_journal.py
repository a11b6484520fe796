"""The journal of what reviewers decided: `review.sqlite` in the memory folder, to which lines are only added.

A decision is about one unit in one pair, and about two texts, which it names by their hashes: when a later
build finds other texts there, the decision is stale and says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from pathlib import Path

from tm.journal_files import JournalForm, opened_journal

JOURNAL_NAME = "review.sqlite"
_SCHEMA = """
CREATE TABLE decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    unit_id TEXT NOT NULL, source_language TEXT NOT NULL, target_language TEXT NOT NULL,
    source_hash TEXT NOT NULL, target_hash TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'edit', 'reject')), corrected TEXT NOT NULL,
    comment TEXT NOT NULL, reviewer TEXT NOT NULL, moment TEXT NOT NULL,
    origin TEXT NOT NULL, origin_digest TEXT NOT NULL, row INTEGER NOT NULL,
    CHECK ((verdict = 'edit') = (corrected <> ''))
);
CREATE TRIGGER no_change BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'lines are only added'); END;
CREATE TRIGGER no_removal BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'lines are only added'); END;
"""


class Verdict(StrEnum):
    """What a reviewer says of a pair of texts."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the journal. Texts that are not given are "".

    `source_hash` and `target_hash` are `tm.unit_columns.text_hash` of the texts that were judged. `corrected`
    is the new target text of an edit. `moment` is ISO 8601 in UTC. `origin` is the name of the returned file,
    with its sheet, `origin_digest` the BLAKE2b of its bytes, and `row` the row or line in it, from 1.
    """

    unit_id: str
    source_language: str
    target_language: str
    source_hash: str
    target_hash: str
    verdict: Verdict
    corrected: str
    comment: str
    reviewer: str
    moment: str
    origin: str
    origin_digest: str
    row: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What the decision is about: unit id, source and target language."""
        return self.unit_id, self.source_language, self.target_language


_COLUMNS = tuple(field.name for field in fields(Decision))
_FORM = JournalForm("the journal of reviews", _SCHEMA, version=1)


def record(memory: Path, decisions: Sequence[Decision]) -> list[bool]:
    """Add the decisions to the journal, all or none; return which were new.

    Not new is a line of a file that was recorded before, whatever was decided since, and what the latest
    decision about the same unit and pair says already. Raises `MemoryDamaged`.
    """
    if not decisions:
        return []
    with opened_journal(memory / JOURNAL_NAME, _FORM, create=True) as database:
        database.execute("BEGIN IMMEDIATE")
        known = list(_read(database))
        lines = {_line(one) for one in known}
        last = latest(known)
        new = []
        for one in decisions:
            before = last.get(one.key)
            is_new = _line(one) not in lines and (before is None or _content(before) != _content(one))
            new.append(is_new)
            if is_new:
                last[one.key] = one
                lines.add(_line(one))
        marks = ", ".join("?" * len(_COLUMNS))
        database.executemany(
            f"INSERT INTO decisions ({', '.join(_COLUMNS)}) VALUES ({marks})",
            (astuple(one) for one, is_new in zip(decisions, new, strict=True) if is_new),
        )
        database.execute("COMMIT")
    return new


def decisions(memory: Path) -> list[Decision]:
    """Return the journal of the memory, oldest first; empty where nothing was reviewed.

    Raises `MemoryDamaged` for a journal that cannot be read.
    """
    if not (memory / JOURNAL_NAME).exists():
        return []
    with opened_journal(memory / JOURNAL_NAME, _FORM, create=False) as database:
        return list(_read(database))


def latest(journal: Iterable[Decision]) -> dict[tuple[str, str, str], Decision]:
    """Return the last decision by unit id, source and target language."""
    return {one.key: one for one in journal}


def _line(one: Decision) -> tuple[str, str, int]:
    return one.origin_digest, one.origin, one.row


def _content(one: Decision) -> tuple[str, ...]:
    return (one.source_hash, one.target_hash, one.verdict, one.corrected, one.comment, one.reviewer)


def _read(database: sqlite3.Connection) -> Iterator[Decision]:
    for values in database.execute(f"SELECT {', '.join(_COLUMNS)} FROM decisions ORDER BY number"):
        row = dict(zip(_COLUMNS, values, strict=True))
        yield Decision(**{**row, "verdict": Verdict(row["verdict"])})
