"""The example of docs/termbases.md does what the page shows; its tables name what there is."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from hexapla.command_line import run
from hexapla.commands.list_terms import FORMATS
from tm.terms.decision_import import TermOutcome
from tm.terms.seeding import SeedOutcome
from tm.terms.term_columns import DECISIONS

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "termbases.md").read_text(encoding="utf-8")


def fenced(kind: str) -> str:
    (block,) = re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    return str(block)


def first_cells(heading: str) -> list[str]:
    """The first cells of the tables of a section, without code marks."""
    section = PAGE.partition(heading)[2].partition("\n## ")[0]
    return [line.split("|")[1].strip().strip("`") for line in section.splitlines() if line.startswith("| ")]


@pytest.mark.long
def test_the_example_prints_what_the_page_shows(
    sample_memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(sample_memory, tmp_path / "memory")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    Path("known.csv").write_text(fenced("csv"), encoding="utf-8")
    command, *shown = fenced("console").splitlines()
    assert run(shlex.split(command.removeprefix("$ hexapla "))) == 3
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert printed == [line.rstrip() for line in shown]


def test_every_format_decision_and_outcome_is_explained() -> None:
    assert tuple(first_cells("# Termbases")[1:]) == FORMATS
    seeds, decisions = first_cells("## A termbase against"), first_cells("## Decisions")
    assert seeds == ["outcome", *SeedOutcome]
    assert decisions == ["decision", *DECISIONS, "outcome", *TermOutcome]


def test_the_schemas_have_every_outcome() -> None:
    folder = Path(__file__).resolve().parent.parent / "docs" / "schemas"
    seeds = json.loads((folder / "term-outcome.json").read_text(encoding="utf-8"))["properties"]["outcome"]
    assert set(seeds["enum"]) == set(SeedOutcome)
    kinds = json.loads((folder / "import.json").read_text(encoding="utf-8"))["oneOf"]
    (rows,) = (one["properties"] for one in kinds if one["properties"]["record"]["const"] == "term_row")
    assert set(rows["outcome"]["enum"]) == set(TermOutcome)
