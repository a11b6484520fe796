"""The vector index: FAISS, inner product on unit rows, so that a score is a cosine.

Flat (exact up to half precision) to `FLAT_LIMIT` vectors, an inverted file with 8 bits a dimension above.
FAISS knows a vector by its `vector_id`; inside, by its position, and `rows[position]` is its row in the table
of units. A search restricted to some rows ranks all of them: the restriction acts before the ranking, not
after.
"""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.encoders import Vectors
from tm.atomic_files import replacing
from tm.errors import MemoryDamaged

FLAT_LIMIT = 300_000
INDEX_NAME = "index.faiss"
ROWS_NAME = "rows.npy"
FLAT_FACTORY = "IDMap2,SQfp16"
_LIST_CODES = ",SQ8"
# Probes are doubled until the index finds this share of the ten nearest that all its lists have.
WANTED_RECALL = 0.985
_SAMPLE = 64
_SEED = 187
# Lists serve until the number of vectors has changed by this share.
_SERVING_SHARE = 0.1
# Of vectors a list, so many are enough to place its centre (FAISS's own default is 256, for little more).
_TRAINED_A_LIST = 64

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """A FAISS index and the row of the table behind each position.

    `faiss_index` is an `IndexIDMap2`; `rows` int64 `(ntotal,)`; `probes` is None for a flat index. `trained`
    is how many vectors its lists were placed by, None for a flat index.
    """

    faiss_index: Any
    factory: str
    rows: Rows
    probes: int | None
    trained: int | None = None


def build_index(
    vectors: Vectors,
    vector_ids: NDArray[np.int64],
    *,
    flat_limit: int = FLAT_LIMIT,
    earlier: VectorIndex | None = None,
) -> VectorIndex:
    """Build the index of `vectors` float32 `(n, d)`, rows of unit length, under `vector_ids` `(n,)`.

    Row i of the arguments is row i of the table. Zero vectors (texts that the encoder cannot read) stay out.
    The lists of an `earlier` index of nearly as many vectors are used again, not placed anew, and as many of
    them are visited: that saves minutes, and what changes have left alone is found as before. Its own vectors
    are taken out of it.
    """
    faiss = faiss_library()
    rows = np.flatnonzero(np.any(vectors != 0, axis=1)).astype(np.int64)
    # A million vectors are two gigabytes: no copy where all stay.
    kept = np.ascontiguousarray(vectors if len(rows) == len(vectors) else vectors[rows], dtype=np.float32)
    factory = _factory(len(kept), flat_limit)
    if factory == FLAT_FACTORY:
        index = faiss.index_factory(vectors.shape[1], factory, faiss.METRIC_INNER_PRODUCT)
        if len(kept):
            index.train(kept)
            index.add_with_ids(kept, vector_ids[rows])
        return VectorIndex(index, factory, rows, None)
    if earlier is not None and _serves(earlier, kept):
        # How many lists there are may differ a little from what as many vectors would get.
        index = earlier.faiss_index
        index.reset()
        index.add_with_ids(kept, vector_ids[rows])
        return replace(earlier, rows=rows)
    index, trained = _trained_index(factory, kept), len(kept)
    index.add_with_ids(kept, vector_ids[rows])
    built = VectorIndex(index, factory, rows, 1, trained)
    return replace(built, probes=_probes_for_recall(built, kept))


def _trained_index(factory: str, vectors: Vectors) -> Any:
    faiss = faiss_library()
    index = faiss.index_factory(vectors.shape[1], factory, faiss.METRIC_INNER_PRODUCT)
    clustering = faiss.extract_index_ivf(index).cp
    clustering.seed, clustering.max_points_per_centroid = _SEED, _TRAINED_A_LIST
    index.train(vectors)
    return index


def _serves(earlier: VectorIndex, vectors: Vectors) -> bool:
    """Say whether lists that were placed by other vectors still suit these: as many of them, nearly."""
    if earlier.trained is None or not earlier.factory.endswith(_LIST_CODES):
        return False
    same_dimension = earlier.faiss_index.d == vectors.shape[1]
    return same_dimension and abs(len(vectors) - earlier.trained) <= _SERVING_SHARE * earlier.trained


@dataclass(frozen=True, slots=True)
class Selection:
    """Which positions of an index a search may find: a bit each, lowest first, and how many there are."""

    bits: NDArray[np.uint8]
    count: int


def select_rows(index: VectorIndex, allowed: Mask) -> Selection | None:
    """Return the selection of a mask over the *rows of the table*; None where it allows everything."""
    # Mostly every row has a vector, and its position is its row.
    same = len(allowed) == len(index.rows)
    positions = allowed if same else allowed[index.rows]
    count = int(np.count_nonzero(positions))
    if count == len(index.rows):
        return None
    return Selection(np.packbits(positions, bitorder="little"), count)


def search_index(
    index: VectorIndex, query: Vectors, count: int, allowed: Mask | Selection | None = None
) -> tuple[Rows, NDArray[np.float32]]:
    """Return the rows nearest to `query` `(d,)`, at most `count`, best first, and their cosines in [-1, 1].

    `allowed` is a mask over the *rows of the table*, or what `select_rows` made of one; all rows it allows
    are ranked. Fewer than `count` come back only where fewer exist, as long as the index is flat or `count`
    exceeds the vectors allowed.
    """
    selection = select_rows(index, allowed) if isinstance(allowed, np.ndarray) else allowed
    available = len(index.rows) if selection is None else selection.count
    wanted = min(count, available)
    if wanted <= 0 or not np.any(query):
        return np.empty(0, np.int64), np.empty(0, np.float32)
    inner = stored_vectors(index)
    probes = probes_for(index, available, len(index.rows))
    found, scores = search_positions(inner, query, wanted, selection, probes)
    if len(found) < wanted:
        # The lists visited hold too few of the rows allowed: visit all.
        found, scores = search_positions(inner, query, wanted, selection, list_count(index))
    return index.rows[found], scores


