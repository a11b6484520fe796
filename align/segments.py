"""What the aligner sees of a version: a stream of segments, and the arrays made from it.

Text stays in `Segments`; everything downstream of `measure` works on the arrays of `Stream`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

from align.embedded_text import embedded_text
from align.encoders import Encoder, SpanEncoder, Vectors
from corpora.figures import figure_values

# Runs of up to this many segments are embedded: the widest side of a bead.
MAX_SPAN = 8
# The first and last words of a segment, in characters of English: about eight words, and about three.
EDGE_CHARS = (50, 20)
# Characters of a language for one of English, spaces not counted.
DENSITY = {"ar": 0.90, "zh": 0.34, "en": 1.0, "fr": 1.14, "ru": 1.14, "es": 1.12}


# A document's mean counts as much as this many segments with no common direction.
_MEAN_PRIOR = 6
CHUNK_TOKENS = 8


@dataclass(frozen=True, slots=True)
class Segments:
    """One stream of a version: `texts`, and for each text its label path ("" without) and its kind."""

    language: str
    texts: tuple[str, ...]
    paths: tuple[str, ...]
    kinds: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Stream:
    """The arrays of one stream of `n` segments.

    `spans` float32 `(k, n, d)` as of `SpanEncoder.encode_spans`, less the mean of the document (what all its
    segments have in common says nothing), unit length; `lengths` float64 `(n,)` in characters, spaces
    not counted; `paths` and `kinds` as in `Segments`; `figures`: how often each value occurs in each segment;
    `heads`, `tails`, for each width of `EDGE_CHARS` float32 `(k, n, d)`: centred unit vectors of the first
    and
    last words of each run; `endings` int64 `(n,)`: class of its last character.
    """

    language: str
    spans: Vectors
    lengths: NDArray[np.float64]
    paths: tuple[str, ...]
    kinds: tuple[str, ...]
    figures: tuple[Mapping[str, int], ...]
    heads: tuple[Vectors, ...]
    tails: tuple[Vectors, ...]
    endings: NDArray[np.int64]
    openings: NDArray[np.int64]
    chunks: Vectors
    chunk_tokens: NDArray[np.float64]
    first_chunk: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.paths)


def measure(segments: Segments, encoder: Encoder, max_span: int = MAX_SPAN) -> Stream:
    """Return the arrays of a stream of a whole document (`part_of` gives those of a part)."""
    texts = [embedded_text(text) for text in segments.texts]
    spans = encode_spans(encoder, texts, max_span)
    mean = shrunk_mean(spans[0])
    parts = [split_parts(text, segments.language) for text in texts]
    flat = list(dict.fromkeys(part for found in parts for part in found))
    table = {part: k for k, part in enumerate(flat)}
    vectors = encoder.encode(flat)[[table[part] for found in parts for part in found]] if flat else spans[0][:0]
    chunks = unit_rows(vectors - shrunk_mean(vectors))
    tokens = np.array([character_count(part) for found in parts for part in found], dtype=np.float64)
    first_chunk = np.concatenate([[0], np.cumsum([len(found) for found in parts])]).astype(np.int64)
    MAXE = 4
    widths = [int(chars * DENSITY.get(segments.language, 1.0)) for chars in EDGE_CHARS]
    return Stream(
        language=segments.language,
        spans=unit_rows(spans - mean),
        lengths=np.array([character_count(text) for text in segments.texts], dtype=np.float64),
        paths=segments.paths,
        kinds=segments.kinds,
        figures=tuple(Counter(figure_values(text, segments.language)) for text in segments.texts),
        heads=tuple(_edges(texts, encoder, MAXE, first_words, width) for width in widths),
        tails=tuple(_edges(texts, encoder, MAXE, last_words, width) for width in widths),
        endings=np.array([ending_class(text) for text in segments.texts], dtype=np.int64),
        openings=np.array([opening_class(text) for text in segments.texts], dtype=np.int64),
        chunks=chunks,
        chunk_tokens=tokens,
        first_chunk=first_chunk,
    )


def part_of(stream: Stream, start: int, end: int) -> Stream:
    """The arrays of segments `start..end-1`; vectors stay centred on the whole document."""
    return Stream(
        language=stream.language,
        spans=stream.spans[:, start:end],
        lengths=stream.lengths[start:end],
        paths=stream.paths[start:end],
        kinds=stream.kinds[start:end],
        figures=stream.figures[start:end],
        heads=tuple(vectors[:, start:end] for vectors in stream.heads),
        tails=tuple(vectors[:, start:end] for vectors in stream.tails),
        endings=stream.endings[start:end],
        openings=stream.openings[start:end],
        chunks=stream.chunks[stream.first_chunk[start] : stream.first_chunk[end]],
        chunk_tokens=stream.chunk_tokens[stream.first_chunk[start] : stream.first_chunk[end]],
        first_chunk=stream.first_chunk[start : end + 1] - stream.first_chunk[start],
    )


def _edges(
    texts: Sequence[str], encoder: Encoder, max_span: int, cut: Callable[[str, int], str], width: int
) -> Vectors:
    """Centred unit vectors of the cut text of every run: float32 `(max_span, n, d)`, zero past the end.

    Where the first text of a run is long enough, all its runs begin alike: each different text is encoded
    once.
    """
    cuts = {
        (size, i): cut(" ".join(texts[i : i + size]), width)
        for size in range(1, max_span + 1)
        for i in range(len(texts) - size + 1)
    }
    different = list(dict.fromkeys(cuts.values()))
    edges = np.zeros((max_span, len(texts), encoder.dimension), dtype=np.float32)
    if not different:
        return edges
    rows = {text: k for k, text in enumerate(different)}
    vectors = encoder.encode(different)
    mean = shrunk_mean(vectors[[rows[cuts[1, i]] for i in range(len(texts))]])
    for (size, i), text in cuts.items():
        edges[size - 1, i] = vectors[rows[text]] - mean
    return unit_rows(edges)


def shrunk_mean(vectors: Vectors) -> Vectors:
    """The mean of `(n, d)` vectors, drawn towards zero for few: float32 `(d,)`.

    The plain mean of two vectors would leave exact opposites, that of one vector nothing at all.
    """
    mean: Vectors = vectors.sum(axis=0) / np.float32(len(vectors) + _MEAN_PRIOR)
    return mean


def unit_rows(vectors: Vectors) -> Vectors:
    """Return the vectors scaled to unit length; zero vectors stay zero."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = vectors / np.maximum(norms, 1e-6)
    return unit


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


