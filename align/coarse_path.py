"""A rough path through large documents, by halving: so that the exact search may stay near it.

Both sides are halved (neighbouring vectors added) until they are small, aligned there with everything
allowed, then refined level by level in a band around the path found (Thompson and Koehn 2019, section 3.2).
The vectors are centred on their document first, or sums of neighbours would all point the same way. The band
follows the text, not the diagonal: at the smallest level the whole table is searched.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from align.band import Band, band_around, full_band, spread_band
from align.threads import in_threads

# At most this many segments a side are searched without a band.
SMALLEST = 250
# How far, in segments of its own level, a level searches around the path of the level above.
RADIUS = 12
# A bead of one segment with one gains its cosine above this; a segment left alone gains nothing. Between
# the cosines of chance pairs (about 0) and those of translations (about .6) after centring.
THRESHOLD = 0.2

# A path may lose this much, in cosines, against the best by vectors alone. The weights of the evidence make
# one cosine of a segment worth about six in log-odds.
SLACK = 4.0
# And bands are this much wider on every side, those of large documents less.
NEAR, NEAR_IN_LARGE = 4, 2

Path = list[tuple[int, int]]
Vectors = NDArray[np.float32]
# Rows whose cosines are computed at once.
_BLOCK = 128
# Documents of at least so many blocks are worth threads.
_THREADED_BLOCKS = 20


def coarse_path(source: Vectors, target: Vectors) -> Path:
    """Return nodes from `(0, 0)` to `(n, m)` of a rough path.

    `source` float32 `(n, d)` and `target` `(m, d)`: centred vectors of the segments.
    """
    if max(len(source), len(target)) <= SMALLEST:
        return _align(source, target, full_band(len(source), len(target)))
    path = coarse_path(_halve(source), _halve(target))
    doubled = [(min(2 * i, len(source)), min(2 * j, len(target))) for i, j in path]
    doubled[-1] = (len(source), len(target))
    return _align(source, target, band_around(doubled, len(source), len(target), RADIUS))


def _halve(vectors: Vectors) -> Vectors:
    halved = np.empty((-(-len(vectors) // 2), vectors.shape[1]), dtype=np.float32)

    def fill(start: int) -> None:
        two = vectors[2 * start : 2 * (start + _BLOCK)].astype(np.float32, copy=False)
        sums = halved[start : start + _BLOCK]
        sums[:] = two[::2]
        sums[: len(two) // 2] += two[1::2]
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)

    in_threads(fill, range(0, len(halved), _BLOCK), _THREADED_BLOCKS)
    return halved


def narrow_band(source: Vectors, target: Vectors, band: Band, near: int = NEAR) -> Band:
    """Return the part of a band near paths that are at most `SLACK` worse than the best, by vectors alone.

    It is `near` segments wider on every side.
    """
    from align.coarse_kernels import near_best

    if not len(source) or not len(target):
        return band
    low, high = near_best(band.low, band.high, band.offset, _gains(source, target, band), SLACK)
    return spread_band(low, high, near)


def _align(source: Vectors, target: Vectors, band: Band) -> Path:
    from align.coarse_kernels import coarse_nodes

    nodes = coarse_nodes(band.low, band.high, band.offset, _gains(source, target, band))
    return [(int(i), int(j)) for i, j in nodes]


def _gains(source: Vectors, target: Vectors, band: Band) -> Vectors:
    """Of pairing the two segments before each node: float32 over nodes, cosine less `THRESHOLD`."""
    gains = np.full(band.nodes, -THRESHOLD, dtype=np.float32)

    def fill(start: int) -> None:
        end = min(start + _BLOCK, band.rows)
        first, last = max(int(band.low[start]) - 1, 0), int(band.high[end - 1])
        rows = source[start - 1 : end - 1].astype(np.float32, copy=False)
        cosines = rows @ target[first:last].T.astype(np.float32, copy=False) - np.float32(THRESHOLD)
        for i in range(start, end):
            low = max(int(band.low[i]), 1)
            row = band.row(i)
            gains[row.stop - (int(band.high[i]) + 1 - low) : row.stop] = cosines[
                i - start, low - 1 - first : int(band.high[i]) - first
            ]

    in_threads(fill, range(1, band.rows, _BLOCK), _THREADED_BLOCKS)
    return gains
