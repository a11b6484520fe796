"""The evidence that is cheap for every bead of a band: similarity, length, figures, labels, punctuation.

A score is the weighted sum of a bead's features. It is made in two steps: features that are cheap for every
bead of the band, which leave a few candidates a segment, then features that look into the texts of those
(`align/close_evidence.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from align.beads import Span
from align.features import BAND_FEATURES, BEAD_TYPES, NULL_BAND_FEATURES, PRIORS, WIDEST, prior_features
from align.segments import MAX_SPAN
from align.sides import Floats, Ints, Pair, Side
from align.threads import in_threads

if TYPE_CHECKING:
    from align.evidence_kernels import CosineBlock, PairArrays, SideArrays

# Source segments whose cosines are computed at once.
BLOCK = 24
# Documents of at least so many blocks are worth threads.
_THREADED_BLOCKS = 100


@dataclass(frozen=True, slots=True)
class Candidates:
    """Beads that may matter: `places` int64 `(c, 4)`, source start, target start, and their lengths.

    `features` float64 `(c, f)`; sorted by the node where they start, then by their lengths.
    """

    places: Ints
    features: Floats

    def __len__(self) -> int:
        return len(self.places)

    def kept(self, keep: NDArray[np.bool_]) -> Candidates:
        """Those where `keep` is true, in the same order."""
        return Candidates(self.places[keep], self.features[keep])


@dataclass(frozen=True, slots=True)
class ScoredBeads:
    """Beads of a band that may matter: `places` int32 `(c, 4)`, sorted by start, and their scores `(c,)`."""

    places: NDArray[np.int32]
    scores: Floats


def score_candidates(
    pair: Pair, weights: Floats, nulls: tuple[Floats, Floats], gap: float, margin: float
) -> ScoredBeads:
    """Every bead of the band whose score is at most `margin` below that of leaving its segments alone.

    `weights` of `BAND_FEATURES`; `nulls`: scores of leaving each segment of source and target alone;
    `gap`: the least that a gap on both sides adds to these.
    """
    from align.evidence_kernels import largest_gain, score_beads

    band, source = pair.band, pair.source
    null_source, null_target = (np.concatenate([[0.0], np.cumsum(n)]) for n in nulls)
    shapes, priors, arrays = np.array(BEAD_TYPES, dtype=np.int64), prior_features(), _pair_arrays(pair)
    most = largest_gain(arrays, weights)

    def score(first: int) -> tuple[NDArray[np.int32], Floats]:
        last = min(first + BLOCK, len(source))
        ends = int(band.low[first]) - 1, int(band.high[min(last + MAX_SPAN, len(source))]) + MAX_SPAN + 1
        block = _cosines(pair, (first, last), ends)
        room = len(shapes) * int(band.offset[last] - band.offset[first])
        places, scores = np.empty((room, 4), dtype=np.int32), np.empty(room)
        count = score_beads(
            shapes, last, band.low, band.high, block, arrays,
            priors, weights, most, null_source, null_target, gap, margin, places, scores,
        )  # fmt: skip
        return places[:count].copy(), scores[:count].copy()

    found = in_threads(score, range(0, len(source), BLOCK), _THREADED_BLOCKS)
    none = np.zeros((0, 4), dtype=np.int32), np.zeros(0)
    return ScoredBeads(*(np.concatenate(part) for part in zip(none, *found, strict=True)))


def describe_candidates(pair: Pair, places: Ints) -> Floats:
    """The `BAND_FEATURES` of these beads (sorted by source start): float64 `(c, f)`."""
    from align.evidence_kernels import describe_beads

    features, arrays = np.zeros((len(places), len(BAND_FEATURES))), _pair_arrays(pair)
    bounds = np.searchsorted(places[:, 0], np.arange(0, len(pair.source) + BLOCK, BLOCK))

    def describe(number: int) -> None:
        start, end = int(bounds[number]), int(bounds[number + 1])
        if start == end:
            return
        first = number * BLOCK
        here = places[start:end]
        ends = int(here[:, 1].min()) - 1, int((here[:, 1] + here[:, 3]).max()) + 1
        block = _cosines(pair, (first, min(first + BLOCK, len(pair.source))), ends)
        describe_beads(places[start:end], block, arrays, features[start:end])

    in_threads(describe, range(len(bounds) - 1), _THREADED_BLOCKS)
    rows = {kind: row for row, kind in enumerate(BEAD_TYPES)}
    table = prior_features()
    if len(places):
        features[:, -PRIORS:] = table[[rows[a, b] for a, b in places[:, 2:].tolist()]]
    return features


def _pair_arrays(pair: Pair) -> PairArrays:
    from align.evidence_kernels import PairArrays

    return PairArrays(
        source=_side_arrays(pair.source),
        target=_side_arrays(pair.target),
        value_weights=pair.value_weights,
        scale=pair.similarity_scale,
        ratio=pair.length_ratio,
        variance=pair.length_variance,
    )


def _side_arrays(side: Side) -> SideArrays:
    from align.evidence_kernels import SideArrays

    return SideArrays(
        crowd=side.crowd,
        totals=side.totals,
        labels=side.labels,
        kinds=side.kinds,
        values=side.values,
        first_value=side.first_value,
        own_figures=side.own_figures,
        endings=side.endings,
        openings=side.stream.openings,
        broken=side.broken,
        empty=side.empty,
    )


def _cosines(pair: Pair, rows_of: Span, columns: Span) -> CosineBlock:
    """Cosines of everything that beads need that start in `rows_of` and lie inside the target's `columns`.

    The columns have one segment more at each end, and are cut to the document.
    """
    from align.evidence_kernels import CosineBlock

    source, target = pair.source.spans, pair.target.spans
    first, last = rows_of
    sizes, count, _ = source.shape
    targets = target.shape[1]
    target_first, target_last = max(columns[0], 0), min(columns[1], targets)
    window = np.zeros((sizes, max(target_last - target_first, 1) + 1, target.shape[2]), dtype=np.float32)
    window[:, : target_last - target_first] = target[:, target_first:target_last]
    width = window.shape[1]
    cosines = np.zeros((sizes, last - first + 1, sizes, width), dtype=np.float32)
    single_first, single_last = max(first - 1, 0), min(last + sizes + 1, count)
    rows = source[0, single_first:single_last].astype(np.float32, copy=False)
    flat = window.reshape(sizes * width, -1)
    single = (rows @ flat.T).reshape(len(rows), sizes, width)
    for size in range(sizes):
        widest = WIDEST[size]
        rows = source[size, first : last + 1].astype(np.float32, copy=False)
        cosines[size, : len(rows), :widest] = (rows @ flat[: widest * width].T).reshape(
            len(rows), widest, width
        )
    return CosineBlock(cosines, single, first, single_first, target_first)


def band_null_features(side: Side, other: Side) -> Floats:
    """Cheap features of leaving each segment of `side` alone: float64 `(len(NULL_BAND_FEATURES), n)`."""
    out = np.zeros((len(NULL_BAND_FEATURES), len(side)))
    out[0] = 1
    out[3] = side.best
    out[4] = np.isin(side.labels, other.labels[other.labels >= 0])
    out[5] = np.log1p(side.stream.lengths)
    out[6] = side.broken[1:].sum(axis=1)
    return out
