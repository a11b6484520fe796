"""Checks of a text against its source: figures, dates, symbols, addresses, numbers of paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpora.ordinals import HAN_NUMERALS, digits_value, han_value, roman_value
from corpora.quantities import Quantity, Sureness
from tm.checks.checked_units import Observation
from tm.checks.figure_comparison import CountedDifference, compare_counts
from tm.checks.read_texts import ReadText

_PARAGRAPH = re.compile(
    rf"\s*[(（\[]?(?P<number>\d{{1,3}}|[IVXLC]{{1,7}}|[{HAN_NUMERALS}]{{1,4}})(?:[.．)）、\]]|\s[-–—])(?!\d)\s*(?=\S)"
)
_MONTHS = "January February March April May June July August September October November December"
_SHOWN = 6


def observe_values(source: ReadText, target: ReadText) -> Iterator[Observation]:
    """Yield differences in what two texts count, cite and address."""
    languages = (source.language, target.language)
    difference = compare_counts(source.counted, target.counted)
    if difference is not None:
        yield Observation("content.figures", languages, _figures(source, target, difference))
    else:
        yield from _counts(source, target, languages)
        yield from _dates(source, target, languages)
    yield from _symbols(source, target, languages)
    yield from _urls(source, target, languages)
    yield from _paragraph(source, target, languages)


def _figures(source: ReadText, target: ReadText, difference: CountedDifference) -> str:
    return f"Only {source.language}: {shown_quantities(difference.source)}; " \
           f"only {target.language}: {shown_quantities(difference.target)}."  # fmt: skip


def shown_quantities(quantities: Sequence[Quantity]) -> str:
    """Values, and what is written where that differs: 69 (“soixante-neuvième”)."""
    if not quantities:
        return "no such figure"
    shown = [_shown(one) for one in quantities[:_SHOWN]]
    return ", ".join(dict.fromkeys(shown)) + (" …" if len(quantities) > _SHOWN else "")


def _shown(one: Quantity) -> str:
    value = _MONTHS.split()[int(one.value[6:]) - 1] if one.value.startswith("month ") else one.value
    return value if value == one.written else f"{value} (“{one.written}”)"


def _counts(source: ReadText, target: ReadText, languages: tuple[str, str]) -> Iterator[Observation]:
    sides = [
        Counter(one.value for one in read.counted.quantities if one.value != "1") for read in (source, target)
    ]
    sure = {
        one.value
        for read in (source, target)
        for one in read.counted.quantities
        if one.sureness is Sureness.SURE
    }
    differing = sorted(
        value for value in sure if sides[0][value] != sides[1][value] and sides[0][value] and sides[1][value]
    )
    if differing:
        told = "; ".join(
            f"{value} stands {sides[0][value]} times in {languages[0]}, {sides[1][value]} in {languages[1]}"
            for value in differing[:3]
        )
        yield Observation("content.figure-count", languages, f"{told}.")


def _dates(source: ReadText, target: ReadText, languages: tuple[str, str]) -> Iterator[Observation]:
    left, right = source.dates, target.dates
    if left != right and len(left) == len(right):
        only = [sorted((Counter(a) - Counter(b)).elements()) for a, b in ((left, right), (right, left))]
        message = (
            f"Only {source.language}: {', '.join(only[0])}; only {target.language}: {', '.join(only[1])}."
        )
        yield Observation("content.dates", languages, message)


def _symbols(source: ReadText, target: ReadText, languages: tuple[str, str]) -> Iterator[Observation]:
    left, right = source.symbols, target.symbols
    sides = ((left, target.cited), (right, source.cited))
    only = [sorted(one for one in own if not _has(one, other)) for own, other in sides]
    # One that the other text does not have at all may be written with a word there ("document 55/100").
    if only[0] and only[1]:
        message = (
            f"Only {source.language}: {', '.join(only[0])}; only {target.language}: {', '.join(only[1])}."
        )
        yield Observation("content.symbols", languages, message)
    elif (only[0] or only[1]) and not (left and right):
        read, symbols = (source, only[0]) if only[0] else (target, only[1])
        yield Observation("content.symbols", languages, f"Only {read.language}: {', '.join(symbols)}.")


def _has(symbol: str, others: frozenset[str]) -> bool:
    return symbol in others or any(one.endswith(f"/{symbol}") or symbol.endswith(f"/{one}") for one in others)


def _urls(source: ReadText, target: ReadText, languages: tuple[str, str]) -> Iterator[Observation]:
    left, right = source.urls, target.urls
    if left == right:
        return
    parts = [
        f"only {read.language}: {', '.join(sorted(own - other))}"
        for read, own, other in ((source, left, right), (target, right, left))
        if own - other
    ]
    told = "; ".join(parts)
    yield Observation("content.urls", languages, f"{told[:1].upper()}{told[1:]}.")


def _paragraph(source: ReadText, target: ReadText, languages: tuple[str, str]) -> Iterator[Observation]:
    left, right = paragraph_number(source.plain), paragraph_number(target.plain)
    if left is not None and right is not None and left != right:
        message = f"{source.language} begins with number {left}, {target.language} with {right}."
        yield Observation("content.paragraph-number", languages, message)


def paragraph_number(plain: str) -> int | None:
    """The number that a text begins with as a paragraph does ("12.", "(3)", "IV.", "十二、"), or None."""
    match = _PARAGRAPH.match(plain)
    if match is None:
        return None
    written = match["number"]
    value = digits_value(written)
    if value is not None:
        return value
    return roman_value(written) if written.isascii() else han_value(written)
