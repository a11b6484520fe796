"""The leverage of a draft as a table to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tm.matching.leverage import Leverage

_TITLES = ("Band", "Memory: segments", "words", "%", "Draft: segments", "words", "Best: words", "%")


def leverage_lines(leverage: Leverage) -> list[str]:
    """Return the table: words by band in the memory, in the draft before each segment, the better of both."""
    from hexapla.tables import Column, table_lines

    columns = [Column(title, align_right=place > 0) for place, title in enumerate(_TITLES)]
    return table_lines(columns, band_rows(leverage))


def band_rows(leverage: Leverage) -> list[tuple[str, ...]]:
    """Return a row of texts for each band, then the total."""
    rows = [
        (
            "no match" if band == "none" else band,
            str(memory.segments),
            str(memory.words),
            percent(memory.words, leverage.words),
            str(leverage.draft[band].segments),
            str(leverage.draft[band].words),
            str(leverage.best[band].words),
            percent(leverage.best[band].words, leverage.words),
        )
        for band, memory in leverage.memory.items()
    ]
    segments, words = str(len(leverage.segments)), str(leverage.words)
    whole = percent(leverage.words, leverage.words)
    return [*rows, ("total", segments, words, whole, segments, words, words, whole)]


def percent(part: int, whole: int) -> str:
    """Return a share with one decimal; "0.0" of nothing."""
    return f"{100 * part / whole:.1f}" if whole else "0.0"
