"""Hybrid search: the fused order against an obvious one, what each leg brings, what a hit says of it."""

from __future__ import annotations

import itertools
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from align.encoders import Encoder
from tm.errors import QueryError
from tm.hybrid_search import LexicalUnit, fuse, units_of_hits
from tm.lexical.lexical_query import parse_query
from tm.lexical.lexical_search import LexicalHit
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.search import Found, Leg
from tm.units import units_of

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
NAMES = {
    "ar": "واغادوغو", "en": "Ouagadougou", "es": "Uagadugú", "fr": "Ouagadougou", "ru": "Уагадугу",
    "zh": "瓦加杜古",
}  # fmt: skip


MANY = {
    "ar": "تخزين مياه الأمطار",
    "en": "storage of rainwater",
    "es": "almacenamiento de agua de lluvia",
    "fr": "stockage des eaux de pluie",
    "ru": "хранение дождевой воды",
    "zh": "雨水的储存",
}
MORE = {
    "ar": "في خزانات تحت ساحات المدارس وأسواق المدينة القديمة",
    "en": "in tanks below school yards and the markets of the old town",
    "es": "en depósitos bajo los patios escolares y los mercados del casco antiguo",
    "fr": "dans des citernes sous les cours des écoles et les marchés de la vieille ville",
    "ru": "в резервуарах под школьными дворами и рынками старого города",
    "zh": "在学校操场和老城集市下面的水箱里",
}


def obvious(
    dense: dict[int, float], lexical: dict[int, tuple[float, float, float]]
) -> list[tuple[int, float]]:
    """The formula of tm/hybrid_search.py, term by term, over all units."""
    scores = {}
    for unit in {*dense, *lexical}:
        score = dense.get(unit, min(dense.values(), default=0.0))
        if unit in lexical:
            bm25, coverage, rarity = lexical[unit]
            score += 0.1 * coverage * coverage
            score += coverage**4 * rarity**4
            score += 0.02 * coverage * bm25 / max(one[0] for one in lexical.values())
        scores[unit] = score
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


@pytest.mark.parametrize("seed", range(20))
def test_the_fused_order_is_that_of_the_formula(seed: int) -> None:
    draw = np.random.default_rng(seed)
    dense = {int(unit): float(draw.uniform(-0.2, 1)) for unit in draw.choice(30, seed, replace=False)}
    lexical = {
        int(unit): (float(draw.uniform(0.1, 30)), float(draw.uniform()), float(draw.uniform()))
        for unit in draw.choice(30, 20 - seed, replace=False)
    }
    near = [Found(unit, unit, score) for unit, score in sorted(dense.items(), key=lambda pair: -pair[1])]
    worded = [
        LexicalUnit(unit, LexicalHit(unit, "fr", *values))
        for unit, values in sorted(lexical.items(), key=lambda pair: -pair[1][0])
    ]
    fused = fuse(near, worded)
    expected = obvious(dense, lexical)
    assert [one.unit for one in fused] == [unit for unit, _ in expected]
    assert [one.score for one in fused] == pytest.approx([score for _, score in expected])
    for one in fused:
        legs = {leg.name: leg for leg in one.legs}
        assert set(legs) == {
            name for name, leg in (("dense", dense), ("lexical", lexical)) if one.unit in leg
        }
        if "dense" in legs:
            assert legs["dense"].rank == [found.unit for found in near].index(one.unit) + 1
        if "lexical" in legs:
            assert legs["lexical"].rank == [unit.unit for unit in worded].index(one.unit) + 1


def test_a_leg_that_finds_nothing_leaves_the_order_of_the_other() -> None:
    near = [Found(5, 5, 0.9), Found(2, 2, 0.8)]
    assert [(one.unit, one.score, one.legs) for one in fuse(near, [])] == [
        (5, 0.9, (Leg("dense", 1, 0.9),)),
        (2, 0.8, (Leg("dense", 2, 0.8),)),
    ]
    worded = [
        LexicalUnit(3, LexicalHit(3, "en", 4.0, 1.0, 1.0)),
        LexicalUnit(1, LexicalHit(1, "en", 2.0, 0.5, 1.0)),
    ]
    assert [one.unit for one in fuse([], worded)] == [3, 1]
    assert fuse([], []) == []


