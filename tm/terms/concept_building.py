"""Concepts: a term of the pivot with its renderings in every language, from the pairs and probabilities."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from tm.memory import Memory
from tm.terms.aligned_rows import AlignedRows
from tm.terms.concepts import Concept, Term, TermContext, TermRendering
from tm.terms.contexts import CONTEXTS, read_passages, term_finder
from tm.terms.pairing import Language, Pairs
from tm.terms.term_kinds import term_kind
from tm.terms.term_texts import candidate_forms, candidate_key

# Below this a rendering is more likely an accident than an ambiguity; more than these nobody reads.
LEAST_KEPT = 0.2
MOST_RENDERINGS = 5
# Rows looked at for contexts: in one or another the term stands in another form of its key only.
_ROWS_TRIED = CONTEXTS + 2


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
) -> list[Concept]:
    """Return the concepts that have a rendering of at least `min_probability`, by falling probability."""
    choices = _choices(rated, min_probability)
    keys = {code: _keys(known[code], numbers) for code, numbers in _numbers(choices, pivot).items()}
    evidence = {
        choice: [rows.unit_ids[int(row)] for row in _joint_rows(known, pivot, number, choice)]
        for number, of_term in choices.items()
        for choice in of_term
    }
    wanted = _wanted(choices, evidence, pivot)
    contexts = _contexts(memory, known, keys, wanted)
    terms = {
        (code, number): term
        for code, by_number in keys.items()
        for number, term in _terms(known[code], by_number).items()
    }
    concepts = []
    for number, of_term in choices.items():
        renderings: dict[str, list[TermRendering]] = {}
        for choice in of_term:
            renderings.setdefault(choice.language, []).append(
                TermRendering(
                    terms[choice.language, choice.number],
                    choice.probability,
                    choice.joint,
                    choice.measures,
                    _first(contexts, choice.language, choice.number, evidence[choice]),
                )
            )
        own = terms[pivot, number]
        concepts.append(
            Concept(
                concept_id(own),
                own,
                _first(contexts, pivot, number, _shown(of_term, evidence)),
                {language: tuple(found) for language, found in renderings.items()},
                _least_sure(of_term, min_probability),
            )
        )
    return sorted(concepts, key=lambda one: (-one.probability, -one.term.termhood, one.term.key))


# Contexts by language, number of the candidate and unit; None where the term does not stand there whole.
_Contexts = Mapping[tuple[str, int, str], TermContext | None]


def _numbers(choices: Mapping[int, tuple[_Choice, ...]], pivot: str) -> dict[str, set[int]]:
    """Return the candidates that are shown, by language."""
    numbers: dict[str, set[int]] = {pivot: set(choices)}
    for of_term in choices.values():
        for choice in of_term:
            numbers.setdefault(choice.language, set()).add(choice.number)
    return numbers


def _keys(language: Language, numbers: set[int]) -> dict[int, str]:
    return {number: candidate_key(language, number) for number in sorted(numbers)}


def _shown(of_term: tuple[_Choice, ...], evidence: Mapping[_Choice, list[str]]) -> list[str]:
    """Return the units that show the term of the pivot: those of its surest rendering."""
    return evidence[max(of_term, key=lambda choice: choice.probability)]


def _wanted(
    choices: Mapping[int, tuple[_Choice, ...]], evidence: Mapping[_Choice, list[str]], pivot: str
) -> dict[str, dict[int, list[str]]]:
    """Return by language and candidate the units in which the term is looked for."""
    wanted: dict[str, dict[int, list[str]]] = {pivot: {}}
    for number, of_term in choices.items():
        wanted[pivot][number] = _shown(of_term, evidence)
        for choice in of_term:
            units = wanted.setdefault(choice.language, {}).setdefault(choice.number, [])
            units.extend(unit for unit in evidence[choice] if unit not in units)
    return wanted


def _contexts(
    memory: Memory,
    known: Mapping[str, Language],
    keys: Mapping[str, Mapping[int, str]],
    wanted: Mapping[str, Mapping[int, list[str]]],
) -> dict[tuple[str, int, str], TermContext | None]:
    """Return what is found, a language at a time: its passages are not held together with the others.

    Each passage is cut into words once for all its terms.
    """
    found: dict[tuple[str, int, str], TermContext | None] = {}
    for code, by_number in wanted.items():
        finder = term_finder(known[code].texts)
        by_unit: dict[str, list[int]] = {}
        for number, units in by_number.items():
            for unit in units:
                by_unit.setdefault(unit, []).append(number)
        passages = read_passages(memory, code, by_unit)
        for unit, numbers in by_unit.items():
            contexts = finder.contexts(passages.get(unit), unit, [keys[code][number] for number in numbers])
            for number, context in zip(numbers, contexts, strict=True):
                found[code, number, unit] = context
    return found


def _first(contexts: _Contexts, language: str, number: int, units: list[str]) -> tuple[TermContext, ...]:
    there = (contexts[language, number, unit] for unit in units)
    return tuple(islice((context for context in there if context is not None), CONTEXTS))


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
    from tm.terms import pair_kernels as kernels

    first, second = _rows_of(known[pivot], number), _rows_of(known[choice.language], choice.number)
    return kernels.first_shared(first, second, _ROWS_TRIED)


def _rows_of(language: Language, number: int) -> NDArray[np.int32]:
    found = language.candidates
    return found.rows[found.offsets[number] : found.offsets[number + 1]]


def _terms(language: Language, keys: Mapping[int, str]) -> dict[int, Term]:
    """Return the terms of candidates, given with their keys."""
    termhood = language.candidates.termhood
    return {number: _term(language, number, key, float(termhood[number])) for number, key in keys.items()}


def _term(language: Language, number: int, key: str, termhood: float) -> Term:
    code = language.texts.language
    forms = candidate_forms(language, number)
    text = next(iter(forms))
    return Term(
        code,
        text,
        key,
        forms,
        int(language.candidates.frequencies[number]),
        term_kind(text, code),
        round(termhood, 4),
        language.expansions.get(text),
    )
