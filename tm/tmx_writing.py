"""TMX 1.4b out: one multilingual master, or a bilingual file for any ordered pair, in constant memory.

The rules are those of docs/tmx.md. The same memory gives the same bytes.
"""

from __future__ import annotations

import datetime
import importlib.metadata
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl

from tm.errors import ExportError
from tm.selection import (
    Choice,
    ExportReport,
    Tally,
    Unit,
    UnitSource,
    Variant,
    check_choice,
    chosen_units,
    no_text_in,
    opened_output,
)
from tm.unit_ids import PIVOT_ORDER

# The codes of the master: BCP 47 with the script where the language alone does not say it.
TMX_CODES: Final = {"zh": "zh-Hans"}
_DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
_UNITS_A_WRITE = 1000


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
    """Write the memory as TMX 1.4b to a path (whole or not at all) or a binary stream; say what was left out.

    Without `pair` the master in all languages, its source language `source`, by default the most frequent
    pivot; with `pair` (source, target) a bilingual file, any two languages. Raises `ExportError`.
    """
    choice = Choice(level, pair, min_probability)
    check_choice(choice, memory.languages)
    source_language = pair[0] if pair else source or most_frequent_pivot(memory.units())
    if source_language not in memory.languages:
        raise ExportError(f'The memory has no text in the source language "{source_language}".')
    epoch = _source_date_epoch()
    tally = Tally()
    units = _with_source(chosen_units(memory.units(), choice, tally), source_language, tally)
    with opened_output(out) as file:
        file.write(_opening(source_language, level, epoch, doctype=doctype).encode())
        while batch := list(islice(units, _UNITS_A_WRITE)):
            file.write("".join(_tu(unit, epoch) for unit in batch).encode())
        file.write(b"</body>\n</tmx>\n")
    return tally.report(source_language)


def tmx_code(language: str) -> str:
    """Return the code of a language in TMX: zh-Hans for zh."""
    return TMX_CODES.get(language, language)


def most_frequent_pivot(units: pl.LazyFrame) -> str:
    """Return the pivot of most variants; of equals the first of the order of pivots, then of the alphabet.

    Raises `ExportError` for a memory without units.
    """
    pivots: dict[str, int] = dict(units.group_by("pivot").len().collect().iter_rows())
    if not pivots:
        raise ExportError("The memory has no units. Build it from documents in at least two languages.")
    order = [*PIVOT_ORDER, *sorted(set(pivots) - set(PIVOT_ORDER))]
    return min(pivots, key=lambda pivot: (-pivots[pivot], order.index(pivot)))


def _with_source(units: Iterator[Unit], source: str, tally: Tally) -> Iterator[Unit]:
    """Put the source language first; leave out units that do not have it."""
    for unit in units:
        first = next((variant for variant in unit.variants if variant.language == source), None)
        if first is None:
            tally.leave_out(no_text_in(source))
            continue
        others = tuple(variant for variant in unit.variants if variant is not first)
        ordered = unit._replace(variants=(first, *others))
        tally.count(ordered)
        yield ordered


def _opening(source: str, level: str, epoch: str | None, *, doctype: bool) -> str:
    created = f' creationdate="{epoch}"' if epoch else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"{_DOCTYPE if doctype else ''}"
        '<tmx version="1.4">\n'
        f'<header creationtool="hexapla" creationtoolversion="{_attribute(_version())}" segtype="{level}" '
        'o-tmf="hexapla memory" adminlang="en" '
        f'srclang="{_attribute(tmx_code(source))}" datatype="plaintext"{created}/>\n<body>\n'
    )


def _tu(unit: Unit, epoch: str | None) -> str:
    created = _creation_date(unit.variants) or epoch
    date = f' creationdate="{created}"' if created else ""
    lines = [f'<tu tuid="{_attribute(unit.unit_id)}"{date} creationid="hexapla">\n', *_props(unit)]
    source = unit.variants[0]
    for variant in unit.variants:
        # A pair has one probability, that of the unit; in the master each variant has its own.
        own = "" if variant is source or len(unit.variants) == 2 else _probability(variant.probability)
        lines.append(
            f'<tuv xml:lang="{_attribute(tmx_code(variant.language))}">{own}'
            f"<seg>{_content(variant.text)}</seg></tuv>\n"
        )
    lines.append("</tu>\n")
    return "".join(lines)


def _props(unit: Unit) -> Iterator[str]:
    yield _prop("x-document", unit.symbol or unit.set_name)
    yield _prop("x-path", unit.unit_id.partition(":")[2])
    date = next((variant.date for variant in unit.variants if variant.date), None)
    if date:
        yield _prop("x-date", date)
    yield _probability(unit.probability) + "\n"
    if len(unit.variants) == 2 and all(variant.blocks for variant in unit.variants):
        yield _prop("x-align-type", ":".join(str(variant.blocks) for variant in unit.variants))
    if unit.via:
        yield _prop("x-align-via", unit.via)


def _prop(kind: str, value: str) -> str:
    return f'<prop type="{kind}">{_content(value)}</prop>\n'


def _probability(value: float) -> str:
    return f'<prop type="x-align-probability">{value:.3f}</prop>'


def _creation_date(variants: Sequence[Variant]) -> str | None:
    date = next((variant.date for variant in variants if variant.date), None)
    return f"{date.replace('-', '')}T000000Z" if date else None


def _source_date_epoch() -> str | None:
    """Return the moment that reproducible builds prescribe, in TMX's form; None where they do not."""
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


def _content(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    return _content(text).replace('"', "&quot;")
