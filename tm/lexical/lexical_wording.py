"""A query in the words of one index: which clauses it asks, and what each weighs there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tm.lexical.analysis import query_terms
from tm.lexical.figure_terms import MARK, symbol_terms
from tm.lexical.lexical_clauses import Asked, Clause, Field, OneOf, Phrase, Term, best_of
from tm.lexical.lexical_query import LexicalQuery
from tm.lexical.part_statistics import PartStatistics
from tm.lexical.words import folded_words, is_han, surface

# Terms of a query that are looked for in a language, the rarest: more say little and take long.
MOST_TERMS = 128
# Words a prefix may stand for, the first in the alphabet beyond: "a*" stands for all that begins with a.
# Eight prefixes may stand for as many each; more share what these have, at least 64 each.
MOST_EXPANSIONS = 1024
_SHARING, _LEAST_EXPANSIONS = 8, 64
# A run without punctuation that is longer is a clause of a sentence: its pairs say enough.
_LONGEST_HAN_PHRASE = 12
# Prefixes, phrases of a query.
_MOST_CONDITIONS = 32
# A longer phrase is looked for in pieces that must all be there: its time grows with the square of its words.
LONGEST_PHRASE = 64
# What Arabic writes together with the next word, for phrases and prefixes: conjunction, preposition, article.
_ARABIC_BEFORE = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "وب", "ول", "وك", "وبال")
_ARABIC = re.compile("[\u0620-\u064a]")


def worded(query: LexicalQuery, language: str, statistics: PartStatistics) -> Asked | None:
    """Return what the query, read in `language`, asks of the index; None where nothing can be found."""
    wording = _Wording(statistics)
    pieces = dict.fromkeys(piece for phrase in query.phrases for piece in _pieces(phrase))
    conditions = [wording.phrase(piece) for piece in list(pieces)[:_MOST_CONDITIONS]]
    clauses = [*wording.words(query, language), *wording.prefixes(query.prefixes[:_MOST_CONDITIONS])]
    met = tuple(condition for condition in conditions if condition is not None)
    if len(met) < len(conditions) or not (met or clauses):
        return None
    return Asked(
        conditions=met,
        clauses=tuple(dict.fromkeys(clauses)),
        parts=tuple(wording.parts),
        figures=tuple(wording.figures),
        weight=wording.weight,
        # A run of Han weighs as much as its characters together, but is not rarer than one passage.
        rarity=min(1.0, max((weight for _, weight in wording.parts), default=0.0) / statistics.weight(1)),
    )


class _Wording:
    """Makes the clauses of one query for one index, and adds up the weight of all it was asked for."""

    def __init__(self, statistics: PartStatistics) -> None:
        self.statistics = statistics
        self.weight = 0.0
        # What the query is made of, with its weight: any form of a word is the word.
        self.parts: list[tuple[Clause, float]] = []
        self.figures: list[Clause] = []

    def words(self, query: LexicalQuery, language: str) -> list[Clause]:
        """Return the clauses of the words of a query, read in `language`.

        Pairs of characters do not find a single Han character: it is looked for among the words.
        """
        text = query.text.strip()
        if len(text) == 1 and is_han(text):
            return self._weighed("words", [(text,)])
        symbols = [tuple(symbol_terms(symbol)) for symbol in query.symbols]
        rest = query.without_symbols if symbols else text
        runs = folded_words(rest)
        # The word as typed counts besides its stem: "Hague" is not "haga", whose stem it shares in Spanish.
        typed = [(surface(word),) for word in dict.fromkeys(runs) if word.isalpha() and not is_han(word)]
        return [
            *self._weighed("terms", [*symbols, *query_terms(rest, language)]),
            *self._weighed("words", typed),
            *self._han_phrases([run for run in dict.fromkeys(runs) if is_han(run)]),
        ]

    def prefixes(self, prefixes: Sequence[str]) -> list[Clause]:
        """Return a clause for each prefix that words of the index begin with."""
        clauses: list[Clause] = []
        shared = _SHARING * MOST_EXPANSIONS // max(1, len(prefixes))
        limit = min(MOST_EXPANSIONS, max(_LEAST_EXPANSIONS, shared))
        for prefix in prefixes:
            words = [
                word
                for start in _joined_forms(prefix)
                for word in self.statistics.words_that_begin(start, limit)
            ]
            total = sum(self.statistics.frequency("words", word) for word in words)
            weight = self.statistics.weight(min(total, self.statistics.documents))
            self.weight += weight
            if words:
                clauses.append(OneOf(tuple(words), weight))
                self.parts.append((clauses[-1], weight))
        return clauses

    def phrase(self, words: Sequence[str]) -> Clause | None:
        """Return the condition that these words stand in this order; None where the index lacks one."""
        starts = [start for start in _joined_forms(words[0]) if self.statistics.frequency("words", start)]
        rest = tuple(words[1:])
        if not starts or not all(self.statistics.frequency("words", word) for word in set(rest)):
            return None
        if not rest:
            return best_of([Term("words", start) for start in starts])
        return best_of([Phrase((start, *rest)) for start in starts])

    def _han_phrases(self, runs: Sequence[str]) -> list[Clause]:
        """Return a clause for each short Han run as typed: its pairs may stand apart in a passage."""
        clauses: list[Clause] = []
        for run in runs:
            if 3 <= len(run) <= _LONGEST_HAN_PHRASE:
                frequencies = {character: self.statistics.frequency("words", character) for character in run}
                weight = sum(self.statistics.weight(frequencies[character]) for character in run)
                self.weight += weight
                if all(frequencies.values()):
                    clauses.append(Phrase(tuple(run)))
                    self.parts.append((clauses[-1], weight))
        return clauses

    def _weighed(self, field: Field, groups: Sequence[tuple[str, ...]]) -> list[Clause]:
        """Return a clause for each term that a field has, of the `MOST_TERMS` rarest groups; adds weight.

        A group weighs as much as the rarest of its terms, one that no passage has as much as a term can.
        """
        weighed: list[tuple[float, list[str]]] = []
        for group in groups:
            frequencies = {term: self.statistics.frequency(field, term) for term in group}
            present = [term for term in group if frequencies[term]]
            rarest = min((frequencies[term] for term in present), default=0)
            weighed.append((self.statistics.weight(rarest), present))
        weighed.sort(key=lambda pair: -pair[0])
        self.weight += sum(weight for weight, _ in weighed[:MOST_TERMS])
        clauses: dict[str, Clause] = {}
        for weight, present in weighed[:MOST_TERMS]:
            made = [Term(field, term) for term in present]
            clauses |= dict(zip(present, made, strict=True))
            if made:
                either = best_of(made)
                self.parts.append((either, weight))
                if present[0].startswith(MARK):
                    self.figures.append(either)
        return list(clauses.values())


def _pieces(phrase: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(phrase), LONGEST_PHRASE):
        yield tuple(phrase[start : start + LONGEST_PHRASE])


def _joined_forms(word: str) -> list[str]:
    """Return a word as it may stand in a text: with what Arabic writes together with it."""
    if not _ARABIC.match(word):
        return [word]
    joined = [before + word for before in _ARABIC_BEFORE]
    if word.startswith("ال"):
        joined += ["لل" + word[2:], "ولل" + word[2:], "فلل" + word[2:]]
    return list(dict.fromkeys(joined))
