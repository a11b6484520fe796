"""What each word of a language may do in a term, and the key that its forms share.

Rules by language instead of a tagger in context: lists of function words, endings of verbs with the general
frequency list as a witness (French, Spanish), parts of speech from dictionaries (Russian, Chinese), clitics
(Arabic).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tm.lexical.stemming import arabic_stems
from tm.lexical.words import surface
from tm.terms.adjectives import ENDINGS, ING_NOUNS, NOUNS, PARTICIPLE_NOUNS, PARTICIPLES
from tm.terms.arabic_clitics import split_clitics
from tm.terms.function_words import ARTICLES, LIMITED, LINKS, MONTHS, SAME_LINK, STOPS
from tm.terms.general_language import is_listed, lemma, russian_reading
from tm.terms.words import chinese_tag

# Places in a term that a word may take, as bits; CONTENT counts towards its length, ALONE may be a whole term.
START, END, INSIDE, CONTENT, ALONE = 1, 2, 4, 8, 16
_ANYWHERE = START | END | INSIDE | CONTENT | ALONE
_NOTHING = 0
_LETTERS = re.compile(r"[^\W\d_]")
# Roman numbers from 2: "Article VIII". DI, MIX and the like are too rare to matter.
_ROMAN = re.compile(r"(?=[IVXLCDM]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
# Latin and Cyrillic letters alone are paragraph marks: (a), б).
_SHORTEST_WORD = 2


@dataclass(frozen=True, slots=True)
class WordClass:
    """What a word may do: bits of the places; its key where it begins a term and where it stands inside.

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
    """Return the classes of the words, in order; `names[k]` is the key numbered k, `names[0]` the empty one."""
    numbers: dict[str, int] = {"": 0}
    classes = [word_class(word, language) for word in vocabulary]
    keys = [numbers.setdefault(one.key, len(numbers)) for one in classes]
    own_numbers: dict[str, int] = {}
    own = [own_numbers.setdefault(one.own, len(own_numbers)) for one in classes]
    inner = [numbers.setdefault(one.inner_key, len(numbers)) for one in classes]
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
    if language == "ar":
        return _arabic_class(word)
    if lower in ARTICLES.get(language, ()):
        return WordClass(INSIDE, "", "", word)
    if lower in LINKS.get(language, ()):
        key = SAME_LINK[language].get(lower, lower)
        return WordClass(INSIDE, key, key, word)
    if _is_no_word(word) or _ROMAN.fullmatch(word):
        return WordClass(_NOTHING, "", "", word)
    places, key = _places(word, lower, language)
    return WordClass(places, key, key, word)


def _is_no_word(word: str) -> bool:
    """Say whether a token is a sign, a figure or an address."""
    return not _LETTERS.match(word) or any(one.isdigit() or one in "/@_" for one in word) or "." in word[:-1]


def _places(word: str, lower: str, language: str) -> tuple[int, str]:
    if lower in _stops(language) or _is_ordinal(lower, language):
        return _NOTHING, ""
    if lower in LIMITED.get(language, {}):
        return _LIMITED_PLACES[LIMITED[language][lower]], lemma(
            lower, language
        ) if language != "zh" else lower
    if language == "zh":
        return _chinese_places(word), lower
    if len(word) < _SHORTEST_WORD:
        return _NOTHING, ""
    if len(word) <= 6 and word.isupper():
        return _ANYWHERE, word
    if language == "ru":
        return _russian_places(lower)
    if language in ("fr", "es"):
        return _romance_places(lower, language)
    if language == "en":
        return _english_places(lower)
    return _ANYWHERE, lower


# "quatre-vingt-dixième", "ninetieth", "twenty-first".
_ORDINAL = {
    "fr": re.compile(r"(?:[^\W\d_]+-)*[^\W\d_]*ièmes?"),
    "en": re.compile(
        r"(?:[^\W\d_]+-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)|"
        r"(?:thir|four|fif|six|seven|eigh|nine)teenth|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ieth|"
        r"hundredth|thousandth"
    ),
}


