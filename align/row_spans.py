"""A row while it is made: ranges of segments, and how they came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from align.beads import Span


@dataclass(frozen=True, slots=True)
class RowSpans:
    """One row: for each language with text its half-open range; and how it came about.

    `probabilities`, `rules`, `scores`: by language other than `pivot`, the least sure bead of the row, and
    the rule of
    its first. `alone`: probability that a row with one language only stands alone. `pivot`: the language
    that the row was
    aligned through.
    """

    ranges: Mapping[str, Span]
    pivot: str
    probabilities: Mapping[str, float] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    alone: float = 1.0
    moved: bool = False

    @property
    def probability(self) -> float:
        """The minimum over the languages present."""
        return min(self.probabilities.values(), default=self.alone)
