"""What the evidence consists of: the types of beads, and their features in the order of the weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BeadType = tuple[int, int]

# n + m up to 6, and one against up to eight.
BEAD_TYPES: tuple[BeadType, ...] = tuple(
    sorted(
        {(a, b) for a in range(1, 6) for b in range(1, 6) if a + b <= 6}
        | {(1, b) for b in range(1, 9)}
        | {(a, 1) for a in range(1, 9)},
        key=lambda kind: (sum(kind), kind),
    )
)
# The widest target run that is looked at beside a source run of each length.
WIDEST = tuple(max(b for a, b in BEAD_TYPES if a == size) for size in range(1, 9))

# Features of a bead, in the order of the weights. First those of every bead of the band.
BAND_FEATURES = (
    "similarity",  # centred cosine, per covered segment
    "neighbours",  # mean centred cosine to the segments just outside, per covered segment
    # mean centred cosine to the nearest segments of the other side (hubs, boilerplate), per covered segment
    "crowd",
    "length",  # squared length z-score, clipped, per bead
    "figures shared",
    "figures differing",
    "label match",
    "label mismatch",
    "label absent",  # one side labelled, the other not
    "kind differs",
    # what the similarity gains by the first or last segment of a wider side, the smaller of both
    "weakest part",
    "punctuation differs",  # class of the last character
    "punctuation missing",  # only one side ends without any
    "broken sentence",  # the bead ends where a sentence goes on in small letters
    "broken line",  # the bead ends without punctuation before a script without case
    "short",  # both sides have a few words only
    "short similarity",
    "short crowd",
    "opening differs",  # one side begins with a capital, the other with a small letter
    "bead 1:2",
    "bead 2:2",
    "bead 1:3",
    "bead of five",
    "bead wider",  # number of segments beyond five
)
PRIORS = 5
# Then those of candidates only.
CLOSE_FEATURES = (
    "beginning",  # centred cosine of the first words of both sides
    "ending",  # centred cosine of the last words of both sides
    "first words",  # the same of the first three words or so
    "last words",
    # how similar the first segment of a wider side is to as many first words of the other side
    "first segment found",
    "last segment found",
    # how similar each part of the bead is to its best part on the other side, per covered segment
    "parts found",
    "part missing",  # the same of the part that fits least
    "parts outside",  # how much better parts fit outside the bead, per covered segment
    "part outside",  # the same of the part that fits best outside
    "edge outside",  # how much better the first or last part fits just outside
    "edges outside",  # the same, all four added up where they do
    "edge clearly outside",  # sum of the squares of what fits better outside
    "edge found",  # how similar the worst of the four is to its best part inside
    "words found",  # counterparts of words that were learnt from sure beads, inside the bead
    "words missing",  # counterparts that were expected and are not there
    "words outside",  # how much better counterparts are outside
    "words of weakest",  # found less missing of the worst segment, where a side has several
)
BEAD_FEATURES = BAND_FEATURES + CLOSE_FEATURES
# Features of a segment left alone.
NULL_BAND_FEATURES = (
    "null",
    "null open",  # once a run of nulls
    "null both",  # once where nulls of both sides meet: more likely a free translation
    "null similarity",
    "null labelled",
    "null length",
    "null broken",
)
NULL_FEATURES = (
    *NULL_BAND_FEATURES,
    "null parts found",
    "null part missing",
    "null at an end",
    "null words found",
    "null words known",
)
OPEN, BOTH = NULL_FEATURES.index("null open"), NULL_FEATURES.index("null both")


def prior_features() -> Floats:
    """Features that tell how rare a bead of each of `BEAD_TYPES` is: float64 `(types, PRIORS)`."""
    priors = np.zeros((len(BEAD_TYPES), PRIORS))
    for row, (a, b) in enumerate(BEAD_TYPES):
        column = {3: 0, 4: 1 if a == b else 2}.get(a + b, 3)
        if a + b > 2:
            priors[row, column] = 1
        priors[row, 4] = max(a + b - 5, 0)
    return priors
