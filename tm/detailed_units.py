"""Units of an export with the remarks on them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import polars as pl

from tm.selection import Choice, Tally, Unit, UnitSource, chosen_units

ACCEPTED, EDITED, REJECTED = "accepted", "edited", "rejected"
_ROWS_AT_A_TIME = 65_536


class DetailedUnit(NamedTuple):
    """A unit as `tm.selection.chosen_units` gives it; `flags` are its remarks, joined by "; "."""

    unit: Unit
    flags: str


def detailed_units(memory: UnitSource, choice: Choice, tally: Tally) -> Iterator[DetailedUnit]:
    """Yield the units of the choice in the order of the memory; what is left out is counted in `tally`.

    Constant memory.
    """
    flags = _flags(memory.units(), choice)
    for unit in chosen_units(memory.units(), choice, tally):
        # Both come in the order of the table, and the chosen units are among all.
        yield DetailedUnit(unit, next(found for unit_id, found in flags if unit_id == unit.unit_id))


def _flags(units: pl.LazyFrame, choice: Choice) -> Iterator[tuple[str, str]]:
    """Yield id and flags of every unit of the level, in the order of the table."""
    for _, rows in groupby(_rows(units, choice), key=itemgetter(0)):
        unit_id, flags = next(rows)
        yield unit_id, flags or ""


def _rows(units: pl.LazyFrame, choice: Choice) -> Iterator[tuple[str, str | None]]:
    chosen = pl.col("level") == choice.level
    if choice.pair:
        chosen &= pl.col("language").is_in(list(choice.pair))
    height = units.select(pl.len()).collect().item()
    for start in range(0, height, _ROWS_AT_A_TIME):
        part = units.slice(start, _ROWS_AT_A_TIME).filter(chosen)
        yield from part.select("unit_id", "flags").collect().iter_rows()
