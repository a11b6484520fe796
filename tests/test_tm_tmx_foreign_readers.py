"""Exported TMX in the hands of other programs: the DTD, the rules of semantic validators, two importers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from types import ModuleType

import pytest
from lxml import etree

from align.beads import AlignedSet
from align.encoders import Encoder
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.omegat_folder import export_omegat
from tm.publication import publish
from tm.selection import ExportReport
from tm.tmx_profiles import PROFILES, profile_named
from tm.tmx_writing import TmxOptions, export_tmx
from tm.units import units_of

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# With the pivot (fr) and composed over it, both directions, right to left and without spaces.
PAIRS = [("fr", "en"), ("en", "fr"), ("ru", "zh"), ("en", "ar"), ("ar", "zh"), ("zh", "es")]
HOSTILE = [
    {
        "fr": "L'eau & \"le sel\" < 5 % > 3 ; <b>'gras'</b> ]]> &amp; {{x}}",
        "en": 'Water & "salt" < 5 % > 3; <b>bold</b> ]]> &amp; {{x}}',
        "es": "El agua y «la sal» < 5 % > 3; <b>'negrita'</b> ]]> &amp;",
        "ru": "Вода & «соль» < 5 % > 3; <b>'жирный'</b> ]]> &lt;",
        "zh": "水 & “盐” < 5 % > 3；<b>'粗体'</b> ]]> &#20013;",
        "ar": "الماء & «الملح» \u200f(5 %)\u200f > 3؛ <b>'عريض'</b> ]]>",
    },
    {
        "fr": "=SOMME(A1) \u202bA/68/12\u202c est cité",
        "en": "=SUM(A1) \u202bA/68/12\u202c is cited",
        "es": "=SUMA(A1) \u202bA/68/12\u202c se cita",
        "ru": "=СУММ(A1) \u202bA/68/12\u202c упомянут",
        "zh": "=总和(A1) \u202bA/68/12\u202c 被引用",
        "ar": "=جمع(A1) \u202bA/68/12\u202c مذكور",
    },
]
CASES = [(name, pair) for name in PROFILES for pair in PAIRS] + [
    (name, None) for name, profile in PROFILES.items() if not profile.pair_only
]
IDS = [f"{name} {':'.join(pair) if pair else 'all'}" for name, pair in CASES]


def memory_of(folder: Path, encoder: Encoder, *sets: AlignedSet) -> Memory:
    digests = [f"digest{number:02d}" for number in range(len(sets))]
    for digest, aligned in zip(digests, sets, strict=True):
        write_set(folder, digest, units_of(aligned))
    publish(folder, digests, encoder)
    return open_memory(folder)


@pytest.fixture(scope="module")
def memory(
    tmp_path_factory: pytest.TempPathFactory, tm_sets: ModuleType, hash_encoders: ModuleType
) -> Memory:
    sets = tm_sets.rivers(), tm_sets.simple_set("hostile & <odd>", HOSTILE)
    return memory_of(tmp_path_factory.mktemp("foreign"), hash_encoders.HashEncoder(), *sets)


@pytest.fixture(params=CASES, ids=IDS)
def exported(
    request: pytest.FixtureRequest, memory: Memory, tmp_path: Path
) -> tuple[Path, ExportReport, str, tuple[str, str] | None]:
    name, pair = request.param
    path = tmp_path / "un.tmx"
    return path, export_tmx(memory, path, TmxOptions(pair=pair, profile=name)), name, pair


def tree_of(exported: tuple[Path, ExportReport, str, tuple[str, str] | None]) -> etree._Element:
    return etree.parse(exported[0]).getroot()


Exported = tuple[Path, ExportReport, str, tuple[str, str] | None]


def segments(memory: Memory, pair: tuple[str, str]) -> list[tuple[str, str]]:
    """The texts of a pair in the order of the memory, straight from its table."""
    rows = memory.units().collect().filter(level="paragraph")
    by_id: dict[str, dict[str, str]] = {}
    for unit_id, language, text in rows.select("unit_id", "language", "text").iter_rows():
        by_id.setdefault(unit_id, {})[language] = text
    return [(unit[pair[0]], unit[pair[1]]) for unit in by_id.values() if set(pair) <= set(unit)]


def test_every_profile_is_valid_by_the_dtd(exported: Exported, shared_data: Path) -> None:
    dtd = etree.DTD(str(shared_data / "tmx" / "tmx14.dtd"))
    assert dtd.validate(tree_of(exported)), dtd.error_log
    assert exported[1].units == 9


def test_rule_1_utf_8_without_mark_line_feeds_nfc_and_nothing_forbidden(exported: Exported) -> None:
    data = exported[0].read_bytes()
    text = data.decode("utf-8")
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    assert not re.search("[^\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    assert unicodedata.is_normalized("NFC", text)
    for segment in tree_of(exported).iter("seg"):
        assert segment.text is not None
        assert segment.text == segment.text.strip() != ""


def test_rule_2_version_1_4_and_nothing_more_on_the_root(exported: Exported) -> None:
    assert dict(tree_of(exported).attrib) == {"version": "1.4"}
    assert b"xmlns" not in exported[0].read_bytes()
    assert exported[0].read_bytes().count(b'<!DOCTYPE tmx SYSTEM "tmx14.dtd">') == 1


def test_rule_3_the_seven_attributes_of_the_header(exported: Exported) -> None:
    header = tree_of(exported).find("header")
    assert header is not None
    assert {name: header.get(name) for name in ("segtype", "adminlang", "datatype", "creationtool")} == {
        "segtype": "paragraph", "adminlang": "en", "datatype": "plaintext", "creationtool": "hexapla",
    }  # fmt: skip
    assert header.get("creationtoolversion")
    assert header.get("o-tmf")
    assert header.get("srclang")


def test_rule_4_the_source_stands_first_with_the_literal_code_and_no_language_twice(
    exported: Exported,
) -> None:
    _, _, name, pair = exported
    codes = profile_named(name).codes
    source = codes[pair[0] if pair else "fr"]
    header = tree_of(exported).find("header")
    assert header is not None
    assert header.get("srclang") == source
    for unit in tree_of(exported).iter("tu"):
        languages = [variant.get(XML_LANG) for variant in unit.iter("tuv")]
        others = [codes[pair[1]]] if pair else [codes[code] for code in ("ar", "en", "es", "ru", "zh")]
        assert languages == [source, *others]


def test_rule_5_ids_are_addresses_and_dates_those_of_documents(exported: Exported, memory: Memory) -> None:
    units = list(tree_of(exported).iter("tu"))
    known = set(memory.units().collect().filter(level="paragraph")["unit_id"])
    ids = [unit.get("tuid") for unit in units]
    assert len(set(ids)) == len(ids) == 9
    assert set(ids) <= known
    assert {unit.get("creationdate") for unit in units} == {"20131218T000000Z"}
    assert {unit.get("creationid") for unit in units} == {"hexapla"}


def test_rule_6_props_stand_before_variants_and_segments_each_type_once(exported: Exported) -> None:
    own_of_tools = {"context_prev", "context_next", "aligned"}
    for element in tree_of(exported).iter("tu", "tuv"):
        tags = [child.tag for child in element]
        first = "tuv" if element.tag == "tu" else "seg"
        assert "prop" not in tags[tags.index(first) :]
        kinds = [prop.get("type", "") for prop in element.findall("prop")]
        assert len(set(kinds)) == len(kinds)
        assert [kind for kind in kinds if not kind.startswith("x-") and kind not in own_of_tools] == []
        assert all((prop.text or "").strip() for prop in element.findall("prop"))


def test_rule_7_there_are_no_inline_codes(exported: Exported) -> None:
    assert [len(segment) for segment in tree_of(exported).iter("seg") if len(segment)] == []


def test_rule_8_composed_pairs_say_so_and_have_the_lower_probability(exported: Exported) -> None:
    _, report, _, pair = exported
    rivers = [
        {prop.get("type"): prop.text for prop in unit.findall("prop")}
        for unit in tree_of(exported).iter("tu")
        if (unit.get("tuid") or "").startswith("A/RES/68/999")
    ]
    assert len(rivers) == 7
    sure = {"ar": 0.91, "en": 0.92, "es": 0.93, "ru": 0.94, "zh": 0.95, "fr": 1.0}
    lowest = min(sure[code] for code in pair or sure)
    assert {unit["x-align-probability"] for unit in rivers} == {f"{lowest:.3f}"}
    assert {unit["x-document"] for unit in rivers} == {"A/RES/68/999"}
    is_composed = pair is not None and "fr" not in pair
    assert {unit.get("x-align-via") for unit in rivers} == {"fr" if is_composed else None}
    assert report.composed == (9 if is_composed else 0)


def test_translate_toolkit_reads_every_segment(exported: Exported, memory: Memory) -> None:
    tmx = pytest.importorskip("translate.storage.tmx")
    path, _, name, pair = exported
    codes = profile_named(name).codes
    source, target = pair or ("fr", "zh")
    with path.open("rb") as file:
        store = tmx.tmxfile(file, codes[source], codes[target])
    found = [(unit.source, unit.target) for unit in store.units]
    if pair is None:
        # It takes the second variant of a unit for the target.
        found = [(unit.source, unit.gettarget(lang=codes[target])) for unit in store.units]
    assert found == segments(memory, (source, target))


PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
<dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>{source}</source_lang><target_lang>{target}</target_lang>
<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags>
</project></omegat>
"""


