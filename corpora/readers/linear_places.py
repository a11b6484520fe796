"""Places in the linear text of a format without a source text: each passage stands on a line of its own."""

from __future__ import annotations

from dataclasses import dataclass

from corpora.documents import Place


@dataclass(slots=True)
class LinearPlaces:
    """Gives each text the span after the text before; one character stands between two texts."""

    cursor: int = 0

    def find(self, text: str) -> Place:
        """Return the half-open span of `text` in the linear text."""
        start = self.cursor
        self.cursor += len(text) + 1
        return Place(start, start + len(text))
