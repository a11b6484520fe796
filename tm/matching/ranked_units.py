"""From texts that resemble a query to units: penalties, neighbours, and the order of what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.matching.fuzzy_index import FoundTexts, FuzzyIndex
from tm.matching.pair_columns import THOUSANDTHS, PairColumns
from tm.matching.score import (
    DOUBTFUL_BELOW,
    HIGHEST,
    POINTS,
    POOR_BELOW,
    POOR_POINTS,
    Penalty,
    PenaltyName,
)

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Context:
    """Hashes of the words of the query's neighbours, None where there is none; hash of the query's form."""

    surface: int
    previous: int | None = None
    next: int | None = None


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit by its number in the index, with what makes its score; `units` have the same two texts."""

    unit: int
    base: int
    edits: int
    score: int
    penalties: tuple[Penalty, ...]
    previous_equal: bool
    next_equal: bool
    units: int


def rank_units(
    index: FuzzyIndex,
    pair: PairColumns,
    found: FoundTexts,
    context: Context,
    *,
    threshold: int,
    count: int,
    level: int | None,
) -> list[RankedUnit]:
    """Return the `count` best units with a target text and a score of at least `threshold`.

    One unit of those with the same source and target: the best, else the first in the memory, a paragraph
    before its sentences. `level` is 0 for paragraphs, 1 for sentences, None for both.
    """
    owner, units = _units_of(index, found.texts)
    kept = pair.target_row[units] >= 0
    if level is not None:
        kept &= index.unit_level[units] == level
    owner, units = owner[kept], units[kept]
    points = _points(index, pair, found, context.surface, owner, units)
    scores = np.maximum(found.bases[owner] - sum(points.values(), np.zeros(len(units), np.int64)), 0)
    previous, following = _neighbours_equal(index, units, context)
    scores = np.where(scores == HIGHEST, HIGHEST + previous + following, scores)
    order = np.lexsort((units, -pair.probability[units].astype(np.int64), -scores))
    order = order[scores[order] >= threshold]
    first, repeats = _first_of_each(found.texts[owner[order]], pair.target_text[units[order]], count)
    return [
        RankedUnit(
            unit=int(units[at]),
            base=int(found.bases[owner[at]]),
            edits=int(found.edits[owner[at]]),
            score=int(scores[at]),
            penalties=tuple(Penalty(name, int(lost[at])) for name, lost in points.items() if lost[at]),
            previous_equal=bool(previous[at]),
            next_equal=bool(following[at]),
            units=int(number),
        )
        for at, number in zip(order[first].tolist(), repeats.tolist(), strict=True)
    ]


def _units_of(index: FuzzyIndex, texts: NDArray[np.int32]) -> tuple[Integers, Integers]:
    """Return for each unit of these texts the place of its text in `texts`, and its number."""
    starts, ends = index.unit_starts[texts], index.unit_starts[texts + 1]
    sizes = ends - starts
    owner = np.repeat(np.arange(len(texts)), sizes)
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return owner, index.text_units[np.repeat(starts, sizes) + within].astype(np.int64)


def _points(
    index: FuzzyIndex, pair: PairColumns, found: FoundTexts, surface: int, owner: Integers, units: Integers
) -> dict[PenaltyName, Integers]:
    """Return the points that each unit loses, by penalty, in the order in which they are listed."""
    form = (found.bases == HIGHEST) & (index.surfaces[found.texts] != np.uint64(surface))
    probability = pair.probability[units] / THOUSANDTHS
    doubt = np.where(
        probability < POOR_BELOW,
        POOR_POINTS,
        np.where(probability < DOUBTFUL_BELOW, POINTS[PenaltyName.DOUBTFUL], 0),
    )
    held: dict[PenaltyName, Any] = {
        PenaltyName.FIGURES: found.figures_differ[owner],
        PenaltyName.FORM: form[owner],
        PenaltyName.SEVERAL_TARGETS: _several_targets(owner, pair.target_text[units]),
        PenaltyName.COMPOSED: pair.composed[units] > 0,
        PenaltyName.UNREVIEWED: pair.unreviewed[units] > 0,
    }
    points = {name: np.where(holds, POINTS[name], 0) for name, holds in held.items()}
    return points | {PenaltyName.DOUBTFUL: doubt}


def _several_targets(owner: Integers, target: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Say of each unit whether its text has more than one translation among these units."""
    if not len(owner):
        return np.zeros(0, np.bool_)
    owners = np.unique(owner << 32 | target.astype(np.int64)) >> 32
    several: NDArray[np.bool_] = np.bincount(owners, minlength=int(owner.max()) + 1)[owner] > 1
    return several


def _neighbours_equal(
    index: FuzzyIndex, units: Integers, context: Context
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say of each unit whether the one before, and the one after it in its set, have the words asked for."""
    last = len(index.unit_text) - 1
    begins = index.unit_first[units] > 0
    ends = (units == last) | (index.unit_first[np.minimum(units + 1, last)] > 0)
    before, after = np.maximum(units - 1, 0), np.minimum(units + 1, last)
    return (
        ~begins & _has_words(index, before, context.previous),
        ~ends & _has_words(index, after, context.next),
    )


def _has_words(index: FuzzyIndex, units: Integers, words: int | None) -> NDArray[np.bool_]:
    if words is None:
        return np.zeros(len(units), np.bool_)
    same: NDArray[np.bool_] = index.words[index.unit_text[units]] == np.uint64(words)
    return same


def _first_of_each(
    texts: NDArray[np.int32], targets: NDArray[np.int32], count: int
) -> tuple[Integers, Integers]:
    """Return where each pair of texts stands first, ascending, and how often it is there; at most `count`."""
    if not len(texts):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    keys = texts.astype(np.int64) << 32 | targets.astype(np.int64)
    _, firsts, repeats = np.unique(keys, return_index=True, return_counts=True)
    order = np.argsort(firsts)[:count]
    return firsts[order], repeats[order]
