"""docs/concordance.md: its sessions print what it shows, its columns are those of the tables."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from hexapla.command_line import run
from tm.flat_rows import FLAT_TABLES

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "concordance.md").read_text(encoding="utf-8")


def test_the_sessions_print_what_the_page_shows(
    sample_memory: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sessions = re.findall(r"```console\n\$ hexapla (.*?)\n(.*?)```", PAGE, re.DOTALL)
    assert len(sessions) == 2
    monkeypatch.setenv("COLUMNS", "100")
    for command, shown in sessions:
        arguments = [str(sample_memory) if word == "memory" else word for word in shlex.split(command)]
        assert run(arguments) == 0
        assert capsys.readouterr().out == shown


def test_the_page_lists_the_columns_of_every_table() -> None:
    rows = dict(re.findall(r"\| `(\w+)` \| an? [^|]*\| ([^|]*) \|", PAGE))
    assert set(rows) == {kind.__name__ for kind in FLAT_TABLES}
    for kind, table in FLAT_TABLES.items():
        listed = re.findall(r"\w+", rows[kind.__name__])
        if kind.__name__ == "SearchAnswer":
            assert listed[:4] == list(table.fixed)[:4]
        elif kind.__name__ == "KeptFinding":
            assert listed[:17] == list(table.fixed)[:17]
        else:
            by_language = [f"{name}_fr" for name in table.by_language]
            assert listed == [*table.fixed, *by_language]
