"""Spreadsheets out: what other programs read in them, in six languages."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from align.encoders import Encoder
from tm.cell_limits import MAX_CELL_CHARS, TOO_LONG, utf16_length
from tm.memory import Memory
from tm.unit_columns import text_hash
from tm.xlsx_export import write_xlsx


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, office_memories: ModuleType, hash_encoder: Encoder) -> Memory:
    found: Memory = office_memories.memory_of(tmp_path / "memory", hash_encoder, tm_sets.rivers())
    return found


def sheet_rows(data: bytes, sheet: str = "Units") -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def column(rows: list[list[Any]], name: str) -> list[Any]:
    return [row[rows[0].index(name)] for row in rows[1:]]


def test_a_spreadsheet_has_a_row_a_unit_and_a_column_a_language(
    memory: Memory, tm_sets: ModuleType, office_memories: ModuleType
) -> None:
    data, report = office_memories.written(write_xlsx, memory)
    rows = sheet_rows(data)
    assert rows[0] == [
        "unit_id", "document", "path", "page", *office_memories.SIX,
        "probability", "align_type", "via", "flags",
    ]  # fmt: skip
    texts = [tm_sets.FIRST[code] for code in office_memories.SIX]
    assert rows[3] == [
        "A/RES/68/999:OP1", "A/RES/68/999", "OP1", 2, *texts, 0.91, None, None, None,
    ]  # fmt: skip
    assert (len(rows), report.units, report.variants) == (8, 7, 42)
    assert report.left_out == {"units in one language only": 1}


def test_two_foreign_readers_find_every_hostile_text_unchanged(
    hostile: Memory, office_memories: ModuleType
) -> None:
    data, _ = office_memories.written(write_xlsx, hostile, pair=("fr", "ar"))
    units = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Units")
    rows = [list(row) for row in units.iter_rows()]
    assert sorted(column(rows, "fr")) == sorted(office_memories.HOSTILE)
    assert sorted(column(rows, "ar")) == sorted(office_memories.HOSTILE)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Units"]
    kinds = {cell.data_type for cell in sheet["E"]}
    assert kinds == {"s"}
    # openpyxl does not take the escape of "_x0041_" back in texts that stand in their cell.
    assert {cell.value for cell in sheet["E"]} - {"fr", "_x005F_x0041_ and _x005F_x005F_"} == set(
        office_memories.HOSTILE
    ) - {"_x0041_ and _x005F_"}


def test_doubtful_units_come_first_in_a_pair_and_in_order_where_asked_for(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder, office_memories: ModuleType
) -> None:
    memory = office_memories.memory_of(tmp_path, hash_encoder, tm_sets.rivers())
    units = memory.units().collect()
    shaken = units.with_columns(
        pl.when(pl.col("unit_id").str.ends_with(":OP1") & (pl.col("language") == "ru"))
        .then(0.25)
        .otherwise("probability")
        .alias("probability")
    )

    source = office_memories.Table(memory.languages, shaken.lazy())
    data, _ = office_memories.written(write_xlsx, source, pair=("fr", "ru"))
    assert column(sheet_rows(data), "unit_id")[:3] == [
        "A/RES/68/999:OP1", "A/RES/68/999:T1", "A/RES/68/999:PP1",
    ]  # fmt: skip
    assert column(sheet_rows(data), "probability")[:2] == [0.25, 0.94]
    data, _ = office_memories.written(write_xlsx, source, pair=("fr", "ru"), doubtful_first=False)
    assert column(sheet_rows(data), "unit_id")[:3] == [
        "A/RES/68/999:T1", "A/RES/68/999:PP1", "A/RES/68/999:OP1",
    ]  # fmt: skip


def test_a_sheet_for_review_has_a_list_of_verdicts_colours_and_hidden_hashes(
    memory: Memory, tm_sets: ModuleType, office_memories: ModuleType
) -> None:
    data, _ = office_memories.written(write_xlsx, memory, pair=("fr", "ar"), review=True)
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Units"]
    header = [cell.value for cell in sheet[1]]
    assert header[4:] == [
        "fr", "ar", "probability", "align_type", "via", "flags",
        "verdict", "corrected ar", "comment", "hash fr", "hash ar",
    ]  # fmt: skip
    (validation,) = sheet.data_validations.dataValidation
    assert (validation.formula1, str(validation.sqref)) == ('"accept,edit,reject"', "K2:K8")
    (scale,) = [rule for found in sheet.conditional_formatting for rule in found.rules]
    assert scale.type == "colorScale"
    assert [str(found.sqref) for found in sheet.conditional_formatting] == ["G2:G8"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:O8")
    assert sheet.column_dimensions["N"].hidden
    assert not sheet.column_dimensions["M"].hidden
    assert (sheet["F2"].alignment.readingOrder, sheet["L2"].alignment.readingOrder) == (2, 2)
    assert sheet["E2"].alignment.readingOrder == 0
    assert sheet["E2"].alignment.wrap_text
    assert sheet["O2"].value == text_hash(tm_sets.TITLE["ar"])
    assert [cell.value for cell in sheet[2]][10:13] == [None, None, None]


def test_the_second_sheet_says_where_the_units_come_from_and_how_to_review(
    memory: Memory, office_memories: ModuleType
) -> None:
    data, _ = office_memories.written(write_xlsx, memory, pair=("en", "zh"), review=True, min_probability=0.5)
    lines = dict(sheet_rows(data, "About"))
    assert lines["Memory"] == "memory"
    assert lines["Generation"] == "000001"
    assert lines["Languages"] == "English (en), Chinese (zh)"
    assert "Chinese" in lines["accept"]
    assert "corrected zh" in lines["edit"]
    assert lines["Left out"] == "units without text in zh: 1"


@pytest.mark.parametrize("level", ["paragraph", "sentence"])
def test_a_text_longer_than_a_cell_goes_out_as_sentences_or_is_listed(
    level: str, tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder, office_memories: ModuleType
) -> None:
    fits, too_long = "я" * MAX_CELL_CHARS, "😀" * (MAX_CELL_CHARS // 2 + 1)
    assert (utf16_length(fits), utf16_length(too_long)) == (MAX_CELL_CHARS, MAX_CELL_CHARS + 1)
    memory = office_memories.memory_of(
        tmp_path,
        hash_encoder,
        tm_sets.simple_set("long", [{"fr": "court", "ru": fits}, {"fr": "trop", "ru": too_long}]),
    )
    data, report = office_memories.written(write_xlsx, memory, pair=("fr", "ru"), level=level)
    rows = sheet_rows(data)
    assert column(rows, "ru") == [fits]
    assert report.left_out == {TOO_LONG: 1}
    assert report.units == 1
    assert ["Too long for a cell", "long:OP2.1"] in sheet_rows(data, "About")


def test_a_long_paragraph_goes_out_sentence_by_sentence(
    memory: Memory, monkeypatch: pytest.MonkeyPatch, office_memories: ModuleType
) -> None:
    monkeypatch.setattr("tm.cell_limits.MAX_CELL_CHARS", 60)
    data, report = office_memories.written(write_xlsx, memory, pair=("zh", "ar"))
    ids = column(sheet_rows(data), "unit_id")
    assert "A/RES/68/999:OP1.1" in ids
    assert "A/RES/68/999:OP1.2" in ids
    assert "A/RES/68/999:OP1" not in ids
    assert report.units == len(ids) == 7
    assert report.left_out == {TOO_LONG: 1, "units without text in zh": 1}


def test_rows_beyond_the_limit_of_a_sheet_stand_in_further_sheets(
    memory: Memory, office_memories: ModuleType
) -> None:
    data, report = office_memories.written(write_xlsx, memory, pair=("es", "ru"), review=True, rows_a_sheet=4)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Units", "Units 2", "Units 3", "About"]
    assert [book[name].max_row for name in book.sheetnames[:3]] == [4, 4, 2]
    ids = [row[0] for name in book.sheetnames[:3] for row in sheet_rows(data, name)[1:]]
    assert len(set(ids)) == report.units == 7
    for name in book.sheetnames[:3]:
        assert [cell.value for cell in book[name][1]][:2] == ["unit_id", "document"]


def test_a_sheet_that_grows_too_large_is_followed_by_another(
    memory: Memory, office_memories: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tm.xlsx_export._MAX_SHEET_BYTES", 3000)
    data, report = office_memories.written(write_xlsx, memory, pair=("fr", "ru"))
    names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert names[:2] == ["Units", "Units 2"]
    assert sum(len(sheet_rows(data, name)) - 1 for name in names[:-1]) == report.units


@pytest.mark.long
def test_an_office_program_reads_the_texts_of_six_languages(
    memory: Memory,
    hostile: Memory,
    tm_sets: ModuleType,
    spreadsheet_program: str,
    tmp_path: Path,
    office_memories: ModuleType,
) -> None:
    for name, source in (("rivers", memory), ("hostile", hostile)):
        write_xlsx(source, tmp_path / f"{name}.xlsx", doubtful_first=False)
    # Separator, quotation mark, UTF-8, from row 1; the last -1: a file a sheet.
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        [
            spreadsheet_program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", form, "--outdir", str(tmp_path), str(tmp_path / "rivers.xlsx"),
            str(tmp_path / "hostile.xlsx"),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    with (tmp_path / "rivers-Units.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [rows[2][code] for code in office_memories.SIX] == [
        tm_sets.FIRST[code] for code in office_memories.SIX
    ]
    with (tmp_path / "hostile-Units.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["fr"] for row in csv.DictReader(file)] == list(office_memories.HOSTILE)
