"""Sections that one version has elsewhere: found among what the monotone path left over on both sides.

Left-over segments that are each other's nearest, clearly nearer than anything else, are seeds. Seeds that
follow each other closely on both sides make a section, which is aligned by the same lattice; what it finds
must outweigh the chance of meeting so good a pair among all that is left over.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from align.beads import Bead, Span
from align.parts import DENSITY
from align.segments import Stream
from align.sides import Floats, Ints, Pair
from align.threads import in_threads

# A seed must be at least this similar (centred cosine, scaled), whatever the other evidence says.
SMALLEST_SIMILARITY = 0.35
# And by so much nearer than either is to any other segment: headings that repeat have not moved.
CLEARLY = 0.08
# Seeds of one section are at most this many segments apart on both sides, and about as many on both.
STEP, DRIFT = 16, 6
# Sections of so many seeds may dissolve islands: at most so many beads between gaps of so many segments.
FIRM, ISLAND, GAP = 3, 2, 3
# What is out of order is never called surer than this.
SUREST = 0.99
# Left-over segments this similar to each other are copies: which of them is paired is the same.
# Short ones are headings that repeat, and may stand for any of their kind.
_COPY, _LONG = 0.985, 40
# Left-over segments that are compared at once.
_BLOCK = 2048
# Of so many at a time the nearest are looked for: a share of a thread.
_ROWS = 512
Section = Callable[[Span, Span], Sequence[Bead]]
Places = Collection[tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class Seeds:
    """Left-over segments that are each other's nearest: positions, in source order, and scaled cosines."""

    source: Ints
    target: Ints
    cosines: Floats


@dataclass(frozen=True, slots=True)
class MovedSection:
    """Half-open ranges of both sides that belong together out of order, and how many seeds they hold."""

    source: Span
    target: Span
    seeds: int


def find_seeds(pair: Pair, sources: Ints, targets: Ints) -> Seeds:
    """Mutually nearest segments among those left over, clearly nearer than to anything on the other side."""
    scale = np.float32(pair.similarity_scale)
    forth, best, second = _nearest(pair.source.stream, pair.target.stream, sources, targets)
    back, _, second_back = _nearest(pair.target.stream, pair.source.stream, targets, sources)
    mutual = back[forth] == np.arange(len(sources))
    rival = np.maximum(second, second_back[forth])
    clear = (best * scale >= SMALLEST_SIMILARITY) & (best - rival >= CLEARLY / scale)
    keep = np.flatnonzero(mutual & clear)
    return Seeds(sources[keep], targets[forth[keep]], (best[keep] * scale).astype(np.float64))


def _nearest(stream: Stream, other: Stream, wanted: Ints, among: Ints) -> tuple[Ints, np.ndarray, np.ndarray]:
    """For each wanted segment: its nearest among `among` (an index into it), the cosine, and the best rival.

    Rivals are all segments of the other side but that one and its copies among those left over.
    """
    own, others = stream.spans[0], other.spans[0]
    left = others[among].astype(np.float32, copy=False)
    long = other.lengths[among] >= _LONG * DENSITY.get(other.language, 1.0)
    forth = np.zeros(len(wanted), dtype=np.int64)
    best, second = np.zeros(len(wanted), np.float32), np.zeros(len(wanted), np.float32)

    def look(start: int) -> None:
        rows = slice(start, start + _ROWS)
        vectors = own[wanted[rows]].astype(np.float32, copy=False)
        left_over = vectors @ left.T
        forth[rows] = left_over.argmax(axis=1)
        best[rows] = left_over.max(axis=1)
        rivals = np.full(len(vectors), -1.0, dtype=np.float32)
        row, copy = np.nonzero((left[forth[rows]] @ left.T >= _COPY) & long)
        own_row, copies = (np.concatenate(x) for x in ((np.arange(len(vectors)), row), (forth[rows], copy)))
        for column in range(0, len(others), _BLOCK):
            cosines = vectors @ others[column : column + _BLOCK].astype(np.float32, copy=False).T
            own_column = among[copies] - column
            inside = np.flatnonzero((own_column >= 0) & (own_column < cosines.shape[1]))
            cosines[own_row[inside], own_column[inside]] = -1.0
            rivals = np.maximum(rivals, cosines.max(axis=1))
        second[rows] = rivals

    in_threads(look, range(0, len(wanted), _ROWS), 2)
    return forth, best, second


def sections_of(seeds: Seeds, loose_source: set[int], loose_target: set[int]) -> list[MovedSection]:
    """Runs of seeds that go on together on both sides through loose segments, grown to both ends of these.

    The largest first. A section of one seed is that pair alone.
    """
    open_sections: list[list[tuple[int, int]]] = []
    for i, j in zip(seeds.source.tolist(), seeds.target.tolist(), strict=True):
        for section in reversed(open_sections):
            last_i, last_j = section[-1]
            near = 0 < i - last_i <= STEP and 0 < j - last_j <= STEP
            even = abs((i - last_i) - (j - last_j)) <= DRIFT
            between = loose_source.issuperset(range(last_i, i)) and loose_target.issuperset(range(last_j, j))
            if near and even and between:
                section.append((i, j))
                break
        else:
            open_sections.append([(i, j)])
    sections = [_grown(found, loose_source, loose_target) for found in open_sections]
    return sorted(sections, key=lambda section: (-section.seeds, section.source))


