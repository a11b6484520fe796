"""Rows over all versions of a corrupted document: their gold, the union-find baseline, and their score.

A row is, for each language that has text in it, the positions of its paragraphs; positions of languages
without text are left out. Two rows are the same if every position is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench_systems import RowPositions
from corrupted_copies import Paragraph
from gold_sets import LANGUAGES, GoldSet, load_gold_sets, read_table

from align.ladder import LadderBead

Member = tuple[str, int]


@dataclass(frozen=True)
class RowCounts:
    """How many rows the gold has, how many were predicted, and how many of these are exactly right."""

    gold: int
    predicted: int
    right: int
    gold_without_pivot: int = 0
    right_without_pivot: int = 0

    def __add__(self, other: RowCounts) -> RowCounts:
        return RowCounts(
            self.gold + other.gold,
            self.predicted + other.predicted,
            self.right + other.right,
            self.gold_without_pivot + other.gold_without_pivot,
            self.right_without_pivot + other.right_without_pivot,
        )

    @property
    def precision(self) -> float:
        """Share of the predicted rows that are right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold's rows that were found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall: 2 right / (gold + predicted)."""
        return 2 * self.right / (self.gold + self.predicted) if self.gold + self.predicted else 0.0


def load_six_way_sets(folder: Path) -> list[GoldSet]:
    """The gold sets in all six languages; of the UDHR the six-way table in place of its five pairs."""
    udhr = GoldSet("udhr six", "udhr", read_table(folder / "udhr" / "gold_udhr_six.tsv"))
    return [udhr, *(gold for gold in load_gold_sets(folder) if set(gold.versions) == set(LANGUAGES))]


def gold_rows(copies: Mapping[str, Sequence[Paragraph]]) -> list[RowPositions]:
    """Connected components of the paragraphs of all versions that share a row of the clean document."""
    first: dict[int, Member] = {}
    links: list[tuple[Member, Member]] = []
    members = [(code, k) for code, copy in copies.items() for k in range(len(copy))]
    for code, copy in copies.items():
        for k, paragraph in enumerate(copy):
            links.extend(((code, k), first.setdefault(row, (code, k))) for row in sorted(paragraph.rows))
    return components(members, links)


def joined_pairs(
    counts: Mapping[str, int], pivot: str, pairs: Mapping[str, Sequence[LadderBead]]
) -> list[RowPositions]:
    """The usual baseline: beads of each pivot pair joined by union-find; `counts`: segments by language."""
    members = [(code, k) for code, count in counts.items() for k in range(count)]
    links: list[tuple[Member, Member]] = []
    for code, beads in pairs.items():
        for bead in beads:
            inside = [*((pivot, i) for i in bead.source), *((code, j) for j in bead.target)]
            links.extend((inside[0], other) for other in inside[1:])
    return components(members, links)


def components(members: Sequence[Member], links: Iterable[tuple[Member, Member]]) -> list[RowPositions]:
    """Connected components of `members` (union-find), in the order of their first member."""
    parent = {member: member for member in members}

    def root(member: Member) -> Member:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for one, other in links:
        parent[root(one)] = root(other)
    groups: dict[Member, dict[str, list[int]]] = {}
    for member in members:
        code, position = member
        groups.setdefault(root(member), {}).setdefault(code, []).append(position)
    return [{code: tuple(sorted(places)) for code, places in group.items()} for group in groups.values()]


def count_rows(gold: Sequence[RowPositions], predicted: Sequence[RowPositions], pivot: str) -> RowCounts:
    """Compare rows as sets of positions; rows of one language alone and rows without the pivot count too."""
    wanted = {_key(row) for row in gold}
    found = {_key(row) for row in predicted}
    right = wanted & found
    return RowCounts(
        gold=len(wanted),
        predicted=len(found),
        right=len(right),
        gold_without_pivot=sum(_lacks(row, pivot) for row in wanted),
        right_without_pivot=sum(_lacks(row, pivot) for row in right),
    )


def _key(row: RowPositions) -> frozenset[Member]:
    return frozenset((code, position) for code, places in row.items() for position in places)


def _lacks(row: frozenset[Member], pivot: str) -> bool:
    return all(code != pivot for code, _ in row)
