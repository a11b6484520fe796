"""Compiled loops over candidates of two languages: which stand in the same rows, how their words agree."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.compiled import compiled

Array = NDArray[Any]


@compiled
def log_likelihood_2x2(both: float, first: float, second: float, total: float) -> float:
    """Return Dunning's G2 (1993) of a 2 x 2 table; 0 where the two attract each other less than by chance."""
    if both * total <= first * second:
        return 0.0
    g2 = 0.0
    for cell, row, column in (
        (both, first, second),
        (first - both, first, total - second),
        (second - both, total - first, second),
        (total - first - second + both, total - first, total - second),
    ):
        if cell > 0:
            g2 += cell * np.log(cell * total / (row * column))
    return 2 * g2


@compiled
def log_likelihoods(both: Array, first: Array, second: Array, total: float) -> Array:
    """Return `log_likelihood_2x2` of each pair: float64 `(n,)`."""
    result = np.empty(len(both), np.float64)
    for pair in range(len(both)):
        result[pair] = log_likelihood_2x2(float(both[pair]), float(first[pair]), float(second[pair]), total)
    return result


@compiled
def best_partners(
    offsets: Array,
    rows: Array,
    row_offsets: Array,
    row_terms: Array,
    second_rows: Array,
    total: float,
    least: int,
    most: int,
) -> tuple[Array, Array]:
    """Return for each first candidate its partners of the highest log-likelihood.

    `rows[offsets[p] : offsets[p + 1]]` are the rows of candidate p that both languages have,
    `row_terms[row_offsets[r] : row_offsets[r + 1]]` the second candidates of row r; `second_rows` int64 the
    number of rows of each. Returns partners int32 and joint rows int32 `(n, most)`, partners -1 where there
    are fewer that share at least `least` rows.
    """
    n = len(offsets) - 1
    partners = np.full((n, most), -1, np.int32)
    joint = np.zeros((n, most), np.int32)
    counts = np.zeros(len(second_rows), np.int32)
    touched = np.empty(len(second_rows), np.int32)
    for p in range(n):
        number = 0
        for at in range(offsets[p], offsets[p + 1]):
            row = rows[at]
            for place in range(row_offsets[row], row_offsets[row + 1]):
                q = row_terms[place]
                if counts[q] == 0:
                    touched[number] = q
                    number += 1
                counts[q] += 1
        first = float(offsets[p + 1] - offsets[p])
        scores = np.empty(number, np.float64)
        for k in range(number):
            q = touched[k]
            score = 0.0
            if counts[q] >= least:
                score = log_likelihood_2x2(float(counts[q]), first, float(second_rows[q]), total)
            # The number of the candidate decides between equals, so that the order never depends on chance.
            scores[k] = -score if score > 0 else 1.0
        order = np.argsort(scores, kind="mergesort")
        for taken, k in enumerate(order[:most]):
            if scores[k] > 0:
                break
            partners[p, taken] = touched[k]
            joint[p, taken] = counts[touched[k]]
        for k in range(number):
            counts[touched[k]] = 0
    return partners, joint


@compiled
def restricted_lists(offsets: Array, rows: Array, kept: Array) -> tuple[Array, Array]:
    """Return offsets int64 and rows int32 of lists of rows without those for which `kept`, bool, is false."""
    new = np.zeros(len(offsets), np.int64)
    for number in range(len(offsets) - 1):
        new[number + 1] = new[number]
        for at in range(offsets[number], offsets[number + 1]):
            new[number + 1] += kept[rows[at]]
    chosen = np.empty(new[-1], np.int32)
    place = 0
    for row in rows:
        if kept[row]:
            chosen[place] = row
            place += 1
    return new, chosen


@compiled
def terms_by_row(offsets: Array, rows: Array, count: int) -> tuple[Array, Array]:
    """Turn rows of each term into terms of each row: offsets int64 `(count + 1,)` and terms int32, ascending.

    Rows are 0 to before `count`; those of term i are `rows[offsets[i] : offsets[i + 1]]`.
    """
    row_offsets = np.zeros(count + 1, np.int64)
    for row in rows:
        row_offsets[row + 1] += 1
    row_offsets = np.cumsum(row_offsets)
    following = row_offsets[:-1].copy()
    terms = np.empty(len(rows), np.int32)
    for term in range(len(offsets) - 1):
        for at in range(offsets[term], offsets[term + 1]):
            terms[following[rows[at]]] = term
            following[rows[at]] += 1
    return row_offsets, terms


