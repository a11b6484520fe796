"""Decisions in effect: texts replaced, verdicts noted, what is stale or unknown told; nothing else moves."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import polars as pl
import pytest

from tm.review_journal import Decision, Verdict
from tm.reviewed_units import apply_decisions
from tm.unit_columns import text_hash
from tm.units import UNIT_SCHEMA, units_of

OP1 = "A/RES/68/999:OP1"
NEW = {
    "ar": "تهيب بجميع الدول أن تخفض تصريف المياه المستعملة.",
    "en": "Calls upon all States to reduce discharges of waste water.",
    "es": "Pide a todos los Estados que reduzcan los vertidos.",
    "fr": "Demande à tous les États de réduire les rejets.",
    "ru": "призывает все государства сократить сброс сточных вод.",
    "zh": "呼吁所有国家减少废水排放。",
}


@pytest.fixture
def units(tm_sets: ModuleType) -> pl.DataFrame:
    return units_of(tm_sets.rivers())


def text_of(units: pl.DataFrame, unit_id: str, language: str, column: str = "text") -> str | None:
    found = units.filter((pl.col("unit_id") == unit_id) & (pl.col("language") == language))
    return found[column].item()


def decision(
    units: pl.DataFrame, unit_id: str, target: str, verdict: Verdict, corrected: str = "", source: str = "fr"
) -> Decision:
    hashes = [text_hash(text_of(units, unit_id, language) or "") for language in (source, target)]
    return Decision(
        unit_id, source, target, *hashes, verdict, corrected, "", "", "2026-11-26T00:00:00Z", "f", "d", 1
    )  # fmt: skip


def test_without_decisions_the_table_only_gets_the_column(units: pl.DataFrame) -> None:
    done = apply_decisions(units, [])
    assert done.units.columns == list(UNIT_SCHEMA)
    assert done.units.drop("reviewed").equals(units.drop("reviewed"))
    assert done.units["reviewed"].null_count() == units.height
    assert (done.applied, done.stale, done.unknown, done.unsettled) == ((), (), (), ())


@pytest.mark.parametrize("target", sorted(NEW))
def test_an_edit_replaces_one_text_in_any_language(units: pl.DataFrame, target: str) -> None:
    source = "en" if target == "fr" else "fr"
    edit = decision(units, f"{OP1}.1", target, Verdict.EDIT, NEW[target], source)
    done = apply_decisions(units, [edit])
    assert text_of(done.units, f"{OP1}.1", target) == NEW[target]
    assert text_of(done.units, f"{OP1}.1", target, "reviewed") == "edited"
    assert done.applied == (edit,)
    of_target = (pl.col("language") == target) & pl.col("unit_id").is_in([OP1, f"{OP1}.1"])
    others = ~of_target
    assert done.units.filter(others).drop("reviewed").equals(units.filter(others).drop("reviewed"))
    assert done.units["probability"].equals(units["probability"])


def test_an_edited_sentence_is_replaced_in_its_paragraph(units: pl.DataFrame, tm_sets: ModuleType) -> None:
    edit = decision(units, f"{OP1}.2", "ru", Verdict.EDIT, "она подчеркивает крайнюю срочность;")
    done = apply_decisions(units, [edit])
    sentence = tm_sets.FIRST_SENTENCES[0]["ru"]
    assert text_of(done.units, OP1, "ru") == f"{sentence} она подчеркивает крайнюю срочность;"
    assert text_of(done.units, OP1, "ru", "reviewed") is None
    assert done.unsettled == ()


def test_an_edited_paragraph_of_several_sentences_is_told(units: pl.DataFrame, tm_sets: ModuleType) -> None:
    edit = decision(units, OP1, "zh", Verdict.EDIT, NEW["zh"])
    done = apply_decisions(units, [edit])
    assert text_of(done.units, OP1, "zh") == NEW["zh"]
    assert text_of(done.units, f"{OP1}.1", "zh") == tm_sets.FIRST_SENTENCES[0]["zh"]
    assert done.unsettled == (OP1,)


def test_a_paragraph_and_its_only_sentence_are_decided_together(units: pl.DataFrame) -> None:
    annex = "A/RES/68/999:ANNEX1"
    for one, other in ((annex, f"{annex}.1"), (f"{annex}.1", annex)):
        done = apply_decisions(units, [decision(units, one, "es", Verdict.EDIT, "Lista de los ríos")])
        assert text_of(done.units, other, "es") == "Lista de los ríos"
        assert text_of(done.units, other, "es", "reviewed") == "edited"
        assert done.unsettled == ()


def test_the_sentences_of_a_rejected_paragraph_are_rejected(units: pl.DataFrame) -> None:
    done = apply_decisions(units, [decision(units, OP1, "ar", Verdict.REJECT)])
    rejected = done.units.filter(pl.col("reviewed") == "rejected")
    assert rejected.select("unit_id", "language").rows() == [
        (OP1, "ar"),
        (f"{OP1}.1", "ar"),
        (f"{OP1}.2", "ar"),
    ]
    assert done.units.drop("reviewed").equals(units.drop("reviewed"))


def test_the_last_decision_counts(units: pl.DataFrame) -> None:
    reject = decision(units, OP1, "en", Verdict.REJECT)
    accept = replace(reject, verdict=Verdict.ACCEPT, row=2)
    done = apply_decisions(units, [reject, accept])
    assert text_of(done.units, OP1, "en", "reviewed") == "accepted"
    assert text_of(done.units, f"{OP1}.1", "en", "reviewed") is None
    assert done.applied == (accept,)


def test_a_decision_about_the_edited_text_builds_on_the_edit(units: pl.DataFrame) -> None:
    edit = decision(units, OP1, "ru", Verdict.EDIT, NEW["ru"])
    accept = replace(edit, target_hash=text_hash(NEW["ru"]), verdict=Verdict.ACCEPT, corrected="")
    done = apply_decisions(units, [edit, accept])
    assert text_of(done.units, OP1, "ru") == NEW["ru"]
    assert text_of(done.units, OP1, "ru", "reviewed") == "edited"
    second = replace(accept, verdict=Verdict.EDIT, corrected="призывает все страны;")
    done = apply_decisions(units, [edit, second])
    assert text_of(done.units, OP1, "ru") == "призывает все страны;"


def test_a_later_decision_about_the_text_as_built_takes_an_edit_back(
    units: pl.DataFrame, tm_sets: ModuleType
) -> None:
    edit = decision(units, OP1, "ru", Verdict.EDIT, NEW["ru"])
    accept = decision(units, OP1, "ru", Verdict.ACCEPT)
    done = apply_decisions(units, [edit, accept])
    assert text_of(done.units, OP1, "ru") == tm_sets.FIRST["ru"]
    assert text_of(done.units, OP1, "ru", "reviewed") == "accepted"


@pytest.mark.parametrize("side", ["source_hash", "target_hash"])
def test_a_decision_about_other_texts_is_stale_and_changes_nothing(units: pl.DataFrame, side: str) -> None:
    edit = replace(decision(units, OP1, "zh", Verdict.EDIT, NEW["zh"]), **{side: text_hash("旧")})
    done = apply_decisions(units, [edit])
    assert done.stale == (edit,)
    assert done.applied == ()
    assert done.units.drop("reviewed").equals(units.drop("reviewed"))


def test_a_decision_about_a_unit_that_is_gone_is_told(units: pl.DataFrame) -> None:
    gone = replace(decision(units, OP1, "ar", Verdict.REJECT), unit_id="A/RES/68/999:OP9")
    foreign = replace(decision(units, OP1, "ar", Verdict.REJECT), target_language="de")
    done = apply_decisions(units, [gone, foreign])
    assert done.unknown == (gone, foreign)
    assert done.units["reviewed"].null_count() == units.height


def test_words_of_earlier_reviews_stay_where_nothing_new_was_decided(units: pl.DataFrame) -> None:
    before = units.with_columns(pl.lit("accepted").alias("reviewed"))
    done = apply_decisions(before, [decision(units, OP1, "ar", Verdict.REJECT)])
    assert done.units["reviewed"].value_counts().sort("reviewed").rows() == [
        ("accepted", units.height - 3), ("rejected", 3),
    ]  # fmt: skip
