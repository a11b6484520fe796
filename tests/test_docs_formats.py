"""docs/formats.md says what is true: its commands run, its tables name what is written and read."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from lxml import etree

import hexapla
from hexapla.command_line import run
from tm.tmx_profiles import PROFILES

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    hexapla.build([samples], out=tmp_path / "memory")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands() -> list[str]:
    return re.findall(r"^    hexapla (.*)$", PAGE, re.MULTILINE)


def test_every_command_of_the_page_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exports = [line for line in commands() if line.startswith("export")]
    assert len(exports) == 3
    for line in exports:
        assert run(shlex.split(line)) == 0, line
    shutil.copy(folder / "ru-zh.tmx", folder / "client.tmx")
    assert run(shlex.split("import memory client.tmx")) == 0
    assert re.search(r"client\.tmx: \d+ units read, \d+ new", capsys.readouterr().out)
    assert run(shlex.split("import memory client.tmx --json")) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[0]["new"] == 0
    assert told[0]["skipped"] == {"already-there": told[0]["read"]}


def test_the_props_that_are_written_are_those_of_the_page(folder: Path) -> None:
    listed = set(re.findall(r"`(x-[a-z-]+)`", PAGE))
    for profile in PROFILES:
        command = f"export memory --to tmx --profile {profile} --pair ar:zh --out out-{profile}"
        assert run(shlex.split(command)) == 0
    written: set[str] = set()
    for path in folder.rglob("out-*"):
        files = [path] if path.is_file() else list(path.rglob("*.tmx"))
        for file in files:
            written |= {str(prop.get("type")) for prop in etree.parse(file).iter("prop")}
    assert written <= listed | {"aligned", "context_prev", "context_next"}
    assert {"x-document", "x-path", "x-date", "x-body", "x-url", "x-align-probability", "x-align-type",
            "x-align-via", "x-prev-tuid", "x-context", "x-context-pre"} <= written  # fmt: skip


def test_the_profiles_of_the_page_are_all_there_are_with_their_limits() -> None:
    table = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.MULTILINE))
    assert set(PROFILES) == set(table)
    for name, profile in PROFILES.items():
        row = table[name].replace(" 000", "000")
        assert profile.segment_chars is None or f"{profile.segment_chars} characters a segment" in row
        assert profile.file_units is None or f"{profile.file_units} units a file" in row


def test_the_reasons_of_the_page_are_all_there_are() -> None:
    schema = json.loads((ROOT / "docs/schemas/import.json").read_text(encoding="utf-8"))
    reasons = set(schema["oneOf"][1]["properties"]["reason"]["enum"])
    rows = re.findall(r"^\| ((?:`[a-z-]+`(?:, )?)+) \| [^`|]*", PAGE, re.MULTILINE)
    assert reasons <= {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)}


def test_the_python_of_the_page_reads_a_file(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(shlex.split("export memory --to tmx --pair fr:ru --out foreign.tmx")) == 0
    capsys.readouterr()
    code = re.search(r"From Python:\n\n((?:    .*\n|\n)+)", PAGE)
    assert code is not None
    exec(compile(re.sub(r"^    ", "", code[1], flags=re.MULTILINE), "formats.md", "exec"), {})
    assert "A/RES/68/187:OP1 " in capsys.readouterr().out
