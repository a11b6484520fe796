"""Vectors of added texts as the journal keeps them."""

from __future__ import annotations

import numpy as np

from align.encoders import Vectors


def vectors_to_keep(vectors: Vectors) -> bytes:
    """Return float32 `(texts, d)` as bytes, little-endian: whole, so that a publication finds the same."""
    return np.ascontiguousarray(vectors, "<f4").tobytes()


def kept_vectors(kept: bytes, texts: int, dimension: int) -> Vectors:
    """Return float32 `(texts, d)`; journals of earlier versions kept float16."""
    kind = "<f4" if len(kept) == 4 * texts * dimension else "<f2"
    return np.frombuffer(kept, kind).astype(np.float32).reshape(texts, dimension)
