"""A termbase held against a memory: what it says is confirmed, contradicted or extended by what stands there.

The terms of the termbase are searched in the units themselves, however rare they are; what the memory says
instead, or in a language that the termbase lacks, comes from the concepts that were extracted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from tm.memory import Memory
from tm.tbx_reading import TermEntry, TermForm
from tm.terms.concepts import TermContext
from tm.terms.exported_concepts import (
    ExportedConcept,
    ExportedTerm,
    TermStatus,
    concept_name,
    ordered_terms,
)
from tm.terms.seed_entries import KnownConcepts, SeedEntry
from tm.terms.seed_search import search_seed
from tm.terms.term_finding import base_language, same_term
from tm.terms.termbase_reading import is_approved, is_preferred

ACCEPTED: Final = "accepted"
Progress = Callable[[str, float], None]


class SeedOutcome(StrEnum):
    """What the memory says of a language of an entry, seen from the language that it was found in."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    EXTENDED = "extended"
    FORBIDDEN = "forbidden term in use"
    UNCONFIRMED = "not confirmed"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class SeedRow:
    """One outcome. `reference` is a term of the entry in the language that was searched from.

    `term` is that of the termbase in `language`, "" for an extension; `found` what the memory has: the same,
    or another rendering. `count` is in how many of `out_of` units (with the reference term and a text in
    `language`) it stands, both as the search of the termbase finds them; `probability` in [0, 1] that it
    means the same, None where it was not measured. A forbidden term in the language of the reference, or of
    an entry without one, is counted in the units with any term of the entry there.
    """

    entry: str
    line: int
    outcome: SeedOutcome
    reference_language: str
    reference: str
    language: str
    term: str
    found: str = ""
    count: int = 0
    out_of: int = 0
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class SeedReport:
    """Outcomes in the order of the termbase, and its concepts, extended, before those that it lacks."""

    rows: tuple[SeedRow, ...]
    concepts: list[ExportedConcept]

    @property
    def counts(self) -> Mapping[SeedOutcome, int]:
        """Outcomes by kind, all kinds in the order of `SeedOutcome`."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in SeedOutcome}


def seed_concepts(
    memory: Memory,
    entries: Sequence[TermEntry],
    concepts: Sequence[ExportedConcept],
    *,
    pivot: str,
    languages: Sequence[str],
    gone: Collection[str] = (),
    progress: Progress | None = None,
) -> SeedReport:
    """Hold a termbase against a memory and the concepts extracted from it; see `SeedRow`.

    An entry is looked at from the pivot language where one of its terms there stands in the memory, else from
    the language whose terms stand in most units. `languages` are those of the memory that are asked for.
    What a person decided about a concept of the termbase itself goes before what the termbase says; `gone`
    are ids of concepts that are left out.
    """
    wanted = tuple(dict.fromkeys((pivot, *languages)))
    known = KnownConcepts(concepts)
    counts = search_seed(memory, entries, wanted, progress, [known.renderings(entry) for entry in entries])
    rows: list[SeedRow] = []
    seeded: list[ExportedConcept] = []
    used: set[str] = set()
    decided = {concept.concept_id: concept for concept in concepts if concept.moment}
    for number, entry in enumerate(entries):
        one = SeedEntry(number, entry, wanted, counts, pivot)
        best = known.best(one)
        own = list(_rows(one, best))
        rows += own
        made = _concept(one, best, own)
        if made.concept_id not in gone:
            seeded.append(decided.get(made.concept_id, made))
        used |= {made.concept_id} & decided.keys()
        used |= {best.concept_id} if best is not None else set()
    others = [concept for concept in concepts if concept.concept_id not in used]
    return SeedReport(tuple(rows), _with_own_ids([*seeded, *others]))


def _rows(one: SeedEntry, best: ExportedConcept | None) -> Iterator[SeedRow]:
    for language, text in one.used_although_forbidden():
        yield _row(one, SeedOutcome.FORBIDDEN, language, text, found=text)
    if not one.reference:
        if not any(True for _ in one.used_although_forbidden()):
            first = one.entry.terms[0]
            yield _row(one, SeedOutcome.NOT_FOUND, base_language(first.language), first.term)
        return
    from_reference = best is not None and any(
        same_term(term.text, text, one.reference)
        for term in best.terms_in(one.reference)
        for text in one.approved[one.reference]
    )
    for language in one.languages:
        if language == one.reference:
            continue
        proposed = one.proposals(best, language)
        if language in one.approved:
            yield _compared(one, language, proposed if from_reference else [])
        elif proposed:
            yield _row(one, SeedOutcome.EXTENDED, language, "", found=proposed[0].text, by=proposed[:1])


def _compared(one: SeedEntry, language: str, proposed: Sequence[ExportedTerm]) -> SeedRow:
    """Compare the terms of a language with the memory: the rendering in more units is the memory's."""
    text = one.most_used(language)
    both = one.counts.both[one.number, one.reference, language]
    same = [
        term
        for term in proposed
        if any(same_term(term.text, own, language) for own in one.approved[language])
    ]
    other = next((term for term in proposed if term not in same), None)
    if other is not None and one.count(language, other.text) > both:
        return _row(one, SeedOutcome.CONTRADICTED, language, text, found=other.text, by=[other])
    if both:
        made = _row(one, SeedOutcome.CONFIRMED, language, text, found=text, by=same)
        return replace(made, count=both)
    return _row(one, SeedOutcome.UNCONFIRMED, language, text)


