"""Numerals of every system have their value; what is no numeral has none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.ordinal_words import (
    ARABIC_ADVERBS,
    ARABIC_LETTER_NAMES,
    ORDINAL_WORDS,
    fold_word,
    ordinal_word_value,
)
from corpora.ordinals import (
    ARABIC_LIST,
    CYRILLIC_LIST,
    digits_value,
    han_value,
    letter_of,
    letter_positions,
    roman_of,
    roman_value,
    western_digits,
)


@pytest.mark.parametrize(
    ("written", "value"),
    [("19", 19), ("١٩", 19), ("۱۹", 19), ("１９", 19), ("१९", 19), ("", None), ("1a", None), ("²", None)],
)
def test_digits_go_by_unicode_value(written: str, value: int | None) -> None:
    assert digits_value(written) == value


def test_western_digits_keep_the_offsets() -> None:
    assert western_digits("المادة ٣، ۴ و５") == "المادة 3، 4 و5"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十九", 19),
        ("二十", 20),
        ("九十九", 99),
        ("一百零五", 105),
        ("廿一", 21),
        ("两千", 2000),
        ("三万亿", 3 * 10**12),
        ("二〇一一", 2011),
        ("一九九四", 1994),
        ("叁拾", 30),
        ("三万五千", 35_000),
        ("一亿二千万", 120_000_000),
        ("人", None),
        ("", None),
        ("十人", None),
    ],
)
def test_han_numerals_count_by_units_and_by_position(written: str, value: int | None) -> None:
    assert han_value(written) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("i", 1),
        ("IV", 4),
        ("xiv", 14),
        ("XCIX", 99),
        ("Ⅳ", 4),
        ("ⅻ", 12),
        ("IIII", None),
        ("VX", None),
        ("", None),
    ],
)
def test_only_regular_roman_numerals_have_a_value(written: str, value: int | None) -> None:
    assert roman_value(written) == value


@given(st.integers(min_value=1, max_value=3999))
def test_roman_numerals_survive_the_round_trip(value: int) -> None:
    assert roman_value(roman_of(value)) == value


def test_letters_count_by_the_alphabet_of_lists() -> None:
    assert [letter_positions(letter, "ru")[0] for letter in "бгджз"] == [2, 4, 5, 7, 8]
    # The order of lists first, then that of dictionaries, which word processors count in as well.
    assert [letter_positions(letter, "ar") for letter in "أبجدتث"] == [
        (1,), (2,), (3, 5), (4, 8), (22, 3), (23, 4),
    ]  # fmt: skip
    assert [letter_positions(letter, "ar") for letter in ("ا", "آ", "غ")] == [(1,), (1,), (28, 19)]
    assert letter_positions("o", "es") == (15, 16)
    assert letter_positions("ñ", "es") == (15,)
    assert [letter_positions(letter) for letter in ("乙", "z", "BB")] == [(2,), (26,), (28,)]
    assert letter_positions("ab") == letter_positions("") == letter_positions("7") == ()


def test_letters_that_look_alike_keep_both_positions_in_russian() -> None:
    assert letter_positions("с", "ru") == letter_positions("c", "ru") == (3, 17)
    assert letter_positions("с", "en") == (17,)
    assert (len(CYRILLIC_LIST), len(ARABIC_LIST)) == (28, 28)


@pytest.mark.parametrize(("position", "letter"), [(1, "a"), (26, "z"), (27, "aa"), (28, "bb"), (0, "")])
def test_positions_are_written_as_latin_letters(position: int, letter: str) -> None:
    assert letter_of(position) == letter


@pytest.mark.parametrize(
    ("word", "language", "value"),
    [
        ("first", "en", 1),
        ("Twentieth", "en", 20),
        ("One", "en", 1),
        ("premier", "fr", 1),
        ("PREMIÈRE", "fr", 1),
        ("dix-neuvième", "fr", 19),
        ("primera", "es", 1),
        ("decimoséptimo", "es", 17),
        ("вторая", "ru", 2),
        ("Двенадцатая", "ru", 12),
        ("الأول", "ar", 1),
        ("الاولى", "ar", 1),
        ("الثانية عشرة", "ar", 12),
        ("العشرون", "ar", 20),
        ("premier", "en", None),
        ("maison", "fr", None),
        ("first", "zh", None),
    ],
)
def test_ordinal_words_have_the_value_of_their_language(word: str, language: str, value: int | None) -> None:
    assert ordinal_word_value(word, language) == value


def test_the_tables_of_words_are_whole() -> None:
    for table in ORDINAL_WORDS.values():
        assert set(table.values()) == set(range(1, 21))
    assert set(ARABIC_ADVERBS.values()) == set(range(1, 21))
    assert set(ARABIC_LETTER_NAMES.values()) == set(range(1, 29))


def test_words_are_compared_without_accents_and_vowel_signs() -> None:
    assert fold_word("ÉCOLE") == "ecole"
    assert fold_word("أوّلاً") == fold_word("اولا")
