"""Candidates, C-value and log-likelihood against slow, obvious implementations; forms; lone words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from tm.terms.candidate_kernels import MOST_CONTENT, MOST_LINKS, MOST_TOKENS
from tm.terms.candidates import ANY_KEYNESS, Candidates, find_candidates
from tm.terms.encoded_texts import EncodedTexts, encode_texts
from tm.terms.lone_words import without_lone_words
from tm.terms.pair_kernels import log_likelihood_2x2
from tm.terms.pairing import Language
from tm.terms.term_places import ALONE, CONTENT, END, INSIDE, START
from tm.terms.term_texts import candidate_forms, candidate_key, candidate_texts
from tm.terms.termhood import c_values, log_likelihood
from tm.terms.word_classes import word_class
from tm.terms.words import words_of

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
Words = tuple[str, ...]


@pytest.fixture(scope="module")
def rivers(module_beside: Callable[[str], ModuleType]) -> ModuleType:
    return module_beside("term_texts_of_rivers")


def slow_runs(text: str, language: str) -> list[tuple[Words, Words]]:
    """Every run of words that may be a term, as keys and as words; written as the rule says it."""
    words = words_of(text, language)
    classes = [word_class(word, language) for word in words]
    runs = []
    for first in range(len(words)):
        for last in range(first, min(first + MOST_TOKENS, len(words))):
            run = classes[first : last + 1]
            allowed = run[0].places & START and run[-1].places & (ALONE if len(run) == 1 else END)
            inside = all(one.places & INSIDE for one in run[1:-1])
            content = sum(bool(one.places & CONTENT) for one in run)
            longest = max(map(len, "".join("c" if one.places & CONTENT else "l" for one in run).split("c")))
            if allowed and inside and content <= MOST_CONTENT and longest <= MOST_LINKS:
                keys = (run[0].key, *(one.inner_key for one in run[1:] if one.inner_key))
                runs.append((keys, tuple(words[first : last + 1])))
    return runs


def slow_candidates(texts: Sequence[str], language: str, least: int) -> dict[Words, tuple[int, set[int]]]:
    """Frequency and rows of each candidate that stands in `least` rows."""
    counts: Counter[Words] = Counter()
    rows: dict[Words, set[int]] = defaultdict(set)
    for row, text in enumerate(texts):
        for keys, _ in slow_runs(text, language):
            counts[keys] += 1
            rows[keys].add(row)
    return {keys: (counts[keys], rows[keys]) for keys in counts if len(rows[keys]) >= least}


def slow_c_value(keys: Words, found: dict[Words, tuple[int, set[int]]], content: int) -> float:
    """Frantzi, Ananiadou and Mima 2000, with 1 + log2; a candidate contains what is a part of its keys."""
    longer = [
        frequency
        for other, (frequency, _) in found.items()
        if len(other) > len(keys)
        and any(other[at : at + len(keys)] == keys for at in range(len(other) - len(keys) + 1))
    ]
    nested = sum(longer) / len(longer) if longer else 0.0
    return (1 + math.log2(content)) * (found[keys][0] - nested)


def encoded(texts: Sequence[str], language: str) -> EncodedTexts:
    return encode_texts(enumerate(texts), language)


def found_by_key(texts: EncodedTexts, found: Candidates) -> dict[str, int]:
    language = Language(texts, found)
    return {candidate_key(language, number): number for number in range(len(found))}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("least", [1, 2])
def test_candidates_are_those_of_the_slow_rule(rivers: ModuleType, language: str, least: int) -> None:
    texts = [unit[language] for unit in rivers.sentences()]
    found = find_candidates(encoded(texts, language), least, ANY_KEYNESS)
    expected = slow_candidates(texts, language, least)
    got = {
        key: (int(found.frequencies[k]), set(found.rows[found.offsets[k] : found.offsets[k + 1]].tolist()))
        for key, k in found_by_key(encoded(texts, language), found).items()
    }
    assert got == {" ".join(keys): value for keys, value in expected.items()}


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh"])
def test_the_c_value_is_that_of_the_slow_formula(rivers: ModuleType, language: str) -> None:
    texts = [unit[language] for unit in rivers.sentences()]
    found = find_candidates(encoded(texts, language), 1, ANY_KEYNESS)
    slow = slow_candidates(texts, language, 1)
    links = {word_class(word, language).key for text in texts for word in words_of(text, language)} - {
        word_class(word, language).key
        for text in texts
        for word in words_of(text, language)
        if word_class(word, language).places & CONTENT
    }
    for key, number in found_by_key(encoded(texts, language), found).items():
        keys = tuple(key.split())
        content = sum(one not in links for one in keys)
        assert found.c_value[number] == pytest.approx(slow_c_value(keys, slow, content)), key


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_no_candidate_begins_or_ends_with_a_function_word(
    rivers: ModuleType, language: str, data: st.DataObject
) -> None:
    words = [word for unit in rivers.sentences() for word in words_of(unit[language], language)]
    space = "" if language == "zh" else " "
    texts = data.draw(st.lists(st.lists(st.sampled_from(words), max_size=12).map(space.join), max_size=6))
    texts_of = encoded(texts, language)
    found = find_candidates(texts_of, 1)
    for text in candidate_texts(Language(texts_of, found), np.arange(len(found))):
        parts = words_of(text, language)
        assert word_class(parts[0], language).places & CONTENT, text
        assert word_class(parts[-1], language).places & CONTENT, text


def test_c_value_by_hand() -> None:
    # "river basin" 8 times, 5 of them in "river basin board"; "river" inside both.
    values = c_values(np.array([2, 3, 1]), np.array([8, 5, 9]), np.array([5, 0, 13]), np.array([1, 0, 2]))
    assert values.tolist() == pytest.approx([2 * 3, (1 + math.log2(3)) * 5, 9 - 6.5])


@given(st.integers(1, 500), st.integers(0, 500), st.integers(1000, 9000), st.integers(1000, 90000))
def test_log_likelihood_is_that_of_the_contingency_table(ours: int, general: int, n: int, m: int) -> None:
    got = log_likelihood(np.array([float(ours)]), float(n), np.array([float(general)]), float(m))[0]
    # Rayson and Garside leave out the cells of all other words: the sum over the first row of the table.
    share = (ours + general) / (n + m)
    slow = 2 * (ours * math.log(ours / (n * share)))
    slow += 2 * general * math.log(general / (m * share)) if general else 0.0
    assert abs(got) == pytest.approx(slow, abs=1e-6)
    assert got >= -1e-9 if ours / n >= general / m else got <= 1e-9


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60), st.integers(1, 300))
def test_log_likelihood_of_pairs_is_that_of_scipy(both: int, a: int, b: int, neither: int) -> None:
    total = both + a + b + neither
    got = log_likelihood_2x2(float(both), float(both + a), float(both + b), float(total))
    if both * total <= (both + a) * (both + b):
        assert got == 0.0
        return
    table = [[both, a], [b, neither]]
    slow = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert got == pytest.approx(slow, abs=1e-6)


def test_the_most_frequent_form_is_shown_and_the_beginning_of_a_sentence_does_not_decide() -> None:
    texts = ["Rivers flow.", "Rivers rise.", "We see rivers.", "The Danube Board met the Danube Board."]
    texts_of = encoded(texts, "en")
    language = Language(texts_of, find_candidates(texts_of, 1))
    by_key = found_by_key(texts_of, language.candidates)
    assert candidate_forms(language, by_key["river"]) == {"rivers": 1, "Rivers": 2}
    assert candidate_forms(language, by_key["danube board"]) == {"Danube Board": 2}


def test_arabic_terms_are_whole_words_without_clitics() -> None:
    texts = ["وللأنهار أحكام", "تحمي اللجنة الأنهار", "بالأنهار والسدود"]
    texts_of = encoded(texts, "ar")
    language = Language(texts_of, find_candidates(texts_of, 1))
    shown = candidate_texts(language, np.arange(len(language.candidates)))
    assert "الأنهار" in shown
    assert "السدود" in shown
    assert not {"وللأنهار", "لأنهار", "والسدود", "بالأنهار"} & set(shown)


def test_a_word_that_always_follows_another_is_no_term_alone() -> None:
    texts = ["eaux souterraines", "aux eaux souterraines", "des eaux souterraines", "les eaux"]
    texts_of = without_lone_words(encoded(texts, "fr"))
    language = Language(texts_of, find_candidates(texts_of, 1))
    shown = set(candidate_texts(language, np.arange(len(language.candidates))))
    assert "eaux souterraines" in shown
    assert "souterraines" not in shown


def test_a_large_memory_keeps_the_candidates_of_the_highest_termhood(
    rivers: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = encoded([unit["en"] for unit in rivers.sentences()], "en")
    every = find_candidates(texts, 1)
    monkeypatch.setattr("tm.terms.candidates.MOST_CANDIDATES", 5)
    few = find_candidates(texts, 1)
    best = np.sort(every.termhood)[-5:]
    assert np.sort(few.termhood).tolist() == best.tolist()
