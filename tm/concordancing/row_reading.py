"""Rows of the table of units by number: neighbouring ones are read at one go, the others unread."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

import polars as pl

# Rows this near each other are read at one go.
_NEIGHBOURS = 256


def read_rows(units: pl.LazyFrame, rows: Set[int]) -> dict[int, dict[str, Any]]:
    """Return the records of these rows, by number."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row - runs[-1][-1] <= _NEIGHBOURS:
            runs[-1].append(row)
        else:
            runs.append([row])
    tables = pl.collect_all([units.slice(run[0], run[-1] - run[0] + 1) for run in runs])
    return {
        row: table.row(row - run[0], named=True)
        for run, table in zip(runs, tables, strict=True)
        for row in run
    }
