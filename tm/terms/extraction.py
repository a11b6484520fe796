"""Concepts of a memory: candidates in each language, their pairs with the pivot, their probability."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tm.errors import QueryError
from tm.memory import Memory
from tm.terms.aligned_rows import aligned_rows
from tm.terms.checkpoints import Checkpoints
from tm.terms.concept_building import LEAST_KEPT, RatedPairs, build_concepts
from tm.terms.concepts import Concept
from tm.terms.known_languages import languages_of, least_shared_rows
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
    `min_frequency` units, its rendering in at least two of them (one where `min_frequency` is 1).
    A concept has a rendering of at least `min_probability` in some language; less sure ones are kept down to
    0.2, five a language, so that ambiguity shows. `progress` is called with a stage and the share of all
    stages done, 0 to 1. `work` is a folder for what is finished: an extraction that was stopped goes on from
    there. Raises `QueryError` for what cannot be asked, `ExtraMissing` without the extra `terms`.
    """
    others = _checked(memory, pivot, languages, min_frequency, min_probability)
    report = progress or (lambda _stage, _share: None)
    with _work_folder(work) as folder:
        checkpoints = Checkpoints(folder, _request(memory, pivot, others, min_frequency))
        rows = aligned_rows(memory, pivot, others)
        with languages_of(rows, (pivot, *others), min_frequency, checkpoints) as language_of:
            rated = _rated(memory, (pivot, *others), min_frequency, checkpoints, language_of, report)
            report("concepts", 1 - 1 / (2 + 2 * len(others)))
            known = {code: language_of(code) for code in (pivot, *others)}
            concepts = build_concepts(memory, rows, known, pivot, rated, min_probability)
    report("concepts", 1.0)
    return concepts


def _rated(
    memory: Memory,
    languages: Sequence[str],
    min_frequency: int,
    checkpoints: Checkpoints,
    language_of: Callable[[str], Language],
    report: Progress,
) -> dict[str, RatedPairs]:
    """Return the rated pairs of each language but the first, which is the pivot."""
    pivot, *others = languages
    report(f"candidates {pivot}", 0.0)
    language_of(pivot)
    rated = {}
    vectors = encoder_of(memory)
    for number, language in enumerate(others):
        done = (1 + 2 * number) / (2 + 2 * len(others))
        report(f"candidates {language}", done)
        other = language_of(language)
        report(f"pairs {pivot}-{language}", done + 1 / (2 + 2 * len(others)))
        # Mapped for this pair alone: what is read of a map counts as memory until it is closed.
        rate = partial(_rated_pairs, language_of(pivot), other, vectors, min_frequency)
        rated[language] = checkpoints.rated(language, rate)
    return rated


@contextmanager
def _work_folder(work: Path | None) -> Iterator[Path]:
    """Give the working folder, a temporary one if none is named."""
    if work is not None:
        yield work
        return
    # Where mapped files cannot be deleted, they are left to the system.
    with tempfile.TemporaryDirectory(prefix="hexapla-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def likely_pairs(pivot: Language, other: Language, vectors: Vectors, min_frequency: int) -> Pairs:
    """Return the likely pairs of two languages: they share two units, or one where `min_frequency` is 1."""
    return pair_candidates(pivot, other, vectors, least_shared_rows(min_frequency))


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
