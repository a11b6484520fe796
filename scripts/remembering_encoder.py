"""An encoder that remembers the vector of every text and run of texts, in memory and between runs.

The scenarios of the stress documents differ in few places; without this every one would be encoded whole.
Vectors are kept by a hash of their text, in a folder for temporary files, by encoder.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from align.encoders import Encoder, Vectors
from align.runs import encode_spans


def temporary_folder() -> Path:
    """Where the benchmarks keep what can be made again."""
    folder = Path(tempfile.gettempdir()) / "hexapla-benchmarks"
    folder.mkdir(exist_ok=True)
    return folder


class RememberingEncoder:
    """Gives what the encoder inside gives; `name` tells the files of different texts apart."""

    def __init__(self, inner: Encoder, name: str, folder: Path | None = None) -> None:
        self._inner = inner
        self._vectors: dict[bytes, Vectors] = {}
        signed = hashlib.sha256(json.dumps(dict(inner.identity), sort_keys=True).encode()).hexdigest()[:12]
        self._stem = (folder or temporary_folder()) / f"vectors-{signed}-{name}"
        self._stored = 0
        self._load()

    @property
    def identity(self) -> Mapping[str, str | int]:
        """That of the encoder inside."""
        return self._inner.identity

    @property
    def dimension(self) -> int:
        """That of the encoder inside."""
        return self._inner.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 `(len(texts), dimension)`; each different text is encoded once."""
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        if missing:
            found = self._inner.encode(list(missing.values()))
            self._vectors.update(zip(missing, found, strict=True))
        if not keys:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._vectors[key] for key in keys])

    def encode_spans(self, texts: Sequence[str], max_span: int) -> Vectors:
        """Return float32 `(max_span, len(texts), dimension)`; runs that are known are not encoded."""
        sizes = range(1, max_span + 1)
        keys = {(k, i): _key(" ".join(texts[i : i + k])) for k in sizes for i in range(len(texts) - k + 1)}
        missing = sorted({i for (_, i), key in keys.items() if key not in self._vectors})
        for start, end in _windows(missing, max_span, len(texts)):
            found = encode_spans(self._inner, texts[start:end], max_span)
            for k in sizes:
                for i in range(start, end - k + 1):
                    self._vectors.setdefault(keys[k, i], found[k - 1, i - start].copy())
        spans = np.zeros((max_span, len(texts), self.dimension), dtype=np.float32)
        for (k, i), key in keys.items():
            spans[k - 1, i] = self._vectors[key]
        return spans

    def save(self) -> None:
        """Keep the vectors for the next run, if any are new."""
        if len(self._vectors) == self._stored:
            return
        vectors = np.stack(list(self._vectors.values()))
        keys = np.frombuffer(b"".join(self._vectors), dtype=np.uint8).reshape(len(vectors), -1)
        for suffix, array in ((".vectors.npy", vectors), (".keys.npy", keys)):
            written = self._stem.with_name(self._stem.name + ".part.npy")
            np.save(written, array)
            written.replace(self._stem.with_name(self._stem.name + suffix))
        self._stored = len(self._vectors)

    def _load(self) -> None:
        paths = [self._stem.with_name(self._stem.name + suffix) for suffix in (".vectors.npy", ".keys.npy")]
        if not all(path.exists() for path in paths):
            return
        vectors, keys = np.load(paths[0], mmap_mode="r"), np.load(paths[1])
        if len(vectors) == len(keys):
            self._vectors = {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}
            self._stored = len(self._vectors)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _windows(missing: Sequence[int], max_span: int, count: int) -> list[tuple[int, int]]:
    """Half-open ranges of texts that hold every run starting at a missing place; near places share one."""
    windows: list[tuple[int, int]] = []
    for i in missing:
        end = min(i + max_span, count)
        if windows and i <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((i, end))
    return windows
