"""Search across languages in a memory of everything: the same target is the first hit."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import hexapla
from corpora.reading_options import ReadingOptions, Recognition

pytestmark = pytest.mark.long
SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"


@pytest.fixture(scope="module")
def bench():
    sys.path.insert(0, str(SCRIPTS))
    try:
        import bench_search
    finally:
        sys.path.remove(str(SCRIPTS))
    return bench_search


@pytest.fixture(scope="module")
def memory(bench, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> hexapla.Memory:
    folder = tmp_path_factory.mktemp("everything")
    bench.write_targets(bench.read_targets(shared_data), folder / "sdg")
    # The scan without a text layer is the one file of the data that cannot be read without recognition.
    options = ReadingOptions(ocr=Recognition.NEVER)
    result = hexapla.build([shared_data, folder / "sdg"], folder / "memory", options=options)
    assert [Path(left.path).name for left in result.left_out] == ["A_RES_2758_XXVI-RU_scan_notext.pdf"]
    return hexapla.open_memory(result.memory)


@pytest.mark.parametrize("language", ["ar", "zh", "en", "ru", "es"])
def test_a_french_target_finds_itself_first_in_each_other_language(
    bench, shared_data: Path, memory: hexapla.Memory, language: str
) -> None:
    targets = bench.read_targets(shared_data)
    assert len(bench.first_hits(memory, targets, language)) <= 0.03 * len(targets)


def test_hybrid_is_never_below_a_leg_and_finds_articles_from_french(
    bench, shared_data: Path, memory: hexapla.Memory
) -> None:
    once = bench.OnceEncoder(memory.encoder)
    first = bench.FirstHits(hexapla.open_memory(memory.folder, once))
    rows = {name: bench.read_rows(shared_data)[name] for name in ("udhr", "55/100")}
    counts = bench.measure_pairs(first, rows)
    for family, source, target, mode in counts:
        right = counts[family, source, target, "hybrid"].right
        assert right >= counts[family, source, target, mode].right, (family, source, target, mode)
        if source == "fr":
            assert right >= 0.98 * counts[family, source, target, "hybrid"].asked


def test_symbols_figures_and_rare_names_alone_come_first(bench, memory: hexapla.Memory) -> None:
    counts = bench.measure_alone(bench.FirstHits(memory))
    assert len(counts) == 54
    low = {key: count for key, count in counts.items() if count.right < 0.98 * count.asked}
    assert {key for key in low if key[2] == "hybrid"} == set()
