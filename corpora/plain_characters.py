"""Running text in plain characters, with the way back: what symbols, dates and figures are looked for in."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from corpora.ordinals import western_digits

# Signs of direction, joiners and soft hyphens stand inside figures and symbols, Arabic ones above all.
_INVISIBLE = frozenset(
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F)))
_NARROW = "".join(map(chr, range(0x21, 0x7F)))
_SPACES = "\u00a0\u2007\u2009\u200a\u202f\u3000"
_TABLE = str.maketrans(_WIDE + _SPACES, _NARROW + " " * len(_SPACES))


@dataclass(frozen=True, slots=True)
class PlainText:
    """Plain `text`, and for each of its characters the offset where it stood in the original."""

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Half-open span in the original of a non-empty half-open span of `text`."""
        return self.offsets[start], self.offsets[end - 1] + 1


# Symbols, dates and figures of one text are looked for one after another.
@functools.lru_cache(maxsize=16)
def plain_characters(text: str) -> PlainText:
    """Text with Western digits, narrow characters and plain spaces, without invisible characters."""
    if text.isascii():
        return PlainText(text, range(len(text)))
    offsets: Sequence[int] = range(len(text))
    visible = text
    if not _INVISIBLE.isdisjoint(text):
        offsets = [offset for offset, character in enumerate(text) if character not in _INVISIBLE]
        visible = "".join(text[offset] for offset in offsets)
    return PlainText(western_digits(visible).translate(_TABLE), offsets)
