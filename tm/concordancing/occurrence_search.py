"""The concordance of a memory: occurrences, and where asked for what renders them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import polars as pl

from align.encoders import Encoder
from tm.concordance import ConcordanceHit, find_phrase
from tm.concordancing.counterparts import SAMPLE, CounterpartSources, with_counterparts
from tm.concordancing.indexed_phrases import candidate_rows
from tm.concordancing.phrase_patterns import compile_phrase
from tm.lexical.lexical_index import LexicalIndex
from tm.units import LEVELS


@dataclass(frozen=True, slots=True)
class PhraseRequest:
    """A phrase in a language, the languages of the counterparts, the most occurrences, what to look for."""

    phrase: str
    language: str
    show: tuple[str, ...]
    limit: int | None = None
    highlight: bool = False


class ConcordedMemory(Protocol):
    """What of a memory a concordance uses; each part is read when first needed."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages with text, sorted."""
        ...

    @property
    def encoder(self) -> Encoder:
        """The encoder of the memory."""
        ...

    @property
    def lexical_index(self) -> LexicalIndex:
        """The words, indexed now where no index is kept."""
        ...

    @property
    def kept_lexical_index(self) -> LexicalIndex | None:
        """The words, where an index of them is kept."""
        ...

    def units(self) -> pl.LazyFrame:
        """Return the table of units."""
        ...


def find_occurrences(memory: ConcordedMemory, request: PhraseRequest) -> list[ConcordanceHit]:
    """Return the occurrences in the order of the memory; raises `QueryError` for a phrase that cannot be."""
    phrase = compile_phrase(request.phrase)
    kept = memory.kept_lexical_index
    part = None if kept is None else kept.indexes.get((LEVELS[0], request.language))
    limit = request.limit
    # Renderings are learnt from more occurrences than are shown.
    most = max(limit, SAMPLE) if limit is not None and request.highlight else limit
    found = find_phrase(
        memory.units(),
        phrase,
        language=request.language,
        show=request.show,
        limit=most,
        languages=len(memory.languages),
        part=part,
    )
    if not request.highlight or not found:
        return found
    is_cut = most is not None and len(found) == most and part is not None
    rows = candidate_rows(part, phrase) if is_cut else None
    sources = CounterpartSources(memory.lexical_index, memory.encoder)
    paragraphs = None if rows is None else len(rows)
    return with_counterparts(found[:limit], sources, sample=found, paragraphs=paragraphs)
