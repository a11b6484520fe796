"""A review there and back: exported, filled in by a reviewer, imported; what cannot be applied is listed."""

from __future__ import annotations

import csv
import io
import random
import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

import openpyxl
import polars as pl
import pytest

from align.encoders import Encoder
from tm.csv_export import write_csv, write_review_tsv
from tm.errors import MemoryMissing, ReviewError
from tm.memory import Memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.review_import import Outcome, ReviewReport, import_review
from tm.review_journal import Verdict, decisions
from tm.review_rows import review_rows
from tm.reviewed_units import apply_decisions
from tm.unit_columns import text_hash
from tm.units import UNIT_SCHEMA, units_of
from tm.xlsx_export import write_xlsx

SYMBOL = "A/RES/68/999"
CORRECTED = {
    "ar": "تهيب بجميع الدول أن تخفض تصريف المياه المستعملة.",
    "en": "Calls upon all States to reduce discharges of waste water.",
    "es": "Pide a todos los Estados que reduzcan los vertidos.",
    "fr": "Demande à tous les États de réduire les rejets.",
    "ru": "- призывает все государства сократить сброс сточных вод.",
    "zh": "=呼吁所有国家减少废水排放。",
}
# What a reviewer writes, by the end of the unit id: verdict, corrected text, comment.
Verdicts = Mapping[str, tuple[str, str, str]]
FILLED: Verdicts = {
    "T1": ("accept", "", ""),
    "OP1": ("edit", "?", "слово пропущено"),
    "FN1": ("Reject ", "", "不是译文"),
}


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, office_memories: ModuleType, hash_encoder: Encoder) -> Memory:
    found: Memory = office_memories.memory_of(tmp_path / "memory", hash_encoder, tm_sets.rivers())
    return found


def fill_sheet(path: Path, verdicts: Verdicts, target: str) -> None:
    """Fill in a workbook as a reviewer does, with another program than the one that made it."""
    book = openpyxl.load_workbook(path)
    sheet = book["Units"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        verdict = verdicts.get(str(row[0].value).rpartition(":")[2])
        if verdict:
            for name, text in zip(("verdict", f"corrected {target}", "comment"), verdict, strict=True):
                cell = sheet.cell(row=row[0].row, column=column[name])
                cell.value, cell.data_type = (text, "s") if text else (None, "n")
    book.save(path)


def fill_text(path: Path, verdicts: Verdicts, target: str, delimiter: str, encoding: str = "utf-8") -> None:
    """Fill in a text file, and save it as a program does that uses this delimiter and encoding."""
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if path.suffix == ".tsv" else ","))
    for row in rows[1:]:
        verdict = verdicts.get(row[0].rpartition(":")[2])
        if verdict:
            for name, cell in zip(("verdict", f"corrected {target}", "comment"), verdict, strict=True):
                row[rows[0].index(name)] = cell
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def exported(memory: Memory, pair: tuple[str, str], name: str = "review.xlsx") -> Path:
    path = memory.folder.parent / name
    write_xlsx(memory, path, pair=pair, review=True)
    return path


def outcomes(report: ReviewReport) -> dict[str, Outcome]:
    return {row.unit_id.rpartition(":")[2]: row.outcome for row in report.outcomes}


def filled(target: str) -> Verdicts:
    return {
        unit: (verdict, CORRECTED[target] if text else "", comment)
        for unit, (verdict, text, comment) in FILLED.items()
    }


@pytest.mark.parametrize(
    "pair", [("fr", "ar"), ("ar", "en"), ("en", "es"), ("zh", "fr"), ("es", "ru"), ("ru", "zh")], ids=str
)
def test_a_filled_in_spreadsheet_is_applied_in_every_language(memory: Memory, pair: tuple[str, str]) -> None:
    path = exported(memory, pair)
    fill_sheet(path, filled(pair[1]), pair[1])
    report = import_review(memory.folder, path, reviewer="Мария")
    assert report.pair == pair
    assert outcomes(report) == {
        "T1": Outcome.APPLIED, "PP1": Outcome.UNCHANGED, "OP1": Outcome.APPLIED, "OP2-3": Outcome.UNCHANGED,
        "ANNEX1": Outcome.UNCHANGED, "ANNEX1/PAR1": Outcome.UNCHANGED, "FN1": Outcome.APPLIED,
    }  # fmt: skip
    assert report.problems == ()
    journal = {one.unit_id.rpartition(":")[2]: one for one in decisions(memory.folder)}
    assert {unit: one.verdict for unit, one in journal.items()} == {
        "T1": Verdict.ACCEPT, "OP1": Verdict.EDIT, "FN1": Verdict.REJECT,
    }  # fmt: skip
    edit = journal["OP1"]
    assert (edit.corrected, edit.comment, edit.reviewer) == (CORRECTED[pair[1]], "слово пропущено", "Мария")
    assert (edit.source_language, edit.target_language) == pair
    assert edit.origin == "review.xlsx [Units]"
    numbers = {row.unit_id: row.row for row in report.outcomes}
    assert edit.row == numbers[f"{SYMBOL}:OP1"]
    done = apply_decisions(memory.units().collect(), decisions(memory.folder))
    of_target = done.units.filter((pl.col("language") == pair[1]) & (pl.col("level") == "paragraph"))
    words = dict(of_target.select("unit_id", "reviewed").drop_nulls().rows())
    assert words == {f"{SYMBOL}:T1": "accepted", f"{SYMBOL}:OP1": "edited", f"{SYMBOL}:FN1": "rejected"}
    assert CORRECTED[pair[1]] in of_target["text"].to_list()


