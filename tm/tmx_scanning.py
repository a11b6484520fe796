"""Cuts the text of a TMX file into units, so that a broken one does not take the others with it.

A unit is what stands between `<tu` and `</tu>`; comments, instructions and CDATA are stepped over. Nothing is
kept but the unit at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from tm.tmx_fragments import PLAIN_UNIT, is_clean
from tm.tmx_streams import Reader

_CHUNK_BYTES: Final = 1 << 18
# Longer ones are no translation units, and lxml would refuse their text anyway (10 million characters).
LONGEST_UNIT_CHARS: Final = 12_000_000
_LONGEST_PROLOG_CHARS: Final = 8_000_000
# A tag or the mark of a comment may be cut by the end of what was read so far.
_LONGEST_MARK: Final = 200

_PREFIX = r"(?:[\w.-]+:)?"
_IN_TAG = r"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+"""
# Where a quotation mark is missing, the tag ends at the first ">".
_BODY_TAG = rf"<{_PREFIX}body(?:\s(?:{_IN_TAG}(?=>)|[^<>]*+)|/)?>"
_BODY: Final = re.compile(rf"<!--|<\?|<!\[CDATA\[|{_BODY_TAG}")
_MARK: Final = re.compile(
    rf"<!--|<\?|<!\[CDATA\[|(?P<open><{_PREFIX}tu(?=[\s/>]))|(?P<close></{_PREFIX}tu\s*>)"
    rf"|(?P<end></{_PREFIX}body\s*>)"
)
_ENDS: Final = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}
_START_TAG: Final = re.compile(rf"<{_IN_TAG}>")
# Comments and instructions may stand anywhere. Possessive, or the ends of many would be tried in all ways.
_ASIDE: Final = re.compile(r"(?:\s++|<!--(?>.*?-->)|<\?(?>.*?\?>))*+", re.DOTALL)


class Piece(StrEnum):
    """What a piece of the text is."""

    PROLOG = "prolog"  # up to and with <body>
    PLAIN = "plain"  # a unit that `PLAIN_UNIT` matches
    UNIT = "unit"  # any other unit
    CUT = "cut"  # a unit that is not closed
    LONG = "long"  # a unit that is too long; without its text
    STRAY = "stray"  # text or elements between units
    ASIDE = "aside"  # comments and instructions between units
    REST = "rest"  # from </body> to the end; "" where the file ends before


class Scanned(NamedTuple):
    """A piece, the line of its first character from 1, and the match of a plain unit."""

    piece: Piece
    text: str
    line: int
    match: re.Match[str] | None = None


class _Buffer:
    """The text that was read and not used yet, and the line it begins at."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self.text = ""
        self.at = 0
        self.line = 1
        self.ended = False
        self.clean = True

    def more(self) -> bool:
        """Read on; amounts grow with what is kept, so that long units are not copied again and again."""
        if self.ended:
            return False
        rest = self.text[self.at :]
        chunk = self._read(max(_CHUNK_BYTES, len(rest)))
        self.ended = not chunk
        self.text, self.at = rest + chunk, 0
        self.clean = is_clean(self.text)
        return not self.ended

    def skip_to(self, end: int) -> int:
        """Use the text up to `end`; return the line of what follows."""
        self.line += self.text.count("\n", self.at, end)
        self.at = end
        return self.line

    def take(self, end: int) -> str:
        """Use the text up to `end` and return it."""
        taken = self.text[self.at : end]
        self.line += taken.count("\n")
        self.at = end
        return taken


def scan_tmx(read: Reader) -> Iterator[Scanned]:
    """Yield the pieces of a file in order; the first is the prolog, the last the rest.

    A file without `<body>` gives its text as the prolog and a rest of "". Of a rest that is long, only the
    beginning is given.
    """
    buffer = _Buffer(read)
    prolog, is_empty = _prolog(buffer)
    yield Scanned(Piece.PROLOG, prolog, 1)
    while not is_empty:
        match = PLAIN_UNIT.match(buffer.text, buffer.at) if buffer.clean else None
        if match is not None:
            yield Scanned(Piece.PLAIN, "", buffer.skip_to(match.start(1)), match)
            buffer.skip_to(match.end())
            continue
        piece = _next_piece(buffer)
        if piece is None:
            break
        yield piece
    line = buffer.line
    yield Scanned(Piece.REST, _rest(buffer), line)


def _prolog(buffer: _Buffer) -> tuple[str, bool]:
    """Return the text up to `<body>`, and whether that is an empty element or missing."""
    at = 0
    while True:
        found = _find(buffer, at, _BODY)
        if found is None:
            if len(buffer.text) > _LONGEST_PROLOG_CHARS or not buffer.more():
                return buffer.take(len(buffer.text)), True
            at = 0
            continue
        return buffer.take(found.end()), found[0].endswith("/>")


def _find(buffer: _Buffer, at: int, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Return the next mark that is no comment, instruction or CDATA; None where the text ends before."""
    while (found := pattern.search(buffer.text, at)) is not None:
        end = _ENDS.get(found[0])
        if end is None:
            return found
        closed = buffer.text.find(end, found.end())
        if closed < 0:
            return None
        at = closed + len(end)
    return None


