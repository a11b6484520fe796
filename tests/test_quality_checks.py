"""What `hexapla check` must tell of figures, measured as scripts/bench_checks.py does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.long
SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"


@pytest.fixture(scope="module")
def bench() -> Iterator[ModuleType]:
    sys.path.insert(0, str(SCRIPTS))
    try:
        import bench_checks

        yield bench_checks
    finally:
        sys.path.remove(str(SCRIPTS))


def test_seeded_figures_are_found_and_clean_units_are_not_told(bench: ModuleType, shared_data: Path) -> None:
    pairs = bench.gold_pairs(shared_data)
    seeded = bench.seed_units(pairs, 3000, 1)
    assert len(seeded) == 3000
    by_language, _, wrong = bench.score_seeded(seeded)
    found = sum(score.found for score in by_language.values())
    alarms, copies = bench.clean_alarms(pairs), bench.clean_alarms([one.pair for one in seeded])
    assert set(by_language) == {"ar", "zh", "en", "fr", "ru", "es"}
    assert found / len(seeded) >= bench.LEAST_RECALL
    assert found / (found + wrong + len(copies)) >= bench.LEAST_PRECISION
    assert 100 * len(alarms) / len(pairs) <= bench.MOST_FALSE_ALARMS
    # All of these differ in the documents themselves.
    assert {(pair.gold, pair.row) for pair, _ in alarms} == set(bench.TRUE_DIFFERENCES)
