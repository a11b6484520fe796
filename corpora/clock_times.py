"""Times of day by value: "3.10 p.m.", "15 h 10", "15 ч. 10 м.", "الساعة 15/10" and "下午3时10分" are one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClockTime:
    """Hour from 0 to 24, minute from 0 to 59, and the half-open span where they are written."""

    hour: int
    minute: int
    start: int
    end: int


_HOUR = r"(?<![\d.,:/])(?P<hour>\d{1,2})"
_MINUTE = r"(?P<minute>[0-5]\d)(?!\d)"
_PATTERNS = {
    "en": re.compile(
        rf"{_HOUR}(?:[.:]{_MINUTE})?\s?(?:a\.?m\b\.?|(?P<later>p\.?m\b\.?))", re.IGNORECASE
    ),
    "fr": re.compile(rf"{_HOUR}\s?(?:h|heures?)(?!\w)(?:\s?{_MINUTE})?"),
    "es": re.compile(rf"{_HOUR}[.:]{_MINUTE}\s?(?:horas|h)(?!\w)"),
    "ru": re.compile(rf"{_HOUR}\s?(?:ч\.|час(?:а|ов)?(?!\w))(?:\s?{_MINUTE}\s?(?:м\.|мин\w*))?"),
    "ar": re.compile(rf"الساعة\s{_HOUR}(?:[/:.]{_MINUTE})?(?:\s(?P<later>مساء|بعد\sالظهر))?"),
    "zh": re.compile(
        rf"(?:(?P<later>下午|晚上)|上午)?\s?{_HOUR}\s?[时時点點](?:\s?(?P<minute>[0-5]?\d)\s?分)?"
    ),
}  # fmt: skip
_HOURS = 24
_NOON = 12


def clock_times(plain: str, language: str) -> Iterator[ClockTime]:
    """Yield the times of day in order of place; `plain` is text as `plain_characters` gives it.

    A number of hours may be among them: it has the same value. Nothing for a language beyond the six.
    """
    pattern = _PATTERNS.get(language)
    for match in pattern.finditer(plain) if pattern is not None else ():
        groups = match.groupdict()
        hour = int(groups["hour"])
        if groups.get("later") and hour < _NOON:
            hour += _NOON
        if hour <= _HOURS:
            yield ClockTime(hour, int(groups["minute"] or 0), *match.span())
