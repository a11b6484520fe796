"""A termbase held against a memory: what it says is confirmed, contradicted or extended by what stands there.

The terms of the termbase are searched in the units themselves, however rare they are; what the memory says
instead, or in a language that the termbase lacks, comes from the concepts that were extracted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from tm.memory import Memory
from tm.tbx_reading import TermEntry, TermForm
from tm.terms.concepts import TermContext
from tm.terms.exported_concepts import (
    APPROVED,
    ExportedConcept,
    ExportedTerm,
    TermStatus,
    concept_name,
    ordered_terms,
)
from tm.terms.seed_search import SeedCounts, search_seed
from tm.terms.term_finding import TermFinder, base_language, same_term
from tm.terms.termbase_reading import is_approved, is_preferred

ACCEPTED: Final = "accepted"
Progress = Callable[[str, float], None]


class SeedOutcome(StrEnum):
    """What the memory says of a language of an entry, seen from the language that it was found in."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    EXTENDED = "extended"
    UNCONFIRMED = "not confirmed"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class SeedRow:
    """One outcome. `reference` is a term of the entry in the language that was searched from.

    `term` is that of the termbase in `language`, "" for an extension; `found` what the memory has: the same,
    or another rendering. `count` is in how many of `out_of` units (with the reference term and a text in
    `language`) it stands; `probability` in [0, 1] that it means the same, None where it was not measured.
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
    counts = search_seed(memory, entries, wanted, progress)
    known = _Known(concepts)
    rows: list[SeedRow] = []
    seeded: list[ExportedConcept] = []
    used: set[str] = set()
    decided = {concept.concept_id: concept for concept in concepts if concept.moment}
    for number, entry in enumerate(entries):
        one = _Entry(number, entry, wanted, counts, pivot)
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


@dataclass
class _Entry:
    """An entry of the termbase with what was found of it."""

    number: int
    entry: TermEntry
    languages: tuple[str, ...]
    counts: SeedCounts
    pivot: str
    approved: dict[str, list[str]] = field(init=False)
    reference: str = field(init=False)

    def __post_init__(self) -> None:
        by_language: dict[str, list[str]] = defaultdict(list)
        for form in sorted(self.entry.terms, key=lambda form: not is_preferred(form)):
            if is_approved(form):
                by_language[base_language(form.language)].append(form.term)
        self.approved = dict(by_language)
        units = {code: self.counts.units[self.number, code] for code in self.approved}
        likeliest = max(units, key=lambda code: (units[code], code == self.pivot, code), default="")
        self.reference = self.pivot if units.get(self.pivot) else likeliest if units.get(likeliest) else ""

    def most_used(self, language: str) -> str:
        """The term of a language that stands in most units; the first one where none does."""
        terms = self.approved[language]
        return max(terms, key=lambda text: self.counts.frequency[self.number, language, text])


class _Known:
    """The extracted concepts by their terms, in whatever form."""

    def __init__(self, concepts: Iterable[ExportedConcept]) -> None:
        self._by_id = {concept.concept_id: concept for concept in concepts}
        self._finders: dict[str, TermFinder[str]] = {}
        for concept in self._by_id.values():
            for term in concept.terms:
                finder = self._finders.setdefault(term.language, TermFinder(term.language))
                finder.add(term.text, concept.concept_id)

    def best(self, one: _Entry) -> ExportedConcept | None:
        """The concept with terms of the entry in most languages, then in its reference, then the surest."""
        shared: Counter[str] = Counter()
        from_reference: set[str] = set()
        for language, terms in one.approved.items():
            finder = self._finders.get(language)
            matched = {name for text in terms for name in finder.same(text)} if finder is not None else set()
            shared.update(matched)
            from_reference |= matched if language == one.reference else set()
        by_id = {name: self._by_id[name] for name in shared}
        return max(
            by_id.values(),
            key=lambda concept: (
                shared[concept.concept_id], concept.concept_id in from_reference, concept.probability,
                concept.concept_id,
            ),
            default=None,
        )  # fmt: skip


def _rows(one: _Entry, best: ExportedConcept | None) -> Iterator[SeedRow]:
    if not one.reference:
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
        proposed = best.terms_in(language) if best is not None else ()
        if language not in one.approved:
            yield from (_extended(one, language, term) for term in proposed[:1])
        else:
            yield _compared(one, language, proposed if from_reference else ())


def _extended(one: _Entry, language: str, term: ExportedTerm) -> SeedRow:
    made = _row(one, SeedOutcome.EXTENDED, language, "")
    return replace(made, found=term.text, count=term.count or 0, probability=term.probability)


def _compared(one: _Entry, language: str, proposed: Sequence[ExportedTerm]) -> SeedRow:
    """Compare the terms of a language with the memory: the rendering in more units is the memory's."""
    text = one.most_used(language)
    both = one.counts.both[one.number, one.reference, language]
    same = [
        term
        for term in proposed
        if any(same_term(term.text, own, language) for own in one.approved[language])
    ]
    others = [term for term in proposed if term not in same]
    other = max(others, key=lambda term: (term.count or 0, term.probability or 0.0), default=None)
    own = max([both, *(term.count or 0 for term in same)])
    if other is not None and (other.count or 0) > own:
        made = _row(one, SeedOutcome.CONTRADICTED, language, text)
        return replace(made, found=other.text, count=other.count or 0, probability=other.probability)
    if both:
        probability = max((term.probability for term in same if term.probability is not None), default=None)
        made = _row(one, SeedOutcome.CONFIRMED, language, text)
        return replace(made, found=text, count=both, probability=probability)
    return _row(one, SeedOutcome.UNCONFIRMED, language, text)


def _row(one: _Entry, outcome: SeedOutcome, language: str, term: str) -> SeedRow:
    return SeedRow(
        entry=one.entry.identifier,
        line=one.entry.line,
        outcome=outcome,
        reference_language=one.reference,
        reference=one.most_used(one.reference) if one.reference else "",
        language=language,
        term=term,
        out_of=one.counts.out_of[one.number, one.reference, language] if one.reference else 0,
    )


def _concept(one: _Entry, best: ExportedConcept | None, rows: Sequence[SeedRow]) -> ExportedConcept:
    terms = [_term(one, form) for form in one.entry.terms]
    extended = {row.language for row in rows if row.outcome is SeedOutcome.EXTENDED}
    terms += [
        term for term in (best.terms if best else ()) if term.language in extended and term.status in APPROVED
    ]
    pivot = one.pivot if one.pivot in one.approved else base_language(one.entry.terms[0].language)
    return ExportedConcept(
        concept_id=concept_name(one.entry.identifier, terms),
        pivot=pivot,
        terms=ordered_terms(terms, pivot),
        probability=best.probability if best else 0.0,
        status=ACCEPTED,
        subject=one.entry.subject,
        definitions=one.entry.definitions,
    )


def _term(one: _Entry, form: TermForm) -> ExportedTerm:
    language = base_language(form.language)
    place = one.number, language, form.term
    contexts: tuple[TermContext, ...] = tuple(one.counts.contexts.get(place, ()))
    is_reference = language == one.reference or not one.reference
    return ExportedTerm(
        language=language,
        text=form.term,
        status=_status(form),
        frequency=one.counts.frequency[place],
        count=None if is_reference else one.counts.both[one.number, one.reference, language],
        contexts=contexts,
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