def test_words_of_what_the_meaning_found_count_though_the_lexical_leg_found_others_first() -> None:
    near = [Found(1, 1, 0.7), Found(2, 2, 0.65)]
    worded = [LexicalUnit(9, LexicalHit(9, "ru", 10.0, 0.4, 0.5))]
    beyond = [LexicalUnit(2, LexicalHit(2, "ru", 5.0, 0.9, 0.5))]
    assert [one.unit for one in fuse(near, worded)] == [1, 9, 2]
    first, second, third = fuse(near, worded, beyond)
    assert (first.unit, second.unit, third.unit) == (2, 1, 9)
    assert first.score == pytest.approx(0.65 + 0.1 * 0.9**2 + (0.9 * 0.5) ** 4 + 0.02 * 0.9 * 5 / 10)
    # It is no hit of the lexical leg, which has a rank for each of its own.
    assert first.legs == (Leg("dense", 2, 0.65),)


@pytest.mark.parametrize("language", sorted(MANY))
def test_a_passage_that_fifty_others_outdo_in_words_still_counts_with_its_own(
    tmp_path: Path, tm_sets: ModuleType, hash_encoders: ModuleType, language: str
) -> None:
    texts = [{code: f"{text} {text} {number}" for code, text in MANY.items()} for number in range(101, 171)]
    meant = {code: f"{text} {MORE[code]} 42" for code, text in MANY.items()}
    encoder = hash_encoders.HashEncoder()
    plain, alike = encoder._vector, {*MANY.values(), *meant.values()}
    encoder._vector = lambda text: plain("alike" if text in alike else text)
    write_set(tmp_path, "many0000", units_of(tm_sets.simple_set("A/RES/70/5", [*texts, meant])))
    publish(tmp_path, ["many0000"], encoder)
    memory = open_memory(tmp_path, encoder)
    dense, lexical, hybrid = (
        memory.search(MANY[language], languages=[language], mode=mode, k=50)
        for mode in ("dense", "lexical", "hybrid")
    )
    assert dense[0].texts == meant
    assert meant not in [hit.texts for hit in lexical]
    assert hybrid[0].texts == meant
    assert [leg.name for leg in hybrid[0].legs] == ["dense"]
    # All of the words are there: .1 more than the cosine.
    assert 1.1 <= hybrid[0].score < 1.11


def test_few_shared_words_do_not_turn_the_meaning_over_and_all_rare_ones_do() -> None:
    near = [Found(1, 1, 0.62), Found(2, 2, 0.58), Found(3, 3, 0.2)]
    cognates = [LexicalUnit(2, LexicalHit(2, "es", 9.0, 0.15, 1.0))]
    assert [one.unit for one in fuse(near, cognates)] == [1, 2, 3]
    symbol = [LexicalUnit(9, LexicalHit(9, "es", 9.0, 1.0, 1.0))]
    assert [one.unit for one in fuse(near, symbol)] == [9, 1, 2, 3]
    # "article 1": every word is there, none is rare.
    common = [LexicalUnit(9, LexicalHit(9, "es", 9.0, 1.0, 0.4))]
    assert [one.unit for one in fuse(near, common)] == [1, 2, 9, 3]


def test_the_number_of_a_heading_decides_between_passages_that_mean_much_the_same() -> None:
    near = [Found(27, 27, 0.672), Found(21, 21, 0.6)]
    worded = [LexicalUnit(21, LexicalHit(21, "zh", 5.0, 0.2, 0.5, True))]
    assert [one.unit for one in fuse(near, worded)] == [21, 27]
    # Not for what the meaning did not find at all: "article 21" of another law.
    elsewhere = [LexicalUnit(5, LexicalHit(5, "zh", 5.0, 0.2, 0.5, True))]
    assert [one.unit for one in fuse(near, elsewhere)] == [27, 5, 21]


@pytest.mark.parametrize(
    ("query", "numbered"),
    [
        ("Article 21", True), ("Artículo 21", True), ("Статья 21", True), ("المادة ٢١", True),
        ("第二十一条", True), ("21", True), ("Section 21 – Definitions", False), ("A/RES/68/187", False),
        ("article", False), ("第三委员会", False), ("18 December 2013", False),
    ],
)  # fmt: skip
def test_a_query_is_numbered_where_it_is_a_figure_with_at_most_one_word(query: str, numbered: bool) -> None:
    assert parse_query(query).is_numbered is numbered


