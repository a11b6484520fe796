"""Published figures: pooled by language, held against their targets, and printed so that misses are seen."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from align.ladder import LadderBead
from align.weights import DEFAULT_WEIGHTS

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"


@pytest.fixture(scope="module", autouse=True)
def figures() -> Iterator[Any]:
    sys.path.insert(0, str(SCRIPTS))
    import bench_figures

    yield bench_figures
    sys.path.remove(str(SCRIPTS))


def case(part: str, family: str, language: str, right: int, wrong: int = 0) -> Any:
    from bench_cases import Case

    gold = [LadderBead((k,), (k,)) for k in range(right + wrong)]
    found = [LadderBead((k,), (k if k < right else 10**6 + k,), 0.9) for k in range(right + wrong)]
    return Case(part, family, language, gold, {"hexapla": found, "identity": gold})


def test_corrupted_copies_are_pooled_by_language_bead_by_bead(figures: Any) -> None:
    cases = [
        case("corrupted", "cc", "ar", 300, 2),
        case("corrupted", "sdg", "ar", 98),
        case("corrupted", "cc", "zh", 9, 1),
    ]
    found = {(f.name, f.language): f for f in figures.case_figures(cases)}
    assert found["all", "ar"].value == pytest.approx(398 / 400)
    assert found["all", "ar"].size == 400
    assert (found["all", "ar"].holds, found["all", "zh"].holds) == (True, False)
    assert found["cc", "ar"].value == pytest.approx(300 / 302)
    assert found["all", "ar"].beside == {"identity": 1.0}


def test_sentences_have_a_lax_target_too_and_swapped_sections_one_of_their_own(figures: Any) -> None:
    sentences = figures.case_figures([case("textberg", "textberg", "de", 95, 5)])
    assert [(f.measure, f.target, f.holds) for f in sentences] == [
        ("strict F1", ">= 0.9", True),
        ("lax F1", ">= 0.985", False),
    ]
    long = figures.case_figures([case("stress", name, "en", 96, 4) for name in ("clean", "swapped")])
    assert [(f.name, f.target, f.holds) for f in long] == [
        ("clean", ">= 0.97", False),
        ("swapped", ">= 0.95", True),
    ]


def test_growth_must_stay_below_its_ceiling(figures: Any) -> None:
    slow = figures.Figure("growth", "10 to 100", "", "time over linear", 1.31, 100)
    assert (slow.target, slow.holds) == ("<= 1.3", False)
    assert figures.Figure("growth", "10", "", "seconds", 9.0, 10).holds is None


def test_rows_are_added_up_over_sets_before_dividing(figures: Any) -> None:
    from bench_cases import RowCase
    from six_way_rows import RowCounts

    cases = [
        RowCase("six-way", "cc", {"hexapla": RowCounts(10, 10, 9), "union-find": RowCounts(10, 8, 4)}),
        RowCase("six-way", "sdg", {"hexapla": RowCounts(90, 90, 90), "union-find": RowCounts(90, 92, 81)}),
    ]
    total = figures.row_figures(cases)[0]
    assert (total.name, total.size, total.holds) == ("all", 100, True)
    assert total.value == pytest.approx(0.99)
    assert total.beside == {"union-find": pytest.approx(0.85)}


def test_the_table_shows_a_missed_target_and_json_has_every_figure_in_little_room(figures: Any) -> None:
    made = figures.case_figures([case("corrupted", "cc", "ar", 9, 1)])
    lines = figures.markdown(made).splitlines()
    assert lines[2] == "| set | language | measure | n | hexapla | target | holds | identity |"
    assert lines[4] == "| all | ar | strict F1 | 10 | 0.9000 | >= 0.985 | **no** | 1.0000 |"
    row = made[0].as_dict()
    assert (row["hexapla"], row["identity"], row["holds"]) == (0.9, 1.0, False)
    assert len(json.dumps(row)) < 400


def test_a_part_that_is_run_again_replaces_its_figures_and_leaves_those_of_other_runs(
    figures: Any, tmp_path: Path
) -> None:
    from bench_results import keep_results

    path = tmp_path / "alignment.json"
    rows = [figures.Figure("six-way", "all", "six", "row F1", value, 10) for value in (0.5, 0.75)]
    speed = figures.Figure("speed", "10", "", "seconds", 3.0, 10)
    keep_results(path, {"commit": "a"}, [rows[0], speed])
    keep_results(path, {"commit": "b"}, [rows[1]])
    runs = json.loads(path.read_text(encoding="utf-8"))["runs"]
    assert [(run["signature"]["commit"], [f["hexapla"] for f in run["figures"]]) for run in runs] == [
        ("a", [3.0]),
        ("b", [0.75]),
    ]
    keep_results(path, {"commit": "c"}, [speed])
    runs = json.loads(path.read_text(encoding="utf-8"))["runs"]
    assert [run["signature"]["commit"] for run in runs] == ["b", "c"]


def test_beads_of_sentences_and_copies_are_calibrated_together_and_alone(figures: Any) -> None:
    cases = [case("textberg", "t", "de", 9, 1), case("corrupted", "cc", "ar", 89, 1)]
    judged = figures.judged_beads([*cases, case("stress", "clean", "en", 50)])
    sizes = {name: len(beads.right) for name, beads in judged.items()}
    assert sizes == {"all": 100, "all, without nulls": 100, "textberg": 10, "corrupted": 90}
    values = {f.measure: f.value for f in figures.calibration_figures(judged) if f.name == "all"}
    assert values["precision of all beads"] == pytest.approx(0.98)
    assert values["share of predicted beads at p >= .95"] == 0.0


def test_weights_of_a_family_are_read_by_name_and_their_absence_is_told(tmp_path: Path) -> None:
    from published_weights import family_weights

    default = family_weights("55/100", tmp_path)
    assert (default.weights, default.held_out) == (DEFAULT_WEIGHTS, False)
    named = {
        part: {name: float(k) for k, name in enumerate(values)}
        for part, values in DEFAULT_WEIGHTS.named().items()
    }
    named["calibration"] = {"beads": [[0.0, 0.0], [0.5, 0.25], [1.0, 1.0]]}
    (tmp_path / "55-100.json").write_text(json.dumps(named), encoding="utf-8")
    fitted = family_weights("55/100", tmp_path)
    assert fitted.held_out
    assert fitted.weights.beads[:3] == (0.0, 1.0, 2.0)
    assert fitted.weights.nulls[:2] == (0.0, 1.0)
    assert fitted.weights.calibration.beads[1] == (0.5, 0.25)
    assert fitted.digest != default.digest


def test_weights_that_do_not_fit_the_features_are_refused_by_name(tmp_path: Path) -> None:
    from published_weights import family_weights

    named = {part: dict(values) for part, values in DEFAULT_WEIGHTS.named().items()}
    del named["beads"]["similarity"]
    (tmp_path / "cc.json").write_text(json.dumps(named), encoding="utf-8")
    with pytest.raises(ValueError, match=r"cc\.json: no weight for 'similarity'"):
        family_weights("cc", tmp_path)


def test_spans_become_overlaps_stored_by_their_last_segment_with_padding_before() -> None:
    import numpy as np
    from bench_systems import overlaps_of_spans

    spans = np.array([[[1], [2], [3]], [[12], [23], [0]], [[123], [0], [0]]], dtype=np.float16)
    overlaps = overlaps_of_spans(spans, np.array([-1], dtype=np.float32))
    assert overlaps[:, :, 0].tolist() == [[1, 2, 3], [-1, 12, 23], [-1, -1, 123]]


@pytest.mark.long
def test_vecalign_scores_on_sentences_what_is_published_for_it_with_this_encoder(shared_data: Path) -> None:
    from bench_systems import overlap_vectors, vecalign
    from textberg_gold import load_textberg

    from align.encoders import load_encoder
    from align.evaluation import evaluate_ladders

    pair, encoder = load_textberg(shared_data / "textberg_dev"), load_encoder()
    assert (len(pair.source), len(pair.target), len(pair.gold)) == (468, 554, 422)
    found = vecalign(overlap_vectors(pair.source, encoder), overlap_vectors(pair.target, encoder))
    scores = evaluate_ladders(pair.gold, found)
    assert scores.vecalign_strict.f1 == pytest.approx(0.787, abs=0.002)
    assert scores.vecalign_lax.f1 == pytest.approx(0.982, abs=0.002)
