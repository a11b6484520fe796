"""Vectors of runs of neighbouring texts, and of their first and last words.

Encoders that pool tokens give runs nearly for nothing (`SpanEncoder`); of others each run is encoded. The
words at the ends are encoded as texts of their own: taken from the token features of the whole text they cost
nothing, but carry some of the words beside them, and joined headings are found less often.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from align.encoders import Edges, Encoder, SpanEncoder, TextRuns, Vectors
from align.parts import DENSITY

# The first and last words of a run, in characters of English: about eight words, three, and one or two.
EDGE_CHARS = (50, 20, 10)
# Longer runs have the edges of their first or last so many texts.
_EDGE_SPAN = 4


def encode_runs(encoder: Encoder, texts: Sequence[str], max_span: int, language: str) -> TextRuns:
    """Vectors of all runs of up to `max_span` texts, with those of their first and last words."""
    widths = [int(chars * DENSITY.get(language, 1.0)) for chars in EDGE_CHARS]
    return TextRuns(
        spans=encode_spans(encoder, texts, max_span),
        heads=tuple(_edges(texts, encoder, max_span, first_words, width) for width in widths),
        tails=tuple(_edges(texts, encoder, max_span, last_words, width) for width in widths),
    )


def encode_spans(encoder: Encoder, texts: Sequence[str], max_span: int) -> Vectors:
    """Vectors of all runs of up to `max_span` texts, by the encoder's own way or by encoding each run."""
    if isinstance(encoder, SpanEncoder):
        return encoder.encode_spans(texts, max_span)
    spans = np.zeros((max_span, len(texts), encoder.dimension), dtype=np.float32)
    for size in range(1, min(max_span, len(texts)) + 1):
        runs = [" ".join(texts[i : i + size]) for i in range(len(texts) - size + 1)]
        spans[size - 1, : len(runs)] = encoder.encode(runs)
    return spans


def _edges(
    texts: Sequence[str], encoder: Encoder, max_span: int, cut: Callable[[str, int], str], width: int
) -> Edges:
    """Edges of every run by its text, each different one encoded once."""
    rows: dict[str, int] = {}
    index = np.full((max_span, len(texts)), -1, dtype=np.int32)
    for size in range(1, max_span + 1):
        for i in range(len(texts) - size + 1):
            part = texts[i : i + size]
            some = part[:_EDGE_SPAN] if cut is first_words else part[-_EDGE_SPAN:]
            index[size - 1, i] = rows.setdefault(cut(" ".join(some), width), len(rows))
    if not rows:
        return Edges(index, np.zeros((0, encoder.dimension), dtype=np.float32))
    return Edges(index, encoder.encode(list(rows)))


def first_words(text: str, width: int) -> str:
    """About the first `width` characters of `text`, cut at a space where there is one."""
    if len(text) <= width:
        return text
    return text[:width].rpartition(" ")[0] or text[:width]


def last_words(text: str, width: int) -> str:
    """About the last `width` characters of `text`, cut at a space where there is one."""
    if len(text) <= width:
        return text
    return text[-width:].partition(" ")[2] or text[-width:]
