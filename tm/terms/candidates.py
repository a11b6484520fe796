"""Candidates of one language: the runs of words that may be terms, with their rows, forms and measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.terms.encoded_texts import EncodedTexts
from tm.terms.termhood import c_values, keyness

# A single word is a term only where these texts have it more often than general ones: G2 at one in a thousand
# (chi-square, one degree of freedom). In a memory of a few hundred units that leaves out common words with a
# special use ("health"); the larger the memory, the fewer.
LEAST_KEYNESS = 10.83
# What bounds memory and time in large memories: so many of the most frequent kinds of runs are counted
# exactly, and so many candidates, those of the highest termhood, are kept a language.
MOST_KINDS = 300_000
MOST_CANDIDATES = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Candidates of a language, in the order of their hashes.

    `hashes` uint64 `(n,)` sorted; `frequencies` int32, occurrences; `starts` int64 and `lengths` uint8, the
    first occurrence of its most frequent form. `offsets` int64 `(n + 1,)` and `rows` int32: the rows that
    have candidate i are `rows[offsets[i] : offsets[i + 1]]`, ascending, each once; `places` int64 says where
    its first occurrence in that row begins, among all words. `absorbers` int64: the most frequent longer
    candidate that contains it, or -1; `absorbed` in [0, 1]: the share of its occurrences inside that one.
    `c_value`, `keyness` float64; `independence` in [0, 1]: the C-value as a share of what it would be if no
    longer candidate contained it. `form_offsets` int64 `(n + 1,)`, `form_starts` int64, `form_lengths` uint8
    and `form_counts` int32: its forms, most frequent first.
    """

    hashes: NDArray[np.uint64]
    frequencies: NDArray[np.int32]
    starts: NDArray[np.int64]
    lengths: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    rows: NDArray[np.int32]
    places: NDArray[np.int64]
    absorbers: NDArray[np.int64]
    c_value: NDArray[np.float64]
    keyness: NDArray[np.float64]
    absorbed: NDArray[np.float64]
    independence: NDArray[np.float64]
    form_offsets: NDArray[np.int64]
    form_starts: NDArray[np.int64]
    form_lengths: NDArray[np.uint8]
    form_counts: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.hashes)

    @property
    def termhood(self) -> NDArray[np.float64]:
        """C-value times the logarithm of the keyness: how much of a unit, and how special to these texts."""
        return self.c_value * np.log1p(np.maximum(self.keyness, 0.0))


def find_candidates(texts: EncodedTexts, min_rows: int) -> Candidates:
    """Return the candidates of at least `min_rows` rows, single words of at least `LEAST_KEYNESS`."""
    from tm.terms import candidate_kernels as kernels

    runs = _frequent_runs(texts, min_rows)
    hashes, numbers = np.unique(runs[0], return_inverse=True)
    common = np.diff(_rows_each_once(numbers, runs, texts, len(hashes))[0]) >= min_rows
    chosen = common[numbers]
    runs = (runs[0][chosen], runs[1][chosen], runs[2][chosen], runs[3][chosen])
    numbers = (np.cumsum(common) - 1)[numbers[chosen]]
    offsets, rows, places = _rows_each_once(numbers, runs, texts, int(common.sum()))
    frequencies = np.bincount(numbers, minlength=len(offsets) - 1).astype(np.int32)
    forms = _forms(texts, numbers, runs, len(frequencies))
    first = forms[0][:-1]
    found = _measured(texts, hashes[common], frequencies, (offsets, rows, places), forms, first)
    single = kernels.content_words(texts.tokens, texts.table.places, found.starts, found.lengths) == 1
    dropped = single & (found.keyness < LEAST_KEYNESS)
    if len(found) - dropped.sum() > MOST_CANDIDATES:
        order = np.argsort(np.where(dropped, np.inf, -found.termhood), kind="stable")
        dropped[order[MOST_CANDIDATES:]] = True
    return _without(found, dropped)


