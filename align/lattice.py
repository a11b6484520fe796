"""Forward-backward and decoding on a band of the alignment lattice.

A path from node `(0, 0)` to `(n, m)` is a sequence of beads: `a:b` beads (a source and b target
segments), and single nulls `1:0` and `0:1` that come in runs with an opening cost. In a gap, source nulls
come before target nulls, so that every alignment is exactly one path. Scores are log-linear, higher is
better; the probability of a path is proportional to the exponential of its score (a semi-Markov conditional
random field, Sarawagi and Cohen 2004).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from align.band import Band

if TYPE_CHECKING:
    from align.lattice_kernels import Lattice

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Places = NDArray[np.int32] | NDArray[np.int64]
Step = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class LatticeScores:
    """Scores of everything a path may use.

    `places` int32 or int64 `(c, 4)`: source start, target start and both lengths (at least 1) of each bead,
    sorted by the node where it starts; `beads` `(c,)` their scores, -inf for beads that are forbidden;
    `source_null` `(n,)`, `target_null` `(m,)`: scores of leaving one segment alone; `open_gap`: added once a
    run of source nulls, once a run of target nulls; `both_gaps`: once where the one follows the other.
    """

    places: Places
    beads: Floats
    source_null: Floats
    target_null: Floats
    open_gap: float
    both_gaps: float = 0.0


@dataclass(frozen=True, slots=True)
class Posterior:
    """Probabilities under the lattice.

    `beads` `(c,)` in the order of the scores, `source_null` `(n,)`, `target_null` `(m,)`; `openings`:
    expected number of runs of nulls; `doubles`: of places where a run of target nulls follows one of source
    nulls; `log_total`: log of the partition sum.
    """

    beads: Floats
    source_null: Floats
    target_null: Floats
    openings: float
    doubles: float
    log_total: float


def _lattice(band: Band, scores: LatticeScores) -> Lattice:
    from align.lattice_kernels import Lattice

    p, q, a, b = scores.places.T
    starts = band.offset[p] + q - band.low[p]
    first = np.zeros(band.nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(starts, minlength=band.nodes), out=first[1:])
    return Lattice(
        low=band.low,
        high=band.high,
        offset=band.offset,
        first_bead=first,
        source_step=np.ascontiguousarray(a),
        target_step=np.ascontiguousarray(b),
        score=np.asarray(scores.beads, dtype=np.float64),
        source_null=np.asarray(scores.source_null, dtype=np.float64),
        target_null=np.asarray(scores.target_null, dtype=np.float64),
        open_gap=float(scores.open_gap),
        both_gaps=float(scores.both_gaps),
    )


def posterior(band: Band, scores: LatticeScores) -> Posterior:
    """Return the probability of every bead and null of the band; raises ValueError if no path exists."""
    from align.lattice_kernels import sum_backward, sum_forward, sum_posteriors

    lattice = _lattice(band, scores)
    reached, total = sum_forward(lattice)
    if not np.isfinite(total[-1]):
        raise ValueError("no path through the band: a segment can neither be paired nor left alone")
    ahead = sum_backward(lattice)
    beads, source_null, target_null, openings, doubles = sum_posteriors(lattice, reached, total, ahead)
    return Posterior(beads, source_null, target_null, float(openings), float(doubles), float(total[-1]))


def best_path(band: Band, scores: LatticeScores) -> list[Step]:
    """The path of the highest score: steps `(source start, target start, lengths)`, nulls one by one."""
    from align.lattice_kernels import best_steps

    steps, value = best_steps(_lattice(band, scores))
    if not np.isfinite(value):
        raise ValueError("no path through the band: a segment can neither be paired nor left alone")
    return _as_steps(steps, scores.places)


def _as_steps(steps: Ints, places: Places) -> list[Step]:
    found: list[Step] = []
    i = j = 0
    for step in steps.tolist():
        a, b = (1, 0) if step == -1 else (0, 1) if step == -2 else places[step, 2:].tolist()
        found.append((i, j, a, b))
        i, j = i + a, j + b
    return found


def cut_probabilities(count: int, starts: Ints, lengths: Ints, probabilities: Floats) -> Floats:
    """Probability that a bead boundary lies before segment `i`, for `i` in 0..count: float64 `(count + 1,)`.

    A boundary is missing exactly where a bead of several segments of this side covers it.
    """
    change = np.zeros(count + 2)
    np.add.at(change, starts + 1, probabilities)
    np.add.at(change, starts + lengths, -probabilities)
    covered = np.cumsum(change)[: count + 1]
    return np.clip(1.0 - covered, 0.0, 1.0)


def steps_to_nodes(steps: Sequence[Step]) -> list[tuple[int, int]]:
    """Nodes of a path from `(0, 0)` on."""
    return [(0, 0), *((i + a, j + b) for i, j, a, b in steps)]
