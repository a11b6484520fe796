"""The probability that two terms mean the same, from the measures of their pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# First weights, by hand, until they are fitted.
WEIGHTS: Final[dict[str, float]] = {
    "bias": -9.0,
    "dice": 4.0,
    "words_first": 3.0,
    "words_second": 3.0,
    "similarity": 4.0,
    "similarity_lead_first": 3.0,
    "similarity_lead_second": 3.0,
    "guess_lead_first": 3.0,
    "guess_lead_second": 3.0,
    "log_joint": 0.5,
}


def pair_inputs(measures: Mapping[str, Floats], joint: NDArray[np.int64]) -> dict[str, Floats]:
    """Return the inputs of the logistic model by name."""
    return {**measures, "log_joint": np.log1p(joint.astype(np.float64)), "bias": np.ones(len(joint))}


def pair_probabilities(measures: Mapping[str, Floats], joint: NDArray[np.int64]) -> Floats:
    """Return the probability of each pair, in [0, 1]."""
    inputs = pair_inputs(measures, joint)
    score = np.sum([weight * inputs[name] for name, weight in WEIGHTS.items()], axis=0)
    return 1 / (1 + np.exp(-score))
