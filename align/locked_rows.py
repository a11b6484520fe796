"""Rows as confirmed beads will have them: joined where one lies over several, marked where one is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from align.beads import Span
from align.row_locks import Demands, hull, is_null, row_numbers
from align.row_spans import RowSpans

_NOWHERE: Span = (0, 0)
_Sides = tuple[tuple[str, Span], tuple[str, Span]]


def locked_rows(rows: Sequence[RowSpans], demands: Demands) -> list[RowSpans]:
    """The rows, joined and marked.

    Rows without the pivot are joined where a confirmed bead lies over several of them. Where a confirmed bead
    of two languages other than the pivot is wholly in a row, what it holds there has the rule "lock"; its
    probability stays, for it tells how sure the pairing with the pivot is, of which nothing was confirmed.
    """
    out: list[RowSpans | None] = list(rows)
    confirmed = list(_confirmed_without_pivot(demands))
    for sides in confirmed:
        where = _rows_with(out, sides)
        parts = [row for k in where if (row := out[k]) is not None]
        joined = None if len(parts) < 2 or any(demands.pivot in row.ranges for row in parts) else _join(parts)
        if joined is not None:
            for k in where:
                out[k] = None
            out[where[0]] = joined
    for sides in confirmed:
        where = _rows_with(out, sides)
        row = out[where[0]] if len(where) == 1 else None
        if row is not None:
            out[where[0]] = _marked(row, sides)
    return [row for row in out if row is not None]


def _rows_with(rows: Sequence[RowSpans | None], sides: _Sides) -> list[int]:
    """The numbers of the rows that hold any of these segments, in order."""
    numbers = row_numbers([row if row is not None else RowSpans({}, "") for row in rows])
    return sorted({numbers[code][k] for code, span in sides for k in range(*span)})


def _marked(row: RowSpans, sides: _Sides) -> RowSpans:
    codes = [code for code, _ in sides if code in row.rules]
    return replace(row, rules={**row.rules, **dict.fromkeys(codes, "lock")})


def _confirmed_without_pivot(demands: Demands) -> Iterator[_Sides]:
    for (source, target), locks in sorted(demands.locks.items()):
        for lock in locks:
            if lock.confirmed and not is_null(lock) and demands.pivot not in (source, target):
                yield (source, lock.source), (target, lock.target)


def _join(rows: Sequence[RowSpans]) -> RowSpans | None:
    """One row of several; None where a language would have a hole in it."""
    spans: dict[str, list[Span]] = {}
    for row in rows:
        for code, span in row.ranges.items():
            if span[1] > span[0]:
                spans.setdefault(code, []).append(span)
    ranges = {code: hull(found) or _NOWHERE for code, found in spans.items()}
    if any(
        ranges[code][1] - ranges[code][0] != sum(k - i for i, k in found) for code, found in spans.items()
    ):
        return None
    first, *others = ranges
    return RowSpans(
        ranges,
        first,
        dict.fromkeys(others, 1.0),
        dict.fromkeys(others, "lock"),
        dict.fromkeys(others, 0.0),
    )
