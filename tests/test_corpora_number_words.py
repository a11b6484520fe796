"""Numbers in words, in the six languages: compounds, cases and ordinals by value."""

from __future__ import annotations

import time

import pytest

from corpora.number_words import word_values


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("soixante-douzième session", "fr", 72),
        ("quatre-vingt-dix-sept États", "fr", 97),
        ("vingt et un jours", "fr", 21),
        ("le Cadre décennal", "fr", 10),
        ("les deuxièmes", "fr", 2),
        ("seventy-second session", "en", 72),
        ("the one hundred and first meeting", "en", 101),
        ("both chambers", "en", 2),
        ("septuagésimo segundo período", "es", 72),
        ("treinta y dos Estados", "es", 32),
        ("a terceros", "es", 3),
        ("por mille\u0301n", "es", None),
        ("por millo\u0301n", "es", 1_000_000),
        ("семьдесят второй сессии", "ru", 72),
        ("до пяти лет", "ru", 5),
        ("обеих палат", "ru", 2),
        ("دورتها الثانية والسبعين", "ar", 72),
        ("دون سن الخامسـة", "ar", 5),
        ("الدورة الحادية عشرة", "ar", 11),
        ("شخصان", "ar", 2),
        ("لكل مليون شخص", "ar", 1_000_000),
        ("第七十二届", "zh", 72),
        ("两个月", "zh", 2),
        ("第一、五、六条", "zh", 5),
        ("双方", "zh", 2),
        ("zweiundsiebzig", "de", None),
    ],
)
def test_a_number_word_has_its_value(text: str, language: str, value: int | None) -> None:
    assert (value in word_values(text, language)) if value is not None else not word_values(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Prie les États de répondre", "fr"),
        ("Requests States to reply", "en"),
        ("Pide a los Estados que respondan", "es"),
        ("просит государства ответить", "ru"),
        ("تطلب أن ترد", "ar"),
        ("请各国答复", "zh"),
    ],
)
def test_a_text_without_number_words_has_no_values(text: str, language: str) -> None:
    assert word_values(text, language) == frozenset()


def test_words_apart_are_not_one_number() -> None:
    assert 72 not in word_values("seventy States and the second session", "en")


@pytest.mark.parametrize("unit", ["one ", "cent ", "пять ", "وعشرون ", "一", "a\u0301"])
def test_a_long_hostile_text_is_read_at_once(unit: str) -> None:
    start = time.process_time()
    for language in ("en", "fr", "ru", "ar", "zh"):
        word_values(unit * (20_000 // len(unit)), language)
    assert time.process_time() - start < 5.0
