"""Parquet out: a flat table with a row a unit, its texts by language, and where each comes from."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO

import polars as pl

from tm.detailed_units import DetailedUnit, detailed_units
from tm.selection import Choice, ExportReport, Tally, UnitSource, check_choice, opened_output
from tm.unit_columns import align_type

_UNITS_A_PART = 8192
_ROW_GROUP = 8192
# By language, after the text: "text_fr", "probability_fr" ...
_BY_LANGUAGE: dict[str, pl.DataType] = {
    "text": pl.String(),
    "probability": pl.Float64(),
    "document": pl.String(),
    "path": pl.String(),
    "page": pl.Int32(),
    "date": pl.String(),
    "reviewed": pl.String(),
}
_BY_UNIT: dict[str, pl.DataType] = {
    "unit_id": pl.String(),
    "set_name": pl.String(),
    "symbol": pl.String(),
    "pivot": pl.String(),
    "probability": pl.Float64(),
    "align_type": pl.String(),
    "via": pl.String(),
    "flags": pl.String(),
}


def write_parquet(
    memory: UnitSource,
    out: Path | BinaryIO,
    *,
    level: str = "paragraph",
    pair: tuple[str, str] | None = None,
    min_probability: float = 0.0,
) -> ExportReport:
    """Write one row a unit: what is said of the unit, then text, probability and place by language.

    Null where a unit has no text in a language; `date` is a date. The same memory gives the same bytes with
    the same version of polars. Raises `ExportError`.
    """
    choice = Choice(level, pair, min_probability)
    check_choice(choice, memory.languages)
    languages = pair or memory.languages
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="hexapla-") as name:
        folder = Path(name)
        for part in _parts(detailed_units(memory, choice, tally), languages, tally):
            part.write_parquet(folder / f"part-{len(list(folder.iterdir())):06d}.parquet")
        whole = folder / "whole.parquet"
        # Streamed from part to whole: no more than a few row groups are in memory.
        parts = pl.scan_parquet(folder / "part-*.parquet")
        parts.sink_parquet(whole, compression="zstd", row_group_size=_ROW_GROUP, maintain_order=True)
        with opened_output(out) as file, whole.open("rb") as made:
            copyfileobj(made, file)
    return tally.report(pair[0] if pair else None)


def _parts(units: Iterator[DetailedUnit], languages: Sequence[str], tally: Tally) -> Iterator[pl.DataFrame]:
    """Yield tables of the same columns, at least one."""
    schema = {
        **_BY_UNIT,
        **{f"{name}_{code}": kind for code in languages for name, kind in _BY_LANGUAGE.items()},
    }
    first = True
    while (batch := list(islice(units, _UNITS_A_PART))) or first:
        first = False
        for detailed in batch:
            tally.count(detailed.unit)
        rows = [_row(detailed, languages) for detailed in batch]
        table = pl.DataFrame(rows, schema=schema, orient="row")
        yield table.with_columns(pl.col(f"date_{code}").str.to_date("%Y-%m-%d") for code in languages)


def _row(detailed: DetailedUnit, languages: Sequence[str]) -> list[Any]:
    unit = detailed.unit
    by_language = {variant.language: variant for variant in unit.variants}
    row = [
        unit.unit_id,
        unit.set_name,
        unit.symbol,
        unit.pivot,
        unit.probability,
        align_type(detailed) or None,
        unit.via or None,
        detailed.flags or None,
    ]
    for code in languages:
        variant = by_language.get(code)
        row += [getattr(variant, name, None) for name in _BY_LANGUAGE]
    return row
