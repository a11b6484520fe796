"""Candidates of one language: the runs of words that may be terms, with their rows, forms and measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.terms.encoded_texts import EncodedTexts
from tm.terms.termhood import c_values, keyness

# A run of one word that general texts have as often is no term: G2 at one in a thousand (chi-square, one
# degree of freedom).
LEAST_KEYNESS = 10.83


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Candidates of a language, in the order of their hashes.

    `hashes` uint64 `(n,)` sorted; `frequencies` int32, occurrences; `starts` int64 and `lengths` uint8, the
    first occurrence of its most frequent form; `offsets` int64 `(n + 1,)` and `rows` int32: the rows that have candidate i are
    `rows[offsets[i] : offsets[i + 1]]`, ascending, each once. `c_value`, `keyness` float64; `absorbed` in
    [0, 1]: the share of its occurrences inside the most frequent longer candidate. `form_offsets` int64
    `(n + 1,)`, `form_starts` int64 and `form_counts` int32: its forms, most frequent first.
    """

    hashes: NDArray[np.uint64]
    frequencies: NDArray[np.int32]
    starts: NDArray[np.int64]
    lengths: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    rows: NDArray[np.int32]
    c_value: NDArray[np.float64]
    keyness: NDArray[np.float64]
    absorbed: NDArray[np.float64]
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
    """Return the candidates that stand in at least `min_rows` rows."""
    from tm.terms import candidate_loops as loops

    places, keys, inner = texts.table.places, texts.table.keys, texts.table.inner_keys
    runs = _frequent_runs(texts, min_rows)
    hashes, numbers = np.unique(runs[0], return_inverse=True)
    rows = texts.rows[runs[1]]
    kept = _rows_each_once(numbers, rows, len(hashes))
    common = kept[2] >= min_rows
    runs = tuple(part[common[numbers]] for part in runs)
    numbers = (np.cumsum(common) - 1)[numbers[common[numbers]]]
    offsets, flat, _counts = _rows_each_once(numbers, texts.rows[runs[1]], int(common.sum()))
    frequencies = np.bincount(numbers, minlength=len(offsets) - 1).astype(np.int32)
    forms = _forms(texts, numbers, runs, len(frequencies))
    starts, lengths = forms[1][forms[0][:-1]], forms[2][forms[0][:-1]]
    n = len(frequencies)
    sums, longer, most = np.zeros(n, np.int64), np.zeros(n, np.int32), np.zeros(n, np.int64)
    arguments = (texts.tokens, places, keys, inner, hashes[common], starts, lengths, frequencies)
    loops.sum_longer(*arguments, sums, longer, most)
    content = loops.content_words(texts.tokens, places, starts, lengths)
    found = Candidates(
        hashes[common],
        frequencies,
        starts,
        lengths,
        offsets,
        flat,
        c_values(content, frequencies, sums, longer),
        keyness(texts, starts, lengths, frequencies),
        np.minimum(most / np.maximum(frequencies, 1), 1.0),
        *forms,
    )
    return _without(found, (content == 1) & (found.keyness < LEAST_KEYNESS))


Runs = tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int64], NDArray[np.uint8]]


def _frequent_runs(texts: EncodedTexts, least: int) -> Runs:
    """Return all runs whose hash occurs at least `least` times, and a few others."""
    from tm.terms import candidate_loops as loops

    table = texts.table
    arguments = (texts.tokens, texts.offsets, table.places, table.keys, table.inner_keys)
    counts = np.zeros(loops.BUCKETS, np.uint16)
    loops.count_buckets(*arguments, counts)
    number = loops.list_runs(*arguments, counts, least, loops.empty_runs(0))
    found = loops.empty_runs(number)
    loops.list_runs(*arguments, counts, least, found)
    return found


def _rows_each_once(
    numbers: NDArray[np.int64], rows: NDArray[np.int32], n: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """Return offsets, rows and number of rows of each candidate; each row once, ascending."""
    both = np.unique((numbers.astype(np.int64) << 32) | rows)
    counts = np.bincount(both >> 32, minlength=n)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return offsets, (both & 0xFFFFFFFF).astype(np.int32), counts


def _forms(
    texts: EncodedTexts, numbers: NDArray[np.int64], runs: Runs, n: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8], NDArray[np.int32]]:
    """Return offsets, starts, lengths and counts of the forms of each candidate, most frequent first."""
    from tm.terms import candidate_loops as loops

    _hashes, _texts, starts, lengths = runs
    written = loops.written_hashes(texts.tokens, texts.table.own, starts, lengths)
    order = np.lexsort((starts, written, numbers))
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(numbers[order]) != 0) | (written[order][1:] != written[order][:-1])
    firsts = np.flatnonzero(new)
    counts = np.diff(np.append(firsts, len(order))).astype(np.int32)
    chosen = order[firsts]
    ranked = np.lexsort((starts[chosen], -counts, numbers[chosen]))
    offsets = np.searchsorted(numbers[chosen][ranked], np.arange(n + 1))
    return offsets.astype(np.int64), starts[chosen][ranked], lengths[chosen][ranked], counts[ranked]


def _without(found: Candidates, dropped: NDArray[np.bool_]) -> Candidates:
    kept = np.flatnonzero(~dropped)
    offsets, rows = _sliced(found.offsets, kept)
    form_offsets, forms = _sliced(found.form_offsets, kept)
    one_each = ("hashes", "frequencies", "starts", "lengths", "c_value", "keyness", "absorbed")
    values = {name: getattr(found, name)[kept] for name in one_each}
    return Candidates(
        **values,
        offsets=offsets,
        rows=found.rows[rows],
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
