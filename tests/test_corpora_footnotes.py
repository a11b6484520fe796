"""Footnotes are found under rules and at page ends; their marks, and nothing else, are lifted out."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.documents import Place, RawBlock, RawFootnote, RawKind
from corpora.footnote_references import has_reference, lift_references
from corpora.readers.plain import read_plain_text


def lift(text: str, *marks: str) -> tuple[str, list[tuple[str, int, int | None]]]:
    block = RawBlock(RawKind.PARAGRAPH, text, Place(0, len(text)))
    footnotes = [
        RawFootnote(mark, "Ibid.", Place(len(text) + 1 + k, len(text) + 2 + k))
        for k, mark in enumerate(marks)
    ]
    lifted = lift_references([block], footnotes)[0]
    return lifted.text, [(r.mark, r.offset, r.footnote) for r in lifted.references]


LIFTED = [
    ("Nations Unies1 et la nécessité", "1", "Nations Unies et la nécessité", 13),
    ("its agreements2 and decisions", "2", "its agreements and decisions", 14),
    ("the Covenant,3 and", "3", "the Covenant, and", 13),
    ("the Covenant.³", "3", "the Covenant.", 13),
    ("des peuples¹² et", "12", "des peuples et", 11),
    ("le rapport [4] du Comité", "4", "le rapport du Comité", 10),
    ("الميثاق(1) والعهد", "1", "الميثاق والعهد", 7),
    ("الميثاق([5]) والعهد", "5", "الميثاق والعهد", 7),
    ("《公约》2 以及", "2", "《公约》 以及", 4),
    ("回顾《宪章》³，", "3", "回顾《宪章》，", 6),
    ("Устава Организации7 и", "7", "Устава Организации и", 18),
    ("la Carta de las Naciones Unidas9;", "9", "la Carta de las Naciones Unidas;", 31),
    ("The report* was issued", "*", "The report was issued", 10),
    ("UNESCO1 and", "1", "UNESCO and", 6),
    ("la résolution 2206 (2015)2 ;", "2", "la résolution 2206 (2015) ;", 25),
    ("en su resolución 72/249[1].", "1", "en su resolución 72/249.", 23),
    ("في قرارها ٧٢/٢٤٩(١).", "1", "في قرارها ٧٢/٢٤٩.", 16),
    ("в резолюции 72/2491.", "1", "в резолюции 72/249.", 18),
    ("the United Nations, 32 and", "32", "the United Nations, and", 19),
    ("his report of 2 April 1992 44 submitted", "44", "his report of 2 April 1992 submitted", 26),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mark", "expected", "offset"), LIFTED)
def test_a_mark_becomes_a_reference(text, mark, expected, offset):
    assert lift(text, mark) == (expected, [(mark, offset, 0)])


KEPT = [
    ("article 5(1) and", "1"),
    ("le point b)1 du texte", "1"),
    ("document A/72/2491 and", "1"),
    ("emissions of CO2 and", "2"),
    ("the H1N1 virus", "1"),
    ("A/RES/68/187", "68"),
    ("COVID-19 and", "19"),
    ("G20 summit", "20"),
    ("a forest of 12 km² and", "2"),
    ("on 3 May 1990", "3"),
    ("paragraph 3 below", "3"),
    ("articles 1 and 2", "2"),
    ("résolution 5 du Conseil", "5"),
    ("第12条和第3条", "3"),
    ("2013年12月", "12"),
    ("共3个国家", "3"),
    ("附件2所载", "2"),
    ("para.3 thereof", "3"),
    ("пункт 3 повестки", "3"),
    ("en el párrafo 3 de", "3"),
    ("1,5 million", "5"),
    ("the 1st and", "1"),
    ("في المادة 3 من", "3"),
    ("31 December 2013", "31"),
    ("by 14 votes to 1", "14"),
    ("E.95.XIII.18)", "18"),
    ("article 12(1) of", "1"),
    ("* * *", "*"),
]


@pytest.mark.parametrize(("text", "mark"), KEPT)
def test_figures_dates_names_and_symbols_stay(text, mark):
    assert lift(text, mark) == (text, [])


def test_nothing_is_lifted_without_a_footnote_of_that_mark():
    assert lift("Nations Unies1 et", "2") == ("Nations Unies1 et", [])


def test_two_marks_in_one_text_keep_offsets_in_the_text_that_remains():
    assert lift("the Charter1 and the Covenant2 of", "1", "2") == (
        "the Charter and the Covenant of",
        [("1", 11, 0), ("2", 28, 1)],
    )


def test_a_spaced_number_counts_only_for_a_spaced_search():
    assert has_reference("Nations, 32", "32", spaced=True)
    assert not has_reference("Nations, 32", "32", spaced=False)


def test_marks_that_restart_on_each_page_go_to_the_footnote_of_their_page():
    pages = [
        "First Charter1 text.\n____\n1 One.",
        "Second Covenant1 text.\n____\n1 Two.",
        "Third Charter1 text.",
    ]
    text = "\n\f".join(pages)
    raw = read_plain_text(Path("x.txt"), text)
    assert [f.text for f in raw.footnotes] == ["One.", "Two."]
    assert [[r.footnote for r in b.references] for b in raw.blocks] == [[0], [1], [1]]


def test_footnotes_without_a_rule_end_the_page_and_are_referred_to():
    text = "Recalling the Charter, 7\n\nDecides so.\n\n7 See document one,\nsecond line.\n8 Ibid.\n"
    raw = read_plain_text(Path("x.txt"), text)
    assert [(f.mark, f.text) for f in raw.footnotes] == [
        ("7", "See document one, second line."),
        ("8", "Ibid."),
    ]
    assert [b.text for b in raw.blocks] == ["Recalling the Charter,", "Decides so."]
    assert [n.message for n in raw.notes] == ["nothing refers to footnote 8"]


def test_last_paragraphs_that_nothing_refers_to_are_text():
    raw = read_plain_text(Path("x.txt"), "Members:\n\n12 Members attended.\n\n13 Members did not.\n")
    assert raw.footnotes == ()
    assert len(raw.blocks) == 3


def test_numbered_paragraphs_under_a_rule_are_text():
    raw = read_plain_text(Path("x.txt"), "Preamble,\n\n________\n\n1. Decides so;\n\n2. Decides more.\n")
    assert raw.footnotes == ()
    assert [b.text for b in raw.blocks] == ["Preamble,", "1. Decides so;", "2. Decides more."]


def test_a_footnote_ends_where_the_text_goes_on():
    text = "The Charter1 is\n\n_____\n1 Resolution 12/3,\nannex.\n\nRecalling more,\n"
    raw = read_plain_text(Path("x.txt"), text)
    assert [f.text for f in raw.footnotes] == ["Resolution 12/3, annex."]
    assert [b.text for b in raw.blocks] == ["The Charter is", "Recalling more,"]


@pytest.mark.parametrize(
    ("text", "marks", "expected", "offsets"),
    [
        # Brackets and stars in brackets, after the stops of every script.
        ("关于水位的决议，[1]", ("1",), "关于水位的决议，", [8]),
        ("الإعلان العالمي،[1] والعهد", ("1",), "الإعلان العالمي، والعهد", [16]),
        ("The Declaration[*] of", ("*",), "The Declaration of", [15]),
        # Figures that nothing sets off, in their turn.
        ("有关报告2以及公约，3关切地", ("2", "3"), "有关报告以及公约，关切地", [4, 9]),
        ("stations closed in 2023,2 and", ("2",), "stations closed in 2023, and", [24]),
        ("de 9,6 % par an3, que", ("3",), "de 9,6 % par an, que", [15]),
    ],
)
def test_marks_stand_in_many_ways(text, marks, expected, offsets):
    lifted, references = lift(text, *marks)
    assert lifted == expected
    assert [offset for _, offset, _ in references] == offsets


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("建筑工程2 100 000美元", ("2",)),
        ("举办3次讲习班", ("3",)),
        ("涵盖1 800个农场", ("1",)),
        ("9,6 процента населения", ("6",)),
    ],
)
def test_numbers_and_what_is_counted_stay(text, marks):
    assert lift(text, *marks) == (text, [])


def test_a_date_at_the_end_is_no_footnote():
    text = "In total 18 per cent, as of 18 May 2024.\n\n12th plenary meeting\n\n18 December 2024\n"
    document = read_plain_text(Path("x.txt"), text)
    assert document.footnotes == ()
    assert document.blocks[-1].text == "18 December 2024"


def test_a_starred_note_under_the_text_is_a_footnote():
    text = "Item 24 of the agenda*\n\nPreservation of archives\n\n* A/79/150.\n\n¹ See A/77/145.\n"
    document = read_plain_text(Path("x.txt"), text)
    assert [(f.mark, f.text) for f in document.footnotes] == [("*", "A/79/150."), ("1", "See A/77/145.")]
    assert document.blocks[0].text == "Item 24 of the agenda"


@pytest.mark.parametrize(
    "text",
    [
        "at least 5 % of the budget",
        "at least 5 days before",
        "au moins 5 % des budgets",
        "au moins 5 jours avant",
        "al menos 5 % del presupuesto",
        "al menos 5 días antes",
        "не менее 5 % бюджета",
        "не менее 5 дней",
        "ما لا يقل عن 5 أيام",
        "至少 5 %的预算",
        "a sum of 5 € a head",
    ],
)
def test_a_figure_is_never_lost_to_a_note_whose_mark_was_missed(text: str) -> None:
    assert lift(text, "5") == (text, [])


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("of the Charter 5 and of", "of the Charter and of"),
        ("de la Charte 5 et des", "de la Charte et des"),
        ("de la Carta 5 y de", "de la Carta y de"),
        ("Устава 5 и других", "Устава и других"),
    ],
)
def test_a_mark_set_off_by_spaces_is_followed_by_a_word_that_joins(text: str, rest: str) -> None:
    assert lift(text, "5")[0] == rest
