"""The rows of a memory that terms are paired on: units with a text in the pivot and in another language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from tm.memory import Memory


@dataclass(frozen=True, slots=True, eq=False)
class AlignedRows:
    """Units numbered from 0 in the order of the memory: `unit_ids[i]` is row i.

    `texts` has the columns row (int32), language, text, in the order of the rows.
    """

    unit_ids: pl.Series
    texts: pl.DataFrame

    def of(self, language: str) -> Iterator[tuple[int, str]]:
        """Yield row number and text of a language, rows ascending."""
        chosen = self.texts.filter(pl.col("language") == language)
        yield from zip(chosen["row"], chosen["text"], strict=True)


def aligned_rows(memory: Memory, pivot: str, languages: Sequence[str]) -> AlignedRows:
    """Return the sentences of the memory, or its paragraphs where it has no sentences.

    Units that say the same in all their languages count once: licences and resolutions repeat themselves.
    """
    wanted = [pivot, *languages]
    units = memory.units().filter(pl.col("language").is_in(wanted))
    levels = set(units.select("level").unique().collect()["level"])
    level = "sentence" if "sentence" in levels else "paragraph"
    chosen = units.filter(pl.col("level") == level, pl.col("reviewed").fill_null("") != "rejected")
    texts = chosen.select("unit_id", "language", "text").with_row_index("order").collect()
    said = pl.concat_str("language", pl.lit("\t"), "text").hash(seed=1)
    of_units = (
        texts.with_columns(said=said)
        .group_by("unit_id")
        .agg(
            pl.col("order").min(),
            pl.col("said").sum(),
            (pl.col("language") == pivot).any().alias("has_pivot"),
            pl.len().alias("versions"),
        )
        .filter("has_pivot", pl.col("versions") > 1)
        .sort("order")
        .unique("said", keep="first", maintain_order=True)
        .drop("order")
        .with_row_index("row")
        .with_columns(pl.col("row").cast(pl.Int32))
    )
    joined = texts.join(of_units.select("unit_id", "row"), on="unit_id").sort("row", "order")
    return AlignedRows(of_units["unit_id"], joined.select("row", "language", "text"))
