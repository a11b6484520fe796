"""Search by meaning: the units nearest to a query, in any language, ranked over the whole memory."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from align.encoders import Vectors
from tm.errors import QueryError
from tm.units import LEVELS
from tm.vector_index import Mask, Rows, VectorIndex, search_index

# Neighbours asked for per hit wanted, at first: a unit has several variants and sentences, and counts once.
_FIRST_DEPTH = 12
# Rows this near each other are read at one go.
_NEIGHBOURS = 256

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Leg:
    """One way a unit was found: "dense" (by meaning) or "lexical" (by words).

    `rank` is its place among the units that this leg found, from 1; `score` a cosine in [-1, 1], or BM25,
    above 0.
    """

    name: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit found by a search.

    `score` is what the hits are sorted by. In mode "dense" the cosine in [-1, 1] of the query and the best
    variant among those searched: of the unit, or of one of its sentences; in mode "lexical" BM25, above 0;
    in mode "hybrid" the fused score (`tm.hybrid_search`), above 0. `legs` says which ways led to the unit.
    `language`, `document` (file name), `path` (label path), `page` (from 1) and `matched` (the text that
    was nearest) are those of the best variant. `texts` holds the unit in all its languages, `probability`
    is that of the unit.
    """

    unit_id: str
    score: float
    language: str
    texts: dict[str, str]
    document: str
    path: str
    probability: float
    page: int | None
    matched: str
    set_name: str
    symbol: str | None
    title: str | None
    legs: tuple[Leg, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchTable:
    """What a search needs of the units, row by row: the number of the unit to show, level and language.

    `owner` int64 `(n,)` numbers paragraphs: equal for all variants of a paragraph and of its sentences;
    `unit` numbers units of both levels.
    """

    owner: Rows
    unit: Rows
    is_sentence: Mask
    languages: NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Found:
    """The best row of a unit, by its number; `legs` are empty where one leg alone was asked."""

    unit: int
    row: int
    score: float
    legs: tuple[Leg, ...] = ()


def load_search_table(units: pl.LazyFrame) -> SearchTable:
    """Read the four columns that a search needs."""
    table = units.select(
        pl.coalesce("parent_id", "unit_id").rank("dense").cast(pl.Int64).alias("owner"),
        pl.col("unit_id").rank("dense").cast(pl.Int64).alias("unit"),
        (pl.col("level") == LEVELS[1]).alias("is_sentence"),
        pl.col("language"),
    ).collect()
    return SearchTable(
        owner=table["owner"].to_numpy(),
        unit=table["unit"].to_numpy(),
        is_sentence=table["is_sentence"].to_numpy(),
        languages=table["language"].to_numpy().astype(np.str_),
    )


def nearest_units(
    index: VectorIndex,
    table: SearchTable,
    query: Vectors,
    *,
    count: int,
    level: str,
    languages: Sequence[str] | None,
    of_units: Mask | None = None,
) -> list[Found]:
    """Return the `count` units nearest to `query` `(d,)`, best first; equals in the order of the memory.

    At level "paragraph" a unit's score is the maximum over its variants and their sentences, at level
    "sentence" over its variants. `of_units` is a mask over the rows of the table: only rows it allows count.
    """
    everything = np.ones(len(table.unit), bool)
    allowed = everything if languages is None else np.isin(table.languages, list(languages))
    if of_units is not None:
        allowed &= of_units
    if level == LEVELS[1]:
        allowed &= table.is_sentence
    numbers = numbers_of_units(table, level)
    available = int(allowed.sum())
    depth = min(available, _FIRST_DEPTH * count)
    while True:
        rows, scores = search_index(index, query, depth, allowed)
        found = _best_of_each(numbers, rows, scores)
        # One more than wanted, so that the last one's score is known to be complete.
        if len(found) > count or len(rows) < depth or depth >= available:
            return found[:count]
        depth = min(available, depth * 4)


def numbers_of_units(table: SearchTable, level: str) -> Rows:
    """Return for each row the number of the unit that a search at this level finds by it."""
    return table.unit if level == LEVELS[1] else table.owner


def read_hits(units: pl.LazyFrame, table: SearchTable, found: Sequence[Found], level: str) -> list[Hit]:
    """Read the texts of what was found, in the same order."""
    numbers = numbers_of_units(table, level)
    of_level = table.is_sentence if level == LEVELS[1] else ~table.is_sentence
    unit_rows = [np.flatnonzero((numbers == best.unit) & of_level).tolist() for best in found]
    records = read_rows(units, {best.row for best in found}.union(*unit_rows))
    return [
        _hit(best, records[best.row], [records[row] for row in rows])
        for best, rows in zip(found, unit_rows, strict=True)
    ]


def read_rows(units: pl.LazyFrame, rows: Set[int]) -> dict[int, Record]:
    """Read these rows of the table, by number; neighbouring rows at one go, the others unread."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row - runs[-1][-1] <= _NEIGHBOURS:
            runs[-1].append(row)
        else:
            runs.append([row])
    slices = [units.slice(run[0], run[-1] - run[0] + 1) for run in runs]
    numbers = [number for run in runs for number in range(run[0], run[-1] + 1)]
    tables = pl.collect_all(slices)
    read = (record for table in tables for record in table.iter_rows(named=True))
    return dict(zip(numbers, read, strict=True))


def _hit(best: Found, nearest: Record, variants: Sequence[Record]) -> Hit:
    return Hit(
        unit_id=variants[0]["unit_id"],
        score=round(best.score, 6),
        language=nearest["language"],
        texts={variant["language"]: variant["text"] for variant in variants},
        document=nearest["document"],
        path=nearest["path"],
        probability=variants[0]["unit_probability"],
        page=nearest["page"],
        matched=nearest["text"],
        set_name=nearest["set_name"],
        symbol=nearest["symbol"],
        title=nearest["title"],
        legs=best.legs,
    )


def check_search(level: str, count: int, languages: Sequence[str] | None, known: Sequence[str]) -> None:
    """Raise `QueryError` for a level, a number of hits or a language that cannot be."""
    if level not in LEVELS:
        raise QueryError(f'There is no level "{level}". Use {" or ".join(LEVELS)}.')
    if count < 1:
        raise QueryError(f"{count} hits were asked for; ask for at least 1.")
    for language in languages or ():
        if language not in known:
            raise QueryError(
                f'The memory has no text in the language "{language}". It has: {", ".join(known) or "none"}.'
            )


def _best_of_each(numbers: Rows, rows: Rows, scores: NDArray[np.float32]) -> list[Found]:
    best: dict[int, Found] = {}
    for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
        number = int(numbers[row])
        known = best.get(number)
        # Rows come best first; among equals the paragraph stands before its sentences in the memory.
        if known is None or (score == known.score and row < known.row):
            best[number] = Found(number, row, score)
    return sorted(best.values(), key=lambda found: (-found.score, found.row))
