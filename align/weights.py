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


DEFAULT_WEIGHTS = Weights(
    band_beads=(
        4.778,  # similarity
        -1.388,  # neighbours
        -4.649,  # crowd
        -0.227,  # length
        1.365,  # figures shared
        -1.938,  # figures differing
        2.13,  # label match
        -0.778,  # label mismatch
        -0.473,  # label absent
        -1.0,  # kind differs
        5.622,  # weakest part
        -0.942,  # punctuation differs
        -1.462,  # punctuation missing
        -3.691,  # broken sentence
        -0.602,  # broken line
        0.244,  # short
        0.224,  # short similarity
        0.86,  # short crowd
        -0.755,  # opening differs
        -3.437,  # bead 1:2
        -8.016,  # bead 2:2
        -6.288,  # bead 1:3
        -10.663,  # bead of five
        -3.165,  # bead wider
    ),
    band_nulls=(
        -0.139,  # null
        -1.723,  # null open
        0.003,  # null both
        -0.979,  # null similarity
        -0.485,  # null labelled
        -0.12,  # null length
        -1.366,  # null broken
    ),
    beads=(
        3.551,  # similarity
        -1.174,  # neighbours
        -4.675,  # crowd
        -0.197,  # length
        1.167,  # figures shared
        -1.541,  # figures differing
        2.142,  # label match
        -0.808,  # label mismatch
        -0.767,  # label absent
        -1.0,  # kind differs
        5.637,  # weakest part
        -0.524,  # punctuation differs
        -1.106,  # punctuation missing
        -3.939,  # broken sentence
        -0.653,  # broken line
        -0.167,  # short
        -0.091,  # short similarity
        -0.016,  # short crowd
        -0.949,  # opening differs
        -2.807,  # bead 1:2
        -6.523,  # bead 2:2
        -5.014,  # bead 1:3
        -8.8,  # bead of five
        -2.24,  # bead wider
        1.674,  # beginning
        2.094,  # ending
        1.686,  # first words
        1.544,  # last words
        0.333,  # first segment found
        0.03,  # last segment found
        -0.094,  # parts found
        -0.296,  # part missing
        0.091,  # parts outside
        -1.121,  # part outside
        -1.388,  # edge outside
        -0.607,  # edges outside
        -0.554,  # edge clearly outside
        0.369,  # edge found
        0.0,  # words found
        0.0,  # words missing
        0.0,  # words outside
        0.0,  # words of weakest
    ),
    nulls=(
        -0.575,  # null
        -1.919,  # null open
        -0.165,  # null both
        -1.375,  # null similarity
        -0.646,  # null labelled
        0.066,  # null length
        -1.311,  # null broken
        -0.134,  # null parts found
        0.171,  # null part missing
        -0.43,  # null at an end
        0.0,  # null words found
        0.0,  # null words known
    ),
    calibration=Calibration(
        beads=(
            (0.0, 0.0),
            (0.61656, 0.7026),
            (0.86995, 0.9471),
            (0.94278, 0.9617),
            (0.97248, 0.9818),
            (0.98862, 0.9854),
            (0.99531, 0.9945),
            (0.99804, 0.9964),
            (0.99946, 0.9965),
            (0.99997, 0.9982),
            (1.0, 0.9982),
        ),
        nulls=(
            (0.0, 0.0),
            (0.6358, 0.5909),
            (0.78255, 0.6742),
            (0.88423, 0.7273),
            (0.92674, 0.7955),
            (0.97123, 0.9227),
            (0.99125, 0.9286),
            (0.99826, 0.9762),
            (1.0, 0.9762),
        ),
        pooled=(
            (0.0, 0.0),
            (0.82224, 0.7445),
            (0.99546, 0.9672),
            (0.99895, 0.9847),
            (0.99966, 0.9891),
            (0.99989, 0.9934),
            (0.99998, 0.9969),
            (1.0, 0.9978),
        ),
        pooled_nulls=(
            (0.0, 0.0),
            (0.14854, 0.3235),
            (0.70054, 0.5588),
            (0.88675, 0.7941),
            (0.98843, 0.9235),
            (0.99933, 0.9375),
            (0.99995, 0.9688),
            (1.0, 0.9688),
        ),
    ),
)
