"""What the pairs without the pivot say about rows that were made through the pivot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from align.row_spans import RowSpans
from align.segments import Stream, unit_rows

# How many rows to each side a row is compared with.
NEIGHBOURHOOD = 4


def verify_pairs(rows: Sequence[RowSpans], streams: Mapping[str, Stream], pivot: str) -> dict[str, float]:
    """For each pair without the pivot ("en:es").

    In which share of the rows the two texts are nearest to each other.

    In [0, 1]; pairs that share no row are absent.
    """
    vectors = {code: row_vectors(rows, code, stream) for code, stream in streams.items()}
    agreement = {}
    for left, right in combinations(sorted(set(streams) - {pivot}), 2):
        nearest = nearest_rows(vectors[left], vectors[right])
        if nearest:
            agreement[f"{left}:{right}"] = float(np.mean(list(nearest.values())))
    return agreement


def disagreements(rows: Sequence[RowSpans], streams: Mapping[str, Stream]) -> list[bool]:
    """For each row: whether one language contradicts all the others while they agree with each other.

    Needs at least three languages in the row.
    """
    vectors = {code: row_vectors(rows, code, stream) for code, stream in streams.items()}
    agree = {
        (left, right): nearest_rows(vectors[left], vectors[right])
        for left, right in combinations(sorted(streams), 2)
    }
    return [_one_against_all(k, row, agree) for k, row in enumerate(rows)]


def _one_against_all(k: int, row: RowSpans, agree: Mapping[tuple[str, str], Mapping[int, bool]]) -> bool:
    present = sorted(row.ranges)
    if len(present) < 3:
        return False
    for code in present:
        own = [agree[pair].get(k, True) for pair in combinations(present, 2) if code in pair]
        rest = [agree[pair].get(k, True) for pair in combinations(present, 2) if code not in pair]
        if not any(own) and all(rest):
            return True
    return False


def row_vectors(rows: Sequence[RowSpans], code: str, stream: Stream) -> NDArray[np.float32]:
    """One unit vector a row, of this language's text in it (longer segments weigh more).

    Zero without text: `(rows, d)`.
    """
    vectors = np.zeros((len(rows), stream.spans.shape[2]), dtype=np.float32)
    for k, row in enumerate(rows):
        start, end = row.ranges.get(code, (0, 0))
        if end > start:
            vectors[k] = stream.lengths[start:end] @ stream.spans[0, start:end]
    return unit_rows(vectors)


def nearest_rows(left: NDArray[np.float32], right: NDArray[np.float32]) -> dict[int, bool]:
    """For each row with both texts: whether each is the other's nearest among the rows nearby."""
    both = np.flatnonzero(left.any(axis=1) & right.any(axis=1))
    return {int(k): _is_nearest(left, right, int(k)) and _is_nearest(right, left, int(k)) for k in both}


def _is_nearest(left: NDArray[np.float32], right: NDArray[np.float32], k: int) -> bool:
    low = max(0, k - NEIGHBOURHOOD)
    nearby = right[low : k + NEIGHBOURHOOD + 1] @ left[k]
    return bool(nearby[k - low] >= nearby.max() - 1e-6)
