"""Passages that have a term, as evidence: the text, where the term stands in it, and where the text stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from tm.memory import Memory
from tm.terms.concepts import TermContext
from tm.terms.word_classes import END, INSIDE, START, WordClass, word_class
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


def read_passages(memory: Memory, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Passage]:
    """Return the passages of these units and languages."""
    asked = pl.DataFrame(sorted(set(wanted)), schema=["unit_id", "language"], orient="row")
    columns = ["unit_id", "language", "text", *_PLACE_COLUMNS]
    found = (
        memory.units().select(columns).join(asked.lazy(), on=["unit_id", "language"], how="semi").collect()
    )
    return {
        (unit, language): Passage(text, document, symbol, path or "", page)
        for unit, language, text, document, symbol, path, page in found.iter_rows()
    }


def find_context(
    passages: Mapping[tuple[str, str], Passage], unit_id: str, language: str, key: str
) -> TermContext | None:
    """Return the first place of the term with this key in the passage; None if it does not stand there."""
    passage = passages.get((unit_id, language))
    place = find_term(passage.text, language, key) if passage else None
    if passage is None or place is None:
        return None
    start, end = place
    where = (passage.document, passage.symbol, passage.path, passage.page)
    return TermContext(unit_id, passage.text, start, end, *where)


def find_term(text: str, language: str, key: str) -> tuple[int, int] | None:
    """Return the place of the first run of words whose keys, joined by spaces, are `key`: half-open, from 0.

    A clitic before an Arabic term is left out where the rest is written as the term is.
    """
    words = list(word_spans(text, language))
    classes = [_class(word, language) for word, _, _ in words]
    for first, begin in enumerate(classes):
        if not begin.places & START or not key.startswith(begin.key):
            continue
        found = begin.key
        for last in range(first, len(classes)):
            if last > first:
                if not classes[last].places & (INSIDE | END):
                    break
                found = f"{found} {classes[last].inner_key}".rstrip()
            if found == key and (last == first or classes[last].places & END):
                return _without_clitics(words[first], begin), words[last][2]
            if len(found) > len(key):
                break
    return None


def _without_clitics(word: tuple[str, int, int], begin: WordClass) -> int:
    text, start, end = word
    return end - len(begin.own) if text.endswith(begin.own) else start


@lru_cache(maxsize=1 << 16)
def _class(word: str, language: str) -> WordClass:
    return word_class(word, language)