@compiled
def first_shared(first: Array, second: Array, most: int) -> Array:
    """Return the first `most` numbers that two ascending arrays, each number once, share: int32."""
    shared = np.empty(most, np.int32)
    i, j, number = 0, 0, 0
    while i < len(first) and j < len(second) and number < most:
        if first[i] < second[j]:
            i += 1
        elif first[i] > second[j]:
            j += 1
        else:
            shared[number] = first[i]
            i, j, number = i + 1, j + 1, number + 1
    return shared[:number]


@compiled
def coverage(
    first: Array,
    second: Array,
    first_words: tuple[Array, Array],
    second_words: tuple[Array, Array],
    codes: Array,
    strength: Array,
) -> Array:
    """Return how well the words of pairs of candidates translate each other: float32 `(n, 4)`.

    `first`, `second` int32 `(n,)` number candidates whose keys are `words[1][words[0][i] : words[0][i + 1]]`.
    Columns: mean and minimum over the words of the first of the strongest association with a word of the
    second, then the same from the second.
    """
    result = np.zeros((len(first), 4), np.float32)
    for pair in range(len(first)):
        a = first_words[1][first_words[0][first[pair]] : first_words[0][first[pair] + 1]]
        b = second_words[1][second_words[0][second[pair]] : second_words[0][second[pair] + 1]]
        best_a = np.zeros(len(a), np.float32)
        best_b = np.zeros(len(b), np.float32)
        for i in range(len(a)):
            for j in range(len(b)):
                code = (np.int64(a[i]) << 32) | np.int64(b[j])
                place = np.searchsorted(codes, code)
                if place < len(codes) and codes[place] == code:
                    best_a[i] = max(best_a[i], strength[place])
                    best_b[j] = max(best_b[j], strength[place])
        if len(a) and len(b):
            result[pair, 0], result[pair, 1] = best_a.mean(), best_a.min()
            result[pair, 2], result[pair, 3] = best_b.mean(), best_b.min()
    return result


@compiled
def links_inside(  # noqa: C901 (calls of their own would cost half the time)
    first: Array,
    second: Array,
    ours: tuple[Array, ...],
    theirs: tuple[Array, ...],
    associations: tuple[tuple[Array, ...], tuple[Array, ...]],
    most_rows: int,
    least: np.float32,
) -> Array:
    """Return which part of the words of each pair are linked into the other term: float32 `(n, 2)`.

    In at most `most_rows` rows that have both terms each content word of the one is linked to the word of the
    other text with the strongest association of at least `least`; counted are the links that end inside the
    other term, from the first and from the second; words without a link are not, -1 where none has one.
    `ours`, `theirs` are (offsets, rows, places, lengths, tokens, text_offsets, text_of_row, content_keys);
    `associations` are those of `word_association.by_word`, from the first language and from the second.
    """
    result = np.full((len(first), 2), -1.0, np.float32)
    for pair in range(len(first)):
        p, q = first[pair], second[pair]
        i, j, rows = ours[0][p], theirs[0][q], 0
        inside = np.zeros(2, np.int64)
        linked = np.zeros(2, np.int64)
        while i < ours[0][p + 1] and j < theirs[0][q + 1] and rows < most_rows:
            if ours[1][i] < theirs[1][j]:
                i += 1
            elif ours[1][i] > theirs[1][j]:
                j += 1
            else:
                row = ours[1][i]
                a = (ours[2][i], ours[2][i] + ours[3][p])
                b = (theirs[2][j], theirs[2][j] + theirs[3][q])
                for side in range(2):
                    one, other = (ours, theirs) if side == 0 else (theirs, ours)
                    here, there = (a, b) if side == 0 else (b, a)
                    text = other[6][row]
                    starts, others, strength = associations[side]
                    for at in range(here[0], here[1]):
                        word = one[7][one[4][at]]
                        if word == 0 or word + 1 >= len(starts):
                            continue
                        low, high = starts[word], starts[word + 1]
                        best, best_at = least, -1
                        for place in range(other[5][text], other[5][text + 1]):
                            match = other[7][other[4][place]]
                            if match == 0:
                                continue
                            found = low + np.searchsorted(others[low:high], match)
                            if found < high and others[found] == match:
                                better = strength[found] > best
                                as_good = strength[found] == best and there[0] <= place < there[1]
                                if better or as_good:
                                    best, best_at = strength[found], place
                        if best_at >= 0:
                            linked[side] += 1
                            inside[side] += there[0] <= best_at < there[1]
                i, j, rows = i + 1, j + 1, rows + 1
        for side in range(2):
            if linked[side]:
                result[pair, side] = inside[side] / linked[side]
    return result
