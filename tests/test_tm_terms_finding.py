"""Terms found in texts: forms of six languages, longest first, the same as a slow search finds."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tm.terms.term_finding import (
    FoundTerm,
    TermFinder,
    is_acronym,
    longest,
    same_term,
    term_words,
    text_words,
    word_places,
)

CASES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "cases" / "terms" / "found.tsv")
    .read_text(encoding="utf-8")
    .splitlines()
    if line and not line.startswith("#")
]


def finder(language: str, *terms: str) -> TermFinder[str]:
    made: TermFinder[str] = TermFinder(language)
    for term in terms:
        assert made.add(term, term)
    return made


@pytest.mark.parametrize(("sign", "language", "term", "text"), CASES)
def test_a_term_is_found_in_its_forms_and_nowhere_else(
    sign: str, language: str, term: str, text: str
) -> None:
    assert bool(finder(language, term).find(text)) == (sign == "+")
    assert bool(finder(f"{language}-XX", term).find(text)) == (sign == "+")


def test_there_are_cases_of_both_signs_in_all_six_languages() -> None:
    for sign in "+-":
        assert {language for own, language, _, _ in CASES if own == sign} == {
            "ar", "en", "es", "fr", "ru", "zh",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "terms", "text", "expected"),
    [
        ("fr", ["eaux usées", "eaux usées domestiques", "eau"], "Les eaux usées domestiques et l'eau",
         ["eaux usées domestiques", "eau"]),
        ("en", ["law of the sea", "law", "sea level"], "law of the sea level",
         ["law of the sea", "sea level"]),
        ("zh", ["海洋法", "海洋", "法"], "海洋法公约和法", ["海洋法", "法"]),
        ("ar", ["المياه", "المياه المستعملة"], "المياه المستعملة والمياه", ["المياه المستعملة", "المياه"]),
        ("ru", ["воды", "сточные воды"], "сточных вод и воды", ["сточные воды", "воды"]),
        ("es", ["agua", "agua residual"], "aguas residuales y agua", ["agua residual", "agua"]),
    ],
)  # fmt: skip
def test_the_longest_term_wins_where_terms_nest(
    language: str, terms: list[str], text: str, expected: list[str]
) -> None:
    assert [one.key for one in longest(finder(language, *terms).find(text))] == expected


def test_terms_without_a_word_and_endless_ones_are_not_taken() -> None:
    made: TermFinder[int] = TermFinder("fr")
    assert not made.add("—", 1)
    assert not made.add("", 1)
    assert not made.add("mot " * 41, 1)
    assert made.find("un mot — et un autre") == []


@pytest.mark.parametrize(
    ("one", "other", "language", "expected"),
    [
        ("eau usée", "Eaux usées", "fr", True), ("waste water", "waste waters", "en", True),
        ("сточных вод", "сточные воды", "ru", True), ("مياه", "المياه", "ar", True),
        ("废水", "废水", "zh", True), ("aguas residuales", "agua residual", "es", True),
        ("eau", "eau usée", "fr", False), ("废水", "污水", "zh", False), ("", "", "en", False),
    ],
)  # fmt: skip
def test_forms_of_one_term_are_the_same(one: str, other: str, language: str, expected: bool) -> None:
    assert same_term(one, other, language) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OMS", True),
        ("ООН", True),
        ("U.N.", True),
        ("A", False),
        ("UNv", False),
        ("世卫", False),
        ("و", False),
    ],
)
def test_an_acronym_has_capitals_only(text: str, expected: bool) -> None:
    assert is_acronym(text) is expected


WORDS = st.sampled_from(
    ["eau", "eaux", "usée", "usées", "废", "水", "و", "المياه", "مياه", "вод", "воды", ",", "12"]
)


@settings(deadline=None)
@given(
    st.lists(WORDS, max_size=14), st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=5)
)
def test_a_slow_search_finds_the_same(text: list[str], terms: list[list[str]]) -> None:
    made: TermFinder[int] = TermFinder("fr")
    whole = " ".join(text)
    words = [set(stems) for stems in text_words(whole, "fr")]
    expected = set()
    for number, term in enumerate(terms):
        own = [set(stems) for stems in term_words(" ".join(term), "fr")]
        if not made.add(" ".join(term), number):
            continue
        for first in range(len(words) - len(own) + 1):
            if all(a & b for a, b in zip(own, words[first:], strict=False)):
                expected.add(FoundTerm(number, first, first + len(own)))
    found = made.find(whole)
    assert set(found) == expected
    assert len(found) == len(expected)
    kept = longest(found)
    for one in found:
        inside = [o for o in found if o.first <= one.first and one.end <= o.end and (o[1:] != one[1:])]
        assert (one in kept) == (not inside)


def test_words_that_were_glued_together_have_their_places() -> None:
    text = "прав человекаСм. note"
    assert [text[start:end] for start, end in word_places(text)] == ["прав", "человека", "См", "note"]
    assert len(text_words("OmegaT iPhone pH", "en")) == 4


def test_a_whole_text_is_a_form_of_a_term() -> None:
    made = finder("fr", "loi", "eaux usées", "eau")
    assert made.same("lois") == ["loi"]
    assert made.same("l'eau usée") == []
    assert made.same("eau usée") == ["eaux usées"]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_whatever_the_text_its_words_have_their_places(text: str) -> None:
    finder("en", "a", "I").find(text)
    normal = unicodedata.normalize("NFC", text)
    places = word_places(normal)
    assert len(places) == len(text_words(text, "en"))
    assert all(start < end <= len(normal) for start, end in places)


def test_many_terms_take_no_longer_than_few() -> None:
    few, many = finder("en", "waste water"), finder("en", "waste water")
    for number in range(20_000):
        many.add(f"word{number} waste plan", str(number))
    text = "The town treats its waste water before it reaches the river and the sea. " * 20

    def seconds(one: TermFinder[str]) -> float:
        start = time.process_time()
        for _ in range(20):
            assert len(one.find(text)) == 20
        return time.process_time() - start

    seconds(few)
    assert min(seconds(many) for _ in range(3)) < 3 * min(seconds(few) for _ in range(3))
