"""Checks of units against each other, of lengths against the file, and of a memory."""

from __future__ import annotations

import math
from pathlib import Path
from types import ModuleType

import pytest

from align.encoders import Encoder
from tm.checks.checked_units import CheckedUnit, CheckedVariant
from tm.checks.checking import check_units, choose_checks
from tm.checks.length_ratios import RatioCounts, constant_bounds, ratio_of
from tm.checks.memory_units import memory_units
from tm.checks.running import check_memory
from tm.memory import open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.units import units_of

BRIDGE = {
    "ar": "الجسر القديم على النهر الكبير",
    "zh": "大河上的古老桥梁",
    "en": "the old bridge over the large river",
    "fr": "le vieux pont sur la grande rivière",
    "ru": "старый мост через большую реку",
    "es": "el viejo puente sobre el gran río",
}
MILL = {
    "ar": "الطاحونة الجديدة بجانب الطريق",
    "zh": "路边的新建磨坊",
    "en": "the new mill beside the road there",
    "fr": "le nouveau moulin au bord du chemin",
    "ru": "новая мельница возле дороги",
    "es": "el molino nuevo junto al camino",
}
PAIRS = [("fr", "zh"), ("zh", "ar"), ("ar", "ru"), ("ru", "es"), ("es", "en"), ("en", "fr")]


def unit(name: str, *texts: tuple[str, str], **facts: object) -> CheckedUnit:
    variants = tuple(CheckedVariant(language, text) for language, text in texts)
    return CheckedUnit(name, variants, source_language=texts[0][0], **facts)  # type: ignore[arg-type]


def findings(units: list[CheckedUnit], check: str) -> list[tuple[str, str]]:
    return [(one.unit, one.message) for one in check_units(units, choose_checks([check]))]


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_source_with_two_translations_and_the_reverse_are_told_at_the_second(
    source: str, target: str
) -> None:
    first = unit("a", (source, BRIDGE[source]), (target, BRIDGE[target]))
    other = unit("b", (source, BRIDGE[source]), (target, MILL[target]))
    third = unit("c", (source, MILL[source]), (target, BRIDGE[target]))
    units = [first, other, third]
    assert findings(units, "set.source-translations") == [("b", "a translates this source otherwise.")]
    assert findings(units, "set.target-sources") == [("c", "a has this translation for another source.")]
    assert findings([first, first], "set.source-translations") == []


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_near_duplicate_is_the_same_but_for_punctuation_and_case(source: str, target: str) -> None:
    first = unit("a", (source, BRIDGE[source]), (target, BRIDGE[target]))
    near = unit("b", (source, f"«{BRIDGE[source].upper()}»."), (target, f"{BRIDGE[target]}!"))
    other = unit("c", (source, MILL[source]), (target, MILL[target]))
    assert findings([first, near, other, first], "set.near-duplicate") == [
        ("b", "a is the same but for case, punctuation and spaces.")
    ]


def test_headings_of_a_word_may_be_translated_by_their_place() -> None:
    units = [unit("a", ("en", "Part"), ("fr", "Partie")), unit("b", ("en", "Part"), ("fr", "Titre"))]
    assert findings(units, "set") == []


def test_a_composed_pair_against_direct_evidence_is_told() -> None:
    direct = unit("a", ("ar", BRIDGE["ar"]), ("zh", BRIDGE["zh"]))
    composed = unit("b", ("ar", BRIDGE["ar"]), ("zh", MILL["zh"]), via="fr")
    told = "a has another translation of this source; one of both is direct evidence."
    assert findings([direct, composed], "set.composed-disagrees") == [("b", told)]
    flagged = unit("c", ("ar", BRIDGE["ar"]), ("zh", BRIDGE["zh"]), flags="disagreement")
    assert [name for name, _ in findings([flagged], "set.composed-disagrees")] == ["c"]
    both = unit("d", ("ar", BRIDGE["ar"]), ("zh", MILL["zh"]))
    assert findings([direct, both], "set.composed-disagrees") == []


def test_low_probability_is_below_one_half_and_told_a_language() -> None:
    def with_probability(value: float) -> CheckedUnit:
        variants = (CheckedVariant("fr", "pont", 1.0), CheckedVariant("zh", "桥", value))
        return CheckedUnit("a", variants, source_language="fr")

    assert findings([with_probability(0.49)], "set.low-probability") == [
        ("a", "The alignment of zh has a probability of 0.49.")
    ]
    assert findings([with_probability(0.5)], "set.low-probability") == []


