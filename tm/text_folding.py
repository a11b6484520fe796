"""Folding: what two spellings of the same words have in common, with the way back to the original.

NFKC and case folding character by character; Arabic tatweel and vowel marks, soft hyphens and invisible
marks dropped; quotes, dashes and spaces unified; digits of every script by value.
"""

from __future__ import annotations

import unicodedata

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_DOUBLE_QUOTES = "\u00ab\u00bb\u201c\u201d\u201e\u201f\u300a\u300b\u300c\u300d\u300e\u300f\u2033"
_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2039\u203a\u02bc\u2032`\u00b4"
_TATWEEL = 0x0640
# Fathatan to sukun, the marks above and below, superscript alef, Koranic marks.
_HARAKAT = frozenset([*range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD), *range(0x06DF, 0x06E9)])


class _Folding(dict[int, str]):
    """Code point to folded text, for `str.translate`; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(code)
        return folded


def _fold_character(code: int) -> str:
    character = chr(code)
    if code == _TATWEEL or code in _HARAKAT or unicodedata.category(character) == "Cf":
        return ""
    if character in _DASHES:
        return "-"
    if character in _DOUBLE_QUOTES:
        return '"'
    if character in _SINGLE_QUOTES:
        return "'"
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character.isspace():
        return " "
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())


_FOLDING = _Folding()


def fold_text(text: str) -> str:
    """Return the folded text."""
    return text.translate(_FOLDING)


def folded_offsets(text: str) -> list[int]:
    """Return for each character of `fold_text(text)` the 0-based index of its original; last `len(text)`."""
    offsets: list[int] = []
    for index, character in enumerate(text):
        offsets.extend([index] * len(_FOLDING[ord(character)]))
    return [*offsets, len(text)]
