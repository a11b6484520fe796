"""Lexical search: BM25 in each language, phrases as a condition, the best variants of all languages together.

The language of a query is not known: it is read in each language searched, and looked up there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tm.errors import QueryError
from tm.lexical.changed_part import ChangedPart, Weights
from tm.lexical.figure_terms import symbol_terms
from tm.lexical.index_queries import IndexQueries, filter_queries
from tm.lexical.lexical_clauses import Asked, Best, Clause, Field, Phrase, Term
from tm.lexical.lexical_index import LexicalIndex, tantivy_library
from tm.lexical.lexical_query import NOTHING_TO_LOOK_FOR, LexicalQuery
from tm.lexical.lexical_wording import worded
from tm.lexical.part_statistics import PartStatistics
from tm.search_filters import Filters

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A row of the table of units.

    `score` is BM25 (k1 1.2, b 0.75), above 0, to three decimals. `coverage` in [0, 1]: how much of the query
    the passage has, each word weighing its inverse document frequency, words that no passage has included; 1
    where it has every word as typed. `rarity` in [0, 1]: how rare the rarest word of the query is that the
    language has; 1 where one passage has it. `is_numbered_so`: the query is a figure with at most one word
    ("Article 21"), and the passage has its figures.
    """

    row: int
    language: str
    score: float
    coverage: float
    rarity: float
    is_numbered_so: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row and its BM25; 0 for a row that was not ranked by its words."""

    row: int
    language: str
    score: float


@dataclass(frozen=True, slots=True)
class LexicalChanges:
    """Changes by (level, language), and which of the added rows pass the filters of a search; None: all."""

    parts: Mapping[Key, ChangedPart] = field(default_factory=dict)
    passing: Collection[int] | None = None


def search_lexical(
    index: LexicalIndex,
    query: LexicalQuery,
    *,
    languages: Sequence[str],
    level: str,
    count: int,
    filters: Filters | None = None,
    changes: LexicalChanges | None = None,
) -> list[LexicalHit]:
    """Return the rows that answer best, at most `count` a language, best first; equals by row.

    Raises `QueryError` where a query has nothing to look for: only stars, only signs.
    """
    search = LexicalSearch(index, query, languages, level, filters or Filters(), changes or LexicalChanges())
    return search.hits(search.ranked(count))


class LexicalSearch:
    """One query, read in each language searched; raises `QueryError` where it has nothing to look for."""

    def __init__(
        self,
        index: LexicalIndex,
        query: LexicalQuery,
        languages: Sequence[str],
        level: str,
        filters: Filters,
        changes: LexicalChanges,
    ) -> None:
        if query.is_empty:
            raise QueryError(NOTHING_TO_LOOK_FOR)
        parts = {
            code: _Part.opened(index, (level, code), changes)
            for code in languages
            if (level, code) in index.indexes or (level, code) in changes.parts
        }
        # Where a symbol is known in any language, its digits would only find others of that session or year.
        known = _known_to(part.statistics for part in parts.values())
        symbols = [term for symbol in query.symbols for term in symbol_terms(symbol)]
        asked = query if any(map(known, symbols)) else replace(query, symbols=())
        self._parts = {code: _AskedPart(part, code, asked, filters) for code, part in parts.items()}

    def ranked(self, count: int) -> list[Ranked]:
        """Return the rows that answer best, at most `count` a language, best first; equals by row."""
        return _in_order(one for part in self._parts.values() for one in part.ranked(count))

    def hits(self, ranked: Sequence[Ranked]) -> list[LexicalHit]:
        """Return these rows as hits, in their order."""
        of_language: defaultdict[str, list[Ranked]] = defaultdict(list)
        for one in ranked:
            of_language[one.language].append(one)
        found = {hit.row: hit for code, ones in of_language.items() for hit in self._parts[code].hits(ones)}
        return [found[one.row] for one in ranked]


def _in_order(ranked: Iterable[Ranked]) -> list[Ranked]:
    return sorted(ranked, key=lambda one: (-one.score, one.row))


def _known_to(parts: Iterable[PartStatistics]) -> Callable[[str], bool]:
    """Return what says whether any of these indexes has a term."""
    all_parts = list(parts)
    return lambda term: any(part.frequency("terms", term) for part in all_parts)


class _AskedPart:
    """What a query asks of one language."""

    def __init__(self, part: _Part, language: str, query: LexicalQuery, filters: Filters) -> None:
        self._part, self._language = part, language
        self._asked = worded(query, language, part.statistics)
        self._is_numbered = query.is_numbered
        self._wanted = filter_queries(part.queries.schema, part.searcher, filters)

    def ranked(self, count: int) -> list[Ranked]:
        """Return the best rows, at most `count`, best first."""
        if self._asked is None:
            return []
        written = [] if self._wanted is None else self._part.written(self._asked, count, self._wanted)
        # Passages with the same words differ by less than is kept, whoever scored them.
        return _in_order(
            Ranked(row, self._language, round(score, 3))
            for row, score in (*written, *self._part.added(self._asked).items())
        )[:count]

    def hits(self, ranked: Sequence[Ranked]) -> list[LexicalHit]:
        """Return these rows as hits: what they have of the query."""
        asked = self._asked
        if asked is None:
            return [LexicalHit(one.row, one.language, one.score, 0.0, 0.0) for one in ranked]
        rows = [one.row for one in ranked]
        covered = self._part.coverage(asked, rows)
        numbered = self._part.rows_with_all(asked.figures, rows) if self._is_numbered else set()
        return [
            LexicalHit(
                one.row,
                one.language,
                one.score,
                round(covered.get(one.row, 0.0), 6),
                asked.rarity,
                one.row in numbered,
            )
            for one in ranked
        ]


class _Part:
    """The index of one level and language, with what has changed since it was written."""

    def __init__(self, index: Any, changes: ChangedPart | None, passing: Collection[int] | None) -> None:
        self.searcher = index.searcher()
        self.changes = changes
        self.passing = passing
        self.statistics = PartStatistics(self.searcher, changes)
        self.queries = IndexQueries(index.schema, self.statistics)

    @classmethod
    def opened(cls, index: LexicalIndex, key: Key, changes: LexicalChanges) -> _Part:
        """Open a part; a language that was added since has an empty index."""
        return cls(index.part(key), changes.parts.get(key), changes.passing)

    def written(self, asked: Asked, count: int, wanted: Sequence[Any]) -> list[tuple[int, float]]:
        """Return the best rows of the index as written and their scores; `wanted` must hold besides."""
        query = self._query(asked, wanted)
        return [] if query is None else self._living(query, count)

    def _living(self, query: Any, count: int) -> list[tuple[int, float]]:
        """Return rows and scores of the best, without those that are gone."""
        gone = self.changes.deleted if self.changes is not None else ()
        depth = count
        while True:
            hits = self.searcher.search(query, depth, count=False).hits
            rows = self.searcher.fast_field_values("row", [address for _, address in hits])
            living = [
                (int(row), score) for (score, _), row in zip(hits, rows, strict=True) if row not in gone
            ]
            if len(living) >= count or len(hits) < depth:
                return living[:count]
            depth += len(gone) if depth == count else depth

    def _query(self, asked: Asked, wanted: Sequence[Any]) -> Any | None:
        library = tantivy_library()
        must, should = library.Occur.Must, library.Occur.Should
        conditions = [self.queries.query_of(condition) for condition in asked.conditions]
        clauses = [one for one in map(self.queries.query_of, asked.clauses) if one is not None]
        if None in conditions or not (conditions or clauses):
            return None
        pairs = [(must, condition) for condition in conditions] + [(should, one) for one in clauses]
        query = library.Query.boolean_query(pairs)
        if not wanted:
            return query
        return library.Query.boolean_query([(must, query), *((must, clause) for clause in wanted)])

    def coverage(self, asked: Asked, rows: Sequence[int]) -> dict[int, float]:
        """Return by row how much of the weight of a query it has; none that fails its conditions."""
        if not rows or not asked.parts or not asked.weight:
            return {}
        totals = {**self._written_coverage(asked, rows), **self._added_coverage(asked, rows)}
        return {row: min(1.0, total / asked.weight) for row, total in totals.items()}

    def _written_coverage(self, asked: Asked, rows: Sequence[int]) -> dict[int, float]:
        query = tantivy_library().Query
        must, should = tantivy_library().Occur.Must, tantivy_library().Occur.Should
        conditions = [self.queries.query_of(condition) for condition in asked.conditions]
        if None in conditions:
            return {}
        clauses = [(must, self.queries.of_rows(rows))]
        clauses += [(must, query.const_score_query(condition, 0.0)) for condition in conditions]
        made = [(self.queries.query_of(part), weight) for part, weight in asked.parts]
        clauses += [
            (should, query.const_score_query(part, weight)) for part, weight in made if part is not None
        ]
        hits = self.searcher.search(query.boolean_query(clauses), len(rows), count=False).hits
        found = self.searcher.fast_field_values("row", [address for _, address in hits])
        return {row: score for (score, _), row in zip(hits, found, strict=True)}

    def _added_coverage(self, asked: Asked, rows: Sequence[int]) -> dict[int, float]:
        if self.changes is None:
            return {}
        own = self.changes.known(rows).intersection(*map(self.changes.rows, asked.conditions))
        totals = dict.fromkeys(own, 0.0)
        for part, weight in asked.parts if own else ():
            for row in own & self.changes.rows(part):
                totals[row] += weight
        return totals

    def rows_with_all(self, figures: Sequence[Clause], rows: Sequence[int]) -> set[int]:
        """Return which of these rows have each of these figures; none where there is no figure."""
        if not rows or not figures:
            return set()
        added = set() if self.changes is None else self.changes.known(rows)
        if self.changes is not None:
            added = added.intersection(*map(self.changes.rows, figures))
        made = [self.queries.query_of(figure) for figure in figures]
        if None in made:
            return added
        library = tantivy_library()
        clauses = [(library.Occur.Must, clause) for clause in (self.queries.of_rows(rows), *made)]
        hits = self.searcher.search(library.Query.boolean_query(clauses), len(rows), count=False).hits
        return added | set(self.searcher.fast_field_values("row", [address for _, address in hits]))

    def added(self, asked: Asked) -> dict[int, float]:
        """Return the scores of what was added since, by row."""
        changes = self.changes
        if changes is None or not changes.added_count:
            return {}
        weights = self._weights(asked, changes)
        totals: defaultdict[int, float] = defaultdict(float)
        for clause in (*asked.conditions, *asked.clauses):
            for row, score in changes.scores(clause, weights).items():
                totals[row] += score
        rows = set(totals).intersection(*map(changes.rows, asked.conditions))
        if self.passing is not None:
            rows &= set(self.passing)
        return {row: totals[row] for row in rows}

    def _weights(self, asked: Asked, changes: ChangedPart) -> Weights:
        texts: dict[tuple[Field, str], float] = {}
        clauses = (*asked.conditions, *asked.clauses, *(part for part, _ in asked.parts))
        for name, text in {text for clause in clauses for text in _texts_of(clause)}:
            texts[name, text] = self.statistics.weight(self.statistics.frequency(name, text))
        return Weights(texts, changes.penalties())


def _texts_of(clause: Clause) -> Iterable[tuple[Field, str]]:
    match clause:
        case Term():
            yield clause.field, clause.text
        case Phrase():
            yield from (("words", word) for word in clause.words)
        case Best():
            for one in clause.clauses:
                yield from _texts_of(one)
