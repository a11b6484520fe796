"""What a cleaning rejects, by rule, in six languages; and what it leaves alone."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from align.encoders import Encoder
from tm.clean_journal import REVIEWER, reject, rejection_record, restore
from tm.cleaning import RULES, Rejection, find_rejections, usual_rules
from tm.errors import QueryError
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.review_journal import Verdict, decisions
from tm.units import unit_table, units_of

OTHERS = ("ar", "en", "es", "ru", "zh")
MOMENT = "2026-11-26T12:00:00Z"


@pytest.fixture
def table(tm_sets: ModuleType) -> pl.DataFrame:
    return units_of(tm_sets.rivers())


@pytest.fixture
def memory_of(tmp_path: Path, hash_encoder: Encoder) -> Any:
    def make(*tables: pl.DataFrame) -> Memory:
        digests = [f"digest{number:02d}" for number in range(len(tables))]
        for digest, units in zip(digests, tables, strict=True):
            write_set(tmp_path / "memory", digest, units)
        publish(tmp_path / "memory", digests, hash_encoder)
        return open_memory(tmp_path / "memory")

    return make


def changed(table: pl.DataFrame, unit: str, language: str, **values: Any) -> pl.DataFrame:
    here = (pl.col("unit_id") == f"A/RES/68/999:{unit}") & (pl.col("language") == language)
    columns = [
        pl.when(here).then(pl.lit(value, dtype=table.schema[name])).otherwise(name).alias(name)
        for name, value in values.items()
    ]
    return table.with_columns(columns)


def told(found: list[Rejection]) -> list[tuple[str, str, str]]:
    return [(one.rule, one.unit_id.partition(":")[2], one.target_language) for one in found]


def copy_of(table: pl.DataFrame, **values: Any) -> pl.DataFrame:
    """The set again under another symbol, all its columns `values` set."""
    renamed = [pl.col(name).str.replace("68/999", "70/1") for name in ("unit_id", "parent_id")]
    return unit_table(
        table.with_columns(
            *renamed,
            pl.lit("A/RES/70/1").alias("symbol"),
            pl.lit("zz").alias("set_name"),
            *(pl.lit(value, dtype=table.schema[name]).alias(name) for name, value in values.items()),
        )
    )


def test_a_clean_memory_has_nothing_to_reject(memory_of: Any, table: pl.DataFrame) -> None:
    assert told(find_rejections(memory_of(table))) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_that_was_left_in_french_is_rejected(
    memory_of: Any, table: pl.DataFrame, tm_sets: ModuleType, language: str
) -> None:
    memory = memory_of(changed(table, "PP1", language, text=tm_sets.RECITAL["fr"]))
    assert told(find_rejections(memory, rules=["untranslated"])) == [("untranslated", "PP1", language)]


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_in_another_language_is_rejected(
    memory_of: Any, table: pl.DataFrame, tm_sets: ModuleType, language: str
) -> None:
    other = "ru" if language != "ru" else "zh"
    memory = memory_of(changed(table, "PP1", language, text=tm_sets.RECITAL[other]))
    assert told(find_rejections(memory, rules=["wrong-language"])) == [("wrong-language", "PP1", language)]


@pytest.mark.parametrize("language", OTHERS)
def test_damaged_text_is_rejected_and_a_damaged_source_with_all_its_translations(
    memory_of: Any, table: pl.DataFrame, tm_sets: ModuleType, language: str
) -> None:
    text = tm_sets.RECITAL[language]
    memory = memory_of(changed(table, "PP1", language, text=text[:4] + "\ufffd" + text[5:]))
    assert told(find_rejections(memory)) == [("damaged-text", "PP1", language)]


def test_a_damaged_source_takes_all_its_translations_with_it(memory_of: Any, table: pl.DataFrame) -> None:
    memory = memory_of(changed(table, "PP1", "fr", text="Consciente que les rivi\ufffdres donnent de l'eau,"))
    found = find_rejections(memory, rules=["damaged-text"])
    assert told(found) == [("damaged-text", "PP1", language) for language in OTHERS]


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_without_a_letter_is_rejected(memory_of: Any, table: pl.DataFrame, language: str) -> None:
    digits = {"ar": "١٢ - ١٣", "zh": "12、13。"}.get(language, "12 - 13")
    memory = memory_of(changed(table, "PP1", language, text=digits))
    assert told(find_rejections(memory, rules=["no-words"])) == [("no-words", "PP1", language)]


def test_of_two_units_with_the_same_texts_the_surest_stays(memory_of: Any, table: pl.DataFrame) -> None:
    memory = memory_of(table, copy_of(table, probability=0.99))
    found = find_rejections(memory, rules=["duplicate"], pair=("fr", "zh"))
    assert {one.unit_id.partition(":")[0] for one in found} == {"A/RES/68/999"}
    assert len(found) == 7
    assert all(one.kept == one.unit_id.replace("68/999", "70/1") for one in found)
    assert found[0].reason == "A/RES/70/1:T1 has the same texts."


def test_keep_newest_keeps_the_newest(memory_of: Any, table: pl.DataFrame) -> None:
    import datetime

    memory = memory_of(table, copy_of(table, date=datetime.date(2020, 1, 2)))
    found = find_rejections(memory, rules=["duplicate"], pair=("fr", "ar"), keep="newest")
    assert {(one.unit_id.partition(":")[0], one.date) for one in found} == {("A/RES/68/999", "2013-12-18")}


@pytest.mark.parametrize("language", OTHERS)
def test_several_targets_of_one_source_are_rejected_but_for_the_most_frequent(
    memory_of: Any, table: pl.DataFrame, tm_sets: ModuleType, language: str
) -> None:
    third = copy_of(table)
    third = unit_table(
        third.with_columns(
            pl.col("unit_id").str.replace("70/1", "71/1"),
            pl.col("parent_id").str.replace("70/1", "71/1"),
            pl.lit("A/RES/71/1").alias("symbol"),
            pl.lit("zzz").alias("set_name"),
        )
    )
    other = changed(table, "PP1", language, text=tm_sets.ANNEX[language], probability=1.0)
    memory = memory_of(other, copy_of(table), third)
    rule = ["several-targets"]
    found = find_rejections(memory, rules=rule, pair=("fr", language), keep="most-frequent")
    assert [(one.unit_id, one.kept) for one in found] == [("A/RES/68/999:PP1", "A/RES/70/1:PP1")]
    found = find_rejections(memory, rules=rule, pair=("fr", language), keep="surest")
    assert [one.unit_id for one in found] == ["A/RES/70/1:PP1", "A/RES/71/1:PP1"]


def test_near_duplicates_differ_in_case_and_punctuation_only(memory_of: Any, table: pl.DataFrame) -> None:
    copy = copy_of(table).with_columns(pl.col("text").str.replace(r"[;；؛.。]$", "").str.to_uppercase())
    memory = memory_of(table, unit_table(copy))
    assert find_rejections(memory, rules=["duplicate"], pair=("es", "ru")) == []
    found = find_rejections(memory, rules=["near-duplicate"], pair=("es", "ru"))
    assert {one.unit_id.partition(":")[0] for one in found} == {"A/RES/70/1"}


def test_low_probability_is_less_than_the_least(memory_of: Any, table: pl.DataFrame) -> None:
    memory = memory_of(changed(table, "PP1", "es", probability=0.799))
    found = find_rejections(memory, rules=["low-probability"], min_probability=0.8)
    assert told(found) == [("low-probability", "PP1", "es")]
    assert found[0].reason == "The alignment has a probability of 0.799, less than 0.8."


def test_a_text_is_rejected_once_by_the_first_rule(memory_of: Any, table: pl.DataFrame) -> None:
    memory = memory_of(changed(table, "PP1", "es", text="12 \ufffd", probability=0.1))
    rules = ["low-probability", "no-words", "damaged-text"]
    found = find_rejections(memory, rules=rules, min_probability=0.5)
    assert told(found) == [("damaged-text", "PP1", "es")]


def test_what_was_rejected_leaves_and_comes_back_and_a_reviewer_is_left_alone(
    memory_of: Any, table: pl.DataFrame, hash_encoder: Encoder
) -> None:
    memory = memory_of(changed(table, "PP1", "ru", text="12 - 13"))
    folder = memory.folder
    found = find_rejections(memory)
    assert told(found) == [("no-words", "PP1", "ru")]
    assert reject(folder, found, MOMENT) == 1
    assert reject(folder, found, MOMENT) == 0
    (decision,) = decisions(folder)
    assert (decision.verdict, decision.reviewer) == (Verdict.REJECT, REVIEWER)
    assert decision.comment == "no-words: There is no letter in one of the texts."
    publish(folder, ["digest00"], hash_encoder)
    after = open_memory(folder).units().collect().filter(unit_id="A/RES/68/999:PP1", language="ru")
    assert after["reviewed"].to_list() == ["rejected"]
    assert find_rejections(open_memory(folder)) == []
    assert restore(folder, [rejection_record(one) for one in found], MOMENT) == 1
    publish(folder, ["digest00"], hash_encoder)
    after = open_memory(folder).units().collect().filter(unit_id="A/RES/68/999:PP1", language="ru")
    assert after["reviewed"].to_list() == ["accepted"]
    # A person has judged it now.
    assert find_rejections(open_memory(folder)) == []


def test_the_usual_rules_are_those_of_the_page_and_unknown_ones_are_refused(
    memory_of: Any, table: pl.DataFrame
) -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "cleaning.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    assert [row[1].strip(" `") for row in rows] == list(RULES)
    assert [row[1].strip(" `") for row in rows if row[3].strip() == "yes"] == list(usual_rules())
    with pytest.raises(QueryError, match='no rule "tidy"'):
        find_rejections(memory_of(table), rules=["tidy"])
