"""Units that say the same: which of them an export leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from tm.selection import Choice, Tally
from tm.unit_batches import batches_of_level, chosen_rows

DUPLICATES: Final = ("none", "exact", "best")
SAME_TEXTS = "units with the same texts as another"
SAME_SOURCE = "units with the source text of a better one"
_REASONS = {"exact": SAME_TEXTS, "best": SAME_SOURCE}


@dataclass(frozen=True, slots=True)
class Duplicates:
    """The ids of the units to leave out, and the reason; `groups` counts the units that stand for others."""

    reason: str
    dropped: pl.Series
    groups: int = 0

    def without(self, rows: pl.DataFrame, tally: Tally) -> pl.DataFrame:
        """Return the rows of a batch without the duplicates, which are counted."""
        if self.dropped.is_empty():
            return rows
        kept = rows.filter(~pl.col("unit_id").is_in(self.dropped.implode()))
        tally.leave_out(self.reason, rows["unit"].n_unique() - kept["unit"].n_unique())
        return kept


def duplicate_units(units: pl.LazyFrame, choice: Choice, source: str, how: str) -> Duplicates:
    """Return what is to be left out: the same texts ("exact"), or the same source text ("best").

    Of the same source the best stays: reviewed before not reviewed, then the highest probability, the most
    languages, the newest document, the first in the memory. Texts are compared by two hashes of 64 bits, so
    that a million of them fit into memory.
    """
    if how == "none":
        return Duplicates("", pl.Series(dtype=pl.String))
    table = pl.concat(
        [_keys(rows, source, how) for rows in _chosen(units, choice, source)]
        or [pl.DataFrame(schema=_SCHEMA)]
    )
    order = table.with_row_index("place")
    if how == "best":
        order = order.sort(
            "reviewed", "unit_probability", "languages", "date", "place",
            descending=[True, True, True, True, False], nulls_last=True,
        )  # fmt: skip
    first = order.group_by("key", "other_key", maintain_order=True).agg(
        pl.col("unit_id").first(), pl.col("unit_id").slice(1).alias("rest")
    )
    rest = first.filter(pl.col("rest").list.len() > 0)
    return Duplicates(_REASONS[how], rest.explode("rest")["rest"].sort(), rest.height)


_SCHEMA: Final = {
    "unit_id": pl.String,
    "unit_probability": pl.Float64,
    "date": pl.Date,
    "reviewed": pl.Boolean,
    "languages": pl.UInt32,
    "key": pl.UInt64,
    "other_key": pl.UInt64,
}


def _chosen(units: pl.LazyFrame, choice: Choice, source: str) -> list[pl.DataFrame]:
    unheard = Tally()
    batches = (chosen_rows(rows, choice, source, unheard) for rows in batches_of_level(units, choice.level))
    return [_narrow(rows) for rows in batches]


def _narrow(rows: pl.DataFrame) -> pl.DataFrame:
    text = pl.col("text")
    return rows.select(
        "unit", "unit_id", "language", "unit_probability", "date", "reviewed",
        text.hash(seed=1).alias("key"), text.hash(seed=2).alias("other_key"),
    )  # fmt: skip


def _keys(rows: pl.DataFrame, source: str, how: str) -> pl.DataFrame:
    is_source = pl.col("language") == source
    keys = [pl.col(name).filter(is_source).first() for name in ("key", "other_key")]
    if how == "exact":
        texts = pl.struct("language", "key", "other_key")
        keys = [texts.hash(seed=1).sum().alias("key"), texts.hash(seed=2).sum().alias("other_key")]
    return (
        rows.group_by("unit", maintain_order=True)
        .agg(
            pl.col("unit_id", "unit_probability").first(),
            pl.col("date").drop_nulls().first(),
            pl.col("reviewed").is_not_null().any(),
            pl.len().alias("languages"),
            *keys,
        )
        .select(list(_SCHEMA))
    )
