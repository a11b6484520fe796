"""Words of six languages, cut to what their forms have in common."""

from __future__ import annotations

import pytest

from align.words import word_stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paragraphe", "paragraphes"),
        ("Reconnaît", "reconnaître"),
        ("obligation", "obligations"),
        ("prisoner", "prisoners"),
        ("resolución", "resoluciones"),
        ("лицензия", "лицензии"),
        ("государств", "государства"),
        ("الرخصة", "رخصة"),
        ("والدول", "الدول"),
        ("المرخَّصة", "المرخصة"),
        ("حقوق", "الحقوق"),
        ("الأمم", "الامم"),
        ("القـــرار", "القرار"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert word_stems(one) == word_stems(other)
    assert len(word_stems(one)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("licence", "liberté"),
        ("право", "правительство"),
        ("حقوق", "حكومة"),
        ("derecho", "deber"),
    ],
)
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert word_stems(one) != word_stems(other)


def test_chinese_is_taken_by_pairs_of_characters_beside_words_of_other_scripts() -> None:
    assert word_stems("公共许可CC协议") == ["公共", "共许", "许可", "cc", "协议"]
    assert word_stems("一") == []


def test_figures_signs_and_single_letters_are_no_words() -> None:
    assert word_stems("L’article 12, § 3 : 50 % — (a) ٤٥ 2013年") == ["artic"]
    assert word_stems("") == []
    assert word_stems("\u202e\x00\ufffd <b>") == []


def test_words_come_in_order_and_as_often_as_they_stand() -> None:
    assert word_stems("Tout individu a tout droit") == ["tou", "indivi", "tou", "dro"]
