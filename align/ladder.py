"""The ladder format: one bead a line, `[0,1]:[0]:0.987`; 0-based positions, `[]` for nothing.

The format of Vecalign and of the published gold sets (spaces after commas and a missing probability are
read too).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from align.beads import Bead
from align.errors import LadderError

_LINE = re.compile(r"\[([\d, ]*)\]\s*:\s*\[([\d, ]*)\](?:\s*:\s*([-+.\deE]+))?")


@dataclass(frozen=True, slots=True)
class LadderBead:
    """One line of a ladder: 0-based positions on both sides, in rising order; the probability if given."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    probability: float | None = None


def format_ladder(beads: Iterable[Bead]) -> str:
    """Return the ladder of these beads, a line each, probabilities with three decimals."""
    return "".join(
        f"{_positions(bead.source)}:{_positions(bead.target)}:{bead.probability:.3f}\n" for bead in beads
    )


def _positions(span: tuple[int, int]) -> str:
    return "[" + ",".join(str(k) for k in range(*span)) + "]"


def read_ladder(text: str, name: str = "ladder") -> list[LadderBead]:
    """Parse a ladder; blank lines are skipped.

    Raises `LadderError` with `name` and line for a line of another form, or a position that occurs twice.
    """
    beads = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise LadderError(
                f'{name}, line {number}: "{line.strip()[:60]}" is not of the form [0,1]:[0]:0.987'
            )
        source, target = (tuple(int(k) for k in re.findall(r"\d+", part)) for part in match.groups()[:2])
        probability = float(match.group(3)) if match.group(3) else None
        beads.append(LadderBead(source, target, probability))
    _refuse_repeats([bead.source for bead in beads], f"{name}, source side")
    _refuse_repeats([bead.target for bead in beads], f"{name}, target side")
    return beads


def _refuse_repeats(spans: Sequence[tuple[int, ...]], where: str) -> None:
    seen: set[int] = set()
    for span in spans:
        for position in span:
            if position in seen:
                raise LadderError(
                    f"{where}: segment {position} occurs twice; every segment belongs to one bead"
                )
            seen.add(position)
