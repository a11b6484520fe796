"""Paragraphs that are longer than a tool takes: they go out as their sentences, and are listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tm.selection import Choice, Tally
from tm.unit_batches import COLUMNS

TOO_LONG = "units longer than the tool takes"
AS_SENTENCES = "given as its sentences"
LEFT_OUT = "left out: longer than the tool takes, even as sentences"


@dataclass(frozen=True, slots=True)
class OverlongUnits:
    """The sentences of the paragraphs over `limit` characters, by `parent_id`; no limit if None."""

    limit: int | None
    sentences: pl.DataFrame

    def split(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame | None]:
        """Return the rows of units within the limit, and the sentences of the others, None where none is."""
        if self.limit is None:
            return rows, None
        longest = pl.col("text").str.len_chars().max().over("unit")
        whole, long = rows.filter(longest <= self.limit), rows.filter(longest > self.limit)
        if long.is_empty():
            return rows, None
        ids = long["unit_id"].unique(maintain_order=True)
        parts = self.sentences.filter(pl.col("parent_id").is_in(ids.implode()))
        if parts.is_empty():
            # Sentences themselves: nothing smaller is there.
            parts = long.with_columns(pl.col("unit_id").alias("parent_id"))
        return whole, parts.with_columns(pl.col("unit_id").rle_id().alias("unit"))

    def within_limit(self, rows: pl.DataFrame, tally: Tally) -> tuple[pl.DataFrame, list[tuple[str, str]]]:
        """Return the sentences within the limit, and (unit id, what became of it) of each long unit."""
        longest = pl.col("text").str.len_chars().max().over("unit")
        kept = rows.filter(longest <= (self.limit or 0))
        lost = rows.filter(longest > (self.limit or 0))["unit_id"].unique(maintain_order=True)
        tally.leave_out(TOO_LONG, len(lost))
        listed = [(unit_id, LEFT_OUT) for unit_id in lost]
        parents = kept["parent_id"].unique(maintain_order=True)
        return kept.drop("parent_id"), [*((parent, AS_SENTENCES) for parent in parents), *listed]


def overlong_units(units: pl.LazyFrame, choice: Choice, limit: int | None) -> OverlongUnits:
    """Return the sentences of all paragraphs that have a text over `limit` characters."""
    nothing = pl.DataFrame()
    if limit is None:
        return OverlongUnits(None, nothing)
    of_level = units.filter(pl.col("level") == choice.level)
    long = of_level.filter(pl.col("text").str.len_chars() > limit).select("unit_id").unique()
    ids = long.collect()["unit_id"]
    of_parents = (pl.col("level") == "sentence") & pl.col("parent_id").is_in(ids.implode())
    columns: Sequence[str] = (*COLUMNS, "parent_id")
    return OverlongUnits(limit, units.filter(of_parents).select(columns).collect())
