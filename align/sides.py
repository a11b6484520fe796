"""Two streams prepared against each other: crowds, label numbers, figures, lengths, similarity scale.

Everything that depends on both sides and not on a bead is worked out here, once a pair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from align.band import Band
from align.parts import DENSITY
from align.segments import Stream
from align.threads import in_threads

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Nearest segments of the other side that make the crowd (the k of cross-domain similarity local scaling,
# Conneau et al. 2018; margin scoring of Artetxe and Schwenk 2019 uses 4).
CROWD = 4
# Where the other side has fewer segments than that, those missing count as this similar (the usual value).
_USUAL_CROWD = 0.3
# Segments of one subject are at least this similar to their nearest neighbours: the second percentile of most
# sets is .24 or more. Without a floor, texts that have nothing in common would look as if nothing competed.
_LEAST_CROWD = 0.25
# Runs longer than this have the crowd of their first so many segments.
_CROWD_SPANS = 3
# How far beyond the band the crowd is looked for, in segments: what repeats nearby matters, not a whole
# treaty.
_CROWD_REACH = 100
_BLOCK = 256
# Documents of at least so many blocks are worth threads.
_THREADED_BLOCKS = 10
# Kinds that differ within one of these groups tell nothing against a bead.
_KIND_GROUPS = {
    "title": 1,
    "heading": 1,
    "source note": 2,
    "closing": 3,
    "vote list": 4,
    "footnote": 5,
    "furniture": 6,
    "table row": 7,
    "enacting words": 8,
}
# Weight of a value that the other side does not have.
_LONELY_FIGURE = 0.5


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair, prepared against the other.

    `spans` float32 `(k, n, d)`, centred on the document's mean, unit length; `crowd` float64 `(k, n)`, mean
    cosine to the nearest segments of the other side; `best` `(n,)`, cosine to the nearest, `nearest` int64
    `(n,)` which that is; `totals` `(n + 1,)`, characters before each segment; `labels` int64 `(n,)`, -1
    without; `kinds` int64 `(n,)`; `values` int64 and `first_value` `(n + 1,)`: the figures of segment `i` are
    `values[first_value[i] : first_value[i + 1]]`; `own_figures` `(n + 1,)`, total weight of all values before
    each segment; `broken` float64 `(n + 1, 2)`: whether a cut there goes through a sentence, by the case of
    the next letter, or (scripts without case) by the missing punctuation; `empty` int64 `(n + 1,)`, segments
    without text before each.
    """

    stream: Stream
    crowd: Floats
    best: Floats
    nearest: Ints
    totals: Floats
    labels: Ints
    kinds: Ints
    values: Ints
    first_value: Ints
    own_figures: Floats
    broken: Floats
    empty: Ints

    @property
    def spans(self) -> NDArray[np.float32]:
        """As in `Stream`."""
        return self.stream.spans

    @property
    def endings(self) -> Ints:
        """As in `Stream`."""
        return self.stream.endings

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides prepared against each other, and what was learnt of their lengths.

    `length_ratio`: expected target characters for one source character; `length_variance`: variance of the
    difference for each character (the s squared of Gale and Church 1993). `similarity_scale`: what cosines
    are multiplied with, so that sure pairs are as similar in every pair of languages. `value_weights`
    float64: of each value that both sides have, by its number.
    """

    source: Side
    target: Side
    band: Band
    length_ratio: float
    length_variance: float
    similarity_scale: float
    value_weights: Floats


def prepare_pair(source: Stream, target: Stream, band: Band, like: Pair | None = None) -> Pair:
    """Find crowds, index labels and figures, and learn the lengths from sure 1:1 pairs.

    A part of two documents learns nothing: it takes lengths and similarity from `like`, the whole of them.
    """
    across = band.transposed()
    label_ids = {path: k for k, path in enumerate(dict.fromkeys((*source.paths, *target.paths)))}
    label_ids[""] = -1
    weights = _figure_weights(source, target)
    numbers = {value: k for k, value in enumerate(weights)}
    sides = [
        _side(stream, other, places, label_ids, weights, numbers)
        for stream, other, places in ((source, target, band), (target, source, across))
    ]
    values = np.array([*weights.values(), 0.0])
    if like is not None:
        learnt = like.length_ratio, like.length_variance, like.similarity_scale
        return Pair(sides[0], sides[1], band, *learnt, values)
    sure = _sure_pairs(sides[0], sides[1])
    ratio, variance = _learn_lengths(sides[0], sides[1], sure, source.language, target.language)
    return Pair(sides[0], sides[1], band, ratio, variance, _similarity_scale(sure), values)


def _side(
    stream: Stream,
    other: Stream,
    band: Band,
    label_ids: Mapping[str, int],
    weights: Mapping[str, float],
    numbers: Mapping[str, int],
) -> Side:
    crowd, best, nearest = _crowd(stream.spans, other.spans[0], band)
    values = [[numbers[v] for v in figures if v in numbers] for figures in stream.figures]
    own = [sum(weights.get(v, _LONELY_FIGURE) for v in figures) for figures in stream.figures]
    return Side(
        stream=stream,
        crowd=crowd,
        best=best,
        nearest=nearest,
        totals=_totals(stream.lengths),
        labels=np.array([label_ids[path] for path in stream.paths], dtype=np.int64),
        kinds=np.array([_KIND_GROUPS.get(kind, 0) for kind in stream.kinds], dtype=np.int64),
        values=np.array([v for found in values for v in found], dtype=np.int64),
        first_value=_totals(np.array([len(found) for found in values], dtype=np.int64)),
        own_figures=_totals(np.array(own, dtype=np.float64)),
        broken=_broken_cuts(stream),
        empty=_totals((stream.lengths == 0).astype(np.int64)),
    )


Number = TypeVar("Number", np.int64, np.float64)


def _totals(values: NDArray[Number]) -> NDArray[Number]:
    """Running sums with a zero in front: `(n + 1,)`."""
    totals: NDArray[Number] = np.concatenate([np.zeros(1, dtype=values.dtype), np.cumsum(values)])
    return totals


# A segment of at least this many characters (of English) that ends without punctuation is no heading.
_LONG = 25


def _broken_cuts(stream: Stream) -> Floats:
    """Whether each cut goes through a sentence: float64 `(n + 1, 2)`, zero at both ends."""
    broken = np.zeros((len(stream) + 1, 2))
    open_end = np.isin(stream.endings[:-1], (0, 4)) & (stream.lengths[:-1] > 0) & (stream.lengths[1:] > 0)
    unlabelled = np.array([path == "" for path in stream.paths[1:]], dtype=bool)
    following = stream.openings[1:]
    long = stream.lengths[:-1] >= _LONG * DENSITY.get(stream.language, 1.0)
    broken[1:-1, 0] = open_end & unlabelled & (following == 2)
    broken[1:-1, 1] = open_end & unlabelled & ((following == 3) | (following == 0)) & long
    return broken


# Centred cosine of a sure pair that the weights are made for, and how many sure pairs this is worth as a
# prior.
_USUAL_SIMILARITY = 0.65
_PRIOR_PAIRS = 5


@dataclass(frozen=True, slots=True)
class SurePairs:
    """Segments that are each other's nearest: positions and centred cosines."""

    source: Ints
    target: Ints
    cosines: Floats


