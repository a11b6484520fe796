"""The evidence that looks into the texts of candidates: their first and last words, where their parts are.

Where one version has merged or split what the other has not, whole segments are compared with too much or too
little; their parts (`align/parts.py`) show what belongs together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.encoders import Edges
from align.evidence import BLOCK, Candidates
from align.features import CLOSE_FEATURES
from align.segments import Stream
from align.sides import Floats, Ints, Pair, Side

# Candidates whose edges are compared at once.
_ROWS = 8192
# How far from the path, in segments, the parts of a bead are looked for.
REACH = 8
# How far from where a segment stands, in segments, its parts are looked for if it is left alone.
_BESIDE = 3
# Cosine of a part that has no counterpart at all.
_NOWHERE = -0.2


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where the parts of one side find their like.

    `best` float32 `(parts, width)`: largest cosine with the parts of each segment of the other side from
    `first[segment]` on, -0.2 where there is none; `first` int64 `(n,)`, may be negative.
    """

    best: NDArray[np.float32]
    first: Ints


def cover(side: Side, other: Side, at: Ints) -> Coverage:
    """Compare the parts of each segment with those of the other side's segments around `at` `(n,)`."""
    chunks, starts = side.stream.parts.vectors, side.stream.parts.first
    other_chunks, other_starts = other.stream.parts.vectors, other.stream.parts.first
    width = 2 * REACH + 1
    best = np.full((len(chunks), width), _NOWHERE, dtype=np.float32)
    first = (at - REACH).astype(np.int64)
    sizes = np.diff(other_starts)
    for start in range(0, len(side), BLOCK):
        end = min(start + BLOCK, len(side))
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
    from align.close_kernels import judge_coverage

    places = candidates.places
    p, q, a, b = places.T
    out = np.zeros((len(places), len(CLOSE_FEATURES)))
    source, target = pair.source.stream, pair.target.stream
    for column, (near, far) in enumerate(_edge_pairs(source, target)):
        for rows in _slices(len(places)):
            x = near.vectors[near.index[a[rows] - 1, p[rows]]]
            y = far.vectors[far.index[b[rows] - 1, q[rows]]]
            out[rows, column] = np.einsum("cd,cd->c", x, y) * pair.similarity_scale
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
    out[:, 4] = (left[:, 0] + right[:, 0]) / 2 * covered * scale
    out[:, 5] = np.minimum(left[:, 1], right[:, 1]) * scale
    out[:, 6] = (left[:, 2] + right[:, 2]) / 2 * covered * scale
    out[:, 7] = np.maximum(left[:, 3], right[:, 3]) * scale
    edges = np.concatenate([left[:, 4:6], right[:, 4:6]], axis=1)
    out[:, 8] = edges.max(axis=1, initial=-1.0) * scale
    out[:, 9] = np.maximum(edges, 0).sum(axis=1) * scale
    out[:, 10] = (np.maximum(edges, 0) ** 2).sum(axis=1) * (2 * scale**2)
    out[:, 11] = np.minimum(left[:, 6], right[:, 6]) * scale
    return Candidates(places, np.concatenate([candidates.features, out], axis=1))


def _edge_pairs(source: Stream, target: Stream) -> list[tuple[Edges, Edges]]:
    """What `CLOSE_FEATURES` begins with: heads and tails of the longer width, then of the shorter one."""
    widths = zip(source.heads, source.tails, target.heads, target.tails, strict=True)
    return [
        pair
        for heads, tails, other_heads, other_tails in widths
        for pair in ((heads, other_heads), (tails, other_tails))
    ]


def _slices(count: int) -> list[slice]:
    return [slice(k, k + _ROWS) for k in range(0, count, _ROWS)]


def close_null_features(side: Side, cover_: Coverage, scale: float) -> Floats:
    """How well each segment's parts are found near the path: float64 `(2, n)`, mean and least."""
    parts = side.stream.parts
    out = np.zeros((2, len(side)))
    out[:] = _NOWHERE
    near = slice(REACH - _BESIDE, REACH + _BESIDE + 1)
    found = cover_.best[:, near].max(axis=1, initial=_NOWHERE)
    present = np.flatnonzero(np.diff(parts.first))
    if len(present):
        starts = parts.first[present]
        weights = np.maximum(np.add.reduceat(parts.chars, starts), 1.0)
        out[0, present] = np.add.reduceat(found * parts.chars, starts) / weights
        out[1, present] = np.minimum.reduceat(found, starts)
    return out * scale
