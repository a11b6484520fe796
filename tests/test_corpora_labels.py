"""A label at the beginning of a paragraph is recognised in six languages; what only looks like one is not."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.label_forms import LabelForm, LabelStyle, Reading
from corpora.labels import mask_ordinals, split_label, split_label_chain

CASES = Path(__file__).parent / "cases" / "labels"
LANGUAGES = ["ar", "zh", "en", "fr", "ru", "es"]


def cases(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("case", cases("labels.tsv"), ids=lambda case: f"{case['language']} {case['text']}")
def test_a_label_is_split_from_its_text(case: dict[str, str]) -> None:
    found = split_label(case["text"], case["language"])
    assert found is not None
    label, rest = found
    assert {
        "raw": label.raw,
        "style": label.style.value,
        "values": ".".join(map(str, label.values)),
        "suffix": label.suffix,
        "sure": "yes" if label.sure else "no",
        "rest": rest,
        "masked": mask_ordinals(case["text"], case["language"]),
    } == {key: case[key] for key in ("raw", "style", "values", "suffix", "sure", "rest", "masked")}


@pytest.mark.parametrize(
    "case", cases("not_labels.tsv"), ids=lambda case: f"{case['language']} {case['text']}"
)
def test_what_only_looks_like_a_label_stays_in_the_text(case: dict[str, str]) -> None:
    assert split_label(case["text"], case["language"]) is None
    assert mask_ordinals(case["text"], case["language"]) == case["text"]


def test_an_ambiguous_label_keeps_all_its_readings() -> None:
    found = split_label("(i) to help", "en")
    assert found is not None
    assert found[0].readings == (Reading(LabelStyle.ROMAN, 1), Reading(LabelStyle.LETTER, 9))
    found = split_label("с) оказать", "ru")
    assert found is not None
    assert found[0].readings[:2] == (Reading(LabelStyle.LETTER, 3), Reading(LabelStyle.LETTER, 17))


def test_an_initial_is_a_label_of_low_confidence() -> None:
    found = split_label("A. Smith said", "en")
    assert found is not None
    assert (found[0].style, found[0].sure) == (LabelStyle.CAPITAL_LETTER, False)


def test_only_the_first_of_several_labels_is_split_off() -> None:
    found = split_label("1. (a) Decides", "en")
    assert found is not None
    assert (found[0].raw, found[1]) == ("1.", "(a) Decides")
    assert mask_ordinals("1. (a) Decides", "en") == "Decides"


def test_signs_of_direction_and_vowel_signs_do_not_hide_a_label() -> None:
    found = split_label("\u200f\u202b١\u200f -\u202c تقرّر", "ar")
    assert found is not None
    assert (found[0].style, found[0].values, found[1].lstrip("\u202c ")) == (LabelStyle.NUMBER, (1,), "تقرّر")
    found = split_label("أوّلاً - مقدّمة", "ar")
    assert found is not None
    assert (found[0].style, found[0].values) == (LabelStyle.CAPITAL_ROMAN, (1,))


@pytest.mark.parametrize(
    ("chain", "values", "forms"),
    [
        ("2 (1) (a)", [(2,), (1,), (1,)], [LabelForm.BARE, LabelForm.ROUND, LabelForm.ROUND]),
        (
            "2(1)(a)(ii)",
            [(2,), (1,), (1,), (2,)],
            [LabelForm.BARE, LabelForm.ROUND, LabelForm.ROUND, LabelForm.ROUND],
        ),
        ("1.", [(1,)], [LabelForm.FULL]),
        ("١.", [(1,)], [LabelForm.FULL]),
        ("أ.", [(1,)], [LabelForm.FULL]),
        ("2.1", [(2, 1)], [LabelForm.FULL]),
        ("ANNEXE 2", [(2,)], [LabelForm.WORD]),
        ("(2) et (3)", [(2,)], [LabelForm.ROUND]),
        ("no label at all", [], []),
        ("", [], []),
    ],
)
def test_a_chain_from_markup_gives_each_label(
    chain: str, values: list[tuple[int, ...]], forms: list[LabelForm]
) -> None:
    labels = split_label_chain(chain, "fr")
    assert [label.values for label in labels] == values
    assert [label.form for label in labels] == forms


@given(text=st.text(max_size=60), language=st.sampled_from(LANGUAGES))
def test_a_split_loses_nothing_but_white_space(text: str, language: str) -> None:
    found = split_label(text, language)
    if found is not None:
        label, rest = found
        assert "".join((label.raw + rest).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "unit",
    ["1", "1 ", "(a", "1.1", "(", "一十", "I", "第", "a ", "\u200f", "\u0301", "1-1", " ", "㈠", "1 bis "],
)
def test_a_long_hostile_line_is_read_at_once(unit: str) -> None:
    line = unit * (100_000 // len(unit))
    start = time.perf_counter()
    for language in LANGUAGES:
        split_label(line, language)
        split_label_chain(line, language)
        mask_ordinals(line, language)
    assert time.perf_counter() - start < 2.0
