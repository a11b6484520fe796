"""The example of docs/findings.md prints what the page shows; every kind is explained there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from align.finding import FindingKind
from hexapla.command_line import run

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "findings.md").read_text(encoding="utf-8")
FRENCH = "Le fleuve est long.\nLa bibliothèque ferme à midi.\nLes archives sont ouvertes pendant 30 jours.\n"
RUSSIAN = "Река длинная.\nАрхивы открыты в течение 60 дней.\n"


def test_the_example_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fr.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "ru.txt").write_text(RUSSIAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```console\n\$ hexapla (.*?)```", PAGE, re.DOTALL)
    command, *shown = block.splitlines()
    assert run(command.split()) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = [one for one in records if one["record"] == "finding"]
    assert [f"{one['kind']} {one['language']}: {one['evidence']}" for one in found] == shown


def test_every_kind_is_explained() -> None:
    for kind in FindingKind:
        assert f"| {kind.value} | " in PAGE
