"""The fuzzy index of one language: finds every text whose base score reaches a threshold, none is missed.

A text with base score t or more has between t*n and n/t words and holds at least one of the
n - ceil(t*n) + 1 rarest words of a query of n words (the prefix filter of Chaudhuri, Ganti and Kaushik 2006).
Words in common are counted next, and only what is left is compared word by word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.matching.tokens import Hashes, TokenisedText

Numbers = NDArray[np.int32]
# Comparing one listed text costs about as much as reading so many words in passing: texts on the way are read
# in order, listed ones from anywhere.
_WORDS_A_LISTED_TEXT = 3


@dataclass(frozen=True, slots=True)
class FuzzyIndex:
    """Distinct texts of one language by their words, and the units that have them.

    Texts are numbered by length in words; `length_starts` int64 `(longest + 2,)` says from which number on
    texts have at least so many. `vocabulary` uint64 is sorted; a token's number is its place there.
    `postings` lists the texts of a token at `posting_starts`; where `frequency` is above `common` they are
    not listed. `unit_*` describe units in the order of the memory: text, row of the table, level
    (0 paragraph, 1 sentence), 1 for the first of a set and level. `text_units` lists the units of each text
    at `unit_starts`.
    """

    language: str
    common: int
    vocabulary: Hashes
    figure: NDArray[np.uint8]
    frequency: Numbers
    posting_starts: NDArray[np.int64]
    postings: Numbers
    sequence: Numbers
    text_starts: NDArray[np.int64]
    length_starts: NDArray[np.int64]
    words: Hashes
    surfaces: Hashes
    unit_text: Numbers
    unit_row: Numbers
    unit_level: NDArray[np.uint8]
    unit_first: NDArray[np.uint8]
    unit_starts: NDArray[np.int64]
    text_units: Numbers

    @property
    def texts(self) -> int:
        """Number of distinct texts."""
        return len(self.text_starts) - 1


@dataclass(frozen=True, slots=True)
class FoundTexts:
    """Texts by number, words to change, base scores in percent, and which have other figures than asked."""

    texts: Numbers
    edits: Numbers
    bases: Numbers
    figures_differ: NDArray[np.bool_]


def find_texts(index: FuzzyIndex, query: TokenisedText, threshold: int) -> FoundTexts:
    """Return every text whose base score is at least `threshold` (1 to 100 percent), by number."""
    from tm.matching.search_kernels import compare_texts, differing_figures

    words = token_numbers(index, query.words)
    first, last = length_window(index, len(words), threshold)
    nothing = np.zeros(0, np.int32)
    if first >= last or not len(words):
        return FoundTexts(nothing, nothing, nothing, np.zeros(0, np.bool_))
    candidates = _candidates(index, words, threshold, first, last)
    wanted = np.zeros(len(index.vocabulary), np.uint8)
    wanted[words[words >= 0]] = 1
    texts, distances = compare_texts(candidates, index.sequence, index.text_starts, words, wanted, threshold)
    order = np.argsort(texts)
    texts, distances = texts[order], distances[order]
    lengths = index.text_starts[texts + 1] - index.text_starts[texts]
    larger = np.maximum(lengths, len(words))
    bases = (100 * (larger - distances) // larger).astype(np.int32)
    figures = np.sort(token_numbers(index, query.figures))
    differ = differing_figures(texts, index.sequence, index.text_starts, index.figure, figures)
    return FoundTexts(texts, distances, bases, differ.astype(np.bool_))


def token_numbers(index: FuzzyIndex, hashes: Hashes) -> Numbers:
    """Return the number of each token, -1 for one that no text has."""
    if not len(index.vocabulary):
        return np.full(len(hashes), -1, np.int32)
    places = np.minimum(np.searchsorted(index.vocabulary, hashes), len(index.vocabulary) - 1)
    return np.where(index.vocabulary[places] == hashes, places, -1).astype(np.int32)


def length_window(index: FuzzyIndex, words: int, threshold: int) -> tuple[int, int]:
    """Return the half-open range of texts that are neither too short nor too long for the threshold."""
    shortest, longest = -(-words * threshold // 100), 100 * words // threshold
    last = len(index.length_starts) - 1
    return int(index.length_starts[min(shortest, last)]), int(index.length_starts[min(longest + 1, last)])


def _candidates(index: FuzzyIndex, words: Numbers, threshold: int, first: int, last: int) -> Numbers:
    """Return texts in the window that hold a rarest word; all of the window where that costs less."""
    from tm.matching.search_kernels import unite_postings

    needed = len(words) - -(-len(words) * threshold // 100) + 1
    frequency = (
        np.where(words >= 0, index.frequency[words], 0) if len(index.frequency) else np.zeros_like(words)
    )
    rarest = np.argsort(frequency, kind="stable")[:needed]
    tokens: Any = np.unique(words[rarest])
    tokens = tokens[tokens >= 0]
    window = int(index.text_starts[last] - index.text_starts[first])
    share = (last - first) / max(index.texts, 1)
    mean = window / (last - first)
    listed = float(index.frequency[tokens].sum()) * share
    cheaper = listed * (mean + _WORDS_A_LISTED_TEXT * mean) < window
    if cheaper and not np.any(index.frequency[tokens] > index.common):
        united: Numbers = unite_postings(index.postings, index.posting_starts, tokens, first, last)
        return united
    return np.arange(first, last, dtype=np.int32)
