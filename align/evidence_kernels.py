"""The loops that turn cosines, lengths, figures and labels into the evidence of beads."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from align.compiled import compiled, inlined

Array = Any
LENGTH_CLIP = 16.0
MOST_FIGURES = 3.0
SHORT_CHARS = 40.0
# Sides of beads have at most so many labels.
MAX_LABELS = 8.0
# Sums in another order differ by less.
ROUNDING = 1e-6


class SideArrays(NamedTuple):
    """What the loops need of one side; as in `align.sides.Side`, `endings` and `openings` as in `Stream`."""

    crowd: Array
    totals: Array
    labels: Array
    kinds: Array
    values: Array
    first_value: Array
    own_figures: Array
    endings: Array
    openings: Array
    broken: Array
    empty: Array


class PairArrays(NamedTuple):
    """What the loops need of a pair; as in `align.sides.Pair`."""

    source: SideArrays
    target: SideArrays
    value_weights: Array
    scale: float
    ratio: float
    variance: float


class CosineBlock(NamedTuple):
    """Cosines of all beads that start at some neighbouring source segments, and of what is around them.

    `cosines[a - 1, p - first, b - 1, q - target_first]`, float32: of the runs of `a` and `b` segments that
    start at `p` and `q`; `single[p - single_first, b - 1, q - target_first]`: of single source segments, some
    more on each side.
    """

    cosines: Array
    single: Array
    first: int
    single_first: int
    target_first: int


@inlined
def shared_weight(pair: PairArrays, i: int, k: int, j: int, m: int) -> float:
    """Weight of the values that source segments `i..k-1` and target segments `j..m-1` both hold."""
    source, target = pair.source, pair.target
    shared = 0.0
    start, end = source.first_value[i], source.first_value[k]
    for x in range(start, end):
        value = source.values[x]
        seen = False
        for y in range(start, x):
            if source.values[y] == value:
                seen = True
                break
        if seen:
            continue
        for y in range(target.first_value[j], target.first_value[m]):
            if target.values[y] == value:
                shared += pair.value_weights[value]
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


@inlined
def describe_vectors(p: int, q: int, a: int, b: int, block: CosineBlock, pair: PairArrays, f: Array) -> None:
    """Fill `f` with what the vectors tell of one bead (features 0, 1, 2 and 10)."""
    source, target, scale = pair.source, pair.target, pair.scale
    cosines, single, row = block.cosines, block.single, p - block.first
    covered = float(a + b)
    column = q - block.target_first
    whole = cosines[a - 1, row, b - 1, column]
    # Single precision ends here, also where plain Python would keep it.
    f[0] = covered * scale * float(whole)
    around = 0.0
    if p > 0:
        around += float(single[p - 1 - block.single_first, b - 1, column])
    if p + a < len(source.kinds):
        around += float(single[p + a - block.single_first, b - 1, column])
    if q > 0:
        around += float(cosines[a - 1, row, 0, column - 1])
    if q + b < len(target.kinds):
        around += float(cosines[a - 1, row, 0, column + b])
    f[1] = covered * scale * around / 4
    f[2] = covered * scale * (source.crowd[a - 1, p] + target.crowd[b - 1, q]) / 2
    gain = 0.0
    if a > 1:
        gain += float(whole - max(cosines[a - 2, row, b - 1, column], cosines[a - 2, row + 1, b - 1, column]))
    if b > 1:
        gain += float(whole - max(cosines[a - 1, row, b - 2, column], cosines[a - 1, row, b - 2, column + 1]))
    f[10] = gain * scale


@inlined
def describe_texts(p: int, q: int, a: int, b: int, pair: PairArrays, f: Array) -> None:
    """Fill `f` with all else that is cheap to know of one bead, its priors aside (`BAND_FEATURES`)."""
    source, target = pair.source, pair.target
    expected = (source.totals[p + a] - source.totals[p]) * pair.ratio
    actual = target.totals[q + b] - target.totals[q]
    f[3] = min((actual - expected) ** 2 / max(actual + expected, 1.0) / pair.variance, LENGTH_CLIP)
    own_s = source.own_figures[p + a] - source.own_figures[p]
    own_t = target.own_figures[q + b] - target.own_figures[q]
    shared = 0.0
    if own_s > 0 and own_t > 0:
        shared = shared_weight(pair, p, p + a, q, q + b)
    f[4] = min(shared, MOST_FIGURES)
    f[5] = min(max(own_s + own_t - 2 * shared, 0.0), MOST_FIGURES)
    f[6], f[7], f[8] = label_counts(source.labels, target.labels, p, p + a, q, q + b)
    f[9] = 1.0 if source.kinds[p] != target.kinds[q] else 0.0
    ending_s, ending_t = source.endings[p + a - 1], target.endings[q + b - 1]
    f[11] = 1.0 if ending_s != ending_t else 0.0
    f[12] = 1.0 if (ending_s == 0) != (ending_t == 0) else 0.0
    f[13] = source.broken[p + a, 0] + target.broken[q + b, 0]
    f[14] = source.broken[p + a, 1] + target.broken[q + b, 1]
    short = 1.0 if max(expected, actual) < SHORT_CHARS else 0.0
    f[15] = short
    f[16] = short * f[0]
    f[17] = short * f[2]
    opening_s, opening_t = source.openings[p], target.openings[q]
    f[18] = 1.0 if opening_s + opening_t == 3 and opening_s > 0 and opening_t > 0 else 0.0


def largest_gain(pair: PairArrays, weights: Array) -> float:
    """The most that `describe_texts` can add to a score, what short texts gain by their vectors aside."""
    labels = MAX_LABELS if (pair.source.labels >= 0).any() or (pair.target.labels >= 0).any() else 0.0
    figures = MOST_FIGURES if pair.source.own_figures[-1] + pair.target.own_figures[-1] > 0 else 0.0
    most = np.array(
        [0, 0, 0, LENGTH_CLIP, figures, figures, labels, labels, labels, 1, 0, 1, 1, 2, 2, 1, 0, 0, 1]
    )
    return float(np.maximum(weights[: len(most)] * most, 0.0).sum())


@compiled
def score_beads(
    shapes: Array, last: int, low: Array, high: Array, block: CosineBlock, pair: PairArrays,
    priors: Array, weights: Array, most: float, null_source: Array, null_target: Array, gap: float,
    margin: float, places: Array, scores: Array,
) -> int:  # fmt: skip
    """Score the beads that start at source positions `block.first..last-1`; return how many may matter.

    They are written to `places` and `scores`, sorted by the node where they start. A bead may matter if its
    score is at least that of leaving all its segments alone, less `margin`: a path may always do that.
    `most`: what texts can add (`largest_gain`); they are not looked at where even that is not enough.
    `low`, `high`: the band; `null_source`, `null_target`: running sums of the scores of leaving segments
    alone, to which `gap` is added where both sides have some. Beads over segments without text are left out.
    """
    empty_source, empty_target = pair.source.empty, pair.target.empty
    size = weights.shape[0]
    plain = size - priors.shape[1]
    f = np.zeros(size)
    constant = np.zeros(len(shapes))
    for shape in range(len(shapes)):
        for k in range(priors.shape[1]):
            constant[shape] += weights[plain + k] * priors[shape, k]
    sources, targets = len(low) - 1, len(pair.target.kinds)
    count = 0
    for p in range(block.first, last):
        for q in range(low[p], min(high[p], targets - 1) + 1):
            for shape in range(len(shapes)):
                a, b = shapes[shape, 0], shapes[shape, 1]
                if p + a > sources or q + b < low[p + a] or q + b > high[p + a]:
                    continue
                if empty_source[p + a] > empty_source[p] or empty_target[q + b] > empty_target[q]:
                    continue
                describe_vectors(p, q, a, b, block, pair, f)
                nulls = null_source[p + a] - null_source[p] + null_target[q + b] - null_target[q]
                least = nulls + gap - margin
                score = constant[shape] + weights[0] * f[0] + weights[1] * f[1] + weights[2] * f[2]
                score += weights[10] * f[10]
                if score + most + max(weights[16] * f[0] + weights[17] * f[2], 0.0) < least - ROUNDING:
                    continue
                describe_texts(p, q, a, b, pair, f)
                score = constant[shape]
                for k in range(plain):
                    score += weights[k] * f[k]
                if score >= least:
                    places[count, 0], places[count, 1] = p, q
                    places[count, 2], places[count, 3] = a, b
                    scores[count] = score
                    count += 1
    return count


@compiled
def describe_beads(places: Array, block: CosineBlock, pair: PairArrays, features: Array) -> None:
    """Fill `features` `(c, f)` with those of the beads `places` `(c, 4)`, their priors aside."""
    for n in range(len(places)):
        p, q, a, b = places[n, 0], places[n, 1], places[n, 2], places[n, 3]
        describe_vectors(p, q, a, b, block, pair, features[n])
        describe_texts(p, q, a, b, pair, features[n])
