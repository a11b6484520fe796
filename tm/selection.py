"""Which units an export gives, in which languages, and what it leaves out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol

import polars as pl

from tm.atomic_files import replacing
from tm.errors import ExportError
from tm.units import LEVELS

# Rows read at a time: bounded memory, whatever the size of the table.
_ROWS_AT_A_TIME = 65_536

ONE_LANGUAGE = "units in one language only"
LOW_PROBABILITY = "units below the minimum probability"
LOW_VARIANTS = "variants below the minimum probability"
SURE_ELSEWHERE = "units of another band of probability"
REJECTED = "texts rejected in a review or a cleaning"


def no_text_in(language: str) -> str:
    """Return the reason for units without text in `language`."""
    return f"units without text in {language}"


class UnitSource(Protocol):
    """What an export reads: a memory, or the units of one alignment that is not kept as a memory."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages with text, sorted."""
        ...

    def units(self) -> pl.LazyFrame:
        """Return the table of units: columns `tm.units.UNIT_SCHEMA`, in order."""
        ...


class Variant(NamedTuple):
    """A unit in one language; the fields are those of `tm.units.UNIT_SCHEMA`."""

    language: str
    text: str
    probability: float
    via: str | None
    blocks: int
    document: str
    path: str
    page: int | None
    date: str | None
    dropped_chars: int
    reviewed: str | None
    origin: str


class Unit(NamedTuple):
    """A unit with the variants that an export gives, sorted by language or source first.

    `via` names the languages that a pair was composed over, "" where the unit was aligned directly.
    """

    unit_id: str
    set_name: str
    symbol: str | None
    pivot: str
    probability: float
    variants: tuple[Variant, ...]
    via: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What to export: a level, all languages or a pair (source, target), a minimum probability in [0, 1].

    With `below` only units whose probability is less than that.
    """

    level: str = LEVELS[0]
    pair: tuple[str, str] | None = None
    min_probability: float = 0.0
    below: float | None = None


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export gave. `left_out` counts by reason; `composed` counts pair units without direct evidence.

    `dropped_chars` counts characters forbidden in XML that the exported texts lost when the memory was built.
    Of TMX: the names of the `files`; (unit id, what became of it) of each unit that is `overlong` for the
    tool; ids of units of which a text is `gone` since an earlier generation; how many units stand for
    `duplicates`.
    """

    units: int
    variants: int
    composed: int
    dropped_chars: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    source_language: str | None = None
    files: tuple[str, ...] = ()
    overlong: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    duplicates: int = 0


class Tally:
    """Counts while an export runs."""

    def __init__(self) -> None:
        self.units = self.variants = self.composed = self.dropped_chars = 0
        self.left_out: Counter[str] = Counter()

    def count(self, unit: Unit) -> None:
        """Count a unit that was written."""
        self.units += 1
        self.variants += len(unit.variants)
        self.composed += bool(unit.via)
        self.dropped_chars += sum(variant.dropped_chars for variant in unit.variants)

    def count_table(self, units: pl.DataFrame) -> None:
        """Count units that were written: one a row, with `variants`, `composed` and `dropped_chars`."""
        self.units += units.height
        self.variants += int(units["variants"].sum())
        self.composed += int((units["composed"] != "").sum())
        self.dropped_chars += int(units["dropped_chars"].sum())

    def leave_out(self, reason: str, count: int = 1) -> None:
        """Count what was not written."""
        if count:
            self.left_out[reason] += count

    def report(self, source_language: str | None = None) -> ExportReport:
        """Return the counts as a value."""
        return ExportReport(
            units=self.units,
            variants=self.variants,
            composed=self.composed,
            dropped_chars=self.dropped_chars,
            left_out=dict(sorted(self.left_out.items())),
            source_language=source_language,
        )


def parse_pair(text: str) -> tuple[str, str]:
    """Return ("fr", "en") for "fr:en"; raises `ExportError` for anything else."""
    source, colon, target = text.partition(":")
    if not (colon and source and target) or ":" in target:
        raise ExportError(f'"{text}" is no pair of languages. Write source and target as fr:en.')
    return source, target


def check_choice(choice: Choice, languages: Sequence[str]) -> None:
    """Raise `ExportError` for a level, pair or probability that cannot be, in a memory of these languages."""
    if choice.level not in LEVELS:
        raise ExportError(f'There is no level "{choice.level}". Use {" or ".join(LEVELS)}.')
    if not 0.0 <= choice.min_probability <= 1.0:
        raise ExportError(f"The minimum probability is {choice.min_probability}; it must be in [0, 1].")
    for language in choice.pair or ():
        if language not in languages:
            raise ExportError(
                f'The memory has no text in the language "{language}". It has: {", ".join(languages)}.'
            )
    if choice.pair and choice.pair[0] == choice.pair[1]:
        raise ExportError(f"A pair needs two languages, not {choice.pair[0]} twice.")


