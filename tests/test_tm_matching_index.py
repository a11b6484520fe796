"""The fuzzy index finds every text that reaches a threshold, with the score of a slow implementation."""

from __future__ import annotations

import csv
import dataclasses
import random
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tm.matching.fuzzy_index import FuzzyIndex, find_texts
from tm.matching.index_building import build_index, texts_alone
from tm.matching.tokens import Tokeniser
from tm.matching.word_diff import DiffOp, diff_words

CASES = Path(__file__).parent / "cases" / "matching" / "sentences.tsv"
SIX = ("ar", "en", "es", "fr", "ru", "zh")


def of_language(language: str) -> list[str]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [text for code, text in rows if code == language]


def variants(language: str, count: int, seed: int) -> list[str]:
    """Sentences of a language with words dropped, doubled and exchanged; each once."""
    chance = random.Random(seed)
    sentences = of_language(language)
    glue = "" if language == "zh" else " "
    pieces = [list(one) if language == "zh" else one.split(" ") for one in sentences]
    made: dict[str, None] = {}
    while len(made) < count:
        words = [*chance.choice(pieces)]
        for _ in range(chance.randint(0, 6)):
            at = chance.randrange(len(words))
            words[at : at + chance.randint(0, 1)] = chance.choices(
                chance.choice(pieces), k=chance.randint(0, 2)
            )
            words = words or [chance.choice(pieces)[0]]
        made[glue.join(words)] = None
    return list(made)


def found(index: FuzzyIndex, query: str, threshold: int) -> dict[int, int]:
    """Base scores by the number that the text had when the index was built."""
    texts = find_texts(index, Tokeniser(index.language).tokenise_one(query), threshold)
    units = index.text_units[index.unit_starts[texts.texts]]
    return dict(zip(units.tolist(), texts.bases.tolist(), strict=True))


@pytest.mark.long
@pytest.mark.parametrize("language", SIX)
def test_scores_of_ten_thousand_pairs_are_those_of_a_slow_implementation(
    language: str, naive_matching: ModuleType
) -> None:
    texts, queries = variants(language, 42, 1), variants(language, 42, 2)
    index = build_index(texts_alone(texts), language)
    words = [naive_matching.naive_words(text, language) for text in texts]
    compared = 0
    for query in queries:
        asked = naive_matching.naive_words(query, language)
        if not asked:
            continue
        bases = {}
        for number, text in enumerate(words):
            larger = max(len(asked), len(text))
            bases[number] = 100 * (larger - naive_matching.naive_distance(asked, text)) // larger
        assert found(index, query, 1) == {number: base for number, base in bases.items() if base >= 1}
        for threshold in (50, 75, 100):
            expected = {number: base for number, base in bases.items() if base >= threshold}
            assert found(index, query, threshold) == expected
        compared += len(texts)
    assert compared > 1670


@pytest.mark.parametrize("common", [0, 3, 10**6])
def test_nothing_is_missed_whether_words_are_listed_or_texts_are_read_through(
    common: int, naive_matching: ModuleType
) -> None:
    texts = variants("fr", 150, 3)
    index = build_index(texts_alone(texts), "fr")
    # Words in more texts than `common` count as not listed.
    index = dataclasses.replace(index, common=common)
    for query in variants("fr", 12, 4):
        asked = naive_matching.naive_words(query, "fr")
        expected = {
            number: base
            for number, text in enumerate(texts)
            if asked and (base := naive_matching.naive_base(query, text, "fr")) >= 60
        }
        assert found(index, query, 60) == expected


@pytest.mark.parametrize(
    ("query", "text", "base"),
    [
        ("one two three four", "one two three four", 100),
        ("one two three four", "one two three five", 75),
        ("one two three four", "one two four", 75),
        ("one two three", "one two three four", 75),
        ("one two three", "one two four", 66),
        ("one two three four five six seven", "one two three four five six eight", 85),
        ("one, two; three!", "One TWO (three)", 100),
        ("paragraph 12", "paragraph 13", 50),
    ],
)
def test_the_base_score_is_the_share_of_words_that_stay_rounded_down(
    query: str, text: str, base: int
) -> None:
    index = build_index(texts_alone([text]), "en")
    assert found(index, query, base) == {0: base}
    if base < 100:
        assert found(index, query, base + 1) == {}


