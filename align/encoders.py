"""The `Encoder` Protocol, and how an encoder is chosen by name.

"default"            the embedded Universal Sentence Encoder (no network, no torch)
"st:NAME_OR_FOLDER"  any sentence-transformers model (extra `hexapla[transformers]`)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from align.errors import EncoderUnknown

Vectors = NDArray[np.float32]


@runtime_checkable
class Encoder(Protocol):
    """Turns texts into vectors.

    `identity` says what makes two vectors comparable (name, weights hash, dimension, prefix,
    normaliser); it is JSON-serialisable and stored in every memory.
    """

    @property
    def identity(self) -> Mapping[str, str | int]:
        """What makes two vectors comparable."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 `(len(texts), dimension)`, rows of unit length, in order."""
        ...


@runtime_checkable
class SpanEncoder(Encoder, Protocol):
    """An encoder that gives vectors of runs of neighbouring texts without encoding each run."""

    def encode_spans(self, texts: Sequence[str], max_span: int) -> Vectors:
        """Return float32 `(max_span, len(texts), dimension)`.

        `[k - 1, i]` is the unit vector of `texts[i : i + k]` joined; rows with `i + k > len(texts)` are zero.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Vectors of the first, or last, tokens of runs, each different piece once.

    `index` int32 `(max_span, n)`: `vectors[index[k - 1, i]]` belongs to the run `texts[i : i + k]`; -1 where
    `i + k > n`. `vectors` float32 `(u, d)`, rows of unit length.
    """

    index: NDArray[np.int32]
    vectors: Vectors


@dataclass(frozen=True, slots=True, eq=False)
class TextRuns:
    """All runs of up to `max_span` neighbouring texts: `spans` as of `encode_spans`, and their edges.

    `heads[k]` and `tails[k]` belong to the k-th width asked for.
    """

    spans: Vectors
    heads: tuple[Edges, ...]
    tails: tuple[Edges, ...]


@runtime_checkable
class PreparedEncoder(Encoder, Protocol):
    """An encoder that puts off what only longer texts need, until such a text comes."""

    def prepare(self) -> None:
        """Load it now."""
        ...


@runtime_checkable
class RunEncoder(SpanEncoder, Protocol):
    """An encoder that gives with the vectors of runs, from the same pass, those of their two ends."""

    def encode_runs(
        self, texts: Sequence[str], max_span: int, edge_tokens: Sequence[int] = (12, 5)
    ) -> TextRuns:
        """Return the runs of up to `max_span` texts, and their first and last `w` tokens for each width `w`.

        The head of a run of at least `w` tokens is the beginning of a text that goes on as the document does,
        its tail the end of one that began as the document did: so runs that begin (end) with the same `w`
        tokens of the document share one vector. A shorter run has its whole vector for both.
        """
        ...


def load_encoder(name: str = "default") -> Encoder:
    """Return the encoder called `name`; nothing heavy is imported before this call.

    Raises `EncoderUnknown` for a name of neither form, `ExtraMissing` when the extra is not installed.
    """
    if name == "default":
        from align.universal_encoder import UniversalEncoder

        return UniversalEncoder()
    if name.startswith("st:") and len(name) > len("st:"):
        from align.transformers_encoder import TransformersEncoder

        return TransformersEncoder(name.removeprefix("st:"))
    raise EncoderUnknown(name)
