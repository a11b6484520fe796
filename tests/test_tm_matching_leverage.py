"""The leverage of a draft: words by band, and what the draft repeats."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from align.encoders import Encoder
from tm.matching.leverage import BandCount, DraftSegment, Leverage, measure_leverage
from tm.matching.match import MatchRequest
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.units import units_of

SIX = ("ar", "en", "es", "fr", "ru", "zh")
# Each: a sentence of the memory's RECITAL with one word changed, and how many words there are.
CHANGED = {
    "fr": ("Consciente que les rivières donnent de l'eau potable à des milliers de personnes,", 14),
    "en": ("Aware that rivers provide drinking water to thousands of people,", 10),
    "es": ("Consciente de que los ríos proporcionan agua potable a miles de personas,", 12),
    "ru": ("сознавая, что реки дают питьевую воду тысячам людей,", 8),
    "zh": ("意识到河流为数千万人提供饮用水，", 15),
    "ar": ("وإذ تدرك أن الأنهار توفر مياه الشرب لآلاف الناس،", 9),
}


@pytest.fixture
def rivers(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> Memory:
    write_set(tmp_path, "rivers00", units_of(tm_sets.rivers()))
    publish(tmp_path, ["rivers00"], hash_encoder)
    return open_memory(tmp_path)


def measured(memory: Memory, texts: list[str], source: str, target: str = "fr") -> Leverage:
    segments = [DraftSegment(text) for text in texts]
    return measure_leverage(memory.matcher(source), segments, MatchRequest(source, target))


@pytest.mark.parametrize("language", SIX)
def test_words_are_counted_by_the_band_of_the_best_match(
    language: str, rivers: Memory, tm_sets: ModuleType
) -> None:
    text, words = CHANGED[language]
    target = "en" if language == "fr" else "fr"
    result = measured(rivers, [tm_sets.TITLE[language], tm_sets.RECITAL[language], text], language, target)
    assert [one.words for one in result.segments][2] == words
    assert result.segments[0].memory_band == result.segments[1].memory_band == "101"
    score = 100 * (words - 1) // words
    third = result.segments[2]
    assert third.match is not None
    assert third.match.base == (score if language != "zh" else 100 * (15 - 1) // 15)
    assert sum(one.words for one in result.memory.values()) == result.words
    assert third.repetition is not None
    assert (third.repetition.number, third.repetition.base) == (2, third.match.base)


def test_repetitions_are_of_earlier_segments_and_the_better_band_counts(rivers: Memory) -> None:
    texts = [
        "Le vieux port ferme en hiver.",
        "Une phrase sans pareille ailleurs.",
        "Le vieux port ferme en hiver !",
        "Le vieux port ferme en été.",
        "***",
    ]
    result = measured(rivers, texts, "fr", "en")
    repeats = [one.repetition and (one.repetition.number, one.repetition.base) for one in result.segments]
    assert repeats == [None, None, (1, 100), (1, 83), None]
    assert [one.best_band for one in result.segments] == ["none", "none", "100", "75-84", "none"]
    assert {band: count for band, count in result.draft.items() if count.segments} == {
        "100": BandCount(1, 6),
        "75-84": BandCount(1, 6),
        "none": BandCount(3, 11),
    }
    assert result.memory["none"] == BandCount(5, 23)
    assert list(result.best) == ["102", "101", "100", "95-99", "85-94", "75-84", "50-74", "none"]


def test_a_draft_without_segments_has_no_words(rivers: Memory) -> None:
    result = measured(rivers, [], "fr", "en")
    assert (result.words, result.segments) == (0, ())
    assert set(result.memory.values()) == {BandCount(0, 0)}
