"""What bounds the memory of terms: shards, mapped arrays, processes; each against doing it all at once."""

from __future__ import annotations

import json
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import fields
from itertools import chain
from pathlib import Path
from threading import Event
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.encoders import Encoder
from tm.terms import candidate_kernels, known_languages, pair_kernels
from tm.terms.aligned_rows import AlignedRows, aligned_rows
from tm.terms.array_files import BadArrayFile, map_arrays, write_arrays
from tm.terms.candidates import ANY_KEYNESS, Candidates, find_candidates
from tm.terms.checkpoints import keep_language, kept_language
from tm.terms.contexts import term_finder
from tm.terms.encoded_texts import EncodedTexts, encode_texts
from tm.terms.extraction import extract_concepts
from tm.terms.known_languages import known_language, pivot_part, rendering_part
from tm.terms.run_shards import frequent_runs
from tm.terms.term_places import CONTENT

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
Lists = list[list[int]]


@pytest.fixture(scope="module")
def rivers(module_beside: Callable[[str], ModuleType]) -> ModuleType:
    return module_beside("term_texts_of_rivers")


@pytest.fixture(scope="module")
def memory(rivers: ModuleType, encoder: Encoder) -> Any:
    return rivers.river_memory(encoder)


def encoded(rivers: ModuleType, language: str) -> EncodedTexts:
    return encode_texts(((3 * row, unit[language]) for row, unit in enumerate(rivers.sentences())), language)


