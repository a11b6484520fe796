"""Numbers with their noun, as English has them."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return "1 set", "2 sets", "0 sets"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
