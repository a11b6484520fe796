"""What locks do: of a corrupted copy a person confirms what is right, and refuses what is wrong.

Each wrong bead of a run is refused, each right one that it missed is confirmed, one lock a run and then all
together. Counted: locks that the next run keeps, in its beads and in the rows over all languages, and beads
more than `AWAY` segments from the lock on both sides that stay as they were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench_cases import PIVOT, masked_stream
from bench_figures import Figure
from bench_systems import stream_pairer
from corrupted_copies import clean, corrupt, gold_beads
from gold_sets import load_gold_sets
from published_weights import WEIGHTS_FOLDER, family_weights

from align.beads import Bead
from align.decoding import beads_of_path, decode
from align.encoders import load_encoder
from align.locks import Lock
from align.row_spans import RowSpans
from align.rows import Pairer, align_rows
from align.segments import Stream

PART = "locks"
# A lock may change what is this near, in segments, on either side.
AWAY = 8
_NOWHERE = (0, 0)


def lock_figures(folder: Path, seeds: int, weights: Path = WEIGHTS_FOLDER) -> list[Figure]:
    """The share of locks that are kept, and of beads away from them that stay."""
    encoder, counts = load_encoder(), Counter[str]()
    for gold in load_gold_sets(folder):
        pairer = stream_pairer(family_weights(gold.family, weights).weights)
        for seed in range(1, seeds + 1):
            copies = {code: corrupt(clean(v), code, seed) for code, v in gold.versions.items()}
            streams = {code: masked_stream(copy, code, encoder) for code, copy in copies.items()}
            every: dict[tuple[str, str], list[Lock]] = {}
            for code in copies:
                if code == PIVOT:
                    continue
                wanted = gold_beads(copies[PIVOT], copies[code])
                pair = streams[PIVOT], streams[code]
                locks = _locks(_aligned(pairer, pair, ()), wanted)
                _count_pair(pairer, pair, locks, counts)
                every[PIVOT, code] = locks
            _count_rows(pairer, streams, every, counts)
    return [
        Figure(PART, "all", "five", measure, counts[kept] / max(counts[of], 1), counts[of])
        for measure, kept, of in (
            ("kept by pairs, one lock", "one kept", "one"),
            ("kept by pairs, all together", "all kept", "all"),
            ("kept by rows, all together", "rows kept", "rows"),
            ("beads away that stay", "stay", "away"),
        )
    ]


def _aligned(pairer: Pairer, pair: tuple[Stream, Stream], locks: Sequence[Lock]) -> list[Bead]:
    result = pairer(*pair, locks=locks)
    return beads_of_path(result, decode(result))


def _locks(found: Sequence[Bead], gold: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> list[Lock]:
    """What a person would say of these beads who knows the gold; crossing and broken beads left out."""
    right = {_spans(source, target) for source, target in gold if _whole(source) and _whole(target)}
    paired = {(bead.source, bead.target) for bead in found if bead.rule != "null"}
    refused = [Lock(*spans, confirmed=False) for spans in sorted(paired - right)]
    return refused + [
        Lock(*spans, confirmed=True) for spans in sorted(right - paired) if all(map(_length, spans))
    ]


def _whole(places: Sequence[int]) -> bool:
    return not places or places[-1] - places[0] + 1 == len(places)


def _spans(source: Sequence[int], target: Sequence[int]) -> tuple[tuple[int, int], tuple[int, int]]:
    left, right = ((places[0], places[-1] + 1) if places else _NOWHERE for places in (source, target))
    return left, right


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def _is_away(span: tuple[int, int], locked: tuple[int, int]) -> bool:
    return span[1] + AWAY <= locked[0] or locked[1] + AWAY <= span[0]


def _kept(beads: Sequence[Bead], lock: Lock) -> bool:
    return any((b.source, b.target) == (lock.source, lock.target) for b in beads) == lock.confirmed


def _count_pair(
    pairer: Pairer, pair: tuple[Stream, Stream], locks: Sequence[Lock], counts: Counter[str]
) -> None:
    before = {(b.source, b.target) for b in _aligned(pairer, pair, ())}
    for lock in locks:
        beads = _aligned(pairer, pair, [lock])
        counts["one"] += 1
        counts["one kept"] += _kept(beads, lock)
        away = {
            spans for spans in before if _is_away(spans[0], lock.source) and _is_away(spans[1], lock.target)
        }
        counts["away"] += len(away)
        counts["stay"] += len(away & {(b.source, b.target) for b in beads})
    beads = _aligned(pairer, pair, locks)
    counts["all"] += len(locks)
    counts["all kept"] += sum(_kept(beads, lock) for lock in locks)


def _count_rows(
    pairer: Pairer,
    streams: dict[str, Stream],
    locks: dict[tuple[str, str], list[Lock]],
    counts: Counter[str],
) -> None:
    rows, _ = align_rows(streams, PIVOT, pairer, locks=locks)
    for (first, second), some in locks.items():
        counts["rows"] += len(some)
        counts["rows kept"] += sum(_kept_by_rows(rows, first, second, lock) for lock in some)


def _kept_by_rows(rows: Sequence[RowSpans], first: str, second: str, lock: Lock) -> bool:
    if not lock.confirmed:
        return all(
            (row.ranges.get(first), row.ranges.get(second)) != (lock.source, lock.target) for row in rows
        )
    return any(
        _holds(row.ranges.get(first, _NOWHERE), lock.source)
        and _holds(row.ranges.get(second, _NOWHERE), lock.target)
        for row in rows
    )


def _holds(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
