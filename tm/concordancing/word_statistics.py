"""In how many paragraphs of a language words stand, alone and in a row, asked of the lexical index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tm.lexical.lexical_index import tantivy_library
from tm.lexical.words import is_han, surface_words


class WordStatistics:
    """Counts of paragraphs; each is asked for once."""

    def __init__(self, part: Any) -> None:
        self._searcher = part.searcher()
        self._schema = part.schema
        self._terms: dict[str, int] = {}
        self._runs: dict[tuple[str, ...], int] = {}
        # All but the filler (`tm.lexical.mean_length`).
        self.paragraphs = int(self._searcher.num_docs) - 1

    def with_key(self, key: str) -> int:
        """Return how many paragraphs have a key (`tm.concordancing.counterpart_words`), or two characters."""
        if key not in self._terms:
            field = "words" if len(key) == 1 and is_han(key) else "terms"
            self._terms[key] = int(self._searcher.doc_freq(field, key))
        return self._terms[key]

    def with_run(self, text: str) -> int:
        """Return how many paragraphs have these words in a row, whatever their accents and marks."""
        words = tuple(surface_words(text))
        if words not in self._runs:
            self._runs[words] = self._count(words)
        return self._runs[words]

    def cohesion(self, left: str, right: str) -> float:
        """Return how often two Han characters stand together, of where the rarer stands; 0 for others."""
        if not (is_han(left) and is_han(right)):
            return 0.0
        rarer = min(self.with_key(left), self.with_key(right))
        return self.with_key(left + right) / rarer if rarer else 0.0

    def _count(self, words: Sequence[str]) -> int:
        if not words:
            return 0
        if len(words) == 1:
            return int(self._searcher.doc_freq("words", words[0]))
        if not all(self._searcher.doc_freq("words", word) for word in set(words)):
            return 0
        query = tantivy_library().Query.phrase_query(self._schema, "words", list(words))
        return int(self._searcher.search(query, 1, count=True).count)
