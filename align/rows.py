"""One segmentation for all languages, from the pivot's pairs.

Every language says, for each boundary between pivot segments, how likely a bead boundary lies there.
A boundary cuts the rows if together they say so: doubt of one language is outweighed by the others,
certainty is not (a paragraph merged in one version cannot be cut there). Then each language is decoded
again under the chosen cuts. What is left over without the pivot is aligned among the other languages.

What a person has confirmed or refused is kept by pairs, cuts and rows (`align/row_locks.py`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from align.beads import Bead, Span
from align.consensus import pool_pairs
from align.decoding import beads_of_path, decode
from align.errors import LockError
from align.lattice import Step, steps_to_nodes
from align.locked_rows import locked_rows
from align.locks import Lock
from align.pairing import PairResult, align_streams
from align.pivot_rows import (
    crossings,
    movable,
    out_of_order,
    rows_of_pivot,
    without_covered,
    without_refused,
)
from align.row_locks import Demands, LanguageLocks, check_locks, is_null, locks_within, mended
from align.row_spans import RowSpans
from align.segments import Stream, part_of

# Who stands in for the pivot where it has no text, and in which order.
PIVOT_ORDER = ("fr", "en", "es", "ru", "zh", "ar")
# The most, in log-odds, that one language's "cut here" counts against another's doubt.
_SUPPORT = 1.0
_CERTAIN = 1e-6

# How often rows are made again for each lock that they break.
_ATTEMPTS = 6


class Pairer(Protocol):
    """Aligns two streams; `locks` are only given where there are some."""

    def __call__(self, source: Stream, target: Stream, *, locks: Sequence[Lock] = ()) -> PairResult:
        """Weigh every bead of two streams."""


def pivot_order(languages: Sequence[str], wanted: str | None = None) -> list[str]:
    """The languages, the best pivot first.

    `wanted` if present, then the fixed order, then the rest by code.
    """
    order = [wanted or "", *PIVOT_ORDER, *sorted(languages)]
    return [code for code in dict.fromkeys(order) if code in languages]


def align_rows(
    streams: Mapping[str, Stream],
    pivot: str | None = None,
    pairer: Pairer = align_streams,
    *,
    pool: bool = True,
    locks: LanguageLocks | None = None,
) -> tuple[list[RowSpans], dict[str, list[Bead]]]:
    """Align all streams: rows in the order of the pivot, and the beads of each pivot pair.

    Every segment of every language is in exactly one row, and no bead crosses a row. `locks` by (source
    language, target language), any two of the streams; each of them holds for the beads of its pair and for
    the rows. Raises `LockError` for locks that contradict each other.
    """
    order = pivot_order(list(streams), pivot)
    lengths = {code: len(stream) for code, stream in streams.items()}
    check_locks(locks or {}, lengths)
    if len(order) == 1:
        return [RowSpans({order[0]: (i, i + 1)}, order[0]) for i in range(lengths[order[0]])], {}
    pairs = _Pairs(streams, tuple(order), pairer, pool)
    demands = Demands(order[0], lengths, locks or {})
    for _ in range(1 + _ATTEMPTS * sum(map(len, demands.locks.values()))):
        rows, beads = _rows_under(pairs, demands)
        more = mended(demands, rows, beads) if demands.locks else None
        if more is None:
            return rows, beads
        demands = more
    raise LockError("no rows keep all these locks together. Try: fewer of them that lie close together")


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The streams, the pivot first in `order`, and how pairs are aligned; what was aligned is kept."""

    streams: Mapping[str, Stream]
    order: tuple[str, ...]
    pairer: Pairer
    pool: bool
    known: dict[tuple[str, str, tuple[Lock, ...]], PairResult] = field(default_factory=dict)

    def of(self, source: str, target: str, demands: Demands) -> PairResult:
        """Align two languages under their locks."""
        locks = demands.of_pair(source, target)
        key = source, target, locks
        if key not in self.known:
            streams = self.streams[source], self.streams[target]
            self.known[key] = self.pairer(*streams, locks=locks) if locks else self.pairer(*streams)
        return self.known[key]


def _rows_under(pairs: _Pairs, demands: Demands) -> tuple[list[RowSpans], dict[str, list[Bead]]]:
    first, others = pairs.order[0], pairs.order[1:]
    results = _align_pairs(pairs, demands)
    cuts = _locked_cuts(choose_cuts([result.cuts for result in results.values()]), results, demands)
    steps = _decode_apart(results, cuts, demands)
    beads = {code: beads_of_path(results[code], steps[code]) for code in others}
    paths = {code: steps_to_nodes(found) for code, found in steps.items()}
    bounds = np.flatnonzero(cuts)
    astray = {code: out_of_order(beads[code], results[code]) for code in others}
    moved = without_covered(movable(beads, astray, bounds), beads, bounds, paths)
    rows = rows_of_pivot(first, bounds, beads, moved, paths)
    gaps = _rows_without_pivot(pairs, bounds, beads, moved, paths, demands)
    ordered = [*gaps.get(0, [])]
    for row in rows:
        ordered.append(row)
        ordered.extend(gaps.get(row.ranges[first][1], []))
    kept = {code: without_refused(beads[code], astray[code] - moved[code], results[code]) for code in others}
    return locked_rows(ordered, demands), kept


