"""The lattice against an obvious slow oracle that lists every path."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from align.band import Band, band_around, full_band, make_band
from align.lattice import LatticeScores, best_path, cut_probabilities, posterior

TYPES = ((1, 1), (1, 2), (2, 1), (2, 2))


def random_scores(band: Band, source: int, target: int, seed: int) -> LatticeScores:
    draw = np.random.default_rng(seed)
    return LatticeScores(
        beads={kind: draw.normal(0, 2, band.nodes) for kind in TYPES},
        source_null=draw.normal(-1, 1, source),
        target_null=draw.normal(-1, 1, target),
        open_gap=-0.7,
    )


def all_paths(band: Band, scores: LatticeScores, i: int = 0, j: int = 0, state: str = "bead"):
    """Yield every (path, score); a path is a tuple of ((i, j), (k, m)) steps."""
    n, m = band.rows - 1, int(band.high[-1])
    if (i, j) == (n, m):
        yield (), 0.0
    inside = lambda k, q: k <= n and q <= m and band.low[k] <= q <= band.high[k]  # noqa: E731
    for (a, b), bead in scores.beads.items():
        k, q = i + a, j + b
        if inside(k, q):
            for rest, score in all_paths(band, scores, k, q, "bead"):
                yield (((i, j), (k, q)), *rest), score + bead[band.index(k, q)]
    if state != "target" and inside(i + 1, j):
        opening = scores.open_gap if state != "source" else 0.0
        for rest, score in all_paths(band, scores, i + 1, j, "source"):
            yield (((i, j), (i + 1, j)), *rest), score + scores.source_null[i] + opening
    if inside(i, j + 1):
        opening = scores.open_gap if state != "target" else 0.0
        for rest, score in all_paths(band, scores, i, j + 1, "target"):
            yield (((i, j), (i, j + 1)), *rest), score + scores.target_null[j] + opening


CASES = [(full_band(n, m), n, m) for n, m in itertools.product((0, 1, 2, 4), (0, 1, 3))] + [
    (make_band(np.array([0, 0, 1, 1, 3]), np.array([1, 3, 3, 4, 4])), 4, 4),
    (band_around([(0, 0), (0, 3), (1, 4), (5, 4)], 5, 4, 1), 5, 4),
]


@pytest.mark.parametrize(("band", "n", "m"), CASES)
@pytest.mark.parametrize("seed", [1, 2])
def test_posteriors_equal_those_of_listing_every_path(band: Band, n: int, m: int, seed: int) -> None:
    scores = random_scores(band, n, m, seed)
    paths = list(all_paths(band, scores))
    weights = np.exp([score for _, score in paths])
    found = posterior(band, scores)
    assert found.log_total == pytest.approx(np.log(weights.sum()))
    probability = weights / weights.sum()
    for (a, b), posteriors in found.beads.items():
        for i in range(n + 1):
            for j in range(int(band.low[i]), int(band.high[i]) + 1):
                step = ((i - a, j - b), (i, j))
                expected = sum(p for (path, _), p in zip(paths, probability, strict=True) if step in path)
                assert posteriors[band.index(i, j)] == pytest.approx(expected, abs=1e-12)
    for i in range(n):
        expected = sum(
            p
            for (path, _), p in zip(paths, probability, strict=True)
            if any(s[0][0] == i and s[1] == (i + 1, s[0][1]) for s in path)
        )
        assert found.source_null[i] == pytest.approx(expected, abs=1e-12)
    for j in range(m):
        expected = sum(
            p
            for (path, _), p in zip(paths, probability, strict=True)
            if any(s[0][1] == j and s[1] == (s[0][0], j + 1) for s in path)
        )
        assert found.target_null[j] == pytest.approx(expected, abs=1e-12)
    cuts = cut_probabilities(band, found.beads)
    for i in range(n + 1):
        expected = sum(
            p
            for (path, _), p in zip(paths, probability, strict=True)
            if i == 0 or any(s[1][0] == i for s in path)
        )
        assert cuts[i] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("band", "n", "m"), CASES)
@pytest.mark.parametrize("seed", [3, 4])
def test_the_best_path_is_the_best_of_all_paths(band: Band, n: int, m: int, seed: int) -> None:
    scores = random_scores(band, n, m, seed)
    expected, _ = max(all_paths(band, scores), key=lambda found: found[1])
    nodes = best_path(band, scores)
    assert tuple(itertools.pairwise(nodes)) == expected


def openings_of(path) -> int:
    kinds = ["s" if s[1][1] == s[0][1] else "t" if s[1][0] == s[0][0] else "b" for s in path]
    return sum(kind != "b" and kind != before for before, kind in zip(["b", *kinds], kinds, strict=False))


def test_the_expected_number_of_gap_openings_is_that_of_listing_every_path() -> None:
    band = full_band(4, 3)
    scores = random_scores(band, 4, 3, 5)
    paths = list(all_paths(band, scores))
    weights = np.exp([score for _, score in paths])
    expected = sum(openings_of(path) * w for (path, _), w in zip(paths, weights, strict=True)) / weights.sum()
    assert posterior(band, scores).openings == pytest.approx(expected)


def test_a_band_around_a_path_along_one_side_follows_it_there() -> None:
    down = [(i, 0) for i in range(51)]
    diagonal = [(50 + k, k) for k in range(1, 11)]
    along = [(60, j) for j in range(11, 41)]
    band = band_around([*down, *diagonal, *along], 60, 40, 2)
    assert (band.low[0], band.high[0]) == (0, 2)
    assert (band.low[25], band.high[25]) == (0, 2)
    assert band.low[60] == 5
    assert band.high[60] == 40
    assert band.nodes < 61 * 8
