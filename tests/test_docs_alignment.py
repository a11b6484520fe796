"""The example of docs/alignment.md prints what the page shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from align.features import BEAD_FEATURES
from hexapla.command_line import run

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "alignment.md").read_text(encoding="utf-8")
FRENCH = "Le fleuve est long.\nLa bibliothèque ferme à midi.\nLes archives sont anciennes.\n"
RUSSIAN = "Река длинная.\nАрхивы старинные.\n"


def test_the_example_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fr.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "ru.txt").write_text(RUSSIAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```console\n\$ hexapla (.*?)```", PAGE, re.DOTALL)
    command, *shown = block.splitlines()
    assert run(command.split()) == 0
    assert capsys.readouterr().out.splitlines() == shown


def test_every_kind_of_evidence_is_explained() -> None:
    for name in BEAD_FEATURES:
        words = ("kind" if name.startswith("kind") else name.removeprefix("label ")).split()
        assert words[0] in PAGE
