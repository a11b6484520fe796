"""What the aligner sees of a version: a stream of segments, and the arrays made from it.

Text stays in `Segments`; everything downstream of `measure` works on the arrays of `Stream`.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from align.embedded_text import embedded_text
from align.encoders import Edges, Encoder, Vectors
from align.parts import repeated_headings, split_parts, wider_parts, without_joined_numbers
from align.runs import encode_runs
from align.words import word_stems
from corpora.figures import figure_values

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Runs of up to this many segments are embedded: the widest side of a bead.
MAX_SPAN = 8
# A document's mean counts as much as this many segments with no common direction.
_MEAN_PRIOR = 6


@dataclass(frozen=True, slots=True)
class Segments:
    """One stream of a version: `texts`, and for each text its label path ("" without) and its kind."""

    language: str
    texts: tuple[str, ...]
    paths: tuple[str, ...]
    kinds: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The parts of all segments (`align/parts.py`): those of segment `i` are `first[i]..first[i + 1] - 1`.

    `vectors` float32 `(c, d)`, centred, unit length; `chars` float64 `(c,)`, without spaces; `first` int64
    `(n + 1,)`. `wider`, `first_wider`: vectors of what the parts of another language are looked for in, the
    parts themselves and what these are parts of.
    """

    vectors: Vectors
    chars: Floats
    first: Ints
    wider: Vectors
    first_wider: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of all segments (`align/words.py`), each type of a segment once, numbered below `types`.

    Those of segment `i` are `ids[first[i]..first[i + 1] - 1]`; both int64.
    """

    ids: Ints
    first: Ints
    types: int


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """The arrays of one stream of `n` segments.

    `spans` float `(k, n, d)` as of `SpanEncoder.encode_spans`, less the mean of the document (what all its
    segments have in common says nothing), unit length; `lengths` float64 `(n,)` in characters, spaces
    not counted; `paths` and `kinds` as in `Segments`; `figures`: how often each value occurs in each segment;
    `heads`, `tails`: of the first and last tokens of each run, centred, for each width; `endings`, `openings`
    int64 `(n,)`: class of the last and of the first character; `parts`; `words`. A stream without texts
    behind it (span files) has only vectors and lengths (`without_texts`).
    """

    language: str
    spans: Vectors
    lengths: Floats
    paths: tuple[str, ...]
    kinds: tuple[str, ...]
    figures: tuple[Mapping[str, int], ...]
    heads: tuple[Edges, ...]
    tails: tuple[Edges, ...]
    endings: Ints
    openings: Ints
    parts: Parts
    words: Words

    def __len__(self) -> int:
        return len(self.lengths)


def measure(segments: Segments, encoder: Encoder, max_span: int = MAX_SPAN) -> Stream:
    """Return the arrays of a stream of a whole document (`part_of` gives those of a part)."""
    texts = [embedded_text(text) for text in segments.texts]
    runs = encode_runs(encoder, texts, max_span, segments.language)
    numbered = without_joined_numbers(segments.texts, segments.language)
    return Stream(
        language=segments.language,
        spans=unit_rows(runs.spans - shrunk_mean(runs.spans[0])),
        lengths=np.array([character_count(text) for text in segments.texts], dtype=np.float64),
        paths=segments.paths,
        kinds=segments.kinds,
        figures=tuple(Counter(figure_values(text, segments.language)) for text in numbered),
        heads=tuple(_centred(edges) for edges in runs.heads),
        tails=tuple(_centred(edges) for edges in runs.tails),
        endings=np.array([ending_class(text) for text in segments.texts], dtype=np.int64),
        openings=np.array([opening_class(text) for text in segments.texts], dtype=np.int64),
        parts=measure_parts(texts, segments.language, encoder, runs.spans[0]),
        words=measure_words(segments.texts),
    )


def measure_words(texts: Sequence[str]) -> Words:
    """The words of each text."""
    found = [list(dict.fromkeys(word_stems(text))) for text in texts]
    numbers = {word: k for k, word in enumerate(dict.fromkeys(word for some in found for word in some))}
    ids = np.array([numbers[word] for some in found for word in some], dtype=np.int64)
    return Words(ids, _running(found), len(numbers))


def measure_parts(texts: Sequence[str], language: str, encoder: Encoder, known: Vectors) -> Parts:
    """Take each text apart and encode the parts, each different one once.

    `known` float32 `(n, d)`: vectors of the texts themselves, which are not encoded again.
    """
    headings = repeated_headings(texts, language)
    parts = [split_parts(text, language, headings) for text in texts]
    wider = [
        list(dict.fromkeys([*found, *wider_parts(text, language, headings)]))
        for text, found in zip(texts, parts, strict=True)
    ]
    rows = {part: k for k, part in enumerate(dict.fromkeys((*texts, *itertools.chain(*wider))))}
    whole = {text: k for k, text in enumerate(texts)}
    new = [part for part in rows if part not in whole]
    vectors = np.zeros((len(rows), encoder.dimension), dtype=np.float32)
    vectors[[rows[text] for text in whole]] = known[list(whole.values())]
    if new:
        vectors[[rows[part] for part in new]] = encoder.encode(new)
    flat, flat_wider = (
        np.array([rows[part] for found in some for part in found], dtype=np.int64) for some in (parts, wider)
    )
    centred = unit_rows(vectors - shrunk_mean(vectors[flat]))
    return Parts(
        vectors=centred[flat],
        chars=np.array([character_count(part) for found in parts for part in found], dtype=np.float64),
        first=_running(parts),
        wider=centred[flat_wider],
        first_wider=_running(wider),
    )


def _running(found: Sequence[Sequence[str]]) -> Ints:
    return np.concatenate([[0], np.cumsum([len(some) for some in found])]).astype(np.int64)


def part_of(stream: Stream, start: int, end: int) -> Stream:
    """The arrays of segments `start..end-1`; vectors stay centred on the whole document."""
    parts = stream.parts
    first, last = (int(parts.first[k]) for k in (start, end))
    first_wider, last_wider = (int(parts.first_wider[k]) for k in (start, end))
    return replace(
        stream,
        spans=stream.spans[:, start:end],
        lengths=stream.lengths[start:end],
        paths=stream.paths[start:end],
        kinds=stream.kinds[start:end],
        figures=stream.figures[start:end],
        heads=tuple(Edges(edges.index[:, start:end], edges.vectors) for edges in stream.heads),
        tails=tuple(Edges(edges.index[:, start:end], edges.vectors) for edges in stream.tails),
        endings=stream.endings[start:end],
        openings=stream.openings[start:end],
        parts=Parts(
            parts.vectors[first:last],
            parts.chars[first:last],
            parts.first[start : end + 1] - first,
            parts.wider[first_wider:last_wider],
            parts.first_wider[start : end + 1] - first_wider,
        ),
        words=_words_of(stream.words, start, end),
    )


def _words_of(words: Words, start: int, end: int) -> Words:
    first, last = int(words.first[start]), int(words.first[end])
    return Words(words.ids[first:last], words.first[start : end + 1] - first, words.types)


def without_texts(spans: Vectors, lengths: Floats, language: str = "") -> Stream:
    """A stream of vectors alone: `spans` float `(k, n, d)`, centred and of unit length, may lie in a file."""
    count = spans.shape[1]
    nothing, nowhere = np.zeros((0, spans.shape[2]), np.float32), np.zeros(count + 1, np.int64)
    return Stream(
        language=language,
        spans=spans,
        lengths=lengths,
        paths=("",) * count,
        kinds=("",) * count,
        figures=({},) * count,
        heads=(),
        tails=(),
        endings=np.ones(count, dtype=np.int64),
        openings=np.ones(count, dtype=np.int64),
        parts=Parts(nothing, np.zeros(0), nowhere, nothing, nowhere),
        words=Words(np.zeros(0, np.int64), nowhere, 0),
    )


def _centred(edges: Edges) -> Edges:
    """The same edges less the mean of those of single segments, unit length."""
    single = edges.index[0] if edges.index.shape[1] else edges.index[:1].ravel()
    return Edges(edges.index, unit_rows(edges.vectors - shrunk_mean(edges.vectors[single])))


def shrunk_mean(vectors: Vectors) -> Vectors:
    """The mean of `(n, d)` vectors, drawn towards zero for few: float32 `(d,)`.

    The plain mean of two vectors would leave exact opposites, that of one vector nothing at all.
    """
    mean: Vectors = vectors.sum(axis=0, dtype=np.float32) / np.float32(len(vectors) + _MEAN_PRIOR)
    return mean


def unit_rows(vectors: Vectors) -> Vectors:
    """Return the vectors scaled to unit length; zero vectors stay zero."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = vectors / np.maximum(norms, 1e-6)
    return unit


