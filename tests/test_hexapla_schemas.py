"""What `--json` and JSON Lines give is what docs/schemas says, and the schemas refuse something else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from hexapla.command_line import run

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "schemas"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
Capture = pytest.CaptureFixture[str]


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker())


def check(name: str, record: Any) -> None:
    problems = [f"{error.json_path}: {error.message[:200]}" for error in validator(name).iter_errors(record)]
    assert problems == []


def check_lines(name: str, text: str) -> list[Any]:
    records = [json.loads(line) for line in text.splitlines()]
    for record in records:
        check(name, record)
    return records


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_one_and_is_named_by_its_file(name: str) -> None:
    schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"{name}.json"
    assert schema["description"]


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_refuses_an_empty_and_a_foreign_record(name: str) -> None:
    assert not validator(name).is_valid({})
    assert not validator(name).is_valid({"surprise": 1})


def test_every_schema_that_a_command_names_exists(capsys: Capture) -> None:
    reference = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    named = {word.strip("().,") for word in reference.split() if word.startswith("(docs/schemas/")}
    assert named
    assert {name for name in named if not (ROOT / name).is_file()} == set()


@pytest.mark.parametrize(
    "name",
    ["A_RES_68_187.fr.txt", "A_RES_68_187.ar.txt", "A_RES_68_187.zh.txt", "accord_archives_RU.docx",
     "accord_archives_ES.docx", "accord_archives_EN.html"],
)  # fmt: skip
def test_inspect(name: str, samples: Path, capsys: Capture) -> None:
    assert run(["inspect", str(samples / name), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    check("document", record)
    assert record["blocks"]


def test_align_and_evaluate(samples: Path, tmp_path: Path, capsys: Capture) -> None:
    pair = [str(samples / "accord_archives_FR.html"), str(samples / "accord_archives_ZH.html")]
    assert run(["align", *pair, "--format", "jsonl"]) == 0
    lines = capsys.readouterr().out.splitlines(keepends=True)
    beads = check_lines("bead", "".join(line for line in lines if json.loads(line)["record"] == "bead"))
    assert len(beads) == len(lines)
    numbers = [number for bead in beads for number in bead["source"]]
    assert numbers == list(range(len(numbers)))
    ladder = tmp_path / "a.ladder"
    ladder.write_text("".join(f"{bead['source']}:{bead['target']}\n" for bead in beads), encoding="utf-8")
    assert run(["evaluate", str(ladder), str(ladder), "--json"]) == 0
    check("evaluation", json.loads(capsys.readouterr().out))


def test_search_concordance_and_info(sample_memory: Path, capsys: Capture) -> None:
    memory = str(sample_memory)
    assert run(["search", memory, "保存档案", "--json"]) == 0
    assert len(check_lines("hit", capsys.readouterr().out)) == 10
    assert run(["concordance", memory, "архив*", "--in", "ru", "--json"]) == 0
    occurrences = check_lines("occurrence", capsys.readouterr().out)
    assert any(occurrence["spans"] for occurrence in occurrences)
    assert run(["concordance", memory, "архив*", "--in", "ru", "--renderings", "--json"]) == 0
    assert check_lines("renderings", capsys.readouterr().out)
    assert run(["info", memory, "--json"]) == 0
    check("info", json.loads(capsys.readouterr().out))


def test_a_file_of_queries(sample_memory: Path, tmp_path: Path, capsys: Capture) -> None:
    queries = tmp_path / "queries.csv"
    queries.write_text("query,languages\n保存档案,zh\n,fr\nx,de\n", encoding="utf-8")
    assert run(["search", str(sample_memory), "--queries", str(queries)]) == 3
    assert len(check_lines("answer", capsys.readouterr().out)) == 3
    schemas = [
        json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) for name in ("answer", "hit")
    ]
    of_answer, of_hit = schemas[0]["$defs"]["hit"], schemas[1]
    assert {name: of_hit[name] for name in of_answer} == of_answer


@pytest.mark.parametrize("extra", [[], ["--pair", "ar:zh"], ["--level", "sentence"]])
def test_export(extra: list[str], sample_memory: Path, tmp_path: Path) -> None:
    out = tmp_path / "units.jsonl"
    assert run(["export", str(sample_memory), "--to", "jsonl", "--out", str(out), *extra]) == 0
    assert check_lines("unit", out.read_text(encoding="utf-8"))


def test_build(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.fr.txt").write_text("Le rapport est adopté.\n", encoding="utf-8")
    (folder / "a.ru.txt").write_text("Доклад принимается.\n", encoding="utf-8")
    (folder / "b.en.pdf").write_bytes(b"%PDF-1.7 but nothing more")
    assert run(["build", str(folder), "--out", str(tmp_path / "memory"), "--json"]) == 3
    records = check_lines("build", capsys.readouterr().out)
    assert {record["record"] for record in records} >= {"set", "left out", "total"}
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(["build", str(empty), "--out", str(tmp_path / "none"), "--json"]) == 1
    assert check_lines("build", capsys.readouterr().out)[-1]["generation"] is None
