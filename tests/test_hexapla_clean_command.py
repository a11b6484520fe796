"""`hexapla clean`: a dry run first; with --apply texts leave the exports, and --restore brings them back."""

from __future__ import annotations

import csv
import json
import shlex
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from hexapla.command_line import run
from hexapla.commands.clean_memory import KEEP, RULES
from tm.cleaning import RULES as ALL_RULES
from tm.renderings import KEEP as ALL_KEEP
from tm.tmx_reading import read_tmx

ROOT = Path(__file__).resolve().parent.parent
TEXTS = {
    "ar": ("المادة الأولى مهمة", "١٢ - ١٣"),
    "en": ("The first article is important", "12 - 13"),
    "es": ("El primer artículo es importante", "12 - 13"),
    "ru": ("Первая статья важна", "12 - 13"),
    "zh": ("第一条很重要", "12－13"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A memory from TMX: two units of which one has no words, and one source with two targets."""
    units = [
        ("a", "Le premier article est important", {code: text for code, (text, _) in TEXTS.items()}),
        ("b", "Voir les pages douze et treize", {code: text for code, (_, text) in TEXTS.items()}),
        ("c", "Le premier article est important", {"en": "Article one matters", "ru": "Статья первая важна"}),
    ]
    lines = [
        f'<tu tuid="{tuid}"><tuv xml:lang="fr"><seg>{source}</seg></tuv>'
        + "".join(f'<tuv xml:lang="{code}"><seg>{text}</seg></tuv>' for code, text in targets.items())
        + "</tu>"
        for tuid, source, targets in units
    ]
    body = "\n".join(lines)
    (tmp_path / "in.tmx").write_text(
        f'<tmx version="1.4"><header srclang="fr"/><body>{body}</body></tmx>', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert run(["import", "memory", "in.tmx"]) == 0
    return tmp_path


def exported(code: str) -> set[str]:
    assert run(shlex.split(f"export memory --to tmx --pair fr:{code} --out out.tmx")) == 0
    return {unit.variants[1].text for unit in read_tmx(Path("out.tmx"))}


def test_a_dry_run_changes_nothing_and_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "memory" / "CURRENT").read_text()
    capsys.readouterr()
    assert run(shlex.split("clean memory --rule no-words")) == 0
    out, err = capsys.readouterr()
    assert "no-words: 5" in out
    assert "Nothing was changed. 5 texts would be rejected with --apply." in err
    assert (folder / "memory" / "CURRENT").read_text() == before
    assert not (folder / "memory" / "review.sqlite").exists()


@pytest.mark.parametrize("code", TEXTS)
def test_rejected_texts_leave_the_exports_and_come_back(folder: Path, code: str) -> None:
    good, bad = TEXTS[code]
    assert exported(code) >= {good, bad}
    assert run(shlex.split("clean memory --rule no-words --apply --rejected out.jsonl")) == 0
    assert bad not in exported(code)
    assert good in exported(code)
    records = [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    schema = json.loads((ROOT / "docs/schemas/rejection.json").read_text(encoding="utf-8"))
    for record in records:
        Draft202012Validator(schema).validate(record)
    assert {record["target_text"] for record in records} == {bad for _, bad in TEXTS.values()}
    assert run(shlex.split("clean memory --restore out.jsonl")) == 0
    assert bad in exported(code)


def test_texts_with_several_counterparts_are_listed_in_both_directions(folder: Path) -> None:
    assert run(shlex.split("clean memory --renderings r.csv")) == 0
    rows = list(csv.DictReader((folder / "r.csv").read_text(encoding="utf-8").splitlines()))
    found = {(row["text"], row["counterpart"], row["counterpart language"], row["times"]) for row in rows}
    assert found == {
        ("Le premier article est important", "The first article is important", "en", "1"),
        ("Le premier article est important", "Article one matters", "en", "1"),
        ("Le premier article est important", "Первая статья важна", "ru", "1"),
        ("Le premier article est important", "Статья первая важна", "ru", "1"),
    }


def test_wrong_usage_is_told(folder: Path) -> None:
    assert run(shlex.split("clean memory --rule low-probability")) == 2
    assert run(shlex.split("clean memory --pair fr:de")) == 2
    (folder / "no.jsonl").write_text("{}\n")
    assert run(shlex.split("clean memory --restore no.jsonl")) == 1
    assert run(shlex.split("clean absent")) == 1


def test_the_command_knows_the_rules_that_there_are() -> None:
    assert list(ALL_RULES) == list(RULES)
    assert ALL_KEEP == KEEP
