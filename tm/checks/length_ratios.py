"""How long a translation is for its source: by pair, from the file itself or from measured constants.

The ratio is that of characters, on a logarithmic scale. What is far beyond the usual spread of its pair is
told; short texts vary more and get more room.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

# Median of ln(characters / characters of the English) and distance of the 2.5 % quantiles from it, of texts
# with 60 characters and more: `python scripts/fit_length_ratios.py` prints them from the gold sets.
MEDIANS = {"ar": -0.107, "en": 0.0, "es": 0.170, "fr": 0.166, "ru": 0.207, "zh": -1.256}
# The mean of those distances: over pairs of alphabets, and over pairs with Chinese.
SPREAD, SPREAD_HAN = 0.29, 0.54
# With so many pairs of one direction the file speaks for itself.
ENOUGH_PAIRS = 1000
# A unit is told beyond so many times the distance from the median to the 2.5 % quantiles.
ROOM = 2.5
SHORTEST_CHARS, FULL_CHARS = 15, 100
_HAN_FACTOR = 3
_BINS = 100


@dataclass(frozen=True, slots=True)
class RatioBounds:
    """Usual logarithms of the ratio: the median, and how far one may be below and above it."""

    median: float
    below: float
    above: float

    def room(self, chars: int) -> tuple[float, float]:
        """Lowest and highest usual logarithm for a text of so many characters (Han count threefold)."""
        factor = ROOM * math.sqrt(max(1.0, FULL_CHARS / max(1, chars)))
        return self.median - factor * self.below, self.median + factor * self.above


@dataclass
class RatioCounts:
    """Ratios of one pair as a histogram in hundredths of the logarithm: constant memory."""

    bins: Counter[int] = field(default_factory=Counter)
    total: int = 0

    def add(self, logarithm: float) -> None:
        """Count one pair of texts."""
        self.bins[round(logarithm * _BINS)] += 1
        self.total += 1

    def bounds(self) -> RatioBounds:
        """Bounds from the quantiles of the file; at least a tenth on each side, for files of one template."""
        median = self._quantile(0.5)
        return RatioBounds(
            median,
            max(0.1, median - self._quantile(0.025)),
            max(0.1, self._quantile(0.975) - median),
        )

    def _quantile(self, share: float) -> float:
        reached = 0
        for place in sorted(self.bins):
            reached += self.bins[place]
            if reached >= share * self.total:
                return place / _BINS
        return 0.0


def constant_bounds(source: str, target: str) -> RatioBounds | None:
    """Bounds of a pair of base languages; None beyond the six."""
    if source not in MEDIANS or target not in MEDIANS:
        return None
    spread = SPREAD_HAN if "zh" in (source, target) else SPREAD
    return RatioBounds(MEDIANS[target] - MEDIANS[source], spread, spread)


def ratio_of(source: str, target: str) -> float | None:
    """Logarithm of the ratio of two texts' characters; None for texts too short to say anything."""
    left, right = len(source.strip()), len(target.strip())
    if min(left, right) == 0 or max(weighed_chars(source), weighed_chars(target)) < SHORTEST_CHARS:
        return None
    return math.log(right / left)


def weighed_chars(text: str) -> int:
    """Characters of a text, each beyond Latin, Cyrillic and Arabic letters threefold."""
    return sum(_HAN_FACTOR if "\u3040" <= character <= "\uffef" else 1 for character in text)
