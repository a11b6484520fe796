"""The terms of a termbase in the units of a memory: how often, beside what, in which contexts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
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
    """A term to search: its entry, counted from 0, its text, whether it may be used, and whose it is.

    `own` are the terms of the termbase; the others are what the memory may have instead.
    """

    entry: int
    text: str
    approved: bool
    own: bool = True


@dataclass
class SeedCounts:
    """What was counted, in sentences. Keys are entries, counted from 0, languages and texts of terms.

    `units` with a term that may be used, of an entry in a language; `own`: with any term of it; `frequency`
    of one term; `both`: with terms that may be used in two languages; `beside`: with such a term in the first
    language and this one text in the other; `out_of`: with such a term in the first language and any text in
    the other.
    """

    units: Counter[tuple[int, str]] = field(default_factory=Counter)
    own: Counter[tuple[int, str]] = field(default_factory=Counter)
    frequency: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    both: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    beside: Counter[tuple[int, str, str, str]] = field(default_factory=Counter)
    out_of: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    contexts: dict[tuple[int, str, str], list[TermContext]] = field(default_factory=dict)


def search_seed(
    memory: Memory,
    entries: Sequence[TermEntry],
    languages: Sequence[str],
    progress: Callable[[str, float], None] | None = None,
    proposed: Sequence[Collection[tuple[str, str]]] = (),
) -> SeedCounts:
    """Search the terms in all sentences of a memory, inflected forms too.

    A longer term hides those in it of the same entry, and forbidden ones of any. `proposed` are (language,
    text) of renderings to count for each entry too; they hide no term of the entry. `progress` is told
    "search" and the share done, 0 to 1.
    """
    finders = _finders(entries, languages, proposed)
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


def _finders(
    entries: Sequence[TermEntry], languages: Sequence[str], proposed: Sequence[Collection[tuple[str, str]]]
) -> dict[str, TermFinder[SeedTerm]]:
    finders = {language: TermFinder[SeedTerm](language) for language in languages}
    own: set[tuple[int, str, str]] = set()
    for number, entry in enumerate(entries):
        for form in entry.terms:
            language = base_language(form.language)
            own.add((number, language, form.term))
            if language in finders:
                finders[language].add(form.term, SeedTerm(number, form.term, is_approved(form)))
    for number, renderings in enumerate(proposed):
        for language, text in renderings:
            if language in finders and (number, language, text) not in own:
                finders[language].add(text, SeedTerm(number, text, approved=True, own=False))
    return finders


def _count(
    counts: SeedCounts, variants: Sequence[dict[str, Any]], finders: dict[str, TermFinder[SeedTerm]]
) -> None:
    approved: dict[int, set[str]] = defaultdict(set)
    seen: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in variants:
        language = row["language"]
        found = _longest_of_entries(finders[language].find(row["text"]))
        for number, text in {(one.key.entry, one.key.text) for one in found}:
            counts.frequency[number, language, text] += 1
            seen[number].add((language, text))
        counts.own.update((number, language) for number in {one.key.entry for one in found if one.key.own})
        for one in found:
            _keep_context(counts, row, one)
            if one.key.own and one.key.approved:
                approved[one.key.entry].add(language)
    present = [row["language"] for row in variants]
    for number, own in approved.items():
        counts.units.update((number, language) for language in own)
        for source in own:
            counts.out_of.update((number, source, language) for language in present if language != source)
            counts.both.update((number, source, language) for language in own if language != source)
            counts.beside.update(
                (number, source, language, text) for language, text in seen[number] if language != source
            )


def _longest_of_entries(found: Sequence[FoundTerm[SeedTerm]]) -> list[FoundTerm[SeedTerm]]:
    """Return of each entry the terms that no longer one of it hides; renderings hide renderings only.

    A forbidden term inside a longer one of another entry is no use of it, as for `tm.checks.term_checks`.
    """
    by_entry: dict[int, list[FoundTerm[SeedTerm]]] = defaultdict(list)
    for one in found:
        by_entry[one.key.entry].append(one)
    outermost = set(longest(one for one in found if one.key.own))
    kept: list[FoundTerm[SeedTerm]] = []
    for of_entry in by_entry.values():
        own = longest(one for one in of_entry if one.key.own)
        kept += [one for one in own if one.key.approved or one in outermost]
        kept += [one for one in longest(of_entry) if not one.key.own]
    return kept


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
