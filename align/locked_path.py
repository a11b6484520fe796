"""Which confirmed beads lie on the path, and which belong elsewhere: a section may have moved.

The path through a confirmed bead may cost everything around it its counterparts. Then the bead is out of
order: it is kept, and the rest stays as it is. The price is that of moved sections (`align/moves.py`): the
chance of meeting so good a pair anywhere in two documents, log(n m).
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from align.band import Band
from align.lattice import LatticeScores, posterior
from align.locks import Constraints, Place, heaviest_chain


def crossing_locks(band: Band, scores: LatticeScores, constraints: Constraints) -> frozenset[Place]:
    """The confirmed beads that the path had better not go through; the band holds the others.

    `scores` hold every confirmed bead of the chain. Beads are taken onto the path while the rest allows it:
    each may bring the path nearer to the next.
    """
    chain = [tuple(place) for place in constraints.beads.tolist()]
    moved = {tuple(place) for place in constraints.moved.tolist()}
    on_path: list[Place] = []
    price = math.log((len(scores.source_null) + 1) * (len(scores.target_null) + 1))
    while len(on_path) < len(chain):
        try:
            found = posterior(band, _trial(scores, chain, on_path, constraints))
        except ValueError:
            break
        share = dict(zip(map(tuple, scores.places.tolist()), found.beads.tolist(), strict=True))
        fits = [place for place in chain if place not in on_path and share[place] > math.exp(-price)]
        if not fits:
            break
        on_path = sorted([*on_path, *heaviest_chain(fits)])
    return frozenset({*chain, *moved} - {*on_path})


def _trial(
    scores: LatticeScores, chain: list[Place], on_path: list[Place], constraints: Constraints
) -> LatticeScores:
    """Scores under which each confirmed bead is worth what leaving its segments alone is; some are forced."""
    p, q, a, b = scores.places.astype(np.int64).T
    nulls = scores.source_null.copy(), scores.target_null.copy()
    before = [np.concatenate([[0], np.cumsum(side)]) for side in nulls]
    marked = [
        constraints.taken_source | constraints.alone_source,
        constraints.taken_target | constraints.alone_target,
    ]
    counts = [np.concatenate([[0], np.cumsum(side)]) for side in marked]
    touched = (counts[0][p + a] > counts[0][p]) | (counts[1][q + b] > counts[1][q])
    beads = np.where(touched, -np.inf, scores.beads)
    locked = set(chain)
    for k in np.flatnonzero(touched).tolist():
        if (p[k], q[k], a[k], b[k]) in locked:
            alone = before[0][p[k] + a[k]] - before[0][p[k]] + before[1][q[k] + b[k]] - before[1][q[k]]
            beads[k] = alone + 2 * scores.open_gap + scores.both_gaps
    for i, j, m, n in on_path:
        nulls[0][i : i + m] = -np.inf
        nulls[1][j : j + n] = -np.inf
    return dataclasses.replace(scores, beads=beads, source_null=nulls[0], target_null=nulls[1])
