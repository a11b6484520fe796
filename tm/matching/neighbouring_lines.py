"""Lines of a text with the lines around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tm.matching.match import Neighbours


def with_neighbours(lines: Iterable[str]) -> Iterator[tuple[str, Neighbours]]:
    """Yield each line with the nearest line before and after that is not empty; reads ahead no further."""
    previous: str | None = None
    waiting: list[str] = []
    for line in lines:
        if waiting and line.strip():
            yield from _given(waiting, previous, line)
            previous = waiting[0] if waiting[0].strip() else previous
            waiting = []
        waiting.append(line)
    if waiting:
        yield from _given(waiting, previous, None)


def _given(
    waiting: list[str], previous: str | None, following: str | None
) -> Iterator[tuple[str, Neighbours]]:
    """Yield a line and the empty lines after it."""
    for line in waiting:
        yield line, Neighbours(previous, following)
