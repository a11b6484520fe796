"""The loops that look for the counterparts of words, and judge beads by them."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

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


class LexiconArrays(NamedTuple):
    """As in `align.lexicon.Lexicon`."""

    first: Array
    types: Array
    together: Array
    source: Array
    target: Array
    beads: int


@inlined
def weigh_types(word: int, less: int, lexicon: LexiconArrays, own: Array, scores: Array) -> float:
    """Fill `scores` for the types that stand with `word`; return the largest.

    `less`: 1 where the segment's own bead has taught: it is taken back. `own`: its types of the other side.
    """
    largest = 0.0
    seen = lexicon.source[word] - less
    if seen <= 0:
        return largest
    for k in range(lexicon.first[word], lexicon.first[word + 1]):
        other = lexicon.types[k]
        mine = 1 if less and own[other] else 0
        together, target = lexicon.together[k] - mine, lexicon.target[other] - mine
        scores[other] = association(float(together), float(seen), float(target), float(lexicon.beads - less))
        largest = max(largest, scores[other])
    return largest


@inlined
def look_around(others: Array, other_first: Array, start: int, scores: Array, best: Array) -> None:
    """Fill `best` `(width,)` with the largest score of a word in each segment from `start` on."""
    for column in range(len(best)):
        j = start + column
        if 0 <= j < len(other_first) - 1:
            for y in range(other_first[j], other_first[j + 1]):
                best[column] = max(best[column], scores[others[y]])


@compiled
def find_words(
    ids: Array, first: Array, others: Array, other_first: Array, lexicon: LexiconArrays,
    taught: Array, ranges: Array, window_first: Array, best: Array, known: Array,
) -> None:  # fmt: skip
    """Fill `best` and `known` (`align.lexicon.WordCover`).

    `taught` int64 `(n,)`: the bead that holds each segment, -1 for none; `ranges` `(beads, 2)`: where these
    are on the other side.
    """
    scores = np.zeros(len(lexicon.target))
    own = np.zeros(len(lexicon.target), dtype=np.bool_)
    for i in range(len(first) - 1):
        less = 1 if taught[i] >= 0 else 0
        start, end = (ranges[taught[i], 0], ranges[taught[i], 1]) if less else (0, 0)
        for y in range(other_first[start], other_first[end]):
            own[others[y]] = True
        for x in range(first[i], first[i + 1]):
            known[x] = weigh_types(ids[x], less, lexicon, own, scores)
            if known[x] > 0.0:
                look_around(others, other_first, window_first[i], scores, best[x])
            for k in range(lexicon.first[ids[x]], lexicon.first[ids[x] + 1]):
                scores[lexicon.types[k]] = 0.0
        for y in range(other_first[start], other_first[end]):
            own[others[y]] = False


@compiled
def judge_words(
    places: Array, word_first: Array, known: Array, best: Array, window_first: Array, out: Array
) -> None:
    """Fill `out` float64 `(beads, 4)`: how well the words of one side find their counterparts on the other.

    `places` int64 `(beads, 4)`: own range, range on the other side. Per bead: found, missing, better outside
    (at most `BESIDE` segments away), each added up over the words of a segment, divided by the root of all
    that is known of them, and added up over the segments; and of the worst segment found less missing.
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
def judge_alone(
    word_first: Array, known: Array, best: Array, window_first: Array, at: Array, out: Array
) -> None:
    """Fill `out` float64 `(2, n)`: what the best segment near `at` has of each one's words, and all known."""
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
