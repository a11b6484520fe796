"""An index of the vectors that were added since another one was written, with the lists of that one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.encoders import Vectors
from tm.vector_index import VectorIndex, faiss_library, stored_vectors

# So many vectors are added by one thread: those of a unit, not those of a journal.
_ADDED_ALONE = 64


def empty_beside(index: VectorIndex) -> Any:
    """Return an empty index without ids that stores and finds vectors as this one: with its lists and loss.

    What it gives for a vector is what this one would give, had it been added to it, bit for bit. It uses the
    lists of `index`, which must outlive it.
    """
    faiss = faiss_library()
    inner = stored_vectors(index)
    if index.probes is None:
        return faiss.IndexScalarQuantizer(inner.d, inner.sq.qtype, faiss.METRIC_INNER_PRODUCT)
    made = faiss.IndexIVFScalarQuantizer(
        inner.quantizer, inner.d, inner.nlist, inner.sq.qtype, faiss.METRIC_INNER_PRODUCT, inner.by_residual
    )
    made.sq, made.is_trained = inner.sq, True
    return made


def add_beside(made: Any, vectors: Vectors, order: NDArray[np.int64]) -> None:
    """Add `vectors[order]` to an index of `empty_beside`; `vectors` float32 `(n, d)`, `order` `(m,)`.

    As its own `add` would, but each vector is compared with the lists once, however often it is added.
    """
    faiss = faiss_library()
    added = np.ascontiguousarray(vectors[order], dtype=np.float32)
    threads = faiss.omp_get_max_threads()
    if len(vectors) <= _ADDED_ALONE:
        # A second thread saves a millisecond, and costs twenty while another program keeps its processor.
        faiss.omp_set_num_threads(1)
    try:
        if not isinstance(made, faiss.IndexIVF):
            made.add(added)
            return
        _, lists = made.quantizer.search(np.ascontiguousarray(vectors, dtype=np.float32), 1)
        nearest = np.ascontiguousarray(lists[order, 0])
        made.add_core(len(added), faiss.swig_ptr(added), None, faiss.swig_ptr(nearest))
    finally:
        faiss.omp_set_num_threads(threads)
