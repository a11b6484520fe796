"""Words of a text in any script, folded so that spellings of one word are equal.

Letters, digits and Han characters stand apart: "19th" is 19 and "th", each Han character is a word. Accents
of Latin letters are dropped, alef, teh marbuta and alef maqsura are written one way, ё is е.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from corpora.ordinals import ARABIC_VARIANTS
from tm.text_folding import fold_text

# Han (with 〇 and the extensions) and the Japanese syllables: scripts without spaces.
HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
# A longer run of letters is no word of a language; the rest of it says nothing more.
LONGEST_WORD = 64
_WORD = re.compile(rf"[{HAN}]+|\d+|[^\W\d_{HAN}]+")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_ARABIC_LETTERS = ARABIC_VARIANTS | {"ؤ": "و", "ئ": "ي"}


class _Surface(dict[int, str]):
    """Code point to its plain form, for `str.translate`; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain_character(chr(code))
        return plain


def _plain_character(character: str) -> str:
    if character in _ARABIC_LETTERS:
        return _ARABIC_LETTERS[character]
    if character == "ё":
        return "е"
    if unicodedata.category(character) == "Mn":
        return ""
    if unicodedata.name(character, "").startswith("LATIN"):
        bare = unicodedata.normalize("NFD", character)
        return "".join(part for part in bare if unicodedata.category(part) != "Mn")
    return character


_SURFACE = _Surface()


def folded_words(text: str) -> list[str]:
    """Return the words in order, folded as `tm.text_folding` does, accents kept; Han runs whole.

    Digits are Western, without leading zeros, so that one number is one word in any script.
    """
    folded = fold_text(text if text.isascii() else unicodedata.normalize("NFC", text))
    return [_shortened(word) for word in _WORD.findall(folded)]


def surface(word: str) -> str:
    """Return a folded word without accents and Arabic variants of letters."""
    return word if word.isascii() else word.translate(_SURFACE)


def is_han(word: str) -> bool:
    """Say whether a word of `folded_words` is a run of Han characters."""
    return _HAN_RUN.match(word) is not None


def surface_words(text: str) -> list[str]:
    """Return what a phrase is compared by: words without accents, each Han character for itself.

    >>> surface_words("L'École, 第19条")
    ['l', 'ecole', '第', '19', '条']
    """
    return list(_surfaces(folded_words(text)))


def _surfaces(words: list[str]) -> Iterator[str]:
    for word in words:
        if is_han(word):
            yield from word
        elif plain := surface(word):
            yield plain


def _shortened(word: str) -> str:
    if word[0].isdigit():
        return word.lstrip("0")[:LONGEST_WORD] or "0"
    return word if is_han(word) else word[:LONGEST_WORD]
