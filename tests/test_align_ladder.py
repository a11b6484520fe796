"""Ladders are written and read back; what is no ladder is refused with its line."""

from __future__ import annotations

import pytest

from align.beads import Bead
from align.errors import LadderError
from align.ladder import LadderBead, format_ladder, read_ladder


def test_a_ladder_is_written_with_positions_from_zero_and_three_decimals() -> None:
    beads = [
        Bead((0, 2), (0, 1), 0.98765, 1.0, "similarity"),
        Bead((2, 2), (1, 2), 0.5, 1.0, "null"),
        Bead((2, 3), (2, 2), 1.0, 1.0, "null"),
    ]
    assert format_ladder(beads) == "[0,1]:[0]:0.988\n[]:[1]:0.500\n[2]:[]:1.000\n"


def test_what_is_written_is_read_back() -> None:
    beads = [Bead((0, 2), (0, 1), 0.988, 1.0, "similarity"), Bead((2, 2), (1, 2), 0.5, 1.0, "null")]
    assert read_ladder(format_ladder(beads)) == [LadderBead((0, 1), (0,), 0.988), LadderBead((), (1,), 0.5)]


def test_published_forms_with_spaces_and_without_probability_are_read() -> None:
    assert read_ladder("[10]:[9, 10]\n\n[5]:[]\r\n") == [LadderBead((10,), (9, 10)), LadderBead((5,), ())]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[0]:[0]\nhello\n", 'gold, line 2: "hello" is not of the form'),
        ("[0]:[0]\n[0]:[1]\n", "gold, source side: segment 0 occurs twice"),
        ("[0]:[1]\n[1]:[1]\n", "gold, target side: segment 1 occurs twice"),
    ],
)
def test_malformed_ladders_are_refused_with_their_place(text: str, message: str) -> None:
    with pytest.raises(LadderError, match=message.replace("[", r"\[")):
        read_ladder(text, "gold")
