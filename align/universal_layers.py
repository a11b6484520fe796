"""The two layers of the default encoder that are no matrix product, in NumPy and compiled.

`first_layer` and `feature_sums` exist twice with the same arguments and, up to rounding, the same results: in
NumPy for a few tokens, so that a short query need not wait for Numba to be loaded, and as loops that
Numba compiles (once per installation; the result is cached beside this file or in the user's cache).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.universal_weights import CONVOLUTION, DIMENSION, FEATURES, HIDDEN, ORDERS, TAPS

Floats = NDArray[np.float32]
Places = NDArray[np.int32]

# From so many tokens in one call on: loading Numba costs 190 MB and .4 s, saved in ten thousand tokens.
# But a caller who has more text than a query usually has much more, and several texts are no query.
COMPILED_FROM = 600
COMPILED_FROM_OF_SEVERAL = 192
# Columns of a row of the token table: hidden row, taps of the first convolutions, embedding.
_TAPS_FROM, _EMBEDDING_FROM = HIDDEN, HIDDEN + TAPS
# The first tap of each convolution in a block of taps, and how far before the middle of the window it reads.
_BLOCKS = tuple(
    (branch, order, 2 - left, sum(o for o, _ in ORDERS[:branch]))
    for branch, (order, left) in enumerate(ORDERS)
)


@dataclass(frozen=True, slots=True)
class Layers:
    """Both layers; see `first_layer` and `feature_sums`."""

    first_layer: Callable[[Places, Floats, Floats, Floats], None]
    feature_sums: Callable[..., None]


def layers_for(tokens: int, texts: int = 1) -> Layers:
    """The layers to use in a call of so many tokens in so many texts."""
    least = COMPILED_FROM if texts == 1 else COMPILED_FROM_OF_SEVERAL
    return compiled_layers() if tokens >= least else Layers(first_layer, feature_sums)


def first_layer(windows: Places, rows: Floats, bias: Floats, out: Floats) -> None:
    """Fill `out` `(n, 768)` with the first layer of tokens whose windows are `windows`.

    `windows` `(n, 5)`: rows of the token table `rows` of a token (in the middle) and its neighbours; row 0 is
    zero and stands for a place outside the text.
    """
    for branch, order, reach, first in _BLOCKS:
        here = slice(branch * CONVOLUTION, (branch + 1) * CONVOLUTION)
        total = np.broadcast_to(bias[here], (len(windows), CONVOLUTION)).copy()
        for tap in range(order):
            start = _TAPS_FROM + (first + tap) * CONVOLUTION
            total += rows[windows[:, reach + tap], start : start + CONVOLUTION]
        np.maximum(total, 0, out=total)
        np.add(total, rows[windows[:, 2], here], out=out[:, here])


def feature_sums(
    windows: Places,
    middles: Places,
    ends: NDArray[np.int64],
    rows: Floats,
    taps: Floats,
    hidden: Floats,
    bias: Floats,
    epsilon: float,
    out: NDArray[np.float64],
) -> None:
    """Fill `out` `(len(ends), 1280)` with sums of the normalised features of consecutive tokens.

    Sum k is over tokens `ends[k - 1] .. ends[k] - 1`. `windows` `(n, 5)`: rows of `hidden` `(m + 1, 768)` and
    `taps` `(m + 1, 2560)` of a token and its neighbours; the last row is zero and stands for a
    place outside the text. `middles` `(n,)`: the token's row in the token table `rows`.
    """
    features = np.empty((len(windows), FEATURES), dtype=np.float32)
    features[:, :DIMENSION] = rows[middles, _EMBEDDING_FROM:]
    for branch, order, reach, first in _BLOCKS:
        here = slice(branch * CONVOLUTION, (branch + 1) * CONVOLUTION)
        total = np.broadcast_to(bias[here], (len(windows), CONVOLUTION)).copy()
        for tap in range(order):
            start = (first + tap) * CONVOLUTION
            total += taps[windows[:, reach + tap], start : start + CONVOLUTION]
        np.maximum(total, 0, out=total)
        total += hidden[windows[:, 2], here]
        features[:, DIMENSION + here.start : DIMENSION + here.stop] = total
    features -= features.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", features, features) / FEATURES
    features *= np.reciprocal(np.sqrt(variance + epsilon))[:, None]
    start = 0
    for k, end in enumerate(ends):
        features[start:end].sum(axis=0, dtype=np.float64, out=out[k])
        start = end


@functools.cache
def compiled_layers() -> Layers:
    """The loops below, compiled."""
    return Layers(_compiled(_first_layer_loop), _compiled(_feature_sums_loop))


def _compiled(function: Callable[..., None]) -> Any:
    from numba import njit

    # Sums may be reordered (that makes them vector sums), nothing else of fast arithmetic.
    options: Any = {"nogil": True, "fastmath": {"reassoc", "contract", "nsz"}, "error_model": "numpy"}
    try:
        return njit(cache=True, **options)(function)
    except RuntimeError:  # no folder to keep the compiled code in
        return njit(**options)(function)


_C = CONVOLUTION
_FIRST, _SECOND, _THIRD = 0, 2 * CONVOLUTION, 5 * CONVOLUTION


def _first_layer_loop(windows: Any, rows: Any, bias: Any, out: Any) -> None:
    for n in range(len(windows)):
        r0, r1, r2 = rows[windows[n, 0]], rows[windows[n, 1]], rows[windows[n, 2]]
        r3, r4, row = rows[windows[n, 3]], rows[windows[n, 4]], out[n]
        for c in range(_C):
            t = HIDDEN + c
            total = bias[c] + r2[t] + r3[t + _C]
            row[c] = max(total, np.float32(0)) + r2[c]
        for c in range(_C):
            t = HIDDEN + _SECOND + c
            total = bias[_C + c] + r1[t] + r2[t + _C] + r3[t + 2 * _C]
            row[_C + c] = max(total, np.float32(0)) + r2[_C + c]
        for c in range(_C):
            t = HIDDEN + _THIRD + c
            total = bias[2 * _C + c] + r0[t] + r1[t + _C] + r2[t + 2 * _C] + r3[t + 3 * _C] + r4[t + 4 * _C]
            row[2 * _C + c] = max(total, np.float32(0)) + r2[2 * _C + c]


def _feature_sums_loop(
    windows: Any,
    middles: Any,
    ends: Any,
    rows: Any,
    taps: Any,
    hidden: Any,
    bias: Any,
    epsilon: float,
    out: Any,
) -> None:
    x = np.empty(FEATURES, dtype=np.float32)
    n = 0
    for k in range(len(ends)):
        sums = out[k]
        sums[:] = 0.0
        while n < ends[k]:
            t0, t1, t2 = taps[windows[n, 0]], taps[windows[n, 1]], taps[windows[n, 2]]
            t3, t4, own = taps[windows[n, 3]], taps[windows[n, 4]], hidden[windows[n, 2]]
            embedding = rows[middles[n]]
            total = np.float32(0)
            for c in range(DIMENSION):
                x[c] = embedding[HIDDEN + TAPS + c]
                total += x[c]
            for c in range(_C):
                value = max(bias[c] + t2[c] + t3[_C + c], np.float32(0)) + own[c]
                x[DIMENSION + c] = value
                total += value
            for c in range(_C):
                t = _SECOND + c
                value = bias[_C + c] + t1[t] + t2[t + _C] + t3[t + 2 * _C]
                value = max(value, np.float32(0)) + own[_C + c]
                x[DIMENSION + _C + c] = value
                total += value
            for c in range(_C):
                t = _THIRD + c
                value = (
                    bias[2 * _C + c] + t0[t] + t1[t + _C] + t2[t + 2 * _C] + t3[t + 3 * _C] + t4[t + 4 * _C]
                )
                value = max(value, np.float32(0)) + own[2 * _C + c]
                x[DIMENSION + 2 * _C + c] = value
                total += value
            mean = total / np.float32(FEATURES)
            squares = np.float32(0)
            for c in range(FEATURES):
                difference = x[c] - mean
                squares += difference * difference
            scale = np.float32(1.0 / math.sqrt(squares / FEATURES + epsilon))
            for c in range(FEATURES):
                sums[c] += (x[c] - mean) * scale
            n += 1
