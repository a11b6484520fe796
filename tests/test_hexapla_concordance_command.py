"""`hexapla concordance`: aligned lines, renderings, files of each format."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook

from hexapla.command_line import run
from hexapla.kwic_lines import KwicLine, kwic_lines

Capture = pytest.CaptureFixture[str]
PHRASE = "droits de l’homme"


def cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def test_marked_words_stand_below_each_other_in_six_languages(
    sample_memory: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    assert run(["concordance", str(sample_memory), PHRASE, "--in", "fr", "--limit", "1"]) == 0
    captured = capsys.readouterr()
    head, *lines = captured.out.splitlines()
    assert head.startswith("A/RES/68/187:PP1 ")
    assert [line[:2] for line in lines] == ["fr", "ar", "en", "es", "ru", "zh"]
    marks = {line[:2]: re.findall(r"\[(.*?)\]", line)[0] for line in lines}
    assert marks == {
        "fr": PHRASE, "ar": "حقوق الإنسان", "en": "human rights", "es": "derechos humanos",
        "ru": "прав человека", "zh": "人权",
    }  # fmt: skip
    assert len({cells(line[: line.index("[")]) for line in lines}) == 1
    assert max(map(cells, lines)) <= 90
    assert captured.err == "1 occurrence.\n"


def test_what_is_read_before_stands_at_the_right_in_arabic() -> None:
    line = KwicLine("ar", "قبل ", "الكلمة", " بعد")
    (shown,) = kwic_lines([line], isolate=False, bold=False, width=60)
    assert shown.index("بعد") < shown.index("[الكلمة]") < shown.index("قبل")
    (isolated,) = kwic_lines([line], isolate=True, bold=False, width=60)
    assert isolated.count("\u2068") == isolated.count("\u2069") == 3
    (bold,) = kwic_lines([line], isolate=False, bold=True, width=60)
    assert "\x1b[1m[الكلمة]\x1b[0m" in bold


@pytest.mark.parametrize(
    "texts",
    [
        ("a" * 50_000, "b", "c" * 50_000), ("河" * 3000, "流" * 300, "名" * 3000), ("", "x", ""),
        ("e\u0301" * 500, "e\u0301", "e\u0301" * 500),
        ("\x1b31m\u202e", "\u2066x\n", "\x00y"), ("", None, "text " * 99),
    ],
)  # fmt: skip
def test_lines_are_as_wide_as_they_may_be_and_hold_no_controls(texts: tuple[str, str | None, str]) -> None:
    lines = [KwicLine("zh", *texts), KwicLine("en", "left ", "mark", " right")]
    shown = kwic_lines(lines, isolate=False, bold=False, width=70)
    assert all(cells(line) <= 70 for line in shown)
    assert len({cells(line[: line.index("[")]) for line in shown}) == 1
    assert not re.search(r"[\x00-\x1f\u202a-\u202e\u2066-\u2069]", "".join(shown))
    assert ("[?]" in shown[0]) is (texts[1] is None)


def test_plain_looks_for_no_renderings_and_whole_prints_whole_texts(
    sample_memory: Path, capsys: Capture
) -> None:
    words = ["concordance", str(sample_memory), PHRASE, "--in", "fr", "--show", "en", "--limit", "1"]
    assert run([*words, "--plain"]) == 0
    plain = capsys.readouterr().out
    assert (plain.count("["), plain.count(f"[{PHRASE}]")) == (1, 1)
    assert re.search("^en  \\w", plain, re.MULTILINE)
    assert run([*words, "--whole"]) == 0
    out = capsys.readouterr().out
    assert "[human rights]" in out
    assert "…" not in out


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "أغلقت الجسور عند المساء"),
        ("zh", "傍晚桥梁关闭"),
        ("en", "Bridges were closed at dusk"),
        ("fr", "Les ponts furent fermés au soir"),
        ("ru", "Мосты закрыли вечером"),
        ("es", "Los puentes se cerraron al anochecer"),
    ],
)
def test_a_text_in_which_nothing_was_looked_for_has_its_whole_line(language: str, text: str) -> None:
    lines = [KwicLine("fr", "les ", "ponts", " fermés"), KwicLine(language, "", "", text)]
    (_, shown) = kwic_lines(lines, isolate=False, bold=False, width=60)
    assert shown.split() == [language, *text.split()]
    # Arabic ends at the right edge, where it begins to be read; others at the left.
    assert (cells(shown) == 59, shown.startswith(f"{language}  {text}")) == (
        language == "ar",
        language != "ar",
    )
    (_, cut) = kwic_lines(
        [lines[0], KwicLine(language, "", "", text * 9)], isolate=False, bold=False, width=60
    )
    assert cut.endswith("…")
    assert 57 <= cells(cut) <= 60


def test_renderings_are_counted(sample_memory: Path, tmp_path: Path, capsys: Capture) -> None:
    words = ["concordance", str(sample_memory), "terrorisme", "--in", "fr", "--show", "ar,en", "--renderings"]
    assert run(words) == 0
    out = capsys.readouterr().out
    assert re.search(r"^fr > ar: \d+ occurrences, 1 without a text in ar$", out, re.MULTILINE)
    assert re.search(r"^   terrorism +\d+ +\d+ %", out, re.MULTILINE)
    assert run([*words, "--json"]) == 0
    tables = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [table["other_language"] for table in tables] == ["ar", "en"]
    for form in ("csv", "xlsx", "html"):
        assert run([*words, "--to", form, "--out", str(tmp_path / f"r.{form}")]) == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8-sig"))))
    of_english = [row for row in rows if row["other_language"] == "en"]
    assert sum(int(row["count"]) for row in of_english) == tables[1]["occurrences"]
    assert of_english[0]["rendering"] == "terrorism"


def test_a_workbook_has_the_phrase_and_its_rendering_in_bold(sample_memory: Path, tmp_path: Path) -> None:
    out = tmp_path / "c.xlsx"
    words = ["concordance", str(sample_memory), PHRASE, "--in", "fr", "--show", "ar,zh"]
    assert run([*words, "--to", "xlsx", "--out", str(out)]) == 0
    sheet = load_workbook(out, rich_text=True).active
    head = [cell.value for cell in sheet[1]]
    assert head[:6] == ["left", "match", "right", "ar", "zh", "unit_id"]
    row = dict(zip(head, sheet[2], strict=True))
    assert row["match"].font.b
    assert [part.text for part in row["zh"].value if getattr(part, "font", None) and part.font.b] == ["人权"]
    assert row["rendering_ar"].value == "حقوق الإنسان"


@pytest.mark.parametrize(("show", "codes"), [("ru", ["fr", "ru"]), ("ru,zh", ["fr", "ru", "zh-Hans"])])
def test_tmx_has_the_units_with_the_phrase_alone(
    show: str, codes: list[str], sample_memory: Path, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "c.tmx"
    words = ["concordance", str(sample_memory), PHRASE, "--in", "fr", "--show", show]
    assert run([*words, "--to", "tmx", "--out", str(out)]) == 0
    units = etree.parse(out).findall(".//tu")
    assert {unit.get("tuid") for unit in units} == {"A/RES/68/187:PP1", "A/RES/68/187:OP9"}
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [[one.get(language) for one in unit.findall("tuv")] for unit in units] == [codes] * 2
    assert capsys.readouterr().err == f"Wrote 2 units to {out}.\n"


def test_an_export_to_standard_output_is_the_file_without_the_mark(
    sample_memory: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = ["concordance", str(sample_memory), PHRASE, "--in", "fr", "--show", "en", "--to"]
    assert run([*words, "html", "--out", str(tmp_path / "c.html")]) == 0
    capfdbinary.readouterr()
    assert run([*words, "html", "--out", "-"]) == 0
    assert capfdbinary.readouterr().out == (tmp_path / "c.html").read_bytes()


@pytest.mark.parametrize(
    ("options", "says", "status"),
    [
        (["--to", "csv"], "--to needs --out FILE", 2), (["--out", "x"], "--out needs --to FORMAT", 2),
        (["--csv", "x", "--to", "html", "--out", "y"], "exclude each other", 2),
        (["--renderings", "--to", "tmx", "--out", "x"], "--renderings goes with neither", 2),
        (["--whole", "--json"], "--whole is for the terminal", 2), (["--show", "de"], "de", 2),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_message(
    options: list[str], says: str, status: int, sample_memory: Path, capsys: Capture
) -> None:
    assert run(["concordance", str(sample_memory), PHRASE, "--in", "fr", *options]) == status
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.err.count("\n") == 1


def test_no_occurrence_is_no_tmx(sample_memory: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "none.tmx"
    words = ["concordance", str(sample_memory), "zeppelin", "--in", "fr", "--to", "tmx", "--out", str(out)]
    assert run(words) == 1
    assert "There is no occurrence" in capsys.readouterr().err
    assert not out.exists()


def test_without_the_encoder_of_the_memory_texts_are_shown_and_that_is_said(
    sample_memory: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from align.errors import ExtraMissing

    def refuse(_name: str) -> None:
        raise ExtraMissing("st:model", "transformers")

    monkeypatch.setattr("tm.memory.load_encoder", refuse)
    assert run(["concordance", str(sample_memory), PHRASE, "--in", "fr", "--show", "en", "--limit", "1"]) == 0
    captured = capsys.readouterr()
    assert "[human rights]" not in captured.out
    assert captured.err.startswith("Note: renderings are not looked for: ")
