"""Dates are found by value in six languages, with the months of the Levant, Egypt and the Maghreb."""

from __future__ import annotations

import datetime
import time

import pytest

from corpora.dates import find_dates
from corpora.months import MONTHS

NINETEENTH = datetime.date(2011, 12, 19)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("le 19 décembre 2011", "fr"),
        ("le 19 DÉCEMBRE 2011", "fr"),
        ("19 déc. 2011", "fr"),
        ("on 19 December 2011", "en"),
        ("December 19, 2011", "en"),
        ("Dec. 19, 2011", "en"),
        ("19th December 2011", "en"),
        ("19 декабря 2011 года", "ru"),
        ("19 дек. 2011 г.", "ru"),
        ("19 de diciembre de 2011", "es"),
        ("19 diciembre 2011", "es"),
        ("2011年12月19日", "zh"),
        ("二〇一一年十二月十九日", "zh"),
        ("２０１１年１２月１９日", "zh"),
        ("19 كانون الأول/ديسمبر 2011", "ar"),
        ("١٩ ديسمبر ٢٠١١", "ar"),
        ("١٩ كانون الأول ٢٠١١", "ar"),
        ("19 ديسمبر/ كانون الأول 2011", "ar"),
        ("19 دجنبر 2011", "ar"),
        ("2011-12-19", "fr"),
        ("\u200f19\u200f كانون الأول\u200f/\u200fديسمبر \u200e2011", "ar"),
        ("19\u00a0décembre\u00a02011", "fr"),
    ],
)
def test_a_date_is_one_value_however_it_is_written(text: str, language: str) -> None:
    assert [found.date for found in find_dates(text, language)] == [NINETEENTH]


def test_a_date_knows_its_place() -> None:
    (found,) = find_dates("Adoptée le 1er mars 2002.", "fr")
    assert (found.date, found.start, found.end) == (datetime.date(2002, 3, 1), 11, 24)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("5-13 septembre 1994", "fr"),
        ("du 5 au 13 septembre 1994", "fr"),
        ("5-13 September 1994", "en"),
        ("5 to 13 September 1994", "en"),
        ("5–13 сентября 1994 года", "ru"),
        ("5 a 13 de septiembre de 1994", "es"),
        ("1994年9月5日至13日", "zh"),
        ("5 - 13 أيلول/ سبتمبر 1994", "ar"),
    ],
)
def test_a_span_of_days_gives_both_ends(text: str, language: str) -> None:
    found = find_dates(text, language)
    assert [date.date for date in found] == [datetime.date(1994, 9, 5), datetime.date(1994, 9, 13)]
    assert all(0 <= date.start < date.end <= len(text) for date in found)
    assert found[0].end <= found[1].start


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("31 février 2011", "fr"),
        ("décembre 2011", "fr"),
        ("19 décembre", "fr"),
        ("19 maisons 2011", "fr"),
        ("19 décembre 2011", "zh"),
        ("1/2/2011", "en"),
        ("2011年12月", "zh"),
        ("2011-13-45", "en"),
        ("", "ar"),
    ],
)
def test_what_is_no_whole_date_is_not_found(text: str, language: str) -> None:
    assert find_dates(text, language) == []


@pytest.mark.parametrize("language", ["ar", "en", "fr", "ru", "es"])
def test_every_month_has_a_name(language: str) -> None:
    assert set(MONTHS[language].values()) == set(range(1, 13))


@pytest.mark.parametrize("unit", ["19 ", "١٩ كانون ", "January ", "2011年", "19 de ", "1-", "мая "])
def test_a_long_hostile_text_is_searched_at_once(unit: str) -> None:
    start = time.perf_counter()
    for language in ("ar", "zh", "en", "es", "ru"):
        find_dates(unit * (100_000 // len(unit)), language)
    assert time.perf_counter() - start < 3.0
