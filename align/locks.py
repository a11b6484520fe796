"""What a person has decided about beads, as hard constraints of the lattice.

A confirmed bead is part of every path; a refused one of none. Confirmed beads that cross each other cannot all
lie on one path: the heaviest chain does, the others are kept as moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.beads import Span
from align.errors import LockError

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lock:
    """One decision about a bead of two versions: half-open ranges, either of which may be empty.

    `confirmed`: the ranges say the same (or, if one is empty, have no counterpart); else: they do not.
    """

    source: Span
    target: Span
    confirmed: bool

    @property
    def place(self) -> tuple[int, int, int, int]:
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
    segments of `beads`; `refused`: places that no path may use.
    """

    beads: Ints
    moved: Ints
    alone_source: NDArray[np.bool_]
    alone_target: NDArray[np.bool_]
    taken_source: NDArray[np.bool_]
    taken_target: NDArray[np.bool_]
    refused: frozenset[tuple[int, int, int, int]]

    @property
    def free(self) -> bool:
        """Whether nothing is demanded."""
        some = len(self.beads) or len(self.moved) or self.refused
        return not (some or self.alone_source.any() or self.alone_target.any())


def constraints_of(locks: Iterable[Lock], sources: int, targets: int) -> Constraints:
    """Check the locks against two streams of these lengths and work out what they demand.

    Raises `LockError` for ranges outside the documents, empty on both sides, or confirmed twice.
    """
    locks = tuple(locks)
    for lock in locks:
        _check(lock, sources, targets)
    confirmed = [lock for lock in locks if lock.confirmed]
    _refuse_overlaps([lock.source for lock in confirmed], "source")
    _refuse_overlaps([lock.target for lock in confirmed], "target")
    pairs = sorted(lock.place for lock in confirmed if lock.place[2] and lock.place[3])
    chain = _heaviest_chain(pairs)
    moved = [pair for pair in pairs if pair not in chain]
    alone = [np.zeros(sources, dtype=bool), np.zeros(targets, dtype=bool)]
    taken = [np.zeros(sources, dtype=bool), np.zeros(targets, dtype=bool)]
    for lock in confirmed:
        where = taken if lock.place in chain else alone
        where[0][slice(*lock.source)] = True
        where[1][slice(*lock.target)] = True
    return Constraints(
        beads=np.array(chain, dtype=np.int64).reshape(-1, 4),
        moved=np.array(moved, dtype=np.int64).reshape(-1, 4),
        alone_source=alone[0],
        alone_target=alone[1],
        taken_source=taken[0],
        taken_target=taken[1],
        refused=frozenset(lock.place for lock in locks if not lock.confirmed),
    )


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
    for (start, end), (following, _) in zip(ordered, ordered[1:], strict=False):
        if following < end:
            raise LockError(
                f"{name} segment {following} is confirmed in two locks ({start}-{end} and one from {following})"
            )


def _heaviest_chain(pairs: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
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
