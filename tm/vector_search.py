"""The vectors that one search ranks: those of an index that its restrictions allow, and others beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from align.encoders import Vectors
from tm.vector_index import (
    Mask,
    Rows,
    Selection,
    VectorIndex,
    list_count,
    probes_for,
    search_index,
    search_positions,
    stored_vectors,
)

Ranked = tuple[Rows, NDArray[np.float32]]


class VectorSearch(Protocol):
    """Ranks rows by their cosine with a query."""

    @property
    def available(self) -> int:
        """Rows that can be found."""
        ...

    def nearest(self, query: Vectors, count: int) -> Ranked:
        """Return the rows nearest to `query` `(d,)`, at most `count`, best first, and their cosines."""
        ...


@dataclass(frozen=True, slots=True)
class IndexSearch:
    """What a selection leaves of an index."""

    index: VectorIndex
    selection: Selection | None

    @property
    def available(self) -> int:
        """Rows of the selection."""
        return len(self.index.rows) if self.selection is None else self.selection.count

    def nearest(self, query: Vectors, count: int) -> Ranked:
        """Search the index."""
        return search_index(self.index, query, count, self.selection)


@dataclass(frozen=True, slots=True)
class Beside:
    """Vectors that count as if they were in an index: `faiss_index` is of `tm.vectors_beside.empty_beside`.

    Position p is row `first_row + p`; `wanted` says which of them a search may find. `total` counts all
    vectors that are there, those of the index included: what is gone is in none.
    """

    faiss_index: Any
    first_row: int
    wanted: Mask
    total: int


@dataclass(frozen=True, slots=True)
class WidenedSearch:
    """A search of an index and of what stands beside it, ranked as one index with all of them would."""

    within: IndexSearch
    beside: Beside

    @property
    def available(self) -> int:
        """Rows of both."""
        return self.within.available + int(np.count_nonzero(self.beside.wanted))

    def nearest(self, query: Vectors, count: int) -> Ranked:
        """Search both; among equals rows stand in order."""
        index, available = self.within.index, self.available
        wanted = min(count, available)
        if wanted <= 0 or not np.any(query):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        found = self._ranked(query, wanted, probes_for(index, available, self.beside.total))
        return found if len(found[0]) == wanted else self._ranked(query, wanted, list_count(index))

    def _ranked(self, query: Vectors, wanted: int, probes: int | None) -> Ranked:
        index, beside = self.within.index, self.beside
        positions, scores = search_positions(
            stored_vectors(index), query, wanted, self.within.selection, probes
        )
        added = Selection(np.packbits(beside.wanted, bitorder="little"), int(np.count_nonzero(beside.wanted)))
        if added.count:
            places, own = search_positions(beside.faiss_index, query, wanted, added, probes)
            rows = np.concatenate([index.rows[positions], places + beside.first_row])
            scores = np.concatenate([scores, own])
        else:
            rows = index.rows[positions]
        best = np.lexsort((rows, -scores))[:wanted]
        return rows[best], scores[best]
