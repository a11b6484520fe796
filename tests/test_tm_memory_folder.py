"""The memory folder: generations, publication, the lock, what is kept and what goes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest

from align.encoders import Encoder
from tm.atomic_files import write_text_atomically
from tm.errors import EncoderMismatch, MemoryDamaged, MemoryFolderError, MemoryLocked, MemoryMissing
from tm.manifest import read_manifest
from tm.memory import open_memory
from tm.memory_folder import (
    cache_folder,
    clean_memory,
    complete_generations,
    has_set,
    published_generation,
    published_manifest,
    read_set,
    set_digest,
    units_path,
    write_set,
)
from tm.publication import publish
from tm.units import units_of
from tm.vector_cache import CachedEncoder
from tm.write_lock import write_lock

REPOSITORY = Path(__file__).resolve().parent.parent


def publish_sets(folder: Path, encoder: Encoder, **sets: pl.DataFrame) -> None:
    for digest, units in sets.items():
        write_set(folder, digest, units)
    publish(folder, sets, encoder)


@pytest.fixture
def rivers(tm_sets: ModuleType) -> pl.DataFrame:
    return units_of(tm_sets.rivers())


@pytest.fixture
def lakes(tm_sets: ModuleType) -> pl.DataFrame:
    return units_of(tm_sets.simple_set("lakes", [{"fr": "Les lacs", "en": "The lakes", "ar": "البحيرات"}]))


def test_a_published_memory_says_what_it_holds(
    tmp_path: Path, rivers: pl.DataFrame, lakes: pl.DataFrame, hash_encoder: Encoder
) -> None:
    publish_sets(tmp_path, hash_encoder, rivers00=rivers, lakes000=lakes)
    info = open_memory(tmp_path).info()
    assert (info.sets, info.documents, info.paragraph_units, info.sentence_units) == (2, 9, 9, 10)
    assert info.languages == {"ar": 8, "en": 9, "es": 7, "fr": 8, "ru": 7, "zh": 7}
    assert (info.variants, info.vectors, info.zero_vectors) == (98, 98, 0)
    assert (info.generation, info.index, info.symbols) == ("000001", "IDMap2,SQfp16", ("A/RES/68/999",))
    manifest = published_manifest(tmp_path)
    assert manifest is not None
    assert [(entry.name, entry.digest, entry.units) for entry in manifest.sets] == [
        ("lakes", "lakes000", 1),
        ("rivers", "rivers00", 8),
    ]


def test_the_manifest_survives_writing_and_reading(
    tmp_path: Path, lakes: pl.DataFrame, hash_encoder: Encoder
) -> None:
    write_set(tmp_path, "lakes000", lakes)
    written = publish(tmp_path, ["lakes000"], hash_encoder, "<p>report</p>")
    generation = published_generation(tmp_path)
    assert generation is not None
    read = read_manifest(generation)
    assert len(read.encoder.canary_texts) == 16
    assert np.array_equal(read.encoder.canary_vectors, written.encoder.canary_vectors)
    assert (read.sets, read.index, read.counts) == (written.sets, written.index, written.counts)
    assert open_memory(tmp_path).report_path.read_text(encoding="utf-8") == "<p>report</p>"


def test_units_are_the_same_bytes_for_any_order_of_sets(
    tmp_path: Path, rivers: pl.DataFrame, lakes: pl.DataFrame, hash_encoder: Encoder
) -> None:
    publish_sets(tmp_path / "a", hash_encoder, rivers00=rivers, lakes000=lakes)
    publish_sets(tmp_path / "b", hash_encoder, lakes000=lakes, rivers00=rivers)
    one, other = (published_generation(tmp_path / name) for name in "ab")
    assert one is not None
    assert other is not None
    assert units_path(one).read_bytes() == units_path(other).read_bytes()


def test_a_finished_set_is_not_written_again(tmp_path: Path, lakes: pl.DataFrame) -> None:
    assert write_set(tmp_path, "lakes000", lakes) is True
    assert has_set(tmp_path, "lakes000")
    assert write_set(tmp_path, "lakes000", lakes.clear()) is False
    assert read_set(tmp_path, "lakes000").equals(lakes)


@pytest.mark.parametrize("digest", ["../outside", "a/b", "short", "", "CON.parquet"])
def test_a_digest_that_is_no_plain_name_is_refused(tmp_path: Path, lakes: pl.DataFrame, digest: str) -> None:
    with pytest.raises(MemoryFolderError, match="is no digest"):
        write_set(tmp_path, digest, lakes)


def test_set_digests_depend_on_files_and_settings_not_on_order() -> None:
    files = {"fr.txt": "1", "en.txt": "2"}
    digest = set_digest(files, {"pivot": "fr", "version": 1})
    assert digest == set_digest(dict(reversed(files.items())), {"version": 1, "pivot": "fr"})
    assert digest != set_digest(files, {"pivot": "en", "version": 1})
    assert digest != set_digest(files | {"fr.txt": "3"}, {"pivot": "fr", "version": 1})
    assert len(digest) == 32


def test_the_last_two_generations_are_kept_and_a_reader_keeps_its_own(
    tmp_path: Path, rivers: pl.DataFrame, lakes: pl.DataFrame, hash_encoder: Encoder
) -> None:
    publish_sets(tmp_path, hash_encoder, lakes000=lakes)
    reader = open_memory(tmp_path, hash_encoder)
    publish_sets(tmp_path, hash_encoder, lakes000=lakes, rivers00=rivers)
    assert reader.info().sets == 1
    assert {hit.set_name for hit in reader.search("lakes", k=20)} == {"lakes"}
    assert open_memory(tmp_path).info().sets == 2
    publish_sets(tmp_path, hash_encoder, rivers00=rivers)
    assert [folder.name for folder in complete_generations(tmp_path)] == ["000002", "000003"]
    assert has_set(tmp_path, "lakes000")


def test_sets_that_no_kept_generation_uses_are_deleted(
    tmp_path: Path, rivers: pl.DataFrame, lakes: pl.DataFrame, hash_encoder: Encoder
) -> None:
    publish_sets(tmp_path, hash_encoder, lakes000=lakes)
    write_set(tmp_path, "finished", lakes)
    publish_sets(tmp_path, hash_encoder, rivers00=rivers)
    publish_sets(tmp_path, hash_encoder, rivers00=rivers)
    assert not has_set(tmp_path, "lakes000")
    assert has_set(tmp_path, "finished")


def test_half_written_generations_are_ignored_and_deleted_by_the_next_build(
    tmp_path: Path, lakes: pl.DataFrame, hash_encoder: Encoder
) -> None:
    publish_sets(tmp_path, hash_encoder, lakes000=lakes)
    half = tmp_path / "generations" / ".tmp-000002"
    half.mkdir()
    (half / "manifest.json").write_text("{", encoding="utf-8")
    complete_but_unpublished = tmp_path / "generations" / "000002"
    complete_but_unpublished.mkdir()
    assert open_memory(tmp_path).info().generation == "000001"
    publish_sets(tmp_path, hash_encoder, lakes000=lakes)
    assert [path.name for path in sorted((tmp_path / "generations").iterdir())] == ["000001", "000002"]
    assert open_memory(tmp_path).info().generation == "000002"


def test_a_build_that_fails_leaves_the_published_generation(
    tmp_path: Path, lakes: pl.DataFrame, hash_encoder: Encoder
) -> None:
    publish_sets(tmp_path, hash_encoder, lakes000=lakes)
    with pytest.raises(MemoryDamaged, match="the set cannot be read"):
        publish(tmp_path, ["lakes000", "missing0"], hash_encoder)
    assert open_memory(tmp_path).info().generation == "000001"


def test_abandoned_temporary_files_go_and_fresh_ones_stay(
    tmp_path: Path, lakes: pl.DataFrame, hash_encoder: Encoder
) -> None:
    publish_sets(tmp_path, hash_encoder, lakes000=lakes)
    old, fresh = (tmp_path / "sets" / f".tmp-{name}" for name in ("old", "fresh"))
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    clean_memory(tmp_path)
    assert (old.exists(), fresh.exists()) == (False, True)


def test_two_sets_with_one_symbol_or_one_name_stay_apart(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    texts = [{"fr": "Un", "en": "One"}]
    first = units_of(tm_sets.simple_set("a", texts, symbol="A/1/2"))
    second = units_of(tm_sets.simple_set("b", texts, symbol="A/1/2"))
    third = units_of(tm_sets.simple_set("a", texts))
    publish_sets(tmp_path, hash_encoder, first000=first, second00=second, third000=third)
    units = open_memory(tmp_path).units().filter(pl.col("language") == "fr").collect()
    assert units["unit_id"].to_list() == [
        "A/1/2:OP1",
        "A/1/2:OP1.1",
        "a:OP1",
        "a:OP1.1",
        "A/1/2~2:OP1",
        "A/1/2~2:OP1.1",
    ]
    assert units["parent_id"].to_list()[-1] == "A/1/2~2:OP1"
    assert units["set_name"].unique().sort().to_list() == ["a", "a~2", "b"]
    assert units["vector_id"].n_unique() == 6


def test_two_writers_are_refused_and_the_message_says_who(tmp_path: Path) -> None:
    refused = pytest.raises(MemoryLocked, match=f"process {os.getpid()} on")
    with write_lock(tmp_path), refused, write_lock(tmp_path):
        pytest.fail("two writers hold the lock")
    with write_lock(tmp_path):
        assert (tmp_path / "lock").is_file()


def test_publishing_while_another_build_writes_is_refused(
    tmp_path: Path, lakes: pl.DataFrame, hash_encoder: Encoder
) -> None:
    write_set(tmp_path, "lakes000", lakes)
    errors: list[Exception] = []

    def other_build() -> None:
        try:
            publish(tmp_path, ["lakes000"], hash_encoder)
        except MemoryLocked as error:
            errors.append(error)

    with write_lock(tmp_path):
        thread = threading.Thread(target=other_build)
        thread.start()
        thread.join()
    assert "another build is writing to this memory" in str(errors[0])
    assert published_generation(tmp_path) is None


def test_the_lock_of_a_killed_build_is_free(tmp_path: Path) -> None:
    program = (
        "import os, sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; "
        "from tm.write_lock import write_lock; lock = write_lock(Path(sys.argv[2])); lock.__enter__(); "
        "os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(REPOSITORY), str(tmp_path)], check=False)
    assert done.returncode == 9
    with write_lock(tmp_path):
        assert (tmp_path / "lock").is_file()


def test_an_empty_folder_is_no_memory(tmp_path: Path) -> None:
    with pytest.raises(MemoryMissing, match="Build one with: hexapla build"):
        open_memory(tmp_path / "nothing")


@pytest.mark.parametrize("name", ["000009", "../..", ""])
def test_a_wrong_current_is_a_damaged_memory(
    tmp_path: Path, lakes: pl.DataFrame, hash_encoder: Encoder, name: str
) -> None:
    publish_sets(tmp_path, hash_encoder, lakes000=lakes)
    (tmp_path / "CURRENT").write_text(name, encoding="utf-8")
    with pytest.raises(MemoryDamaged, match="CURRENT names the generation"):
        open_memory(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "cannot be read"),
        ('{"format_version": 99}', "has format version 99"),
        ("[]", "format version None"),
        ('{"format_version": 1}', "is incomplete"),
    ],
)
def test_a_broken_or_newer_manifest_is_refused(
    tmp_path: Path, lakes: pl.DataFrame, hash_encoder: Encoder, text: str, message: str
) -> None:
    publish_sets(tmp_path, hash_encoder, lakes000=lakes)
    (tmp_path / "generations" / "000001" / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(MemoryDamaged, match=message):
        open_memory(tmp_path)


def test_another_encoder_is_refused_by_its_vectors_not_by_its_name(
    tmp_path: Path, lakes: pl.DataFrame, hash_encoders: ModuleType
) -> None:
    publish_sets(tmp_path, hash_encoders.HashEncoder(), lakes000=lakes)

    open_memory(tmp_path, hash_encoders.HashEncoder(name="other"))
    with pytest.raises(EncoderMismatch, match="gives other vectors"):
        open_memory(tmp_path, hash_encoders.HashEncoder(seed="other"))
    with pytest.raises(EncoderMismatch, match=r"vectors of 64 dimensions .* gives 32"):
        open_memory(tmp_path, hash_encoders.HashEncoder(dimension=32))


def test_a_memory_without_sets_can_be_published(tmp_path: Path, hash_encoder: Encoder) -> None:
    publish(tmp_path, [], hash_encoder)
    memory = open_memory(tmp_path, hash_encoder)
    assert memory.info().paragraph_units == 0
    assert memory.search("eau") == []


def test_progress_counts_texts(tmp_path: Path, lakes: pl.DataFrame, hash_encoder: Encoder) -> None:
    write_set(tmp_path, "lakes000", lakes)
    told: list[tuple[int, int]] = []
    publish(tmp_path, ["lakes000"], hash_encoder, progress=lambda done, total: told.append((done, total)))
    assert told == [(6, 6)]


def test_a_second_build_encodes_only_new_texts(
    tmp_path: Path, rivers: pl.DataFrame, lakes: pl.DataFrame, hash_encoders: ModuleType
) -> None:
    publish_sets(tmp_path, hash_encoders.HashEncoder(), lakes000=lakes)
    second = hash_encoders.HashEncoder()
    publish_sets(tmp_path, second, lakes000=lakes, rivers00=rivers)
    assert not {"Les lacs", "The lakes", "البحيرات"} & set(second.encoded)
    assert "Measures to protect rivers" in second.encoded


def test_the_manifest_is_plain_json(tmp_path: Path, lakes: pl.DataFrame, hash_encoder: Encoder) -> None:
    publish_sets(tmp_path, hash_encoder, lakes000=lakes)
    content = json.loads((tmp_path / "generations/000001/manifest.json").read_text(encoding="utf-8"))
    assert sorted(content) == [
        "changes",
        "corpus_digest",
        "counts",
        "encoder",
        "format_version",
        "index",
        "languages",
        "reviews",
        "sets",
    ]


def test_after_current_is_deleted_a_build_starts_anew_from_the_finished_sets(
    tmp_path: Path, lakes: pl.DataFrame, hash_encoder: Encoder
) -> None:
    publish_sets(tmp_path, hash_encoder, lakes000=lakes)
    (tmp_path / "CURRENT").unlink()
    publish(tmp_path, ["lakes000"], hash_encoder)
    assert open_memory(tmp_path).info().generation == "000002"


def test_an_encoder_that_caches_already_is_not_cached_twice(
    tmp_path: Path, lakes: pl.DataFrame, hash_encoder: Encoder
) -> None:
    write_set(tmp_path, "lakes000", lakes)
    with CachedEncoder(hash_encoder, cache_folder(tmp_path)) as cached:
        cached.encode(["Les lacs"])
        publish(tmp_path, ["lakes000"], cached)
    assert len(list(tmp_path.rglob("*.keys.npy"))) == 1


def test_a_rename_that_fails_for_good_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[Path] = []

    def refused(self: Path, _target: Path) -> Path:
        attempts.append(self)
        raise PermissionError(self)

    monkeypatch.setattr("tm.atomic_files._RENAME_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(PermissionError):
        write_text_atomically(tmp_path / "a.txt", "text")
    assert len(attempts) == 10
    assert list(tmp_path.iterdir()) == []
