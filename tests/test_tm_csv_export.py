"""CSV and TSV out: read back by others, no cell a formula, every text unchanged."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.encoders import Encoder
from tm.csv_export import write_csv, write_review_tsv
from tm.formula_guard import guard_formula, unguard_formula
from tm.memory import Memory
from tm.tables_export import write_tsv


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, office_memories: ModuleType, hash_encoder: Encoder) -> Memory:
    found: Memory = office_memories.memory_of(tmp_path / "memory", hash_encoder, tm_sets.rivers())
    return found


def test_csv_is_read_back_by_another_reader(hostile: Memory, office_memories: ModuleType) -> None:
    data, report = office_memories.written(write_csv, hostile)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
    assert [unguard_formula(row["fr"]) for row in rows] == list(office_memories.HOSTILE)
    assert [unguard_formula(row["zh"]) for row in rows] == [f"{text}。" for text in office_memories.HOSTILE]
    assert len(rows) == report.units == len(office_memories.HOSTILE)
    assert data.count(b"\r\n") == len(office_memories.HOSTILE) + 1
    frame = pl.read_csv(data, infer_schema=False)
    assert frame["document"].to_list() == ["'=set <b>&"] * len(office_memories.HOSTILE)


def test_no_cell_of_a_csv_file_begins_like_a_formula(hostile: Memory, office_memories: ModuleType) -> None:
    for write in (write_csv, write_review_tsv):
        data, _ = office_memories.written(write, hostile, pair=("fr", "ar"))
        delimiter = "," if write is write_csv else "\t"
        cells = [cell for row in csv.reader(io.StringIO(data.decode()), delimiter=delimiter) for cell in row]
        assert [cell for cell in cells if cell[:1] in set("=+-@\t\r＝＋－＠")] == []


def test_a_mark_of_utf8_stands_in_front_only_where_asked_for(
    memory: Memory, office_memories: ModuleType
) -> None:
    plain, _ = office_memories.written(write_csv, memory)
    marked, _ = office_memories.written(write_csv, memory, bom=True)
    assert marked == b"\xef\xbb\xbf" + plain
    assert plain.startswith(b"unit_id,document,path,page,ar,en")


def test_a_tsv_for_review_begins_with_the_columns_of_the_plain_one(
    memory: Memory, office_memories: ModuleType
) -> None:
    plain, _ = office_memories.written(write_tsv, memory, pair=("ru", "es"))
    review, _ = office_memories.written(write_review_tsv, memory, pair=("ru", "es"))
    before = [line.split("\t") for line in plain.decode().splitlines()]
    after = list(csv.reader(io.StringIO(review.decode()), delimiter="\t"))
    assert [row[:5] for row in after] == before
    assert after[0][5:] == ["verdict", "corrected es", "comment", "hash ru", "hash es"]


@given(st.text())
def test_every_text_comes_back_from_its_guard(text: str) -> None:
    guarded = guard_formula(text)
    assert unguard_formula(guarded) == text
    assert guarded[:1] not in set("=+-@\t\r＝＋－＠") or guarded == ""


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1", "'=1"),
        ("''-1", "'''-1"),
        ("'a", "'a"),
        ("'", "'"),
        ("a=1", "a=1"),
        ("－一", "'－一"),
        ("-", "'-"),
        ("", ""),
    ],
)
def test_only_beginnings_of_formulas_are_guarded(text: str, guarded: str) -> None:
    assert guard_formula(text) == guarded
    assert unguard_formula(guarded) == text
