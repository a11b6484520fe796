"""The terms of a memory, as commands want them: extracted, decided about, held against a termbase."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hexapla.memories import open_folder

if TYPE_CHECKING:
    from tm.memory import Memory
    from tm.terms.exported_concepts import ExportedConcept
    from tm.terms.seeding import SeedReport

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class TermChoice:
    """What to extract. `pivot` None is French where the memory has it, else English, else its first language.

    `languages` None is all that the memory has; `pair` restricts what is written; `work` is a folder for
    finished steps.
    """

    pivot: str | None = None
    languages: tuple[str, ...] | None = None
    min_frequency: int = 3
    min_probability: float = 0.8
    seed: str | None = None
    pair: tuple[str, str] | None = None
    work: Path | None = None


@dataclass(frozen=True, slots=True)
class MemoryTerms:
    """Concepts of a memory, its languages in their order in tables, and what became of decisions.

    `other_pivot` counts decisions about terms of another pivot language, which say nothing here.
    """

    memory: Memory
    languages: tuple[str, ...]
    concepts: list[ExportedConcept]
    rejected: int = 0
    merged: int = 0
    lost: tuple[str, ...] = ()
    other_pivot: int = 0
    seed: SeedReport | None = None


@contextmanager
def term_progress() -> Iterator[Progress]:
    """Give a function that is told a stage and the share done; a bar for finding terms, one for a seed."""
    from hexapla.progress_bars import progress_bars

    with progress_bars() as bars:
        yield lambda stage, share: bars("search" if stage == "search" else "terms", round(100 * share), 100)


def terms_of_memory(folder: str, choice: TermChoice, progress: Progress | None = None) -> MemoryTerms:
    """Extract the concepts of a memory, apply what was decided about them, and a termbase if there is one.

    Raises `QueryError` for what cannot be asked, `TbxError` and `ReviewError` for a termbase that cannot be
    read.
    """
    from tm.terms.decided_concepts import apply_term_decisions
    from tm.terms.decision_journal import term_decisions
    from tm.terms.exported_concepts import exported_concepts
    from tm.terms.extraction import extract_concepts
    from tm.terms.termbase_reading import read_termbase

    memory = open_folder(folder, choice.pair)
    # A termbase that cannot be read says so before the long work.
    entries = read_termbase(Path(choice.seed)) if choice.seed is not None else None
    pivot = choice.pivot or _pivot(memory)
    extracted = extract_concepts(
        memory,
        pivot=pivot,
        languages=choice.languages or choice.pair,
        min_frequency=choice.min_frequency,
        min_probability=choice.min_probability,
        progress=progress,
        work=choice.work,
    )
    journal = term_decisions(memory.folder)
    own = [one for one in journal if one.pivot == pivot]
    decided = apply_term_decisions(exported_concepts(extracted, choice.min_probability), own)
    languages = _languages(memory, choice, pivot)
    made = MemoryTerms(
        memory,
        languages,
        decided.concepts,
        decided.rejected,
        decided.merged,
        decided.lost,
        len(journal) - len(own),
    )
    if entries is not None:
        from tm.terms.seeding import seed_concepts

        report = seed_concepts(
            memory,
            entries,
            made.concepts,
            pivot=pivot,
            languages=languages,
            gone=decided.gone,
            progress=progress,
        )
        made = replace(made, concepts=report.concepts, seed=report)
    return replace(made, concepts=_restricted(made.concepts, languages, choice.pair))


def _pivot(memory: Memory) -> str:
    usual = [code for code in ("fr", "en") if code in memory.languages]
    return next(iter((*usual, *memory.languages)), "fr")


def _languages(memory: Memory, choice: TermChoice, pivot: str) -> tuple[str, ...]:
    """The languages in the order of tables: source and target of a pair; else the pivot, then the others."""
    from tm.terms.extraction import TERM_LANGUAGES

    if choice.pair is not None:
        return choice.pair
    asked = choice.languages or [code for code in TERM_LANGUAGES if code in memory.languages]
    return tuple(dict.fromkeys((pivot, *asked)))


def _restricted(
    concepts: Sequence[ExportedConcept], languages: Sequence[str], pair: tuple[str, str] | None
) -> list[ExportedConcept]:
    from tm.terms.exported_concepts import only_languages

    if pair is None:
        return list(concepts)
    kept = (only_languages(one, languages) for one in concepts)
    return [one for one in kept if set(languages) <= set(one.languages)]
