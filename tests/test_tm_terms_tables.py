"""Tables of terminology: CSV, spreadsheet, memoQ, glossary of OmegaT; hostile texts stay what they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

from tm.formula_guard import unguard_formula
from tm.terms.exported_concepts import ExportedConcept, ExportedTerm, TermStatus, exported_concepts
from tm.terms.term_columns import shown_cells, shown_hash, split_terms, term_columns
from tm.terms.term_tables import write_memoq_csv, write_omegat_glossary, write_terms_csv
from tm.terms.terms_xlsx import write_terms_xlsx

SIX = ("fr", "ar", "en", "es", "ru", "zh")


def made(write: Callable[[io.BytesIO], object]) -> bytes:
    stream = io.BytesIO()
    write(stream)
    return stream.getvalue()


def rows_of(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def with_forbidden(concept: ExportedConcept) -> ExportedConcept:
    old = ExportedTerm("en", "drainage", TermStatus.DEPRECATED)
    return replace(concept, terms=(*concept.terms, old))


def test_csv_has_a_row_a_concept_with_all_languages(term_concepts: ModuleType) -> None:
    concepts = [with_forbidden(one) for one in exported_concepts(term_concepts.both())]
    header, first, second = rows_of(made(lambda out: write_terms_csv(concepts, out, SIX)))
    assert header == list(term_columns(SIX))
    row = dict(zip(header, first, strict=True))
    assert {code: row[code] for code in SIX} == term_concepts.WASTE_WATER
    assert (row["other terms en"], row["other terms zh"], row["not to use en"]) == (
        "sewage",
        "污水",
        "drainage",
    )
    assert (row["concept_id"], row["status"], row["probability"], row["frequency"]) == (
        "c-eaux-usees", "proposed", "0.950", "7",
    )  # fmt: skip
    assert (row["probability en"], row["probability fr"]) == ("0.950", "")
    # One heading, one meaning: in the memory at all, and beside the term of the pivot.
    assert {code: row[f"frequency {code}"] for code in SIX} == dict.fromkeys(SIX, "7")
    assert {code: row[f"units together {code}"] for code in SIX} == {**dict.fromkeys(SIX, "6"), "fr": ""}
    assert row["term status en"] == "admitted | admitted | deprecated"
    assert row["context ar"] == "تصرف المدينة المياه المستعملة في النهر."
    assert row["source zh"] == "A/RES/68/999, OP1, p. 2 (A/RES/68/999:OP1)"
    assert dict(zip(header, second, strict=True))["ru"] == "Генеральный секретарь"


def hostile(texts: tuple[str, ...]) -> list[ExportedConcept]:
    return [
        ExportedConcept(f"c{number}", "fr", (ExportedTerm("fr", text), ExportedTerm("ar", text)))
        for number, text in enumerate(texts)
    ]


def test_hostile_texts_are_no_formulas_and_come_back_as_they_were(office_memories: ModuleType) -> None:
    texts = tuple(text.strip() for text in office_memories.HOSTILE)
    data = made(lambda out: write_terms_csv(hostile(texts), out, ("fr", "ar")))
    header, *rows = rows_of(data)
    place = header.index("ar")
    assert all(row[place][:1] not in tuple("=+-@") for row in rows)
    assert [unguard_formula(row[place]) for row in rows] == list(texts)
    memoq = rows_of(made(lambda out: write_memoq_csv(hostile(texts), out, ("fr", "ar"))), ";")
    assert all(row[memoq[0].index("Arabic")][:1] not in tuple("=+-@") for row in memoq[1:])


def test_a_spreadsheet_has_texts_for_texts_and_columns_to_fill_in(
    tmp_path: Path, office_memories: ModuleType, term_concepts: ModuleType
) -> None:
    texts = tuple(text.strip() for text in office_memories.HOSTILE)
    concepts = [*exported_concepts(term_concepts.both()), *hostile(texts)]
    write_terms_xlsx(concepts, tmp_path / "terms.xlsx", SIX, [("Memory", "=x")])
    book = openpyxl.load_workbook(tmp_path / "terms.xlsx")
    assert book.sheetnames == ["Terms", "About"]
    sheet = book["Terms"]
    header = [cell.value for cell in sheet[1]]
    assert header == list(term_columns(SIX, review=True))
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    column = header.index("ar")
    shown = [sheet.cell(row, column + 1).value for row in range(4, sheet.max_row + 1)]
    # openpyxl reads "_x0041_" as its escape, which is what Excel does with what it did not write itself.
    assert len(shown) == len(texts)
    assert shown[:3] == list(texts[:3])
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(len(header))].hidden
    (validation,) = sheet.data_validations.dataValidation
    assert validation.formula1 == '"accept,prefer,edit,reject,forbid,merge"'
    assert sheet.cell(2, column + 1).alignment.readingOrder == 2
    assert book["About"]["B1"].value == "=x"
    assert book["About"]["B1"].data_type == "s"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_same_concepts_give_the_same_bytes(term_concepts: ModuleType, form: str) -> None:
    def once() -> bytes:
        concepts = exported_concepts(term_concepts.both())
        if form == "csv":
            return made(lambda out: write_terms_csv(concepts, out, SIX, bom=True))
        return made(lambda out: write_terms_xlsx(concepts, out, SIX))

    assert once() == once()


def test_the_hash_of_a_row_tells_any_change_of_its_terms(term_concepts: ModuleType) -> None:
    first, second = exported_concepts(term_concepts.both())
    shown = shown_cells(first, SIX)
    assert shown_hash(shown) == shown_hash(dict(reversed(shown.items())))
    assert shown_hash(shown) != shown_hash({**shown, "zh": "污水"})
    assert shown_hash(shown) != shown_hash(shown_cells(second, SIX))
    assert split_terms(" sewage | 污水|sewage | ") == ["sewage", "污水"]


def test_memoq_has_its_columns_with_as_many_terms_as_a_concept_has(term_concepts: ModuleType) -> None:
    concepts = [with_forbidden(one) for one in exported_concepts(term_concepts.both())]
    left: dict[str, int] = {}
    data = made(lambda out: left.update(write_memoq_csv(concepts, out, SIX)))
    assert data.startswith(b"\xef\xbb\xbfEntry_ID;Entry_Subject;")
    header, first, second = rows_of(data, ";")
    english = header.index("English_Def")
    assert header[english : english + 7] == [
        "English_Def", "English", "Term_Info", "Term_Example", "English", "Term_Info", "Term_Example",
    ]  # fmt: skip
    assert (first[english + 1], first[english + 4], second[english + 4]) == ("waste water", "sewage", "")
    assert first[header.index("Chinese_PRC")] == "废水"
    assert first[header.index("Arabic") + 2] == "تصرف المدينة المياه المستعملة في النهر."
    assert left == {"terms that are not to be used, which this format cannot say": 2}


def test_a_glossary_of_omegat_has_a_line_for_each_two_terms(term_concepts: ModuleType) -> None:
    concepts = [with_forbidden(one) for one in exported_concepts(term_concepts.both())]
    text = made(lambda out: write_omegat_glossary(concepts, out, ("ar", "zh"))).decode()
    assert [line.split("\t")[:2] for line in text.splitlines()] == [
        ["المياه المستعملة", "废水"], ["المياه المستعملة", "污水"], ["الأمين العام", "秘书长"],
    ]  # fmt: skip
    assert all(len(line.split("\t")) == 3 for line in text.splitlines())
    english = made(lambda out: write_omegat_glossary(concepts, out, ("fr", "en"))).decode()
    assert "drainage" not in english
    number = [ExportedConcept("c", "fr", (ExportedTerm("fr", "#1"), ExportedTerm("en", "number 1")))]
    stream = io.BytesIO()
    left = write_omegat_glossary(number, stream, ("fr", "en"))
    assert stream.getvalue() == b""
    assert left == {'terms that begin with "#", which OmegaT takes for a comment': 1}
