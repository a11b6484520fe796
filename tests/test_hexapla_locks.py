"""`--locks`: the file is read, checked line by line, and holds in `hexapla align` and `hexapla build`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hexapla.command_line import run

Capture = pytest.CaptureFixture[str]
TEXTS = {
    "ar": "النهر طويل.\n\nتغلق المكتبة ظهرا.\n\nالمحفوظات قديمة.\n",
    "zh": "河流很长。\n\n图书馆中午关门。\n\n档案很古老。\n",
    "en": "The river is long.\n\nThe library closes at noon.\n\nThe archives are old.\n",
    "fr": "Le fleuve est long.\n\nLa bibliothèque ferme à midi.\n\nLes archives sont anciennes.\n",
    "ru": "Река длинная.\n\nБиблиотека закрывается в полдень.\n\nАрхивы старинные.\n",
    "es": "El río es largo.\n\nLa biblioteca cierra al mediodía.\n\nLos archivos son antiguos.\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for code, text in TEXTS.items():
        (tmp_path / f"note.{code}.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def line(
    source: list[int], target: list[int], verdict: str = "confirmed", **more: object
) -> dict[str, object]:
    return {
        "source_language": "fr", "target_language": "ar", "source": source, "target": target,
        "verdict": verdict, **more,
    }  # fmt: skip


def write(*lines: object) -> None:
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
    Path("locks.jsonl").write_text(text, encoding="utf-8")


def beads(capsys: Capture, *extra: str, target: str = "ar") -> tuple[int, list[dict[str, object]], str]:
    arguments = ["align", "note.fr.txt", f"note.{target}.txt", "--format", "jsonl", *extra]
    status = run(arguments)
    printed = capsys.readouterr()
    return status, [json.loads(one) for one in printed.out.splitlines()], printed.err


@pytest.mark.parametrize("target", ["ar", "zh", "en", "ru", "es"])
def test_a_printed_line_with_a_verdict_is_a_lock(target: str, folder: Path, capsys: Capture) -> None:
    _, printed, _ = beads(capsys, target=target)
    assert [(bead["source"], bead["target"]) for bead in printed] == [([k], [k]) for k in range(3)]
    write({**printed[0], "verdict": "confirmed"}, {**printed[1], "verdict": "refused"})
    status, locked, errors = beads(capsys, "--locks", "locks.jsonl", target=target)
    assert (status, errors) == (0, "")
    assert (locked[0]["rule"], locked[0]["probability"]) == ("lock", 1.0)
    assert ([1], [1]) not in [(bead["source"], bead["target"]) for bead in locked]


def test_a_lock_may_name_the_languages_in_the_other_order(folder: Path, capsys: Capture) -> None:
    write({**line([1, 2], [1]), "source_language": "ar", "target_language": "French"})
    status, locked, _ = beads(capsys, "--locks", "locks.jsonl")
    assert status == 0
    assert {"source": [1], "target": [1, 2], "rule": "lock"}.items() <= locked[1].items()


def test_a_lock_whose_text_has_changed_is_told_and_not_applied(folder: Path, capsys: Capture) -> None:
    write(line([0], [1], source_text=["Le fleuve…"], target_text=["النهر قصير."]))
    status, locked, errors = beads(capsys, "--locks", "locks.jsonl")
    assert status == 3
    assert "locks.jsonl: warning: line 1 is not applied: its text is not that of the documents" in errors
    assert [(bead["source"], bead["target"]) for bead in locked] == [([k], [k]) for k in range(3)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n{", "line 2: this is no JSON"),
        ("[1]", "line 1: this is no JSON object"),
        (json.dumps({"source": [1]}), 'line 1: "source_language" is missing'),
        (json.dumps({**line([1], [1]), "verdict": "yes"}), 'the verdict is "yes". Try: add "verdict"'),
        (
            json.dumps({k: v for k, v in line([1], [1]).items() if k != "verdict"}),
            "there is no verdict. Try: add",
        ),
        (json.dumps(line([], [])), "both sides are empty"),
        (json.dumps(line([True], [1])), '"source" is [true]'),
        (json.dumps(line([2, 1], [1])), "no neighbours in order"),
        (json.dumps(line([1], [7])), "ar has segments 0 to 2, and none 7"),
        (json.dumps(line([1], [1], source_text=[])), '"source_text" has 0 texts for 1 segments'),
        (json.dumps({**line([1], [1]), "target_language": "ru"}), 'no version in "ru". Try: two of ar, fr'),
        (
            json.dumps(line([1], [1])) + "\n" + json.dumps(line([1, 2], [2])),
            "line 2: this contradicts line 1, which says something else of fr segment 1",
        ),
        (
            json.dumps(line([1], [1])) + "\n" + json.dumps(line([1], [1], "refused")),
            "line 2: this contradicts line 1",
        ),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_the_reason(text: str, words: str, folder: Path, capsys: Capture) -> None:
    Path("locks.jsonl").write_text(text, encoding="utf-8")
    status, printed, errors = beads(capsys, "--locks", "locks.jsonl")
    assert (status, printed) == (1, [])
    assert words in errors
    assert errors.startswith("hexapla: locks.jsonl, line ")


def test_a_build_keeps_the_locks_and_aligns_only_the_set_whose_locks_changed(
    folder: Path, capsys: Capture
) -> None:
    from hexapla.building import build
    from tm.memory import open_memory

    for code, text in TEXTS.items():
        (folder / f"other.{code}.txt").write_text(text.replace("\n\n", "\n\n ", 1), encoding="utf-8")
    files = sorted(folder.glob("*.txt"))
    first = build(files, folder / "memory")
    names = sorted(one.name for one in first.sets)
    assert len(names) == 2
    lock = {**line([1, 2], [1], set=names[0]), "source_language": "zh", "target_language": "es"}
    write(lock)
    second = build(files, folder / "memory", locks=folder / "locks.jsonl")
    assert {one.name: one.state for one in second.sets} == {names[0]: "new", names[1]: "unchanged"}
    units = open_memory(folder / "memory").units().collect().to_dicts()
    merged = {
        (unit["unit_id"], unit["rule"]) for unit in units if unit["text"] == "图书馆中午关门。档案很古老。"
    }
    spanish = {unit["unit_id"] for unit in units if unit["text"] == "La biblioteca cierra al mediodía."}
    assert {rule for _, rule in merged} == {"lock"}
    assert {unit_id for unit_id, _ in merged} < spanish
    third = build(files, folder / "memory", locks=folder / "locks.jsonl")
    assert {one.state for one in third.sets} == {"unchanged"}
    assert third.exit_status == 0
    write({**lock, "source_text": ["河流", "x"]})
    stale = build(files, folder / "memory", locks=folder / "locks.jsonl")
    again = build(files, folder / "memory", locks=folder / "locks.jsonl")
    for result in (stale, again):
        assert result.exit_status == 3
        assert ["line 1 is not applied" in one.reason for one in result.left_out] == [True]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, 'line 1: no set is named. Try: add "set" with one of "note"'),
        ({"set": "notes"}, 'there is no set "notes". Try: one of "note"'),
        ({"set": "note", "target_language": "de"}, 'no version in "de". Try: two of ar, en, es, fr, ru, zh'),
    ],
)
def test_a_lock_of_an_unknown_set_or_language_stops_a_build(
    change: dict[str, object], words: str, folder: Path, capsys: Capture
) -> None:
    write({**line([1], [1]), **change})
    assert run(["build", str(folder), "--out", "memory", "--locks", "locks.jsonl"]) == 1
    assert words in capsys.readouterr().err
    assert not (folder / "memory" / "CURRENT").exists()
