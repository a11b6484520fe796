"""Vowel marks of Arabic on a PDF page: each goes to the letter at which it is drawn."""

from __future__ import annotations

import pytest

from corpora.readers.pdf_glyphs import Glyph
from corpora.readers.pdf_vowel_marks import attach_vowel_marks

SHADDA, DAMMA, KASRA = "\u0651", "\u064f", "\u0650"


def row(text: str, base: float = 100.0) -> list[Glyph]:
    """Letters from the right end of a line, 5 points each."""
    return [
        Glyph(n, letter, letter != " ", 200 - 5 * n - 5, 200 - 5 * n, base, 10)
        for n, letter in enumerate(text)
    ]


def over(mark: str, index: int, *, rise: float = 2.0, width: float = 2.0) -> Glyph:
    middle = 200 - 5 * index - 2.5
    return Glyph(90, mark, True, middle - width / 2, middle + width / 2, 100 + rise, 10)


def text_of(glyphs: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in attach_vowel_marks(glyphs))


@pytest.mark.parametrize(
    ("plain", "index", "mark", "marked"),
    [
        ("النحال", 3, SHADDA, "النح\u0651ال"),
        ("وطلب", 1, DAMMA, "وط\u064fلب"),
        ("هربت", 1, KASRA, "هر\u0650بت"),
    ],
)
@pytest.mark.parametrize("rise", [-2.0, 0.0, 5.0])
@pytest.mark.parametrize("first", [True, False])
def test_a_mark_goes_to_its_letter_wherever_the_file_has_it(
    plain: str, index: int, mark: str, marked: str, rise: float, first: bool
) -> None:
    drawn = over(mark, index, rise=rise)
    assert text_of([drawn, *row(plain)] if first else [*row(plain), drawn]) == marked


def test_a_mark_without_width_belongs_to_the_letter_before_it() -> None:
    letters = row("وطلب")
    edge = letters[1].left
    mark = Glyph(9, DAMMA, True, edge, edge, 100, 10)
    assert text_of([*letters[:2], mark, *letters[2:]]) == "وط\u064fلب"


def test_a_letter_that_comes_with_its_mark_again_is_dropped() -> None:
    again = row("أ", base=105)[0]._replace(left=185.5, right=188)
    assert text_of([over(DAMMA, 2, rise=5), again, *row("قدأبلغت")]) == "قدأ\u064fبلغت"


def test_a_letter_that_is_drawn_with_its_mark_alone_comes_back_to_its_line() -> None:
    letters = row("قدأبلغت")
    raised = letters[2]._replace(baseline=105)
    settled = attach_vowel_marks([*letters[:2], over(DAMMA, 2, rise=5), raised, *letters[3:]])
    assert "".join(glyph.text for glyph in settled) == "قدأ\u064fبلغت"
    assert {glyph.baseline for glyph in settled} == {100.0}


def test_two_marks_at_one_letter_stay_in_the_order_of_the_file() -> None:
    assert text_of([over(SHADDA, 1), over(KASRA, 1), *row("هربت")]) == "هر\u0651\u0650بت"
