"""Journals of a memory folder: SQLite files to which lines are only added, whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tm.errors import MemoryDamaged

_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class JournalForm:
    """What a journal is called in messages, the statements that make it, and the version of these."""

    name: str
    schema: str
    version: int


@contextmanager
def opened_journal(path: Path, form: JournalForm, *, create: bool) -> Iterator[sqlite3.Connection]:
    """Give the journal; with `create` it is made where there is none.

    An error of the database is a damaged memory (`MemoryDamaged`), and nothing of the work is kept.
    """
    # Readers open it for writing as well: what a killed writer left has to be rolled back before reading.
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)) as database:
            _check_version(database, path, form, create=create)
            yield database
    except (sqlite3.Error, ValueError, TypeError) as error:
        reason = f"{form.name} cannot be used ({error}). Bring it back from a copy, or move it away."
        raise MemoryDamaged(path, reason) from error


def _check_version(database: sqlite3.Connection, path: Path, form: JournalForm, *, create: bool) -> None:
    if create:
        database.execute("BEGIN IMMEDIATE")
        if not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in _statements(form.schema):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {form.version}")
        database.execute("COMMIT")
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version != form.version:
        reason = f"{form.name} has version {version}, this program knows version {form.version}."
        raise MemoryDamaged(path, f"{reason} Use the program that wrote it.")


def _statements(schema: str) -> Iterator[str]:
    """Yield the statements of the schema: `executescript` would end the transaction."""
    statement = ""
    for line in schema.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
