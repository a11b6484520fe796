"""Concepts as exports give them: clean texts, the status of each term, stable ids, one order."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from tm.clean_text import clean_text
from tm.terms.concepts import Concept, Term, TermContext, TermRendering

# Names that TBX writes with another code than a memory: that of the master TMX file.
_CODES: Final = {"zh": "zh-Hans"}
# XML 1.0, 2.3 and Namespaces in XML: a name without a colon. ASCII is enough for ids of ours.
NCNAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9._-]+")


class TermStatus(StrEnum):
    """What may be done with a term: the values of ISO 12620 that TBX-Basic has."""

    PREFERRED = "preferredTerm-admn-sts"
    ADMITTED = "admittedTerm-admn-sts"
    DEPRECATED = "deprecatedTerm-admn-sts"
    SUPERSEDED = "supersededTerm-admn-sts"


APPROVED: Final = frozenset({TermStatus.PREFERRED, TermStatus.ADMITTED})


@dataclass(frozen=True, slots=True)
class ExportedTerm:
    """A term of a concept, with its evidence; texts are clean, on one line.

    `frequency` is how often it stands in the memory, `count` in how many units beside the term of the pivot
    language (None for that term), `probability` in [0, 1] that it means the same (None: not measured).
    `forms` are (form, count), most frequent first. `kind` is one of `tm.terms.concepts.TERM_KINDS`, or "".
    """

    language: str
    text: str
    status: TermStatus = TermStatus.ADMITTED
    kind: str = ""
    frequency: int = 0
    count: int | None = None
    probability: float | None = None
    forms: tuple[tuple[str, int], ...] = ()
    contexts: tuple[TermContext, ...] = ()
    expansion: str = ""


@dataclass(frozen=True, slots=True)
class ExportedConcept:
    """A concept: its terms, those of the pivot language first, then by language, the surest first.

    `concept_id` is an NCName. `status` is one of `tm.terms.concepts.CONCEPT_STATUSES`; `reviewer`, `moment`
    (ISO 8601) and `comment` are those of the last decision, "" without one. `subject` and `definitions` come
    from a termbase that was given. `unsure` are renderings below the least probability: they show
    ambiguity and are no terms of the concept.
    """

    concept_id: str
    pivot: str
    terms: tuple[ExportedTerm, ...]
    probability: float = 0.0
    status: str = "proposed"
    reviewer: str = ""
    moment: str = ""
    comment: str = ""
    subject: str = ""
    definitions: tuple[str, ...] = ()
    unsure: tuple[ExportedTerm, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a term, the pivot first."""
        return tuple(dict.fromkeys(term.language for term in self.terms))

    def terms_in(self, language: str) -> tuple[ExportedTerm, ...]:
        """Return the terms of a language, the first one first."""
        return tuple(term for term in self.terms if term.language == language)

    def unsure_in(self, language: str) -> tuple[ExportedTerm, ...]:
        """Return the renderings of a language that are not sure enough, the surest first."""
        return tuple(term for term in self.unsure if term.language == language)

    @property
    def head(self) -> ExportedTerm:
        """The first term of the pivot language; of the first language where that has none."""
        return self.terms[0]


def exported_concepts(concepts: Iterable[Concept], min_probability: float = 0.0) -> list[ExportedConcept]:
    """Return machine-made concepts for exports, in their order: every term is admitted, none is preferred.

    Renderings below `min_probability` are `unsure`. Terms that are empty once cleaned are left out, and
    concepts with one language.
    """
    made = (_exported(concept, min_probability) for concept in concepts)
    return [concept for concept in made if len(concept.languages) > 1]


def ordered_terms(terms: Iterable[ExportedTerm], pivot: str) -> tuple[ExportedTerm, ...]:
    """Return each (language, text) once: the pivot first, then by language, else in the order given."""
    first: dict[tuple[str, str], ExportedTerm] = {}
    for term in terms:
        first.setdefault((term.language, term.text), term)
    return tuple(sorted(first.values(), key=lambda term: (term.language != pivot, term.language)))


def only_languages(concept: ExportedConcept, languages: Sequence[str]) -> ExportedConcept:
    """Return the concept with the terms of these languages, in the order of these languages."""
    place = {language: number for number, language in enumerate(languages)}
    kept = [term for term in concept.terms if term.language in place]
    pivot = languages[0] if languages else concept.pivot
    return replace(
        concept,
        terms=tuple(sorted(kept, key=lambda term: place[term.language])),
        pivot=pivot,
        unsure=tuple(term for term in concept.unsure if term.language in place),
    )


def concept_name(identifier: str, terms: Iterable[ExportedTerm | Term]) -> str:
    """Return an id as an NCName: unchanged where it is one; else made of it, or of the terms without one.

    What is changed ends in a hash of the whole, so that two ids stay two.
    """
    if NCNAME.fullmatch(identifier):
        return identifier
    whole = identifier or "\0".join(f"{term.language}\0{term.text}" for term in terms)
    plain = _NOT_IN_NAMES.sub("-", identifier).strip("-.")
    return "-".join(part for part in ("c", plain, _short_hash(whole)) if part)


def term_name(concept_id: str, term: ExportedTerm) -> str:
    """Return the id of a term within a file: it stays while concept, language and text do."""
    language = _NOT_IN_NAMES.sub("-", term.language)
    return f"{concept_id}-{language}-{_short_hash(f'{term.language} {term.text}')}"


def language_code(language: str) -> str:
    """Return the code that an exchange file has for a language of a memory: "zh-Hans" for zh."""
    return _CODES.get(language, language)


def _exported(concept: Concept, min_probability: float) -> ExportedConcept:
    terms = [_head(concept.term, concept.contexts)]
    for language in sorted(concept.renderings):
        terms += map(_rendering, concept.renderings[language])
    filled = [term for term in terms if term.text]
    kept = [term for term in filled if term.probability is None or term.probability >= min_probability]
    return ExportedConcept(
        concept_id=concept_name(concept.concept_id, [concept.term]),
        pivot=concept.term.language,
        terms=ordered_terms(kept, concept.term.language),
        probability=concept.probability,
        status=concept.status,
        unsure=tuple(term for term in filled if term not in kept),
    )


def _head(term: Term, contexts: Sequence[TermContext]) -> ExportedTerm:
    return ExportedTerm(
        language=term.language,
        text=clean_text(term.text)[0],
        kind=term.kind,
        frequency=term.frequency,
        forms=_forms(term.forms),
        contexts=tuple(contexts),
        expansion=clean_text(term.expansion or "")[0],
    )


def _rendering(rendering: TermRendering) -> ExportedTerm:
    made = _head(rendering.term, rendering.contexts)
    return replace(made, count=rendering.count, probability=rendering.probability)


def _forms(forms: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    clean = ((clean_text(form)[0], count) for form, count in forms.items())
    return tuple(sorted((pair for pair in clean if pair[0]), key=lambda pair: (-pair[1], pair[0])))


def _short_hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