def _row(
    one: SeedEntry,
    outcome: SeedOutcome,
    language: str,
    term: str,
    *,
    found: str = "",
    by: Sequence[ExportedTerm] = (),
) -> SeedRow:
    """Make a row; `by` are extracted terms whose greatest probability it has."""
    return SeedRow(
        entry=one.entry.identifier,
        line=one.entry.line,
        outcome=outcome,
        reference_language=one.reference,
        reference=one.most_used(one.reference) if one.reference else "",
        language=language,
        term=term,
        found=found,
        count=one.count(language, found) if found else 0,
        out_of=one.out_of(language),
        probability=max((term.probability for term in by if term.probability is not None), default=None),
    )


def _concept(one: SeedEntry, best: ExportedConcept | None, rows: Sequence[SeedRow]) -> ExportedConcept:
    terms = [_term(one, form) for form in one.entry.terms]
    extended = {row.language for row in rows if row.outcome is SeedOutcome.EXTENDED}
    for language in sorted(extended):
        terms += [_with_counts(one, term) for term in one.proposals(best, language)]
    pivot = one.pivot if one.pivot in one.approved else base_language(one.entry.terms[0].language)
    return ExportedConcept(
        concept_id=concept_name(one.entry.identifier, terms),
        pivot=pivot,
        terms=ordered_terms(terms, pivot),
        probability=best.probability if best else 0.0,
        status=ACCEPTED,
        subject=one.entry.subject,
        definitions=one.entry.definitions,
        comment=one.entry.note,
    )


def _term(one: SeedEntry, form: TermForm) -> ExportedTerm:
    language = base_language(form.language)
    place = one.number, language, form.term
    contexts: tuple[TermContext, ...] = tuple(one.counts.contexts.get(place, ()))
    is_reference = language == one.reference or not one.reference
    return ExportedTerm(
        language=language,
        text=form.term,
        status=_status(form),
        frequency=one.counts.frequency[place],
        count=None if is_reference else one.count(language, form.term),
        contexts=contexts,
    )


def _with_counts(one: SeedEntry, term: ExportedTerm) -> ExportedTerm:
    """Return an extracted term with the counts of the search, as those of the termbase have them."""
    return replace(
        term,
        count=one.count(term.language, term.text),
        frequency=one.counts.frequency[one.number, term.language, term.text],
    )


def _status(form: TermForm) -> TermStatus:
    if is_preferred(form):
        return TermStatus.PREFERRED
    if is_approved(form):
        return TermStatus.ADMITTED
    superseded = form.status.casefold().startswith("superseded")
    return TermStatus.SUPERSEDED if superseded else TermStatus.DEPRECATED


def _with_own_ids(concepts: Sequence[ExportedConcept]) -> list[ExportedConcept]:
    """Return the concepts, each with an id of its own: a termbase may have one twice, or one of ours."""
    taken: set[str] = set()
    made = []
    for number, concept in enumerate(concepts):
        name = concept.concept_id
        if name in taken:
            name = concept_name(f"{name} {number}", concept.terms)
        taken.add(name)
        made.append(replace(concept, concept_id=name))
    return made
