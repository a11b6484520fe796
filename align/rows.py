"""One segmentation for all languages, from the pivot's pairs.

Every language says, for each boundary between pivot segments, how likely a bead boundary lies there.
A boundary cuts the rows if together they say so: doubt of one language is outweighed by the others,
certainty is not (a paragraph merged in one version cannot be cut there). Then each language is decoded
again under the chosen cuts. What is left over without the pivot is aligned among the other languages.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from align.beads import Bead, Span
from align.consensus import pool_pairs
from align.decoding import beads_of_path, decode
from align.lattice import steps_to_nodes
from align.pairing import PairResult, align_streams
from align.segments import Stream, part_of

# Who stands in for the pivot where it has no text, and in which order.
PIVOT_ORDER = ("fr", "en", "es", "ru", "zh", "ar")
# The most, in log-odds, that one language's "cut here" counts against another's doubt.
_SUPPORT = 1.0
_CERTAIN = 1e-6

Pairer = Callable[[Stream, Stream], PairResult]


@dataclass(frozen=True, slots=True)
class RowSpans:
    """One row: for each language with text its half-open range; and how it came about.

    `probabilities`, `rules`, `scores`: by language other than `pivot`, the least sure bead of the row, and
    the rule of
    its first. `alone`: probability that a row with one language only stands alone. `pivot`: the language
    that the row was
    aligned through.
    """

    ranges: Mapping[str, Span]
    pivot: str
    probabilities: Mapping[str, float] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    alone: float = 1.0
    moved: bool = False

    @property
    def probability(self) -> float:
        """The minimum over the languages present."""
        return min(self.probabilities.values(), default=self.alone)


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
) -> tuple[list[RowSpans], dict[str, list[Bead]]]:
    """Align all streams: rows in the order of the pivot, and the beads of each pivot pair.

    Every segment of every language is in exactly one row, and no bead crosses a row.
    """
    order = pivot_order(list(streams), pivot)
    first, others = order[0], order[1:]
    count = len(streams[first])
    if not others:
        return [RowSpans({first: (i, i + 1)}, first) for i in range(count)], {}
    results = _align_pairs(streams, first, tuple(others), pairer, pool=pool)
    cuts = choose_cuts([result.cuts for result in results.values()])
    steps = {code: decode(result, cuts) for code, result in results.items()}
    beads = {code: beads_of_path(results[code], steps[code]) for code in others}
    paths = {code: steps_to_nodes(found) for code, found in steps.items()}
    bounds = np.flatnonzero(cuts)
    moved = _movable(beads, bounds)
    rows = _rows_of_pivot(first, bounds, beads, moved, paths)
    gaps = _rows_without_pivot(streams, first, bounds, beads, moved, paths, pairer)
    ordered = [*gaps.get(0, [])]
    for row in rows:
        ordered.append(row)
        ordered.extend(gaps.get(row.ranges[first][1], []))
    return ordered, {code: _without_refused(beads[code], moved[code], results[code]) for code in others}


def _align_pairs(
    streams: Mapping[str, Stream], pivot: str, others: tuple[str, ...], pairer: Pairer, *, pool: bool
) -> dict[str, PairResult]:
    """The pivot's pairs; with `pool`, every two languages are aligned and all have a say in each."""
    pivot_pairs = {code: pairer(streams[pivot], streams[code]) for code in others}
    if not pool or len(others) < 2:
        return pivot_pairs
    every = {(pivot, code): result for code, result in pivot_pairs.items()} | {
        (source, target): pairer(streams[source], streams[target])
        for source, target in itertools.combinations(others, 2)
    }
    return pool_pairs(every, pivot, others)


