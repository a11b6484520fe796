"""Many searches at one go: queries are encoded together, each is answered or has an error of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

import numpy as np

from align.embedded_text import embedded_text
from align.encoders import Encoder, Vectors
from tm.clean_text import clean_text
from tm.errors import QueryError
from tm.hybrid_search import LEXICAL, MODES
from tm.lexical.lexical_query import LONGEST_QUERY_CHARS
from tm.search import Hit, check_search
from tm.search_filters import Filters, check_filters
from tm.units import LEVELS

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


class SearchedMemory(Protocol):
    """A memory, as a batch of searches uses it."""

    @property
    def searched_languages(self) -> tuple[str, ...]:
        """Languages with text, sorted."""
        ...

    @property
    def encoder(self) -> Encoder:
        """The encoder of the memory, a `cached_property`."""
        ...

    def search(
        self,
        query: str,
        *,
        languages: Sequence[str] | None = None,
        k: int = 10,
        level: str = "paragraph",
        mode: str = "dense",
        filters: Filters | None = None,
    ) -> list[Hit]:
        """Return the units that answer best."""
        ...


class BatchEncoder:
    """An encoder that has the vectors of the queries at hand already."""

    def __init__(self, inner: Encoder) -> None:
        self._inner = inner
        self._vectors: dict[str, Vectors] = {}
        self.identity, self.dimension = inner.identity, inner.dimension

    def prepare(self, queries: Sequence[str]) -> None:
        """Encode these queries at one go, and forget those before."""
        texts = sorted({embedded_text(clean_text(query)[0]) for query in queries})
        self._vectors = dict(zip(texts, self._inner.encode(texts), strict=True)) if texts else {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 `(len(texts), dimension)`, as the encoder does."""
        if all(text in self._vectors for text in texts):
            return np.stack([self._vectors[text] for text in texts])
        return self._inner.encode(texts)


def answer_queries(
    memory: SearchedMemory, queries: Iterable[str | SearchQuery], settings: BatchSettings
) -> Iterator[SearchAnswer]:
    """Yield the answer to each query, in order, in constant memory.

    What is wrong with one query is its `error`; what is wrong with the settings raises `QueryError` at once.
    """
    check_search(settings.level, settings.k, settings.languages, memory.searched_languages)
    check_filters(settings.filters)
    if settings.mode not in MODES:
        raise QueryError(f'There is no mode "{settings.mode}". Use {", ".join(MODES)}.')
    if settings.mode == LEXICAL:
        return _answers(memory, None, queries, settings)
    # The same memory, seen with an encoder that has encoded a batch of queries before they are asked.
    seen, encoder = copy(memory), BatchEncoder(memory.encoder)
    vars(seen)["encoder"] = encoder
    return _answers(seen, encoder, queries, settings)


def _answers(
    memory: SearchedMemory,
    encoder: BatchEncoder | None,
    queries: Iterable[str | SearchQuery],
    settings: BatchSettings,
) -> Iterator[SearchAnswer]:
    number, waiting = 0, iter(queries)
    while batch := list(islice(waiting, _QUERIES_AT_A_TIME)):
        asked = [SearchQuery(query) if isinstance(query, str) else query for query in batch]
        if encoder is not None:
            encoder.prepare([query.text for query in asked if _is_encoded(query)])
        for query in asked:
            number += 1
            yield _answer(memory, query, number, settings)


def _answer(memory: SearchedMemory, query: SearchQuery, number: int, settings: BatchSettings) -> SearchAnswer:
    languages = settings.languages if query.languages is None else query.languages
    try:
        if query.error is not None:
            raise QueryError(query.error)
        hits = memory.search(
            query.text, languages=languages, k=settings.k, level=settings.level, mode=settings.mode,
            filters=settings.filters,
        )  # fmt: skip
    except QueryError as error:
        return SearchAnswer(number, query.text, languages, (), str(error))
    return SearchAnswer(number, query.text, languages, tuple(hits))


def _is_encoded(query: SearchQuery) -> bool:
    return query.error is None and bool(query.text.strip()) and len(query.text) <= LONGEST_QUERY_CHARS
