"""The published lexical index: what it gives, what happens without it, filters in both legs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from align.encoders import Encoder
from tm.errors import MemoryDamaged, QueryError
from tm.lexical.lexical_index import (
    LexicalIndex,
    lexical_index_in_memory,
    read_lexical_index,
    write_lexical_index,
)
from tm.lexical.lexical_query import parse_query
from tm.lexical.lexical_search import LexicalHit, search_lexical
from tm.memory import Memory, open_memory
from tm.memory_folder import lexical_folder, write_set
from tm.publication import publish
from tm.search_filters import Filters
from tm.units import units_of

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def search(index: LexicalIndex, query: str) -> list[LexicalHit]:
    return search_lexical(index, parse_query(query), languages=LANGUAGES, level="paragraph", count=20)


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> Memory:
    write_set(tmp_path, "rivers00", units_of(tm_sets.rivers()))
    write_set(tmp_path, "lakes000", units_of(tm_sets.rivers("lakes", "S/RES/1373(2001)")))
    publish(tmp_path, ["rivers00", "lakes000"], hash_encoder)
    return open_memory(tmp_path, hash_encoder)


def test_the_index_is_published_and_opened_and_gives_what_one_in_memory_gives(memory: Memory) -> None:
    folder = lexical_folder(memory.generation)
    kept = read_lexical_index(folder)
    assert kept is not None
    assert set(kept.indexes) == {(level, code) for level in ("paragraph", "sentence") for code in LANGUAGES}
    fresh = lexical_index_in_memory(memory.units().collect())
    for query in ("rivières", "河流", '"waste water"', "الأنهار", "1", "реки*"):
        assert search(kept, query) == search(fresh, query)


def test_a_memory_without_the_index_or_with_an_older_one_is_searched_all_the_same(memory: Memory) -> None:
    hits = memory.search("waste water", mode="lexical", k=3)
    header = lexical_folder(memory.generation) / "lexical.json"
    header.write_text(header.read_text().replace('"analysis": 1', '"analysis": 0'))
    assert open_memory(memory.folder).search("waste water", mode="lexical", k=3) == hits
    header.unlink()
    assert open_memory(memory.folder).search("waste water", mode="lexical", k=3) == hits


def test_a_broken_index_is_damage_that_names_its_folder(memory: Memory) -> None:
    header = lexical_folder(memory.generation) / "lexical.json"
    header.write_text("{")
    with pytest.raises(MemoryDamaged, match=r"lexical: the lexical index cannot be read .* Build it again"):
        open_memory(memory.folder).search("eau", mode="lexical")


def test_a_second_writing_into_the_folder_is_refused(memory: Memory) -> None:
    with pytest.raises(FileExistsError):
        write_lexical_index(memory.units().collect(), lexical_folder(memory.generation))


ALL_FILTERS = [
    Filters(body="A"), Filters(body="S"), Filters(body="A/C.3"), Filters(session="68"), Filters(year=2013),
    Filters(year=2001), Filters(symbol_prefix="A/RES/68"), Filters(symbol_prefix="S/"),
    Filters(symbol_prefix="A/RES/7"), Filters(kind="operative"), Filters(kind="footnote"),
    Filters(min_probability=0.5), Filters(min_probability=0.91), Filters(min_probability=0.911),
    Filters(origin="aligned"), Filters(origin="imported"), Filters(body="S", kind="title", year=2013),
]  # fmt: skip


@pytest.mark.parametrize("filters", ALL_FILTERS, ids=str)
@pytest.mark.parametrize("level", ["paragraph", "sentence"])
def test_both_legs_find_what_passes_a_filter_and_nothing_else(
    memory: Memory, filters: Filters, level: str
) -> None:
    rows = memory.units().filter(pl.col("level") == level).collect()
    passing = {row["unit_id"] for row in rows.iter_rows(named=True) if passes(row, filters)}
    dense = memory.search("rivers", k=99, level=level, mode="dense", filters=filters)
    assert {hit.unit_id for hit in dense} == passing
    everything = "rivers a to the in statement document question matter Secretary-General"
    lexical = memory.search(everything, k=99, level=level, mode="lexical", filters=filters, languages=["en"])
    unfiltered = memory.search(everything, k=99, level=level, mode="lexical", languages=["en"])
    assert {hit.unit_id for hit in lexical} == {hit.unit_id for hit in unfiltered} & passing


def passes(row: Mapping[str, object], filters: Filters) -> bool:
    """The obvious way, for these two sets, dated 2013: kinds are those of the French version, the pivot."""
    is_resolution = str(row["symbol"]).startswith("A/")
    facts = {
        "body": "A" if is_resolution else "S",
        "session": "68" if is_resolution else None,
        "year": 2013,
        "kind": row["kind"],
        "origin": "aligned",
    }
    wanted = {name: getattr(filters, name) for name in facts}
    probability = row["unit_probability"]
    assert isinstance(probability, float)
    return (
        all(value is None or facts[name] == value for name, value in wanted.items())
        and str(row["symbol"]).startswith(filters.symbol_prefix or "")
        and probability >= (filters.min_probability or 0.0)
    )


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(min_probability=1.5), "from 0 to 1, not 1.5"),
        (Filters(origin="guessed"), 'no origin "guessed". Use aligned or imported'),
        (Filters(body=""), "filter body is empty"),
    ],
)
@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_a_filter_that_nothing_can_meet_is_refused(
    memory: Memory, filters: Filters, message: str, mode: str
) -> None:
    with pytest.raises(QueryError, match=message):
        memory.search("eau", filters=filters, mode=mode)
