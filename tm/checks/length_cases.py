"""Lengths of all pairs of texts: the cases farthest out are kept, and judged when all lengths are known."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from tm.checks.checked_units import CheckedUnit, CheckedVariant, CheckFinding, Observation, finding_of
from tm.checks.length_ratios import (
    ENOUGH_PAIRS,
    RatioBounds,
    RatioCounts,
    constant_bounds,
    ratio_of,
    weighed_chars,
)

# Of each direction so many of the shortest and of the longest translations are kept: constant memory.
_KEPT = 1000


@dataclass(frozen=True, slots=True)
class _LengthCase:
    """A pair of texts, its place among all, and the logarithm of its ratio."""

    place: int
    unit: CheckedUnit
    source: CheckedVariant
    target: CheckedVariant
    logarithm: float


@dataclass
class _Direction:
    """The ratios of one direction; the heaps hold (distance, place, case), the least extreme first."""

    counts: RatioCounts = field(default_factory=RatioCounts)
    shortest: list[tuple[float, int, _LengthCase]] = field(default_factory=list)
    longest: list[tuple[float, int, _LengthCase]] = field(default_factory=list)


@dataclass
class LengthCases:
    """What is known of the lengths so far: `add` each pair, then ask for the `findings`."""

    directions: dict[tuple[str, str], _Direction] = field(default_factory=dict)
    pairs: int = 0

    def add(self, unit: CheckedUnit, source: CheckedVariant, target: CheckedVariant) -> None:
        """Count a pair of texts; keep it if few are as far out."""
        logarithm = ratio_of(source.text, target.text)
        if logarithm is None:
            return
        self.pairs += 1
        direction = self.directions.setdefault((source.language, target.language), _Direction())
        direction.counts.add(logarithm)
        case = _LengthCase(self.pairs, unit, source, target, logarithm)
        for heap, distance in ((direction.shortest, -logarithm), (direction.longest, logarithm)):
            if len(heap) < _KEPT:
                heapq.heappush(heap, (distance, self.pairs, case))
            elif distance > heap[0][0]:
                heapq.heapreplace(heap, (distance, self.pairs, case))

    def findings(self) -> Iterator[CheckFinding]:
        """Yield the cases beyond the room that their direction gives, in the order of the units."""
        told: dict[int, CheckFinding] = {}
        for direction in self.directions.values():
            bounds = None
            if direction.counts.total >= ENOUGH_PAIRS:
                bounds = direction.counts.bounds()
            for _, place, case in (*direction.shortest, *direction.longest):
                usual = bounds or constant_bounds(case.source.base, case.target.base)
                if usual is not None and _is_unusual(case, usual):
                    told[place] = _length_finding(case, usual)
        yield from (told[place] for place in sorted(told))


def _is_unusual(case: _LengthCase, usual: RatioBounds) -> bool:
    low, high = usual.room(max(map(weighed_chars, (case.source.text, case.target.text))))
    return not low <= case.logarithm <= high


def _length_finding(case: _LengthCase, bounds: RatioBounds) -> CheckFinding:
    texts = {one.language: one.text for one in (case.source, case.target)}
    languages = (case.source.language, case.target.language)
    message = (
        f"{languages[1]} has {math.exp(case.logarithm):.2f} times the characters of {languages[0]}; "
        f"usual is {math.exp(bounds.median):.2f}."
    )
    seen = Observation("content.length-ratio", languages, message)
    return finding_of(seen, unit=case.unit.identifier, line=case.unit.line, texts=texts)
