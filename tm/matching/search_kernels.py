"""Compiled loops of the fuzzy index: its building, its candidates, edit distances over words.

Texts are numbered from 0 in the order of their lengths; `sequence` int32 holds the token numbers of all texts
end to end, `text_starts` int64 `(t + 1,)` where each begins.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.compiled import compiled

Array = NDArray[Any]
# The first band of an edit distance; it doubles until the distance fits into it.
_FIRST_BAND = 8


@compiled
def count_texts(sequence: Array, text_starts: Array, tokens: int) -> Any:
    """Return int32 `(tokens,)`: in how many texts each token occurs."""
    last = np.full(tokens, -1, np.int32)
    counts = np.zeros(tokens, np.int32)
    for t in range(len(text_starts) - 1):
        for k in range(text_starts[t], text_starts[t + 1]):
            token = sequence[k]
            if last[token] != t:
                last[token] = t
                counts[token] += 1
    return counts


@compiled
def list_texts(sequence: Array, text_starts: Array, posting_starts: Array) -> Any:
    """Return int32 postings: the texts of each token, ascending, at its range of `posting_starts`.

    A token with an empty range is left out.
    """
    tokens = len(posting_starts) - 1
    last = np.full(tokens, -1, np.int32)
    filled = posting_starts[:-1].copy()
    postings = np.empty(posting_starts[tokens], np.int32)
    for t in range(len(text_starts) - 1):
        for k in range(text_starts[t], text_starts[t + 1]):
            token = sequence[k]
            if last[token] != t and posting_starts[token + 1] > posting_starts[token]:
                last[token] = t
                postings[filled[token]] = t
                filled[token] += 1
    return postings


@compiled
def reorder(sequence: Array, text_starts: Array, order: Array, rank: Array) -> Any:
    """Return the sequence with texts in `order` and tokens renumbered by `rank`, and its `text_starts`."""
    placed = np.empty(len(sequence), np.int32)
    starts = np.empty(len(text_starts), np.int64)
    k = 0
    for t in range(len(order)):
        starts[t] = k
        for i in range(text_starts[order[t]], text_starts[order[t] + 1]):
            placed[k] = rank[sequence[i]]
            k += 1
    starts[len(order)] = k
    return placed, starts


@compiled
def _first_at_least(postings: Array, low: int, high: int, value: int) -> int:
    while low < high:
        middle = (low + high) // 2
        if postings[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def unite_postings(postings: Array, posting_starts: Array, tokens: Array, first: int, last: int) -> Any:
    """Return int32 the texts in `[first, last)` that hold at least one of `tokens`, each once."""
    seen = np.zeros(last - first, np.uint8)
    total = 0
    for token in tokens:
        total += posting_starts[token + 1] - posting_starts[token]
    found = np.empty(min(total, last - first), np.int32)
    n = 0
    for token in tokens:
        end = posting_starts[token + 1]
        k = _first_at_least(postings, posting_starts[token], end, first)
        while k < end and postings[k] < last:
            text = postings[k]
            if not seen[text - first]:
                seen[text - first] = 1
                found[n] = text
                n += 1
            k += 1
    return found[:n].copy()


@compiled
def _banded(a: Array, b: Array, band: int, previous: Array, current: Array) -> int:
    """Return the edit distance of `a` and `b` if it is at most `band`, else `band + 1`."""
    n, m = len(a), len(b)
    far = band + 1
    for j in range(min(m, band) + 1):
        previous[j] = j
    if band + 1 <= m:
        previous[band + 1] = far
    for i in range(1, n + 1):
        low, high = max(1, i - band), min(m, i + band)
        current[low - 1] = i if low == 1 and i <= band else far
        best = current[low - 1]
        for j in range(low, high + 1):
            cost = previous[j - 1] + (0 if a[i - 1] == b[j - 1] else 1)
            cost = min(cost, current[j - 1] + 1, previous[j] + 1)
            current[j] = cost
            best = min(best, cost)
        if high + 1 <= m:
            current[high + 1] = far
        if best > band:
            return far
        previous, current = current, previous
    return int(min(previous[m], far))


@compiled
def distance_within(a: Array, b: Array, limit: int, previous: Array, current: Array) -> int:
    """Return the edit distance of two sequences if it is at most `limit`, else `limit + 1`.

    `previous` and `current` are int32 scratch of at least `len(b) + 2`. Ukkonen 1985, the band doubled.
    """
    start, n, m = 0, len(a), len(b)
    while start < n and start < m and a[start] == b[start]:
        start += 1
    while n > start and m > start and a[n - 1] == b[m - 1]:
        n -= 1
        m -= 1
    a, b = a[start:n], b[start:m]
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    if len(a) == 0 or len(b) == 0:
        return max(len(a), len(b))
    band = max(min(limit, _FIRST_BAND), abs(len(a) - len(b)))
    while True:
        distance = _banded(a, b, band, previous, current)
        if distance <= band or band >= limit:
            return min(distance, limit + 1)
        band = min(limit, 2 * band)


@compiled
def compare_texts(
    candidates: Array, sequence: Array, text_starts: Array, query: Array, wanted: Array, threshold: int
) -> Any:
    """Return int32 texts and distances of the candidates whose base score reaches `threshold`.

    `query` int32 has -1 for words that no text has; `wanted` uint8 `(tokens,)` is 1 for those of the query.
    Texts with fewer words in common than the score asks for are passed over; repeated words count for more
    there than they should, so that none is lost.
    """
    texts = np.empty(len(candidates), np.int32)
    distances = np.empty(len(candidates), np.int32)
    longest = 0
    for text in candidates:
        longest = max(longest, text_starts[text + 1] - text_starts[text])
    previous, current = np.empty(longest + 2, np.int32), np.empty(longest + 2, np.int32)
    found = 0
    for text in candidates:
        start, end = text_starts[text], text_starts[text + 1]
        larger = max(len(query), end - start)
        limit = larger * (100 - threshold) // 100
        # Words of the text that the query lacks, as many as the score allows: most texts are given up early.
        spare = end - start - (larger - limit)
        for k in range(start, end):
            spare -= 1 - wanted[sequence[k]]
            if spare < 0:
                break
        if spare < 0:
            continue
        distance = distance_within(query, sequence[start:end], limit, previous, current)
        if distance <= limit:
            texts[found], distances[found] = text, distance
            found += 1
    return texts[:found].copy(), distances[:found].copy()


@compiled
def differing_figures(
    texts: Array, sequence: Array, text_starts: Array, figure: Array, query_figures: Array
) -> Any:
    """Return uint8: 1 for each text whose figures are not those of the query (sorted, each as often)."""
    differs = np.zeros(len(texts), np.uint8)
    held = np.empty(len(query_figures) + 1, np.int32)
    for i in range(len(texts)):
        n = 0
        for k in range(text_starts[texts[i]], text_starts[texts[i] + 1]):
            if figure[sequence[k]]:
                if n < len(held):
                    held[n] = sequence[k]
                n += 1
        if n != len(query_figures):
            differs[i] = 1
            continue
        ordered = np.sort(held[:n])
        for k in range(n):
            if ordered[k] != query_figures[k]:
                differs[i] = 1
    return differs


@compiled
def edit_path(query: Array, source: Array, light_query: Array, light_source: Array) -> Any:
    """Return uint8 steps from the beginning: 0 equal, 1 replaced, 2 only in the query, 3 only in the source.

    The fewest edits of words, then the fewest of the light tokens (1: punctuation), which replace no words.
    """
    n, m = len(query), len(source)
    # One word weighs more than all the punctuation of both.
    heavy = n + m + 1
    cost = np.empty((n + 1, m + 1), np.int64)
    cost[0, 0] = 0
    for i in range(1, n + 1):
        cost[i, 0] = cost[i - 1, 0] + (1 if light_query[i - 1] else heavy)
    for j in range(1, m + 1):
        cost[0, j] = cost[0, j - 1] + (1 if light_source[j - 1] else heavy)
    for i in range(1, n + 1):
        left = 1 if light_query[i - 1] else heavy
        for j in range(1, m + 1):
            right = 1 if light_source[j - 1] else heavy
            best = min(cost[i - 1, j] + left, cost[i, j - 1] + right)
            if query[i - 1] == source[j - 1]:
                best = min(best, cost[i - 1, j - 1])
            elif left == right:
                best = min(best, cost[i - 1, j - 1] + left)
            cost[i, j] = best
    steps = np.empty(n + m, np.uint8)
    i, j, k = n, m, n + m
    while i > 0 or j > 0:
        k -= 1
        left = 1 if i > 0 and light_query[i - 1] else heavy
        right = 1 if j > 0 and light_source[j - 1] else heavy
        if i > 0 and j > 0 and query[i - 1] == source[j - 1] and cost[i, j] == cost[i - 1, j - 1]:
            steps[k] = 0
            i -= 1
            j -= 1
        elif (
            i > 0
            and j > 0
            and left == right
            and query[i - 1] != source[j - 1]
            and (cost[i, j] == cost[i - 1, j - 1] + left)
        ):
            steps[k] = 1
            i -= 1
            j -= 1
        elif i > 0 and cost[i, j] == cost[i - 1, j] + left:
            steps[k] = 2
            i -= 1
        else:
            steps[k] = 3
            j -= 1
    return steps[k:].copy()
