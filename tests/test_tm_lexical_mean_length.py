"""The mean length that passages are compared with: a step above the real one, kept while it serves."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from align.encoders import Encoder
from tm.changes.new_unit import NewUnit
from tm.lexical.lexical_index import LexicalIndex, read_lexical_index, write_lexical_index
from tm.lexical.lexical_query import parse_query
from tm.lexical.lexical_search import search_lexical
from tm.lexical.mean_length import FILLER_WORD, chosen_mean, filler, stepped_mean
from tm.memory import open_memory
from tm.memory_folder import lexical_folder, write_set
from tm.publication import publish
from tm.search import Hit
from tm.units import units_of

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
SHORT = {
    "ar": "النهر يجف.",
    "en": "The river dries.",
    "es": "El río se seca.",
    "fr": "Le fleuve sèche.",
    "ru": "Река мелеет.",
    "zh": "河流干涸。",
}
LONG = {
    "ar": "يجف النهر في كل صيف لأن القرى الواقعة على ضفتيه تسحب منه مياهاً أكثر مما تعيده إليه الأمطار.",
    "en": "The river dries up every summer, because villages on both banks take more of it than rains bring.",
    "es": "El río se seca cada verano porque las aldeas de ambas orillas toman de él más de lo que devuelve.",
    "fr": "Le fleuve sèche chaque été, car les villages des deux rives y prennent plus que ne rend la pluie.",
    "ru": "Река мелеет каждое лето, потому что сёла на обоих берегах берут из неё больше, чем дают дожди.",
    "zh": "这条河流每年夏天都会干涸，因为两岸的村庄从河里取走的水比雨水补充的还要多。",
}


def test_a_step_is_a_whole_number_with_room_above_the_mean() -> None:
    steps = sorted({stepped_mean(tokens, 1) for tokens in range(1000)})
    assert steps[:12] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15]
    for tokens in range(1, 1000):
        assert 1.05 * tokens <= stepped_mean(tokens, 1) <= max(1.2 * tokens, tokens + 2)
    assert stepped_mean(0, 0) == stepped_mean(0, 9) == 1


@pytest.mark.parametrize(
    ("tokens", "earlier", "chosen"),
    [(400, 40, 40), (401, 40, 44), (308, 40, 40), (307, 40, 34), (400, None, 44), (0, 1, 1), (0, 2, 1)],
)
def test_an_earlier_mean_serves_until_it_is_below_the_real_one_or_far_above_it(
    tokens: int, earlier: int | None, chosen: int
) -> None:
    assert chosen_mean(tokens, 10, earlier) == chosen


@pytest.mark.parametrize(("tokens", "passages"), [(0, 0), (3, 1), (77, 10), (1234, 57)])
def test_the_filler_makes_the_chosen_mean_the_mean(tokens: int, passages: int) -> None:
    mean = stepped_mean(tokens, passages)
    assert (tokens + len(filler(mean, tokens, passages).split())) == mean * (passages + 1)


def written(
    tm_sets: ModuleType, folder: Path, texts: list[dict[str, str]]
) -> tuple[LexicalIndex, pl.DataFrame]:
    units = units_of(tm_sets.simple_set("A/RES/70/5", texts))
    write_lexical_index(units, folder)
    index = read_lexical_index(folder)
    assert index is not None
    return index, units


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_filler_is_in_each_index_and_no_query_finds_it(
    tmp_path: Path, tm_sets: ModuleType, language: str
) -> None:
    index, units = written(tm_sets, tmp_path / "index", [SHORT, LONG])
    part = index.part(("paragraph", language))
    own = units.filter(level="paragraph", language=language).height
    assert part.searcher().num_docs == own + 1
    assert part.searcher().doc_freq("words", FILLER_WORD) == 1
    for query in (SHORT[language], f"{FILLER_WORD} {LONG[language]}", f"{LONG[language][:2]}*"):
        hits = search_lexical(index, parse_query(query), languages=[language], level="paragraph", count=50)
        assert hits
        assert {units["language"][hit.row] for hit in hits} == {language}


def hits_of(folder: Path, encoder: Encoder, query: str) -> list[Hit]:
    return open_memory(folder, encoder).search(query, mode="lexical", k=20)


@pytest.mark.parametrize("language", LANGUAGES)
def test_longer_passages_that_are_added_leave_the_scores_of_others_as_they_are_after_publication(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder, language: str
) -> None:
    texts = [{code: f"{SHORT[code]} {number}" for code in LANGUAGES} for number in range(100)]
    write_set(tmp_path, "short000", units_of(tm_sets.simple_set("A/RES/70/5", texts)))
    publish(tmp_path, ["short000"], hash_encoder)
    memory = open_memory(tmp_path, hash_encoder)
    before = memory.lexical_index.means
    memory.add_unit(NewUnit(LONG))
    query = f"{SHORT[language]} 7"
    found = hits_of(tmp_path, hash_encoder, query)
    publish(tmp_path, ["short000"], hash_encoder)
    assert hits_of(tmp_path, hash_encoder, query) == found
    assert open_memory(tmp_path, hash_encoder).lexical_index.means == before


def test_many_longer_passages_bring_another_mean(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    write_set(tmp_path, "short000", units_of(tm_sets.simple_set("A/RES/70/5", [SHORT] * 4)))
    publish(tmp_path, ["short000"], hash_encoder)
    memory = open_memory(tmp_path, hash_encoder)
    for number in range(20):
        memory.add_unit(NewUnit({code: f"{text} {number}" for code, text in LONG.items()}))
    before = memory.lexical_index.means
    publish(tmp_path, ["short000"], hash_encoder)
    after = open_memory(tmp_path, hash_encoder).lexical_index.means
    assert all(after[key]["words"] > 2 * before[key]["words"] for key in before)


def test_a_publication_does_without_means_that_cannot_be_read(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    write_set(tmp_path, "short000", units_of(tm_sets.simple_set("A/RES/70/5", [SHORT, LONG])))
    publish(tmp_path, ["short000"], hash_encoder)
    memory = open_memory(tmp_path, hash_encoder)
    means = memory.lexical_index.means
    (lexical_folder(memory.generation) / "lexical.json").write_text('{"parts": []}', encoding="utf-8")
    publish(tmp_path, ["short000"], hash_encoder)
    assert open_memory(tmp_path, hash_encoder).lexical_index.means == means
