"""Memories for the tests of exports: texts that are hostile to formats, and what tests do with a writer."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from align.beads import AlignedSet
from align.encoders import Encoder
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.selection import ExportReport, UnitSource
from tm.units import units_of

SIX = ("ar", "en", "es", "fr", "ru", "zh")
# Beginnings of formulas, markup of several formats, quotation marks, direction and joining controls, escapes
# of spreadsheets, spaces that break no line, characters beyond the basic plane.
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://example.org","x")',
    "+7 495 000",
    "- الفقرة الأولى",
    "@SUM(A1)",
    "'=quoted",
    "'tis",
    "<r><t>markup</t></r>",
    "<r>a & b</r>",
    "</td></tr><script>alert(1)</script>",
    'say "no", then; "yes"',
    "\u202etxt.exe\u2066 \u200d\u200b",
    "_x0041_ and _x005F_",
    "１２\u00a0３\u2003４",
    "#REF!",
    "0012",
    "]]> &amp; &#65;",
    "𝒜 𠀀 😀",
)


class Table:
    """A table of units as exports read it."""

    def __init__(self, languages: tuple[str, ...], table: pl.LazyFrame) -> None:
        self.languages = languages
        self._table = table

    def units(self) -> pl.LazyFrame:
        return self._table


def memory_of(folder: Path, encoder: Encoder, *sets: AlignedSet) -> Memory:
    """Publish the sets as a memory in a folder."""
    digests = [f"digest{number:02d}" for number in range(len(sets))]
    for digest, aligned in zip(digests, sets, strict=True):
        write_set(folder, digest, units_of(aligned))
    publish(folder, digests, encoder)
    return open_memory(folder)


def written(
    write: Callable[..., ExportReport], memory: UnitSource, **options: Any
) -> tuple[bytes, ExportReport]:
    """Return what a writer writes, and its report."""
    out = io.BytesIO()
    report = write(memory, out, **options)
    return out.getvalue(), report
