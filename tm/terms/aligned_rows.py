"""The rows of a memory that terms are paired on: units with a text in the pivot and in another language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from tm.memory import Memory


@dataclass(frozen=True, slots=True, eq=False)
class AlignedRows:
    """Units numbered from 0 in the order of the memory: `unit_ids[i]` is row i.

    Texts are read a language at a time: those of a million units in six languages are larger than the rest.
    """

    unit_ids: pl.Series
    units: pl.LazyFrame

    def of(self, language: str) -> Iterator[tuple[int, str]]:
        """Yield row number and text of a language, rows ascending."""
        numbered = pl.LazyFrame({"unit_id": self.unit_ids}).with_row_index("row")
        texts = self.units.filter(pl.col("language") == language).select("unit_id", "text")
        chosen = texts.join(numbered, on="unit_id").select("row", "text").sort("row").collect()
        yield from zip(chosen["row"], chosen["text"], strict=True)


def aligned_rows(memory: Memory, pivot: str, languages: Sequence[str]) -> AlignedRows:
    """Return the sentences of the memory, or its paragraphs where it has no sentences.

    Units that say the same in all their languages count once: licences and resolutions repeat themselves.
    What a reviewer rejected does not count.
    """
    units = memory.units().filter(
        pl.col("language").is_in([pivot, *languages]), pl.col("reviewed").fill_null("") != "rejected"
    )
    levels = set(units.select("level").unique().collect()["level"])
    units = units.filter(pl.col("level") == ("sentence" if "sentence" in levels else "paragraph"))
    said = pl.concat_str("language", pl.lit("\t"), "text").hash(seed=1)
    variants = units.select("unit_id", "language", said=said).with_row_index("order")
    of_units = (
        variants.group_by("unit_id")
        .agg(
            pl.col("order").min(),
            pl.col("said").sum(),
            (pl.col("language") == pivot).any().alias("has_pivot"),
            pl.len().alias("versions"),
        )
        .filter("has_pivot", pl.col("versions") > 1)
        .collect()
        .sort("order")
        .unique("said", keep="first", maintain_order=True)
    )
    return AlignedRows(of_units["unit_id"], units)
