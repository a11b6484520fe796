"""TMX out and in: the DTD, rules 1-7, pairs, what is left out, and what other tools make of it."""

from __future__ import annotations

import dataclasses
import io
import re
import unicodedata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from lxml import etree

from align.beads import AlignedSet
from align.encoders import Encoder
from tm.errors import ExportError, TmxError
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.selection import ExportReport, parse_pair
from tm.tmx_reading import SkippedVariant, TmxUnit, bcp47, read_tmx
from tm.tmx_writing import write_tmx
from tm.units import units_of

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def memory_of(folder: Path, encoder: Encoder, *sets: AlignedSet) -> Memory:
    digests = [f"digest{number:02d}" for number in range(len(sets))]
    for digest, aligned in zip(digests, sets, strict=True):
        write_set(folder, digest, units_of(aligned))
    publish(folder, digests, encoder)
    return open_memory(folder)


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> Memory:
    return memory_of(tmp_path / "memory", hash_encoder, tm_sets.rivers())


def written(memory: Memory, **options: Any) -> tuple[bytes, ExportReport]:
    out = io.BytesIO()
    report = write_tmx(memory, out, **options)
    return out.getvalue(), report


def units_in(data: bytes) -> list[etree._Element]:
    return list(etree.fromstring(data).iter("tu"))


def props_of(element: etree._Element) -> dict[str | None, str | None]:
    return {prop.get("type"): prop.text for prop in element.findall("prop")}


ALL_FORMS = [
    {},
    {"level": "sentence"},
    {"pair": ("fr", "en")},
    {"pair": ("zh", "ar")},
    {"pair": ("ru", "es"), "level": "sentence"},
    {"min_probability": 0.93},
    {"source": "zh"},
]


@pytest.mark.parametrize("options", ALL_FORMS, ids=str)
def test_every_form_is_valid_by_the_dtd(memory: Memory, shared_data: Path, options: dict[str, Any]) -> None:
    data, report = written(memory, **options)
    dtd = etree.DTD(str(shared_data / "tmx" / "tmx14.dtd"))
    assert dtd.validate(etree.fromstring(data)), dtd.error_log
    assert len(units_in(data)) == report.units > 0


@pytest.mark.parametrize("options", ALL_FORMS, ids=str)
def test_every_form_keeps_the_unwritten_rules(memory: Memory, options: dict[str, Any]) -> None:
    data, report = written(memory, **options)
    text = data.decode("utf-8")
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert unicodedata.is_normalized("NFC", text)
    root = etree.fromstring(data)
    assert dict(root.attrib) == {"version": "1.4"}
    header = root.find("header")
    assert header is not None
    required = ("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype")
    assert [name for name in required if not header.get(name)] == []
    assert header.get("datatype") == "plaintext"
    assert header.get("segtype") == options.get("level", "paragraph")
    ids = [unit.get("tuid") for unit in root.iter("tu")]
    assert len(set(ids)) == len(ids) == report.units
    for unit in root.iter("tu"):
        languages = [variant.get(XML_LANG) for variant in unit.iter("tuv")]
        assert languages[0] == header.get("srclang")
        assert len(set(languages)) == len(languages) >= 2
        assert re.fullmatch(r"\d{8}T\d{6}Z", unit.get("creationdate", ""))
        tags = [child.tag for child in unit]
        assert tags == sorted(tags)  # prop before tuv
        for element in (unit, *unit.iter("tuv")):
            kinds = [prop.get("type", "") for prop in element.findall("prop")]
            assert len(set(kinds)) == len(kinds)
            assert all(kind.startswith("x-") for kind in kinds)
        for segment in unit.iter("seg"):
            assert len(segment) == 0
            assert segment.text == (segment.text or "").strip() != ""


def test_the_master_holds_every_language_with_the_pivot_first(memory: Memory, tm_sets: ModuleType) -> None:
    data, report = written(memory)
    unit = units_in(data)[2]
    assert unit.get("tuid") == "A/RES/68/999:OP1"
    assert unit.get("creationdate") == "20131218T000000Z"
    assert props_of(unit) == {
        "x-document": "A/RES/68/999",
        "x-path": "OP1",
        "x-date": "2013-12-18",
        "x-body": "A",
        "x-url": "https://undocs.org/A/RES/68/999",
        "x-align-probability": "0.910",
        "x-prev-tuid": "A/RES/68/999:PP1",
    }
    variants = {variant.get(XML_LANG): variant.findtext("seg") for variant in unit.iter("tuv")}
    assert list(variants) == ["fr", "ar", "en", "es", "ru", "zh-Hans"]
    assert variants == {code if code != "zh" else "zh-Hans": text for code, text in tm_sets.FIRST.items()}
    assert [props_of(variant).get("x-align-probability") for variant in unit.iter("tuv")] == [
        None,
        "0.910",
        "0.920",
        "0.930",
        "0.940",
        "0.950",
    ]
    assert report == ExportReport(7, 42, 0, 0, {"units in one language only": 1}, "fr", ("-",))