def _is_ordinal(lower: str, language: str) -> bool:
    return language in _ORDINAL and _ORDINAL[language].fullmatch(lower) is not None


@cache
def _stops(language: str) -> frozenset[str]:
    return STOPS.get(language, frozenset()) | MONTHS.get(language, frozenset())


_LIMITED_PLACES = {"start": START | INSIDE | CONTENT, "end": INSIDE | END | CONTENT}
_RUSSIAN_PLACES = {
    "NOUN": _ANYWHERE,
    "ADJF": START | INSIDE | CONTENT,
    "PRTF": START | INSIDE | CONTENT,
    "": _ANYWHERE,
}


def _russian_places(lower: str) -> tuple[int, str]:
    stem, part = russian_reading(lower)
    if stem in MONTHS["ru"]:
        return _NOTHING, ""
    return _RUSSIAN_PLACES.get(part, _NOTHING), stem.replace("ё", "е")


# Names, nouns, verbs used as nouns, adjectives, set phrases and short forms of rjieba's tag set (ICTCLAS).
_CHINESE_ENDS = {
    "n",
    "nr",
    "ns",
    "nt",
    "nz",
    "nrt",
    "vn",
    "j",
    "l",
    "i",
    "s",
    "ng",
    "an",
    "v",
    "eng",
    "x",
    "b",
    "a",
}
_CHINESE_ENDS_ONLY_WITH = {"b", "a", "ad"}
_CHINESE_INSIDE = _CHINESE_ENDS | {"d", "ad", "vd", "vg", "ag", "t", "f", "g", "k", "h", "z", "nw"}


def _chinese_places(word: str) -> int:
    tag = chinese_tag(word)
    if len(word) == 1:
        # One character alone is hardly ever a term: it may be part of one.
        return START | END | INSIDE | CONTENT if tag[0] in "nvajkhg" else _NOTHING
    if tag in _CHINESE_ENDS_ONLY_WITH:
        return START | INSIDE | CONTENT
    if tag in _CHINESE_ENDS:
        return _ANYWHERE
    return START | INSIDE | CONTENT if tag in _CHINESE_INSIDE else _NOTHING


_FRENCH_ADVERB = re.compile(r"(?<=.{3})ment$")
# Endings of French participles and gerunds, which adjectives share; and nouns that look like infinitives.
_PARTICIPLE = {
    "fr": re.compile(r"(?:é|i|u|is|it)(?:e|s|es)?$|ants?$|antes?$"),
    "es": re.compile(r"(?:[ai]d[oa]s?|t[oa]s?|ch[oa]s?|ntes?)$"),
}
_INFINITIVE = {"fr": re.compile(r"(?:er|ir|re)$"), "es": re.compile(r"[aei]r$")}
# Pronouns written together with a Spanish infinitive or gerund.
_SPANISH_PRONOUN = re.compile(r"(?<=r|o)(?:se|l[oae]s?)$")
_GERUND = {"fr": re.compile(r"ants?$"), "es": re.compile(r"(?:ando|iendo|yendo)(?:se|los?|las?)?$")}
# What shows that a word with the ending of an infinitive is one: a listed gerund, or both other forms.
_VERB_FORMS = {
    "fr": {
        "er": (("ant", "eant"), ("ait", "ent")),
        "ir": (("issant", "ant"), ("it", "irent")),
        "re": (("ant", "sant"), ("ait", "ent")),
    },
    "es": {
        "ar": (("ando",), ("aron", "aba")),
        "er": (("iendo", "yendo"), ("ieron", "ía")),
        "ir": (("iendo", "yendo"), ("ieron", "ía")),
    },
}


