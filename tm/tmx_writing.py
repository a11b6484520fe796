"""TMX 1.4b out: one multilingual master, or a bilingual file for any ordered pair, in constant memory.

The rules are those of docs/formats.md. The same memory gives the same bytes.
"""

from __future__ import annotations

import datetime
import importlib.metadata
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl

from tm.duplicate_units import DUPLICATES, Duplicates, duplicate_units
from tm.errors import ExportError
from tm.memory_changes import changed_units
from tm.overlong_units import OverlongUnits, overlong_units
from tm.selection import Choice, ExportReport, Tally, UnitSource, check_choice
from tm.tmx_parts import PartWriter, TmxFrame, written_parts
from tm.tmx_profiles import TmxProfile, check_profile, profile_named
from tm.tmx_rendering import Rendering, attribute, units_as_tmx
from tm.unit_batches import batches_of_level, chosen_rows
from tm.unit_ids import PIVOT_ORDER

_DOCTYPE: Final = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'


@dataclass(frozen=True, slots=True)
class TmxOptions:
    """How a TMX file is written.

    `profile` is the tool it is for; `language_map` overrides its codes. `dedupe` is "none", "exact" (the same
    texts in all languages once) or "best" (one unit for a source text: reviewed, surest, newest). With
    `since`, the folder of an earlier generation, only units that are new or changed. `below` gives units of
    less probability only.
    """

    level: str = "paragraph"
    pair: tuple[str, str] | None = None
    min_probability: float = 0.0
    below: float | None = None
    source: str | None = None
    profile: str = "master"
    language_map: Mapping[str, str] = field(default_factory=dict)
    dedupe: str = "none"
    since: Path | None = None
    doctype: bool = True
    gzip: bool = False


def write_tmx(
    memory: UnitSource,
    out: Path | BinaryIO,
    *,
    level: str = "paragraph",
    pair: tuple[str, str] | None = None,
    min_probability: float = 0.0,
    source: str | None = None,
    doctype: bool = True,
) -> ExportReport:
    """Write the memory as TMX with the profile "master"; see `export_tmx`."""
    options = TmxOptions(level, pair, min_probability, source=source, doctype=doctype)
    return export_tmx(memory, out, options)


def export_tmx(memory: UnitSource, out: Path | BinaryIO, options: TmxOptions) -> ExportReport:
    """Write the memory as TMX 1.4b to a path (whole or not at all) or a binary stream; say what was left out.

    Without a pair the master in all languages, its source language `source`, by default the most frequent
    pivot; with a pair (source, target) a bilingual file, any two languages. Where the profile limits the size
    of a file, further ones are written beside `out`: "name-2.tmx". Raises `ExportError`.
    """
    choice = Choice(options.level, options.pair, options.min_probability, options.below)
    check_choice(choice, memory.languages)
    profile = profile_named(options.profile, options.language_map)
    languages = options.pair or memory.languages
    if unknown := sorted(set(options.language_map) - set(memory.languages)):
        known = ", ".join(memory.languages)
        raise ExportError(
            f'The memory has no text in "{unknown[0]}", which a code was given for. It has: {known}.'
        )
    codes = check_profile(profile, languages, pair=options.pair)
    source = options.pair[0] if options.pair else options.source or most_frequent_pivot(memory.units())
    if source not in memory.languages:
        raise ExportError(f'The memory has no text in the source language "{source}".')
    epoch = source_date_epoch()
    run = _Run(memory.units(), choice, profile, source, _duplicates(memory, choice, profile, source, options))
    frame = TmxFrame(_opening(codes[source], options, epoch), b"</body>\n</tmx>\n")
    rendering = Rendering(profile, codes, epoch, options.pair is not None, source)
    changes = changed_units(memory.units(), options.since, options.pair) if options.since else None
    with written_parts(out, frame, profile, gzip=options.gzip) as parts:
        run.write(parts, rendering, None if changes is None else changes.changed)
        report = run.tally.report(source)
    return replace(
        report,
        files=tuple(parts.names),
        overlong=tuple(run.overlong),
        gone=() if changes is None else changes.gone,
        duplicates=run.duplicates.groups,
    )


