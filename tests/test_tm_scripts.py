"""The example scripts for users run as their first lines say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from align.encoders import Encoder
from tm.memory_folder import write_set
from tm.publication import publish
from tm.tmx_reading import read_tmx
from tm.units import units_of

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def memory_folder(tmp_path_factory: pytest.TempPathFactory, tm_sets: ModuleType, encoder: Encoder) -> Path:
    folder = tmp_path_factory.mktemp("memory")
    write_set(folder, "rivers00", units_of(tm_sets.rivers()))
    publish(folder, ["rivers00"], encoder)
    return folder


def run_script(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(REPOSITORY / "scripts" / name), *arguments],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_search_across_languages_shows_the_passage_in_the_languages_asked_for(
    memory_folder: Path, tm_sets: ModuleType
) -> None:
    done = run_script("search_across_languages.py", str(memory_folder), tm_sets.RECITAL["fr"], "ar", "zh")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "1.00  A/RES/68/999:PP1  found in fr, docs/rivers.fr.txt"
    assert lines[1] == f"      ar  {tm_sets.RECITAL['ar']}"
    assert lines[2] == f"      zh  {tm_sets.RECITAL['zh']}"


def test_export_for_translators_writes_the_master_and_each_pair(memory_folder: Path, tmp_path: Path) -> None:
    done = run_script("export_for_translators.py", str(memory_folder), str(tmp_path), "fr:en", "zh:ar")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "all.tmx",
        "fr-en.tmx",
        "fr-en.tsv",
        "zh-ar.tmx",
        "zh-ar.tsv",
    ]
    assert done.stdout.splitlines() == [
        "all.tmx: 7 units in 42 texts, source language fr",
        "  left out: 1 units in one language only",
        "fr-en.tmx: 7 units, 0 of them composed over another language",
        "zh-ar.tmx: 7 units, 7 of them composed over another language",
    ]
    assert [len(list(read_tmx(path))) for path in sorted(tmp_path.glob("*.tmx"))] == [7, 7, 7]


@pytest.mark.parametrize("name", ["search_across_languages.py", "export_for_translators.py"])
def test_without_arguments_a_script_says_how_it_is_used(name: str) -> None:
    done = run_script(name)
    assert done.returncode == 1
    assert f"python scripts/{name} MEMORY" in done.stderr
