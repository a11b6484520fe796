"""The probability that two terms mean the same, from the measures of their pair: a logistic model.

The weights were fitted to the pairings judged in `tests/cases/terms` by `scripts/fit_terms.py`, which prints
them and how far they can be trusted on pairings they were not fitted to (docs/terminology.md).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tm.terms.pairing import Pairs

Floats = NDArray[np.float64]

WEIGHTS: Final[dict[str, float]] = {
    "bias": 0.421,
    "dice": 1.351,
    "few": -3.594,
    "similarity": 4.765,
    "lead": 6.804,
    "word": 3.522,
    "word_and_similarity": -4.568,
    "inside_first": 0.500,
    "inside_second": 1.122,
    "unlinked_first": 1.486,
    "longer_first": -1.860,
    "longer_second": -1.329,
    "absorbed": -2.323,
    "always_first": -1.749,
    "always_second": -0.993,
    "absorbed_word_first": -0.295,
    "absorbed_word_second": -0.506,
    "independence_first": -1.455,
    "independence_second": -1.776,
    "coordinated_one": -1.735,
    "coordinated_second": -0.823,
}
# Above this part of its occurrences a term stands in one longer term only.
_ALWAYS = 0.95


def pair_inputs(pairs: Pairs) -> dict[str, Floats]:
    """Return the inputs of the model by name, float64 `(len(pairs),)`, all bounded.

    dice, few               how often they stand together, and one over that number
    similarity, lead        of the two as texts; how much it exceeds that of the best rival of either side
    word                    association of the word that the other term translates least; where a term takes
                            all occurrences of a shorter one, that one's association counts (`inherited`)
    word_and_similarity     the product of the mean association of the words and the similarity
    inside_*                words of a term that are linked into the other where both stand; `unlinked_first`:
                            none has a link
    longer_*                how many content words more than the other; less so if `inherited`
    absorbed, always_*      part of the occurrences in one longer term, of the worse side; 1 if nearly all
    absorbed_word_*         the same for a term of one word
    independence_*          C-value as a share of its greatest value
    coordinated_*           a conjunction inside: in one of the two, in the second
    """
    m = pairs.measures
    inherited = {side: _inherited(m, side) for side in ("first", "second")}
    absorbed = np.maximum(m["absorbed_first"], m["absorbed_second"])
    longer = m["length_second"] - m["length_first"]
    single = {side: (m[f"length_{side}"] == 1).astype(np.float64) for side in ("first", "second")}
    words = sum(np.maximum(m[f"words_{side}"], inherited[side]) for side in ("first", "second")) / 2
    return {
        "bias": np.ones(len(pairs)),
        "dice": m["dice"],
        "few": 1 / pairs.joint.astype(np.float64),
        "similarity": m["similarity"],
        "lead": np.minimum(m["similarity_lead_first"], m["similarity_lead_second"]),
        "word": np.minimum(*(_least_word(m, side, inherited[side]) for side in ("first", "second"))),
        "word_and_similarity": words * m["similarity"],
        "inside_first": np.maximum(m["inside_first"], 0.0),
        "inside_second": np.maximum(m["inside_second"], 0.0),
        "unlinked_first": (m["inside_first"] < 0).astype(np.float64),
        "longer_first": np.maximum(-longer, 0.0) * (1 - inherited["first"]),
        "longer_second": np.maximum(longer, 0.0),
        "absorbed": absorbed,
        "always_first": (m["absorbed_first"] >= _ALWAYS).astype(np.float64),
        "always_second": (m["absorbed_second"] >= _ALWAYS).astype(np.float64),
        "absorbed_word_first": m["absorbed_first"] * single["first"],
        "absorbed_word_second": m["absorbed_second"] * single["second"],
        "independence_first": m["independence_first"],
        "independence_second": m["independence_second"],
        "coordinated_one": np.abs(m["coordinated_first"] - m["coordinated_second"]),
        "coordinated_second": m["coordinated_second"],
    }


def _inherited(measures: dict[str, Floats], side: str) -> Floats:
    """Return what a side inherits: less where the pair is rare or the term stands in a longer one itself."""
    return measures[f"inherited_{side}"] * measures["dice"] * (1 - measures[f"absorbed_{side}"])


def _least_word(measures: dict[str, Floats], side: str, inherited: Floats) -> Floats:
    return np.maximum(measures[f"least_word_{side}"], inherited)


def pair_probabilities(pairs: Pairs) -> Floats:
    """Return the probability of each pair, in [0, 1]."""
    inputs = pair_inputs(pairs)
    score = np.zeros(len(pairs))
    for name, weight in WEIGHTS.items():
        score += weight * inputs[name]
    return 1 / (1 + np.exp(-score))
