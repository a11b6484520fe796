"""Clauses as tantivy takes them, for one index, with the weights of an index that has changed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tm.lexical.lexical_clauses import Best, Clause, Field, OneOf, Phrase, Term
from tm.lexical.lexical_index import PROBABILITY_SCALE, tantivy_library
from tm.lexical.part_statistics import PartStatistics
from tm.search_filters import Filters

_OPTIONS = {"words": "position", "terms": "freq"}


class IndexQueries:
    """Makes the queries of one index; None stands for what the index as written does not have."""

    def __init__(self, schema: Any, statistics: PartStatistics) -> None:
        self.schema = schema
        self.query = tantivy_library().Query
        self._statistics = statistics

    def query_of(self, clause: Clause) -> Any | None:
        """Return the query of a clause."""
        match clause:
            case Term():
                option = _OPTIONS[clause.field]
                made = self.query.term_query(self.schema, clause.field, clause.text, index_option=option)
                return self._grown(made, clause.field, (clause.text,))
            case Phrase():
                return self._phrase(clause)
            case OneOf():
                either = self.query.term_set_query(self.schema, "words", list(clause.words))
                return self.query.const_score_query(either, clause.weight)
            case Best():
                made = [one for one in map(self.query_of, clause.clauses) if one is not None]
                if len(made) < 2:
                    return made[0] if made else None
                return self.query.disjunction_max_query(made)

    def _phrase(self, phrase: Phrase) -> Any | None:
        made = self.query.phrase_query(self.schema, "words", list(phrase.words))
        return self._grown(made, "words", phrase.words)

    def _grown(self, made: Any, field: Field, texts: Sequence[str]) -> Any | None:
        if not all(self._statistics.written_frequency(field, text) for text in texts):
            return None
        growth = self._statistics.growth(field, *texts)
        return made if growth == 1.0 else self.query.boost_query(made, growth)

    def of_rows(self, rows: Sequence[int]) -> Any:
        """Return the query that these rows meet, without a score."""
        return self.query.const_score_query(self.query.term_set_query(self.schema, "row", rows), 0.0)


def filter_queries(schema: Any, searcher: Any, filters: Filters) -> list[Any] | None:
    """Return what must hold besides, without a score; None where no document can fulfil it."""
    library = tantivy_library()
    query = library.Query
    clauses = [
        query.term_query(schema, field, value, index_option="basic")
        for field, value in (
            ("body", filters.body),
            ("session", filters.session),
            ("year", filters.year),
            ("unit_kind", filters.kind),
            ("origin", filters.origin),
        )
        if value is not None
    ]
    if filters.symbol_prefix is not None:
        symbols = [symbol for symbol, _ in searcher.terms_with_prefix("symbol", filters.symbol_prefix)]
        if not symbols:
            return None
        clauses.append(query.term_set_query(schema, "symbol", symbols))
    if filters.min_probability is not None:
        least = math.ceil(round(filters.min_probability * PROBABILITY_SCALE, 6))
        kind = library.FieldType.Unsigned
        clauses.append(query.range_query(schema, "probability", kind, lower_bound=least, upper_bound=None))
    return [query.const_score_query(clause, 0.0) for clause in clauses]
