"""Single units added to a memory and deleted from it: found, or not, by the next search, as if built so."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from align.encoders import Encoder
from tm.changes.change_journal import CHANGES_NAME, read_changes
from tm.changes.new_unit import NewUnit
from tm.errors import MemoryDamaged, QueryError
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.search import Hit
from tm.search_filters import Filters
from tm.units import units_of

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
WELL = {
    "ar": "يُحفر بئر سابع وعشرون قرب مدرسة القرية، وتتولى اللجنة المحلية صيانته.",
    "en": "A twenty-seventh well is dug near the village school; the local committee keeps it in repair.",
    "es": "Se excava un vigésimo séptimo pozo cerca de la escuela del pueblo; el comité local lo mantiene.",
    "fr": "Un vingt-septième puits est creusé près de l’école du village ; le comité local l’entretient.",
    "ru": "Двадцать седьмой колодец роют возле сельской школы; местный комитет следит за его исправностью.",
    "zh": "在村小学附近挖第二十七口井，由地方委员会负责维护。",
}
LAMPS = {
    "ar": "تُركَّب المصابيح الشمسية في الشوارع الأربعة المؤدية إلى السوق.",
    "en": "Solar lamps are installed in the four streets that lead to the market.",
    "es": "Se instalan lámparas solares en las cuatro calles que conducen al mercado.",
    "fr": "Des lampes solaires sont installées dans les quatre rues qui mènent au marché.",
    "ru": "На четырёх улицах, ведущих к рынку, устанавливаются солнечные фонари.",
    "zh": "在通往市场的四条街道上安装太阳能路灯。",
}
WORDS = {
    "ar": "ماء نهر مدرسة لجنة قرار بلد تقرير تعليم صحة طريق جسر قرية",
    "en": "water river school committee decision country report education health road bridge village",
    "es": "agua río escuela comité decisión país informe educación salud camino puente aldea",
    "fr": "eau fleuve école comité décision pays rapport éducation santé route pont village",
    "ru": "вода река школа комитет решение страна доклад образование здоровье дорога мост деревня",
    "zh": "水资源 河流 学校 委员会 决定 国家 报告 教育 卫生 道路 桥梁 村庄",
}


def sentence(language: str, chance: random.Random) -> str:
    words = chance.choices(WORDS[language].split(), k=chance.randint(3, 9))
    return ("" if language == "zh" else " ").join([*words, str(chance.randint(1, 60))])


def texts(chance: random.Random) -> dict[str, str]:
    return {language: sentence(language, chance) for language in LANGUAGES}


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> Memory:
    return built(tmp_path, tm_sets, hash_encoder)


def built(folder: Path, tm_sets: ModuleType, encoder: Encoder) -> Memory:
    chance = random.Random(3)
    write_set(folder, "rivers00", units_of(tm_sets.rivers()))
    others = tm_sets.simple_set("A/RES/70/5", [texts(chance) for _ in range(40)])
    write_set(folder, "others00", units_of(others))
    publish(folder, ["rivers00", "others00"], encoder)
    return open_memory(folder, encoder)


def ids(hits: list[Hit]) -> list[str]:
    return [hit.unit_id for hit in hits]


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_added_unit_is_found_by_the_next_search(memory: Memory, mode: str, language: str) -> None:
    before = memory.search(WELL[language], mode=mode)
    unit_id = memory.add_unit(NewUnit(WELL, document="puits.docx", symbol="A/RES/71/9", date="2026-11-26"))
    assert unit_id not in ids(before)
    hit = memory.search(WELL[language], mode=mode, k=3)[0]
    assert (hit.unit_id, hit.texts) == (unit_id, WELL)
    assert (hit.document, hit.symbol, hit.matched) == ("puits.docx", "A/RES/71/9", WELL[language])


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_deleted_unit_is_not_found_any_more_and_a_restored_one_is(
    memory: Memory, tm_sets: ModuleType, mode: str, language: str
) -> None:
    unit_id = "A/RES/68/999:OP1"
    query = tm_sets.FIRST[language]
    assert ids(memory.search(query, mode=mode))[0] == unit_id
    memory.delete_unit(unit_id)
    assert unit_id not in ids(memory.search(query, mode=mode, k=50))
    assert all(
        not hit.unit_id.startswith(f"{unit_id}.")
        for hit in memory.search(query, mode=mode, k=50, level="sentence")
    )
    memory.restore_unit(unit_id)
    assert ids(memory.search(query, mode=mode))[0] == unit_id


def test_an_added_unit_can_be_deleted_and_restored(memory: Memory) -> None:
    unit_id = memory.add_unit(NewUnit(WELL))
    memory.delete_unit(unit_id)
    assert unit_id not in ids(memory.search(WELL["fr"], k=60))
    memory.restore_unit(unit_id)
    assert ids(memory.search(WELL["fr"], k=1, mode="hybrid")) == [unit_id]


def test_another_reader_sees_a_change_at_its_next_search(memory: Memory, hash_encoder: Encoder) -> None:
    reader = open_memory(memory.folder, hash_encoder)
    assert WELL not in [hit.texts for hit in reader.search(WELL["zh"], k=5)]
    first = memory.add_unit(NewUnit(WELL))
    assert ids(reader.search(WELL["zh"], k=1)) == [first]
    second = memory.add_unit(NewUnit(LAMPS))
    memory.delete_unit(first)
    assert ids(reader.search(LAMPS["ar"], k=1)) == [second]
    assert first not in ids(reader.search(WELL["zh"], k=60))


def test_filters_and_languages_hold_for_added_units(memory: Memory) -> None:
    unit_id = memory.add_unit(NewUnit(WELL, symbol="S/RES/2700", date="2023-10-05", kind="operative"))
    for wanted in (
        Filters(body="S"),
        Filters(year=2023),
        Filters(symbol_prefix="S/RES/27"),
        Filters(kind="operative", origin="imported"),
    ):
        for mode in ("hybrid", "dense", "lexical"):
            assert unit_id in ids(memory.search(WELL["en"], mode=mode, filters=wanted, k=60))
    for other in (Filters(body="A"), Filters(year=2022), Filters(origin="aligned"), Filters(kind="title")):
        for mode in ("hybrid", "dense", "lexical"):
            assert unit_id not in ids(memory.search(WELL["en"], mode=mode, filters=other, k=60))
    assert ids(memory.search(WELL["ru"], languages=["ru"], mode="lexical", k=1)) == [unit_id]
    assert unit_id not in ids(memory.search(WELL["ru"], languages=["zh"], mode="lexical", k=60))


def changed(memory: Memory, count: int, chance: random.Random) -> Iterator[str]:
    """Add and delete, in a mix, units of the generation and added ones; yield the ids in turn."""
    there = sorted(set(memory.units().filter(level="paragraph").collect()["unit_id"]))
    for _ in range(count):
        if chance.random() < 0.6:
            there.append(memory.add_unit(NewUnit(texts(chance), document=f"d{chance.randint(1, 9)}.docx")))
            yield there[-1]
        else:
            unit_id = there.pop(chance.randrange(len(there)))
            memory.delete_unit(unit_id)
            yield unit_id


@pytest.mark.parametrize("mode", ["dense", "lexical", "hybrid"])
def test_a_changed_memory_finds_what_one_built_anew_finds(
    memory: Memory, hash_encoder: Encoder, mode: str
) -> None:
    """The oracle: the same memory published anew. Hits, order, scores and texts are the same.

    Scores of words are kept to three decimals: now and then one that was reckoned otherwise rounds otherwise.
    """
    chance = random.Random(11)
    list(changed(memory, 60, chance))
    queries = [sentence(language, chance) for language in LANGUAGES for _ in range(6)]
    queries += [f"{query[:3]}*" for query in queries[::7]]
    got = {(query, k): memory.search(query, mode=mode, k=k) for query in queries for k in (3, 200)}
    assert sum("added:" in hit.unit_id for hits in got.values() for hit in hits) > 100
    publish(memory.folder, ["rivers00", "others00"], hash_encoder)
    anew = open_memory(memory.folder, hash_encoder)
    assert anew.pending.counts() == (0, 0)
    differing = 0
    for (query, k), hits in got.items():
        expected = anew.search(query, mode=mode, k=k)
        differing += hits != expected
        scores = [(hit.score, other.score) for hit, other in zip(hits, expected, strict=True)]
        assert all(one == pytest.approx(other, abs=0.0011) for one, other in scores)
        near = {hit.unit_id: hit.score for hit in expected}
        # What stands elsewhere is as good as equal to what stands in its place.
        for hit, other in zip(hits, expected, strict=True):
            assert (
                hit.unit_id == other.unit_id or abs(near.get(hit.unit_id, other.score) - other.score) < 0.0011
            )
    assert differing <= (0 if mode == "dense" else len(got) // 20)


def test_a_publication_takes_all_changes_in_and_later_ones_keep_them(
    memory: Memory, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    added = memory.add_unit(NewUnit(WELL, document="puits.docx"))
    memory.delete_unit("A/RES/68/999:OP1")
    for _ in range(2):
        publish(memory.folder, ["rivers00", "others00"], hash_encoder)
        anew = open_memory(memory.folder, hash_encoder)
        assert (anew.manifest.changes.number, anew.manifest.changes.added) == (2, 1)
        assert anew.manifest.changes.deleted == 1
        assert anew.pending.is_empty
        units = anew.units().collect()
        assert units.filter(unit_id=added).height == len(LANGUAGES)
        assert units.filter(unit_id=f"{added}.1", parent_id=added).height == len(LANGUAGES)
        assert units.filter(unit_id="A/RES/68/999:OP1").is_empty()
        assert units.filter(parent_id="A/RES/68/999:OP1").is_empty()
    anew.restore_unit("A/RES/68/999:OP1")
    anew.delete_unit(added)
    assert added not in ids(anew.search(WELL["es"], k=60))
    publish(memory.folder, ["rivers00", "others00"], hash_encoder)
    last = open_memory(memory.folder, hash_encoder)
    assert ids(last.search(tm_sets.FIRST["fr"], k=1)) == ["A/RES/68/999:OP1"]
    assert last.units().filter(unit_id=added).collect().is_empty()


def test_a_deletion_does_not_touch_other_texts_that_a_build_brings_later(
    memory: Memory, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    memory.delete_unit("A/RES/70/5:OP3")
    chance = random.Random(99)
    others = tm_sets.simple_set("A/RES/70/5", [texts(chance) for _ in range(40)])
    write_set(memory.folder, "others01", units_of(others))
    publish(memory.folder, ["rivers00", "others01"], hash_encoder)
    anew = open_memory(memory.folder, hash_encoder)
    assert anew.manifest.changes.stale == ("A/RES/70/5:OP3",)
    assert not anew.units().filter(unit_id="A/RES/70/5:OP3").collect().is_empty()


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        (NewUnit({"fr": "seul"}), "at least two languages"),
        (NewUnit({"fr": "a", "none of them": "b"}), '"none of them" is no language'),
        (NewUnit({"fr": "a", "FR-ca": "b"}), "two texts in fr"),
        (NewUnit({"fr": "a", "en": " \n"}), "text in en is empty"),
        (NewUnit({"fr": "a", "en": "b\x00c"}), "text in en has 1 characters that no exchange file may hold"),
        (NewUnit({"fr": "a", "en": "b"}, source="ru"), "said to be its source"),
        (NewUnit({"fr": "a", "en": "b"}, date="26.11.2026"), "is no date"),
        (NewUnit({"fr": "a", "en": "b"}, kind="poem"), 'no kind "poem"'),
    ],
)
def test_a_unit_that_cannot_be_is_refused_and_leaves_nothing(
    memory: Memory, unit: NewUnit, message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        memory.add_unit(unit)
    assert read_changes(memory.folder) == []
    assert not (memory.folder / CHANGES_NAME).exists()


def test_the_same_unit_is_not_added_twice_nor_deleted_twice(memory: Memory) -> None:
    unit_id = memory.add_unit(NewUnit(WELL))
    with pytest.raises(QueryError, match=f"has this unit already, as {unit_id}"):
        memory.add_unit(NewUnit(dict(reversed(WELL.items()))))
    with pytest.raises(QueryError, match="is deleted"):
        memory.restore_unit(unit_id)
    memory.delete_unit(unit_id)
    with pytest.raises(QueryError, match=f"{unit_id} is deleted already"):
        memory.delete_unit(unit_id)
    with pytest.raises(QueryError, match='no unit "nobody:1"'):
        memory.delete_unit("nobody:1")


def test_hostile_text_is_kept_as_text(memory: Memory) -> None:
    hostile = {"fr": "=cmd|'/C calc'!A0 <b>&amp;\u202egnp.exe", "ar": "نص '; DROP TABLE changes; --"}
    unit_id = memory.add_unit(NewUnit(hostile, document="../../etc/passwd"))
    hit = next(one for one in memory.search(hostile["ar"], k=60) if one.unit_id == unit_id)
    assert hit.texts == hostile
    assert hit.document == "../../etc/passwd"


def test_a_broken_journal_is_a_damaged_memory(memory: Memory, hash_encoder: Encoder) -> None:
    memory.add_unit(NewUnit(WELL))
    (memory.folder / CHANGES_NAME).write_bytes(b"no database" * 20)
    with pytest.raises(MemoryDamaged, match="journal of changes cannot be used"):
        open_memory(memory.folder, hash_encoder).search("x")


def test_a_language_that_the_memory_did_not_have_can_be_added(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    pairs = [{"fr": f"eau {number}", "en": f"water {number}"} for number in range(5)]
    write_set(tmp_path, "pairs000", units_of(tm_sets.simple_set("pairs", pairs)))
    publish(tmp_path, ["pairs000"], hash_encoder)
    memory = open_memory(tmp_path, hash_encoder)
    unit_id = memory.add_unit(NewUnit({"zh": LAMPS["zh"], "ar": LAMPS["ar"]}))
    for mode in ("dense", "lexical", "hybrid"):
        assert ids(memory.search(LAMPS["zh"], mode=mode, languages=["zh"])) == [unit_id]


def test_units_that_come_back_stand_where_a_publication_puts_them(
    memory: Memory, hash_encoder: Encoder
) -> None:
    sets = ["rivers00", "others00"]
    first = memory.add_unit(NewUnit(WELL, document="a.docx"))
    kept = memory.add_unit(NewUnit(WELL, document="b.docx"))
    memory.delete_unit(first)
    publish(memory.folder, sets, hash_encoder)
    again = open_memory(memory.folder, hash_encoder)
    # The generation lacks the first and has the other.
    second = again.add_unit(NewUnit(WELL, document="c.docx"))
    again.restore_unit(first)
    again.delete_unit(kept)
    again.restore_unit(kept)
    info = again.info()
    assert (info.unpublished_added, info.unpublished_deleted) == again.pending.counts() == (2, 0)
    for language in LANGUAGES:
        for mode in ("dense", "lexical", "hybrid"):
            assert ids(again.search(WELL[language], mode=mode, k=3)) == [second, first, kept]
    publish(memory.folder, sets, hash_encoder)
    anew = open_memory(memory.folder, hash_encoder)
    for language in LANGUAGES:
        for mode in ("dense", "lexical", "hybrid"):
            assert ids(anew.search(WELL[language], mode=mode, k=3)) == [second, first, kept]


def test_an_encoder_is_prepared_for_long_texts_when_a_second_unit_is_added(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    prepared = []
    vars(hash_encoder)["prepare"] = lambda: prepared.append(True)
    memory = built(tmp_path, tm_sets, hash_encoder)
    memory.add_unit(NewUnit(WELL))
    assert prepared == []
    memory.add_unit(NewUnit(LAMPS))
    assert prepared == [True]
    memory.add_unit(NewUnit(LAMPS, document="lampes.docx"))
    assert prepared == [True]


def test_a_batch_that_sees_a_deletion_first_does_not_hide_it_from_the_memory(
    memory: Memory, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    """A batch works on a view of the memory that shares its changes."""
    query = tm_sets.FIRST["zh"]
    assert ids(memory.search(query, k=1)) == ["A/RES/68/999:OP1"]
    open_memory(memory.folder, hash_encoder).delete_unit("A/RES/68/999:OP1")
    (answer,) = memory.search_many([query], k=50)
    assert "A/RES/68/999:OP1" not in ids(list(answer.hits))
    assert "A/RES/68/999:OP1" not in ids(memory.search(query, k=50))
