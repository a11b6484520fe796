"""The vectors that one search ranks: those of an index that its restrictions allow, and others beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from align.encoders import Vectors
from tm.vector_index import Mask, Rows, Selection, VectorIndex, search_index

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
class WidenedSearch:
    """A search and a few vectors more, `vectors` float32 `(n, d)`, of the rows from `first_row` on.

    All of them are ranked that are `wanted`, a mask `(n,)`.
    """

    within: VectorSearch
    first_row: int
    vectors: Vectors
    wanted: Mask

    @property
    def available(self) -> int:
        """Rows of both."""
        return self.within.available + int(np.count_nonzero(self.wanted))

    def nearest(self, query: Vectors, count: int) -> Ranked:
        """Search both; among equals the rows of the first stand first."""
        rows, scores = self.within.nearest(query, count)
        if not np.any(query):
            return rows, scores
        places = np.flatnonzero(self.wanted)
        own = np.clip(self.vectors @ query.astype(np.float32), -1.0, 1.0)[places]
        all_rows, all_scores = np.concatenate([rows, places + self.first_row]), np.concatenate([scores, own])
        best = np.argsort(-all_scores, kind="stable")[:count]
        return all_rows[best], all_scores[best]
