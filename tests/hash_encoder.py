"""A deterministic encoder for tests where vectors do not matter: texts that share words share directions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from align.encoders import Vectors


class HashEncoder:
    """Sums a pseudo-random direction a word (a character, in Chinese); counts the texts it was asked for."""

    def __init__(self, dimension: int = 64, seed: str = "", name: str = "hash") -> None:
        self.name = name
        self.dimension = dimension
        self.seed = seed
        self.encoded: list[str] = []

    @property
    def identity(self) -> Mapping[str, str | int]:
        return {"name": self.name, "dimension": self.dimension, "seed": self.seed}

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        rows = [self._vector(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dimension)

    def _vector(self, text: str) -> Vectors:
        words = text.casefold().split() + [letter for letter in text if letter > "\u3000"]
        total = np.sum([self._direction(word) for word in words] or [np.zeros(self.dimension)], axis=0)
        length = float(np.linalg.norm(total))
        return (total / length if length else total).astype(np.float32)

    def _direction(self, word: str) -> Vectors:
        digest = hashlib.blake2b(f"{self.seed}{word}".encode("utf-8", "replace"), digest_size=8).digest()
        generator = np.random.default_rng(int.from_bytes(digest, "little"))
        return generator.standard_normal(self.dimension).astype(np.float32)
