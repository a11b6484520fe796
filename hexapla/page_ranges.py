"""Page numbers on the command line: "1-5,8"."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

# First and last page, both from 1 and both in the range.
PageRange = tuple[int, int]

_RANGE = re.compile(r"([0-9]{1,7})(?:-([0-9]{1,7}))?")


class PagesType(click.ParamType[tuple[PageRange, ...]]):
    """Pages and ranges of pages separated by commas; the value is a tuple of ranges in the order given."""

    name = "pages"

    def convert(
        self, value: str | tuple[PageRange, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[PageRange, ...]:
        """Return the ranges; wrong usage for page 0, for a range that ends early, for other words."""
        if isinstance(value, tuple):
            return value
        return tuple(_page_range(part.strip(), value) for part in value.split(","))


def _page_range(part: str, value: str) -> PageRange:
    found = _RANGE.fullmatch(part)
    first = int(found[1]) if found else 0
    last = int(found[2] or found[1]) if found else 0
    if not 1 <= first <= last:
        raise click.UsageError(f'"{value}" names no pages. Write numbers from 1 and ranges: 1-5,8.')
    return first, last


def chosen_pages(ranges: Sequence[PageRange], count: int) -> list[int]:
    """Return the pages of the ranges that a document of `count` pages has, in order, each once."""
    return sorted({page for first, last in ranges for page in range(first, min(last, count) + 1)})


def page_words(pages: Sequence[int]) -> str:
    """Return "page 3", "pages 1–5, 8" for page numbers in order; "no page" for none."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    words = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
    return f"page{'s' if len(pages) > 1 else ''} {words}" if pages else "no page"
