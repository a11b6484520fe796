"""What a person has decided about beads, as hard constraints of the lattice.

A confirmed bead is part of every path; a refused one of none. Confirmed beads that cross each other, or the
way of everything else (`align/locked_path.py`), cannot lie on the path: they are kept as moved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from align.beads import Span
from align.errors import LockError

Ints = NDArray[np.int64]
Place = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Lock:
    """One decision about a bead of two versions: half-open ranges, either of which may be empty.

    `confirmed`: the ranges say the same (or, if one is empty, have no counterpart); else: they do not (or, if
    one is empty, each segment of the other has a counterpart).
    """

    source: Span
    target: Span
    confirmed: bool

    @property
    def place(self) -> Place:
        """Source start, target start, and both lengths."""
        return (
            self.source[0], self.target[0],
            self.source[1] - self.source[0], self.target[1] - self.target[0],
        )  # fmt: skip

    def turned(self) -> Lock:
        """The same decision with source and target exchanged."""
        return Lock(self.target, self.source, self.confirmed)


@dataclass(frozen=True, slots=True)
class Constraints:
    """What the locks of a pair demand of its lattice.

    `beads` int64 `(c, 4)`: beads of every path, in order; `moved` `(k, 4)`: confirmed beads that cross those;
    `alone_source`, `alone_target`: bool, segments that are left alone; `taken_source`, `taken_target`: bool,
    segments of `beads`; `paired_source`, `paired_target`: bool, segments that are not left alone; `refused`:
    places that no path may use.
    """

    beads: Ints
    moved: Ints
    alone_source: NDArray[np.bool_]
    alone_target: NDArray[np.bool_]
    taken_source: NDArray[np.bool_]
    taken_target: NDArray[np.bool_]
    paired_source: NDArray[np.bool_]
    paired_target: NDArray[np.bool_]
    refused: frozenset[Place]

    @property
    def free(self) -> bool:
        """Whether nothing is demanded."""
        some = len(self.beads) or len(self.moved) or self.refused
        return not (some or self.alone_source.any() or self.alone_target.any())

    @property
    def says_related(self) -> bool:
        """Whether a person says that the two documents have something in common."""
        return bool(len(self.beads) or len(self.moved) or self.needs_counterparts)

    @property
    def needs_counterparts(self) -> bool:
        """Whether segments may not be left alone."""
        return bool(self.paired_source.any() or self.paired_target.any())


def constraints_of(
    locks: Iterable[Lock], sources: int, targets: int, crossing: Collection[Place] = ()
) -> Constraints:
    """Check the locks against two streams of these lengths and work out what they demand.

    `crossing`: places of confirmed beads that are not to lie on the path; of the others the heaviest chain
    does. Raises `LockError` for ranges outside the documents, empty on both sides, or contradictions.
    """
    locks = tuple(dict.fromkeys(locks))
    for lock in locks:
        _check(lock, sources, targets)
    confirmed = [lock for lock in locks if lock.confirmed]
    refused = [lock for lock in locks if not lock.confirmed]
    _refuse_overlaps([lock.source for lock in confirmed], "source")
    _refuse_overlaps([lock.target for lock in confirmed], "target")
    pairs = sorted(lock.place for lock in confirmed if lock.place[2] and lock.place[3])
    chain = heaviest_chain([pair for pair in pairs if pair not in crossing])
    alone = np.zeros(sources, dtype=bool), np.zeros(targets, dtype=bool)
    taken = np.zeros(sources, dtype=bool), np.zeros(targets, dtype=bool)
    paired = np.zeros(sources, dtype=bool), np.zeros(targets, dtype=bool)
    for lock in confirmed:
        _mark(taken if lock.place in chain else alone, lock)
    for lock in refused:
        if not (lock.place[2] and lock.place[3]):
            _mark(paired, lock)
    demands = Constraints(
        beads=np.array(chain, dtype=np.int64).reshape(-1, 4),
        moved=np.array([pair for pair in pairs if pair not in chain], dtype=np.int64).reshape(-1, 4),
        alone_source=alone[0],
        alone_target=alone[1],
        taken_source=taken[0],
        taken_target=taken[1],
        paired_source=paired[0],
        paired_target=paired[1],
        refused=frozenset(lock.place for lock in refused),
    )
    _refuse_contradictions(confirmed, demands)
    return _without_settled(demands, pairs)


def _mark(sides: tuple[NDArray[np.bool_], NDArray[np.bool_]], lock: Lock) -> None:
    sides[0][slice(*lock.source)] = True
    sides[1][slice(*lock.target)] = True


def _refuse_contradictions(confirmed: Sequence[Lock], demands: Constraints) -> None:
    """Raise `LockError` where the same bead, or the same segment alone, is both confirmed and refused."""
    for lock in confirmed:
        (i, k), (j, m) = lock.source, lock.target
        both = k > i and m > j
        alone = not both and (demands.paired_source[i:k].any() or demands.paired_target[j:m].any())
        if alone or (both and lock.place in demands.refused):
            raise LockError(f"source {i}-{k}, target {j}-{m} is both confirmed and refused")


def _without_settled(demands: Constraints, pairs: Sequence[Place]) -> Constraints:
    """Segments of confirmed beads have their counterpart: nothing more is demanded of them."""
    paired = demands.paired_source.copy(), demands.paired_target.copy()
    for p, q, a, b in pairs:
        paired[0][p : p + a] = False
        paired[1][q : q + b] = False
    return replace(demands, paired_source=paired[0], paired_target=paired[1])


def allowed_beads(places: Ints, constraints: Constraints) -> NDArray[np.bool_]:
    """Which beads `(c, 4)` no lock forbids: bool `(c,)`."""
    p, q, a, b = places.T
    touched = _touched(p, a, constraints.taken_source | constraints.alone_source)
    touched |= _touched(q, b, constraints.taken_target | constraints.alone_target)
    locked = {tuple(place) for place in constraints.beads.tolist()}
    named = [tuple(place) for place in places.tolist()] if locked or constraints.refused else []
    for k, place in enumerate(named):
        if place in constraints.refused:
            touched[k] = True
        elif place in locked:
            touched[k] = False
    return ~touched


def possible_counterparts(constraints: Constraints, low: Ints, high: Ints) -> Ints:
    """The beads 1:1, `(c, 4)`, that could pair what may not be left alone; of a band with these bounds."""
    free = [
        ~(constraints.taken_source | constraints.alone_source),
        ~(constraints.taken_target | constraints.alone_target),
    ]
    wanted = constraints.paired_source, constraints.paired_target
    found = {
        (p, q, 1, 1)
        for p in np.flatnonzero(free[0] & wanted[0]).tolist()
        for q in range(int(low[p]), int(high[p + 1]))
        if free[1][q]
    } | {
        (p, q, 1, 1)
        for q in np.flatnonzero(free[1] & wanted[1]).tolist()
        for p in np.flatnonzero(free[0] & (low[:-1] <= q) & (q < high[1:])).tolist()
    }
    return np.array(sorted(found - constraints.refused), dtype=np.int64).reshape(-1, 4)


def corners_between(constraints: Constraints) -> Ints:
    """Where the ways turn that pair nothing between the beads of the path: `(c, 4)`, empty beads at nodes."""
    sources, targets = len(constraints.taken_source), len(constraints.taken_target)
    ends = [(0, 0), *((p + a, q + b) for p, q, a, b in constraints.beads.tolist())]
    starts = [*((p, q) for p, q, _, _ in constraints.beads.tolist()), (sources, targets)]
    corners = [(i, j, 0, 0) for (_, j), (i, _) in zip(ends, starts, strict=True)]
    return np.array(corners, dtype=np.int64).reshape(-1, 4)


def _touched(start: Ints, length: Ints, marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    before = np.concatenate([[0], np.cumsum(marked)])
    touched: NDArray[np.bool_] = before[start + length] > before[start]
    return touched


def _check(lock: Lock, sources: int, targets: int) -> None:
    for name, (start, end), count in (("source", lock.source, sources), ("target", lock.target, targets)):
        if not 0 <= start <= end <= count:
            raise LockError(f"the {name} range {start}-{end} of a lock is outside 0-{count}")
    if lock.source[0] == lock.source[1] and lock.target[0] == lock.target[1]:
        raise LockError(
            f"the lock at source {lock.source[0]}, target {lock.target[0]} is empty on both sides"
        )


def _refuse_overlaps(spans: Sequence[Span], name: str) -> None:
    ordered = sorted(span for span in spans if span[1] > span[0])
    for (start, end), (following, _) in pairwise(ordered):
        if following < end:
            raise LockError(
                f"{name} segment {following} is confirmed in two locks ({start}-{end}, and from {following})"
            )


def heaviest_chain(pairs: Sequence[Place]) -> list[Place]:
    """The pairs, sorted by source, that go forward on both sides and cover most segments."""
    best: list[tuple[int, int]] = []
    for k, (_, q, a, b) in enumerate(pairs):
        before = [(best[m][0], m) for m in range(k) if pairs[m][1] + pairs[m][3] <= q]
        weight, last = max(before, default=(0, -1))
        best.append((weight + a + b, last))
    k = max(range(len(best)), key=lambda m: best[m][0], default=-1)
    chain = []
    while k >= 0:
        chain.append(pairs[k])
        k = best[k][1]
    return chain[::-1]
