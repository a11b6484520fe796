"""Compiled loops over numbered words: which runs may be terms, and how often each stands in longer ones.

A candidate is a run of at most `MOST_TOKENS` words, `MOST_CONTENT` of them content words, whose first may
start, whose last may end a term and whose others may stand inside; its key is a hash of the keys of its words
(that of the first without clitics), articles left out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.compiled import compiled
from tm.terms.term_places import ALONE, CONTENT, END, INSIDE, START

Array = NDArray[Any]

MOST_TOKENS = 9
MOST_CONTENT = 6
# "au titre de la", "in and of the": links in a row.
MOST_LINKS = 3
# Buckets of the counts that tell which runs are rare before any is kept (128 MB).
BUCKETS = 1 << 26
# The finaliser of splitmix64 (Steele, Lea and Flood 2014).
_A, _B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@compiled
def _mixed(value: np.uint64, number: int) -> np.uint64:
    mixed = (value ^ np.uint64(number + 1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _A
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _B
    return mixed ^ (mixed >> np.uint64(31))


@compiled
def count_buckets(
    tokens: Array, offsets: Array, places: Array, keys: Array, inner_keys: Array, counts: Array
) -> None:
    """Count the runs of all texts in `counts`, uint16 `(BUCKETS,)`, by the low bits of their hash."""
    for text in range(len(offsets) - 1):
        for start in range(offsets[text], offsets[text + 1]):
            first = places[tokens[start]]
            if not first & START:
                continue
            hashed = _mixed(np.uint64(0), keys[tokens[start]])
            content, links = 1, 0
            last = min(offsets[text + 1], start + MOST_TOKENS)
            if first & ALONE:
                _add(counts, hashed)
            for at in range(start + 1, last):
                token = tokens[at]
                place = places[token]
                if not place & (INSIDE | END):
                    break
                if place & CONTENT:
                    content, links = content + 1, 0
                else:
                    links += 1
                if content > MOST_CONTENT or links > MOST_LINKS:
                    break
                if inner_keys[token]:
                    hashed = _mixed(hashed, inner_keys[token])
                if place & END:
                    _add(counts, hashed)
                if not place & INSIDE:
                    break


@compiled
def _add(counts: Array, hashed: np.uint64) -> None:
    bucket = np.int64(hashed & np.uint64(BUCKETS - 1))
    if counts[bucket] < 65535:
        counts[bucket] += 1


@compiled
def least_count(counts: Array, least: int, most_kinds: int) -> int:
    """Return the smallest count, at least `least`, that at most `most_kinds` buckets reach."""
    histogram = np.zeros(65536, np.int64)
    for count in counts:
        histogram[count] += 1
    kinds = 0
    for count in range(65535, least - 1, -1):
        kinds += histogram[count]
        if kinds > most_kinds:
            return count + 1
    return least


@compiled
def list_runs(  # noqa: C901 (calls of their own would cost half the time)
    tokens: Array,
    offsets: Array,
    places: Array,
    keys: Array,
    inner_keys: Array,
    first_text: int,
    end_text: int,
    counts: Array,
    least: int,
    found: tuple[Array, ...],
) -> int:
    """Return how many runs have a bucket of at least `least`; write them where `found` has room.

    Of the texts from `first_text` to before `end_text`.

    `found` is (hashes uint64, text numbers int32, starts int64, lengths uint8), each of the same length.
    """
    hashes, texts, starts, lengths = found
    room = len(hashes)
    number = 0
    for text in range(first_text, end_text):
        for start in range(offsets[text], offsets[text + 1]):
            first = places[tokens[start]]
            if not first & START:
                continue
            hashed = _mixed(np.uint64(0), keys[tokens[start]])
            content, links = 1, 0
            last = min(offsets[text + 1], start + MOST_TOKENS)
            for at in range(start, last):
                token = tokens[at]
                place = places[token]
                if at > start:
                    if not place & (INSIDE | END):
                        break
                    if place & CONTENT:
                        content, links = content + 1, 0
                    else:
                        links += 1
                    if content > MOST_CONTENT or links > MOST_LINKS:
                        break
                    if inner_keys[token]:
                        hashed = _mixed(hashed, inner_keys[token])
                ends = place & ALONE if at == start else place & END
                if ends and counts[np.int64(hashed & np.uint64(BUCKETS - 1))] >= least:
                    if number < room:
                        hashes[number] = hashed
                        texts[number] = text
                        starts[number] = start
                        lengths[number] = at - start + 1
                    number += 1
                if at > start and not place & INSIDE:
                    break
    return number


@compiled
def _absorbs_more(one: int, other: int, frequencies: Array, lengths: Array) -> bool:
    if other < 0 or frequencies[one] != frequencies[other]:
        return bool(other < 0 or frequencies[one] > frequencies[other])
    return bool(lengths[one] > lengths[other])


@compiled
def sum_longer(
    tokens: Array,
    places: Array,
    keys: Array,
    inner_keys: Array,
    hashes: Array,
    starts: Array,
    lengths: Array,
    frequencies: Array,
    found: tuple[Array, ...],
) -> None:
    """Add to each candidate the frequency of the longer candidates that contain it.

    `hashes` uint64 `(n,)` sorted; `starts`, `lengths` one occurrence of each. `found` is (sums int64, to
    which frequencies are added; int32, how many longer ones there are; int64, the most frequent of them or
    -1: of equals the one with more words, then the first).
    """
    sums, numbers, absorbers = found
    for longer in range(len(hashes)):
        end = starts[longer] + lengths[longer]
        for start in range(starts[longer], end):
            if not places[tokens[start]] & START:
                continue
            hashed = _mixed(np.uint64(0), keys[tokens[start]])
            for at in range(start, end):
                token = tokens[at]
                if at > start and inner_keys[token]:
                    hashed = _mixed(hashed, inner_keys[token])
                if at - start + 1 == lengths[longer]:
                    break
                ends = places[token] & ALONE if at == start else places[token] & END
                if not ends:
                    continue
                place = np.searchsorted(hashes, hashed)
                if place < len(hashes) and hashes[place] == hashed and place != longer:
                    sums[place] += frequencies[longer]
                    numbers[place] += 1
                    if _absorbs_more(longer, absorbers[place], frequencies, lengths):
                        absorbers[place] = longer


def empty_runs(
    room: int,
) -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int64], NDArray[np.uint8]]:
    """Return arrays with room for so many runs."""
    return (
        np.empty(room, np.uint64),
        np.empty(room, np.int32),
        np.empty(room, np.int64),
        np.empty(room, np.uint8),
    )


@compiled
def written_hashes(tokens: Array, own: Array, starts: Array, lengths: Array) -> Array:
    """Return a hash of each run as it is written, its first word without clitics: uint64 `(n,)`."""
    hashes = np.empty(len(starts), np.uint64)
    for run in range(len(starts)):
        hashed = _mixed(np.uint64(1), own[tokens[starts[run]]])
        for at in range(starts[run] + 1, starts[run] + lengths[run]):
            hashed = _mixed(hashed, tokens[at])
        hashes[run] = hashed
    return hashes


@compiled
def content_words(tokens: Array, places: Array, starts: Array, lengths: Array) -> Array:
    """Return the number of content words of each run: int64 `(n,)`."""
    numbers = np.zeros(len(starts), np.int64)
    for run in range(len(starts)):
        for at in range(starts[run], starts[run] + lengths[run]):
            if places[tokens[at]] & CONTENT:
                numbers[run] += 1
    return numbers


@compiled
def count_beside(
    tokens: Array, offsets: Array, keys: Array, content: Array, side: int, n: int
) -> tuple[Array, Array]:
    """Return how often each key stands, and how often with a content word beside it: int64 `(n,)` each.

    `side` is -1 for the word before, 1 for the one after, in the same text; `content` bool by word.
    """
    total, beside = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for text in range(len(offsets) - 1):
        start, end = offsets[text], offsets[text + 1]
        for at in range(start, end):
            key = keys[tokens[at]]
            total[key] += 1
            if start <= at + side < end and content[tokens[at + side]]:
                beside[key] += 1
    return total, beside
