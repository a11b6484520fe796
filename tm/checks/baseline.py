"""Findings as JSON Lines, and the baseline: a file of findings that were looked at and accepted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tm.checks.checked_units import CheckFinding
from tm.errors import BaselineError

Record = dict[str, object]


def check_record(finding: CheckFinding) -> Record:
    """A finding as `hexapla check --json` gives it (docs/schemas/check.json)."""
    return {
        "record": "check",
        "check": finding.check,
        "severity": finding.severity.value,
        "key": finding.key,
        "unit_id": finding.unit or None,
        "line": finding.line,
        "languages": list(finding.languages),
        "message": finding.message,
        "texts": dict(finding.texts),
    }


def read_baseline(path: Path) -> frozenset[str]:
    """The keys of the accepted findings. Raises `BaselineError` for a line that is no finding, `OSError`."""
    keys = set()
    with path.open(encoding="utf-8") as lines:
        try:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    keys.add(_key(path, number, line))
        except UnicodeDecodeError as error:
            raise BaselineError(path, "it is not UTF-8") from error
    return frozenset(keys)


def _key(path: Path, number: int, line: str) -> str:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BaselineError(path, f"line {number} is no JSON") from error
    key = record.get("key") if isinstance(record, dict) else None
    if not isinstance(key, str):
        raise BaselineError(path, f"line {number} has no key")
    return key


def not_accepted(findings: Iterable[CheckFinding], accepted: frozenset[str]) -> Iterator[CheckFinding]:
    """Yield the findings that the baseline does not hold."""
    return (finding for finding in findings if finding.key not in accepted)
