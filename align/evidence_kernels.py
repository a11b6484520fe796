"""The loops that turn cosines, lengths, figures and labels into the evidence of beads."""

from __future__ import annotations

from typing import Any

import numpy as np

from align.compiled import compiled

Array = Any
LENGTH_CLIP = 16.0
MOST_FIGURES = 3.0
BESIDE = 3
SHORT_CHARS = 40.0


@compiled
def shared_weight(
    values_source: Array, first_source: Array, values_target: Array, first_target: Array, weights: Array,
    i: int, k: int, j: int, m: int,
) -> float:  # fmt: skip
    """Weight of the values that source segments `i..k-1` and target segments `j..m-1` both hold."""
    shared = 0.0
    start, end = first_source[i], first_source[k]
    for x in range(start, end):
        value = values_source[x]
        seen = False
        for y in range(start, x):
            if values_source[y] == value:
                seen = True
                break
        if seen:
            continue
        for y in range(first_target[j], first_target[m]):
            if values_target[y] == value:
                shared += weights[value]
                break
    return shared


@compiled
def label_counts(
    labels_source: Array, labels_target: Array, i: int, k: int, j: int, m: int
) -> tuple[Any, ...]:
    """Labels in both ranges, in exactly one against another of the other side, and in one side only."""
    match = 0.0
    only_source = 0.0
    only_target = 0.0
    for p in range(i, k):
        if labels_source[p] >= 0:
            only_source += 1.0
            for q in range(j, m):
                if labels_target[q] == labels_source[p]:
                    match += 1.0
                    break
    for q in range(j, m):
        if labels_target[q] >= 0:
            only_target += 1.0
    # Where both sides begin with a label and these differ, labels that agree further in prove nothing.
    if labels_source[i] >= 0 and labels_target[j] >= 0 and labels_source[i] != labels_target[j]:
        match = 0.0
    only_source = max(only_source - match, 0.0)
    only_target = max(only_target - match, 0.0)
    return match, min(only_source, only_target), abs(only_source - only_target)


@compiled
def describe_bead(
    p: int, q: int, a: int, b: int, first: int, target_first: int,
    cosines: Array, single: Array, single_first: int,
    crowd_source: Array, crowd_target: Array, totals_source: Array, totals_target: Array,
    labels_source: Array, labels_target: Array, kinds_source: Array, kinds_target: Array,
    values_source: Array, first_value_source: Array, values_target: Array, first_value_target: Array,
    value_weights: Array, own_source: Array, own_target: Array,
    endings_source: Array, endings_target: Array, openings_source: Array, openings_target: Array,
    broken_source: Array, broken_target: Array,
    scale: float, ratio: float, variance: float, f: Array,
) -> None:  # fmt: skip
    """Fill `f` with the features of one bead, its priors aside (`BAND_FEATURES`).

    `cosines[a - 1, p - first, b - 1, q - target_first]`: of the runs of `a` and `b` segments that start at `p`
    and `q`; `single[p - single_first, b - 1, ...]`: of single source segments, some more on each side.
    """
    covered = float(a + b)
    column = q - target_first
    whole = cosines[a - 1, p - first, b - 1, column]
    f[0] = covered * scale * whole
    around = 0.0
    if p > 0:
        around += single[p - 1 - single_first, b - 1, column]
    if p + a < len(kinds_source):
        around += single[p + a - single_first, b - 1, column]
    if q > 0:
        around += cosines[a - 1, p - first, 0, column - 1]
    if q + b < len(kinds_target):
        around += cosines[a - 1, p - first, 0, column + b]
    f[1] = covered * scale * around / 4
    f[2] = covered * scale * (crowd_source[a - 1, p] + crowd_target[b - 1, q]) / 2
    expected = (totals_source[p + a] - totals_source[p]) * ratio
    actual = totals_target[q + b] - totals_target[q]
    f[3] = min((actual - expected) ** 2 / max(actual + expected, 1.0) / variance, LENGTH_CLIP)
    own_s = own_source[p + a] - own_source[p]
    own_t = own_target[q + b] - own_target[q]
    shared = 0.0
    if own_s > 0 and own_t > 0:
        shared = shared_weight(
            values_source, first_value_source, values_target, first_value_target, value_weights,
            p, p + a, q, q + b,
        )  # fmt: skip
    f[4] = min(shared, MOST_FIGURES)
    f[5] = min(max(own_s + own_t - 2 * shared, 0.0), MOST_FIGURES)
    f[6], f[7], f[8] = label_counts(labels_source, labels_target, p, p + a, q, q + b)
    f[9] = 1.0 if kinds_source[p] != kinds_target[q] else 0.0
    gain = 0.0
    if a > 1:
        gain += whole - max(
            cosines[a - 2, p - first, b - 1, column], cosines[a - 2, p + 1 - first, b - 1, column]
        )
    if b > 1:
        gain += whole - max(
            cosines[a - 1, p - first, b - 2, column], cosines[a - 1, p - first, b - 2, column + 1]
        )
    f[10] = gain * scale
    ending_s, ending_t = endings_source[p + a - 1], endings_target[q + b - 1]
    f[11] = 1.0 if ending_s != ending_t else 0.0
    f[12] = 1.0 if (ending_s == 0) != (ending_t == 0) else 0.0
    f[13] = broken_source[p + a, 0] + broken_target[q + b, 0]
    f[14] = broken_source[p + a, 1] + broken_target[q + b, 1]
    short = 1.0 if max(expected, actual) < SHORT_CHARS else 0.0
    f[15] = short
    f[16] = short * f[0]
    f[17] = short * f[2]
    opening_s, opening_t = openings_source[p], openings_target[q]
    f[18] = 1.0 if opening_s + opening_t == 3 and opening_s > 0 and opening_t > 0 else 0.0


