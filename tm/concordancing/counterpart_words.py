"""Words of a text with their places: what the span of a counterpart is made of.

A word is a run of letters with its marks, a number with its separators, or one Han character. Function words
(articles, prepositions, pronouns, conjunctions, auxiliaries) stand inside a span, not at its ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tm.lexical.figure_terms import digit_term
from tm.lexical.stemming import word_terms
from tm.lexical.words import HAN, is_han, surface
from tm.text_folding import fold_text

# Vowel marks, accents written apart, joiners: inside a word, though no letters.
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200c\u200d"
_WORD = re.compile(
    rf"[{HAN}]|\d+(?:[.,\u00a0\u2009\u202f ]\d{{3}}(?!\d))*(?:[.,]\d+)?|(?:[^\W\d_{HAN}][{_MARKS}]*)+"
)
_HYPHENS = frozenset("-\u2010\u2011")
# What a rendering does not reach across, unless the phrase has such a sign itself.
BREAKS = re.compile(r"[.;:!?,()\[\]/«»“”„\"،؛؟。，；：！？、（）《》「」【】]")

_FUNCTION_WORDS = {
    "fr": """le la les l un une des de du d à au aux en et ou où que qu qui ce cet cette ces son sa ses leur
        leurs il elle ils elles on ne pas n se s par pour sur dans avec sans est sont être été y dont ainsi
        vos votre nos notre vous nous ceux celles celui celle cela comme""",
    "en": """the a an of to in and or on at by for with from as is are be been that this these those its it
        their his her not no which who shall has have had any your you our we such""",
    "es": """el la los las un una unos unas de del a al en y e o u que se su sus por para con sin es son ser
        lo no ni este esta estos estas como usted nuestro nuestra""",
    "ru": """и в во на с со к ко о об от до по за из у а но или не ни что как который для при его ее их
        это этот эта эти все он она оно они быть вы ваш ваша ваше ваши вам вами вас""",
    "ar": """في من إلى على عن أن إن ان و أو او مع هذا هذه ذلك تلك التي الذي الذين ما لا لم لن كل بين عند قد
        كان هو هي""",
    "zh": "的 了",
}
# Han characters that mostly join or point; words begin with them too (和平), so a span may.
JOINING_HAN = frozenset("和与及在是为以对等之其并或于而将由从向到该此本所每任各")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: half-open characters of the text, folded, and its key: what its forms have in common."""

    start: int
    end: int
    word: str
    key: str
    is_function: bool


def tokens_of(text: str, language: str) -> tuple[Token, ...]:
    """Return the words of a text in order."""
    functions = _FOLDED.get(language, frozenset())
    found = ((match.start(), match.end(), fold_text(match.group())) for match in _WORD.finditer(text))
    return tuple(
        Token(start, end, word, _key(word, language), word in functions) for start, end, word in found
    )


def is_inside_word(text: str, left: Token, right: Token) -> bool:
    """Say whether a hyphen makes one word of two neighbours."""
    return right.start - left.end == 1 and text[left.end] in _HYPHENS


def token_range(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Return the half-open range of the words that characters `start` to `end` touch."""
    touched = [number for number, token in enumerate(tokens) if token.start < end and token.end > start]
    return (touched[0], touched[-1] + 1) if touched else (0, 0)


def _key(word: str, language: str) -> str:
    if word[0].isdigit():
        return digit_term("".join(filter(str.isdigit, word)).lstrip("0") or "0")
    if is_han(word):
        return word
    terms = word_terms(word, language)
    return terms[0] if terms else word


_FOLDED = {
    language: frozenset(
        surface(fold_text(word)) if language == "ar" else fold_text(word) for word in words.split()
    )
    | frozenset(map(fold_text, words.split()))
    for language, words in _FUNCTION_WORDS.items()
}