def _align_pairs(pairs: _Pairs, demands: Demands) -> dict[str, PairResult]:
    """The pivot's pairs; where they are pooled, every two languages are aligned and all have a say."""
    pivot, others = pairs.order[0], pairs.order[1:]
    pivot_pairs = {code: pairs.of(pivot, code, demands) for code in others}
    if not pairs.pool or len(others) < 2:
        return pivot_pairs
    every = {(pivot, code): result for code, result in pivot_pairs.items()} | {
        (source, target): pairs.of(source, target, demands)
        for source, target in itertools.combinations(others, 2)
    }
    return pool_pairs(every, pivot, others)


def _locked_cuts(
    cuts: NDArray[np.bool_], results: Mapping[str, PairResult], demands: Demands
) -> NDArray[np.bool_]:
    """The cuts as the locks will have them.

    Beads that are confirmed, or pair what may not be alone, stay whole. What is out of order or alone is a
    row of its own, as far as they let it.
    """
    for code, result in results.items():
        locks = demands.of_pair(demands.pivot, code)
        nulls = [lock.source for lock in locks if lock.confirmed and is_null(lock) and lock.place[2]]
        moved = [(p, p + a) for p, _, a, _ in result.constraints.moved.tolist()]
        cuts[[end for span in (*nulls, *moved) for end in span]] = True
    cuts[sorted(demands.cuts)] = True
    whole = demands.held(list(results))
    for start, end in (*whole, *(span for result in results.values() for span in _accompanied(result))):
        cuts[start + 1 : end] = False
    return cuts


def _accompanied(result: PairResult) -> Iterator[Span]:
    """Pivot ranges of the beads that pair what may not be left alone."""
    demanded = result.constraints
    if demanded.needs_counterparts:
        for p, q, a, b in decode(result):
            if b and (demanded.paired_source[p : p + a].any() or demanded.paired_target[q : q + b].any()):
                yield p, p + a


def _decode_apart(
    results: Mapping[str, PairResult], cuts: NDArray[np.bool_], demands: Demands
) -> dict[str, list[Step]]:
    """The path of each language under the cuts; more are made where a lone segment would be in a row.

    Such a segment has no pivot text: it can only be apart from a row at a cut. `cuts` is changed.
    """
    held = demands.held(list(results))
    while True:
        steps = {code: decode(result, cuts) for code, result in results.items()}
        wanted = {
            i
            for code, result in results.items()
            for i, j, a, b in steps[code]
            if not a and result.constraints.alone_target[j : j + b].any() and not cuts[i]
        }
        wanted = {i for i in wanted if not any(start < i < end for start, end in held)}
        if not wanted:
            return steps
        cuts[sorted(wanted)] = True


def choose_cuts(cut_probabilities: Sequence[NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Which pivot boundaries cut all languages: bool `(n + 1,)`; both ends always do."""
    total = np.zeros(len(cut_probabilities[0]))
    for probability in cut_probabilities:
        clipped = np.clip(probability, _CERTAIN, 1 - _CERTAIN)
        total += np.minimum(np.log(clipped / (1 - clipped)), _SUPPORT)
    cuts: NDArray[np.bool_] = total > 0
    cuts[0] = cuts[-1] = True
    return cuts


def _rows_without_pivot(
    pairs: _Pairs,
    bounds: NDArray[np.int64],
    beads: Mapping[str, list[Bead]],
    moved: Mapping[str, set[int]],
    paths: Mapping[str, list[tuple[int, int]]],
    demands: Demands,
) -> dict[int, list[RowSpans]]:
    """Rows of what stands in the others at each cut, keyed by the pivot position of the cut."""
    left: dict[int, dict[str, list[int]]] = {}
    alone: dict[tuple[str, int], float] = {}
    for code, found in beads.items():
        taken = {
            j
            for b in found
            if b.source[1] > b.source[0] and b.source[0] in moved[code]
            for j in range(*b.target)
        }
        alone |= {
            (code, b.target[0]): b.probability
            for b in found
            if b.rule == "null" and b.target[1] > b.target[0]
        }
        passed = crossings(paths[code])
        for cut in bounds.tolist():
            low, high = passed[cut]
            free = [j for j in range(low, high) if j not in taken]
            if free:
                left.setdefault(cut, {})[code] = free
    return {cut: _align_left_over(pairs, where, alone, demands.locks) for cut, where in left.items()}


def _align_left_over(
    pairs: _Pairs,
    where: Mapping[str, list[int]],
    alone: Mapping[tuple[str, int], float],
    locks: LanguageLocks,
) -> list[RowSpans]:
    """Align what several languages have between the same two rows.

    A run broken by a moved segment is one row a segment.
    """
    runs = {code: free for code, free in where.items() if free[-1] - free[0] + 1 == len(free)}
    rows = [
        RowSpans({code: (j, j + 1)}, code, alone=alone.get((code, j), 1.0))
        for code in pivot_order(list(where))
        if code not in runs
        for j in where[code]
    ]
    if not runs:
        return rows
    spans = {code: (free[0], free[-1] + 1) for code, free in runs.items()}
    parts = {code: part_of(pairs.streams[code], *span) for code, span in spans.items()}
    found, _ = align_rows(parts, None, pairs.pairer, locks=locks_within(locks, spans))
    return [*[_shifted(row, {code: free[0] for code, free in runs.items()}, alone) for row in found], *rows]


def _shifted(row: RowSpans, by: Mapping[str, int], alone: Mapping[tuple[str, int], float]) -> RowSpans:
    ranges = {code: (start + by[code], end + by[code]) for code, (start, end) in row.ranges.items()}
    present = [code for code, (start, end) in ranges.items() if end > start]
    own = alone.get((present[0], ranges[present[0]][0]), 1.0) if len(present) == 1 else row.alone
    return RowSpans(ranges, row.pivot, row.probabilities, row.rules, row.scores, own, row.moved)
