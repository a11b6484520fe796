"""One search of a memory in any mode: which legs are asked, under which filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import polars as pl

from align.embedded_text import embedded_text
from align.encoders import Encoder
from tm.clean_text import clean_text
from tm.errors import QueryError
from tm.hybrid_search import (
    DENSE,
    LEAST_DEPTH,
    LEXICAL,
    MODES,
    LexicalUnit,
    fuse,
    lexical_found,
    units_of_hits,
    with_dense_legs,
)
from tm.lexical.lexical_index import LexicalIndex
from tm.lexical.lexical_query import parse_query
from tm.lexical.lexical_search import search_lexical
from tm.search import Found, SearchTable, nearest_units, numbers_of_units
from tm.search_filters import Filters, check_filters, filter_expression
from tm.units import LEVELS
from tm.vector_index import Mask, VectorIndex


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is asked: `count` units of `level` that answer `query`, among passages in `languages`."""

    query: str
    languages: Sequence[str]
    count: int
    level: str = LEVELS[0]
    mode: str = DENSE
    filters: Filters = field(default_factory=Filters)


class Searched(Protocol):
    """What of a memory a search uses; each part is read when first needed."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages with text, sorted."""
        ...

    @property
    def encoder(self) -> Encoder:
        """The encoder of the vectors."""
        ...

    @property
    def index(self) -> VectorIndex:
        """The vectors."""
        ...

    @property
    def lexical_index(self) -> LexicalIndex:
        """The words."""
        ...

    @property
    def search_table(self) -> SearchTable:
        """Level, language and unit of each row."""
        ...

    @property
    def facets(self) -> pl.DataFrame:
        """What filters look at, row by row, and `level`."""
        ...


def find_units(memory: Searched, request: SearchRequest) -> list[Found]:
    """Return the units that answer best, at most `request.count`, best first.

    Raises `QueryError` for a query that is empty or too long, an unknown mode, a filter that nothing can
    meet; in mode "lexical" also for a query without a word.
    """
    if request.mode not in MODES:
        raise QueryError(f'There is no mode "{request.mode}". Use {", ".join(MODES)}.')
    check_filters(request.filters)
    query = parse_query(request.query)
    if request.mode == LEXICAL:
        return lexical_found(_lexical(memory, request, request.count))[: request.count]
    if request.mode == DENSE:
        return with_dense_legs(_dense(memory, request, request.count))
    depth = max(LEAST_DEPTH, request.count)
    # A query of signs alone has no words; what it means can still be asked for.
    worded = [] if query.is_empty else _lexical(memory, request, depth)
    return fuse(_dense(memory, request, depth), worded[:depth])[: request.count]


def _dense(memory: Searched, request: SearchRequest, count: int) -> list[Found]:
    text, _ = clean_text(request.query)
    vector = memory.encoder.encode([embedded_text(text)])[0]
    return nearest_units(
        memory.index,
        memory.search_table,
        vector,
        count=count,
        level=request.level,
        languages=None if set(request.languages) == set(memory.languages) else request.languages,
        of_units=_mask(memory, request),
    )


def _lexical(memory: Searched, request: SearchRequest, count: int) -> list[LexicalUnit]:
    hits = search_lexical(
        memory.lexical_index,
        parse_query(request.query),
        languages=request.languages,
        level=request.level,
        count=count,
        filters=request.filters,
    )
    return units_of_hits(hits, numbers_of_units(memory.search_table, request.level))


def _mask(memory: Searched, request: SearchRequest) -> Mask | None:
    """Return which rows belong to units that pass the filters; None for no filter.

    A sentence counts for its paragraph, so at the level of paragraphs it passes where its paragraph does.
    """
    if request.filters.is_empty:
        return None
    of_level = (pl.col("level") == request.level) & filter_expression(request.filters)
    passing = memory.facets.select(of_level)[:, 0].to_numpy()
    numbers = numbers_of_units(memory.search_table, request.level)
    return np.isin(numbers, np.unique(numbers[passing]))