SAVED_AS = [
    ("review.csv", ",", "utf-8"),
    ("review.csv", ";", "utf-8-sig"),
    ("review.csv", "\t", "utf-16"),
    ("review.tsv", "\t", "utf-8"),
    ("review.tsv", "\t", "utf-16"),
]


@pytest.mark.parametrize(("name", "delimiter", "encoding"), SAVED_AS)
@pytest.mark.parametrize("target", ["ar", "ru", "zh"])
def test_a_filled_in_text_file_is_applied_however_a_program_saved_it(
    memory: Memory, name: str, delimiter: str, encoding: str, target: str
) -> None:
    path = memory.folder.parent / name
    write: Callable[..., object] = write_csv if name.endswith("csv") else write_review_tsv
    write(memory, path, pair=("fr", target), **({"review": True} if name.endswith("csv") else {}))
    fill_text(path, filled(target), target, delimiter, encoding)
    report = import_review(memory.folder, path)
    assert report.counts[Outcome.APPLIED] == 3
    assert report.problems == ()
    assert [row.row for row in report.outcomes] == [2, 3, 4, 5, 6, 7, 8]
    (edit,) = [one for one in decisions(memory.folder) if one.verdict is Verdict.EDIT]
    assert (edit.corrected, edit.origin) == (CORRECTED[target], name)


def test_the_same_file_again_changes_nothing(memory: Memory) -> None:
    path = exported(memory, ("fr", "ar"))
    fill_sheet(path, filled("ar"), "ar")
    import_review(memory.folder, path)
    before = decisions(memory.folder)
    report = import_review(memory.folder, path)
    assert (report.counts[Outcome.REPEATED], report.counts[Outcome.APPLIED]) == (3, 0)
    other = exported(memory, ("fr", "ar"), "other.xlsx")
    fill_sheet(other, {"T1": ("reject", "", "")}, "ar")
    assert import_review(memory.folder, other).counts[Outcome.APPLIED] == 1
    assert import_review(memory.folder, path).counts[Outcome.REPEATED] == 3
    assert [one.verdict for one in decisions(memory.folder)] == [
        *(one.verdict for one in before),
        Verdict.REJECT,
    ]


def republished(memory: Memory, units: pl.DataFrame, encoder: Encoder) -> None:
    """Publish the table in place of the units of the memory, as a build does that applies decisions."""
    write_set(memory.folder, "reviewed0", units.select(list(UNIT_SCHEMA)))
    publish(memory.folder, ["reviewed0"], encoder)


def test_after_publication_the_same_file_is_recorded_already_and_a_new_verdict_counts(
    memory: Memory, hash_encoder: Encoder
) -> None:
    path = exported(memory, ("fr", "ar"))
    fill_sheet(path, filled("ar"), "ar")
    import_review(memory.folder, path)
    units = memory.units().collect()
    republished(memory, apply_decisions(units, decisions(memory.folder)).units, hash_encoder)
    assert outcomes(import_review(memory.folder, path))["OP1"] is Outcome.REPEATED
    fill_sheet(path, {"OP1": ("accept", "", "كان صحيحا")}, "ar")
    assert outcomes(import_review(memory.folder, path))["OP1"] is Outcome.APPLIED
    done = apply_decisions(units, decisions(memory.folder))
    assert done.units.drop("reviewed").equals(units.drop("reviewed"))


