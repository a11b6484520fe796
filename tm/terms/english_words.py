"""What English words may do in a term: nouns anything, adjectives and participles precede them."""

from __future__ import annotations

import re

from tm.terms.general_language import is_listed, lemma
from tm.terms.term_places import ANYWHERE, BEGINS, NOWHERE
from tm.terms.word_lists import word_list

_ADJECTIVE = re.compile(r"(?:[^e]al|ive|[ai]ble|ic|ous|ful|less|ary|ant|ent(?<!ment))$")
_NOUNS_IN_LY = frozenset({"assembly", "family", "supply", "anomaly", "italy", "july", "reply", "monthly"})


def english_places(lower: str) -> tuple[int, str]:
    """Return the places and the key of a lower-case word; no key where it has no place."""
    if lower.endswith("ly") and is_listed(lower[:-2], "en") and lower not in _NOUNS_IN_LY:
        return NOWHERE, ""
    base = lemma(lower, "en")
    gerund = lower.endswith("ing") and lower not in word_list("en", "nouns like gerunds")
    if base != lower and (gerund or lower.endswith("ed")):
        # "developing countries", "United Nations", "shared material"; few terms end so.
        return BEGINS, lower
    adjective = _ADJECTIVE.search(lower) and not {lower, base} & word_list("en", "nouns like adjectives")
    return (BEGINS if adjective else ANYWHERE), base
