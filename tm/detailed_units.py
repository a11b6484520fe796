"""Units of an export with what a reviewer needs besides: remarks, and what was decided about them earlier."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import polars as pl

from tm.selection import Choice, Tally, Unit, UnitSource, Variant, chosen_units

ACCEPTED, EDITED, REJECTED = "accepted", "edited", "rejected"
REJECTED_UNITS = "units that a reviewer rejected"
REJECTED_VARIANTS = "texts that a reviewer rejected"
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

    Constant memory. A text that a reviewer rejected is left out, then the unit if fewer than two remain.
    """
    details = _details(memory.units(), choice)
    for unit in chosen_units(memory.units(), choice, tally):
        # Both come in the order of the table, and the chosen units are among all.
        _, flags, reviewed = next(found for found in details if found[0] == unit.unit_id)
        kept = tuple(one for one in unit.variants if reviewed.get(one.language) != REJECTED)
        if len(kept) < 2:
            tally.leave_out(REJECTED_UNITS)
            continue
        tally.leave_out(REJECTED_VARIANTS, len(unit.variants) - len(kept))
        yield DetailedUnit(_with_variants(unit, kept), flags, reviewed.get(kept[-1].language) or "")


def _with_variants(unit: Unit, kept: tuple[Variant, ...]) -> Unit:
    if len(kept) == len(unit.variants):
        return unit
    return unit._replace(variants=kept, probability=min(variant.probability for variant in kept))


def _details(units: pl.LazyFrame, choice: Choice) -> Iterator[tuple[str, str, dict[str, str | None]]]:
    """Yield id, flags and verdicts by language of every unit of the level, in the order of the table."""
    chosen = pl.col("level") == choice.level
    if choice.pair:
        chosen &= pl.col("language").is_in(list(choice.pair))
    # Memories of earlier versions know no reviews.
    known = "reviewed" in units.collect_schema().names()
    reviewed = pl.col("reviewed") if known else pl.lit(None, dtype=pl.String).alias("reviewed")
    for unit_id, group in groupby(_rows(units, chosen, reviewed), key=itemgetter(0)):
        rows = list(group)
        yield unit_id, rows[0][1] or "", {row[2]: row[3] for row in rows}


def _rows(units: pl.LazyFrame, chosen: pl.Expr, reviewed: pl.Expr) -> Iterator[tuple[Any, ...]]:
    height = units.select(pl.len()).collect().item()
    for start in range(0, height, _ROWS_AT_A_TIME):
        part = units.slice(start, _ROWS_AT_A_TIME).filter(chosen)
        yield from part.select("unit_id", "flags", "language", reviewed).collect().iter_rows()
