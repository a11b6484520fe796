"""The weights of the evidence, and the scores they make.

Fitted by `scripts/fit_weights.py` (maximum likelihood on the lattice); the same for all languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from align.calibration import NO_CALIBRATION, Calibration
from align.features import BAND_FEATURES, BEAD_FEATURES, CLOSE_FEATURES, NULL_BAND_FEATURES, NULL_FEATURES


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

    def of_vectors(self) -> Weights:
        """For streams without texts: what decides among the beads of the band decides alone."""
        close_beads, close_nulls = (
            (0.0,) * len(CLOSE_FEATURES),
            (0.0,) * (len(NULL_FEATURES) - len(NULL_BAND_FEATURES)),
        )
        return replace(self, beads=self.band_beads + close_beads, nulls=self.band_nulls + close_nulls)

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
        4.697,  # similarity
        -1.147,  # neighbours
        -3.056,  # crowd
        -0.251,  # length
        0.617,  # figures shared
        -2.084,  # figures differing
        1.253,  # label match
        -1.04,  # label mismatch
        -0.493,  # label absent
        -1.0,  # kind differs
        2.255,  # weakest part
        -1.297,  # punctuation differs
        -0.931,  # punctuation missing
        -2.726,  # broken sentence
        -0.767,  # broken line
        -0.111,  # short
        0.675,  # short similarity
        -0.055,  # short crowd
        -0.649,  # opening differs
        -3.778,  # bead 1:2
        -8.058,  # bead 2:2
        -7.36,  # bead 1:3
        -11.263,  # bead of five
        -3.264,  # bead wider
    ),
    band_nulls=(
        -0.017,  # null
        -2.079,  # null open
        -0.124,  # null both
        -0.305,  # null similarity
        -0.468,  # null labelled
        -0.089,  # null length
        -1.119,  # null broken
    ),
    beads=(
        2.467,  # similarity
        -0.435,  # neighbours
        -2.935,  # crowd
        -0.169,  # length
        0.701,  # figures shared
        -1.258,  # figures differing
        1.356,  # label match
        -0.826,  # label mismatch
        -0.7,  # label absent
        -1.0,  # kind differs
        1.89,  # weakest part
        -0.399,  # punctuation differs
        -0.523,  # punctuation missing
        -3.466,  # broken sentence
        -0.525,  # broken line
        -0.711,  # short
        0.228,  # short similarity
        -0.439,  # short crowd
        -0.777,  # opening differs
        -3.034,  # bead 1:2
        -6.775,  # bead 2:2
        -5.719,  # bead 1:3
        -9.614,  # bead of five
        -2.792,  # bead wider
        1.393,  # beginning
        1.689,  # ending
        1.303,  # first words
        1.169,  # last words
        0.543,  # first segment found
        0.438,  # last segment found
        -0.277,  # parts found
        -0.617,  # part missing
        0.363,  # parts outside
        -1.022,  # part outside
        -1.293,  # edge outside
        -1.038,  # edges outside
        -0.278,  # edge clearly outside
        0.538,  # edge found
        0.404,  # words found
        -0.734,  # words missing
        -0.451,  # words outside
        -0.125,  # words of weakest
    ),
    nulls=(
        -1.127,  # null
        -1.783,  # null open
        -0.268,  # null both
        0.158,  # null similarity
        -0.52,  # null labelled
        0.171,  # null length
        -0.864,  # null broken
        -0.477,  # null parts found
        0.067,  # null part missing
        -0.929,  # null at an end
        -0.57,  # null words found
        0.33,  # null words known
    ),
    calibration=Calibration(
        beads=(
            (0.0, 0.0),
            (0.6177, 0.7318),
            (0.8655, 0.9471),
            (0.94005, 0.969),
            (0.97892, 0.9891),
            (0.9907, 0.9945),
            (0.99375, 0.9964),
            (0.99858, 0.9969),
            (1.0, 0.9969),
        ),
        nulls=(
            (0.0, 0.0),
            (0.63219, 0.6136),
            (0.7486, 0.7045),
            (0.85987, 0.8258),
            (0.93971, 0.8864),
            (0.97002, 0.8984),
            (0.98745, 0.9286),
            (0.99471, 0.9643),
            (0.99954, 0.9762),
            (1.0, 0.9762),
        ),
        pooled=(
            (0.0, 0.0),
            (0.92931, 0.7654),
            (1.0, 0.9978),
        ),
        pooled_nulls=(
            (0.0, 0.0),
            (0.81526, 0.3889),
            (0.99856, 0.5833),
            (0.99989, 0.8056),
            (0.99999, 0.8333),
            (1.0, 0.9706),
        ),
    ),
)
