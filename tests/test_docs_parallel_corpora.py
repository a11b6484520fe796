"""The example of docs/parallel-corpora.md gives what the page shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hexapla.command_line import run

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "parallel-corpora.md").read_text(encoding="utf-8")


def shown(name: str) -> str:
    (block,) = re.findall(rf"^`{re.escape(name)}`[^\n]*:\n\n```\w+\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)
    return str(block)


def test_the_example_gives_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    inputs = re.findall(r"^`(un/[^`]+)`:$", PAGE, re.MULTILINE)
    assert len(inputs) == 3
    for name in inputs:
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(shown(name), encoding="utf-8")
    commands = re.findall(r"^\$ hexapla (.*)$", PAGE, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        assert run(command.split()) == 0
    table = Path("pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.partition("\t")[2] for line in table] == shown("pairs.tsv").splitlines()
    written = "corpus/Links/en_fr/918.xml"
    assert Path(written).read_text(encoding="utf-8") == shown(written)
