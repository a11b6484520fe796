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
        5.521,  # similarity
        -1.652,  # neighbours
        -3.794,  # crowd
        -0.264,  # length
        1.909,  # figures shared
        -2.479,  # figures differing
        3.063,  # label match
        -0.366,  # label mismatch
        -0.353,  # label absent
        -1.0,  # kind differs
        5.572,  # weakest part
        -0.949,  # punctuation differs
        -1.655,  # punctuation missing
        -5.439,  # broken sentence
        -1.51,  # broken line
        -0.03,  # short
        -0.435,  # short similarity
        1.148,  # short crowd
        -0.682,  # opening differs
        -4.448,  # bead 1:2
        -9.754,  # bead 2:2
        -8.549,  # bead 1:3
        -13.513,  # bead of five
        -5.615,  # bead wider
    ),
    band_nulls=(
        -0.828,  # null
        -2.044,  # null open
        0.456,  # null both
        0.108,  # null similarity
        -0.235,  # null labelled
        -0.027,  # null length
        -1.842,  # null broken
    ),
    beads=(
        2.339,  # similarity
        -0.761,  # neighbours
        -1.937,  # crowd
        -0.225,  # length
        1.957,  # figures shared
        -1.956,  # figures differing
        2.943,  # label match
        -0.152,  # label mismatch
        -0.542,  # label absent
        -1.0,  # kind differs
        5.499,  # weakest part
        -0.549,  # punctuation differs
        -0.796,  # punctuation missing
        -5.586,  # broken sentence
        -1.267,  # broken line
        -0.185,  # short
        0.337,  # short similarity
        -1.124,  # short crowd
        -1.113,  # opening differs
        -3.887,  # bead 1:2
        -8.549,  # bead 2:2
        -7.008,  # bead 1:3
        -11.583,  # bead of five
        -4.543,  # bead wider
        1.797,  # beginning
        2.747,  # ending
        0.993,  # first words
        1.108,  # last words
        0.644,  # first segment found
        0.151,  # last segment found
        0.343,  # parts found
        -2.592,  # part missing
        0.09,  # parts outside
        -2.712,  # part outside
        -2.501,  # edge outside
        -1.209,  # edges outside
        0.225,  # edge clearly outside
        0.091,  # edge found
    ),
    nulls=(
        -1.414,  # null
        -2.034,  # null open
        -0.057,  # null both
        0.788,  # null similarity
        -0.255,  # null labelled
        0.226,  # null length
        -1.673,  # null broken
        -2.345,  # null parts found
        1.088,  # null part missing
        -0.836,  # null at an end
    ),
)
