"""Candidates of one language: the runs of words that may be terms, with their rows, forms and measures."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tm.terms.counted_runs import Forms, RowLists, count_runs, join_forms, kept_lists, sliced, stored_runs
from tm.terms.encoded_texts import EncodedTexts
from tm.terms.run_shards import frequent_runs
from tm.terms.termhood import c_values, keyness, termhoods

# A single word of the pivot is a term only where these texts have it more often than general ones: G2 at one
# in a thousand (chi-square, one degree of freedom). In a memory of a few hundred units that leaves out common
# words with a special use ("health"); the larger the memory, the fewer.
LEAST_KEYNESS = 10.83
# Any word may render a term: whether it is one is asked of the pivot. The lists of general words differ too
# much for it to be asked of both ("criminalité" is special to these texts, "crime" is not), and a word that
# is left out leaves its place to a wrong one.
ANY_KEYNESS = float("-inf")
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
        return termhoods(self.c_value, self.keyness)


def find_candidates(texts: EncodedTexts, min_rows: int, least_keyness: float = LEAST_KEYNESS) -> Candidates:
    """Return the candidates of at least `min_rows` rows, single words of at least `least_keyness`."""
    with tempfile.TemporaryDirectory(prefix="hexapla-") as folder:
        shards = [
            stored_runs(count_runs(texts, runs, min_rows), Path(folder) / f"{number}.npz")
            for number, runs in enumerate(frequent_runs(texts, min_rows, MOST_KINDS))
        ]
        hashes = np.concatenate([one.hashes for one in shards])
        frequencies = np.concatenate([one.frequencies for one in shards])
        forms = join_forms([one.forms for one in shards])
        measures = _measured(texts, hashes, frequencies, forms)
        kept = np.flatnonzero(~_dropped(texts, measures, least_keyness))
        return _kept(measures, kept, kept_lists(shards, kept), forms)


@dataclass(frozen=True, slots=True, eq=False)
class _Measures:
    """What is measured of all kinds, as the fields of `Candidates` of the same names."""

    hashes: NDArray[np.uint64]
    frequencies: NDArray[np.int32]
    starts: NDArray[np.int64]
    lengths: NDArray[np.uint8]
    absorbers: NDArray[np.int64]
    c_value: NDArray[np.float64]
    keyness: NDArray[np.float64]
    absorbed: NDArray[np.float64]
    independence: NDArray[np.float64]


def _measured(
    texts: EncodedTexts, hashes: NDArray[np.uint64], frequencies: NDArray[np.int32], forms: Forms
) -> _Measures:
    from tm.terms import candidate_kernels as kernels

    table, n = texts.table, len(frequencies)
    first = forms.offsets[:-1]
    starts, lengths = forms.starts[first], forms.lengths[first]
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
    return _Measures(
        hashes,
        frequencies,
        starts,
        lengths,
        absorbers,
        values,
        keyness(texts, starts, lengths, frequencies),
        np.minimum(most / np.maximum(frequencies, 1), 1.0),
        np.clip(values / whole, 0.0, 1.0),
    )


def _dropped(texts: EncodedTexts, found: _Measures, least_keyness: float) -> NDArray[np.bool_]:
    """Say of each kind whether it is no candidate: a common word, or beyond `MOST_CANDIDATES`."""
    from tm.terms import candidate_kernels as kernels

    single = kernels.content_words(texts.tokens, texts.table.places, found.starts, found.lengths) == 1
    dropped: NDArray[np.bool_] = single & (found.keyness < least_keyness)
    if len(dropped) - dropped.sum() > MOST_CANDIDATES:
        order = np.argsort(np.where(dropped, np.inf, -termhoods(found.c_value, found.keyness)), kind="stable")
        dropped[order[MOST_CANDIDATES:]] = True
    return dropped


def _kept(found: _Measures, kept: NDArray[np.int64], lists: RowLists, forms: Forms) -> Candidates:
    values = {one.name: getattr(found, one.name)[kept] for one in fields(_Measures)}
    renumbered = np.full(len(found.hashes), -1)
    renumbered[kept] = np.arange(len(kept))
    absorbers = values.pop("absorbers")
    form_offsets, of_forms = sliced(forms.offsets, kept)
    return Candidates(
        **values,
        absorbers=np.where(absorbers >= 0, renumbered[absorbers], -1),
        offsets=lists.offsets,
        rows=lists.rows,
        places=lists.places,
        form_offsets=form_offsets,
        form_starts=forms.starts[of_forms],
        form_lengths=forms.lengths[of_forms],
        form_counts=forms.counts[of_forms],
    )
