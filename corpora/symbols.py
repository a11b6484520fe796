"""Symbols of United Nations documents and numbers of resolutions, in running text of any script.

A *symbol* addresses one document ("A/C.3/68/L.5/Rev.1"). A *resolution number* ("66/171", "2200 A
(XXI)") cites a resolution without its organ. Both are written here in one normalised form: Latin
letters, Western digits, no spaces. File names are read by `corpora.document_names`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from corpora.ordinal_words import ARABIC_LETTER_NAMES, fold_word
from corpora.ordinals import letter_of, roman_of, roman_value
from corpora.plain_characters import PlainText, plain_characters

_LONGEST_SYMBOL = 100


class SymbolKind(StrEnum):
    """What a found symbol addresses."""

    DOCUMENT = "document symbol"
    RESOLUTION_NUMBER = "resolution number"


@dataclass(frozen=True, slots=True)
class FoundSymbol:
    """Normalised symbol and the half-open span of characters where it is written."""

    symbol: str
    start: int
    end: int
    kind: SymbolKind = SymbolKind.DOCUMENT


# Cyrillic capitals that look Latin ("А/68/457" is typed so on Russian keyboards), dashes and slashes.
_LATIN = str.maketrans("АВЕКМНОРСТХЅІ‐‑–−∕⁄", "ABEKMHOPCTXSI----//")

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}", re.IGNORECASE)
_KNOWN_ORGANS = (
    "A|S|E|T|ST|TD|HRI|HSP|UNEP|DP|ID|ECE|CEDAW|CERD|CAT|CCPR|CRC|CRPD|CED|CMW|SPT|CD|CBD|CTOC|CAC|NPT|BWC|PBC|"
    "JIU|ITC|ISBA|SPLOS|FCCC|ICCD|GC|INFCIRC|UNW|SC|SG|GA|LOS|DEC|CCW|UNICEF|UNFPA|IDB|ICC|IT|ICEF|AC|CONF|EB|"
    "TRADE|TRANS|ENERGY|ESCAP|WHA|GOV|PCNICC|MICT|ICTR|AFCAC|COP|KP|SBI|SBSTA|LC|UNODC|CTBT|IPBES"
)
_SUPPLEMENT = r"(?:/\s?(?:Add|Rev|Corr|Amend|Summary|Part|ADD|REV|CORR)\.?\s?\d{1,3}){0,4}"
_IN_BRACKETS = r"(?:\s?[A-Z])?\s?\((?:(?:19|20)\d\d|(?:E?S-)?[IVXLC]{1,8})\)"
_SEGMENT = r"/(?:[A-Z]{1,3}-)?[A-Z0-9][A-Za-z0-9.-]{0,17}"
_SYMBOL = re.compile(
    rf"(?<![A-Za-z0-9/.:_-])(?:(?:{_KNOWN_ORGANS})(?:{_SEGMENT}){{1,9}}|[A-Z]{{2,10}}(?:{_SEGMENT}){{2,9}})"
    rf"{_SUPPLEMENT}(?:{_IN_BRACKETS})?{_SUPPLEMENT}"
)
_WHOLE_SYMBOL = re.compile(
    rf"(?:[A-Z]{{1,10}})(?:{_SEGMENT}){{1,9}}{_SUPPLEMENT}(?:{_IN_BRACKETS})?{_SUPPLEMENT}"
)

_BEFORE = r"(?<![\w/.,:-])"
_SESSION = re.compile(
    _BEFORE.replace(r"\w", "A-Za-z0-9")
    + r"(?P<session>(?:E?S-)?\d{1,4})/(?P<number>\d{1,3})(?:\s?(?P<letter>[A-Z])(?![A-Za-z.'’]))?"
    r"(?![\d/%]|[.,]\d)"
)
_LETTER_NAME = r"(?:ألف|الف|باء|جيم|دال|هاء|واو|زاي|حاء|طاء|ياء)"
_ROMAN_SESSION = re.compile(
    r"(?<![A-Za-z0-9/.,:-])(?P<number>\d{1,4})(?:\s{0,2}(?P<letter>[A-Z]|" + _LETTER_NAME + r"))?\s{0,2}"
    r"\(\s?(?:(?P<special>E?S-)?(?P<roman>[IVXLC]{1,8})"
    r"|د\s{0,2}(?P<arabic_special>إ\s{0,2}ط|[إا])?\s{0,2}-\s{0,2}(?P<arabic_after>[إا]\s{0,2})?(?P<session>\d{1,2}))\s?\)"
)
_YEAR = re.compile(r"(?<![A-Za-z0-9/.,:-])(?P<number>\d{1,4})\s{0,2}\((?P<year>(?:19[4-9]|20\d)\d)\)")
_RESOLUTION_WORD = re.compile(
    r"r[ée]sol|decisi|d[ée]cisi|decisó|резолюц|решени|قرار|مقرر|决议|決議|决定|決定", re.IGNORECASE
)
_WORD_WINDOW_CHARS = 60
# The General Assembly numbers resolutions as 31/1 since 1976; lower ones are fractions or dates.
_FIRST_SLASH_SESSION = 31
_LAST_SLASH_SESSION = 130
_MOST_RESOLUTIONS = 400


def find_symbols(text: str) -> list[FoundSymbol]:
    """Document symbols and cited resolution numbers, in order of place, never overlapping.

    Symbols inside addresses of web pages are left out; `symbol_of_url` reads those.
    """
    plain = _plain(text)
    covered = bytearray(len(plain.text))
    for match in _URL.finditer(plain.text):
        covered[match.start() : match.end()] = b"\x01" * len(match.group())
    found = []
    for symbol, start, end, kind in _candidates(plain.text):
        if not any(covered[start:end]):
            covered[start:end] = b"\x01" * (end - start)
            found.append(FoundSymbol(symbol, *plain.span(start, end), kind))
    return sorted(found, key=lambda symbol: symbol.start)


def _plain(text: str) -> PlainText:
    plain = plain_characters(text)
    return PlainText(plain.text.translate(_LATIN), plain.offsets)


def _candidates(plain: str) -> Iterator[tuple[str, int, int, SymbolKind]]:
    for match in _SYMBOL.finditer(plain):
        written = match.group().rstrip(".- ")
        symbol = _normalise(written)
        if any(character.isdigit() for character in symbol):
            yield symbol, match.start(), match.start() + len(written), SymbolKind.DOCUMENT
    for pattern, read in ((_ROMAN_SESSION, _old_number), (_YEAR, _year_number), (_SESSION, _session_number)):
        for match in pattern.finditer(plain):
            number = read(match)
            if number is not None:
                yield number, match.start(), match.end(), SymbolKind.RESOLUTION_NUMBER


def _normalise(written: str) -> str:
    closed = re.sub(r"\s+", "", written)
    closed = re.sub(r"/(ADD|REV|CORR|AMEND)\b", lambda match: "/" + match.group(1).capitalize(), closed)
    return re.sub(r"/(Add|Rev|Corr|Amend)\.?(\d)", r"/\1.\2", closed)


def _old_number(match: re.Match[str]) -> str:
    letter = match["letter"] or ""
    if len(letter) > 1:
        letter = letter_of(ARABIC_LETTER_NAMES.get(fold_word(letter), 1)).upper()
    special = match["special"] or ""
    if match["arabic_special"] or match["arabic_after"]:
        special = "ES-" if "ط" in (match["arabic_special"] or "") else "S-"
    roman = match["roman"] or roman_of(int(match["session"])).upper()
    return f"{int(match['number'])}{letter}({special}{roman})"


def _year_number(match: re.Match[str]) -> str | None:
    # A year before its brackets is a report of that year, and nobody adopted a resolution 0.
    number = int(match["number"])
    return f"{number}({match['year']})" if number else None


def _session_number(match: re.Match[str]) -> str | None:
    session, number = match["session"], int(match["number"])
    letter = match["letter"] or ""
    special = session.partition("-")[0] if "-" in session else ""
    value = int(session.rpartition("-")[2])
    plain_citation = _FIRST_SLASH_SESSION <= value <= _LAST_SLASH_SESSION and 1 <= number <= _MOST_RESOLUTIONS
    if not (special or plain_citation) and not _near_resolution_word(match):
        return None
    if number == 0 or value == 0:
        return None
    return f"{special}-{value}/{number}{letter}" if special else f"{value}/{number}{letter}"


def _near_resolution_word(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _WORD_WINDOW_CHARS) : match.start()]
    after = match.string[match.end() : match.end() + _WORD_WINDOW_CHARS // 10]
    return bool(_RESOLUTION_WORD.search(before) or _RESOLUTION_WORD.search(after))


def parse_symbol(text: str) -> str | None:
    """One document symbol or resolution number that `text` is, normalised; None if it is anything else."""
    if len(text) > _LONGEST_SYMBOL:
        return None
    plain = _plain(text).text.strip().rstrip(".,;")
    if _WHOLE_SYMBOL.fullmatch(plain) and any(character.isdigit() for character in plain):
        return _normalise(plain)
    found = find_symbols(plain)
    return found[0].symbol if len(found) == 1 and (found[0].start, found[0].end) == (0, len(plain)) else None


# What follows the body: the kind of document, or a session, a year, a number.
_AFTER_BODY = re.compile(
    r"(?:RES|DEC|L|R|SR|PV|CRP|WP|NGO|INF|PRST|CONF|AGENDA|BUR|PET|RC|Add|Corr|Rev)(?=\W|$)|S-|ES-|.?\d|SER\."
)


def body_of_symbol(symbol: str) -> str | None:
    """The body that a document is of, as its symbol begins: "A/HRC" of A/HRC/RES/16/18; None for no symbol.

    >>> [body_of_symbol(s) for s in ("A/RES/68/187", "S/RES/1373(2001)", "E/CN.4/2000/3", "A/C.3/68/L.1")]
    ['A', 'S', 'E/CN.4', 'A/C.3']
    """
    if "/" not in symbol or parse_symbol(symbol) is None:
        return None
    first, *rest = symbol.split("/")
    if not first.isalpha():
        return None
    body = [first, *itertools.takewhile(lambda part: not _AFTER_BODY.match(part), rest)]
    return "/".join(body)


def symbol_of_url(url: str) -> str | None:
    """Document symbol in the path or query of an address such as http://undocs.org/fr/A/RES/66/171."""
    if len(url) > 4 * _LONGEST_SYMBOL:
        return None
    address = _plain(unquote(url)).text
    for match in re.finditer(r"(?<=[/=?])[A-Z]{1,10}/[^\s?&#]{1,100}(?: \(\d{4}\))?", address):
        symbol = parse_symbol(match.group().rstrip("/"))
        if symbol is not None:
            return symbol
    return None


