"""How often words stand in one index, changes counted: what BM25 weighs them by."""

from __future__ import annotations

import math
from typing import Any

from tm.lexical.changed_part import ChangedPart
from tm.lexical.lexical_clauses import Field


def inverse_frequency(documents_with: int, documents: int) -> float:
    """Return the weight of a term in BM25, as tantivy and Lucene count it; above 0."""
    return math.log(1.0 + (documents - documents_with + 0.5) / (documents_with + 0.5))


class PartStatistics:
    """Counts of one index and of what was added and deleted since it was written."""

    def __init__(self, searcher: Any, changes: ChangedPart | None) -> None:
        self._searcher = searcher
        self._changes = changes

    @property
    def documents(self) -> int:
        """Passages there are, and the filler (`tm.lexical.mean_length`)."""
        changes = self._changes
        return int(self._searcher.num_docs) + (changes.added_count - changes.deleted_count if changes else 0)

    def frequency(self, field: Field, text: str) -> int:
        """Return how many passages have a word or term."""
        written = self.written_frequency(field, text)
        changes = self._changes
        return written if changes is None else written + changes.frequency(field, text)

    def written_frequency(self, field: Field, text: str) -> int:
        """Return how many passages of the index as written have it."""
        return int(self._searcher.doc_freq(field, text))

    def weight(self, frequency: int) -> float:
        """Return the weight of what so many passages have."""
        return inverse_frequency(frequency, self.documents)

    def growth(self, field: Field, *texts: str) -> float:
        """Return how much more these words weigh, together, than in the index as written."""
        if self._changes is None:
            return 1.0
        now = sum(self.weight(self.frequency(field, text)) for text in texts)
        written = int(self._searcher.num_docs)
        before = sum(inverse_frequency(self.written_frequency(field, text), written) for text in texts)
        return now / before

    def words_that_begin(self, prefix: str, limit: int) -> list[str]:
        """Return the first words that begin so, in order, at most `limit`."""
        found = [word for word, _ in self._searcher.terms_with_prefix("words", prefix, limit=limit)]
        added = self._changes.words_that_begin(prefix) if self._changes else ()
        return sorted({*found, *added})[:limit]
