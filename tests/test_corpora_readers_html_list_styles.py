"""Lists count as the style sheet of their page says, by tag, class and id; a style of their own wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.readers.html import read_html

SENTENCES = {
    "ar": "تقرر اللجنة عقد الاجتماع.",
    "zh": "委员会决定召开会议。",
    "en": "The Committee decides to meet.",
    "fr": "Le Comité décide de se réunir.",
    "ru": "Комитет постановляет собраться.",
    "es": "El Comité decide reunirse.",
}


def labels(sheet: str, body: str, language: str = "en") -> list[str]:
    page = f'<html lang="{language}"><head><style>{sheet}</style></head><body>{body}</body></html>'
    return [block.label for block in read_html(Path("a.html"), page.encode()).blocks]


@pytest.mark.parametrize(
    ("language", "style", "expected"),
    [
        ("ar", "arabic-indic", ["١.", "٢."]),
        ("ar", "lower-arabic", ["أ.", "ب."]),
        ("zh", "cjk-ideographic", ["一、", "二、"]),
        ("en", "lower-roman", ["i.", "ii."]),
        ("fr", "upper-alpha", ["A.", "B."]),
        ("ru", "lower-russian", ["а.", "б."]),
        ("es", "lower-latin", ["a.", "b."]),
    ],
)
def test_a_class_of_the_sheet_says_how_a_list_counts(language: str, style: str, expected: list[str]) -> None:
    items = f"<li>{SENTENCES[language]}</li>" * 2
    body = f'<ol class="act">{items}</ol>'
    assert labels(f".act {{ margin: 0; list-style-type: {style} }}", body, language) == expected


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("ol ol { list-style-type: lower-alpha }", ["1.", "a.", "b.", "2."]),
        ("ol { list-style: upper-roman inside } ol ol { list-style: none }", ["I.", "", "", "II."]),
        ("#inner { list-style: lower-roman } ol ol { list-style: lower-alpha }", ["1.", "i.", "ii.", "2."]),
        ("/* ol ol { list-style-type: lower-alpha } */ p { color: red }", ["1.", "1.", "2.", "2."]),
        ("ol ol:first-child { list-style-type: lower-alpha }", ["1.", "1.", "2.", "2."]),
        ("@media print { ol ol { list-style-type: lower-alpha } }", ["1.", "a.", "b.", "2."]),
    ],
)  # fmt: skip
def test_the_more_special_rule_wins_and_what_is_not_simple_is_passed_over(
    sheet: str, expected: list[str]
) -> None:
    body = (
        "<ol><li>One thing is decided.<ol id='inner'><li>A first part.</li><li>A second part.</li></ol></li>"
        "<li>Another thing.</li></ol>"
    )
    assert labels(sheet, body) == expected


def test_a_style_of_the_list_itself_wins() -> None:
    body = '<ol class="act" style="list-style-type: upper-alpha"><li>One.</li><li>Two.</li></ol>'
    assert labels(".act { list-style-type: lower-roman }", body) == ["A.", "B."]


def test_a_hostile_sheet_takes_no_time() -> None:
    sheet = ".a{list-style-type:decimal}" * 20_000 + "{" * 100_000
    assert labels(sheet, '<ol class="a"><li>One.</li></ol>') == ["1."]