_SESSION_PART = re.compile(r"(?:E?S-)?\d{1,3}")
_ROMAN_IN_BRACKETS = re.compile(r"\((?P<special>E?S-)?(?P<roman>[IVXLC]{1,8})\)")
_YEAR_IN_SYMBOL = re.compile(r"(?:^|[/(])(?P<year>(?:19[4-9]|20\d)\d)(?=[/)]|$)")


def session_of_symbol(symbol: str) -> str | None:
    """The session that a document belongs to; None where the symbol gives none.

    >>> [session_of_symbol(s) for s in ("A/RES/68/187", "A/RES/2200A(XXI)", "A/C.3/S-27/L.1", "S/2001/3")]
    ['68', '21', 'S-27', None]
    """
    old = _ROMAN_IN_BRACKETS.search(symbol)
    if old is not None:
        value = roman_value(old["roman"])
        return f"{old['special'] or ''}{value}" if value else None
    body = body_of_symbol(symbol)
    if body is None:
        return None
    parts = symbol[len(body) + 1 :].split("/")
    # The last part is the number of the document, not of its session.
    return next((part for part in parts[:-1] if _SESSION_PART.fullmatch(part)), None)


def year_of_symbol(symbol: str) -> int | None:
    """The year that a symbol is numbered by: 2001 of S/RES/1373(2001), 2013 of S/2013/100; None without."""
    match = _YEAR_IN_SYMBOL.search(symbol)
    return int(match["year"]) if match else None
