"""The fuzzy index in the memory folder: made on first use, whole or not at all, made anew when it must be."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from align.encoders import Encoder
from tm.matching.array_folders import read_arrays, write_arrays
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.units import units_of

QUERY = "Le fleuve est long."


def build(folder: Path, tm_sets: ModuleType, encoder: Encoder, texts: list[dict[str, str]]) -> Memory:
    name = f"set{len(texts):05}"
    write_set(folder, name, units_of(tm_sets.simple_set("a", texts)))
    publish(folder, [name], encoder)
    return open_memory(folder)


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> Memory:
    return build(tmp_path, tm_sets, hash_encoder, [{"fr": QUERY, "en": "The river is long."}])


def score(memory: Memory) -> int:
    return memory.match(QUERY, source="fr", target="en")[0].score


def test_the_index_is_made_on_first_use_and_then_read(memory: Memory) -> None:
    folder = memory.folder / "fuzzy" / "000001" / "fr"
    assert not folder.exists()
    assert score(memory) == 100
    assert {path.name for path in folder.parent.iterdir()} == {"fr"}
    stamps = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert (folder / "pair-en" / "target_row.npy") in stamps
    again = open_memory(memory.folder)
    assert score(again) == 100
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == stamps
    assert again.matcher("fr").notes == []


def test_a_new_generation_has_its_own_index_and_the_oldest_is_deleted(
    memory: Memory, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    score(memory)
    texts = [{"fr": QUERY, "en": "The river is long."}]
    for number in range(2):
        texts.append({"fr": f"Le port {number} est petit.", "en": f"Harbour {number} is small."})
        newer = build(memory.folder, tm_sets, hash_encoder, texts)
        assert score(newer) == 100
        assert newer.match("Le port 0 est petit.", source="fr", target="en")[0].score == 100
    assert {path.name for path in (memory.folder / "fuzzy").iterdir()} == {"000002", "000003"}


@pytest.mark.parametrize("damage", ["facts.json", "sequence.npy", "pair-en/target_row.npy"])
def test_a_damaged_index_is_made_anew(memory: Memory, damage: str) -> None:
    score(memory)
    path = memory.folder / "fuzzy" / "000001" / "fr" / damage
    path.write_bytes(path.read_bytes()[:40])
    again = open_memory(memory.folder)
    assert score(again) == 100
    assert path.stat().st_size > 40


def test_an_index_of_another_corpus_under_the_same_number_is_not_used(
    memory: Memory, tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    score(memory)
    other = build(tmp_path / "other", tm_sets, hash_encoder, [{"fr": "Un port.", "en": "A harbour."}] * 2)
    kept = memory.folder / "fuzzy"
    kept.rename(other.folder / "fuzzy")
    assert other.match("Un port.", source="fr", target="en")[0].target_text == "A harbour."


def test_where_nothing_can_be_written_the_index_is_used_all_the_same_and_it_is_said(memory: Memory) -> None:
    (memory.folder / "fuzzy").write_text("a file in the way", encoding="utf-8")
    assert score(memory) == 100
    notes = memory.matcher("fr").notes
    assert len(notes) == 2
    assert all("cannot be kept" in note and "made for this run" in note for note in notes)


def test_arrays_are_read_only_and_those_of_other_facts_are_not_read(tmp_path: Path) -> None:
    import numpy as np

    folder = tmp_path / "a"
    write_arrays(folder, {"one": np.arange(3), "none": np.zeros(0, np.int32)}, {"format": 1})
    arrays = read_arrays(folder, {"format": 1})
    assert arrays is not None
    assert {name: array.tolist() for name, array in arrays.items()} == {"one": [0, 1, 2], "none": []}
    assert not any(array.flags.writeable for array in arrays.values())
    assert read_arrays(folder, {"format": 2}) is None
    assert read_arrays(tmp_path / "b", {"format": 1}) is None
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
