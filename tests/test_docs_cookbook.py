"""Each script of docs/cookbook.md runs alone and prints what the page shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "cookbook.md").read_text(encoding="utf-8")
SCRIPTS = re.findall(r"## ([^\n]+)\n.*?```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)


def test_there_are_ten_scripts_each_with_what_it_prints() -> None:
    assert len(SCRIPTS) == len(re.findall("```python", PAGE)) == 10
    assert all(printed.strip() for _, _, printed in SCRIPTS)


@pytest.mark.parametrize(("script", "printed"), [one[1:] for one in SCRIPTS], ids=[one[0] for one in SCRIPTS])
def test_a_script_prints_what_the_page_shows(
    script: str,
    printed: str,
    sample_memory: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # The folder is only read: copying it would take longer than the scripts do.
    monkeypatch.setattr("hexapla.open_memory", _opening(sample_memory))
    monkeypatch.chdir(tmp_path)
    exec(compile(script, "docs/cookbook.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == printed.splitlines()


def test_the_spreadsheet_and_the_exchange_file_hold_what_was_found(
    sample_memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openpyxl import load_workbook

    monkeypatch.setattr("hexapla.open_memory", _opening(sample_memory))
    monkeypatch.chdir(tmp_path)
    for _, script, _ in SCRIPTS:
        if "answers.xlsx" in script or "rights.tmx" in script:
            exec(compile(script, "docs/cookbook.md", "exec"), {})
    rows = list(load_workbook(tmp_path / "answers.xlsx").active.values)
    assert len(rows) == 1 + 4
    assert "text_fr" in rows[0]
    tmx = (tmp_path / "rights.tmx").read_text(encoding="utf-8")
    assert tmx.count("<tu ") == 2
    assert tmx.count("人权") >= 2


def _opening(memory: Path) -> object:
    from tm.memory import open_memory

    return lambda folder: open_memory(memory if folder == "memory" else folder)
