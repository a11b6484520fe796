"""What was added to one index and deleted from it since it was written, kept in memory.

Added passages are ranked as the index ranks its own, by the same clauses (`tm.lexical.lexical_clauses`) and
BM25 (k1 1.2, b .75, lengths rounded down as tantivy and Lucene keep them).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tm.lexical.analysis import Analysis, analyse
from tm.lexical.lexical_clauses import Best, Clause, Field, OneOf, Phrase, Term
from tm.lexical.mean_length import stepped_mean

_K1, _B = 1.2, 0.75
# Lengths to 40 are kept exactly; of longer ones, less 24, the four highest bits (Lucene's SmallFloat).
_FREE, _BITS = 24, 4
_FIELDS: tuple[Field, Field] = ("words", "terms")


# The one sentence of an added unit says what its paragraph says: its turn comes after that of six languages.
_analysed: Callable[[str, str], Analysis] = lru_cache(maxsize=32)(analyse)


@dataclass(frozen=True, slots=True)
class Weights:
    """What added passages are scored with.

    Weights of words or terms, and how much the length of a passage, by row, counts against a word that it has
    (`ChangedPart.penalties`).
    """

    of_text: Mapping[tuple[Field, str], float]
    penalties: Mapping[Field, Mapping[int, float]]


class ChangedPart:
    """Changes of the index of one level and language.

    `means` are the lengths by field that it compares passages with; without it, the added passages have their
    own (`tm.lexical.mean_length`).
    """

    def __init__(self, language: str, means: Mapping[str, int] | None = None) -> None:
        self.language = language
        self._means = means
        self._words: dict[int, list[str]] = {}
        self._counts: dict[int, dict[Field, Counter[str]]] = {}
        # By word, how often each row has it; and the lengths of the rows as an index keeps them.
        self._holders: dict[Field, dict[str, dict[int, int]]] = {field: {} for field in _FIELDS}
        self._lengths: dict[Field, dict[int, int]] = {field: {} for field in _FIELDS}
        self._changed: dict[Field, Counter[str]] = {field: Counter() for field in _FIELDS}
        self.deleted: set[int] = set()

    @property
    def added_count(self) -> int:
        """Passages that were added and are still there."""
        return len(self._words)

    @property
    def deleted_count(self) -> int:
        """Passages of the index as written that are gone."""
        return len(self.deleted)

    def add(self, row: int, text: str) -> None:
        """Add a passage under a row that the index does not have."""
        analysed = _analysed(text, self.language)
        counts: dict[Field, Counter[str]] = {
            "words": Counter(analysed.words),
            "terms": Counter(analysed.terms),
        }
        self._words[row], self._counts[row] = analysed.words, counts
        for field, counter in counts.items():
            self._changed[field].update(counter.keys())
            self._lengths[field][row] = _kept_length(counter.total())
            for word, count in counter.items():
                self._holders[field].setdefault(word, {})[row] = count

    def remove(self, row: int) -> None:
        """Take back a passage that was added."""
        del self._words[row]
        for field, counter in self._counts.pop(row).items():
            self._changed[field].subtract(counter.keys())
            del self._lengths[field][row]
            for word in counter:
                del self._holders[field][word][row]

    def delete(self, row: int, text: str) -> None:
        """Delete a passage of the index as written."""
        self._deleted(row, text, 1)
        self.deleted.add(row)

    def restore(self, row: int, text: str) -> None:
        """Take back a deletion."""
        self._deleted(row, text, -1)
        self.deleted.discard(row)

    def _deleted(self, row: int, text: str, sign: int) -> None:
        if (row in self.deleted) is (sign > 0):
            raise ValueError(f"row {row} is {'already' if sign > 0 else 'not'} deleted")
        analysed = _analysed(text, self.language)
        texts_of: dict[Field, list[str]] = {"words": analysed.words, "terms": analysed.terms}
        for field, texts in texts_of.items():
            change = self._changed[field].subtract if sign > 0 else self._changed[field].update
            change(set(texts))

    def frequency(self, field: Field, text: str) -> int:
        """Return how many more passages have a word or term than in the index as written; may be below 0."""
        return self._changed[field][text]

    def known(self, rows: Iterable[int]) -> set[int]:
        """Return which of these rows are added passages."""
        return {row for row in rows if row in self._words}

    def words_that_begin(self, prefix: str) -> list[str]:
        """Return the words of added passages that begin so, sorted."""
        return sorted(
            word for word, rows in self._holders["words"].items() if rows and word.startswith(prefix)
        )

    def penalties(self) -> dict[Field, dict[int, float]]:
        """Return by field and row what BM25 adds to a count below the line: k1 (1 - b + b length).

        Lengths are shares of the mean.
        """
        found: dict[Field, dict[int, float]] = {}
        for field in _FIELDS:
            mean = self._mean_length(field)
            found[field] = {
                row: _K1 * (1 - _B + _B * length / mean) for row, length in self._lengths[field].items()
            }
        return found

    def _mean_length(self, field: Field) -> int:
        if self._means is not None:
            return self._means[field]
        tokens = sum(counts[field].total() for counts in self._counts.values())
        return stepped_mean(tokens, self.added_count)

    def rows(self, clause: Clause) -> set[int]:
        """Return the added passages that meet the clause."""
        match clause:
            case Term():
                return set(self._rows(clause.field, clause.text))
            case Phrase():
                return set(self._occurrences(clause))
            case OneOf():
                return set().union(*(self._rows("words", word) for word in clause.words))
            case Best():
                return set().union(*map(self.rows, clause.clauses))

    def scores(self, clause: Clause, weights: Weights) -> dict[int, float]:
        """Return the score of each added passage that meets the clause."""
        match clause:
            case Term():
                weight = weights.of_text.get((clause.field, clause.text), 0.0)
                return _saturated(self._rows(clause.field, clause.text), weight, weights, clause.field)
            case Phrase():
                weight = sum(weights.of_text.get(("words", word), 0.0) for word in clause.words)
                return _saturated(self._occurrences(clause), weight, weights, "words")
            case OneOf():
                return dict.fromkeys(self.rows(clause), clause.weight)
            case Best():
                best: dict[int, float] = {}
                for one in clause.clauses:
                    for row, score in self.scores(one, weights).items():
                        best[row] = max(score, best.get(row, 0.0))
                return best

    def _occurrences(self, phrase: Phrase) -> dict[int, int]:
        holders = [self._rows("words", word).keys() for word in phrase.words]
        among = set(holders[0]).intersection(*holders[1:])
        counted = {row: sum(1 for _ in _places(phrase.words, self._words[row])) for row in among}
        return {row: count for row, count in counted.items() if count}

    def _rows(self, field: Field, text: str) -> dict[int, int]:
        return self._holders[field].get(text, {})


def _saturated(counts: Mapping[int, int], weight: float, weights: Weights, field: Field) -> dict[int, float]:
    penalties, scale = weights.penalties[field], (_K1 + 1) * weight
    return {row: scale * count / (count + penalties[row]) for row, count in counts.items()}


def _places(phrase: Sequence[str], words: Sequence[str]) -> Iterator[int]:
    wanted = list(phrase)
    for place in range(len(words) - len(phrase) + 1):
        if words[place] == wanted[0] and list(words[place : place + len(phrase)]) == wanted:
            yield place


def _kept_length(length: int) -> int:
    """Return a length as an index keeps it, in one byte."""
    over = length - _FREE
    shift = max(0, over.bit_length() - _BITS) if over > 0 else 0
    return length if over <= 0 else _FREE + ((over >> shift) << shift)
