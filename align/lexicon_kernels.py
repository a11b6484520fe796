"""The loops that look for the counterparts of words, and judge beads by them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from align.compiled import compiled, inlined

Array = Any
BESIDE = 3
# How many more beads than one have to show two words together before they count more than half.
_DOUBT = 1.0


@inlined
def association(together: float, source: float, target: float, beads: float) -> float:
    """How surely two words go together, 0 to 1.

    Their correlation over the beads (phi without the correction for frequent words), less for few beads.
    """
    if together <= 0.0:
        return 0.0
    beyond = together - source * target / beads
    if beyond <= 0.0:
        return 0.0
    return beyond / math.sqrt(source * target) * together / (together + _DOUBT)


@compiled
def find_words(
    ids: Array, first: Array, other_ids: Array, other_first: Array, lexicon_first: Array, types: Array,
    together: Array, source: Array, target: Array, beads: int, taught: Array, other_taught: Array,
    window_first: Array, best: Array, known: Array,
) -> None:  # fmt: skip
    """Fill `best` and `known` (`align.lexicon.WordCover`)."""
    width = best.shape[1]
    segments, others = len(first) - 1, len(other_first) - 1
    counts = np.zeros(len(target), dtype=np.int64)
    # The bead that taught each segment of the other side, as a list of segments.
    start_of = np.full(beads_room(taught, other_taught), -1, dtype=np.int64)
    end_of = np.full(len(start_of), -1, dtype=np.int64)
    for j in range(others):
        number = other_taught[j]
        if number >= 0:
            if start_of[number] < 0:
                start_of[number] = j
            end_of[number] = j + 1
    own = np.zeros(len(target), dtype=np.bool_)
    for i in range(segments):
        number = taught[i]
        if number >= 0 and start_of[number] >= 0:
            for y in range(other_first[start_of[number]], other_first[end_of[number]]):
                own[other_ids[y]] = True
        less = 1 if number >= 0 else 0
        for x in range(first[i], first[i + 1]):
            word = ids[x]
            n_source = source[word] - less
            low, high = lexicon_first[word], lexicon_first[word + 1]
            if n_source > 0:
                for k in range(low, high):
                    other = types[k]
                    counts[other] = together[k]
                    mine = 1 if own[other] else 0
                    value = association(
                        float(together[k] - mine * less), float(n_source), float(target[other] - mine * less),
                        float(beads - less),
                    )  # fmt: skip
                    known[x] = max(known[x], value)
                if known[x] > 0.0:
                    for column in range(width):
                        j = window_first[i] + column
                        if j < 0 or j >= others:
                            continue
                        for y in range(other_first[j], other_first[j + 1]):
                            other = other_ids[y]
                            if counts[other] == 0:
                                continue
                            mine = 1 if less and own[other] else 0
                            value = association(
                                float(counts[other] - mine), float(n_source), float(target[other] - mine),
                                float(beads - less),
                            )  # fmt: skip
                            best[x, column] = max(best[x, column], value)
                for k in range(low, high):
                    counts[types[k]] = 0
        if number >= 0 and start_of[number] >= 0:
            for y in range(other_first[start_of[number]], other_first[end_of[number]]):
                own[other_ids[y]] = False


@compiled
def beads_room(taught: Array, other_taught: Array) -> int:
    """One more than the largest number of a bead."""
    largest = -1
    for number in taught:
        largest = max(largest, number)
    for number in other_taught:
        largest = max(largest, number)
    return largest + 1


@compiled
def judge_words(
    places: Array, word_first: Array, known: Array, best: Array, window_first: Array, out: Array
) -> None:
    """Fill `out` float64 `(beads, 4)`: how well the words of one side find their counterparts on the other.

    `places` int64 `(beads, 4)`: own range, range on the other side. Per bead: found, missing, better outside (at
    most `BESIDE` segments away), each added up over the words of a segment, divided by the root of all that is
    known of them, and added up over the segments; and of the worst segment found less missing.
    """
    width = best.shape[1]
    for n in range(len(places)):
        i, k, j, m = places[n, 0], places[n, 1], places[n, 2], places[n, 3]
        worst = 1e9
        for p in range(i, k):
            start = window_first[p]
            found, missing, lost, total = 0.0, 0.0, 0.0, 0.0
            for x in range(word_first[p], word_first[p + 1]):
                if known[x] <= 0.0:
                    continue
                inside, outside = 0.0, 0.0
                for column in range(width):
                    at = start + column
                    value = float(best[x, column])
                    if j <= at < m:
                        inside = max(inside, value)
                    elif j - BESIDE <= at < m + BESIDE:
                        outside = max(outside, value)
                total += known[x]
                found += inside
                missing += max(known[x] - inside, 0.0)
                lost += max(outside - inside, 0.0)
            scale = math.sqrt(1.0 + total)
            out[n, 0] += found / scale
            out[n, 1] += missing / scale
            out[n, 2] += lost / scale
            worst = min(worst, (found - missing) / scale)
        out[n, 3] = worst


@compiled
def judge_alone(word_first: Array, known: Array, best: Array, window_first: Array, at: Array, out: Array) -> None:
    """Fill `out` float64 `(2, n)`: what the best segment near `at` has of each segment's words, and all known."""
    width = best.shape[1]
    for p in range(len(word_first) - 1):
        total, most = 0.0, 0.0
        for x in range(word_first[p], word_first[p + 1]):
            total += known[x]
        for column in range(width):
            if abs(window_first[p] + column - at[p]) > BESIDE:
                continue
            found = 0.0
            for x in range(word_first[p], word_first[p + 1]):
                found += best[x, column]
            most = max(most, found)
        scale = math.sqrt(1.0 + total)
        out[0, p], out[1, p] = most / scale, total / scale
