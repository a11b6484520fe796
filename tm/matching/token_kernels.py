"""Compiled loops of the tokeniser: fold, find what may be a symbol or a number, cut into tokens, number them.

All positions are 0-based, all ranges half-open. Texts lie end to end; `starts` int64 `(t + 1,)` says where each
begins. A token is known by a 64-bit hash: two of a million words share one with a chance of 1 in 30 million.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.compiled import compiled
from tm.matching.characters import DIGIT, HAN, JOINING, MARK, NUMERAL, SPACE, STOP, WORD
from tm.matching.token_kinds import (
    FACTOR,
    HAN_TOKEN,
    NUMBER,
    NUMBER_SEED,
    PUNCTUATION,
    WORD_SEED,
    WORD_TOKEN,
)

Array = NDArray[Any]
_FACTOR = np.uint64(FACTOR)
_WORD_SEED = np.uint64(WORD_SEED)
_NUMBER_SEED = np.uint64(NUMBER_SEED)
_FIRST_MIX = np.uint64(0xFF51AFD7ED558CCD)
_SHIFT = np.uint64(33)
_SLASH, _W, _DOT = 0x2F, 0x77, 0x2E
_SPACE, _COMMA, _APOSTROPHE, _ARABIC_DECIMAL, _ARABIC_GROUP = 0x20, 0x2C, 0x27, 0x66B, 0x66C
_ORDINAL_SIGN, _OF, _MONTH, _DAY = 0x7B2C, 0x4E4B, 0x6708, 0x65E5
_LONGEST_CHUNK, _LONGEST_NUMBER, _LONGEST_RUN = 2000, 64, 18


@compiled
def fold_codes(codes: Array, starts: Array, count: Array, first: Array, extra: Array) -> Any:
    """Return folded characters uint32 `(f,)`, their origins int32 `(f + 1,)` in `codes`, and new `starts`."""
    total = 0
    for i in range(len(codes)):
        total += count[codes[i]]
    folded = np.empty(total, np.uint32)
    origins = np.empty(total + 1, np.int32)
    places = np.empty(len(starts), np.int64)
    k = 0
    for t in range(len(starts) - 1):
        places[t] = k
        for i in range(starts[t], starts[t + 1]):
            size = count[codes[i]]
            if size == 1:
                folded[k] = first[codes[i]]
                origins[k] = i
                k += 1
            else:
                for e in range(size):
                    folded[k] = extra[first[codes[i]] + e]
                    origins[k] = i
                    k += 1
    places[len(starts) - 1] = total
    origins[total] = len(codes)
    return folded, origins, places


@compiled
def find_chunks(folded: Array, starts: Array, kind: Array) -> Any:
    """Return starts and ends of what stands between spaces and has a slash or "www.": symbols, addresses."""
    begins = np.empty(len(folded) // 2 + 1, np.int64)
    ends = np.empty(len(folded) // 2 + 1, np.int64)
    found = 0
    for t in range(len(starts) - 1):
        i, end = starts[t], starts[t + 1]
        while i < end:
            j = i
            marked = False
            while j < end:
                c = kind[folded[j]]
                if c in (SPACE, HAN, NUMERAL, STOP):
                    break
                if folded[j] == _SLASH:
                    marked = True
                elif folded[j] == _DOT and j - i >= 3 and folded[j - 1] == _W and folded[j - 2] == _W:
                    marked = True
                j += 1
            if marked and 2 < j - i <= _LONGEST_CHUNK:
                begins[found] = i
                ends[found] = j
                found += 1
            i = max(j, i + 1)
    return begins[:found].copy(), ends[:found].copy()


@compiled
def _separates(character: int) -> bool:
    return character in (_SPACE, _DOT, _COMMA, _APOSTROPHE, _ARABIC_DECIMAL, _ARABIC_GROUP)


@compiled
def find_numbers(
    folded: Array, starts: Array, kind: Array, taken_starts: Array, taken_ends: Array, numerals: bool
) -> Any:
    """Return starts, ends and context starts of digits with separators, and of Han numerals where asked.

    What lies in the ranges taken is passed over. The context start is -1 for digits; for Han numerals up to
    three characters before.
    """
    size = len(folded) // 2 + 1
    begins, ends, contexts = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    found = taken = 0
    for t in range(len(starts) - 1):
        i, end = starts[t], starts[t + 1]
        while i < end:
            if taken < len(taken_starts) and taken_starts[taken] == i:
                i = taken_ends[taken]
                taken += 1
                continue
            limit = end
            if taken < len(taken_starts) and taken_starts[taken] < end:
                limit = taken_starts[taken]
            c = kind[folded[i]]
            j = i + 1
            if c == DIGIT:
                while j < limit and kind[folded[j]] == DIGIT:
                    j += 1
                if i > starts[t] and kind[folded[i - 1]] == JOINING:
                    i = j
                    continue
                plain = True
                while j + 1 < limit and _separates(folded[j]) and kind[folded[j + 1]] == DIGIT:
                    plain = False
                    j += 1
                    while j < limit and kind[folded[j]] == DIGIT:
                        j += 1
                if not plain and j - i <= _LONGEST_NUMBER:
                    begins[found], ends[found], contexts[found] = i, j, -1
                    found += 1
            elif numerals and c == NUMERAL:
                while j < limit and kind[folded[j]] == NUMERAL:
                    j += 1
                told = i > starts[t] and folded[i - 1] in (_ORDINAL_SIGN, _OF)
                told = told or (j < end and folded[j] in (_MONTH, _DAY))
                if (told or j - i >= 2) and j - i <= _LONGEST_RUN:
                    begins[found], ends[found], contexts[found] = i, j, max(starts[t], i - 3)
                    found += 1
            i = j
    return begins[:found].copy(), ends[:found].copy(), contexts[:found].copy()


@compiled
def _hash(seed: Any, folded: Array, start: int, end: int) -> Any:
    value = seed
    for k in range(start, end):
        value = (value ^ np.uint64(folded[k])) * _FACTOR
    value ^= value >> _SHIFT
    value *= _FIRST_MIX
    return value ^ (value >> _SHIFT)


@compiled
def cut_tokens(
    folded: Array,
    starts: Array,
    kind: Array,
    shape: Array,
    given_starts: Array,
    given_ends: Array,
    given_hashes: Array,
    given_kinds: Array,
) -> Any:
    """Cut texts into tokens, those given among them, in order.

    `shape` uint8 `(f,)` is 1 for what was written in upper case. Returns of each token hash uint64, kind uint8,
    start and end int32 in `folded`, then int64 `(t + 1,)` where the tokens of each text begin, then uint64
    `(t,)` hashes of its words and of all its tokens with their case.
    """
    size = len(folded)
    hashes, kinds = np.empty(size, np.uint64), np.empty(size, np.uint8)
    begins, ends = np.empty(size, np.int32), np.empty(size, np.int32)
    places = np.empty(len(starts), np.int64)
    words, surfaces = np.empty(len(starts) - 1, np.uint64), np.empty(len(starts) - 1, np.uint64)
    n = given = 0
    for t in range(len(starts) - 1):
        places[t] = n
        i, end = starts[t], starts[t + 1]
        word_hash, surface = _WORD_SEED, _WORD_SEED
        while i < end:
            limit = end
            at_given = False
            if given < len(given_starts) and given_starts[given] < end:
                limit = given_starts[given]
                at_given = limit == i
            c = kind[folded[i]]
            if c == SPACE and not at_given:
                i += 1
                continue
            j = i + 1
            cased = np.uint64(0)
            if at_given:
                j = given_ends[given]
                hashes[n], kinds[n] = given_hashes[given], given_kinds[given]
                given += 1
            elif c in (HAN, NUMERAL):
                hashes[n], kinds[n] = _hash(_WORD_SEED, folded, i, j), HAN_TOKEN
            elif c in (MARK, STOP):
                hashes[n], kinds[n] = _hash(_WORD_SEED, folded, i, j), PUNCTUATION
            elif c == DIGIT:
                while j < limit and kind[folded[j]] == DIGIT:
                    j += 1
                first = i
                while first < j - 1 and folded[first] == 0x30:
                    first += 1
                hashes[n], kinds[n] = _hash(_NUMBER_SEED, folded, first, j), NUMBER
            else:
                while j < limit:
                    follows = kind[folded[j]]
                    before = kind[folded[j - 1]]
                    if follows in (WORD, JOINING) or (follows == DIGIT and before in (JOINING, DIGIT)):
                        j += 1
                    else:
                        break
                for k in range(i, j):
                    if shape[k]:
                        cased = (cased ^ np.uint64(k - i + 1)) * _FACTOR
                hashes[n], kinds[n] = _hash(_WORD_SEED, folded, i, j), WORD_TOKEN
            begins[n], ends[n] = i, j
            if kinds[n] != PUNCTUATION:
                word_hash = (word_hash ^ hashes[n]) * _FACTOR
                word_hash ^= word_hash >> _SHIFT
            surface = (surface ^ hashes[n] ^ cased) * _FACTOR
            surface ^= surface >> _SHIFT
            n += 1
            i = j
        words[t], surfaces[t] = word_hash, surface
    places[len(starts) - 1] = n
    return (
        hashes[:n].copy(), kinds[:n].copy(), begins[:n].copy(), ends[:n].copy(), places, words, surfaces,
    )  # fmt: skip


@compiled
def number_tokens(
    hashes: Array, figures: Array, keys: Array, ids: Array, vocabulary: Array, figure: Array, known: int
) -> Any:
    """Give each hash a number, the known ones theirs; return int32 numbers and how many are known then.

    `keys` and `ids` `(2**b,)` are a hash table (id -1: free) with room, `vocabulary` and `figure` lists by
    number, filled up to `known`.
    """
    mask = np.uint64(len(keys) - 1)
    numbers = np.empty(len(hashes), np.int32)
    for i in range(len(hashes)):
        slot = hashes[i] & mask
        while ids[slot] >= 0 and keys[slot] != hashes[i]:
            slot = (slot + np.uint64(1)) & mask
        if ids[slot] < 0:
            keys[slot] = hashes[i]
            ids[slot] = known
            vocabulary[known] = hashes[i]
            figure[known] = figures[i]
            known += 1
        numbers[i] = ids[slot]
    return numbers, known
