"""Checks of a whole TMX file or memory: its findings as a stream, and what was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tm.checks.checked_units import CheckedUnit, CheckFinding, finding_of, variant_in
from tm.checks.checking import CheckChoice, check_units
from tm.checks.memory_units import memory_units
from tm.checks.profiles import profile_of_code, profile_of_unit

if TYPE_CHECKING:
    from tm.checks.term_checks import TermChecks
    from tm.memory import Memory


@dataclass
class CheckTotals:
    """How many units were looked at so far, and how many of them have both languages of `pair`."""

    units: int = 0
    pair: tuple[str, str] | None = None
    with_pair: int = 0

    def count(self, units: Iterable[CheckedUnit]) -> Iterator[CheckedUnit]:
        """Yield units and count them."""
        for unit in units:
            self.units += 1
            if self.pair and all(variant_in(unit.variants, code) is not None for code in self.pair):
                self.with_pair += 1
            yield unit


def check_tmx(
    path: Path,
    choice: CheckChoice | None = None,
    profile: str | None = None,
    totals: CheckTotals | None = None,
    terms: TermChecks | None = None,
) -> Iterator[CheckFinding]:
    """Yield the findings about a TMX file: those about the file beside those about its units, as it is read.

    Memory does not grow with the file but for hashes of texts and ids. Raises `TmxError` for a file that is
    no TMX, `OSError` where it cannot be opened.
    """
    from tm.checks.tmx_gates import read_gated

    chosen = choice or CheckChoice()
    waiting: list[CheckFinding] = []

    def keep(finding: CheckFinding) -> None:
        if chosen.takes(finding.check):
            waiting.append(finding)

    units = (totals or CheckTotals()).count(read_gated(path, keep, profile))
    for finding in check_units(units, chosen, terms):
        yield from waiting
        waiting.clear()
        yield finding
    yield from waiting


def check_memory(
    memory: Memory,
    choice: CheckChoice | None = None,
    profile: str | None = None,
    level: str = "paragraph",
    totals: CheckTotals | None = None,
    terms: TermChecks | None = None,
) -> Iterator[CheckFinding]:
    """Yield the findings about the units of one level of a memory."""
    chosen = choice or CheckChoice()
    waiting: list[CheckFinding] = []

    def limited(units: Iterable[CheckedUnit]) -> Iterator[CheckedUnit]:
        told: set[str] = set()
        for unit in units:
            if profile is not None:
                waiting.extend(one for one in _limits(unit, profile, chosen, told) if chosen.takes(one.check))
            yield unit

    units = (totals or CheckTotals()).count(limited(memory_units(memory, level)))
    for finding in check_units(units, chosen, terms):
        yield from waiting
        waiting.clear()
        yield finding
    yield from waiting


def _limits(unit: CheckedUnit, profile: str, choice: CheckChoice, told: set[str]) -> Iterator[CheckFinding]:
    """Yield what an importer would refuse of a unit; with a pair, of the two texts that would be exported."""
    texts = [
        (one.language, one.text) for one in unit.variants if not choice.pair or one.language in choice.pair
    ]
    seen = list(profile_of_unit(profile, texts))
    for code, _ in texts:
        if code not in told:
            told.add(code)
            seen += profile_of_code(profile, code)
    for one in seen:
        yield finding_of(one, unit=unit.identifier, texts=dict(texts))
