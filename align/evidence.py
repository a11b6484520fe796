"""The evidence for every bead that may matter, as arrays: similarity, length, figures, labels, kinds, parts.

A score is the weighted sum of a bead's features. It is made in two steps: features that are cheap for every
bead of the band, which leave a few candidates a segment, then features that look into the texts of those.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.encoders import Edges
from align.parts import DENSITY
from align.runs import EDGE_CHARS
from align.segments import Stream
from align.sides import Floats, Pair, Side

BeadType = tuple[int, int]
Ints = NDArray[np.int64]

# n + m up to 6, and one against up to eight.
BEAD_TYPES: tuple[BeadType, ...] = tuple(
    sorted(
        {(a, b) for a in range(1, 6) for b in range(1, 6) if a + b <= 6}
        | {(1, b) for b in range(1, 9)}
        | {(a, 1) for a in range(1, 9)},
        key=lambda kind: (sum(kind), kind),
    )
)
# The widest target run that is looked at beside a source run of each length.
WIDEST = tuple(max(b for a, b in BEAD_TYPES if a == size) for size in range(1, 9))

# Features of a bead, in the order of the weights. First those of every bead of the band.
BAND_FEATURES = (
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
    "punctuation differs",  # class of the last character
    "punctuation missing",  # only one side ends without any
    "broken sentence",  # the bead ends where a sentence goes on in small letters
    "broken line",  # the bead ends without punctuation before a script without case
    "short",  # both sides have a few words only
    "short similarity",
    "short crowd",
    "opening differs",  # one side begins with a capital, the other with a small letter
    "bead 1:2",
    "bead 2:2",
    "bead 1:3",
    "bead of five",
    "bead wider",  # number of segments beyond five
)
PRIORS = 5
# Then those of candidates only.
CLOSE_FEATURES = (
    "beginning",  # centred cosine of the first words of both sides
    "ending",  # centred cosine of the last words of both sides
    "first words",  # the same of the first three words or so
    "last words",
    # how similar the first segment of a wider side is to as many first words of the other side
    "first segment found",
    "last segment found",
    "parts found",  # how similar each part of the bead is to its best part on the other side, per covered segment
    "part missing",  # the same of the part that fits least
    "parts outside",  # how much better parts fit outside the bead, per covered segment
    "part outside",  # the same of the part that fits best outside
    "edge outside",  # how much better the first or last part fits just outside
    "edges outside",  # the same, all four added up where they do
    "edge clearly outside",  # sum of the squares of what fits better outside
    "edge found",  # how similar the worst of the four is to its best part inside
)
BEAD_FEATURES = BAND_FEATURES + CLOSE_FEATURES
# Features of a segment left alone.
NULL_BAND_FEATURES = (
    "null",
    "null open",  # once a run of nulls
    "null both",  # once where nulls of both sides meet: more likely a free translation
    "null similarity",
    "null labelled",
    "null length",
    "null broken",
)
NULL_FEATURES = (*NULL_BAND_FEATURES, "null parts found", "null part missing", "null at an end")
OPEN, BOTH = NULL_FEATURES.index("null open"), NULL_FEATURES.index("null both")

_BLOCK = 48
# Widths of `EDGE_CHARS` that are compared with each other.
_SHARED_WIDTHS = 2
# Candidates whose edges are compared at once.
_ROWS = 8192
# How far from the path, in segments, the parts of a bead are looked for.
REACH = 8
# How far from where a segment stands, in segments, its parts are looked for if it is left alone.
_BESIDE = 3
# Cosine of a part that has no counterpart at all.
_NOWHERE = -0.2


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


def prior_features() -> Floats:
    """Features that tell how rare a bead of each of `BEAD_TYPES` is: float64 `(types, PRIORS)`."""
    priors = np.zeros((len(BEAD_TYPES), PRIORS))
    for row, (a, b) in enumerate(BEAD_TYPES):
        column = {3: 0, 4: 1 if a == b else 2}.get(a + b, 3)
        if a + b > 2:
            priors[row, column] = 1
        priors[row, 4] = max(a + b - 5, 0)
    return priors


@dataclass(frozen=True, slots=True)
class ScoredBeads:
    """Beads of a band that may matter: `places` int32 `(c, 4)`, sorted by start, and their scores `(c,)`."""

    places: NDArray[np.int32]
    scores: Floats


def score_candidates(
    pair: Pair, weights: Floats, nulls: tuple[Floats, Floats], open_gap: float, margin: float
) -> ScoredBeads:
    """Every bead of the band whose score is at most `margin` below that of leaving its segments alone.

    `weights` of `BAND_FEATURES`; `nulls`: scores of leaving each segment of source and target alone.
    """
    from align.evidence_kernels import score_beads

    band, source, target = pair.band, pair.source, pair.target
    null_source, null_target = (np.concatenate([[0.0], np.cumsum(n)]) for n in nulls)
    shapes, priors = np.array(BEAD_TYPES, dtype=np.int64), prior_features()
    places, scores = [np.zeros((0, 4), dtype=np.int32)], [np.zeros(0)]
    for first in range(0, len(source), _BLOCK):
        last = min(first + _BLOCK, len(source))
        block = _cosines(pair, first, last)
        room = len(shapes) * int(band.offset[last] - band.offset[first])
        place, score = np.empty((room, 4), dtype=np.int32), np.empty(room)
        count = score_beads(
            shapes, first, last, band.low, band.high, block.target_first,
            block.cosines, block.single, block.single_first, *_measured(pair),
            priors, weights, source.empty, target.empty, null_source, null_target, open_gap, margin,
            place, score,
        )  # fmt: skip
        places.append(place[:count].copy())
        scores.append(score[:count].copy())
    return ScoredBeads(np.concatenate(places), np.concatenate(scores))


def describe_candidates(pair: Pair, places: Ints) -> Floats:
    """The `BAND_FEATURES` of these beads (sorted by source start): float64 `(c, f)`."""
    from align.evidence_kernels import describe_beads

    features = np.zeros((len(places), len(BAND_FEATURES)))
    bounds = np.searchsorted(places[:, 0], np.arange(0, len(pair.source) + _BLOCK, _BLOCK))
    for number, (start, end) in enumerate(itertools.pairwise(bounds.tolist())):
        if start == end:
            continue
        first = number * _BLOCK
        block = _cosines(pair, first, min(first + _BLOCK, len(pair.source)))
        describe_beads(
            places[start:end], first, block.target_first,
            block.cosines, block.single, block.single_first, *_measured(pair), features[start:end],
        )  # fmt: skip
    rows = {kind: row for row, kind in enumerate(BEAD_TYPES)}
    table = prior_features()
    if len(places):
        features[:, -PRIORS:] = table[[rows[a, b] for a, b in places[:, 2:].tolist()]]
    return features


def _measured(pair: Pair) -> tuple[Any, ...]:
    """What the loops need of both sides, in their order."""
    source, target = pair.source, pair.target
    return (
        source.crowd, target.crowd, source.totals, target.totals,
        source.labels, target.labels, source.kinds, target.kinds,
        source.values, source.first_value, target.values, target.first_value,
        pair.value_weights, source.own_figures, target.own_figures,
        source.endings, target.endings, source.stream.openings, target.stream.openings,
        source.broken, target.broken,
        pair.similarity_scale, pair.length_ratio, pair.length_variance,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _CosineBlock:
    cosines: NDArray[np.float32]
    single: NDArray[np.float32]
    single_first: int
    target_first: int


def _cosines(pair: Pair, first: int, last: int) -> _CosineBlock:
    """Cosines of everything that beads starting at source positions `first..last-1` need."""
    band, source, target = pair.band, pair.source.spans, pair.target.spans
    sizes, count, _ = source.shape
    targets = target.shape[1]
    target_first = max(int(band.low[first]) - 1, 0)
    target_last = min(int(band.high[min(last + sizes, count)]) + sizes + 1, targets)
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
    return _CosineBlock(cosines, single, single_first, target_first)


def band_null_features(side: Side, other: Side) -> Floats:
    """Cheap features of leaving each segment of `side` alone: float64 `(len(NULL_BAND_FEATURES), n)`."""
    out = np.zeros((len(NULL_BAND_FEATURES), len(side)))
    out[0] = 1
    out[3] = side.best
    out[4] = np.isin(side.labels, other.labels[other.labels >= 0])
    out[5] = np.log1p(side.stream.lengths)
    out[6] = side.broken[1:].sum(axis=1)
    return out


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where the parts of one side find their like: `best` float32 `(chunks, width)`, largest cosine with the
    parts of each segment of the other side from `first[segment]` on.
    """

    best: NDArray[np.float32]
    first: Ints


