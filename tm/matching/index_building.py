"""Building a fuzzy index from the texts of the units of one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.matching.fuzzy_index import FuzzyIndex
from tm.matching.token_kinds import PUNCTUATION
from tm.matching.tokens import Hashes, TokenBatch, Tokeniser, is_figure

# Texts tokenised at a time: some tens of megabytes of scratch.
_TEXTS_AT_A_TIME = 25_000
# A word in more texts than this share narrows a search down less than reading through the lengths that count.
_COMMON_SHARE = 16
# A memory as small as this lists every word.
_ALWAYS_LISTED = 4096


@dataclass(frozen=True, slots=True)
class UnitTexts:
    """The units of a language in the order of the memory, and their distinct texts.

    `text` int32 `(u,)` is the number of a unit's text in `texts`; `row` int32 its row in the table; `level`
    uint8 0 for a paragraph, 1 for a sentence; `first` uint8 1 where another set or level begins.
    """

    texts: Sequence[str]
    text: NDArray[np.int32]
    row: NDArray[np.int32]
    level: NDArray[np.uint8]
    first: NDArray[np.uint8]


def texts_alone(texts: Sequence[str]) -> UnitTexts:
    """Return units that are these texts in this order, of one set and level, as sentences."""
    known = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    first = np.zeros(len(texts), np.uint8)
    first[:1] = 1
    return UnitTexts(
        texts=list(known),
        text=np.array([known[text] for text in texts], np.int32),
        row=np.arange(len(texts), dtype=np.int32),
        level=np.ones(len(texts), np.uint8),
        first=first,
    )


def build_index(units: UnitTexts, language: str) -> FuzzyIndex:
    """Return the index of these units; the same units give the same index."""
    from tm.matching.search_kernels import count_texts, list_texts, reorder

    given = _Tokens()
    tokeniser = Tokeniser(language)
    for start in range(0, len(units.texts), _TEXTS_AT_A_TIME):
        given.add(tokeniser.tokenise(units.texts[start : start + _TEXTS_AT_A_TIME]))
    vocabulary, figure, rank = given.sorted_vocabulary()
    lengths = np.concatenate([*given.lengths, np.zeros(0, np.int64)])
    order = np.argsort(lengths, kind="stable")
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    sequence, text_starts = reorder(given.sequence(), starts, order, rank)
    frequency = count_texts(sequence, text_starts, len(vocabulary))
    common = max(len(lengths) // _COMMON_SHARE, _ALWAYS_LISTED)
    listed = np.where(frequency > common, 0, frequency).astype(np.int64)
    posting_starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(listed)])
    number = np.empty(len(order), np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    unit_text = number[units.text]
    return _frozen(
        FuzzyIndex(
            language=language,
            common=common,
            vocabulary=vocabulary,
            figure=figure,
            frequency=frequency,
            posting_starts=posting_starts,
            postings=list_texts(sequence, text_starts, posting_starts),
            sequence=sequence,
            text_starts=text_starts,
            length_starts=_starts_of(lengths),
            words=_all(given.words)[order],
            surfaces=_all(given.surfaces)[order],
            unit_text=unit_text,
            unit_row=units.row,
            unit_level=units.level,
            unit_first=units.first,
            unit_starts=np.concatenate(
                [np.zeros(1, np.int64), np.cumsum(np.bincount(unit_text, minlength=len(order)))]
            ),
            text_units=np.argsort(unit_text, kind="stable").astype(np.int32),
        )
    )


class _Tokens:
    """Tokens as they come in: numbered by their first occurrence, sorted by hash at the end."""

    def __init__(self) -> None:
        self.lengths: list[NDArray[np.int64]] = []
        self.words: list[Hashes] = []
        self.surfaces: list[Hashes] = []
        self._numbers: list[NDArray[np.int32]] = []
        self._keys: Hashes = np.zeros(1 << 16, np.uint64)
        self._ids = np.full(1 << 16, -1, np.int32)
        self._vocabulary: Hashes = np.zeros(1 << 15, np.uint64)
        self._figure = np.zeros(1 << 15, np.uint8)
        self._known = 0

    def add(self, batch: TokenBatch) -> None:
        """Take in the words of further texts."""
        from tm.matching.token_kernels import number_tokens

        kept = batch.kinds != PUNCTUATION
        hashes = batch.hashes[kept]
        self._make_room(len(hashes))
        figures = is_figure(batch.kinds[kept]).astype(np.uint8)
        numbers, self._known = number_tokens(
            hashes, figures, self._keys, self._ids, self._vocabulary, self._figure, self._known
        )
        self._numbers.append(numbers)
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])
        self.lengths.append(np.diff(before[batch.places]))
        self.words.append(batch.words)
        self.surfaces.append(batch.surfaces)

    def sequence(self) -> NDArray[np.int32]:
        """Return the numbers of all words, in order."""
        return np.concatenate([*self._numbers, np.zeros(0, np.int32)])

    def sorted_vocabulary(self) -> tuple[Hashes, NDArray[np.uint8], NDArray[np.int32]]:
        """Return the hashes sorted, which are figures, and the place of each number among them."""
        order = np.argsort(self._vocabulary[: self._known])
        rank = np.empty(self._known, np.int32)
        rank[order] = np.arange(self._known, dtype=np.int32)
        return self._vocabulary[order], self._figure[order], rank

    def _make_room(self, coming: int) -> None:
        """Keep the table at most half full, even if every word that comes is new."""
        from tm.matching.token_kernels import number_tokens

        size = len(self._keys)
        while size < 2 * (self._known + coming):
            size *= 2
        if size == len(self._keys):
            return
        known, figures = self._vocabulary[: self._known], self._figure[: self._known]
        self._keys, self._ids = np.zeros(size, np.uint64), np.full(size, -1, np.int32)
        self._vocabulary, self._figure = np.zeros(size // 2, np.uint64), np.zeros(size // 2, np.uint8)
        number_tokens(known, figures, self._keys, self._ids, self._vocabulary, self._figure, 0)


def _all(parts: list[Hashes]) -> Hashes:
    return np.concatenate([*parts, np.zeros(0, np.uint64)])


def _starts_of(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many texts are shorter than 0, 1, 2 ... words, up to one more than the longest."""
    longest = int(lengths.max(initial=0))
    counts = np.bincount(lengths, minlength=longest + 1)
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]).astype(np.int64)


def _frozen(index: FuzzyIndex) -> FuzzyIndex:
    # Compiled code knows read-only arrays as another type: those read from files are read-only too.
    for name in index.__slots__:
        value: Any = getattr(index, name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return index
