"""Where the fuzzy indexes of a memory lie, and how one is opened: read, or built where it is not there.

fuzzy/<generation>/<language>/                the index of a source language (`tm.matching.fuzzy_index`)
fuzzy/<generation>/<language>/pair-<target>/  what the units are in a target language (`pair_columns`)
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tm.matching.array_folders import Arrays, Facts, read_arrays, write_arrays
from tm.matching.fuzzy_index import FuzzyIndex
from tm.matching.index_building import UnitTexts, build_index
from tm.matching.pair_columns import PairColumns, read_pair
from tm.matching.score import SCORE_VERSION
from tm.memory_folder import complete_generations
from tm.units import LEVELS

# Counts up when the arrays change, so that older ones are built again.
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """Where the index of a language lies: memory, generation, what tells its content, the language."""

    memory: Path
    generation: str
    digest: str
    language: str

    @property
    def folder(self) -> Path:
        """The folder of the index."""
        return self.memory / "fuzzy" / self.generation / self.language

    @property
    def facts(self) -> Facts:
        """What must agree for a kept index to be used."""
        return {"format": _FORMAT, "score": SCORE_VERSION, "corpus": self.digest, "language": self.language}


@dataclass(frozen=True, slots=True)
class Kept:
    """What was read or made, and a remark where it could not be kept."""

    arrays: Arrays
    note: str | None = None


def open_index(place: IndexPlace, units: pl.LazyFrame) -> tuple[FuzzyIndex, str | None]:
    """Return the index of a language, built on first use, and a remark where it could not be kept."""
    _delete_old(place)
    kept = _read_or_make(place.folder, place.facts, lambda: _index_arrays(units, place.language))
    names = {field.name for field in dataclasses.fields(FuzzyIndex)}
    arrays: dict[str, Any] = {name: array for name, array in kept.arrays.items() if name in names}
    common = int(kept.arrays["common"][()])
    return FuzzyIndex(**(arrays | {"language": place.language, "common": common})), kept.note


def open_pair(
    place: IndexPlace, units: pl.LazyFrame, index: FuzzyIndex, target: str
) -> tuple[PairColumns, str | None]:
    """Return what the units of the index are in `target`, and a remark where it could not be kept."""
    folder = place.folder / f"pair-{target}"
    facts = {**place.facts, "target": target}
    kept = _read_or_make(
        folder, facts, lambda: read_pair(units, index.unit_row, place.language, target).arrays()
    )
    arrays: dict[str, Any] = {**kept.arrays}
    return PairColumns(**arrays), kept.note


def source_units(units: pl.LazyFrame, language: str) -> UnitTexts:
    """Return the units of a language from the table of units, in its order, and their distinct texts."""
    table = (
        units.with_row_index("row")
        .filter(pl.col("language") == language)
        .select("row", "set_name", "level", "text")
        .collect()
    )
    begins = (table["set_name"] != table["set_name"].shift()) | (table["level"] != table["level"].shift())
    firsts, text = _distinct(table["text"])
    return UnitTexts(
        texts=table["text"].gather(firsts).to_list(),
        text=text,
        row=table["row"].cast(pl.Int32).to_numpy(),
        level=(table["level"] == LEVELS[1]).cast(pl.UInt8).to_numpy(),
        first=begins.fill_null(value=True).cast(pl.UInt8).to_numpy(),
    )


def _distinct(texts: pl.Series) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return where each distinct text stands first, ascending, and for each text which of them it is."""
    _, firsts, inverse = np.unique(texts.hash().to_numpy(), return_index=True, return_inverse=True)
    order = np.argsort(firsts)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return firsts[order], rank[inverse]


def _index_arrays(units: pl.LazyFrame, language: str) -> Arrays:
    index = build_index(source_units(units, language), language)
    arrays = {field.name: getattr(index, field.name) for field in dataclasses.fields(index)}
    del arrays["language"]
    return arrays | {"common": np.array(index.common)}


def _read_or_make(folder: Path, facts: Facts, make: Callable[[], Mapping[str, NDArray[Any]]]) -> Kept:
    arrays = read_arrays(folder, facts)
    if arrays is not None:
        return Kept(arrays)
    made = dict(make())
    try:
        write_arrays(folder, made, facts)
    except OSError as error:
        reason = error.strerror or str(error)
        return Kept(
            _read_only(made), f"the fuzzy index cannot be kept in {folder} ({reason}): made for this run"
        )
    return Kept(read_arrays(folder, facts) or _read_only(made))


def _read_only(arrays: Arrays) -> Arrays:
    for array in arrays.values():
        array.setflags(write=False)
    return arrays


def _delete_old(place: IndexPlace) -> None:
    """Delete the indexes of generations that are gone; what cannot be deleted is left to the next time."""
    living = {folder.name for folder in complete_generations(place.memory)} | {place.generation}
    for folder in (place.memory / "fuzzy").glob("[0-9]*"):
        if folder.name not in living:
            shutil.rmtree(folder, ignore_errors=True)
