"""Concepts: a term of the pivot with its renderings in every language, from the pairs and probabilities."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from tm.memory import Memory
from tm.terms.aligned_rows import AlignedRows
from tm.terms.concepts import Concept, Term, TermContext, TermRendering
from tm.terms.contexts import CONTEXTS, find_context, read_passages
from tm.terms.pairing import Language, Pairs
from tm.terms.term_kinds import term_kind
from tm.terms.term_texts import candidate_forms, candidate_key

# Below this a rendering is more likely an accident than an ambiguity; more than these nobody reads.
LEAST_KEPT = 0.2
MOST_RENDERINGS = 5
# Rows looked at for a context: the first may have the term only across an odd boundary.
_ROWS_TRIED = 3 * CONTEXTS


@dataclass(frozen=True, slots=True, eq=False)
class RatedPairs:
    """Pairs of a language with the probability of each: float64 `(len(pairs),)`."""

    pairs: Pairs
    probability: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Choice:
    """A rendering before its contexts are read: language, candidate, probability, joint rows, measures."""

    language: str
    number: int
    probability: float
    joint: int
    measures: Mapping[str, float]


def build_concepts(
    memory: Memory,
    rows: AlignedRows,
    known: Mapping[str, Language],
    pivot: str,
    rated: Mapping[str, RatedPairs],
    min_probability: float,
    expansions: Mapping[str, Mapping[str, str]],
) -> list[Concept]:
    """Return the concepts that have a rendering of at least `min_probability`, by falling probability."""
    choices = _choices(rated, min_probability)
    evidence = {
        (number, choice): _joint_rows(known, pivot, number, choice)
        for number, of_term in choices.items()
        for choice in of_term
    }
    passages = read_passages(memory, _wanted(rows, pivot, evidence))
    terms: dict[tuple[str, int], Term] = {}

    def term(language: str, number: int) -> Term:
        if (language, number) not in terms:
            terms[language, number] = _term(known[language], number, expansions.get(language, {}))
        return terms[language, number]

    def contexts(language: str, number: int, units: list[str]) -> tuple[TermContext, ...]:
        key = term(language, number).key
        found = (find_context(passages, unit, language, key) for unit in units)
        return tuple(islice((context for context in found if context is not None), CONTEXTS))

    concepts = []
    for number, of_term in choices.items():
        renderings: dict[str, list[TermRendering]] = {}
        shown: list[str] = []
        for choice in of_term:
            units = [rows.unit_ids[int(row)] for row in evidence[number, choice]]
            shown.extend(units[:CONTEXTS] if not shown else [])
            renderings.setdefault(choice.language, []).append(
                TermRendering(
                    term(choice.language, choice.number),
                    choice.probability,
                    choice.joint,
                    choice.measures,
                    contexts(choice.language, choice.number, units),
                )
            )
        own = term(pivot, number)
        concepts.append(
            Concept(
                concept_id(own),
                own,
                contexts(pivot, number, shown),
                {language: tuple(found) for language, found in renderings.items()},
                _least_sure(of_term, min_probability),
            )
        )
    return sorted(concepts, key=lambda one: (-one.probability, -one.term.termhood, one.term.key))


def concept_id(term: Term) -> str:
    """Return the id of the concept of a pivot term: a letter and 12 hexadecimal digits of BLAKE2b."""
    digest = hashlib.blake2b(f"{term.language}\n{term.key}".encode(), digest_size=6).hexdigest()
    return f"c{digest}"


def _choices(rated: Mapping[str, RatedPairs], min_probability: float) -> dict[int, tuple[_Choice, ...]]:
    """Return the renderings of each term that has a sure one: in each language the surest first."""
    of_terms: dict[int, list[_Choice]] = {}
    for language, found in rated.items():
        order = np.lexsort((found.pairs.second, -found.probability, found.pairs.first))
        kept: dict[int, int] = {}
        for place in order.tolist():
            number, probability = int(found.pairs.first[place]), float(found.probability[place])
            if probability < LEAST_KEPT or kept.get(number, 0) == MOST_RENDERINGS:
                continue
            kept[number] = kept.get(number, 0) + 1
            measures = {name: round(float(of[place]), 4) for name, of in found.pairs.measures.items()}
            second, joint = int(found.pairs.second[place]), int(found.pairs.joint[place])
            of_terms.setdefault(number, []).append(_Choice(language, second, probability, joint, measures))
    return {
        number: tuple(of_term)
        for number, of_term in sorted(of_terms.items())
        if any(choice.probability >= min_probability for choice in of_term)
    }


def _least_sure(choices: tuple[_Choice, ...], min_probability: float) -> float:
    best: dict[str, float] = {}
    for choice in choices:
        best[choice.language] = max(best.get(choice.language, 0.0), choice.probability)
    return min(probability for probability in best.values() if probability >= min_probability)


def _joint_rows(known: Mapping[str, Language], pivot: str, number: int, choice: _Choice) -> NDArray[np.int32]:
    """Return the first rows that have both terms."""
    first = _rows_of(known[pivot], number)
    return np.intersect1d(first, _rows_of(known[choice.language], choice.number))[:_ROWS_TRIED]


def _rows_of(language: Language, number: int) -> NDArray[np.int32]:
    found = language.candidates
    return found.rows[found.offsets[number] : found.offsets[number + 1]]


def _wanted(
    rows: AlignedRows, pivot: str, evidence: Mapping[tuple[int, _Choice], NDArray[np.int32]]
) -> Iterator[tuple[str, str]]:
    for (_, choice), found in evidence.items():
        for row in found.tolist():
            yield rows.unit_ids[row], pivot
            yield rows.unit_ids[row], choice.language


def _term(language: Language, number: int, expansions: Mapping[str, str]) -> Term:
    found, code = language.candidates, language.texts.language
    forms = candidate_forms(language, number)
    text = next(iter(forms))
    return Term(
        code,
        text,
        candidate_key(language, number),
        forms,
        int(found.frequencies[number]),
        term_kind(text, code),
        round(float(found.termhood[number]), 4),
        expansions.get(text),
    )