def test_a_bead_above_three_is_told() -> None:
    def with_blocks(count: int) -> CheckedUnit:
        variants = (CheckedVariant("ru", "мост", blocks=1), CheckedVariant("ar", "جسر", blocks=count))
        return CheckedUnit("a", variants)

    assert findings([with_blocks(4)], "set.large-bead") == [("a", "The unit has 4 paragraphs in ar.")]
    assert findings([with_blocks(3)], "set.large-bead") == []


def test_a_run_of_doubt_has_three_units_of_one_document_in_a_row() -> None:
    def units(*values: float, group: str = "g") -> list[CheckedUnit]:
        texts = (("es", "puente"), ("ru", "мост"))
        return [unit(f"u{k}", *texts, probability=value, group=group) for k, value in enumerate(values)]

    assert findings(units(0.9, 0.7, 0.6, 0.79, 0.8), "set.doubtful-run") == [
        ("u1", "3 units in a row, to u3, are below 0.8; the lowest has 0.60.")
    ]
    assert findings(units(0.7, 0.7, 0.9, 0.7, 0.7), "set.doubtful-run") == []
    assert findings([*units(0.7, 0.7), *units(0.7, 0.7, group="h")], "set.doubtful-run") == []
    assert len(findings(units(0.7, 0.7, 0.7), "set.doubtful-run")) == 1


def test_coverage_is_of_a_document_and_a_language() -> None:
    both, alone = (("fr", "pont"), ("ar", "جسر")), (("fr", "pont"), ("en", "bridge"))
    units = [unit(str(k), *(alone if k < 2 else both), group="g") for k in range(10)]
    assert [message for _, message in findings(units, "set.coverage")] == [
        "ar has a text in 8 of 10 units of g.",
        "en has a text in 2 of 10 units of g.",
    ]
    assert findings(units[:9], "set.coverage") == []
    full = [unit(str(k), *both, group="g") for k in range(20)]
    assert findings(full, "set.coverage") == []


def test_a_large_file_speaks_for_itself_about_lengths() -> None:
    # In this file translations have half the characters; by the constants all of them would be told.
    usual = [unit(str(k), ("en", "x" * 200), ("fr", "y" * (100 + k % 7))) for k in range(1200)]
    odd = unit("odd", ("en", "x" * 200), ("fr", "y" * 230))
    assert [name for name, _ in findings([*usual, odd], "content.length-ratio")] == ["odd"]
    assert [name for name, _ in findings([usual[0], odd], "content.length-ratio")] == ["0"]


def test_quantiles_of_the_histogram_are_those_of_the_numbers() -> None:
    counts = RatioCounts()
    for k in range(1001):
        counts.add(k / 1000)
    bounds = counts.bounds()
    assert (bounds.median, round(bounds.below, 2), round(bounds.above, 2)) == (0.5, 0.48, 0.48)


def test_constants_of_a_pair_are_opposite_in_its_two_directions() -> None:
    there, back = constant_bounds("fr", "zh"), constant_bounds("zh", "fr")
    assert there is not None
    assert back is not None
    assert there.median == -back.median
    assert math.exp(there.median) == pytest.approx(0.241, abs=0.001)
    assert constant_bounds("fr", "sv") is None
    assert ratio_of("pont", "мост") is None


def test_a_memory_is_checked_at_both_levels(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    folder = tmp_path / "memory"
    write_set(folder, "digest01", units_of(tm_sets.rivers()))
    publish(folder, ["digest01"], hash_encoder)
    memory = open_memory(folder)
    table = memory.units().collect()
    for level in ("paragraph", "sentence"):
        units = list(memory_units(memory, level))
        counted = table.filter(table["level"] == level).group_by("unit_id").len()
        assert len(units) == (counted["len"] > 1).sum()
        assert all(len(one.variants) > 1 and one.source is not None for one in units)
        assert all(one.variants[0].probability is not None for one in units)
    profiled = check_memory(memory, choose_checks(["profile"]), "trados")
    assert {one.check for one in profiled} == {"profile.not-bilingual"}
    assert list(check_memory(memory, choose_checks(["profile"], pair=("fr", "ar")), "trados")) == []
