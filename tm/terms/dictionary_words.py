"""What Russian and Chinese words may do in a term: their parts of speech in a dictionary decide."""

from __future__ import annotations

from typing import Final

from tm.terms.general_language import russian_reading
from tm.terms.term_places import ANYWHERE, BEGINS, CONTENT, END, INSIDE, NOWHERE, START
from tm.terms.word_lists import word_list
from tm.terms.words import chinese_tag

# Parts of speech of OpenCorpora: nouns, adjectives, participles, and what has none (foreign words).
_RUSSIAN: Final = {"NOUN": ANYWHERE, "ADJF": BEGINS, "PRTF": BEGINS, "": ANYWHERE}
# Tags of rjieba (ICTCLAS): names, nouns, short forms, set phrases, verbs, which Chinese uses as nouns. Then
# adjectives and others, which begin a term and end none.
_CHINESE_ENDS: Final = frozenset(
    ["n", "nr", "ns", "nt", "nz", "nrt", "vn", "j", "l", "i", "s", "ng", "an", "v", "eng", "x"]
)
_CHINESE_BEGINS: Final = frozenset(
    ["b", "a", "ad", "d", "vd", "vg", "ag", "t", "f", "g", "k", "h", "z", "nw"]
)
# First letters of the tags of single characters that may be part of a term.
_CHINESE_CHARACTERS = "nvajkhg"


def russian_places(lower: str) -> tuple[int, str]:
    """Return the places and the lemma of a lower-case word; ё is е in it."""
    lemma, part = russian_reading(lower)
    if lemma in word_list("ru", "months"):
        return NOWHERE, ""
    return _RUSSIAN.get(part, NOWHERE), lemma.replace("ё", "е")


def chinese_places(word: str) -> int:
    """Return the places of a word; one character alone is hardly ever a term, but may be part of one."""
    tag = chinese_tag(word)
    if len(word) == 1:
        return START | END | INSIDE | CONTENT if tag[0] in _CHINESE_CHARACTERS else NOWHERE
    if tag in _CHINESE_ENDS:
        return ANYWHERE
    return BEGINS if tag in _CHINESE_BEGINS else NOWHERE
