"""Rows over all versions: their gold, the union-find baseline, and their score, on examples made by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from align.ladder import LadderBead

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"


@pytest.fixture(scope="module", autouse=True)
def _scripts_importable() -> Iterator[None]:
    sys.path.insert(0, str(SCRIPTS))
    yield
    sys.path.remove(str(SCRIPTS))


def test_gold_rows_join_all_versions_that_share_a_clean_row_pivot_or_not() -> None:
    from corrupted_copies import Paragraph
    from six_way_rows import gold_rows

    def version(*rows: tuple[int, ...]) -> list[Paragraph]:
        return [Paragraph("text", frozenset(own)) for own in rows]

    copies = {
        "fr": version((0,), (1,), (1,), (4,)),
        "en": version((0,), (1, 2), (3,), (4,)),
        "ar": version((0,), (2,), (3,), (5,)),
        "zh": version((4,)),
    }
    assert gold_rows(copies) == [
        {"fr": (0,), "en": (0,), "ar": (0,)},
        {"fr": (1, 2), "en": (1,), "ar": (1,)},
        {"fr": (3,), "en": (3,), "zh": (0,)},
        {"en": (2,), "ar": (2,)},
        {"ar": (3,)},
    ]


def test_union_find_fuses_rows_through_one_wide_bead_and_leaves_nulls_alone() -> None:
    from six_way_rows import joined_pairs

    pairs = {
        "en": [LadderBead((0,), (0,)), LadderBead((1,), (1,)), LadderBead((2,), ()), LadderBead((), (2,))],
        "ru": [LadderBead((0, 1), (0,)), LadderBead((2,), (1, 2))],
    }
    assert joined_pairs({"fr": 3, "en": 3, "ru": 3}, "fr", pairs) == [
        {"fr": (0, 1), "en": (0, 1), "ru": (0,)},
        {"fr": (2,), "ru": (1, 2)},
        {"en": (2,)},
    ]


def test_rows_count_only_when_every_position_is_right() -> None:
    from six_way_rows import RowCounts, count_rows

    gold = [{"fr": (0,), "en": (0,)}, {"fr": (1,), "en": (1, 2)}, {"en": (3,), "es": (0,)}, {"es": (1,)}]
    found = [{"fr": (0,), "en": (0,)}, {"fr": (1,), "en": (1,)}, {"en": (2,)}, *gold[2:]]
    counts = count_rows(gold, found, "fr")
    assert counts == RowCounts(gold=4, predicted=5, right=3, gold_without_pivot=2, right_without_pivot=2)
    assert (counts.precision, counts.recall) == (3 / 5, 3 / 4)
    assert counts.f1 == pytest.approx(2 * (3 / 5) * (3 / 4) / (3 / 5 + 3 / 4))
    assert counts + counts == RowCounts(8, 10, 6, 4, 4)


def test_the_gold_itself_scores_one_on_real_corrupted_copies(shared_data: Path) -> None:
    from corrupted_copies import clean, corrupt
    from six_way_rows import count_rows, gold_rows, load_six_way_sets

    sets = load_six_way_sets(shared_data)
    assert [gold.name for gold in sets] == ["udhr six", "cc by_4.0", "cc by-nc-sa_4.0", "sdg", "55/100"]
    for gold in sets:
        copies = {code: corrupt(clean(v), code, 1) for code, v in gold.versions.items()}
        rows = gold_rows(copies)
        members = [(code, k) for row in rows for code, places in row.items() for k in places]
        assert sorted(members) == sorted((c, k) for c, copy in copies.items() for k in range(len(copy)))
        assert count_rows(rows, rows, "fr").f1 == 1.0
