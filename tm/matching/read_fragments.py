"""What a fragment of text is as tokens: a document symbol, an address of the web, a number by its value.

The readers of `corpora` decide, on fragments that the compiled loops propose; each fragment is read once.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from corpora.figures import find_figures
from corpora.ordinals import han_value
from corpora.symbols import find_symbols
from tm.matching.token_kinds import (
    ADDRESS,
    ADDRESS_SEED,
    NUMBER,
    NUMBER_SEED,
    SYMBOL,
    SYMBOL_SEED,
    token_hash,
)
from tm.text_folding import fold_text

_ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"，、。；：！？（）【】《》「」،؛؟“”«»]+", re.IGNORECASE
)
# A sentence ends after an address, and brackets close around it.
_AFTER_ADDRESS = ".,;:!?)]}'’"


class Given(NamedTuple):
    """A token read in a fragment: half-open span in the folded fragment, hash and kind."""

    start: int
    end: int
    hash: int
    kind: int


def read_chunk(chunk: str) -> tuple[Given, ...]:
    """Return the addresses and document symbols in text without spaces, in order."""
    found: list[Given] = []
    for match in _ADDRESS.finditer(chunk):
        written = match.group().rstrip(_AFTER_ADDRESS)
        hashed = token_hash(ADDRESS_SEED, fold_text(written))
        found.append(_given(chunk, match.start(), match.start() + len(written), hashed, ADDRESS))
    # An address is left out by `find_symbols`.
    for symbol in find_symbols(chunk):
        hashed = token_hash(SYMBOL_SEED, symbol.symbol)
        found.append(_given(chunk, symbol.start, symbol.end, hashed, SYMBOL))
    return tuple(sorted(one for one in found if one.end > one.start))


def read_digits(fragment: str, language: str) -> tuple[Given, ...]:
    """Return the numbers in a run of digits and separators, in order: "1 000,5" is one in French."""
    return tuple(
        _given(fragment, figure.start, figure.end, token_hash(NUMBER_SEED, figure.value), NUMBER)
        for figure in find_figures(fragment, language)
    )


def read_numeral(context: str, start: int, end: int) -> tuple[Given, ...]:
    """Return the number that the Han numerals `context[start:end]` write, if they are meant as one.

    `corpora.figures` says so of "十九" and "第三", not of "千万" or "一切"; days and months count.
    """
    run = context[start:end]
    value = next(
        (
            figure.value
            for figure in find_figures(context, "zh")
            if (figure.start, figure.end) == (start, end)
        ),
        None,
    )
    if value is None and context[end : end + 1] in ("月", "日"):
        read = han_value(run)
        value = None if read is None else str(read)
    return () if value is None else (Given(0, len(fold_text(run)), token_hash(NUMBER_SEED, value), NUMBER),)


def _given(text: str, start: int, end: int, hashed: int, kind: int) -> Given:
    first = len(fold_text(text[:start]))
    return Given(first, first + len(fold_text(text[start:end])), hashed, kind)
