"""Units of a memory: a table with one row a (unit, language), at both levels, from an aligned set.

A unit is one row of an alignment (level "paragraph") or a part of it (level "sentence", its paragraph in
`parent_id`). A variant is its text in one language: one row of the table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from align.beads import AlignedSet, Row, SentenceRow
from align.sentence_rows import join_sentences
from corpora.documents import Block, Document
from tm.clean_text import clean_text
from tm.errors import IdCollision
from tm.unit_ids import reference_language, row_ids, sentence_ids, set_symbol

LEVELS = ("paragraph", "sentence")
ALIGNED, IMPORTED = "aligned", "imported"

# unit_id            address of the unit, the same for its variants
# parent_id          for a sentence the unit_id of its paragraph, for a paragraph null
# position           0-based place of the unit among those of its level in the set
# kind, label        of the first block in this language; `path` of the first labelled one
# page, start, end   page from 1; half-open characters in the source, from its first block to its last
# blocks             number of blocks of this version that a paragraph covers; 0 for a sentence
# document           file name as given, with "/"; sha256, date and title of that file
# probability        of this variant, three decimals; 1.0 for the reference of the row (the pivot if present)
# unit_probability   the minimum over the variants present
# rule, via          what decided, and the language it was aligned through; null for the reference
# flags              words for the report, joined by "; "
# dropped_chars      characters forbidden in XML that the text lost
# vector_id          id in the vector index
# origin             "aligned" by a build, or "imported" from an exchange file
# reviewed           what a person decided of this variant: accepted, edited, rejected; null where nobody did
# tuid               of an imported unit: the id that its file gave it
UNIT_SCHEMA: Final[dict[str, pl.DataType]] = {
    "unit_id": pl.String(),
    "parent_id": pl.String(),
    "level": pl.String(),
    "set_name": pl.String(),
    "symbol": pl.String(),
    "pivot": pl.String(),
    "position": pl.Int32(),
    "language": pl.String(),
    "text": pl.String(),
    "kind": pl.String(),
    "label": pl.String(),
    "path": pl.String(),
    "page": pl.Int32(),
    "start": pl.Int64(),
    "end": pl.Int64(),
    "blocks": pl.Int32(),
    "document": pl.String(),
    "sha256": pl.String(),
    "date": pl.Date(),
    "title": pl.String(),
    "probability": pl.Float64(),
    "unit_probability": pl.Float64(),
    "rule": pl.String(),
    "via": pl.String(),
    "flags": pl.String(),
    "dropped_chars": pl.Int32(),
    "vector_id": pl.Int64(),
    "origin": pl.String(),
    "reviewed": pl.String(),
    "tuid": pl.String(),
}
# What the columns mean that sets and memories written before they were kept do not have.
_ADDED_COLUMNS: Final[dict[str, str | None]] = {"origin": ALIGNED, "reviewed": None, "tuid": None}
UNIT_ORDER = ("set_name", "level", "position", "language")

Record = dict[str, Any]


def units_of(aligned: AlignedSet) -> pl.DataFrame:
    """Return the units of a set with the columns `UNIT_SCHEMA`, in the order `UNIT_ORDER`.

    A row without sentences of its own has one: itself. Variants that are empty once cleaned are left out.
    """
    paragraphs = [
        (row, variants)
        for row, unit_id in zip(aligned.rows, row_ids(aligned), strict=True)
        if unit_id is not None and (variants := _paragraph(aligned, row, unit_id))
    ]
    taken = {variants[0]["unit_id"] for _row, variants in paragraphs}
    records: list[Record] = []
    position = 0
    for number, (row, variants) in enumerate(paragraphs):
        records.extend({**variant, "position": number} for variant in variants)
        sentences = _sentences(row, variants)
        ids = sentence_ids(variants[0]["unit_id"], len(sentences), taken)
        for unit_id, sentence in zip(ids, sentences, strict=True):
            records.extend({**variant, "unit_id": unit_id, "position": position} for variant in sentence)
            position += 1
    return unit_table(pl.DataFrame(records, schema=UNIT_SCHEMA))


def unit_table(units: pl.DataFrame) -> pl.DataFrame:
    """Return the table in the order `UNIT_ORDER` with vector ids; raises `IdCollision` where ids repeat."""
    ids = [vector_id(*pair) for pair in units.select("unit_id", "language").iter_rows()]
    refuse_repeated_ids(units, ids)
    return units.with_columns(pl.Series("vector_id", ids, dtype=pl.Int64)).sort(UNIT_ORDER)


def as_unit_table(table: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of `UNIT_SCHEMA`, in order and type; raises a `PolarsError` if one is missing.

    The columns that earlier versions did not keep are filled in.
    """
    return with_added_columns(table.lazy()).select(_typed_columns()).collect()