def cover(side: Side, other: Side, at: Ints) -> Coverage:
    """Compare the parts of each segment with those of the other side's segments around `at` `(n,)`."""
    chunks, starts = side.stream.parts.vectors, side.stream.parts.first
    other_chunks, other_starts = other.stream.parts.wider, other.stream.parts.first_wider
    width = 2 * REACH + 1
    best = np.full((len(chunks), width), _NOWHERE, dtype=np.float32)
    first = (at - REACH).astype(np.int64)
    sizes = np.diff(other_starts)
    for start in range(0, len(side), _BLOCK):
        end = min(start + _BLOCK, len(side))
        low, high = int(first[start:end].min()), int(first[start:end].max()) + width
        inside = max(low, 0), min(high, len(other))
        present = inside[0] + np.flatnonzero(sizes[inside[0] : inside[1]])
        if not len(present):
            continue
        part = slice(int(other_starts[inside[0]]), int(other_starts[inside[1]]))
        cosines = chunks[starts[start] : starts[end]] @ other_chunks[part].T
        table = np.full((len(cosines), high - low + width), _NOWHERE, dtype=np.float32)
        table[:, present - low] = np.maximum.reduceat(cosines, other_starts[present] - part.start, axis=1)
        rows = np.arange(starts[start], starts[end]) - starts[start]
        segment = np.repeat(np.arange(start, end), np.diff(starts[start : end + 1]))
        columns = (first[segment] - low)[:, None] + np.arange(width)[None, :]
        best[starts[start] : starts[end]] = table[rows[:, None], columns]
    return Coverage(best, first)


