"""Terms of numbers and symbols: one a value, whatever script, separators or citation it is written with.

They begin with "#", which no word does: #1373 for ١٣٧٣, 1373 and 一千三百七十三; #a/res/68/187 for the
symbol, with #68/187 for those who cite it without its organ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.figures import Figure, FigureKind, find_figures
from corpora.languages import LANGUAGES
from corpora.ordinals import HAN_NUMERALS, han_value
from corpora.symbols import find_symbols, parse_symbol

MARK = "#"
_FIGURE_SIGN = re.compile(rf"\d|[{HAN_NUMERALS}]|(?<![A-Za-z])[IVX]{{2,6}}(?![A-Za-z])")
# A digit and something besides: separators, a month, a word that multiplies.
_SEVERAL_WORDS = re.compile(r"\d.*\D|\D.*\d", re.DOTALL)
# Characters of a query in which figures of several words are read, in each language; a longer one was pasted,
# and has other words to be found by.
_READ_FOR_FIGURES = 2_000
_AROUND = ".,;:!?()[]\"'«»"
_HAN_NUMBER = re.compile(rf"[{HAN_NUMERALS}]{{2,18}}")
# What cites a resolution without its organ: "68/187", "1373(2001)", "2200A(XXI)".
_CITED = re.compile(r"/(?:RES|DEC)/(?P<number>\S+)")


def figure_terms(text: str, language: str) -> list[str]:
    """Return the terms of figures beyond plain runs of digits, in no order that matters.

    A date gives its parts too; digits as they stand are words, and `digit_term` makes terms of them.
    """
    if not _FIGURE_SIGN.search(text):
        return []
    found = [term for figure in find_figures(text, language) for term in _terms_of(figure)]
    found.extend(_han_numbers(text))
    return list(dict.fromkeys(found))


def is_han_number(run: str) -> bool:
    """Say whether a run of Han characters is a number as a whole, of two characters or more: 一九六七."""
    return _HAN_NUMBER.fullmatch(run) is not None and han_value(run) is not None


def digit_term(digits: str) -> str:
    """Return the term of a run of Western digits."""
    return MARK + digits


def without_symbols(query: str) -> tuple[str, list[str]]:
    """Return a query without the symbols and figures of several words in it, and their values.

    "a/res/68/187" counts as a symbol; dates are 2013-12-18. Figures are read in every language, because that
    of a query is not known: the longest reading counts, and of "100,000" the largest.
    """
    found = [(symbol.start, symbol.end, symbol.symbol) for symbol in find_symbols(query)]
    found += _figures_of_several_words(query, [(start, end) for start, end, _ in found])
    rest = query
    for start, end, _ in sorted(found, reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    symbols = [value for _, _, value in sorted(found)]
    kept = []
    for word in rest.split():
        symbol_typed = parse_symbol(word.strip(_AROUND).upper()) if "/" in word else None
        if symbol_typed is None:
            kept.append(word)
        else:
            symbols.append(symbol_typed)
    return " ".join(kept), symbols


def _figures_of_several_words(query: str, taken: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    if not any(map(str.isdigit, query)):
        return []
    beginning = query[:_READ_FOR_FIGURES]
    readings = {
        (figure.start, figure.end, figure.value)
        for language in LANGUAGES
        for figure in find_figures(beginning, language)
        if _SEVERAL_WORDS.search(query[figure.start : figure.end])
    }
    found: list[tuple[int, int, str]] = []
    covered = bytearray(len(query))
    for start, end in taken:
        covered[start:end] = b"\x01" * (end - start)
    for start, end, value in sorted(readings, key=_reading_order):
        if not any(covered[start:end]):
            covered[start:end] = b"\x01" * (end - start)
            found.append((start, end, value))
    return found


def _reading_order(reading: tuple[int, int, str]) -> tuple[int, float, str]:
    start, end, value = reading
    is_number = value.replace(".", "", 1).isdecimal()
    return start - end, -float(value) if is_number else 0.0, value


def symbol_terms(symbol: str) -> list[str]:
    """Return the terms of a normalised symbol: itself, and the number of a resolution without its organ."""
    cited = _CITED.search(symbol)
    parts = [symbol, *([cited["number"]] if cited else [])]
    return [MARK + part.casefold() for part in parts]


def _terms_of(figure: Figure) -> list[str]:
    if figure.kind is FigureKind.SYMBOL:
        return symbol_terms(figure.value)
    if figure.kind is FigureKind.DATE:
        year, _, day = figure.value.split("-")
        # The day as digits is a word already, unless it was written in Han.
        return [MARK + figure.value, MARK + year.lstrip("0"), MARK + day.lstrip("0")]
    return [MARK + figure.value.casefold()]


def _han_numbers(text: str) -> Iterator[str]:
    for match in _HAN_NUMBER.finditer(text):
        value = han_value(match.group())
        if value is not None:
            yield f"{MARK}{value}"