def chosen_units(units: pl.LazyFrame, choice: Choice, tally: Tally) -> Iterator[Unit]:
    """Yield the units of the choice in the order of the memory, their dropped fellows counted in `tally`.

    Constant memory. A variant below the minimum probability is dropped, then the unit if fewer than two
    remain.
    """
    if choice.pair:
        # The other languages need not be read; units with neither of the two are counted here.
        rows = units.filter(pl.col("level") == choice.level)
        of_pair = pl.col("language").is_in(list(choice.pair))
        neither = _number_of_units(rows) - _number_of_units(rows.filter(of_pair))
        tally.leave_out(no_text_in(choice.pair[0]), neither)
    for every in all_units(units, choice.level, choice.pair):
        unit = _without_rejected(every, tally)
        rejected = {one.language for one in every.variants} - {one.language for one in unit.variants}
        chosen = (
            _in_pair(unit, choice, tally, rejected) if choice.pair else _in_all_languages(unit, choice, tally)
        )
        if chosen is not None and choice.below is not None and chosen.probability >= choice.below:
            tally.leave_out(SURE_ELSEWHERE)
        elif chosen is not None:
            yield chosen


def all_units(units: pl.LazyFrame, level: str, languages: Sequence[str] | None = None) -> Iterator[Unit]:
    """Yield every unit of a level, with its variants in these languages (None: all), sorted by language."""
    columns = ["unit_id", "set_name", "symbol", "pivot", "unit_probability", *Variant._fields]
    for _, group in groupby(_rows(units, level, languages, columns), key=itemgetter(0)):
        rows = list(group)
        yield Unit._make((*rows[0][:5], tuple(Variant._make(row[5:]) for row in rows), ""))


def _without_rejected(unit: Unit, tally: Tally) -> Unit:
    kept = tuple(variant for variant in unit.variants if variant.reviewed != "rejected")
    if len(kept) == len(unit.variants):
        return unit
    tally.leave_out(REJECTED, len(unit.variants) - len(kept))
    return unit._replace(variants=kept, probability=min((one.probability for one in kept), default=0.0))


def _number_of_units(rows: pl.LazyFrame) -> int:
    return int(rows.select(pl.col("unit_id").n_unique()).collect().item())


def _rows(
    units: pl.LazyFrame, level: str, languages: Sequence[str] | None, columns: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    chosen = pl.col("level") == level
    if languages is not None:
        chosen &= pl.col("language").is_in(list(languages))
    height = units.select(pl.len()).collect().item()
    for start in range(0, height, _ROWS_AT_A_TIME):
        part = units.slice(start, _ROWS_AT_A_TIME).filter(chosen)
        dated = part.with_columns(pl.col("date").dt.to_string("%Y-%m-%d"))
        yield from dated.select(columns).collect().iter_rows()


def _in_all_languages(unit: Unit, choice: Choice, tally: Tally) -> Unit | None:
    if len(unit.variants) < 2:
        tally.leave_out(ONE_LANGUAGE)
        return None
    kept = tuple(variant for variant in unit.variants if variant.probability >= choice.min_probability)
    if len(kept) == len(unit.variants):
        return unit
    if len(kept) < 2:
        tally.leave_out(LOW_PROBABILITY)
        return None
    tally.leave_out(LOW_VARIANTS, len(unit.variants) - len(kept))
    return unit._replace(variants=kept, probability=min(variant.probability for variant in kept))


def _in_pair(unit: Unit, choice: Choice, tally: Tally, rejected: Set[str]) -> Unit | None:
    """Return the pair of a unit; what was rejected is counted already."""
    by_language = {variant.language: variant for variant in unit.variants}
    pair = choice.pair or ("", "")
    for language in pair:
        if language not in by_language:
            tally.leave_out(no_text_in(language), language not in rejected)
            return None
    source, target = by_language[pair[0]], by_language[pair[1]]
    probability = min(source.probability, target.probability)
    if probability < choice.min_probability:
        tally.leave_out(LOW_PROBABILITY)
        return None
    return unit._replace(
        variants=(source, target), probability=probability, via=_composed_over(source, target)
    )


def _composed_over(source: Variant, target: Variant) -> str:
    """Return the languages between the two, "" if one was aligned with the other."""
    if source.via == target.language or target.via == source.language:
        return ""
    return ",".join(sorted({via for via in (source.via, target.via) if via}))


@contextmanager
def opened_output(out: Path | BinaryIO) -> Iterator[BinaryIO]:
    """Give a binary file to write to: one that appears under its name once complete, or the open stream."""
    if not isinstance(out, Path):
        yield out
        return
    with replacing(out) as temporary, temporary.open("wb") as file:
        yield file
