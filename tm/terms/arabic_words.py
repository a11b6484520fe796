"""What Arabic words may do in a term, without the words that are written together with them."""

from __future__ import annotations

import re
from functools import cache

from tm.lexical.stemming import arabic_stems
from tm.lexical.words import surface
from tm.terms.arabic_clitics import split_clitics
from tm.terms.term_places import ANYWHERE, INSIDE, NOWHERE
from tm.terms.word_lists import word_list

# An imperfect verb ("يتم") or a word with a pronoun ("حقوقهم") has no place in a term; the nouns that begin
# with the same letter are let through.
_VERB = re.compile(r"^ي(?!وم|ولي|وني|ناير|قين|مين|د$|سار|ورو|تيم|مني|ابان|هود).{3,}")
_PRONOUN = re.compile(r".{3,}(?:هم|هما|ها|هن|كم)$")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_SHORTEST_WORD = 3


def arabic_places(word: str) -> tuple[int, str, str, str]:
    """Return places, key at the beginning of a term, key inside one, and the word without its clitics.

    The key inside has the clitics too: "and" and "to" part two terms as a word of their own would.
    """
    plain = _plain(word)
    if plain in _listed("links"):
        return INSIDE, plain, plain, word
    clitics, rest = split_clitics(word)
    own = _plain(rest)
    if {plain, own} & (_listed("stops") | _listed("months")) or len(own) < _SHORTEST_WORD:
        return NOWHERE, "", "", word
    if _VERB.search(own) or _PRONOUN.search(own):
        return NOWHERE, "", "", word
    if own in _listed("links"):
        return INSIDE, f"{clitics} {own}", f"{clitics} {own}", word
    stems = arabic_stems(own)
    stem = stems[0] if own.startswith("ال") else stems[-1]
    return ANYWHERE, stem, f"{clitics} {stem}".strip(), rest


def _plain(word: str) -> str:
    return surface(_MARKS.sub("", word))


@cache
def _listed(section: str) -> frozenset[str]:
    return frozenset(surface(word) for word in word_list("ar", section))
