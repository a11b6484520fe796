"""The runs of words of a language that may be terms, in shards: those of a million units do not fit together.

All runs of one key are in the same shard, in the order of the texts, and the shards are in the order of the
hashes: what is counted shard by shard and put together is what would be counted at once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tm.terms.encoded_texts import EncodedTexts

# Words a shard: they have two to four times as many runs, which take some 200 MB when they are sorted.
SHARD_WORDS = 4_000_000
# More files than this are not open at once everywhere.
_MOST_BITS = 8
# Words whose runs are listed at once, before they are told apart.
CHUNK_WORDS = 1_000_000
_RECORD = np.dtype([("hash", "<u8"), ("start", "<i8"), ("text", "<i4"), ("length", "u1")])


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Runs in the order of the texts: hashes uint64, texts int32 (numbers), starts int64, lengths uint8."""

    hashes: NDArray[np.uint64]
    texts: NDArray[np.int32]
    starts: NDArray[np.int64]
    lengths: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.hashes)

    def taken(self, chosen: NDArray[np.generic]) -> Runs:
        """Return the runs at these places, or where a mask is true."""
        return Runs(self.hashes[chosen], self.texts[chosen], self.starts[chosen], self.lengths[chosen])


def frequent_runs(texts: EncodedTexts, least: int, most_kinds: int) -> Iterator[Runs]:
    """Yield all runs whose hash occurs at least `least` times, and a few others, by rising hashes.

    More often where there are more than `most_kinds`. Each shard is held alone; the others wait in files.
    """
    from tm.terms import candidate_kernels as kernels

    counts = np.zeros(kernels.BUCKETS, np.uint16)
    table = texts.table
    kernels.count_buckets(texts.tokens, texts.offsets, table.places, table.keys, table.inner_keys, counts)
    least = kernels.least_count(counts, least, most_kinds)
    bits = min(max(len(texts.tokens) - 1, 0) // SHARD_WORDS, (1 << _MOST_BITS) - 1).bit_length()
    if bits == 0:
        yield _listed(texts, counts, least, 0, len(texts.rows))
        return
    with tempfile.TemporaryDirectory(prefix="hexapla-") as folder:
        paths = [Path(folder) / f"runs-{number}" for number in range(1 << bits)]
        _write_shards(texts, counts, least, bits, paths)
        del counts
        for path in paths:
            yield _read_shard(path)
            path.unlink()


def _write_shards(
    texts: EncodedTexts, counts: NDArray[np.uint16], least: int, bits: int, paths: list[Path]
) -> None:
    for path in paths:
        path.touch()
    for first, end in _chunks(texts.offsets):
        runs = _listed(texts, counts, least, first, end)
        shards = (runs.hashes >> np.uint64(64 - bits)).astype(np.uint8)
        order = np.argsort(shards, kind="stable")
        records = np.empty(len(runs), _RECORD)
        records["hash"], records["start"] = runs.hashes[order], runs.starts[order]
        records["text"], records["length"] = runs.texts[order], runs.lengths[order]
        ends = np.searchsorted(shards[order], np.arange(len(paths) + 1))
        for path, start, stop in zip(paths, ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            with path.open("ab") as file:
                file.write(records[start:stop].data)


def _chunks(offsets: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield half-open ranges of texts of about `CHUNK_WORDS` words each, one text at least."""
    first = 0
    while first < len(offsets) - 1:
        end = int(np.searchsorted(offsets, offsets[first] + CHUNK_WORDS, side="right")) - 1
        end = max(end, first + 1)
        yield first, end
        first = end


def _listed(texts: EncodedTexts, counts: NDArray[np.uint16], least: int, first: int, end: int) -> Runs:
    """Return the runs of the texts from `first` to before `end` whose bucket has at least `least`."""
    from tm.terms import candidate_kernels as kernels

    table = texts.table
    of_words = texts.tokens, texts.offsets, table.places, table.keys, table.inner_keys
    # A guess that mostly suffices; where it does not, the number that was found is the right one.
    room = int(texts.offsets[end] - texts.offsets[first]) * 2
    while True:
        found = kernels.empty_runs(room)
        number = kernels.list_runs(*of_words, first, end, counts, least, found)
        if number <= room:
            hashes, numbers, starts, lengths = found
            return Runs(hashes[:number], numbers[:number], starts[:number], lengths[:number])
        room = number


def _read_shard(path: Path) -> Runs:
    records = np.fromfile(path, _RECORD)
    hashes, numbers, starts, lengths = (
        np.ascontiguousarray(records[name]) for name in ("hash", "text", "start", "length")
    )
    return Runs(hashes, numbers, starts, lengths)
