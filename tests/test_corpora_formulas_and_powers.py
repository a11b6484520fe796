"""Figures in formulas, powers, fractions and symbol fonts stay whole, in web pages, XML and DOCX."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from corpora.read_document import read_document
from corpora.readers.docx import read_docx
from corpora.readers.symbol_fonts import symbol_character

WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def page(tmp_path: Path, body: str) -> list[str]:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    return [block.text for block in read_document(path, "en").blocks]


def word(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("sentence", "fraction", "text"),
    [
        ("المعدل {} من المبلغ", "<mfrac><mn>3</mn><mn>4</mn></mfrac>", "المعدل 3/4 من المبلغ"),
        ("比率为{}，共计", "<mfrac><mn>3</mn><mn>4</mn></mfrac>", "比率为3/4，共计"),
        ("The rate is {} of it", "<msup><mn>10</mn><mn>6</mn></msup>", "The rate is 10⁶ of it"),
        ("Le taux est de {} du tout", "<mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac>",
         "Le taux est de a/(b+1) du tout"),
        ("Ставка равна {} суммы", "<msqrt><mn>2</mn></msqrt>", "Ставка равна √2 суммы"),
        ("La tasa es {} del total", "<msub><mi>x</mi><mn>1</mn></msub>", "La tasa es x_1 del total"),
    ],
)  # fmt: skip
def test_a_formula_of_a_page_is_read_as_a_line(
    sentence: str, fraction: str, text: str, tmp_path: Path
) -> None:
    body = "<p>" + sentence.format(f"<math>{fraction}</math>") + "</p>"
    assert page(tmp_path, body) == [text]


def test_a_formula_of_a_word_file_keeps_its_strokes_and_powers() -> None:
    fraction = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    power = "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>6</m:t></m:r></m:sup></m:sSup>"
    body = (
        f"<w:p>{run('The rate is ')}<m:oMath>{fraction}</m:oMath>{run(' of 3×')}<m:oMath>{power}</m:oMath>"
        f"{run(' dollars.')}</w:p>"
    )
    assert [block.text for block in read_docx(Path("a.docx"), word(body)).blocks] == [
        "The rate is 1/2 of 3×10⁶ dollars."
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>2<sup>10</sup> bytes</p>", "2¹⁰ bytes"),
        ("<p>R<sup>2</sup> = 0.9</p>", "R² = 0.9"),
        ("<p>5<sup>1/2</sup> hours</p>", "5 1/2 hours"),
        ("<p>1<sup>1</sup>/<sub>2</sub> days</p>", "1¹/2 days"),
    ],
)
def test_a_raised_figure_without_a_note_stays_in_the_text(body: str, text: str, tmp_path: Path) -> None:
    assert page(tmp_path, body) == [text]


def test_what_a_page_marks_as_deleted_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>It costs <del>500</del> <ins>600</ins> dollars.</p>", encoding="utf-8")
    document = read_document(path, "en")
    assert [block.text for block in document.blocks] == ["It costs 600 dollars."]
    assert [(removed.text, removed.reason) for removed in document.removed] == [("500", "deleted text")]


def test_signs_of_symbol_fonts_are_characters_or_said_to_be_left_out() -> None:
    sign = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
    body = f"<w:p>{sign.format('Symbol', 'F0B3')}{run(' 5 ')}{sign.format('Odd', 'F041')}{run('days')}</w:p>"
    document = read_docx(Path("a.docx"), word(body))
    assert [block.text for block in document.blocks] == ["≥ 5 days"]
    assert [(r.text, r.reason) for r in document.removed] == [("Odd F041", "character of a symbol font")]
    assert symbol_character("Symbol", "B3") == symbol_character("symbol", "F0B3") == "≥"


def test_tracked_rows_that_a_view_leaves_out_are_listed() -> None:
    cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("Africa", "3333"))
    kept = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("Asia", "1"))
    body = f'<w:tbl><w:tr><w:trPr><w:del w:id="1"/></w:trPr>{cells}</w:tr><w:tr>{kept}</w:tr></w:tbl>'
    document = read_docx(Path("a.docx"), word(body))
    assert [block.text for block in document.blocks] == ["Asia | 1"]
    assert [(r.text, r.reason) for r in document.removed] == [("Africa3333", "tracked deletion")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<p>The price is <num value="3.5">three and a half</num> dollars.</p>',
         [("", "The price is three and a half dollars.")]),
        ("<list><label>a)</label><item>one</item><label>b)</label><item>two</item></list>",
         [("a)", "one"), ("b)", "two")]),
        ("<p>See <choice><sic>teh</sic><corr>the</corr></choice> text, <del>red</del><add>blue</add>.</p>",
         [("", "See the text, blue.")]),
    ],
)  # fmt: skip
def test_tei_keeps_numbers_in_place_labels_with_their_items_and_one_reading(
    body: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{body}</body></text></TEI>', encoding="utf-8"
    )
    assert [(block.label, block.text) for block in read_document(path, "en").blocks] == expected


def test_docbook_and_jats_are_xml_though_their_root_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        '<?xml version="1.0"?><article xmlns="http://docbook.org/ns/docbook"><title>On rivers</title>'
        "<para>States met in 2020.</para><para>They paid 5 dollars.</para></article>",
        encoding="utf-8",
    )
    assert [block.text for block in read_document(path, "en").blocks] == [
        "On rivers",
        "States met in 2020.",
        "They paid 5 dollars.",
    ]


@pytest.mark.parametrize(
    ("text", "table", "declared"),
    [
        ("Le comité a décidé d’étudier la question où elle naît, et l’a répété.", "cp1252", "windows-1251"),
        ("委员会决定继续审议这一问题，并请秘书长提出报告。", "gb18030", "big5"),
        ("Комитет постановил рассмотреть вопрос и представить доклад.", "cp1251", "windows-1252"),
        ("قررت اللجنة النظر في المسألة وتقديم تقرير عنها.", "cp1256", "windows-1252"),
    ],
)
def test_a_wrong_declaration_gives_way_to_a_table_that_reads_clearly_better(
    text: str, table: str, declared: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(
        f'<html><head><meta charset="{declared}"></head><body><p>{text * 3}</p></body></html>'.encode(table)
    )
    document = read_document(path)
    assert document.blocks[0].text == text * 3
    assert document.encoding is not None
    assert document.encoding.told_by == "letters"
    assert document.encoding.confidence <= 1


def test_the_confidence_of_a_right_declaration_is_a_probability(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    text = "大会决定继续审议这一问题，国家和人民的权利得到发展。"
    path.write_bytes(
        f'<html><head><meta charset="gbk"></head><body><p>{text}</p></body></html>'.encode("gbk")
    )
    encoding = read_document(path).encoding
    assert encoding is not None
    assert (encoding.told_by, encoding.confidence) == ("declaration", 1.0)
