"""The terms of a termbase in the units of a memory: how often, beside what, in which contexts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

import polars as pl

from tm.memory import Memory
from tm.tbx_reading import TermEntry
from tm.terms.concepts import TermContext
from tm.terms.term_finding import FoundTerm, TermFinder, base_language, longest, word_places
from tm.terms.termbase_reading import is_approved
from tm.units import UNIT_ORDER

# Contexts kept of a term.
_CONTEXTS: Final = 3
# Units between two reports of progress.
_STEP: Final = 2000
_COLUMNS: Final = ("unit_id", "set_name", "language", "text", "document", "symbol", "path", "page")


class SeedTerm(NamedTuple):
    """A term of the termbase: its entry, counted from 0, its text, and whether it may be used."""

    entry: int
    text: str
    approved: bool


@dataclass
class SeedCounts:
    """What was counted, in sentences. Keys are entries, counted from 0, languages and texts of terms.

    `units` with a term that may be used, of an entry in a language; `frequency` of one term; `both`: with
    such terms in two languages; `out_of`: with such a term in the first language and any text in the other.
    """

    units: Counter[tuple[int, str]] = field(default_factory=Counter)
    frequency: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    both: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    out_of: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    contexts: dict[tuple[int, str, str], list[TermContext]] = field(default_factory=dict)


def search_seed(
    memory: Memory,
    entries: Sequence[TermEntry],
    languages: Sequence[str],
    progress: Callable[[str, float], None] | None = None,
) -> SeedCounts:
    """Search the terms in all sentences of a memory, inflected forms too; a longer term hides those in it.

    `progress` is told "search" and the share done, 0 to 1.
    """
    finders = _finders(entries, languages)
    table = (
        memory.units()
        .filter((pl.col("level") == "sentence") & pl.col("language").is_in(list(languages)))
        .sort(UNIT_ORDER)
        .select(_COLUMNS)
        .collect()
    )
    counts = SeedCounts()
    rows = table.iter_rows(named=True)
    done = 0
    for _, unit in groupby(rows, key=itemgetter("set_name", "unit_id")):
        variants = list(unit)
        _count(counts, variants, finders)
        if progress is not None and (done // _STEP) != ((done + len(variants)) // _STEP):
            progress("search", done / table.height)
        done += len(variants)
    if progress is not None:
        progress("search", 1.0)
    return counts


def _finders(entries: Sequence[TermEntry], languages: Sequence[str]) -> dict[str, TermFinder[SeedTerm]]:
    finders = {language: TermFinder[SeedTerm](language) for language in languages}
    for number, entry in enumerate(entries):
        for form in entry.terms:
            finder = finders.get(base_language(form.language))
            if finder is not None:
                finder.add(form.term, SeedTerm(number, form.term, is_approved(form)))
    return finders


def _count(
    counts: SeedCounts, variants: Sequence[dict[str, Any]], finders: dict[str, TermFinder[SeedTerm]]
) -> None:
    approved: dict[int, set[str]] = defaultdict(set)
    for row in variants:
        language = row["language"]
        found = longest(finders[language].find(row["text"]))
        for number, text in {(one.key.entry, one.key.text) for one in found}:
            counts.frequency[number, language, text] += 1
        for one in found:
            _keep_context(counts, row, one)
            if one.key.approved:
                approved[one.key.entry].add(language)
    present = [row["language"] for row in variants]
    for number, own in approved.items():
        counts.units.update((number, language) for language in own)
        for source in own:
            counts.out_of.update((number, source, language) for language in present if language != source)
            counts.both.update((number, source, language) for language in own if language != source)


def _keep_context(counts: SeedCounts, row: dict[str, Any], found: FoundTerm[SeedTerm]) -> None:
    kept = counts.contexts.setdefault((found.key.entry, row["language"], found.key.text), [])
    if len(kept) < _CONTEXTS and all(one.unit_id != row["unit_id"] for one in kept):
        kept.append(_context(row, found))


def _context(row: dict[str, Any], found: FoundTerm[SeedTerm]) -> TermContext:
    places = word_places(row["text"])
    return TermContext(
        unit_id=row["unit_id"],
        text=row["text"],
        start=places[found.first][0],
        end=places[found.end - 1][1],
        document=row["document"],
        symbol=row["symbol"],
        path=row["path"],
        page=row["page"],
    )
