"""The weights of the evidence, and the scores they make of a band.

Fitted by `scripts/fit_weights.py` (maximum likelihood on the lattice); the same for all languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from align.band import Band
from align.features import BEAD_FEATURES, BEAD_TYPES, NULL_FEATURES, bead_rows, null_features
from align.lattice import BeadType, LatticeScores
from align.sides import Floats, Pair


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a feature, in the order of `BEAD_FEATURES` and `NULL_FEATURES`."""

    beads: tuple[float, ...]
    nulls: tuple[float, ...]

    def named(self) -> Mapping[str, float]:
        """The weights by the names of their features."""
        return dict(zip((*BEAD_FEATURES, *NULL_FEATURES), (*self.beads, *self.nulls), strict=True))


DEFAULT_WEIGHTS = Weights(
    beads=(
        5.72,  # similarity
        -2.221,  # neighbours
        -5.354,  # crowd
        -0.181,  # length
        0.998,  # figures shared
        -1.003,  # figures differing
        2.744,  # label match
        -2.147,  # label mismatch
        -0.822,  # label absent
        -1.0,  # kind differs
        5.498,  # weakest part
        1.273,  # beginning
        1.3,  # ending
        1.925,  # first words
        1.636,  # last words
        -0.911,  # punctuation differs
        -1.579,  # punctuation missing
        0.0,  # bead 1:1
        -3.086,  # bead 1:2
        -6.579,  # bead 2:2
        -5.993,  # bead 1:3
        -9.739,  # bead wider
    ),
    nulls=(
        -0.177,  # null
        -1.525,  # null open
        -3.118,  # null similarity
        -0.874,  # null labelled
        0.147,  # null length
    ),
)


def score_band(pair: Pair, band: Band, weights: Weights = DEFAULT_WEIGHTS) -> LatticeScores:
    """Return the scores of every bead and null of a band."""
    beads = {kind: np.full(band.nodes, -np.inf) for kind in BEAD_TYPES}
    factors = np.array(weights.beads)
    for kind, where, features in bead_rows(pair, band):
        beads[kind][where] = factors @ features
    for kind, scores in beads.items():
        _forbid_empty(scores, kind, pair, band)
    nulls = np.array(weights.nulls)
    open_gap = weights.nulls[NULL_FEATURES.index("null open")]
    return LatticeScores(
        beads=beads,
        source_null=nulls @ null_features(pair.source, pair.target),
        target_null=nulls @ null_features(pair.target, pair.source),
        open_gap=open_gap,
    )


def _forbid_empty(scores: Floats, kind: BeadType, pair: Pair, band: Band) -> None:
    """Segments without text stand alone: no bead may cover one. Changes `scores` in place."""
    a, b = kind
    source = np.concatenate([[0], np.cumsum(pair.source.lengths[0] == 0)])
    target = np.concatenate([[0], np.cumsum(pair.target.lengths[0] == 0)])
    if not source[-1] and not target[-1]:
        return
    for end in range(a, band.rows):
        columns = np.arange(band.low[end], band.high[end] + 1)
        empty = target[columns] - target[np.maximum(columns - b, 0)] > 0
        scores[band.row(end)][empty | bool(source[end] - source[end - a])] = -np.inf
