"""The columns of a table of units for people: what stands in each, and those that a reviewer fills in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from tm.detailed_units import DetailedUnit
from tm.selection import Unit

Cell = str | int | float | None

UNIT_ID = "unit_id"
PLACE_COLUMNS = (UNIT_ID, "document", "path", "page")
EVIDENCE_COLUMNS = ("probability", "align_type", "via", "flags")
VERDICT, COMMENT = "verdict", "comment"
# A column of these is about the language named after it: "corrected en", "hash fr".
CORRECTED, HASH = "corrected ", "hash "
VERDICTS = ("accept", "edit", "reject")


def text_hash(text: str) -> str:
    """Return "h" and 32 hexadecimal digits of BLAKE2b: by it a returned row is known to be up to date.

    The letter in front keeps spreadsheets from reading digits with an "e" as a number.
    """
    return "h" + hashlib.blake2b(text.encode("utf-8"), digest_size=16).hexdigest()


def unit_columns(languages: Sequence[str]) -> tuple[str, ...]:
    """Return the headers of a table: place, a column a language in this order, evidence."""
    return (*PLACE_COLUMNS, *languages, *EVIDENCE_COLUMNS)


def review_columns(pair: tuple[str, str]) -> tuple[str, ...]:
    """Return the headers of what a reviewer fills in, then those of the hashes of both texts."""
    source, target = pair
    return (VERDICT, f"{CORRECTED}{target}", COMMENT, f"{HASH}{source}", f"{HASH}{target}")


def unit_cells(detailed: DetailedUnit, languages: Sequence[str]) -> list[Cell]:
    """Return the cells of `unit_columns`; path and page are those of the first variant of the unit."""
    unit = detailed.unit
    first = unit.variants[0]
    texts = {variant.language: variant.text for variant in unit.variants}
    return [
        unit.unit_id,
        unit.symbol or unit.set_name,
        first.path,
        first.page,
        *(texts.get(language, "") for language in languages),
        unit.probability,
        align_type(detailed),
        unit.via,
        "; ".join(filter(None, (detailed.flags, *_reviewed(unit)))),
    ]


def review_cells(detailed: DetailedUnit) -> list[Cell]:
    """Return the cells of `review_columns` for a unit of a pair; an earlier verdict is not repeated."""
    source, target = detailed.unit.variants
    return ["", "", "", text_hash(source.text), text_hash(target.text)]


def _reviewed(unit: Unit) -> list[str]:
    reviewed = [variant for variant in unit.variants if variant.reviewed]
    return [f"{variant.language} was {variant.reviewed} by a reviewer" for variant in reviewed]


def align_type(detailed: DetailedUnit) -> str:
    """Return how many blocks of each version a pair joins, "1:2"; "" for sentences and all languages."""
    variants = detailed.unit.variants
    if len(variants) != 2 or not all(variant.blocks for variant in variants):
        return ""
    return ":".join(str(variant.blocks) for variant in variants)
