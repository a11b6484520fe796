"""TMX for each CAT tool: codes, form, context, limits, duplicates, changes, companions."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import io
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest
from lxml import etree

from align.encoders import Encoder
from tm.companions import write_companions
from tm.errors import ExportError
from tm.memory import Memory, open_memory
from tm.memory_changes import earlier_generation
from tm.memory_folder import write_set
from tm.omegat_folder import export_omegat
from tm.publication import publish
from tm.selection import ExportReport
from tm.tmx_profiles import PROFILES
from tm.tmx_reading import read_tmx
from tm.tmx_writing import TmxOptions, export_tmx
from tm.units import unit_table, units_of

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CODES = {
    "master": "fr en es ru ar zh-Hans",
    "omegat": "fr-FR en-GB es-ES ru-RU ar-SA zh-CN",
    "trados": "fr-FR en-GB es-ES ru-RU ar-SA zh-CN",
    "memoq": "fr-FR en-GB es-ES ru-RU ar-SA zh-CN",
    "phrase": "fr-FR en-GB es-ES ru-RU ar-SA zh-CN",
    "wordfast": "fr-FR en-GB es-ES ru-RU ar-SA zh-CN",
    "weblate": "fr en es ru ar zh_Hans",
}
ORDER = ("fr", "en", "es", "ru", "ar", "zh")


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def table(tm_sets: ModuleType) -> pl.DataFrame:
    return units_of(tm_sets.rivers())


def kept(folder: Path, encoder: Encoder, *tables: pl.DataFrame) -> Memory:
    digests = [f"{hashlib.sha256(str(table.to_dicts()).encode()).hexdigest()[:16]}" for table in tables]
    for digest, units in zip(digests, tables, strict=True):
        write_set(folder, digest, units)
    publish(folder, digests, encoder)
    return open_memory(folder)


@pytest.fixture
def memory(tmp_path: Path, table: pl.DataFrame, hash_encoder: Encoder) -> Memory:
    return kept(tmp_path / "memory", hash_encoder, table)


def written(memory: Memory, **options: Any) -> tuple[etree._Element, ExportReport]:
    out = io.BytesIO()
    report = export_tmx(memory, out, TmxOptions(**options))
    return etree.fromstring(out.getvalue()), report


def props(element: etree._Element) -> dict[str | None, str | None]:
    return {prop.get("type"): prop.text for prop in element.findall("prop")}


def changed(table: pl.DataFrame, unit: str, language: str, **values: Any) -> pl.DataFrame:
    here = (pl.col("unit_id") == f"A/RES/68/999:{unit}") & (pl.col("language") == language)
    columns = [
        pl.when(here).then(pl.lit(value, dtype=table.schema[name])).otherwise(name).alias(name)
        for name, value in values.items()
    ]
    return table.with_columns(columns)


@pytest.mark.parametrize("profile", PROFILES)
def test_each_profile_has_its_codes_for_the_six_languages(memory: Memory, profile: str) -> None:
    for language, code in zip(ORDER, CODES[profile].split(), strict=True):
        other = "en" if language != "en" else "fr"
        root, _ = written(memory, profile=profile, pair=(language, other))
        assert root.find("header").get("srclang") == code
        assert {tu.find("tuv").get(XML_LANG) for tu in root.iter("tu")} == {code}


@pytest.mark.parametrize("profile", ["trados", "memoq", "wordfast"])
def test_tools_of_two_languages_refuse_a_master(memory: Memory, profile: str) -> None:
    with pytest.raises(ExportError, match=f'"{profile}" takes files of two languages only. Try: --pair'):
        written(memory, profile=profile)


def test_a_language_without_a_code_is_refused_until_it_is_mapped(
    tmp_path: Path, table: pl.DataFrame, hash_encoder: Encoder
) -> None:
    german = table.with_columns(pl.col("language").replace("es", "de"))
    memory = kept(tmp_path / "de", hash_encoder, unit_table(german))
    with pytest.raises(ExportError, match=r'no code for the language "de" .*--language-map de=CODE'):
        written(memory, profile="trados", pair=("fr", "de"))
    root, _ = written(memory, profile="trados", pair=("fr", "de"), language_map={"de": "de-DE"})
    assert [tuv.get(XML_LANG) for tuv in root.find("body/tu").findall("tuv")] == ["fr-FR", "de-DE"]
    # The master takes any code as it is.
    assert "de" in {tuv.get(XML_LANG) for tuv in written(memory)[0].iter("tuv")}


def test_two_languages_never_share_a_code(memory: Memory) -> None:
    with pytest.raises(ExportError, match='fr and es have the same code "fr-FR"'):
        written(memory, profile="omegat", pair=("fr", "es"), language_map={"es": "fr-FR"})


def test_wordfast_takes_codes_of_five_characters(memory: Memory) -> None:
    with pytest.raises(ExportError, match='at most 5 characters, not "zh-Hans"'):
        written(memory, profile="wordfast", pair=("fr", "zh"), language_map={"zh": "zh-Hans"})


def test_memoq_is_told_the_neighbours_as_escaped_segments_of_the_source(
    memory: Memory, tm_sets: ModuleType
) -> None:
    root, _ = written(memory, profile="memoq", pair=("zh", "ar"))
    units = {tu.get("tuid").partition(":")[2]: tu for tu in root.iter("tu")}
    first = units["OP1"]
    assert props(first)["aligned"] == "yes"
    source, target = first.findall("tuv")
    assert props(source) == {"x-context-pre": f"<seg>{tm_sets.RECITAL['zh']}</seg>"}
    assert props(target) == {}
    assert "x-context-pre" not in props(units["T1"].find("tuv"))


def test_memoq_context_is_escaped_twice_where_the_text_holds_markup(
    tmp_path: Path, table: pl.DataFrame, hash_encoder: Encoder
) -> None:
    marked = changed(table, "PP1", "ru", text="реки & <воды>")
    root, _ = written(kept(tmp_path / "m", hash_encoder, marked), profile="memoq", pair=("ru", "en"))
    unit = next(tu for tu in root.iter("tu") if tu.get("tuid").endswith(":OP1"))
    assert props(unit.find("tuv"))["x-context-pre"] == "<seg>реки &amp; &lt;воды&gt;</seg>"


def test_phrase_is_told_the_neighbours_as_text(memory: Memory, tm_sets: ModuleType) -> None:
    root, _ = written(memory, profile="phrase", pair=("ar", "fr"))
    unit = next(tu for tu in root.iter("tu") if tu.get("tuid").endswith(":PP1"))
    assert props(unit.find("tuv")) == {
        "context_prev": tm_sets.TITLE["ar"],
        "context_next": tm_sets.FIRST["ar"],
    }


def test_weblate_is_told_the_id_as_context_and_gets_files_of_limited_size(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = dataclasses.replace(PROFILES["weblate"], file_units=3)
    monkeypatch.setitem(PROFILES, "weblate", small)  # type: ignore[arg-type]
    report = export_tmx(memory, tmp_path / "w.tmx", TmxOptions(profile="weblate", pair=("fr", "es")))
    assert report.files == ("w.tmx", "w-2.tmx", "w-3.tmx")
    parts = [list(read_tmx(tmp_path / name)) for name in report.files]
    assert [len(part) for part in parts] == [3, 3, 1]
    assert parts[0][0].props["x-context"] == "A/RES/68/999:T1"
    ids = [unit.tuid for part in parts for unit in part]
    assert ids == [unit.tuid for unit in units_in_one_file(memory, tmp_path)]


def units_in_one_file(memory: Memory, folder: Path) -> list[Any]:
    export_tmx(memory, folder / "whole.tmx", TmxOptions(pair=("fr", "es")))
    return list(read_tmx(folder / "whole.tmx"))


def test_files_that_would_grow_over_the_limit_of_bytes_are_divided(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = dataclasses.replace(PROFILES["trados"], file_bytes=2000)
    monkeypatch.setitem(PROFILES, "trados", small)  # type: ignore[arg-type]
    report = export_tmx(memory, tmp_path / "t.tmx", TmxOptions(profile="trados", pair=("fr", "ru")))
    sizes = [(tmp_path / name).stat().st_size for name in report.files]
    assert len(sizes) > 1
    assert max(sizes) <= 2000
    with pytest.raises(ExportError, match="needs more than one file, and a stream is one"):
        export_tmx(memory, io.BytesIO(), TmxOptions(profile="trados", pair=("fr", "ru")))


@pytest.mark.parametrize("pair", [("fr", "es"), ("zh", "ar"), ("ru", "en")], ids=":".join)
def test_units_over_the_limit_go_out_as_their_sentences_and_are_listed(
    memory: Memory, monkeypatch: pytest.MonkeyPatch, tm_sets: ModuleType, pair: tuple[str, str]
) -> None:
    longest = max(len(tm_sets.FIRST[code]) for code in pair)
    sentences = max(len(text[code]) for text in tm_sets.FIRST_SENTENCES for code in pair)
    others = [text for text in vars(tm_sets).values() if isinstance(text, dict) and set(ORDER) <= set(text)]
    limit = max(
        sentences,
        *(len(text[code]) for text in others if text is not tm_sets.FIRST for code in pair),
    )
    assert sentences <= limit < longest
    monkeypatch.setitem(
        PROFILES,  # type: ignore[arg-type]
        "trados",
        dataclasses.replace(PROFILES["trados"], segment_chars=limit),
    )
    root, report = written(memory, profile="trados", pair=pair)
    ids = [tu.get("tuid").partition(":")[2] for tu in root.iter("tu")]
    assert "OP1" not in ids
    assert {"OP1.1", "OP1.2"} <= set(ids)
    assert ("A/RES/68/999:OP1", "given as its sentences") in report.overlong


def test_a_sentence_over_the_limit_is_left_out_and_listed(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = dataclasses.replace(PROFILES["wordfast"], segment_chars=40)
    monkeypatch.setitem(PROFILES, "wordfast", short)  # type: ignore[arg-type]
    root, report = written(memory, profile="wordfast", pair=("fr", "en"))
    assert max(len(seg.text or "") for seg in root.iter("seg")) <= 40
    lost = [unit_id for unit_id, what in report.overlong if what.startswith("left out")]
    assert report.left_out["units longer than the tool takes"] == len(lost) > 0
    whole, _ = written(memory, pair=("fr", "en"), level="sentence")
    told = {unit_id for unit_id, _ in report.overlong} | {tu.get("tuid") for tu in root.iter("tu")}
    covered = {tu.get("tuid") for tu in whole.iter("tu")} | {
        tu.get("tuid") for tu in written(memory, pair=("fr", "en"))[0].iter("tu")
    }
    # Nothing is lost silently: each paragraph is there, or its sentences are, or it is listed.
    paragraphs = {one for one in covered if one.rpartition(".")[0] not in covered}
    assert all(any(name == one or name.startswith(f"{one}.") for name in told) for one in paragraphs)


def with_copy(table: pl.DataFrame, **values: Any) -> pl.DataFrame:
    """The set, and a second one with another symbol whose texts are the same but for the English of OP1."""
    copy = table.with_columns(
        pl.col("unit_id").str.replace("68/999", "70/1"),
        pl.col("parent_id").str.replace("68/999", "70/1"),
        pl.lit("A/RES/70/1").alias("symbol"),
        pl.lit("lakes").alias("set_name"),
    )
    here = pl.col("unit_id").str.contains(":OP1") & (pl.col("language") == "en")
    return unit_table(
        copy.with_columns(
            pl.when(here).then(pl.lit(value, dtype=table.schema[name])).otherwise(name).alias(name)
            for name, value in values.items()
        )
    )


def test_the_same_texts_go_out_once_with_dedupe_exact(
    tmp_path: Path, table: pl.DataFrame, hash_encoder: Encoder
) -> None:
    memory = kept(tmp_path / "two", hash_encoder, table, with_copy(table, text="Calls upon all States;"))
    whole, _ = written(memory, pair=("ru", "en"))
    root, report = written(memory, pair=("ru", "en"), dedupe="exact")
    ids = [tu.get("tuid") for tu in root.iter("tu")]
    assert report.left_out["units with the same texts as another"] == len(whole.findall("body/tu")) - len(ids)
    # The other rendering of OP1 stays: it is not the same.
    assert {"A/RES/68/999:OP1", "A/RES/70/1:OP1"} <= set(ids)
    assert len(ids) == 8


def test_dedupe_best_keeps_the_surest_of_one_source(
    tmp_path: Path, table: pl.DataFrame, hash_encoder: Encoder
) -> None:
    sure = with_copy(table, text="Calls upon all States;", probability=0.99)
    memory = kept(tmp_path / "two", hash_encoder, table, sure)
    root, _ = written(memory, pair=("fr", "en"), dedupe="best")
    ids = [tu.get("tuid") for tu in root.iter("tu")]
    assert "A/RES/70/1:OP1" in ids
    assert "A/RES/68/999:OP1" not in ids
    assert len({tu.find("tuv/seg").text for tu in root.iter("tu")}) == len(ids)


def test_dedupe_best_keeps_what_was_reviewed_before_what_is_surer(
    tmp_path: Path, table: pl.DataFrame, hash_encoder: Encoder
) -> None:
    reviewed = with_copy(table, text="Calls upon all States;", probability=0.1, reviewed="accepted")
    memory = kept(tmp_path / "two", hash_encoder, table, reviewed)
    root, _ = written(memory, pair=("fr", "en"), dedupe="best")
    unit = next(tu for tu in root.iter("tu") if tu.get("tuid").endswith(":OP1"))
    assert unit.get("tuid") == "A/RES/70/1:OP1"
    assert props(unit)["x-reviewed"] == "accepted"
    # A tool with one target a source gets the best without being asked.
    assert [tu.get("tuid") for tu in written(memory, profile="phrase", pair=("fr", "en"))[0].iter("tu")] == [
        tu.get("tuid") for tu in root.iter("tu")
    ]


def test_since_gives_what_is_new_or_changed_and_names_what_is_gone(
    tmp_path: Path, table: pl.DataFrame, hash_encoder: Encoder
) -> None:
    folder = tmp_path / "memory"
    kept(folder, hash_encoder, table)
    later = changed(table, "OP1", "zh", text="呼吁各国减少废水；").filter(
        ~pl.col("unit_id").str.contains("68/999:T1")
    )
    memory = kept(folder, hash_encoder, unit_table(later))
    root, report = written(memory, since=earlier_generation(folder, "1"))
    assert [tu.get("tuid") for tu in root.iter("tu")] == ["A/RES/68/999:OP1"]
    assert report.gone == ("A/RES/68/999:T1", "A/RES/68/999:T1.1")
    with pytest.raises(ExportError, match=r'no generation "7" .* those kept are 000001, 000002'):
        earlier_generation(folder, "7")


@pytest.mark.parametrize("language", ["ar", "en", "es", "ru", "zh"])
def test_since_names_a_unit_that_lost_one_language_for_the_pairs_that_it_concerns(
    tmp_path: Path, table: pl.DataFrame, hash_encoder: Encoder, language: str
) -> None:
    folder = tmp_path / "memory"
    kept(folder, hash_encoder, table)
    lost = pl.col("unit_id").str.contains(":PP1") & (pl.col("language") == language)
    memory = kept(folder, hash_encoder, unit_table(table.filter(~lost)))
    since = earlier_generation(folder, "1")
    _, report = written(memory, pair=("fr", language), since=since)
    assert report.gone == ("A/RES/68/999:PP1", "A/RES/68/999:PP1.1")
    other = "ru" if language != "ru" else "zh"
    assert written(memory, pair=("fr", other), since=since)[1].gone == ()


def test_rejected_texts_are_left_out_and_counted(
    tmp_path: Path, table: pl.DataFrame, hash_encoder: Encoder
) -> None:
    refused = changed(table, "OP1", "ar", reviewed="rejected")
    memory = kept(tmp_path / "r", hash_encoder, refused)
    root, report = written(memory, pair=("fr", "ar"))
    assert "A/RES/68/999:OP1" not in {tu.get("tuid") for tu in root.iter("tu")}
    assert report.left_out["texts rejected in a review or a cleaning"] == 1
    root, _ = written(memory)
    unit = next(tu for tu in root.iter("tu") if tu.get("tuid").endswith(":OP1"))
    assert [tuv.get(XML_LANG) for tuv in unit.findall("tuv")] == ["fr", "en", "es", "ru", "zh-Hans"]


def test_packed_files_hold_the_same_bytes_and_are_the_same_each_time(memory: Memory) -> None:
    plain, packed, again = io.BytesIO(), io.BytesIO(), io.BytesIO()
    export_tmx(memory, plain, TmxOptions())
    export_tmx(memory, packed, TmxOptions(gzip=True))
    export_tmx(memory, again, TmxOptions(gzip=True))
    assert gzip.decompress(packed.getvalue()) == plain.getvalue()
    assert packed.getvalue() == again.getvalue()


@pytest.mark.parametrize("profile", PROFILES)
def test_the_same_memory_gives_the_same_bytes_with_and_without_an_epoch(
    memory: Memory, monkeypatch: pytest.MonkeyPatch, profile: str
) -> None:
    options = TmxOptions(profile=profile, pair=("es", "zh"))

    def exported() -> bytes:
        out = io.BytesIO()
        export_tmx(memory, out, options)
        return out.getvalue()

    without = exported()
    assert without == exported()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    dated = exported()
    assert dated == exported()
    # Every unit has the date of its document; only the header takes the epoch's.
    assert dated.replace(b' creationdate="20231114T221320Z"', b"", 1) == without


def test_without_a_known_date_there_is_no_date(
    tmp_path: Path, table: pl.DataFrame, hash_encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    undated = table.with_columns(pl.lit(None, dtype=pl.Date).alias("date"))
    memory = kept(tmp_path / "u", hash_encoder, undated)
    root, _ = written(memory)
    assert all(tu.get("creationdate") is None and "x-date" not in props(tu) for tu in root.iter("tu"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root, _ = written(memory)
    assert {tu.get("creationdate") for tu in root.iter("tu")} == {"20231114T221320Z"}


def test_a_folder_for_omegat_has_memories_by_probability_and_further_sources(
    tmp_path: Path, table: pl.DataFrame, hash_encoder: Encoder
) -> None:
    doubtful = changed(table, "OP1", "en", probability=0.6)
    memory = kept(tmp_path / "memory", hash_encoder, changed(doubtful, "PP1", "en", probability=0.8))
    reports = export_omegat(memory, tmp_path / "out", TmxOptions(profile="omegat", pair=("fr", "en")))
    files = {
        path.relative_to(tmp_path / "out").as_posix(): [unit.tuid for unit in read_tmx(path)]
        for path in (tmp_path / "out").rglob("*.tmx")
    }
    name = "hexapla-fr-FR-en-GB.tmx"
    assert files[f"tm/penalty-010/{name}"] == ["A/RES/68/999:PP1"]
    assert files[f"tm/penalty-020/{name}"] == ["A/RES/68/999:OP1"]
    assert f"tm/penalty-030/{name}" not in files
    assert len(files[f"tm/{name}"]) == 5
    further = {f"tm/tmx2source/{code}.tmx" for code in ("ar_SA", "es_ES", "ru_RU", "zh_CN")}
    assert set(files) == {f"tm/{name}", f"tm/penalty-010/{name}", f"tm/penalty-020/{name}"} | further
    assert set(reports) == set(files)
    listed = (tmp_path / "out" / "SHA256SUMS").read_text().splitlines()
    for line in listed:
        digest, _, path = line.partition("  ")
        assert hashlib.sha256((tmp_path / "out" / path).read_bytes()).hexdigest() == digest
    assert {line.partition("  ")[2] for line in listed} == {*files, "report.json", "segmentation.srx"}


def test_companions_are_the_rules_the_report_and_checksums(memory: Memory, tmp_path: Path) -> None:
    report = export_tmx(memory, tmp_path / "un.tmx", TmxOptions(pair=("ru", "zh")))
    names = write_companions(tmp_path, "un", report)
    assert names == ("un.srx", "un.report.json", "un.sha256")
    rules = etree.parse(tmp_path / "un.srx").getroot()
    assert (etree.QName(rules).localname, rules.get("version")) == ("srx", "2.0")
    told = json.loads((tmp_path / "un.report.json").read_text(encoding="utf-8"))
    assert (told["units"], told["texts"], told["files"]) == (7, 14, ["un.tmx"])
    digests = dict(line.split("  ")[::-1] for line in (tmp_path / "un.sha256").read_text().splitlines())
    assert digests["un.tmx"] == hashlib.sha256((tmp_path / "un.tmx").read_bytes()).hexdigest()


def test_nothing_is_left_behind_where_an_export_fails(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    small = dataclasses.replace(PROFILES["weblate"], file_units=1)
    monkeypatch.setitem(PROFILES, "weblate", small)  # type: ignore[arg-type]

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tm.tmx_parts.PartWriter.finish", fail)
    with pytest.raises(OSError, match="No space left"):
        export_tmx(memory, folder / "w.tmx", TmxOptions(profile="weblate", pair=("fr", "es")))
    assert list(folder.iterdir()) == []
