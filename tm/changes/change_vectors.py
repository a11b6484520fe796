"""Vectors of added texts as the journal keeps them."""

from __future__ import annotations

import numpy as np

from align.encoders import Vectors


def vectors_to_keep(vectors: Vectors) -> bytes:
    """Return float32 `(texts, d)` as bytes, little-endian: whole, so that a publication finds the same."""
    return np.ascontiguousarray(vectors, "<f4").tobytes()


def kept_vectors(kept: bytes, texts: int, dimension: int) -> Vectors | None:
    """Return float32 `(texts, d)`, None for bytes of another size; earlier versions kept float16."""
    kind = {4 * texts * dimension: "<f4", 2 * texts * dimension: "<f2"}.get(len(kept))
    return None if kind is None else np.frombuffer(kept, kind).astype(np.float32).reshape(texts, dimension)
