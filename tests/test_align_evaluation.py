"""Scores of ladders, with values worked out by hand."""

from __future__ import annotations

import pytest

from align.evaluation import evaluate_ladders, evaluate_many
from align.ladder import read_ladder

GOLD = read_ladder("[0]:[0]\n[1,2]:[1]\n[3]:[]\n[4]:[2]\n[]:[3]\n")
# One right pair, one pair that shares a link with the gold, one right null, one wrong null, one wrong pair.
PREDICTED = read_ladder("[0]:[0]\n[1]:[1]\n[2]:[]\n[3]:[]\n[4]:[3]\n[]:[2]\n")


def test_the_vecalign_scorer_counts_nulls_in_precision_only() -> None:
    found = evaluate_ladders(GOLD, PREDICTED)
    # Right of six predicted: [0]:[0] and [3]:[]. Of the three gold pairs, one is found.
    assert found.vecalign_strict.precision == pytest.approx(2 / 6)
    assert found.vecalign_strict.recall == pytest.approx(1 / 3)
    assert found.vecalign_strict.f1 == pytest.approx(2 * (1 / 3) * (1 / 3) / (2 / 3))
    assert found.vecalign_lax.precision == pytest.approx(3 / 6)
    assert found.vecalign_lax.recall == pytest.approx(2 / 3)


def test_the_sentalign_scorer_drops_nulls_from_both_sides() -> None:
    found = evaluate_ladders(GOLD, PREDICTED)
    assert found.sentalign_strict.precision == pytest.approx(1 / 3)
    assert found.sentalign_strict.recall == pytest.approx(1 / 3)
    assert found.sentalign_lax.precision == pytest.approx(2 / 3)


def test_a_ladder_scores_one_against_itself() -> None:
    found = evaluate_ladders(GOLD, GOLD)
    assert [found.vecalign_strict.f1, found.sentalign_lax.f1] == [1.0, 1.0]


def test_nothing_found_scores_zero_and_divides_nothing_by_zero() -> None:
    assert evaluate_ladders(GOLD, []).vecalign_strict.f1 == 0.0
    assert evaluate_ladders([], []).sentalign_strict.f1 == 0.0


def test_beads_are_counted_by_type() -> None:
    assert evaluate_ladders(GOLD, PREDICTED).by_type == {
        "0:1": {"gold": 1, "found": 0, "predicted": 1},
        "1:0": {"gold": 1, "found": 1, "predicted": 2},
        "1:1": {"gold": 2, "found": 1, "predicted": 3},
        "2:1": {"gold": 1, "found": 0, "predicted": 0},
    }


def test_several_documents_add_up_their_counts_before_dividing() -> None:
    found = evaluate_many([(GOLD, PREDICTED), (GOLD, GOLD)])
    assert found.vecalign_strict.precision == pytest.approx((2 + 5) / (6 + 5))
    assert found.vecalign_strict.recall == pytest.approx((1 + 3) / (3 + 3))
    assert "gold:10|predicted:11" in found.signature
