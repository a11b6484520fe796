"""Rows of the table of units by number; what was read is kept, a group of rows at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from typing import Any

import polars as pl

from tm.memory_folder import ROW_GROUP_SIZE

COLUMNS = (
    "unit_id", "level", "set_name", "symbol", "language", "text", "document", "path", "page", "probability",
    "via",
)  # fmt: skip
# Groups kept: some megabytes each.
_MOST_GROUPS = 24

Row = dict[str, Any]


class UnitRows:
    """Reads rows of a table of units."""

    def __init__(self, units: pl.LazyFrame) -> None:
        self._units = units.select(COLUMNS)
        self._groups: OrderedDict[int, pl.DataFrame] = OrderedDict()

    def read(self, rows: Collection[int]) -> dict[int, Row]:
        """Return these rows by number."""
        by_group: dict[int, list[int]] = {}
        for row in sorted(rows):
            by_group.setdefault(row // ROW_GROUP_SIZE, []).append(row)
        self._fetch([number for number in by_group if number not in self._groups])
        found: dict[int, Row] = {}
        for number, members in by_group.items():
            group = self._groups[number]
            self._groups.move_to_end(number)
            for row in members:
                found[row] = group.row(row - number * ROW_GROUP_SIZE, named=True)
        while len(self._groups) > _MOST_GROUPS:
            self._groups.popitem(last=False)
        return found

    def _fetch(self, numbers: list[int]) -> None:
        # One by one: measured at 2 million rows, a group takes 1.5 ms so, and 30 ms in `pl.collect_all`.
        for number in numbers:
            self._groups[number] = self._units.slice(number * ROW_GROUP_SIZE, ROW_GROUP_SIZE).collect()
