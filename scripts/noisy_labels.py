"""Seeded label noise: what numbering looks like after conversion, wrong in plausible ways.

The rows of a clean document are numbered from 1; an annex, its last third, is numbered from 1 again and says
so nowhere. Then each version loses and confuses labels on its own: of the labels that it should have, 20 %
are missing and 5 % wrong, shifted by one or repeated from the label before. A paragraph split in two keeps
its label on the first half; merged paragraphs keep the label of the first.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

from corrupted_copies import Paragraph

MISSING = 0.20
WRONG = 0.05
# Where the annex begins, as a share of the rows.
ANNEX_FROM = 2 / 3


def true_numbers(rows: Iterable[int]) -> dict[int, int]:
    """The number of each row: 1, 2, 3, ... in the body, and again 1, 2, 3, ... in the annex."""
    ordered = sorted(set(rows))
    annex = round(len(ordered) * ANNEX_FROM)
    return {row: place + 1 if place < annex else place - annex + 1 for place, row in enumerate(ordered)}


def noisy_labels(
    version: Sequence[Paragraph], numbers: Mapping[int, int], language: str, seed: int
) -> tuple[str, ...]:
    """A label path ("P12", or "" without) for each paragraph; seed and language decide everything."""
    draw = random.Random(f"labels/{seed}/{language}")
    labels: list[str] = []
    labelled: set[int] = set()
    shown = 0
    for paragraph in version:
        row = min(paragraph.rows)
        number = 0
        if row not in labelled:
            number = _as_printed(numbers[row], shown, draw)
        labelled |= paragraph.rows
        shown = number or shown
        labels.append(f"P{number}" if number else "")
    return tuple(labels)


def _as_printed(number: int, shown: int, draw: random.Random) -> int:
    """The number that a version shows where `number` is right and `shown` stood before; 0 for none."""
    chance = draw.random()
    if chance < MISSING:
        return 0
    if chance >= MISSING + WRONG:
        return number
    wrong = [k for k in (number - 1, number + 1, shown) if k > 0 and k != number]
    return draw.choice(wrong)
