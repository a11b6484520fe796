"""Paragraphs of a PDF by how far lines stand apart, columns, and the rows that a page break cuts."""

from __future__ import annotations

import pytest

from corpora.readers.pdf import read_pdf
from corpora.readers.pdf_right_lines import keeps_text
from corpora.readers.pdf_shape import first_word_chars
from tests.test_corpora_readers_pdf import MARGIN, PATH, PITCH, Text, lines, pdf, texts_of

SHORT = {
    "ar": ("الدورة الثمانون للجمعية", "البند من جدول الأعمال", "قرار اتخذته الجمعية", "تقرير اللجنة"),
    "zh": ("“养蜂场”是指有蜂箱的场所", "“检查员”是指任命的官员", "“养蜂人”是指拥有者", "大会决定如下"),
    "en": ("Eightieth session of the Assembly", "Item of the agenda", "Report of the Group", "Annex"),
    "fr": ("Session de l’Assemblée générale", "Point de l’ordre du jour", "Rapport du Groupe", "Annexe"),
    "ru": ("Сессия Генеральной Ассамблеи", "Пункт повестки дня", "Доклад Группы", "Приложение"),
    "es": ("Período de sesiones de la Asamblea", "Tema del programa", "Informe del Grupo", "Anexo"),
}
LONG = {
    "ar": "تؤكد الجمعية العامة من جديد دعمها القوي للعملية السياسية في هذا البلد وفي سائر المنطقة.",
    "zh": "大会重申坚决支持这一进程并请秘书长在本决议通过之后的下届会议上就执行情况提交报告并作出说明。",
    "en": "The Assembly reaffirms its strong support for the political process in the country and region.",
    "fr": "L’Assemblée réaffirme son appui résolu au processus politique engagé dans le pays et la région.",
    "ru": "Ассамблея подтверждает свою решительную поддержку политического процесса в стране и регионе.",
    "es": "La Asamblea reafirma su apoyo decidido al proceso político que se desarrolla en este país y más.",
}


def shown(text: str, y: float, *, language: str, start: float = 0) -> Text:
    """One line whose first character stands `start` points from the margin where reading begins."""
    if language != "ar":
        return Text(text, MARGIN + start, y)
    return Text(text[::-1], 600 - MARGIN - start - 5 * len(text), y)


@pytest.mark.parametrize("language", SHORT)
def test_short_paragraphs_stay_apart_where_hardly_a_line_goes_on(language: str) -> None:
    first, *others = SHORT[language]
    page = [shown(LONG[language], 720, language=language)]
    page += [shown(text, 700 - 20 * n, language=language) for n, text in enumerate([first, *others, first])]
    assert texts_of(page)[1:] == [first, *others, first]


@pytest.mark.parametrize("language", SHORT)
def test_lines_set_to_the_far_side_are_paragraphs_where_others_stand_as_far_apart(language: str) -> None:
    page = [shown(LONG[language], 720, language=language)]
    texts = [*SHORT[language], *SHORT[language]]
    page += [shown(text, 700 - 20 * n, language=language) for n, text in enumerate(texts)]
    end = 5 * len(LONG[language])
    for n, text in enumerate(SHORT[language][:2]):
        page.append(shown(text, 540 - 20 * n, language=language, start=end - 5 * len(text)))
    assert texts_of(page)[1:] == [*texts, *SHORT[language][:2]]


def test_a_ragged_line_goes_on_in_lower_case_where_paragraphs_stand_further_apart() -> None:
    page: list[Text] = []
    top = 740.0
    for _ in range(4):
        page += lines(
            "The parties shall protect the banks of all rivers", "and lakes and", "coasts.", top=top
        )
        top -= 3 * PITCH + 10
    assert texts_of(page) == ["The parties shall protect the banks of all rivers and lakes and coasts."] * 4


def test_items_of_inner_lists_in_a_narrow_column_are_no_closing_lines() -> None:
    page = lines("The General Assembly decides as follows:")
    page += [
        Text(text, MARGIN + x, 688 - n * PITCH)
        for n, (text, x) in enumerate((("(a) that seeds", 125), ("of all sort", 140), ("conserved;", 140)))
    ]
    assert texts_of(page)[-1] == "(a) that seeds of all sort conserved;"