def close_features(pair: Pair, candidates: Candidates, covers: tuple[Coverage, Coverage]) -> Candidates:
    """Add `CLOSE_FEATURES` to the candidates."""
    from align.evidence_kernels import judge_coverage

    places = candidates.places
    p, q, a, b = places.T
    out = np.zeros((len(places), len(CLOSE_FEATURES)))
    source, target = pair.source.stream, pair.target.stream
    for column, (left, right) in enumerate(_edge_pairs(source, target)):
        for rows in _slices(len(places)):
            x = left.vectors[left.index[a[rows] - 1, p[rows]]]
            y = right.vectors[right.index[b[rows] - 1, q[rows]]]
            out[rows, column] = np.einsum("cd,cd->c", x, y) * pair.similarity_scale
    out[:, 4:6] = end_segments(pair, places) * pair.similarity_scale
    sides = []
    for stream, cover_, place in (
        (source, covers[0], np.stack([p, p + a, q, q + b], axis=1)),
        (target, covers[1], np.stack([q, q + b, p, p + a], axis=1)),
    ):
        judged = np.zeros((len(places), 7))
        judge_coverage(place, stream.parts.first, stream.parts.chars, cover_.best, cover_.first, judged)
        sides.append(judged)
    left, right = sides
    covered = (a + b).astype(float)
    scale = pair.similarity_scale
    out[:, 6] = (left[:, 0] + right[:, 0]) / 2 * covered * scale
    out[:, 7] = np.minimum(left[:, 1], right[:, 1]) * scale
    out[:, 8] = (left[:, 2] + right[:, 2]) / 2 * covered * scale
    out[:, 9] = np.maximum(left[:, 3], right[:, 3]) * scale
    edges = np.concatenate([left[:, 4:6], right[:, 4:6]], axis=1)
    out[:, 10] = edges.max(axis=1, initial=-1.0) * scale
    out[:, 11] = np.maximum(edges, 0).sum(axis=1) * scale
    out[:, 12] = (np.maximum(edges, 0) ** 2).sum(axis=1) * (2 * scale**2)
    out[:, 13] = np.minimum(left[:, 6], right[:, 6]) * scale
    return Candidates(places, np.concatenate([candidates.features, out], axis=1))


def _edge_pairs(source: Stream, target: Stream) -> list[tuple[Edges, Edges]]:
    """What `CLOSE_FEATURES` begins with: heads and tails of about eight words, then of about three."""
    return [
        pair
        for width in range(min(_SHARED_WIDTHS, len(source.heads), len(target.heads)))
        for pair in ((source.heads[width], target.heads[width]), (source.tails[width], target.tails[width]))
    ]


