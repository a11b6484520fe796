"""The part of the lattice that is searched: for each source position, a range of target positions.

Nodes `(i, j)` stand between segments: `i` source and `j` target segments lie before. Row `i` holds the
nodes `low[i] <= j <= high[i]`; rows are stored one after the other, each as wide as it needs to be.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Band:
    """`low`, `high`: int64 `(n + 1,)`, inclusive, never falling; `offset[i]` is where row `i` is stored."""

    low: Ints
    high: Ints
    offset: Ints

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return int(self.offset[-1])

    @property
    def rows(self) -> int:
        """Number of node rows, one more than source segments."""
        return len(self.low)

    def row(self, i: int) -> slice:
        """Where row `i` is stored in an array over all nodes."""
        return slice(int(self.offset[i]), int(self.offset[i + 1]))

    def transposed(self) -> Band:
        """The band of the same nodes with source and target exchanged."""
        columns = np.arange(int(self.high[-1]) + 1)
        low = np.searchsorted(self.high, columns, side="left")
        high = np.searchsorted(self.low, columns, side="right") - 1
        return make_band(low.astype(np.int64), high.astype(np.int64))

    def index(self, i: int, j: int) -> int:
        """Where node `(i, j)` is stored; the node must be in the band."""
        return int(self.offset[i] + j - self.low[i])


def make_band(low: Ints, high: Ints) -> Band:
    """Return the band with these bounds, widened so that it is connected and its bounds never fall."""
    low = np.minimum.accumulate(low[::-1])[::-1]
    high = np.maximum.accumulate(high)
    # Neighbouring rows must share a node, or no path could step from one to the next.
    low[1:] = np.minimum(low[1:], high[:-1])
    offset = np.concatenate([[0], np.cumsum(high - low + 1)])
    return Band(low.astype(np.int64), high.astype(np.int64), offset.astype(np.int64))


def full_band(source: int, target: int) -> Band:
    """Return the band of all nodes of `source` by `target` segments."""
    return make_band(np.zeros(source + 1, dtype=np.int64), np.full(source + 1, target, dtype=np.int64))


def band_around(path: list[tuple[int, int]], source: int, target: int, radius: int) -> Band:
    """Return the band within `radius` segments of a path of nodes from `(0, 0)` to `(source, target)`.

    Where the path runs along one side (a missing part), the band follows it there.
    """
    low = np.full(source + 1, target, dtype=np.int64)
    high = np.zeros(source + 1, dtype=np.int64)
    for (i, j), (k, m) in itertools.pairwise(path):
        low[i : k + 1] = np.minimum(low[i : k + 1], j)
        high[i : k + 1] = np.maximum(high[i : k + 1], m)
    low, high = _spread(low, high, radius)
    low, high = np.maximum(low - radius, 0), np.minimum(high + radius, target)
    low[0], high[-1] = 0, target
    return make_band(low, high)


def band_of(places: Ints, path: list[tuple[int, int]], source: int, target: int, radius: int) -> Band:
    """Return the band within `radius` segments of a path and of beads `(c, 4)` (starts and lengths)."""
    low = np.full(source + 1, target, dtype=np.int64)
    high = np.zeros(source + 1, dtype=np.int64)
    nodes = np.array(path, dtype=np.int64)
    starts, ends = places[:, :2], places[:, :2] + places[:, 2:]
    for rows, columns in (nodes.T, starts.T, ends.T):
        np.minimum.at(low, rows, columns)
        np.maximum.at(high, rows, columns)
    low = np.minimum.accumulate(low[::-1])[::-1]
    high = np.maximum.accumulate(high)
    low, high = _spread(low, high, radius)
    low, high = np.maximum(low - 1, 0), np.minimum(high + 1, target)
    low[0], high[-1] = 0, target
    return make_band(low, high)


def widened_band(band: Band, places: Ints) -> Band:
    """Return the band with the start and end nodes of these beads `(c, 4)` in it."""
    low, high = band.low.copy(), band.high.copy()
    for rows, columns in (places[:, :2].T, (places[:, :2] + places[:, 2:]).T):
        np.minimum.at(low, rows, columns)
        np.maximum.at(high, rows, columns)
    return make_band(low, high)


def spread_band(low: Ints, high: Ints, radius: int) -> Band:
    """Return the band of all nodes within `radius` segments of rows with these bounds."""
    target = int(high[-1])
    low = np.minimum.accumulate(low[::-1])[::-1]
    low, high = _spread(low, np.maximum.accumulate(high), radius)
    low, high = np.maximum(low - radius, 0), np.minimum(high + radius, target)
    low[0], high[-1] = 0, target
    return make_band(low, high)


def _spread(low: Ints, high: Ints, radius: int) -> tuple[Ints, Ints]:
    """Each row takes the widest bounds of the rows within `radius`; the bounds of a path never fall."""
    rows = np.arange(len(low))
    before = np.maximum(rows - radius, 0)
    after = np.minimum(rows + radius, len(low) - 1)
    return low[before], high[after]