def choose_cuts(cut_probabilities: Sequence[NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Which pivot boundaries cut all languages: bool `(n + 1,)`; both ends always do."""
    total = np.zeros(len(cut_probabilities[0]))
    for probability in cut_probabilities:
        clipped = np.clip(probability, _CERTAIN, 1 - _CERTAIN)
        total += np.minimum(np.log(clipped / (1 - clipped)), _SUPPORT)
    cuts: NDArray[np.bool_] = total > 0
    cuts[0] = cuts[-1] = True
    return cuts


def _movable(beads: Mapping[str, list[Bead]], bounds: NDArray[np.int64]) -> dict[str, set[int]]:
    """For each language, the pivot segments whose moved counterpart can be a row.

    Those whose pivot side is a row.
    """
    spans = set(itertools.pairwise(bounds.tolist()))
    return {
        code: {bead.source[0] for bead in found if bead.rule == "moved" and bead.source in spans}
        for code, found in beads.items()
    }


def _without_refused(beads: list[Bead], moved: set[int], result: PairResult) -> list[Bead]:
    """Moved beads that no row can hold become two nulls again, so that pairs and rows agree."""
    out: list[Bead] = []
    for bead in beads:
        if bead.rule == "moved" and bead.source[0] not in moved:
            j, end = bead.target[0], bead.source[1]
            out += [
                _null_bead((i, i + 1), (j, j), float(result.found.source_null[i]))
                for i in range(*bead.source)
            ]
            out += [
                _null_bead((end, end), (k, k + 1), float(result.found.target_null[k]))
                for k in range(*bead.target)
            ]
        else:
            out.append(bead)
    return out


def _null_bead(source: Span, target: Span, probability: float) -> Bead:
    return Bead(source, target, probability, 0.0, "null")


def _rows_of_pivot(
    first: str,
    bounds: NDArray[np.int64],
    beads: Mapping[str, list[Bead]],
    moved: Mapping[str, set[int]],
    paths: Mapping[str, list[tuple[int, int]]],
) -> list[RowSpans]:
    inside = {code: _by_row(found, bounds) for code, found in beads.items()}
    steps = {code: _crossings(path) for code, path in paths.items()}
    rows = []
    for k, (start, end) in enumerate(zip(bounds.tolist(), bounds[1:].tolist(), strict=False)):
        ranges: dict[str, Span] = {first: (start, end)}
        probabilities, rules, scores = {}, {}, {}
        alone = 1.0
        shifted = False
        for code in beads:
            found = inside[code][k]
            span = (steps[code][start][1], steps[code][end][0])
            if start in moved[code]:
                (bead,) = [b for b in found if b.rule == "moved" and b.source == (start, end)]
                span, found, shifted = bead.target, [bead], True
            if span[1] > span[0]:
                ranges[code] = span
                paired = [b for b in found if b.rule != "null"] or found
                probabilities[code] = min(b.probability for b in paired)
                rules[code] = paired[0].rule
                scores[code] = min(b.score for b in paired)
            else:
                alone = min([alone, *(b.probability for b in found)])
        rows.append(RowSpans(ranges, first, probabilities, rules, scores, alone, shifted))
    return rows


def _crossings(path: list[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """For each source position that the path passes: the least and the largest target position there."""
    passed: dict[int, tuple[int, int]] = {}
    for i, j in path:
        low, high = passed.get(i, (j, j))
        passed[i] = (min(low, j), max(high, j))
    return passed


def _by_row(beads: list[Bead], bounds: NDArray[np.int64]) -> list[list[Bead]]:
    """The beads with pivot text, by the row that holds them; nulls of the other side are left out."""
    rows: list[list[Bead]] = [[] for _ in range(len(bounds) - 1)]
    for bead in beads:
        if bead.source[1] > bead.source[0]:
            rows[int(np.searchsorted(bounds, bead.source[0], side="right")) - 1].append(bead)
    return rows


def _rows_without_pivot(
    streams: Mapping[str, Stream],
    first: str,
    bounds: NDArray[np.int64],
    beads: Mapping[str, list[Bead]],
    moved: Mapping[str, set[int]],
    paths: Mapping[str, list[tuple[int, int]]],
    pairer: Pairer,
) -> dict[int, list[RowSpans]]:
    """Rows of what stands in the others at each cut, keyed by the pivot position of the cut."""
    left: dict[int, dict[str, list[int]]] = {}
    alone: dict[tuple[str, int], float] = {}
    for code, found in beads.items():
        taken = {
            j for b in found if b.rule == "moved" and b.source[0] in moved[code] for j in range(*b.target)
        }
        alone |= {
            (code, b.target[0]): b.probability
            for b in found
            if b.rule == "null" and b.target[1] > b.target[0]
        }
        crossings = _crossings(paths[code])
        for cut in bounds.tolist():
            low, high = crossings[cut]
            free = [j for j in range(low, high) if j not in taken]
            if free:
                left.setdefault(cut, {})[code] = free
    return {cut: _align_left_over(streams, where, alone, pairer) for cut, where in left.items()}


def _align_left_over(
    streams: Mapping[str, Stream],
    where: Mapping[str, list[int]],
    alone: Mapping[tuple[str, int], float],
    pairer: Pairer,
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
    parts = {code: part_of(streams[code], free[0], free[-1] + 1) for code, free in runs.items()}
    found, _ = align_rows(parts, None, pairer)
    return [*[_shifted(row, {code: free[0] for code, free in runs.items()}, alone) for row in found], *rows]


def _shifted(row: RowSpans, by: Mapping[str, int], alone: Mapping[tuple[str, int], float]) -> RowSpans:
    ranges = {code: (start + by[code], end + by[code]) for code, (start, end) in row.ranges.items()}
    present = [code for code, (start, end) in ranges.items() if end > start]
    own = alone.get((present[0], ranges[present[0]][0]), 1.0) if len(present) == 1 else row.alone
    return RowSpans(ranges, row.pivot, row.probabilities, row.rules, row.scores, own, row.moved)
