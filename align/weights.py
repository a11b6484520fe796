"""The weights of the evidence, and the scores they make.

Fitted by `scripts/fit_weights.py` (maximum likelihood on the lattice); the same for all languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from align.calibration import NO_CALIBRATION, Calibration
from align.features import BAND_FEATURES, BEAD_FEATURES, NULL_BAND_FEATURES, NULL_FEATURES


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a feature.

    `band_beads` and `band_nulls`, in the order of `BAND_FEATURES` and `NULL_BAND_FEATURES`, choose the
    candidates; `beads` and `nulls`, in the order of `BEAD_FEATURES` and `NULL_FEATURES`, decide among them;
    `calibration` turns the posteriors that they give into probabilities.
    """

    band_beads: tuple[float, ...]
    band_nulls: tuple[float, ...]
    beads: tuple[float, ...]
    nulls: tuple[float, ...]
    calibration: Calibration = NO_CALIBRATION

    def named(self) -> Mapping[str, Mapping[str, float]]:
        """The weights by the names of their features."""
        return {
            "band_beads": dict(zip(BAND_FEATURES, self.band_beads, strict=True)),
            "band_nulls": dict(zip(NULL_BAND_FEATURES, self.band_nulls, strict=True)),
            "beads": dict(zip(BEAD_FEATURES, self.beads, strict=True)),
            "nulls": dict(zip(NULL_FEATURES, self.nulls, strict=True)),
        }

    @staticmethod
    def from_named(
        named: Mapping[str, Mapping[str, float]], calibration: Calibration = NO_CALIBRATION
    ) -> Weights:
        """Read what `named` gives; raises KeyError where a feature is missing."""
        return Weights(
            tuple(named["band_beads"][name] for name in BAND_FEATURES),
            tuple(named["band_nulls"][name] for name in NULL_BAND_FEATURES),
            tuple(named["beads"][name] for name in BEAD_FEATURES),
            tuple(named["nulls"][name] for name in NULL_FEATURES),
            calibration,
        )


_BAND = (
    5.2,
    -1.5,
    -5.5,
    -0.18,
    1.0,
    -1.1,
    2.2,
    -1.5,
    -0.7,
    -1.0,
    6.0,
    -0.8,
    -1.3,
    -2.0,
    -0.5,
    0.0,
    0.0,
    0.0,
    -0.5,
)
_PRIORS = (-2.6, -6.0, -5.0, -8.0, -1.5)
DEFAULT_WEIGHTS = Weights(
    band_beads=(*_BAND, *_PRIORS),
    band_nulls=(-0.2, -1.8, 0.0, -2.5, -0.8, 0.1, -1.0),
    beads=(*_BAND, *_PRIORS, 1.3, 1.3, 1.9, 1.6, *[0.0] * 10),
    nulls=(-0.2, -1.8, 0.0, -2.5, -0.8, 0.1, -1.0, 0.0, 0.0, 0.0),
)