def end_segments(pair: Pair, places: Ints) -> Floats:
    """Whether a side begins, and ends, with the first and last segment of the other: float64 `(c, 2)`.

    A heading and a paragraph against one paragraph: does this one begin with the heading? Cosine of the segment
    with as many words of the other side, added up over both sides; zero for a side that is one segment.
    """
    out = np.zeros((len(places), 2))
    sides = pair.source.stream, pair.target.stream
    for own, ratio in ((0, pair.length_ratio), (1, 1 / pair.length_ratio)):
        stream, other = sides[own], sides[1 - own]
        if not len(stream.heads) or not len(other.heads):
            continue
        start, length = places[:, own], places[:, 2 + own]
        there, amount = places[:, 1 - own], places[:, 3 - own]
        limits = np.array(EDGE_CHARS[1:]) * DENSITY.get(other.language, 1.0)
        for column, edges_of in enumerate((_heads, _tails)):
            wide = np.flatnonzero(length > 1)
            at = start[wide] + (length[wide] - 1) * column
            width = (stream.lengths[at][:, None] * ratio <= limits[None, :]).sum(axis=1)
            for number, edges in enumerate(edges_of(other)):
                for rows in _slices(len(wide)):
                    chosen = np.flatnonzero(width[rows] == number)
                    who = wide[rows][chosen]
                    words = edges.vectors[edges.index[amount[who] - 1, there[who]]]
                    own_words = _own_words(stream, at[rows][chosen], column, whole=number > 0)
                    out[who, column] += np.einsum("cd,cd->c", own_words, words)
    return out


def _heads(stream: Stream) -> tuple[Edges, ...]:
    return stream.heads


def _tails(stream: Stream) -> tuple[Edges, ...]:
    return stream.tails


def _own_words(stream: Stream, at: Ints, column: int, *, whole: bool) -> NDArray[np.float32]:
    """Vectors of short segments as a whole, of long ones of their first or last words."""
    if whole:
        return stream.spans[0, at]
    edges = (stream.heads, stream.tails)[column][0]
    return edges.vectors[edges.index[0, at]]


def _slices(count: int) -> list[slice]:
    return [slice(k, k + _ROWS) for k in range(0, count, _ROWS)]


def _at_an_end(stream: Stream, other: Stream, at: Ints, ratio: float) -> Floats:
    """Largest cosine of each segment with as many first or last words of the segments around `at`."""
    best = np.zeros(len(stream))
    if not len(stream) or not len(other) or not len(other.heads):
        return best
    limits = np.array(EDGE_CHARS[1:]) * DENSITY.get(other.language, 1.0)
    width = (stream.lengths[:, None] * ratio <= limits[None, :]).sum(axis=1)
    for shift in (-1, 0, 1):
        near = np.clip(at + shift, 0, len(other) - 1)
        for column, edges_of in enumerate((_heads, _tails)):
            for number, edges in enumerate(edges_of(other)):
                for rows in _slices(len(stream)):
                    who = np.arange(len(stream))[rows][width[rows] == number]
                    own_words = _own_words(stream, who, column, whole=number > 0)
                    cosines = np.einsum("cd,cd->c", own_words, edges.vectors[edges.index[0, near[who]]])
                    best[who] = np.maximum(best[who], cosines)
    return best


def close_null_features(
    side: Side, other: Side, at: Ints, cover_: Coverage, scale: float, ratio: float
) -> Floats:
    """How well each segment's parts are found near the path, mean and least: float64 `(3, n)`.

    And whether a segment of the other side, at most one from `at`, begins or ends with it. `ratio`: expected
    characters of the other side for one of this one.
    """
    parts = side.stream.parts
    out = np.zeros((3, len(side)))
    out[:2] = _NOWHERE
    out[2] = _at_an_end(side.stream, other.stream, at, ratio)
    near = slice(REACH - _BESIDE, REACH + _BESIDE + 1)
    found = cover_.best[:, near].max(axis=1, initial=_NOWHERE)
    present = np.flatnonzero(np.diff(parts.first))
    if len(present):
        starts = parts.first[present]
        weights = np.maximum(np.add.reduceat(parts.chars, starts), 1.0)
        out[0, present] = np.add.reduceat(found * parts.chars, starts) / weights
        out[1, present] = np.minimum.reduceat(found, starts)
    return out * scale
