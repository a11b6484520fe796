"""An entry of a termbase as a memory shows it, and the extracted concepts that may be the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tm.tbx_reading import TermEntry
from tm.terms.exported_concepts import APPROVED, ExportedConcept, ExportedTerm
from tm.terms.seed_search import SeedCounts
from tm.terms.term_finding import TermFinder, base_language, same_term
from tm.terms.termbase_reading import is_approved, is_preferred

Texts = Mapping[str, Sequence[str]]


def texts_of(entry: TermEntry, *, approved: bool) -> dict[str, list[str]]:
    """Return by language the terms that may be used, preferred ones first, or those that may not."""
    found: dict[str, list[str]] = defaultdict(list)
    for form in sorted(entry.terms, key=lambda form: not is_preferred(form)):
        if is_approved(form) == approved:
            found[base_language(form.language)].append(form.term)
    return dict(found)


@dataclass
class SeedEntry:
    """An entry of the termbase with what was found of it.

    `reference` is the language that it is looked at from, "" where none of its terms that may be used is in
    the memory.
    """

    number: int
    entry: TermEntry
    languages: tuple[str, ...]
    counts: SeedCounts
    pivot: str
    approved: dict[str, list[str]] = field(init=False)
    forbidden: dict[str, list[str]] = field(init=False)
    reference: str = field(init=False)

    def __post_init__(self) -> None:
        self.approved = texts_of(self.entry, approved=True)
        self.forbidden = texts_of(self.entry, approved=False)
        units = {code: self.counts.units[self.number, code] for code in self.approved}
        likeliest = max(units, key=lambda code: (units[code], code == self.pivot, code), default="")
        self.reference = self.pivot if units.get(self.pivot) else likeliest if units.get(likeliest) else ""

    def most_used(self, language: str) -> str:
        """The term of a language that stands in most units; the first one where none does."""
        terms = self.approved[language]
        return max(terms, key=lambda text: self.counts.frequency[self.number, language, text])

    def count(self, language: str, text: str) -> int:
        """In how many units a term stands beside the reference; by itself in the language of that."""
        if self.reference in ("", language):
            return self.counts.frequency[self.number, language, text]
        return self.counts.beside[self.number, self.reference, language, text]

    def out_of(self, language: str) -> int:
        """How many units `count` is of: with the reference and the language, or with any term there."""
        if self.reference in ("", language):
            return self.counts.own[self.number, language]
        return self.counts.out_of[self.number, self.reference, language]

    def used_although_forbidden(self) -> Iterator[tuple[str, str]]:
        """Yield (language, text) of the terms that are not to be used and are, in the order of languages."""
        for language in self.languages:
            for text in self.forbidden.get(language, ()):
                if self.count(language, text):
                    yield language, text

    def proposals(self, concept: ExportedConcept | None, language: str) -> list[ExportedTerm]:
        """Return the terms of a concept that stand beside the reference, those in most units first.

        Terms that the entry forbids, or whose status does, are none.
        """
        banned = self.forbidden.get(language, ())
        terms = [
            term
            for term in (concept.terms_in(language) if concept is not None else ())
            if term.status in APPROVED
            and self.count(language, term.text)
            and not any(same_term(text, term.text, language) for text in banned)
        ]
        return sorted(terms, key=lambda term: -self.count(language, term.text))


class KnownConcepts:
    """The extracted concepts by their terms, in whatever form."""

    def __init__(self, concepts: Iterable[ExportedConcept]) -> None:
        self._by_id = {concept.concept_id: concept for concept in concepts}
        self._finders: dict[str, TermFinder[str]] = {}
        for concept in self._by_id.values():
            for term in concept.terms:
                finder = self._finders.setdefault(term.language, TermFinder(term.language))
                finder.add(term.text, concept.concept_id)

    def renderings(self, entry: TermEntry) -> set[tuple[str, str]]:
        """Return (language, text) of all terms of the concepts that share a term with an entry."""
        names = set().union(*self._matched(entry).values())
        return {(term.language, term.text) for name in names for term in self._by_id[name].terms}

    def best(self, one: SeedEntry) -> ExportedConcept | None:
        """The concept with terms of the entry in most languages, then in its reference, then the surest."""
        matched = self._matched(one.entry)
        shared = Counter(name for names in matched.values() for name in names)
        from_reference = matched.get(one.reference, set())
        return max(
            (self._by_id[name] for name in shared),
            key=lambda concept: (
                shared[concept.concept_id], concept.concept_id in from_reference, concept.probability,
                concept.concept_id,
            ),
            default=None,
        )  # fmt: skip

    def _matched(self, entry: TermEntry) -> dict[str, set[str]]:
        """Return by language the ids of the concepts that share a term; a forbidden one where all are."""
        texts: Texts = texts_of(entry, approved=True) or texts_of(entry, approved=False)
        return {
            language: {name for text in own for name in self._finders[language].same(text)}
            for language, own in texts.items()
            if language in self._finders
        }
