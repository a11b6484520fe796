"""`hexapla terms`, its page, `hexapla import --terms` and `hexapla check --terms`, as users call them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from align.encoders import Encoder
from hexapla.command_line import run
from hexapla.terms_page import render_terms
from tm.tbx_reading import read_tbx
from tm.terms.exported_concepts import ExportedConcept, ExportedTerm, exported_concepts
from tm.terms.term_tables import write_terms_csv

SCHEMAS = Path(__file__).resolve().parent.parent / "docs" / "schemas"
SIX = ("fr", "ar", "en", "es", "ru", "zh")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def memory(
    tmp_path: Path,
    tm_sets: ModuleType,
    office_memories: ModuleType,
    term_concepts: ModuleType,
    hash_encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A memory of the rivers; its concepts are made by hand: what finds them has tests of its own."""

    def extract(_memory: object, **asked: Any) -> list[Any]:
        if asked["progress"] is not None:
            asked["progress"]("candidates fr", 0.5)
        return [one for one in term_concepts.both() if one.probability >= asked["min_probability"]]

    monkeypatch.setattr("tm.terms.extraction.extract_concepts", extract)
    monkeypatch.chdir(tmp_path)
    made = office_memories.memory_of(tmp_path / "memory", hash_encoder, tm_sets.rivers())
    return Path(made.folder)


def records(text: str, schema: str) -> list[Any]:
    validator = Draft202012Validator(json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))
    found = [json.loads(line) for line in text.splitlines()]
    for record in found:
        assert list(validator.iter_errors(record)) == []
    return found


