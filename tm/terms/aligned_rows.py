"""The rows of a memory that terms are paired on: units with a text in the pivot and in another language."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tm.memory import Memory

# Texts that are in memory at once, and the rows of the files that they are streamed through.
TEXTS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class AlignedRows:
    """Units numbered from 0 in the order of the memory: `unit_ids[i]` is row i.

    Texts are read a language at a time, some thousands at once: those of a million units in six languages are
    larger than the rest.
    """

    unit_ids: pl.Series
    units: pl.LazyFrame

    def of(self, language: str) -> Iterator[tuple[int, str]]:
        """Yield row number and text of a language, rows ascending."""
        with tempfile.TemporaryDirectory(prefix="hexapla-") as folder:
            path = Path(folder) / "texts.parquet"
            self.write(language, path)
            yield from texts_of(path)

    def write(self, language: str, path: Path) -> None:
        """Write the texts of a language to a Parquet file with columns row and text, rows ascending."""
        numbered = pl.LazyFrame({"unit_id": self.unit_ids}).with_row_index("row")
        texts = self.units.filter(pl.col("language") == language).select("unit_id", "text")
        chosen = texts.join(numbered, on="unit_id", maintain_order="left").select("row", "text")
        chosen.sink_parquet(path, compression="lz4", row_group_size=TEXTS_AT_ONCE, maintain_order=True)
        if not pl.scan_parquet(path).select(pl.col("row").is_sorted()).collect().item():
            # A memory whose units are not in order, as after changes: sorted as a whole.
            ordered = pl.read_parquet(path).sort("row", maintain_order=True)
            ordered.write_parquet(path, compression="lz4", row_group_size=TEXTS_AT_ONCE)


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield row number and text of a file of `AlignedRows.write`, rows ascending."""
    texts = pl.scan_parquet(path)
    for start in range(0, texts.select(pl.len()).collect().item(), TEXTS_AT_ONCE):
        part = texts.slice(start, TEXTS_AT_ONCE).collect()
        yield from zip(part["row"], part["text"], strict=True)


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
    of_units = (
        _variants(units)
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
    )
    return AlignedRows(of_units["unit_id"], units)


def _variants(units: pl.LazyFrame) -> pl.DataFrame:
    """Return unit, language and order of each variant, with a hash of what it says; texts are streamed."""
    said = pl.concat_str("language", pl.lit("\t"), "text").hash(seed=1)
    with tempfile.TemporaryDirectory(prefix="hexapla-") as folder:
        path = Path(folder) / "variants.parquet"
        units.select("unit_id", pl.col("language").cast(pl.Categorical), said=said).sink_parquet(
            path, maintain_order=True
        )
        return pl.read_parquet(path, memory_map=False).with_row_index("order")
