"""The same place has the same path in every language; the sequence decides between readings."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from corpora.label_forms import Label
from corpora.label_paths import assign_paths, comparable_path, path_of_chain
from corpora.labels import split_label, split_label_chain

CASES = Path(__file__).parent / "cases" / "labels" / "paths.tsv"
LETTERS_AFTER = {"ar": " نص", "zh": " 文", "ru": " Текст"}
RESOLUTIONS = Path("un_ga_res_55_100")


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def labels_of(written: list[str], language: str) -> list[Label | None]:
    found = []
    for label in written:
        bare = label[0].isalpha() and label[-1].isalnum() and len(label) > 4
        parts = split_label(label if bare else label + LETTERS_AFTER.get(language, " Text"), language)
        found.append(parts[0] if parts else None)
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['language']} {case['what']}")
def test_paths_follow_the_sequence(case: dict[str, str]) -> None:
    written = case["labels"].split(" | ")
    labels = labels_of(written, case["language"])
    assert all(labels)
    paths = assign_paths(labels, top=case["top"], language=case["language"])
    assert [path or "-" for path in paths] == case["paths"].split(" | ")


def test_blocks_without_a_label_have_no_path_and_change_nothing() -> None:
    labels = labels_of(["1.", "(a)", "(b)"], "en")
    assert assign_paths([None, labels[0], None, labels[1], None, labels[2], None], language="en") == [
        "", "P1", "", "P1/a", "", "P1/b", "",
    ]  # fmt: skip


def test_depths_from_markup_place_what_the_sequence_leaves_open() -> None:
    labels = labels_of(["Section 2 –", "a.", "1.", "2.", "A.", "i.", "b.", "1."], "en")
    assert assign_paths(labels, levels=[0, 1, 2, 2, 3, 4, 1, 2], language="en") == [
        "SEC2", "SEC2/a", "SEC2/a/1", "SEC2/a/2", "SEC2/a/2/a", "SEC2/a/2/a/i", "SEC2/b", "SEC2/b/1",
    ]  # fmt: skip


def test_a_stray_section_word_out_of_sequence_is_no_label() -> None:
    labels = [
        found[0] if found else None
        for text in ("Article 1", "Article 19 Charter", "Article 2")
        for found in [split_label(text, "en")]
    ]
    assert assign_paths(labels, language="en") == ["ART1", "", "ART2"]


@pytest.mark.parametrize(
    ("chain", "top", "path"),
    [
        ("2 (1) (a)", "P", "P2/1/a"),
        ("2 (1) (a) (i)", "P", "P2/1/a/i"),
        ("1.", "OP", "OP1"),
        ("2.1", "P", "P2.1"),
        ("ANNEXE 2", "P", "ANNEX2"),
        ("", "P", ""),
    ],
)
def test_a_chain_gives_its_full_path(chain: str, top: str, path: str) -> None:
    assert path_of_chain(split_label_chain(chain, "fr"), top=top) == path


def test_translations_that_name_a_division_otherwise_are_comparable() -> None:
    assert comparable_path("SEC2/a/1") == comparable_path("ART2/a/1") == "#2/a/1"
    assert comparable_path("ANNEX1/ART3/1") == "ANNEX1/#3/1"
    assert comparable_path("OP12/a") == "OP12/a"


def test_twenty_thousand_labels_are_placed_in_seconds() -> None:
    labels = labels_of(["1.", "(a)", "(i)", "2.", "I.", "A.", "II."], "en") * 3000
    assert len(assign_paths(labels, language="en")) == 21_000


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_a_real_resolution_numbers_its_operative_paragraphs(shared_data: Path, language: str) -> None:
    text = (shared_data / RESOLUTIONS / f"UN_A_RES_55_100.{language}.txt").read_text(encoding="utf-8")
    found = [split_label(line, language) for line in text.splitlines()]
    paths = assign_paths([parts[0] if parts else None for parts in found], top="OP", language=language)
    assert [path for path in paths if path] == ["OP1", "OP2", "OP3", "OP4"]


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_a_real_declaration_has_thirty_articles(shared_data: Path, language: str) -> None:
    text = (shared_data / "udhr" / "units" / f"{language}.txt").read_text(encoding="utf-8")
    found = [split_label(line, language) for line in text.splitlines()]
    paths = assign_paths([parts[0] if parts else None for parts in found], language=language)
    assert [path for path in paths if path] == [f"ART{number}" for number in range(1, 31)]


def test_a_list_goes_on_after_an_interruption_where_markup_has_it_further_out() -> None:
    labels = labels_of(["1.", "a.", "b.", "(i)", "(ii)", "c.", "2."], "en")
    levels = [1, 2, 2, 0, 0, 1, 1]
    paths = assign_paths(labels, top="P", levels=levels, language="en")
    assert paths == ["P1", "P1/a", "P1/b", "P1/b/i", "P1/b/ii", "P1/c", "P2"]
