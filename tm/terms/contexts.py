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
from tm.terms.words import word_spans

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


def read_passages(memory: Memory, language: str, unit_ids: Iterable[str]) -> dict[tuple[str, str], Passage]:
    """Return the passages of these units in a language, by unit and language."""
    asked = pl.LazyFrame({"unit_id": sorted(set(unit_ids))}, schema={"unit_id": pl.String()})
    units = memory.units().filter(pl.col("language") == language)
    chosen = units.select("unit_id", "text", *_PLACE_COLUMNS).join(asked, on="unit_id", how="semi").collect()
    return {
        (unit, language): Passage(text, document, symbol, path or "", page)
        for unit, text, document, symbol, path, page in chosen.iter_rows()
    }


@dataclass(frozen=True, slots=True)
class TermFinder:
    """Finds terms of a language in its texts by the classes that the words of the memory have."""

    language: str
    numbers: Mapping[str, int]
    table: WordTable

    def context(
        self, passages: Mapping[tuple[str, str], Passage], unit_id: str, key: str
    ) -> TermContext | None:
        """Return the first place of the term with this key in a passage; None if it does not stand there."""
        passage = passages.get((unit_id, self.language))
        place = self.place(passage.text, key) if passage else None
        if passage is None or place is None:
            return None
        return TermContext(
            unit_id,
            passage.text,
            *place,
            document=passage.document,
            symbol=passage.symbol,
            path=passage.path,
            page=passage.page,
        )

    def place(self, text: str, key: str) -> tuple[int, int] | None:
        """Return the place of the first run of words with this key: half-open, from 0; None for none.

        A clitic before an Arabic term is left out where the rest is written as the term is.
        """
        words = list(word_spans(text, self.language))
        numbers = [self.numbers.get(word, -1) for word, _, _ in words]
        for first, number in enumerate(numbers):
            if number < 0 or not self.table.places[number] & START:
                continue
            last = self._end(numbers, first, key)
            if last is not None:
                own = self.table.own_words[self.table.own[number]]
                return _without_clitics(words[first], own), words[last][2]
        return None

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
