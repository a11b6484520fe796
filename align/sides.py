"""Two streams prepared against each other: crowds, label numbers, figure columns, lengths, similarity scale.

Everything that depends on both sides and not on a bead is worked out here, once a pair.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.segments import DENSITY, Stream

Floats = NDArray[np.float64]

# Nearest segments of the other side that make the crowd (the k of cross-domain similarity local scaling,
# Conneau et al. 2018; margin scoring of Artetxe and Schwenk 2019 uses 4).
CROWD = 4
# Where the other side has fewer segments than that, those missing count as this similar (the usual value).
_USUAL_CROWD = 0.3
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
# More values than this in a document are not rare enough to tell segments apart.
_MAX_FIGURE_COLUMNS = 1024
# A larger other side is sampled when the crowd is looked for.
_CROWD_SAMPLE = 4000
# Up to this many pairs of segments (2000 by 2000) every cosine is looked at once, to learn from.
_MAX_COMPARED = 4_000_000


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair, prepared against the other.

    `spans` float32 `(k, n, d)`, centred on the document's mean, unit length; `crowd` float64 `(k, n)`, mean
    cosine to
    the nearest segments of the other side; `best` `(n,)`, cosine to the nearest; `lengths` `(k, n)`;
    `labels` int64 `(n,)`, -1
    without; `kinds` int64 `(n,)`; `figures` float32 `(k, n, f)`, the weight of each shared value present;
    `own_figures` `(k, n)`, total weight of all values present; `heads`, `tails` as in
    `Stream`; `endings` int64 `(n,)`.
    """

    spans: NDArray[np.float32]
    crowd: Floats
    best: Floats
    lengths: Floats
    labels: NDArray[np.int64]
    kinds: NDArray[np.int64]
    figures: NDArray[np.float32]
    own_figures: Floats
    heads: tuple[NDArray[np.float32], ...]
    tails: tuple[NDArray[np.float32], ...]
    endings: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides prepared against each other, and what was learnt of their lengths.

    `length_ratio`: expected target characters for one source character; `length_variance`: variance of the
    difference for each character (the s squared of Gale and Church 1993). `similarity_scale`: what cosines
    are
    multiplied with, so that sure pairs are as similar in every pair of languages.
    """

    source: Side
    target: Side
    length_ratio: float
    length_variance: float
    similarity_scale: float


def prepare_pair(source: Stream, target: Stream) -> Pair:
    """Find crowds, index labels and figures, and learn the lengths from sure 1:1 pairs."""
    left, right = source.spans, target.spans
    left_crowd, left_best = _crowd(left, right[0])
    right_crowd, right_best = _crowd(right, left[0])
    label_ids = {path: k for k, path in enumerate(dict.fromkeys((*source.paths, *target.paths)))}
    label_ids[""] = -1
    weights = _figure_weights(source, target)
    columns = {value: k for k, value in enumerate(weights)}
    sides = [
        Side(
            spans=spans,
            crowd=crowd,
            best=best,
            lengths=_run_sums(stream.lengths, spans.shape[0]),
            labels=np.array([label_ids[path] for path in stream.paths], dtype=np.int64),
            kinds=np.array([_KIND_GROUPS.get(kind, 0) for kind in stream.kinds], dtype=np.int64),
            figures=_figure_runs(stream, columns, weights, spans.shape[0]),
            own_figures=_own_figures(stream, weights, spans.shape[0]),
            heads=stream.heads,
            tails=stream.tails,
            endings=stream.endings,
        )
        for stream, spans, crowd, best in (
            (source, left, left_crowd, left_best),
            (target, right, right_crowd, right_best),
        )
    ]
    sure = _sure_pairs(sides[0], sides[1])
    ratio, variance = _learn_lengths(sides[0], sides[1], sure, source.language, target.language)
    return Pair(sides[0], sides[1], ratio, variance, _similarity_scale(sure))


# Centred cosine of a sure pair that the weights are made for, and how many sure pairs this is worth as a
# prior.
_USUAL_SIMILARITY = 0.65
_PRIOR_PAIRS = 5


@dataclass(frozen=True, slots=True)
class SurePairs:
    """Segments that are each other's nearest: positions and centred cosines."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    cosines: Floats


def _sure_pairs(source: Side, target: Side) -> SurePairs:
    """Mutual nearest segments with a cosine over .3; none for documents too large to compare every pair."""
    none = np.zeros(0, dtype=np.int64)
    if not len(source) or not len(target) or len(source) * len(target) > _MAX_COMPARED:
        return SurePairs(none, none, np.zeros(0))
    cosines = source.spans[0] @ target.spans[0].T
    forth, back = cosines.argmax(axis=1), cosines.argmax(axis=0)
    rows = np.arange(len(source))
    best = cosines[rows, forth]
    sure = np.flatnonzero((back[forth] == rows) & (best > 0.3))
    return SurePairs(sure, forth[sure], best[sure].astype(np.float64))


