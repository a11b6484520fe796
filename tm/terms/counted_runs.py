"""The kinds of runs of one shard with their rows and their forms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tm.terms.encoded_texts import EncodedTexts
from tm.terms.run_shards import Runs


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """Forms of n kinds, most frequent first: those of kind i are at `offsets[i]` to before `offsets[i + 1]`.

    `offsets` int64 `(n + 1,)`; `starts` int64 and `lengths` uint8, one occurrence; `counts` int32.
    """

    offsets: NDArray[np.int64]
    starts: NDArray[np.int64]
    lengths: NDArray[np.uint8]
    counts: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class RowLists:
    """Rows of n kinds, ascending, each once: those of kind i are at `offsets[i]` to before `offsets[i + 1]`.

    `offsets` int64 `(n + 1,)`, `rows` int32; `places` int64: where the first occurrence in the row begins.
    """

    offsets: NDArray[np.int64]
    rows: NDArray[np.int32]
    places: NDArray[np.int64]

    def taken(self, kept: NDArray[np.int64]) -> RowLists:
        """Return the lists of these kinds."""
        offsets, places = sliced(self.offsets, kept)
        return RowLists(offsets, self.rows[places], self.places[places])


@dataclass(frozen=True, slots=True, eq=False)
class CountedRuns:
    """Kinds of runs by rising hashes (uint64), with the number of their occurrences (int32)."""

    hashes: NDArray[np.uint64]
    frequencies: NDArray[np.int32]
    lists: RowLists
    forms: Forms


def count_runs(texts: EncodedTexts, runs: Runs, min_rows: int) -> CountedRuns:
    """Return the kinds of these runs that stand in at least `min_rows` rows."""
    hashes, numbers = np.unique(runs.hashes, return_inverse=True)
    lists = _row_lists(texts, runs, numbers, len(hashes))
    common = np.diff(lists.offsets) >= min_rows
    lists = lists.taken(np.flatnonzero(common))
    chosen = common[numbers]
    numbers = (np.cumsum(common) - 1)[numbers[chosen]]
    frequencies = np.bincount(numbers, minlength=int(common.sum())).astype(np.int32)
    forms = _forms(texts, runs.taken(chosen), numbers, len(frequencies))
    return CountedRuns(hashes[common], frequencies, lists, forms)


@dataclass(frozen=True, slots=True, eq=False)
class StoredRuns:
    """What `CountedRuns` has, rows and places in a file; `offsets` are those of its lists."""

    hashes: NDArray[np.uint64]
    frequencies: NDArray[np.int32]
    forms: Forms
    offsets: NDArray[np.int64]
    path: Path


def stored_runs(counted: CountedRuns, path: Path) -> StoredRuns:
    """Write rows and places to a new file, and return what takes less memory."""
    lists = counted.lists
    with path.open("wb") as file:
        np.savez(file, rows=lists.rows, places=lists.places)
    return StoredRuns(counted.hashes, counted.frequencies, counted.forms, lists.offsets, path)


def kept_lists(parts: list[StoredRuns], kept: NDArray[np.int64]) -> RowLists:
    """Return the rows of these kinds, ascending numbers over all parts; one part is read at a time."""
    ends = np.concatenate([[0], np.cumsum([len(one.hashes) for one in parts])])
    bounds = np.searchsorted(kept, ends)
    offsets, _ = sliced_offsets(joined_offsets([one.offsets for one in parts]), kept)
    rows, places = np.empty(int(offsets[-1]), np.int32), np.empty(int(offsets[-1]), np.int64)
    for part, start, first, last in zip(parts, ends[:-1], bounds[:-1], bounds[1:], strict=True):
        there = slice(offsets[first], offsets[last])
        _, chosen = sliced(part.offsets, kept[first:last] - start)
        with np.load(part.path) as arrays:
            rows[there], places[there] = arrays["rows"][chosen], arrays["places"][chosen]
    return RowLists(offsets, rows, places)


def join_forms(parts: list[Forms]) -> Forms:
    """Return the forms of all parts, one after another."""
    names = ("starts", "lengths", "counts")
    joined = (np.concatenate([getattr(one, name) for one in parts]) for name in names)
    return Forms(joined_offsets([one.offsets for one in parts]), *joined)


def joined_offsets(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return the offsets of lists that are put one after another."""
    sizes = np.concatenate([np.diff(one) for one in parts])
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def sliced(
    offsets: NDArray[np.int64], kept: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the offsets of the kept lists, and the places of what they hold."""
    new, sizes = sliced_offsets(offsets, kept)
    places = np.arange(new[-1]) - np.repeat(new[:-1], sizes) + np.repeat(offsets[:-1][kept], sizes)
    return new, places


def sliced_offsets(
    offsets: NDArray[np.int64], kept: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the offsets of the kept lists, and their sizes."""
    sizes = np.diff(offsets)[kept]
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), sizes


def _row_lists(texts: EncodedTexts, runs: Runs, numbers: NDArray[np.int64], n: int) -> RowLists:
    both, first = np.unique((numbers.astype(np.int64) << 32) | texts.rows[runs.texts], return_index=True)
    counts = np.bincount(both >> 32, minlength=n)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return RowLists(offsets, (both & 0xFFFFFFFF).astype(np.int32), runs.starts[first])


def _forms(texts: EncodedTexts, runs: Runs, numbers: NDArray[np.int64], n: int) -> Forms:
    """Return the forms of each kind, most frequent first.

    The beginning of a text counts only between equals: there a word has a capital that is not its own.
    """
    from tm.terms import candidate_kernels as kernels

    starts = runs.starts
    written = kernels.written_hashes(texts.tokens, texts.table.own, starts, runs.lengths)
    order = np.lexsort((starts, written, numbers))
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(numbers[order]) != 0) | (written[order][1:] != written[order][:-1])
    firsts = np.flatnonzero(new)
    counts = np.diff(np.append(firsts, len(order))).astype(np.int32)
    chosen = order[firsts]
    within = texts.offsets[runs.texts[order]] != starts[order]
    # Where there is nothing, `reduceat` has nothing to begin at.
    inside = np.add.reduceat(within, firsts, dtype=np.int64) if len(firsts) else counts
    ranked = np.lexsort((starts[chosen], -counts, -inside, numbers[chosen]))
    offsets = np.searchsorted(numbers[chosen][ranked], np.arange(n + 1)).astype(np.int64)
    return Forms(offsets, starts[chosen][ranked], runs.lengths[chosen][ranked], counts[ranked])
