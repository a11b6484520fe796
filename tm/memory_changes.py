"""What differs between two generations of a memory: units that are new, changed or gone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tm.errors import ExportError
from tm.memory_folder import generations_folder, units_path
from tm.units import with_added_columns


@dataclass(frozen=True, slots=True)
class MemoryChanges:
    """Ids of units, sorted. `changed`: new, or other in text, probability, review; `gone`: not there now."""

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

    A unit of which a text was rejected since is gone, too: whoever has it must take it out.
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
    gone = before_rows.join(pl.DataFrame({"unit_id": present}), on="unit_id", how="anti")["unit_id"].unique()
    changed = touched.filter(touched.is_in(present.implode())).sort()
    rejected = now_rows.filter(pl.col("reviewed") == "rejected").join(
        before_rows.filter(pl.col("reviewed") == "rejected"), on=["unit_id", "language"], how="anti"
    )
    lost = sorted({*gone.to_list(), *rejected["unit_id"].to_list()})
    return MemoryChanges(changed, tuple(lost))


def _contents(units: pl.LazyFrame) -> pl.DataFrame:
    content = pl.struct("text", "probability", "reviewed")
    keys = [content.hash(seed=1).alias("key"), content.hash(seed=2).alias("other_key")]
    return units.select("unit_id", "language", "reviewed", *keys).collect()