@pytest.mark.parametrize("form", ["tbx", "tbx2", "csv", "memoq", "omegat", "xlsx", "html", "json"])
def test_every_format_is_written_whole_and_alike_each_time(
    memory: Path, capsys: Capture, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1385337600")
    pair = ["--pair", "ar:zh"] if form == "omegat" else []
    for name in ("a", "b"):
        assert run(["terms", "memory", "--to", form, *pair, "--out", name]) == 0
    written = Path("a").read_bytes()
    assert written == Path("b").read_bytes()
    if form != "xlsx":
        assert "المياه المستعملة" in written.decode()
        assert "废水" in written.decode()
    told = capsys.readouterr()
    assert told.out == ""
    assert f"Wrote 2 concepts, {5 if form == 'omegat' else 14} terms to a." in told.err
    assert not list(Path().glob(".*.part"))


def test_standard_output_and_a_pair(memory: Path, capsys: Capture) -> None:
    assert run(["terms", "memory", "--to", "json", "--pair", "zh:en", "--out", "-"]) == 0
    first, second = records(capsys.readouterr().out, "concept")
    assert [term["text"] for term in first["terms"]] == ["废水", "污水", "waste water", "sewage"]
    assert first["pivot"] == "zh"
    assert second["terms"][0]["contexts"][0]["page"] == 2


def test_the_tbx_says_what_it_was_made_of(memory: Path, tbx_rules: ModuleType) -> None:
    assert run(["terms", "memory", "--to", "tbx", "--out", "terms.tbx"]) == 0
    assert tbx_rules.problems(Path("terms.tbx")) == []
    text = Path("terms.tbx").read_text(encoding="utf-8")
    assert "<title>Terms of memory</title>" in text
    assert re.search(r"in the memory memory, generation \d+, corpus digest [0-9a-f]+\.", text)
    assert "preferred" not in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "nothing to do"),
        (["--to", "tbx"], "--to and --out go together"),
        (["--out", "x"], "--to and --out go together"),
        (["--to", "omegat", "--out", "x"], "--pair fr:en"),
        (["--to", "tbx", "--out", "x", "--bom"], "--bom and --review are for"),
        (["--to", "tbx", "--out", "x", "--json"], "--to json"),
        (["--to", "csv", "--out", "-", "--seed", "s.csv", "--json"], "Name a file"),
        (["--to", "csv", "--out", "x", "--pair", "fr:de"], "no text in de"),
        (["--to", "csv", "--out", "x", "--min-frequency", "0"], "0 is not in the range"),
    ],
)
def test_wrong_usage_says_what_is_right(
    memory: Path, capsys: Capture, arguments: list[str], message: str
) -> None:
    assert run(["terms", "memory", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told_before_the_work(
    memory: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("tm.terms.extraction.extract_concepts")
    assert run(["terms", "memory", "--to", "tbx", "--out", "nowhere/t.tbx"]) == 1
    assert "nowhere" in capsys.readouterr().err
    assert run(["terms", "memory", "--to", "tbx", "--out", "memory"]) == 1


def test_csv_with_the_columns_to_decide_in(memory: Path) -> None:
    assert run(["terms", "memory", "--to", "csv", "--review", "--out", "t.csv"]) == 0
    header = Path("t.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert header[5:8] == ["decision", "merge into", "comment"]
    assert header[-1] == "hash"


def test_a_seed_is_searched_in_both_languages_of_a_pair(memory: Path, capsys: Capture) -> None:
    Path("known.csv").write_text("en,ar\nwaste water,المياه المستعملة\n", encoding="utf-8")
    assert run(["terms", "memory", "--seed", "known.csv", "--pair", "en:ar", "--json"]) == 0
    (row, extended) = records(capsys.readouterr().out, "term-outcome")
    assert (extended["outcome"], extended["language"]) == ("confirmed", "ar")
    assert (row["outcome"], row["language"], row["found"]) == ("extended", "fr", "eaux usées")


def test_no_concept_is_no_termbase(memory: Path, capsys: Capture) -> None:
    assert run(["terms", "memory", "--to", "tbx", "--min-probability", "1", "--out", "x.tbx"]) == 1
    assert "no concept to write" in capsys.readouterr().err
    assert not Path("x.tbx").exists()


def test_a_seed_gives_a_table_and_an_exit_status(memory: Path, capsys: Capture) -> None:
    Path("known.csv").write_text("id,fr,en\nw,eaux usées,waste water\n", encoding="utf-8")
    assert run(["terms", "memory", "--seed", "known.csv"]) == 0
    told = capsys.readouterr()
    assert re.search(r"confirmed +eaux usées +en +waste water +waste water +1 of 1", told.out)
    assert "Termbase: confirmed: 1, extended: 4." in told.err
    Path("known.csv").write_text("id,fr,en\nw,eaux usées,slops\nt,tonnerre,thunder\n", encoding="utf-8")
    assert run(["terms", "memory", "--seed", "known.csv", "--to", "tbx2", "--out", "x.tbx", "--json"]) == 3
    rows = records(capsys.readouterr().out, "term-outcome")
    assert [(row["entry"], row["outcome"], row["language"]) for row in rows] == [
        ("w", "extended", "ar"), ("w", "contradicted", "en"), ("w", "extended", "es"),
        ("w", "extended", "ru"), ("w", "extended", "zh"), ("t", "not found", "fr"),
    ]  # fmt: skip
    assert [entry.identifier for entry in read_tbx(Path("x.tbx"))] == ["w", "t", "c-secretaire"]
    assert run(["terms", "memory", "--seed", "none.tbx"]) == 1
    assert "none.tbx" in capsys.readouterr().err


def test_decisions_go_out_and_come_back(memory: Path, capsys: Capture) -> None:
    assert run(["terms", "memory", "--to", "xlsx", "--out", "terms.xlsx"]) == 0
    book = openpyxl.load_workbook("terms.xlsx")
    sheet = book["Terms"]
    column = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, column["decision"]).value = "prefer"
    sheet.cell(3, column["decision"]).value = "perhaps"
    book.save("terms.xlsx")
    assert run(["import", "memory", "terms.xlsx", "--terms", "--reviewer", "A. N. Other"]) == 3
    out = capsys.readouterr().out
    assert "terms.xlsx: applied: 1, bad decision: 1." in out
    assert "Terms, row 3 (c-secretaire): bad decision." in out
    assert run(["import", "memory", "terms.xlsx", "--terms", "--json"]) == 3
    rows = records(capsys.readouterr().out, "import")
    assert [row["outcome"] for row in rows] == ["recorded already", "bad decision"]
    assert run(["terms", "memory", "--to", "tbx", "--out", "t.tbx"]) == 0
    first, second = read_tbx(Path("t.tbx"))
    assert {form.status for form in first.terms if form.term not in ("sewage", "污水")} == {
        "preferredTerm-admn-sts"
    }
    assert {form.status for form in second.terms} == {"admittedTerm-admn-sts"}
    assert run(["terms", "memory", "--pivot", "en", "--to", "tbx", "--out", "t.tbx"]) == 0
    assert "1 decision about terms of another pivot language" in capsys.readouterr().err
    assert run(["import", "memory", "t.tbx", "--terms"]) == 1
    assert run(["import", "memory", "terms.xlsx", "--terms", "--review"]) == 2
    assert run(["import", "memory", "terms.xlsx", "--terms", "--strict"]) == 2


def test_a_build_takes_a_folder_with_decisions_for_a_memory(memory: Path) -> None:
    from hexapla.earlier_sets import refuse_other_folder
    from tm.errors import MemoryFolderError
    from tm.terms.decision_journal import TermDecision, TermVerdict, record_terms

    record_terms(memory, [TermDecision("c", "fr", TermVerdict.ACCEPT, {"fr": ("x",)})])
    assert (memory / "terms.sqlite").is_file()
    refuse_other_folder(memory)
    (memory / "terms.txt").write_text("", encoding="utf-8")
    with pytest.raises(MemoryFolderError, match=r"terms\.txt"):
        refuse_other_folder(memory)


def test_check_takes_a_termbase_or_the_terms_of_a_memory(memory: Path, capsys: Capture) -> None:
    Path("known.csv").write_text("id,fr,en,zh\nw,eaux usées,effluent,污水\n", encoding="utf-8")
    assert run(["check", "memory", "--terms", "known.csv", "--only", "term", "--json"]) == 0
    found = records(capsys.readouterr().out, "check")
    assert {(one["check"], one["unit_id"]) for one in found} == {("term.not-used", "A/RES/68/999:OP1")}
    assert [one["languages"] for one in found] == [["fr", "en"], ["fr", "zh"]]
    assert run(["check", "memory", "--terms", "memory", "--only", "term", "--json"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["check", "memory", "--only", "term"]) == 2
    assert "--terms FILE" in capsys.readouterr().err
    assert run(["check", "memory", "--terms", "none.tbx"]) == 1
    assert run(["export", "memory", "--to", "tmx", "--out", "m.tmx"]) == 0
    assert run(["check", "m.tmx", "--terms", "known.csv", "--only", "term.not-used", "--pair", "fr:en"]) == 0
    assert "effluent" in capsys.readouterr().out


def test_the_page_has_a_card_with_a_column_a_language_and_its_contexts(term_concepts: ModuleType) -> None:
    page = render_terms(exported_concepts(term_concepts.both(), 0.9), SIX, name="m<b>")
    assert "Terms of <bdi>m&lt;b&gt;</bdi>" in page
    assert page.count("<details>") == 2
    assert re.findall('<option value="([^"]*)">', page) == ["", "proposed"]
    assert page.count("<section>") == 12
    assert '<p lang="ar" dir="rtl">تصرف المدينة <mark>المياه المستعملة</mark> في النهر.</p>' in page
    assert '<p lang="zh-Hans" dir="ltr">该市将<mark>废水</mark>排入河中。</p>' in page
    assert 'not sure: <bdi lang="en" dir="ltr">sewage</bdi> 0.85' in page
    assert not re.search(r"(?:src|href)=|url\(|https?:", page)
    short = render_terms(exported_concepts(term_concepts.both()), SIX, name="m", most=1)
    assert "1 more are not on this page" in short


def test_hostile_texts_do_no_harm_on_the_page(office_memories: ModuleType) -> None:
    texts = [*office_memories.HOSTILE, "a\x00b", "\ud800", "\u202eabc"]
    concepts = [
        ExportedConcept(f"c{n}", "fr", (ExportedTerm("fr", text), ExportedTerm("ar", text)), comment=text)
        for n, text in enumerate(texts)
    ]
    page = render_terms(concepts, ("fr", "ar"), name="x")
    assert page.count("<script>") == 1
    assert not re.search("[\x00-\x08\ud800-\udfff\u202a-\u202e\u2066-\u2069]", page)
    page.encode("utf-8")


@pytest.mark.long
def test_the_page_is_filtered_in_a_browser_by_words_of_any_language(
    tmp_path: Path, chromium: str, term_concepts: ModuleType
) -> None:
    import subprocess

    page = render_terms(exported_concepts(term_concepts.both()), SIX, name="m")
    # The policy allows the page's own script only: the test types before that one runs.
    typed = page.replace('autocomplete="off">', 'autocomplete="off" value="GENERAL секретарь">')
    (tmp_path / "p.html").write_text(typed, encoding="utf-8")
    command = [
        chromium,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--dump-dom",
        f"file://{tmp_path}/p.html",
    ]
    dom = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert "1 of 2 shown" in dom
    assert re.search(r'<li id="c-eaux-usees"[^>]*hidden', dom)
    assert not re.search(r'<li id="c-secretaire"[^>]*hidden', dom)


@pytest.mark.long
def test_a_real_memory_gives_a_valid_termbase_in_six_languages(
    sample_memory: Path, tmp_path: Path, tbx_rules: ModuleType, capsys: Capture
) -> None:
    assert run(["terms", str(sample_memory), "--to", "tbx", "--out", str(tmp_path / "t.tbx")]) == 0
    assert tbx_rules.problems(tmp_path / "t.tbx") == []
    entries = list(read_tbx(tmp_path / "t.tbx"))
    assert len(entries) > 20
    assert {form.language for entry in entries for form in entry.terms} == {
        "ar",
        "en",
        "es",
        "fr",
        "ru",
        "zh-Hans",
    }
    check = ["check", str(sample_memory), "--terms", str(tmp_path / "t.tbx"), "--only", "term.forbidden"]
    assert run(check) == 0


def test_a_table_of_the_command_is_a_seed_again(tmp_path: Path, term_concepts: ModuleType) -> None:
    from tm.terms.termbase_reading import read_termbase

    write_terms_csv(exported_concepts(term_concepts.both()), tmp_path / "t.csv", SIX)
    first, second = read_termbase(tmp_path / "t.csv")
    assert (first.identifier, [form.term for form in first.terms if form.language == "en"]) == (
        "c-eaux-usees", ["waste water", "sewage"],
    )  # fmt: skip
    assert {form.language: form.term for form in second.terms} == term_concepts.SECRETARY