def with_added_columns(units: pl.LazyFrame) -> pl.LazyFrame:
    """Return the table with the columns that earlier versions did not keep."""
    present = set(units.collect_schema().names())
    added = {name: value for name, value in _ADDED_COLUMNS.items() if name not in present}
    return units.with_columns(
        pl.lit(value, dtype=UNIT_SCHEMA[name]).alias(name) for name, value in added.items()
    )


def _typed_columns() -> list[pl.Expr]:
    return [pl.col(name).cast(dtype) for name, dtype in UNIT_SCHEMA.items()]


def vector_id(unit_id: str, language: str) -> int:
    """Return the id of a variant in the vector index: a non-negative int64 from BLAKE2b."""
    digest = hashlib.blake2b(f"{unit_id}\n{language}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


def refuse_repeated_ids(units: pl.DataFrame, ids: Sequence[int]) -> None:
    """Raise `IdCollision`, naming both variants, if two rows share their vector id."""
    if len(set(ids)) == len(ids):
        return
    first: dict[int, tuple[str, str]] = {}
    for number, pair in zip(ids, units.select("unit_id", "language").iter_rows(), strict=True):
        if number in first:
            raise IdCollision(f"{' '.join(first[number])} and {' '.join(pair)} share the vector id {number}.")
        first[number] = pair


def _paragraph(aligned: AlignedSet, row: Row, unit_id: str) -> list[Record]:
    """Return the records of a row's variants, without `position`."""
    reference = reference_language(row, aligned.pivot)
    variants = [
        variant
        for language in row.languages
        if (variant := _variant(aligned, row, language, reference))["text"]
    ]
    lowest = min((variant["probability"] for variant in variants), default=0.0)
    shared = {
        "unit_id": unit_id,
        "level": "paragraph",
        "set_name": clean_text(aligned.name)[0] or "_",
        "symbol": set_symbol(aligned),
        "pivot": aligned.pivot,
        "flags": "; ".join(row.flags),
        "unit_probability": lowest if len(variants) > 1 else round(row.probability, 3),
        "origin": ALIGNED,
        "reviewed": None,
        "tuid": None,
    }
    return [{**variant, **shared} for variant in variants]


def _variant(aligned: AlignedSet, row: Row, language: str, reference: str) -> Record:
    document = aligned.documents[language]
    start, end = row.ranges[language]
    blocks = (document.blocks if row.stream == "body" else document.footnotes)[start:end]
    text, dropped = clean_text(join_sentences([block.text for block in blocks], language))
    return {
        "language": language,
        "text": text,
        "dropped_chars": dropped,
        **_place(blocks),
        **_source(document),
        **_evidence(row, language, reference),
    }


def _place(blocks: Sequence[Block]) -> Record:
    return {
        "kind": blocks[0].kind.value,
        "label": clean_text(blocks[0].label)[0],
        "path": clean_text(next((block.path for block in blocks if block.path), ""))[0],
        "page": blocks[0].page,
        "start": blocks[0].place.start,
        "end": blocks[-1].place.end,
        "blocks": len(blocks),
    }


def _source(document: Document) -> Record:
    return {
        "document": clean_text(document.path.as_posix())[0],
        "sha256": document.sha256,
        "date": document.date,
        "title": clean_text(document.title)[0] if document.title else None,
    }


def _evidence(row: Row, language: str, reference: str) -> Record:
    if language == reference:
        return {"probability": 1.0, "rule": None, "via": None}
    return {
        "probability": round(row.probabilities.get(language, row.probability), 3),
        "rule": row.rules.get(language),
        "via": row.via.get(language, reference),
    }


def _sentences(row: Row, paragraph: Sequence[Record]) -> list[list[Record]]:
    """Return the records of each sentence of a row, from those of its paragraph, without id and position."""
    shared = {"level": "sentence", "parent_id": paragraph[0]["unit_id"], "blocks": 0}
    if not row.sentences:
        return [[{**variant, **shared} for variant in paragraph]]
    sentences = [_sentence(sentence, paragraph, shared) for sentence in row.sentences]
    return [variants for variants in sentences if variants]


def _sentence(sentence: SentenceRow, paragraph: Sequence[Record], shared: Record) -> list[Record]:
    variants = []
    for variant in paragraph:
        text, dropped = clean_text(sentence.texts.get(variant["language"], ""))
        if text:
            probability = 1.0 if variant["via"] is None else _probability_of(sentence, variant["language"])
            made = {"text": text, "dropped_chars": dropped, "probability": probability}
            variants.append({**variant, **shared, **made})
    lowest = min((variant["probability"] for variant in variants), default=0.0)
    alone = round(sentence.probability, 3)
    return [{**variant, "unit_probability": lowest if len(variants) > 1 else alone} for variant in variants]


def _probability_of(sentence: SentenceRow, language: str) -> float:
    return round(sentence.probabilities.get(language, sentence.probability), 3)
