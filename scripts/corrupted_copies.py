"""Seeded corruptions of aligned documents: paragraphs merged, split in mid-text or dropped, with their gold.

Each version is a list of (text, row): paragraphs of the same row say the same. Each corruption works on
one version alone, knows nothing of the others, and keeps for every new paragraph the rows it came from;
the gold of a pair is then the connected components of paragraphs that share a row.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

Bead = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and the rows of the clean gold that its text comes from."""

    text: str
    rows: frozenset[int]


def clean(texts: Sequence[tuple[str, int]]) -> list[Paragraph]:
    """The clean version: every paragraph belongs to one row."""
    return [Paragraph(text, frozenset([row])) for text, row in texts]


def corrupt(version: Sequence[Paragraph], language: str, seed: int, rate: float = 0.10) -> list[Paragraph]:
    """Return a copy in which each paragraph is, with probability `rate`, merged with the next.

    Split or dropped.

    The three happen equally often; a split falls at the space (in Chinese: the character) nearest to
    a point drawn between 35 and 65 % of the text. The seed and the language decide everything.
    """
    draw = random.Random(f"{seed}/{language}")
    out: list[Paragraph] = []
    i = 0
    while i < len(version):
        paragraph = version[i]
        i += 1
        change = draw.choice(("merge", "split", "drop")) if draw.random() < rate else "keep"
        position = draw.uniform(0.35, 0.65)
        if change == "merge" and i < len(version):
            joint = "" if language == "zh" else " "
            other = version[i]
            i += 1
            out.append(Paragraph(paragraph.text + joint + other.text, paragraph.rows | other.rows))
        elif change == "split" and len(halves := split_text(paragraph.text, position, language)) == 2:
            out.extend(Paragraph(half, paragraph.rows) for half in halves)
        elif change != "drop":
            out.append(paragraph)
    return out


# A page break or a stray line end cuts paragraphs, not the two words of a heading.
SHORTEST_SPLIT_CHARS = {"zh": 8}
DEFAULT_SHORTEST_SPLIT_CHARS = 20


def split_text(text: str, position: float, language: str) -> list[str]:
    """Cut `text` near `position` (0 to 1), at a space or, in Chinese, between characters.

    One part if it is too short.
    """
    if len(text) < SHORTEST_SPLIT_CHARS.get(language, DEFAULT_SHORTEST_SPLIT_CHARS):
        return [text]
    wanted = int(len(text) * position)
    if language == "zh":
        places = list(range(1, len(text)))
    else:
        places = [k for k, character in enumerate(text) if character == " "]
    if not places:
        return [text]
    place = min(places, key=lambda k: (abs(k - wanted), k))
    halves = [text[:place].strip(), text[place:].strip()]
    return halves if all(halves) else [text]


def gold_beads(source: Sequence[Paragraph], target: Sequence[Paragraph]) -> list[Bead]:
    """Connected components of paragraphs that share a row, in source order.

    What shares none is a null bead.
    """
    parent = list(range(len(source) + len(target)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    by_row: dict[int, list[int]] = {}
    for j, paragraph in enumerate(target):
        for row in paragraph.rows:
            by_row.setdefault(row, []).append(len(source) + j)
    for i, paragraph in enumerate(source):
        for row in paragraph.rows:
            for j in by_row.get(row, ()):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for k in range(len(parent)):
        group = groups.setdefault(root(k), ([], []))
        if k < len(source):
            group[0].append(k)
        else:
            group[1].append(k - len(source))
    return sorted((tuple(left), tuple(right)) for left, right in groups.values())
