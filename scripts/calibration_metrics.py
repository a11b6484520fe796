"""How far probabilities can be trusted: calibration error, ranking of errors, coverage at a threshold.

All functions take float64 `(n,)` probabilities in [0, 1] and bool `(n,)` truth, in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.ladder import LadderBead

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

BINS = 15
THRESHOLD = 0.95


@dataclass(frozen=True)
class Bin:
    """Neighbouring probabilities taken together: how many, their mean, and the share that is right."""

    count: int
    probability: float
    accuracy: float


@dataclass(frozen=True)
class Judged:
    """Predicted beads as probabilities and whether the gold has them; and how many beads the gold has."""

    probabilities: Floats
    right: Bools
    gold: int

    def __add__(self, other: Judged) -> Judged:
        return Judged(
            np.concatenate([self.probabilities, other.probabilities]),
            np.concatenate([self.right, other.right]),
            self.gold + other.gold,
        )


@dataclass(frozen=True)
class AtThreshold:
    """Beads at least so probable: precision, and their share of the predicted and of the gold beads.

    `gold_coverage` counts the right ones among them.
    """

    precision: float
    coverage: float
    gold_coverage: float


def judge(gold: Sequence[LadderBead], found: Sequence[LadderBead], *, nulls: bool = True) -> Judged:
    """Look every predicted bead up in the gold; without `nulls` beads with an empty side are left out."""
    wanted = {(b.source, b.target) for b in gold if nulls or (b.source and b.target)}
    kept = [b for b in found if nulls or (b.source and b.target)]
    return Judged(
        np.array([np.nan if b.probability is None else b.probability for b in kept], dtype=np.float64),
        np.array([(b.source, b.target) in wanted for b in kept], dtype=bool),
        len(wanted),
    )


def equal_mass_bins(probabilities: Floats, right: Bools, bins: int = BINS) -> list[Bin]:
    """Sort by probability and cut into `bins` of equal size (to one); empty bins are left out."""
    order = np.argsort(probabilities, kind="stable")
    return [
        Bin(len(part), float(probabilities[part].mean()), float(right[part].mean()))
        for part in np.array_split(order, bins)
        if len(part)
    ]


def expected_calibration_error(probabilities: Floats, right: Bools, bins: int = BINS) -> float:
    """Mean distance of probability and accuracy over equal-mass bins, weighted by size, in [0, 1].

    (Naeini, Cooper and Hauskrecht 2015; equal mass as of Nixon et al. 2019.)
    """
    found = equal_mass_bins(probabilities, right, bins)
    total = sum(b.count for b in found)
    return sum(b.count * abs(b.probability - b.accuracy) for b in found) / total if total else 0.0


def error_auroc(probabilities: Floats, right: Bools) -> float:
    """The chance that a wrong bead has a lower probability than a right one, ties half; nan without both.

    The area under the receiver operating characteristic of 1 - p for errors (Mann-Whitney U).
    """
    wrong = int(np.count_nonzero(~right))
    good = len(right) - wrong
    if not wrong or not good:
        return float("nan")
    values, places, counts = np.unique(1 - probabilities, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    assert len(values) == len(ranks)
    return float((ranks[places][~right].sum() - wrong * (wrong + 1) / 2) / (wrong * good))


def at_threshold(judged: Judged, threshold: float = THRESHOLD) -> AtThreshold:
    """Precision and coverage of the beads with `p >= threshold`; precision is 1 where there are none."""
    sure = judged.probabilities >= threshold
    right = int(np.count_nonzero(judged.right & sure))
    count = int(np.count_nonzero(sure))
    return AtThreshold(
        right / count if count else 1.0,
        count / len(sure) if len(sure) else 0.0,
        right / judged.gold if judged.gold else 0.0,
    )
