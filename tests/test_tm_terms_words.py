"""Words of terms, what each may do, clitics, word lists; in six languages."""

from __future__ import annotations

import builtins
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import ExtraMissing
from tm.terms import words
from tm.terms.arabic_clitics import split_clitics
from tm.terms.term_places import ALONE, END, INSIDE, NOWHERE, START
from tm.terms.word_classes import word_class
from tm.terms.word_lists import SECTIONS, read_sections, word_list
from tm.terms.words import joined_words, word_spans, words_of

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "fr",
            "L'eau d’aujourd'hui, l'État-major",
            ["L'", "eau", "d’", "aujourd'hui", ",", "l'", "État-major"],
        ),
        ("en", "The State's rivers (U.N.)", ["The", "State", "'s", "rivers", "(", "U.N.", ")"]),
        ("es", "¿Quién cuida el río?", ["¿", "Quién", "cuida", "el", "río", "?"]),
        ("ru", "Северо-западные реки; вода", ["Северо-западные", "реки", ";", "вода"]),
        ("ar", "المِياه الجوفيّة، والأنهار", ["المِياه", "الجوفيّة", "،", "والأنهار"]),
        ("zh", "河流委员会保护地下水。", ["河流", "委员会", "保护", "地下水", "。"]),
        ("en", "see A/68/1, 12.5 m3", ["see", "A/68/1", ",", "12.5", "m3"]),
        ("en", "at rivers.org/maps and x@rivers.org", ["at", "rivers.org/maps", "and", "x@rivers.org"]),
        ("zh", "见rivers.org的地图", ["见", "rivers.org", "的", "地图"]),
    ],
)
def test_a_text_is_cut_into_words_as_its_language_writes_them(
    language: str, text: str, expected: list[str]
) -> None:
    assert words_of(text, language) == expected


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_words_and_their_places_cover_everything_but_white_space(text: str, language: str) -> None:
    spans = list(word_spans(text, language))
    assert [text[start:end] for _, start, end in spans] == [word for word, _, _ in spans]
    assert all(before[2] <= after[1] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "droits de l'homme"),
        ("en", "the State's rivers"),
        ("zh", "河流委员会"),
        ("ru", "Комиссия по рекам"),
        ("ar", "لجنة الأنهار"),
        ("es", "aguas subterráneas"),
    ],
)
def test_words_are_joined_as_they_were_written(language: str, text: str) -> None:
    assert joined_words(words_of(text, language), language) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_lists_may_begin_or_end_a_term(language: str) -> None:
    for section in ("articles", "links", "stops", "months"):
        for word in word_list(language, section):
            assert not word_class(word, language).places & (START | END), (section, word)


@pytest.mark.parametrize(
    ("language", "word", "places"),
    [
        ("fr", "rivière", START | END | ALONE),
        ("fr", "rapidement", NOWHERE),
        ("fr", "développement", START | END | ALONE),
        ("fr", "protéger", NOWHERE),
        ("fr", "nationale", END),
        ("fr", "troisième", NOWHERE),
        ("es", "río", START | END | ALONE),
        ("es", "proteger", NOWHERE),
        ("es", "rápidamente", NOWHERE),
        ("es", "protegidos", END),
        ("en", "river", START | END | ALONE),
        ("en", "quickly", NOWHERE),
        ("en", "developing", START),
        ("en", "national", START),
        ("en", "fortieth", NOWHERE),
        ("en", "XIV", NOWHERE),
        ("ru", "река", START | END | ALONE),
        ("ru", "подземные", START),
        ("ru", "охраняет", NOWHERE),
        ("ru", "марта", NOWHERE),
        ("ar", "الأنهار", START | END | ALONE),
        ("ar", "يحمي", NOWHERE),
        ("ar", "مياههم", NOWHERE),
        ("zh", "委员会", START | END | ALONE),
        ("zh", "的", NOWHERE),
        ("en", "12", NOWHERE),
        ("en", "rivers.org", NOWHERE),
    ],
)
def test_a_word_has_the_places_of_its_kind(language: str, word: str, places: int) -> None:
    assert word_class(word, language).places & (START | END | ALONE) == places


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("fr", ["rivière", "Rivières"]),
        ("en", ["River", "rivers"]),
        ("es", ["río", "Ríos"]),
        ("ru", ["река", "реками", "реки"]),
        ("ar", ["النهر", "ونهر", "بالنهر", "للنهر"]),
    ],
)
def test_forms_of_a_word_share_their_key(language: str, forms: list[str]) -> None:
    assert len({word_class(form, language).key for form in forms}) == 1


@pytest.mark.parametrize(
    ("word", "clitics", "rest"),
    [
        ("والمياه", "و", "المياه"),
        ("للأنهار", "ل", "الأنهار"),
        ("بالماء", "ب", "الماء"),
        ("وللدول", "ول", "الدول"),
        ("وزير", "", "وزير"),
        ("بلد", "", "بلد"),
        ("لجنة", "", "لجنة"),
    ],
)
def test_clitics_come_off_and_letters_of_the_word_stay(word: str, clitics: str, rest: str) -> None:
    assert split_clitics(word) == (clitics, rest)


def test_an_article_inside_a_term_has_no_key_and_contracted_links_share_theirs() -> None:
    assert word_class("l'", "fr").inner_key == ""
    assert {word_class(word, "fr").inner_key for word in ("de", "du", "des", "d’")} == {"de"}
    assert word_class("l'", "fr").places == INSIDE


def test_a_word_list_with_a_section_of_another_name_is_refused_with_its_line() -> None:
    with pytest.raises(ValueError, match=r"line 2: no section is called stop; there are articles"):
        read_sections("# French\n[stop]\nle")


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_lists_have_links_conjunctions_and_stops(language: str) -> None:
    assert word_list(language, "links") >= word_list(language, "conjunctions") - {"و", "او"}
    assert len(word_list(language, "stops")) > 100
    assert not word_list(language, "stops") & word_list(language, "links")
    assert set(SECTIONS) >= {"stops"}


def test_a_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_rjieba(name: str, *rest: Any, **named: Any) -> Any:
        if name == "rjieba":
            raise ImportError(name)
        return real(name, *rest, **named)

    words._chinese.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without_rjieba)
    with pytest.raises(ExtraMissing, match=r'pip install "hexapla\[terms\]"'):
        words_of("河流", "zh")
    words._chinese.cache_clear()
