"""Numbers with their noun, as English has them."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return "1 set", "2 sets", "0 sets"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def span_words(span: tuple[int, int]) -> str:
    """Return a range of blocks as a reader counts it: "12", "12–14", "–" for none."""
    start, end = span
    if end - start < 2:
        return str(start) if end > start else "–"
    return f"{start}–{end - 1}"
