"""The symbol of a document itself: from its file name, its masthead, or its title number with its organ.

Never from a source note, a footnote, a link or a citation: those name other documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpora.block_kinds import enacting_organ, fold, title_number
from corpora.block_patterns import (
    ECONOMIC_AND_SOCIAL_COUNCIL,
    GENERAL_ASSEMBLY,
    HUMAN_RIGHTS_COUNCIL,
    SECURITY_COUNCIL,
)
from corpora.documents import Block, BlockKind, Removed
from corpora.furniture import RUNNING_HEAD
from corpora.ordinals import western_digits

MASTHEAD_BLOCKS = 12
_HEADS = (RUNNING_HEAD, "page header")
LONGEST_MASTHEAD_CHARS = 90
# One of these is between the parts of every symbol.
_STROKES = ("/", "\u2215", "\u2044", "\uff0f")

_YEAR_NUMBER = re.compile(r"(?P<number>\d{1,4})\s?[(（](?P<year>(?:19[4-9]|20)\d{1,2})(?:[)）]|年)")
_CHINESE_YEAR = re.compile(r"第?\s?(?P<number>\d{1,4})\s?[(（](?P<year>\d{4})[)）]\s?号")
_ROMAN_NUMBER = re.compile(r"(?P<number>\d{1,4})\s?(?P<part>[A-Z])?\s?\((?P<session>(?:E?S-)?[IVXLC]{1,8})\)")
_SLASH_NUMBER = re.compile(r"(?<![\w/])(?P<number>(?:E?S-)?\d{1,4}/\d{1,4})(?:\s?(?P<part>[A-Z]))?(?![\w/])")
_MASTHEAD_KINDS = frozenset(
    (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.TITLE, BlockKind.TABLE_ROW, BlockKind.FURNITURE)
)


def own_symbol(stem: str, blocks: Sequence[Block], removed: Iterable[Removed] = ()) -> str | None:
    """Document's own symbol, normalised ("S/RES/1373(2001)"), or None.

    `stem` is the file's name without its last suffix. The name decides, then the masthead, then the title.
    """
    from corpora.document_names import symbol_from_name

    return symbol_from_name(stem) or symbol_of_text(blocks, removed)


def named_and_told_symbol(
    stem: str, blocks: Sequence[Block], removed: Iterable[Removed] = ()
) -> tuple[str | None, str | None]:
    """`own_symbol`, and what `symbol_of_text` tells of the blocks alone, the masthead read once for both."""
    from corpora.document_names import symbol_from_name

    masthead = _of_masthead(blocks)
    told = masthead or _of_title(blocks)
    return symbol_from_name(stem) or masthead or _of_running_heads(removed) or told, told


def symbol_of_text(blocks: Sequence[Block], removed: Iterable[Removed] = ()) -> str | None:
    """Own symbol as the text alone tells it: masthead, running heads, title with organ."""
    return _of_masthead(blocks) or _of_running_heads(removed) or _of_title(blocks)


def _of_masthead(blocks: Sequence[Block]) -> str | None:
    for block in blocks[:MASTHEAD_BLOCKS]:
        if block.kind is BlockKind.ENACTING_WORDS:
            return None
        if block.kind in _MASTHEAD_KINDS and (symbol := _symbol_on_line(block.text)):
            return symbol
    return None


def _of_running_heads(removed: Iterable[Removed]) -> str | None:
    for entry in removed:
        if entry.reason in _HEADS and (symbol := _symbol_on_line(entry.text)):
            return symbol
    return None


def _symbol_on_line(text: str) -> str | None:
    """One symbol on a masthead line ("United Nations A/RES/68/187"), not in brackets and not cited."""
    from corpora.symbols import SymbolKind, find_symbols

    stroke = any(map(text.__contains__, _STROKES))
    if not stroke or len(text) > LONGEST_MASTHEAD_CHARS or not any(map(str.isdigit, text)) or "://" in text:
        return None
    found = [symbol for symbol in find_symbols(text) if symbol.kind is SymbolKind.DOCUMENT]
    if len(found) != 1:
        return None
    before, after = text[: found[0].start].strip(), text[found[0].end :].strip()
    cited = before.endswith(("(", "[", "（", "［")) or after.startswith((")", "]", "）", "］"))
    edge = not after or after == "*" or not before
    return None if cited or not edge or after.startswith((",", ".", "，", "،")) else found[0].symbol


def _of_title(blocks: Sequence[Block]) -> str | None:
    organ = next((enacting_organ(b.text) for b in blocks if b.kind is BlockKind.ENACTING_WORDS), None)
    for block in blocks:
        if block.kind is BlockKind.ENACTING_WORDS:
            return None
        if block.kind is BlockKind.TITLE and (
            symbol := _symbol_of_number(western_digits(fold(block.text)), organ)
        ):
            return symbol
    return None


def _symbol_of_number(title: str, organ: str | None) -> str | None:
    head = title[:80]
    if organ in (SECURITY_COUNCIL, None) and (
        match := _CHINESE_YEAR.search(head) or _YEAR_NUMBER.search(head)
    ):
        return f"S/RES/{int(match['number'])}({match['year']})"
    prefix = _RESOLUTIONS.get(organ or "")
    if prefix is None:
        return None
    if match := _ROMAN_NUMBER.search(head):
        return f"{prefix}/{int(match['number'])}{match['part'] or ''}({match['session']})"
    if (number := title_number(title)) is not None:
        return f"{prefix}/{number}"
    if match := _SLASH_NUMBER.search(head):
        return f"{prefix}/{match['number']}{match['part'] or ''}"
    return None


_RESOLUTIONS = {
    GENERAL_ASSEMBLY: "A/RES",
    ECONOMIC_AND_SOCIAL_COUNCIL: "E/RES",
    HUMAN_RIGHTS_COUNCIL: "A/HRC/RES",
}
