"""DOCX as a word processor shows it: labels, headings, notes, tables; hidden and deleted text is left out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from corpora.documents import RawDocument, RawKind
from corpora.errors import ReadingError, UnsafeDocument
from corpora.readers.docx import read_docx
from corpora.reading_options import TrackedChanges

PATH = Path("file.docx")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(body: str, *, namespace: str = W, document_head: str = "", **parts: str) -> bytes:
    """A DOCX file from the XML inside its body and inside the root elements of its other parts."""
    relations = "".join(f'<Relationship Id="{n}" Type="{RELATION}/{n}" Target="{n}.xml"/>' for n in parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        document = f"{document_head}<w:document {namespace}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {namespace}>{content}</w:{name}>")
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbered(text: str, depth: int = 0, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth: int, form: str, text: str, start: int = 1, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(
    *levels: str, instances: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{instances}'


def rows(document: RawDocument) -> list[tuple[str, int, str]]:
    return [(block.label, block.level, block.text) for block in document.blocks]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar-SA", "تقرر أن تبقي المسألة قيد نظرها."),
        ("zh-CN", "决定继续处理此案。"),
        ("en-GB", "Decides to remain seized of the matter."),
        ("fr-FR", "Décide de demeurer saisie de la question\u00a0;"),
        ("ru-RU", "постановляет продолжать заниматься этим вопросом."),
        ("es-ES", "Decide seguir examinando la cuestión."),
    ],
)
def test_paragraphs_and_language_are_read_in_six_languages(language: str, text: str) -> None:
    run = f'<w:p><w:r><w:rPr><w:lang w:val="{language}"/></w:rPr><w:t>{text}</w:t></w:r></w:p>'
    document = read_docx(PATH, package(run))
    assert [block.text for block in document.blocks] == [text]
    assert document.language == language[:2]


def test_a_file_of_python_docx_gives_title_headings_and_table_rows() -> None:
    made = docx.Document()
    made.core_properties.title = "Report"
    made.add_heading("Main title", 0)
    made.add_heading("First part", 1)
    made.add_paragraph("Some text.")
    table = made.add_table(2, 2)
    for at, text in enumerate(("Year", "Sum", "2013", "4")):
        table.cell(at // 2, at % 2).text = text
    out = io.BytesIO()
    made.save(out)
    document = read_docx(PATH, out.getvalue())
    assert document.title == "Report"
    assert [(b.kind, b.level, b.text) for b in document.blocks] == [
        (RawKind.TITLE, 1, "Main title"), (RawKind.HEADING, 1, "First part"),
        (RawKind.PARAGRAPH, 0, "Some text."),
        (RawKind.TABLE_ROW, 0, "Year | Sum"), (RawKind.TABLE_ROW, 0, "2013 | 4"),
    ]  # fmt: skip
    assert [b.place.start for b in document.blocks] == [0, 11, 22, 33, 44]


@pytest.mark.parametrize(
    ("form", "pattern", "expected"),
    [
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("lowerLetter", "(%1)", ["(a)", "(b)", "(c)"]),
        ("upperRoman", "%1.", ["I.", "II.", "III."]),
        ("arabicAbjad", "(%1)", ["(أ)", "(ب)", "(ج)"]),
        ("arabicAlpha", "%1-", ["أ-", "ب-", "ت-"]),
        ("chineseCounting", "%1、", ["一、", "二、", "三、"]),
        ("chineseCountingThousand", "第%1条", ["第一条", "第二条", "第三条"]),
        ("russianLower", "%1)", ["а)", "б)", "в)"]),
        ("decimalFullWidth", "%1．", ["１．", "２．", "３．"]),
        ("decimalEnclosedCircle", "%1", ["①", "②", "③"]),
        ("decimal", "Article %1", ["Article\u00a01", "Article\u00a02", "Article\u00a03"]),
        ("bullet", "•", ["", "", ""]),
    ],
)
def test_automatic_numbers_are_shown_as_the_word_processor_shows_them(
    form: str, pattern: str, expected: list[str]
) -> None:
    body = "".join(numbered(text) for text in "xyz")
    document = read_docx(PATH, package(body, numbering=numbering(level(0, form, pattern))))
    assert rows(document) == [(label, 1, text) for label, text in zip(expected, "xyz", strict=True)]
    assert {block.kind for block in document.blocks} == {RawKind.LIST_ITEM}


def test_hindi_numbers_are_arabic_indic_in_an_arabic_document() -> None:
    body = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body += '<w:r><w:rPr><w:lang w:val="ar-SA"/></w:rPr><w:t>نص</w:t></w:r></w:p>'
    document = read_docx(PATH, package(body, numbering=numbering(level(0, "hindiNumbers", "%1."))))
    assert document.blocks[0].label == "١."


def test_levels_restart_under_their_parent_and_patterns_show_the_levels_above() -> None:
    lists = numbering(
        level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerRoman", "(%3)")
    )
    body = "".join(
        numbered(t, d) for t, d in (("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 0), ("f", 1), ("g", 2))
    )
    document = read_docx(PATH, package(body, numbering=lists))
    assert [block.label for block in document.blocks] == ["1.", "1.1", "1.2", "(i)", "2.", "2.1", "(i)"]


def test_two_lists_of_one_definition_count_on_until_one_overrides_its_start() -> None:
    instances = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in (1, 2))
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    instances += f'<w:num w:numId="3"><w:abstractNumId w:val="0"/>{override}</w:num>'
    body = "".join(numbered("x", 0, number) for number in (1, 1, 2, 3, 3))
    document = read_docx(
        PATH, package(body, numbering=numbering(level(0, "decimal", "%1."), instances=instances))
    )
    assert [block.label for block in document.blocks] == ["1.", "2.", "3.", "1.", "2."]


def test_numbering_and_headings_come_from_styles_too() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="X"><w:name w:val="Own"/>'
        '<w:basedOn w:val="Y"/></w:style><w:style w:type="paragraph" w:styleId="Y">'
        '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>'
    )
    body = paragraph("Contents 3", '<w:pStyle w:val="TM1"/>')
    body += paragraph("Numbered heading", '<w:pStyle w:val="Titre2"/>') + paragraph(
        "Own heading", '<w:pStyle w:val="X"/>'
    )
    document = read_docx(
        PATH, package(body, styles=styles, numbering=numbering(level(0, "upperLetter", "%1.")))
    )
    assert [(b.kind, b.level, b.label, b.text) for b in document.blocks] == [
        (RawKind.HEADING, 2, "A.", "Numbered heading"), (RawKind.HEADING, 3, "", "Own heading")
    ]  # fmt: skip
    assert [(r.text, r.reason) for r in document.removed] == [("Contents 3", "table of contents")]


def test_tracked_changes_hidden_text_and_field_codes_are_resolved() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">The </w:t></w:r>'
        "<w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
        '<w:ins><w:r><w:t xml:space="preserve">new </w:t></w:r></w:ins>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:hyperlink><w:r><w:t>7</w:t></w:r></w:hyperlink>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:r><w:tab/><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t></w:r></w:p>"
    )
    document = read_docx(PATH, package(body))
    assert [block.text for block in document.blocks] == ["The new 7 co\u2011op"]
    assert [(r.text, r.reason) for r in document.removed] == [
        ("old", "tracked deletion"),
        ("secret", "hidden text"),
    ]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    body = paragraph("one ", "<w:rPr><w:del/></w:rPr>") + paragraph("two")
    assert [b.text for b in read_docx(PATH, package(body)).blocks] == ["one two"]


def test_notes_are_numbered_as_they_are_referred_to_and_separators_skipped() -> None:
    body = (
        '<w:p><w:r><w:t>One</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r><w:r><w:t>, two</w:t></w:r>'
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="1"/></w:r></w:p>'
    )
    footnotes = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    footnotes += f'<w:footnote w:id="2">{paragraph("second")}</w:footnote>'
    footnotes += f'<w:footnote w:id="5">{paragraph("first")}</w:footnote>'
    endnotes = f'<w:endnote w:id="1">{paragraph("end")}</w:endnote>'
    document = read_docx(PATH, package(body, footnotes=footnotes, endnotes=endnotes))
    assert [(f.mark, f.text) for f in document.footnotes] == [("1", "first"), ("2", "second"), ("1", "end")]
    assert [(r.mark, r.offset, r.footnote) for r in document.blocks[0].references] == [
        ("1", 3, 0),
        ("2", 8, 1),
        ("1", 8, 2),
    ]


def test_a_text_box_is_read_once_and_headers_are_furniture() -> None:
    box = f"<w:txbxContent>{paragraph('In the box')}</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p><w:r><w:t>Beside</w:t><mc:AlternateContent {mc}>"
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    document = read_docx(PATH, package(body, header=paragraph("A/68/457"), footer=paragraph("2/5")))
    assert [block.text for block in document.blocks] == ["Beside", "In the box"]
    assert [(r.text, r.reason) for r in document.removed] == [
        ("A/68/457", "page header"),
        ("2/5", "page footer"),
    ]


def test_the_strict_variant_of_the_format_is_read_alike() -> None:
    assert [b.text for b in read_docx(PATH, package(paragraph("strict"), namespace=STRICT)).blocks] == [
        "strict"
    ]


def test_a_document_type_declaration_is_refused() -> None:
    data = package(paragraph("x"), document_head='<!DOCTYPE d [<!ENTITY a "b">]>')
    with pytest.raises(UnsafeDocument, match="DOCTYPE"):
        read_docx(PATH, data)


def test_an_archive_that_is_damaged_and_a_document_without_text_are_refused() -> None:
    with pytest.raises(ReadingError, match="damaged"):
        read_docx(PATH, package(paragraph("x" * 500))[:-30])
    whole = bytearray(package(paragraph("".join(map(chr, range(0x400, 0x4FF))) * 3)))
    at = whole.index(b"word/document.xml") + 60
    whole[at : at + 40] = bytes(40)
    with pytest.raises(ReadingError, match="damaged"):
        read_docx(PATH, bytes(whole))
    with pytest.raises(ReadingError, match="no text"):
        read_docx(PATH, package("<w:p/>"))


def test_real_files_give_their_notes_labels_and_tracked_changes(shared_data: Path) -> None:
    def read(name: str) -> RawDocument:
        return read_docx(shared_data / "docx" / name, (shared_data / "docx" / name).read_bytes())

    notes = read("footnotes.docx")
    assert [f.text for f in notes.footnotes] == [
        "This is the first footnote", "A second footnote is placed here", "Third footnote goes here"
    ]  # fmt: skip
    assert [[r.footnote for r in b.references] for b in notes.blocks] == [[0], [1], [2]]
    assert [b.label for b in read("paragraph_numbered_list.docx").blocks] == [f"{n}." for n in range(1, 8)]
    assert [b.level for b in read("paragraph_multilevel_list.docx").blocks] == [
        1,
        2,
        3,
        4,
        4,
        4,
        3,
        2,
        2,
        3,
        1,
        1,
    ]
    tracked = read("tracked_changes.docx")
    assert "computing science" in tracked.blocks[0].text
    assert "and systems, and of techniques for" in tracked.blocks[0].text
    assert [(r.text, r.reason) for r in tracked.removed] == [("practical", "tracked deletion")]


def bold(text: str, switch: str = '<w:b/><w:bCs w:val="1"/>') -> str:
    return f"<w:p><w:r><w:rPr>{switch}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_a_short_paragraph_all_in_bold_is_a_heading_of_no_level() -> None:
    document = read_docx(
        PATH,
        package(
            bold("General provisions")
            + bold("أحكام عامة", "<w:bCs/>")
            + bold("No heading", '<w:b w:val="0"/>')
            + bold("It decides to meet.")
            + bold("第一章 总则")
        ),
    )
    assert [(block.kind, block.level) for block in document.blocks] == [
        (RawKind.HEADING, 0),
        (RawKind.HEADING, 0),
        (RawKind.PARAGRAPH, 0),
        (RawKind.PARAGRAPH, 0),
        (RawKind.HEADING, 0),
    ]


def test_a_mark_that_the_author_chose_names_its_footnote() -> None:
    reference = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    body = f"<w:p><w:r><w:t>Item 24</w:t></w:r>{reference}<w:r><w:t>, as revised</w:t></w:r></w:p>"
    footnotes = f'<w:footnote w:id="2">{paragraph("* A/79/150.")}</w:footnote>'
    document = read_docx(PATH, package(body, footnotes=footnotes))
    assert [block.text for block in document.blocks] == ["Item 24, as revised"]
    assert [(r.mark, r.offset, r.footnote) for r in document.blocks[0].references] == [("*", 7, 0)]
    assert [(f.mark, f.text) for f in document.footnotes] == [("*", "A/79/150.")]


def test_comments_are_left_out_and_counted() -> None:
    comment = '<w:r><w:commentReference w:id="0"/></w:r>'
    body = f"<w:p><w:r><w:t>One</w:t></w:r>{comment}</w:p><w:p><w:r><w:t>Two</w:t></w:r>{comment}</w:p>"
    document = read_docx(PATH, package(body, comments=f'<w:comment w:id="0">{paragraph("why?")}</w:comment>'))
    assert [block.text for block in document.blocks] == ["One", "Two"]
    assert [note.message for note in document.notes] == ["2 comments are left out"]


TRACKED = {
    "ar": ("تقرر", " عقد الاجتماع", " إرجاء الاجتماع", " في ٢٠٢٥."),
    "zh": ("决定", "召开会议", "推迟会议", "，2025年。"),
    "en": ("Decides", " to convene", " to postpone", " the meeting in 2025."),
    "fr": ("Décide", " de convoquer", " de reporter", " la réunion en 2025."),
    "ru": ("Постановляет", " созвать", " отложить", " совещание в 2025 году."),
    "es": ("Decide", " convocar", " aplazar", " la reunión en 2025."),
}


def run(text: str, element: str = "t") -> str:
    return f'<w:r><w:{element} xml:space="preserve">{text}</w:{element}></w:r>'


@pytest.mark.parametrize("language", TRACKED)
def test_tracked_changes_are_read_as_accepted_or_as_the_original(language: str) -> None:
    start, old, new, end = TRACKED[language]
    change = f'<w:del w:id="1">{run(old, "delText")}</w:del><w:ins w:id="2">{run(new)}</w:ins>'
    data = package(f"<w:p>{run(start)}{change}{run(end)}</w:p>")
    accepted = read_docx(PATH, data)
    original = read_docx(PATH, data, TrackedChanges.ORIGINAL)
    assert [block.text for block in accepted.blocks] == [start + new + end]
    assert [block.text for block in original.blocks] == [start + old + end]
    assert [(removed.text, removed.reason) for removed in accepted.removed] == [
        (old.strip(), "tracked deletion")
    ]
    assert [(removed.text, removed.reason) for removed in original.removed] == [
        (new.strip(), "tracked insertion")
    ]


def test_a_tracked_move_stands_at_its_old_place_in_the_original() -> None:
    body = (
        f'<w:p><w:moveFrom w:id="1">{run("Moved.")}</w:moveFrom>{run("First.")}</w:p>'
        f'<w:p>{run("Second. ")}<w:moveTo w:id="2">{run("Moved.")}</w:moveTo></w:p>'
    )
    assert rows(read_docx(PATH, package(body))) == [("", 0, "First."), ("", 0, "Second. Moved.")]
    original = read_docx(PATH, package(body), TrackedChanges.ORIGINAL)
    assert rows(original) == [("", 0, "Moved.First."), ("", 0, "Second.")]


def test_a_paragraph_whose_end_was_inserted_is_one_with_the_next_in_the_original() -> None:
    end = '<w:rPr><w:ins w:id="1"/></w:rPr>'
    body = paragraph("One sentence, ", end) + paragraph("and its rest.")
    assert len(read_docx(PATH, package(body)).blocks) == 2
    original = read_docx(PATH, package(body), TrackedChanges.ORIGINAL)
    assert rows(original) == [("", 0, "One sentence, and its rest.")]


def test_numbering_and_rows_of_tables_are_those_before_the_changes_in_the_original() -> None:
    numbers = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    inserted = numbers.replace("</w:numPr>", '<w:ins w:id="4"/></w:numPr>')
    former = f'<w:pPrChange w:id="3"><w:pPr>{numbers}</w:pPr></w:pPrChange>'
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Bureau", "12"))
    table = (
        f"<w:tbl><w:tr>{cells}</w:tr>"
        f'<w:tr><w:trPr><w:ins w:id="5"/></w:trPr>{cells.replace("12", "13")}</w:tr>'
        f'<w:tr><w:trPr><w:del w:id="6"/></w:trPr>{cells.replace("12", "14")}</w:tr></w:tbl>'
    )
    body = paragraph("Was numbered.", former) + paragraph("Is numbered.", inserted) + table
    data = package(body, numbering=numbering(level(0, "decimal", "%1.")))
    accepted = read_docx(PATH, data)
    original = read_docx(PATH, data, TrackedChanges.ORIGINAL)
    assert [(block.label, block.text) for block in accepted.blocks[:2]] == [
        ("", "Was numbered."),
        ("1.", "Is numbered."),
    ]
    assert [(block.label, block.text) for block in original.blocks[:2]] == [
        ("1.", "Was numbered."),
        ("", "Is numbered."),
    ]
    assert [block.text[-2:] for block in accepted.blocks[2:]] == ["12", "13"]
    assert [block.text[-2:] for block in original.blocks[2:]] == ["12", "14"]


def test_a_note_that_was_deleted_belongs_to_the_original_only() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = f'<w:p>{run("Text")}<w:del w:id="1">{reference}</w:del>{run(" goes on.")}</w:p>'
    notes = f'<w:footnote w:id="2">{paragraph("A/79/1.")}</w:footnote>'
    data = package(body, footnotes=notes)
    assert [block.references for block in read_docx(PATH, data).blocks] == [()]
    original = read_docx(PATH, data, TrackedChanges.ORIGINAL)
    assert [(r.mark, r.offset) for r in original.blocks[0].references] == [("1", 4)]


def test_the_tracked_changes_of_a_real_file_are_read_both_ways(shared_data: Path) -> None:
    path = shared_data / "docx" / "tracked_changes.docx"
    accepted = read_docx(path, path.read_bytes())
    original = read_docx(path, path.read_bytes(), TrackedChanges.ORIGINAL)
    assert {removed.reason for removed in accepted.removed} <= {"tracked deletion", "tracked move"}
    assert {removed.reason for removed in original.removed} <= {"tracked insertion", "tracked move"}
    assert [block.text for block in accepted.blocks] != [block.text for block in original.blocks]
