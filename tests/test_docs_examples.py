"""What README shows works: its commands, their output, its Python; its links lead somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from hexapla.command_line import run
from hexapla.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))


def fenced(kind: str) -> str:
    blocks = re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == 1
    return str(blocks[0])


@pytest.fixture
def folder(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(samples, tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_session_prints_what_readme_shows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = re.split(r"^\$ hexapla ", fenced("console"), flags=re.MULTILINE)[1:]
    assert len(steps) == 3
    for step in steps:
        command, *shown = step.splitlines()
        assert run(shlex.split(command)) == 0
        printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
        for line in shown:
            assert any(text.startswith(line.rstrip()) for text in printed), f"{command}: {line}"
    assert (folder / "memory.tmx").is_file()


def test_the_python_example_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(fenced("python"), "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "A/RES/68/187:" in printed
    assert "shape: (3, " in printed


def test_the_listed_commands_have_the_options_shown() -> None:
    listing = re.findall(r"^    hexapla (\w+) (.*?)(?:  +#.*)?$", README, re.MULTILINE)
    commands = {command.name: command for command in COMMANDS}
    assert {name for name, _ in listing} >= set(commands) - {"demo"}
    for name, arguments in listing:
        context = commands[name].make_context(name, shlex.split(arguments))
        assert context.params


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_of_the_project(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    assert [
        target for target in targets if target and not (ROOT / page).parent.joinpath(target).exists()
    ] == []


@pytest.mark.parametrize("page", PAGES)
def test_files_that_a_page_names_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:align|corpora|docs|hexapla|samples|scripts|tests|tm)/[\w./]*\w\.\w+)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("record", sorted((ROOT / "docs" / "adr").glob("*.md")), ids=lambda path: path.name)
def test_a_decision_record_is_short(record: Path) -> None:
    assert len(record.read_text(encoding="utf-8").splitlines()) <= 40
