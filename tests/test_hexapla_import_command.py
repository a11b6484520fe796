"""`hexapla import`: what it says, its exit statuses, and that imported units stay and are found."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import polars as pl
import pytest

from hexapla import building, importing
from hexapla.command_line import run
from hexapla.exit_statuses import Status
from tm.memory import open_memory
from tm.tmx_reading import read_tmx
from tm.tmx_writing import write_tmx

ROOT = Path(__file__).resolve().parent.parent
Capture = pytest.CaptureFixture[str]
TEXTS = {
    "fr": "Le pont sera réparé avant l'hiver.",
    "en": "The bridge will be repaired before winter.",
    "es": "El puente se reparará antes del invierno.",
    "ru": "Мост отремонтируют до наступления зимы.",
    "zh": "这座桥将在冬季之前修好。",
    "ar": "سيتم إصلاح الجسر قبل الشتاء.",
}
OTHER = {
    "fr": "Les écoles rouvrent lundi.",
    "ar": "تفتح المدارس أبوابها يوم الاثنين.",
    "zh": "学校星期一开学。",
}
DOCUMENT = {
    "fr": "Note sur les ports\n\nLes ports sont ouverts toute l'année.\n\nLes navires paient un droit.\n",
    "en": "Note on harbours\n\nThe harbours are open all year.\n\nShips pay a fee.\n",
}


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, hash_encoders: ModuleType) -> None:
    """An encoder without a model, but where a test is long."""
    if request.node.get_closest_marker("long") is None:
        for module in (importing, building):
            monkeypatch.setattr(module, "load_encoder", lambda _name: hash_encoders.HashEncoder())


def tu(texts: dict[str, str], tuid: str = "", **props: str) -> str:
    own = "".join(f'<prop type="x-{name}">{value}</prop>' for name, value in props.items())
    variants = "".join(f'<tuv xml:lang="{code}"><seg>{text}</seg></tuv>\n' for code, text in texts.items())
    return f"<tu{f' tuid={chr(34)}{tuid}{chr(34)}' if tuid else ''}>{own}{variants}</tu>\n"


def tmx_file(path: Path, *units: str, source: str = "fr") -> Path:
    header = f'<tmx version="1.4">\n<header srclang="{source}"/>\n<body>\n'
    path.write_text(f"{header}{''.join(units)}</body>\n</tmx>\n", encoding="utf-8")
    return path


def records(capsys: Capture) -> list[dict[str, Any]]:
    schema = json.loads((ROOT / "docs" / "schemas" / "import.json").read_text(encoding="utf-8"))
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for record in found:
        jsonschema.validate(record, schema)
    return found


def units(memory: Path) -> pl.DataFrame:
    return open_memory(memory).units().collect()


def test_a_memory_is_made_and_a_second_time_changes_nothing(tmp_path: Path, capsys: Capture) -> None:
    file = tmx_file(tmp_path / "pont.tmx", tu(TEXTS, "b-1"), tu(OTHER))
    memory = tmp_path / "memory"
    assert run(["import", str(memory), str(file)]) == Status.DONE
    assert capsys.readouterr().out == f"{file}: 2 units read, 2 new.\n"
    table = units(memory).filter(level="paragraph")
    assert dict(table.filter(tuid="b-1").select("language", "text").iter_rows()) == TEXTS
    assert set(table["origin"]) == {"imported"}
    before = units(memory)
    assert run(["import", str(memory), str(file)]) == Status.DONE
    assert capsys.readouterr().out == (
        f"{file}: 2 units read, 0 new.\n  already-there: 2 (the memory has them already)\n"
    )
    assert units(memory).equals(before)


def test_what_is_skipped_is_counted_with_lines_and_gives_status_3(tmp_path: Path, capsys: Capture) -> None:
    file = tmx_file(
        tmp_path / "in.tmx",
        tu(TEXTS),
        tu(TEXTS),
        tu({"ru": "Один"}),
        tu({"ru": "Два", "zh": "A & B"}),
        tu({"es": "Tres", "ar": " "}),
        "<x/>\n",
    )
    assert run(["import", str(tmp_path / "memory"), str(file)]) == Status.DONE_WITH_FINDINGS
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"{file}: 4 units read, 1 new."
    assert said[1].startswith("  broken-unit: 1 (units that are not well-formed XML): line 21 (")
    assert said[2:] == [
        "  empty-segment: 1 (empty texts): line 24",
        "  one-language: 2 (units with text in one language only): line 18, 23",
        "  repeated-unit: 1 (the same unit stands earlier in the file)",
        "  stray-content: 1 (something other than a unit stands between the units or after them): line 26",
    ]


def test_json_follows_its_schema(tmp_path: Path, capsys: Capture) -> None:
    good = tmx_file(tmp_path / "good.tmx", tu(TEXTS), tu({"ru": "Один"}))
    bad = tmp_path / "bad.tmx"
    bad.write_text("<html/>", encoding="utf-8")
    only_header = tmp_path / "header.tmx"
    only_header.write_text("<tmx><header/></tmx>", encoding="utf-8")
    files = [str(good), str(bad), str(tmp_path / "none.tmx"), str(only_header)]
    status = run(["import", str(tmp_path / "memory"), *files, "--json"])
    assert status == Status.DONE_WITH_FINDINGS
    found = records(capsys)
    assert found[0] == {
        "record": "file", "file": str(good), "read": 2, "new": 1, "skipped": {"one-language": 1},
        "languages": {code: code for code in sorted(TEXTS)},
    }  # fmt: skip
    assert found[1] == {
        "record": "skipped", "file": str(good), "line": 11, "reason": "one-language", "detail": "",
    }  # fmt: skip
    assert (found[2]["file"], found[2]["skipped"]) == (str(only_header), {"no-body": 1})
    left_out = {record["file"]: record["reason"] for record in found if record["record"] == "left_out"}
    assert left_out[str(bad)] == f"{bad}, line 1: this is no TMX file: its root element is <html>."
    assert str(tmp_path / "none.tmx") in left_out[str(tmp_path / "none.tmx")]


def test_status_1_where_no_file_can_be_read_and_nothing_is_made(tmp_path: Path, capsys: Capture) -> None:
    bad = tmp_path / "bad.tmx"
    bad.write_bytes(b"%PDF-1.4")
    assert run(["import", str(tmp_path / "memory"), str(bad)]) == Status.NOTHING_DONE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"hexapla: {bad}, line 1: this is not well-formed XML (no element begins it).\n"
    assert not (tmp_path / "memory" / "CURRENT").exists()


def test_two_codes_of_one_language_need_an_answer(tmp_path: Path, capsys: Capture) -> None:
    file = tmx_file(tmp_path / "in.tmx", tu({"en-US": "color", "EN_gb": "colour", "fr-FR": "couleur"}))
    memory = tmp_path / "memory"
    assert run(["import", str(memory), str(file)]) == Status.NOTHING_DONE
    said = capsys.readouterr().err
    assert "en-GB, en-US" in said
    assert "--language-map" in said
    answers = ["--language-map", "en-US=en", "--language-map", "en-GB=en-GB"]
    assert run(["import", str(memory), str(file), *answers]) == Status.DONE
    table = units(memory).filter(level="paragraph")
    found = dict(table.select("language", "text").iter_rows())
    assert found == {"en": "color", "en-GB": "colour", "fr": "couleur"}


@pytest.mark.parametrize("source", ["en", "EN", "*all*", "x-none", "de-DE"])
def test_the_source_language_of_the_header_needs_no_answer(tmp_path: Path, source: str) -> None:
    file = tmx_file(tmp_path / "in.tmx", tu({"fr-FR": "couleur", "en-US": "color"}), source=source)
    assert run(["import", str(tmp_path / "memory"), str(file)]) == Status.DONE
    pivot = set(units(tmp_path / "memory")["pivot"])
    assert pivot == {"en" if source.lower() == "en" else "fr"}


def test_strict_refuses_a_file_with_one_broken_unit(tmp_path: Path, capsys: Capture) -> None:
    file = tmx_file(tmp_path / "in.tmx", tu(TEXTS), tu({"fr": "&nbsp;", "ru": "Да"}))
    memory = tmp_path / "memory"
    assert run(["import", str(memory), str(file), "--strict"]) == Status.NOTHING_DONE
    assert "line 11: this is not well-formed XML (Entity 'nbsp' not defined)" in capsys.readouterr().err
    assert run(["import", str(memory), str(file)]) == Status.DONE_WITH_FINDINGS


def test_units_of_files_with_one_name_stay_whole(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    for folder in (first, second):
        folder.mkdir()
    memory = tmp_path / "memory"
    run(["import", str(memory), str(tmx_file(first / "client.tmx", tu(TEXTS, "1"), tu(OTHER, "2")))])
    changed = {code: f"{text} (2)" for code, text in TEXTS.items()}
    grown = tmx_file(second / "client.tmx", tu(TEXTS, "1"), tu(OTHER, "2"), tu(changed, "3"))
    assert run(["import", str(memory), str(grown)]) == Status.DONE
    write_tmx(open_memory(memory), tmp_path / "out.tmx")
    written = sorted(unit.texts["fr"] for unit in read_tmx(tmp_path / "out.tmx"))
    assert written == sorted([TEXTS["fr"], OTHER["fr"], changed["fr"]])
    assert sorted(len(unit.texts) for unit in read_tmx(tmp_path / "out.tmx")) == [3, 6, 6]


@pytest.mark.parametrize("flags", [[], ["--sync"]], ids=str)
def test_a_build_keeps_what_was_imported(tmp_path: Path, flags: list[str], capsys: Capture) -> None:
    memory, documents = tmp_path / "memory", tmp_path / "docs"
    documents.mkdir()
    for code, text in DOCUMENT.items():
        (documents / f"ports.{code}.txt").write_text(text, encoding="utf-8")
    run(["import", str(memory), str(tmx_file(tmp_path / "pont.tmx", tu(TEXTS)))])
    before = units(memory).filter(origin="imported")
    for _ in range(2):
        assert run(["build", str(documents), "--out", str(memory), *flags]) in (
            Status.DONE,
            Status.DONE_WITH_FINDINGS,
        )
        capsys.readouterr()
        after = units(memory)
        assert after.filter(origin="imported").equals(before)
        assert after.filter(origin="aligned").height > 0
    run(["import", str(memory), str(tmx_file(tmp_path / "autre.tmx", tu(OTHER)))])
    assert units(memory).filter(origin="aligned").equals(after.filter(origin="aligned"))
    assert units(memory).filter(origin="imported", level="paragraph")["unit_id"].n_unique() == 2


def test_hostile_names_and_texts_are_printed_harmlessly(tmp_path: Path, capsys: Capture) -> None:
    file = tmx_file(tmp_path / "a\u202e\x1b[31m.tmx", tu({"fr": "<b/>\u202e", "ru": "&x;"}))
    assert run(["import", str(tmp_path / "memory"), str(file)]) == Status.DONE_WITH_FINDINGS
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert "\u202e" not in captured.out + captured.err


@pytest.mark.long
@pytest.mark.parametrize("language", sorted(TEXTS))
def test_search_finds_an_imported_text_in_each_language(
    imported: Path, language: str, capsys: Capture
) -> None:
    assert run(["search", str(imported), TEXTS[language], "--json"]) == Status.DONE
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (first["matched"], first["language"]) == (TEXTS[language], language)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A memory of imported units, with the real encoder."""
    folder = tmp_path_factory.mktemp("imported")
    file = tmx_file(folder / "pont.tmx", tu(TEXTS, "b-1"), tu(OTHER, "b-2"))
    importing.import_files(folder / "memory", [file])
    return folder / "memory"
