"""docs/changes.md says what is true: its examples run and print what is shown."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hexapla.command_line import run
from hexapla.commands.change_memory import MANY_CHANGES
from tm.changes.change_journal import CHANGES_NAME

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "changes.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(sample_memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(sample_memory, tmp_path / "memory")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def test_the_session_prints_what_the_page_shows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for step in re.split(r"^\$ hexapla ", block, flags=re.MULTILINE)[1:]:
        command, *shown = step.splitlines()
        capsys.readouterr()
        assert run(shlex.split(command)) == 0
        assert capsys.readouterr().out.splitlines()[: len(shown)] == shown


def test_the_python_example_runs_and_the_table_names_the_columns(folder: Path) -> None:
    (code,) = re.findall(r"From Python:\n\n((?:    .*\n|\n)+)", PAGE)
    exec("import hexapla\n" + re.sub("^    ", "", code, flags=re.MULTILINE), {})
    with closing(sqlite3.connect(folder / "memory" / CHANGES_NAME)) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(changes)")]
        kinds = [kind for (kind,) in database.execute("SELECT kind FROM changes ORDER BY number")]
    table = PAGE[PAGE.index("| column of") :]
    named = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)))
    assert named == columns
    assert kinds == ["add", "delete", "restore"]
    assert f"From {MANY_CHANGES} changes on" in PAGE
