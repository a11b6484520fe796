"""A memory written as TMX and taken in again: what is kept, and that twice is once."""

from __future__ import annotations

import tempfile
import unicodedata
from itertools import permutations
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.tmx_import import import_tmx
from tm.tmx_reading import read_tmx
from tm.tmx_writing import TmxOptions, export_tmx
from tm.units import units_of

SIX = ("ar", "en", "es", "fr", "ru", "zh")
WORDS = {
    "ar": "الماء نهر «١٢» \u200fسد\u200f",
    "en": 'Water & <river> "dam" 12',
    "es": "Agua río ¿señor? 'presa'",
    "fr": "L'eau du fleuve ; « œuvre »",
    "ru": "Вода реки ёж №12",
    "zh": "水 河流。大坝（十二）",
}
# Any character that XML allows and a memory keeps as it is.
CHARACTERS = st.characters(min_codepoint=0x20, blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Cn"))


def kept(text: str) -> str:
    """The text as a memory holds it; "x" where nothing would be left."""
    return unicodedata.normalize("NFC", text).strip() or "x"


def texts() -> st.SearchStrategy[dict[str, str]]:
    """A unit: the pivot and at least one other language."""

    def of(language: str) -> st.SearchStrategy[str]:
        own = st.text(st.sampled_from(WORDS[language]), min_size=1, max_size=30)
        return st.one_of(own, st.text(CHARACTERS, min_size=1, max_size=12)).map(kept)

    others = st.sets(st.sampled_from([code for code in SIX if code != "fr"]), min_size=1)
    return others.flatmap(lambda codes: st.fixed_dictionaries({code: of(code) for code in {"fr", *codes}}))


def memory_of(folder: Path, units: list[dict[str, str]], tm_sets: ModuleType, hashes: ModuleType) -> Memory:
    write_set(folder, "digest01", units_of(tm_sets.simple_set("s", units, symbol="A/RES/68/999")))
    publish(folder, ["digest01"], hashes.HashEncoder())
    return open_memory(folder)


def rows(table: pl.DataFrame) -> list[tuple[object, ...]]:
    """Language, text, probability of the unit and date of each variant, unit by unit in order."""
    ordered = table.filter(level="paragraph").sort("position", "language")
    return ordered.select("language", "text", "unit_probability", "date").rows()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(units=st.lists(texts(), min_size=1, max_size=4))
def test_the_master_and_every_pair_come_back_whole(
    units: list[dict[str, str]], tm_sets: ModuleType, hash_encoders: ModuleType
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        memory = memory_of(folder / "memory", units, tm_sets, hash_encoders)
        whole = memory.units().collect().filter(level="paragraph")
        out = folder / "out.tmx"
        report = export_tmx(memory, out, TmxOptions())
        assert dict(report.left_out) == {}
        comes_back(out, whole, set(SIX))
        for pair in permutations(memory.languages, 2):
            report = export_tmx(memory, out, TmxOptions(pair=pair))
            both = whole.filter(pl.col("language").is_in(pair))
            both = both.filter(pl.len().over("unit_id") == 2)
            lost = whole["unit_id"].n_unique() - report.units
            assert sum(report.left_out.values()) == lost
            # The probability of a pair is the lower of both.
            lower = pl.col("probability").min().over("unit_id").alias("unit_probability")
            comes_back(out, both.with_columns(lower), set(pair))


def comes_back(path: Path, expected: pl.DataFrame, languages: set[str]) -> None:
    imported = import_tmx(path, strict=True)
    ids = expected.sort("position")["unit_id"].unique(maintain_order=True).to_list()
    assert rows(imported.units) == rows(expected)
    table = imported.units.filter(level="paragraph").sort("position")
    assert table["tuid"].unique(maintain_order=True).to_list() == ids
    assert table["position"].unique().sort().to_list() == list(range(len(ids)))
    assert set(table["language"]) <= languages
    assert set(imported.reasons) == set()
    again = import_tmx(path, known=imported.units["unit_id"].to_list())
    assert (again.new, again.reasons) == (0, {"already-there": len(ids)} if ids else {})


def test_the_master_names_the_neighbours_that_the_order_shows(
    tmp_path: Path, tm_sets: ModuleType, hash_encoders: ModuleType
) -> None:
    units = [{code: f"{WORDS[code]} {number}" for code in SIX} for number in range(5)]
    memory = memory_of(tmp_path / "memory", units, tm_sets, hash_encoders)
    export_tmx(memory, tmp_path / "out.tmx", TmxOptions())
    read = list(read_tmx(tmp_path / "out.tmx"))
    ids = [unit.tuid for unit in read]
    assert [unit.props.get("x-prev-tuid") for unit in read] == [None, *ids[:-1]]
    assert [unit.props.get("x-next-tuid") for unit in read] == [*ids[1:], None]


def test_what_is_not_kept_is_in_the_report(
    tmp_path: Path, tm_sets: ModuleType, hash_encoders: ModuleType
) -> None:
    units = [{"fr": "Un", "ru": "Один"}, {"en": "Two", "zh": "二"}, {"ar": "ثلاثة"}]
    memory = memory_of(tmp_path / "memory", units, tm_sets, hash_encoders)
    report = export_tmx(memory, tmp_path / "out.tmx", TmxOptions())
    assert dict(report.left_out) == {"units in one language only": 1, "units without text in fr": 1}
    assert import_tmx(tmp_path / "out.tmx").new == report.units == 1


@pytest.mark.parametrize("strict", [False, True])
def test_every_foreign_file_is_taken_in(shared_data: Path, strict: bool) -> None:
    counted = 0
    for path in sorted((shared_data / "tmx").glob("*.tmx")):
        # One has French of France and of Canada.
        found = import_tmx(path, strict=strict, language_map={"fr-CA": "fr-CA"})
        skipped = found.reasons.get("one-language", 0) + found.reasons.get("repeated-unit", 0)
        assert found.new + skipped == found.read > 0, path
        counted += 1
    assert counted == 9


@pytest.mark.long
def test_a_memory_goes_through_the_command_and_back(
    tmp_path: Path, tm_sets: ModuleType, hash_encoders: ModuleType
) -> None:
    from hexapla.importing import import_files

    units = [{code: f"{WORDS[code]} {number}" for code in SIX} for number in range(3)]
    memory = memory_of(tmp_path / "memory", units, tm_sets, hash_encoders)
    export_tmx(memory, tmp_path / "out.tmx", TmxOptions())
    for generation in ("000001", "000001"):
        result = import_files(tmp_path / "new", [tmp_path / "out.tmx"])
        assert result.generation == generation
        table = open_memory(tmp_path / "new").units().collect()
        assert rows(table) == rows(memory.units().collect())
    expected = memory.units().collect().filter(level="paragraph")["unit_id"].unique().sort().to_list()
    assert table.filter(level="paragraph")["tuid"].unique().sort().to_list() == expected