def _romance_places(lower: str, language: str) -> tuple[int, str]:
    base = lemma(lower, language)
    # Nouns in -ment have a plural ("développement"), adverbs have none ("conformément").
    if language == "fr" and _FRENCH_ADVERB.search(lower) and not is_listed(f"{lower}s", language):
        return _NOTHING, ""
    if language == "es" and lower.endswith("mente") and len(lower) > 7:
        return _NOTHING, ""
    if _GERUND[language].search(lower) and _is_verb(base, language):
        return (_NOTHING, "") if language == "es" else (INSIDE | END | CONTENT, base)
    if base != lower and _is_verb(base, language):
        # "unies" of "Nations unies" is a participle, "décident" a verb.
        participle = _PARTICIPLE[language].search(lower)
        return (INSIDE | END | CONTENT, base) if participle else (_NOTHING, "")
    if base == lower and _is_verb(lower, language):
        return _NOTHING, ""
    if _is_adjective(lower, base, language) or _is_participle(lower, base, language):
        return INSIDE | END | CONTENT, base
    return _ANYWHERE, base


def _is_participle(lower: str, base: str, language: str) -> bool:
    """Say whether a word that the lemmas call a noun or adjective is a participle."""
    match = PARTICIPLES[language].match(lower)
    if not match or {lower, base} & PARTICIPLE_NOUNS[language]:
        return False
    stem = match.group(match.lastindex or 0)
    return any(_is_verb(stem + ending, language) for ending in _VERB_FORMS[language])


def _is_adjective(lower: str, base: str, language: str) -> bool:
    return bool(ENDINGS[language].search(lower)) and not {lower, base} & NOUNS[language]


def _is_verb(base: str, language: str) -> bool:
    """Say whether a lemma is an infinitive: other forms of the same verb are in the general list."""
    if not _INFINITIVE[language].search(base) or len(base) < 4:
        return False
    stem, ending = base[:-2], base[-2:]
    sure, both = _VERB_FORMS[language][ending]
    return any(is_listed(stem + form, language) for form in sure) or all(
        is_listed(stem + form, language) for form in both
    )


def _english_places(lower: str) -> tuple[int, str]:
    if lower.endswith("ly") and is_listed(lower[:-2], "en") and lower not in _LY_NOUNS:
        return _NOTHING, ""
    base = lemma(lower, "en")
    if lower.endswith(("ing", "ed")) and base != lower and lower not in ING_NOUNS:
        # "developing countries", "United Nations" begin with one, "shared material" too; few terms end so.
        return START | INSIDE | CONTENT, lower
    return (START | INSIDE | CONTENT if _is_adjective(lower, base, "en") else _ANYWHERE), base


_LY_NOUNS = frozenset({"assembly", "family", "supply", "anomaly", "italy", "july", "reply", "monthly"})


def _arabic_class(word: str) -> WordClass:
    plain = surface(_without_marks(word))
    if _is_no_word(word):
        return WordClass(_NOTHING, "", "", word)
    if plain in _arabic_links():
        return WordClass(INSIDE, plain, plain, word)
    clitics, rest = split_clitics(word)
    own = surface(_without_marks(rest))
    if plain in _arabic_stops() or own in _arabic_stops() or len(own) < 3 or _VERB_OR_PRONOUN.search(own):
        return WordClass(_NOTHING, "", "", word)
    if own in _arabic_links():
        key = f"{clitics} {own}"
        return WordClass(INSIDE, key, key, word)
    stem = arabic_stems(own)[-1] if not own.startswith("ال") else arabic_stems(own)[0]
    return WordClass(_ANYWHERE, stem, f"{clitics} {stem}".strip(), rest)


# An imperfect verb ("يتم") or a word with a pronoun ("حقوقهم"): no term begins or ends with these.
_VERB_OR_PRONOUN = re.compile(
    r"^ي(?!وم|ولي|وني|ناير|قين|مين|د$|سار|ورو|تيم|مني|ابان|هود).{3,}|.{3,}(?:هم|هما|ها|هن|كم)$"
)


@cache
def _arabic_links() -> frozenset[str]:
    return frozenset(surface(word) for word in LINKS["ar"])


@cache
def _arabic_stops() -> frozenset[str]:
    return frozenset(surface(word) for word in STOPS["ar"] | MONTHS["ar"])


def _without_marks(word: str) -> str:
    return "".join(
        character
        for character in word
        if not "\u064b" <= character <= "\u065f" and character not in "\u0640\u0670"
    )
