"""The evidence for every bead of a band, as arrays: similarity, length, figures, labels, kinds.

Each feature of an `a:b` bead is a number per covered segment or an indicator; a score is their
weighted sum (`weights.py`). Scores are made apart from the search, arrays apart from text.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from align.band import Band
from align.lattice import BeadType
from align.segments import MAX_SPAN
from align.sides import Floats, Pair, Side

BEAD_TYPES: tuple[BeadType, ...] = (
    (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1),
)  # fmt: skip

# Features of a bead, in the order of the weights.
BEAD_FEATURES = (
    "similarity",  # centred cosine, per covered segment
    "neighbours",  # mean centred cosine to the segments just outside, per covered segment
    # mean centred cosine to the nearest segments of the other side (hubs, boilerplate), per covered segment
    "crowd",
    "length",  # squared length z-score, clipped, per bead
    "figures shared",
    "figures differing",
    "label match",
    "label mismatch",
    "label absent",  # one side labelled, the other not
    "kind differs",
    # what the similarity gains by the first or last segment of a wider side, the smaller of both
    "weakest part",
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

LENGTH_CLIP = 16.0


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
        without_first = (
            source.spans[:-1, p + 1] if p + 1 < len(source) else np.zeros_like(source.spans[:-1, p])
        )
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
        beside_target = (
            self._shifted(a - 1, first - 1, last) + self._shifted(a - 1, first + b, last + b + 1)
        ) / 2
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
        # Where both sides begin with a label and these differ, labels that agree further in prove nothing.
        first_labels = source.labels[self.p], target.labels[first : last + 1]
        match = np.where(
            (first_labels[0] >= 0) & (first_labels[1] >= 0) & (first_labels[0] != first_labels[1]), 0, match
        )
        labelled_source = float(np.count_nonzero(source.labels[self.p : self.p + a] >= 0))
        labelled_target = sum(
            (target.labels[np.arange(first, last + 1) + v] >= 0).astype(float) for v in range(b)
        )
        only_source = np.maximum(labelled_source - match, 0)
        only_target = np.maximum(labelled_target - match, 0)
        return np.stack([match, np.minimum(only_source, only_target), np.abs(only_source - only_target)])


def null_features(side: Side, other: Side) -> Floats:
    """Features of leaving each segment of `side` alone: float64 `(len(NULL_FEATURES), n)`."""
    out = np.zeros((len(NULL_FEATURES), len(side)))
    out[0] = 1
    out[2] = side.best
    out[3] = np.isin(side.labels, other.labels[other.labels >= 0])
    out[4] = np.log1p(side.lengths[0])
    return out
