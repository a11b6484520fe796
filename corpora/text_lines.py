"""The lines of a plain text: cleaned, with their place, indent and page."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import accumulate, count, repeat
from operator import sub
from typing import NamedTuple

from corpora.documents import Place

# A form feed ends a page; vertical tab and U+2028/9 are line breaks that extraction leaves behind.
_LINE = re.compile(r"([^\n\r\f\v\u2028\u2029]*)(\r\n|[\n\r\f\v\u2028\u2029]|$)")
_WHITESPACE = re.compile(r"\s+")
# Control characters carry nothing; embeddings, overrides and isolates only steer display and can hide text.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_EDGE_MARKS = "\u200b\u200e\u200f\u061c \t"


# All but letters and marks of Western, Cyrillic and Arabic texts, which fill one column each.
_MAY_BE_WIDE = re.compile("[^\x00-\u0377\u0400-\u052f\u0600-\u06ff\u2010-\u205e]")
# Breaks beside "\n".
_OTHER_BREAKS = ("\r", "\f", "\v", "\u2028", "\u2029")


class Line(NamedTuple):
    """One line. `start` and `end` are the half-open span of `text` in the decoded file.

    `text` is cleaned by `clean_text`; `number` and `page` count from 1; `width` and `indent` are in columns.
    """

    text: str
    start: int
    end: int
    number: int
    page: int
    width: int
    indent: int = 0


def clean_text(text: str) -> str:
    """Single spaces, no spaces or direction marks at the ends, no control or embedding characters."""
    # Nothing unseen is printable, and no white space but the plain space.
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return _WHITESPACE.sub(" ", _UNSEEN.sub("", text)).strip(_EDGE_MARKS)


def display_width(text: str) -> int:
    """Columns of a text on a terminal: Han and fullwidth characters count two."""
    if text.isascii():
        return len(text)
    if _MAY_BE_WIDE.search(text) is None:
        return len(text)
    return sum(map(columns_of, text))


@functools.lru_cache(maxsize=10_000)
def columns_of(character: str) -> int:
    """Columns of one character on a terminal: 1 or 2."""
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def split_lines(text: str) -> list[Line]:
    """Lines of a decoded text in order, blank ones included; a trailing line break adds no line."""
    if not any(map(text.__contains__, _OTHER_BREAKS)):
        return _split_at_newlines(text)
    lines: list[Line] = []
    number, page = 1, 1
    for match in _LINE.finditer(text):
        content, ending = match.group(1), match.group(2)
        if not ending and not content:
            break
        lines.append(_make_line(content, match.start(), number, page))
        if ending == "\f":
            page += 1
            if not content:  # the page break stood on a line of its own: no line was there
                lines.pop()
        if ending in ("\n", "\r", "\r\n"):
            number += 1
        if not ending:
            break
    return lines


def _split_at_newlines(text: str) -> list[Line]:
    """As `split_lines`, for a text that only line feeds divide: most are."""
    contents = text.split("\n")
    if not contents[-1]:
        contents.pop()
    if _is_clean(text):
        return _clean_lines(contents, ascii_only=text.isascii())
    lines, start = [], 0
    for number, content in enumerate(contents, start=1):
        end = start + len(content)
        # Nothing unseen is printable, and no white space but the plain space.
        if content.isprintable() and "  " not in content and " " not in (content[:1], content[-1:]):
            lines.append(Line(content, start, end, number, 1, display_width(content)))
        else:
            lines.append(_make_line(content, start, number, 1))
        start = end + 1
    return lines


def _is_clean(text: str) -> bool:
    """Whether `clean_text` would leave every line of a text as it is, and no line is indented."""
    doubled = "  " in text or " \n" in text or "\n " in text
    # Nothing unseen is printable, and no white space but the plain space.
    return not doubled and " " not in (text[:1], text[-1:]) and text.replace("\n", "").isprintable()


def _clean_lines(contents: Sequence[str], *, ascii_only: bool) -> list[Line]:
    sizes = list(map(len, contents))
    ends = [end - 1 for end in accumulate(size + 1 for size in sizes)]
    starts = map(sub, ends, sizes)
    widths = sizes if ascii_only else map(display_width, contents)
    fields = zip(contents, starts, ends, count(1), repeat(1), widths, repeat(0))
    return list(map(Line._make, fields))


def place_of(lines: Iterable[Line]) -> Place:
    """From the first to the last of some lines; page and line are those of the first."""
    every = list(lines)
    return Place(every[0].start, every[-1].end, every[0].page, every[0].number)


def _make_line(content: str, start: int, number: int, page: int) -> Line:
    body = content.strip()
    text = clean_text(body)
    lead = content[: len(content) - len(content.lstrip())]
    first = start + len(lead)
    return Line(text, first, first + len(body), number, page, display_width(text), len(lead.expandtabs(4)))
