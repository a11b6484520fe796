"""Many searches at one go: queries are encoded together, each is answered or has an error of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

import numpy as np
import polars as pl

from align.embedded_text import embedded_text
from align.encoders import Encoder, Vectors
from tm.clean_text import clean_text
from tm.errors import QueryError
from tm.hybrid_search import LEXICAL, MODES
from tm.lexical.lexical_index import LexicalIndex
from tm.lexical.lexical_query import LONGEST_QUERY_CHARS
from tm.search import Hit, SearchTable, check_search, read_hits
from tm.search_filters import Filters, check_filters
from tm.search_modes import Searched, SearchRequest, find_units
from tm.units import LEVELS
from tm.vector_index import VectorIndex

# Queries encoded at one go, and held.
_QUERIES_AT_A_TIME = 64


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One query of many. `languages` are those of the passages searched, None for those of the batch.

    `error` says why it could not be read, and is passed on.
    """

    text: str
    languages: tuple[str, ...] | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The hits of one query, best first; `number` counts queries from 1. `error` says why there are none."""

    number: int
    query: str
    languages: tuple[str, ...] | None
    hits: tuple[Hit, ...]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """What holds for every query: `k` hits of `level` in `mode`, in `languages` (None: all), by `filters`."""

    k: int = 10
    level: str = LEVELS[0]
    mode: str = "dense"
    languages: tuple[str, ...] | None = None
    filters: Filters = field(default_factory=Filters)


class SearchedUnits(Searched, Protocol):
    """A memory as a batch sees it."""

    def units(self) -> pl.LazyFrame:
        """Return the table of units."""
        ...


def answer_queries(
    memory: SearchedUnits, queries: Iterable[str | SearchQuery], settings: BatchSettings
) -> Iterator[SearchAnswer]:
    """Yield the answer to each query, in order, in constant memory.

    What is wrong with one query is its `error`; what is wrong with the settings raises `QueryError` at once.
    """
    check_search(settings.level, settings.k, settings.languages, memory.languages)
    check_filters(settings.filters)
    if settings.mode not in MODES:
        raise QueryError(f'There is no mode "{settings.mode}". Use {", ".join(MODES)}.')
    return _answers(memory, iter(queries), settings)


def _answers(
    memory: SearchedUnits, queries: Iterator[str | SearchQuery], settings: BatchSettings
) -> Iterator[SearchAnswer]:
    number = 0
    while batch := list(islice(queries, _QUERIES_AT_A_TIME)):
        asked = [SearchQuery(query) if isinstance(query, str) else query for query in batch]
        seen = _WithVectors(memory, {} if settings.mode == LEXICAL else _vectors(memory, asked))
        for query in asked:
            number += 1
            yield _answer(seen, query, number, settings)


def _answer(memory: _WithVectors, query: SearchQuery, number: int, settings: BatchSettings) -> SearchAnswer:
    languages = settings.languages if query.languages is None else query.languages
    try:
        if query.error is not None:
            raise QueryError(query.error)
        check_search(settings.level, settings.k, languages, memory.languages)
        request = SearchRequest(
            query.text, languages or memory.languages, settings.k, settings.level, settings.mode,
            settings.filters,
        )  # fmt: skip
        found = find_units(memory, request)
        hits = read_hits(memory.memory.units(), memory.search_table, found, settings.level)
    except QueryError as error:
        return SearchAnswer(number, query.text, languages, (), str(error))
    return SearchAnswer(number, query.text, languages, tuple(hits))


def _vectors(memory: Searched, queries: Sequence[SearchQuery]) -> Mapping[str, Vectors]:
    texts = {
        embedded_text(clean_text(query.text)[0])
        for query in queries
        if query.error is None and query.text.strip() and len(query.text) <= LONGEST_QUERY_CHARS
    }
    ordered = sorted(texts)
    return dict(zip(ordered, memory.encoder.encode(ordered), strict=True)) if ordered else {}


class _Encoded:
    """An encoder that has encoded the queries of a batch already."""

    def __init__(self, inner: Encoder, vectors: Mapping[str, Vectors]) -> None:
        self._inner, self._vectors = inner, vectors
        self.identity, self.dimension = inner.identity, inner.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        if all(text in self._vectors for text in texts):
            return np.stack([self._vectors[text] for text in texts])
        return self._inner.encode(texts)


class _WithVectors:
    """A memory whose encoder has encoded the queries of a batch already."""

    def __init__(self, memory: SearchedUnits, vectors: Mapping[str, Vectors]) -> None:
        self.memory, self._encoded = memory, vectors

    @property
    def languages(self) -> tuple[str, ...]:
        return self.memory.languages

    @property
    def encoder(self) -> Encoder:
        return _Encoded(self.memory.encoder, self._encoded)

    @property
    def index(self) -> VectorIndex:
        return self.memory.index

    @property
    def lexical_index(self) -> LexicalIndex:
        return self.memory.lexical_index

    @property
    def search_table(self) -> SearchTable:
        return self.memory.search_table

    @property
    def facets(self) -> pl.DataFrame:
        return self.memory.facets
