"""The label noise of the benchmarks is what it says."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"


@pytest.fixture(scope="module", autouse=True)
def _scripts_importable() -> Iterator[None]:
    sys.path.insert(0, str(SCRIPTS))
    yield
    sys.path.remove(str(SCRIPTS))


def test_the_last_third_is_an_annex_numbered_from_one_again() -> None:
    from noisy_labels import true_numbers

    assert true_numbers([10, 11, 12, 14, 15, 19]) == {10: 1, 11: 2, 12: 3, 14: 4, 15: 1, 19: 2}


def test_a_fifth_of_the_labels_is_missing_and_a_twentieth_wrong_by_one_or_repeated() -> None:
    from corrupted_copies import clean
    from noisy_labels import noisy_labels, true_numbers

    version = clean([("text", row) for row in range(20_000)])
    numbers = true_numbers(range(20_000))
    labels = noisy_labels(version, numbers, "ru", 1)
    right = [f"P{numbers[row]}" for row in range(20_000)]
    missing = labels.count("")
    wrong = [k for k, label in enumerate(labels) if label and label != right[k]]
    assert missing / 20_000 == pytest.approx(0.20, abs=0.01)
    assert len(wrong) / 20_000 == pytest.approx(0.05, abs=0.005)
    shown = 0
    for k, label in enumerate(labels):
        number = int(label[1:] or 0)
        if k in wrong:
            assert number in {numbers[k] - 1, numbers[k] + 1, shown}
        shown = number or shown


def test_each_version_has_its_own_noise_and_the_same_seed_the_same() -> None:
    from corrupted_copies import clean
    from noisy_labels import noisy_labels, true_numbers

    version = clean([("text", row) for row in range(100)])
    numbers = true_numbers(range(100))
    found = {code: noisy_labels(version, numbers, code, 3) for code in ("ar", "zh", "en", "fr", "ru", "es")}
    assert len(set(found.values())) == 6
    assert noisy_labels(version, numbers, "zh", 3) == found["zh"]
    assert noisy_labels(version, numbers, "zh", 4) != found["zh"]


def test_a_second_half_has_no_label_and_a_merged_paragraph_that_of_its_first() -> None:
    from corrupted_copies import Paragraph
    from noisy_labels import noisy_labels, true_numbers

    copy = [
        Paragraph("الفقرة", frozenset([0])),
        Paragraph("الثانية", frozenset([0])),
        Paragraph("第二段和第三段", frozenset([1, 2])),
        Paragraph("第三段的后半", frozenset([2])),
        Paragraph("конец", frozenset([3])),
    ]
    numbers = true_numbers(range(6))
    seen: list[set[str]] = [set() for _ in copy]
    for seed in range(200):
        for place, label in enumerate(noisy_labels(copy, numbers, "ar", seed)):
            seen[place].add(label)
    assert seen[1] == seen[3] == {""}
    assert "P1" in seen[0]
    assert {"", "P2"} < seen[2]
    assert "P4" in seen[4]
