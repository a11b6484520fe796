"""What a text counts: number words of six languages by rule, Han numerals, months, dates in parts."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from corpora.han_mentions import HanSureness, han_mentions
from corpora.month_mentions import month_mentions
from corpora.number_mentions import number_mentions
from corpora.quantities import Sureness, find_quantities

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


@pytest.fixture(scope="module")
def session_phrase() -> Callable[[int, str], str]:
    """The generator of scripts/ordinal_phrases.py, which shares nothing with the reader."""
    path = Path(__file__).resolve().parent.parent / "scripts" / "ordinal_phrases.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast("Callable[[int, str], str]", module.session_phrase)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_ordinal_from_1_to_99_is_read_as_one_number(
    session_phrase: Callable[[int, str], str], language: str
) -> None:
    read = {
        number: [one.value for one in find_quantities(session_phrase(number, language), language)]
        for number in range(1, 100)
    }
    assert read == {number: [str(number)] for number in range(1, 100)}


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("first and second, one hundred and first", "en", [1, 2, 101]),
        ("two thirds of five million", "en", [2, 3, 5_000_000]),
        ("quatre-vingt-dix-neuf et vingt et un", "fr", [99, 21]),
        ("deux cents, cinquante pour cent", "fr", [200, 50]),
        ("mil novecientos noventa y cinco", "es", [1995]),
        ("treinta y dos y cuatro", "es", [32, 4]),
        ("двадцать пять, семь и восемь", "ru", [25, 7, 8]),
        ("столица и сторона требуют семью", "ru", []),
        ("خمسة وعشرون ومائة وخمسون", "ar", [25, 150]),
        ("الأولى والثانية والخامسة عشرة", "ar", [1, 2, 15]),
        ("sju hus", "sv", []),
    ],
)
def test_words_are_joined_only_into_numbers(text: str, language: str, values: list[int]) -> None:
    assert [one.value for one in number_mentions(text, language)] == values


def test_idioms_are_marked() -> None:
    for text, language in (
        ("both", "en"), ("hundreds", "en"), ("dizaine", "fr"), ("ambos", "es"), ("двустороннее", "ru"),
        ("عقد", "ar"), ("thousand", "en"),
    ):  # fmt: skip
        assert [one.idiom for one in number_mentions(text, language)] == [True], text
    assert [one.idiom for one in number_mentions("three", "en")] == [False]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("第五十五届", [(55, HanSureness.NUMBER)]),
        ("第三方", [(3, HanSureness.WORD)]),
        ("三个", [(3, HanSureness.WORD)]),
        ("二〇一一年", [(2011, HanSureness.NUMBER)]),
        ("百分之五十", [(50, HanSureness.NUMBER)]),
        ("一切统一一致十分四川千万", []),
        ("千年", [(1000, HanSureness.IDIOM)]),
        ("三五个", [(35, HanSureness.IDIOM)]),
        ("九月", []),
        ("500万", []),
        ("双方", [(2, HanSureness.IDIOM)]),
    ],
)
def test_han_numerals_count_where_a_number_is_meant(text: str, found: list[tuple[int, HanSureness]]) -> None:
    assert [(one.value, one.sureness) for one in han_mentions(text)] == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("in May 1990 and on 5 March", "en", [(5, True), (3, True)]),
        ("they may march", "en", []),
        ("en mai et en mars 1990", "fr", [(5, False), (3, True)]),
        ("septiembre de 1990", "es", [(9, True)]),
        ("в сентябре 1990 года", "ru", [(9, True)]),
        ("في كانون الأول/ديسمبر 1990 وبأيلول", "ar", [(12, True), (9, False)]),
        ("1990年9月和十二月", "zh", [(9, True), (12, True)]),
        ("the G20 May", "en", [(5, False)]),
    ],
)
def test_months_are_sure_beside_a_day_or_year(
    text: str, language: str, found: list[tuple[int, bool]]
) -> None:
    assert [(one.month, one.sure) for one in month_mentions(text, language)] == found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("On 5 May 1994, in A/RES/55/100 and 217 A (III)", "en"),
        ("Le 5 mai 1994, dans A/RES/55/100 et 217 A (III)", "fr"),
        ("El 5 de mayo de 1994, en A/RES/55/100 y 217 A (III)", "es"),
        ("5 мая 1994 года, в A/RES/55/100 и 217 A (III)", "ru"),
        ("في 5 أيار/مايو 1994، في A/RES/55/100 و 217 ألف (د - 3)", "ar"),
        ("1994年5月5日，A/RES/55/100和第217 A(III)号", "zh"),
    ],
)
def test_dates_and_symbols_are_their_numbers(text: str, language: str) -> None:
    sure = sorted(one.value for one in find_quantities(text, language) if one.sureness is Sureness.SURE)
    assert sure == sorted(["5", "month 5", "1994", "55", "100", "217", "3"])


def test_three_digits_after_a_mark_have_two_readings() -> None:
    (english,), (spanish,), (round_one,) = (
        find_quantities(text, code) for text, code in (("1.234", "en"), ("1.234", "es"), ("1,000", "en"))
    )
    assert (english.value, english.other) == ("1.234", "1234")
    assert (spanish.value, spanish.other) == ("1234", "1.234")
    assert (round_one.value, round_one.other) == ("1000", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_hostile_texts_are_read_in_linear_time(language: str) -> None:
    start = time.process_time()
    for text in (
        "九" * 20_000,
        "two " * 5_000,
        "1," * 10_000,
        "I" * 20_000,
        "а" * 20_000,
        "و" * 20_000,
        "5 May " * 4_000,
    ):
        find_quantities(text, language)
    assert time.process_time() - start < 20
