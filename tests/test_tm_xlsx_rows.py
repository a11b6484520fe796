"""Workbooks in: what programs write, and what someone may have made to exhaust or mislead a reader."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tm.errors import ReviewError
from tm.xlsx_package import xlsx_times
from tm.xlsx_rows import SheetCell, unescape, xlsx_rows

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Units" sheetId="1" r:id="r1"/>'
    "</sheets></workbook>"
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet" '
    f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{OFFICE}/sharedStrings" '
    'Target="/xl/sharedStrings.xml"/></Relationships>'
)


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def workbook(folder: Path, rows: str = "", **parts: str | bytes) -> Path:
    """A workbook with one sheet; `parts` replace or add others, "__" for "/" in their names."""
    contents: dict[str, str | bytes] = {
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": sheet(rows),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>一</t></si></sst>',
    }
    contents |= {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
    path = folder / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def texts(path: Path) -> list[dict[int, str]]:
    return [{column: cell.text for column, cell in row.cells.items()} for row in xlsx_rows(path)]


def test_what_openpyxl_writes_is_read(tmp_path: Path, office_memories: ModuleType) -> None:
    book = openpyxl.Workbook()
    for number, text in enumerate(office_memories.HOSTILE, start=1):
        book.active.cell(row=number, column=2).value = text
        book.active.cell(row=number, column=2).data_type = "s"
    book.create_sheet("ورقة").append(["表", None, 12, True])
    book.save(tmp_path / "book.xlsx")
    rows = list(xlsx_rows(tmp_path / "book.xlsx"))
    # openpyxl writes "_x0041_" without the escape that it needs: a reader has to take it for "A".
    expected = [text.replace("_x0041_ and _x005F_", "A and _") for text in office_memories.HOSTILE]
    assert [row.cells[1] for row in rows[:-1]] == [SheetCell(text) for text in expected]
    assert rows[-1] == ("ورقة", 1, {0: SheetCell("表"), 2: SheetCell("12"), 3: SheetCell("1")})


def test_runs_are_put_together_and_readings_left_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = CellRichText("красный ", TextBlock(InlineFont(b=True), "дом"))
    book.save(tmp_path / "runs.xlsx")
    assert texts(tmp_path / "runs.xlsx") == [{0: "красный дом"}]
    reading = f'<sst xmlns="{MAIN}"><si><t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh></si></sst>'
    path = workbook(tmp_path, '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', xl__sharedStrings=reading)
    assert texts(path) == [{0: "東京"}]


def test_a_formula_is_marked_and_its_value_is_the_text(tmp_path: Path) -> None:
    rows = (
        '<row r="3"><c r="B3" t="str"><f>A1&amp;"x"</f><v>x</v></c><c r="C3"><f t="shared" si="0"/></c></row>'
    )
    (row,) = xlsx_rows(workbook(tmp_path, rows))
    assert row == ("Units", 3, {1: SheetCell("x", is_formula=True), 2: SheetCell("", is_formula=True)})


def test_cells_without_places_follow_each_other(tmp_path: Path) -> None:
    rows = (
        '<row><c t="s"><v>0</v></c><c><v>5</v></c></row>'
        '<row r="9"><c r="C9"><v>7</v></c><c><v>8</v></c></row>'
    )
    assert list(xlsx_rows(workbook(tmp_path, rows))) == [
        ("Units", 1, {0: ("一", False), 1: ("5", False)}),
        ("Units", 9, {2: ("7", False), 3: ("8", False)}),
    ]


def test_columns_and_rows_far_apart_are_not_filled_up(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'
        '<row r="1048576"><c><v>3</v></c></row>'
    )
    assert [(row.number, len(row.cells)) for row in xlsx_rows(workbook(tmp_path, rows))] == [
        (1, 1),
        (1048576, 1),
    ]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD835__xDC9C_", "𝒜"),
        ("_xD835_", "\ufffd"),
        ("_x12_ _x", "_x12_ _x"),
        ("_x0e01_", "ก"),
    ],
)
def test_characters_written_as_numbers_come_back(written: str, text: str) -> None:
    assert unescape(written) == text


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ('<row r="2"/><row r="2"/>', 'the number "2" after row 2'),
        ('<row r="99999999999999999999"/>', "a row has the number"),
        ('<row r="1048577"/>', "a row has the number"),
        ('<row r="٣"/>', "a row has the number"),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', 'the place "A1"'),
        ('<row r="1"><c r="ZZZZ1"/></row>', 'the place "ZZZZ1"'),
        ('<row r="1"><c r="XFE1"/></row>', 'the place "XFE1"'),
        ('<row r="1"><c r="A2"/></row>', 'the place "A2"'),
        ('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', 'the shared text "1"'),
        ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', 'the shared text "-1"'),
        ('<row r="1"><c r="A1" t="s"><v>99999999999999999999</v></c></row>', "the shared text"),
        ("<row>" + "<x>" * 200 + "</x>" * 200 + "</row>", "nested more than 100 deep"),
        ("<row>", "is no XML"),
        ("<row>\x00</row>", "is no XML"),
    ],
)
def test_a_sheet_that_is_not_as_it_should_be_is_refused(tmp_path: Path, rows: str, reason: str) -> None:
    with pytest.raises(ReviewError, match=reason):
        list(xlsx_rows(workbook(tmp_path, rows)))


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize("part", ["xl__workbook", "xl__sharedStrings", "xl__worksheets__sheet1"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_with_a_document_type_is_refused(tmp_path: Path, part: str, encoding: str) -> None:
    content = f'{LAUGHS}<sst xmlns="{MAIN}"><si><t>&c;</t></si></sst>'.encode(encoding)
    with pytest.raises(ReviewError, match="document type declaration"):
        list(xlsx_rows(workbook(tmp_path, **{part: content})))


@pytest.mark.parametrize("encoding", ["UTFW8", "utf-7", "gb18030"])
def test_a_part_in_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?><sst/>'.encode()
    with pytest.raises(ReviewError, match="the part is no XML"):
        list(xlsx_rows(workbook(tmp_path, xl__sharedStrings=content)))


def test_a_zip_bomb_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path, xl__bomb=b" " * 50_000_000)
    assert path.stat().st_size < 100_000
    with pytest.raises(ReviewError, match="a zip bomb"):
        list(xlsx_rows(path))


def test_a_text_without_end_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, "<row><c><v>" + "1" * 2_000_000 + "</v></c></row>")
    with pytest.raises(ReviewError, match="a text has more than 1000000 characters"):
        list(xlsx_rows(path))


def test_a_part_that_many_sheets_name_is_read_once(tmp_path: Path) -> None:
    named = '<sheet name="Units" sheetId="1" r:id="r1"/>'
    path = workbook(
        tmp_path, "<row><c><v>1</v></c></row>", xl__workbook=WORKBOOK.replace(named, named * 1000)
    )
    assert len(list(xlsx_rows(path))) == 1


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, '<row r="1"><c><v>' + "1" * 20_000_000 + "</v></c></row>")
    data = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lie != data
    path.write_bytes(lie)
    with pytest.raises(ReviewError):
        list(xlsx_rows(path))


def test_a_damaged_file_is_refused_with_advice(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ReviewError, match="save it again as XLSX"):
        list(xlsx_rows(path))


def test_a_workbook_without_its_sheet_is_refused(tmp_path: Path) -> None:
    wrong = RELATIONS.replace("sheet1.xml", "sheet9.xml")
    path = workbook(tmp_path)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/_rels/workbook.xml.rels", wrong)
    with pytest.raises(ReviewError, match=r"xl/worksheets/sheet9\.xml: the part is missing"):
        list(xlsx_rows(path))


def test_when_a_workbook_was_saved_stands_in_its_properties(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "book.xlsx")
    times = xlsx_times(tmp_path / "book.xlsx")
    assert set(times) == {"created", "modified"}
    assert times["modified"].endswith("Z")
    assert xlsx_times(workbook(tmp_path)) == {}
