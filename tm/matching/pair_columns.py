"""What the units of a source language are in a target language, as columns that a search can rank by."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

THOUSANDTHS = 1000


@dataclass(frozen=True, slots=True)
class PairColumns:
    """One entry a unit of the source language, in its order.

    `target_row` int32 is the row of the target in the table, -1 where the unit has none. `target_text` int32
    is equal for targets of the same letters and digits. `probability` uint16 in thousandths, the lower of
    both;
    `composed` uint8 1 where neither was aligned with the other; `unreviewed` uint8 1 where reviewing is known
    and did not happen.
    """

    target_row: NDArray[np.int32]
    target_text: NDArray[np.int32]
    probability: NDArray[np.uint16]
    composed: NDArray[np.uint8]
    unreviewed: NDArray[np.uint8]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the columns by name."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}


def read_pair(units: pl.LazyFrame, unit_row: NDArray[np.int32], source: str, target: str) -> PairColumns:
    """Return the columns of a pair of languages; `unit_row` are the rows of the source units in the table."""
    names = units.collect_schema().names()
    rows = units.with_row_index("row").select(
        pl.col("row").cast(pl.Int32),
        "unit_id",
        "language",
        "via",
        "probability",
        _wording().hash().alias("wording"),
        unreviewed(names).alias("unreviewed"),
        (pl.col("reviewed") if "reviewed" in names else pl.lit(None, pl.String)).alias("reviewed"),
    )
    sources = rows.filter(pl.col("language") == source).drop("language", "wording", "reviewed")
    # What a reviewer rejected is offered to nobody.
    rejected = (pl.col("reviewed") == "rejected").fill_null(value=False)
    targets = rows.filter((pl.col("language") == target) & ~rejected).drop("language")
    table = sources.join(targets, on="unit_id", how="left", suffix="_t").sort("row").collect()
    if not np.array_equal(table["row"].to_numpy(), unit_row):
        raise ValueError("the rows of the index are not those of the table")
    return PairColumns(
        target_row=table["row_t"].fill_null(-1).to_numpy(),
        target_text=_dense(table["wording"].fill_null(0).to_numpy()),
        probability=_thousandths(table),
        composed=_composed(table, source, target).cast(pl.UInt8).to_numpy(),
        unreviewed=_unreviewed_of_pair(table).cast(pl.UInt8).to_numpy(),
    )


def unreviewed(columns: Collection[str]) -> pl.Expr:
    """Return whether a variant was aligned and never reviewed, null where the table does not say.

    The columns `origin` ("aligned", "imported") and `reviewed` may both be absent: older tables lack them.
    """
    if "reviewed" not in columns:
        return pl.lit(None, pl.Boolean)
    aligned = pl.col("origin") == "aligned" if "origin" in columns else pl.lit(value=True)
    return aligned & pl.col("reviewed").is_null()


def composed_over(source: tuple[str, str | None], target: tuple[str, str | None]) -> str:
    """Return the languages between two variants, given as (language, via), "" for none.

    The rule of `tm.selection`: none where one was aligned with the other.
    """
    if source[1] == target[0] or target[1] == source[0]:
        return ""
    return ",".join(sorted({via for via in (source[1], target[1]) if via}))


def _wording() -> pl.Expr:
    """Return a text without punctuation and case, which make no other translation."""
    lower = pl.col("text").str.to_lowercase()
    return lower.str.replace_all(r"[\p{P}\p{S}\s]+", " ").str.strip_chars()


def _composed(table: pl.DataFrame, source: str, target: str) -> pl.Series:
    direct = (pl.col("via") == target).fill_null(value=False) | (pl.col("via_t") == source).fill_null(
        value=False
    )
    over = pl.col("via").is_not_null() | pl.col("via_t").is_not_null()
    return table.select((~direct & over).alias("composed"))["composed"]


def _unreviewed_of_pair(table: pl.DataFrame) -> pl.Series:
    """Return which pairs nobody reviewed; none of them where nothing at all was reviewed.

    A review of a pair is noted on one of its texts. Where no unit is reviewed the absence of a review tells
    no match from another.
    """
    unknown = pl.col("unreviewed").is_null()
    # A unit without a target is no pair, and says nothing of reviews.
    neither = pl.col("unreviewed") & pl.col("unreviewed_t").fill_null(value=True)
    neither = neither.fill_null(value=False)
    reviewed_somewhere = ~(neither | unknown).all()
    return table.select((neither & reviewed_somewhere).alias("unreviewed"))["unreviewed"]


def _thousandths(table: pl.DataFrame) -> NDArray[np.uint16]:
    lower = pl.min_horizontal("probability", "probability_t")
    thousandths = (lower * THOUSANDTHS).round(0).cast(pl.UInt16).fill_null(0)
    return table.select(thousandths.alias("lower"))["lower"].to_numpy()


def _dense(hashes: NDArray[np.uint64]) -> NDArray[np.int32]:
    return np.unique(hashes, return_inverse=True)[1].astype(np.int32)
