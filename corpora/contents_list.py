"""Finds the table of contents: its lines repeat the labels of the document and number nothing themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpora.documents import RawBlock
from corpora.ordinals import western_digits

_LONGEST_ENTRY_CHARS = 300
_LONGEST_HEADING_CHARS = 60
_AROUND_HEADING = " :：."
_MOST_COLUMN_HEADS = 2
_FEWEST_ENTRIES = 2

_HEADING = re.compile(
    r"(?:table of )?contents|table des matières|sommaire|índice|contenido|содержание|оглавление"
    r"|(?:جدول |قائمة )?(?:ال)?محتويات|目\s?[录錄次]",
    re.IGNORECASE,
)
_ENTRY = re.compile(r".*[^\W\d_].*?[\s.…·]\s?(?:\d{1,4}|[ivxlc]{1,6})", re.DOTALL)


def contents_lines(blocks: Sequence[RawBlock]) -> frozenset[int]:
    """Indices of the entries of tables of contents: lines below "Contents" that end in a page number."""
    found: set[int] = set()
    for index, block in enumerate(blocks):
        text = block.text.strip(_AROUND_HEADING)
        if len(text) <= _LONGEST_HEADING_CHARS and _HEADING.fullmatch(text):
            found.update(_entries_below(blocks, index))
    return frozenset(found)


def _entries_below(blocks: Sequence[RawBlock], heading: int) -> range:
    first = heading + 1
    while first < len(blocks) and first - heading <= _MOST_COLUMN_HEADS and not _is_entry(blocks[first].text):
        first += 1
    end = first
    while end < len(blocks) and _is_entry(blocks[end].text):
        end += 1
    return range(first, end if end - first >= _FEWEST_ENTRIES else first)


def _is_entry(text: str) -> bool:
    return len(text) <= _LONGEST_ENTRY_CHARS and _ENTRY.fullmatch(western_digits(text)) is not None
