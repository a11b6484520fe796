"""The weights of the evidence, and the scores they make of a band.

Fitted by `scripts/fit_weights.py` (maximum likelihood on the lattice); the same for all languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from align.band import Band
from align.features import BEAD_FEATURES, BEAD_TYPES, NULL_FEATURES, Floats, Pair, bead_rows, null_features
from align.lattice import LatticeScores


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a feature, in the order of `BEAD_FEATURES` and `NULL_FEATURES`."""

    beads: tuple[float, ...]
    nulls: tuple[float, ...]

    def named(self) -> Mapping[str, float]:
        """The weights by the names of their features."""
        return dict(zip((*BEAD_FEATURES, *NULL_FEATURES), (*self.beads, *self.nulls), strict=True))


# Order: sim, neighbours, crowd, length, shared, differing, match, mismatch, absent, kind, weakest, edges (4), 1:1, 1:2, 2:2, 1:3, wider
DEFAULT_WEIGHTS = Weights(
    beads=(8.0, -3.0, -5.0, -0.3, 1.0, -0.7, 4.0, -4.0, -0.3, -1.0, 5.0, 1.0, 1.0, -0.3, -0.3, 0.0, -4.0, -8.0, -7.0, -9.0),
    nulls=(-1.0, -1.5, -4.0, -1.0, 0.0),
)


def score_band(pair: Pair, band: Band, weights: Weights = DEFAULT_WEIGHTS) -> LatticeScores:
    """Return the scores of every bead and null of a band."""
    beads = {kind: np.full(band.nodes, -np.inf) for kind in BEAD_TYPES}
    factors = np.array(weights.beads)
    for kind, where, features in bead_rows(pair, band):
        beads[kind][where] = factors @ features
    nulls = np.array(weights.nulls)
    open_gap = weights.nulls[NULL_FEATURES.index("null open")]
    return LatticeScores(
        beads=beads,
        source_null=nulls @ null_features(pair.source, pair.target),
        target_null=nulls @ null_features(pair.target, pair.source),
        open_gap=open_gap,
    )


