"""`hexapla import --review`: verdicts of a returned spreadsheet take effect, and last."""

from __future__ import annotations

import json
import shlex
from itertools import pairwise
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

import hexapla
from hexapla.command_line import run
from tm.tmx_reading import read_tmx

ROOT = Path(__file__).resolve().parent.parent
CORRECTED = {
    "ar": "نص صححه المراجع",
    "en": "A text that the reviewer corrected",
    "es": "Un texto que la revisora corrigió",
    "ru": "Текст, исправленный редактором",
    "zh": "审校者改正的文本",
}


@pytest.fixture
def folder(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    hexapla.build([samples], out=tmp_path / "memory")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill_in(path: Path, language: str) -> tuple[str, str, str]:
    """Accept the first row, edit the second, reject the third; return their units."""
    book = load_workbook(path)
    sheet = book["Units"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for row, verdict in ((2, "accept"), (3, "edit"), (4, "reject")):
        sheet.cell(row, column["verdict"]).value = verdict
    sheet.cell(3, column[f"corrected {language}"]).value = CORRECTED[language]
    book.save(path)
    first, second, third = (str(sheet.cell(row, column["unit_id"]).value) for row in (2, 3, 4))
    return first, second, third


def exported(language: str) -> dict[str, tuple[str, str | None]]:
    assert run(shlex.split(f"export memory --to tmx --pair fr:{language} --out after.tmx")) == 0
    return {
        str(unit.tuid): (unit.variants[1].text, unit.props.get("x-reviewed"))
        for unit in read_tmx(Path("after.tmx"))
    }


@pytest.mark.parametrize("language", CORRECTED)
def test_verdicts_take_effect_in_exports_and_in_the_search_and_outlast_a_build(
    folder: Path, samples: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    assert run(shlex.split(f"export memory --to xlsx --pair fr:{language} --review --out r.xlsx")) == 0
    accepted, edited, rejected = fill_in(folder / "r.xlsx", language)
    capsys.readouterr()
    assert run(shlex.split("import memory r.xlsx --review --reviewer Me --json")) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    schema = json.loads((ROOT / "docs/schemas/import.json").read_text(encoding="utf-8"))
    for record in records:
        Draft202012Validator(schema).validate(record)
    assert sum(record["outcome"] == "applied" for record in records) == 3
    for _ in range(2):
        after = exported(language)
        assert after[accepted][1] == "accepted"
        assert after[edited] == (CORRECTED[language], "edited")
        assert rejected not in after
        hits = hexapla.open_memory(folder / "memory").search(CORRECTED[language], languages=[language], k=1)
        assert hits[0].texts[language] == CORRECTED[language]
        # Once more after a build, which aligns nothing anew.
        hexapla.build([samples], out=folder / "memory")
    generation = (folder / "memory" / "CURRENT").read_text()
    assert run(shlex.split("import memory r.xlsx --review --reviewer Me")) == 0
    assert "recorded already: 3" in capsys.readouterr().out
    assert (folder / "memory" / "CURRENT").read_text() == generation


def test_a_decision_about_a_text_that_has_changed_is_told_by_the_next_build(
    folder: Path, samples: Path, tmp_path: Path
) -> None:
    documents = tmp_path / "docs"
    documents.mkdir()
    for path in samples.glob("A_RES_68_187.*"):
        (documents / path.name).write_bytes(path.read_bytes())
    hexapla.build([documents], out=tmp_path / "own")
    assert run(shlex.split("export own --to xlsx --pair fr:ru --review --out r.xlsx")) == 0
    book = load_workbook(folder / "r.xlsx")
    sheet = book["Units"]
    column = {cell.value: cell.column for cell in sheet[1]}
    accepted = "A/RES/68/187:OP2"
    row = next(row for row in range(2, 40) if sheet.cell(row, column["unit_id"]).value == accepted)
    sheet.cell(row, column["verdict"]).value = "accept"
    words = str(sheet.cell(row, column["ru"]).value).split()
    book.save(folder / "r.xlsx")
    assert run(shlex.split("import own r.xlsx --review")) == 0
    changed = next(path for path in documents.glob("*.ru.*"))
    text = changed.read_text(encoding="utf-8")
    pairs = list(pairwise(words))
    first, second = next(pair for pair in pairs if text.count(" ".join(pair)) == 1)
    changed.write_text(text.replace(f"{first} {second}", f"{second} {first}"), encoding="utf-8")
    result = hexapla.build([documents], out=tmp_path / "own")
    stale = [one for one in result.findings if "its text has changed" in one.reason]
    assert [one.path for one in stale] == [f"{accepted} fr:ru"]


def test_options_of_the_other_kind_are_wrong_usage(folder: Path) -> None:
    assert run(shlex.split("import memory r.xlsx --review --strict")) == 2
    assert run(shlex.split("import memory r.tmx --reviewer Me")) == 2
    assert run(shlex.split("import memory absent.xlsx --review")) == 1
