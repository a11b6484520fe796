"""The evidence for every bead of a band, as arrays: similarity, length, figures, labels, kinds.

Each feature of an `a:b` bead is a number per covered segment or an indicator; a score is their
weighted sum (`weights.py`). Scores are made apart from the search, arrays apart from text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.band import Band
from align.lattice import BeadType
from align.segments import DENSITY, MAX_SPAN, Stream

Floats = NDArray[np.float64]

BEAD_TYPES: tuple[BeadType, ...] = (
    (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1),
)  # fmt: skip

# Features of a bead, in the order of the weights.
BEAD_FEATURES = (
    "similarity",  # centred cosine, per covered segment
    "neighbours",  # mean centred cosine to the segments just outside, per covered segment
    "crowd",  # mean centred cosine to the nearest segments of the other side (hubs, boilerplate), per covered segment
    "length",  # squared length z-score, clipped, per bead
    "figures shared",
    "figures differing",
    "label match",
    "label mismatch",
    "label absent",  # one side labelled, the other not
    "kind differs",
    "weakest part",  # what the similarity gains by the first or last segment of a wider side, the smaller of both
    "beginning",  # centred cosine of the first words of both sides
    "ending",  # centred cosine of the last words of both sides
    "first words",  # the same of the first three words or so
    "last words",
    "punctuation differs",  # class of the last character
    "punctuation missing",  # only one side ends without any
    "bead 1:1",
    "bead 1:2",
    "bead 2:2",
    "bead 1:3",
    "bead wider",
)
_FIRST_PRIOR = BEAD_FEATURES.index("bead 1:1")
# Features of a segment left alone.
NULL_FEATURES = ("null", "null open", "null similarity", "null labelled", "null length")

# Nearest segments of the other side that make the crowd (the k of cross-domain similarity local scaling,
# Conneau et al. 2018; margin scoring of Artetxe and Schwenk 2019 uses 4).
CROWD = 4
LENGTH_CLIP = 16.0


# Kinds that differ within one of these groups tell nothing against a bead.
_KIND_GROUPS = {
    "title": 1, "heading": 1,
    "source note": 2, "closing": 3, "vote list": 4, "footnote": 5, "furniture": 6, "table row": 7, "enacting words": 8,
}  # fmt: skip
# More values than this in a document are not rare enough to tell segments apart.
_MAX_FIGURE_COLUMNS = 1024
# A larger other side is sampled when the crowd is looked for.
_CROWD_SAMPLE = 4000
# Up to this many pairs of segments (2000 by 2000) every cosine is looked at once, to learn from.
_MAX_COMPARED = 4_000_000


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair, prepared against the other.

    `spans` float32 `(k, n, d)`, centred on the document's mean, unit length; `crowd` float64 `(k, n)`, mean cosine to
    the nearest segments of the other side; `best` `(n,)`, cosine to the nearest; `lengths` `(k, n)`; `labels` int64 `(n,)`, -1
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
    difference for each character (the s squared of Gale and Church 1993). `similarity_scale`: what cosines are
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


# Centred cosine of a sure pair that the weights are made for, and how many sure pairs this is worth as a prior.
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
    """Mean cosine of each run to its `CROWD` nearest segments of the other side, and of each segment to the nearest."""
    sizes, count, _ = spans.shape
    crowd = np.zeros((sizes, count))
    best = np.zeros(count)
    if not len(others):
        return crowd, best
    sample = others[:: max(1, -(-len(others) // _CROWD_SAMPLE))]
    nearest = min(CROWD, len(sample))
    for size in range(sizes):
        for start in range(0, count, 512):
            cosines = spans[size, start : start + 512] @ sample.T
            top = np.partition(cosines, len(sample) - nearest, axis=1)[:, len(sample) - nearest :]
            crowd[size, start : start + 512] = top.mean(axis=1)
            if size == 0:
                best[start : start + 512] = cosines.max(axis=1)
    return crowd, best


def _run_sums(values: Floats, sizes: int) -> Floats:
    """Sums over runs: `[k - 1, i]` is the sum of `values[i : i + k]`, cut at the end: float64 `(sizes, n)`."""
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


def bead_rows(pair: Pair, band: Band) -> Iterator[tuple[BeadType, slice, Floats]]:
    """Yield, for every source position and bead type, where its beads end in the band, and their features.

    The features are float64 `(len(BEAD_FEATURES), width)`; the slice indexes arrays over the nodes of `band`.
    """
    for p in range(len(pair.source)):
        yield from _rows_from(pair, band, p)


def _rows_from(pair: Pair, band: Band, p: int) -> Iterator[tuple[BeadType, slice, Floats]]:
    source, target = pair.source, pair.target
    low, high = int(band.low[p]), min(int(band.high[p]), len(target) - 1)
    if high < low:
        return
    window = _Window(pair, p, low, high)
    for a, b in BEAD_TYPES:
        if p + a >= band.rows:
            continue
        # The bead must start and end inside the band.
        first = max(low, int(band.low[p + a]) - b)
        last = min(high, int(band.high[p + a]) - b, len(target) - b)
        if last < first or p + a > len(source):
            continue
        end = band.index(p + a, first + b)
        yield (a, b), slice(end, end + last - first + 1), window.features(a, b, first, last)


def bead_features(pair: Pair, source: tuple[int, int], target: tuple[int, int]) -> Floats:
    """Features of one bead, half-open ranges: float64 `(len(BEAD_FEATURES),)`."""
    window = _Window(pair, source[0], target[0], target[0])
    features = window.features(source[1] - source[0], target[1] - target[0], target[0], target[0])
    column: Floats = features[:, 0]
    return column


class _Window:
    """Cosines, label and figure matches of everything that starts at source position `p`, computed once."""

    def __init__(self, pair: Pair, p: int, low: int, high: int) -> None:
        self.pair, self.p = pair, p
        source, target = pair.source, pair.target
        self.start = max(0, low - 1)
        self.end = min(len(target), high + MAX_SPAN + 1)
        sizes = source.spans.shape[0]
        zero = np.zeros(source.spans.shape[2], dtype=np.float32)
        after = [source.spans[0, p + a] if p + a < len(source) else zero for a in range(1, sizes + 1)]
        before = source.spans[0, p - 1] if p > 0 else zero
        without_first = source.spans[:-1, p + 1] if p + 1 < len(source) else np.zeros_like(source.spans[:-1, p])
        left = np.stack([*source.spans[:, p], before, *after, *without_first])
        window = slice(self.start, self.end)
        self.cosines = [(left @ spans[window].T).astype(np.float64) for spans in target.spans]
        self.shared = [(source.figures[:, p] @ figures[window].T) for figures in target.figures]
        labels = source.labels[p : p + sizes]
        same = (labels[:, None] == target.labels[window][None, :]) & (labels[:, None] >= 0)
        # One row a pair of run lengths, for each width: beginnings, then ends.
        self.edges = [
            [(left[:, p] @ runs[window].T).astype(np.float64) for runs in right]
            for width in range(len(source.heads))
            for left, right in (
                (source.heads[width], target.heads[width]),
                (source.tails[width], target.tails[width]),
            )
        ]
        self.same_label = same.cumsum(axis=0).astype(np.float64)

    def features(self, a: int, b: int, first: int, last: int) -> Floats:
        """Features of the `a:b` beads that start at `p` and at the target positions `first..last`."""
        pair, p = self.pair, self.p
        source, target = pair.source, pair.target
        covered = float(a + b)
        at = slice(first, last + 1)
        here = slice(first - self.start, last + 1 - self.start)
        out = np.zeros((len(BEAD_FEATURES), last + 1 - first))
        sizes = source.spans.shape[0]
        out[0] = self.cosines[b - 1][a - 1, here]
        beside_source = (self.cosines[b - 1][sizes, here] + self.cosines[b - 1][sizes + a, here]) / 2
        beside_target = (self._shifted(a - 1, first - 1, last) + self._shifted(a - 1, first + b, last + b + 1)) / 2
        out[1] = (beside_source + beside_target) / 2
        out[2] = (source.crowd[a - 1, p] + target.crowd[b - 1, at]) / 2
        out[:3] *= covered * pair.similarity_scale
        expected = source.lengths[a - 1, p] * pair.length_ratio
        actual = target.lengths[b - 1, at]
        square = (actual - expected) ** 2 / np.maximum(actual + expected, 1) / pair.length_variance
        out[3] = np.minimum(square, LENGTH_CLIP)
        shared = self.shared[b - 1][a - 1, here]
        out[4] = np.minimum(shared, 3)
        out[5] = np.minimum(source.own_figures[a - 1, p] + target.own_figures[b - 1, at] - 2 * shared, 3)
        out[6:9] = self._labels(a, b, first, last)
        out[9] = source.kinds[p] != target.kinds[at]
        out[10] = self._weakest_part(a, b, first, last)
        for k, edge in enumerate(self.edges):
            out[11 + k] = edge[b - 1][a - 1, here]
        out[10:15] *= pair.similarity_scale
        endings = source.endings[p + a - 1], target.endings[first + b - 1 : last + b]
        out[15] = endings[0] != endings[1]
        out[16] = (endings[0] == 0) != (endings[1] == 0)
        out[_FIRST_PRIOR + {2: 0, 3: 1, 4: 2 if a == b else 3}.get(a + b, 4)] = 1
        return out

    def _weakest_part(self, a: int, b: int, first: int, last: int) -> Floats | float:
        """By how much the least useful end segment of each wider side raises the similarity, added up."""
        here = slice(first - self.start, last + 1 - self.start)
        whole = self.cosines[b - 1][a - 1, here]
        gain: Floats | float = 0.0
        if a > 1:
            without_first = self.cosines[b - 1][2 * len(self.cosines) + a - 1, here]
            gain = gain + whole - np.maximum(self.cosines[b - 1][a - 2, here], without_first)
        if b > 1:
            shorter = self.cosines[b - 2][a - 1]
            moved = shorter[first + 1 - self.start : last + 2 - self.start]
            gain = gain + whole - np.maximum(shorter[here], moved)
        return gain

    def _shifted(self, row: int, first: int, end: int) -> Floats:
        """Cosines of a source run to target segments `first..end-1`, zero outside the document."""
        out = np.zeros(end - first)
        low, high = max(first, self.start), min(end, self.end)
        if low < high:
            out[low - first : high - first] = self.cosines[0][row, low - self.start : high - self.start]
        return out

    def _labels(self, a: int, b: int, first: int, last: int) -> Floats:
        source, target = self.pair.source, self.pair.target
        here = np.arange(first - self.start, last + 1 - self.start)
        match = sum(self.same_label[a - 1, here + v] for v in range(b))
        labelled_source = float(np.count_nonzero(source.labels[self.p : self.p + a] >= 0))
        labelled_target = sum((target.labels[np.arange(first, last + 1) + v] >= 0).astype(float) for v in range(b))
        only_source = np.maximum(labelled_source - match, 0)
        only_target = np.maximum(labelled_target - match, 0)
        return np.stack([match, np.minimum(only_source, only_target), np.abs(only_source - only_target)])


def null_features(side: Side, other: Side) -> Floats:
    """Features of leaving each segment of `side` alone: float64 `(len(NULL_FEATURES), n)`."""
    out = np.zeros((len(NULL_FEATURES), len(side)))
    out[0] = 1
    out[2] = side.best - side.crowd[0]
    out[3] = np.isin(side.labels, other.labels[other.labels >= 0])
    out[4] = np.log1p(side.lengths[0])
    return out
