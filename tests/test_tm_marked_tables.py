"""Tables with marked words: hostile texts come back as they were, in CSV, XLSX and HTML."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from types import ModuleType
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from python_calamine import CalamineWorkbook

from tm.cell_limits import MAX_CELL_CHARS, utf16_length
from tm.errors import ExportError
from tm.formula_guard import unguard_formula
from tm.marked_tables import (
    Marked,
    MarkedTable,
    TableColumn,
    write_csv_table,
    write_html_table,
    write_table,
    write_xlsx_table,
)
from tm.xlsx_rows import unescape

COLUMNS = (TableColumn("left", "fr"), TableColumn("ar", "ar"), TableColumn("page"), TableColumn("score"))


def table(rows: list[list[Any]]) -> MarkedTable:
    return MarkedTable("<Titre> & =1", COLUMNS, rows)


def sheets(rows: list[list[Any]], **options: int) -> Any:
    out = io.BytesIO()
    assert write_xlsx_table(table(rows), out, **options) == len(rows)
    return load_workbook(out, rich_text=True)


def as_text(value: Any) -> str:
    return str(value) if isinstance(value, CellRichText) else value


def test_texts_come_back_from_a_workbook_with_the_marked_words_bold(office_memories: ModuleType) -> None:
    # openpyxl does not take the escape of "_x0041_" back in texts that stand in their cell: see below.
    texts = [text for text in office_memories.HOSTILE if "_x" not in text]
    texts += ["الأنـهارُ ١٢", "人权 。", " a ", "x"]
    rows = [[text, Marked(f"{text} avant ", text, f" après {text}"), 5, 0.25] for text in texts]
    sheet = sheets(rows).active
    assert [cell.value for cell in sheet[1]] == ["left", "ar", "page", "score"]
    for number, text in enumerate(texts, start=2):
        left, marked, page, score = sheet[number]
        assert (left.value, left.data_type, page.value, score.value) == (text, "s", 5, 0.25)
        assert as_text(marked.value) == f"{text} avant {text} après {text}"
        blocks = [part for part in marked.value if isinstance(part, TextBlock)]
        assert [(block.text, block.font.b) for block in blocks if block.font.b] == [(text, True)]


def test_another_reader_gets_every_text_back(office_memories: ModuleType) -> None:
    texts = list(office_memories.HOSTILE)
    out = io.BytesIO()
    write_xlsx_table(table([[text, Marked("avant ", text, ""), None, None] for text in texts]), out)
    out.seek(0)
    rows = CalamineWorkbook.from_filelike(out).get_sheet_by_index(0).to_python()[1:]
    assert [row[0] for row in rows] == texts
    assert [row[1] for row in rows] == [f"avant {text}" for text in texts]
    sheet = ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    (form, run) = re.findall(r"avant </t></r><r>((?:(?!</r>).)*)<t[^>]*>(_x[^<]*)</t>", sheet)[0]
    assert unescape(run) == "_x0041_ and _x005F_"
    assert "<b/>" in form


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Marked("", "tout", ""), "tout"), (Marked("", "le", " reste"), "le reste"),
        (Marked("=1", "+1", ""), "=1+1"),
        (Marked("rien de sûr", "", ""), "rien de sûr"), (Marked("", "", ""), None), (None, None), ("", None),
        (Marked("", "<r>a</r>", ""), "<r>a</r>"),
    ],
)  # fmt: skip
def test_a_cell_may_be_all_marked_or_not_at_all(cell: Any, shown: str | None) -> None:
    sheet = sheets([[cell, None, None, None]]).active
    assert as_text(sheet["A2"].value) == shown


def test_a_text_too_long_for_a_cell_is_cut_far_from_the_marked_words() -> None:
    whole = Marked("в" * 40_000, "реки", "с" * 40_000)
    sheet = sheets([[whole, Marked("", "𠀀" * 40_000, ""), None, None]]).active
    text = as_text(sheet["A2"].value)
    assert "врекис" in text
    assert (text[0], text[-1]) == ("…", "…")
    assert utf16_length(text) <= MAX_CELL_CHARS
    assert utf16_length(as_text(sheet["B2"].value)) <= MAX_CELL_CHARS


def test_a_full_sheet_is_followed_by_another_and_none_is_missing() -> None:
    book = sheets([[str(number), None, None, None] for number in range(7)], rows_a_sheet=4)
    assert book.sheetnames == ["Table", "Table 2", "Table 3"]
    values = [[row[0] for row in sheet.values] for sheet in book]
    assert values == [["left", "0", "1", "2"], ["left", "3", "4", "5"], ["left", "6"]]
    assert sheets([]).sheetnames == ["Table"]


def test_arabic_columns_are_read_from_the_right() -> None:
    sheet = sheets([["a", "نهر", 1, 1.0]]).active
    assert sheet["B2"].alignment.readingOrder == 2
    assert not sheet["A2"].alignment.readingOrder


def test_csv_guards_formulas_and_gives_every_text_back(office_memories: ModuleType) -> None:
    texts = list(office_memories.HOSTILE)
    out = io.BytesIO()
    assert write_csv_table(table([[text, Marked("", text, "x"), None, 0.5] for text in texts]), out) == len(
        texts
    )
    assert out.getvalue().startswith(b"\xef\xbb\xbfleft,ar,page,score\n")
    read = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))[1:]
    assert [unguard_formula(row[0]) for row in read] == texts
    assert [unguard_formula(row[1]) for row in read] == [f"{text}x" for text in texts]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in read for cell in row)


class Cells(HTMLParser):
    """The cells and marks of a page, and the tags it has."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.marks: list[str] = []
        self.tags: set[str] = set()
        self.directions: list[str | None] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._open.append(tag)
        if tag == "td":
            self.cells.append("")
            self.directions.append(dict(attrs).get("dir"))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "td" in self._open:
            self.cells[-1] += data
        if "mark" in self._open:
            self.marks.append(data)


def test_html_escapes_every_text_and_marks_words(office_memories: ModuleType) -> None:
    texts = list(office_memories.HOSTILE)
    out = io.BytesIO()
    rows: list[list[Any]] = [[text, Marked("avant ", text, ""), None, 1] for text in texts]
    assert write_html_table(table(rows), out) == len(texts)
    page = Cells()
    page.feed(out.getvalue().decode())
    assert page.cells[0::4] == texts
    assert page.cells[1::4] == [f"avant {text}" for text in texts]
    assert page.marks == texts
    assert page.directions[:3] == ["ltr", "rtl", None]
    assert "script" not in page.tags
    assert b"default-src 'none'" in out.getvalue()


def test_another_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(ExportError, match=r'There is no table as "ods"\. Use one of: csv, xlsx, html'):
        write_table(table([]), "ods", io.BytesIO())
