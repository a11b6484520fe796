"""Figures in running text by value, so that they can be compared across languages and scripts.

١٩, 19 and 十九 are one value; so are "1 000 000", "1,000,000", "1.000.000" and "1 million"; "1.25",
"1,25" and "١٫٢٥"; "19 December 2011", "19 كانون الأول/ديسمبر 2011" and "2011年12月19日". Number words are
not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import chain

from corpora.dates import find_dates
from corpora.ordinals import HAN_DIGITS, HAN_MYRIADS, HAN_NUMERALS, han_value, roman_value
from corpora.plain_characters import plain_characters
from corpora.scales import scale_at
from corpora.symbols import find_symbols


class FigureKind(StrEnum):
    """What a figure counts as."""

    NUMBER = "number"
    PERCENT = "percent"
    ORDINAL = "ordinal"
    YEAR = "year"
    DATE = "date"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Figure:
    """Figure: its canonical value and the half-open span of characters where it is written.

    `value` is a plain decimal without separators or trailing zeros ("1000000", "1.25"), an ISO date
    ("2011-12-19"), or a normalised symbol ("A/RES/68/187").
    """

    value: str
    start: int
    end: int
    kind: FigureKind


_PLAIN = str.maketrans("﹪٪٫٬", "%%.,")
_NUMBER = re.compile(
    r"(?<![A-Za-zÀ-ɏЀ-ӿ\d])(?:\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d{1,12})?"
    r"|\d{1,18}(?:[.,'’]\d{1,12}){0,8})(?!\d)"
)
_PERCENT = re.compile(
    r"\s{0,2}(?:%|per\s?cent|pour\s(?:cent|100(?!\s?\d))|por\s(?:ciento|100(?![\s.]?\d))|процент|(?:في\s|ب)?الم[اي]?ئة|في\sالمائة|بالمائة)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\s?(?:ers?|[eè]res?|[eè]mes?|es?|nde?|st|nd|rd|th|[ºª°]|-?(?:го|му|й|ый|ой|я|ая|е|ое|м|ом|х|ых))(?!\w)"
)
_HAN_RUN = re.compile(rf"(?P<before>第|百分之)?\s?(?P<run>[{HAN_NUMERALS}]{{1,18}})(?P<year>年)?")
_ROMAN = re.compile(r"(?<![\w.-])[IVX]{2,6}(?![\w-])")
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
_COMMA_IS_DECIMAL = frozenset({"fr", "ru", "es"})


def find_figures(text: str, language: str) -> list[Figure]:
    """All figures in order of place, never overlapping; symbols and dates are one figure each."""
    original = plain_characters(text)
    plain = original.text.translate(_PLAIN)
    covered = bytearray(len(plain))
    found: list[Figure] = []
    for figure in chain(_whole(plain, language), _parts(plain, language)):
        if not any(covered[figure.start : figure.end]):
            covered[figure.start : figure.end] = b"\x01" * (figure.end - figure.start)
            start, end = original.span(figure.start, figure.end)
            found.append(replace(figure, start=start, end=end))
    return sorted(found, key=lambda figure: figure.start)


def figure_values(text: str, language: str) -> Counter[str]:
    """How often each value occurs in a text, whatever its kind or script."""
    return Counter(figure.value for figure in find_figures(text, language))


def _whole(text: str, language: str) -> Iterator[Figure]:
    for symbol in find_symbols(text):
        yield Figure(symbol.symbol, symbol.start, symbol.end, FigureKind.SYMBOL)
    for found in find_dates(text, language):
        yield Figure(found.date.isoformat(), found.start, found.end, FigureKind.DATE)


def _parts(plain: str, language: str) -> Iterator[Figure]:
    for match in _NUMBER.finditer(plain):
        figure = _number(plain, match, language)
        if figure is not None:
            yield figure
    if language == "zh":
        yield from _han_numbers(plain)
    for match in _ROMAN.finditer(plain):
        value = roman_value(match.group())
        if value is not None:
            yield Figure(str(value), match.start(), match.end(), FigureKind.NUMBER)


def _number(plain: str, match: re.Match[str], language: str) -> Figure | None:
    start, end = match.span()
    # A month's number in Chinese is a word elsewhere: "9月" is "September".
    if plain[end : end + 1] == "月":
        return None
    value = _decimal(match.group(), language)
    if value is None:
        return Figure(match.group(), start, end, FigureKind.NUMBER)
    factor, scaled_end = scale_at(plain, end, language)
    if factor > 1:
        return Figure(_canonical(value * factor), start, scaled_end, FigureKind.NUMBER)
    percent = _PERCENT.match(plain, end)
    if percent or plain[max(0, start - 3) : start] == "百分之":
        return Figure(_canonical(value), start, percent.end() if percent else end, FigureKind.PERCENT)
    return Figure(_canonical(value), start, *_kind(plain, match, value))


def _kind(plain: str, match: re.Match[str], value: Decimal) -> tuple[int, FigureKind]:
    start, end = match.span()
    ordinal = _ORDINAL.match(plain, end) if match.group().isdecimal() else None
    if ordinal:
        return ordinal.end(), FigureKind.ORDINAL
    if plain[max(0, start - 1) : start] == "第":
        return end, FigureKind.ORDINAL
    if end - start == 4 and match.group().isdecimal() and _FIRST_YEAR <= value <= _LAST_YEAR:
        return end, FigureKind.YEAR
    return end, FigureKind.NUMBER


def _decimal(written: str, language: str) -> Decimal | None:
    """Value of digits with separators; None for chains such as "2.1.3" that are no number."""
    marks = [character for character in written if not character.isdigit()]
    groups = re.split(r"\D", written)
    if not marks:
        return Decimal(written)
    thousands = [len(group) == 3 for group in groups[1:]]
    last = marks[-1]
    if len(marks) == 1:
        return _with_one_mark(groups, last, language)
    if all(thousands) and len(set(marks)) == 1 and len(groups[0]) <= 3:
        return Decimal("".join(groups))
    if (
        all(thousands[:-1])
        and len(set(marks[:-1])) == 1
        and last != marks[0]
        and last in ".,"
        and len(groups[0]) <= 3
    ):
        return Decimal("".join(groups[:-1]) + "." + groups[-1])
    return None


def _with_one_mark(groups: list[str], mark: str, language: str) -> Decimal:
    grouping = "." if language in _COMMA_IS_DECIMAL else ","
    could_group = len(groups[1]) == 3 and len(groups[0]) <= 3 and groups[0] != "0"
    if could_group and (mark == grouping or mark not in ".,"):
        return Decimal(groups[0] + groups[1])
    return Decimal(groups[0] + "." + groups[1])


def _canonical(value: Decimal) -> str:
    written = format(value, "f")
    return (written.rstrip("0").rstrip(".") if "." in written else written) or "0"


def _han_numbers(plain: str) -> Iterator[Figure]:
    for match in _HAN_RUN.finditer(plain):
        run = match["run"]
        if plain[match.end("run") : match.end("run") + 1] == "月" or not _is_clearly_a_number(match):
            continue
        value = han_value(run)
        if value is None:
            continue
        kind = {"第": FigureKind.ORDINAL, "百分之": FigureKind.PERCENT}.get(
            match["before"] or "", FigureKind.NUMBER
        )
        if match["year"] and _FIRST_YEAR <= value <= _LAST_YEAR:
            kind = FigureKind.YEAR
        yield Figure(str(value), match.start("run"), match.end("run"), kind)


def _is_clearly_a_number(match: re.Match[str]) -> bool:
    """Whether Han numerals count something: "十九" and "第三" do, "一" in "一切" and "千万" may not."""
    run = match["run"]
    if match["before"]:
        return True
    if all(character in HAN_DIGITS for character in run):
        return len(run) == 4 and match["year"] is not None
    starts_well = run[0] in HAN_DIGITS or run[0] in "十廿卅"
    units = [character for character in run if character not in HAN_DIGITS]
    return len(run) >= 2 and starts_well and not (len(run) == len(units) and run[0] in HAN_MYRIADS)
