"""The journal of single changes: `changes.sqlite` in the memory folder, to which lines are only added.

A published generation knows the number of the last line that it was made with; a reader that has it open
puts the lines after that into effect as they come. The next publication takes them all in for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path

from tm.journal_files import JournalForm, opened_journal

CHANGES_NAME = "changes.sqlite"
# Where the file header keeps the number of its commits (SQLite file format, 1.3.7).
_COUNTER = slice(24, 28)
_FORM = JournalForm(
    name="the journal of changes",
    schema="""
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('add', 'delete', 'restore')),
    unit_id TEXT NOT NULL, content TEXT NOT NULL, vectors BLOB NOT NULL, encoder TEXT NOT NULL,
    moment TEXT NOT NULL
);
CREATE TRIGGER no_change BEFORE UPDATE ON changes BEGIN SELECT RAISE(ABORT, 'lines are only added'); END;
CREATE TRIGGER no_removal BEFORE DELETE ON changes BEGIN SELECT RAISE(ABORT, 'lines are only added'); END;
""",
    version=1,
)


class ChangeKind(StrEnum):
    """What is done to a unit; `RESTORE` takes back a deletion."""

    ADD = "add"
    DELETE = "delete"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the journal.

    `content` is the unit that is added (`tm.changes.new_unit`), or the digest of the texts that are deleted;
    `vectors` are those of the added texts by language code (`tm.changes.change_vectors`), from the encoder
    with the digest `encoder`. `moment` is ISO 8601 in UTC. `number` counts from 1; 0 before it is recorded.
    """

    kind: ChangeKind
    unit_id: str
    content: str
    vectors: bytes
    encoder: str
    moment: str
    number: int = 0


_COLUMNS = tuple(field.name for field in fields(Change) if field.name != "number")


def record_changes(memory: Path, changes: Sequence[Change]) -> list[Change]:
    """Add lines, all or none; return them with their numbers. Raises `MemoryDamaged`."""
    marks = ", ".join("?" * len(_COLUMNS))
    numbered = []
    with opened_journal(memory / CHANGES_NAME, _FORM, create=True) as database:
        database.execute("BEGIN IMMEDIATE")
        for change in changes:
            values = astuple(change)[: len(_COLUMNS)]
            cursor = database.execute(f"INSERT INTO changes ({', '.join(_COLUMNS)}) VALUES ({marks})", values)
            numbered.append(replace(change, number=cursor.lastrowid or 0))
        database.execute("COMMIT")
    return numbered


def read_changes(memory: Path, after: int = 0) -> list[Change]:
    """Return the lines with a number above `after`, oldest first; raises `MemoryDamaged`."""
    if not (memory / CHANGES_NAME).exists():
        return []
    with opened_journal(memory / CHANGES_NAME, _FORM, create=False) as database:
        rows = database.execute(
            f"SELECT {', '.join(_COLUMNS)}, number FROM changes WHERE number > ? ORDER BY number", (after,)
        )
        return [Change(ChangeKind(kind), *rest) for kind, *rest in rows]


def commits(memory: Path) -> bytes:
    """Return what is another value after each line that was added; cheap enough to ask before each search."""
    try:
        with (memory / CHANGES_NAME).open("rb", buffering=0) as file:
            return file.read(_COUNTER.stop)[_COUNTER]
    except FileNotFoundError:
        return b""
