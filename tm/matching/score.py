"""The score S1: from a base score to a score, by penalties that are listed, and its bands.

`base = floor(100 * (1 - levenshtein(words) / max(n, m)))` over words, numbers, symbols and Han characters;
`score = base - penalties`, and above 100 for what stood between the same neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SCORE_VERSION: Final = "S1"
LOWEST_THRESHOLD, HIGHEST = 50, 100


class PenaltyName(StrEnum):
    """What a match loses points for."""

    FIGURES = "figures"
    FORM = "case or punctuation"
    SEVERAL_TARGETS = "several targets"
    COMPOSED = "composed"
    DOUBTFUL = "low probability"
    UNREVIEWED = "not reviewed"


# Points, each with its reason.
POINTS: Final[dict[PenaltyName, int]] = {
    # A wrong figure is the mistake that is overlooked most easily and costs most: in a long sentence the one
    # word that differs would cost 2 points or fewer, and leave the match among those that need no reading.
    PenaltyName.FIGURES: 2,
    # The words are those asked for: the least that keeps it below what is the same in every character.
    PenaltyName.FORM: 1,
    # One of them is right here, and nothing says which: someone has to choose.
    PenaltyName.SEVERAL_TARGETS: 1,
    # Two alignments had to be right instead of one.
    PenaltyName.COMPOSED: 2,
    # Below 0.90 the report of a build lists a unit among its doubts.
    PenaltyName.DOUBTFUL: 2,
    # The least that puts the reviewed of two equal matches first.
    PenaltyName.UNREVIEWED: 1,
}
DOUBTFUL_BELOW: Final = 0.9
# What the report calls poor: more probably wrong than right.
POOR_BELOW: Final = 0.5
POOR_POINTS: Final = 5

BANDS: Final = ("102", "101", "100", "95-99", "85-94", "75-84", "50-74", "none")
_LOWEST_OF_BAND = (102, 101, 100, 95, 85, 75, 50, -1)


@dataclass(frozen=True, slots=True)
class Penalty:
    """Points that a match lost, and what for."""

    name: PenaltyName
    points: int


def band_of(score: int) -> str:
    """Return the band of a score: 102, 101, 100, 95-99, 85-94, 75-84, 50-74, or "none" below."""
    return next(band for band, lowest in zip(BANDS, _LOWEST_OF_BAND, strict=True) if score >= lowest)