def _grown(found: Sequence[tuple[int, int]], loose_source: set[int], loose_target: set[int]) -> MovedSection:
    """The section of these seeds with the loose segments before and after it, as many on both sides."""
    (i, j), (k, m) = found[0], (found[-1][0] + 1, found[-1][1] + 1)
    if len(found) > 1:
        while i - 1 in loose_source and j - 1 in loose_target:
            i, j = i - 1, j - 1
        while k in loose_source and m in loose_target:
            k, m = k + 1, m + 1
    return MovedSection((i, k), (j, m), len(found))


def find_moves(
    pair: Pair, beads: list[Bead], align_section: Section, settled: tuple[Ints, Ints], refused: Places
) -> list[Bead]:
    """Pair what moved; the other beads are returned as they are. In source order.

    `settled`: segments of source and target whose being alone is decided; `refused`: beads that are not made.
    `align_section` aligns two ranges by the lattice, as if nothing else were there. Beads that stand by
    themselves in the middle of a gap on both sides are given up where a section that moved explains them.
    """
    islands = _islands(beads)
    loose = [set(lone) - set(fixed.tolist()) for lone, fixed in zip(_lone(beads), settled, strict=True)]
    lone_source, lone_target = loose
    loose_source = lone_source | {i for bead in islands for i in range(*bead.source)}
    loose_target = lone_target | {j for bead in islands for j in range(*bead.target)}
    sources = np.array([k for k in sorted(loose_source) if pair.source.stream.lengths[k] > 0], dtype=np.int64)
    targets = np.array([k for k in sorted(loose_target) if pair.target.stream.lengths[k] > 0], dtype=np.int64)
    if not len(sources) or not len(targets):
        return beads
    # So many pairs at most can be each other's nearest.
    chance = math.log(min(len(sources), len(targets)))
    found: list[Bead] = []
    for section in sections_of(find_seeds(pair, sources, targets), loose_source, loose_target):
        firm = section.seeds >= FIRM
        free = (loose_source, loose_target) if firm else (lone_source, lone_target)
        for bead in align_section(section.source, section.target):
            moved = _moved(bead, chance / section.seeds) if _is_pair(bead) else bead
            inside = free[0].issuperset(range(*bead.source)) and free[1].issuperset(range(*bead.target))
            if _is_pair(bead) and inside and moved.probability > 0.5 and _place(bead) not in refused:
                found.append(moved)
                for taken in (loose_source, lone_source):
                    taken.difference_update(range(*bead.source))
                for taken in (loose_target, lone_target):
                    taken.difference_update(range(*bead.target))
    return replace_nulls(_without_islands(beads, islands, found), found)


def _lone(beads: Sequence[Bead]) -> tuple[set[int], set[int]]:
    """Source and target segments that the path left alone."""
    return (
        {b.source[0] for b in beads if b.target[0] == b.target[1]},
        {b.target[0] for b in beads if b.source[0] == b.source[1]},
    )


def _islands(beads: Sequence[Bead]) -> list[Bead]:
    """Beads alone or in pairs between long gaps: the best that a monotone path could make of them."""
    islands: list[Bead] = []
    runs = [(key, list(group)) for key, group in itertools.groupby(beads, key=_is_pair)]
    for before, here, after in zip(runs, runs[1:], runs[2:], strict=False):
        long = len(before[1]) >= GAP and len(after[1]) >= GAP
        if here[0] and long and len(here[1]) <= ISLAND and all(b.rule != "lock" for b in here[1]):
            islands += here[1]
    return islands


def _without_islands(beads: list[Bead], islands: Sequence[Bead], found: Sequence[Bead]) -> list[Bead]:
    """The beads, islands that a moved bead touches dissolved into segments left alone."""
    sources = {i for bead in found for i in range(*bead.source)}
    targets = {j for bead in found for j in range(*bead.target)}
    out: list[Bead] = []
    for bead in beads:
        touched = not sources.isdisjoint(range(*bead.source)) or not targets.isdisjoint(range(*bead.target))
        if bead in islands and touched:
            (i, k), (j, m) = bead.source, bead.target
            doubt = 1 - bead.probability
            out += [Bead((x, x + 1), (j, j), doubt, 0.0, "null") for x in range(i, k)]
            out += [Bead((k, k), (y, y + 1), doubt, 0.0, "null") for y in range(j, m)]
        else:
            out.append(bead)
    return out


def _place(bead: Bead) -> tuple[int, int, int, int]:
    (i, k), (j, m) = bead.source, bead.target
    return i, j, k - i, m - j


def _is_pair(bead: Bead) -> bool:
    return bead.source[1] > bead.source[0] and bead.target[1] > bead.target[0]


def _moved(bead: Bead, penalty: float) -> Bead:
    """The bead, its odds lowered by the chance of meeting so good a pair among all that could have been."""
    certain = min(max(bead.probability, 1e-9), 1 - 1e-9)
    odds = math.log(certain / (1 - certain)) - penalty
    return replace(bead, probability=min(1 / (1 + math.exp(-odds)), SUREST), rule="moved")


def replace_nulls(beads: list[Bead], found: list[Bead]) -> list[Bead]:
    """Beads with the nulls that a moved bead covers left out; a moved bead stands at its source."""
    sources = {i for bead in found for i in range(*bead.source)}
    targets = {j for bead in found for j in range(*bead.target)}
    moved = {bead.source[0]: bead for bead in found}
    out = []
    for bead in beads:
        if bead.target[0] == bead.target[1] and bead.source[0] in sources:
            if bead.source[0] in moved:
                out.append(moved[bead.source[0]])
        elif not (bead.source[0] == bead.source[1] and bead.target[0] in targets):
            out.append(bead)
    return out
