"""The example of docs/reading.md prints what the page shows; every format it lists is known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpora.file_types import type_of_extension
from hexapla.command_line import run

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "reading.md").read_text(encoding="utf-8")
TEXT = (
    "О работе архивов\n\n1. Комитет открыл сессию 5 мая 2025 года.\n\na) утвердил повестку дня;\n\n"
    "2. Комитет просит представить доклад.\n"
)


def words(line: str) -> str:
    return " ".join(line.split())


def test_the_example_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "minutes.ru.txt").write_bytes(TEXT.encode("koi8-r"))
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```console\n\$ hexapla (.*?)```", PAGE, re.DOTALL)
    command, *shown = block.splitlines()
    assert run(command.split()) == 0
    printed = [words(line) for line in capsys.readouterr().out.splitlines()]
    assert [line for line in map(words, shown) if line not in printed] == []


def test_the_extensions_that_the_page_names_have_readers() -> None:
    for extension in (".doc", ".rtf", ".odt", ".fodt"):
        assert f"`{extension}`" in PAGE
        assert type_of_extension(Path(f"a{extension}")) is not None