def cut_small(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("tm.terms.run_shards.SHARD_WORDS", 6)
    patch.setattr("tm.terms.run_shards.CHUNK_WORDS", 10)


def assert_same(got: Any, expected: Any) -> None:
    for one in fields(expected):
        mine, theirs = getattr(got, one.name), getattr(expected, one.name)
        assert mine.dtype == theirs.dtype, one.name
        assert mine.tolist() == theirs.tolist(), one.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_shards_have_the_runs_that_are_there_at_once(
    rivers: ModuleType, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = encoded(rivers, language)
    [whole] = frequent_runs(texts, 1, 300_000)
    cut_small(monkeypatch)
    shards = list(frequent_runs(texts, 1, 300_000))
    assert len(shards) >= 8
    assert sum(len(shard) > 0 for shard in shards) >= 8
    assert sum(map(len, shards)) == len(whole) > 20
    order = np.argsort(whole.hashes, kind="stable")
    for name in ("hashes", "texts", "starts", "lengths"):
        joined = [getattr(shard, name)[np.argsort(shard.hashes, kind="stable")].tolist() for shard in shards]
        assert list(chain(*joined)) == getattr(whole, name)[order].tolist()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("most", [10, 50_000])
def test_candidates_of_shards_are_those_counted_at_once(
    rivers: ModuleType, language: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tm.terms.candidates.MOST_CANDIDATES", most)
    texts = encoded(rivers, language)
    expected = find_candidates(texts, 1, ANY_KEYNESS)
    assert 10 <= len(expected) <= most
    cut_small(monkeypatch)
    assert_same(find_candidates(texts, 1, ANY_KEYNESS), expected)


def test_texts_without_words_have_no_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    cut_small(monkeypatch)
    for texts in ([], [""], ["", "", ""], ["…"] * 100):
        assert len(find_candidates(encode_texts(enumerate(texts), "en"), 1)) == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("side", [-1, 1])
def test_words_beside_content_words_are_counted(rivers: ModuleType, language: str, side: int) -> None:
    texts = encoded(rivers, language)
    keys, content = texts.table.keys, (texts.table.places & CONTENT) > 0
    n = len(texts.table.names)
    got = candidate_kernels.count_beside(texts.tokens, texts.offsets, keys, content, side, n)
    total, beside = [0] * n, [0] * n
    for first, last in zip(texts.offsets[:-1], texts.offsets[1:], strict=True):
        words = texts.tokens[first:last].tolist()
        for at, word in enumerate(words):
            total[keys[word]] += 1
            beside[keys[word]] += 0 <= at + side < len(words) and bool(content[words[at + side]])
    assert [one.tolist() for one in got] == [total, beside]
    assert 0 < sum(beside) < sum(total)


def as_arrays(lists: Lists) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    offsets = np.cumsum([0, *map(len, lists)]).astype(np.int64)
    return offsets, np.array(list(chain(*lists)), np.int32)


ROW_LISTS = st.lists(st.sets(st.integers(0, 20)).map(sorted), max_size=12)


@given(ROW_LISTS)
@settings(deadline=None)
def test_rows_of_terms_are_turned_into_terms_of_rows(lists: Lists) -> None:
    offsets, terms = pair_kernels.terms_by_row(*as_arrays(lists), 21)
    got = [terms[offsets[row] : offsets[row + 1]].tolist() for row in range(21)]
    assert got == [[term for term, rows in enumerate(lists) if row in rows] for row in range(21)]


@given(ROW_LISTS, st.sets(st.integers(0, 20)))
@settings(deadline=None)
def test_lists_keep_the_rows_that_are_asked_for(lists: Lists, kept: set[int]) -> None:
    mask = np.isin(np.arange(21), list(kept))
    offsets, rows = pair_kernels.restricted_lists(*as_arrays(lists), mask)
    expected = as_arrays([[row for row in one if row in kept] for one in lists])
    assert (offsets.tolist(), rows.tolist()) == (expected[0].tolist(), expected[1].tolist())


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.integers(1, 6))
@settings(deadline=None)
def test_the_first_rows_that_two_terms_share(one: set[int], other: set[int], most: int) -> None:
    got = pair_kernels.first_shared(np.array(sorted(one), np.int32), np.array(sorted(other), np.int32), most)
    assert got.tolist() == sorted(one & other)[:most]


ARRAYS = {
    "numbers": np.arange(7, dtype=np.int32),
    "none": np.zeros(0, np.int64),
    "table": np.array([[0.5, -1.0], [2.0, 1e300]]),
    "bytes": np.frombuffer("مياه 河流".encode(), np.uint8),
    "steps": np.arange(20, dtype=np.uint64)[::3],
}


def test_arrays_come_back_as_they_were_each_aligned(tmp_path: Path) -> None:
    write_arrays(tmp_path / "a.arrays", ARRAYS)
    got = map_arrays(tmp_path / "a.arrays", checked=True)
    assert list(got) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert (got[name].dtype, got[name].shape) == (array.dtype, array.shape)
        assert got[name].tolist() == array.tolist()
        assert got[name].ctypes.data % 64 == 0 or not array.size
    assert [path.name for path in tmp_path.iterdir()] == ["a.arrays"]


def test_what_is_written_to_a_mapped_array_does_not_change_the_file(tmp_path: Path) -> None:
    write_arrays(tmp_path / "a.arrays", ARRAYS)
    map_arrays(tmp_path / "a.arrays", checked=False)["numbers"][:] = 9
    assert map_arrays(tmp_path / "a.arrays", checked=True)["numbers"].tolist() == list(range(7))


@pytest.mark.parametrize("at", [0, 20, 64, 100, -40, -13, -12, -1])
def test_a_file_of_arrays_with_another_byte_is_refused(tmp_path: Path, at: int) -> None:
    path = tmp_path / "a.arrays"
    write_arrays(path, ARRAYS)
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(BadArrayFile):
        map_arrays(path, checked=True)


@pytest.mark.parametrize("size", [0, 5, 16, 27, 28, 100, -1, -12, -13])
def test_a_file_of_arrays_that_is_cut_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.arrays"
    write_arrays(path, ARRAYS)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(BadArrayFile):
        map_arrays(path, checked=True)


@pytest.mark.parametrize(
    "entry",
    [
        5,
        [[1]],
        ["a", "O", [2], 0],
        ["a", "V8", [1], 0],
        ["a", "no kind", [1], 0],
        ["a", "<i8", [1], -8],
        ["a", "<i8", [-1], 0],
        ["a", "<i8", [1 << 40], 0],
        ["a", "<i8", ["2"], 0],
        ["a", "<i8", [2], 16.0],
    ],
)
def test_a_file_that_names_arrays_that_cannot_be_is_refused_though_its_checksum_is_right(
    tmp_path: Path, entry: object
) -> None:
    head, directory = b"hexapla arrays 1" + bytes(64), json.dumps([entry]).encode()
    end = struct.pack("<IQ", zlib.crc32(head + directory), len(directory))
    (tmp_path / "a.arrays").write_bytes(head + directory + end)
    with pytest.raises(BadArrayFile, match="cannot be"):
        map_arrays(tmp_path / "a.arrays", checked=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_kept_with_its_words_candidates_and_expansions(
    rivers: ModuleType, language: str, tmp_path: Path
) -> None:
    texts = [unit[language] for unit in rivers.sentences()]
    texts.append({"fr": "Commission des rivières (CR)", "en": "River Board (RB)"}.get(language, ""))
    made = known_language(enumerate(texts), language, pivot_part(2))
    keep_language(tmp_path / "kept", made)
    kept = kept_language(tmp_path / "kept")
    assert_same(kept.candidates, made.candidates)
    assert isinstance(kept.candidates, Candidates)
    assert (kept.texts.language, kept.texts.vocabulary) == (language, made.texts.vocabulary)
    assert kept.texts.tokens.tolist() == made.texts.tokens.tolist()
    assert kept.texts.table.names == made.texts.table.names
    expected = {"fr": {"CR": "Commission des rivières"}, "en": {"RB": "River Board"}}
    assert dict(kept.expansions) == expected.get(language, {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_are_in_order_where_the_units_are_not(
    memory: Any, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tm.terms.aligned_rows.TEXTS_AT_ONCE", 4)
    rows = aligned_rows(memory, "fr", LANGUAGES)
    expected = list(rows.of(language))
    assert len(expected) > 8
    assert [row for row, _ in expected] == sorted(row for row, _ in expected)
    backwards = AlignedRows(rows.unit_ids, rows.units.reverse())
    assert list(backwards.of(language)) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_terms_of_a_passage_are_found_as_each_alone(rivers: ModuleType, language: str) -> None:
    texts = (unit[language] for unit in rivers.sentences())
    made = known_language(enumerate(texts), language, rendering_part(1))
    finder = term_finder(made.texts)
    for unit in rivers.sentences():
        keys = [*made.texts.table.names[1:40], "not there"]
        together = finder.places(unit[language], keys)
        assert together == [finder.places(unit[language], [key])[0] for key in keys]
        assert together[-1] is None


@pytest.mark.long
def test_processes_find_what_one_finds(memory: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    expected = extract_concepts(memory)
    monkeypatch.setattr(known_languages, "LEAST_ROWS_APART", 0)

    def refuse(*_: object) -> None:
        raise AssertionError("made in this process")

    with monkeypatch.context() as patch:
        patch.setattr(known_languages, "known_language", refuse)
        assert extract_concepts(memory, work=tmp_path) == expected
        kept = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
        assert sum(name.startswith("candidates-") for name in kept) == 6
        assert extract_concepts(memory, work=tmp_path) == expected
        assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == kept
    with monkeypatch.context() as patch:
        patch.setattr(known_languages, "_SERVE", "raise SystemExit(3)")
        assert extract_concepts(memory) == expected


@pytest.mark.long
def test_a_stopped_extraction_stops_its_processes(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(Exception):
        pass

    def stop(_stage: str, _share: float) -> None:
        raise Stopped

    monkeypatch.setattr(known_languages, "LEAST_ROWS_APART", 0)
    monkeypatch.setattr(known_languages, "_SERVE", "import time; time.sleep(600)")
    began = time.monotonic()
    with pytest.raises(Stopped):
        extract_concepts(memory, progress=stop)
    assert time.monotonic() - began < 60


def test_a_process_is_not_started_once_the_extraction_is_stopped(
    memory: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(known_languages, "_run", lambda *_: pytest.fail("started"))
    stopped = Event()
    stopped.set()
    rows = aligned_rows(memory, "fr", ("en",))
    known_languages._make_apart(known_languages._Making(rows, "en", 1, tmp_path / "en", stopped))
    assert list(tmp_path.iterdir()) == []
