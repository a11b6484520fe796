"""One search of a memory in any mode: which legs are asked, under which filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

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
from tm.lexical.lexical_query import LexicalQuery, parse_query
from tm.lexical.lexical_search import LexicalChanges, LexicalHit, LexicalSearch, Ranked
from tm.search import Found, NumberedUnits, nearest_units
from tm.search_filters import Filters, check_filters
from tm.units import LEVELS
from tm.vector_search import VectorSearch


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
    def encoder(self) -> Encoder:
        """The encoder of the vectors."""
        ...

    @property
    def lexical_index(self) -> LexicalIndex:
        """The words."""
        ...

    @property
    def numbered_units(self) -> NumberedUnits:
        """Which unit each row belongs to."""
        ...

    def vector_search(self, level: str, languages: Sequence[str], filters: Filters) -> VectorSearch:
        """The vectors of the rows that may be found."""
        ...

    def lexical_changes(self, filters: Filters) -> LexicalChanges | None:
        """What has changed since the words were indexed."""
        ...


def find_units(memory: Searched, request: SearchRequest) -> list[Found]:
    """Return the units that answer best, at most `request.count`, best first.

    Raises `QueryError` for a query that is empty, too long or nothing but punctuation, an unknown mode, a
    filter that nothing can meet; in mode "lexical" also for a query without a word.
    """
    if request.mode not in MODES:
        raise QueryError(f'There is no mode "{request.mode}". Use {", ".join(MODES)}.')
    check_filters(request.filters)
    query = parse_query(request.query)
    if request.mode == LEXICAL:
        search = _lexical_search(memory, request, query)
        hits = search.hits(search.ranked(request.count))
        return lexical_found(_units(memory, request, hits))[: request.count]
    if request.mode == DENSE:
        return with_dense_legs(_dense(memory, request, request.count))
    return _hybrid(memory, request, query)[: request.count]


def _hybrid(memory: Searched, request: SearchRequest, query: LexicalQuery) -> list[Found]:
    depth = max(LEAST_DEPTH, request.count)
    # FAISS searches without holding up the interpreter: both legs run at once.
    with ThreadPoolExecutor(1) as pool:
        near = pool.submit(_dense, memory, request, depth)
        # A query of signs alone has no words; what it means can still be asked for.
        if query.is_empty:
            return fuse(near.result(), [])
        search = _lexical_search(memory, request, query)
        ranked = search.ranked(depth)
        found = near.result()
    beside = _beside(memory, request, ranked, found)
    # What the passages have of the query is asked once for both.
    hits = search.hits([*ranked, *beside])
    worded = _units(memory, request, hits[: len(ranked)])
    others = sorted(hits[len(ranked) :], key=lambda hit: (-hit.coverage, hit.row))
    return fuse(found, worded[:depth], [*worded[depth:], *_units(memory, request, others)])


def _beside(
    memory: Searched, request: SearchRequest, ranked: Sequence[Ranked], found: Sequence[Found]
) -> list[Ranked]:
    """Return the variants of what the dense leg found that the words did not rank."""
    units, known = memory.numbered_units, {one.row for one in ranked}
    rows = (row for one in found for row in units.variants(one.unit, request.level) if row not in known)
    beside = (Ranked(row, units.language(row), 0.0) for row in rows)
    return [one for one in beside if one.language in request.languages]


def _dense(memory: Searched, request: SearchRequest, count: int) -> list[Found]:
    text, _ = clean_text(request.query)
    vector = memory.encoder.encode([embedded_text(text)])[0]
    vectors = memory.vector_search(request.level, request.languages, request.filters)
    return nearest_units(vectors, memory.numbered_units, vector, count=count, level=request.level)


def _lexical_search(memory: Searched, request: SearchRequest, query: LexicalQuery) -> LexicalSearch:
    changes = memory.lexical_changes(request.filters) or LexicalChanges()
    return LexicalSearch(
        memory.lexical_index, query, request.languages, request.level, request.filters, changes
    )


def _units(memory: Searched, request: SearchRequest, hits: Iterable[LexicalHit]) -> list[LexicalUnit]:
    units = memory.numbered_units
    return units_of_hits(hits, lambda row: units.number(row, request.level))
