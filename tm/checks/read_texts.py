"""A text with what several checks need of it, each read once and only when asked for."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from corpora.dates import find_dates
from corpora.languages import LANGUAGES
from corpora.plain_characters import plain_characters
from corpora.symbols import FoundSymbol, SymbolKind, find_symbols
from tm.checks.checked_units import CheckedVariant
from tm.checks.figure_comparison import CountedText, count_text

_URL = re.compile(r"(?:https?://|ftp://|www\.)[^\s<>\"”»’）)，。；、]{1,2000}", re.IGNORECASE)
_LANGUAGE_PART = re.compile(r"(?<=[/.=_-])(?:ar|zh|cn|en|fr|ru|es|a|c|e|f|r|s)(?=[/.&_-]|$)", re.IGNORECASE)
_HAN = re.compile("[\u3400-\u9fff]")


class ReadText:
    """One variant; `raw` is its text as it stands, `text` in NFC. `known`: its language is one of the six."""

    def __init__(self, variant: CheckedVariant) -> None:
        self.variant = variant
        self.language = variant.language
        self.base = variant.base
        self.raw = variant.text
        self.text = unicodedata.normalize("NFC", variant.text)
        self.known = self.base in LANGUAGES

    @cached_property
    def plain(self) -> str:
        """With Western digits and narrow characters, without invisible ones."""
        return plain_characters(self.text).text

    @cached_property
    def counted(self) -> CountedText:
        """What it counts."""
        return count_text(self.text, self.base)

    @cached_property
    def symbols(self) -> frozenset[str]:
        """Document symbols, normalised."""
        return frozenset(one.symbol for one in self._symbols if one.kind is SymbolKind.DOCUMENT)

    @cached_property
    def cited(self) -> frozenset[str]:
        """Document symbols and numbers of resolutions, normalised."""
        return frozenset(one.symbol for one in self._symbols)

    @cached_property
    def _symbols(self) -> list[FoundSymbol]:
        return find_symbols(self.text)

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """Whole dates as ISO 8601, sorted."""
        return tuple(sorted(one.date.isoformat() for one in find_dates(self.text, self.base)))

    @cached_property
    def urls(self) -> frozenset[str]:
        """Addresses of web pages, without the part that names a language."""
        if "://" not in self.text and "www." not in self.text.lower():
            return frozenset()
        return frozenset(
            _LANGUAGE_PART.sub("", match.group().rstrip(".,;:!?").lower())
            for match in _URL.finditer(self.plain)
        )

    @cached_property
    def length(self) -> int:
        """Characters, a Han character for one."""
        return len(self.text.strip())

    @cached_property
    def letters(self) -> int:
        """Letters, of any script."""
        return sum(map(str.isalpha, self.text))

    @cached_property
    def has_han(self) -> bool:
        """Whether it has a Han character."""
        return _HAN.search(self.text) is not None
