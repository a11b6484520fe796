"""XLIFF 2.1 out: the rules of the standard for what we write, and what a foreign reader makes of it."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from lxml import etree
from translate.storage.xliff2 import Xliff2File

from align.encoders import Encoder
from tm.errors import ExportError
from tm.memory import Memory
from tm.selection import UnitSource
from tm.xliff_export import write_xliff

X = "{urn:oasis:names:tc:xliff:document:2.0}"
MTC = "{urn:oasis:names:tc:xliff:matches:2.0}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NMTOKEN = re.compile(r"[\w.:-]+")
# Children by parent, in the order that the standard asks for (XLIFF 2.1, 4.2.2 and 5.1.4); those with "+"
# must be there, and more than one may be, those with "!" must be there once.
CHILDREN = {
    f"{X}xliff": [f"{X}file+"],
    f"{X}file": [f"{X}unit+"],
    f"{X}unit": [f"{MTC}matches!", f"{X}notes!", f"{X}segment+"],
    f"{MTC}matches": [f"{MTC}match+"],
    f"{MTC}match": [f"{X}source!", f"{X}target!"],
    f"{X}notes": [f"{X}note+"],
    f"{X}segment": [f"{X}source!", f"{X}target!"],
    f"{X}source": [],
    f"{X}target": [],
    f"{X}note": [],
}
# Attributes that an element must have, then those that it may have.
ATTRIBUTES = {
    f"{X}xliff": ({"version", "srcLang", "trgLang"}, {XML_SPACE}),
    f"{X}file": ({"id"}, {"original", "srcDir", "trgDir"}),
    f"{X}unit": ({"id"}, {"name"}),
    f"{MTC}matches": (set(), set()),
    f"{MTC}match": ({"ref"}, {"id", "type", "origin", "similarity", "matchQuality"}),
    f"{X}notes": (set(), set()),
    f"{X}note": (set(), {"category", "appliesTo"}),
    f"{X}segment": (set(), {"id", "state"}),
    f"{X}source": (set(), set()),
    f"{X}target": (set(), set()),
}
VALUES = {
    "version": {"2.1"},
    "srcDir": {"ltr", "rtl"},
    "trgDir": {"ltr", "rtl"},
    "state": {"initial", "translated", "reviewed", "final"},
    "type": {"am", "mt", "icm", "idm", "tb", "tm", "other"},
    "appliesTo": {"source", "target"},
    XML_SPACE: {"default", "preserve"},
}


def broken_rules(root: etree._Element) -> list[str]:
    """Return what in a document is against the rules above."""
    broken = [] if root.tag == f"{X}xliff" else [f"root {root.tag}"]
    for element in root.iter():
        tags = [child.tag for child in element]
        allowed = CHILDREN[element.tag]
        order = [name.rstrip("+!") for name in allowed]
        if set(tags) - set(order) or tags != sorted(tags, key=order.index):
            broken.append(f"{element.tag}: children {tags}")
        broken += [f"{element.tag}: no {name}" for name in order if name not in tags]
        broken += [f"{element.tag}: {n}" for n in allowed if n[-1] == "!" and tags.count(n[:-1]) > 1]
        required, optional = ATTRIBUTES[element.tag]
        given = set(element.attrib)
        if required - given or given - required - optional:
            broken.append(f"{element.tag}: attributes {sorted(given)}")
        for name, value in element.attrib.items():
            if value not in VALUES.get(name, {value}):
                broken.append(f"{element.tag}: {name}={value}")
            if name == "id" and not NMTOKEN.fullmatch(value):
                broken.append(f"{element.tag}: id {value}")
            if name in ("similarity", "matchQuality") and not 0 <= float(value) <= 100:
                broken.append(f"{element.tag}: {name}={value}")
    broken += [f"file {i}" for i, n in Counter(f.get("id") for f in root).items() if n > 1]
    for file in root:
        broken += [f"unit {i}" for i, n in Counter(u.get("id") for u in file).items() if n > 1]
        for unit in file:
            # A candidate points to a span of the source in its own unit (5.1.5, ref); a segment is one.
            spans = {f"#{segment.get('id')}" for segment in unit.iterfind(f"{X}segment")}
            broken += [
                f"ref {match.get('ref')}"
                for match in unit.iter(f"{MTC}match")
                if match.get("ref") not in spans
            ]
    return broken


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, office_memories: ModuleType, hash_encoder: Encoder) -> Memory:
    texts = [
        {"fr": "Un", "en": "One", "ar": "واحد", "zh": "一", "ru": "один", "es": "uno"},
        {"fr": "Deux", "zh": "二"},
    ]
    sets = (tm_sets.rivers(), tm_sets.simple_set("numbers <&> 'a\"", texts))
    found: Memory = office_memories.memory_of(tmp_path / "memory", hash_encoder, *sets)
    return found


def document(memory: UnitSource, pair: tuple[str, str], **options: object) -> etree._Element:
    out = io.BytesIO()
    write_xliff(memory, out, pair=pair, **options)  # type: ignore[arg-type]
    return etree.fromstring(out.getvalue())


@pytest.mark.parametrize(
    "pair", [("fr", "en"), ("ar", "zh"), ("es", "ru"), ("zh", "ar"), ("ru", "fr")], ids=str
)
@pytest.mark.parametrize("level", ["paragraph", "sentence"])
def test_every_pair_keeps_the_rules(memory: Memory, pair: tuple[str, str], level: str) -> None:
    root = document(memory, pair, level=level)
    assert broken_rules(root) == []
    assert len(root) == 2


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda root: root.set("version", "1.2"), "version=1.2"),
        (lambda root: root[0][0].set("id", "a/b"), "id a/b"),
        (lambda root: root[0].append(root[0][0].__copy__()), "unit u"),
        (lambda root: root[0][0].append(root[0][0][0]), "children"),
        (lambda root: root[0][0][0][0].set("ref", "#s2"), "ref #s2"),
        (lambda root: root[0][0][0][0].set("matchQuality", "101"), "matchQuality=101"),
        (lambda root: root[0][0].remove(root[0][0][2]), "no "),
        (lambda root: root[0][0][2].set("state", "done"), "state=done"),
    ],
)  # fmt: skip
def test_the_rules_find_what_is_against_them(memory: Memory, change: object, rule: str) -> None:
    root = document(memory, ("fr", "en"))
    change(root)  # type: ignore[operator]
    assert [found for found in broken_rules(root) if rule in found] != []


def test_a_unit_carries_its_texts_its_score_and_its_provenance(memory: Memory, tm_sets: ModuleType) -> None:
    root = document(memory, ("zh", "ar"))
    assert (root.get("srcLang"), root.get("trgLang")) == ("zh-Hans", "ar")
    file = next(file for file in root if file.get("original") == "docs/rivers.zh.txt" and len(file) == 7)
    assert (file.get("srcDir"), file.get("trgDir")) == ("ltr", "rtl")
    (unit,) = [unit for unit in file if unit.get("name") == "A/RES/68/999:OP1"]
    segment = unit.find(f"{X}segment")
    assert [text.text for text in segment] == [tm_sets.FIRST["zh"], tm_sets.FIRST["ar"]]
    assert segment.get("state") == "translated"
    (match,) = unit.iter(f"{MTC}match")
    assert (match.get("matchQuality"), match.get("similarity"), match.get("type")) == ("91.0", "100.0", "tm")
    notes = [(note.get("category"), note.get("appliesTo"), note.text) for note in unit.iter(f"{X}note")]
    assert notes == [
        ("document", None, "A/RES/68/999"),
        ("provenance", "source", "docs/rivers.zh.txt, page 2"),
        ("provenance", "target", "docs/rivers.ar.txt, page 2"),
        ("path", None, "OP1"),
        ("date", None, "2013-12-18"),
        ("probability", None, "0.910"),
        ("align-type", None, "1:1"),
        ("align-via", None, "fr"),
    ]


@pytest.mark.parametrize(
    ("reviewed", "state"),
    [("accepted", "final"), ("edited", "final"), (None, "translated")],
)
def test_what_a_reviewer_accepted_is_final(
    memory: Memory, office_memories: ModuleType, reviewed: str | None, state: str
) -> None:
    of_target = (pl.col("unit_id") == "A/RES/68/999:OP1") & (pl.col("language") == "ru")
    table = memory.units().with_columns(pl.when(of_target).then(pl.lit(reviewed)).alias("reviewed"))
    root = document(office_memories.Table(memory.languages, table), ("es", "ru"))
    states = {
        unit.get("name"): segment.get("state")
        for unit in root.iter(f"{X}unit")
        for segment in unit.iterfind(f"{X}segment")
    }
    assert states["A/RES/68/999:OP1"] == state
    assert {found for name, found in states.items() if name != "A/RES/68/999:OP1"} == {"translated"}


def test_ids_stay_the_same_when_units_are_left_out(memory: Memory) -> None:
    def ids(**options: object) -> dict[str, str]:
        return {
            unit.get("name"): unit.get("id")
            for unit in document(memory, ("fr", "en"), **options).iter(f"{X}unit")
        }

    every, some = ids(), ids(min_probability=0.91)
    assert some != every
    assert some.items() <= every.items()


def test_hostile_texts_come_back_from_a_parser(
    tmp_path: Path, tm_sets: ModuleType, office_memories: ModuleType, hash_encoder: Encoder
) -> None:
    texts = [{"fr": text, "ar": f"{text}؟"} for text in office_memories.HOSTILE]
    memory = office_memories.memory_of(tmp_path, hash_encoder, tm_sets.simple_set('a"<b', texts))
    root = document(memory, ("fr", "ar"))
    assert broken_rules(root) == []
    found = [segment[0].text for segment in root.iter(f"{X}segment")]
    assert found == list(office_memories.HOSTILE)
    assert root[0][0].get("name") == 'a"<b:OP1'


def test_a_foreign_reader_finds_the_texts_and_their_states(memory: Memory, tm_sets: ModuleType) -> None:
    out = io.BytesIO()
    report = write_xliff(memory, out, pair=("fr", "ru"))
    store = Xliff2File.parsestring(out.getvalue())
    units = {unit.source: unit.target for unit in store.units if not unit.isheader()}
    assert len(units) == report.units == 8
    assert units[tm_sets.FIRST["fr"]] == tm_sets.FIRST["ru"]
    assert units["Un"] == "один"
    assert {unit.istranslated() for unit in store.units} == {True}


def test_without_a_pair_or_a_unit_there_is_no_document(memory: Memory, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="one pair of languages"):
        write_xliff(memory, io.BytesIO())
    out = io.BytesIO()
    with pytest.raises(ExportError, match=r"No unit is left for fr:zh.*below the minimum probability: 9"):
        write_xliff(memory, out, pair=("fr", "zh"), min_probability=0.99)
    assert out.getvalue() == b""
