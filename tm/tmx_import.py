"""TMX into a memory: the units of a file as a table of units, and what became of each.

An imported unit has the id `tmx:` and a hash of its content, so that the same file imported twice, or another
file with the same unit, changes nothing.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl

from tm.clean_text import clean_text
from tm.errors import ExchangeError, TmxError
from tm.language_codes import languages_of_codes, memory_language
from tm.tmx_reading import read_tmx
from tm.tmx_units import SkippedVariant, TmxUnit, TmxVariant
from tm.units import IMPORTED, UNIT_SCHEMA, unit_table

ID_PREFIX: Final = "tmx"
# Raise it when the same file would give other units.
IMPORT_VERSION: Final = 1
_ID_BYTES: Final = 10
_REVIEWS: Final = frozenset({"accepted", "edited", "rejected"})
_ALIGN_TYPE: Final = re.compile(r"(\d{1,4}):(\d{1,4})")

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SkippedUnit:
    """What of a file is not in the memory: its line from 1, a reason code, details.

    Codes of reading (`tm.tmx_units.SkippedVariant`), and: "one-language", "repeated-language" (a further text
    in a language of the same unit), "repeated-unit" (the same unit earlier in the file), "already-there" (in
    the memory), "same-texts" (nothing is left of a text once cleaned).
    """

    line: int
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TmxImport:
    """One file: its new units as a table with the columns `UNIT_SCHEMA`, and what was skipped, by line.

    `read` counts the units that were read; `languages` maps the codes of the file to those of the memory.
    """

    path: Path
    sha256: str
    units: pl.DataFrame
    read: int
    skipped: tuple[SkippedUnit, ...]
    languages: Mapping[str, str] = field(default_factory=dict)

    @property
    def reasons(self) -> dict[str, int]:
        """How many were skipped by reason code, sorted by code."""
        return dict(sorted(Counter(one.reason for one in self.skipped).items()))

    @property
    def new(self) -> int:
        """How many units are new."""
        return self.units.filter(pl.col("level") == "paragraph")["unit_id"].n_unique()


def import_tmx(
    path: Path,
    *,
    known: Collection[str] = (),
    language_map: Mapping[str, str] | None = None,
    strict: bool = False,
) -> TmxImport:
    """Read a TMX file as units of a memory; `known` are the ids of the units that it has already.

    Raises `TmxError` for a file that cannot be read at all, or, where `strict`, is broken anywhere;
    `ExchangeError` where its language codes are unclear or all its units are skipped for their languages.
    """
    skipped: list[SkippedUnit] = []

    def skip(one: SkippedVariant) -> None:
        skipped.append(SkippedUnit(one.line, one.reason, one.detail))

    units = list(read_tmx(path, skip, strict=strict))
    # A source language that no text has ("en" of texts in en-GB) decides nothing, and needs no answer.
    codes = {variant.language for unit in units for variant in unit.variants}
    try:
        languages = languages_of_codes(codes, language_map)
    except ExchangeError as error:
        raise TmxError(path, str(error)) from error
    maker = _Maker(path, _sha256(path), languages, set(known), skipped, language_map)
    records = [record for unit in units for record in maker.records(unit)]
    table = unit_table(pl.DataFrame(records, schema=UNIT_SCHEMA))
    ordered = tuple(sorted(skipped, key=lambda one: one.line))
    return TmxImport(path, maker.sha256, table, len(units), ordered, languages)


class _Maker:
    """Makes the records of one file, unit after unit."""

    def __init__(
        self,
        path: Path,
        sha256: str,
        languages: Mapping[str, str],
        known: set[str],
        skipped: list[SkippedUnit],
        given: Mapping[str, str] | None,
    ) -> None:
        self.path, self.sha256, self.languages = path, sha256, languages
        self.known, self.skipped, self.given = known, skipped, given
        self.own: set[str] = set()
        self.position = 0

    def records(self, unit: TmxUnit) -> list[Record]:
        """Return the records of a unit at both levels; [] for one that is skipped."""
        variants = self._variants(unit)
        if len(variants) < 2:
            self.skipped.append(SkippedUnit(unit.line, "one-language"))
            return []
        unit_id = _unit_id(unit, {code: text for code, (text, _, _) in variants.items()})
        if unit_id in self.known or unit_id in self.own:
            reason = "already-there" if unit_id in self.known else "repeated-unit"
            self.skipped.append(SkippedUnit(unit.line, reason, unit_id))
            return []
        self.own.add(unit_id)
        shared = {**_of_unit(unit, unit_id), **self._of_file(), "position": self.position}
        self.position += 1
        source = self._source(unit, variants)
        made = [
            {**shared, **_of_variant(unit, code, text, dropped, variant, source), "pivot": source}
            for code, (text, dropped, variant) in variants.items()
        ]
        _set_types(made, unit, source)
        lowest = min(record["probability"] for record in made)
        for record in made:
            record["unit_probability"] = _number(unit.props.get("x-align-probability"), lowest)
        sentences = [
            {**record, "level": "sentence", "unit_id": f"{unit_id}.1", "parent_id": unit_id, "blocks": 0}
            for record in made
        ]
        return [*made, *sentences]

    def _variants(self, unit: TmxUnit) -> dict[str, tuple[str, int, TmxVariant]]:
        kept: dict[str, tuple[str, int, TmxVariant]] = {}
        for variant in unit.variants:
            code = self.languages[variant.language]
            text, dropped = clean_text(variant.text)
            if not text:
                self.skipped.append(SkippedUnit(unit.line, "empty-segment", variant.language))
            elif code in kept:
                self.skipped.append(SkippedUnit(unit.line, "repeated-language", variant.language))
            else:
                kept[code] = text, dropped, variant
        return kept

    def _source(self, unit: TmxUnit, variants: Mapping[str, object]) -> str:
        written = unit.source_language or ""
        source = self.languages.get(written) or (memory_language(written, self.given) if written else None)
        return source if source is not None and source in variants else next(iter(variants))

    def _of_file(self) -> Record:
        name = clean_text(self.path.name)[0] or "_"
        return {"set_name": name, "document": name, "sha256": self.sha256, "origin": IMPORTED}


def _unit_id(unit: TmxUnit, texts: Mapping[str, str]) -> str:
    """Return `tmx:` and the hash of what the unit says, and of the place that it says it is from."""
    content = "\n".join(
        [
            _cleaned(unit.tuid) or "",
            _cleaned(unit.props.get("x-document")) or "",
            *(f"{code}\t{texts[code]}" for code in sorted(texts)),
        ]
    )
    return f"{ID_PREFIX}:{hashlib.blake2b(content.encode(), digest_size=_ID_BYTES).hexdigest()}"


def _of_unit(unit: TmxUnit, unit_id: str) -> Record:
    return {
        "unit_id": unit_id,
        "parent_id": None,
        "level": "paragraph",
        "symbol": _cleaned(unit.props.get("x-document")),
        "kind": "paragraph",
        "label": "",
        "path": _cleaned(unit.props.get("x-path")) or "",
        "page": None,
        "start": 0,
        "end": 0,
        "blocks": 0,
        "date": _date(unit.props.get("x-date")) or _date(unit.creation_date),
        "title": None,
        "flags": "",
        "tuid": _cleaned(unit.tuid),
    }


def _of_variant(
    unit: TmxUnit, code: str, text: str, dropped: int, variant: TmxVariant, source: str
) -> Record:
    own = variant.props.get("x-align-probability")
    # The pair has one probability, written on the unit: that of its target.
    of_unit = unit.props.get("x-align-probability") if len(unit.variants) == 2 and code != source else None
    review = variant.props.get("x-reviewed") or (unit.props.get("x-reviewed") if code != source else None)
    return {
        "language": code,
        "text": text,
        "dropped_chars": dropped,
        "end": len(text),
        "probability": _number(own or of_unit, 1.0),
        "rule": None if code == source else "import",
        "via": None if code == source else unit.props.get("x-align-via") or source,
        "reviewed": review if review in _REVIEWS else None,
    }


def _set_types(records: list[Record], unit: TmxUnit, source: str) -> None:
    """Give the records of a pair the numbers of paragraphs that the unit says."""
    found = _ALIGN_TYPE.fullmatch(unit.props.get("x-align-type", ""))
    if found is None or len(records) != 2:
        return
    for record in records:
        record["blocks"] = int(found[1] if record["language"] == source else found[2])


def _number(text: str | None, otherwise: float) -> float:
    try:
        value = float(text) if text else otherwise
    except ValueError:
        return otherwise
    return round(value, 3) if 0.0 <= value <= 1.0 else otherwise


def _date(text: str | None) -> datetime.date | None:
    """Return the day of "2013-12-18" or "20131218T000000Z"; None for anything else."""
    digits = re.sub(r"\D", "", (text or "")[:10])[:8]
    try:
        return datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _cleaned(text: str | None) -> str | None:
    return (clean_text(text)[0] or None) if text else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
