"""What each word of a language may do in a term, and the key that its forms share: rules by language.

Word lists first (`word_lists.py`), then the rules of the language. There is no tagger that reads the context:
none that is kept up, permissive and installs with its model was found (docs/terminology.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.terms.arabic_words import arabic_places
from tm.terms.dictionary_words import chinese_places, russian_places
from tm.terms.english_words import english_places
from tm.terms.general_language import lemma
from tm.terms.romance_words import romance_places
from tm.terms.term_places import ANYWHERE, BEGINS, ENDS, INSIDE, NOWHERE
from tm.terms.word_lists import same_links, word_list

_LETTER = re.compile(r"[^\W\d_]")
# Roman numbers from 2: "Article VIII". DI, MIX and the like are too rare to matter.
_ROMAN = re.compile(r"(?=[IVXLCDM]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
# Ordinals are no terms: "quatre-vingt-dixième", "ninetieth", "twenty-first".
_ORDINAL = {
    "fr": re.compile(r"(?:[^\W\d_]+-)*[^\W\d_]*ièmes?"),
    "en": re.compile(
        r"(?:[^\W\d_]+-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)|"
        r"(?:thir|four|fif|six|seven|eigh|nine)teenth|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ieth|"
        r"hundredth|thousandth"
    ),
}
# Latin and Cyrillic letters alone are paragraph marks: (a), б).
_SHORTEST_WORD = 2
_LONGEST_ACRONYM = 6


@dataclass(frozen=True, slots=True)
class WordClass:
    """What a word may do: bits of `term_places`; its key where it begins a term and where it stands inside.

    `own` is the word as it begins a term: an Arabic word without "and", "by", "to".
    """

    places: int
    key: str
    inner_key: str
    own: str


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """Classes of a vocabulary of n words.

    `places` uint8, `keys` and `inner_keys` int32, all `(n,)`; key 0 is none, `names` has the others. `own`
    int32 numbers `own_words`: each word without clitics.
    """

    places: NDArray[np.uint8]
    keys: NDArray[np.int32]
    inner_keys: NDArray[np.int32]
    names: tuple[str, ...]
    own: NDArray[np.int32]
    own_words: tuple[str, ...]


def word_table(vocabulary: Sequence[str], language: str) -> WordTable:
    """Return the classes of the words, in order; `names[k]` is the key numbered k, `names[0]` empty."""
    numbers: dict[str, int] = {"": 0}
    own_numbers: dict[str, int] = {}
    classes = [word_class(word, language) for word in vocabulary]
    keys = [numbers.setdefault(one.key, len(numbers)) for one in classes]
    inner = [numbers.setdefault(one.inner_key, len(numbers)) for one in classes]
    own = [own_numbers.setdefault(one.own, len(own_numbers)) for one in classes]
    return WordTable(
        np.array([one.places for one in classes], dtype=np.uint8),
        np.array(keys, dtype=np.int32),
        np.array(inner, dtype=np.int32),
        tuple(numbers),
        np.array(own, dtype=np.int32),
        tuple(own_numbers),
    )


def word_class(word: str, language: str) -> WordClass:
    """Return the class of one word of a text."""
    lower = word.lower().replace("’", "'")
    if lower in word_list(language, "articles"):
        return WordClass(INSIDE, "", "", word)
    if language != "ar" and lower in word_list(language, "links"):
        key = same_links(language).get(lower, lower)
        return WordClass(INSIDE, key, key, word)
    if _is_no_word(word):
        return WordClass(NOWHERE, "", "", word)
    if language == "ar":
        return WordClass(*arabic_places(word))
    places, key = _places(word, lower, language)
    return WordClass(places, key, key, word)


def _is_no_word(word: str) -> bool:
    """Say whether a token is a sign, a figure, an address or a Roman number."""
    if not _LETTER.match(word) or "." in word[:-1]:
        return True
    return any(one.isdigit() or one in "/@_" for one in word) or _ROMAN.fullmatch(word) is not None


def _places(word: str, lower: str, language: str) -> tuple[int, str]:
    if lower in word_list(language, "stops") or lower in word_list(language, "months"):
        return NOWHERE, ""
    if language in _ORDINAL and _ORDINAL[language].fullmatch(lower):
        return NOWHERE, ""
    for section, places in (("start only", BEGINS), ("end only", ENDS)):
        if lower in word_list(language, section):
            return places, lemma(lower, language) if language in ("en", "es", "fr") else lower
    if language == "zh":
        return chinese_places(word), lower
    if len(word) < _SHORTEST_WORD:
        return NOWHERE, ""
    if len(word) <= _LONGEST_ACRONYM and word.isupper():
        return ANYWHERE, word
    if language == "ru":
        return russian_places(lower)
    if language in ("fr", "es"):
        return romance_places(lower, language)
    return english_places(lower) if language == "en" else (ANYWHERE, lower)
