"""Compiled loops of the tokeniser: fold, find what may be a symbol or a number, cut, number the tokens.

All positions are 0-based, all ranges half-open. Texts lie end to end; `starts` int64 `(t + 1,)` says where
each begins. A token is known by a 64-bit hash: that any two of a million words
share one has a chance of 1 in 30 million.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.compiled import compiled
from tm.matching.characters import DIGIT, HAN, JOINING, NUMERAL, SPACE, STOP, WORD
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
_SLASH, _W, _DOT, _ZERO = 0x2F, 0x77, 0x2E, 0x30
_SPACE, _COMMA, _APOSTROPHE, _ARABIC_DECIMAL, _ARABIC_GROUP = 0x20, 0x2C, 0x27, 0x66B, 0x66C
_ORDINAL_SIGN, _OF, _MONTH, _DAY = 0x7B2C, 0x4E4B, 0x6708, 0x65E5
_LONGEST_CHUNK, _LONGEST_NUMBER, _LONGEST_RUN = 2000, 64, 18


@compiled
def fold_codes(codes: Array, starts: Array, count: Array, first: Array, extra: Array, upper: Array) -> Any:
    """Return folded characters uint32 `(f,)`, their origins int32 `(f + 1,)` in `codes`, and new `starts`.

    Then uint8 `(f,)`: 1 for what was written in upper case.
    """
    total = 0
    for i in range(len(codes)):
        total += count[codes[i]]
    folded = np.empty(total, np.uint32)
    origins = np.empty(total + 1, np.int32)
    shape = np.empty(total, np.uint8)
    places = np.empty(len(starts), np.int64)
    k = 0
    for t in range(len(starts) - 1):
        places[t] = k
        for i in range(starts[t], starts[t + 1]):
            size = count[codes[i]]
            if size == 1:
                folded[k] = first[codes[i]]
                origins[k] = i
                shape[k] = upper[codes[i]]
                k += 1
            else:
                for e in range(size):
                    folded[k] = extra[first[codes[i]] + e]
                    origins[k] = i
                    shape[k] = upper[codes[i]]
                    k += 1
    places[len(starts) - 1] = total
    origins[total] = len(codes)
    return folded, origins, places, shape


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
                after_www = j - i >= 3 and folded[j - 1] == _W and folded[j - 2] == _W
                marked = marked or folded[j] == _SLASH or (folded[j] == _DOT and after_www)
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
def _digits_end(folded: Array, kind: Array, i: int, limit: int) -> int:
    while i < limit and kind[folded[i]] == DIGIT:
        i += 1
    return i


@compiled
def _number_end(folded: Array, kind: Array, i: int, limit: int) -> int:
    """Return where digits from `i` on end, with single separators between them."""
    j = _digits_end(folded, kind, i, limit)
    while j + 1 < limit and _separates(folded[j]) and kind[folded[j + 1]] == DIGIT:
        j = _digits_end(folded, kind, j + 1, limit)
    return j


@compiled
def _may_be_number(folded: Array, start: int, i: int, j: int, end: int) -> bool:
    """Say whether Han numerals `[i, j)` of a text `[start, end)` may be meant as a number."""
    if j - i > _LONGEST_RUN:
        return False
    told = i > start and folded[i - 1] in (_ORDINAL_SIGN, _OF)
    return j - i >= 2 or told or (j < end and folded[j] in (_MONTH, _DAY))


@compiled
def find_numbers(
    folded: Array, starts: Array, kind: Array, taken_starts: Array, taken_ends: Array, numerals: int
) -> Any:
    """Return starts, ends and context starts of digits with separators, and of Han numerals where not 0.

    What lies in the ranges taken is passed over. The context start is -1 for digits; for Han numerals up to
    three characters before.
    """
    size = len(folded) // 2 + 1
    begins, ends, contexts = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    found = taken = 0
    for t in range(len(starts) - 1):
        i, end = starts[t], starts[t + 1]
        while i < end:
            limit = end
            if taken < len(taken_starts) and taken_starts[taken] < end:
                limit = taken_starts[taken]
            if limit == i:
                i = taken_ends[taken]
                taken += 1
                continue
            c = kind[folded[i]]
            j = i + 1
            context = -2
            if c == DIGIT:
                j = _digits_end(folded, kind, i, limit)
                if i == starts[t] or kind[folded[i - 1]] != JOINING:
                    whole = _number_end(folded, kind, i, limit)
                    context = -1 if j < whole <= i + _LONGEST_NUMBER else -2
                    j = whole
            elif c == NUMERAL and numerals:
                while j < limit and kind[folded[j]] == NUMERAL:
                    j += 1
                if _may_be_number(folded, starts[t], i, j, end):
                    context = max(starts[t], i - 3)
            if context > -2:
                begins[found], ends[found], contexts[found] = i, j, context
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
def _word_end(folded: Array, kind: Array, i: int, limit: int) -> int:
    j = i + 1
    while j < limit:
        follows, before = kind[folded[j]], kind[folded[j - 1]]
        if follows not in (WORD, JOINING) and (follows != DIGIT or before not in (JOINING, DIGIT)):
            break
        j += 1
    return j


@compiled
def _token_at(folded: Array, kind: Array, i: int, limit: int) -> Any:
    """Return end, hash and kind of the token that begins at `i` and ends at `limit` or before."""
    c = kind[folded[i]]
    if c == DIGIT:
        end = _digits_end(folded, kind, i, limit)
        while i < end - 1 and folded[i] == _ZERO:
            i += 1
        return end, _hash(_NUMBER_SEED, folded, i, end), NUMBER
    if c in (WORD, JOINING):
        end = _word_end(folded, kind, i, limit)
        return end, _hash(_WORD_SEED, folded, i, end), WORD_TOKEN
    single = HAN_TOKEN if c in (HAN, NUMERAL) else PUNCTUATION
    return i + 1, _hash(_WORD_SEED, folded, i, i + 1), single


@compiled
def _case_of(shape: Array, start: int, end: int) -> Any:
    """Return a hash of where the upper case stands, 0 for none."""
    cased = np.uint64(0)
    for k in range(start, end):
        if shape[k]:
            cased = (cased ^ np.uint64(k - start + 1)) * _FACTOR
    return cased


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

    `shape` uint8 `(f,)` is 1 for what was written in upper case. Returns of each token hash uint64, kind
    uint8, start and end int32 in `folded`, then int64 `(t + 1,)` where the tokens of each text begin, then
    uint64 `(t,)` hashes of its words and of all its tokens with their case.
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
            if given < len(given_starts) and given_starts[given] < end:
                limit = given_starts[given]
            cased = np.uint64(0)
            if limit == i:
                j, hashed, what = given_ends[given], given_hashes[given], given_kinds[given]
                given += 1
            elif kind[folded[i]] == SPACE:
                i += 1
                continue
            else:
                j, hashed, what = _token_at(folded, kind, i, limit)
                if what == WORD_TOKEN:
                    cased = _case_of(shape, i, j)
            begins[n], ends[n], hashes[n], kinds[n] = i, j, hashed, what
            if what != PUNCTUATION:
                word_hash = (word_hash ^ hashed) * _FACTOR
                word_hash ^= word_hash >> _SHIFT
            surface = (surface ^ hashed ^ cased) * _FACTOR
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
