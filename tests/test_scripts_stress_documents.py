"""The stress documents: gold covers every block once, blocks differ, and parts are as large as promised."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
COUNT = 400


@pytest.fixture(scope="module")
def stress(shared_data: Path) -> Iterator[Any]:
    sys.path.insert(0, str(SCRIPTS))
    import stress_documents

    yield stress_documents
    sys.path.remove(str(SCRIPTS))


@pytest.fixture(scope="module")
def pools(stress: Any, shared_data: Path) -> Any:
    return stress.load_pools(shared_data)


def scenario(stress: Any, pools: Any, name: str) -> Any:
    pool, foreign = pools
    return stress.make_scenario(name, stress.make_blocks(pool, COUNT, 7), pool, foreign, 7)


SHAPES = {
    "clean": (400, 400, {"1:1": 400}),
    "missing start": (400, 300, {"1:1": 300, "1:0": 100}),
    "missing middle": (400, 280, {"1:1": 280, "1:0": 120}),
    "extra": (400, 500, {"1:1": 400, "0:1": 100}),
    "boilerplate": (400, 400, {"1:1": 400}),
    "swapped": (400, 400, {"1:1": 400}),
}


@pytest.mark.parametrize("name", SHAPES)
def test_gold_covers_every_block_once_and_has_the_promised_shape(stress: Any, pools: Any, name: str) -> None:
    made = scenario(stress, pools, name)
    source, target, types = SHAPES[name]
    assert sorted(i for bead in made.gold for i in bead.source) == list(range(source))
    assert sorted(j for bead in made.gold for j in bead.target) == list(range(target))
    assert Counter(f"{len(b.source)}:{len(b.target)}" for b in made.gold) == types
    assert (len(made.source), len(made.target)) == (source, target)


@pytest.mark.parametrize("name", SHAPES)
def test_gold_joins_blocks_that_say_the_same(stress: Any, pools: Any, name: str) -> None:
    made = scenario(stress, pools, name)
    pairs = [(b.source[0], b.target[0]) for b in made.gold if b.source and b.target]
    assert all(made.source[i].texts is made.target[j].texts for i, j in pairs)
    order = [j for _, j in sorted(pairs)]
    assert (order == sorted(order)) == (name != "swapped")


def test_swapped_sections_change_places_and_all_else_stays(stress: Any, pools: Any) -> None:
    made = scenario(stress, pools, "swapped")
    place = {b.source[0]: b.target[0] for b in made.gold}
    assert [place[k] for k in (0, 79, 80, 139, 140, 239, 240, 299, 300, 399)] == [
        0, 79, 240, 299, 140, 239, 80, 139, 300, 399,
    ]  # fmt: skip


def test_foreign_blocks_come_in_runs_and_singly_and_are_of_another_family(stress: Any, pools: Any) -> None:
    made = scenario(stress, pools, "extra")
    runs = re.findall("x+", "".join("x" if placed.key < 0 else "." for placed in made.target))
    assert max(map(len, runs)) > 5
    assert sum(len(run) == 1 for run in runs) > 20
    assert {p.texts["en"] for p in made.target if p.key < 0}.isdisjoint(p.texts["en"] for p in made.source)


def test_boilerplate_is_two_fifths_of_the_blocks_in_five_texts(stress: Any, pools: Any) -> None:
    made = scenario(stress, pools, "boilerplate")
    common = Counter(placed.texts["ru"] for placed in made.source).most_common(6)
    assert sum(count for _, count in common[:5]) == pytest.approx(160, abs=3)
    assert common[5][1] <= 2


def test_all_blocks_differ_and_some_only_in_a_figure_or_a_passage(stress: Any, pools: Any) -> None:
    texts = [block["fr"] for block in stress.make_blocks(pools[0], COUNT, 7)]
    assert len(set(texts)) == COUNT
    without_figures = Counter(re.sub(r"\d+", "0", text) for text in texts)
    assert sum(count - 1 for count in without_figures.values()) >= 5
    assert stress.make_blocks(pools[0], COUNT, 7)[50]["zh"] == stress.make_blocks(pools[0], 60, 7)[50]["zh"]
    assert stress.make_blocks(pools[0], 60, 8)[50]["fr"] != texts[50]


def test_passages_say_the_same_in_six_languages(stress: Any, pools: Any) -> None:
    goal = next(passage for passage in pools[0] if passage["en"].startswith("End poverty in all"))
    assert {code: unicodedata.normalize("NFC", text) for code, text in goal.items()} == {
        "ar": "القضاء على الفقر بجميع أشكاله في كل مكان",
        "zh": "在全世界消除一切形式的贫穷",
        "en": "End poverty in all its forms everywhere",
        "fr": "Éliminer la pauvreté sous toutes ses formes et partout dans le monde",
        "ru": "Повсеместная ликвидация нищеты во всех ее формах",
        "es": "Poner fin a la pobreza en todas sus formas y en todo el mundo",
    }
    assert all(all(passage.values()) for passage in pools[0])


def test_figures_change_in_every_language_alike_and_decimals_stay(stress: Any) -> None:
    passage = {
        "ar": "بحلول عام 2030، أقل من 1.25 دولار",
        "zh": "到2030年,不足1.25美元",
        "en": "By 2030, less than 1.25 dollars",
        "fr": "D’ici à 2030, moins de 1,25 dollar",
        "ru": "К 2030 году, менее 1,25 доллара",
        "es": "De aquí a 2030, menos de 1,25 dólares",
    }
    assert stress.shared_figures(passage) == ["2030"]
    assert stress.change_figures(passage, 0) == passage
    changed = stress.change_figures(passage, 5)
    (year,) = set(re.findall(r"\d{4}", " ".join(changed.values())))
    assert year != "2030"
    assert {code: text.replace(year, "2030") for code, text in changed.items()} == passage


def test_a_scenario_that_does_not_exist_is_refused_with_those_that_do(stress: Any, pools: Any) -> None:
    with pytest.raises(ValueError, match='no scenario "shuffled"; there are clean, missing start'):
        scenario(stress, pools, "shuffled")
