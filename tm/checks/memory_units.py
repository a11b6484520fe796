"""The units of a memory as the checks see them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from tm.checks.checked_units import CheckedUnit, CheckedVariant
from tm.units import UNIT_ORDER

if TYPE_CHECKING:
    from typing import Any

    from tm.memory import Memory

_COLUMNS = (
    "unit_id", "set_name", "symbol", "pivot", "language", "text", "probability", "unit_probability", "via",
    "blocks", "flags", "date",
)  # fmt: skip


def memory_units(memory: Memory, level: str = "paragraph") -> Iterator[CheckedUnit]:
    """Yield the units of one level with two texts or more, in the order of the memory.

    The source language of a unit is its pivot if it has a text in it, else its first in the alphabet.
    """
    import polars as pl

    table = (
        memory.units()
        .filter(pl.col("level") == level)
        .sort(UNIT_ORDER)
        .select(_COLUMNS)
        .collect()
    )  # fmt: skip
    for _, rows in groupby(table.iter_rows(named=True), key=lambda row: (row["set_name"], row["unit_id"])):
        variants = list(rows)
        if len(variants) > 1:
            yield _unit(variants)


def _unit(rows: list[dict[str, Any]]) -> CheckedUnit:
    first = rows[0]
    present = [row["language"] for row in rows]
    source = first["pivot"] if first["pivot"] in present else present[0]
    return CheckedUnit(
        identifier=first["unit_id"],
        variants=tuple(
            CheckedVariant(row["language"], row["text"], row["probability"], row["blocks"] or 0)
            for row in rows
        ),
        source_language=source,
        group=first["symbol"] or first["set_name"],
        flags=first["flags"] or "",
        probability=first["unit_probability"],
        date=first["date"].isoformat() if first["date"] else "",
    )
