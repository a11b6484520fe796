"""What a label is, and the plain beginning of a paragraph in which labels are recognised."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from corpora.ordinals import western_digits


class LabelStyle(StrEnum):
    """What a label numbers with (the first seven) or what it numbers (the words)."""

    NUMBER = "number"
    SUBNUMBER = "sub-number"
    HAN = "Han numeral"
    LETTER = "letter"
    ROMAN = "Roman numeral"
    CAPITAL_LETTER = "capital letter"
    CAPITAL_ROMAN = "capital Roman numeral"
    ARTICLE = "article"
    SECTION = "section"
    PART = "part"
    CHAPTER = "chapter"
    RULE = "rule"
    PRINCIPLE = "principle"
    GOAL = "goal"
    ANNEX = "annex"
    APPENDIX = "appendix"
    BULLET = "bullet"

    # As a string is hashed: `Enum` does it in Python, and styles are looked up for each label.
    __hash__ = str.__hash__


class LabelForm(StrEnum):
    """How a label is set off.

    "1." and "1 -" are full, "1)" half, "(1)" round, "'1'" quoted, "Article 1" a word, "1" bare.
    """

    FULL = "full"
    HALF = "half"
    ROUND = "round"
    QUOTED = "quoted"
    WORD = "word"
    BARE = "bare"

    __hash__ = str.__hash__


class Reading(NamedTuple):
    """One way to read a label: "(i)" is the Roman numeral 1 and the letter 9."""

    style: LabelStyle
    value: int


@dataclass(frozen=True, slots=True)
class Label:
    """Label as written and what it says.

    `values` holds one number of the likeliest reading, several for a sub-number ("2.1" is (2, 1)), none
    for a bullet or an annex without number. `others` are the less likely readings, `suffix` is "bis",
    "ter", "A" ..., `written` the normalised spelling of a sub-number ("2.1", "1.a"), `lettered` tells
    that a word is numbered by letters ("Annex A"). `masked` is the label without its ordinal ("Article
    3." gives "Article", "1." gives ""). A label that is not `sure` ("A. Smith", "a. m.") counts only
    where it fits into a sequence.
    """

    raw: str
    style: LabelStyle
    values: tuple[int, ...] = ()
    form: LabelForm = LabelForm.FULL
    suffix: str = ""
    others: tuple[Reading, ...] = ()
    written: str = ""
    lettered: bool = False
    masked: str = ""
    sure: bool = True

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All readings, likeliest first; empty for bullets, sub-numbers and labels without a number."""
        if len(self.values) != 1:
            return self.others
        return (Reading(self.style, self.values[0]), *self.others)


# A label, its words included, is never longer than this; what follows is not looked at.
_HEAD_CHARS = 120
_TATWEEL = "\u0640"


class Head(NamedTuple):
    """Beginning of a paragraph in plain characters.

    `ends[i]` is the offset in the paragraph after `plain[i]`.
    """

    plain: str
    ends: Sequence[int]

    def offset(self, position: int) -> int:
        """Offset in the paragraph of a position in `plain`."""
        return self.ends[position - 1] if position else 0


def head_of(text: str) -> Head:
    """Beginning of a paragraph with Western digits, narrow, without vowel signs and signs of direction."""
    head = text[:_HEAD_CHARS]
    if head.isascii():
        return Head(head, range(1, len(head) + 1))
    changed = set(_NOT_AS_SHOWN.findall(head))
    if all(len(_shown(character)) == 1 for character in changed):
        plain_head = _NOT_AS_SHOWN.sub(lambda match: _shown(match.group()), head) if changed else head
        return Head(plain_head, range(1, len(head) + 1))
    plain: list[str] = []
    ends: list[int] = []
    for offset, character in enumerate(head):
        shown = _shown(character)
        plain.extend(shown)
        ends.extend([offset + 1] * len(shown))
        if not shown and ends:
            ends[-1] = offset + 1
    return Head("".join(plain), tuple(ends))


# All but common characters of the six languages, which `_shown` leaves as they are.
_NOT_AS_SHOWN = re.compile(r"[^\x00-\x7f«»À-\u0131Ĵ-ľŁ-ňŊ-žЀ-\u0482ء-\u063fف-ي،؛؟‐–—‘’“”、。《》一-\u9fff]")


@functools.lru_cache(maxsize=10_000)
def _shown(character: str) -> str:
    if character.isascii():
        return character
    if character in "ºª":
        return character
    if character == _TATWEEL or unicodedata.category(character) in ("Cf", "Mn"):
        return ""
    narrow = western_digits(unicodedata.normalize("NFKC", character))
    # ① is a bare digit once its circle is gone; the circle is what brackets are.
    if unicodedata.decomposition(character).startswith("<circle>"):
        return f"({narrow})"
    # "Статья 3¹" stands between 3 and 4, and is not 31.
    if narrow.isdecimal() and unicodedata.decomposition(character).startswith("<super>"):
        return f".{narrow}"
    return narrow
