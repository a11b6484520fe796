"""Analysis: what a text is found by. The same for passages and for queries.

`words` are for phrases and wildcards: every word in order, as `tm.lexical.words.surface_words` gives them.
`terms` are for ranking: stems, pairs of Han characters, numbers by value, symbols.
"""

from __future__ import annotations

from dataclasses import dataclass

from tm.lexical.figure_terms import digit_term, figure_terms, is_han_number
from tm.lexical.stemming import word_terms
from tm.lexical.words import folded_words, is_han, surface

# Raise it when the same text would give other words or terms: memories written before are then indexed anew.
ANALYSIS_VERSION = 1


@dataclass(frozen=True, slots=True)
class Analysis:
    """Words in order; terms as often as they stand, figures once each."""

    words: list[str]
    terms: list[str]


def analyse(text: str, language: str) -> Analysis:
    """Return what a passage in `language` is found by."""
    words: list[str] = []
    terms: list[str] = []
    for word in folded_words(text):
        words.extend(word if is_han(word) else (surface(word),))
        terms.extend(_terms_of(word, language))
    known = set(terms)
    terms.extend(term for term in figure_terms(text, language) if term not in known)
    return Analysis([word for word in words if word], terms)


def query_terms(text: str, language: str) -> list[tuple[str, ...]]:
    """Return the distinct terms of a query read in `language`, in groups: the forms of one word, best first.

    A Han run gives a group for each pair of characters, one that is a number its value alone.
    """
    groups: list[tuple[str, ...]] = []
    for word in folded_words(text):
        if not is_han(word):
            groups.append(_terms_of(word, language))
        elif not is_han_number(word):
            groups.extend((term,) for term in word_terms(word, language))
    groups.extend((term,) for term in figure_terms(text, language))
    return [group for group in dict.fromkeys(groups) if group]


def _terms_of(word: str, language: str) -> tuple[str, ...]:
    return (digit_term(word),) if word[0].isdigit() else word_terms(word, language)
