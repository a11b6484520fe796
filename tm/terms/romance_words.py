"""What French and Spanish words may do in a term: nouns anything, adjectives and participles follow them.

No tagger reads the context; the endings of a word decide, with its lemma, with the general frequency list as
a witness (a word is a verb if other forms of the verb are in use), and with lists of exceptions.
"""

from __future__ import annotations

import re
from typing import Final

from tm.terms.general_language import is_listed, lemma
from tm.terms.term_places import ANYWHERE, ENDS, NOWHERE
from tm.terms.word_lists import word_list

_INFINITIVE: Final[dict[str, re.Pattern[str]]] = {
    "fr": re.compile(r"(?:er|ir|re)$"),
    "es": re.compile(r"[aei]r$"),
}
_GERUND: Final = {"fr": re.compile(r"ants?$"), "es": re.compile(r"(?:ando|iendo|yendo)(?:se|los?|las?)?$")}
# Pronouns written together with a Spanish infinitive or gerund.
_SPANISH_PRONOUN = re.compile(r"(?<=r|o)(?:se|l[oae]s?)$")
# Endings of participles that adjectives share, for words whose lemma is an infinitive.
_PARTICIPLE_ENDING: Final = {
    "fr": re.compile(r"(?:é|i|u|is|it)(?:e|s|es)?$|ants?$|antes?$"),
    "es": re.compile(r"(?:[ai]d[oa]s?|t[oa]s?|ch[oa]s?|ntes?)$"),
}
# Participles whose lemma is themselves; French nouns in -té are none.
_PARTICIPLE: Final = {
    "fr": re.compile(r"^(.+(?<!t)(?<!it))é(?:e|s|es)?$|^(.+t)é(?:e|es)$"),
    "es": re.compile(r"^(.+)[ai]d[oa]s?$"),
}
_ADJECTIVE: Final = {
    "fr": re.compile(r"(?:[^e]aux|ale?s?|el(?:le)?s?|ifs?|ives?|[ai]bles?|euses?|[^dlj]eux|iques?|aires?)$"),
    "es": re.compile(r"(?:al(?:es)?|iv[oa]s?|[ai]bles?|os[oa]s?|ic[oa]s?|ari[oa]s?)$"),
}
# What shows that a word with the ending of an infinitive is one: one listed form of these, or both of those.
_VERB_FORMS: Final[dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]]] = {
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
_SHORTEST_VERB = 4


def romance_places(lower: str, language: str) -> tuple[int, str]:
    """Return the places and the key of a lower-case word of "fr" or "es"; no key where it has no place."""
    base = lemma(lower, language)
    if _is_adverb(lower, language) or _has_pronoun(lower, language):
        return NOWHERE, ""
    if _GERUND[language].search(lower) and _is_verb(base, language):
        return (NOWHERE, "") if language == "es" else (ENDS, base)
    if base != lower and _is_verb(base, language):
        # "unies" of "Nations unies" is a participle, "décident" a verb.
        return (ENDS, base) if _PARTICIPLE_ENDING[language].search(lower) else (NOWHERE, "")
    if base == lower and _is_verb(lower, language):
        return NOWHERE, ""
    if _is_adjective(lower, base, language) or _is_participle(lower, base, language):
        return ENDS, base
    return ANYWHERE, base


def _is_adverb(lower: str, language: str) -> bool:
    """Nouns in -ment have a plural ("développement"), adverbs have none ("conformément")."""
    if language == "es":
        return lower.endswith("mente") and len(lower) > len("mente") + 2
    return lower.endswith("ment") and len(lower) > len("ment") + 2 and not is_listed(f"{lower}s", language)


def _has_pronoun(lower: str, language: str) -> bool:
    without = _SPANISH_PRONOUN.sub("", lower)
    return language == "es" and without != lower and _is_verb(without, language)


def _is_verb(base: str, language: str) -> bool:
    """Say whether a lemma is an infinitive: other forms of the same verb are in the general list."""
    if not _INFINITIVE[language].search(base) or len(base) < _SHORTEST_VERB:
        return False
    stem, ending = base[:-2], base[-2:]
    one, both = _VERB_FORMS[language][ending]
    return any(is_listed(stem + form, language) for form in one) or all(
        is_listed(stem + form, language) for form in both
    )


def _is_adjective(lower: str, base: str, language: str) -> bool:
    nouns = word_list(language, "nouns like adjectives")
    return _ADJECTIVE[language].search(lower) is not None and not {lower, base} & nouns


def _is_participle(lower: str, base: str, language: str) -> bool:
    """Say whether a word that the lemmas call a noun or adjective is a participle."""
    match = _PARTICIPLE[language].match(lower)
    if not match or {lower, base} & word_list(language, "nouns like participles"):
        return False
    stem = match.group(match.lastindex or 0)
    return any(_is_verb(stem + ending, language) for ending in _VERB_FORMS[language])
