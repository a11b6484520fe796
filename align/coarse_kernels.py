"""The loop of the coarse path."""

from __future__ import annotations

from typing import Any

import numpy as np

from align.compiled import compiled

Array = Any


@compiled
def best_before(low: Array, high: Array, offset: Array, gains: Array) -> tuple[Array, Array]:
    """Gain of the best path to each node, float32, and the kind of its last step, int8.

    `gains` float32 over nodes: of pairing the two segments before the node. Beads are 1:1, 1:2 and 2:1, each
    gains the mean of its pairs for every segment covered; segments left alone gain nothing.
    """
    nodes = offset[-1]
    best = np.full(nodes, -np.inf, dtype=np.float32)
    came = np.zeros(nodes, dtype=np.int8)
    best[0] = 0.0
    for i in range(len(low)):
        for j in range(low[i], high[i] + 1):
            node = offset[i] + j - low[i]
            value, kind = best[node], 0
            if i > 0 and low[i - 1] <= j <= high[i - 1]:
                before = best[offset[i - 1] + j - low[i - 1]]
                if before > value:
                    value, kind = before, 1
            if j > low[i] and best[node - 1] > value:
                value, kind = best[node - 1], 2
            if i > 0:
                above = offset[i - 1] + j - 1 - low[i - 1]
                if low[i - 1] <= j - 1 <= high[i - 1] and best[above] + 2 * gains[node] > value:
                    value, kind = best[above] + 2 * gains[node], 3
                if low[i - 1] <= j - 2 <= high[i - 1] and j - 1 >= low[i]:
                    pair = best[above - 1] + 1.5 * (gains[node] + gains[node - 1])
                    if pair > value:
                        value, kind = pair, 4
                if i > 1 and low[i - 2] <= j - 1 <= high[i - 2] and low[i - 1] <= j <= high[i - 1]:
                    pair = best[offset[i - 2] + j - 1 - low[i - 2]] + 1.5 * (gains[node] + gains[above + 1])
                    if pair > value:
                        value, kind = pair, 5
            best[node], came[node] = value, kind
    return best, came


@compiled
def best_after(low: Array, high: Array, offset: Array, gains: Array) -> Array:
    """Gain of the best path from each node to the end, float32; steps as in `best_before`."""
    nodes = offset[-1]
    best = np.full(nodes, -np.inf, dtype=np.float32)
    best[nodes - 1] = 0.0
    last = len(low) - 1
    for i in range(last, -1, -1):
        for j in range(high[i], low[i] - 1, -1):
            node = offset[i] + j - low[i]
            value = best[node]
            if j < high[i]:
                value = max(value, best[node + 1])
            if i < last:
                below = offset[i + 1] + j - low[i + 1]
                if low[i + 1] <= j <= high[i + 1]:
                    value = max(value, best[below])
                if low[i + 1] <= j + 1 <= high[i + 1]:
                    value = max(value, best[below + 1] + 2 * gains[below + 1])
                    if j + 2 <= high[i + 1]:
                        value = max(value, best[below + 2] + 1.5 * (gains[below + 1] + gains[below + 2]))
                    if i + 1 < last and low[i + 2] <= j + 1 <= high[i + 2]:
                        under = offset[i + 2] + j + 1 - low[i + 2]
                        value = max(value, best[under] + 1.5 * (gains[below + 1] + gains[under]))
            best[node] = value
    return best


@compiled
def near_best(low: Array, high: Array, offset: Array, gains: Array, slack: float) -> tuple[Array, Array]:
    """Bounds of the nodes whose best path is at most `slack` worse than the best: two int64 `(n + 1,)`.

    A row without such a node has its bounds exchanged: `(high, low)`.
    """
    before, _ = best_before(low, high, offset, gains)
    after = best_after(low, high, offset, gains)
    least = before[-1] - slack
    first, last = high.copy(), low.copy()
    for i in range(len(low)):
        for j in range(low[i], high[i] + 1):
            node = offset[i] + j - low[i]
            if before[node] + after[node] >= least:
                first[i], last[i] = min(first[i], j), max(last[i], j)
    return first, last


@compiled
def coarse_nodes(low: Array, high: Array, offset: Array, gains: Array) -> Array:
    """Best path through a band, int64 `(steps + 1, 2)` nodes from the start to the end."""
    _, came = best_before(low, high, offset, gains)
    path = np.zeros((len(low) + high[-1] + 1, 2), dtype=np.int64)
    i, j = len(low) - 1, high[-1]
    count = 0
    while True:
        path[count, 0], path[count, 1] = i, j
        count += 1
        if i == 0 and j == 0:
            break
        kind = came[offset[i] + j - low[i]]
        if kind == 1 or kind == 3 or kind == 4:
            i -= 1
        elif kind == 5:
            i -= 2
        if kind == 2 or kind == 3 or kind == 5:
            j -= 1
        elif kind == 4:
            j -= 2
    return path[:count][::-1].copy()
