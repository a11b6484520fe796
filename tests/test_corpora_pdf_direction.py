"""Lines that read from the right: characters from left to right become what a reader reads."""

from __future__ import annotations

import pytest

from corpora.readers.pdf_direction import meant_brackets, reading_order


def read(drawn: str, raised: str = "") -> str:
    """What is read in `drawn`, given from left to right; `raised` marks the raised characters with "^"."""
    marks = [mark == "^" for mark in raised.ljust(len(drawn))]
    order = reading_order(drawn, marks)
    return "".join(meant_brackets([[(drawn[read.index], read.mirrored) for read in order]])[0])


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        # A number and its separators stay whole; a dash between two numbers does not join them.
        ("٢٠٢٤ ربمسيد/لوألا نوناك ١٨", "١٨ كانون الأول/ديسمبر ٢٠٢٤"),
        ("،٧٧/٢١٨ رارقلا", "القرار ٧٧/٢١٨،"),
        ("٢٠٢٧-٢٠٢٥", "٢٠٢٥-٢٠٢٧"),
        ("رالود ٠٠٠ ٤٧٥ ٣", "٣ ٤٧٥ ٠٠٠ دولار"),
        # A symbol holds its figures; the stop after it belongs to the Arabic sentence.
        (".A/78/91/Corr.1 رظنا", "انظر A/78/91/Corr.1."),
        ("(١٤ ةرقفلا ،A/79/438) ريرقت", "تقرير (A/79/438، الفقرة ١٤)"),
        # Some producers give brackets as they are meant.
        (")١٤ ةرقفلا ،A/79/438( ريرقت", "تقرير (A/79/438، الفقرة ١٤)"),
        # A bracket opened and closed inside a Latin passage stays in it.
        ("Treaty Series (vol. 5) رظنا", "انظر Treaty Series (vol. 5)"),
        # The job number of a page, then its language and number.
        ("2/1 )A( 24-01000", "24-01000 (A) 2/1"),
        # Quotation marks open and close as Arabic has them.
        ("”راحبلا“ دنبلا", "البند ”البحار“"),
        ("“راحبلا” دنبلا", "البند ”البحار“"),
        # A wide gap parts the mark of a note from the symbol with which it begins.
        ("٩ ةرقفلا ،A/79/671\t1", "1\tA/79/671، الفقرة ٩"),
    ],
)
def test_a_line_is_read_from_the_right(drawn: str, text: str) -> None:
    assert read(drawn) == text


def test_a_raised_mark_is_no_part_of_the_number_beside_it() -> None:
    assert read("،12٢٠٢٣ ماع", " ^^") == "عام ٢٠٢٣12،"


def test_brackets_given_now_so_and_now_so_pair() -> None:
    line = [("[", False), ("ب", False), (")", True), ("E", False), (")", True), ("]", True)]
    assert meant_brackets([line]) == [["[", "ب", "(", "E", ")", "]"]]


def test_a_bracket_alone_on_its_line_opens_or_closes_as_it_stands_to_spaces() -> None:
    for drawn in "()":
        opening = [*[(letter, False) for letter in "حزيران "], (drawn, True), ("ا", False)]
        closing = [("١", False), (drawn, True), (".", False)]
        lines = meant_brackets([opening, closing])
        assert ["".join(line) for line in lines] == ["حزيران (ا", "١)."]