class _Run:
    """One export under way: the units that go out, and the tally of them."""

    def __init__(
        self, units: pl.LazyFrame, choice: Choice, profile: TmxProfile, source: str, duplicates: Duplicates
    ) -> None:
        self.units, self.choice, self.profile, self.source = units, choice, profile, source
        self.tally = Tally()
        self.duplicates = duplicates
        self.overlong: list[tuple[str, str]] = []

    def write(self, parts: PartWriter, rendering: Rendering, only: pl.Series | None) -> None:
        long = overlong_units(self.units, self.choice, self.profile.segment_chars)
        for unit_table in units_as_tmx(self._rows(long, only), rendering):
            self.tally.count_table(unit_table)
            parts.write_units(unit_table["tmx"])

    def _rows(self, long: OverlongUnits, only: pl.Series | None) -> Iterator[pl.DataFrame]:
        for batch in batches_of_level(self.units, self.choice.level):
            rows = batch
            if only is not None:
                rows = rows.filter(pl.col("unit_id").is_in(only.implode()))
            rows = chosen_rows(rows, self.choice, self.source, self.tally)
            rows = self.duplicates.without(rows, self.tally)
            whole, parts = long.split(rows)
            yield whole
            if parts is None:
                continue
            rows = chosen_rows(parts, self.choice, self.source, self.tally)
            rows, listed = long.within_limit(rows, self.tally)
            self.overlong += listed
            yield rows


def _duplicates(
    memory: UnitSource, choice: Choice, profile: TmxProfile, source: str, options: TmxOptions
) -> Duplicates:
    if options.dedupe not in DUPLICATES:
        raise ExportError(f'There is no way "{options.dedupe}" to dedupe. Use {", ".join(DUPLICATES)}.')
    # A tool that keeps one target a source would keep the last one it reads, not the best.
    how = "best" if profile.one_target else options.dedupe
    return duplicate_units(memory.units(), choice, source, how)


def most_frequent_pivot(units: pl.LazyFrame) -> str:
    """Return the pivot of most variants; of equals the first of the order of pivots, then of the alphabet.

    Raises `ExportError` for a memory without units.
    """
    pivots: dict[str, int] = dict(units.group_by("pivot").len().collect().iter_rows())
    if not pivots:
        raise ExportError("The memory has no units. Build it from documents in at least two languages.")
    order = [*PIVOT_ORDER, *sorted(set(pivots) - set(PIVOT_ORDER))]
    return min(pivots, key=lambda pivot: (-pivots[pivot], order.index(pivot)))


def _opening(source_code: str, options: TmxOptions, epoch: str | None) -> bytes:
    created = f' creationdate="{epoch}"' if epoch else ""
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"{_DOCTYPE if options.doctype else ''}"
        '<tmx version="1.4">\n'
        f'<header creationtool="hexapla" creationtoolversion="{attribute(_version())}" '
        f'segtype="{options.level}" o-tmf="hexapla memory" adminlang="en" '
        f'srclang="{attribute(source_code)}" datatype="plaintext"{created}/>\n<body>\n'
    )
    return text.encode()


def source_date_epoch() -> str | None:
    """Return the moment that reproducible builds prescribe, in TMX's form; None where they do not.

    Raises `ExportError` where SOURCE_DATE_EPOCH is no number of seconds.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH")
    if not text:
        return None
    try:
        moment = datetime.datetime.fromtimestamp(int(text), tz=datetime.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ExportError(f'SOURCE_DATE_EPOCH is "{text}"; it must be whole seconds since 1970.') from error
    return moment.strftime("%Y%m%dT%H%M%SZ")


def _version() -> str:
    try:
        return importlib.metadata.version("hexapla")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
