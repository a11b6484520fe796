"""Where a text stands in the source of a markup file.

The parser gives lines, not characters; but its texts come in the order of the source, so each is found by its
words after the end of the one before, in a copy of the source whose tags are blanked out.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from corpora.documents import Place

_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|noscript)\b.*?</\1\s*>|<[/!?A-Za-z][^>]*>?",
    re.DOTALL | re.IGNORECASE,
)
_WINDOW_CHARS = 20_000
_PIECE_CHARS = 16
_MISSES_ALLOWED = 2_000


class SourcePlaces:
    """Finds one text after the other in `source`; each search begins where the last one ended."""

    def __init__(self, source: str) -> None:
        self._text = _MARKUP.sub(lambda match: " " * len(match.group()), source)
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", source))]
        self._cursor = 0
        self._misses = 0

    def find(self, text: str) -> Place:
        """Return the half-open span from the first to the last word of `text`.

        An empty span at the cursor if it is not found.
        """
        start = -1
        cursor = self._cursor
        if (whole := self._find_whole(text)) is not None:
            return whole
        for piece in _pieces_of(text):
            if self._misses > _MISSES_ALLOWED:
                break
            window = _WINDOW_CHARS if start < 0 else 4 * _PIECE_CHARS + 1000
            found = self._text.find(piece, cursor, cursor + window)
            if found < 0:
                self._misses += 1
                continue
            start = found if start < 0 else start
            cursor = found + len(piece)
        self._cursor = cursor
        start = cursor if start < 0 else start
        return Place(start, cursor, line=bisect_right(self._line_starts, start))

    def _find_whole(self, text: str) -> Place | None:
        """Place of a text that the source has as it is; None where tags or line ends divide it."""
        if self._misses > _MISSES_ALLOWED or not text or text[0].isspace() or text[-1].isspace():
            return None
        piece = text.split(None, 1)[0][:_PIECE_CHARS]
        start = self._text.find(piece, self._cursor, self._cursor + _WINDOW_CHARS)
        if start < 0 or not self._text.startswith(text, start):
            return None
        self._cursor = start + len(text)
        return Place(start, self._cursor, line=bisect_right(self._line_starts, start))


def _pieces_of(text: str) -> list[str]:
    """The words of a text, long ones in pieces."""
    words = text.split()
    if all(len(word) <= _PIECE_CHARS for word in words):
        return words
    return [word[at : at + _PIECE_CHARS] for word in words for at in range(0, len(word), _PIECE_CHARS)]