def _next_piece(buffer: _Buffer) -> Scanned | None:
    """Return the next unit or what stands before it; None at the end of the body."""
    found = _find(buffer, buffer.at, _MARK)
    while found is None:
        if len(buffer.text) - buffer.at > LONGEST_UNIT_CHARS:
            rest = buffer.text[buffer.at :]
            line = buffer.skip_to(buffer.at + len(rest) - len(rest.lstrip()))
            _drop(buffer, buffer.at)
            return Scanned(Piece.STRAY, "", line)
        if not buffer.more():
            return _stray(buffer, len(buffer.text))
        found = _find(buffer, buffer.at, _MARK)
    if found["open"] is None:
        stray = _stray(buffer, found.start())
        if stray is not None:
            return stray
        if found["end"] is not None:
            return None
        # An end without a beginning.
        line = buffer.line
        return Scanned(Piece.STRAY, buffer.take(found.end()), line)
    return _stray(buffer, found.start()) or _unit(buffer)


def _stray(buffer: _Buffer, end: int) -> Scanned | None:
    """Use what stands before `end`; return it unless it is white space."""
    text = buffer.text[buffer.at : end]
    # The place is that of what stands there, not of the line break before it.
    buffer.take(buffer.at + len(text) - len(text.lstrip()))
    line, text = buffer.line, buffer.take(end)
    if not text:
        return None
    return Scanned(Piece.ASIDE if _ASIDE.fullmatch(text) else Piece.STRAY, text, line)


def _unit(buffer: _Buffer) -> Scanned:
    """Return the unit that begins here."""
    line = buffer.line
    tag = _start_tag(buffer)
    if tag is not None and tag[0].endswith("/>"):
        return Scanned(Piece.UNIT, buffer.take(tag.end()), line)
    at, dropped = buffer.at + 3, False
    while True:
        found = _find(buffer, at, _MARK)
        if found is not None:
            if found["close"] is None:
                # Another unit, or the end of the body, before this one is closed.
                text = buffer.take(found.start())
                return Scanned(Piece.LONG if dropped else Piece.CUT, text, line)
            text = buffer.take(found.end())
            return Scanned(Piece.LONG, "", line) if dropped else Scanned(Piece.UNIT, text, line)
        at = _resumed(buffer, at)
        if len(buffer.text) - buffer.at > LONGEST_UNIT_CHARS:
            _drop(buffer, at)
            at, dropped = buffer.at, True
            continue
        offset = at - buffer.at
        if not buffer.more():
            return Scanned(Piece.LONG if dropped else Piece.CUT, buffer.take(len(buffer.text)), line)
        at = buffer.at + offset


def _start_tag(buffer: _Buffer) -> re.Match[str] | None:
    """Return the tag that begins here; None where it has no end, or is too long."""
    while (tag := _START_TAG.match(buffer.text, buffer.at)) is None:
        is_long = len(buffer.text) - buffer.at > LONGEST_UNIT_CHARS
        if is_long or buffer.text.find("<", buffer.at + 1) >= 0 or not buffer.more():
            return None
    return tag


def _resumed(buffer: _Buffer, at: int) -> int:
    """Where to look on once more is read: before a comment that is open, else where the text ends now."""
    position = at
    while (found := _MARK.search(buffer.text, position)) is not None:
        end = _ENDS.get(found[0], "")
        closed = buffer.text.find(end, found.end())
        if closed < 0:
            return found.start()
        position = closed + len(end)
    return max(position, len(buffer.text) - _LONGEST_MARK, at)


def _drop(buffer: _Buffer, at: int) -> None:
    """Use what was read, looked at up to `at`, and the rest of a comment that is open there; keep nothing."""
    buffer.take(_resumed(buffer, at))
    opened = _MARK.match(buffer.text, buffer.at)
    end = "" if opened is None else _ENDS.get(opened[0], "")
    if opened is None or not end:
        return
    buffer.take(opened.end())
    while (closed := buffer.text.find(end, buffer.at)) < 0:
        buffer.take(max(buffer.at, len(buffer.text) - len(end)))
        if not buffer.more():
            closed = len(buffer.text) - len(end)
            break
    buffer.take(max(buffer.at, closed + len(end)))


def _rest(buffer: _Buffer) -> str:
    """Return what follows the body, as much of it as matters."""
    while len(buffer.text) - buffer.at < _LONGEST_PROLOG_CHARS and buffer.more():
        pass
    return buffer.text[buffer.at :]
