"""Lexical search: BM25 in each language, phrases as a condition, the best variants of all languages together.

The language of a query is not known: it is read in each language searched, and looked up there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tm.errors import QueryError
from tm.lexical.analysis import query_terms
from tm.lexical.figure_terms import MARK, symbol_terms
from tm.lexical.lexical_index import PROBABILITY_SCALE, LexicalIndex, tantivy_library
from tm.lexical.lexical_query import LexicalQuery
from tm.lexical.words import folded_words, is_han, surface
from tm.search_filters import Filters

# Terms of a query that are looked for in a language, the rarest: more say little and take long.
MOST_TERMS = 128
# Words a prefix may stand for, the first in the alphabet beyond: "a*" stands for all that begins with a.
MOST_EXPANSIONS = 1024
# A run without punctuation that is longer is a clause of a sentence: its pairs say enough.
_LONGEST_HAN_PHRASE = 12
# Prefixes, phrases of a query.
_MOST_CONDITIONS = 32
# What Arabic writes together with the next word, for phrases and prefixes: conjunction, preposition, article.
_ARABIC_BEFORE = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "وب", "ول", "وك", "وبال")
_ARABIC = re.compile("[\u0620-\u064a]")


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A row of the table of units.

    `score` is BM25 (k1 1.2, b 0.75), above 0. `coverage` in [0, 1]: how much of the query the passage has,
    each word weighing its inverse document frequency, words that no passage has included; 1 where it has
    every word as typed. `rarity` in [0, 1]: how rare the rarest word of the query is that the language has;
    1 where one passage has it. `is_numbered_so`: the query is a figure with at most one word ("Article 21"),
    and the passage has its figures.
    """

    row: int
    language: str
    score: float
    coverage: float
    rarity: float
    is_numbered_so: bool = False


def search_lexical(
    index: LexicalIndex,
    query: LexicalQuery,
    *,
    languages: Sequence[str],
    level: str,
    count: int,
    filters: Filters | None = None,
) -> list[LexicalHit]:
    """Return the rows that answer best, at most `count` a language, best first; equals by row.

    Raises `QueryError` where a query has nothing to look for: only stars, only signs.
    """
    if query.is_empty:
        raise QueryError("The query has no word to look for. Give a word, a number or a symbol.")
    parts = {code: index.indexes[level, code] for code in languages if (level, code) in index.indexes}
    # Where a symbol is known in any language, its digits would only find others of that session or year.
    known = _known_to(parts.values())
    symbols = [term for symbol in query.symbols for term in symbol_terms(symbol)]
    asked = query if any(map(known, symbols)) else replace(query, symbols=())
    hits: list[LexicalHit] = []
    for language, part in parts.items():
        wording = _Wording(part.schema, part.searcher())
        hits.extend(_search_part(wording, asked, language, count, filters or Filters()))
    return sorted(hits, key=lambda hit: (-hit.score, hit.row))


def inverse_frequency(documents_with: int, documents: int) -> float:
    """Return the weight of a term in BM25, as tantivy and Lucene count it; above 0."""
    return math.log(1.0 + (documents - documents_with + 0.5) / (documents_with + 0.5))


def _known_to(parts: Iterable[Any]) -> Callable[[str], bool]:
    """Return what says whether any of these indexes has a term."""
    searchers = [part.searcher() for part in parts]
    return lambda term: any(searcher.doc_freq("terms", term) for searcher in searchers)


