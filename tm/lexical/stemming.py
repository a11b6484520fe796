"""Stems: the part that the forms of a word share.

Snowball for English, French, Spanish and Russian; for Arabic a light stripping of the words that are written
together with the next one, and of a few endings.
Both the form with its ending and the form without are kept in Arabic, because what looks like a prefix may
belong to the word: وزير is no وَ followed by زير.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import import_module
from threading import Lock
from typing import Any

from tm.lexical.words import is_han, surface

# Words remembered a process: the vocabulary of a large memory; Snowball takes 30 microseconds a word.
_REMEMBERED = 1 << 18
# The modules of snowballstemmer itself: `snowballstemmer.stemmer` would take PyStemmer where it is installed,
# whose version may differ, and a memory must be read as it was written.
_SNOWBALL = {
    "en": ("english_stemmer", "EnglishStemmer"),
    "fr": ("french_stemmer", "FrenchStemmer"),
    "es": ("spanish_stemmer", "SpanishStemmer"),
    "ru": ("russian_stemmer", "RussianStemmer"),
}
# A stemmer of snowballstemmer keeps the word it is at in itself: two threads at once would mix theirs.
_ONE_AT_A_TIME = Lock()
_CYRILLIC = re.compile("[\u0400-\u052f]")
_ARABIC = re.compile("[\u0620-\u064a]")
# و "and", ف "so", ب "by", ك "as", ل "to", ال "the", لل "to the", alone and together (light10: Larkey,
# Ballesteros and Connell, "Light stemming for Arabic information retrieval", 2007; with the prepositions
# added).
_WITH_ARTICLE = re.compile("[وف]?(?:[بك]?ال|لل)(?=.{2})")
# After لل "to the" the word may begin with ل itself: للجان is "to the committees", لجان.
_TO_THE = re.compile("[وف]?ل(?=ل.{2})")
_CONJUNCTION = re.compile("[وف](?=.{3})")
_PREPOSITION = re.compile("[وف]?[بكل](?=.{4})")
_PRONOUN = re.compile("(?<=.{3})(?:هما|هم|ها)$")
# ات ان ون ين يه ه ي of light10, with يات and the accusative ا.
_ENDING = re.compile("(?<=.{3})(?:يات|ات|ان|ون|ين|يه|ه|ي|ا)$")


@lru_cache(maxsize=_REMEMBERED)
def word_terms(word: str, language: str) -> tuple[str, ...]:
    """Return the terms that a folded word is found by, best first; the script decides, then the language.

    Latin words have a stem with regard to accents and one without, where these differ: "protegee" finds
    "protégée".
    """
    if is_han(word):
        return bigrams(word)
    plain = surface(word)
    if _ARABIC.match(plain):
        return (*arabic_stems(plain), *(() if plain in arabic_stems(plain) else (plain,)))
    if _CYRILLIC.match(plain):
        return (_stem(plain, "ru"),)
    if language not in _SNOWBALL or language == "ru" or not plain.isalpha():
        return (plain,) if plain else ()
    return tuple(dict.fromkeys((surface(_stem(word, language)), _stem(plain, language))))


def bigrams(run: str) -> tuple[str, ...]:
    """Return each two neighbouring characters of a Han run; the character where it is alone."""
    return (run,) if len(run) == 1 else tuple(run[at : at + 2] for at in range(len(run) - 1))


def arabic_stems(word: str) -> tuple[str, ...]:
    """Return the stems that an Arabic word, its letters written one way, may have; the likeliest first.

    What looks like "by", "to" or "and" may belong to the word: then it has a stem with and one without.

    >>> [arabic_stems(word) for word in ("والارهاب", "للجان", "قراراتها", "وزير")]
    [('ارهاب',), ('جان', 'لجان'), ('قرار',), ('زير', 'وزير')]
    """
    patterns = (_WITH_ARTICLE, _TO_THE) if _WITH_ARTICLE.match(word) else (_PREPOSITION, _CONJUNCTION)
    bare = [word[match.end() :] for pattern in patterns if (match := pattern.match(word))]
    whole = [] if _WITH_ARTICLE.match(word) else [word]
    return tuple(dict.fromkeys(_without_ending(form) for form in (*bare, *whole)))


def _without_ending(word: str) -> str:
    own = _PRONOUN.sub("", word)
    # Before a pronoun ة is written ت: ميزانيتها is "its budget", ميزانية.
    if own != word and own.endswith("ت") and not own.endswith("ات"):
        own = own[:-1] + "ه"
    return _ENDING.sub("", own)


def _stem(word: str, language: str) -> str:
    with _ONE_AT_A_TIME:
        return str(_snowball(language).stemWord(word))


@cache
def _snowball(language: str) -> Any:
    module, name = _SNOWBALL[language]
    return getattr(import_module(f"snowballstemmer.{module}"), name)()
