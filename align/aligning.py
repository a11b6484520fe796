"""From documents to beads and rows: the recipe of the package.

    documents -> segments -> streams -> pivot pairs -> rows over all languages -> sentences inside rows

The body first, then the footnotes as a second stream.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from align.beads import AlignedSet, PairAlignment, Row
from align.decoding import beads_of_path, decode
from align.encoders import Encoder
from align.locks import Lock
from align.pairing import PairResult, align_streams
from align.row_locks import LanguageLocks
from align.row_spans import RowSpans
from align.rows import Pairer, align_rows, pivot_order
from align.segments import Segments, Stream, measure
from align.sentence_rows import SentenceStream, measure_sentences, sentence_rows
from align.verification import disagreements, verify_pairs
from align.weights import DEFAULT_WEIGHTS, Weights
from corpora.documents import Block, Document
from corpora.label_paths import comparable_path

# Bumped when the same input gives other alignments: finished sets of older versions are aligned again.
ALIGNER_VERSION = 6


def align_documents(
    source: Document,
    target: Document,
    encoder: Encoder,
    *,
    ignore_labels: bool = False,
    weights: Weights = DEFAULT_WEIGHTS,
    locks: Sequence[Lock] = (),
) -> PairAlignment:
    """Align the bodies of two versions: beads in source order, every block of both sides in exactly one.

    With `ignore_labels` the label paths are not looked at. The positions of the beads index
    `Document.blocks`; the probability is calibrated (`align/calibration.py`). Confirmed `locks` are
    among the beads, refused ones are not; raises `LockError` where they contradict each other.
    """
    streams = [
        measure(segments_of(document.blocks, document.language, ignore_labels=ignore_labels), encoder)
        for document in (source, target)
    ]
    result = align_streams(streams[0], streams[1], weights, locks=locks)
    beads = beads_of_path(result, decode(result))
    return PairAlignment(source.language, target.language, tuple(beads))


def align_set(
    name: str,
    documents: Mapping[str, Document],
    encoder: Encoder,
    *,
    pivot: str | None = None,
    ignore_labels: bool = False,
    weights: Weights = DEFAULT_WEIGHTS,
    locks: LanguageLocks | None = None,
) -> AlignedSet:
    """Align all versions of a document set; `documents` by language.

    The pivot is `pivot` if present, else the first present of fr, en, es, ru, zh, ar. `locks` of the bodies
    by (source language, target language). Raises ValueError without documents, `LockError` for locks that
    contradict each other or name a language that is not there.
    """
    if not documents:
        raise ValueError(f"{name}: no documents to align")
    order = pivot_order(list(documents), pivot)
    versions = {code: documents[code] for code in order}
    pairer = pairer_of(weights)
    streams = {
        code: measure(segments_of(version.blocks, code, ignore_labels=ignore_labels), encoder)
        for code, version in versions.items()
    }
    sentences = {
        code: measure_sentences([block.text for block in version.blocks], code, encoder)
        for code, version in versions.items()
    }
    spans, beads = align_rows(streams, order[0], pairer, locks=locks)
    flags = disagreements(spans, streams)
    rows = [
        _row(row, "body", order[0], sentences, pairer, ("disagreement",) if disagree else ())
        for row, disagree in zip(spans, flags, strict=True)
    ]
    return AlignedSet(
        name=name,
        pivot=order[0],
        documents=versions,
        rows=(*rows, *footnote_rows(versions, order[0], encoder, pairer)),
        pairs={code: PairAlignment(order[0], code, tuple(found)) for code, found in beads.items()},
        verification=verify_pairs(spans, streams, order[0]),
    )


def segments_of(blocks: Sequence[Block], language: str, *, ignore_labels: bool = False) -> Segments:
    """What the aligner sees of blocks: their text, label path and kind."""
    return Segments(
        language=language,
        texts=tuple(block.text for block in blocks),
        paths=tuple("" if ignore_labels else comparable_path(block.path) for block in blocks),
        kinds=tuple("" if ignore_labels else str(block.kind) for block in blocks),
    )


def pairer_of(weights: Weights = DEFAULT_WEIGHTS) -> Pairer:
    """How two streams are aligned with these weights."""

    def pairer(source: Stream, target: Stream, *, locks: Sequence[Lock] = ()) -> PairResult:
        return align_streams(source, target, weights, locks=locks)

    return pairer


def footnote_rows(
    versions: Mapping[str, Document], pivot: str, encoder: Encoder, pairer: Pairer
) -> list[Row]:
    """Rows of the footnotes, aligned among themselves; languages without footnotes are absent."""
    notes = {code: version.footnotes for code, version in versions.items() if version.footnotes}
    if not notes:
        return []
    streams = {code: measure(segments_of(blocks, code), encoder) for code, blocks in notes.items()}
    sentences = {
        code: measure_sentences([block.text for block in blocks], code, encoder)
        for code, blocks in notes.items()
    }
    spans, _ = align_rows(streams, pivot if pivot in notes else None, pairer)
    return [_row(row, "footnotes", pivot, sentences, pairer, ()) for row in spans]


def _row(
    row: RowSpans,
    stream: str,
    pivot: str,
    sentences: Mapping[str, SentenceStream],
    pairer: Pairer,
    flags: tuple[str, ...],
) -> Row:
    return Row(
        ranges=row.ranges,
        probability=row.probability,
        stream=stream,
        probabilities=row.probabilities,
        rules=row.rules,
        scores=row.scores,
        via=dict.fromkeys(row.probabilities, row.pivot),
        flags=(*row_flags(row, pivot), *flags),
        sentences=tuple(sentence_rows(row, sentences, pairer)),
    )


def row_flags(row: RowSpans, pivot: str) -> tuple[str, ...]:
    """Words for the report about the ranges of a row."""
    present = [code for code, (start, end) in row.ranges.items() if end > start]
    merged = len(present) > 1 and any(end - start > 1 for start, end in row.ranges.values())
    tests = {"moved": row.moved, "merged beads": merged, "no pivot": pivot not in present}
    return tuple(name for name, holds in tests.items() if holds)
