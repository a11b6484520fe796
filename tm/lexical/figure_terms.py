"""Terms of numbers and symbols: one a value, whatever script, separators or citation it is written with.

They begin with "#", which no word does: #1373 for ١٣٧٣, 1373 and 一千三百七十三; #a/res/68/187 for the
symbol, with #68/187 for those who cite it without its organ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from corpora.dates import find_dates
from corpora.figures import Figure, FigureKind, find_figures
from corpora.languages import LANGUAGES
from corpora.ordinals import HAN_NUMERALS, han_value
from corpora.symbols import find_symbols, parse_symbol

MARK = "#"
_FIGURE_SIGN = re.compile(rf"\d|[{HAN_NUMERALS}]|(?<![A-Za-z])[IVX]{{2,6}}(?![A-Za-z])")
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
    """Return a query without the symbols and dates in it, and these, normalised, a date as 2013-12-18.

    "a/res/68/187" counts as a symbol. Months are read in every language: that of a query is not known.
    """
    found = find_symbols(query)
    rest = query
    for symbol in reversed(found):
        rest = f"{rest[: symbol.start]} {rest[symbol.end :]}"
    symbols = [symbol.symbol for symbol in found]
    for language in LANGUAGES if any(map(str.isdigit, rest)) or "年" in rest else ():
        for date in sorted(find_dates(rest, language), key=lambda one: -one.start):
            rest = f"{rest[: date.start]} {rest[date.end :]}"
            symbols.append(date.date.isoformat())
    kept = []
    for word in rest.split():
        symbol_typed = parse_symbol(word.strip(_AROUND).upper()) if "/" in word else None
        if symbol_typed is None:
            kept.append(word)
        else:
            symbols.append(symbol_typed)
    return " ".join(kept), symbols


def without_figures(query: str, language: str, known: Callable[[str], bool]) -> tuple[str, list[str]]:
    """Return a query without its figures of several words whose term is `known`, and these terms."""
    if not _FIGURE_SIGN.search(query):
        return query, []
    terms = []
    for figure in reversed(find_figures(query, language)):
        term = MARK + figure.value.casefold()
        if not query[figure.start : figure.end].isdecimal() and known(term):
            terms.append(term)
            query = f"{query[: figure.start]} {query[figure.end :]}"
    return query, terms


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
