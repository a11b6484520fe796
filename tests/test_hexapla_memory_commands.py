"""The commands that build a memory and use it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hexapla.command_line import run

ROOT = Path(__file__).resolve().parent.parent
SIX = ("ar", "en", "es", "fr", "ru", "zh")
Capture = pytest.CaptureFixture[str]
PAIR_TEXTS = {
    "fr": "1. Décide de publier un rapport ;\n2. Prie les États de répondre.\n",
    "en": "1. Decides to publish a report;\n2. Requests States to reply.\n",
    "es": "1. Decide publicar un informe;\n2. Pide a los Estados que respondan.\n",
    "ru": "1. постановляет опубликовать доклад;\n2. просит государства ответить.\n",
    "ar": "١ - تقرر نشر تقرير؛\n٢ - تطلب إلى الدول أن ترد.\n",
    "zh": "1. 决定发表一份报告；\n2. 请各国答复。\n",
}


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def hexapla(*arguments: str, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONIOENCODING"}
    environment["PYTHONPATH"] = str(ROOT)
    return subprocess.run(
        [sys.executable, "-m", "hexapla", *arguments],
        capture_output=True, check=False, env=environment | settings.pop("env", {}), **settings,
    )  # fmt: skip


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    for language, text in PAIR_TEXTS.items():
        (tmp_path / f"note.{language}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_build_summarises_its_sets_and_leaves_bad_files_out_with_status_3(
    versions: Path, capsys: Capture
) -> None:
    (versions / "broken.en.docx").write_bytes(b"no zip at all, whatever the name says")
    out = versions / "memory"
    assert run(["build", str(versions), "--out", str(out)]) == 3
    captured = capsys.readouterr()
    assert "note" in captured.out
    assert "6 documents in 1 set, " in captured.out
    assert "Left out of the memory: 1" in captured.err
    assert "broken.en.docx" in captured.err
    assert "\x1b" not in captured.out + captured.err
    assert run(["build", str(versions), "--out", str(out), "--json"]) == 3
    records = lines_of(capsys.readouterr().out)
    assert [record["record"] for record in records if record["record"] != "finding"] == [
        "set",
        "left out",
        "total",
    ]
    assert records[0]["state"] == "unchanged"
    assert records[-1]["exit_status"] == 3


def test_a_set_whose_files_are_gone_is_said_to_be_kept(versions: Path, capsys: Capture) -> None:
    out = versions / "memory"
    run(["build", str(versions), "--out", str(out)])
    gone = next(path for path in versions.iterdir() if ".en." in path.name)
    gone.unlink()
    capsys.readouterr()
    assert run(["build", str(versions), "--out", str(out)]) == 0
    assert "gone, kept" in capsys.readouterr().out


def test_a_build_of_nothing_is_status_1_and_leaves_no_memory(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "in").mkdir()
    assert run(["build", str(tmp_path / "in"), "--out", str(tmp_path / "memory")]) == 1
    assert "nothing could be built" in capsys.readouterr().err
    assert not (tmp_path / "memory" / "CURRENT").exists()


@pytest.mark.parametrize(
    ("query", "unit"),
    [
        ("المساعدة التقنية في مجال مكافحة الإرهاب", "A/RES/68/187"),
        ("反恐技术援助", "A/RES/68/187"),
        ("technical assistance against terrorism", "A/RES/68/187"),
        ("l'assistance technique contre le terrorisme", "A/RES/68/187"),
        ("техническая помощь в борьбе с терроризмом", "A/RES/68/187"),
        ("intercambio de archivos entre países ribereños", "accord_archives"),
    ],
)
def test_a_search_in_any_language_finds_the_document_and_shows_it_in_the_languages_asked_for(
    query: str, unit: str, sample_memory: Path, capsys: Capture
) -> None:
    assert run(["search", str(sample_memory), query, "--show", "zh,ar,fr", "-k", "3", "--json"]) == 0
    hits = lines_of(capsys.readouterr().out)
    assert len(hits) == 3
    assert hits[0]["unit_id"].startswith(f"{unit}:")
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert set(hits[0]["texts"]) <= {"zh", "ar", "fr"}


def test_a_hit_to_read_has_texts_document_and_score(sample_memory: Path, capsys: Capture) -> None:
    assert (
        run(
            [
                "search",
                str(sample_memory),
                "financement du terrorisme",
                "--in",
                "fr",
                "--show",
                "fr,en",
                "-k",
                "1",
            ]
        )
        == 0
    )
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1. A/RES/68/187:")
    assert "score 0." in lines[0]
    assert "nearest in A_RES_68_187.fr.txt (fr)" in lines[1]
    assert [line[3:5] for line in lines[2:] if line[3:5].strip()] == ["fr", "en"]


def test_concordance_gives_the_phrase_in_context_and_its_counterparts(
    sample_memory: Path, tmp_path: Path, capsys: Capture
) -> None:
    words = ["concordance", str(sample_memory), "DROITS DE L'HOMME", "--in", "fr", "--show", "en,ar"]
    assert run([*words, "--json"]) == 0
    records = lines_of(capsys.readouterr().out)
    assert records
    assert {record["match"].casefold().replace("’", "'") for record in records} == {"droits de l'homme"}
    assert all("human rights" in record["counterparts"]["en"].casefold() for record in records)
    assert run(words) == 0
    assert "[droits de l’homme]" in capsys.readouterr().out
    out = tmp_path / "c.csv"
    assert run([*words, "--csv", str(out)]) == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfleft,match,right,en,ar,unit_id")
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert [row["en"] for row in rows] == [record["counterparts"]["en"] for record in records]


def test_a_cell_of_a_csv_cannot_be_a_formula(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.en.txt").write_text(
        "=HYPERLINK(rivers) are mentioned in this paragraph.\n", encoding="utf-8"
    )
    (folder / "a.fr.txt").write_text("=HYPERLINK(rivières) figure dans ce paragraphe.\n", encoding="utf-8")
    assert run(["build", str(folder), "--out", str(tmp_path / "memory")]) == 0
    capsys.readouterr()
    assert run(["concordance", str(tmp_path / "memory"), "mentioned", "--in", "en", "--csv", "-"]) == 0
    row = next(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert row["left"].startswith("'=HYPERLINK")
    assert row["fr"].startswith("'=HYPERLINK")


def test_a_csv_that_was_written_is_named(sample_memory: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "rights.csv"
    words = ["concordance", str(sample_memory), "droits de l'homme", "--in", "fr", "--csv"]
    assert run([*words, str(out)]) == 0
    captured = capsys.readouterr()
    rows = out.read_text(encoding="utf-8-sig").splitlines()
    assert (captured.out, captured.err) == ("", f"Wrote {len(rows) - 1} occurrences to {out}.\n")
    assert run([*words, "-"]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines() == rows
    assert captured.err == f"Wrote {len(rows) - 1} occurrences.\n"


def test_no_hits_are_no_error(sample_memory: Path, capsys: Capture) -> None:
    assert run(["concordance", str(sample_memory), "zeppelin", "--in", "en"]) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "No occurrences.\n")
    assert run(["concordance", str(sample_memory), "zeppelin", "--in", "en", "--json"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("form", ["tmx", "tsv", "jsonl"])
def test_an_export_to_standard_output_is_the_same_as_to_a_file(
    form: str, sample_memory: Path, tmp_path: Path
) -> None:
    out = tmp_path / f"out.{form}"
    to_file = hexapla("export", str(sample_memory), "--to", form, "--pair", "en:fr", "--out", str(out))
    to_pipe = hexapla("export", str(sample_memory), "--to", form, "--pair", "en:fr", "--out", "-")
    assert (to_file.returncode, to_pipe.returncode) == (0, 0)
    assert to_file.stdout == b""
    assert to_pipe.stdout == out.read_bytes()
    assert b"\r" not in to_pipe.stdout
    assert to_file.stderr.startswith(b"Wrote ")


def test_an_index_is_exported_as_a_folder(sample_memory: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "index"
    assert run(["export", str(sample_memory), "--to", "index", "--out", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {
        "vectors.faiss",
        "passages.parquet",
        "manifest.json",
        "search.py",
    }
    capsys.readouterr()
    assert run(["export", str(sample_memory), "--to", "index", "--out", "-"]) == 2
    assert run(["export", str(sample_memory), "--to", "index", "--out", str(out), "--pair", "fr:en"]) == 2


def test_info_counts(sample_memory: Path, capsys: Capture) -> None:
    assert run(["info", str(sample_memory), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["documents"], record["sets"], record["symbols"]) == (12, 2, ["A/RES/68/187"])
    assert tuple(record["languages"]) == SIX
    assert record["size_bytes"] == sum(
        path.stat().st_size for path in sample_memory.rglob("*") if path.is_file()
    )
    assert run(["info", str(sample_memory)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "12 in 2 document sets" in shown
    assert "Encoder default: model universal-sentence-encoder-multilingual-3, weights sha256" in shown
    assert "prefix" not in shown
