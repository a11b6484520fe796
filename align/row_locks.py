"""Locks over all languages of a set: what they demand of rows, and of pairs so that the rows keep them.

Rows are made from the pivot's pairs. A lock of the pivot is a constraint of its pair; one of two other
languages holds for the row: whatever the pivot has there must go with both, or with one of them only. Where
rows break a lock, `mended` says what more is to be demanded of which pivot pair; then they are made again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from align.beads import Bead, Span
from align.errors import LockError
from align.locks import Lock, constraints_of
from align.row_spans import RowSpans

# By (source language, target language); each pair of languages may be there in either order, or in both.
LanguageLocks = Mapping[tuple[str, str], Sequence[Lock]]
_NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Demands:
    """What is demanded of the rows over some languages.

    `locks`: as a person gave them; `derived`: more for pivot pairs, keyed (pivot, other), so that rows keep
    them; `cuts`: pivot boundaries that must cut all languages. `lengths`: segments of each language.
    """

    pivot: str
    lengths: Mapping[str, int]
    locks: LanguageLocks = field(default_factory=dict)
    derived: LanguageLocks = field(default_factory=dict)
    cuts: frozenset[int] = frozenset()

    def of_pair(self, source: str, target: str) -> tuple[Lock, ...]:
        """All locks of two languages, those of the person first."""
        locks = (*locks_between(self.locks, source, target), *locks_between(self.derived, source, target))
        return tuple(dict.fromkeys(locks))

    def held(self, others: Sequence[str]) -> list[Span]:
        """Pivot ranges that no row may cut: those of confirmed beads."""
        locks = (lock for code in others for lock in self.of_pair(self.pivot, code))
        return [lock.source for lock in locks if lock.confirmed and not is_null(lock)]


def is_null(lock: Lock) -> bool:
    """Whether a lock is about segments that are alone."""
    return not (lock.place[2] and lock.place[3])


def locks_between(locks: LanguageLocks, source: str, target: str) -> tuple[Lock, ...]:
    """The locks of two languages, turned so that `source` is the source."""
    turned = (lock.turned() for lock in locks.get((target, source), ()))
    return (*locks.get((source, target), ()), *turned)


def check_locks(locks: LanguageLocks, lengths: Mapping[str, int]) -> None:
    """Raise `LockError` for languages that are not there, ranges outside, and contradictions in a pair."""
    for source, target in locks:
        unknown = [code for code in (source, target) if code not in lengths]
        if unknown or source == target:
            known = ", ".join(sorted(lengths))
            raise LockError(f"a lock of {source}:{target} cannot be meant; the languages are {known}")
        _check_pair(locks_between(locks, source, target), source, target, lengths)


def _check_pair(locks: Sequence[Lock], source: str, target: str, lengths: Mapping[str, int]) -> None:
    try:
        constraints_of(locks, lengths[source], lengths[target])
    except LockError as error:
        raise LockError(f"{source}:{target}: {error}") from error


def locks_within(locks: LanguageLocks, ranges: Mapping[str, Span]) -> dict[tuple[str, str], list[Lock]]:
    """The locks wholly inside these ranges, counted from their starts."""
    inside: dict[tuple[str, str], list[Lock]] = {}
    for (source, target), found in locks.items():
        if source in ranges and target in ranges:
            kept = [_within(lock, ranges[source], ranges[target]) for lock in found]
            inside[source, target] = [lock for lock in kept if lock is not None]
    return {pair: found for pair, found in inside.items() if found}


def _within(lock: Lock, source: Span, target: Span) -> Lock | None:
    for span, around in ((lock.source, source), (lock.target, target)):
        if span[1] > span[0] and not (around[0] <= span[0] and span[1] <= around[1]):
            return None
    return Lock(_shifted(lock.source, source[0]), _shifted(lock.target, target[0]), lock.confirmed)


def _shifted(span: Span, by: int) -> Span:
    return (span[0] - by, span[1] - by) if span[1] > span[0] else _NOWHERE


def mended(demands: Demands, rows: Sequence[RowSpans], beads: Mapping[str, Sequence[Bead]]) -> Demands | None:
    """What to demand beyond `demands` because of the first lock that the rows break; None if they keep all.

    Raises `LockError` where nothing more can be demanded.
    """
    state = _State(demands, rows, beads, row_numbers(rows))
    for source, target in sorted(demands.locks):
        first, second = (target, source) if target == demands.pivot else (source, target)
        for lock in locks_between({(source, target): demands.locks[source, target]}, first, second):
            more = _mended_lock(state, first, second, lock)
            if more is not None:
                return more
    return None


@dataclass(frozen=True, slots=True)
class _State:
    demands: Demands
    rows: Sequence[RowSpans]
    beads: Mapping[str, Sequence[Bead]]
    numbers: Mapping[str, Mapping[int, int]]

    def rows_of(self, code: str, span: Span) -> list[int]:
        """Numbers of the rows that hold these segments, each once."""
        return list(dict.fromkeys(self.numbers[code][k] for k in range(*span)))


def row_numbers(rows: Sequence[RowSpans]) -> dict[str, dict[int, int]]:
    """By language and segment, the number of the row that holds it."""
    numbers: dict[str, dict[int, int]] = {}
    for number, row in enumerate(rows):
        for code, span in row.ranges.items():
            numbers.setdefault(code, {}).update(dict.fromkeys(range(*span), number))
    return numbers


def _mended_lock(state: _State, first: str, second: str, lock: Lock) -> Demands | None:
    if is_null(lock):
        a, b, span = (first, second, lock.source) if lock.place[2] else (second, first, lock.target)
        mend_null = _apart if lock.confirmed else _accompanied
        found = (mend_null(state, a, b, k) for k in range(*span))
        return next((more for more in found if more is not None), None)
    if lock.confirmed:
        together = {*state.rows_of(first, lock.source), *state.rows_of(second, lock.target)}
        return None if len(together) == 1 else _joined(state, first, second, lock)
    exact = [
        row
        for row in state.rows
        if row.ranges.get(first) == lock.source and row.ranges.get(second) == lock.target
    ]
    return _parted(state, exact[0], first, second) if exact else None


def _apart(state: _State, code: str, other: str, segment: int) -> Demands | None:
    """Nothing of `other` in the row of a segment that is alone; a row held together by other locks stays."""
    demands, pivot = state.demands, state.demands.pivot
    row = state.rows[state.numbers[code][segment]]
    if _empty(row, other) or pivot in (code, other):
        return None
    here = row.ranges.get(pivot, _NOWHERE)
    beads = _beads_of(state, code, (segment, segment + 1))
    covered = hull([bead.source for bead in beads]) or here
    options = [
        (other, Lock(covered, _NOWHERE, confirmed=True)),
        (code, Lock(_NOWHERE, (segment, segment + 1), confirmed=True)),
    ]
    return _first_possible(demands, options if covered[1] > covered[0] else options[1:], f"{code} {segment}")


def _accompanied(state: _State, code: str, other: str, segment: int) -> Demands | None:
    """Something of `other` in the row of a segment that is not alone."""
    row = state.rows[state.numbers[code][segment]]
    if not _empty(row, other) or state.demands.pivot in (code, other):
        return None
    beads = _beads_of(state, code, (segment, segment + 1))
    options = [
        (other, Lock((i, i + 1), _NOWHERE, confirmed=False)) for bead in beads for i in range(*bead.source)
    ]
    options.append((code, Lock(_NOWHERE, (segment, segment + 1), confirmed=False)))
    return _first_possible(state.demands, options, f"{code} {segment}")


def _joined(state: _State, first: str, second: str, lock: Lock) -> Demands:
    """Both sides of a confirmed bead in one row: what the pivot has with the one goes with the other."""
    demands = state.demands
    if first == demands.pivot:
        row = state.rows[state.numbers[first][lock.source[0]]]
        rest = [k for k in range(*row.ranges[first]) if not lock.source[0] <= k < lock.source[1]]
        options = [(second, Lock((k, k + 1), _NOWHERE, confirmed=True)) for k in rest]
        return _first_possible(demands, options, _words(first, second, lock))
    sides = ((first, lock.source, second, lock.target), (second, lock.target, first, lock.source))
    ways = []
    for code, span, other, wanted in sides:
        found = _beads_of(state, code, span)
        here = hull([bead.source for bead in found])
        if here is not None:
            over = hull([bead.target for bead in found]) != span
            goal = _with_partners(state, other, here, wanted) if over else wanted
            options = [(other, Lock(here, goal, confirmed=True)), (other, Lock(here, wanted, confirmed=True))]
            pinned = hull([*(bead.target for bead in found), span]) or span
            options.append((code, Lock(here, pinned, confirmed=True)))
            ways.append((min(bead.probability for bead in found), options))
    ways.sort(key=lambda way: -way[0])
    options = [option for _, way in ways for option in way]
    options.append((first, Lock(_NOWHERE, lock.source, confirmed=True)))
    options.append((second, Lock(_NOWHERE, lock.target, confirmed=True)))
    return _first_possible(demands, options, _words(first, second, lock))


def _with_partners(state: _State, code: str, here: Span, wanted: Span) -> Span:
    """The wanted range with what the pivot range has there now, if they touch: a row may be wider."""
    now = hull([b.target for b in state.beads[code] if not _is_alone(b) and _overlap(b.source, here)])
    touches = now is not None and now[0] <= wanted[1] and wanted[0] <= now[1]
    return (hull([now, wanted]) or wanted) if now is not None and touches else wanted


def _parted(state: _State, row: RowSpans, first: str, second: str) -> Demands:
    """No row of exactly these ranges: it is cut where a bead ends, or loses its less sure bead."""
    demands, pivot = state.demands, state.demands.pivot
    start, end = row.ranges.get(pivot, _NOWHERE)
    held = demands.held(list(state.beads))
    codes = [code for code in (first, second) if code != pivot]
    edges = {
        bead.source[0] for code in codes for bead in state.beads[code] if bead.source[1] > bead.source[0]
    }
    for cut in sorted(edges):
        if start < cut < end and cut not in demands.cuts and not any(i < cut < k for i, k in held):
            return replace(demands, cuts=demands.cuts | {cut})
    inside = sorted(
        (
            (code, bead)
            for code in codes
            for bead in state.beads[code]
            if not _is_alone(bead) and start <= bead.source[0] < end
        ),
        key=lambda one: one[1].probability,
    )
    # Refused only, the same texts would be paired in a wider bead.
    options = [(code, Lock(_NOWHERE, bead.target, confirmed=True)) for code, bead in inside]
    options += [(code, Lock(bead.source, bead.target, confirmed=False)) for code, bead in inside]
    return _first_possible(demands, options, f"{first}:{second} refused at {row.ranges[first]}")


def _first_possible(demands: Demands, options: Sequence[tuple[str, Lock]], what: str) -> Demands:
    """The demands with the first of these locks, (language, lock with the pivot), that contradicts none."""
    for code, lock in options:
        if code == demands.pivot:
            continue
        before = demands.of_pair(demands.pivot, code)
        if lock in before:
            continue
        try:
            constraints_of((*before, lock), demands.lengths[demands.pivot], demands.lengths[code])
        except LockError:
            continue
        key = demands.pivot, code
        return replace(demands, derived={**demands.derived, key: (*demands.derived.get(key, ()), lock)})
    raise LockError(
        f"the lock of {what} cannot be kept together with the others. Try: leave out one of those near it"
    )


def _beads_of(state: _State, code: str, span: Span) -> list[Bead]:
    """The beads of a language with the pivot that hold some of its segments, and text of both."""
    return [b for b in state.beads[code] if not _is_alone(b) and _overlap(b.target, span)]


def _is_alone(bead: Bead) -> bool:
    return bead.source[0] == bead.source[1] or bead.target[0] == bead.target[1]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def hull(spans: Sequence[Span]) -> Span | None:
    """The least range that holds all of these; None for none."""
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None


def _empty(row: RowSpans, code: str) -> bool:
    start, end = row.ranges.get(code, _NOWHERE)
    return start == end


def _words(first: str, second: str, lock: Lock) -> str:
    return f"{first} {lock.source[0]}-{lock.source[1]} and {second} {lock.target[0]}-{lock.target[1]}"
