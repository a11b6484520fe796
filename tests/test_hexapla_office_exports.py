"""`hexapla export` in the formats for offices: files, folders, standard output, options that do not fit."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from hexapla.command_line import run
from hexapla.earlier_sets import refuse_other_folder
from tm.errors import MemoryFolderError
from tm.memory import open_memory

Capture = pytest.CaptureFixture[str]
BinaryCapture = pytest.CaptureFixture[bytes]
FORMATS = ("xlsx", "csv", "tsv", "parquet", "xliff", "html", "docx")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_and_told(
    form: str, sample_memory: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / f"out.{form}"
    assert run(["export", str(sample_memory), "--to", form, "--pair", "fr:ar", "--out", str(out)]) == 0
    assert out.stat().st_size > 1000
    told = capsys.readouterr().err
    assert f"Wrote 74 units, 148 texts to {out}." in told
    assert "Left out: units without text in ar: 1" in told


def test_moses_text_is_a_folder(sample_memory: Path, tmp_path: Path, capsys: Capture) -> None:
    command = ["export", str(sample_memory), "--to", "moses", "--pair", "zh:ru", "--level", "sentence"]
    assert run([*command, "--out", str(tmp_path / "corpus")]) == 0
    assert sorted(path.name for path in (tmp_path / "corpus").iterdir()) == [
        "corpus.ids", "corpus.ru", "corpus.zh",
    ]  # fmt: skip
    assert run([*command, "--out", "-"]) == 2
    assert "standard output takes none" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "docx"])
def test_standard_output_gets_the_same_bytes(
    form: str, sample_memory: Path, tmp_path: Path, capsysbinary: BinaryCapture
) -> None:
    command = ["export", str(sample_memory), "--to", form, "--pair", "en:es", "--out"]
    assert run([*command, str(tmp_path / "out")]) == 0
    capsysbinary.readouterr()
    assert run([*command, "-"]) == 0
    assert capsysbinary.readouterr().out == (tmp_path / "out").read_bytes()


def test_review_bom_and_order_are_options(sample_memory: Path, tmp_path: Path) -> None:
    command = ["export", str(sample_memory), "--pair", "ar:zh", "--review", "--doubtful-first"]
    assert run([*command, "--to", "csv", "--bom", "--out", str(tmp_path / "out.csv")]) == 0
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfunit_id,")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    probabilities = [float(row["probability"]) for row in rows]
    assert probabilities == sorted(probabilities)
    assert len(set(probabilities)) > 1
    assert "corrected zh" in rows[0]
    assert run([*command, "--to", "tsv", "--out", str(tmp_path / "out.tsv")]) == 0
    header = (tmp_path / "out.tsv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split("\t")[5:] == ["verdict", "corrected zh", "comment", "hash ar", "hash zh"]


def test_a_spreadsheet_of_a_pair_is_sorted_unless_asked_otherwise(
    sample_memory: Path, tmp_path: Path
) -> None:
    command = [
        "export",
        str(sample_memory),
        "--to",
        "xlsx",
        "--pair",
        "ru:en",
        "--out",
        str(tmp_path / "out.xlsx"),
    ]

    def probabilities() -> list[float]:
        sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Units"]
        return [row[6] for row in sheet.iter_rows(min_row=2, values_only=True)]

    assert run(command) == 0
    by_doubt = probabilities()
    assert by_doubt == sorted(by_doubt)
    assert run([*command, "--in-order"]) == 0
    assert probabilities() != by_doubt
    assert sorted(probabilities()) == by_doubt


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--to", "docx"], "A bilingual DOCX holds one pair"),
        (["--to", "xliff"], "XLIFF holds one pair"),
        (["--to", "xlsx", "--review"], "A review needs a pair"),
        (["--to", "jsonl", "--review", "--pair", "fr:en"], "jsonl has no columns for a review"),
        (["--to", "tmx", "--bom"], "tmx is exported without --bom"),
        (["--to", "index", "--in-order"], "index has the order of the memory"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_written(
    arguments: list[str], reason: str, sample_memory: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "out"
    assert run(["export", str(sample_memory), *arguments, "--out", str(out)]) == 1
    assert reason in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_parquet_of_all_languages_has_a_text_a_language(sample_memory: Path, tmp_path: Path) -> None:
    assert run(["export", str(sample_memory), "--to", "parquet", "--out", str(tmp_path / "out")]) == 0
    table = pl.read_parquet(tmp_path / "out")
    units = open_memory(sample_memory).units().filter(pl.col("level") == "paragraph").collect()
    shared = units.filter(pl.len().over("unit_id") > 1)
    assert table.height == shared["unit_id"].n_unique() == 80
    for language in ("ar", "en", "es", "fr", "ru", "zh"):
        texts = shared.filter(pl.col("language") == language)["text"]
        assert table[f"text_{language}"].drop_nulls().to_list() == texts.to_list()


def test_what_a_killed_import_leaves_behind_does_not_stop_a_build(tmp_path: Path) -> None:
    for name in ("review.sqlite", "review.sqlite-journal"):
        (tmp_path / name).touch()
    refuse_other_folder(tmp_path)
    (tmp_path / "mine.txt-journal").touch()
    with pytest.raises(MemoryFolderError, match=r"mine\.txt-journal"):
        refuse_other_folder(tmp_path)
