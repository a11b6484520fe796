"""Texts that stand in several units: one source with several targets, the reverse, and duplicates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from tm.errors import QueryError
from tm.text_folding import fold_text

KEEP: Final = ("surest", "newest", "most-frequent")
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Rendering:
    """One text beside a text that has several: how often, and the units, documents and dates, in order."""

    text: str
    units: tuple[str, ...]
    documents: tuple[str, ...]
    first_date: str | None
    last_date: str | None


@dataclass(frozen=True, slots=True)
class Competition:
    """A text with several counterparts in one pair: those that stand most often first."""

    text: str
    language: str
    other_language: str
    renderings: tuple[Rendering, ...]


def competitions(pairs: pl.DataFrame, *, reverse: bool = False) -> list[Competition]:
    """Return the source texts that have several targets, or in reverse the targets with several sources.

    `pairs` is `tm.cleaning.pair_table`. Texts count as equal after folding (`tm.text_folding`); what is shown
    is the first one. In the order of the memory.
    """
    side, other = ("target", "source") if reverse else ("source", "target")
    rows = pairs.with_columns(
        _folded(pairs[side]).alias("_own"), _folded(pairs[other]).alias("_other")
    ).with_row_index("_place")
    keys = [f"{side}_language", f"{other}_language", "_own"]
    several = rows.filter(pl.col("_other").n_unique().over(keys) > 1)
    return [_competition(group, side, other) for _, group in several.group_by(keys, maintain_order=True)]


def _competition(group: pl.DataFrame, side: str, other: str) -> Competition:
    found = group.group_by("_other", maintain_order=True).agg(
        pl.col(other).first(),
        pl.col("unit_id"),
        pl.col("document").unique(maintain_order=True),
        pl.col("date").min().alias("first_date"),
        pl.col("date").max().alias("last_date"),
        pl.len().alias("count"),
    )
    renderings = tuple(
        Rendering(
            row[other], tuple(row["unit_id"]), tuple(row["document"]), row["first_date"], row["last_date"]
        )
        for row in found.sort("count", descending=True, maintain_order=True).iter_rows(named=True)
    )
    first = group.row(0, named=True)
    return Competition(first[side], first[f"{side}_language"], first[f"{other}_language"], renderings)


@dataclass(frozen=True, slots=True)
class Loser:
    """A unit that loses against another one, in one target language."""

    unit_id: str
    language: str
    winner: str
    reason: str


_REASONS: Final = {
    "duplicate": "{} has the same texts.",
    "near-duplicate": "{} has the same texts but for case, punctuation and spaces.",
    "several-targets": "{} translates this source text otherwise.",
    "several-sources": "{} has this translation for another source text.",
}
# Which units compete: those with equal columns. Of these, who says what the winner says does not lose.
_EQUAL: Final = {"several-targets": ("_source",), "several-sources": ("_target",)}
_BOTH: Final = ("_source", "_target")
_ORDER: Final = {
    "surest": ("probability", "date"),
    "newest": ("date", "probability"),
    "most-frequent": ("_count", "probability"),
}


def competing_units(pairs: pl.DataFrame, rule: str, keep: str) -> Iterator[Loser]:
    """Yield what loses against another unit, in the order of the memory.

    Rules: "duplicate" (both texts the same), "near-duplicate" (the same but for case, punctuation, spaces),
    "several-targets", "several-sources". What a reviewer accepted or edited wins; then what `keep`, one of
    `KEEP`, says. Raises `QueryError`.
    """
    if keep not in KEEP:
        raise QueryError(f'Nothing is kept by "{keep}". Use {", ".join(KEEP)}.')
    equal = _EQUAL.get(rule, _BOTH)
    keys = ["source_language", "target_language", *equal]
    rows = _compared(pairs, rule).with_columns(
        pl.len().over("source_language", "target_language", *_BOTH).alias("_count"),
        pl.col("reviewed").is_not_null().alias("_reviewed"),
    )
    order = ["_reviewed", *_ORDER[keep], "_place"]
    best = rows.sort(order, descending=[True, True, True, False], nulls_last=True)
    best = best.group_by(keys, maintain_order=True).first()
    winners = best.select(*keys, pl.struct("unit_id", *_BOTH).alias("_winner"))
    for row in rows.join(winners, on=keys, how="inner").sort("_place").iter_rows(named=True):
        winner = row["_winner"]
        says_the_same = equal != _BOTH and all(row[side] == winner[side] for side in _BOTH)
        if row["unit_id"] != winner["unit_id"] and not says_the_same:
            reason = _REASONS[rule].format(winner["unit_id"])
            yield Loser(row["unit_id"], row["target_language"], winner["unit_id"], reason)


def _compared(pairs: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Return the rows that may compete, with both texts as they are compared and their place."""
    form = {"duplicate": _exact, "near-duplicate": _bare}.get(rule, _folded)
    rejected = pl.col("reviewed").is_not_null() & (pl.col("reviewed") == "rejected")
    rows = pairs.filter(~rejected).with_row_index("_place")
    rows = rows.with_columns(form(rows["source"]).alias("_source"), form(rows["target"]).alias("_target"))
    return rows.filter((pl.col("_source") != "") & (pl.col("_target") != ""))


def _exact(texts: pl.Series) -> pl.Series:
    return texts


def _folded(texts: pl.Series) -> pl.Series:
    folded = (" ".join(fold_text(text).split()) for text in texts)
    return pl.Series(folded, dtype=pl.String)


def _bare(texts: pl.Series) -> pl.Series:
    bare = (_NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold()) for text in texts)
    return pl.Series(bare, dtype=pl.String)
