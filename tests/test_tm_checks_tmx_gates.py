"""The gates of a TMX file: XML, the DTD, the rules beyond it, limits of importers; and constant memory."""

from __future__ import annotations

import gzip
import random
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tm.checks.catalogue import CHECKS
from tm.checks.checked_units import CheckedUnit, CheckFinding
from tm.checks.running import check_tmx
from tm.checks.tmx_gates import read_gated
from tm.checks.tmx_structure import RULES, attribute_name
from tm.errors import TmxError

HEADER = (
    '<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" '
    'srclang="fr" datatype="plaintext"/>'
)
UNIT = '<tu tuid="a"><tuv xml:lang="fr"><seg>le pont</seg></tuv><tuv xml:lang="ru"><seg>мост</seg></tuv></tu>'


def tmx(body: str = UNIT, header: str = HEADER, root: str = 'version="1.4"') -> str:
    return f'<?xml version="1.0"?>\n<tmx {root}>\n{header}\n<body>\n{body}\n</body>\n</tmx>\n'


def gates(
    path: Path, text: str | bytes, profile: str | None = None
) -> tuple[list[CheckFinding], list[CheckedUnit]]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    findings: list[CheckFinding] = []
    units = list(read_gated(path, findings.append, profile))
    return findings, units


def checks(path: Path, text: str | bytes, profile: str | None = None) -> list[str]:
    return [finding.check for finding in gates(path, text, profile)[0]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "m.tmx"


def tuv(language: str, inner: str) -> str:
    return f'<tuv xml:lang="{language}"><seg>{inner}</seg></tuv>'


def tu(*variants: str, attributes: str = "") -> str:
    return f"<tu {attributes}>{''.join(variants)}</tu>"


FRENCH, CHINESE, ARABIC = tuv("fr", "le pont"), tuv("zh", "桥"), tuv("ar", "جسر")


def test_a_valid_file_passes_all_gates(path: Path) -> None:
    findings, units = gates(path, tmx())
    assert findings == []
    assert [(unit.identifier, unit.source_language, unit.line) for unit in units] == [("a", "fr", 5)]
    assert [(variant.language, variant.text) for variant in units[0].variants] == [
        ("fr", "le pont"),
        ("ru", "мост"),
    ]


OPENED = '<bpt i="1" x="1">b</bpt>x'
BROKEN = [
    ("tmx.not-well-formed", tmx(UNIT + "<tu>")),
    ("tmx.entities", tmx().replace("<tmx", "<!DOCTYPE tmx [<!ENTITY a 'b'>]>\n<tmx")),
    ("tmx.unknown-element", tmx(UNIT + "<unit/>")),
    ("tmx.unknown-element", tmx(tu(FRENCH, tuv("zh", "<b>桥</b>")))),
    ("tmx.element-order", tmx(tu(FRENCH, CHINESE, "<note>n</note>"))),
    ("tmx.element-order", tmx(header="").replace("</body>", f"</body>{HEADER}")),
    ("tmx.missing-element", tmx(header="")),
    ("tmx.missing-element", tmx('<tu tuid="b"/>').replace(FRENCH, "")),
    ("tmx.missing-element", tmx(tu(FRENCH, '<tuv xml:lang="ar"/>'))),
    ("tmx.missing-attribute", tmx(header=HEADER.replace(' o-tmf="t"', ""))),
    ("tmx.missing-attribute", tmx(tu("<prop>p</prop>", FRENCH, CHINESE))),
    ("tmx.missing-attribute", tmx(root="")),
    ("tmx.unknown-attribute", tmx(tu(FRENCH, CHINESE, attributes='colour="red"'))),
    ("tmx.attribute-value", tmx(header=HEADER.replace('"sentence"', '"word"'))),
    ("tmx.attribute-value", tmx(tu(tuv("fr", 'le <it pos="middle">x</it>pont'), CHINESE))),
    ("tmx.stray-text", tmx(tu(FRENCH, "stray", CHINESE))),
    ("tmx.stray-text", tmx(UNIT + "stray" + tu(FRENCH, CHINESE))),
    ("tmx.version", tmx(root='version="1.1"')),
    ("tmx.namespace", tmx(root='version="1.4" xmlns="http://www.lisa.org/tmx14"')),
    ("tmx.source-language-all", tmx(header=HEADER.replace('"fr"', '"*all*"'))),
    ("tmx.missing-source", tmx(tu(CHINESE, ARABIC))),
    ("tmx.missing-source", tmx(tu(tuv("fr-CA", "le pont"), ARABIC))),
    ("tmx.language-twice", tmx(tu(FRENCH, FRENCH))),
    ("tmx.language-twice", tmx(tu(FRENCH, ARABIC, tuv("AR", "جسر آخر")))),
    ("tmx.bad-language", tmx(tu(FRENCH, tuv("русский", "мост")))),
    ("tmx.bad-language", tmx(tu(FRENCH, tuv("ru_RU", "мост")))),
    ("tmx.duplicate-id", tmx(UNIT + UNIT)),
    ("tmx.bad-date", tmx(tu(FRENCH, CHINESE, attributes='creationdate="2026-11-23"'))),
    ("tmx.bad-date", tmx(tu(FRENCH, CHINESE, attributes='changedate="20261323T000000Z"'))),
    ("tmx.unbalanced-codes", tmx(tu(tuv("fr", OPENED), tuv("zh", OPENED + '<ept i="1">e</ept>')))),
    ("tmx.unbalanced-codes", tmx(tu(FRENCH, tuv("ar", 'جسر<ept i="3">e</ept>')))),
    ("tmx.code-numbers", tmx(tu(tuv("fr", '<ph x="0">p</ph>pont'), tuv("zh", '<ph x="0">p</ph>桥')))),
    ("tmx.code-numbers", tmx(tu(tuv("fr", '<ph x="1">p</ph>pont'), tuv("zh", '<ph x="2">p</ph>桥')))),
]  # fmt: skip


@pytest.mark.parametrize(("check", "text"), BROKEN)
def test_a_broken_rule_is_told(path: Path, check: str, text: str) -> None:
    found = checks(path, text)
    assert check in found
    # What follows from it may be told too; nothing of another kind is.
    assert set(found) <= {check, "tmx.missing-element", "tmx.missing-source"}


def test_every_gate_has_a_case() -> None:
    assert {check for check, _ in BROKEN} == {name for name in CHECKS if name.startswith("tmx.")}


@pytest.mark.parametrize(
    ("profile", "check", "text"),
    [
        ("trados", "profile.segment-too-long", tmx(tu(FRENCH, tuv("zh", "桥" * 2001)))),
        ("trados", "profile.not-bilingual", tmx(tu(FRENCH, CHINESE, ARABIC))),
        ("memoq", "profile.not-bilingual", tmx(tu(FRENCH, CHINESE) + tu(FRENCH, ARABIC))),
        ("wordfast", "profile.segment-too-long", tmx(tu(FRENCH, tuv("ru", "м" * 8001)))),
        ("wordfast", "profile.language-code", tmx(tu(FRENCH, tuv("zh-Hans", "桥")))),
        ("weblate", "profile.language-code", tmx(tu(FRENCH, tuv("tlh", "meH")))),
        ("weblate", "profile.language-code", tmx(header=HEADER.replace('"fr"', '"*all*"'))),
    ],
)
def test_limits_of_importers_are_told_for_their_profile_only(
    path: Path, profile: str, check: str, text: str
) -> None:
    assert check in checks(path, text, profile)
    assert not [one for one in checks(path, text) if one.startswith("profile.")]
    assert not [one for one in checks(path, text, "master") if one.startswith("profile.")]


def test_a_segment_of_just_the_limit_passes(path: Path) -> None:
    assert checks(path, tmx(tu(FRENCH, tuv("zh", "桥" * 2000))), "trados") == []


def test_a_file_above_the_limit_is_told() -> None:
    from tm.checks.profiles import profile_of_file

    assert [seen.check for seen in profile_of_file("trados", 10**9 + 1, ["fr", "zh"])] == [
        "profile.file-too-large"
    ]
    assert list(profile_of_file("trados", 10**9, ["fr", "zh"])) == []


def test_units_before_the_broken_place_are_read_and_its_line_is_told(path: Path) -> None:
    findings, units = gates(path, tmx(UNIT + "\n<tu></tuv>"))
    assert [unit.identifier for unit in units] == ["a"]
    assert [(finding.check, finding.line) for finding in findings] == [("tmx.not-well-formed", 6)]


def test_utf_16_and_gzip_are_read(path: Path) -> None:
    assert checks(path, tmx().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")) == []
    assert checks(path, gzip.compress(tmx().encode())) == []


def test_declared_entities_are_refused_in_utf_16_too(path: Path) -> None:
    text = (
        tmx()
        .replace('"1.0"', '"1.0" encoding="UTF-16"')
        .replace("<tmx", "<!DOCTYPE tmx [<!ENTITY a 'b'>]>\n<tmx")
    )
    findings, units = gates(path, text.encode("utf-16"))
    assert ([finding.check for finding in findings], units) == (["tmx.entities"], [])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html/>", "its root element is <html>"),
        (b"PK\x03\x04rest", "this is a ZIP archive"),
        (gzip.compress(tmx().encode())[:60], "the compressed file is damaged"),
    ],
)
def test_what_is_no_tmx_is_refused(path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(TmxError, match=reason):
        gates(path, content)


def test_an_undeclared_entity_is_no_way_to_a_file(path: Path) -> None:
    text = tmx(tu(FRENCH, tuv("ru", "&secret;")))
    assert "tmx.not-well-formed" in checks(path, text)


def test_text_of_native_codes_is_not_read_and_spaces_beside_them_are_not_told(path: Path) -> None:
    text = tmx(tu(tuv("fr", 'le <ph x="1">\\b</ph> pont'), tuv("ru", '<hi type="b">мост</hi>')))
    path.write_text(text, encoding="utf-8")
    (unit,) = gates(path, text)[1]
    assert [variant.text for variant in unit.variants] == ["le  pont", "мост"]
    assert "form.stray-spaces" not in [finding.check for finding in check_tmx(path)]


def test_findings_of_the_file_come_beside_those_of_its_units(path: Path) -> None:
    path.write_text(tmx(tu(FRENCH, tuv("ru", ""), attributes='tuid="x"') + UNIT + UNIT), encoding="utf-8")
    assert [(one.check, one.unit) for one in check_tmx(path)] == [
        ("form.empty-segment", "x"),
        ("tmx.duplicate-id", "a"),
    ]


def big_file(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(tmx("@").partition("@")[0])
        for k in range(count):
            file.write(
                tu(tuv("fr", f"pont {k} " * 9), tuv("zh", f"桥{k}" * 9), attributes=f'tuid="{k}"') + "\n"
            )
        file.write("</body></tmx>")


@pytest.mark.long
def test_memory_does_not_grow_with_the_file(path: Path) -> None:
    def peak(count: int) -> int:
        big_file(path, count)
        tracemalloc.start()
        findings: list[Any] = []
        assert sum(1 for _ in read_gated(path, findings.append)) == count
        assert findings == []
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    small, large = peak(1000), peak(8000)
    # Ids are kept as hashes, with some hundred bytes for each object of Python.
    assert large - small < 7000 * 200


def as_dtd() -> etree.DTD:
    """The rules as a DTD: `a?, b` for groups in order, mixed content for text."""
    lines = []
    for name, rule in RULES.items():
        groups = [" | ".join(sorted(group)) for group in rule.children]
        if rule.text:
            model = f"({' | '.join(['#PCDATA', *(groups or [])])})" + ("*" if groups else "")
        elif not groups:
            model = "EMPTY"
        else:
            parts = []
            for group in rule.children:
                (single, *others) = sorted(group)
                mark = "" if single in rule.once and not others else "+" if single in rule.needed else "*"
                parts.append(f"({' | '.join(sorted(group))}){mark}")
            model = f"({', '.join(parts)})"
        lines.append(f"<!ELEMENT {name} {model}>")
        lines += [f"<!ATTLIST {name} {attribute} CDATA #REQUIRED>" for attribute in sorted(rule.required)]
        lines += [f"<!ATTLIST {name} {attribute} CDATA #IMPLIED>" for attribute in sorted(rule.optional)]
    from io import StringIO

    return etree.DTD(StringIO("\n".join(lines)))


def random_element(draw: random.Random, name: str, depth: int = 0) -> etree._Element:
    rule = RULES[name]
    element = etree.Element(name)
    for attribute in sorted(rule.required | rule.optional):
        if draw.random() < (0.97 if attribute in rule.required else 0.1):
            key = "{http://www.w3.org/XML/1998/namespace}lang" if attribute == "xml:lang" else attribute
            element.set(key, sorted(rule.values.get(attribute, {"1"}))[0])
    children = [
        draw.choice(sorted(group)) for group in rule.children for _ in range(draw.choice((0, 1, 1, 2)))
    ]
    if draw.random() < 0.1:
        children.append(draw.choice(sorted(RULES)))
    if draw.random() < 0.1:
        draw.shuffle(children)
    for child in children if depth < 6 else []:
        element.append(random_element(draw, child, depth + 1))
    return element


def test_the_rules_say_what_a_dtd_made_of_them_says() -> None:
    """An oracle for the walk through the elements: libxml2 judges the same rules written as a DTD."""
    from tm.checks.tmx_structure import structure_of

    dtd, draw = as_dtd(), random.Random(5)
    verdicts = []
    for _ in range(400):
        element = random_element(draw, draw.choice(["tu", "header", "tuv", "seg", "bpt", "tmx"]))
        own = not list(structure_of(element))
        assert own == dtd.validate(element), etree.tostring(element)
        verdicts.append(own)
    assert 50 < sum(verdicts) < 350


def test_the_rules_agree_with_the_dtd_of_the_format(shared_data: Path) -> None:
    with (shared_data / "tmx" / "tmx14.dtd").open("rb") as file:
        dtd = etree.DTD(file)
    elements = {element.name: element for element in dtd.iterelements()}
    assert set(elements) == set(RULES)
    for name, rule in RULES.items():
        declared: dict[str, Any] = {}
        for one in elements[name].iterattributes():
            key = f"{one.prefix}:{one.name}" if one.prefix else attribute_name(one.name)
            declared[key] = one.default == "required"
        assert {key for key, required in declared.items() if required} <= rule.required | {"version"}, name
        assert set(declared) == rule.required | rule.optional, name
