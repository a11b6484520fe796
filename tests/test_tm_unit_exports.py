"""What all formats for offices share: bytes, dates, options, errors, what reviewers rejected."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from lxml import etree

from align.encoders import Encoder
from tm.csv_export import write_csv
from tm.docx_export import write_docx
from tm.errors import ExportError
from tm.memory import Memory
from tm.parquet_export import write_parquet
from tm.selection import ExportReport
from tm.unit_exports import FOLDER_FORMATS, UNIT_FORMATS, TableOptions, check_options, export_units
from tm.xlsx_export import write_xlsx


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, office_memories: ModuleType, hash_encoder: Encoder) -> Memory:
    found: Memory = office_memories.memory_of(tmp_path / "memory", hash_encoder, tm_sets.rivers())
    return found


@pytest.mark.parametrize("form", [form for form in UNIT_FORMATS if form not in FOLDER_FORMATS])
def test_the_same_memory_gives_the_same_bytes(form: str, memory: Memory, tmp_path: Path) -> None:
    names = [tmp_path / f"{number}.{form}" for number in range(2)]
    for name in names:
        export_units(memory, form, name, pair=("fr", "ar"))
    assert names[0].read_bytes() == names[1].read_bytes()


@pytest.mark.parametrize(("form", "write"), [("xlsx", write_xlsx), ("docx", write_docx)])
def test_the_date_in_a_file_is_prescribed_or_fixed(
    form: str,
    write: Callable[..., ExportReport],
    memory: Memory,
    monkeypatch: pytest.MonkeyPatch,
    office_memories: ModuleType,
) -> None:
    def dates() -> tuple[bytes, set[tuple[int, ...]]]:
        with zipfile.ZipFile(
            io.BytesIO(office_memories.written(write, memory, pair=("fr", "en"))[0])
        ) as archive:
            core = etree.fromstring(archive.read("docProps/core.xml"))
            created = core.find("{http://purl.org/dc/terms/}created").text
            return created, {info.date_time[:2] for info in archive.infolist()}

    assert dates() == ("1980-01-01T00:00:00Z", {(1980, 1)})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert dates() == ("2023-11-14T22:13:20Z", {(1980, 1)} if form == "xlsx" else {(2023, 11)})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert dates()[0] == "1970-01-01T00:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(ExportError, match="whole seconds"):
        dates()


@pytest.mark.parametrize("form", [form for form in UNIT_FORMATS if form not in FOLDER_FORMATS])
def test_an_export_that_fails_leaves_nothing_and_keeps_what_was_there(
    form: str, memory: Memory, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.write_text("before")
    with pytest.raises(ExportError, match="no text in the language"):
        export_units(memory, form, out, pair=("fr", "de"))
    assert out.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["memory", "out"]


@pytest.mark.parametrize("write", [write_docx])
def test_a_bilingual_format_needs_a_pair(write: Callable[..., ExportReport], memory: Memory) -> None:
    with pytest.raises(ExportError, match="--pair fr:en"):
        write(memory, io.BytesIO())


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_review_needs_a_pair(write: Callable[..., ExportReport], memory: Memory) -> None:
    with pytest.raises(ExportError, match="A review needs a pair"):
        write(memory, io.BytesIO(), review=True)


@pytest.mark.parametrize(
    ("form", "options", "reason"),
    [
        ("html", TableOptions(review=True), "html has no columns for a review"),
        ("tmx", TableOptions(review=True), "tmx has no columns for a review"),
        ("xlsx", TableOptions(bom=True), "exported without --bom"),
        ("docx", TableOptions(doubtful_first=True), "docx has the order of the memory"),
        ("tsv", TableOptions(doubtful_first=True), "tsv has the order of the memory"),
    ],
)
def test_an_option_that_a_format_lacks_is_refused(form: str, options: TableOptions, reason: str) -> None:
    with pytest.raises(ExportError, match=reason):
        check_options(form, options)


def test_an_unknown_format_names_the_known_ones(memory: Memory, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r'no format "odt"\. Use one of: xlsx, csv, tsv'):
        export_units(memory, "odt", tmp_path / "out")


def test_what_reviewers_decided_is_said(memory: Memory, office_memories: ModuleType) -> None:
    at = pl.col("unit_id") == "A/RES/68/999:OP1"
    word = pl.when(at & (pl.col("language") == "ar")).then(pl.lit("edited"))
    table = memory.units().with_columns(word.alias("reviewed"))
    source = office_memories.Table(memory.languages, table)
    data, _ = office_memories.written(write_csv, source)
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    assert [row["flags"] for row in rows][1:4] == ["", "ar was edited by a reviewer", ""]
    data, _ = office_memories.written(write_parquet, source)
    found = pl.read_parquet(data)
    assert found["reviewed_ar"].to_list() == [None, None, "edited", None, None, None, None]
    assert found["reviewed_fr"].null_count() == 7


def test_texts_that_a_reviewer_rejected_are_left_out_with_the_reason(
    memory: Memory, office_memories: ModuleType
) -> None:
    rejected = (pl.col("unit_id") == "A/RES/68/999:OP1") & (pl.col("language") == "ar")
    table = memory.units().with_columns(pl.when(rejected).then(pl.lit("rejected")).alias("reviewed"))

    source = office_memories.Table(memory.languages, table)

    _, report = office_memories.written(write_csv, source, pair=("fr", "ar"))
    assert report.units == 6
    assert report.left_out == {
        "texts rejected in a review or a cleaning": 1,
        "units without text in fr": 1,
    }
    data, report = office_memories.written(write_csv, source)
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    assert (rows[2]["ar"], rows[2]["probability"]) == ("", "0.920")
    assert report.left_out == {"texts rejected in a review or a cleaning": 1, "units in one language only": 1}
