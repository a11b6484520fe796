"""Tables for a terminal, in six scripts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from hexapla.tables import Column, isolated, printable, table_lines, wrap_cells

SIX = {
    "ar": "تقرر أن تبقي المسألة قيد نظرها.",
    "zh": "决定继续处理此案，并请秘书长提出报告。",
    "en": "Decides to remain seized of the matter.",
    "fr": "Décide de rester saisie de la question.",
    "ru": "постановляет продолжать заниматься этим вопросом.",
    "es": "Decide seguir ocupándose de la cuestión.",
}


@pytest.mark.parametrize("language", SIX)
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(language: str) -> None:
    lines = wrap_cells(SIX[language], 12)
    assert max(map(cell_len, lines)) <= 12
    assert "".join(lines).replace(" ", "") == SIX[language].replace(" ", "")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 3, ["one", "two", "thr", "ee"]),
        ("决定继续处理", 5, ["决定", "继续", "处理"]),
        # A closing mark does not begin a line; it hangs one wide character over rather than stand alone.
        ("决定，继续", 6, ["决定，", "继续"]),
        ("e\u0301te\u0301", 3, ["e\u0301te\u0301"]),
        ("", 5, [""]),
        ("a\tb\nc", 9, ["a b c"]),
    ],
)
def test_wrapping(text: str, width: int, lines: list[str]) -> None:
    assert wrap_cells(text, width) == lines


@given(st.text(max_size=60), st.integers(4, 30))
@settings(max_examples=150, deadline=None)
def test_wrapping_keeps_every_visible_character(text: str, width: int) -> None:
    lines = wrap_cells(text, width)
    assert "".join("".join(lines).split()) == "".join(printable(text).split())


def test_wide_characters_count_two_cells() -> None:
    columns = (Column("Text"), Column("End"))
    lines = table_lines(columns, [("决定", "x"), ("four", "x")], width=80)
    assert lines == ["Text  End", "────  ───", "决定  x", "four  x"]


def test_right_to_left_cells_are_isolated_line_by_line_and_only_when_asked() -> None:
    columns = (Column("", flexible=True), Column(""))
    plain = table_lines(columns, [("تقرر أن تبقي المسألة", "x")], width=19)
    assert "\u2068" not in "".join(plain)
    marked = table_lines(columns, [("تقرر أن تبقي المسألة", "x")], width=19, isolate=True)
    assert len(marked) == 2
    assert [line.count("\u2068") for line in marked] == [1, 1]
    assert [line.count("\u2069") for line in marked] == [1, 1]


def test_left_to_right_text_is_not_isolated() -> None:
    assert isolated("Décide 19") == "Décide 19"
    assert isolated("القرار 19") == "\u2068القرار 19\u2069"


def test_control_and_direction_characters_of_a_document_cannot_reach_the_terminal() -> None:
    assert printable("a\x1b[2Jb\u202ec\u2066d\x9be\x07") == "a\ufffd[2Jb\ufffdc\ufffdd\ufffde\ufffd"


def test_long_cells_are_cut_with_an_ellipsis_inside_the_width() -> None:
    columns = (Column("", flexible=True, lines=1),)
    assert table_lines(columns, [("one two three four five",)], width=16) == ["one two three…"]


def test_columns_without_any_text_are_not_shown() -> None:
    columns = (Column("A"), Column("Page"), Column("B"))
    assert table_lines(columns, [("1", "", "2"), ("3", "", "4")], width=40) == [
        "A  B",
        "─  ─",
        "1  2",
        "3  4",
    ]
