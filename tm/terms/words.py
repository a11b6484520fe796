"""Words of a text as a term is written: with case and accents, and where each stands.

A word is a run of letters with inner hyphens; an elided article or pronoun is a word of its own ("l'" of
"l'homme"), so is the English possessive "'s"; Chinese is cut into words by rjieba; anything with a digit is
one token up to the next space; every other sign is a token, so that no term reaches across it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from align.errors import ExtraMissing

_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}+(?:[-\u2010\u2011]{_LETTER}+)*"
# Dotted acronyms (U.N., O.N.U.); a token with a digit and the signs of symbols (A/RES/55/100, 12.5, 2nd).
_DOTTED = r"(?:[A-ZА-Я]\.){2,}"
_FIGURE = r"[^\W_]*\d[\w./:%-]*"
_SYMBOL = r"[A-ZА-Я]+/(?:[\w.()-]*/)*[\w.()-]*\d[\w.()/-]*"
# Addresses of the web and of mail.
_ADDRESS = r"(?:https?://\S+|www\.\S+|\S+@\S+|(?:[a-z\d-]+\.)+(?:org|com|net|int|gov|edu|html?)\b[\w./-]*)"
_FRENCH_ELISION = r"(?:aujourd['’]hui)|(?:\b(?:[ldnsjmtc]|qu|lorsqu|puisqu|jusqu|quoiqu)['’])(?=\w)"
# Vowel marks and tatweel stand inside Arabic words.
_ARABIC_WORD = r"[\u0620-\u065f\u0670\u0671]+"
# What a language adds before the word of all.
_OWN = {"fr": rf"{_FRENCH_ELISION}|", "en": r"['’]s\b|", "ar": rf"{_ARABIC_WORD}|"}
_FLAGS = {"fr": re.IGNORECASE}
# Most texts have neither a figure nor an address nor a dotted acronym: they are read three times as fast.
_SPECIAL = re.compile(r"\d|@|://|www\.|\.\w", re.ASCII)
_ADDRESSES = re.compile(f"({_ADDRESS})", re.ASCII)


def words_of(text: str, language: str) -> list[str]:
    """Return the words and signs of a text in order; Chinese needs the extra `terms`."""
    if language == "zh":
        parts = _ADDRESSES.split(text) if _SPECIAL.search(text) else [text]
        return [word for part in parts for word in _chinese_words(part)]
    return _pattern(language, special=_SPECIAL.search(text) is not None).findall(text)


@cache
def _pattern(language: str, *, special: bool) -> re.Pattern[str]:
    own, flags = _OWN.get(language, ""), _FLAGS.get(language, re.NOFLAG)
    before, figures = (f"{_ADDRESS}|", f"{_SYMBOL}|{_DOTTED}|{_FIGURE}|") if special else ("", "")
    return re.compile(rf"{before}{own}{figures}{_WORD}|\S", flags)


def word_spans(
    text: str, language: str, words: Iterable[str] | None = None
) -> Iterator[tuple[str, int, int]]:
    """Yield each word of `words_of`, which may be given, with its place in the text: from 0, half-open."""
    at = 0
    for word in words_of(text, language) if words is None else words:
        start = text.index(word, at)
        at = start + len(word)
        yield word, start, at


def joined_words(words: list[str] | tuple[str, ...], language: str) -> str:
    """Return words as they are written together: no space after an elision, before "'s" or in Chinese.

    >>> joined_words(["droits", "de", "l'", "homme"], "fr"), joined_words(["可", "持续", "发展"], "zh")
    ("droits de l'homme", '可持续发展')
    """
    parts: list[str] = []
    for word in words:
        if parts and _spaced(parts[-1], word, language):
            parts.append(" ")
        parts.append(word)
    return "".join(parts)


def _spaced(before: str, word: str, language: str) -> bool:
    if language == "zh":
        return before[-1].isascii() and word[0].isascii()
    return not (language == "fr" and before[-1] in "'’") and word[0] not in "'’"


def _chinese_words(part: str) -> list[str]:
    if _SPECIAL.search(part) and _ADDRESSES.fullmatch(part):
        return [part]
    return [word for word in _chinese().cut(part) if not word.isspace()]


def chinese_tag(word: str) -> str:
    """Return the part of speech that rjieba's dictionary gives a word; "x" for one it does not know whole."""
    tagged = _chinese().tag(word)
    return str(tagged[0][1]) if len(tagged) == 1 else "x"


@cache
def _chinese() -> Any:
    try:
        import rjieba
    except ImportError as error:
        raise ExtraMissing("rjieba", "terms") from error
    return rjieba