def _search_part(
    wording: _Wording, query: LexicalQuery, language: str, count: int, filters: Filters
) -> list[LexicalHit]:
    schema, searcher = wording.schema, wording.searcher
    conditions = [wording.phrase(phrase) for phrase in query.phrases[:_MOST_CONDITIONS]]
    if None in conditions:
        return []
    found = wording.words(query, language)
    found += wording.prefixes(query.prefixes[:_MOST_CONDITIONS])
    if not found and not conditions:
        return []
    library = tantivy_library()
    must, should = library.Occur.Must, library.Occur.Should
    clauses = [(must, condition) for condition in conditions] + [(should, one) for one in found]
    asked = library.Query.boolean_query(clauses)
    wanted = _filter_clauses(schema, searcher, filters)
    if wanted is None:
        return []
    if wanted:
        asked = library.Query.boolean_query([(must, asked), *((must, clause) for clause in wanted)])
    hits = searcher.search(asked, count, count=False).hits
    rows = searcher.fast_field_values("row", [address for _, address in hits])
    covered = _coverage(wording, rows)
    numbered = _rows_with_all(wording, wording.figures, rows) if query.is_numbered else set()
    return [
        LexicalHit(int(row), language, score, covered.get(row, 0.0), wording.rarity, row in numbered)
        for (score, _), row in zip(hits, rows, strict=True)
    ]


def _coverage(wording: _Wording, rows: Sequence[int]) -> dict[int, float]:
    """Return by row how much of the weight of a query it has."""
    if not rows or not wording.parts or not wording.weight:
        return {}
    library = tantivy_library()
    query = library.Query
    searcher = wording.searcher
    among = query.const_score_query(query.term_set_query(wording.schema, "row", rows), 0.0)
    clauses = [(library.Occur.Must, among)]
    clauses += [
        (library.Occur.Should, query.const_score_query(part, weight)) for part, weight in wording.parts
    ]
    hits = searcher.search(query.boolean_query(clauses), len(rows), count=False).hits
    found = searcher.fast_field_values("row", [address for _, address in hits])
    return {row: min(1.0, score / wording.weight) for (score, _), row in zip(hits, found, strict=True)}


def _rows_with_all(wording: _Wording, parts: Sequence[Any], rows: Sequence[int]) -> set[int]:
    """Return which of these rows have each of these parts; none where there is no part."""
    if not rows or not parts:
        return set()
    library = tantivy_library()
    among = library.Query.term_set_query(wording.schema, "row", rows)
    clauses = [(library.Occur.Must, clause) for clause in (among, *parts)]
    hits = wording.searcher.search(library.Query.boolean_query(clauses), len(rows), count=False).hits
    return set(wording.searcher.fast_field_values("row", [address for _, address in hits]))


