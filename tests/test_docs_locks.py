"""The example of docs/locks.md prints what the page shows, and its file is what the schema says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from hexapla.command_line import run

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = (DOCS / "locks.md").read_text(encoding="utf-8")
FRENCH = "Le fleuve est long.\nLa bibliothèque ferme à midi.\nLes archives sont anciennes.\n"
RUSSIAN = "Река длинная.\nАрхивы старинные.\n"


def the_file() -> str:
    (block,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    return str(block)


def test_the_example_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fr.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "ru.txt").write_text(RUSSIAN, encoding="utf-8")
    (tmp_path / "checked.jsonl").write_text(the_file(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```console\n\$ hexapla (.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 2
    without_probabilities = []
    for block in blocks:
        command, *shown = block.splitlines()
        assert run(command.split()) == 0
        printed = capsys.readouterr().out.splitlines()
        assert [line.rpartition(":")[0] for line in printed] == [line.rpartition(":")[0] for line in shown]
        without_probabilities.append(printed)
    assert without_probabilities[1][1] == "[1,2]:[1]:1.000"


def test_the_file_of_the_page_is_what_the_schema_says() -> None:
    schema = json.loads((DOCS / "schemas" / "lock.json").read_text(encoding="utf-8"))
    lines = the_file().splitlines()
    assert len(lines) == 3
    for line in lines:
        Draft202012Validator(schema).validate(json.loads(line))
