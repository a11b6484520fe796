"""Whether two streams are versions of one document at all.

The lattice weighs each bead against leaving its segments alone. Its weights come from versions, where most
paragraphs have a counterpart, so of two paragraphs that have nothing to do with two others it says that they
perhaps go together. But then nothing else speaks for them either: what all beads together gain over leaving
everything alone has to be more than chance gives.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from align.lattice import LatticeScores, Posterior

# What unrelated streams gain by chance, in log-odds, less the logarithm of how many segments the longer has.
# Of single paragraphs of the gold sets of `../shared/data` three in a hundred gain more than 6.0 with one of
# another set, and one in a hundred less than 7.9 with the one that says the same; of two and more paragraphs
# the two lie further apart.
CHANCE = 6.5


def gain(scores: LatticeScores, log_total: float) -> float:
    """What the streams gain, in log-odds, by all their beads over leaving every segment alone."""
    sides = scores.source_null, scores.target_null
    gaps = sum(bool(len(side)) for side in sides) * scores.open_gap
    both = scores.both_gaps if all(map(len, sides)) else 0.0
    return log_total - float(sum(side.sum() for side in sides)) - gaps - both


def relatedness(scores: LatticeScores, log_total: float, voters: int = 1) -> float:
    """The probability, in [0, 1], that the streams are versions of one document.

    `log_total`: log of the partition sum (`Posterior`); `voters`: how many languages' scores were added up.
    """
    longest = max(len(scores.source_null), len(scores.target_null), 1)
    odds = gain(scores, log_total) / voters - CHANCE - math.log(longest)
    return 1 / (1 + math.exp(-min(max(odds, -500.0), 500.0)))


def if_related(found: Posterior, probability: float) -> Posterior:
    """What is found where the streams are versions of one document only with this probability."""
    return dataclasses.replace(
        found,
        beads=found.beads * probability,
        source_null=_alone(found.source_null, probability),
        target_null=_alone(found.target_null, probability),
    )


def _alone(nulls: np.ndarray, probability: float) -> np.ndarray:
    return 1 - probability * (1 - nulls)
