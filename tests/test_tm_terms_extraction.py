"""Concepts of a memory: renderings in six languages, contexts, checkpoints, refusals, hostile text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from align.encoders import Encoder
from tm.errors import QueryError
from tm.terms.acronyms import expansion_before, find_expansions, is_acronym
from tm.terms.concept_building import LEAST_KEPT, concept_id
from tm.terms.concepts import TERM_KINDS, Concept
from tm.terms.extraction import extract_concepts
from tm.terms.known_languages import known_language, pivot_part, rendering_part
from tm.terms.term_kinds import term_kind
from tm.terms.term_texts import candidate_texts

RENDERINGS = {
    "Commission des rivières": (
        "Rivers Commission",
        "Comisión de Ríos",
        "Комиссия по рекам",
        "لجنة الأنهار",
        "河流委员会",
    ),
    "eaux souterraines": ("groundwater", "aguas subterráneas", "подземные воды", "المياه الجوفية", "地下水"),
    "rapport annuel": ("annual report", "informe anual", "ежегодный доклад", "التقرير السنوي", "年度报告"),
    "barrages": ("dams", "presas", "плотины", "السدود", "水坝"),
}


@pytest.fixture(scope="module")
def rivers(module_beside: Callable[[str], ModuleType]) -> ModuleType:
    return module_beside("term_texts_of_rivers")


@pytest.fixture(scope="module")
def memory(rivers: ModuleType, encoder: Encoder) -> Any:
    return rivers.river_memory(encoder)


@pytest.fixture(scope="module")
def concepts(memory: Any) -> list[Concept]:
    return extract_concepts(memory)


def by_text(concepts: list[Concept]) -> dict[str, Concept]:
    return {concept.term.text: concept for concept in concepts}


def test_a_concept_joins_its_terms_in_six_languages(concepts: list[Concept]) -> None:
    found = by_text(concepts)
    for french, others in RENDERINGS.items():
        got = {code: one[0].term.text for code, one in found[french].renderings.items()}
        assert got == dict(zip(("en", "es", "ru", "ar", "zh"), others, strict=True))


# Line 10 of the rivers, "Les barrages retiennent la boue", with another word for dams.
WITHOUT_DAMS = {
    "en": "They hold back the mud.",
    "es": "Ellas retienen el lodo.",
    "ru": "Они задерживают ил.",
    "ar": "هي تحجز الطين.",
    "zh": "它们拦住淤泥。",
}


@pytest.mark.parametrize("code", WITHOUT_DAMS)
def test_a_rendering_in_two_units_renders_a_term_of_three(
    rivers: ModuleType, encoder: Encoder, code: str
) -> None:
    units = rivers.sentences()
    changed = next(unit for unit in units if unit["fr"] == "Les barrages retiennent la boue.")
    changed[code] = WITHOUT_DAMS[code]
    found = by_text(extract_concepts(rivers.river_memory(encoder, units), min_probability=0.5))
    others = dict(zip(("en", "es", "ru", "ar", "zh"), RENDERINGS["barrages"], strict=True))
    best = found["barrages"].renderings[code][0]
    assert (best.term.text, best.term.frequency, best.count) == (others[code], 2, 2)


# Words of general language, three times in long texts about rivers.
COMMON = {
    "fr": ("Le temps des fleuves.", "temps"),
    "en": ("The time of streams.", "time"),
    "es": ("El tiempo de arroyos.", "tiempo"),
    "ru": ("Время ручьёв.", "Время"),
    "ar": ("الوقت للجداول.", "الوقت"),
    "zh": ("时间与小溪。", "时间"),
}


@pytest.mark.parametrize("code", COMMON)
def test_a_common_word_renders_a_term_and_is_no_term_of_the_pivot(rivers: ModuleType, code: str) -> None:
    sentence, word = COMMON[code]
    texts = [unit[code] for unit in rivers.sentences()] * 300 + [sentence] * 3
    shown = {}
    for name, part in (("pivot", pivot_part(3)), ("rendering", rendering_part(3))):
        known = known_language(enumerate(texts), code, part)
        shown[name] = set(candidate_texts(known, np.arange(len(known.candidates))))
    assert word in shown["rendering"]
    assert word not in shown["pivot"]
    assert shown["pivot"] < shown["rendering"]


def test_a_rendering_is_the_whole_term_and_not_a_word_of_it(concepts: list[Concept]) -> None:
    commission = by_text(concepts)["Commission des rivières"]
    assert commission.renderings["en"][0].term.text == "Rivers Commission"
    assert commission.renderings["en"][0].probability > 0.9
    assert all(one.probability < 0.5 for one in commission.renderings["en"][1:])


def test_concepts_come_by_falling_probability_which_is_that_of_the_least_sure_language(
    concepts: list[Concept],
) -> None:
    assert [one.probability for one in concepts] == sorted(
        (one.probability for one in concepts), reverse=True
    )
    for concept in concepts:
        best = [found[0].probability for found in concept.renderings.values() if found[0].probability >= 0.8]
        assert concept.probability == min(best)
        for found in concept.renderings.values():
            shown = [one.probability for one in found]
            assert shown == sorted(shown, reverse=True)
            assert len(found) <= 5
            assert shown[-1] >= LEAST_KEPT


def test_each_pairing_quotes_three_contexts_with_their_place(memory: Any, concepts: list[Concept]) -> None:
    rows = {
        (unit, code): text for unit, code, text in memory.table.select("unit_id", "language", "text").rows()
    }
    for concept in concepts:
        for code, found in concept.renderings.items():
            for rendering in found:
                assert len(rendering.contexts) == min(3, rendering.count)
                for context in rendering.contexts:
                    assert context.text == rows[context.unit_id, code]
                    quoted = context.text[context.start : context.end]
                    assert quoted in rendering.term.forms or code == "ar"
                    assert (context.symbol, context.path, context.document) == (
                        "A/RIV/1",
                        "OP1",
                        "rivers.txt",
                    )
                    assert context.page == int(context.unit_id.removeprefix("A/RIV/1:PAR")) + 1


def test_terms_count_their_forms_and_kinds(concepts: list[Concept]) -> None:
    dams = by_text(concepts)["barrages"].term
    assert (dams.key, dams.frequency, dict(dams.forms), dams.kind) == (
        "barrage",
        3,
        {"barrages": 3},
        "phrase",
    )
    assert by_text(concepts)["Commission des rivières"].term.kind == "name"
    assert {concept.term.kind for concept in concepts} <= set(TERM_KINDS)


def test_ids_are_names_and_the_same_in_every_run(memory: Any, concepts: list[Concept]) -> None:
    again = extract_concepts(memory)
    assert again == concepts
    assert len({one.concept_id for one in concepts}) == len(concepts)
    assert all(one.concept_id == concept_id(one.term) and one.concept_id[0] == "c" for one in concepts)


@pytest.mark.long
def test_a_unit_that_is_repeated_counts_once(rivers: ModuleType, encoder: Encoder) -> None:
    twice = rivers.river_memory(encoder, [*rivers.sentences(), *rivers.sentences()])
    assert by_text(extract_concepts(twice))["barrages"].term.frequency == 3


@pytest.mark.long
def test_an_extraction_goes_on_where_it_was_stopped(
    memory: Any, concepts: list[Concept], tmp_path: Path
) -> None:
    class Stopped(Exception):
        pass

    def stop(stage: str, _share: float) -> None:
        if stage == "pairs fr-ru":
            raise Stopped

    with pytest.raises(Stopped):
        extract_concepts(memory, progress=stop, work=tmp_path)
    kept = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert sum(name.startswith("candidates-") for name in kept) == 5
    assert sum(name.startswith("pairs-") for name in kept) == 3
    assert extract_concepts(memory, work=tmp_path) == concepts
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in kept} == kept


@pytest.mark.long
def test_a_damaged_checkpoint_is_made_anew(memory: Any, concepts: list[Concept], tmp_path: Path) -> None:
    extract_concepts(memory, work=tmp_path)
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:100])
    assert extract_concepts(memory, work=tmp_path) == concepts


@pytest.mark.long
def test_checkpoints_of_another_request_are_not_taken(memory: Any, tmp_path: Path) -> None:
    extract_concepts(memory, languages=["en"], work=tmp_path)
    rare = extract_concepts(memory, languages=["en"], min_frequency=2, work=tmp_path)
    assert rare == extract_concepts(memory, languages=["en"], min_frequency=2)


def test_progress_rises_to_one(memory: Any) -> None:
    shares: list[float] = []
    extract_concepts(memory, languages=["en", "zh"], progress=lambda _stage, share: shares.append(share))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"pivot": "de"}, "No terms in de: this memory has ar, en, es, fr, ru, zh."),
        ({"languages": ["fr"]}, "this memory has only fr"),
        ({"min_frequency": 0}, "The least frequency is 1, not 0."),
        ({"min_probability": 1.5}, "A probability lies between 0 and 1: 1.5 does not."),
    ],
)
def test_what_cannot_be_asked_is_refused(memory: Any, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=message.replace(".", r"\.")):
        extract_concepts(memory, **asked)


def test_hostile_texts_give_no_terms(rivers: ModuleType, encoder: Encoder) -> None:
    odd = [
        "<script>",
        "=1+1",
        "\u202e\u2066",
        "100%",
        "A/RES/1/2",
        "&amp;",
        "…",
        "\u200b",
        "12.5.2001",
        "[]{}",
    ]
    units = [
        dict.fromkeys(rivers.LANGUAGES, " ".join([word] * (1 + k % 3))) for k, word in enumerate(odd * 3)
    ]
    found = extract_concepts(rivers.river_memory(encoder, units), min_frequency=1, min_probability=0.0)
    assert {word for one in found for word in one.term.forms} <= {"script", "amp"}


def test_a_memory_without_shared_units_has_no_concepts(rivers: ModuleType, encoder: Encoder) -> None:
    apart = [{"fr": "Les barrages cèdent."}, {"en": "The dams give way."}]
    assert extract_concepts(rivers.river_memory(encoder, apart), languages=["en"], min_frequency=1) == []


@pytest.mark.parametrize(
    ("text", "acronym", "full"),
    [
        (
            "au sein de la Commission internationale des rivières ",
            "CIR",
            "Commission internationale des rivières",
        ),
        ("the World River Board ", "WRB", "World River Board"),
        ("la Comisión de Aguas del Norte ", "CAN", "Comisión de Aguas del Norte"),
        ("Союз речных портов ", "СРП", "Союз речных портов"),
        ("the boats went home ", "WRB", None),
        ("Board ", "B", None),
    ],
)
def test_the_full_form_of_an_acronym_is_read_before_its_bracket(
    text: str, acronym: str, full: str | None
) -> None:
    assert expansion_before(text, acronym) == full


def test_the_most_frequent_full_form_is_taken() -> None:
    texts = ["The World River Board (WRB) met.", "the World River Board (WRB)", "a wide red boat (WRB)"]
    assert find_expansions(texts) == {"WRB": "World River Board"}


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("ONU", "fr", "acronym"),
        ("ФАО", "ru", "acronym"),
        ("Rivers Commission", "en", "name"),
        ("Комиссия по рекам", "ru", "name"),
        ("لجنة الأنهار", "ar", "name"),
        ("河流委员会", "zh", "name"),
        ("eaux souterraines", "fr", "phrase"),
        ("المياه الجوفية", "ar", "phrase"),
        ("地下水", "zh", "phrase"),
    ],
)
def test_a_term_has_its_kind(text: str, language: str, kind: str) -> None:
    assert term_kind(text, language) == kind


def test_a_word_in_capitals_of_a_script_without_case_is_no_acronym() -> None:
    assert [is_acronym(word) for word in ("UN", "U.N.", "Un", "河流", "أمم", "A")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]
