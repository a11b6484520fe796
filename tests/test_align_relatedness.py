"""Whether two streams are versions of one document: alone, by pairs of paragraphs, and in six languages."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest

from align.aligning import align_documents, align_set
from align.band import full_band
from align.encoders import Encoder
from align.lattice import LatticeScores, posterior
from align.locks import Lock
from align.relatedness import CHANCE, gain, if_related, relatedness
from align.threads import in_threads

_spec = importlib.util.spec_from_file_location(
    "aligned_versions", Path(__file__).with_name("aligned_versions.py")
)
versions = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(versions)
VERSIONS, document = versions.VERSIONS, versions.document
OTHERS = ("en", "es", "ru", "ar", "zh")

# Nothing of this is in the resolution of VERSIONS.
UNRELATED = {
    "en": ("Two cups of flour, an egg and a pinch of salt make the dough.", "Bees return before the rain."),
    "es": ("Dos tazas de harina, un huevo y una pizca de sal hacen la masa.", "Las abejas vuelven pronto."),
    "ru": ("Два стакана муки, яйцо и щепотка соли — вот и тесто.", "Пчёлы возвращаются перед дождём."),
    "ar": ("كوبان من الدقيق وبيضة ورشة ملح تصنع العجين.", "يعود النحل قبل المطر."),
    "zh": ("两杯面粉、一个鸡蛋和一撮盐就能和成面团。", "蜜蜂在下雨前飞回蜂巢。"),
}  # fmt: skip


def scores(beads: list[float]) -> LatticeScores:
    """Two segments with two, in order, with these scores of the pairs."""
    places = np.array([[0, 0, 1, 1], [1, 1, 1, 1]], dtype=np.int64)
    return LatticeScores(places, np.array(beads), np.array([-1.0, -2.0]), np.array([0.5, -0.5]), -0.7, -0.3)


def test_what_beads_gain_is_what_all_paths_have_over_the_one_that_pairs_nothing() -> None:
    band = full_band(2, 2)
    nothing = posterior(band, scores([-np.inf, -np.inf])).log_total
    for beads in ([-np.inf, -np.inf], [1.0, 2.0], [9.0, -4.0]):
        found = posterior(band, scores(beads)).log_total
        assert gain(scores(beads), found) == pytest.approx(found - nothing)


def test_streams_are_as_likely_related_as_not_where_they_gain_as_much_as_chance_gives() -> None:
    base = scores([0.0, 0.0])
    nothing = posterior(full_band(2, 2), scores([-np.inf, -np.inf])).log_total
    least = nothing + CHANCE + math.log(2)
    assert relatedness(base, least) == pytest.approx(0.5)
    assert relatedness(base, least + math.log(3)) == pytest.approx(0.75)
    assert relatedness(base, nothing - 1e6) == pytest.approx(0)
    assert relatedness(base, nothing + 1e6) == 1
    assert relatedness(base, nothing + 2 * (CHANCE + math.log(2)), voters=2) == pytest.approx(0.5)


def test_every_segment_is_still_in_something_with_probability_one() -> None:
    found = posterior(full_band(2, 2), scores([3.0, 1.0]))
    less = if_related(found, 0.25)
    assert less.beads == pytest.approx(found.beads / 4)
    assert less.beads + less.source_null == pytest.approx([1, 1])
    assert less.beads + less.target_null == pytest.approx([1, 1])
    assert if_related(found, 1.0).beads == pytest.approx(found.beads)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("count", [1, 2])
def test_few_paragraphs_are_left_alone_among_strangers(language: str, count: int, encoder: Encoder) -> None:
    lines = [("", text) for text in UNRELATED[language][:count]]
    source = document("fr", [("", text) for _, text in VERSIONS["fr"][3 : 3 + count]])
    pair = align_documents(source, document(language, lines), encoder)
    assert {bead.rule for bead in pair.beads} == {"null"}
    assert all(bead.probability > 0.8 for bead in pair.beads)


@pytest.mark.parametrize("language", OTHERS)
def test_a_bead_refused_among_strangers_pairs_nothing_else(language: str, encoder: Encoder) -> None:
    source = document("fr", [("", text) for _, text in VERSIONS["fr"][3:5]])
    target = document(language, [("", text) for text in UNRELATED[language]])
    refused = Lock((0, 1), (0, 1), confirmed=False)
    free, locked = (align_documents(source, target, encoder, locks=locks) for locks in ((), (refused,)))
    assert {bead.rule for bead in (*free.beads, *locked.beads)} == {"null"}
    confirmed = align_documents(source, target, encoder, locks=[Lock((0, 1), (1, 2), confirmed=True)])
    assert ((0, 1), (1, 2), "lock") in [(bead.source, bead.target, bead.rule) for bead in confirmed.beads]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("line", range(7))
def test_a_paragraph_is_paired_with_the_only_one_there_is_if_it_says_the_same(
    language: str, line: int, encoder: Encoder
) -> None:
    source, target = (
        document(code, [("", VERSIONS[code][line][1])]) for code in ("fr", language)
    )  # fmt: skip
    (bead,) = align_documents(source, target, encoder).beads
    assert bead.rule == "similarity"
    assert bead.probability > 0.8


def test_a_stranger_among_versions_is_in_no_row_of_theirs(encoder: Encoder) -> None:
    documents = {code: document(code, lines) for code, lines in VERSIONS.items()}
    documents["ru"] = document("ru", [("", text) for text in UNRELATED["ru"]])
    rows = align_set("set", documents, encoder).rows
    assert [row.languages for row in rows if "ru" in row.languages] == [("ru",), ("ru",)]
    assert sum(row.languages == ("ar", "en", "es", "fr", "zh") for row in rows) == 7


@pytest.mark.parametrize("least", [2, 100])
def test_work_on_threads_has_its_results_in_order_and_its_errors(least: int) -> None:
    assert in_threads(lambda number: number**2, range(1, 40, 3), least) == [k * k for k in range(1, 40, 3)]
    assert in_threads(str, range(0), least) == []
    with pytest.raises(ZeroDivisionError):
        in_threads(lambda number: 1 // (number - 7), range(20), least)
