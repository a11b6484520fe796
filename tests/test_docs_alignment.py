"""The examples of docs/alignment.md print what the page shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from align.features import BEAD_FEATURES
from align.similarity_picture import LARGEST_SIDE
from hexapla.command_line import run
from hexapla.plot_table import LAST_ROOM, ROOM

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "alignment.md").read_text(encoding="utf-8")
FRENCH = "Le fleuve est long.\nLa bibliothèque ferme à midi.\nLes archives sont anciennes.\n"
RUSSIAN = "Река длинная.\nАрхивы старинные.\n"


def test_the_examples_print_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fr.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "ru.txt").write_text(RUSSIAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```console\n\$ hexapla (.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        command, *shown = block.splitlines()
        assert run(command.split()) == 0
        assert capsys.readouterr().out.splitlines() == shown
    assert (tmp_path / "rivers.html").is_file()


def test_the_numbers_of_the_picture_are_those_of_the_code() -> None:
    assert f"Beyond {LARGEST_SIDE} paragraphs" in PAGE
    assert f"Beyond {ROOM} beads" in PAGE
    assert f"beyond {LAST_ROOM:,}".replace(",", " ") in PAGE


def test_every_kind_of_evidence_is_explained() -> None:
    for name in BEAD_FEATURES:
        words = ("kind" if name.startswith("kind") else name.removeprefix("label ")).split()
        assert words[0] in PAGE
