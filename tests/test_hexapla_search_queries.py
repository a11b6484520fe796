"""`hexapla search --queries`: files of queries, formats of answers, a bad line stops nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from corpora.errors import ReadingError
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


SIX = {
    "ar": "حق التعليم",
    "zh": "受教育权",
    "en": "clean water",
    "fr": "eau, air",
    "ru": "чистая вода",
    "es": "agua y aire",
}


@pytest.mark.parametrize("name", ["queries.csv", "queries.tsv"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_may_have_commas_semicolons_or_tabs(name: str, delimiter: str, tmp_path: Path) -> None:
    file = tmp_path / name
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerows([["Query", "languages"], *([text, f"{code},en"] for code, text in SIX.items())])
    queries = list(read_search_queries(str(file)))
    assert [(one.text, one.languages, one.error) for one in queries] == [
        (text, (code, "en"), None) for code, text in SIX.items()
    ]


def test_a_row_with_more_cells_than_names_is_an_error_and_loses_nothing_silently(tmp_path: Path) -> None:
    file = tmp_path / "queries.csv"
    file.write_text("query\neau, air\neau,,\n", encoding="utf-8")
    cut, whole = read_search_queries(str(file))
    assert str(cut.error).startswith("Row 2 has more cells than the first line has names.")
    assert (whole.text, whole.error) == ("eau", None)


def _workbook(path: Path) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["query"])
    book.save(path)
    return path.read_bytes()


@pytest.mark.parametrize("name", ["q.xlsx", "q.csv", "q.txt"])
def test_a_spreadsheet_is_refused_whatever_its_name(
    name: str, sample_memory: Path, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / name
    file.write_bytes(_workbook(tmp_path / "book.xlsx"))
    assert run(["search", str(sample_memory), "--queries", str(file)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"{file}: this is a spreadsheet" in captured.err
    assert "save the sheet as CSV in UTF-8" in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["q.txt", "q.csv", "-"])
def test_text_in_utf_16_is_refused_as_a_whole(
    name: str, encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = "".join(f"{text}\n" for text in ["水水", *SIX.values()]).encode(encoding)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "q.txt").write_bytes(data)
    (tmp_path / "q.csv").write_bytes(data)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    with pytest.raises(ReadingError, match=r"no UTF-8: it is UTF-16, .*save the file as UTF-8"):
        next(read_search_queries(name))


def test_a_null_character_far_into_a_file_is_an_error_of_its_line(tmp_path: Path) -> None:
    file = tmp_path / "q.txt"
    file.write_bytes(b"eau\n" * 100_000 + b"a\0i\0r\0\n")
    *before, last = read_search_queries(str(file))
    assert {one.error for one in before} == {None}
    assert last.error == "The query in line 100001 has null characters. Save the file as UTF-8."


def test_on_a_page_each_query_is_read_in_its_own_direction(sample_memory: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "q.txt", tmp_path / "a.html"
    file.write_text("\n".join(SIX.values()), encoding="utf-8")
    arguments = ["search", str(sample_memory), "--queries", str(file), "-k", "1", "--show", "ar,fr"]
    assert run([*arguments, "--out", str(out)]) == 0
    rows = [re.findall("<td ?([^>]*)>([^<]*)", row) for row in out.read_text(encoding="utf-8").splitlines()]
    answers = [row for row in rows if row]
    assert [row[1] for row in answers] == [('dir="auto"', text) for text in SIX.values()]
    assert {(row[-2][0], row[-1][0]) for row in answers} == {('lang="ar" dir="rtl"', 'lang="fr" dir="ltr"')}
    assert {row[0][0] for row in answers} == {""}
