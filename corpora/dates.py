"""Dates in running text of the six languages, found by value: "19 déc. 2011", "二〇一一年十二月十九日"."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpora.months import MONTHS
from corpora.ordinal_words import fold_word
from corpora.ordinals import HAN_NUMERALS, digits_value, han_value
from corpora.plain_characters import plain_characters


@dataclass(frozen=True, slots=True)
class FoundDate:
    """Date and the half-open span of characters where it is written."""

    date: datetime.date
    start: int
    end: int


_GAP = r"\s{1,4}"
# "5-13 September 1994" names two dates; the first borrows month and year.
_TO = r"(?:\s?[-–—]\s?|\s(?:au|to|and|et|al?|y|по|до|и|إلى|الى|و)\s)"
# Where no figure begins is told at once, before what may stand around one.
_FIRST = rf"(?=\d)(?<![\d.,/])(?:(?P<first>\d{{1,2}}){_TO})?"
_DAY = rf"{_FIRST}(?<![\d.,/])(?P<day>\d{{1,2}})(?:\s?(?:er|re|st|nd|rd|th|º|°|-?го|-?е))?{_GAP}"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_NAME = r"[^\W\d_]{2,12}"
_EUROPEAN = re.compile(
    rf"{_DAY}(?:de{_GAP})?(?P<month>{_NAME})\.?(?:{_GAP}del?|,)?{_GAP}{_YEAR}", re.IGNORECASE
)
_AMERICAN = re.compile(
    rf"(?<!\w)(?P<month>[A-Z][a-z]{{2,8}})\.?{_GAP}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?{_GAP}{_YEAR}"
)
# The second name after the slash says the same month.
_AR_WORD = r"[\u0621-\u065f\u0671]{2,10}"
_AR_NAME = rf"{_AR_WORD}(?:{_GAP}(?:الثاني|الأول|الاول))?"
_ARABIC = re.compile(
    rf"{_FIRST}(?<![\d.,/])(?P<day>\d{{1,2}}){_GAP}(?:من{_GAP})?(?:شهر{_GAP})?(?P<month>{_AR_NAME})"
    rf"(?:\s?/\s?(?P<other>{_AR_NAME}))?(?:{_GAP}(?:من|سنة|عام))?\s?[،,]?{_GAP}{_YEAR}"
)
_HAN = rf"[{HAN_NUMERALS}]"
_CHINESE = re.compile(
    rf"(?P<year>(?<!\d)\d{{4}}|{_HAN}{{4}})\s?年\s?(?P<month>\d{{1,2}}|{_HAN}{{1,2}})\s?月\s?"
    rf"(?P<day>\d{{1,2}}|{_HAN}{{1,3}})\s?[日号號](?:\s?[至到—–-]{{1,2}}\s?(?P<last>\d{{1,2}}|{_HAN}{{1,3}})\s?[日号號])?"
)
_YEAR_CHARACTER = re.compile(r"[\d年]")
# One of these stands in every date: the patterns are tried at each character, this is found at once.
_YEAR_OR_ITS_WORD = re.compile(r"\d{4}|年")
_ISO = re.compile(r"(?<![\w/.-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\w/-])")


def find_dates(text: str, language: str) -> list[FoundDate]:
    """Whole dates (day, month, year) in order of place; month names are those of `language`."""
    if _YEAR_CHARACTER.search(text) is None:
        return []
    plain = plain_characters(text)
    if _YEAR_OR_ITS_WORD.search(plain.text) is None:
        return []
    found = sorted(_candidates(plain.text, language), key=lambda date: (date.start, -date.end))
    kept: list[FoundDate] = []
    for date in found:
        if not kept or date.start >= kept[-1].end:
            kept.append(date)
    return [FoundDate(date.date, *plain.span(date.start, date.end)) for date in kept]


def _candidates(text: str, language: str) -> Iterator[FoundDate]:
    for pattern in _patterns(language):
        if pattern is _ISO and "-" not in text:
            continue
        for match in pattern.finditer(text):
            yield from _dates(match, language)


def _dates(match: re.Match[str], language: str) -> Iterator[FoundDate]:
    """One date of a match, or the two ends of a span of days, each where its day stands."""
    groups = match.groupdict()
    year, month = _number(groups["year"]), _month(groups["month"], groups.get("other"), language)
    edge = next((name for name in ("first", "last") if groups.get(name)), None)
    cut = {"first": match.start("day"), "last": match.end("day")}.get(edge or "", match.end())
    spans = {"day": (match.start(), match.end())}
    if edge == "first":
        spans = {"first": (match.start(), match.end("first")), "day": (cut, match.end())}
    elif edge == "last":
        spans = {"day": (match.start(), cut), "last": (match.start("last"), match.end())}
    for name, (start, end) in spans.items():
        date = _date(year, month, _number(groups[name]))
        if date is not None:
            yield FoundDate(date, start, end)


def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    return {"ar": (_ARABIC, _ISO), "zh": (_CHINESE, _ISO), "en": (_EUROPEAN, _AMERICAN, _ISO)}.get(
        language, (_EUROPEAN, _ISO)
    )


def _number(written: str) -> int | None:
    value = digits_value(written)
    return han_value(written) if value is None else value


def _month(written: str, other: str | None, language: str) -> int | None:
    number = _number(written)
    if number is not None:
        return number
    table = MONTHS.get(language, {})
    for name in (written, other or ""):
        words = [fold_word(word) for word in re.findall(r"\w+", name)]
        month = table.get(" ".join(words)) or table.get(words[0] if words else "")
        if month is not None:
            return month
    return None


def _date(year: int | None, month: int | None, day: int | None) -> datetime.date | None:
    if year is None or month is None or day is None or year < 1:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
