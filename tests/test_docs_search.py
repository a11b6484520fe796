"""docs/search.md says what is true: its example prints what is shown, its options and modes exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from hexapla.command_line import run
from hexapla.commands.search_memory import search
from tm.hybrid_search import MODES
from tm.lexical.lexical_query import LONGEST_QUERY_CHARS

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "search.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_page_shows(
    sample_memory: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (block,) = re.findall(r"```console\n\$ hexapla (.*?)```", PAGE, re.DOTALL)
    command, *shown = block.splitlines()
    arguments = shlex.split(command)
    arguments[arguments.index("memory")] = str(sample_memory)
    monkeypatch.setenv("COLUMNS", "100")
    assert run(arguments) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[: len(shown)] == shown
    assert "66/171" in "".join(printed)


def test_every_mode_and_filter_is_explained() -> None:
    assert re.findall(r"^\| `(\w+)`", PAGE, re.MULTILINE)[:3] == ["dense", "lexical", "hybrid"]
    assert set(MODES) == {"dense", "lexical", "hybrid"}
    options = {option for parameter in search.params for option in parameter.opts if option.startswith("--")}
    about_output = {"--show", "--json"}
    assert {option for option in options - about_output if f"`{option}`" not in PAGE} == set()
    assert f"more than {LONGEST_QUERY_CHARS} characters" in PAGE