def test_a_pair_with_the_pivot_is_direct(memory: Memory) -> None:
    data, report = written(memory, pair=("en", "fr"))
    unit = units_in(data)[3]
    assert unit.get("tuid") == "A/RES/68/999:OP2-3"
    assert props_of(unit)["x-align-probability"] == "0.920"
    assert props_of(unit)["x-align-type"] == "2:2"
    assert "x-align-via" not in props_of(unit)
    assert (report.units, report.variants, report.composed) == (7, 14, 0)
    assert report.left_out == {"units without text in fr": 1}


def test_a_pair_without_the_pivot_is_composed_with_the_lower_probability(memory: Memory) -> None:
    data, report = written(memory, pair=("zh", "ar"))
    unit = units_in(data)[0]
    assert [variant.get(XML_LANG) for variant in unit.iter("tuv")] == ["zh-Hans", "ar"]
    assert props_of(unit)["x-align-via"] == "fr"
    assert props_of(unit)["x-align-probability"] == "0.910"
    assert report.composed == report.units == 7


def test_rows_aligned_through_another_language_are_direct_for_that_pair(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    aligned = tm_sets.simple_set("s", [{"en": "One", "es": "Uno", "ru": "Один"}, {"fr": "Deux", "en": "Two"}])
    memory = memory_of(tmp_path, hash_encoder, aligned)
    data, _ = written(memory, pair=("en", "es"))
    assert "x-align-via" not in props_of(units_in(data)[0])
    data, _ = written(memory, pair=("ru", "es"))
    assert props_of(units_in(data)[0])["x-align-via"] == "en"


def test_units_without_the_source_language_are_left_out_and_counted(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    texts = [
        {"fr": "Un", "en": "One"},
        {"en": "Two", "es": "Dos"},
        {"zh": "三"},
        {"fr": "Q", "ar": "ر", "zh": "四"},
    ]
    memory = memory_of(tmp_path, hash_encoder, tm_sets.simple_set("s", texts))
    data, report = written(memory)
    assert [unit.get("tuid") for unit in units_in(data)] == ["s:OP1", "s:OP4"]
    assert report.left_out == {"units in one language only": 1, "units without text in fr": 1}


def test_low_variants_are_dropped_and_then_units_with_fewer_than_two(memory: Memory) -> None:
    data, report = written(memory, min_probability=0.93)
    assert [variant.get(XML_LANG) for variant in units_in(data)[0].iter("tuv")] == [
        "fr",
        "es",
        "ru",
        "zh-Hans",
    ]
    assert props_of(units_in(data)[0])["x-align-probability"] == "0.930"
    assert report.left_out == {
        "units in one language only": 1,
        "variants below the minimum probability": 14,
    }
    _, report = written(memory, min_probability=0.96)
    assert report.units == 0
    assert report.left_out["units below the minimum probability"] == 7
    _, report = written(memory, pair=("fr", "en"), min_probability=0.921)
    assert (report.units, report.left_out["units below the minimum probability"]) == (0, 7)


def test_dropped_characters_are_counted(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> None:
    hostile = {"fr": 'a<b>&"c"]]>\u0000\ud800', "ar": "\u202eنص\u0001", "zh": "<!ENTITY x>水"}
    memory = memory_of(tmp_path, hash_encoder, tm_sets.simple_set('<set> & "more"', [hostile]))
    data, report = written(memory)
    assert report.dropped_chars == 3
    unit = units_in(data)[0]
    assert unit.get("tuid") == '<set>_&_"more":OP1'
    assert [variant.findtext("seg") for variant in unit.iter("tuv")] == [
        'a<b>&"c"]]>',
        "\u202eنص",
        "<!ENTITY x>水",
    ]


def test_the_doctype_can_be_left_out(memory: Memory) -> None:
    assert b'<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n' in written(memory)[0]
    assert b"DOCTYPE" not in written(memory, doctype=False)[0]


def test_dates_come_from_the_document_else_from_the_epoch_else_from_nowhere(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    aligned = tm_sets.simple_set("s", [{"fr": "Un", "en": "One"}])
    undated = {code: dataclasses.replace(version, date=None) for code, version in aligned.documents.items()}
    memory = memory_of(tmp_path, hash_encoder, dataclasses.replace(aligned, documents=undated))
    assert b"creationdate" not in written(memory)[0]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1387324800")
    data, _ = written(memory)
    assert data.count(b'creationdate="20131218T000000Z"') == 2
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ExportError, match='SOURCE_DATE_EPOCH is "yesterday"'):
        written(memory)


def test_a_file_appears_whole_or_not_at_all(memory: Memory, tmp_path: Path) -> None:
    out = tmp_path / "нова" / "un.tmx"
    write_tmx(memory, out)
    assert out.read_bytes() == written(memory)[0]
    with pytest.raises(ExportError):
        write_tmx(memory, tmp_path / "other.tmx", pair=("fr", "de"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["memory", "нова"]
    assert [path.name for path in out.parent.iterdir()] == ["un.tmx"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"pair": ("fr", "de")}, r'language "de"\. It has: ar, en, es, fr, ru, zh'),
        ({"pair": ("fr", "fr")}, "two languages, not fr twice"),
        ({"level": "word"}, 'no level "word"'),
        ({"min_probability": 90.0}, r"90\.0; it must be in \[0, 1\]"),
        ({"source": "de"}, 'source language "de"'),
    ],
)
def test_what_cannot_be_exported_is_refused(memory: Memory, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ExportError, match=message):
        written(memory, **options)


def test_pairs_are_written_with_a_colon() -> None:
    assert parse_pair("fr:en") == ("fr", "en")
    assert parse_pair("zh-Hans:ar") == ("zh-Hans", "ar")
    for wrong in ("fr-en", "fr:", ":en", "fr:en:es", ""):
        with pytest.raises(ExportError, match="Write source and target as fr:en"):
            parse_pair(wrong)


def test_the_order_of_files_changes_no_byte(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    sets = [tm_sets.rivers(), tm_sets.rivers("second", "A/RES/1/1"), tm_sets.rivers("third", None)]
    one = memory_of(tmp_path / "one", hash_encoder, *sets)
    other = memory_of(tmp_path / "other", hash_encoder, *sets[::-1])
    assert written(one)[0] == written(other)[0]
    assert written(one, pair=("ar", "zh"))[0] == written(other, pair=("ar", "zh"))[0]


@pytest.mark.parametrize("options", ALL_FORMS, ids=str)
def test_what_is_written_is_read_back(memory: Memory, tmp_path: Path, options: dict[str, Any]) -> None:
    report = write_tmx(memory, tmp_path / "un.tmx", **options)
    skipped: list[SkippedVariant] = []
    units = list(read_tmx(tmp_path / "un.tmx", skipped.append))
    assert skipped == []
    assert len(units) == report.units
    frame = memory.units().select("unit_id", "language", "text").collect()
    texts = {(unit_id, code): text for unit_id, code, text in frame.iter_rows()}
    for unit in units:
        for code, text in unit.texts.items():
            assert texts[unit.tuid or "", code.removesuffix("-Hans")] == text


def test_translate_toolkit_reads_every_unit(memory: Memory, tmp_path: Path, tm_sets: ModuleType) -> None:
    tmx = pytest.importorskip("translate.storage.tmx")
    write_tmx(memory, tmp_path / "un.tmx", pair=("fr", "zh"))
    with (tmp_path / "un.tmx").open("rb") as file:
        store = tmx.tmxfile(file, "fr", "zh-Hans")
    pairs = {(unit.source, unit.target) for unit in store.units}
    assert len(store.units) == 7
    assert (tm_sets.FOOTNOTE["fr"], tm_sets.FOOTNOTE["zh"]) in pairs
    assert (tm_sets.TITLE["fr"], tm_sets.TITLE["zh"]) in pairs


def test_every_foreign_file_is_read(shared_data: Path) -> None:
    counts = {path.name: len(list(read_tmx(path))) for path in (shared_data / "tmx").glob("*.tmx")}
    assert counts == {
        "Paragraph_TM.tmx": 7,
        "a_small_test2.tmx": 1,
        "header_with_prop_and_note.tmx": 1,
        "html_test.tmx": 11,
        "issue277.tmx": 2,
        "one_to_one1.tmx": 1,
        "one_to_one2.tmx": 1,
        "sampleTMX2.tmx": 2,
        "smallParagraph.tmx": 2,
    }


def read(tmp_path: Path, data: bytes) -> list[TmxUnit]:
    (tmp_path / "in.tmx").write_bytes(data)
    return list(read_tmx(tmp_path / "in.tmx"))


def tmx(body: str, header: str = 'srclang="FR"', root: str = 'tmx version="1.4"') -> str:
    return f"<{root}><header {header}/><body>{body}</body></tmx>"


TU = (
    '<tu tuid="1"><prop type="x-a">b</prop><tuv xml:lang="fr"><seg>Le fleuve</seg></tuv>'
    '<tuv xml:lang="ZH_hans"><seg>河</seg></tuv><tuv lang="AR"><seg>النهر</seg></tuv>'
    '<tuv lang="ru-ru"><seg>Река</seg></tuv></tu>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_unicode_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
    (unit,) = read(tmp_path, (mark + tmx(TU)).encode(encoding))
    assert unit.texts == {"fr": "Le fleuve", "zh-Hans": "河", "ar": "النهر", "ru-RU": "Река"}
    assert (unit.tuid, unit.source_language, unit.props) == ("1", "fr", {"x-a": "b"})


def test_namespaced_roots_inline_codes_and_repeated_languages_are_read(tmp_path: Path) -> None:
    body = (
        '<tu srclang="*all*"><tuv xml:lang="es"><seg>El <bpt i="1">{b}</bpt><hi>río</hi><ept i="1">{/b}</ept>'
        "<!-- note --> grande<ph>x<sub>sub</sub></ph></seg></tuv>"
        '<tuv xml:lang="es"><seg>otro</seg></tuv></tu>'
    )
    (unit,) = read(tmp_path, tmx(body, 'srclang="*all*"', 'tmx version="1.4" xmlns="urn:x"').encode())
    assert [variant.text for variant in unit.variants] == ["El río grande", "otro"]
    assert unit.texts == {"es": "El río grande"}
    assert unit.source_language is None


def test_what_is_skipped_is_told_with_line_and_reason(tmp_path: Path) -> None:
    body = (
        '\n<tu><tuv><seg>x</seg></tuv>\n<tuv xml:lang="fr"/>\n<tuv xml:lang="fr"><seg> </seg></tuv></tu>'
        '\n<tu><tuv xml:lang="fr"><seg>Un</seg></tuv></tu>'
    )
    (tmp_path / "in.tmx").write_text(tmx(body), encoding="utf-8")
    skipped: list[SkippedVariant] = []
    (unit,) = read_tmx(tmp_path / "in.tmx", skipped.append)
    assert (unit.texts, unit.line) == ({"fr": "Un"}, 5)
    assert skipped == [
        SkippedVariant(2, "no-language"),
        SkippedVariant(3, "no-segment"),
        SkippedVariant(4, "empty-segment"),
        SkippedVariant(2, "no-variant"),
    ]


BOMB = '<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
EXTERNAL = '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE tmx [<!ENTITY % x "y">]>'
LATE = f"<!--{'x' * 70_000}-->{BOMB}"
DECOY = f"<!-- <tmx> -->{EXTERNAL}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("prolog", [BOMB, EXTERNAL, PARAMETER, LATE, DECOY], ids=len)
def test_entity_declarations_are_refused(tmp_path: Path, prolog: str, encoding: str) -> None:
    body = '<tu><tuv xml:lang="fr"><seg>&b;&x;</seg></tuv></tu>'
    with pytest.raises(TmxError, match="it declares entities"):
        read(tmp_path, (prolog + tmx(body)).encode(encoding))


def test_a_doctype_that_names_a_dtd_is_no_entity_and_is_not_opened(tmp_path: Path) -> None:
    assert (
        len(read(tmp_path, ('<!DOCTYPE tmx SYSTEM "http://example.invalid/x.dtd">' + tmx(TU)).encode())) == 1
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not well-formed XML"),
        (b"%PDF-1.4", "not well-formed XML"),
        (b"<html><body/></html>", "its root element is <html>"),
        (tmx(TU)[:-30].encode(), "not well-formed XML"),
        (tmx(TU.replace("fleuve", "&unknown;")).encode(), "entity|not well-formed"),
    ],
)
def test_what_is_no_tmx_is_refused_with_file_and_reason(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(TmxError, match=message) as caught:
        read(tmp_path, data)
    assert caught.value.path == tmp_path / "in.tmx"


def test_units_before_a_break_are_given(tmp_path: Path) -> None:
    (tmp_path / "in.tmx").write_text(tmx(TU)[:-10], encoding="utf-8")
    units = read_tmx(tmp_path / "in.tmx")
    assert next(units).tuid == "1"
    with pytest.raises(TmxError, match="line 1"):
        next(units)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("EN", "en"), ("en_us", "en-US"), ("ZH-hANS", "zh-Hans"), ("zh-hans-cn", "zh-Hans-CN"), (" ar ", "ar")],
)
def test_language_codes_are_written_as_bcp_47_does(code: str, expected: str) -> None:
    assert bcp47(code) == expected
