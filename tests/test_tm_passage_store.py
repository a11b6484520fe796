"""Rows by number, and the unit of each: as the table of units says, with and without the files for it."""

from __future__ import annotations

import random
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest

from align.encoders import Encoder
from tm.errors import MemoryDamaged
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.passage_store import COLUMNS, STORE_NAME, SqlitePassages, TablePassages, write_passages
from tm.publication import publish
from tm.row_selections import RowSelections
from tm.search_filters import Filters
from tm.search_table import TABLE_NAME, load_search_table
from tm.units import units_of
from tm.vector_index import build_index

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> Memory:
    folder = tmp_path / "ذاكرة 记忆"
    write_set(folder, "rivers00", units_of(tm_sets.rivers()))
    publish(folder, ["rivers00"], hash_encoder)
    return open_memory(folder, hash_encoder)


def test_rows_are_those_of_the_table_in_any_number_and_order(memory: Memory) -> None:
    table = memory.units().collect()
    stores = (SqlitePassages(memory.generation / STORE_NAME), TablePassages(memory.units()))
    chance = random.Random(5)
    for size in (0, 1, 2, 9, table.height):
        numbers = chance.sample(range(table.height), size)
        expected = {number: table.row(number, named=True) for number in numbers}
        for store in stores:
            assert store.rows(numbers) == {
                number: {name: row[name] for name in COLUMNS} for number, row in expected.items()
            }
    for unit_id in table["unit_id"].unique():
        rows = np.flatnonzero((table["unit_id"] == unit_id).to_numpy()).tolist()
        assert [store.rows_of_unit(unit_id) for store in stores] == [rows, rows]
    assert [store.rows_of_unit("' OR 1=1 --") for store in stores] == [[], []]


def test_a_row_that_is_not_there_or_a_broken_file_is_a_damaged_memory(memory: Memory) -> None:
    path = memory.generation / STORE_NAME
    with pytest.raises(MemoryDamaged, match="passages are missing"):
        SqlitePassages(path).rows([memory.units().collect().height])
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(MemoryDamaged, match="passages cannot be read"):
        SqlitePassages(path).rows([0])
    (memory.generation / TABLE_NAME).write_bytes(b"PAR1")
    with pytest.raises(MemoryDamaged, match="table for searches cannot be read"):
        open_memory(memory.folder, memory.encoder).search("x")


def test_two_builds_give_the_same_bytes(memory: Memory, tmp_path: Path) -> None:
    units = memory.units().collect()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_passages(units, tmp_path / name)
    assert (tmp_path / "one" / STORE_NAME).read_bytes() == (tmp_path / "two" / STORE_NAME).read_bytes()
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == [STORE_NAME]


@pytest.mark.parametrize("mode", ["dense", "lexical", "hybrid"])
def test_a_memory_of_before_these_files_were_kept_finds_the_same(
    memory: Memory, tm_sets: ModuleType, mode: str
) -> None:
    wanted = Filters(kind="operative", symbol_prefix="A/RES/68")
    ask = [(tm_sets.FIRST[code], level) for code in LANGUAGES for level in ("paragraph", "sentence")]
    before = [memory.search(query, mode=mode, level=level, filters=wanted) for query, level in ask]
    assert all(before)
    for name in (STORE_NAME, TABLE_NAME):
        (memory.generation / name).unlink()
    old = open_memory(memory.folder, memory.encoder)
    assert [old.search(query, mode=mode, level=level, filters=wanted) for query, level in ask] == before


def test_units_of_rows_and_rows_of_units_are_those_of_the_table(memory: Memory) -> None:
    units = memory.units().collect()
    table = load_search_table(memory.generation, memory.units())
    for row, record in enumerate(units.iter_rows(named=True)):
        assert table.language(row) == record["language"]
        paragraph = record["parent_id"] or record["unit_id"]
        of_paragraph = (units["unit_id"] == paragraph).to_numpy()
        found = table.variants(table.number(row, "paragraph"), "paragraph")
        assert found == np.flatnonzero(of_paragraph).tolist()
        family = of_paragraph | (units["parent_id"] == paragraph).fill_null(value=False).to_numpy()
        assert table.family(row) == np.flatnonzero(family).tolist()
        if record["parent_id"]:
            own = np.flatnonzero((units["unit_id"] == record["unit_id"]).to_numpy()).tolist()
            assert table.variants(table.number(row, "sentence"), "sentence") == own
    assert table.variants(10**6, "paragraph") == []


def test_a_selection_allows_what_the_filters_and_languages_say_and_nothing_gone(memory: Memory) -> None:
    units = memory.units().collect()
    index = build_index(np.eye(units.height, 64, dtype=np.float32) + 0.01, units["vector_id"].to_numpy())
    table = load_search_table(memory.generation, memory.units())
    facets = pl.scan_parquet(memory.generation / TABLE_NAME)
    gone = (0, units.height - 1)
    selections = RowSelections(index, table, facets, gone)
    for level in ("paragraph", "sentence"):
        for languages in (LANGUAGES, ("zh",), ("ar", "ru")):
            allowed = units["language"].is_in(languages).to_numpy().copy()
            if level == "sentence":
                allowed &= (units["level"] == "sentence").to_numpy()
            allowed[list(gone)] = False
            made = selections.selection(level, languages, Filters())
            assert made is not None
            assert made.count == allowed.sum()
            assert np.array_equal(np.unpackbits(made.bits, bitorder="little")[: units.height], allowed)
            assert selections.selection(level, languages, Filters()) is made
    assert RowSelections(index, table, facets).selection("paragraph", LANGUAGES, Filters()) is None
