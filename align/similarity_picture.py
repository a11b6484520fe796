"""What a picture of an alignment shows: how alike all blocks are, and where the beads lie.

Nothing is drawn here. Source blocks count downwards, target blocks to the right, both from 0; ranges are
half-open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from align.aligning import segments_of
from align.beads import Bead, PairAlignment, Span
from align.encoders import Encoder, Vectors
from align.segments import measure
from corpora.documents import Document

# Rows and columns of the matrix at most: what a screen shows without scrolling.
LARGEST_SIDE = 1500


class MarkKind(StrEnum):
    """What a bead is to the eye."""

    BEAD = "bead"
    NULL = "null"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Mark:
    """A bead in the picture; `bead` is its index in `PairAlignment.beads`.

    `in_order` is set for moved beads only: the boundary between two target blocks where the order of the
    text would have put it (0 is before the first block).
    """

    bead: int
    kind: MarkKind
    source: Span
    target: Span
    probability: float
    in_order: int | None = None


@dataclass(frozen=True, slots=True)
class SimilarityPicture:
    """The matrix and the marks of one pair.

    `matrix` float32 `(min(source_blocks, side), min(target_blocks, side))`: mean centred cosine of the
    blocks that fall into each cell, in [-1, 1]. Row `r` of `R` covers the source blocks from
    `r * source_blocks // R` on, columns likewise. `marks` in the order of the beads. `path` are the corners
    of the path through the matrix, `(source, target)` boundaries from `(0, 0)` on, moved beads left out.
    """

    matrix: NDArray[np.float32]
    source_blocks: int
    target_blocks: int
    marks: tuple[Mark, ...]
    path: tuple[tuple[int, int], ...]


def similarity_picture(
    source: Document,
    target: Document,
    alignment: PairAlignment,
    encoder: Encoder,
    *,
    side: int = LARGEST_SIDE,
) -> SimilarityPicture:
    """Return the picture of an alignment of two documents, the matrix of at most `side` rows and columns."""
    vectors = [document_vectors(document, encoder) for document in (source, target)]
    return picture_of(mean_cosines(vectors[0], vectors[1], side), alignment, len(vectors[0]), len(vectors[1]))


def picture_of(
    matrix: NDArray[np.float32], alignment: PairAlignment, source_blocks: int, target_blocks: int
) -> SimilarityPicture:
    """Put the beads of an alignment on a matrix."""
    return SimilarityPicture(
        matrix=matrix,
        source_blocks=source_blocks,
        target_blocks=target_blocks,
        marks=marks_of(alignment),
        path=path_corners(alignment, source_blocks, target_blocks),
    )


def document_vectors(document: Document, encoder: Encoder) -> Vectors:
    """Vectors of the body blocks as the aligner compares them: centred, unit length, float32 `(n, d)`."""
    segments = segments_of(document.blocks, document.language)
    vectors: Vectors = measure(segments, encoder, max_span=1).spans[0]
    return vectors


def mean_cosines(source: Vectors, target: Vectors, side: int) -> NDArray[np.float32]:
    """Mean cosine of groups of neighbouring unit vectors, `(n, d)` and `(m, d)`.

    Returns float32 `(min(n, side), min(m, side))`. The mean of all products of two groups is the product of
    their means, so the whole matrix of `n * m` cosines is never made.
    """
    matrix = group_means(source, min(len(source), side)) @ group_means(target, min(len(target), side)).T
    cosines: NDArray[np.float32] = np.clip(matrix, -1, 1)
    return cosines


def group_means(vectors: Vectors, groups: int) -> Vectors:
    """Means of `groups` runs of neighbouring rows: run `k` begins at row `k * n // groups`, none is empty."""
    if groups in (0, len(vectors)):
        return vectors
    edges = np.arange(groups + 1) * len(vectors) // groups
    sums = np.add.reduceat(vectors, edges[:-1], axis=0)
    means: Vectors = (sums / np.diff(edges)[:, np.newaxis]).astype(np.float32)
    return means


def marks_of(alignment: PairAlignment) -> tuple[Mark, ...]:
    """One mark a bead, in their order; moved ones with the place where the beads before them end."""
    marks = []
    reached = 0
    for number, (bead, kind) in enumerate(zip(alignment.beads, kinds_of(alignment.beads), strict=True)):
        in_order = reached if kind is MarkKind.MOVED else None
        marks.append(Mark(number, kind, bead.source, bead.target, bead.probability, in_order))
        if kind is not MarkKind.MOVED:
            reached = bead.target[1]
    return tuple(marks)


def kinds_of(beads: Sequence[Bead]) -> list[MarkKind]:
    """What each bead is to the eye: alone, moved, or in order.

    A bead that a person confirmed may cross those in order; then it is moved, too.
    """
    in_order = [bead for bead in beads if _pairs(bead) and bead.rule not in ("moved", "lock")]
    return [_kind_of(bead, in_order) for bead in beads]


def _kind_of(bead: Bead, in_order: Sequence[Bead]) -> MarkKind:
    if not _pairs(bead):
        return MarkKind.NULL
    crosses = bead.rule == "lock" and any(
        (other.source < bead.source) != (other.target < bead.target) for other in in_order
    )
    return MarkKind.MOVED if crosses or bead.rule == "moved" else MarkKind.BEAD


def _pairs(bead: Bead) -> bool:
    return bead.source[0] < bead.source[1] and bead.target[0] < bead.target[1]


def path_corners(
    alignment: PairAlignment, source_blocks: int, target_blocks: int
) -> tuple[tuple[int, int], ...]:
    """Boundaries where the path turns, from `(0, 0)` to the end of both; straight runs are left out."""
    points = [(0, 0)]
    for bead, kind in zip(alignment.beads, kinds_of(alignment.beads), strict=True):
        if kind is not MarkKind.MOVED:
            points += [(bead.source[0], bead.target[0]), (bead.source[1], bead.target[1])]
    points.append((source_blocks, target_blocks))
    corners: list[tuple[int, int]] = []
    for point in points:
        if corners and point == corners[-1]:
            continue
        while len(corners) > 1 and _in_line(corners[-2], corners[-1], point):
            corners.pop()
        corners.append(point)
    return tuple(corners)


def _in_line(first: tuple[int, int], second: tuple[int, int], third: tuple[int, int]) -> bool:
    (a, b), (c, d), (e, f) = first, second, third
    return (c - a) * (f - d) == (e - c) * (d - b)
