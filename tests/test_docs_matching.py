"""The example of docs/matching.md prints what the page shows, and its tables say what the code does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from types import ModuleType

import pytest

from align.encoders import Encoder
from hexapla.command_line import run
from tm.matching.score import BANDS, POINTS, PenaltyName
from tm.memory_folder import write_set
from tm.publication import publish
from tm.units import units_of

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "matching.md").read_text(encoding="utf-8")
TEXTS = [
    {"fr": "La rivière est longue.", "en": "The river is long."},
    {
        "fr": "Le comité adopte 13 longs rapports sur les rivières.",
        "en": "The committee adopts 13 long reports on the rivers.",
    },
]


def test_the_example_prints_what_the_page_shows(
    tmp_path: Path,
    tm_sets: ModuleType,
    hash_encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_set(tmp_path / "memory", "rivers00", units_of(tm_sets.simple_set("rivers", TEXTS)))
    publish(tmp_path / "memory", ["rivers00"], hash_encoder)
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```console\n\$ hexapla (.*?)```", PAGE, re.DOTALL)
    command, *shown = block.splitlines()
    assert run(shlex.split(command)) == 0
    assert capsys.readouterr().out.splitlines() == shown


def test_the_page_lists_every_penalty_with_its_points() -> None:
    rows = dict(re.findall(r"^\| ([a-z ]+) \| (\d)[^|]*\|", PAGE, re.MULTILINE))
    assert {name: int(rows[name.value]) for name in PenaltyName} == POINTS


def test_the_page_lists_every_band() -> None:
    (listed,) = re.findall(r"Bands: (.*?)\.", PAGE)
    assert tuple(listed.split(", ")) == BANDS[:-1]
