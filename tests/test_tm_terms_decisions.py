"""What terminologists decide: a spreadsheet goes out, comes back, and the next terms follow it."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from align.encoders import Encoder
from tm.errors import MemoryDamaged, MemoryMissing, ReviewError
from tm.memory import Memory
from tm.terms.decided_concepts import apply_term_decisions
from tm.terms.decision_import import TermOutcome, import_terms
from tm.terms.decision_journal import TERMS_JOURNAL, TermDecision, TermVerdict, record_terms, term_decisions
from tm.terms.exported_concepts import ExportedConcept, TermStatus, exported_concepts
from tm.terms.term_tables import write_terms_csv
from tm.terms.terms_xlsx import write_terms_xlsx

SIX = ("fr", "ar", "en", "es", "ru", "zh")
ADMITTED, PREFERRED = TermStatus.ADMITTED, TermStatus.PREFERRED
DEPRECATED = TermStatus.DEPRECATED


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, office_memories: ModuleType, hash_encoder: Encoder) -> Path:
    made: Memory = office_memories.memory_of(tmp_path / "memory", hash_encoder, tm_sets.rivers())
    return made.folder


@pytest.fixture
def concepts(term_concepts: ModuleType) -> list[ExportedConcept]:
    return exported_concepts(term_concepts.both())


def returned(tmp_path: Path, concepts: list[ExportedConcept], *rows: dict[str, str]) -> Path:
    """The spreadsheet as a reviewer sends it back: cells by header, a dictionary a row."""
    path = tmp_path / "terms.xlsx"
    write_terms_xlsx(concepts, path, SIX)
    book = openpyxl.load_workbook(path)
    sheet = book["Terms"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for number, cells in enumerate(rows, start=2):
        for name, text in cells.items():
            sheet.cell(number, column[name]).value = text
    book.save(path)
    return path


def outcomes(memory: Path, path: Path) -> list[TermOutcome]:
    return [row.outcome for row in import_terms(memory, path, reviewer="A. N. Other").outcomes]


def statuses(concept: ExportedConcept, language: str) -> list[tuple[str, TermStatus]]:
    return [(term.text, term.status) for term in concept.terms_in(language)]


def test_accepted_is_admitted_and_preferred_only_where_the_reviewer_says_so(
    tmp_path: Path, memory: Path, concepts: list[ExportedConcept]
) -> None:
    path = returned(tmp_path, concepts, {"decision": "accept", "comment": "ok"}, {"decision": "Prefer"})
    assert outcomes(memory, path) == [TermOutcome.APPLIED, TermOutcome.APPLIED]
    first, second = apply_term_decisions(concepts, term_decisions(memory)).concepts
    assert (first.status, first.reviewer, first.comment) == ("accepted", "A. N. Other", "ok")
    for language in SIX:
        assert {status for _, status in statuses(first, language)} == {ADMITTED}
        assert [status for _, status in statuses(second, language)] == [PREFERRED]
    assert statuses(first, "en") == [("waste water", ADMITTED), ("sewage", ADMITTED)]
    assert first.terms_in("en")[0].probability == 0.95
    assert first.moment.endswith("Z")


def test_edited_terms_replace_those_of_their_language_and_forbidden_ones_are_deprecated(
    tmp_path: Path, memory: Path, concepts: list[ExportedConcept]
) -> None:
    row = {
        "decision": "edit", "edited en": "wastewater | waste water", "forbidden en": "sewage",
        "edited ar": "مياه الصرف", "forbidden zh": "污水",
    }  # fmt: skip
    assert outcomes(memory, returned(tmp_path, concepts, row)) == [TermOutcome.APPLIED, TermOutcome.UNCHANGED]
    first, second = apply_term_decisions(concepts, term_decisions(memory)).concepts
    assert statuses(first, "en") == [
        ("wastewater", ADMITTED), ("waste water", ADMITTED), ("sewage", DEPRECATED),
    ]  # fmt: skip
    assert statuses(first, "ar") == [("مياه الصرف", ADMITTED)]
    assert statuses(first, "zh") == [("废水", ADMITTED), ("污水", DEPRECATED)]
    assert statuses(first, "ru") == [("сточные воды", ADMITTED)]
    assert second.status == "proposed"


def test_forbidden_terms_add_up_and_one_that_is_written_as_a_term_may_be_used_again() -> None:
    shown = {"terms": {"fr": ("pont",), "en": ("bridge",)}, "forbidden": {"en": ("span", "arch")}}
    again = TermDecision("b", "fr", TermVerdict.EDIT, **shown, edited={"en": ("bridge", "span")})  # type: ignore[arg-type]
    (one,) = apply_term_decisions([], [again]).concepts
    assert statuses(one, "en") == [("bridge", ADMITTED), ("span", ADMITTED), ("arch", DEPRECATED)]
    more = TermDecision("b", "fr", TermVerdict.EDIT, **shown, edited_forbidden={"en": ("brig",)})  # type: ignore[arg-type]
    (one,) = apply_term_decisions([], [more]).concepts
    assert [text for text, status in statuses(one, "en") if status is DEPRECATED] == ["span", "arch", "brig"]


def test_rejected_is_left_out_and_a_forbidden_concept_stays_deprecated(
    tmp_path: Path, memory: Path, concepts: list[ExportedConcept]
) -> None:
    path = returned(tmp_path, concepts, {"decision": "reject"}, {"decision": "forbid"})
    outcomes(memory, path)
    decided = apply_term_decisions(concepts, term_decisions(memory))
    (kept,) = decided.concepts
    assert (kept.concept_id, decided.rejected) == ("c-secretaire", 1)
    assert {term.status for term in kept.terms} == {DEPRECATED}


def test_merged_terms_go_to_the_other_concept(
    tmp_path: Path, memory: Path, concepts: list[ExportedConcept]
) -> None:
    path = returned(tmp_path, concepts, {}, {"decision": "merge", "merge into": "c-eaux-usees"})
    assert outcomes(memory, path) == [TermOutcome.UNCHANGED, TermOutcome.APPLIED]
    decided = apply_term_decisions(concepts, term_decisions(memory))
    (kept,) = decided.concepts
    assert decided.merged == 1
    assert [term.text for term in kept.terms_in("ru")] == ["сточные воды", "Генеральный секретарь"]


def decision(name: str, verdict: str, into: str = "", **more: Any) -> TermDecision:
    return TermDecision(
        name, "fr", TermVerdict(verdict), {"fr": (name,), "en": ("x",)}, merge_into=into, **more
    )


def test_merges_follow_chains_and_those_that_lead_nowhere_are_told(concepts: list[ExportedConcept]) -> None:
    journal = [decision("c-secretaire", "merge", "b"), decision("b", "merge", "c-eaux-usees")]
    decided = apply_term_decisions(concepts, journal)
    assert [one.concept_id for one in decided.concepts] == ["c-eaux-usees"]
    assert (decided.merged, decided.lost) == (2, ())
    circle = [decision("c-secretaire", "merge", "b"), decision("b", "merge", "c-secretaire")]
    decided = apply_term_decisions(concepts, circle)
    assert set(decided.lost) == {"c-secretaire", "b"}
    assert {one.concept_id for one in decided.concepts} == {"c-eaux-usees", "c-secretaire", "b"}
    decided = apply_term_decisions(concepts, [decision("c-secretaire", "merge", "gone")])
    assert decided.lost == ("c-secretaire",)
    assert len(decided.concepts) == 2


def test_a_decided_concept_stays_where_the_memory_no_longer_gives_it(concepts: list[ExportedConcept]) -> None:
    decided = apply_term_decisions(concepts[:1], [decision("old", "accept", reviewer="x")])
    assert [one.concept_id for one in decided.concepts] == ["old", "c-eaux-usees"]
    assert statuses(decided.concepts[0], "fr") == [("old", ADMITTED)]
    later = apply_term_decisions(concepts, [decision("old", "accept"), decision("old", "reject")])
    assert [one.concept_id for one in later.concepts] == ["c-eaux-usees", "c-secretaire"]


def test_languages_that_a_decision_lacked_are_still_proposed(concepts: list[ExportedConcept]) -> None:
    one = TermDecision("c-eaux-usees", "fr", TermVerdict.PREFER, {"fr": ("eaux usées",), "en": ("sewage",)})
    first = apply_term_decisions(concepts, [one]).concepts[0]
    assert statuses(first, "en") == [("sewage", PREFERRED)]
    assert statuses(first, "es") == [("aguas residuales", ADMITTED)]


def test_the_same_file_again_changes_nothing(
    tmp_path: Path, memory: Path, concepts: list[ExportedConcept]
) -> None:
    path = returned(tmp_path, concepts, {"decision": "accept"}, {"decision": "reject"})
    outcomes(memory, path)
    assert outcomes(memory, path) == [TermOutcome.REPEATED, TermOutcome.REPEATED]
    assert len(term_decisions(memory)) == 2


def test_an_older_file_handed_in_again_is_decided_again(
    tmp_path: Path, memory: Path, concepts: list[ExportedConcept]
) -> None:
    effluents = ("effluents", "مخلفات", "effluent", "efluentes", "стоки", "污水")
    edited = {f"edited {code}": text for code, text in zip(SIX, effluents, strict=True)}
    files = {}
    for name, row in {
        "accept": {"decision": "accept"},
        "reject": {"decision": "reject"},
        "edit": {"decision": "edit", **edited},
    }.items():
        (tmp_path / name).mkdir()
        files[name] = returned(tmp_path / name, concepts, row)
    for name in ("accept", "reject", "accept", "edit", "accept", "edit"):
        assert outcomes(memory, files[name])[0] is TermOutcome.APPLIED
    assert outcomes(memory, files["edit"])[0] is TermOutcome.REPEATED
    decided = apply_term_decisions(concepts, term_decisions(memory))
    assert decided.rejected == 0
    assert [decided.concepts[0].terms_in(code)[0].text for code in SIX] == list(effluents)
    assert len(term_decisions(memory)) == 6


@pytest.mark.parametrize(
    ("cells", "outcome", "advice"),
    [
        ({"decision": "maybe"}, TermOutcome.BAD_DECISION, '"maybe" is none of accept, prefer'),
        ({"comment": "hm"}, TermOutcome.BAD_DECISION, "choose accept"),
        ({"decision": "edit"}, TermOutcome.NO_TERMS, "Write terms"),
        ({"decision": "accept", "edited ru": "x"}, TermOutcome.BAD_DECISION, 'choose "edit" or "prefer"'),
        ({"decision": "merge"}, TermOutcome.NO_CONCEPT, "concept_id"),
        ({"decision": "merge", "merge into": "c-eaux-usees"}, TermOutcome.NO_CONCEPT, "no other"),
        ({"decision": "accept", "merge into": "b"}, TermOutcome.BAD_DECISION, "clear it"),
        ({"decision": "accept", "en": "waste-water"}, TermOutcome.TOUCHED, "edited"),
        ({"decision": "accept", "other terms zh": "水"}, TermOutcome.TOUCHED, "edited"),
        ({"decision": "accept", "concept_id": "c-invented"}, TermOutcome.TOUCHED, "Leave concept_id"),
        ({"decision": "accept", "concept_id": ""}, TermOutcome.UNKNOWN, '"concept_id" is empty'),
        ({"decision": "reject", "hash": ""}, TermOutcome.UNKNOWN, '"hash" is empty'),
        ({"decision": "edit", "edited en": "=1+1"}, TermOutcome.FORMULA, '"edited en"'),
        ({"decision": "prefer", "edited en": "effluent"}, TermOutcome.APPLIED, ""),
    ],
)
def test_every_row_has_an_outcome_and_says_what_to_do(
    tmp_path: Path,
    memory: Path,
    concepts: list[ExportedConcept],
    cells: dict[str, str],
    outcome: TermOutcome,
    advice: str,
) -> None:
    report = import_terms(memory, returned(tmp_path, concepts, cells))
    assert (report.outcomes[0].outcome, report.outcomes[0].row) == (outcome, 2)
    assert advice in report.outcomes[0].advice
    assert report.counts[outcome] == 1
    assert len(term_decisions(memory)) == (outcome is TermOutcome.APPLIED)


def test_csv_comes_back_too_and_two_rows_that_disagree_are_told(
    tmp_path: Path, memory: Path, concepts: list[ExportedConcept]
) -> None:
    path = tmp_path / "terms.csv"
    write_terms_csv([concepts[0], concepts[0], concepts[0]], path, SIX, review=True)
    lines = path.read_text(encoding="utf-8").splitlines()
    column = lines[0].split(",").index("decision")
    for number, verdict in ((1, "accept"), (2, "accept"), (3, "reject")):
        head, *rest = lines[number].split(",")
        rest[column - 1] = verdict
        lines[number] = ",".join([head, *rest])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = import_terms(memory, path)
    assert [row.outcome for row in report.outcomes] == [
        TermOutcome.APPLIED, TermOutcome.REPEATED, TermOutcome.CONTRADICTION,
    ]  # fmt: skip
    assert "row 2 counts" in report.outcomes[2].advice


@pytest.mark.parametrize("header", ["concept_id,decision", "concept_id,decision,edited en"])
def test_a_table_that_does_not_say_what_was_judged_is_refused_and_nothing_recorded(
    tmp_path: Path, memory: Path, header: str
) -> None:
    path = tmp_path / "b.csv"
    path.write_text(f"{header}\nc-eaux-usees,reject,\n", encoding="utf-8")
    with pytest.raises(ReviewError, match=r'no columns .*"hash"\. Make the file with: hexapla terms MEMORY'):
        import_terms(memory, path)
    assert term_decisions(memory) == []


def test_a_term_for_a_language_that_the_table_lacks_is_told(
    tmp_path: Path, memory: Path, concepts: list[ExportedConcept]
) -> None:
    path = returned(tmp_path, concepts, {"decision": "edit", "edited ru": "стоки"})
    book = openpyxl.load_workbook(path)
    sheet = book["Terms"]
    column = sheet.max_column + 1
    sheet.cell(1, column).value, sheet.cell(2, column).value = "edited xx", "co-op"
    book.save(path)
    row = import_terms(memory, path).outcomes[0]
    assert (row.outcome, row.advice) == (
        TermOutcome.BAD_DECISION, 'The column "edited xx" is about no language of the table.',
    )  # fmt: skip


def test_what_is_no_table_of_terms_is_refused(tmp_path: Path, memory: Path) -> None:
    path = tmp_path / "x.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(ReviewError, match="hexapla terms"):
        import_terms(memory, path)
    with pytest.raises(ReviewError, match="cannot be read"):
        import_terms(memory, tmp_path / "none.csv")
    with pytest.raises(MemoryMissing):
        import_terms(tmp_path / "nothing", path)


def test_lines_are_only_added_and_a_damaged_journal_is_told(memory: Path) -> None:
    record_terms(memory, [decision("a", "accept")])
    with closing(sqlite3.connect(memory / TERMS_JOURNAL)) as database:
        for statement in ("DELETE FROM decisions", "UPDATE decisions SET reviewer = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="only added"):
                database.execute(statement)
    (memory / TERMS_JOURNAL).write_bytes(b"no database, but long enough to be looked at " * 30)
    with pytest.raises(MemoryDamaged, match="the journal of terms cannot be used"):
        term_decisions(memory)


def test_hostile_terms_go_through_the_journal_as_they_are(
    tmp_path: Path, memory: Path, office_memories: ModuleType, term_concepts: ModuleType
) -> None:
    texts = [text.strip() for text in office_memories.HOSTILE if "_x0" not in text]
    made = [
        exported_concepts([term_concepts.concept(f"c{n}", {"fr": text, "ar": text})])[0]
        for n, text in enumerate(texts)
    ]
    rows = [{"decision": "accept"}] * len(texts)
    assert set(outcomes(memory, returned(tmp_path, made, *rows))) == {TermOutcome.APPLIED}
    assert [one.terms["ar"] for one in term_decisions(memory)] == [(text,) for text in texts]


@pytest.mark.long
def test_decisions_saved_by_an_office_program_are_applied(
    tmp_path: Path, memory: Path, concepts: list[ExportedConcept], spreadsheet_program: str
) -> None:
    row = {"decision": "edit", "edited ar": "مياه الصرف", "forbidden zh": "脏水"}
    path = returned(tmp_path, concepts, row, {"decision": "prefer"})
    subprocess.run(
        [
            spreadsheet_program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(path),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    assert outcomes(memory, tmp_path / "saved" / "terms.xlsx") == [TermOutcome.APPLIED, TermOutcome.APPLIED]
    first, second = apply_term_decisions(concepts, term_decisions(memory)).concepts
    assert statuses(first, "ar") == [("مياه الصرف", ADMITTED)]
    assert statuses(first, "zh") == [("废水", ADMITTED), ("污水", ADMITTED), ("脏水", DEPRECATED)]
    assert statuses(second, "ru") == [("Генеральный секретарь", PREFERRED)]
