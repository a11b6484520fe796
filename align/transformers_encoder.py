"""Any sentence-transformers model as an encoder (extra `hexapla[transformers]`)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from align.encoders import Vectors
from align.errors import TRUST_VARIABLE, ExtraMissing, ModelNotLoaded

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Models that were trained with a prefix in front of every text, by a part of their name (their model cards).
PREFIXES = {"multilingual-e5": "query: "}
_BATCH = 32


class TransformersEncoder:
    """Wraps one model, on the GPU if there is one; loaded when first used.

    Raises `ExtraMissing` without sentence-transformers, `ModelNotLoaded` for a model that cannot be loaded.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.prefix = next((prefix for part, prefix in PREFIXES.items() if part in name.lower()), "")
        self._loaded: SentenceTransformer | None = None

    @property
    def _model(self) -> SentenceTransformer:
        if self._loaded is None:
            try:
                from sentence_transformers import SentenceTransformer
            except ImportError as error:
                raise ExtraMissing("sentence-transformers", "transformers") from error
            trusted = os.environ.get(TRUST_VARIABLE) == "1"
            try:
                self._loaded = SentenceTransformer(self.name, trust_remote_code=trusted)
            except (OSError, ValueError) as error:
                raise ModelNotLoaded(self.name, str(error)) from error
        return self._loaded

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return int(self.encode([""]).shape[1])

    @property
    def identity(self) -> Mapping[str, str | int]:
        """What makes two vectors comparable.

        The weights are told by a hash of their names, shapes and values.
        """
        return {
            "name": f"st:{self.name}",
            "model": self.name,
            "weights_sha256": self._weights_hash(),
            "dimension": self.dimension,
            "prefix": self.prefix,
            "normaliser": "model",
        }

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 `(len(texts), d)`, rows of unit length, in order."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(
            [self.prefix + text for text in texts],
            batch_size=_BATCH,
            convert_to_numpy=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)

    def _weights_hash(self) -> str:
        digest = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(f"{key}{tuple(tensor.shape)}".encode())
            digest.update(tensor.detach().cpu().double().sum().numpy().tobytes())
        return digest.hexdigest()
