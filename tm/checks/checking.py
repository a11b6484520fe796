"""Runs the checks over units, one after another, and keeps what they find apart from what is accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tm.checks.catalogue import CHECKS
from tm.checks.checked_units import (
    CheckedUnit,
    CheckedVariant,
    CheckFinding,
    Observation,
    finding_of,
    variant_in,
)
from tm.checks.length_cases import LengthCases
from tm.checks.pair_language import observe_code, observe_language
from tm.checks.pair_marks import observe_marks
from tm.checks.pair_values import observe_values
from tm.checks.read_texts import ReadText
from tm.checks.text_form import observe_form
from tm.checks.unit_sets import SetChecks
from tm.errors import QueryError

if TYPE_CHECKING:
    from tm.checks.term_checks import TermChecks


@dataclass(frozen=True, slots=True)
class CheckChoice:
    """Which checks to run, and the pair of languages to look at (None: the source with each other).

    `only` None is all but `skip`.

    Names are ids, or their first part: "content" is all checks of content.
    """

    only: frozenset[str] | None = None
    skip: frozenset[str] = frozenset()
    pair: tuple[str, str] | None = None

    def takes(self, check: str) -> bool:
        """Whether findings of this check are wanted."""
        names = {check, check.partition(".")[0]}
        return not names & self.skip and (self.only is None or bool(names & self.only))


def choose_checks(
    only: Collection[str] = (), skip: Collection[str] = (), pair: tuple[str, str] | None = None
) -> CheckChoice:
    """Return a choice; raises `QueryError` for a name that no check has."""
    known = set(CHECKS) | {identifier.partition(".")[0] for identifier in CHECKS}
    unknown = sorted({*only, *skip} - known)
    if unknown:
        names = ", ".join(unknown)
        raise QueryError(f"There is no check {names}. Known are: {', '.join(CHECKS)}.")
    return CheckChoice(frozenset(only) if only else None, frozenset(skip), pair)


def check_units(
    units: Iterable[CheckedUnit], choice: CheckChoice | None = None, terms: TermChecks | None = None
) -> Iterator[CheckFinding]:
    """Yield the findings about the units in their order; those about all of them come last.

    Each text is looked at by itself, and each unit's source text with each other text, or the chosen pair
    only. Languages beyond the six get the checks that need no language. `terms` are those of a termbase.
    """
    chosen = choice or CheckChoice()
    if terms is not None and chosen.only is not None and all(map(_is_of_terms, chosen.only)):
        yield from _check_terms(units, chosen, terms)
        return
    sets, lengths = SetChecks(), LengthCases()
    for unit in units:
        pairs = pairs_of(unit, chosen.pair)
        reads = {variant.language: ReadText(variant) for variant in _concerned(unit, chosen.pair)}
        shown = {variant.language: variant.text for variant in unit.variants}
        for source, target in pairs:
            lengths.add(unit, source, target)
        termed = terms.observe(unit, pairs) if terms is not None else ()
        for seen in (*_observe(reads, pairs), *sets.observe(unit, pairs), *termed):
            if chosen.takes(seen.check):
                yield finding_of(seen, unit=unit.identifier, line=unit.line, texts=shown)
        run = sets.run_of(unit)
        if run is not None and chosen.takes(run.check):
            yield run
    ended = terms.finish() if terms is not None else ()
    for finding in (*lengths.findings(), *sets.finish(), *ended):
        if chosen.takes(finding.check):
            yield finding


def _check_terms(
    units: Iterable[CheckedUnit], choice: CheckChoice, terms: TermChecks
) -> Iterator[CheckFinding]:
    """The checks of terms alone: other checks take ten times as long."""
    for unit in units:
        shown = {variant.language: variant.text for variant in unit.variants}
        for seen in terms.observe(unit, pairs_of(unit, choice.pair)):
            if choice.takes(seen.check):
                yield finding_of(seen, unit=unit.identifier, line=unit.line, texts=shown)
    yield from (finding for finding in terms.finish() if choice.takes(finding.check))


def _is_of_terms(name: str) -> bool:
    return name.partition(".")[0] == "term"


def pairs_of(unit: CheckedUnit, pair: tuple[str, str] | None) -> list[tuple[CheckedVariant, CheckedVariant]]:
    """The pairs of texts to compare: source and each other, or the pair asked for where both are there."""
    if pair is not None:
        source, target = (variant_in(unit.variants, code) for code in pair)
        return [(source, target)] if source is not None and target is not None else []
    source = unit.source
    if source is None:
        return []
    return [(source, other) for other in unit.variants if other is not source]


def _concerned(unit: CheckedUnit, pair: tuple[str, str] | None) -> list[CheckedVariant]:
    if pair is None:
        return list(unit.variants)
    return [variant for code in pair if (variant := variant_in(unit.variants, code)) is not None]


def _observe(
    reads: dict[str, ReadText], pairs: list[tuple[CheckedVariant, CheckedVariant]]
) -> Iterator[Observation]:
    for read in reads.values():
        yield from observe_form(read)
        yield from observe_code(read)
    for source, target in pairs:
        if not (source.text.strip() and target.text.strip()):
            continue
        left, right = reads[source.language], reads[target.language]
        yield from observe_values(left, right)
        yield from observe_language(left, right)
        yield from observe_marks(left, right)
