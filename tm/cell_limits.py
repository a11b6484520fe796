"""Units for a spreadsheet, whose cells hold only so much: longer ones go out as their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import polars as pl

from tm.detailed_units import DetailedUnit, detailed_units
from tm.selection import Choice, Tally, UnitSource

# Excel specifications and limits: characters a cell can contain. Excel counts UTF-16 code units.
MAX_CELL_CHARS = 32_767
TOO_LONG = f"units with a text longer than a cell of a spreadsheet holds ({MAX_CELL_CHARS} characters)"


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def units_that_fit(
    units: Iterable[DetailedUnit], memory: UnitSource, choice: Choice, tally: Tally, too_long: list[str]
) -> Iterator[DetailedUnit]:
    """Yield the units; a paragraph that is too long for a cell as its sentences.

    What is too long even so is counted in `tally`, and its id added to `too_long`.
    """
    for detailed in units:
        if _fits(detailed):
            yield detailed
            continue
        for part in _sentences(detailed, memory, choice, tally):
            if _fits(part):
                yield part
            else:
                too_long.append(part.unit.unit_id)
                tally.leave_out(TOO_LONG)


def _fits(detailed: DetailedUnit) -> bool:
    texts = (variant.text for variant in detailed.unit.variants)
    return all(len(text) <= MAX_CELL_CHARS // 2 or utf16_length(text) <= MAX_CELL_CHARS for text in texts)


def _sentences(
    detailed: DetailedUnit, memory: UnitSource, choice: Choice, tally: Tally
) -> Iterator[DetailedUnit]:
    if choice.level != "paragraph":
        yield detailed
        return
    units = memory.units().filter(pl.col("parent_id") == detailed.unit.unit_id)
    yield from detailed_units(_Table(memory.languages, units), replace(choice, level="sentence"), tally)


class _Table:
    """The sentences of one paragraph, as an export reads them."""

    def __init__(self, languages: tuple[str, ...], units: pl.LazyFrame) -> None:
        self.languages = languages
        self._units = units

    def units(self) -> pl.LazyFrame:
        return self._units
