"""Pairs of terms: counts and word association against brute force, rivals, inheritance, probability."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.encoders import Encoder
from tm.terms.candidates import find_candidates
from tm.terms.encoded_texts import encode_texts
from tm.terms.pair_kernels import best_partners, log_likelihood_2x2
from tm.terms.pair_probability import WEIGHTS, pair_inputs, pair_probabilities
from tm.terms.pairing import Language, Pairs, _inherited, _lead, pair_candidates
from tm.terms.term_texts import candidate_texts
from tm.terms.word_association import ITERATIONS, associate_words

Rows = list[list[int]]


@pytest.fixture(scope="module")
def rivers(module_beside: Callable[[str], ModuleType]) -> ModuleType:
    return module_beside("term_texts_of_rivers")


def known(rivers: ModuleType, language: str, least: int = 2) -> Language:
    texts = encode_texts(enumerate(unit[language] for unit in rivers.sentences()), language)
    return Language(texts, find_candidates(texts, least))


def lists(rows: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Offsets and values of lists."""
    offsets = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return offsets, np.array([value for row in rows for value in row], dtype=np.int32)


@given(st.lists(st.tuples(st.sets(st.integers(0, 4)), st.sets(st.integers(0, 5))), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_partners_are_those_of_brute_force(rows: list[tuple[set[int], set[int]]]) -> None:
    first = [[r for r, (ours, _) in enumerate(rows) if p in ours] for p in range(5)]
    second = [[r for r, (_, theirs) in enumerate(rows) if q in theirs] for q in range(6)]
    offsets, flat = lists(first)
    row_offsets, row_terms = lists([sorted(theirs) for _, theirs in rows])
    sizes = np.array([len(one) for one in second], dtype=np.int64)
    got, joint = best_partners(offsets, flat, row_offsets, row_terms, sizes, float(len(rows)), 1, 6)
    for p in range(5):
        expected = {}
        for q in range(6):
            both = len(set(first[p]) & set(second[q]))
            score = log_likelihood_2x2(float(both), float(len(first[p])), float(sizes[q]), float(len(rows)))
            if both and score > 0:
                expected[q] = (both, score)
        found = {int(q): int(n) for q, n in zip(got[p], joint[p], strict=True) if q >= 0}
        assert found == {q: both for q, (both, _) in expected.items()}
        order = [expected[int(q)][1] for q in got[p] if q >= 0]
        assert order == sorted(order, reverse=True)


def slow_model_1(pairs: Sequence[tuple[set[str], set[str]]]) -> dict[tuple[str, str], float]:
    """IBM model 1 with an empty word, in dictionaries: how probable the second is given the first."""
    table: dict[tuple[str, str], float] = defaultdict(lambda: 1.0)
    for _ in range(ITERATIONS):
        expected: dict[tuple[str, str], float] = defaultdict(float)
        for ours, theirs in pairs:
            for word in theirs:
                total = sum(table[one, word] for one in {"", *ours})
                for one in {"", *ours}:
                    expected[one, word] += table[one, word] / total
        sums: dict[str, float] = defaultdict(float)
        for (one, _), value in expected.items():
            sums[one] += value
        table = defaultdict(float, {key: value / sums[key[0]] for key, value in expected.items()})
    return dict(table)


def test_word_association_is_that_of_two_slow_models() -> None:
    ours = ["rivières propres", "rivières larges", "ponts larges"]
    theirs = ["ríos limpios", "ríos anchos", "puentes anchos"]
    first, second = encode_texts(enumerate(ours), "fr"), encode_texts(enumerate(theirs), "es")
    found = associate_words(first, second)
    names = first.table.names, second.table.names

    def keys(texts: Sequence[str], table: object, language: str) -> list[set[str]]:
        encoded = encode_texts(enumerate(texts), language)
        bounds = zip(encoded.offsets[:-1], encoded.offsets[1:], strict=True)
        return [{encoded.table.names[encoded.table.keys[t]] for t in encoded.tokens[a:b]} for a, b in bounds]

    rows = list(zip(keys(ours, first, "fr"), keys(theirs, second, "es"), strict=True))
    forward = slow_model_1(rows)
    backward = slow_model_1([(b, a) for a, b in rows])
    for code, strength in zip(found.codes.tolist(), found.strength.tolist(), strict=True):
        one, other = names[0][code >> 32], names[1][code & 0xFFFFFFFF]
        assert strength == pytest.approx(math.sqrt(forward[one, other] * backward[other, one]), abs=1e-5)
    best = max(zip(found.strength.tolist(), found.codes.tolist(), strict=True))[1]
    assert (names[0][best >> 32], names[1][best & 0xFFFFFFFF]) in {("rivière", "río"), ("large", "ancho")}


def test_a_lead_is_measured_over_the_best_other_value_of_the_group() -> None:
    groups = np.array([0, 0, 0, 1, 2, 2])
    values = np.array([0.5, 0.9, 0.7, 0.3, 0.4, 0.4])
    assert _lead(groups, values).tolist() == pytest.approx([-0.4, 0.2, -0.2, 0.3, 0.0, 0.0])


def test_a_longer_term_inherits_the_evidence_of_the_shorter_one_it_absorbs() -> None:
    # Candidate 0 always stands in 1, which always stands in 2; all with partner 7.
    found = type("Found", (), {"absorbers": np.array([1, 2, -1])})()
    mine, theirs = np.array([0, 1, 2]), np.array([7, 7, 7])
    absorbed, lengths = np.array([1.0, 1.0, 0.0]), np.array([1.0, 2.0, 3.0])
    inherited = _inherited(mine, theirs, found, absorbed, lengths, np.array([0.8, 0.3, 0.2]))  # type: ignore[arg-type]
    assert inherited.tolist() == [0.0, 0.8, 0.8]


@pytest.mark.long
def test_terms_of_all_languages_find_their_partner(rivers: ModuleType, encoder: Encoder) -> None:
    french = known(rivers, "fr")
    expected = {
        "en": {"barrages": "dams", "rapport annuel": "annual report"},
        "es": {"barrages": "presas", "rapport annuel": "informe anual"},
        "ru": {"barrages": "плотины", "rapport annuel": "ежегодный доклад"},
        "ar": {"barrages": "السدود", "rapport annuel": "التقرير السنوي"},
        "zh": {"barrages": "水坝", "rapport annuel": "年度报告"},
    }
    for code, wanted in expected.items():
        other = known(rivers, code)
        pairs = pair_candidates(french, other, encoder.encode, 2)
        probability = pair_probabilities(pairs)
        names = candidate_texts(french, pairs.first), candidate_texts(other, pairs.second)
        best: dict[str, tuple[float, str]] = {}
        for p, q, value in zip(*names, probability.tolist(), strict=True):
            best[p] = max(best.get(p, (0.0, "")), (value, q))
        assert {name: best[name][1] for name in wanted} == wanted
        assert all(best[name][0] > 0.8 for name in wanted)


def test_the_inputs_are_those_that_have_weights_and_all_are_bounded(
    rivers: ModuleType, encoder: Encoder
) -> None:
    pairs = pair_candidates(known(rivers, "fr", 1), known(rivers, "ar", 1), encoder.encode, 1)
    inputs = pair_inputs(pairs)
    assert set(inputs) == set(WEIGHTS)
    for name, values in inputs.items():
        limit = 6.0 if name.startswith("longer") else 1.0 + 1e-6
        assert np.abs(values).max() <= limit, name


def test_no_pairs_have_no_probabilities() -> None:
    nothing = np.zeros(0)
    names = ("dice", "similarity", "similarity_lead_first", "similarity_lead_second", "inside_first")
    names += ("inside_second", "length_first", "length_second", "words_first", "words_second")
    names += ("least_word_first", "least_word_second", "absorbed_first", "absorbed_second")
    names += ("inherited_first", "inherited_second", "independence_first", "independence_second")
    names += ("coordinated_first", "coordinated_second")
    empty = np.zeros(0, np.int64)
    assert len(pair_probabilities(Pairs(empty, empty, empty, dict.fromkeys(names, nothing)))) == 0
