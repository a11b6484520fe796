"""The loops of the lattice: sums and maxima over all paths through a band.

Nodes are numbered row after row (`Band`). `first_bead[k]..first_bead[k + 1]` are the beads that start at node
`k`; `source_step`, `target_step` say how many segments each covers. A node is reached by a bead (or is the
start), by a source null, or by a target null; in a gap source nulls come first, so that every alignment is
exactly one path.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from align.compiled import compiled

Array = Any
NEVER = -np.inf


class Lattice(NamedTuple):
    """A band (`low`, `high`, `offset` as in `Band`), the beads by start node, and all scores.

    `first_bead` int64 `(nodes + 1,)`, `source_step`, `target_step` integers `(c,)`, the rest as in
    `LatticeScores`.
    """

    low: Array
    high: Array
    offset: Array
    first_bead: Array
    source_step: Array
    target_step: Array
    score: Array
    source_null: Array
    target_null: Array
    open_gap: float
    both_gaps: float


@compiled
def add_logs(a: float, b: float) -> float:
    """Log of the sum of two numbers given by their logs."""
    if a < b:
        a, b = b, a
    if b == -np.inf:
        return a
    return a + math.log1p(math.exp(b - a))


@compiled
def sum_forward(lattice: Lattice) -> tuple[Array, Array]:
    """Log sums over the paths to each node: float64 `(3, nodes)` by how it was reached, and `(nodes,)`."""
    low, high, offset, first_bead = lattice.low, lattice.high, lattice.offset, lattice.first_bead
    source_step, target_step, score = lattice.source_step, lattice.target_step, lattice.score
    source_null, target_null = lattice.source_null, lattice.target_null
    open_gap, both_gaps = lattice.open_gap, lattice.both_gaps
    nodes = offset[-1]
    reached = np.full((3, nodes), NEVER)
    total = np.full(nodes, NEVER)
    reached[0, 0] = 0.0
    for i in range(len(low)):
        for j in range(low[i], high[i] + 1):
            node = offset[i] + j - low[i]
            by_source = NEVER
            if i > 0 and low[i - 1] <= j <= high[i - 1]:
                above = offset[i - 1] + j - low[i - 1]
                by_source = add_logs(reached[0, above] + open_gap, reached[1, above]) + source_null[i - 1]
            by_target = NEVER
            if j > low[i]:
                opened = add_logs(reached[0, node - 1], reached[1, node - 1] + both_gaps) + open_gap
                by_target = add_logs(opened, reached[2, node - 1]) + target_null[j - 1]
            reached[1, node], reached[2, node] = by_source, by_target
            total[node] = add_logs(add_logs(reached[0, node], by_source), by_target)
            for k in range(first_bead[node], first_bead[node + 1]):
                row = i + source_step[k]
                end = offset[row] + j + target_step[k] - low[row]
                reached[0, end] = add_logs(reached[0, end], total[node] + score[k])
    return reached, total


@compiled
def sum_backward(lattice: Lattice) -> Array:
    """Log sums over the paths from each node, so reached, to the end: float64 `(3, nodes)`."""
    low, high, offset, first_bead = lattice.low, lattice.high, lattice.offset, lattice.first_bead
    source_step, target_step, score = lattice.source_step, lattice.target_step, lattice.score
    source_null, target_null = lattice.source_null, lattice.target_null
    open_gap, both_gaps = lattice.open_gap, lattice.both_gaps
    nodes = offset[-1]
    ahead = np.full((3, nodes), NEVER)
    last = len(low) - 1
    for i in range(last, -1, -1):
        for j in range(high[i], low[i] - 1, -1):
            node = offset[i] + j - low[i]
            leave = 0.0 if node == nodes - 1 else NEVER
            for k in range(first_bead[node], first_bead[node + 1]):
                row = i + source_step[k]
                end = offset[row] + j + target_step[k] - low[row]
                leave = add_logs(leave, ahead[0, end] + score[k])
            along = NEVER
            if j < high[i]:
                along = ahead[2, node + 1] + target_null[j]
            down = NEVER
            if i < last and low[i + 1] <= j <= high[i + 1]:
                down = ahead[1, offset[i + 1] + j - low[i + 1]] + source_null[i]
            ahead[2, node] = add_logs(leave, along)
            ahead[1, node] = add_logs(add_logs(leave, along + open_gap + both_gaps), down)
            ahead[0, node] = add_logs(add_logs(leave, along + open_gap), down + open_gap)
    return ahead


@compiled
def sum_posteriors(
    lattice: Lattice, reached: Array, total: Array, ahead: Array
) -> tuple[Array, Array, Array, float, float]:
    """Probabilities of beads, source and target nulls; expected runs of nulls, and of gaps on both sides."""
    low, high, offset, first_bead = lattice.low, lattice.high, lattice.offset, lattice.first_bead
    source_step, target_step, score = lattice.source_step, lattice.target_step, lattice.score
    source_null, target_null = lattice.source_null, lattice.target_null
    open_gap, both_gaps = lattice.open_gap, lattice.both_gaps
    whole = total[-1]
    beads = np.zeros(len(score))
    alone_source = np.zeros(len(source_null))
    alone_target = np.zeros(len(target_null))
    openings, doubles = 0.0, 0.0
    for i in range(len(low)):
        for j in range(low[i], high[i] + 1):
            node = offset[i] + j - low[i]
            for k in range(first_bead[node], first_bead[node + 1]):
                row = i + source_step[k]
                end = offset[row] + j + target_step[k] - low[row]
                beads[k] = math.exp(min(total[node] + score[k] + ahead[0, end] - whole, 0.0))
            if i > 0:
                alone_source[i - 1] += math.exp(reached[1, node] + ahead[1, node] - whole)
                if low[i - 1] <= j <= high[i - 1]:
                    above = offset[i - 1] + j - low[i - 1]
                    step = open_gap + source_null[i - 1]
                    openings += math.exp(reached[0, above] + step + ahead[1, node] - whole)
            if j > low[i]:
                alone_target[j - 1] += math.exp(reached[2, node] + ahead[2, node] - whole)
                step = open_gap + target_null[j - 1]
                double = math.exp(reached[1, node - 1] + both_gaps + step + ahead[2, node] - whole)
                openings += double + math.exp(reached[0, node - 1] + step + ahead[2, node] - whole)
                doubles += double
    return beads, np.minimum(alone_source, 1.0), np.minimum(alone_target, 1.0), openings, doubles


@compiled
def best_steps(lattice: Lattice) -> tuple[Array, float]:
    """Best path and its score: int64 `(steps,)` from start to end.

    A step is a bead's number, or -1 / -2 for a source / target null.
    """
    low, high, offset, first_bead = lattice.low, lattice.high, lattice.offset, lattice.first_bead
    source_step, target_step, score = lattice.source_step, lattice.target_step, lattice.score
    source_null, target_null = lattice.source_null, lattice.target_null
    open_gap, both_gaps = lattice.open_gap, lattice.both_gaps
    nodes = offset[-1]
    best = np.full((3, nodes), NEVER)
    came = np.full((3, nodes), -9, dtype=np.int64)
    best[0, 0] = 0.0
    for i in range(len(low)):
        for j in range(low[i], high[i] + 1):
            node = offset[i] + j - low[i]
            if i > 0 and low[i - 1] <= j <= high[i - 1]:
                above = offset[i - 1] + j - low[i - 1]
                opened, stayed = best[0, above] + open_gap, best[1, above]
                best[1, node] = max(opened, stayed) + source_null[i - 1]
                came[1, node] = 0 if opened >= stayed else 1
            if j > low[i]:
                opened = max(best[0, node - 1], best[1, node - 1] + both_gaps) + open_gap
                best[2, node] = max(opened, best[2, node - 1]) + target_null[j - 1]
                from_gap = 0 if best[0, node - 1] >= best[1, node - 1] + both_gaps else 1
                came[2, node] = from_gap if opened >= best[2, node - 1] else 2
            here = max(best[0, node], best[1, node], best[2, node])
            for k in range(first_bead[node], first_bead[node + 1]):
                row = i + source_step[k]
                end = offset[row] + j + target_step[k] - low[row]
                if here + score[k] > best[0, end]:
                    best[0, end], came[0, end] = here + score[k], k
    steps = np.empty(len(source_null) + len(target_null), dtype=np.int64)
    count = 0
    i, j = len(low) - 1, high[-1]
    state = int(np.argmax(best[:, nodes - 1]))
    value = best[state, nodes - 1]
    if value == NEVER:
        return steps[:0], value
    while i > 0 or j > 0:
        node = offset[i] + j - low[i]
        came_from = came[state, node]
        if state == 0:
            steps[count] = came_from
            i, j = i - source_step[came_from], j - target_step[came_from]
            state = int(np.argmax(best[:, offset[i] + j - low[i]]))
        elif state == 1:
            steps[count] = -1
            i, state = i - 1, came_from
        else:
            steps[count] = -2
            j, state = j - 1, came_from
        count += 1
    return steps[:count][::-1].copy(), value
