"""Units sorted so that the doubtful ones come first, however many there are: the sorting is done on disk."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from tm.detailed_units import DetailedUnit


def doubtful_first(units: Iterable[DetailedUnit]) -> Iterator[DetailedUnit]:
    """Yield the units by rising probability, those of equal probability in their order; constant memory."""
    # The empty name is a database in a temporary file of this connection, which goes when it is closed.
    with closing(sqlite3.connect("")) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("CREATE TABLE units (probability REAL, place INTEGER, content BLOB)")
        database.executemany(
            "INSERT INTO units VALUES (?, ?, ?)",
            ((one.unit.probability, place, pickle.dumps(one)) for place, one in enumerate(units)),
        )
        for (content,) in database.execute("SELECT content FROM units ORDER BY probability, place"):
            yield pickle.loads(content)
