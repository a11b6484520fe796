"""Vectors beside an index are ranked as if they were in it: the same rows, the same cosines, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest

from align.encoders import Vectors
from tm.vector_index import build_index, faiss_library, search_index, select_rows
from tm.vector_search import Beside, IndexSearch, WidenedSearch
from tm.vectors_beside import add_beside, empty_beside

WRITTEN, ADDED, DIMENSION = 2400, 100, 32
FLAT, LISTS = 10_000, 1000


def unit_rows(count: int, seed: int) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    # Some are equal, as boilerplate is.
    rows[count // 2 : count // 2 + 20] = rows[:20]
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def in_order(rows: np.ndarray, scores: np.ndarray) -> list[tuple[int, float]]:
    """Equals by row; the last ones, whose equals may not all be there, are left out."""
    pairs = sorted(zip(rows.tolist(), scores.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return [pair for pair in pairs if pair[1] > pairs[-1][1]]


@pytest.mark.parametrize("flat_limit", [FLAT, LISTS])
def test_added_and_deleted_vectors_are_ranked_as_in_an_index_of_what_is_left(flat_limit: int) -> None:
    vectors = unit_rows(WRITTEN + ADDED, 2)
    vectors[WRITTEN + 7] = 0
    written = build_index(vectors[:WRITTEN], np.arange(WRITTEN), flat_limit=flat_limit)
    beside = empty_beside(written)
    beside.add(vectors[WRITTEN:])
    chance = np.random.default_rng(3)
    gone, wanted = np.sort(chance.choice(WRITTEN, 90, replace=False)), chance.random(ADDED) < 0.7
    wanted[7] = False
    there = np.ones(WRITTEN, bool)
    there[gone] = False
    search = WidenedSearch(
        IndexSearch(written, select_rows(written, there)),
        Beside(beside, WRITTEN, wanted, int(there.sum() + wanted.sum())),
    )
    assert search.available == there.sum() + wanted.sum()
    got = {}
    queries = unit_rows(60, 4)
    queries[:20] = vectors[WRITTEN : WRITTEN + 20] + 0.01
    for number, query in enumerate(queries):
        got[number] = search.nearest(query, 40)
        assert not set(got[number][0].tolist()).intersection(gone.tolist())
    # The lists of the index are used again, as a publication does: it is the last that they are asked for.
    kept = np.flatnonzero(np.concatenate([there, wanted]))
    anew = build_index(vectors[kept], kept, flat_limit=flat_limit, earlier=written)
    assert (anew.probes is None) is (flat_limit == FLAT)
    found_added = 0
    for number, query in enumerate(queries):
        rows, scores = search_index(anew, query, 40)
        assert in_order(*got[number]) == in_order(kept[rows], scores)
        found_added += int(np.count_nonzero(got[number][0] >= WRITTEN))
    assert found_added > 60


@pytest.mark.parametrize("flat_limit", [FLAT, LISTS])
@pytest.mark.parametrize("count", [1, 6, 100])
def test_vectors_are_added_as_faiss_adds_them_however_often(flat_limit: int, count: int) -> None:
    faiss = faiss_library()
    threads = faiss.omp_get_max_threads()
    vectors = unit_rows(WRITTEN + count, 8)
    written = build_index(vectors[:WRITTEN], np.arange(WRITTEN), flat_limit=flat_limit)
    order = np.concatenate([np.arange(count)[::-1], np.arange(count), [0, 0]])
    expected, got = empty_beside(written), empty_beside(written)
    expected.add(vectors[WRITTEN:][order])
    add_beside(got, vectors[WRITTEN:], order[:3])
    add_beside(got, vectors[WRITTEN:], order[3:])
    assert got.ntotal == len(order)
    assert faiss.serialize_index(got).tobytes() == faiss.serialize_index(expected).tobytes()
    assert faiss.omp_get_max_threads() == threads


@pytest.mark.parametrize("flat_limit", [FLAT, LISTS])
def test_a_search_asks_all_lists_where_those_nearest_hold_too_few(flat_limit: int) -> None:
    vectors = unit_rows(WRITTEN + ADDED, 5)
    written = build_index(vectors[:WRITTEN], np.arange(WRITTEN), flat_limit=flat_limit)
    beside = empty_beside(written)
    beside.add(vectors[WRITTEN:])
    few = np.zeros(WRITTEN, bool)
    few[[3, 900, 2000]] = True
    wanted = np.zeros(ADDED, bool)
    wanted[[0, 99]] = True
    search = WidenedSearch(
        IndexSearch(written, select_rows(written, few)), Beside(beside, WRITTEN, wanted, WRITTEN + ADDED)
    )
    for query in unit_rows(60, 6)[:20]:
        rows, scores = search.nearest(query, 50)
        assert sorted(rows.tolist()) == [3, 900, 2000, WRITTEN, WRITTEN + 99]
        assert np.all(np.diff(scores) <= 0)
        assert np.allclose(scores, vectors[rows] @ query, atol=0.02)
    assert search.nearest(np.zeros(DIMENSION, np.float32), 5)[0].size == 0
