"""The rows of added units, by place from 0: what they say, and whether they are still there."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import polars as pl

from tm.changes.new_unit import Record
from tm.search_filters import Filters, filter_expression, with_facets
from tm.units import LEVELS, UNIT_SCHEMA
from tm.vector_index import Mask

_FEWEST = 64


class AddedRows:
    """A table that grows: `records` have the columns `tm.units.UNIT_SCHEMA`."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.languages: list[str] = []
        self._alive = np.zeros(_FEWEST, bool)
        self._is_sentence = np.zeros(_FEWEST, bool)
        self._has_vector = np.zeros(_FEWEST, bool)
        self._language_codes = np.zeros(_FEWEST, np.int8)

    def __len__(self) -> int:
        """Rows, those of deleted units included."""
        return len(self.records)

    def append(self, records: Sequence[Record], has_vector: Sequence[bool]) -> range:
        """Add rows, and whether each has a vector; return their places."""
        places = range(len(self.records), len(self.records) + len(records))
        self._make_room(places.stop)
        self.records += records
        own = slice(places.start, places.stop)
        self._alive[own] = True
        self._is_sentence[own] = [record["level"] == LEVELS[1] for record in records]
        self._language_codes[own] = [self._code(record["language"]) for record in records]
        self._has_vector[own] = has_vector
        return places

    @property
    def vector_count(self) -> int:
        """Rows with a vector whose unit is still there."""
        return int(np.count_nonzero(self._alive & self._has_vector))

    def is_alive(self, place: int) -> bool:
        """Return whether the unit of a row is still there."""
        return bool(self._alive[place])

    def end(self, place: int) -> None:
        """Let a row go."""
        self._alive[place] = False

    def wanted(self, level: str, languages: Collection[str], filters: Filters) -> Mask:
        """Return which rows with a vector a search at this level may find."""
        known = np.array([language in languages for language in self.languages], bool)
        mask = self.passing(filters) & self._has_vector[: len(self)]
        if len(self):
            mask &= known[self._language_codes[: len(self)]]
        return mask & self._is_sentence[: len(self)] if level == LEVELS[1] else mask

    def passing(self, filters: Filters) -> Mask:
        """Return which rows are still there and pass the filters.

        A paragraph and its one sentence have the same facets: they pass together.
        """
        alive = self._alive[: len(self)].copy()
        if filters.is_empty or not len(self):
            return alive
        table = pl.DataFrame(self.records, schema=UNIT_SCHEMA).lazy()
        passes: Mask = with_facets(table).select(filter_expression(filters)).collect()[:, 0].to_numpy()
        return alive & passes

    def _code(self, language: str) -> int:
        if language not in self.languages:
            self.languages.append(language)
        return self.languages.index(language)

    def _make_room(self, needed: int) -> None:
        """Double the arrays when they are full."""
        if needed <= len(self._alive):
            return
        kept = len(self.records)
        for name in ("_alive", "_is_sentence", "_has_vector", "_language_codes"):
            old = getattr(self, name)
            new = np.zeros(2 * needed, old.dtype)
            new[:kept] = old[:kept]
            setattr(self, name, new)