def _similarity_scale(sure: SurePairs) -> float:
    """How much more or less similar sure pairs are here than usual, with a prior of a few usual pairs."""
    known = np.concatenate([sure.cosines, np.full(_PRIOR_PAIRS, _USUAL_SIMILARITY)])
    return float(_USUAL_SIMILARITY / np.clip(np.median(known), 0.4, 0.9))


def _crowd(spans: NDArray[np.float32], others: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """Mean cosine of each run to its `CROWD` nearest segments of the other side.

    And of each segment to the nearest.
    """
    sizes, count, _ = spans.shape
    crowd = np.full((sizes, count), _USUAL_CROWD)
    best = np.zeros(count)
    if not len(others):
        return crowd, best
    sample = others[:: max(1, -(-len(others) // _CROWD_SAMPLE))]
    nearest = min(CROWD, len(sample))
    for size in range(sizes):
        for start in range(0, count, 512):
            cosines = spans[size, start : start + 512] @ sample.T
            top = np.partition(cosines, len(sample) - nearest, axis=1)[:, len(sample) - nearest :]
            missing = (CROWD - nearest) * _USUAL_CROWD
            crowd[size, start : start + 512] = (top.sum(axis=1) + missing) / CROWD
            if size == 0:
                best[start : start + 512] = cosines.max(axis=1)
    return crowd, best


def _run_sums(values: Floats, sizes: int) -> Floats:
    """Sums over runs: `[k - 1, i]` is the sum of `values[i : i + k]`, cut at the end.

    Float64 `(sizes, n)`.
    """
    totals = np.concatenate([[0.0], np.cumsum(values)])
    ends = np.minimum(np.arange(len(values))[None, :] + np.arange(1, sizes + 1)[:, None], len(values))
    sums: Floats = totals[ends] - totals[: len(values)][None, :]
    return sums


def _figure_weights(source: Stream, target: Stream) -> dict[str, float]:
    """Weight of each value that both sides have: the rarer, the more it tells; rarest first, at most 1024."""
    left = Counter(value for figures in source.figures for value in figures)
    right = Counter(value for figures in target.figures for value in figures)
    shared = sorted(set(left) & set(right), key=lambda value: (left[value] + right[value], value))
    return {v: 2.0 / (left[v] + right[v]) ** 0.5 / 2**0.5 for v in shared[:_MAX_FIGURE_COLUMNS]}


def _figure_runs(
    stream: Stream, columns: dict[str, int], weights: dict[str, float], sizes: int
) -> NDArray[np.float32]:
    present = np.zeros((sizes, len(stream), len(columns)), dtype=np.float32)
    for i, figures in enumerate(stream.figures):
        for value in figures:
            if value in columns:
                for size in range(sizes):
                    present[size, max(0, i - size) : i + 1, columns[value]] = weights[value] ** 0.5
    return present


def _own_figures(stream: Stream, weights: dict[str, float], sizes: int) -> Floats:
    single = np.array([sum(weights.get(value, 0.5) for value in figures) for figures in stream.figures])
    return _run_sums(single, sizes)


_DEFAULT_VARIANCE = 3.0


def _learn_lengths(
    source: Side, target: Side, sure: SurePairs, source_language: str, target_language: str
) -> tuple[float, float]:
    """Ratio and variance of lengths from sure pairs, shrunk towards the density of the languages."""
    prior = DENSITY.get(target_language, 1.0) / DENSITY.get(source_language, 1.0)
    if not len(sure.source):
        return prior, _DEFAULT_VARIANCE
    x, y = source.lengths[0, sure.source], target.lengths[0, sure.target]
    # The middle of the ratios, weighed as if a few more pairs had the density of the languages.
    logs = np.concatenate([np.log((y + 1) / (x + 1)), np.full(_PRIOR_PAIRS, np.log(prior))])
    ratio = float(np.exp(np.median(logs)))
    squares = (y - ratio * x) ** 2 / np.maximum(y + ratio * x, 1)
    # The median of a squared normal is .455 of its variance; robust against wrong pairs.
    found, count = float(np.median(squares)) / 0.455, len(sure.source)
    variance = (found * count + _DEFAULT_VARIANCE * 2 * _PRIOR_PAIRS) / (count + 2 * _PRIOR_PAIRS)
    return ratio, max(variance, 0.5)