_ENDINGS = {1: ".!?。！？؟۔…", 2: ";；؛", 3: ":：", 4: ",，、،"}
_CLOSING = "\"'»”’)）］]」』》〉 \u00a0"


# "; and", "; ou", "；或": the conjunction before the last item of a list belongs to the list, not to the item.
_LAST_CONJUNCTION = regex.compile(
    r"(?<=[;,:；，؛،])\s*(?:and|or|et|ou|y|e|o|u|и|или|أو|و|和|或|及|und|oder)\s*$", regex.IGNORECASE
)


def ending_class(text: str) -> int:
    """Class of the last character; closing quotes, brackets and the conjunction of a list aside.

    1 full stop, 2 semicolon, 3 colon, 4 comma, else 0.
    """
    last = _LAST_CONJUNCTION.sub("", text).rstrip(_CLOSING)[-1:]
    return next((k for k, characters in _ENDINGS.items() if last and last in characters), 0)


# Where a text is taken apart: after the end of a sentence or clause; long parts at commas, too.
_CLAUSE_END = regex.compile(r"(?<=[.!?;:…؟؛۔])\s+|(?<=[。！？；：])")
_COMMA = regex.compile(r"(?<=[,،–—])\s+|(?<=[，、])|\s+(?=[(–—])")
# Characters (of English) of a part that is not taken apart at commas, and of the longest part.
_SHORT_PART, _LONG_PART = 60, 90


def split_parts(text: str, language: str) -> list[str]:
    """Take a text apart into clauses; long ones at commas, and where there are none, evenly."""
    density = DENSITY.get(language, 1.0)
    parts: list[str] = []
    for clause in _CLAUSE_END.split(text):
        for part in _split_long(clause, _COMMA.split, _SHORT_PART * density):
            parts.extend(_split_long(part, lambda t: _halves(t, _LONG_PART * density), _LONG_PART * density))
    return [part.strip() for part in parts if part.strip()]


def _split_long(text: str, split: Callable[[str], list[str]], limit: float) -> list[str]:
    return [text] if len(text) <= limit else [part for part in split(text) if part]


def _halves(text: str, limit: float) -> list[str]:
    """Cut into equal parts of at most about `limit` characters, at spaces where there are any."""
    count = -(-len(text) // int(limit))
    bounds = [0]
    for k in range(1, count):
        place = text.find(" ", k * len(text) // count)
        near = place if 0 <= place - k * len(text) // count < 20 else k * len(text) // count
        bounds.append(max(near, bounds[-1]))
    return [text[a:b] for a, b in itertools.pairwise([*bounds, len(text)])]


def opening_class(text: str) -> int:
    """Class of the first letter: 1 capital, 2 small, 3 a letter without case, 0 none."""
    first = next((c for c in text if c.isalpha() or c.isdigit()), "")
    if not first or first.isdigit():
        return 0
    return 1 if first.isupper() else 2 if first.islower() else 3


def character_count(text: str) -> int:
    """Characters of `text` that are no white space."""
    return sum(map(len, text.split()))


def encode_spans(encoder: Encoder, texts: Sequence[str], max_span: int) -> Vectors:
    """Vectors of all runs of up to `max_span` texts, by the encoder's own way or by encoding each run."""
    if isinstance(encoder, SpanEncoder):
        return encoder.encode_spans(texts, max_span)
    spans = np.zeros((max_span, len(texts), encoder.dimension), dtype=np.float32)
    for size in range(1, min(max_span, len(texts)) + 1):
        runs = [" ".join(texts[i : i + size]) for i in range(len(texts) - size + 1)]
        spans[size - 1, : len(runs)] = encoder.encode(runs)
    return spans
