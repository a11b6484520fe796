"""The three scores that OmegaT shows for a match, as far as they can be had without its stemmers.

OmegaT shows "<stemmed/plain/full>": each is `100 * (max(n, m) - distance) // max(n, m)` over tokens. Stemmed and
plain count words alone, without numbers and tags; full counts everything, spaces and punctuation included.
Its tokens come from Lucene, a language each; ours are runs of letters, single Han characters, and for the full
score each other character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from tm.matching.characters import HAN, NUMERAL, character_class

_TOKEN = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u064b-\u0652\u0670]+[^\W\d_]*)*|\d+|\s+|.", re.DOTALL)
# A longer text has no score here rather than one that takes seconds.
_MOST_TOKENS = 20_000


@dataclass(frozen=True, slots=True)
class OmegatScores:
    """Percent from 0 to 100; None where it is not computed. `stemmed` needs OmegaT's stemmers: always None."""

    stemmed: int | None
    plain: int | None
    full: int | None


def omegat_scores(query: str, source: str) -> OmegatScores:
    """Return the scores of two texts, as they are written: no folding but of case."""
    all_query, all_source = _tokens(query), _tokens(source)
    words_query, words_source = _words(all_query), _words(all_source)
    return OmegatScores(None, _score(words_query, words_source), _score(all_query, all_source))


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for token in _TOKEN.findall(text.lower()):
        tokens.extend(_pieces(token))
    return tokens


def _pieces(token: str) -> list[str]:
    pieces = [""]
    for character in token:
        if character_class(character) in (HAN, NUMERAL):
            pieces += [character, ""]
        else:
            pieces[-1] += character
    return [piece for piece in pieces if piece]


def _words(tokens: list[str]) -> list[str]:
    return [token for token in tokens if token[0].isalpha()]


def _score(query: list[str], source: list[str]) -> int | None:
    from tm.matching.search_kernels import distance_within

    larger = max(len(query), len(source))
    if not larger or larger > _MOST_TOKENS:
        return None
    known: dict[str, int] = {}
    a, b = (
        np.array([known.setdefault(token, len(known)) for token in tokens], np.int32) for tokens in (query, source)
    )
    b.setflags(write=False)
    scratch = np.empty(len(b) + 2, np.int32), np.empty(len(b) + 2, np.int32)
    distance = int(distance_within(a, b, larger, *scratch))
    return 100 * (larger - distance) // larger
