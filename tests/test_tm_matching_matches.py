"""Matches of a memory: scores with their parts, neighbours, order, warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from align.encoders import Encoder
from tm.errors import QueryError
from tm.matching.match import MatchRequest, Neighbours
from tm.matching.pair_columns import composed_over, read_pair, unreviewed
from tm.matching.score import BANDS, PenaltyName, band_of
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.selection import Choice, Tally, chosen_units
from tm.units import UNIT_SCHEMA, units_of

SIX = ("ar", "en", "es", "fr", "ru", "zh")
Texts = Sequence[Mapping[str, str]]


def memory_of(folder: Path, tables: Sequence[pl.DataFrame], encoder: Encoder) -> Memory:
    names = [f"set{number:05}" for number, _ in enumerate(tables)]
    for name, table in zip(names, tables, strict=True):
        write_set(folder, name, table)
    publish(folder, names, encoder)
    return open_memory(folder)


@pytest.fixture
def rivers(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> Memory:
    return memory_of(tmp_path, [units_of(tm_sets.rivers())], hash_encoder)


def points(match: object) -> dict[str, int]:
    return {one.name.value: one.points for one in match.penalties}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("source", "target"), [(source, target) for target in ("fr", "zh") for source in SIX if source != target]
)
def test_the_same_sentence_is_found_in_any_pair(
    rivers: Memory, tm_sets: ModuleType, source: str, target: str
) -> None:
    best = rivers.match(tm_sets.RECITAL[source], source=source, target=target)[0]
    composed = {} if "fr" in (source, target) else {"composed": 2}
    assert (best.base, best.score, points(best)) == (100, 100 - sum(composed.values()), composed)
    assert (best.source_text, best.target_text) == (tm_sets.RECITAL[source], tm_sets.RECITAL[target])
    assert (best.unit_id, best.level, best.units) == ("A/RES/68/999:PP1", "paragraph", 2)
    assert best.via == ("fr" if composed else "")
    assert best.version == "S1"
    assert [part.op for part in best.diff] == ["equal"]


def test_both_neighbours_make_102_one_101(rivers: Memory, tm_sets: ModuleType) -> None:
    def score(previous: str | None, following: str | None) -> tuple[int, bool, bool]:
        best = rivers.match(
            tm_sets.RECITAL["fr"], source="fr", target="en", previous=previous, following=following
        )[0]
        return best.score, best.previous_equal, best.next_equal

    before, after = tm_sets.TITLE["fr"], tm_sets.FIRST["fr"]
    assert score(before, after) == (102, True, True)
    assert score(before.upper(), None) == (101, True, False)
    assert score(None, after) == (101, False, True)
    assert score(after, before) == (100, False, False)
    assert score("", "...") == (100, False, False)


def test_neighbours_lift_no_score_below_100(rivers: Memory, tm_sets: ModuleType) -> None:
    best = rivers.match(
        tm_sets.RECITAL["fr"].rstrip(","), source="fr", target="en", previous=tm_sets.TITLE["fr"]
    )[0]
    assert (best.score, points(best), best.previous_equal) == (99, {"case or punctuation": 1}, True)


def test_lines_are_neighbours_of_each_other(rivers: Memory, tm_sets: ModuleType) -> None:
    lines = [tm_sets.TITLE["es"], "", tm_sets.RECITAL["es"], tm_sets.FIRST["es"], "?!"]
    answers = list(rivers.match_lines(lines, MatchRequest("es", "fr")))
    assert [answer.matches[0].score if answer.matches else None for answer in answers] == [
        101, None, 102, 101, None,
    ]  # fmt: skip
    assert [bool(answer.note) for answer in answers] == [False, True, False, False, True]


def test_the_first_and_last_of_a_set_have_no_neighbour_in_the_next(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    one = [{"fr": "Le fleuve est long.", "en": "The river is long."}]
    other = [{"fr": "Le port est petit.", "en": "The harbour is small."}]
    tables = [units_of(tm_sets.simple_set(name, texts)) for name, texts in (("a", one), ("b", other))]
    memory = memory_of(tmp_path, tables, hash_encoder)
    best = memory.match("Le fleuve est long.", source="fr", target="en", following="Le port est petit.")[0]
    assert (best.score, best.next_equal) == (100, False)


@pytest.fixture
def drawn(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> Memory:
    texts: Texts = [
        {"fr": "Le comité adopte 12 rapports sur les rivières du nord.",
         "en": "The committee adopts 12 reports on the rivers of the north."},
        {"fr": "Le comité adopte 13 rapports sur les rivières du nord.",
         "en": "The committee adopts 13 reports on the rivers of the north."},
        {"fr": "Il ne prête pas de livres aux enfants.", "en": "It does not lend books to children."},
        {"fr": "Même phrase ici.", "en": "Same sentence here."},
        {"fr": "Même phrase ici.", "en": "The same phrase here."},
        {"fr": "Même phrase ici.", "en": "same sentence here"},
        {"fr": "Sans traduction."},
    ]  # fmt: skip
    return memory_of(tmp_path, [units_of(tm_sets.simple_set("drawn", texts))], hash_encoder)


def test_another_figure_costs_points_beside_its_word(drawn: Memory) -> None:
    query = "Le comité adopte 12 rapports sur les rivières du nord."
    found = drawn.match(query, source="fr", target="en", level="paragraph")
    assert [(one.score, one.base, one.edits, points(one)) for one in found] == [
        (100, 100, 0, {}),
        (88, 90, 1, {"figures": 2}),
    ]
    changed = [(part.op, part.query, part.source) for part in found[1].diff if part.op != "equal"]
    assert changed == [("replaced", ("12",), ("13",))]


def test_a_negation_on_one_side_is_warned_of(drawn: Memory) -> None:
    warned = drawn.match("Il prête des livres aux enfants.", source="fr", target="en", threshold=50)[0]
    assert warned.warnings == ("negation",)
    silent = drawn.match("Il ne prête pas de romans aux enfants.", source="fr", target="en", threshold=50)[0]
    assert silent.warnings == ()


def test_translations_that_disagree_are_all_shown_and_cost_a_point(drawn: Memory) -> None:
    found = drawn.match("Même phrase ici.", source="fr", target="en")
    assert [(one.score, one.target_text, points(one)) for one in found] == [
        (99, "Same sentence here.", {"several targets": 1}),
        (99, "The same phrase here.", {"several targets": 1}),
    ]
    # Paragraph and sentence of two units; case and punctuation make no other translation.
    assert [one.units for one in found] == [4, 2]


def test_a_unit_without_the_target_language_is_no_match(drawn: Memory) -> None:
    assert drawn.match("Sans traduction.", source="fr", target="en") == []


def test_omegat_scores_are_over_words_and_over_everything(drawn: Memory) -> None:
    best = drawn.match("Il ne prête pas de romans aux enfants", source="fr", target="en", threshold=50)[0]
    # 8 words, one replaced; 8 words, 7 spaces and a full stop, two edits.
    assert (best.omegat.stemmed, best.omegat.plain, best.omegat.full) == (None, 87, 87)


def test_the_best_come_first_and_only_k(drawn: Memory) -> None:
    query = "Le comité adopte 12 rapports sur les rivières du sud."
    both = drawn.match(query, source="fr", target="en", threshold=50, k=9)
    assert [one.score for one in both] == sorted((one.score for one in both), reverse=True)
    assert drawn.match(query, source="fr", target="en", threshold=50, k=1) == both[:1]
    assert drawn.match(query, source="fr", target="en", threshold=91) == []


def doubtful(probability: float, **columns: object) -> pl.DataFrame:
    rows = [
        {"unit_id": "S:1", "language": "fr", "text": "un", "probability": 1.0, "via": None},
        {"unit_id": "S:1", "language": "en", "text": "one", "probability": probability, "via": "fr"},
        {"unit_id": "S:1", "language": "ru", "text": "один", "probability": 0.95, "via": "fr"},
        {"unit_id": "S:2", "language": "fr", "text": "deux", "probability": 1.0, "via": None},
    ]
    return pl.DataFrame([{**row, **columns} for row in rows]).cast({"via": pl.String})


def test_a_pair_has_the_lower_probability_and_knows_whether_it_was_composed() -> None:
    import numpy as np

    table = doubtful(0.843).lazy()
    fr_en = read_pair(table, np.array([0, 3], np.int32), "fr", "en")
    assert (fr_en.probability.tolist(), fr_en.composed.tolist()) == ([843, 1000], [0, 0])
    assert fr_en.target_row.tolist() == [1, -1]
    en_ru = read_pair(table, np.array([1], np.int32), "en", "ru")
    assert (en_ru.probability.tolist(), en_ru.composed.tolist()) == ([843], [1])
    with pytest.raises(ValueError, match="rows of the index"):
        read_pair(table, np.array([0, 1], np.int32), "fr", "en")


def test_units_that_nobody_reviewed_are_known_where_others_were_reviewed() -> None:
    import numpy as np

    def states(reviewed: Sequence[str | None], origin: Sequence[str]) -> list[int]:
        table = pl.concat([doubtful(0.9), doubtful(0.9).with_columns(unit_id=pl.lit("T:1"))[:3]])
        table = table.with_columns(reviewed=pl.Series(reviewed, dtype=pl.String), origin=pl.Series(origin))
        rows = np.array([0, 3, 4], np.int32)
        return read_pair(table.lazy(), rows, "fr", "en").unreviewed.tolist()

    aligned = ["aligned"] * 7
    assert states([None] * 7, aligned) == [0, 0, 0]
    assert states([*["accepted"] * 3, *[None] * 4], aligned) == [0, 1, 1]
    assert states([None] * 7, ["imported"] * 4 + ["aligned"] * 3) == [0, 0, 1]
    assert pl.select(unreviewed(["text"])).item() is None


@pytest.mark.parametrize(("probability", "lost"), [(0.9, 0), (0.89, 2), (0.5, 2), (0.49, 5)])
def test_a_doubtful_unit_costs_points(
    probability: float, lost: int, tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    table = units_of(tm_sets.simple_set("s", [{"fr": "Un fleuve.", "en": "A river."}]))
    lower = pl.when(pl.col("language") == "en").then(probability).otherwise(pl.col("probability"))
    memory = memory_of(tmp_path, [table.with_columns(probability=lower)], hash_encoder)
    best = memory.match("Un fleuve.", source="fr", target="en")[0]
    assert (best.score, points(best)) == (100 - lost, {PenaltyName.DOUBTFUL.value: lost} if lost else {})


@pytest.mark.parametrize("pair", [("fr", "en"), ("en", "fr"), ("ar", "zh")])
def test_what_a_pair_was_composed_over_is_what_an_export_says(rivers: Memory, pair: tuple[str, str]) -> None:
    for unit in chosen_units(rivers.units(), Choice("paragraph", pair), Tally()):
        source, target = unit.variants
        assert composed_over((source.language, source.via), (target.language, target.via)) == unit.via


@pytest.mark.parametrize(
    ("score", "band"),
    [(102, "102"), (101, "101"), (100, "100"), (99, "95-99"), (95, "95-99"), (94, "85-94"), (85, "85-94"),
     (84, "75-84"), (75, "75-84"), (74, "50-74"), (50, "50-74"), (49, "none"), (0, "none")],
)  # fmt: skip
def test_bands(score: int, band: str) -> None:
    assert band_of(score) == band
    assert band in BANDS


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"source": "de"}, "no text in the language"),
        ({"target": "fr"}, "two languages"),
        ({"threshold": 49}, "from 50 to 100"),
        ({"threshold": 101}, "from 50 to 100"),
        ({"k": 0}, "at least 1"),
        ({"level": "word"}, "no level"),
    ],
)
def test_what_cannot_be_is_refused(rivers: Memory, settings: dict[str, object], message: str) -> None:
    asked: dict[str, object] = {"source": "fr", "target": "en"} | settings
    with pytest.raises(QueryError, match=message):
        rivers.match("Un fleuve", **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["", "  ", "?!…", "\x00\x07", "\u202e"])
def test_a_query_without_a_word_is_refused(rivers: Memory, query: str) -> None:
    with pytest.raises(QueryError, match="no word"):
        rivers.match(query, source="fr", target="en")


@pytest.mark.parametrize("query", ["rivière " * 130_000, "不" * 400_000, "a/b" * 350_000, "1," * 500_000])
def test_a_megabyte_has_an_answer(rivers: Memory, query: str) -> None:
    assert rivers.match(query, source="fr", target="en") == []


def test_the_answer_of_a_matcher_keeps_the_query(rivers: Memory) -> None:
    answer = rivers.matcher("fr").answer(
        "  Mesures\nvisant à protéger les rivières", MatchRequest("fr", "ru"), Neighbours()
    )
    assert (answer.query, answer.words, answer.note) == ("Mesures visant à protéger les rivières", 6, None)
    assert set(UNIT_SCHEMA) >= {"via", "probability"}
