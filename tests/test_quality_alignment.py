"""The aligner on real documents: as they come, corrupted, and with a missing beginning.

The full table (20 seeds) is printed by `scripts/bench_align.py`; here a few seeds guard what it promises.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest

pytestmark = pytest.mark.long
SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
SEEDS = (1, 2)


@pytest.fixture(scope="module")
def bench(shared_data: Path):
    sys.path.insert(0, str(SCRIPTS))
    try:
        import bench_align
    finally:
        sys.path.remove(str(SCRIPTS))
    return bench_align


def strict_f1(cases, system: str, key) -> dict[object, float]:
    from align.evaluation import evaluate_many

    groups = defaultdict(list)
    for case in cases:
        groups[key(case)].append((case.gold, case.found[system]))
    return {name: evaluate_many(group).vecalign_strict.f1 for name, group in groups.items()}


def test_real_files_with_their_labels_are_aligned(bench, shared_data: Path) -> None:
    cases = bench.clean_cases(shared_data)
    scores = strict_f1(cases, "hexapla", lambda case: (case.family, case.language))
    assert len(scores) == 21
    assert {pair: score for pair, score in scores.items() if score < 0.97} == {}


def test_corrupted_copies_are_aligned_without_labels_and_lengths_alone_are_not_enough(
    bench, shared_data: Path
) -> None:
    cases = [case for seed in SEEDS for case in bench.corrupted_cases(shared_data, seed)]
    scores = strict_f1(cases, "hexapla", lambda case: case.language)
    assert set(scores) == {"ar", "zh", "en", "ru", "es"}
    assert {language: score for language, score in scores.items() if score < 0.95} == {}
    assert max(strict_f1(cases, "identity", lambda case: case.language).values()) < 0.5
    assert max(strict_f1(cases, "Gale-Church", lambda case: case.language).values()) < 0.9


def test_a_missing_first_quarter_is_survived(bench, shared_data: Path) -> None:
    scores = strict_f1(bench.missing_cases(shared_data), "hexapla", lambda case: (case.family, case.language))
    assert {pair: score for pair, score in scores.items() if score < 0.95} == {}