def _sure_pairs(source: Side, target: Side) -> SurePairs:
    """Mutual nearest segments with a cosine over .3."""
    rows = np.arange(len(source))
    if not len(source) or not len(target):
        return SurePairs(rows[:0], rows[:0], np.zeros(0))
    sure = np.flatnonzero((target.nearest[source.nearest] == rows) & (source.best > 0.3))
    return SurePairs(sure, source.nearest[sure], source.best[sure])


def _similarity_scale(sure: SurePairs) -> float:
    """How much more or less similar sure pairs are here than usual, with a prior of a few usual pairs."""
    known = np.concatenate([sure.cosines, np.full(_PRIOR_PAIRS, _USUAL_SIMILARITY)])
    return float(_USUAL_SIMILARITY / np.clip(np.median(known), 0.4, 0.9))


def _crowd(
    spans: NDArray[np.float32], others: NDArray[np.float32], band: Band
) -> tuple[Floats, Floats, Ints]:
    """Mean cosine of each run to its `CROWD` nearest segments of the other side near the band.

    And of each segment to the nearest, and which that is.
    """
    sizes, count, _ = spans.shape
    crowd = np.full((sizes, count), _USUAL_CROWD)
    best, nearest = np.zeros(count), np.zeros(count, dtype=np.int64)
    if not len(others):
        return crowd, best, nearest

    def near(start: int) -> None:
        end = min(start + _BLOCK, count)
        first = max(int(band.low[start]) - _CROWD_REACH, 0)
        last = min(int(band.high[end]) + _CROWD_REACH, len(others))
        window = others[first:last].astype(np.float32, copy=False)
        amount = min(CROWD, len(window))
        for size in range(min(sizes, _CROWD_SPANS)):
            cosines = spans[size, start:end].astype(np.float32, copy=False) @ window.T
            if size == 0:
                nearest[start:end] = first + cosines.argmax(axis=1)
                best[start:end] = cosines.max(axis=1)
            cosines.partition(len(window) - amount, axis=1)
            top = cosines[:, len(window) - amount :]
            mean = (top.sum(axis=1) + (CROWD - amount) * _USUAL_CROWD) / CROWD
            crowd[size, start:end] = np.maximum(mean, _LEAST_CROWD)

    in_threads(near, range(0, count, _BLOCK), _THREADED_BLOCKS)
    crowd[_CROWD_SPANS:] = crowd[_CROWD_SPANS - 1]
    return crowd, best, nearest


def _figure_weights(source: Stream, target: Stream) -> dict[str, float]:
    """Weight of each value that both sides have: the rarer, the more it tells."""
    left = Counter(value for figures in source.figures for value in figures)
    right = Counter(value for figures in target.figures for value in figures)
    shared = sorted(set(left) & set(right))
    return {v: 2.0 / (left[v] + right[v]) ** 0.5 / 2**0.5 for v in shared}


_DEFAULT_VARIANCE = 3.0


def _learn_lengths(
    source: Side, target: Side, sure: SurePairs, source_language: str, target_language: str
) -> tuple[float, float]:
    """Ratio and variance of lengths from sure pairs, shrunk towards the density of the languages."""
    prior = DENSITY.get(target_language, 1.0) / DENSITY.get(source_language, 1.0)
    if not len(sure.source):
        return prior, _DEFAULT_VARIANCE
    x, y = source.stream.lengths[sure.source], target.stream.lengths[sure.target]
    # The middle of the ratios, weighed as if a few more pairs had the density of the languages.
    logs = np.concatenate([np.log((y + 1) / (x + 1)), np.full(_PRIOR_PAIRS, np.log(prior))])
    ratio = float(np.exp(np.median(logs)))
    squares = (y - ratio * x) ** 2 / np.maximum(y + ratio * x, 1)
    # The median of a squared normal is .455 of its variance; robust against wrong pairs.
    found, count = float(np.median(squares)) / 0.455, len(sure.source)
    variance = (found * count + _DEFAULT_VARIANCE * 2 * _PRIOR_PAIRS) / (count + 2 * _PRIOR_PAIRS)
    return ratio, max(variance, 0.5)
