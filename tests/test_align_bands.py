"""Bands hold the nodes they promise; the rough path and its neighbourhood are those of brute force."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from align.band import Band, band_around, band_of, full_band, make_band, spread_band, widened_band
from align.coarse_kernels import best_after, best_before, coarse_nodes, near_best
from align.coarse_path import coarse_path, narrow_band

RAGGED = make_band(np.array([0, 0, 1, 2, 2, 4]), np.array([1, 3, 3, 5, 6, 6]))


def nodes_of(band: Band) -> set[tuple[int, int]]:
    return {(i, j) for i in range(band.rows) for j in range(int(band.low[i]), int(band.high[i]) + 1)}


def assert_sound(band: Band, source: int, target: int) -> None:
    """Corners inside, bounds that never fall, neighbouring rows that share a node, rows stored in order."""
    assert band.rows == source + 1
    assert (band.low[0], band.high[-1]) == (0, target)
    assert (np.diff(band.low) >= 0).all()
    assert (np.diff(band.high) >= 0).all()
    assert (band.low[1:] <= band.high[:-1]).all()
    places = [band.index(i, j) for i, j in sorted(nodes_of(band))]
    assert places == list(range(band.nodes))


@pytest.mark.parametrize("band", [RAGGED, full_band(3, 5), full_band(0, 4), full_band(4, 0)])
def test_a_transposed_band_holds_the_same_nodes_the_other_way_round(band: Band) -> None:
    turned = band.transposed()
    assert nodes_of(turned) == {(j, i) for i, j in nodes_of(band)}
    assert_sound(turned, int(band.high[-1]), band.rows - 1)
    assert nodes_of(turned.transposed()) == nodes_of(band)


def test_a_band_is_widened_until_it_is_connected() -> None:
    band = make_band(np.array([0, 3, 2]), np.array([1, 1, 4]))
    assert (band.low.tolist(), band.high.tolist()) == ([0, 1, 1], [1, 1, 4])
    assert_sound(band, 2, 4)


def test_a_band_around_a_path_along_one_side_follows_it_there() -> None:
    down = [(i, 0) for i in range(51)]
    diagonal = [(50 + k, k) for k in range(1, 11)]
    along = [(60, j) for j in range(11, 41)]
    band = band_around([*down, *diagonal, *along], 60, 40, 2)
    assert (band.low[0], band.high[0]) == (0, 2)
    assert (band.low[25], band.high[25]) == (0, 2)
    assert (band.low[60], band.high[60]) == (5, 40)
    assert_sound(band, 60, 40)
    assert band.nodes < 61 * 8


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("radius", [0, 2])
def test_bands_hold_all_nodes_that_they_promise(seed: int, radius: int) -> None:
    draw = np.random.default_rng(seed)
    n, m = 12, 15
    path = [(0, 0)]
    while path[-1] != (n, m):
        i, j = path[-1]
        path.append((min(i + int(draw.integers(0, 3)), n), min(j + int(draw.integers(0, 3)), m)))
    places = np.array([(p, draw.integers(0, m - 1), 1, 2) for p in range(0, n, 4)], dtype=np.int64)
    ends = [(p, q) for p, q, _, _ in places.tolist()] + [(p + a, q + b) for p, q, a, b in places.tolist()]
    band = band_of(places, path, n, m, radius)
    assert_sound(band, n, m)
    near = {
        (i + d, min(max(j + e, 0), m))
        for i, j in (*path, *ends)
        for d in range(-radius, radius + 1)
        for e in (-1, 0, 1)
        if 0 <= i + d <= n
    }
    assert nodes_of(band) >= near
    around = band_around(path, n, m, 1)
    wide = widened_band(around, places)
    assert_sound(wide, n, m)
    assert nodes_of(wide) >= nodes_of(around) | set(ends)
    low, high = around.low.copy(), around.high.copy()
    spread = spread_band(low, high, radius)
    assert_sound(spread, n, m)
    assert nodes_of(spread) >= {
        (i + d, j + e)
        for i, j in nodes_of(around)
        for d in range(-radius, radius + 1)
        for e in range(-radius, radius + 1)
        if 0 <= i + d <= n and 0 <= j + e <= m
    }


def brute_force(band: Band, gains: np.ndarray) -> tuple[dict[tuple[int, int], float], ...]:
    """Gain of the best path to, and from, each node, by trying every step of every kind."""
    inside = nodes_of(band)
    gain = {node: float(gains[band.index(*node)]) for node in inside}
    n, m = band.rows - 1, int(band.high[-1])

    def steps(i: int, j: int) -> list[tuple[tuple[int, int], float]]:
        found = [((i + 1, j), 0.0), ((i, j + 1), 0.0)]
        if (i + 1, j + 1) in inside:
            one = gain[i + 1, j + 1]
            found.append(((i + 1, j + 1), 2 * one))
            if (i + 1, j + 2) in inside:
                found.append(((i + 1, j + 2), 1.5 * (one + gain[i + 1, j + 2])))
            if (i + 2, j + 1) in inside:
                found.append(((i + 2, j + 1), 1.5 * (one + gain[i + 2, j + 1])))
        return [(node, value) for node, value in found if node in inside]

    @cache
    def after(i: int, j: int) -> float:
        if (i, j) == (n, m):
            return 0.0
        return max((value + after(*node) for node, value in steps(i, j)), default=-np.inf)

    before = dict.fromkeys(inside, -np.inf)
    before[0, 0] = 0.0
    for node in sorted(inside):
        for end, value in steps(*node):
            before[end] = max(before[end], before[node] + value)
    return before, {node: after(*node) for node in inside}


@pytest.mark.parametrize("band", [RAGGED, full_band(4, 6), full_band(6, 3), full_band(1, 1)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_rough_path_and_what_is_near_it_are_those_of_brute_force(band: Band, seed: int) -> None:
    gains = np.random.default_rng(seed).normal(0.1, 0.4, band.nodes).astype(np.float32)
    before, after = brute_force(band, gains)
    order = sorted(before)
    arguments = band.low, band.high, band.offset, gains
    np.testing.assert_allclose(best_before(*arguments)[0], [before[node] for node in order], atol=1e-5)
    np.testing.assert_allclose(best_after(*arguments), [after[node] for node in order], atol=1e-5)
    best = after[0, 0]
    nodes = [tuple(node) for node in coarse_nodes(*arguments).tolist()]
    assert nodes[0] == (0, 0)
    assert nodes[-1] == (band.rows - 1, int(band.high[-1]))
    assert all(before[node] + after[node] == pytest.approx(best, abs=1e-5) for node in nodes)
    slack = 0.9
    low, high = near_best(*arguments, slack)
    for i in range(band.rows):
        near = [j for k, j in order if k == i and before[k, j] + after[k, j] >= best - slack]
        expected = (near[0], near[-1]) if near else (int(band.high[i]), int(band.low[i]))
        assert (low[i], high[i]) == expected


def units(count: int, seed: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, 32)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_the_rough_path_of_a_large_document_follows_a_missing_beginning_and_not_the_diagonal() -> None:
    target = units(900, 1)
    source = target[300:]
    path = coarse_path(source, target)
    assert path[0] == (0, 0)
    assert path[-1] == (600, 900)
    assert {(k - i, m - j) for (i, j), (k, m) in pairwise(path)} <= {(1, 0), (0, 1), (1, 1), (1, 2), (2, 1)}
    assert sum((i, i + 300) in set(path) for i in range(1, 601)) > 590
    band = narrow_band(source, target, full_band(600, 900))
    assert_sound(band, 600, 900)
    assert all(band.low[i] <= i + 300 <= band.high[i] for i in range(1, 601))
    assert band.nodes < 601 * 901 / 10


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 3), (3, 0)])
def test_an_empty_side_is_not_narrowed(n: int, m: int) -> None:
    band = narrow_band(units(n, 1), units(m, 2), full_band(n, m))
    assert nodes_of(band) == nodes_of(full_band(n, m))