def stored_vectors(index: VectorIndex) -> Any:
    """Return the index under the id map, which knows vectors by position: a bitmap can say which count."""
    return faiss_library().downcast_index(index.faiss_index.index)


def write_index(index: VectorIndex, folder: Path) -> None:
    """Write `index.faiss` and `rows.npy` into `folder`."""
    write_faiss(index.faiss_index, folder / INDEX_NAME)
    with replacing(folder / ROWS_NAME) as temporary, temporary.open("wb") as file:
        np.save(file, index.rows)


def read_index(folder: Path, factory: str, probes: int | None, trained: int | None = None) -> VectorIndex:
    """Read what `write_index` wrote; raises `MemoryDamaged` where a file is absent or broken."""
    try:
        rows = np.load(folder / ROWS_NAME)
        index = read_faiss(folder / INDEX_NAME)
    except (OSError, ValueError, RuntimeError) as error:
        raise MemoryDamaged(folder, f"the vector index cannot be read ({error}). Build it again.") from error
    if index.ntotal != len(rows):
        raise MemoryDamaged(folder, f"{index.ntotal} vectors for {len(rows)} rows. Build the memory again.")
    return VectorIndex(index, factory, rows, probes, trained)


def faiss_library() -> Any:
    """Import FAISS, which is slow, when it is needed; untyped, because its stubs lack half of its names."""
    return importlib.import_module("faiss")


def write_faiss(index: Any, path: Path) -> None:
    """Write a FAISS index; through Python's files, because FAISS itself opens only ASCII paths on Windows."""
    faiss = faiss_library()
    with replacing(path) as temporary, temporary.open("wb") as file:
        faiss.write_index(index, faiss.PyCallbackIOWriter(file.write))


def read_faiss(path: Path) -> Any:
    """Read a FAISS index; raises `OSError` or `RuntimeError`."""
    faiss = faiss_library()
    if os.name != "nt":
        with path.open("rb"):
            return faiss.read_index(str(path))
    with path.open("rb") as file:
        return faiss.read_index(faiss.PyCallbackIOReader(file.read, 1 << 24))


def _factory(count: int, flat_limit: int) -> str:
    if count <= flat_limit:
        return FLAT_FACTORY
    # About 4 sqrt(n) lists, a power of two (FAISS wiki, "Guidelines to choose an index").
    lists = 1 << max(2, round(float(np.log2(4 * np.sqrt(count)))))
    return f"IDMap2,IVF{min(lists, max(1, count // 39))}{_LIST_CODES}"


def search_positions(
    inner: Any, query: Vectors, wanted: int, selection: Selection | None, probes: int | None
) -> tuple[Rows, NDArray[np.float32]]:
    """Return positions in an index without ids, best first, and cosines; `probes` are the lists visited."""
    faiss = faiss_library()
    selector = None if selection is None else faiss.IDSelectorBitmap(selection.bits)
    parameters = (
        faiss.SearchParameters(sel=selector)
        if probes is None
        else faiss.SearchParametersIVF(sel=selector, nprobe=probes)
    )
    scores, found = inner.search(query.reshape(1, -1).astype(np.float32), wanted, params=parameters)
    # FAISS pads with -1 where it finds fewer than asked.
    real = found[0] >= 0
    return found[0][real], np.clip(scores[0][real], -1.0, 1.0)


def probes_for(index: VectorIndex, available: int, total: int) -> int | None:
    """Return how many lists to visit: the fewer of all rows are allowed, the farther lie the nearest."""
    lists = list_count(index)
    if lists is None or index.probes is None:
        return None
    share = max(available, 1) / max(total, 1)
    return min(lists, round(index.probes * float(np.sqrt(1 / share))))


def list_count(index: VectorIndex) -> int | None:
    """Return how many lists the index has; None for a flat one."""
    faiss = faiss_library()
    return None if index.probes is None else int(faiss.extract_index_ivf(index.faiss_index).nlist)


def _probes_for_recall(index: VectorIndex, vectors: Vectors) -> int:
    """Return the smallest power of two of probes that reaches `WANTED_RECALL` on sampled queries.

    A query lies between two vectors: one that is a vector of the index finds its neighbours more easily than
    what people ask, in another language or in other words.
    """
    lists, inner = list_count(index) or 1, stored_vectors(index)
    queries = _between(vectors)
    truth = [set(search_positions(inner, query, 10, None, lists)[0].tolist()) for query in queries]
    probes = 1
    while probes < lists:
        found = [search_positions(inner, query, 10, None, probes)[0].tolist() for query in queries]
        hits = sum(len(right.intersection(ids)) for right, ids in zip(truth, found, strict=True))
        if hits >= WANTED_RECALL * sum(map(len, truth)):
            return probes
        probes *= 2
    return lists


def _between(vectors: Vectors) -> Vectors:
    """Return `_SAMPLE` queries `(n, d)`, each the middle of two vectors, always the same ones."""
    places = np.linspace(0, len(vectors) - 1, _SAMPLE).astype(np.int64)
    others = np.random.default_rng(_SEED).integers(0, len(vectors), _SAMPLE)
    middles = vectors[places] + vectors[others]
    length = np.linalg.norm(middles, axis=1, keepdims=True)
    # Of two opposite vectors there is no middle: the first one then.
    queries: Vectors = np.where(length > 0, middles / np.maximum(length, 1e-9), vectors[places])
    return queries
