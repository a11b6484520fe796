"""Search by meaning: the units nearest to a query, in any language, ranked over the whole memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from align.encoders import Vectors
from tm.errors import QueryError
from tm.passage_store import PassageStore, Record
from tm.units import LEVELS
from tm.vector_index import Rows
from tm.vector_search import VectorSearch

# Neighbours asked for per hit wanted, at first: a unit has several variants and sentences, and counts once.
_FIRST_DEPTH = 12
# Where more rows than these are as near as the last unit wanted, some of them decide.
_MOST_EQUALS = 5000


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


class NumberedUnits(Protocol):
    """Which unit each row belongs to (`tm.search_table.SearchTable`)."""

    def number(self, row: int, level: str) -> int:
        """Return the number of the unit that a search at this level finds by a row."""
        ...

    def variants(self, number: int, level: str) -> list[int]:
        """Return the rows of a unit's variants at this level, in order."""
        ...

    def language(self, row: int) -> str:
        """Return the language of a row."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """The best row of a unit, by its number; `legs` are empty where one leg alone was asked."""

    unit: int
    row: int
    score: float
    legs: tuple[Leg, ...] = ()


def nearest_units(
    vectors: VectorSearch, units: NumberedUnits, query: Vectors, *, count: int, level: str
) -> list[Found]:
    """Return the `count` units nearest to `query` `(d,)`, best first; equals in the order of the memory.

    At level "paragraph" a unit's score is the maximum over its variants and their sentences, at level
    "sentence" over its variants, of those that `vectors` may find.
    """
    available = vectors.available
    depth = min(available, _FIRST_DEPTH * count)
    while True:
        rows, scores = vectors.nearest(query, depth)
        found = _best_of_each(units, level, rows, scores)
        if len(rows) < depth or depth >= available:
            return found[:count]
        # All that are as near as the last one wanted are to be there: then its score is complete, and equals
        # are in the order of the memory.
        is_settled = len(found) > count and found[count - 1].score > scores[-1]
        if is_settled or (len(found) > count and depth > _MOST_EQUALS):
            return found[:count]
        depth = min(available, depth * 4)


def read_hits(passages: PassageStore, units: NumberedUnits, found: Sequence[Found], level: str) -> list[Hit]:
    """Read the texts of what was found, in the same order."""
    variants = [units.variants(best.unit, level) for best in found]
    records = passages.rows({best.row for best in found}.union(*variants))
    return [
        _hit(best, records[best.row], [records[row] for row in rows])
        for best, rows in zip(found, variants, strict=True)
    ]


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


def _best_of_each(units: NumberedUnits, level: str, rows: Rows, scores: NDArray[np.float32]) -> list[Found]:
    best: dict[int, Found] = {}
    for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
        number = units.number(row, level)
        known = best.get(number)
        # Rows come best first; among equals the paragraph stands before its sentences in the memory.
        if known is None or (score == known.score and row < known.row):
            best[number] = Found(number, row, score)
    return sorted(best.values(), key=lambda found: (-found.score, found.row))
