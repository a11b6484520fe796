"""All that a text counts, to be compared with what another version counts: figures, words, months.

A date is its numbers and its month, a symbol its numbers: "A/RES/55/100" is 55 and 100, as "55/100" is. So a
part that one version leaves out or writes in words does not hide the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from corpora.clock_times import clock_times
from corpora.figures import Figure, FigureKind, find_figures
from corpora.han_mentions import HanSureness, han_mentions
from corpora.month_mentions import month_mentions
from corpora.number_mentions import number_mentions
from corpora.ordinals import HAN_NUMERALS, roman_value, western_digits
from corpora.plain_characters import plain_characters


class Sureness(IntEnum):
    """How much it says if another version has nothing of the kind.

    LOOSE: nothing (an idiom, a letter that may be Roman). WORD: nothing, unless that one has another word
    instead ("fifth", "sixième"). SURE: it is missing there.
    """

    LOOSE = 0
    WORD = 1
    SURE = 2


@dataclass(frozen=True, slots=True)
class Quantity:
    """One thing counted: `value` in plain decimal ("1000000", "1.25") or as "month 9".

    `written` is how the text has it, [start, end) where. `other` is a second reading: "1.500" may be 1.5 or
    1500.
    """

    value: str
    sureness: Sureness
    written: str
    start: int
    end: int
    other: str = ""
    ordinal: bool = False


_GROUP = re.compile(r"\d{1,18}")
_WRITTEN_NUMBER = re.compile(rf"\d+|[{HAN_NUMERALS}]+")
_SESSION = re.compile(r"[IVXLC]{1,8}(?=\))")
# Small letters are numerals in labels only, and of single capitals three: "l’État" and "C" are not.
_ROMAN = re.compile(
    r"(?<![\w-])(?:[IVX\u0406\u0425](?![\w’'-])|[IVXLC\u0406\u0425]{2,8}(?![\w-])|(?<![^\s(;,])[ivx]{1,7}(?=[.)]))"
)
_CYRILLIC_ROMAN = str.maketrans("\u0406\u0425", "IX")
_ATTACHED = re.compile(r"(?<=[A-Za-zÀ-ɏЀ-ӿ])\d{1,18}|\d{1,18}(?=[A-Za-zЀ-ӿ])")
_AMBIGUOUS = re.compile(r"(\d{1,3})[.,](\d{3})")
_HAN_SURENESS = {
    HanSureness.NUMBER: Sureness.SURE,
    HanSureness.WORD: Sureness.WORD,
    HanSureness.IDIOM: Sureness.LOOSE,
}
_ROMAN_ENOUGH = 2
# The disease that others call COVID-19 has the whole year in its Chinese name.
_CORONA = re.compile("年?冠状病毒")
_AFTER_CHARS = 8


def find_quantities(text: str, language: str) -> list[Quantity]:
    """Everything counted in `text`, in order of place.

    Figures are read in every language, words only in the six. Spans are in the text without invisible
    characters, as `plain_characters` gives it.
    """
    plain = plain_characters(text).text
    found: list[Quantity] = []
    covered = bytearray(len(plain))
    for quantities in _layers(plain, language):
        fresh = [one for one in quantities if not any(covered[one.start : one.end])]
        for one in fresh:
            covered[one.start : one.end] = b"\x01" * (one.end - one.start)
        found += fresh
    return sorted(found, key=lambda one: one.start)


def _layers(plain: str, language: str) -> Iterator[list[Quantity]]:
    """Yield quantities from the surest reading to the least; the first that takes a character has it."""
    yield list(_of_clock(plain, language))
    yield list(_of_figures(plain, language))
    months = [
        Quantity(
            f"month {one.month}",
            Sureness.SURE if one.sure else Sureness.LOOSE,
            plain[one.start : one.end],
            one.start,
            one.end,
        )
        for one in month_mentions(plain, language)
    ]
    yield [one for one in months if one.sureness is Sureness.SURE]
    yield list(_of_words(plain, language))
    # "sept" and "may" are months only where they are nothing else.
    yield [one for one in months if one.sureness is Sureness.LOOSE]
    yield list(_attached(plain))
    yield list(_roman(plain))


def _of_words(plain: str, language: str) -> Iterator[Quantity]:
    if language == "zh":
        for han in han_mentions(plain):
            written = plain[han.start : han.end]
            sureness = _HAN_SURENESS[han.sureness]
            yield Quantity(str(han.value), sureness, written, han.start, han.end, ordinal=han.ordinal)
        return
    for word in number_mentions(plain, language):
        written = plain[word.start : word.end]
        sureness = Sureness.LOOSE if word.idiom else Sureness.WORD
        yield Quantity(str(word.value), sureness, written, word.start, word.end, ordinal=word.ordinal)


def _of_clock(plain: str, language: str) -> Iterator[Quantity]:
    """Yield hours, and minutes but for full hours, which not every language writes."""
    for one in clock_times(plain, language):
        for number in (one.hour, one.minute) if one.minute else (one.hour,):
            yield Quantity(str(number), Sureness.SURE, plain[one.start : one.end], one.start, one.end)


def _of_figures(plain: str, language: str) -> Iterator[Quantity]:
    for figure in find_figures(plain, language):
        written = plain[figure.start : figure.end]
        if figure.kind is FigureKind.DATE:
            yield from _of_date(figure, written)
        elif figure.kind is FigureKind.SYMBOL:
            yield from _parts(figure.value, figure.start, figure.end, Sureness.SURE)
        elif written.isalpha() and not written.isascii():
            # Han numerals: how sure they are is asked below.
            continue
        elif written.isascii() and written.isalpha():
            if len(written) >= _ROMAN_ENOUGH:
                yield Quantity(figure.value, Sureness.SURE, written, figure.start, figure.end)
        else:
            yield from _of_number(figure, written, plain[figure.end :][:_AFTER_CHARS])


def _of_date(figure: Figure, written: str) -> Iterator[Quantity]:
    """Yield what of year, month and day is written here: of "5-13 May 1994" the first has its day only."""
    year, month, day = (int(part) for part in figure.value.split("-"))
    whole = len(_WRITTEN_NUMBER.findall(written)) > 1
    values = [str(year), f"month {month}", str(day)] if whole else [str(day)]
    for value in values:
        yield Quantity(value, Sureness.SURE, written.strip(), figure.start, figure.end)


def _of_number(figure: Figure, written: str, after: str) -> Iterator[Quantity]:
    if not figure.value.replace(".", "", 1).isdecimal():
        yield from _parts(figure.value, figure.start, figure.end, Sureness.SURE)
        return
    yield Quantity(
        figure.value,
        Sureness.SURE,
        written.strip(),
        figure.start,
        figure.end,
        other=figure.value[2:] if _CORONA.match(after) else _other_reading(figure.value, written),
        ordinal=figure.kind is FigureKind.ORDINAL,
    )


def _other_reading(value: str, written: str) -> str:
    match = _AMBIGUOUS.fullmatch(written.strip())
    if match is None:
        return ""
    if not match[2].strip("0"):
        # Nobody writes 1.000 for 1.
        return ""
    whole = str(int(match[1] + match[2]))
    return f"{int(match[1])}.{match[2]}".rstrip("0").rstrip(".") if value == whole else whole


def _parts(value: str, start: int, end: int, sureness: Sureness) -> Iterator[Quantity]:
    """Yield the numbers of a symbol or a chain, all with the span of the whole."""
    sessions = [str(roman_value(match.group()) or 0) for match in _SESSION.finditer(value)]
    for number in [*(str(int(group)) for group in _GROUP.findall(western_digits(value))), *sessions]:
        yield Quantity(number, sureness, value, start, end)


def _attached(plain: str) -> Iterator[Quantity]:
    for match in _ATTACHED.finditer(plain):
        yield Quantity(str(int(match.group())), Sureness.WORD, match.group(), match.start(), match.end())


def _roman(plain: str) -> Iterator[Quantity]:
    for match in _ROMAN.finditer(plain):
        value = roman_value(match.group().translate(_CYRILLIC_ROMAN))
        if value is not None:
            yield Quantity(str(value), Sureness.LOOSE, match.group(), match.start(), match.end())