class _Wording:
    """Makes the clauses of one query for one index, and adds up the weight of all it was asked for."""

    def __init__(self, schema: Any, searcher: Any) -> None:
        self.schema = schema
        self.searcher = searcher
        self.query = tantivy_library().Query
        self.weight = 0.0
        # What the query is made of, with its weight: any form of a word is the word.
        self.parts: list[tuple[Any, float]] = []
        self.figures: list[Any] = []

    @property
    def rarity(self) -> float:
        """How rare the rarest word is that the index has, in [0, 1]."""
        return max((weight for _, weight in self.parts), default=0.0) / self._weight(1)

    def words(self, query: LexicalQuery, language: str) -> list[Any]:
        """Return the clauses of the words of a query, read in `language`.

        Pairs of characters do not find a single Han character: it is looked for among the words.
        """
        text = query.text.strip()
        if len(text) == 1 and is_han(text):
            return self._weighed("words", [(text,)], "position")
        symbols = [tuple(symbol_terms(symbol)) for symbol in query.symbols]
        rest = query.without_symbols if symbols else text
        runs = folded_words(rest)
        # The word as typed counts besides its stem: "Hague" is not "haga", whose stem it shares in Spanish.
        typed = [(surface(word),) for word in dict.fromkeys(runs) if word.isalpha() and not is_han(word)]
        return [
            *self._weighed("terms", [*symbols, *query_terms(rest, language)], "freq"),
            *self._weighed("words", typed, "position"),
            *self._han_phrases([run for run in dict.fromkeys(runs) if is_han(run)]),
        ]

    def _han_phrases(self, runs: Sequence[str]) -> list[Any]:
        """Return a clause for each short Han run as typed: its pairs may stand apart in a passage."""
        clauses = []
        for run in runs:
            if 3 <= len(run) <= _LONGEST_HAN_PHRASE:
                frequencies = {character: self.searcher.doc_freq("words", character) for character in run}
                weight = sum(self._weight(frequencies[character]) for character in run)
                self.weight += weight
                if all(frequencies.values()):
                    clauses.append(self.query.phrase_query(self.schema, "words", list(run)))
                    self.parts.append((clauses[-1], weight))
        return clauses

    def _weighed(self, field: str, groups: Sequence[tuple[str, ...]], option: str) -> list[Any]:
        """Return a clause for each term that a field has, of the `MOST_TERMS` rarest groups; adds weight.

        A group weighs as much as the rarest of its terms, one that no passage has as much as a term can.
        """
        weighed: list[tuple[float, list[str]]] = []
        for group in groups:
            frequencies = {term: self.searcher.doc_freq(field, term) for term in group}
            present = [term for term in group if frequencies[term]]
            weighed.append((self._weight(min((frequencies[term] for term in present), default=0)), present))
        weighed.sort(key=lambda pair: -pair[0])
        self.weight += sum(weight for weight, _ in weighed[:MOST_TERMS])
        clauses: dict[str, Any] = {}
        for weight, present in weighed[:MOST_TERMS]:
            made = [self.query.term_query(self.schema, field, term, index_option=option) for term in present]
            clauses |= dict(zip(present, made, strict=True))
            if made:
                either = made[0] if len(made) == 1 else self.query.disjunction_max_query(made)
                self.parts.append((either, weight))
                if present[0].startswith(MARK):
                    self.figures.append(either)
        return list(clauses.values())

    def prefixes(self, prefixes: Sequence[str]) -> list[Any]:
        """Return a clause for each prefix that words of the index begin with."""
        clauses = []
        for prefix in prefixes:
            words = [word for start in _joined_forms(prefix) for word in self._expanded(start)]
            frequency = min(
                sum(self.searcher.doc_freq("words", word) for word in words), self.searcher.num_docs
            )
            weight = self._weight(frequency)
            self.weight += weight
            if words:
                either = self.query.term_set_query(self.schema, "words", words)
                clauses.append(self.query.const_score_query(either, weight))
                self.parts.append((either, weight))
        return clauses

    def phrase(self, words: Sequence[str]) -> Any | None:
        """Return the condition that these words stand in this order; None where the index lacks one."""
        starts = [start for start in _joined_forms(words[0]) if self.searcher.doc_freq("words", start)]
        rest = list(words[1:])
        if not starts or not all(self.searcher.doc_freq("words", word) for word in set(rest)):
            return None
        if not rest:
            clauses = [self.query.term_query(self.schema, "words", start) for start in starts]
        else:
            clauses = [self.query.phrase_query(self.schema, "words", [start, *rest]) for start in starts]
        return clauses[0] if len(clauses) == 1 else self.query.disjunction_max_query(clauses)

    def _weight(self, frequency: int) -> float:
        return inverse_frequency(frequency, self.searcher.num_docs)

    def _expanded(self, prefix: str) -> list[str]:
        found = self.searcher.terms_with_prefix("words", prefix, limit=MOST_EXPANSIONS)
        return [word for word, _ in found]


def _joined_forms(word: str) -> list[str]:
    """Return a word as it may stand in a text: with what Arabic writes together with it."""
    if not _ARABIC.match(word):
        return [word]
    joined = [before + word for before in _ARABIC_BEFORE]
    if word.startswith("ال"):
        joined += ["لل" + word[2:], "ولل" + word[2:], "فلل" + word[2:]]
    return list(dict.fromkeys(joined))


def _filter_clauses(schema: Any, searcher: Any, filters: Filters) -> list[Any] | None:
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
