"""What a search needs of every row of the units: which unit it belongs to, level, language, and facets.

Worked out at publication and kept in `search.parquet`, because numbering the units of a large memory takes
longer than a search may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tm.errors import MemoryDamaged
from tm.search_filters import FACETS, with_facets
from tm.units import LEVELS
from tm.vector_index import Mask, Rows

TABLE_NAME: Final = "search.parquet"


@dataclass(frozen=True)
class SearchTable:
    """Row by row: the number of the unit to show, level and language.

    `owner` int64 `(n,)` numbers paragraphs: equal for all variants of a paragraph and of its sentences;
    `unit` numbers units of both levels. `language_codes` int8 `(n,)` are places in `languages`.
    """

    owner: Rows
    unit: Rows
    is_sentence: Mask
    language_codes: NDArray[np.int8]
    languages: tuple[str, ...]

    def language(self, row: int) -> str:
        """Return the language of a row."""
        return self.languages[int(self.language_codes[row])]

    def in_languages(self, languages: Sequence[str]) -> Mask:
        """Return which rows are in one of these languages."""
        wanted = np.array([language in languages for language in self.languages], bool)
        return wanted[self.language_codes] if len(wanted) else np.zeros(0, bool)

    def numbers(self, level: str) -> Rows:
        """Return for each row the number of the unit that a search at this level finds by it."""
        return self.unit if level == LEVELS[1] else self.owner

    def number(self, row: int, level: str) -> int:
        """Return the number of the unit that a search at this level finds by a row."""
        return int(self.numbers(level)[row])

    def variants(self, number: int, level: str) -> list[int]:
        """Return the rows of a unit's variants at this level, in order; none for an unknown number."""
        rows = self._rows(number, level)
        of_level = self.is_sentence[rows] == (level == LEVELS[1])
        return sorted(rows[of_level].tolist())

    def family(self, row: int) -> list[int]:
        """Return the rows of the paragraph that a row belongs to and of its sentences, in order."""
        return sorted(self._rows(int(self.owner[row]), LEVELS[0]).tolist())

    def _rows(self, number: int, level: str) -> Rows:
        order, ordered = self._by_sentence if level == LEVELS[1] else self._by_owner
        return order[slice(*np.searchsorted(ordered, (number, number + 1)))]

    @cached_property
    def _by_owner(self) -> tuple[Rows, Rows]:
        order = np.argsort(self.owner, kind="stable")
        return order, self.owner[order]

    @cached_property
    def _by_sentence(self) -> tuple[Rows, Rows]:
        order = np.argsort(self.unit, kind="stable")
        return order, self.unit[order]


def write_search_table(units: pl.DataFrame, folder: Path) -> None:
    """Write `search.parquet` of a table of units into `folder`, which exists."""
    _columns(units.lazy()).collect().write_parquet(folder / TABLE_NAME, compression="zstd")


def scan_search_columns(folder: Path, units: pl.LazyFrame) -> pl.LazyFrame:
    """Return owner, unit, is_sentence, language, level and the facets of each row; made where not kept."""
    path = folder / TABLE_NAME
    return pl.scan_parquet(path) if path.is_file() else _columns(units)


def load_search_table(folder: Path, units: pl.LazyFrame) -> SearchTable:
    """Read what a search needs; raises `MemoryDamaged` for a file that cannot be read."""
    try:
        columns = (
            scan_search_columns(folder, units).select("owner", "unit", "is_sentence", "language").collect()
        )
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = f"the table for searches cannot be read ({error}). Build the memory again."
        raise MemoryDamaged(folder / TABLE_NAME, reason) from error
    languages = tuple(sorted(columns["language"].unique().to_list()))
    codes = columns["language"].replace_strict(
        list(languages), list(range(len(languages))), return_dtype=pl.Int8
    )
    return SearchTable(
        owner=columns["owner"].to_numpy().astype(np.int64),
        unit=columns["unit"].to_numpy().astype(np.int64),
        is_sentence=columns["is_sentence"].to_numpy(),
        language_codes=codes.to_numpy(),
        languages=languages,
    )


def _columns(units: pl.LazyFrame) -> pl.LazyFrame:
    return with_facets(units).select(
        pl.coalesce("parent_id", "unit_id").rank("dense").cast(pl.Int32).alias("owner"),
        pl.col("unit_id").rank("dense").cast(pl.Int32).alias("unit"),
        (pl.col("level") == LEVELS[1]).alias("is_sentence"),
        "language",
        "level",
        *FACETS,
    )
