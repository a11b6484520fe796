"""Units: one row a variant, clean text, both levels."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest

from align.beads import Row
from tm.clean_text import clean_text
from tm.errors import IdCollision
from tm.units import UNIT_ORDER, UNIT_SCHEMA, as_unit_table, refuse_repeated_ids, units_of, vector_id


@pytest.fixture
def units(tm_sets: ModuleType) -> pl.DataFrame:
    return units_of(tm_sets.rivers())


def row_of(units: pl.DataFrame, unit_id: str, language: str) -> dict[str, object]:
    return units.row(
        by_predicate=(pl.col("unit_id") == f"A/RES/68/999:{unit_id}") & (pl.col("language") == language),
        named=True,
    )


def test_the_schema_is_fixed_and_the_rows_are_in_order(units: pl.DataFrame) -> None:
    assert units.schema == pl.Schema(UNIT_SCHEMA)
    assert units.equals(units.sort(UNIT_ORDER))
    assert units.height == 7 * 6 + 1 + 8 * 6 + 1


def test_a_variant_says_where_it_comes_from(units: pl.DataFrame) -> None:
    row = row_of(units, "OP1", "ru")
    del row["vector_id"]
    text = "призывает государства сократить сброс сточных вод. Она подчеркивает срочность;"
    assert row == {
        "unit_id": "A/RES/68/999:OP1",
        "parent_id": None,
        "level": "paragraph",
        "set_name": "rivers",
        "symbol": "A/RES/68/999",
        "pivot": "fr",
        "position": 2,
        "language": "ru",
        "text": text,
        "kind": "operative",
        "label": "1.",
        "path": "OP1",
        "page": 2,
        "start": 150,
        "end": 150 + len(text),
        "blocks": 1,
        "document": "docs/rivers.ru.txt",
        "sha256": "ru" * 32,
        "date": datetime.date(2013, 12, 18),
        "title": "Меры по охране рек",
        "probability": 0.94,
        "unit_probability": 0.91,
        "rule": "label",
        "via": "fr",
        "flags": "",
        "dropped_chars": 0,
        "origin": "aligned",
        "reviewed": None,
        "tuid": None,
    }


def test_a_table_of_before_gets_the_columns_that_were_not_kept(units: pl.DataFrame) -> None:
    before = units.drop("origin", "reviewed", "tuid")
    assert as_unit_table(before).equals(units)


@pytest.mark.parametrize(
    ("language", "separator"), [("fr", " "), ("en", " "), ("es", " "), ("ru", " "), ("ar", " "), ("zh", "")]
)
def test_several_blocks_are_joined_as_the_language_writes(
    units: pl.DataFrame, tm_sets: ModuleType, language: str, separator: str
) -> None:
    row = row_of(units, "OP2-3", language)
    assert row["text"] == tm_sets.SECOND[language] + separator + tm_sets.THIRD[language]
    assert row["blocks"] == 2


def test_the_pivot_has_probability_one_and_the_unit_the_minimum(units: pl.DataFrame) -> None:
    assert row_of(units, "OP1", "fr")["probability"] == 1.0
    assert row_of(units, "OP1", "fr")["via"] is None
    assert row_of(units, "OP1.2", "zh")["unit_probability"] == 0.8


def test_a_unit_in_one_language_keeps_the_probability_of_its_row(units: pl.DataFrame) -> None:
    assert row_of(units, "en!PAR1", "en")["unit_probability"] == 0.4
    assert row_of(units, "en!PAR1", "en")["flags"] == "no pivot"


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_sentences_belong_to_their_paragraph(units: pl.DataFrame, tm_sets: ModuleType, language: str) -> None:
    for number, texts in enumerate(tm_sets.FIRST_SENTENCES, start=1):
        row = row_of(units, f"OP1.{number}", language)
        assert (row["text"], row["parent_id"]) == (texts[language], "A/RES/68/999:OP1")


@pytest.mark.parametrize(
    ("raw", "clean", "dropped"),
    [
        ("Que\u0301bec\u0000 \u000b!", "Québec !", 2),
        ("ал\ud800маты", "алматы", 1),
        ("第一\ufffe条\uffff", "第一条", 2),
        ("سطر\r\nثان", "سطر ثان", 0),
        (" a\tb\u2028c ", "a b c", 0),
        ("\U0001f30a río \u200f\u00a0ñ", "\U0001f30a río \u200f\u00a0ñ", 0),
    ],
)
def test_text_is_nfc_on_one_line_without_forbidden_characters(raw: str, clean: str, dropped: int) -> None:
    assert clean_text(raw) == (clean, dropped)


def test_forbidden_characters_are_counted_and_empty_variants_left_out(tm_sets: ModuleType) -> None:
    hostile = tm_sets.simple_set("s", [{"fr": "Eau\u0008 claire", "en": "\u0001", "zh": "清水"}])
    units = units_of(hostile).filter(pl.col("level") == "paragraph")
    chosen = units.select("language", "text", "dropped_chars")
    assert chosen.rows() == [
        ("fr", "Eau claire", 1),
        ("zh", "清水", 0),
    ]


def test_rows_without_any_text_make_no_unit(tm_sets: ModuleType) -> None:
    aligned = tm_sets.simple_set("s", [{"fr": "Un", "en": "One"}])
    empty = Row({"fr": (1, 1), "en": (1, 1)}, 1.0)
    assert units_of(dataclasses.replace(aligned, rows=(empty, *aligned.rows)))["unit_id"].n_unique() == 2
    assert units_of(dataclasses.replace(aligned, rows=())).schema == pl.Schema(UNIT_SCHEMA)


def test_vector_ids_are_stable_and_fit_int64() -> None:
    """The value is BLAKE2b of "id, line feed, language", 8 bytes little-endian, shifted right by one."""
    assert vector_id("A/RES/68/187:OP12", "fr") == vector_id("A/RES/68/187:OP12", "fr")
    assert vector_id("A/RES/68/187:OP12", "fr") != vector_id("A/RES/68/187:OP12", "en")
    assert 0 <= vector_id("x", "ar") <= np.iinfo(np.int64).max


def test_colliding_vector_ids_are_refused_by_name(units: pl.DataFrame) -> None:
    ids = units["vector_id"].to_list()
    ids[5] = ids[0]
    with pytest.raises(IdCollision, match="A/RES/68/999:T1 ar and A/RES/68/999:T1 zh"):
        refuse_repeated_ids(units, ids)


def test_file_names_are_posix_and_clean(tm_sets: ModuleType) -> None:
    aligned = tm_sets.simple_set("s", [{"fr": "Un", "en": "One"}])
    odd = dataclasses.replace(aligned.documents["fr"], path=Path("dossier", "a\udcff.txt"))
    units = units_of(dataclasses.replace(aligned, documents={**aligned.documents, "fr": odd}))
    assert set(units.filter(pl.col("language") == "fr")["document"]) == {"dossier/a.txt"}
