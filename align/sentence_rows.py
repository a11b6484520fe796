"""Sentences inside a row, aligned by the same lattice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from align.beads import SentenceRow
from align.encoders import Encoder
from align.row_spans import RowSpans
from align.rows import Pairer, align_rows, pivot_order
from align.segments import Segments, Stream, measure, part_of
from corpora.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class SentenceStream:
    """All sentences of a version: `starts[i]` is the first sentence of block `i`.

    One more entry closes the last.
    """

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    stream: Stream


def measure_sentences(texts: Sequence[str], language: str, encoder: Encoder) -> SentenceStream:
    """Split the blocks of one version into sentences and make their arrays.

    A block without sentences is one.
    """
    sentences: list[str] = []
    starts = [0]
    for text in texts:
        sentences.extend(split_sentences(text, language) or [text])
        starts.append(len(sentences))
    blank = ("",) * len(sentences)
    stream = measure(Segments(language, tuple(sentences), blank, blank), encoder)
    return SentenceStream(tuple(sentences), tuple(starts), stream)


def sentence_rows(row: RowSpans, versions: Mapping[str, SentenceStream], pairer: Pairer) -> list[SentenceRow]:
    """The sentence-level rows of one row, in the order of the first language present by pivot order.

    Every sentence of the row is in exactly one of them. A row that is one sentence in its first language is
    not cut.
    """
    ranges = {
        code: (versions[code].starts[start], versions[code].starts[end])
        for code, (start, end) in row.ranges.items()
        if end > start
    }
    order = pivot_order(list(ranges), row.pivot)
    if any(end - start == 1 for start, end in ranges.values()) or len(order) == 1:
        found = _whole(ranges, order, row) if len(order) > 1 else _alone(ranges, order[0], row)
    else:
        parts = {code: part_of(versions[code].stream, *ranges[code]) for code in order}
        found, _ = align_rows(parts, order[0], pairer)
        found = [_shifted(part, ranges) for part in found]
    return [_sentence_row(part, row, versions) for part in found]


def _whole(ranges: Mapping[str, tuple[int, int]], order: Sequence[str], row: RowSpans) -> list[RowSpans]:
    """One row of everything: where one version has a single sentence, nothing can be cut in all."""
    return [RowSpans(dict(ranges), order[0], row.probabilities, row.rules, row.scores)]


def _alone(ranges: Mapping[str, tuple[int, int]], code: str, row: RowSpans) -> list[RowSpans]:
    return [RowSpans({code: (k, k + 1)}, code, alone=row.alone) for k in range(*ranges[code])]


def _shifted(part: RowSpans, ranges: Mapping[str, tuple[int, int]]) -> RowSpans:
    moved = {
        code: (start + ranges[code][0], end + ranges[code][0]) for code, (start, end) in part.ranges.items()
    }
    return RowSpans(moved, part.pivot, part.probabilities, part.rules, part.scores, part.alone, part.moved)


def _sentence_row(part: RowSpans, row: RowSpans, versions: Mapping[str, SentenceStream]) -> SentenceRow:
    texts = {
        code: join_sentences(versions[code].texts[start:end], code)
        for code, (start, end) in part.ranges.items()
        if end > start
    }
    probabilities = {
        code: min(probability, row.probabilities.get(code, 1.0))
        for code, probability in part.probabilities.items()
    }
    return SentenceRow(texts, min(part.probability, row.probability), probabilities)


def join_sentences(sentences: Sequence[str], language: str) -> str:
    """Sentences of one language as running text: with a space between, in Chinese only between Latin text."""
    if language != "zh":
        return " ".join(sentences)
    joined = ""
    for sentence in sentences:
        latin = joined[-1:].isascii() and sentence[:1].isascii() and joined and sentence
        joined += f" {sentence}" if latin else sentence
    return joined
