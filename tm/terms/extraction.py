"""Concepts of a memory: candidates in each language, their pairs with the pivot, their probability."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tm.errors import QueryError
from tm.memory import Memory
from tm.terms.acronyms import find_expansions
from tm.terms.aligned_rows import AlignedRows, aligned_rows
from tm.terms.candidates import OTHER_KEYNESS, PIVOT_KEYNESS, find_candidates
from tm.terms.concept_building import RatedPairs, build_concepts
from tm.terms.concepts import Concept
from tm.terms.encoded_texts import encode_texts
from tm.terms.lone_words import without_lone_words
from tm.terms.pair_probability import pair_probabilities
from tm.terms.pairing import Language, Pairs, pair_candidates

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
) -> list[Concept]:
    """Return the concepts of a memory by falling probability.

    `languages` are those of the renderings, None for all six that the memory has. A term stands in at least
    `min_frequency` units of its language, a pair in at least two of them (one where `min_frequency` is 1).
    A concept has a rendering of at least `min_probability` in some language; less sure ones are kept down to
    0.2, five a language, so that ambiguity shows. `progress` is called with a stage and the share done, 0 to
    1. Raises `QueryError` for what cannot be asked, `ExtraMissing` without the extra `terms`.
    """
    others = _checked(memory, pivot, languages, min_frequency, min_probability)
    report = progress or (lambda _stage, _share: None)
    rows = aligned_rows(memory, pivot, others)
    known = known_languages(rows, pivot, others, min_frequency, report)
    rated = {}
    for language, pairs in measured_pairs(memory, known, pivot, min_frequency, report):
        rated[language] = RatedPairs(pairs, pair_probabilities(pairs))
    report("concepts", 0.0)
    expansions = {language: _expansions(rows, language) for language in known}
    concepts = build_concepts(memory, rows, known, pivot, rated, min_probability, expansions)
    report("concepts", 1.0)
    return concepts


def known_languages(
    rows: AlignedRows, pivot: str, others: Sequence[str], min_frequency: int, report: Progress
) -> dict[str, Language]:
    """Return texts and candidates of the pivot and the other languages, in this order."""
    known = {}
    for number, language in enumerate((pivot, *others)):
        report(f"candidates {language}", number / (1 + len(others)))
        least = PIVOT_KEYNESS if language == pivot else OTHER_KEYNESS
        texts = without_lone_words(encode_texts(rows.of(language), language))
        known[language] = Language(texts, find_candidates(texts, min_frequency, least))
    return known


def measured_pairs(
    memory: Memory, known: Mapping[str, Language], pivot: str, min_frequency: int, report: Progress
) -> Iterator[tuple[str, Pairs]]:
    """Yield each language but the pivot with its likely pairs and their measures."""
    vectors = _vectors(memory)
    others = [language for language in known if language != pivot]
    for number, language in enumerate(others):
        report(f"pairs {pivot}-{language}", number / len(others))
        least = min(2, min_frequency)
        yield language, pair_candidates(known[pivot], known[language], vectors, least)


def _vectors(memory: Memory) -> Callable[[Sequence[str]], NDArray[np.float32]]:
    """Return the encoder of the memory as a function that encodes the same list of texts once."""

    @lru_cache(maxsize=2)
    def encode(texts: tuple[str, ...]) -> NDArray[np.float32]:
        return memory.encoder.encode(texts)

    return lambda texts: encode(tuple(texts))


def _expansions(rows: AlignedRows, language: str) -> dict[str, str]:
    bracketed = rows.texts.filter(
        pl.col("language") == language, pl.col("text").str.contains(r"[(（]\s*[A-ZА-Я]{2}")
    )
    return find_expansions(bracketed["text"])


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