@compiled
def score_beads(
    shapes: Array, first: int, last: int, low: Array, high: Array, target_first: int,
    cosines: Array, single: Array, single_first: int,
    crowd_source: Array, crowd_target: Array, totals_source: Array, totals_target: Array,
    labels_source: Array, labels_target: Array, kinds_source: Array, kinds_target: Array,
    values_source: Array, first_value_source: Array, values_target: Array, first_value_target: Array,
    value_weights: Array, own_source: Array, own_target: Array,
    endings_source: Array, endings_target: Array, openings_source: Array, openings_target: Array,
    broken_source: Array, broken_target: Array,
    scale: float, ratio: float, variance: float,
    priors: Array, weights: Array, empty_source: Array, empty_target: Array,
    null_source: Array, null_target: Array, open_gap: float, margin: float, places: Array, scores: Array,
) -> int:  # fmt: skip
    """Score the beads that start at source positions `first..last-1`; return how many may matter.

    They are written to `places` and `scores`, sorted by the node where they start. A bead may matter if its
    score is at least that of leaving all its segments alone, less `margin`: a path may always do that instead.
    `low`, `high`: the band. Beads over segments without text are left out.
    """
    size = weights.shape[0]
    plain = size - priors.shape[1]
    f = np.zeros(size)
    constant = np.zeros(len(shapes))
    for shape in range(len(shapes)):
        for k in range(priors.shape[1]):
            constant[shape] += weights[plain + k] * priors[shape, k]
    sources, targets = len(low) - 1, len(kinds_target)
    count = 0
    for p in range(first, last):
        for q in range(low[p], min(high[p], targets - 1) + 1):
            for shape in range(len(shapes)):
                a, b = shapes[shape, 0], shapes[shape, 1]
                if p + a > sources or q + b < low[p + a] or q + b > high[p + a]:
                    continue
                if empty_source[p + a] > empty_source[p] or empty_target[q + b] > empty_target[q]:
                    continue
                describe_bead(
                    p, q, a, b, first, target_first, cosines, single, single_first,
                    crowd_source, crowd_target, totals_source, totals_target,
                    labels_source, labels_target, kinds_source, kinds_target,
                    values_source, first_value_source, values_target, first_value_target,
                    value_weights, own_source, own_target,
                    endings_source, endings_target, openings_source, openings_target, broken_source, broken_target, scale, ratio, variance, f,
                )  # fmt: skip
                score = constant[shape]
                for k in range(plain):
                    score += weights[k] * f[k]
                nulls = null_source[p + a] - null_source[p] + null_target[q + b] - null_target[q]
                if score >= nulls + 2 * open_gap - margin:
                    places[count, 0], places[count, 1] = p, q
                    places[count, 2], places[count, 3] = a, b
                    scores[count] = score
                    count += 1
    return count


@compiled
def describe_beads(
    places: Array, first: int, target_first: int, cosines: Array, single: Array, single_first: int,
    crowd_source: Array, crowd_target: Array, totals_source: Array, totals_target: Array,
    labels_source: Array, labels_target: Array, kinds_source: Array, kinds_target: Array,
    values_source: Array, first_value_source: Array, values_target: Array, first_value_target: Array,
    value_weights: Array, own_source: Array, own_target: Array,
    endings_source: Array, endings_target: Array, openings_source: Array, openings_target: Array,
    broken_source: Array, broken_target: Array,
    scale: float, ratio: float, variance: float, features: Array,
) -> None:  # fmt: skip
    """Fill `features` `(c, f)` with those of the beads `places` `(c, 4)`, their priors aside."""
    for n in range(len(places)):
        describe_bead(
            places[n, 0], places[n, 1], places[n, 2], places[n, 3], first, target_first,
            cosines, single, single_first,
            crowd_source, crowd_target, totals_source, totals_target,
            labels_source, labels_target, kinds_source, kinds_target,
            values_source, first_value_source, values_target, first_value_target,
            value_weights, own_source, own_target,
            endings_source, endings_target, openings_source, openings_target, broken_source, broken_target, scale, ratio, variance, features[n],
        )  # fmt: skip


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
                    value = best[c, x]
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
