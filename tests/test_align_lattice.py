"""The lattice against an obvious slow oracle that lists every path."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from align.band import Band, full_band, make_band
from align.features import BEAD_TYPES
from align.lattice import LatticeScores, Step, best_path, cut_probabilities, posterior, steps_to_nodes

# A wrong path is easily seen only where all have about the same score.
CASES = {
    "full, 3 by 3": full_band(3, 3),
    "full, no source": full_band(0, 4),
    "full, no target": full_band(4, 0),
    "full, nothing": full_band(0, 0),
    "one by eight": full_band(1, 8),
    "eight by one": full_band(8, 1),
    "two by nine": full_band(2, 9),
    "ragged": make_band(np.array([0, 0, 1, 1, 3]), np.array([1, 3, 3, 4, 4])),
    "narrow": make_band(np.array([0, 0, 1, 2, 3, 4]), np.array([0, 1, 2, 3, 4, 4])),
    "missing beginning": make_band(np.array([0, 3, 3, 4, 4]), np.array([3, 4, 4, 5, 5])),
}


def random_scores(band: Band, seed: int) -> LatticeScores:
    """Scores of a random half of the beads that the band can hold, some of them forbidden."""
    draw = np.random.default_rng(seed)
    n, m = band.rows - 1, int(band.high[-1])
    places = [
        (p, q, a, b)
        for p in range(n)
        for q in range(int(band.low[p]), int(band.high[p]) + 1)
        for a, b in BEAD_TYPES
        if p + a <= n and q + b <= m and band.low[p + a] <= q + b <= band.high[p + a]
        if draw.random() < 0.6
    ]
    beads = draw.normal(0, 2, len(places))
    beads[draw.random(len(places)) < 0.1] = -np.inf
    return LatticeScores(
        places=np.array(places, dtype=np.int64).reshape(-1, 4),
        beads=beads,
        source_null=draw.normal(-1, 1, n),
        target_null=draw.normal(-1, 1, m),
        open_gap=-0.7,
        both_gaps=-0.4 if seed % 2 else 0.9,
    )


def all_paths(
    band: Band, scores: LatticeScores, i: int = 0, j: int = 0, state: str = "bead"
) -> Iterator[tuple[tuple[Step, ...], float]]:
    """Every path from `(i, j)` on and its score; in a gap, source nulls come first."""
    n, m = band.rows - 1, int(band.high[-1])
    if (i, j) == (n, m):
        yield (), 0.0
    for (p, q, a, b), score in zip(scores.places.tolist(), scores.beads.tolist(), strict=True):
        if (p, q) == (i, j) and score > -np.inf:
            for rest, more in all_paths(band, scores, i + a, j + b, "bead"):
                yield ((i, j, a, b), *rest), score + more
    if state != "target" and i < n and band.low[i + 1] <= j <= band.high[i + 1]:
        score = scores.source_null[i] + (scores.open_gap if state != "source" else 0.0)
        for rest, more in all_paths(band, scores, i + 1, j, "source"):
            yield ((i, j, 1, 0), *rest), score + more
    if j < band.high[i]:
        score = scores.target_null[j] + (scores.open_gap if state != "target" else 0.0)
        score += scores.both_gaps if state == "source" else 0.0
        for rest, more in all_paths(band, scores, i, j + 1, "target"):
            yield ((i, j, 0, 1), *rest), score + more


def kinds_of(path: tuple[Step, ...]) -> str:
    return "".join("b" if a and b else "s" if a else "t" for _, _, a, b in path)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", [1, 2])
def test_posteriors_equal_those_of_listing_every_path(name: str, seed: int) -> None:
    band = CASES[name]
    scores = random_scores(band, seed)
    n, m = len(scores.source_null), len(scores.target_null)
    paths = list(all_paths(band, scores))
    assert len({path for path, _ in paths}) == len(paths)
    weights = np.exp([score for _, score in paths])
    probability = weights / weights.sum()
    found = posterior(band, scores)
    assert found.log_total == pytest.approx(np.log(weights.sum()), abs=1e-12)
    beads = dict.fromkeys(map(tuple, scores.places.tolist()), 0.0)
    source, target, cuts = np.zeros(n), np.zeros(m), np.zeros(n + 1)
    openings = doubles = 0.0
    for (path, _), share in zip(paths, probability, strict=True):
        for i, j, a, b in path:
            if a and b:
                beads[i, j, a, b] += share
            elif a:
                source[i] += share
            else:
                target[j] += share
        for i in {i for i, _ in steps_to_nodes(path)}:
            cuts[i] += share
        kinds = "b" + kinds_of(path)
        changes = list(itertools.pairwise(kinds))
        openings += share * sum(before != after != "b" for before, after in changes)
        doubles += share * changes.count(("s", "t"))
    np.testing.assert_allclose(found.beads, list(beads.values()), atol=1e-12)
    np.testing.assert_allclose(found.source_null, source, atol=1e-12)
    np.testing.assert_allclose(found.target_null, target, atol=1e-12)
    assert found.openings == pytest.approx(openings, abs=1e-12)
    assert found.doubles == pytest.approx(doubles, abs=1e-12)
    p, _, a, _ = scores.places.T
    np.testing.assert_allclose(cut_probabilities(n, p, a, found.beads), cuts, atol=1e-12)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", [3, 4])
def test_the_best_path_is_the_best_of_all_paths(name: str, seed: int) -> None:
    scores = random_scores(CASES[name], seed)
    expected, _ = max(all_paths(CASES[name], scores), key=lambda found: found[1])
    assert tuple(best_path(CASES[name], scores)) == expected


def test_segments_that_can_neither_be_paired_nor_left_alone_are_an_error() -> None:
    nothing = np.zeros((0, 4), dtype=np.int64)
    scores = LatticeScores(nothing, np.zeros(0), np.array([-np.inf]), np.zeros(1), 0.0)
    with pytest.raises(ValueError, match="neither be paired nor left alone"):
        posterior(full_band(1, 1), scores)
    with pytest.raises(ValueError, match="neither be paired nor left alone"):
        best_path(full_band(1, 1), scores)


def test_a_bead_that_is_not_used_cuts_nowhere_and_a_sure_wide_one_cuts_at_its_ends_only() -> None:
    starts, lengths = np.array([0, 1, 4]), np.array([1, 3, 2])
    cuts = cut_probabilities(6, starts, lengths, np.array([1.0, 1.0, 0.25]))
    assert cuts.tolist() == [1.0, 1.0, 0.0, 0.0, 1.0, 0.75, 1.0]
