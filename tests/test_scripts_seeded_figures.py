"""The seeded errors of scripts/bench_checks.py are errors, one a unit, made in all six languages."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
TEXTS = {
    "en": "The fifth report (55/12) of 3 May 1990 counts 1,500 mills, 12.5 tonnes and 47 roads, in all.",
    "fr": "Le cinquième rapport (55/12) du 3 mai 1990 compte 1 500 moulins, 12,5 tonnes, 47 routes.",
    "es": "El quinto informe (55/12) de 3 de mayo de 1990 cuenta 1.500 molinos, 12,5 toneladas, 47 caminos.",
    "ru": "В пятой части доклада (55/12) от 3 мая 1990 года 1 500 мельниц, 12,5 тонны, 47 дорог.",
    "ar": "التقرير الخامس (55/12) المؤرخ 3 أيار/مايو 1990 يعد 1,500 طاحونة، 12.5 طنا، 47 طريقا.",
    "zh": "1990年5月3日第五次报告（55/12）有1,500座磨坊，12.5吨，47条路。",
}


@pytest.fixture(scope="module", autouse=True)
def _scripts_importable() -> Iterator[None]:
    sys.path.insert(0, str(SCRIPTS))
    yield
    sys.path.remove(str(SCRIPTS))


def equal_beginning(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((k for k, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def test_every_sort_is_made_in_every_language_that_has_it_and_changes_one_place() -> None:
    from seeded_figures import SORTS, Pair, seed_error

    only = {"Arabic-Indic digit changed": {"ar"}, "Han digit changed": {"zh"}}
    for sort in SORTS:
        made = set()
        for source, target in [("fr", code) for code in TEXTS if code != "fr"] + [("en", "fr")]:
            pair = Pair("own", 0, source, target, TEXTS[source], TEXTS[target])
            seeds = [seed_error(sort, pair, random.Random(k)) for k in range(20)]
            for one in filter(None, seeds):
                made.add(target)
                assert one.sort == sort
                assert one.target != one.pair.target
                assert one.old != one.new
                texts = [one.target, one.pair.target]
                head, tail = (equal_beginning(*(text[::way] for text in texts)) for way in (1, -1))
                changed = max(map(len, texts)) - head - tail
                assert changed <= 40, (sort, one.target)
        assert made == only.get(sort, set(TEXTS)), sort


def test_a_finding_counts_only_if_it_names_the_seed() -> None:
    from bench_checks import compared, names_seed
    from seeded_figures import Pair, Seeded

    pair = Pair("own", 0, "en", "fr", "14 roads and 20 mills", "14 routes et 20 moulins")
    changed = Seeded("digit changed", pair, "15 routes et 20 moulins", "14", "15")
    found = compared("14 roads and 20 mills", "en", changed.target, "fr")
    assert names_seed(found, changed)
    assert not names_seed(None, changed)
    elsewhere = compared("14 roads and 20 mills", "en", "14 routes et 21 moulins", "fr")
    assert elsewhere is not None
    assert not names_seed(elsewhere, changed)


def test_one_seed_gives_the_same_units() -> None:
    from bench_checks import seed_units
    from seeded_figures import Pair

    pairs = [Pair("own", 0, "en", code, TEXTS["en"], text) for code, text in TEXTS.items() if code != "en"]
    first, second = (seed_units(pairs, 80, 3) for _ in range(2))
    assert first == second
    assert len({one.target for one in first}) == 80
    assert first != seed_units(pairs, 80, 4)
