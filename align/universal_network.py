"""The network behind the default encoder, in the parts that `universal_encoder` needs apart.

The arithmetic is the package's (deep averaging network with convolutions of order 2, 3 and 5 and a residual
head), verified against it by a test, in an order that takes a third of the work:

- What a token gives alone (its embedding, the hidden row, and the product of that row with every tap of
  the first convolutions) is computed once for each different token and remembered (`TokenTable`).
- A convolution is taken as products with its taps, added up along the text: the matrix products need no
  windows, and a token whose neighbours change needs no product of its own.
- Features are summed before they are projected, because the projection is linear.
"""

from __future__ import annotations

import functools
import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.encoders import Vectors
from align.universal_layers import Floats, Layers, Places
from align.universal_weights import (
    CHUNK_ROWS,
    CHUNKS,
    CONVOLUTION,
    DIMENSION,
    FEATURES,
    HIDDEN,
    TAPS,
    load_weights,
)

# Different tokens remembered, 15 kB each. Memory is touched as they come, a short query needs little.
TABLE_TOKENS = 6144
# Products are taken of so many rows at once, always: so a row does not depend on those computed with it.
_BLOCK_ROWS = 64
_ROW = HIDDEN + TAPS + DIMENSION
# Places of a window before and after the token itself.
_MARGIN = 2


@dataclass(frozen=True, slots=True, eq=False)
class Passages:
    """What one pass computes: first-layer rows, and sums of features over consecutive tokens.

    `tokens` int32 `(m, 5)`: token ids of each first-layer row and its neighbours, -1 outside the text.
    `windows` int32 `(n, 5)`: for each feature row the first-layer rows of its token and neighbours, `m`
    outside the text. `ends` int64 `(k,)`: sum k is over feature rows `ends[k - 1] .. ends[k] - 1`.
    """

    tokens: Places
    windows: Places
    ends: NDArray[np.int64]


class TokenTable:
    """What each different token gives alone: rows `[hidden 768 | taps 2560 | embedding 512]`, row 0 zero.

    Safe for several threads. When full, it begins anew; whoever works with the old rows keeps them.
    """

    def __init__(self, capacity: int = TABLE_TOKENS) -> None:
        self._capacity = capacity
        self._lock = threading.Lock()
        self._begin(capacity)

    def rows_of(self, ids: Places) -> tuple[Floats, Places]:
        """Return the table, and the row of each id in it (0 for -1)."""
        different = np.unique(ids)
        different = different[different >= 0]
        while True:
            with self._lock:
                missing = different[self._places[different] == 0]
                if not len(missing):
                    return self._rows, self._places[ids]
            computed = _token_rows(missing)
            with self._lock:
                self._insert(missing, computed, different)

    def _insert(self, missing: Places, computed: Floats, different: Places) -> None:
        absent = self._places[missing] == 0  # another thread may have been faster
        missing, computed = missing[absent], computed[absent]
        if self._used + len(missing) > self._capacity:
            kept = different[self._places[different] > 0]
            rows = self._rows[self._places[kept]]
            self._begin(max(self._capacity, len(different)))
            missing, computed = np.concatenate([kept, missing]), np.concatenate([rows, computed])
        places = np.arange(self._used, self._used + len(missing)) + 1
        self._rows[places] = computed
        self._places[missing] = places
        self._used += len(missing)

    def _begin(self, capacity: int) -> None:
        self._rows: Floats = np.empty((capacity + 1, _ROW), dtype=np.float32)
        self._rows[0] = 0.0
        # One more than there are ids, and zero: the place of -1.
        self._places: Places = np.zeros(CHUNKS * CHUNK_ROWS + 1, dtype=np.int32)
        self._used = 0


@functools.cache
def token_table() -> TokenTable:
    """The table that all encoders of the process share."""
    return TokenTable()


def _token_rows(ids: Places) -> Floats:
    weights = load_weights()
    rows = np.zeros((-(-len(ids) // _BLOCK_ROWS) * _BLOCK_ROWS, _ROW), dtype=np.float32)
    chunk = ids % CHUNKS
    embedded = weights.table[chunk, ids // CHUNKS] * weights.scale[chunk, None] + weights.low[chunk, None]
    rows[: len(ids), HIDDEN + TAPS :] = embedded
    for start in range(0, len(rows), _BLOCK_ROWS):
        block = rows[start : start + _BLOCK_ROWS]
        hidden = block[:, HIDDEN + TAPS :] @ weights.hidden
        hidden += weights.hidden_bias
        hidden -= hidden.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", hidden, hidden) / HIDDEN
        hidden *= np.reciprocal(np.sqrt(variance + weights.epsilon))[:, None]
        hidden *= weights.hidden_gain
        hidden += weights.hidden_shift
        block[:, :HIDDEN] = hidden
        _tap_products(hidden, weights.first, block[:, HIDDEN : HIDDEN + TAPS])
    return rows[: len(ids)]


def _tap_products(hidden: Floats, weights: tuple[Floats, ...], out: Floats) -> None:
    """Products of each convolution's part of the hidden rows with all its taps, `(n, 2560)`."""
    column = 0
    for branch, taps in enumerate(weights):
        own = hidden[:, branch * CONVOLUTION : (branch + 1) * CONVOLUTION]
        np.matmul(own, taps, out=out[:, column : column + taps.shape[1]])
        column += taps.shape[1]


def feature_sums(passages: Passages, layers: Layers) -> NDArray[np.float64]:
    """Sums of normalised features, their gain and shift left to `project`: float64 `(k, 1280)`."""
    weights, count = load_weights(), len(passages.tokens)
    rows, places = token_table().rows_of(passages.tokens)
    # One row more, zero, for what is outside the text.
    hidden = np.empty((count + 1, HIDDEN), dtype=np.float32)
    taps = np.empty((count + 1, TAPS), dtype=np.float32)
    layers.first_layer(places, rows, weights.first_bias, hidden[:count])
    _tap_products(hidden[:count], weights.second, taps[:count])
    hidden[count] = 0.0
    taps[count] = 0.0
    out = np.empty((len(passages.ends), FEATURES), dtype=np.float64)
    middles = np.append(places[:, _MARGIN], np.int32(0))[passages.windows[:, _MARGIN]]
    layers.feature_sums(
        passages.windows,
        middles,
        passages.ends,
        rows,
        taps,
        hidden,
        weights.second_bias,
        weights.epsilon,
        out,
    )
    return out


def project(sums: NDArray[np.floating], counts: NDArray[np.int64]) -> Floats:
    """Project sums of the features of `counts[i]` tokens each, `(n, 1280)`, to float32 `(n, 512)`."""
    weights = load_weights()
    projected: Floats = sums.astype(np.float32, copy=False) @ weights.output
    projected += counts.astype(np.float32)[:, None] * weights.output_bias
    return projected


def head(sums: NDArray[Any], counts: NDArray[np.int64]) -> Vectors:
    """Vectors of unit length, float32 `(n, 512)`, from projected feature sums and token counts."""
    weights = load_weights()
    mean = (sums / np.sqrt(counts)[:, None]).astype(np.float32)
    first, second = np.split(mean @ weights.head_in, [weights.head_1.shape[0]], axis=1)
    second = second + np.maximum(first, 0) @ weights.head_1
    np.maximum(second, 0, out=second)
    third = np.maximum(second @ weights.head_2, 0)
    out: Vectors = second @ weights.head_skip
    out += third @ weights.head_out
    np.tanh(out, out=out)
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12)
    return out
