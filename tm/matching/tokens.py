"""The tokens of the score S1, of many texts at once or of one with its places.

Words are runs of letters and marks; a Han character or kana is a token; a number is one token by its value, a
document symbol or an address of the web is one; each other character but spaces is punctuation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.matching.characters import CodePoints, character_tables
from tm.matching.read_fragments import Given, read_chunk, read_digits, read_numeral
from tm.matching.token_kinds import NUMBER, PUNCTUATION, SYMBOL

Hashes = NDArray[np.uint64]
Kinds = NDArray[np.uint8]
Places = NDArray[np.int64]
# Languages whose Han characters may write numbers.
_WITH_NUMERALS = frozenset({"zh", "ja"})
# Beyond these distinct fragments the memory of what was read starts anew.
_MOST_FRAGMENTS = 500_000


@dataclass(frozen=True, slots=True)
class TokenBatch:
    """Tokens of texts, end to end: hash and kind of each, start and end in the joined texts.

    `places` int64 `(t + 1,)` says where the tokens of each text begin. `words` and `surfaces` uint64 `(t,)`
    are equal for texts of the same words, and of the same words, punctuation and case.
    """

    hashes: Hashes
    kinds: Kinds
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    places: Places
    words: Hashes
    surfaces: Hashes


@dataclass(frozen=True, slots=True)
class TokenisedText:
    """One text and its tokens: hashes, kinds and half-open spans of characters, in order."""

    text: str
    hashes: Hashes
    kinds: Kinds
    spans: tuple[tuple[int, int], ...]
    words_hash: int
    surface_hash: int

    @property
    def words(self) -> Hashes:
        """Hashes of the tokens that are no punctuation."""
        words: Hashes = self.hashes[self.kinds != PUNCTUATION]
        return words

    @property
    def figures(self) -> Hashes:
        """Hashes of numbers and symbols."""
        return self.hashes[is_figure(self.kinds)]


def is_figure(kinds: Kinds) -> NDArray[np.bool_]:
    """Say which tokens are numbers or document symbols."""
    figures: NDArray[np.bool_] = (kinds == NUMBER) | (kinds == SYMBOL)
    return figures


class Tokeniser:
    """Tokenises texts of one language, which decides whether "1,5" is a decimal; keeps what it has read."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._read: dict[Any, tuple[Given, ...]] = {}

    def tokenise(self, texts: Sequence[str]) -> TokenBatch:
        """Return the tokens of all texts, in order."""
        from tm.matching.token_kernels import cut_tokens, find_chunks, find_numbers, fold_codes

        joined = "".join(texts)
        codes, starts = _code_points(joined), _starts_of(texts)
        tables = character_tables()
        extra = tables.learn(codes)
        folded, origins, places, shape = fold_codes(
            codes, starts, tables.count, tables.first, extra, tables.upper
        )
        chunks = find_chunks(folded, places, tables.kind)
        symbols = _joined(self._chunk_tokens(joined, origins, *chunks))
        numbers = find_numbers(
            folded, places, tables.kind, symbols[0], symbols[1], int(self.language in _WITH_NUMERALS)
        )
        given = _merged(symbols, _joined(self._number_tokens(joined, origins, *numbers)))
        hashes, kinds, begins, ends, token_places, words, surfaces = cut_tokens(
            folded, places, tables.kind, shape, *given
        )
        # A mark that folding drops belongs to the token before it.
        stops = np.maximum(origins[ends], origins[ends - 1] + 1).astype(np.int32)
        return TokenBatch(hashes, kinds, origins[begins], stops, token_places, words, surfaces)

    def tokenise_one(self, text: str) -> TokenisedText:
        """Return the tokens of one text."""
        batch = self.tokenise([text])
        spans = tuple(zip(batch.starts.tolist(), batch.ends.tolist(), strict=True))
        return TokenisedText(
            text, batch.hashes, batch.kinds, spans, int(batch.words[0]), int(batch.surfaces[0])
        )

    def _chunk_tokens(self, joined: str, origins: Any, starts: Places, ends: Places) -> Iterable[Given]:
        for start, first, last in zip(
            starts.tolist(), origins[starts].tolist(), origins[ends].tolist(), strict=True
        ):
            key = joined[first:last]
            read = self._read.get(key)
            if read is None:
                read = self._keep(key, read_chunk(key))
            for one in read:
                yield Given(start + one.start, start + one.end, one.hash, one.kind)

    def _number_tokens(
        self, joined: str, origins: Any, starts: Places, ends: Places, contexts: Places
    ) -> Iterable[Given]:
        afters = np.minimum(ends + 1, len(origins) - 1)
        for start, context, first, last, before, after in zip(
            starts.tolist(),
            contexts.tolist(),
            origins[starts].tolist(),
            origins[ends].tolist(),
            origins[contexts].tolist(),
            origins[afters].tolist(),
            strict=True,
        ):
            key: Any = (
                (joined[first:last],)
                if context < 0
                else (joined[before:after], first - before, last - before)
            )
            read = self._read.get(key)
            if read is None:
                made = read_digits(key[0], self.language) if context < 0 else read_numeral(*key)
                read = self._keep(key, made)
            for one in read:
                yield Given(start + one.start, start + one.end, one.hash, one.kind)

    def _keep(self, key: Any, read: tuple[Given, ...]) -> tuple[Given, ...]:
        if len(self._read) >= _MOST_FRAGMENTS:
            self._read.clear()
        self._read[key] = read
        return read


_GivenArrays = tuple[Places, Places, Hashes, Kinds]


def _joined(given: Iterable[Given]) -> _GivenArrays:
    rows = list(given)
    starts, ends, hashes, kinds = zip(*rows, strict=True) if rows else ((), (), (), ())
    return (
        np.array(starts, np.int64),
        np.array(ends, np.int64),
        np.array(hashes, np.uint64),
        np.array(kinds, np.uint8),
    )


def _merged(first: _GivenArrays, second: _GivenArrays) -> _GivenArrays:
    order = np.argsort(np.concatenate([first[0], second[0]]), kind="stable")
    starts, ends, hashes, kinds = (
        np.concatenate([one, other])[order] for one, other in zip(first, second, strict=True)
    )
    return starts, ends, hashes, kinds


def _code_points(joined: str) -> CodePoints:
    encoded = joined.encode("utf-32-le", "surrogatepass")
    return np.frombuffer(encoded, np.uint32)


def _starts_of(texts: Sequence[str]) -> Places:
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