def project_of(folder: Path, pair: tuple[str, str], lines: list[str]) -> Path:
    codes = profile_named("omegat").codes
    for name in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
        (folder / name).mkdir(parents=True)
    project = PROJECT.format(source=codes[pair[0]], target=codes[pair[1]])
    (folder / "omegat.project").write_text(project, encoding="utf-8")
    (folder / "source" / "lines.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    return folder


def translated_by_omegat(omegat: str, project: Path, own: Path) -> list[str]:
    """Let OmegaT insert what it finds; return the lines of its target. Fails where it complains."""
    own.mkdir()
    # Nothing of the user's is read or written.
    environment = os.environ | {
        "HOME": str(own), "LC_ALL": "C.UTF-8",
        "JAVA_TOOL_OPTIONS": f"-Djava.awt.headless=true -Dfile.encoding=UTF-8 -Duser.home={own}",
    }  # fmt: skip
    done = subprocess.run(
        [omegat, str(project), "--mode=console-translate", f"--config-dir={own}", "--no-team"],
        capture_output=True, check=False, env=environment, timeout=240, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    said += "".join(log.read_text("utf-8", "replace") for log in own.rglob("*.log"))
    assert done.returncode == 0, said
    # It says so and goes on.
    assert "TF_TM_LOAD_ERROR" not in said, said
    assert "SAXParse" not in said, said
    target = project / "target" / "lines.txt"
    assert target.is_file(), said
    return [line for line in target.read_text(encoding="utf-8").splitlines() if line]


@pytest.mark.long
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("pair", [("fr", "en"), ("ru", "zh"), ("en", "ar")], ids=":".join)
def test_omegat_translates_every_segment_from_our_file(
    omegat: str, memory: Memory, tmp_path: Path, pair: tuple[str, str], profile: str
) -> None:
    expected = segments(memory, pair)
    project = project_of(tmp_path / "project", pair, [source for source, _ in expected])
    export_tmx(memory, project / "tm" / "auto" / "un.tmx", TmxOptions(pair=pair, profile=profile))
    found = translated_by_omegat(omegat, project, tmp_path / "own")
    assert found == [target for _, target in expected]


@pytest.mark.long
def test_omegat_takes_our_whole_folder(omegat: str, memory: Memory, tmp_path: Path) -> None:
    pair = ("ar", "ru")
    expected = segments(memory, pair)
    project = project_of(tmp_path / "project", pair, [source for source, _ in expected])
    export_omegat(memory, tmp_path / "export", TmxOptions(pair=pair, profile="omegat"))
    shutil.copytree(tmp_path / "export", project, dirs_exist_ok=True)
    # It shows what lies in tm, and inserts what lies in tm/auto.
    assert translated_by_omegat(omegat, project, tmp_path / "first") == [source for source, _ in expected]
    for path in (tmp_path / "export" / "tm").glob("*.tmx"):
        shutil.copy(path, project / "tm" / "auto")
    found = translated_by_omegat(omegat, project, tmp_path / "second")
    assert found == [target for _, target in expected]


@pytest.mark.long
def test_this_way_of_asking_omegat_sees_a_memory_that_is_broken(
    omegat: str, memory: Memory, tmp_path: Path
) -> None:
    project = project_of(tmp_path / "project", ("fr", "en"), ["Un"])
    (project / "tm" / "auto" / "un.tmx").write_text("<tmx version='1.4'><body><tu>", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"TF_TM_LOAD_ERROR|SAXParse"):
        translated_by_omegat(omegat, project, tmp_path / "own")
