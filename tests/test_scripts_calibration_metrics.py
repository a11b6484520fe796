"""Calibration error, ranking of errors and coverage, against oracles that are slow and obvious."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from align.ladder import LadderBead

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"


@pytest.fixture(scope="module", autouse=True)
def _scripts_importable() -> Iterator[None]:
    sys.path.insert(0, str(SCRIPTS))
    yield
    sys.path.remove(str(SCRIPTS))


def test_calibration_error_is_the_mean_gap_of_bins_of_equal_size() -> None:
    from calibration_metrics import expected_calibration_error

    probabilities = np.array([0.9, 0.1, 0.8, 0.2, 0.7, 0.6])
    right = np.array([True, False, False, False, True, True])
    # Two bins: .1 .2 .6 with one of three right, .7 .8 .9 with two of three right.
    expected = (3 * abs(0.3 - 1 / 3) + 3 * abs(0.8 - 2 / 3)) / 6
    assert expected_calibration_error(probabilities, right, bins=2) == pytest.approx(expected, abs=1e-12)


def test_probabilities_that_come_true_have_no_calibration_error_and_shifted_ones_their_shift() -> None:
    from calibration_metrics import expected_calibration_error

    draw = np.random.default_rng(1)
    probabilities = draw.uniform(0.3, 0.8, 200_000)
    right = draw.random(200_000) < probabilities
    assert expected_calibration_error(probabilities, right) == pytest.approx(0.0, abs=0.006)
    assert expected_calibration_error(probabilities + 0.15, right) == pytest.approx(0.15, abs=0.006)


def test_bins_hold_every_bead_once_and_differ_by_one_at_most() -> None:
    from calibration_metrics import equal_mass_bins

    bins = equal_mass_bins(np.linspace(0, 1, 100), np.ones(100, dtype=bool), 15)
    assert [b.count for b in bins] == [7] * 10 + [6] * 5
    assert [b.probability for b in bins] == sorted(b.probability for b in bins)
    assert [b.count for b in equal_mass_bins(np.array([0.5]), np.array([True]), 15)] == [1]


def test_auroc_is_the_share_of_wrong_and_right_pairs_in_order_ties_half() -> None:
    from calibration_metrics import error_auroc

    draw = np.random.default_rng(2)
    probabilities = draw.integers(0, 12, 300) / 12
    right = draw.random(300) < probabilities
    pairs = [(bad, good) for bad in probabilities[~right] for good in probabilities[right]]
    oracle = sum(1.0 if bad < good else 0.5 if bad == good else 0.0 for bad, good in pairs) / len(pairs)
    assert error_auroc(probabilities, right) == pytest.approx(oracle, abs=1e-12)
    assert oracle > 0.6


def test_auroc_of_perfect_and_reversed_order_and_of_one_class_only() -> None:
    from calibration_metrics import error_auroc

    right = np.array([True, True, False])
    assert error_auroc(np.array([0.9, 0.8, 0.7]), right) == 1.0
    assert error_auroc(np.array([0.1, 0.2, 0.7]), right) == 0.0
    assert math.isnan(error_auroc(np.array([0.5]), np.array([True])))


def test_precision_and_coverage_at_a_threshold() -> None:
    from calibration_metrics import AtThreshold, at_threshold, judge

    gold = [LadderBead((0,), (0,)), LadderBead((1,), (1,)), LadderBead((2,), ()), LadderBead((3,), (2, 3))]
    found = [
        LadderBead((0,), (0,), 0.99),
        LadderBead((1,), (1, 2), 0.95),
        LadderBead((2,), (), 0.94),
        LadderBead((3,), (3,), 0.2),
    ]
    assert at_threshold(judge(gold, found)) == AtThreshold(1 / 2, 2 / 4, 1 / 4)
    assert at_threshold(judge(gold, found), 0.94) == AtThreshold(2 / 3, 3 / 4, 2 / 4)
    assert at_threshold(judge(gold, found, nulls=False)) == AtThreshold(1 / 2, 2 / 3, 1 / 3)
    assert at_threshold(judge(gold, found), 1.0) == AtThreshold(1.0, 0.0, 0.0)


def test_the_plot_has_a_dot_for_each_bin_where_it_belongs() -> None:
    from xml.etree import ElementTree

    from calibration_metrics import Bin
    from reliability_plot import reliability_svg

    svg = reliability_svg("Reliability", {"all": [Bin(5, 0.0, 0.0), Bin(5, 1.0, 0.5)]})
    dots = list(ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}circle"))
    assert [(e.get("cx"), e.get("cy")) for e in dots[:2]] == [("48", "408"), ("408", "228")]