def test_repeated_words_count_as_often_as_they_stand_there() -> None:
    index = build_index(texts_alone(["no no no no yes", "no yes yes yes yes", "no no no yes yes"]), "en")
    assert found(index, "no no no no yes", 60) == {0: 100, 2: 80}


def test_figures_that_differ_are_told() -> None:
    texts = [
        "12 rivers in 3 states",
        "12 rivers in 4 states",
        "3 rivers in 12 states",
        "twelve rivers in 3 states",
    ]
    index = build_index(texts_alone(texts), "en")
    got = find_texts(index, Tokeniser("en").tokenise_one("12 rivers in 3 states"), 50)
    units = index.text_units[index.unit_starts[got.texts]].tolist()
    assert dict(zip(units, got.figures_differ.tolist(), strict=True)) == {
        0: False,
        1: True,
        2: False,
        3: True,
    }


def test_the_same_texts_are_kept_once_and_their_units_all_known() -> None:
    index = build_index(texts_alone(["a b", "c", "a b", "a b"]), "en")
    assert index.texts == 2
    number = int(index.unit_text[0])
    assert index.text_units[index.unit_starts[number] : index.unit_starts[number + 1]].tolist() == [0, 2, 3]


@pytest.mark.parametrize("texts", [[], ["..."], ["…", ""]])
def test_an_index_without_words_finds_nothing(texts: list[str]) -> None:
    index = build_index(texts_alone(texts), "en")
    assert found(index, "a word", 50) == {}
    assert found(build_index(texts_alone(["a word"]), "en"), "...", 50) == {}


def test_long_texts_are_compared_too(naive_matching: ModuleType) -> None:
    chance = random.Random(5)
    words = [f"w{chance.randrange(50)}" for _ in range(700)]
    other = [word if chance.random() > 0.2 else "x" for word in words if chance.random() > 0.05]
    index = build_index(texts_alone([" ".join(other)]), "en")
    distance = naive_matching.naive_distance(words, other)
    assert found(index, " ".join(words), 50) == {0: 100 * (700 - distance) // 700}


@pytest.mark.parametrize("language", SIX)
def test_a_diff_covers_both_texts_and_changes_as_few_words_as_the_score_counts(
    language: str, naive_matching: ModuleType
) -> None:
    tokeniser = Tokeniser(language)
    texts = variants(language, 30, 6)
    for query, source in zip(texts[::2], texts[1::2], strict=True):
        a, b = tokeniser.tokenise_one(query), tokeniser.tokenise_one(source)
        parts = diff_words(a, b)
        assert [word for part in parts for word in part.query] == [query[slice(*span)] for span in a.spans]
        assert [word for part in parts for word in part.source] == [source[slice(*span)] for span in b.spans]
        for part in parts:
            equal = naive_matching.naive_tokens("".join(part.query), language) == naive_matching.naive_tokens(
                "".join(part.source), language
            )
            assert (part.op is DiffOp.EQUAL) <= equal
        edits = 0
        for part in parts:
            if part.op is not DiffOp.EQUAL:
                sizes = [
                    sum(any(map(str.isalnum, word)) for word in side) for side in (part.query, part.source)
                ]
                edits += max(sizes)
        expected = naive_matching.naive_distance(
            naive_matching.naive_words(query, language), naive_matching.naive_words(source, language)
        )
        assert edits == expected


def test_a_diff_of_two_texts_that_share_nothing_and_are_long_is_one_replacement() -> None:
    tokeniser = Tokeniser("en")
    a = tokeniser.tokenise_one("a " * 5000 + "end")
    b = tokeniser.tokenise_one("b " * 5000 + "end")
    ops = [(part.op, len(part.query), len(part.source)) for part in diff_words(a, b)]
    assert ops == [(DiffOp.REPLACED, 5000, 5000), (DiffOp.EQUAL, 1, 1)]


def test_the_same_texts_give_the_same_index() -> None:
    one, other = (build_index(texts_alone(variants("ru", 40, 8)), "ru") for _ in range(2))
    for field in dataclasses.fields(FuzzyIndex):
        assert np.array_equal(getattr(one, field.name), getattr(other, field.name))
