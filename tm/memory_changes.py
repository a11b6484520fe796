"""What differs between two generations of a memory: units that are new, changed, or lost a text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tm.errors import ExportError
from tm.memory_folder import generations_folder, units_path
from tm.units import with_added_columns


@dataclass(frozen=True, slots=True)
class MemoryChanges:
    """Ids of units, sorted. `changed`: new, or other in text, probability, review.

    `gone`: units that lost a text, which is no longer there or was rejected since.
    """

    changed: pl.Series
    gone: tuple[str, ...]


def earlier_generation(memory: Path, name: str) -> Path:
    """Return the folder of a generation, named "000007" or "7"; raises `ExportError` where it is not kept."""
    folder = generations_folder(memory)
    kept = sorted(path.name for path in folder.glob("[0-9]*") if units_path(path).is_file())
    wanted = name.zfill(6) if name.isascii() and name.isdigit() else name
    if wanted not in kept:
        raise ExportError(
            f'There is no generation "{name}" in {memory}; those kept are {", ".join(kept)}. '
            "A memory keeps the published generation and the one before."
        )
    return folder / wanted


def changed_units(
    units: pl.LazyFrame, earlier: Path, languages: tuple[str, ...] | None = None
) -> MemoryChanges:
    """Compare a table of units with that of an earlier generation, in these languages (None: all).

    Whoever has a unit that lost a text must take it out, and load what is left of it.
    """
    before = with_added_columns(pl.scan_parquet(units_path(earlier)))
    if languages is not None:
        units, before = (one.filter(pl.col("language").is_in(list(languages))) for one in (units, before))
    now_rows, before_rows = _contents(units), _contents(before)
    keys = ["unit_id", "language", "key", "other_key"]
    differing = [
        now_rows.join(before_rows, on=keys, how="anti"),
        # A variant that is gone changes its unit.
        before_rows.join(now_rows, on=keys, how="anti"),
    ]
    touched = pl.concat(differing)["unit_id"].unique()
    present = now_rows["unit_id"].unique()
    changed = touched.filter(touched.is_in(present.implode())).sort()
    lost = _given(before_rows).join(_given(now_rows), on=["unit_id", "language"], how="anti")
    return MemoryChanges(changed, tuple(lost["unit_id"].unique().sort().to_list()))


def _given(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the texts that an export may give: those that nobody rejected."""
    return rows.filter(pl.col("reviewed").is_null() | (pl.col("reviewed") != "rejected"))


def _contents(units: pl.LazyFrame) -> pl.DataFrame:
    content = pl.struct("text", "probability", "reviewed")
    keys = [content.hash(seed=1).alias("key"), content.hash(seed=2).alias("other_key")]
    return units.select("unit_id", "language", "reviewed", *keys).collect()
