"""Page furniture is told from text, and text that looks like it is left alone."""

from __future__ import annotations

import pytest

from corpora.furniture import find_furniture, furniture_reason
from corpora.text_lines import split_lines

FURNITURE = [
    ("http://undocs.org/ru/A/RES/12/34", "link"),
    ("www.un.org/ar/ga http://undocs.org/ar/A/12/3", "link"),
    ("undocs.org/es/A/RES/12/34", "link"),
    ("________________", "rule"),
    ("---------", "rule"),
    ("* * *", "rule"),
    ("/...", "continuation mark"),
    ("- 3 -", "page number"),
    ("Page 3", "page number"),
    ("page 3 de 12", "page number"),
    ("Página 4", "page number"),
    ("Страница 5", "page number"),
    ("стр. 6", "page number"),
    ("第7页", "page number"),
    ("第 7 页，共 9 页", "page number"),
    ("الصفحة ٨", "page number"),
    ("13-45110 (F)", "job number"),
    ("13-45110 (F) 201113 221113", "job number"),
    ("*1345110*", "job number"),
    ("GE.13-12345 (S)", "job number"),
    ("N1345110 (E)", "job number"),
]
TEXT = [
    "68/187", "2013", "3", "2/5", "A/RES/12/34", "Article 3", "第三条", "18 décembre 2013", "Voir http://undocs.org/A/1",
    "Paginé", "Page 3 of the report is missing.", "1-15 mai", "*", "...", "—",
]  # fmt: skip


@pytest.mark.parametrize(("line", "reason"), FURNITURE)
def test_a_line_of_furniture_has_its_reason(line, reason):
    assert furniture_reason(line) == reason


@pytest.mark.parametrize("line", TEXT)
def test_a_line_of_text_is_no_furniture(line):
    assert furniture_reason(line) is None


def reasons(text: str) -> dict[str, str]:
    lines = split_lines(text)
    return {f"{i}: {lines[i].text}": reason for i, reason in find_furniture(lines).items()}


def test_a_head_that_comes_back_on_each_page_is_removed_after_the_first():
    text = "A/RES/12/34\n\nOne paragraph.\n\fA/RES/12/34\n\nTwo paragraphs.\n\fA/RES/12/34\n\nThree.\n"
    assert reasons(text) == {"3: A/RES/12/34": "running head", "6: A/RES/12/34": "running head"}


def test_heads_that_differ_in_their_page_number_only_are_heads():
    text = "Text one.\nReport, 2\n\fText two.\nReport, 3\n\fText three.\nReport, 4\n"
    assert list(reasons(text).values()) == ["running head"] * 2


def test_a_symbol_that_stands_alone_twice_is_a_head_even_without_page_breaks():
    text = "A/RES/12/34\n\nDecides to meet\n\nA/RES/12/34\n\nagain next year.\n"
    assert reasons(text) == {"4: A/RES/12/34": "running head"}


def test_page_fractions_that_count_on_are_page_numbers():
    assert reasons("Text.\n\n1/3\n\nMore text.\n\n2/3\n\nEnd.\n\n3/3\n") == {
        "2: 1/3": "page number",
        "6: 2/3": "page number",
        "10: 3/3": "page number",
    }


def test_a_bare_number_is_a_page_number_only_where_a_page_ends():
    assert reasons("Text\n12\n\fMore text\n13\n\fEnd") == {"1: 12": "page number", "3: 13": "page number"}
    assert reasons("Members\n12\nObservers\n13\n") == {}


def test_resolution_numbers_on_lines_of_their_own_stay():
    assert reasons("See\n\n66/171\n\nand\n\n67/189\n") == {}


def test_a_repeated_paragraph_far_from_the_edges_stays():
    body = "\n\n".join(["Decides so.", "One.", "Two.", "Three.", "Four.", "Decides so.", "Five.", "Six."])
    assert reasons(body) == {}
