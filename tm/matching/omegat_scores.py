"""The three scores that OmegaT shows for a match, as far as they can be had without its stemmers.

OmegaT shows "<stemmed/plain/full>": each is `100 * (max(n, m) - distance) // max(n, m)` over tokens. Stemmed
and plain count words alone, without numbers and tags; full counts everything, spaces and punctuation
included. Its tokens come from Lucene, a language each; ours are runs of letters, single Han characters, and
for the full score runs of digits, runs of spaces and each other character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

_HAN = "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SIGNS = "\u0300-\u036f\u064b-\u0652\u0670"
_TOKEN = re.compile(rf"[{_HAN}]|[^\W\d_{_HAN}](?:[^\W\d_{_HAN}]|[{_SIGNS}])*|\d+|\s+|.", re.DOTALL)
# A longer text has no score here rather than one that takes seconds.
_MOST_TOKENS = 20_000


@dataclass(frozen=True, slots=True)
class OmegatScores:
    """Percent from 0 to 100, None where not computed: `stemmed` needs OmegaT's stemmers and always is."""

    stemmed: int | None
    plain: int | None
    full: int | None


def omegat_scores(query: str, source: str) -> OmegatScores:
    """Return the scores of two texts, as they are written: no folding but of case."""
    all_query, all_source = _tokens(query), _tokens(source)
    words_query, words_source = _words(all_query), _words(all_source)
    return OmegatScores(None, _score(words_query, words_source), _score(all_query, all_source))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def _words(tokens: list[str]) -> list[str]:
    return [token for token in tokens if token[0].isalpha()]


def _score(query: list[str], source: list[str]) -> int | None:
    from tm.matching.search_kernels import distance_within

    larger = max(len(query), len(source))
    if not larger or larger > _MOST_TOKENS:
        return None
    known: dict[str, int] = {}
    a, b = (
        np.array([known.setdefault(token, len(known)) for token in tokens], np.int32)
        for tokens in (query, source)
    )
    b.setflags(write=False)
    scratch = np.empty(len(b) + 2, np.int32), np.empty(len(b) + 2, np.int32)
    distance = int(distance_within(a, b, larger, *scratch))
    return 100 * (larger - distance) // larger
