"""What the last number of a label path is worth, so that numbers can be compared across versions."""

from __future__ import annotations

import re

from corpora.ordinals import letter_positions, roman_value

Value = tuple[int, ...]

_SEGMENT = re.compile(
    r"(?P<words>[A-Z]{2,}(?=\d)|OP|P(?=\d)|H(?=[A-Z]))?(?P<number>[\dA-Za-z]+(?:[.-][\dA-Za-z]+)*)"
)
_PARTS = re.compile(r"\d+|[a-z]+|[A-Z]+")


def path_values(path: str, depth: int = 1) -> frozenset[Value]:
    """Possible values of the last `depth` segments of a path: "OP12" is 12, "i" is 1 or 9, "3.2" is 3, 2.

    Empty for no path, and where a segment is no number.
    """
    values: frozenset[Value] = frozenset({()})
    for segment in path.split("/")[-depth:]:
        values = frozenset((*before, *own) for before in values for own in _segment_values(segment))
    return values


def _segment_values(segment: str) -> frozenset[Value]:
    match = _SEGMENT.fullmatch(segment)
    if match is None:
        return frozenset()
    parts = _PARTS.findall(match["number"])
    values: set[Value] = {()}
    for part in parts:
        values = {(*value, one) for value in values for one in _readings(part)}
    return frozenset(values - {()})


def numbering_style(path: str) -> str:
    """What the last segment numbers with: "digits", "letters", or "" for no path; headings are letters."""
    number = path.rpartition("/")[2]
    if not number:
        return ""
    return "digits" if any(character.isdigit() for character in number) else "letters"


def _readings(part: str) -> set[int]:
    if part.isdecimal():
        return {int(part)}
    lower = part.lower()
    found = set(letter_positions(lower))
    roman = roman_value(lower)
    return found | ({roman} if roman is not None else set())
