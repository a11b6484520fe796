"""The text layer of a PDF: paragraphs over lines and pages, footnotes with marks, running heads apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpora.errors import ReadingError
from corpora.readers.pdf import read_pdf
from corpora.reading_options import Recognition

PATH = Path("file.pdf")
WIDTH, HEIGHT, MARGIN, SIZE, PITCH = 600, 800, 100, 10, 12


@dataclass(frozen=True)
class Text:
    """One piece of text of a made page: where its baseline begins, its size in points.

    `turn` is its angle in degrees counterclockwise, `mode` how it is drawn (3: not at all).
    """

    text: str
    x: float
    y: float
    size: float = SIZE
    turn: int = 0
    mode: int = 0


def pdf(pages: list[list[Text]], *, page: str = "") -> bytes:
    """A PDF whose one font has no shapes, only widths (half the size) and a map to Unicode.

    `page` is put into the dictionary of each page.
    """
    ranges = "".join(f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>\n" for high in range(256))
    blocks = "".join(f"100 beginbfrange\n{chunk}endbfrange\n" for chunk in [ranges])
    cmap = "/CIDInit /ProcSet findresource begin begincmap\n"
    cmap += f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{blocks}endcmap"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /DW 500 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(cmap.encode()),
    ]
    for number, texts in enumerate(pages):
        box = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] {page} "
        objects.append(
            f"{box}/Resources << /Font << /F 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>".encode()
        )
        objects.append(_stream("".join(_show(text) for text in texts).encode()))
    return _assemble(objects)


def _show(text: Text) -> str:
    cos, sin = math.cos(math.radians(text.turn)), math.sin(math.radians(text.turn))
    matrix = f"{cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {text.x} {text.y}"
    shown = text.text.encode("utf-16-be").hex()
    return f"BT /F {text.size} Tf {text.mode} Tr {matrix} Tm <{shown}> Tj ET\n"


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _assemble(objects: list[bytes]) -> bytes:
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        out
        + head
        + table
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    )


def lines(*texts: str, top: float = 700, indent: float = 0) -> list[Text]:
    """Lines under one another; the first is indented."""
    return [Text(text, MARGIN + (indent if n == 0 else 0), top - n * PITCH) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("The General Assembly reaffirms its strong", "support for the process;", None),
        ("L’Assemblée générale réaffirme le soutien", "qu’elle apporte au processus ;", None),
        ("La Asamblea General reafirma su apoyo muy", "decidido al proceso;", None),
        ("Генеральная Ассамблея вновь подтверждает", "свою поддержку процесса;", None),
        (
            "大会重申坚决支持这一进程并请秘书长在本决议通过之后的下届会议",
            "上提交报告；",
            "大会重申坚决支持这一进程并请秘书长在本决议通过之后的下届会议上提交报告；",
        ),
    ],
)
def test_wrapped_lines_become_one_paragraph(first: str, second: str, joined: str | None) -> None:
    document = read_pdf(PATH, pdf([lines(first, second)]))
    assert [block.text for block in document.blocks] == [joined or f"{first} {second}"]
    assert document.blocks[0].place.page == 1


def test_arabic_lines_are_read_from_the_right() -> None:
    words = "إن الجمعية العامة تؤكد دعمها"
    shown = words[::-1]
    text = read_pdf(PATH, pdf([lines(shown)])).blocks[0].text
    assert text == words


def test_indents_gaps_and_labels_part_paragraphs() -> None:
    page = lines("Recalling its resolution of the last session,", indent=20)
    page += lines("Noting the report of the Secretary-General and", "the annex to it,", top=688, indent=20)
    page += lines("1. Decides to remain seized of the whole matter", "and to meet again;", top=650, indent=20)
    assert [block.text for block in read_pdf(PATH, pdf([page])).blocks] == [
        "Recalling its resolution of the last session,",
        "Noting the report of the Secretary-General and the annex to it,",
        "1. Decides to remain seized of the whole matter and to meet again;",
    ]


def test_a_paragraph_goes_on_over_the_page_and_running_heads_are_left_out() -> None:
    def page(number: int, *texts: str) -> list[Text]:
        head = [
            Text("A/RES/68/187", MARGIN, 770, 8),
            Text(f"{number}/2", MARGIN, 40, 8),
            Text("13-45020", 400, 40, 8),
        ]
        return [*head, *lines(*texts)]

    first = page(
        1,
        "1. Requests the Secretary-General to report to the",
        "General Assembly at its sixty-ninth session and to",
    )
    document = read_pdf(
        PATH, pdf([first, page(2, "inform all Member States of the results of the work", "done;")])
    )
    assert [block.text for block in document.blocks] == [
        "1. Requests the Secretary-General to report to the General Assembly at its sixty-ninth session "
        "and to inform all Member States of the results of the work done;"
    ]
    assert sorted((r.text, r.reason) for r in document.removed) == [
        ("1/2", "page number"), ("13-45020", "job number"), ("13-45020", "job number"),
        ("2/2", "page number"),
        ("A/RES/68/187", "page header"), ("A/RES/68/187", "page header"),
    ]  # fmt: skip


def test_raised_figures_lead_to_the_footnotes_under_the_rule() -> None:
    page = [Text("The 2030 Agenda for Development,", MARGIN, 700), Text("2", MARGIN + 160, 704, 6)]
    page += [
        Text("of course, in 25 km", MARGIN + 168, 700),
        Text("2", MARGIN + 263, 704, 6),
        Text("and more;", 380, 700),
    ]
    page += [
        Text("_" * 18, MARGIN, 120),
        Text("2", MARGIN, 108, 5),
        Text("Resolution 70/1 and the documents", MARGIN + 8, 105, 8),
    ]
    page += [Text("that belong to it.", MARGIN, 95, 8)]
    document = read_pdf(PATH, pdf([page]))
    assert [block.text for block in document.blocks] == [
        "The 2030 Agenda for Development, of course, in 25 km² and more;"
    ]
    assert [(r.mark, r.offset, r.footnote) for r in document.blocks[0].references] == [("2", 32, 0)]
    assert [(f.mark, f.text) for f in document.footnotes] == [
        ("2", "Resolution 70/1 and the documents that belong to it.")
    ]
    assert [(r.text, r.reason) for r in document.removed] == [("_" * 18, "rule")]


def test_real_hyphens_at_line_ends_stay_and_broken_words_are_joined() -> None:
    page = lines(
        "The information is here and the drug-",
        "resistant forms are described in the infor-",
        "mation already given;",
    )
    assert [block.text for block in read_pdf(PATH, pdf([page])).blocks] == [
        "The information is here and the drug-resistant forms are described in the information already given;"
    ]


def test_damaged_and_textless_files_are_refused_with_advice() -> None:
    with pytest.raises(ReadingError, match="damaged"):
        read_pdf(PATH, b"%PDF-1.7\njunk")
    with pytest.raises(ReadingError, match="all 2 pages are blank"):
        read_pdf(PATH, pdf([[], []]))


def test_blank_pages_among_others_are_no_loss() -> None:
    document = read_pdf(PATH, pdf([lines("Some text on the first page."), []]))
    assert [block.text for block in document.blocks] == ["Some text on the first page."]
    assert document.notes == ()


@pytest.mark.parametrize(
    ("name", "operatives", "marks", "closing"),
    [
        ("A_RES_73_6-EN", 14, 6, ["26th plenary meeting", "26 October 2018"]),
        ("A_RES_73_7-EN", 28, 9, ["28th plenary meeting", "29 October 2018"]),
        ("A_RES_73_8-EN", 5, 1, ["30th plenary meeting", "1 November 2018"]),
        ("A_RES_73_3-EN", 53, 7, ["18th plenary meeting", "10 October 2018"]),
    ],
)
def test_a_resolution_gives_its_paragraphs_and_footnotes(
    shared_data: Path, name: str, operatives: int, marks: int, closing: list[str]
) -> None:
    file = shared_data / "un_pdfs" / f"{name}.pdf"
    document = read_pdf(file, file.read_bytes())
    texts = [block.text for block in document.blocks]
    numbers = [text.split(".")[0] for text in texts if text.split(".")[0].isdigit()]
    assert numbers == [str(number) for number in range(1, operatives + 1)]
    assert [footnote.mark for footnote in document.footnotes] == [
        str(number) for number in range(1, marks + 1)
    ]
    assert texts[-2:] == closing
    assert {r.footnote for b in document.blocks for r in b.references} <= set(range(marks))
    assert not any("____" in text or name[-5:-3] + "/5" in text for text in texts)
    assert {"job number", "page number"} <= {removed.reason for removed in document.removed}


def test_a_scan_is_refused_and_a_bad_recognition_is_read(shared_data: Path) -> None:
    scan = shared_data / "un_pdfs" / "A_RES_2758_XXVI-RU_scan_notext.pdf"
    with pytest.raises(ReadingError, match="no text layer") as caught:
        read_pdf(scan, scan.read_bytes(), ocr=Recognition.NEVER)
    assert "OCR" in caught.value.advice
    draft = shared_data / "un_pdfs" / "A_L.632-EN_1971_ocr.pdf"
    document = read_pdf(draft, draft.read_bytes())
    texts = [block.text for block in document.blocks]
    assert [(note.severity, note.message[:46]) for note in document.notes] == [
        ("warning", "page 1 of 1 read from the text that another pr")
    ]
    assert texts[-1].startswith("Decides that any proposal")
    assert texts[-1].endswith("Article 18 of the Charter.")


def texts_of(*pages: list[Text]) -> list[str]:
    return [block.text for block in read_pdf(PATH, pdf([*pages])).blocks]


@pytest.mark.parametrize(
    "cells",
    [
        ("Activity", "Place", "Workshop", "La Paz"),
        ("Activité", "Lieu", "Atelier", "La Paz"),
        ("Actividad", "Lugar", "Taller", "La Paz"),
        ("Мероприятие", "Место", "Практикум", "Ла-Пас"),
        ("活动", "地点", "讲习班", "拉巴斯"),
    ],
)
def test_cells_side_by_side_are_rows(cells: tuple[str, ...]) -> None:
    a, b, c, d = cells
    page = [Text(a, MARGIN, 700), Text(b, MARGIN + 90, 700)]
    page += [Text(c, MARGIN, 688), Text(d, MARGIN + 90, 688)]
    assert texts_of(page) == [f"{a} | {b}", f"{c} | {d}"]


def test_arabic_cells_are_rows_from_the_right() -> None:
    page = [Text("النشاط"[::-1], 300, 700), Text("المكان"[::-1], 180, 700)]
    page += [Text("دورة"[::-1], 310, 688), Text("هانوي"[::-1], 185, 688)]
    assert texts_of(page) == ["النشاط | المكان", "دورة | هانوي"]


def test_a_line_spread_to_its_width_is_no_row() -> None:
    page = lines("The measures that have been taken by the States")
    page += [
        Text(word, MARGIN + x, 688) for word, x in (("and", 0), ("will", 65), ("be", 135), ("reported", 195))
    ]
    assert texts_of(page) == ["The measures that have been taken by the States and will be reported"]


def test_two_columns_are_read_one_after_the_other() -> None:
    rivers = (
        "the members of the commission shall",
        "convene every spring on the banks of",
        "waters that they share with one more",
    )
    lakes = (
        "any parties to this agreement should",
        "arrange for a survey of the lakes in",
        "regions that lie along their borders",
    )
    left = lines(
        "The first column says what is agreed",
        *rivers,
        "and on the coasts they have in common",
        "of the north.",
    )
    right = lines(
        "The second column tells what follows", *lakes, "and for a report on the fish in them", "to be made."
    )
    moved = [Text(line.text, line.x + 220, line.y) for line in right]
    texts = texts_of([*left, *moved])
    assert [text.split()[1] for text in texts] == ["first", "second"]
    assert [text.split()[-1] for text in texts] == ["north.", "made."]


@pytest.mark.parametrize("name", ["Article", "Artículo", "Статья"])
def test_the_name_of_an_article_at_the_head_of_pages_is_no_running_head(name: str) -> None:
    body = "The parties shall protect the banks of their rivers."
    pages = [[Text(f"{name} {n}", MARGIN, 740), *lines(body, top=700)] for n in (1, 2, 3)]
    assert [text for text in texts_of(*pages) if text != body] == [f"{name} {n}" for n in (1, 2, 3)]


SENTENCES = {
    "ar": ("إن الجمعية العامة تؤكد دعمها", "لهذه العملية السياسية كلها."),
    "zh": ("大会重申其第A/RES/73/6号决议", "并请秘书长就A/73/8提交报告。"),
    "en": ("The General Assembly reaffirms its", "strong support for the process."),
    "fr": ("L’Assemblée générale réaffirme le", "soutien qu’elle apporte."),
    "ru": ("Генеральная Ассамблея вновь", "подтверждает свою поддержку."),
    "es": ("La Asamblea General reafirma su", "apoyo decidido al proceso."),
}


def turned_page(texts: tuple[str, ...], turn: int, *, from_right: bool) -> list[Text]:
    """Two lines that run upwards, upside down or downwards, the second below the first."""
    page = []
    for number, text in enumerate(texts):
        shown = text[::-1] if from_right else text
        down = 200 + number * PITCH
        x, y = {90: (down, 200), 180: (WIDTH - 200, down), 270: (WIDTH - down, HEIGHT - 200)}[turn]
        page.append(Text(shown, x, y, turn=turn))
    return page


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_as_a_whole_is_read_as_it_is_held(language: str, turn: int) -> None:
    made = turned_page(SENTENCES[language], turn, from_right=language == "ar")
    document = read_pdf(PATH, pdf([made]))
    between = "" if language == "zh" else " "
    assert between.join(block.text for block in document.blocks) == between.join(SENTENCES[language])
    assert document.removed == ()


@pytest.mark.parametrize(("turn", "reason"), [(90, "rotated text"), (45, "rotated text")])
def test_turned_text_beside_upright_text_is_set_aside(turn: int, reason: str) -> None:
    page = [*lines("The text of the page.", "It has two lines."), Text("DRAFT", 300, 400, 40, turn=turn)]
    document = read_pdf(PATH, pdf([page]))
    assert [block.text for block in document.blocks] == ["The text of the page. It has two lines."]
    assert [(r.text, r.reason, r.place.page) for r in document.removed] == [("DRAFT", reason, 1)]


def test_hidden_text_is_set_aside_with_its_page() -> None:
    pages = [lines("The first page."), [*lines("The second page."), Text("A secret.", 100, 500, mode=3)]]
    document = read_pdf(PATH, pdf(pages))
    assert [block.text for block in document.blocks] == ["The first page.", "The second page."]
    assert [(r.text, r.reason, r.place.page) for r in document.removed] == [("A secret.", "hidden text", 2)]


def test_addresses_of_links_are_kept_once_a_page() -> None:
    link = (
        "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] "
        "/A << /S /URI /URI (https://undocs.org/A/RES/68/187) >> >>"
    )
    document = read_pdf(PATH, pdf([lines("See resolution 68/187.")], page=f"/Annots [{link} {link}]"))
    assert [(r.text, r.reason) for r in document.removed] == [("https://undocs.org/A/RES/68/187", "link")]
    assert [block.text for block in document.blocks] == ["See resolution 68/187."]


@pytest.mark.parametrize("ibid", ["Ibid.", "المرجع نفسه.", "同上。", "Там же.", "Ibíd."])
def test_the_last_note_of_many_pages_is_no_footer(ibid: str) -> None:
    pages = []
    for number in range(1, 5):
        page = lines(f"The text of page {number} has a note{2 * number}.", "It goes on for a second line.")
        page += lines("_______________", top=200)
        notes = (f"{2 * number - 1} The source of page {number}.", f"{2 * number} {ibid}")
        page += [Text(note, MARGIN, 180 - at * PITCH, 8) for at, note in enumerate(notes)]
        pages.append(page)
    document = read_pdf(PATH, pdf(pages))
    texts = [note.text for note in document.footnotes] + [block.text for block in document.blocks]
    assert sum(ibid[::-1] in text or ibid in text for text in texts) == 4
    assert [r.text for r in document.removed if r.reason == "page footer"] == []


@pytest.mark.parametrize(
    "name", ["المادة {}", "第{}节", "Section {}", "Chapitre {}", "Раздел {}", "Sección {}", "Título {}"]
)
def test_names_of_passages_at_the_tops_of_pages_are_no_running_head(name: str) -> None:
    shown = [name.format(number)[::-1] if "المادة" in name else name.format(number) for number in (1, 2, 3)]
    pages = [
        [
            Text(text, MARGIN, 740),
            *lines(f"The text of this passage is its own, {at}.", "Two lines.", top=700),
        ]
        for at, text in enumerate(shown)
    ]
    document = read_pdf(PATH, pdf(pages))
    assert [r.text for r in document.removed] == []
    assert sum(any(digit in block.text for digit in "123") for block in document.blocks) >= 3


def test_a_damaged_page_as_wide_as_a_country_is_read_like_any_other() -> None:
    # Looked through point by point, the space between the lines would take minutes.
    page = [*lines(*(f"Line {number} of the page." for number in range(30))), Text("Far.", 90_000_000, 400)]
    texts = " ".join(block.text for block in read_pdf(PATH, pdf([page])).blocks)
    assert "Line 29 of the page." in texts
