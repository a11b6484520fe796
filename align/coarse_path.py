"""A rough path through large documents, by halving: so that the exact search may stay near it.

Both sides are halved (neighbouring vectors added) until they are small, aligned there with everything
allowed,
then refined level by level in a band around the path found (Thompson and Koehn 2019, section 3.2). The
vectors
are centred on their document first, or sums of neighbours would all point the same way. The band follows the
text, not the diagonal: at the smallest level the whole table is searched.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from align.band import Band, band_around, full_band
from align.lattice import LatticeScores, best_path

# At most this many segments a side are searched without a band.
SMALLEST = 250
# How far, in segments of its own level, a level searches around the path of the level above.
RADIUS = 12
# A bead of one segment with one gains its cosine above this; a segment left alone gains nothing. Between
# the cosines of chance pairs (about 0) and those of translations (about .6) after centring.
THRESHOLD = 0.2

Path = list[tuple[int, int]]


def coarse_path(source: NDArray[np.float32], target: NDArray[np.float32]) -> Path:
    """Return nodes from `(0, 0)` to `(n, m)` of a rough path.

    `source` float32 `(n, d)` and `target` `(m, d)`: centred vectors of the segments.
    """
    if max(len(source), len(target)) <= SMALLEST:
        return _align(source, target, full_band(len(source), len(target)))
    path = coarse_path(_halve(source), _halve(target))
    doubled = [(min(2 * i, len(source)), min(2 * j, len(target))) for i, j in path]
    doubled[-1] = (len(source), len(target))
    return _align(source, target, band_around(doubled, len(source), len(target), RADIUS))


def _halve(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    even = vectors[: len(vectors) // 2 * 2].reshape(-1, 2, vectors.shape[1]).sum(axis=1)
    halved = np.concatenate([even, vectors[len(vectors) // 2 * 2 :]])
    norms = np.linalg.norm(halved, axis=1, keepdims=True)
    unit: NDArray[np.float32] = halved / np.maximum(norms, 1e-6)
    return unit


def _align(source: NDArray[np.float32], target: NDArray[np.float32], band: Band) -> Path:
    gains = {kind: np.full(band.nodes, -np.inf) for kind in ((1, 1), (1, 2), (2, 1))}
    for i in range(1, band.rows):
        _fill_row(source, target, band, i, gains)
    return best_path(
        band,
        LatticeScores(
            beads=gains,
            source_null=np.zeros(len(source)),
            target_null=np.zeros(len(target)),
            open_gap=-THRESHOLD,
        ),
    )


def _fill_row(
    source: NDArray[np.float32],
    target: NDArray[np.float32],
    band: Band,
    i: int,
    gains: dict[tuple[int, int], NDArray[np.float64]],
) -> None:
    """Gains of the beads that end in row `i`.

    A wider bead gains the mean of its pairs for each segment covered.
    """
    low, high = max(int(band.low[i]), 1), int(band.high[i])
    if low > high:
        return
    start = max(low - 2, 0)
    here = band.row(i)
    offset = low - int(band.low[i])
    own = target[start:high] @ source[i - 1] - THRESHOLD
    one = own[low - 1 - start :]
    gains[1, 1][here][offset:] = 2 * one
    if high >= 2:
        first = max(low, 2)
        pairs = own[first - 1 - start :] + own[first - 2 - start : high - 1 - start]
        gains[1, 2][here][first - int(band.low[i]) :] = 1.5 * pairs - THRESHOLD
    if i >= 2:
        above = target[low - 1 : high] @ source[i - 2] - THRESHOLD
        gains[2, 1][here][offset:] = 1.5 * (one + above) - THRESHOLD
