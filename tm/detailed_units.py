"""Units of an export with what a reviewer needs besides: remarks, and what was decided about them earlier."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import polars as pl

from tm.selection import Choice, Tally, Unit, UnitSource, chosen_units

ACCEPTED, EDITED, REJECTED = "accepted", "edited", "rejected"
_ROWS_AT_A_TIME = 65_536


class DetailedUnit(NamedTuple):
    """A unit as `tm.selection.chosen_units` gives it; `flags` are its remarks, joined by "; ".

    `reviewed` is what was decided about the last variant (of a pair: the target): "accepted", "edited", or ""
    where nobody has reviewed it.
    """

    unit: Unit
    flags: str
    reviewed: str


def detailed_units(memory: UnitSource, choice: Choice, tally: Tally) -> Iterator[DetailedUnit]:
    """Yield the units of the choice in the order of the memory; what is left out is counted in `tally`.

    Constant memory.
    """
    details = _details(memory.units(), choice)
    for unit in chosen_units(memory.units(), choice, tally):
        # Both come in the order of the table, and the chosen units are among all.
        _, flags, reviewed = next(found for found in details if found[0] == unit.unit_id)
        yield DetailedUnit(unit, flags, reviewed.get(unit.variants[-1].language) or "")


def _details(units: pl.LazyFrame, choice: Choice) -> Iterator[tuple[str, str, dict[str, str | None]]]:
    """Yield id, flags and verdicts by language of every unit of the level, in the order of the table."""
    chosen = pl.col("level") == choice.level
    if choice.pair:
        chosen &= pl.col("language").is_in(list(choice.pair))
    for unit_id, group in groupby(_rows(units, chosen), key=itemgetter(0)):
        rows = list(group)
        yield unit_id, rows[0][1] or "", {row[2]: row[3] for row in rows}


def _rows(units: pl.LazyFrame, chosen: pl.Expr) -> Iterator[tuple[Any, ...]]:
    height = units.select(pl.len()).collect().item()
    for start in range(0, height, _ROWS_AT_A_TIME):
        part = units.slice(start, _ROWS_AT_A_TIME).filter(chosen)
        yield from part.select("unit_id", "flags", "language", "reviewed").collect().iter_rows()