def test_a_row_whose_text_has_changed_since_is_stale(
    memory: Memory, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    path = exported(memory, ("fr", "zh"))
    fill_sheet(path, filled("zh"), "zh")
    changed = units_of(tm_sets.rivers()).with_columns(
        pl.when((pl.col("unit_id") == f"{SYMBOL}:OP1") & (pl.col("language") == "fr"))
        .then(pl.lit("Prie les États de réduire les rejets."))
        .otherwise("text")
        .alias("text")
    )
    republished(memory, changed, hash_encoder)
    report = import_review(memory.folder, path)
    assert outcomes(report)["OP1"] is Outcome.STALE
    (problem,) = report.problems
    assert (problem.sheet, problem.unit_id) == ("Units", f"{SYMBOL}:OP1")
    assert "Export the unit again" in problem.advice
    assert {one.unit_id for one in decisions(memory.folder)} == {f"{SYMBOL}:T1", f"{SYMBOL}:FN1"}


@pytest.mark.parametrize(
    ("verdict", "outcome", "advice"),
    [
        (("yes", "", ""), Outcome.BAD_VERDICT, '"yes" is none of accept, edit, reject'),
        (("edit", "", "oui"), Outcome.NO_TEXT, 'into the column "corrected ru"'),
        (("edit", " \u2028 ", ""), Outcome.NO_TEXT, 'into the column "corrected ru"'),
        (("accept", "текст", ""), Outcome.BAD_VERDICT, 'choose "edit", or clear it'),
        (("", "текст", ""), Outcome.BAD_VERDICT, "choose accept, edit, reject"),
        (("", "", "почему?"), Outcome.BAD_VERDICT, "choose accept, edit, reject"),
    ],
)
def test_a_row_that_says_nothing_clear_is_listed(
    memory: Memory, verdict: tuple[str, str, str], outcome: Outcome, advice: str
) -> None:
    path = exported(memory, ("es", "ru"))
    fill_sheet(path, {"PP1": verdict}, "ru")
    (problem,) = import_review(memory.folder, path).problems
    assert (problem.unit_id, problem.outcome) == (f"{SYMBOL}:PP1", outcome)
    assert advice in problem.advice
    assert decisions(memory.folder) == []


def changed_cell(path: Path, unit: str, name: str, value: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Units"]
    column = {cell.value: cell.column for cell in sheet[1]}
    (row,) = [row[0].row for row in sheet.iter_rows() if str(row[0].value).endswith(f":{unit}")]
    sheet.cell(row=row, column=column[name]).value = value
    book.save(path)


@pytest.mark.parametrize("verdict", ["", "accept"])
def test_a_text_written_over_is_listed_not_taken(memory: Memory, verdict: str) -> None:
    path = exported(memory, ("fr", "ar"))
    fill_sheet(path, {"T1": (verdict, "", "")}, "ar")
    changed_cell(path, "T1", "ar", "تدابير لحماية الأنهار")
    (problem,) = import_review(memory.folder, path).problems
    assert (problem.unit_id, problem.outcome) == (f"{SYMBOL}:T1", Outcome.TOUCHED)
    assert '"corrected ar"' in problem.advice


def test_a_formula_in_a_row_is_listed(memory: Memory) -> None:
    path = exported(memory, ("fr", "en"))
    fill_sheet(path, {"T1": ("edit", "", "")}, "en")
    changed_cell(path, "T1", "corrected en", "=A1")
    (problem,) = import_review(memory.folder, path).problems
    assert (problem.outcome, problem.advice) == (
        Outcome.FORMULA, 'Write plain text into the column "corrected en".',
    )  # fmt: skip


def test_an_unknown_unit_is_listed(memory: Memory) -> None:
    path = exported(memory, ("fr", "en"))
    fill_sheet(path, {"T1": ("accept", "", "")}, "en")
    changed_cell(path, "T1", "unit_id", "A/RES/1/1:T1")
    (problem,) = import_review(memory.folder, path).problems
    assert (problem.unit_id, problem.outcome) == ("A/RES/1/1:T1", Outcome.UNKNOWN)


def test_of_two_rows_about_a_unit_the_first_counts(memory: Memory) -> None:
    path = exported(memory, ("fr", "en"))
    fill_sheet(path, {"T1": ("accept", "", ""), "PP1": ("accept", "", "")}, "en")
    book = openpyxl.load_workbook(path)
    rows = [[cell.value for cell in row] for row in book["Units"].iter_rows()]
    verdict = rows[0].index("verdict")
    again = [[*row[:verdict], "reject", *row[verdict + 1 :]] for row in rows if row[0].endswith(":T1")]
    same = [row for row in rows[1:] if row[0].endswith(":PP1")]
    for row in again + same:
        book["Units"].append(row)
    book.save(path)
    report = import_review(memory.folder, path)
    assert [(row.row, row.outcome) for row in report.outcomes[-2:]] == [
        (9, Outcome.CONTRADICTION), (10, Outcome.REPEATED),
    ]  # fmt: skip
    assert "row 2 of sheet" in report.problems[0].advice
    again_report = import_review(memory.folder, path)
    assert [one.verdict for one in decisions(memory.folder)] == [Verdict.ACCEPT, Verdict.ACCEPT]
    assert again_report.counts[Outcome.CONTRADICTION] == 1


def test_without_its_hidden_columns_a_row_is_known_by_its_texts(memory: Memory) -> None:
    path = exported(memory, ("zh", "ar"))
    fill_sheet(path, {"T1": ("accept", "", ""), "PP1": ("accept", "", "")}, "ar")
    changed_cell(path, "PP1", "zh", "别的")
    book = openpyxl.load_workbook(path)
    header = [cell.value for cell in book["Units"][1]]
    book["Units"].delete_cols(header.index("hash zh") + 1, 2)
    book.save(path)
    report = import_review(memory.folder, path)
    assert report.pair == ("zh", "ar")
    assert outcomes(report)["T1"] is Outcome.APPLIED
    assert outcomes(report)["PP1"] is Outcome.STALE


def test_sheets_beyond_the_first_are_read_as_well(memory: Memory) -> None:
    path = memory.folder.parent / "review.xlsx"
    write_xlsx(memory, path, pair=("fr", "en"), review=True, rows_a_sheet=4)
    book = openpyxl.load_workbook(path)
    for name in ("Units", "Units 2", "Units 3"):
        column = [cell.value for cell in book[name][1]].index("verdict") + 1
        book[name].cell(row=2, column=column).value = "accept"
    book.save(path)
    report = import_review(memory.folder, path)
    applied = [(row.sheet, row.row) for row in report.outcomes if row.outcome is Outcome.APPLIED]
    assert applied == [("Units", 2), ("Units 2", 2), ("Units 3", 2)]
    assert [one.origin for one in decisions(memory.folder)][-1] == "review.xlsx [Units 3]"


def test_hostile_texts_are_reviewed_like_others(
    tmp_path: Path, tm_sets: ModuleType, office_memories: ModuleType, hash_encoder: Encoder
) -> None:
    texts = [{"fr": text, "ar": f"{text}؟"} for text in office_memories.HOSTILE]
    memory = office_memories.memory_of(tmp_path / "memory", hash_encoder, tm_sets.simple_set("=s", texts))
    verdicts = {f"OP{number}": ("accept", "", "") for number in range(1, len(texts) + 1)}
    for name, delimiter in (("review.csv", ","), ("again.csv", ";"), ("review.tsv", "\t")):
        path = tmp_path / name
        write = write_review_tsv if name.endswith("tsv") else write_csv
        write(memory, path, pair=("fr", "ar"), **({} if write is write_review_tsv else {"review": True}))
        fill_text(path, verdicts, "ar", delimiter)
        report = import_review(memory.folder, path)
        assert report.problems == ()
        assert report.counts[Outcome.APPLIED] + report.counts[Outcome.REPEATED] == len(texts)
    journal = decisions(memory.folder)
    assert [one.target_hash for one in journal] == [text_hash(f"{text}؟") for text in office_memories.HOSTILE]


@pytest.mark.long
def test_a_review_saved_by_an_office_program_is_applied(
    memory: Memory, spreadsheet_program: str, tmp_path: Path
) -> None:
    path = exported(memory, ("ru", "ar"))
    fill_sheet(path, filled("ar"), "ar")
    subprocess.run(
        [
            spreadsheet_program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(path),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    report = import_review(memory.folder, tmp_path / "saved" / "review.xlsx")
    assert report.problems == ()
    assert (report.counts[Outcome.APPLIED], report.counts[Outcome.UNCHANGED]) == (3, 4)


def test_the_moment_is_when_a_workbook_was_saved_else_prescribed_else_now(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    path = exported(memory, ("fr", "ar"))
    fill_sheet(path, {"T1": ("accept", "", "")}, "ar")
    import_review(memory.folder, path)
    saved = openpyxl.load_workbook(path).properties.modified
    text = memory.folder.parent / "review.tsv"
    write_review_tsv(memory, text, pair=("fr", "ar"))
    fill_text(text, {"PP1": ("accept", "", "")}, "ar", "\t")
    import_review(memory.folder, text)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    fill_text(text, {"OP1": ("accept", "", "")}, "ar", "\t")
    import_review(memory.folder, text)
    moments = [one.moment for one in decisions(memory.folder)]
    assert moments[:2] == [saved.strftime("%Y-%m-%dT%H:%M:%SZ"), "2023-11-14T22:13:20Z"]
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", moments[2])
    assert moments[2] > "2026"


def test_a_column_names_the_reviewer_of_a_row(memory: Memory) -> None:
    path = memory.folder.parent / "review.csv"
    header = "unit_id,fr,ar,verdict,corrected ar,comment,reviewer"
    rows = [
        f"{SYMBOL}:ANNEX1,Liste des rivières,قائمة الأنهار,accept,,,Лю Вэй",
        f"{SYMBOL}:T1,Mesures visant à protéger les rivières,تدابير حماية الأنهار,reject,,,",
    ]
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    assert import_review(memory.folder, path, reviewer="Ana").problems == ()
    assert [one.reviewer for one in decisions(memory.folder)] == ["Лю Вэй", "Ana"]


REFUSED = {
    "no table": (b"some words\nand more\n", r'line 1: the first line has no columns "unit_id" and "verdict"'),
    "empty": (b"", "the first line has no columns"),
    "other pair": (b"unit_id,verdict,corrected de,fr\nx,accept,,y\n", 'no language "de"'),
    "no pair": (b"unit_id,verdict,corrected ar\nx,accept,\n", 'no language ""'),
    "code page": ("unit_id,verdict,corrected ar,fr\nété,,,\n".encode("latin-1"), "the file is not UTF-8"),
    "open quote": (b'unit_id,verdict,corrected ar,fr\nx,"accept,,y\n', "line 2: the table is damaged"),
    "more cells": (b"unit_id,verdict,corrected ar,fr\nx,accept,,y,z\n", "line 2: a record has more cells"),
    "half a workbook": (b"PK\x03\x04" + b"\x00" * 100, "the file is no whole XLSX file"),
    "old workbook": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 100, "Save it as XLSX without a password"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_a_file_that_is_no_review_is_refused_with_place_and_advice(memory: Memory, case: str) -> None:
    content, reason = REFUSED[case]
    path = memory.folder.parent / "returned.csv"
    path.write_bytes(content)
    with pytest.raises(ReviewError, match=reason):
        import_review(memory.folder, path)
    assert decisions(memory.folder) == []


def test_a_workbook_that_is_no_review_is_refused(memory: Memory) -> None:
    path = memory.folder.parent / "plain.xlsx"
    write_xlsx(memory, path, pair=("fr", "ar"))
    with pytest.raises(ReviewError, match="no sheet has the columns"):
        import_review(memory.folder, path)


def test_a_missing_file_or_memory_is_told(memory: Memory, tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match=r"absent\.xlsx: the file cannot be read \(No such file"):
        import_review(memory.folder, tmp_path / "absent.xlsx")
    with pytest.raises(MemoryMissing):
        import_review(tmp_path / "nowhere", exported(memory, ("fr", "ar")))


@pytest.mark.long
def test_damaged_files_are_read_or_refused_never_more(memory: Memory) -> None:
    whole = {"xlsx": exported(memory, ("fr", "ar")).read_bytes()}
    write_csv(memory, memory.folder.parent / "whole.csv", pair=("fr", "ar"), review=True)
    whole["csv"] = (memory.folder.parent / "whole.csv").read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole["xlsx"])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(20261126)

    def damaged(data: bytes) -> bytes:
        at = chance.randrange(len(data))
        put = chance.choice([b"", b"<", b"&a;", b'"', b"\x00", b"9" * 30, b"\xff", b"\n", b"</c>", data[:99]])
        return data[:at] + put + data[at + chance.randrange(9) :]

    refused: list[str] = []
    for number in range(400):
        path = memory.folder.parent / "damaged"
        if number % 4:
            name = chance.choice(sorted(parts))
            with zipfile.ZipFile(path, "w") as archive:
                for other, content in parts.items():
                    archive.writestr(other, damaged(content) if other == name else content)
        else:
            path.write_bytes(damaged(whole["csv" if number % 8 else "xlsx"]))
        try:
            list(review_rows(path, memory.languages))
        except ReviewError as error:
            refused.append(str(error))
    assert 50 < len(refused) < 350
    assert [
        reason for reason in refused if not reason.startswith(str(memory.folder.parent / "damaged"))
    ] == []
