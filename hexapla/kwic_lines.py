"""Keyword in context for a terminal: a line a language, the marked words of all lines below each other."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import combining

from corpora.languages import is_right_to_left

_GAP = "  "
_ELLIPSIS = "…"
# Of a line without its language: what the marked words may take; the rest is shared by the two sides.
_WIDEST_MARK = 0.4


@dataclass(frozen=True, slots=True)
class KwicLine:
    """A text with the words that are looked for: `before + marked + after`.

    `marked` is None if it is not sure which they are, "" if none were looked for.
    """

    language: str
    before: str
    marked: str | None
    after: str


def kwic_lines(lines: list[KwicLine], *, isolate: bool, bold: bool, width: int = 0) -> list[str]:
    """Return the lines, each `width` cells at most (0: the output's), marked words in [brackets].

    Before them stands what a reader reads before: on the left, and on the right where the language is written
    from right to left. Where it is not sure which words count there is a [?], and the text begins after it. A
    text in which none were looked for has the whole line.
    """
    from hexapla.tables import output_width, printable

    room = (width or output_width()) - max((len(line.language) for line in lines), default=0) - 3 * len(_GAP)
    words = ["?" if line.marked is None else printable(line.marked) for line in lines]
    marks = [f"[{word}]" if word else "" for word in words]
    widest = min(max(map(_cells, marks), default=0), int(_WIDEST_MARK * room))
    side = (room - widest) // 2
    size = max((len(line.language) for line in lines), default=0)
    return [
        f"{line.language:{size}}{_GAP}"
        + _line(line, _head(mark, widest), (side, widest), isolate=isolate, bold=bold)
        for line, mark in zip(lines, marks, strict=True)
    ]


def _line(line: KwicLine, mark: str, widths: tuple[int, int], *, isolate: bool, bold: bool) -> str:
    from hexapla.tables import printable

    side, widest = widths
    if not mark:
        whole = 2 * side + widest + 2 * len(_GAP)
        text = _head(printable(line.before + line.after), whole)
        return _padded(text, whole, isolate=isolate, at_right=is_right_to_left(line.language)).rstrip()
    before, after = _tail(printable(line.before), side), _head(printable(line.after), side)
    parts = [_padded(before, side, isolate=isolate, at_right=True)]
    parts.append(_padded(mark, widest, isolate=isolate, bold=bold))
    parts.append(_padded(after, side, isolate=isolate))
    if is_right_to_left(line.language):
        parts = [
            _padded(after, side, isolate=isolate, at_right=True),
            _padded(mark, widest, isolate=isolate, bold=bold),
            _padded(before, side, isolate=isolate),
        ]
    return _GAP.join(parts).rstrip()


def _padded(text: str, width: int, *, isolate: bool, at_right: bool = False, bold: bool = False) -> str:
    import click

    from hexapla.tables import isolated

    padding = " " * (width - _cells(text))
    shown = isolated(text) if isolate else text
    shown = click.style(shown, bold=True) if bold else shown
    return padding + shown if at_right else shown + padding


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _head(text: str, width: int) -> str:
    size = _fitting(text, width)
    return text if size == len(text) else text[: _fitting(text, width - 1)] + _ELLIPSIS


def _tail(text: str, width: int) -> str:
    size = _fitting(text[::-1], width)
    if size == len(text):
        return text
    start = len(text) - _fitting(text[::-1], width - 1)
    # A mark belongs to the character before it, which is gone.
    while start < len(text) and combining(text[start]):
        start += 1
    return _ELLIPSIS + text[start:]


def _fitting(text: str, width: int) -> int:
    """Return how many characters from the beginning fit into a number of cells."""
    used = 0
    for number, character in enumerate(text):
        used += _cells(character)
        if used > width:
            return number
    return len(text)
