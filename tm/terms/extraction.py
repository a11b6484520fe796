"""Concepts of a memory: candidates in each language, their pairs with the pivot, their probability."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tm.errors import QueryError
from tm.memory import Memory
from tm.terms.acronyms import find_expansions
from tm.terms.aligned_rows import AlignedRows, aligned_rows
from tm.terms.candidates import find_candidates
from tm.terms.checkpoints import Checkpoints
from tm.terms.concept_building import LEAST_KEPT, RatedPairs, build_concepts
from tm.terms.concepts import Concept
from tm.terms.encoded_texts import encode_texts
from tm.terms.kept_terms import without_texts
from tm.terms.lone_words import without_lone_words
from tm.terms.pair_probability import pair_probabilities
from tm.terms.pairing import Language, Pairs, Vectors, pair_candidates

# Languages with rules for terms: `tm.terms.function_words`.
TERM_LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
Progress = Callable[[str, float], None]


def extract_concepts(
    memory: Memory,
    *,
    pivot: str = "fr",
    languages: Sequence[str] | None = None,
    min_frequency: int = 3,
    min_probability: float = 0.8,
    progress: Progress | None = None,
    work: Path | None = None,
) -> list[Concept]:
    """Return the concepts of a memory by falling probability.

    `languages` are those of the renderings, None for all six that the memory has. A term stands in at least
    `min_frequency` units of its language, a pair in at least two of them (one where `min_frequency` is 1).
    A concept has a rendering of at least `min_probability` in some language; less sure ones are kept down to
    0.2, five a language, so that ambiguity shows. `progress` is called with a stage and the share of all
    stages done, 0 to 1. `work` is a folder for what is finished: an extraction that was stopped goes on from
    there. Raises `QueryError` for what cannot be asked, `ExtraMissing` without the extra `terms`.
    """
    others = _checked(memory, pivot, languages, min_frequency, min_probability)
    report = progress or (lambda _stage, _share: None)
    checkpoints = Checkpoints(work, _request(memory, pivot, others, min_frequency))
    rows = aligned_rows(memory, pivot, others)
    report(f"candidates {pivot}", 0.0)
    whole = checkpoints.language(pivot, partial(known_language, rows, pivot, min_frequency))
    known, rated = {pivot: whole}, {}
    vectors = encoder_of(memory)
    for number, language in enumerate(others):
        done = (1 + 2 * number) / (2 + 2 * len(others))
        report(f"candidates {language}", done)
        other = checkpoints.language(language, partial(known_language, rows, language, min_frequency))
        report(f"pairs {pivot}-{language}", done + 1 / (2 + 2 * len(others)))
        rate = partial(_rated_pairs, whole, other, vectors, min_frequency)
        rated[language] = checkpoints.rated(language, rate)
        known[language] = without_texts(other)
    report("concepts", 1 - 1 / (2 + 2 * len(others)))
    known[pivot] = without_texts(whole)
    expansions = {language: _expansions(rows, language) for language in known}
    concepts = build_concepts(memory, rows, known, pivot, rated, min_probability, expansions)
    report("concepts", 1.0)
    return concepts


def known_language(rows: AlignedRows, language: str, min_frequency: int) -> Language:
    """Return the texts and the candidates of a language."""
    texts = without_lone_words(encode_texts(rows.of(language), language))
    return Language(texts, find_candidates(texts, min_frequency))


def likely_pairs(pivot: Language, other: Language, vectors: Vectors, min_frequency: int) -> Pairs:
    """Return the likely pairs of two languages: they share two units, or one where `min_frequency` is 1."""
    return pair_candidates(pivot, other, vectors, min(2, min_frequency))


def encoder_of(memory: Memory) -> Vectors:
    """Return the encoder of the memory as a function that encodes the same list of texts once."""

    @lru_cache(maxsize=1)
    def encode(texts: tuple[str, ...]) -> NDArray[np.float32]:
        return memory.encoder.encode(texts)

    return lambda texts: encode(tuple(texts))


def _rated_pairs(pivot: Language, other: Language, vectors: Vectors, min_frequency: int) -> RatedPairs:
    """Return the pairs that are at least as likely as `LEAST_KEPT`."""
    pairs = likely_pairs(pivot, other, vectors, min_frequency)
    probability = pair_probabilities(pairs)
    kept = np.flatnonzero(probability >= LEAST_KEPT)
    return RatedPairs(pairs.taken(kept), probability[kept])


def _request(memory: Memory, pivot: str, others: Sequence[str], min_frequency: int) -> str:
    """Return all that the steps depend on; a review changes a memory without changing its corpus."""
    generation = (memory.manifest.corpus_digest, memory.generation.name)
    encoder = sorted(memory.manifest.encoder.identity.items())
    return repr((generation, encoder, pivot, tuple(others), min_frequency))


def _expansions(rows: AlignedRows, language: str) -> dict[str, str]:
    """Return the full forms of the acronyms of a language; Arabic and Chinese give them in other letters."""
    return {} if language in ("ar", "zh") else find_expansions(text for _, text in rows.of(language))


def _checked(
    memory: Memory, pivot: str, languages: Sequence[str] | None, min_frequency: int, min_probability: float
) -> tuple[str, ...]:
    present = [code for code in TERM_LANGUAGES if code in memory.languages]
    others = tuple(dict.fromkeys(languages if languages is not None else present))
    others = tuple(code for code in others if code != pivot)
    for code in (pivot, *others):
        if code not in present:
            raise QueryError(
                f"No terms in {code}: this memory has {', '.join(present) or 'none of the six'}."
            )
    if not others:
        raise QueryError(f"Terms are paired over two languages, and this memory has only {pivot}.")
    if min_frequency < 1:
        raise QueryError(f"The least frequency is 1, not {min_frequency}.")
    if not 0 <= min_probability <= 1:
        raise QueryError(f"A probability lies between 0 and 1: {min_probability} does not.")
    return others
