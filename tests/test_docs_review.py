"""The example of docs/review.md does what the page shows; the pages name the columns that there are."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from hexapla.command_line import run
from tm.memory import open_memory
from tm.parquet_export import write_parquet
from tm.review_import import Outcome
from tm.review_journal import JOURNAL_NAME
from tm.unit_columns import review_columns, unit_columns

DOCS = Path(__file__).resolve().parent.parent / "docs"
REVIEW = (DOCS / "review.md").read_text(encoding="utf-8")
FORMATS = (DOCS / "office-formats.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(sample_memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(sample_memory, tmp_path / "memory")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fenced(kind: str) -> str:
    (block,) = re.findall(rf"```{kind}\n(.*?)```", REVIEW, re.DOTALL)
    return str(block)


@pytest.mark.long
def test_the_example_prints_what_the_page_shows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = fenced("console").removeprefix("$ hexapla ")
    assert run(shlex.split(command)) == 0
    capsys.readouterr()
    exec(compile(fenced("python"), "review.md", "exec"), {})
    assert capsys.readouterr().out == fenced("text")
    with closing(sqlite3.connect(folder / "memory" / JOURNAL_NAME)) as database:
        named = [column for _, column, *_ in database.execute("PRAGMA table_info(decisions)")][1:]
    listed = re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table_lines("The journal")))
    assert sorted(listed) == sorted(named)


def table_lines(heading: str) -> Iterator[str]:
    section = REVIEW.partition(f"## {heading}\n")[2]
    return (line for line in section.splitlines() if line.startswith("| `"))


def test_every_outcome_is_explained() -> None:
    assert [outcome for outcome in Outcome if f"\n| {outcome} | " not in REVIEW] == []


def test_the_columns_of_the_page_are_those_of_the_exports(sample_memory: Path, tmp_path: Path) -> None:
    columns = FORMATS.partition("## Columns of XLSX and CSV")[2].partition("## XLSX")[0]
    named = re.findall(
        r"`([\w ]+)`", "".join(line.split("|")[1] for line in columns.splitlines() if "|" in line)
    )
    assert named == [*unit_columns(["fr"]), *review_columns(("fr", "ar"))]
    write_parquet(open_memory(sample_memory), tmp_path / "out.parquet", pair=("fr", "en"))
    parquet = FORMATS.partition("## Parquet")[2].partition("## Moses")[0].partition(". Null")[0]
    found = pl.read_parquet(tmp_path / "out.parquet").columns
    assert re.findall(r"`(\w+)`", parquet) == [name for name in found if not name.endswith("_en")]
