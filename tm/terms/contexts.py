"""Passages that have a term, as evidence: the text, the place of the term in it, and that of the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from tm.memory import Memory
from tm.terms.concepts import TermContext
from tm.terms.encoded_texts import EncodedTexts
from tm.terms.term_places import END, INSIDE, START
from tm.terms.word_classes import WordTable
from tm.terms.words import word_spans, words_of

CONTEXTS = 3
_PLACE_COLUMNS = ("document", "symbol", "path", "page")


@dataclass(frozen=True, slots=True)
class Passage:
    """A variant of a unit with its place."""

    text: str
    document: str
    symbol: str | None
    path: str
    page: int | None


def read_passages(memory: Memory, language: str, unit_ids: Iterable[str]) -> dict[str, Passage]:
    """Return the passages of these units in a language, by unit."""
    asked = pl.LazyFrame({"unit_id": sorted(set(unit_ids))}, schema={"unit_id": pl.String()})
    units = memory.units().filter(pl.col("language") == language)
    chosen = units.select("unit_id", "text", *_PLACE_COLUMNS).join(asked, on="unit_id", how="semi").collect()
    return {
        unit: Passage(text, document, symbol, path or "", page)
        for unit, text, document, symbol, path, page in chosen.iter_rows()
    }


@dataclass(frozen=True, slots=True)
class TermFinder:
    """Finds terms of a language in its texts by the classes that the words of the memory have."""

    language: str
    numbers: Mapping[str, int]
    table: WordTable

    def contexts(
        self, passage: Passage | None, unit_id: str, keys: Iterable[str]
    ) -> list[TermContext | None]:
        """Return the first place of the terms with these keys in a passage; None where one does not stand."""
        if passage is None:
            return [None for _ in keys]
        return [
            place
            and TermContext(
                unit_id,
                passage.text,
                *place,
                document=passage.document,
                symbol=passage.symbol,
                path=passage.path,
                page=passage.page,
            )
            for place in self.places(passage.text, keys)
        ]

    def places(self, text: str, keys: Iterable[str]) -> list[tuple[int, int] | None]:
        """Return the place of the first run of words with each key: half-open, from 0; None for none.

        A clitic before an Arabic term is left out where the rest is written as the term is.
        """
        words = words_of(text, self.language)
        numbers = [self.numbers.get(word, -1) for word in words]
        names, table = self.table.names, self.table
        begins = [
            (first, names[table.keys[number]])
            for first, number in enumerate(numbers)
            if number >= 0 and table.places[number] & START
        ]
        runs = [self._run(numbers, begins, key) for key in keys]
        if not any(runs):
            return [None for _ in runs]
        spans = list(word_spans(text, self.language, words))
        return [run and self._place(spans, numbers, *run) for run in runs]

    def _run(self, numbers: list[int], begins: list[tuple[int, str]], key: str) -> tuple[int, int] | None:
        """Return the first and the last word of the first run with this key; None for none."""
        for first, name in begins:
            # Most words are told apart without looking further.
            if key.startswith(name):
                last = self._end(numbers, first, key)
                if last is not None:
                    return first, last
        return None

    def _place(
        self, spans: list[tuple[str, int, int]], numbers: list[int], first: int, last: int
    ) -> tuple[int, int]:
        own = self.table.own_words[self.table.own[numbers[first]]]
        return _without_clitics(spans[first], own), spans[last][2]

    def _end(self, numbers: list[int], first: int, key: str) -> int | None:
        """Return the last word of a run with this key that begins at `first`; None where none does."""
        names, places = self.table.names, self.table.places
        found = names[self.table.keys[numbers[first]]]
        if found == key:
            return first
        for last in range(first + 1, len(numbers)):
            number = numbers[last]
            if not key.startswith(found) or number < 0 or not places[number] & (INSIDE | END):
                return None
            inner = names[self.table.inner_keys[number]]
            found = f"{found} {inner}" if inner else found
            if found == key and places[number] & END:
                return last
        return None


def term_finder(texts: EncodedTexts) -> TermFinder:
    """Return the finder of the words of these texts."""
    return TermFinder(texts.language, {word: k for k, word in enumerate(texts.vocabulary)}, texts.table)


def _without_clitics(word: tuple[str, int, int], own: str) -> int:
    text, start, end = word
    return end - len(own) if text.endswith(own) else start