def test_a_unit_counts_once_by_its_best_row() -> None:
    hits = [LexicalHit(row, "en", score, 0.5, 0.5) for row, score in ((4, 9.0), (1, 8.0), (5, 7.0))]
    numbers = np.array([0, 7, 0, 0, 7, 3])
    assert [(one.unit, one.hit.row) for one in units_of_hits(hits, numbers.__getitem__)] == [(7, 4), (3, 5)]


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory, tm_sets: ModuleType, encoder: Encoder) -> Memory:
    folder = tmp_path_factory.mktemp("memory")
    visited = {
        "ar": "زارت البعثة واغادوغو وقدمت التقرير ١٢٣٤",
        "en": "The mission visited Ouagadougou and presented report 1234",
        "es": "La misión visitó Uagadugú y presentó el informe 1234",
        "fr": "La mission s'est rendue à Ouagadougou et a présenté le rapport 1234",
        "ru": "Миссия посетила Уагадугу и представила доклад 1234",
        "zh": "代表团访问了瓦加杜古并提交了报告1234",
    }
    cited = {
        "ar": "إذ تشير إلى القرار A/RES/77/300", "en": "Recalling resolution A/RES/77/300",
        "es": "Recordando la resolución A/RES/77/300", "fr": "Rappelant la résolution A/RES/77/300",
        "ru": "ссылаясь на резолюцию A/RES/77/300", "zh": "回顾A/RES/77/300号决议",
    }  # fmt: skip
    others = [
        {code: text.replace("77/300", f"{session}/12") for code, text in cited.items()}
        for session in (60, 61, 62)
    ]
    write_set(folder, "rivers00", units_of(tm_sets.rivers()))
    write_set(folder, "visits00", units_of(tm_sets.simple_set("visits", [visited, *others, cited])))
    publish(folder, ["rivers00", "visits00"], encoder)
    return open_memory(folder, encoder)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", ["hybrid", "lexical"])
def test_names_figures_and_symbols_alone_find_their_passage(memory: Memory, language: str, mode: str) -> None:
    figure = {"ar": "١٢٣٤", "zh": "一千二百三十四"}.get(language, "1234")
    queries = {
        NAMES[language]: "visits:OP1",
        figure: "visits:OP1",
        "A/RES/77/300": "visits:OP5",
        "77/300": "visits:OP5",
    }
    for query, unit in queries.items():
        hit = memory.search(query, k=1, mode=mode)[0]
        assert (query, hit.unit_id) == (query, unit)
        assert "lexical" in {leg.name for leg in hit.legs}


@pytest.mark.parametrize(("language", "other"), [*itertools.permutations(LANGUAGES, 2)])
def test_a_query_in_any_language_finds_the_passage_in_every_other(
    memory: Memory, tm_sets: ModuleType, language: str, other: str
) -> None:
    hit = memory.search(tm_sets.FIRST[language], languages=[other], k=1, mode="hybrid")[0]
    assert (hit.unit_id, hit.language) == ("A/RES/68/999:OP1", other)
    assert hit.legs[0].name == "dense"
    assert hit.legs[0].rank == 1


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
@pytest.mark.parametrize("level", ["paragraph", "sentence"])
def test_hits_come_by_score_each_unit_once_and_say_their_legs(memory: Memory, mode: str, level: str) -> None:
    hits = memory.search("Ouagadougou rivers", k=6, mode=mode, level=level)
    assert hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.unit_id for hit in hits}) == len(hits)
    for place, hit in enumerate(hits, start=1):
        names = [leg.name for leg in hit.legs]
        assert names == [name for name in ("dense", "lexical") if name in names]
        if mode != "hybrid":
            assert hit.legs == (Leg(mode, place, hit.score),)


def test_an_unknown_mode_is_refused_with_those_there_are(memory: Memory) -> None:
    with pytest.raises(QueryError, match=r'no mode "fast"\. Use hybrid, dense, lexical'):
        memory.search("eau", mode="fast")


def test_a_symbol_alone_is_asked_for_by_meaning_in_hybrid_mode(memory: Memory) -> None:
    assert [leg.name for leg in memory.search("€", k=1, mode="hybrid")[0].legs] == ["dense"]
    with pytest.raises(QueryError, match="no word to look for"):
        memory.search("€", mode="lexical")


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
@pytest.mark.parametrize("query", ['"', "?!", "***", "»", "“ ”", "،؟", "。！", "¿?", "—", "\u202e\u064e"])
def test_punctuation_alone_is_nothing_to_look_for(memory: Memory, mode: str, query: str) -> None:
    with pytest.raises(QueryError, match="no word to look for"):
        memory.search(query, mode=mode)


def test_the_same_sets_give_the_same_hits_however_often_they_are_published(
    memory: Memory, tmp_path: Path, tm_sets: ModuleType, encoder: Encoder
) -> None:
    folder = tmp_path / "again"
    for source in (memory.folder / "sets").iterdir():
        target = folder / "sets" / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    publish(folder, ["visits00", "rivers00"], encoder)
    again = open_memory(folder, encoder)
    for query in ("résolution 12", "河流", "الأنهار", "report"):
        assert again.search(query, k=20, mode="hybrid") == memory.search(query, k=20, mode="hybrid")