def _measured(
    texts: EncodedTexts,
    hashes: NDArray[np.uint64],
    frequencies: NDArray[np.int32],
    where: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]],
    forms: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8], NDArray[np.int32]],
    first: NDArray[np.int64],
) -> Candidates:
    from tm.terms import candidate_kernels as kernels

    table, n = texts.table, len(frequencies)
    starts, lengths = forms[1][first], forms[2][first]
    sums, longer, absorbers = np.zeros(n, np.int64), np.zeros(n, np.int32), np.full(n, -1, np.int64)
    arguments = (
        texts.tokens,
        table.places,
        table.keys,
        table.inner_keys,
        hashes,
        starts,
        lengths,
        frequencies,
    )
    kernels.sum_longer(*arguments, (sums, longer, absorbers))
    most = np.where(absorbers >= 0, frequencies[absorbers], 0)
    content = kernels.content_words(texts.tokens, table.places, starts, lengths)
    values = c_values(content, frequencies, sums, longer)
    whole = c_values(content, frequencies, np.zeros_like(sums), np.zeros_like(longer))
    return Candidates(
        hashes,
        frequencies,
        starts,
        lengths,
        *where,
        absorbers,
        values,
        keyness(texts, starts, lengths, frequencies),
        np.minimum(most / np.maximum(frequencies, 1), 1.0),
        np.clip(values / whole, 0.0, 1.0),
        form_offsets=forms[0],
        form_starts=forms[1],
        form_lengths=forms[2],
        form_counts=forms[3],
    )


Runs = tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int64], NDArray[np.uint8]]


def _frequent_runs(texts: EncodedTexts, least: int) -> Runs:
    """Return all runs whose hash occurs at least `least` times, and a few others.

    More often where there are more than `MOST_KINDS`.
    """
    from tm.terms import candidate_kernels as kernels

    table = texts.table
    arguments = (texts.tokens, texts.offsets, table.places, table.keys, table.inner_keys)
    counts = np.zeros(kernels.BUCKETS, np.uint16)
    kernels.count_buckets(*arguments, counts)
    least = kernels.least_count(counts, least, MOST_KINDS)
    number = kernels.list_runs(*arguments, counts, least, kernels.empty_runs(0))
    found = kernels.empty_runs(number)
    kernels.list_runs(*arguments, counts, least, found)
    return found


def _rows_each_once(
    numbers: NDArray[np.int64], runs: Runs, texts: EncodedTexts, n: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """Return offsets, rows and first places of each candidate; each row once, ascending."""
    both, first = np.unique((numbers.astype(np.int64) << 32) | texts.rows[runs[1]], return_index=True)
    counts = np.bincount(both >> 32, minlength=n)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return offsets, (both & 0xFFFFFFFF).astype(np.int32), runs[2][first]


def _forms(
    texts: EncodedTexts, numbers: NDArray[np.int64], runs: Runs, n: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8], NDArray[np.int32]]:
    """Return offsets, starts, lengths and counts of the forms of each candidate, most frequent first.

    The beginning of a text counts only between equals: there a word has a capital that is not its own.
    """
    from tm.terms import candidate_kernels as kernels

    _hashes, _texts, starts, lengths = runs
    written = kernels.written_hashes(texts.tokens, texts.table.own, starts, lengths)
    order = np.lexsort((starts, written, numbers))
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(numbers[order]) != 0) | (written[order][1:] != written[order][:-1])
    firsts = np.flatnonzero(new)
    counts = np.diff(np.append(firsts, len(order))).astype(np.int32)
    chosen = order[firsts]
    inside = np.add.reduceat(~np.isin(starts[order], texts.offsets[:-1]), firsts) if len(firsts) else counts
    ranked = np.lexsort((starts[chosen], -counts, -inside, numbers[chosen]))
    offsets = np.searchsorted(numbers[chosen][ranked], np.arange(n + 1))
    return offsets.astype(np.int64), starts[chosen][ranked], lengths[chosen][ranked], counts[ranked]


def _without(found: Candidates, dropped: NDArray[np.bool_]) -> Candidates:
    kept = np.flatnonzero(~dropped)
    renumbered = np.where(dropped, -1, np.cumsum(~dropped) - 1)
    absorbers = found.absorbers[kept]
    offsets, rows = _sliced(found.offsets, kept)
    form_offsets, forms = _sliced(found.form_offsets, kept)
    one_each = (
        "hashes",
        "frequencies",
        "starts",
        "lengths",
        "c_value",
        "keyness",
        "absorbed",
        "independence",
    )
    values = {name: getattr(found, name)[kept] for name in one_each}
    return Candidates(
        **values,
        absorbers=np.where(absorbers >= 0, renumbered[absorbers], -1),
        offsets=offsets,
        rows=found.rows[rows],
        places=found.places[rows],
        form_offsets=form_offsets,
        form_starts=found.form_starts[forms],
        form_lengths=found.form_lengths[forms],
        form_counts=found.form_counts[forms],
    )


def _sliced(
    offsets: NDArray[np.int64], kept: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the offsets of the kept lists, and the places of what they hold."""
    sizes = np.diff(offsets)[kept]
    new = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    places = np.arange(new[-1]) - np.repeat(new[:-1], sizes) + np.repeat(offsets[:-1][kept], sizes)
    return new, places
