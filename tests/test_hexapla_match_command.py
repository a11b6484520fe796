"""`hexapla match` and `hexapla leverage`, in six languages and with hostile input."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from align.encoders import Encoder
from hexapla.command_line import run
from tm.memory_folder import write_set
from tm.publication import publish
from tm.units import units_of

SCHEMAS = Path(__file__).resolve().parent.parent / "docs" / "schemas"
SIX = ("ar", "en", "es", "fr", "ru", "zh")
Capture = pytest.CaptureFixture[str]
HOSTILE = "<script>alert(1)</script> \u202eevil\u2066 & \"quotes\" 'rivers'"


def check(name: str, record: Any) -> Any:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    problems = [
        f"{error.json_path}: {error.message[:200]}"
        for error in Draft202012Validator(schema).iter_errors(record)
    ]
    assert problems == []
    return record


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> str:
    folder = tmp_path / "memory"
    write_set(folder, "rivers00", units_of(tm_sets.rivers()))
    hostile = [{"fr": f"Des {HOSTILE} un", "en": f"{HOSTILE} one"}]
    write_set(folder, "hostile0", units_of(tm_sets.simple_set("hostile", hostile)))
    publish(folder, ["rivers00", "hostile0"], hash_encoder)
    return str(folder)


@pytest.mark.parametrize("source", SIX)
def test_a_match_is_json_that_the_schema_knows(
    source: str, memory: str, tm_sets: ModuleType, capsys: Capture
) -> None:
    target = "zh" if source != "zh" else "ar"
    query = tm_sets.RECITAL[source]
    assert run(["match", memory, query, "--source", source, "--target", target, "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    record = check("match", json.loads(lines[0]))
    best = record["matches"][0]
    assert best["target_text"] == tm_sets.RECITAL[target]
    assert (best["parts"]["base"], best["version"], record["version"]) == (100, "S1", "S1")


def test_a_match_to_read_marks_what_differs(memory: str, capsys: Capture) -> None:
    query = "Consciente que rivières donnent de l'eau potable à des millions de longues personnes,"
    assert (
        run(["match", memory, query, "--source", "fr", "--target", "en", "--threshold", "50", "-k", "1"]) == 0
    )
    shown = " ".join(capsys.readouterr().out.split())
    assert "Consciente que [-les-] rivières donnent de l'eau" in shown
    assert "des millions de {+longues+} personnes," in shown
    assert "base 85; S1; OmegaT -/85/" in shown
    assert "en Aware that rivers provide drinking water to millions of people," in shown


def test_neighbours_of_a_query_are_options(memory: str, tm_sets: ModuleType, capsys: Capture) -> None:
    words = ["match", memory, tm_sets.RECITAL["ru"], "--source", "ru", "--target", "fr", "--json"]
    assert run([*words, "--previous", tm_sets.TITLE["ru"], "--next", tm_sets.FIRST["ru"]]) == 0
    assert json.loads(capsys.readouterr().out)["matches"][0]["score"] == 102


def test_a_file_is_matched_line_by_line_and_written_whole(
    memory: str, tm_sets: ModuleType, tmp_path: Path, capsys: Capture
) -> None:
    queries = [tm_sets.TITLE["ar"], "", "؟!", tm_sets.RECITAL["ar"], "x\u2028y"]
    file, out = tmp_path / "queries.txt", tmp_path / "out.jsonl"
    file.write_text("\ufeff" + "\r\n".join(queries), encoding="utf-8")
    words = ["match", memory, "--file", str(file), "--source", "ar", "--target", "fr"]
    assert run([*words, "--json", "--out", str(out)]) == 0
    assert capsys.readouterr().out == ""
    records = [check("match", json.loads(line)) for line in out.read_text(encoding="utf-8").split("\n")[:-1]]
    assert [record["line"] for record in records] == [1, 2, 3, 4, 5]
    assert [len(record["matches"]) > 0 for record in records] == [True, False, False, True, False]
    assert [record["note"] is None for record in records] == [True, False, False, True, True]
    assert records[0]["query"] == tm_sets.TITLE["ar"]
    assert run(words) == 0
    shown = capsys.readouterr().out
    assert f"Line 1: {tm_sets.TITLE['ar']}\n1. " in shown
    assert "Line 2: \n   There is no word in it to compare." in shown


def test_standard_input_is_a_file(
    memory: str, tm_sets: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    given = io.BytesIO((tm_sets.TITLE["zh"] + "\n").encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=given))
    assert run(["match", memory, "--file", "-", "--source", "zh", "--target", "fr", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["matches"][0]["target_text"] == tm_sets.TITLE["fr"]


def test_a_file_that_is_no_utf_8_is_refused_with_its_line_and_leaves_no_output(
    memory: str, tmp_path: Path, capsys: Capture
) -> None:
    file, out = tmp_path / "queries.txt", tmp_path / "out.txt"
    file.write_bytes(b"Le fleuve\nrivi\xe8re\n")
    words = ["match", memory, "--file", str(file), "--source", "fr", "--target", "en", "--out", str(out)]
    assert run(words) == 1
    error = capsys.readouterr().err
    assert "queries.txt, line 2: byte 5 of the line is not UTF-8." in error
    assert "Try: save the file as UTF-8" in error
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["x"], "Missing option"),
        (["x", "--file", "y", "--source", "fr", "--target", "en"], "either a QUERY or --file"),
        (["--source", "fr", "--target", "en"], "either a QUERY or --file"),
        (["--file", "y", "--previous", "z", "--source", "fr", "--target", "en"], "belong to QUERY"),
        (["x", "--source", "fr", "--target", "fr"], "two languages"),
        (["x", "--source", "fr", "--target", "de"], "no text in the language"),
        (["x", "--source", "fr", "--target", "en", "--threshold", "40"], "50"),
        (["", "--source", "fr", "--target", "en"], "no word"),
        (["?!", "--source", "fr", "--target", "en"], "no word"),
        (["\x07\x1b[2J", "--source", "fr", "--target", "en", "-k", "0"], "-k"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str, memory: str, capsys: Capture) -> None:
    assert run(["match", memory, *arguments]) == 2
    error = capsys.readouterr().err
    assert message.lower() in error.lower()
    assert "\x1b" not in error


@pytest.mark.parametrize("query", ["eau " * 260_000, "\x1b[31mrivière\x07", "=HYPERLINK(1)", HOSTILE])
def test_a_hostile_query_has_an_answer_without_controls(query: str, memory: str, capsys: Capture) -> None:
    assert run(["match", memory, query, "--source", "fr", "--target", "en"]) == 0
    shown = capsys.readouterr().out
    assert not set(shown) & set("\x1b\x07\u202e\u2066")
    assert shown.endswith("\n")


def test_that_an_index_could_not_be_kept_is_said(memory: str, tm_sets: ModuleType, capsys: Capture) -> None:
    (Path(memory) / "fuzzy").write_text("", encoding="utf-8")
    assert run(["match", memory, tm_sets.TITLE["fr"], "--source", "fr", "--target", "en"]) == 0
    assert "Note: the fuzzy index cannot be kept in" in capsys.readouterr().err


@pytest.mark.parametrize("source", SIX)
def test_the_leverage_of_a_draft_is_json_that_the_schema_knows(
    source: str, memory: str, tm_sets: ModuleType, tmp_path: Path, capsys: Capture
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(f"{tm_sets.RECITAL[source]}\n\n{tm_sets.FIRST[source]}\n", encoding="utf-8")
    target = "fr" if source != "fr" else "en"
    words = ["leverage", memory, str(draft), "--source", source, "--target", target]
    assert run([*words, "--json"]) == 0
    record = check("leverage", json.loads(capsys.readouterr().out))
    assert record["words"] == sum(band["memory"]["words"] for band in record["bands"])
    assert record["segments"] == len(record["rows"])
    assert [row["match"]["score"] for row in record["rows"]] == [101, 98, 98]
    assert run(words) == 0
    table = capsys.readouterr().out
    assert table.splitlines()[0].startswith("Band")
    assert table.splitlines()[-1].split()[:3] == ["total", str(record["segments"]), str(record["words"])]


def test_the_page_of_a_draft_escapes_texts_and_says_their_direction(
    memory: str, tmp_path: Path, capsys: Capture
) -> None:
    draft, page = tmp_path / "<draft>.txt", tmp_path / "page.html"
    draft.write_text(f"Une phrase nouvelle.\n\nDes {HOSTILE} deux\n", encoding="utf-8")
    words = ["leverage", memory, str(draft), "--source", "fr", "--target", "en", "--html", str(page)]
    assert run(words) == 0
    assert "segments to " in capsys.readouterr().err
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "&lt;draft&gt;" in html
    assert not set(html) & set("\u202e\u2066")
    assert "<del>un</del><ins>deux</ins>" in html
    assert '<p lang="fr" dir="ltr">' in html
    assert "default-src &#x27;none&#x27;" not in html
    assert "default-src 'none'" in html


def test_the_page_of_an_arabic_draft_goes_from_right_to_left(
    memory: str, tm_sets: ModuleType, tmp_path: Path, capsys: Capture
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(tm_sets.RECITAL["ar"] + "\n", encoding="utf-8")
    assert run(["leverage", memory, str(draft), "--source", "ar", "--target", "zh", "--html", "-"]) == 0
    html = capsys.readouterr().out
    assert html.startswith("<!DOCTYPE html>")
    assert f'<p lang="ar" dir="rtl">{tm_sets.RECITAL["ar"]}</p>' in html
    assert f'<p lang="zh-Hans" dir="ltr">{tm_sets.RECITAL["zh"]}</p>' in html


def test_a_page_may_not_take_the_place_of_its_draft(memory: str, tmp_path: Path, capsys: Capture) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Un fleuve.\n", encoding="utf-8")
    words = ["leverage", memory, str(draft), "--source", "fr", "--target", "en", "--html"]
    assert run([*words, str(draft)]) == 2
    assert run([*words, "-", "--json"]) == 2
    assert run([*words, str(tmp_path / "absent" / "page.html")]) == 1
    assert draft.read_text(encoding="utf-8") == "Un fleuve.\n"
    assert run(["leverage", memory, str(tmp_path / "none.txt"), "--source", "fr", "--target", "en"]) == 1
