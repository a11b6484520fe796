"""Search by meaning and by phrase."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from align.encoders import Encoder
from tm.concordancing.phrase_patterns import compile_phrase, occurrences
from tm.errors import QueryError
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.text_folding import fold_text, folded_offsets
from tm.units import units_of

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> Memory:
    write_set(tmp_path, "rivers00", units_of(tm_sets.rivers()))
    publish(tmp_path, ["rivers00"], hash_encoder)
    return open_memory(tmp_path, hash_encoder)


@pytest.fixture(scope="module")
def real_memory(tmp_path_factory: pytest.TempPathFactory, tm_sets: ModuleType, encoder: Encoder) -> Memory:
    folder = tmp_path_factory.mktemp("memory")
    write_set(folder, "rivers00", units_of(tm_sets.rivers()))
    publish(folder, ["rivers00"], encoder)
    return open_memory(folder, encoder)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", LANGUAGES)
def test_a_paragraph_is_found_from_any_language_in_any_language(
    real_memory: Memory, tm_sets: ModuleType, language: str, other: str
) -> None:
    hit = real_memory.search(tm_sets.RECITAL[language], languages=[other], k=1)[0]
    assert (hit.unit_id, hit.language) == ("A/RES/68/999:PP1", other)
    assert hit.texts == tm_sets.RECITAL
    assert hit.matched == tm_sets.RECITAL[other]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_finds_its_paragraph(real_memory: Memory, tm_sets: ModuleType, language: str) -> None:
    sentence = tm_sets.FIRST_SENTENCES[1][language]
    hit = real_memory.search(sentence, k=1)[0]
    assert hit.unit_id == "A/RES/68/999:OP1"
    assert hit.texts == tm_sets.FIRST
    assert hit.matched == sentence
    assert hit.score == pytest.approx(1.0, abs=2e-3)


def test_at_sentence_level_the_sentence_itself_is_the_hit(real_memory: Memory, tm_sets: ModuleType) -> None:
    hit = real_memory.search(tm_sets.FIRST_SENTENCES[1]["zh"], k=1, level="sentence")[0]
    assert hit.unit_id == "A/RES/68/999:OP1.2"
    assert hit.texts == tm_sets.FIRST_SENTENCES[1]


def test_a_hit_says_where_it_stands(memory: Memory, tm_sets: ModuleType) -> None:
    hit = memory.search(tm_sets.FIRST["es"], k=1)[0]
    assert (hit.document, hit.path, hit.page, hit.probability, hit.symbol, hit.title) == (
        "docs/rivers.es.txt",
        "OP1",
        2,
        0.91,
        "A/RES/68/999",
        "Medidas para proteger los ríos",
    )


@pytest.mark.parametrize("level", ["paragraph", "sentence"])
@pytest.mark.parametrize("languages", [None, ["zh"], ["ar", "ru"]])
def test_all_units_are_ranked_as_numpy_ranks_them(
    memory: Memory, tm_sets: ModuleType, hash_encoder: Encoder, level: str, languages: list[str] | None
) -> None:
    """The oracle: cosines of every variant, the maximum by unit (by paragraph over its sentences)."""
    query = tm_sets.SECOND["ru"]
    vector = hash_encoder.encode([query])[0]
    best: dict[str, float] = {}
    for row in memory.units().collect().iter_rows(named=True):
        if languages and row["language"] not in languages:
            continue
        if level == "sentence" and row["level"] == "paragraph":
            continue
        unit_id = row["parent_id"] or row["unit_id"] if level == "paragraph" else row["unit_id"]
        score = float(hash_encoder.encode([row["text"]])[0] @ vector)
        best[unit_id] = max(best.get(unit_id, -1.0), score)
    hits = memory.search(query, languages=languages, k=50, level=level)
    assert {hit.unit_id for hit in hits} == set(best)
    assert np.allclose([hit.score for hit in hits], sorted(best.values(), reverse=True), atol=2e-3)
    assert np.allclose([hit.score for hit in hits], [best[hit.unit_id] for hit in hits], atol=2e-3)


def test_k_is_a_number_of_units_even_where_one_unit_has_many_near_variants(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    texts = [dict.fromkeys(LANGUAGES, f"river water {number}") for number in range(30)]
    write_set(tmp_path, "same0000", units_of(tm_sets.simple_set("same", texts)))
    publish(tmp_path, ["same0000"], hash_encoder)
    hits = open_memory(tmp_path, hash_encoder).search("river water 3", k=25)
    assert len({hit.unit_id for hit in hits}) == 25
    assert hits[0].unit_id == "same:OP4"


def test_equal_scores_come_in_the_order_of_the_memory(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    texts = [{"fr": "même texte", "en": f"number {number}"} for number in range(12)]
    write_set(tmp_path, "same0000", units_of(tm_sets.simple_set("same", texts)))
    publish(tmp_path, ["same0000"], hash_encoder)
    memory = open_memory(tmp_path, hash_encoder)
    ids = [hit.unit_id for hit in memory.search("même texte", languages=["fr"], k=12)]
    assert ids == [f"same:OP{number}" for number in range(1, 13)]


@pytest.mark.parametrize("query", ["", "  \n", "\u0000\u0001"])
def test_an_empty_query_is_refused(memory: Memory, query: str) -> None:
    with pytest.raises(QueryError, match="The query is empty"):
        memory.search(query)


def test_what_cannot_be_searched_is_refused_with_what_can(memory: Memory) -> None:
    with pytest.raises(QueryError, match=r'language "de"\. It has: ar, en, es, fr, ru, zh'):
        memory.search("Wasser", languages=["de"])
    with pytest.raises(QueryError, match=r'level "word"\. Use paragraph or sentence'):
        memory.search("eau", level="word")
    with pytest.raises(QueryError, match="0 hits were asked for"):
        memory.search("eau", k=0)


@pytest.mark.parametrize(
    ("language", "phrase", "left", "match"),
    [
        ("fr", "EAU POTABLE", "Consciente que les rivières donnent de l'", "eau potable"),
        ("en", "drinking  water", "Aware that rivers provide ", "drinking water"),
        ("es", "AGUA potable", "Consciente de que los ríos proporcionan ", "agua potable"),
        ("ru", "Питьевую воду", "сознавая, что реки дают ", "питьевую воду"),
        ("zh", "饮用水", "意识到河流为数百万人提供", "饮用水"),
        ("ar", "ميـاه الشُّرب", "وإذ تدرك أن الأنهار توفر ", "مياه الشرب"),
    ],
)
def test_a_phrase_is_shown_in_context(
    memory: Memory, tm_sets: ModuleType, language: str, phrase: str, left: str, match: str
) -> None:
    (hit,) = memory.concordance(phrase, language=language)
    assert (hit.unit_id, hit.left, hit.match) == ("A/RES/68/999:PP1", left, match)
    assert hit.left + hit.match + hit.right == tm_sets.RECITAL[language]
    others = {code: text for code, text in tm_sets.RECITAL.items() if code != language}
    assert hit.counterparts == others


def test_the_counterparts_are_those_asked_for_in_that_order(memory: Memory, tm_sets: ModuleType) -> None:
    (hit,) = memory.concordance("agua", language="es", show=["zh", "ar"])
    assert list(hit.counterparts) == ["zh", "ar"]


def test_occurrences_come_in_order_and_can_be_limited(memory: Memory) -> None:
    hits = memory.concordance("الأنهار", language="ar")
    assert [hit.unit_id.partition(":")[2] for hit in hits] == ["T1", "PP1", "ANNEX1", "ANNEX1/PAR1"]
    assert memory.concordance("الأنهار", language="ar", limit=2) == hits[:2]
    assert memory.concordance("volcan", language="fr") == []


@pytest.mark.parametrize(
    ("phrase", "text", "matches"),
    [
        ("état", "L'État et les États", ["État"]),
        ("état*", "L'État et les États", ["État", "États"]),
        ("or", "for or nor or", ["or", "or"]),
        ('"droits"', "les « droits » et “droits”", ["« droits »", "“droits”"]),
        ("sous-régional", "sous\u2011régional", ["sous\u2011régional"]),
        ("l'eau", "l’eau", ["l’eau"]),
        ("19", "第19条", ["19"]),
        ("19", "المادة ١٩", ["١٩"]),
        ("19", "119 190", []),
        ("الإرهاب", "والإرهاب الدولي", ["الإرهاب"]),
        ("ارهاب", "ارهابي", []),
        ("терроризм", "терроризма", []),
        ("терроризм*", "терроризма", ["терроризма"]),
        ("STRASSE", "die Straße", ["Straße"]),
        ("ＡＢＣ", "abc", ["abc"]),
        ("fi", "eﬃcace ﬁ", ["ﬁ"]),
        ("كتب", "كَتَبَ", ["كَتَبَ"]),
        ("a.b", "a.b axb", ["a.b"]),
        ("co\u0301digo", "código", ["código"]),
    ],
)
def test_phrases_match_by_folded_words(phrase: str, text: str, matches: list[str]) -> None:
    found = list(occurrences(compile_phrase(phrase), text))
    assert [match for _, match, _ in found] == matches
    assert all(left + match + right == text for left, match, right in found)


@pytest.mark.parametrize("phrase", ["", "  ", "*", '""', "\u200f", "ـ"])
def test_an_empty_phrase_is_refused(memory: Memory, phrase: str) -> None:
    with pytest.raises(QueryError, match="The phrase is empty"):
        memory.concordance(phrase, language="fr")


@pytest.mark.parametrize("text", ["", "Ça va ﬁn", "١٢ شيءٌ", "第三条（一）", "\u200fab\u0000", "\U0001f30a x"])
def test_offsets_lead_back_to_the_original(text: str) -> None:
    offsets = folded_offsets(text)
    assert len(offsets) == len(fold_text(text)) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
