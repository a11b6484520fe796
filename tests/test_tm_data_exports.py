"""Moses text and Parquet: line by line and row by row the same units."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from align.encoders import Encoder
from tm.errors import ExportError
from tm.memory import Memory
from tm.moses_export import export_moses
from tm.parquet_export import write_parquet


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, office_memories: ModuleType, hash_encoder: Encoder) -> Memory:
    found: Memory = office_memories.memory_of(tmp_path / "memory", hash_encoder, tm_sets.rivers())
    return found


def test_moses_text_has_the_same_unit_on_the_same_line(
    memory: Memory, tm_sets: ModuleType, tmp_path: Path
) -> None:
    report = export_moses(memory, tmp_path / "moses", pair=("ar", "zh"), level="sentence")
    files = {path.name: path.read_text("utf-8").split("\n") for path in (tmp_path / "moses").iterdir()}
    assert sorted(files) == ["corpus.ar", "corpus.ids", "corpus.zh"]
    line = files["corpus.ids"].index("A/RES/68/999:OP1.2")
    assert files["corpus.ar"][line] == tm_sets.FIRST_SENTENCES[1]["ar"]
    assert files["corpus.zh"][line] == tm_sets.FIRST_SENTENCES[1]["zh"]
    assert {len(lines) for lines in files.values()} == {report.units + 1}


def test_moses_text_in_all_languages_leaves_out_units_without_one(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder, office_memories: ModuleType
) -> None:
    texts = [
        {"fr": "Un", "en": "One", "ru": "Один"},
        {"fr": "Deux", "en": "Two"},
        {"fr": "Trois\u00a0\u2003 fois", "en": "Three\u3000times", "ru": "Три раза"},
    ]
    memory = office_memories.memory_of(tmp_path / "memory", hash_encoder, tm_sets.simple_set("s", texts))
    report = export_moses(memory, tmp_path / "out")
    assert (tmp_path / "out" / "corpus.fr").read_bytes() == b"Un\nTrois fois\n"
    assert (tmp_path / "out" / "corpus.en").read_bytes() == b"One\nThree times\n"
    assert (tmp_path / "out" / "corpus.ids").read_bytes() == b"s:OP1\ns:OP3\n"
    assert report.left_out == {"units without text in ru": 1}
    export_moses(memory, tmp_path / "out", pair=("en", "fr"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "corpus.en",
        "corpus.fr",
        "corpus.ids",
    ]
    (tmp_path / "out" / "mine.txt").write_text("x")
    with pytest.raises(ExportError, match="holds other things"):
        export_moses(memory, tmp_path / "out")


def test_parquet_is_a_flat_table_of_the_units(
    memory: Memory, tm_sets: ModuleType, office_memories: ModuleType
) -> None:
    data, report = office_memories.written(write_parquet, memory)
    table = pl.read_parquet(data)
    assert table.height == report.units == 7
    assert table.columns[:9] == [
        "unit_id", "set_name", "symbol", "pivot", "probability", "align_type", "via", "flags", "text_ar",
    ]  # fmt: skip
    row = table.row(2, named=True)
    assert row["unit_id"] == "A/RES/68/999:OP1"
    assert [row[f"text_{code}"] for code in office_memories.SIX] == [
        tm_sets.FIRST[code] for code in office_memories.SIX
    ]
    assert (row["page_ar"], row["path_ru"], row["probability_zh"]) == (2, "OP1", 0.95)
    assert (row["date_fr"], row["document_es"]) == (tm_sets.DATE, "docs/rivers.es.txt")
    assert row["align_type"] is None


def test_parquet_of_many_parts_keeps_the_order(
    memory: Memory, monkeypatch: pytest.MonkeyPatch, office_memories: ModuleType
) -> None:
    whole = pl.read_parquet(office_memories.written(write_parquet, memory, pair=("fr", "zh"))[0])
    monkeypatch.setattr("tm.parquet_export._UNITS_A_PART", 2)
    parts = pl.read_parquet(office_memories.written(write_parquet, memory, pair=("fr", "zh"))[0])
    assert parts.equals(whole)
    assert parts["align_type"].to_list() == ["1:1", "1:1", "1:1", "2:2", "1:1", "1:1", "1:1"]


def test_parquet_without_any_unit_is_a_table_without_rows(
    memory: Memory, office_memories: ModuleType
) -> None:
    data, report = office_memories.written(write_parquet, memory, pair=("fr", "zh"), min_probability=0.99)
    assert pl.read_parquet(data).height == report.units == 0
    assert report.left_out == {"units below the minimum probability": 7, "units without text in fr": 1}
