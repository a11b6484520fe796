"""From the posterior of the lattice to a probability that means what it says.

A posterior knows only the model: it is too sure where the model errs together. The map from one to the
other is isotonic (Zadrozny and Elkan 2002), fitted by `scripts/fit_calibration.py` on corrupted copies and
sentences that the weights have not seen, one for beads, one for segments left alone, one for pooled pairs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Knot = tuple[float, float]
_STRAIGHT: tuple[Knot, ...] = ((0.0, 0.0), (1.0, 1.0))
# The features that tell which kinds of evidence speak for a bead (`limited`).
KINDS_OF_EVIDENCE = ("similarity", "crowd", "label match", "figures shared")
# No bead is called surer than this on one kind of evidence alone.
ONE_KIND_LIMIT = 0.99


@dataclass(frozen=True, slots=True)
class Calibration:
    """Maps of posteriors to probabilities: knots (posterior, probability), both rising from 0 to 1.

    `beads`: of beads with text on both sides; `nulls`: of segments left alone; `pooled`, `pooled_nulls`: the
    same where several languages had a say. `one_kind`: the most on one kind of evidence alone.
    """

    beads: tuple[Knot, ...] = _STRAIGHT
    nulls: tuple[Knot, ...] = _STRAIGHT
    pooled: tuple[Knot, ...] = _STRAIGHT
    pooled_nulls: tuple[Knot, ...] = _STRAIGHT
    one_kind: float = ONE_KIND_LIMIT

    def named(self) -> Mapping[str, Sequence[Knot]]:
        """The maps by name."""
        return {
            "beads": self.beads,
            "nulls": self.nulls,
            "pooled": self.pooled,
            "pooled_nulls": self.pooled_nulls,
        }

    @staticmethod
    def from_named(named: Mapping[str, Sequence[Sequence[float]]]) -> Calibration:
        """Read what `named` gives; maps that are missing change nothing."""
        maps = {name: tuple((k[0], k[1]) for k in knots) for name, knots in named.items()}
        return Calibration(
            maps.get("beads", _STRAIGHT),
            maps.get("nulls", _STRAIGHT),
            maps.get("pooled", _STRAIGHT),
            maps.get("pooled_nulls", _STRAIGHT),
        )


# Probabilities are posteriors.
NO_CALIBRATION = Calibration()


# The same without the limit.
POSTERIORS = Calibration(one_kind=1.0)


def calibrated(posterior: float, knots: Sequence[Knot]) -> float:
    """The probability, in [0, 1], for a posterior in [0, 1]: linear between knots."""
    place = bisect_right(knots, posterior, key=lambda knot: knot[0])
    if place == 0:
        return knots[0][1]
    if place == len(knots):
        return knots[-1][1]
    (x, y), (above_x, above_y) = knots[place - 1], knots[place]
    return y + (above_y - y) * (posterior - x) / (above_x - x)


def limited(probability: float, evidence: Mapping[str, float], limit: float) -> float:
    """The probability, at most `limit` unless two independent kinds of evidence speak for the bead.

    `evidence`: features by name, at least `KINDS_OF_EVIDENCE`. The kinds are meaning (similarity beyond the
    crowd), numbering, and figures; lengths, punctuation and shapes are the same for many wrong beads.
    """
    kinds = (
        evidence.get("similarity", 0.0) > evidence.get("crowd", 0.0),
        evidence.get("label match", 0.0) > 0,
        evidence.get("figures shared", 0.0) > 0,
    )
    return probability if sum(kinds) > 1 else min(probability, limit)
