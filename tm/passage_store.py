"""The passages of a generation, a row at a time: what a hit shows, read where it lies.

A table in columns (`units/base.parquet`) gives a few rows only by unpacking the thousands around each of
them, some 20 ms a search; by its number in a SQLite file a row takes microseconds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import polars as pl

from tm.atomic_files import replacing
from tm.errors import MemoryDamaged

STORE_NAME: Final = "passages.sqlite"
COLUMNS: Final = (
    "unit_id",
    "language",
    "text",
    "document",
    "path",
    "page",
    "unit_probability",
    "set_name",
    "symbol",
    "title",
)
Record = dict[str, Any]


class PassageStore(Protocol):
    """Rows of the table of units by their number, from 0."""

    def rows(self, numbers: Collection[int]) -> dict[int, Record]:
        """Return these rows with the columns `COLUMNS`, by number."""
        ...

    def rows_of_unit(self, unit_id: str) -> list[int]:
        """Return the numbers of the rows of a unit, in order; none for an unknown one."""
        ...


@dataclass(frozen=True, slots=True)
class SqlitePassages:
    """The store that a build writes."""

    path: Path

    def rows(self, numbers: Collection[int]) -> dict[int, Record]:
        """Return these rows, by number; raises `MemoryDamaged` for a file that cannot be read."""
        with self._opened() as database:
            found = {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in _read(database, numbers)}
        if len(found) != len(set(numbers)):
            raise MemoryDamaged(self.path, "passages are missing. Build the memory again.")
        return found

    def rows_of_unit(self, unit_id: str) -> list[int]:
        """Return the numbers of the rows of a unit; raises `MemoryDamaged`."""
        with self._opened() as database:
            found = database.execute("SELECT row FROM passages WHERE unit_id = ? ORDER BY row", (unit_id,))
            return [row for (row,) in found]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            # A published file never changes: no lock is needed, and none is left behind.
            uri = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(uri, uri=True)) as database:
                yield database
        except sqlite3.Error as error:
            raise MemoryDamaged(self.path, f"passages cannot be read ({error}). Build it again.") from error


@dataclass(frozen=True, slots=True)
class TablePassages:
    """The table of units itself, for memories written before there was a store."""

    units: pl.LazyFrame

    def rows(self, numbers: Collection[int]) -> dict[int, Record]:
        """Return these rows, by number."""
        runs = list(_runs(numbers))
        tables = pl.collect_all(
            [self.units.slice(first, last - first + 1).select(COLUMNS) for first, last in runs]
        )
        places = (number for first, last in runs for number in range(first, last + 1))
        records = (record for table in tables for record in table.iter_rows(named=True))
        return dict(zip(places, records, strict=True))

    def rows_of_unit(self, unit_id: str) -> list[int]:
        """Return the numbers of the rows of a unit."""
        found = self.units.with_row_index("row").filter(pl.col("unit_id") == unit_id).select("row")
        return found.collect()["row"].to_list()


def write_passages(units: pl.DataFrame, folder: Path) -> None:
    """Write the store of a table of units into `folder`, whole or not at all."""
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    with (
        replacing(folder / STORE_NAME) as temporary,
        closing(sqlite3.connect(temporary, isolation_level=None)) as database,
    ):
        # Nobody reads the file before it is whole: a crash leaves it behind under its temporary name.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute(f"CREATE TABLE passages (row INTEGER PRIMARY KEY, {', '.join(COLUMNS)})")
        database.execute("BEGIN")
        rows = units.select(COLUMNS).with_row_index("row").iter_rows()
        database.executemany(f"INSERT INTO passages VALUES ({marks})", rows)
        database.execute("CREATE INDEX of_unit ON passages (unit_id)")
        database.execute("COMMIT")


def open_passages(folder: Path, units: pl.LazyFrame) -> PassageStore:
    """Return the store of a generation; where it has none, its table `units`."""
    path = folder / STORE_NAME
    return SqlitePassages(path) if path.is_file() else TablePassages(units)


def _read(database: sqlite3.Connection, numbers: Collection[int]) -> Iterator[tuple[Any, ...]]:
    for first, last in _runs(numbers):
        yield from database.execute("SELECT * FROM passages WHERE row BETWEEN ? AND ?", (first, last))


def _runs(numbers: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of numbers without a gap."""
    first = last = -1
    for number in sorted(set(numbers)):
        if number != last + 1 or first < 0:
            if first >= 0:
                yield first, last
            first = number
        last = number
    if first >= 0:
        yield first, last
