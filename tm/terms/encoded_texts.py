"""The texts of one language as numbers of words, row by row: what the counting loops read."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.terms.word_classes import WordTable, word_table
from tm.terms.words import words_of


@dataclass(frozen=True, slots=True, eq=False)
class EncodedTexts:
    """Texts of a language: `tokens[offsets[i] : offsets[i + 1]]` are the words of the text of `rows[i]`.

    `tokens` int32 numbers of `vocabulary`, `offsets` int64 `(n + 1,)`, `rows` int32 `(n,)` ascending; `table`
    has the classes of the vocabulary.
    """

    language: str
    vocabulary: tuple[str, ...]
    tokens: NDArray[np.int32]
    offsets: NDArray[np.int64]
    rows: NDArray[np.int32]
    table: WordTable


def encode_texts(numbered: Iterable[tuple[int, str]], language: str) -> EncodedTexts:
    """Return the texts, given with their row numbers in ascending order, as numbers of words."""
    # A word that is met for the first time gets the next number.
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    tokens, offsets, rows = array("i"), array("q", [0]), array("i")
    for row, text in numbered:
        tokens.extend(map(numbers.__getitem__, words_of(text, language)))
        offsets.append(len(tokens))
        rows.append(row)
    vocabulary = tuple(numbers)
    return EncodedTexts(
        language,
        vocabulary,
        np.frombuffer(tokens, dtype=np.int32) if tokens else np.zeros(0, np.int32),
        np.frombuffer(offsets, dtype=np.int64),
        np.frombuffer(rows, dtype=np.int32) if rows else np.zeros(0, np.int32),
        word_table(vocabulary, language),
    )