def test_few_words_spread_over_a_line_are_no_cells() -> None:
    page = [Text("Stressing", MARGIN, 700), Text("importance", MARGIN + 180, 700)]
    page += lines("disaggregatedstatisticaldata on the small port", "and on the ships.", top=688)
    assert texts_of(page) == [
        "Stressing importance disaggregatedstatisticaldata on the small port and on the ships."
    ]


def test_a_mark_that_had_no_room_on_its_line_belongs_to_that_line() -> None:
    page = [Text("决定以过半数作出，但下列问题须以三分之二多数作出", MARGIN, 700)]
    page += [Text("2", MARGIN, 690, 6), Text("_" * 18, MARGIN, 120)]
    page += [Text("2", MARGIN, 108, 5), Text("另见《财务条例》条例三。", MARGIN + 8, 105, 8)]
    block = read_pdf(PATH, pdf([page])).blocks[0]
    assert [(r.mark, r.offset) for r in block.references] == [("2", len(block.text))]


def test_the_rest_of_a_row_on_the_next_page_goes_back_to_its_cells() -> None:
    text = lines("The programme of work is set out in this table.", top=740)
    head = [Text("Activity", MARGIN + 3, 120), Text("Place", MARGIN + 120, 120)]
    row = [Text("Fourth", MARGIN + 3, 100), Text("Hanoi", MARGIN + 120, 100)]
    rest = [Text("session", MARGIN + 3, 740), *lines("The Group met again.", top=700)]
    assert texts_of([*text, *head, *row], rest)[-3:] == [
        "Activity | Place", "Fourth session | Hanoi", "The Group met again.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "tail", "whole"),
    [
        ("communautaire", "s ou de", "communautaires"),
        ("Продовольственно", "й и", "Продовольственной"),
        ("conocimie", "ntos de", "conocimientos"),
        ("germinati", "on rate", "germination"),
    ],
)
def test_words_that_a_narrow_column_broke_are_mended(head: str, tail: str, whole: str) -> None:
    page = [*lines(f"a {whole} b", top=600)]
    wide = 5 * (len(whole) + 4)
    shift = wide - 5 * len(head)
    page = [Text(head, MARGIN + shift, 700), Text(tail, MARGIN + shift, 688), *page]
    assert texts_of(page)[0].split(" ")[0] == head + tail.split(" ")[0]


@pytest.mark.parametrize("begun", ["•", "▪", "◦", "(a)", ")a(", "12."])
def test_bullets_and_labels_keep_their_text_however_far_it_stands(begun: str) -> None:
    assert keeps_text(begun, 3.5)


@pytest.mark.parametrize("begun", ["–", "-", "7", "*"])
def test_dashes_and_footnote_marks_keep_only_what_is_near(begun: str) -> None:
    assert keeps_text(begun, 1.5)
    assert not keeps_text(begun, 3.5)


def test_a_bracket_that_is_open_goes_on_in_the_next_column() -> None:
    first = lines("Ida Soren (date of birth, about 1 May 1975;", top=60)
    second = lines("rank, colonel)", top=740)
    assert texts_of(first, second) == ["Ida Soren (date of birth, about 1 May 1975; rank, colonel)"]


@pytest.mark.parametrize(
    ("text", "chars"),
    [
        ("大会，回顾", 1),
        ("会，回顾", 2),
        ("A/80/1号", 6),
        ("الجمعية العامة", 7),
        ("The Assembly", 3),
        ("L’Assemblée générale", 11),
        ("Генеральная Ассамблея", 11),
        ("Asamblea General", 8),
    ],
)
def test_what_stays_together_at_a_line_end_is_a_word_or_one_character_of_chinese(
    text: str, chars: int
) -> None:
    assert first_word_chars(text) == chars


def test_few_lines_in_two_columns_are_read_as_columns() -> None:
    left = [f"{n} parties" for n in ("Seven", "Eight", "Nine", "Ten", "Twelve", "Twenty")]
    page = [Text(text, MARGIN, 300 - 20 * n) for n, text in enumerate(left)]
    right = ["The Minister appoints the officers", "who may enter.", "Fees", "Fines", "Annex", "Table"]
    tops = (740, 728, 708, 688, 668, 648)
    page += [Text(text, MARGIN + 220, y) for text, y in zip(right, tops, strict=True)]
    page[1] = Text("Eight parties to this long agreement", MARGIN, 280)
    assert "The Minister appoints the officers who may enter." in texts_of(page)
