"""`hexapla add`, `delete`, `compact`: single units, found at once, in all commands after publication."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from hexapla.command_line import run
from tm.tmx_reading import read_tmx

UNIT = {
    "ar": "تُفتح مكتبة القرية كل يوم خميس.",
    "en": "The village library opens every Thursday.",
    "es": "La biblioteca del pueblo abre todos los jueves.",
    "fr": "La bibliothèque du village ouvre tous les jeudis.",
    "ru": "Деревенская библиотека открывается каждый четверг.",
    "zh": "村图书馆每逢星期四开放。",
}
TMX = (
    '<tmx version="1.4"><header srclang="fr"/><body><tu tuid="a">'
    '<tuv xml:lang="fr"><seg>La rivière est calme.</seg></tuv>'
    '<tuv xml:lang="en"><seg>The river is calm.</seg></tuv></tu></body></tmx>'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    (tmp_path / "in.tmx").write_text(TMX, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["import", "memory", "in.tmx"]) == 0
    capsys.readouterr()
    return tmp_path


def first_hit(query: str, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, object]:
    capsys.readouterr()
    assert run(["search", "memory", query, "--json", "-k", "1", *more]) == 0
    hit: dict[str, object] = json.loads(capsys.readouterr().out)
    return hit


def exported() -> set[str]:
    assert run(shlex.split("export memory --to tmx --pair fr:en --out out.tmx")) == 0
    return {unit.variants[1].text for unit in read_tmx(Path("out.tmx"))}


def added(capsys: pytest.CaptureFixture[str]) -> str:
    options = [part for code, text in UNIT.items() for part in ("--text", code, text)]
    assert run(["add", "memory", *options, "--document", "note.docx", "--date", "2026-11-26"]) == 0
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize("language", UNIT)
def test_an_added_unit_is_found_in_each_language(
    folder: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    unit_id = added(capsys)
    hit = first_hit(UNIT[language], capsys, "--in", language)
    assert (hit["unit_id"], hit["texts"], hit["document"]) == (unit_id, UNIT, "note.docx")
    assert exported() == {"The river is calm."}
    capsys.readouterr()
    assert run(["info", "memory"]) == 0
    assert "1 unit added, 0 units deleted: not published yet" in capsys.readouterr().out
    assert run(["compact", "memory"]) == 0
    assert run(["info", "memory"]) == 0
    assert "not published" not in capsys.readouterr().out


def test_compaction_lets_every_command_see_it_and_a_later_import_keeps_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit_id = added(capsys)
    assert run(["compact", "memory"]) == 0
    assert "1 unit added, 0 units deleted" in capsys.readouterr().err
    assert exported() == {"The river is calm.", UNIT["en"]}
    Path("more.tmx").write_text(TMX.replace("calm", "wide").replace("calme", "large"), encoding="utf-8")
    assert run(["import", "memory", "more.tmx"]) == 0
    assert exported() == {"The river is calm.", "The river is wide.", UNIT["en"]}
    assert run(["delete", "memory", unit_id]) == 0
    assert run(["compact", "memory"]) == 0
    assert exported() == {"The river is calm.", "The river is wide."}
    capsys.readouterr()
    assert run(["compact", "memory"]) == 0
    assert "no changes to publish" in capsys.readouterr().err


def test_a_deleted_unit_is_gone_and_restored_it_is_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added(capsys)
    unit_id = str(first_hit("The river is calm.", capsys)["unit_id"])
    assert run(["delete", "memory", unit_id]) == 0
    assert first_hit("The river is calm.", capsys)["unit_id"] != unit_id
    assert run(["delete", "memory", unit_id, "--restore"]) == 0
    assert first_hit("The river is calm.", capsys)["unit_id"] == unit_id


def test_an_unknown_unit_is_named_and_the_others_are_deleted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit_id = added(capsys)
    assert run(["delete", "memory", "nobody:1", unit_id]) == 3
    told = capsys.readouterr().err
    assert 'nobody:1: The memory has no unit "nobody:1"' in told
    assert "Deleted 1 unit." in told
    assert run(["delete", "memory", "nobody:1"]) == 1


def test_a_file_of_units_is_added_and_a_bad_line_left_out_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        json.dumps({"texts": UNIT, "symbol": "A/RES/80/1"}, ensure_ascii=False),
        "",
        "no json",
        json.dumps({"texts": {"fr": "seul"}}),
        json.dumps({"texts": {"fr": "a", "en": 5}}),
        json.dumps({"texts": {"fr": "a", "en": "b"}, "colour": "red"}),
        "[" * 100_000,
        '{"texts": {"fr": "' + "x" * 1_100_000 + '", "en": "y"}}',
        json.dumps({"texts": {"zh": "第二条。", "ru": "Статья 2."}}),
    ]
    Path("units.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(["add", "memory", "--from", "units.jsonl"]) == 3
    captured = capsys.readouterr()
    assert len(captured.out.split()) == 2
    for number, reason in {
        3: "no JSON",
        4: "at least two languages",
        5: "every value is a text",
        6: '"colour" is unknown',
        7: "no JSON",
        8: "more than 1000000 bytes",
    }.items():
        assert any(
            line.startswith(f"units.jsonl, line {number}: ") and reason in line
            for line in captured.err.splitlines()
        )
    assert "Added 2 units, left out 6 lines." in captured.err
    assert first_hit("Статья 2.", capsys)["texts"] == {"zh": "第二条。", "ru": "Статья 2."}


@pytest.mark.parametrize("line", ["import memory in.tmx", "compact memory"])
def test_an_import_that_brings_nothing_new_publishes_changes_and_until_then_commands_tell_of_them(
    folder: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    added(capsys)
    assert run(shlex.split("concordance memory bibliothèque --in fr")) == 0
    assert "1 change of single units not published yet" in capsys.readouterr().err
    assert run(shlex.split(line)) in (0, 3)
    capsys.readouterr()
    assert run(shlex.split("concordance memory bibliothèque --in fr")) == 0
    told = capsys.readouterr()
    assert "not published" not in told.err
    assert "[bibliothèque]" in told.out
    assert run(["info", "memory", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 2


def test_a_build_publishes_changes_even_where_no_document_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for code, text in (("fr", "La rivière est calme."), ("en", "The river is calm.")):
        Path(f"note.{code}.txt").write_text(text, encoding="utf-8")
    build = ["build", "note.fr.txt", "note.en.txt", "--out", "memory"]
    assert run(build) == 0
    added(capsys)
    assert run(build) == 0
    capsys.readouterr()
    assert run(["info", "memory", "--json"]) == 0
    info = json.loads(capsys.readouterr().out)
    assert (info["documents"], info["unpublished_changes"]) == (2, {"added": 0, "deleted": 0})
    assert UNIT["en"] in exported()


def test_a_binary_file_is_refused_as_a_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("units.xlsx").write_bytes(b"PK\x03\x04\x00\x00\n" * 50)
    assert run(["add", "memory", "--from", "units.xlsx"]) == 1
    assert capsys.readouterr().err.count("no text in UTF-8") == 1


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("add memory", 2),
        ("add memory --text fr seul", 2),
        ("add memory --text fr a --text fr b", 2),
        ("add memory --text fr a --text en b --date 26.11.2026", 2),
        ("add memory --from units.jsonl --document x", 2),
        ("add nowhere --text fr a --text en b", 1),
        ("delete memory", 2),
        ("compact nowhere", 1),
    ],
)
def test_what_cannot_be_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], line: str, status: int
) -> None:
    assert run(shlex.split(line)) == status
    assert capsys.readouterr().err
    assert not (folder / "memory" / "changes.sqlite").exists()
