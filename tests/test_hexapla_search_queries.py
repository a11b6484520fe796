"""`hexapla search --queries`: files of queries, formats of answers, a bad line stops nothing."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from hexapla.command_line import run
from hexapla.query_files import read_search_queries

Capture = pytest.CaptureFixture[str]
LINES = "\ufefffinancement du terrorisme\n\n保存档案\r\n   \nالمساعدة التقنية".encode()


def answers_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_line_has_an_answer(sample_memory: Path, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "queries.txt"
    file.write_bytes(LINES)
    assert run(["search", str(sample_memory), "--queries", str(file), "-k", "2", "--show", "ru"]) == 0
    captured = capsys.readouterr()
    answers = answers_of(captured.out)
    assert [answer["query"] for answer in answers] == [
        "financement du terrorisme",
        "保存档案",
        "المساعدة التقنية",
    ]
    assert [len(answer["hits"]) for answer in answers] == [2, 2, 2]
    assert set(answers[0]["hits"][0]["texts"]) == {"ru"}
    assert captured.err == "3 answers.\n"


def test_a_line_that_cannot_be_read_has_an_error_and_the_others_are_answered(
    sample_memory: Path, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "queries.txt"
    file.write_bytes(b"archives\n\xff\xfe bad\n" + "档案\n".encode())
    assert run(["search", str(sample_memory), "--queries", str(file), "-k", "1"]) == 3
    captured = capsys.readouterr()
    answers = answers_of(captured.out)
    assert [bool(answer["hits"]) for answer in answers] == [True, False, True]
    assert "line 2 is not UTF-8" in answers[1]["error"]
    assert captured.err == "3 answers, 1 error among them.\n"


TABLE = """languages,Query,note
"fr,ar",archives,x
,"droits
de l’homme",y
de,archives,z
,,
ru; zh,=1+1
"""


def test_a_table_names_the_languages_of_each_query(sample_memory: Path, tmp_path: Path) -> None:
    file = tmp_path / "queries.csv"
    file.write_text(TABLE, encoding="utf-8")
    out = tmp_path / "answers.csv"
    arguments = ["search", str(sample_memory), "--queries", str(file), "-k", "1", "--show", "zh,ar"]
    assert run([*arguments, "--out", str(out)]) == 3
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    assert [row["query"] for row in rows] == ["archives", "droits\nde l’homme", "archives", "'=1+1"]
    assert rows[0]["found_in"] in ("fr", "ar")
    assert rows[3]["found_in"] in ("ru", "zh")
    assert 'language "de"' in rows[2]["error"]
    assert list(rows[0])[-2:] == ["zh", "ar"]


@pytest.mark.parametrize(
    ("name", "first"), [("a.xlsx", b"PK"), ("a.HTML", b"<!DOCTYPE"), ("a.jsonl", b'{"number"')]
)
def test_the_name_of_the_output_says_its_format(
    name: str, first: bytes, sample_memory: Path, tmp_path: Path, capsys: Capture
) -> None:
    file, out = tmp_path / "queries.txt", tmp_path / name
    file.write_bytes(LINES)
    assert run(["search", str(sample_memory), "--queries", str(file), "-k", "1", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(first)
    assert capsys.readouterr().err == f"3 answers. Written to {out}.\n"
    if name.endswith("xlsx"):
        rows = list(load_workbook(out).active.values)
        assert [row[1] for row in rows] == [
            "query",
            "financement du terrorisme",
            "保存档案",
            "المساعدة التقنية",
        ]


@pytest.mark.parametrize(
    ("arguments", "says", "status"),
    [
        ([], "give either a QUERY or --queries FILE", 2),
        (["x", "--queries", "q.txt"], "give either a QUERY or --queries FILE", 2),
        (["x", "--out", "a.csv"], "--out goes with --queries", 2),
        (["--queries", "q.txt", "--out", "a.doc"], "Let it end in .jsonl, .csv, .xlsx, .html", 2),
        (["--queries", "absent.txt"], "absent.txt", 1),
        (["--queries", "bad.csv"], 'names no column "query"', 1),
        (["--queries", "empty.csv"], 'names no column "query"', 1),
    ],
)
def test_what_cannot_be_is_one_message(
    arguments: list[str], says: str, status: int, sample_memory: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: Capture,
) -> None:  # fmt: skip
    (tmp_path / "q.txt").write_bytes(LINES)
    (tmp_path / "bad.csv").write_text("question\nx\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    assert run(["search", str(sample_memory), *arguments]) == status
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.err.count("\n") == 1
    assert not (tmp_path / "a.doc").exists()


def test_rows_that_the_reader_of_tables_refuses_are_errors(tmp_path: Path) -> None:
    file = tmp_path / "queries.tsv"
    file.write_bytes(b"query\tlanguages\narchives\tfr\n" + b"x" * 200_000 + b"\n\xff\t\nrivers\tes\n")
    queries = list(read_search_queries(str(file)))
    assert [query.error is None for query in queries] == [True, False, False, True]
    assert "Row 3 of the table cannot be read" in str(queries[1].error)
    assert "row 4 is not UTF-8" in str(queries[2].error)
    assert (queries[3].text, queries[3].languages) == ("rivers", ("es",))
