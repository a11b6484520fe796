"""What each character is to the score S1: its folded form, its class, whether it is upper case.

The tables are filled as characters are met, so that compiled loops can read them by code point.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpora.ordinals import HAN_NUMERALS
from tm.text_folding import fold_text

CodePoints = NDArray[np.uint32]
Bytes = NDArray[np.uint8]

# Classes of folded characters. JOINING letters take the digits that follow into their word ("CO2"), as
# `corpora.figures` reads them; other letters do not (an Arabic "and" is written onto a number).
SPACE, WORD, JOINING, HAN, NUMERAL, DIGIT, MARK, STOP = range(8)
_CODE_POINTS = 0x110000
_JOINING = ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x400, 0x4FF))
# Ideographs, their iteration marks, kana: scripts without spaces, where a character counts as a word.
_HAN = (
    (0x3005, 0x3007), (0x3041, 0x3096), (0x30A1, 0x30FA), (0x30FC, 0x30FE), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
# No symbol and no address goes on beyond these.
_STOPS = frozenset('"<>{}|\\^`、。〈〉「」『』【】〔〕〖〗《》；：！？，؛،')


@dataclass(frozen=True, slots=True)
class CharacterTables:
    """Tables by code point. `count` is how many folded characters there are, 255 while it is not known.

    One folded character stands in `first`; of several `first` is where they begin in `extra`. `kind` is the
    class of a folded character, `upper` is 1 for a character that case folding changes.
    """

    count: Bytes = field(default_factory=lambda: np.full(_CODE_POINTS, 255, np.uint8))
    first: CodePoints = field(default_factory=lambda: np.zeros(_CODE_POINTS, np.uint32))
    kind: Bytes = field(default_factory=lambda: np.zeros(_CODE_POINTS, np.uint8))
    upper: Bytes = field(default_factory=lambda: np.zeros(_CODE_POINTS, np.uint8))
    several: list[int] = field(default_factory=list)

    def learn(self, codes: CodePoints) -> CodePoints:
        """Fill the tables for the characters of `codes`; return `extra`."""
        unknown = codes[self.count[codes] == 255]
        for code in np.unique(unknown).tolist() if len(unknown) else ():
            self._add(code)
        return np.array(self.several or [0], np.uint32)

    def _add(self, code: int) -> None:
        character = chr(code)
        folded = [ord(one) for one in fold_text(character)]
        for one in folded:
            self.kind[one] = character_class(chr(one))
        self.upper[code] = character != character.casefold() and character.lower() != character
        if len(folded) == 1:
            self.first[code] = folded[0]
        elif folded:
            self.first[code] = len(self.several)
            self.several.extend(folded)
        # The longest compatibility form has 18 characters.
        self.count[code] = len(folded)


@cache
def character_tables() -> CharacterTables:
    """Return the tables of this process."""
    return CharacterTables()


def character_class(character: str) -> int:
    """Return the class of a folded character."""
    code = ord(character)
    if character.isspace() or unicodedata.category(character) in ("Cc", "Cs", "Cn"):
        return SPACE
    if "0" <= character <= "9":
        return DIGIT
    if character in HAN_NUMERALS:
        return NUMERAL
    if _within(code, _HAN):
        return HAN
    if unicodedata.category(character)[0] in "LMN" or unicodedata.category(character) == "Co":
        return JOINING if _within(code, _JOINING) else WORD
    return STOP if character in _STOPS else MARK


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)
