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
from align.lexicon import WordCover
from align.parts import DENSITY
from align.runs import EDGE_CHARS
from align.segments import Stream
from align.sides import Floats, Ints, Pair, Side

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
    other_chunks, other_starts = other.stream.parts.wider, other.stream.parts.first_wider
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


def close_features(
    pair: Pair, candidates: Candidates, covers: tuple[Coverage, Coverage], words: tuple[WordCover, WordCover]
) -> Candidates:
    """Add `CLOSE_FEATURES` to the candidates."""
    from align.close_kernels import judge_coverage
    from align.lexicon_kernels import judge_words

    places = candidates.places
    p, q, a, b = places.T
    out = np.zeros((len(places), len(CLOSE_FEATURES)))
    source, target = pair.source.stream, pair.target.stream
    for column, (near, far) in enumerate(_edge_pairs(source, target)):
        for rows in _slices(len(places)):
            x = near.vectors[near.index[a[rows] - 1, p[rows]]]
            y = far.vectors[far.index[b[rows] - 1, q[rows]]]
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
    sides = []
    for stream, found, place in (
        (source, words[0], np.stack([p, p + a, q, q + b], axis=1)),
        (target, words[1], np.stack([q, q + b, p, p + a], axis=1)),
    ):
        judged = np.zeros((len(places), 4))
        judge_words(place, stream.words.first, found.known, found.best, found.first, judged)
        sides.append(judged)
    out[:, 14:17] = sides[0][:, :3] + sides[1][:, :3]
    out[:, 17] = np.where(a + b > 2, np.minimum(sides[0][:, 3], sides[1][:, 3]), 0.0)
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

    A heading and a paragraph against one paragraph: does this one begin with the heading? Cosine of the
    segment with as many words of the other side, added up over both sides; zero where it is one segment.
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
    edges = (stream.heads, stream.tails)[column][0]
    words: NDArray[np.float32] = stream.spans[0, at] if whole else edges.vectors[edges.index[0, at]]
    return words


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
    side: Side, other: Side, at: Ints, cover_: Coverage, words: WordCover, scale: float, ratio: float
) -> Floats:
    """How well each segment's parts are found near the path, mean and least: float64 `(5, n)`.

    And whether a segment of the other side, at most one from `at`, begins or ends with it; how many of its
    words one near it has, and how many are known. `ratio`: expected characters of the other side for one.
    """
    from align.lexicon_kernels import judge_alone

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
    judged = np.zeros((2, len(side)))
    judge_alone(side.stream.words.first, words.known, words.best, words.first, at, judged)
    return np.concatenate([out * scale, judged])
