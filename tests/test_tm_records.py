"""Results as records and tables: stable columns, empty lists too, and JSON that comes back."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from align.encoders import Encoder
from align.finding import Finding, FindingKind, FindingPlace, Severity
from tm.concordance import ConcordanceHit, CounterpartSpan
from tm.concordancing.rendering_tables import RenderingTable, rendering_tables
from tm.errors import QueryError
from tm.flat_rows import FLAT_TABLES
from tm.kept_findings import KeptFinding
from tm.matching.match import Match
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.records import to_frame, to_json, to_records
from tm.search import Hit
from tm.search_batches import SearchAnswer
from tm.units import units_of

SIX = ("ar", "en", "es", "fr", "ru", "zh")


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> Memory:
    write_set(tmp_path, "rivers00", units_of(tm_sets.rivers()))
    publish(tmp_path, ["rivers00"], hash_encoder)
    return open_memory(tmp_path, hash_encoder)


def test_hits_have_a_column_a_language(memory: Memory, tm_sets: ModuleType) -> None:
    hits = memory.search(tm_sets.FIRST["zh"], k=3)
    frame = to_frame(hits)
    assert frame.columns[-6:] == [f"text_{code}" for code in SIX]
    assert frame["unit_id"].to_list() == [hit.unit_id for hit in hits]
    assert frame["text_ar"][0] == tm_sets.FIRST["ar"]
    assert frame["score"].to_list() == [hit.score for hit in hits]
    assert frame["dense_rank"].to_list() == [1, 2, 3]
    assert frame["lexical_rank"].to_list() == [None] * 3
    assert to_frame(hits, languages=["ru", "de"]).columns[-2:] == ["text_ru", "text_de"]
    assert to_frame(hits, languages=["de"])["text_de"].to_list() == [None] * 3


def test_occurrences_have_their_renderings_and_places() -> None:
    text = "Питьевая вода чиста"
    hit = ConcordanceHit(
        "s:OP1", "fr", "L’", "eau potable", " est propre", {"ru": text, "zh": "饮用水干净"}, "d", "OP1",
        None, 0.9, {"ru": CounterpartSpan(0, 13, 0.95)},
    )  # fmt: skip
    frame = to_frame([hit])
    assert frame.row(0, named=True) == {
        "unit_id": "s:OP1", "language": "fr", "left": "L’", "match": "eau potable", "right": " est propre",
        "document": "d", "path": "OP1", "page": None, "probability": 0.9,
        "text_ru": text, "rendering_ru": "Питьевая вода", "start_ru": 0, "end_ru": 13, "score_ru": 0.95,
        "text_zh": "饮用水干净", "rendering_zh": None, "start_zh": None, "end_zh": None, "score_zh": None,
    }  # fmt: skip
    tables = rendering_tables("eau potable", "fr", [hit], ["ru", "zh"], 3)
    rows = to_frame(tables)
    assert rows.select("other_language", "rendering", "count", "share", "examples").rows() == [
        ("ru", "Питьевая вода", 1, 1.0, ["s:OP1"])
    ]


@pytest.mark.parametrize("kind", list(FLAT_TABLES), ids=lambda kind: kind.__name__)
def test_an_empty_list_gives_an_empty_table_with_the_same_columns(kind: type) -> None:
    frame = to_frame([], kind, languages=["fr", "ar"])
    assert frame.height == 0
    assert frame.schema == pl.Schema(FLAT_TABLES[kind].schema(("fr", "ar")))
    assert len(set(frame.columns)) == len(frame.columns)


def finding() -> KeptFinding:
    place = FindingPlace("ar", (3, 4), "4.", "OP4", 2, 10, 20, "تطلب")
    found = Finding(
        FindingKind.FIGURES_DIFFER, "ar", place, FindingPlace("fr", (3, 3)),
        "Arabic has 60 where French has 30",
        Severity.WARNING, 0.98765,
    )  # fmt: skip
    return KeptFinding(found, "a.ar.txt", "a.fr.txt", "a", "A/RES/1/1", "A/RES/1/1:OP4")


def test_every_type_has_rows_with_the_columns_of_an_empty_table(memory: Memory, tm_sets: ModuleType) -> None:
    occurrences = memory.concordance("les", language="fr")
    tables = memory.renderings("rivières", language="fr", show=["en"])
    results: dict[type, list[object]] = {
        Hit: list(memory.search("eau", k=2, mode="hybrid")),
        SearchAnswer: list(memory.search_many(["eau", ""], k=1)),
        ConcordanceHit: list(occurrences),
        RenderingTable: list(tables),
        Match: list(memory.match(tm_sets.FIRST["fr"], source="fr", target="ar")),
        KeptFinding: [finding()],
    }
    assert set(results) == set(FLAT_TABLES)
    for kind, found in results.items():
        assert found
        frame = to_frame(found, kind, languages=["ar"])
        assert frame.schema == to_frame([], kind, languages=["ar"]).schema
        assert frame.height > 0 or kind is RenderingTable
        assert json.loads(to_json(found)) == to_records(found)
        lines = to_json(found, lines=True)
        assert [json.loads(line) for line in lines.split("\n")[:-1]] == to_records(found)


def test_a_match_and_a_finding_are_flat(memory: Memory, tm_sets: ModuleType) -> None:
    (match, *_) = memory.match(
        "Demande aux États de réduire les rejets d'eaux", source="fr", target="zh", threshold=50
    )
    row = to_frame([match]).row(0, named=True)
    assert row["target_text"] == match.target_text
    assert row["penalty_points"] == sum(one.points for one in match.penalties)
    row = to_frame([finding()]).row(0, named=True)
    assert (row["kind"], row["path"], row["counterpart_language"], row["counterpart_document"]) == (
        "figures", "OP4", "fr", "a.fr.txt",
    )  # fmt: skip
    assert row["probability"] == 0.988


def test_what_is_no_result_is_refused_with_what_is(memory: Memory) -> None:
    with pytest.raises(QueryError, match="An empty list does not say"):
        to_frame([])
    with pytest.raises(QueryError, match=r"str is no type of result\. Known are: Hit"):
        to_frame(["text"])
    with pytest.raises(QueryError, match="dict is no type of result"):
        to_records([{}])
    mixed = [*memory.search("eau", k=1), *memory.concordance("les", language="fr")]
    with pytest.raises(QueryError, match="Not all results are of the type Hit"):
        to_frame(mixed)