_ENDINGS = {1: ".!?。！？؟۔…", 2: ";；؛", 3: ":：", 4: ",，、،"}
_CLOSING = "\"'»”’)）］]」』》〉 \u00a0"
# "; and", "; ou", "；或": the conjunction before the last item belongs to the list, not to the item.
_LAST_CONJUNCTION = re.compile(
    r"(?<=[;,:；，؛،])\s*(?:and|or|as well as|et|ou|ainsi que|y|e|o|u|así como|и|или|а также"
    r"|أو|و|وكذلك|和|或|及|以及|并)\s*$",
    re.IGNORECASE,
)


def ending_class(text: str) -> int:
    """Class of the last character; closing quotes, brackets and the conjunction of a list aside.

    1 full stop, 2 semicolon, 3 colon, 4 comma, 5 none of these but a closing quote or bracket, else 0.
    """
    text = _LAST_CONJUNCTION.sub("", text).rstrip()
    bare = text.rstrip(_CLOSING)
    last = bare[-1:]
    found = next((k for k, characters in _ENDINGS.items() if last and last in characters), 0)
    return found or (5 if len(bare) < len(text) else 0)


def opening_class(text: str) -> int:
    """Class of the first letter: 1 capital, 2 small, 3 a letter without case, 0 no letter before a digit."""
    first = next((c for c in text if c.isalpha() or c.isdigit()), "")
    if not first or first.isdigit():
        return 0
    return 1 if first.isupper() else 2 if first.islower() else 3


def character_count(text: str) -> int:
    """Characters of `text` that are no white space."""
    return sum(map(len, text.split()))
