"""Hybrid search: what meaning and words find, in one order.

The fused score of a unit, from its legs:

    cosine + 0.1 coverage^2 + (coverage * rarity)^4 + 0.02 coverage * BM25 / best BM25 + 0.1 numbered

`coverage` is the part of the query's weight in words that the passage has (`tm.lexical.lexical_search`). A
query in another language than the passage shares few words with it: the cosine decides alone. A symbol, a
number or a rare name has coverage and rarity 1, and what has it comes first. A unit that the dense leg did
not reach counts as near as the last that it did; what the dense leg found counts with its coverage, whether
or not it is among the best of the other leg (BM25 is then 0). A query that is a figure with at most one word
("Article 21") is `numbered`: 1 for what both legs found and has the figure. Ranks alone (reciprocal rank
fusion, k = 60) cannot tell these cases apart: docs/search.md has the figures that this rule was chosen by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from tm.lexical.lexical_search import LexicalHit
from tm.search import Found, Leg

MODES = ("hybrid", "dense", "lexical")
DENSE, LEXICAL = "dense", "lexical"
# Units asked of each leg: what neither has among its first 50 is not among the first hits of both.
LEAST_DEPTH = 50
_COVERAGE_WEIGHT, _BM25_WEIGHT, _NUMBER_WEIGHT = 0.1, 0.02, 0.1


@dataclass(frozen=True, slots=True)
class LexicalUnit:
    """The best variant of a unit in the lexical leg; `unit` is its number."""

    unit: int
    hit: LexicalHit


def units_of_hits(hits: Iterable[LexicalHit], number_of: Callable[[int], int]) -> list[LexicalUnit]:
    """Return the units of rows that come best first, each once; `number_of` gives the unit of a row."""
    best: dict[int, LexicalUnit] = {}
    for hit in hits:
        unit = number_of(hit.row)
        best.setdefault(unit, LexicalUnit(unit, hit))
    return list(best.values())


def with_dense_legs(found: Sequence[Found]) -> list[Found]:
    """Return what the dense leg found, in its order, saying so."""
    return [
        replace(one, legs=(Leg(DENSE, rank, round(one.score, 6)),)) for rank, one in enumerate(found, start=1)
    ]


def lexical_found(units: Sequence[LexicalUnit]) -> list[Found]:
    """Return what the lexical leg found, in its order."""
    return [
        Found(one.unit, one.hit.row, one.hit.score, (_lexical_leg(rank, one.hit),))
        for rank, one in enumerate(units, start=1)
    ]


def fuse(
    dense: Sequence[Found], lexical: Sequence[LexicalUnit], beyond: Sequence[LexicalUnit] = ()
) -> list[Found]:
    """Return the units of both legs, best first by the fused score; equals in the order of the memory.

    Both come best first, each unit once; `beyond` are the words of others, which count for what the
    dense leg found. The row of a unit is the dense leg's, unless the words say more than the meaning: at half
    the coverage.
    """
    floor = min((one.score for one in dense), default=0.0)
    best_score = lexical[0].hit.score if lexical else 1.0
    of_dense = {one.unit: (rank, one) for rank, one in enumerate(dense, start=1)}
    of_lexical: dict[int, tuple[int | None, LexicalHit]] = {}
    for one in beyond:
        if one.unit in of_dense:
            of_lexical.setdefault(one.unit, (None, one.hit))
    of_lexical |= {one.unit: (rank, one.hit) for rank, one in enumerate(lexical, start=1)}
    fused = []
    for unit in of_dense.keys() | of_lexical.keys():
        near, worded = of_dense.get(unit), of_lexical.get(unit)
        score = near[1].score if near else floor
        legs = [] if near is None else [Leg(DENSE, near[0], round(near[1].score, 6))]
        row = near[1].row if near else -1
        if worded is not None:
            rank, hit = worded
            score += lexical_score(hit, best_score)
            # Encoders hardly tell "Article 21" from "Article 27".
            score += _NUMBER_WEIGHT if near is not None and hit.is_numbered_so else 0.0
            if rank is not None:
                legs.append(_lexical_leg(rank, hit))
            row = hit.row if near is None or hit.coverage * hit.rarity > 0.5 else row
        fused.append(Found(unit, row, score, tuple(legs)))
    # What differs by less than is shown are equals.
    return sorted(fused, key=lambda found: (-round(found.score, 6), found.row))


def lexical_score(hit: LexicalHit, best_score: float) -> float:
    """Return what words add to the cosine of a unit; `best_score` is the highest BM25 of the leg."""
    sure = (hit.coverage * hit.rarity) ** 4
    return _COVERAGE_WEIGHT * hit.coverage**2 + sure + _BM25_WEIGHT * hit.coverage * hit.score / best_score


def _lexical_leg(rank: int, hit: LexicalHit) -> Leg:
    return Leg(LEXICAL, rank, round(hit.score, 6))
