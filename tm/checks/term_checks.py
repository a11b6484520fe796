"""Checks of terms: do translations use those of a termbase, avoid its forbidden ones, stay with one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tm.checks.checked_units import CheckedUnit, CheckedVariant, CheckFinding, Observation, finding_of
from tm.tbx_reading import TermEntry
from tm.terms.term_finding import FoundTerm, TermFinder, base_language, longest, term_key
from tm.terms.termbase_reading import is_approved, is_preferred

# Renderings that a message names.
_NAMED = 4

Pair = tuple[CheckedVariant, CheckedVariant]


@dataclass(frozen=True, slots=True)
class _Listed:
    """A term of the termbase: its concept, counted from 0, and what is said of it."""

    concept: int
    text: str
    approved: bool


@dataclass
class _Use:
    """Where a rendering was used: how often, in which documents and years, first in which unit."""

    text: str
    unit: CheckedUnit
    units: int = 0
    groups: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)

    def in_words(self) -> str:
        documents = f" of {len(self.groups)} documents" if len(self.groups) > 1 else ""
        first, last = (min(self.dates), max(self.dates)) if self.dates else ("", "")
        dated = f" ({first if first == last else f'{first} to {last}'})" if first else ""
        units = "unit" if self.units == 1 else "units"
        return f"“{self.text}” in {self.units} {units}{documents}{dated}"


class TermChecks:
    """The terms of a termbase by language, and which renderings were used so far.

    `observe` takes each unit with its pairs; `finish` says which terms have several renderings. Memory grows
    with the termbase, not with the units.
    """

    def __init__(self, entries: Sequence[TermEntry]) -> None:
        self._names = [entry.identifier or f"line {entry.line}" for entry in entries]
        self._finders: dict[str, TermFinder[_Listed]] = {}
        # By concept and language: the terms that may be used, the preferred ones first.
        self._approved: dict[tuple[int, str], list[str]] = {}
        # By concept and pair: the uses of each rendering, forms of one together.
        self._uses: dict[tuple[int, str, str], dict[object, _Use]] = defaultdict(dict)
        self._sources: dict[tuple[int, str, str], str] = {}
        for number, entry in enumerate(entries):
            self._add(number, entry)

    def _add(self, number: int, entry: TermEntry) -> None:
        for form in sorted(entry.terms, key=lambda form: not is_preferred(form)):
            language = base_language(form.language)
            finder = self._finders.setdefault(language, TermFinder(language))
            approved = is_approved(form)
            if finder.add(form.term, _Listed(number, form.term, approved)) and approved:
                self._approved.setdefault((number, language), []).append(form.term)

    def observe(self, unit: CheckedUnit, pairs: Sequence[Pair]) -> Iterator[Observation]:
        """Yield what the translations of a unit do with the terms of its source."""
        found: dict[str, list[FoundTerm[_Listed]]] = {}
        for source, target in pairs:
            concepts = _by_place(longest(self._found(source, found)))
            used = self._found(target, found) if concepts or self._forbids(target) else []
            forbidden = list(_forbidden(used))
            yield from self._told_forbidden(source, target, forbidden)
            yield from self._missing(source, target, concepts, used, {one.concept for one in forbidden})
            self._note(unit, source, target, concepts, used)

    def finish(self) -> Iterator[CheckFinding]:
        """Yield the terms that were rendered in several ways; told at the first unit with the rarest one."""
        for (concept, source, target), by_key in sorted(self._uses.items()):
            uses = sorted(by_key.values(), key=lambda use: (-use.units, use.text))
            if len(uses) < 2:
                continue
            term = self._sources[concept, source, target]
            told = "; ".join(use.in_words() for use in uses[:_NAMED])
            more = f"; {len(uses) - _NAMED} more" if len(uses) > _NAMED else ""
            message = f"“{term}” ({self._names[concept]}) has several renderings: {told}{more}."
            unit = uses[-1].unit
            texts = {one.language: one.text for one in unit.variants}
            codes = tuple(code for code in texts if base_language(code) in (source, target))
            seen = Observation("term.several-renderings", codes, message, f"{self._names[concept]} {target}")
            yield finding_of(seen, unit=unit.identifier, line=unit.line, texts=texts)

    def _found(
        self, variant: CheckedVariant, found: dict[str, list[FoundTerm[_Listed]]]
    ) -> list[FoundTerm[_Listed]]:
        """Return the terms in a text, which is read once."""
        if variant.language not in found:
            finder = self._finders.get(variant.base)
            found[variant.language] = finder.find(variant.text) if finder is not None else []
        return found[variant.language]

    def _forbids(self, target: CheckedVariant) -> bool:
        return target.base in self._finders

    def _told_forbidden(
        self, source: CheckedVariant, target: CheckedVariant, forbidden: Iterable[_Listed]
    ) -> Iterator[Observation]:
        for listed in dict.fromkeys(forbidden):
            instead = self._approved.get((listed.concept, target.base), [])
            advice = f" Use {_either(instead)}." if instead else ""
            name = self._names[listed.concept]
            message = f"“{listed.text}” is not to be used ({name}).{advice}"
            detail = f"{name} {listed.text}"
            yield Observation("term.forbidden", (source.language, target.language), message, detail)

    def _missing(
        self,
        source: CheckedVariant,
        target: CheckedVariant,
        concepts: Iterable[tuple[str, tuple[int, ...]]],
        used: Iterable[FoundTerm[_Listed]],
        told: set[int],
    ) -> Iterator[Observation]:
        """Yield the terms of the source without a rendering; homographs have those of all their concepts."""
        present = {one.key.concept for one in used if one.key.approved}
        seen: set[tuple[int, ...]] = set()
        for text, numbers in concepts:
            wanted = [term for one in numbers for term in self._approved.get((one, target.base), ())]
            if not wanted or numbers in seen or present & set(numbers) or told & set(numbers):
                continue
            seen.add(numbers)
            names = ", ".join(self._names[one] for one in numbers)
            message = f"“{text}” is {_either(wanted)} ({names}), which the translation does not have."
            yield Observation("term.not-used", (source.language, target.language), message, f"{names} {text}")

    def _note(
        self,
        unit: CheckedUnit,
        source: CheckedVariant,
        target: CheckedVariant,
        concepts: Iterable[tuple[str, tuple[int, ...]]],
        used: Sequence[FoundTerm[_Listed]],
    ) -> None:
        """Count the renderings of terms with one meaning, where one stands alone: two do not compete."""
        for text, numbers in concepts if used else ():
            if len(numbers) != 1:
                continue
            place = numbers[0], source.base, target.base
            texts = sorted({one.key.text for one in longest(used) if one.key.concept == numbers[0]})
            renderings = {term_key(one, target.base): one for one in reversed(texts)}
            if len(renderings) != 1:
                continue
            ((key, rendering),) = renderings.items()
            self._sources.setdefault(place, text)
            use = self._uses[place].setdefault(key, _Use(rendering, unit))
            use.units += 1
            use.groups.add(unit.group)
            use.dates |= {unit.date} if unit.date else set()


def _by_place(found: Iterable[FoundTerm[_Listed]]) -> list[tuple[str, tuple[int, ...]]]:
    """Return the term and the concepts of each place, each set of concepts once."""
    places: dict[tuple[int, int], dict[int, str]] = {}
    for one in found:
        places.setdefault((one.first, one.end), {}).setdefault(one.key.concept, one.key.text)
    by_concepts: dict[tuple[int, ...], str] = {}
    for concepts in places.values():
        by_concepts.setdefault(tuple(sorted(concepts)), next(iter(concepts.values())))
    return [(text, numbers) for numbers, text in by_concepts.items()]


def _forbidden(found: Sequence[FoundTerm[_Listed]]) -> Iterator[_Listed]:
    """Yield the terms not to be used, but for parts of longer terms and terms that another concept has."""
    kept = longest(found)
    approved = {(one.first, one.end) for one in kept if one.key.approved}
    return (one.key for one in kept if not one.key.approved and (one.first, one.end) not in approved)


def _either(terms: Sequence[str]) -> str:
    quoted = [f"“{term}”" for term in dict.fromkeys(terms)]
    named = quoted[:_NAMED] + ([f"{len(quoted) - _NAMED} more"] if len(quoted) > _NAMED else [])
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
