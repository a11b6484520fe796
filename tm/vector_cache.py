"""Vectors by text hash, so that no text is encoded twice, in this build or the next.

    vectors-cache/<encoder>/<shard>.vectors.npy   float32 (n, d)
    vectors-cache/<encoder>/<shard>.keys.npy      bytes of 16, (n,): BLAKE2b of the text

A shard is never changed. Its keys are written last: without them it does not count. A shard that cannot
be read is passed over, and its texts are encoded again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from align.encoders import Encoder, RunEncoder, SpanEncoder, TextRuns, Vectors
from tm.atomic_files import replacing

SHARD_SIZE = 2048
_KEY_BYTES = 16


class CachedEncoder:
    """An encoder that remembers, on disk, the vectors of every text it was ever asked for.

    Vectors are kept in memory until `SHARD_SIZE` are new, then written; `flush` writes the rest, and so does
    leaving a `with` block. Has `encode_spans` and `encode_runs` exactly if the inner encoder has them (what
    they give is not cached). Two processes may share a folder.
    """

    encode_spans: Callable[[Sequence[str], int], Vectors]
    encode_runs: Callable[..., TextRuns]

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._folder = folder / encoder_digest(encoder.identity)
        self._shards: list[Vectors] = []
        self._places: dict[bytes, tuple[int, int]] = {}
        self._new: dict[bytes, Vectors] = {}
        self._load()
        if isinstance(encoder, SpanEncoder):
            self.encode_spans = encoder.encode_spans
        if isinstance(encoder, RunEncoder):
            self.encode_runs = encoder.encode_runs

    @property
    def inner(self) -> Encoder:
        """The encoder itself."""
        return self._encoder

    @property
    def identity(self) -> Mapping[str, str | int]:
        """The identity of the inner encoder: the vectors are the same."""
        return self._encoder.identity

    @property
    def dimension(self) -> int:
        """The dimension of the inner encoder."""
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 `(len(texts), dimension)`, in order; only new texts reach the inner encoder."""
        keys = [_key(text) for text in texts]
        unknown = {
            key: text
            for key, text in zip(keys, texts, strict=True)
            if key not in self._places and key not in self._new
        }
        if unknown:
            vectors = self._encoder.encode(list(unknown.values()))
            self._new.update(zip(unknown, vectors, strict=True))
        result = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, key in enumerate(keys):
            result[row] = self._vector(key)
        if len(self._new) >= SHARD_SIZE:
            self.flush()
        return result

    def flush(self) -> None:
        """Write what is new as one shard."""
        if not self._new:
            return
        keys = np.array([np.void(key) for key in self._new], dtype=f"V{_KEY_BYTES}")
        vectors = np.stack(list(self._new.values())).astype(np.float32)
        name = hashlib.blake2b(keys.tobytes(), digest_size=8).hexdigest()
        _save(self._folder / f"{name}.vectors.npy", vectors)
        _save(self._folder / f"{name}.keys.npy", keys)
        self._remember(list(self._new), vectors)
        self._new.clear()

    def __enter__(self) -> CachedEncoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.flush()

    def _vector(self, key: bytes) -> Vectors:
        if key in self._new:
            return self._new[key]
        shard, row = self._places[key]
        vector: Vectors = self._shards[shard][row]
        return vector

    def _load(self) -> None:
        for path in sorted(self._folder.glob("*.keys.npy")):
            try:
                keys = np.load(path)
                vectors = np.load(path.with_name(path.name.replace(".keys.", ".vectors.")), mmap_mode="r")
            except (OSError, ValueError):
                continue
            if keys.dtype == f"V{_KEY_BYTES}" and vectors.shape == (len(keys), self.dimension):
                raw = keys.tobytes()
                self._remember([raw[at : at + _KEY_BYTES] for at in range(0, len(raw), _KEY_BYTES)], vectors)

    def _remember(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        number = len(self._shards)
        self._shards.append(vectors)
        self._places.update((key, (number, row)) for row, key in enumerate(keys))


def encoder_digest(identity: Mapping[str, str | int]) -> str:
    """Return the name of an encoder's folder: 16 hexadecimal digits of its identity."""
    text = json.dumps(dict(identity), sort_keys=True, ensure_ascii=True)
    return hashlib.blake2b(text.encode("ascii"), digest_size=8).hexdigest()


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()


def _save(path: Path, array: NDArray[np.float32] | NDArray[np.void]) -> None:
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.save(file, array)
