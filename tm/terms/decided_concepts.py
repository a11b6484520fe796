"""What terminologists decided, put into effect on extracted concepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tm.terms.decision_journal import TermDecision, Terms, TermVerdict, latest_by_concept
from tm.terms.exported_concepts import ExportedConcept, ExportedTerm, TermStatus, ordered_terms
from tm.terms.term_finding import term_key

ACCEPTED, REJECTED = "accepted", "rejected"
# A chain of merges that is longer goes in a circle.
_LONGEST_CHAIN = 100


@dataclass(frozen=True, slots=True)
class DecidedConcepts:
    """The concepts after the decisions, those of a person first, then as they were.

    `gone` are the ids of those that are rejected or merged. `rejected` counts those that are left out,
    `merged` those whose terms went to another; `lost` are the ids of merges into a concept that is not there,
    or in a circle: these concepts stay as they were.
    """

    concepts: list[ExportedConcept]
    rejected: int = 0
    merged: int = 0
    lost: tuple[str, ...] = ()
    gone: frozenset[str] = frozenset()


def apply_term_decisions(
    concepts: Iterable[ExportedConcept], journal: Iterable[TermDecision]
) -> DecidedConcepts:
    """Apply the latest decision about each concept.

    Accepted terms are admitted, preferred only where the reviewer said so; forbidden ones are deprecated. A
    decided concept has the terms that were decided about, with the evidence that the memory has for them now;
    other terms of its languages are not proposed again, languages that it lacked are. It stays where the
    memory no longer gives it.
    """
    by_id = {one.concept_id: one for one in concepts}
    latest = latest_by_concept(journal)
    decided: dict[str, ExportedConcept] = {}
    rejected = 0
    merges: dict[str, str] = {}
    for identifier, decision in latest.items():
        found = by_id.pop(identifier, None)
        if decision.verdict is TermVerdict.REJECT:
            rejected += 1
        elif decision.verdict is TermVerdict.MERGE:
            merges[identifier] = decision.merge_into
            by_id[identifier] = found or _decided(None, decision)
        else:
            decided[identifier] = _decided(found, decision)
    everything = {**decided, **by_id}
    lost = _merge(everything, merges)
    gone = frozenset(latest) - everything.keys()
    return DecidedConcepts(list(everything.values()), rejected, len(merges) - len(lost), tuple(lost), gone)


def _merge(concepts: dict[str, ExportedConcept], merges: Mapping[str, str]) -> list[str]:
    """Move the terms of merged concepts to the end of their chain; return the ids of those without one."""
    lost = []
    for identifier in merges:
        end = identifier
        for _ in range(_LONGEST_CHAIN):
            if end not in merges:
                break
            end = merges[end]
        if end in merges or end not in concepts:
            lost.append(identifier)
            continue
        into, own = concepts[end], concepts[identifier]
        concepts[end] = replace(into, terms=ordered_terms((*into.terms, *own.terms), into.pivot))
    for identifier in merges.keys() - set(lost):
        del concepts[identifier]
    return lost


def _decided(found: ExportedConcept | None, decision: TermDecision) -> ExportedConcept:
    terms = list(_terms(found, decision))
    named = {term.language for term in terms}
    terms += [term for term in (found.terms if found else ()) if term.language not in named]
    return ExportedConcept(
        concept_id=decision.concept_id,
        pivot=decision.pivot,
        terms=ordered_terms(terms, decision.pivot),
        probability=found.probability if found else 0.0,
        status=ACCEPTED,
        reviewer=decision.reviewer,
        moment=decision.moment,
        comment=decision.comment,
        subject=found.subject if found else "",
        definitions=found.definitions if found else (),
    )


def _terms(found: ExportedConcept | None, decision: TermDecision) -> Iterable[ExportedTerm]:
    """Yield the terms that were decided about, with their status and what the memory says of them."""
    approved = {**decision.terms, **decision.edited}
    forbidden = _forbidden(decision)
    # A language for which the reviewer wrote only forbidden terms keeps the others that it had.
    for language, texts in approved.items():
        banned = forbidden.get(language, ())
        for number, text in enumerate(one for one in texts if one not in banned):
            yield _term(found, language, text, _status(decision.verdict, number))
    for language, texts in forbidden.items():
        for text in texts:
            yield _term(found, language, text, TermStatus.DEPRECATED)


def _forbidden(decision: TermDecision) -> Terms:
    """Return the terms not to be used: those known before, unless they are written as terms, and new ones."""
    found: dict[str, tuple[str, ...]] = {}
    for language in (*decision.forbidden, *decision.edited_forbidden):
        allowed = decision.edited.get(language, ())
        known = (text for text in decision.forbidden.get(language, ()) if text not in allowed)
        found[language] = tuple(dict.fromkeys((*known, *decision.edited_forbidden.get(language, ()))))
    return found


def _status(verdict: TermVerdict, number: int) -> TermStatus:
    if verdict is TermVerdict.FORBID:
        return TermStatus.DEPRECATED
    return TermStatus.PREFERRED if verdict is TermVerdict.PREFER and number == 0 else TermStatus.ADMITTED


def _term(found: ExportedConcept | None, language: str, text: str, status: TermStatus) -> ExportedTerm:
    """Return a term with the evidence of the extracted one that has the same text, or is a form of it."""
    known: Sequence[ExportedTerm] = (*found.terms_in(language), *found.unsure_in(language)) if found else ()
    same = next((one for one in known if one.text == text), None)
    if same is None:
        key = term_key(text, language)
        same = next((one for one in known if term_key(one.text, language) == key), None)
    return replace(same, text=text, status=status) if same else ExportedTerm(language, text, status)


def decided_terms(shown: Mapping[str, Sequence[str]]) -> Terms:
    """Return terms by language without the languages that have none."""
    return {language: tuple(terms) for language, terms in shown.items() if terms}
