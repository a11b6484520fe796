"""The rows with text of the pivot, from the beads of its pairs under the chosen cuts."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from align.beads import Bead, Span
from align.pairing import PairResult
from align.row_spans import RowSpans


def out_of_order(beads: list[Bead], result: PairResult) -> set[int]:
    """Where beads that the path does not go through start on the pivot's side."""
    locked = {(p, p + a) for p, _, a, _ in result.constraints.moved.tolist()}
    return {
        bead.source[0]
        for bead in beads
        if bead.rule == "moved" or (bead.rule == "lock" and bead.source in locked)
    }


def movable(
    beads: Mapping[str, list[Bead]], astray: Mapping[str, set[int]], bounds: NDArray[np.int64]
) -> dict[str, set[int]]:
    """For each language, the pivot starts of the beads out of order that a row can hold.

    Those whose pivot side is a row, or that are all that a row has in their language.
    """
    movable: dict[str, set[int]] = {}
    for code, found in beads.items():
        rows = [[b for b in row if b.target[1] > b.target[0]] for row in _by_row(found, bounds)]
        movable[code] = {row[0].source[0] for row in rows if len(row) == 1} & astray[code]
    return movable


def without_covered(
    moved: Mapping[str, set[int]],
    beads: Mapping[str, list[Bead]],
    bounds: NDArray[np.int64],
    paths: Mapping[str, list[tuple[int, int]]],
) -> dict[str, set[int]]:
    """The beads out of order, without those whose target lies within the range of another row.

    Such a range is whole where locks keep its row from being cut, and would hold the segments once more.
    """
    kept = {}
    for code, starts in moved.items():
        left, path = set(starts), crossings(paths[code])
        targets = {b.source[0]: b.target for b in beads[code] if b.source[0] in starts and _has_source(b)}
        while True:
            rows = [
                (path[start][1], path[end][0])
                for start, end in itertools.pairwise(bounds.tolist())
                if not any(start <= k < end for k in left)
            ]
            covered = {k for k in left if any(i < targets[k][1] and targets[k][0] < j for i, j in rows)}
            if not covered:
                break
            left -= covered
        kept[code] = left
    return kept


def without_refused(beads: list[Bead], unheld: set[int], result: PairResult) -> list[Bead]:
    """Beads out of order that no row can hold become nulls again, so that pairs and rows agree."""
    out: list[Bead] = []
    for bead in beads:
        if bead.source[1] > bead.source[0] and bead.source[0] in unheld:
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


def rows_of_pivot(
    first: str,
    bounds: NDArray[np.int64],
    beads: Mapping[str, list[Bead]],
    moved: Mapping[str, set[int]],
    paths: Mapping[str, list[tuple[int, int]]],
) -> list[RowSpans]:
    """One row between any two neighbouring cuts.

    `first`: the pivot; `bounds` int64: where the cuts are, both ends of the pivot included; by other
    language `beads`, `paths` (nodes) and the pivot starts of the beads out of order that rows hold (`moved`).
    """
    inside = {code: _by_row(found, bounds) for code, found in beads.items()}
    steps = {code: crossings(path) for code, path in paths.items()}
    rows = []
    for k, (start, end) in enumerate(zip(bounds.tolist(), bounds[1:].tolist(), strict=False)):
        ranges: dict[str, Span] = {first: (start, end)}
        probabilities, rules, scores = {}, {}, {}
        alone = 1.0
        shifted = False
        for code in beads:
            found = inside[code][k]
            span = (steps[code][start][1], steps[code][end][0])
            astray = [b for b in found if b.source[0] in moved[code]]
            if astray:
                span, found, shifted = astray[0].target, astray, True
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


def crossings(path: list[tuple[int, int]]) -> dict[int, tuple[int, int]]:
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


def _has_source(bead: Bead) -> bool:
    return bead.source[1] > bead.source[0]
