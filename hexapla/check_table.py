"""The findings of `hexapla check` for a terminal: counts by check, then the first of each check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hexapla.tables import Column, table_lines
from tm.checks.catalogue import CHECKS
from tm.checks.checked_units import CheckFinding

FIRST_OF_EACH = 3
_ORDER = list(CHECKS)
_SEVERITIES = ("error", "warning", "info")


def ranked(findings: Sequence[CheckFinding]) -> list[CheckFinding]:
    """Errors first, then by check in the order of the catalogue, else as they were found."""
    return sorted(findings, key=lambda one: (_SEVERITIES.index(one.severity.value), _ORDER.index(one.check)))


def check_table(findings: Sequence[CheckFinding], *, isolate: bool = False) -> list[str]:
    """Return lines: a table of counts, then a table of the first findings of each check; [] without any."""
    if not findings:
        return []
    order = ranked(findings)
    counts = Counter(one.check for one in order)
    columns = (
        Column("Check"),
        Column("Severity"),
        Column("Findings", align_right=True),
        Column("Looks at", flexible=True),
    )
    rows = [
        (name, CHECKS[name].severity.value, str(count), CHECKS[name].looks_at)
        for name, count in counts.items()
    ]
    return [*table_lines(columns, rows), "", *_first(order, counts, isolate=isolate)]


def _first(order: Sequence[CheckFinding], counts: Counter[str], *, isolate: bool) -> list[str]:
    columns = (
        Column("Check"),
        Column("Unit", flexible=True, lines=2),
        Column("Line", align_right=True),
        Column("Languages"),
        Column("Finding", flexible=True, lines=4),
    )
    shown: Counter[str] = Counter()
    rows = []
    for one in order:
        shown[one.check] += 1
        if shown[one.check] <= FIRST_OF_EACH:
            line = "" if one.line is None else str(one.line)
            rows.append((one.check, one.unit, line, " ".join(one.languages[:3]), one.message))
    lines = table_lines(columns, rows, isolate=isolate)
    more = sum(counts.values()) - len(rows)
    return [*lines, f"... and {more} more; --json and --html give all."] if more else lines
