"""The loop that looks for the parts of candidates on the other side."""

from __future__ import annotations

from typing import Any

from align.compiled import compiled

Array = Any
BESIDE = 3


@compiled
def judge_coverage(
    places: Array, chunk_first: Array, chunk_weight: Array, best: Array, window_first: Array, out: Array
) -> None:
    """Fill `out` float64 `(beads, 7)`: how well the parts of one side find a place on the other.

    `places` int64 `(beads, 4)`: own range, range on the other side. `best` float32 `(chunks, width)`: largest
    cosine of a chunk with the chunks of the segments `window_first[segment]..` of the other side. Per bead:
    weighted mean of the best cosine inside the bead; its minimum; weighted mean and maximum of what is better
    outside, at most `BESIDE` segments away; of the first chunk, what is better in the two segments before,
    of the last one in the two after; the best cosine inside of the worse of the two.
    """
    width = best.shape[1]
    for n in range(len(places)):
        i, k, j, m = places[n, 0], places[n, 1], places[n, 2], places[n, 3]
        mean, least, lost, most = 0.0, 1.0, 0.0, -1.0
        weight = 0.0
        edge_before, edge_after, edge_inside = -1.0, -1.0, 1.0
        first_chunk, last_chunk = chunk_first[i], chunk_first[k] - 1
        for p in range(i, k):
            start = window_first[p]
            for c in range(chunk_first[p], chunk_first[p + 1]):
                inside, outside, before, after = -0.2, -0.2, -0.2, -0.2
                for x in range(width):
                    value = float(best[c, x])
                    at = start + x
                    if j <= at < m:
                        inside = max(inside, value)
                    elif j - BESIDE <= at < m + BESIDE:
                        outside = max(outside, value)
                        if j - 2 <= at < j:
                            before = max(before, value)
                        if m <= at < m + 2:
                            after = max(after, value)
                w = chunk_weight[c]
                weight += w
                mean += w * inside
                least = min(least, inside)
                lost += w * max(outside - inside, 0.0)
                most = max(most, outside - inside)
                if c == first_chunk:
                    edge_before = before - inside
                    edge_inside = min(edge_inside, inside)
                if c == last_chunk:
                    edge_after = after - inside
                    edge_inside = min(edge_inside, inside)
        if weight > 0:
            out[n, 0], out[n, 1], out[n, 2], out[n, 3] = mean / weight, least, lost / weight, most
            out[n, 4], out[n, 5], out[n, 6] = edge_before, edge_after, edge_inside
