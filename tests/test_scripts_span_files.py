"""Span files for speed, and the process that is measured on them."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
COUNT = 1500


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Files made of vectors that are alike in two languages as real ones are: cosine .85, all others .2."""
    sys.path.insert(0, str(SCRIPTS))
    from span_files import write_span_files

    draw = np.random.default_rng(5)
    common = draw.standard_normal(128)
    meaning = draw.standard_normal((400, 128)) + 0.5 * common
    real = tuple((meaning + 0.42 * draw.standard_normal(meaning.shape)).astype(np.float32) for _ in range(2))
    unit = tuple(side / np.linalg.norm(side, axis=1, keepdims=True) for side in real)
    yield write_span_files(tmp_path_factory.mktemp("spans"), COUNT, unit)
    sys.path.remove(str(SCRIPTS))


def test_both_sides_have_as_many_segments_as_wanted_and_the_gold_covers_each_once(files: Any) -> None:
    assert [i for bead in files.gold for i in bead.source] == list(range(COUNT))
    assert [j for bead in files.gold for j in bead.target] == list(range(COUNT))
    types = Counter((len(bead.source), len(bead.target)) for bead in files.gold)
    assert types == {(1, 1): 1320, (2, 1): 45, (1, 2): 45, (1, 0): 45, (0, 1): 45}


def test_spans_are_stored_as_half_precision_unit_vectors_and_are_zero_past_the_end(files: Any) -> None:
    for path in (files.source, files.target):
        spans = np.load(path, mmap_mode="r")
        assert (spans.shape, spans.dtype) == ((8, COUNT, 128), np.float16)
        norms = np.linalg.norm(spans.astype(np.float32), axis=-1)
        for extra in range(8):
            np.testing.assert_allclose(norms[extra, : COUNT - extra], 1.0, atol=2e-3)
            assert not norms[extra, COUNT - extra :].any()
        assert np.load(path.with_suffix(".lengths.npy")).shape == (COUNT,)


def test_true_pairs_are_as_similar_as_real_ones_whatever_their_width(files: Any) -> None:
    source, target = (np.load(p).astype(np.float32) for p in (files.source, files.target))
    by_type: dict[tuple[int, int], list[float]] = {}
    for bead in files.gold:
        if bead.source and bead.target:
            a, b = len(bead.source), len(bead.target)
            cosine = source[a - 1, bead.source[0]] @ target[b - 1, bead.target[0]]
            by_type.setdefault((a, b), []).append(float(cosine))
    assert {kind: 0.6 < np.mean(cosines) < 0.8 for kind, cosines in by_type.items()} == {
        (1, 1): True, (1, 2): True, (2, 1): True,
    }  # fmt: skip
    halves = [source[0, b.source[0]] @ target[0, b.target[0]] for b in files.gold if len(b.target) == 2]
    assert np.mean(halves) < np.mean(by_type[1, 2]) - 0.1
    assert abs(np.mean(source[0, 100:200] @ target[0, 900:].T)) < 0.3


def test_the_same_seed_gives_the_same_files_and_chunks_leave_no_seam(files: Any, tmp_path: Path) -> None:
    import span_files

    draw = np.random.default_rng(1)
    real = tuple(draw.standard_normal((50, 16)).astype(np.float32) for _ in range(2))
    made = [span_files.write_span_files(tmp_path / name, 1100, real) for name in _folders(tmp_path)]
    assert made[0].source.read_bytes() == made[1].source.read_bytes()
    spans = np.load(made[0].source).astype(np.float32)
    for place in (500, 1022, 1023, 1024):
        joined = spans[0, place] + spans[0, place + 1]
        assert joined @ spans[1, place] / np.linalg.norm(joined) > 0.85


def _folders(place: Path) -> list[str]:
    for name in ("one", "two"):
        (place / name).mkdir()
    return ["one", "two"]


@pytest.mark.long
@pytest.mark.parametrize("system", ["hexapla", "Vecalign"])
def test_a_measured_process_aligns_well_and_tells_time_and_memory(files: Any, system: str) -> None:
    from measured_process import measure_alignment

    from align.evaluation import evaluate_ladders

    measured = measure_alignment("spans", system, files.source, files.target)
    assert evaluate_ladders(files.gold, measured.found).vecalign_strict.f1 > 0.85
    assert 0 < measured.cpu_seconds < measured.wall_seconds + 1
    assert 20e6 < measured.peak_bytes < 2e9


def test_a_measured_process_that_fails_says_why(tmp_path: Path) -> None:
    sys.path.insert(0, str(SCRIPTS))
    try:
        from measured_process import measure_alignment
    finally:
        sys.path.remove(str(SCRIPTS))
    with pytest.raises(RuntimeError, match="no-such-file"):
        measure_alignment("spans", "hexapla", tmp_path / "no-such-file.npy", tmp_path / "other.npy")


@pytest.mark.skipif(sys.platform != "linux", reason="anonymous memory is told by /proc")
def test_anonymous_memory_counts_what_a_process_holds_and_not_the_files_it_maps() -> None:
    sys.path.insert(0, str(SCRIPTS))
    try:
        from measured_process import anonymous_bytes
    finally:
        sys.path.remove(str(SCRIPTS))
    program = "import sys; held = bytearray(80_000_000); print(len(held), flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert 80e6 < anonymous_bytes(process.pid) < 110e6
        process.communicate()
    assert anonymous_bytes(process.pid) == 0
