"""Units chosen column by column are those that are chosen one by one."""

from __future__ import annotations

import datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tm.unit_batches
from tm.selection import Choice, Tally, chosen_units
from tm.unit_batches import batches_of_level, chosen_rows
from tm.units import UNIT_SCHEMA

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
TEXTS = {
    "ar": "تقرر الجمعية العامة",
    "en": "The General Assembly decides",
    "es": "La Asamblea General decide",
    "fr": "L'Assemblée générale décide",
    "ru": "Генеральная Ассамблея постановляет",
    "zh": "大会决定",
}
DATE = datetime.date(2013, 12, 18)

variant = st.fixed_dictionaries(
    {
        "probability": st.sampled_from([0.2, 0.5, 0.799, 0.8, 0.95, 1.0]),
        "via": st.sampled_from([None, "fr", "en"]),
        "reviewed": st.sampled_from([None, None, None, "accepted", "edited", "rejected"]),
        "blocks": st.integers(0, 3),
    }
)
unit = st.dictionaries(st.sampled_from(LANGUAGES), variant, min_size=1)
memories = st.lists(unit, min_size=1, max_size=12)


def table(units: list[dict[str, dict[str, Any]]]) -> pl.DataFrame:
    rows = []
    for level in ("paragraph", "sentence"):
        for number, variants in enumerate(units):
            lowest = min(one["probability"] for one in variants.values())
            for code in sorted(variants):
                row: dict[str, Any] = dict.fromkeys(UNIT_SCHEMA)
                row |= {
                    "unit_id": f"A/RES/68/1:OP{number}{'.1' if level == 'sentence' else ''}",
                    "level": level,
                    "set_name": "set",
                    "pivot": "fr",
                    "position": number,
                    "language": code,
                    "text": f"{TEXTS[code]} {number}",
                    "path": "",
                    "document": "d",
                    "date": DATE,
                    "unit_probability": lowest,
                    "dropped_chars": 0,
                    "origin": "aligned",
                    **variants[code],
                }
                rows.append(row)
    return pl.DataFrame(rows, schema=UNIT_SCHEMA)


def one_by_one(units: pl.DataFrame, choice: Choice, source: str) -> tuple[list[Any], dict[str, int]]:
    """The obvious way: the units of `tm.selection`, then those with the source, which comes first."""
    tally = Tally()
    found = []
    for chosen in chosen_units(units.lazy(), choice, tally):
        languages = [one.language for one in chosen.variants]
        if source not in languages:
            tally.leave_out(f"units without text in {source}")
            continue
        ordered = sorted(chosen.variants, key=lambda one: (one.language != source, one.language))
        found.append(
            (chosen.unit_id, chosen.probability, chosen.via, [(one.language, one.text) for one in ordered])
        )
    return found, dict(sorted(tally.left_out.items()))


def by_columns(units: pl.DataFrame, choice: Choice, source: str) -> tuple[list[Any], dict[str, int]]:
    tally = Tally()
    found: list[Any] = []
    for batch in batches_of_level(units.lazy(), choice.level):
        rows = chosen_rows(batch, choice, source, tally)
        for _, group in rows.group_by("unit", maintain_order=True):
            first = group.row(0, named=True)
            texts = sorted(
                group.select("language", "text").iter_rows(), key=lambda one: (one[0] != source, one[0])
            )
            found.append((first["unit_id"], first["unit_probability"], first["composed"], texts))
    return found, dict(sorted(tally.left_out.items()))


@settings(max_examples=150, deadline=None)
@given(
    memories,
    st.sampled_from([None, ("fr", "en"), ("en", "fr"), ("zh", "ar"), ("ru", "es")]),
    st.sampled_from([0.0, 0.5, 0.8, 0.9]),
    st.sampled_from([None, 0.9]),
    st.sampled_from(["paragraph", "sentence"]),
    st.sampled_from([3, 7, 1000]),
)
def test_columns_give_the_units_the_order_and_the_reasons_of_the_obvious_way(
    units: list[dict[str, dict[str, Any]]],
    pair: tuple[str, str] | None,
    low: float,
    below: float | None,
    level: str,
    rows_at_a_time: int,
) -> None:
    source = pair[0] if pair else "fr"
    choice = Choice(level, pair, low, below)
    frame = table(units)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tm.unit_batches, "ROWS_AT_A_TIME", rows_at_a_time)
        assert by_columns(frame, choice, source) == one_by_one(frame, choice, source)
