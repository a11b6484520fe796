"""The vector index against NumPy, and the cache of vectors."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from align.encoders import Encoder, RunEncoder, SpanEncoder, Vectors
from tm.errors import MemoryDamaged
from tm.vector_cache import SHARD_SIZE, CachedEncoder
from tm.vector_index import (
    FLAT_FACTORY,
    VectorIndex,
    build_index,
    faiss_library,
    read_index,
    search_index,
    write_index,
)

# Half precision has 11 significant bits; a sum of 64 products of unit vectors errs by far less than this.
TOLERANCE = 2e-3


def unit_rows(count: int, dimension: int = 64, seed: int = 7) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def ids_of(count: int) -> np.ndarray:
    return np.arange(count, dtype=np.int64) * 7_000_000_000_003 % (1 << 62)


@pytest.mark.parametrize("restricted", [False, True])
def test_a_flat_index_ranks_as_numpy_does(*, restricted: bool) -> None:
    vectors = unit_rows(500)
    allowed = np.arange(500) % 3 == 0 if restricted else None
    index = build_index(vectors, ids_of(500))
    assert index.factory == FLAT_FACTORY
    for query in unit_rows(20, seed=8):
        cosines = vectors @ query
        if allowed is not None:
            cosines[~allowed] = -2
        rows, scores = search_index(index, query, 25, allowed)
        truth = np.sort(cosines)[::-1][:25]
        assert np.allclose(scores, truth, atol=TOLERANCE)
        assert np.allclose(cosines[rows], scores, atol=TOLERANCE)
        assert np.all(np.diff(scores) <= 0)
        assert len(set(rows.tolist())) == 25


def test_a_restricted_search_ranks_everything_it_allows() -> None:
    """The one allowed row is the worst of all: filtering the best k afterwards would find nothing."""
    vectors = unit_rows(400)
    query = vectors[0]
    worst = int(np.argmin(vectors @ query))
    allowed = np.zeros(400, bool)
    allowed[worst] = True
    rows, scores = search_index(build_index(vectors, ids_of(400)), query, 10, allowed)
    assert rows.tolist() == [worst]
    assert scores[0] == pytest.approx(float(vectors[worst] @ query), abs=TOLERANCE)


def test_fewer_rows_than_asked_for_give_no_padding() -> None:
    vectors = unit_rows(3)
    rows, scores = search_index(build_index(vectors, ids_of(3)), vectors[1], 10)
    assert sorted(rows.tolist()) == [0, 1, 2]
    assert rows[0] == 1
    assert scores[0] == pytest.approx(1.0, abs=TOLERANCE)


def test_zero_vectors_are_never_found_and_zero_queries_find_nothing() -> None:
    vectors = unit_rows(6)
    vectors[[0, 4]] = 0
    index = build_index(vectors, ids_of(6))
    assert index.rows.tolist() == [1, 2, 3, 5]
    # The opposite of row 5 is below a zero vector's score of 0, and is found all the same.
    rows, scores = search_index(index, -vectors[5], 10)
    assert sorted(rows.tolist()) == [1, 2, 3, 5]
    assert rows[-1] == 5
    assert scores[-1] == pytest.approx(-1.0, abs=TOLERANCE)
    assert search_index(index, np.zeros(64, np.float32), 10)[0].tolist() == []
    assert search_index(build_index(np.zeros((2, 64), np.float32), ids_of(2)), vectors[1], 3)[0].size == 0


def test_scores_never_exceed_one() -> None:
    vectors = np.eye(64, dtype=np.float32)
    vectors[0, :3] = [0.57735, 0.57735, 0.57736]
    _, scores = search_index(build_index(vectors, ids_of(64)), vectors[0], 5)
    assert scores.max() <= 1.0


def test_an_inverted_file_finds_what_numpy_finds() -> None:
    vectors = unit_rows(4000, 32)
    index = build_index(vectors, ids_of(4000), flat_limit=1000)
    assert index.factory == "IDMap2,IVF102,SQ8"
    assert index.probes is not None
    queries = vectors[::100]
    found = [set(search_index(index, query, 10)[0].tolist()) for query in queries]
    truth = [set(np.argsort(-(vectors @ query))[:10].tolist()) for query in queries]
    recall = sum(len(a & b) for a, b in zip(found, truth, strict=True)) / (10 * len(queries))
    assert recall >= 0.95


def test_a_restricted_search_of_an_inverted_file_visits_all_lists_if_it_must() -> None:
    vectors = unit_rows(4000, 32)
    index = build_index(vectors, ids_of(4000), flat_limit=1000)
    allowed = np.zeros(4000, bool)
    allowed[np.argsort(vectors @ vectors[0])[:5]] = True
    rows, _ = search_index(index, vectors[0], 5, allowed)
    assert set(rows.tolist()) == set(np.flatnonzero(allowed).tolist())


def centres(index: VectorIndex) -> np.ndarray:
    lists = faiss_library().extract_index_ivf(index.faiss_index)
    return np.asarray(lists.quantizer.reconstruct_n(0, lists.nlist))


@pytest.mark.parametrize(("count", "served"), [(2000, True), (2150, True), (2300, False)])
def test_the_lists_of_an_earlier_index_serve_nearly_as_many_vectors(count: int, served: bool) -> None:
    vectors = unit_rows(2500, 32)
    first = build_index(vectors[:2000], ids_of(2000), flat_limit=1000)
    before = centres(first)
    assert first.trained == 2000
    second = build_index(vectors[-count:], ids_of(count), flat_limit=1000, earlier=first)
    assert np.array_equal(centres(second), before) is served
    assert (second.factory == first.factory) is served
    assert second.trained == (2000 if served else count)
    assert second.faiss_index.ntotal == count
    for query in vectors[-count::97]:
        cosines = vectors[-count:] @ query
        rows, scores = search_index(second, query, 5)
        assert np.allclose(cosines[rows], scores, atol=0.02)
        assert rows[0] == np.argmax(cosines)


@pytest.mark.parametrize("flat_limit", [100, 10_000])
def test_an_index_survives_a_folder_with_a_foreign_name(tmp_path: Path, flat_limit: int) -> None:
    folder = tmp_path / "مذكرة 记忆"
    vectors = unit_rows(2000, 32)
    index = build_index(vectors, ids_of(2000), flat_limit=flat_limit)
    write_index(index, folder)
    read = read_index(folder, index.factory, index.probes)
    for query in unit_rows(5, 32, seed=9):
        assert search_index(read, query, 10)[0].tolist() == search_index(index, query, 10)[0].tolist()


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    vectors = unit_rows(300)
    for name in ("a", "b"):
        write_index(build_index(vectors, ids_of(300)), tmp_path / name)
    assert (tmp_path / "a/index.faiss").read_bytes() == (tmp_path / "b/index.faiss").read_bytes()


def test_a_broken_index_is_a_damaged_memory(tmp_path: Path) -> None:
    write_index(build_index(unit_rows(10), ids_of(10)), tmp_path)
    (tmp_path / "index.faiss").write_bytes(b"IxM2")
    with pytest.raises(MemoryDamaged, match="the vector index cannot be read"):
        read_index(tmp_path, FLAT_FACTORY, None)
    (tmp_path / "rows.npy").unlink()
    with pytest.raises(MemoryDamaged, match="the vector index cannot be read"):
        read_index(tmp_path, FLAT_FACTORY, None)


TEXTS = ["l'eau", "the water", "el agua", "вода", "水", "الماء", "l'eau"]


def test_the_cache_gives_the_vectors_of_the_encoder_and_asks_it_once(
    tmp_path: Path, hash_encoders: ModuleType
) -> None:
    truth = hash_encoders.HashEncoder().encode(TEXTS)
    inner = hash_encoders.HashEncoder()
    with CachedEncoder(inner, tmp_path) as cached:
        assert np.array_equal(cached.encode(TEXTS), truth)
        assert np.array_equal(cached.encode(TEXTS[::-1]), truth[::-1])
    assert inner.encoded == TEXTS[:6]
    second = hash_encoders.HashEncoder()
    assert np.array_equal(CachedEncoder(second, tmp_path).encode(TEXTS), truth)
    assert second.encoded == []


def test_the_cache_is_apart_for_each_encoder(tmp_path: Path, hash_encoders: ModuleType) -> None:
    with CachedEncoder(hash_encoders.HashEncoder(), tmp_path) as cached:
        cached.encode(TEXTS)
    other = hash_encoders.HashEncoder(seed="other")
    CachedEncoder(other, tmp_path).encode(TEXTS)
    assert other.encoded == TEXTS[:6]


def test_a_full_shard_is_written_without_being_asked(tmp_path: Path, hash_encoders: ModuleType) -> None:
    cached = CachedEncoder(hash_encoders.HashEncoder(dimension=4), tmp_path)
    cached.encode([f"text {number}" for number in range(SHARD_SIZE)])
    assert len(list(tmp_path.rglob("*.keys.npy"))) == 1


@pytest.mark.parametrize("pattern", ["*.keys.npy", "*.vectors.npy"])
def test_a_broken_shard_is_encoded_again(tmp_path: Path, hash_encoders: ModuleType, pattern: str) -> None:
    with CachedEncoder(hash_encoders.HashEncoder(), tmp_path) as cached:
        truth = cached.encode(TEXTS)
    next(tmp_path.rglob(pattern)).write_bytes(b"\x93NUMPY")
    with CachedEncoder(hash_encoders.HashEncoder(), tmp_path) as again:
        assert np.array_equal(again.encode(TEXTS), truth)


def test_the_cache_has_spans_exactly_if_the_encoder_has(
    tmp_path: Path, hash_encoder: Encoder, encoder: Encoder
) -> None:
    assert not isinstance(CachedEncoder(hash_encoder, tmp_path), SpanEncoder)
    assert not isinstance(CachedEncoder(hash_encoder, tmp_path), RunEncoder)
    cached = CachedEncoder(encoder, tmp_path)
    assert isinstance(cached, SpanEncoder)
    assert cached.encode_spans(["l'eau", "le feu"], 2).shape == (2, 2, cached.dimension)
    assert isinstance(cached, RunEncoder)
    assert cached.encode_runs(["l'eau", "le feu"], 2, (3,)).tails[0].index.tolist() == [[0, 2], [1, -1]]


def test_no_text_gives_no_vector(tmp_path: Path, hash_encoder: Encoder) -> None:
    assert CachedEncoder(hash_encoder, tmp_path).encode([]).shape == (0, 64)
