"""Symbols as they are asked for, and the names of the files that hold their versions."""

from __future__ import annotations

import re

from corpora.symbols import SymbolKind, find_symbols, parse_symbol
from hexapla.fetching.errors import SymbolRefused

# First parts of the symbols that the document service of the United Nations has.
_ORGANS = frozenset(
    ("A", "S", "E", "T", "ST", "TD", "HRI", "HSP", "UNEP", "DP", "ID", "ECE", "CEDAW", "CERD", "CAT", "CCPR",
     "CRC", "CRPD", "CED", "CMW", "SPT", "CD", "CBD", "CTOC", "CAC", "NPT", "BWC", "PBC", "JIU", "ISBA",
     "SPLOS", "FCCC", "UNW", "CCW", "LOS", "DC", "TRADE", "TRANS", "ENERGY")
)  # fmt: skip
_PLAIN = re.compile(r"[\w/.() -]{1,100}")


def asked_symbol(text: str) -> str:
    """Return a symbol in its one form: "a/res/68/187" is A/RES/68/187, spaces before brackets go.

    Raises `SymbolRefused` for anything else, whatever it tries to be: the symbol becomes a part of an address
    and of a file's name.
    """
    shown = "".join(character if character.isprintable() else "\ufffd" for character in text[:100])
    written = text.strip(" ")
    symbol = None
    if _PLAIN.fullmatch(written) and ".." not in written:
        symbol = parse_symbol(written) or parse_symbol(written.upper())
    if symbol is None:
        raise SymbolRefused(f'"{shown}" is no document symbol. Try: one as A/RES/68/187 or S/RES/1325(2000)')
    if symbol[0].isdigit() or any(
        found.kind is SymbolKind.RESOLUTION_NUMBER for found in find_symbols(symbol)
    ):
        raise SymbolRefused(f'"{shown}" does not say which organ. Try: its symbol, as A/RES/{symbol}')
    return symbol


def is_of_known_organ(symbol: str) -> bool:
    """Whether a symbol begins as those of the document service do."""
    return symbol.partition("/")[0] in _ORGANS


def version_stem(symbol: str, language: str) -> str:
    """Return the name of a version's file without its extension: "A_RES_68_187.fr".

    It has Latin letters, digits and "._()-" only, which every system takes. `corpora.document_names` reads
    it.
    """
    return f"{symbol.replace('/', '_')}.{language}"
