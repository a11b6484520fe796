"""Months named in a text, with or without a day and year: "en septembre 2000", "12月5日", "أيلول/سبتمبر"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpora.months import MONTHS
from corpora.ordinal_words import fold_word
from corpora.ordinals import HAN_NUMERALS, digits_value, han_value


@dataclass(frozen=True, slots=True)
class MonthMention:
    """Month from 1 to 12 and its half-open span; `sure` if a day or year stands beside its name."""

    month: int
    start: int
    end: int
    sure: bool


_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670\u0640])*")
_HAN = re.compile(rf"(?P<month>\d{{1,2}}|[{HAN_NUMERALS}]{{1,2}})\s?月")
_DAY_BEFORE = re.compile(
    r"(?<![^\W_])\d{1,2}(?:\s?(?:er|re|st|nd|rd|th|º|°|-?го|-?е))?(?:\s(?:of|de|من|شهر)){0,2}\s?$"
)
_YEAR_AFTER = re.compile(r"\.?,?\s?(?:del?\s|of\s|من\s|عام\s|سنة\s|،\s?)?\d{1,4}(?!\d)")
_ARABIC_PREFIX = re.compile(r"[وف]?[بلك]?")
_LAST_MONTH = 12
_BESIDE_CHARS = 16


def month_mentions(plain: str, language: str) -> Iterator[MonthMention]:
    """Yield the months in order of place; `plain` is text as `plain_characters` gives it.

    The two names that Arabic gives one month are one mention.
    """
    if language == "zh":
        yield from _chinese(plain)
        return
    last: MonthMention | None = None
    for found in _named(plain, language):
        if last is not None and last.month == found.month and plain[last.end : found.start].strip() == "/":
            last = MonthMention(found.month, last.start, found.end, last.sure or found.sure)
            continue
        if last is not None:
            yield last
        last = found
    if last is not None:
        yield last


def _chinese(plain: str) -> Iterator[MonthMention]:
    for match in _HAN.finditer(plain):
        number = digits_value(match["month"])
        month = han_value(match["month"]) if number is None else number
        if month is not None and 1 <= month <= _LAST_MONTH:
            yield MonthMention(month, *match.span(), sure=True)


def _named(plain: str, language: str) -> Iterator[MonthMention]:
    names = MONTHS.get(language)
    if not names:
        return
    # "may" and "march" are words: English writes months with a capital.
    words = list(_WORD.finditer(plain))
    skip = -1
    for place, match in enumerate(words):
        if place == skip:
            continue
        month, end = _month(words[place : place + 2], language)
        if month is None or (language == "en" and match.group().islower()):
            continue
        if end != match.end():
            skip = place + 1
        yield MonthMention(month, match.start(), end, sure=_has_number_beside(plain, match.start(), end))


def _month(words: list[re.Match[str]], language: str) -> tuple[int | None, int]:
    """The month that the first word names, alone or with the second, and where its name ends."""
    names, beginnings = MONTHS[language], _first_words(language)
    first = fold_word(words[0].group())
    form = first
    if form not in beginnings and language == "ar":
        form = first[_prefix_size(first) :]
    if form not in beginnings:
        return None, 0
    if len(words) > 1:
        month = names.get(f"{form} {fold_word(words[1].group())}")
        if month is not None:
            return month, words[1].end()
    return names.get(form), words[0].end()


def _prefix_size(word: str) -> int:
    match = _ARABIC_PREFIX.match(word)
    return match.end() if match else 0


@functools.cache
def _first_words(language: str) -> frozenset[str]:
    return frozenset(name.split()[0] for name in MONTHS[language])


def _has_number_beside(plain: str, start: int, end: int) -> bool:
    before = plain[max(0, start - _BESIDE_CHARS) : start]
    other = plain[end : end + 1] == "/" or before.endswith(("/", "/ "))
    return (
        _DAY_BEFORE.search(before) is not None or _YEAR_AFTER.match(plain, end) is not None
    ) or (other and re.search(r"\d", before + plain[end : end + _BESIDE_CHARS]) is not None)  # fmt: skip
