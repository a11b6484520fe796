"""Termbases of other tools: both versions of TBX, in any encoding; rules of segmentation of other tools."""

from __future__ import annotations

from pathlib import Path

import pytest

from tm.errors import TbxError
from tm.tbx_reading import TermEntry, TermForm, read_tbx

TERMS = {
    "ar": "المياه الجوفية",
    "en": "groundwater",
    "es": "aguas subterráneas",
    "fr": "eaux souterraines",
    "ru": "подземные воды",
    "zh": "地下水",
}
SECTIONS = "".join(
    f'<langSec xml:lang="{code}"><termSec><term>{term}</term>'
    f'<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec></langSec>'
    for code, term in TERMS.items()
)
VERSION_3 = (
    '<tbx type="TBX-Basic" style="dca" xml:lang="fr" xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader/>'
    "<text><body>"
    f'<conceptEntry id="c1">\n<descrip type="subjectField">eau</descrip>{SECTIONS}</conceptEntry>'
    "</body></text></tbx>"
)
VERSION_2 = (
    '<martif type="TBX" xml:lang="fr"><text><body><termEntry id="c1"><langSet xml:lang="ZH_hans"><ntig>'
    "<termGrp><term>地<hi>下</hi>水<!-- c --></term>"
    '<termNote type="partOfSpeech">noun</termNote></termGrp></ntig></langSet>'
    "<langSet lang='AR'><tig><term> المياه\n الجوفية </term></tig></langSet></termEntry>"
    "</body></text></martif>"
)


def read(tmp_path: Path, data: bytes) -> list[TermEntry]:
    (tmp_path / "in.tbx").write_bytes(data)
    return list(read_tbx(tmp_path / "in.tbx"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_version_3_is_read_in_six_languages(tmp_path: Path, encoding: str) -> None:
    (entry,) = read(tmp_path, VERSION_3.encode(encoding))
    assert (entry.identifier, entry.subject, entry.line) == ("c1", "eau", 1)
    assert {form.language: form.term for form in entry.terms} == TERMS
    assert {form.status for form in entry.terms} == {"preferredTerm-admn-sts"}


def test_version_2_is_read_with_groups_and_codes_of_any_form(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, VERSION_2.encode())
    assert entry.terms == (
        TermForm("zh-Hans", "地下水", "", "noun"),
        TermForm("ar", "المياه الجوفية"),
    )


def test_version_3_with_data_categories_as_elements_is_read(tmp_path: Path) -> None:
    sections = "".join(
        f'<langSec xml:lang="{code}"><termSec><term>{term}</term><min:partOfSpeech>noun</min:partOfSpeech>'
        f"<min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec></langSec>"
        for code, term in TERMS.items()
    )
    text = (
        '<tbx type="TBX-Basic" style="dct" xml:lang="fr" xmlns="urn:iso:std:iso:30042:ed-2" '
        'xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">'
        '<tbxHeader/><text><body><conceptEntry id="c1"><min:subjectField>eau</min:subjectField>'
        f"<basic:definition>Ce qui coule.</basic:definition>{sections}</conceptEntry></body></text></tbx>"
    )
    (entry,) = read(tmp_path, text.encode())
    assert (entry.subject, entry.definitions) == ("eau", ("Ce qui coule.",))
    assert {form.language: form.term for form in entry.terms} == TERMS
    assert {(form.status, form.part_of_speech) for form in entry.terms} == {
        ("deprecatedTerm-admn-sts", "noun")
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('<!DOCTYPE martif [<!ENTITY a "b">]>' + VERSION_2, "declares entities"),
        ("<html/>", "root element is <html>"),
        ("", "not well-formed"),
        (VERSION_3[:-20], "not well-formed"),
    ],
)
def test_what_is_no_termbase_is_refused_with_file_and_reason(tmp_path: Path, data: str, message: str) -> None:
    with pytest.raises(TbxError, match=message) as caught:
        read(tmp_path, data.encode())
    assert caught.value.path == tmp_path / "in.tbx"


def test_every_foreign_termbase_is_read(shared_data: Path) -> None:
    found = {path.name: list(read_tbx(path)) for path in sorted((shared_data / "tbx").glob("*.tbx"))}
    assert {name: len(entries) for name, entries in found.items()} == {
        "ibm_tbx.tbx": 5,
        "maryland.tbx": 1,
        "test01.tbx": 1,
        "test02_win1254.tbx": 1,
    }
    (oracle,) = found["test01.tbx"]
    assert [(form.language, form.part_of_speech) for form in oracle.terms] == [("en", "noun"), ("hu", "noun")]
    (turkish,) = found["test02_win1254.tbx"]
    assert [form.language for form in turkish.terms] == ["en", "tr"]
    assert all(form.term.endswith("İı") for form in turkish.terms)


def test_every_foreign_file_of_segmentation_rules_is_read(shared_data: Path) -> None:
    from choppa.iterators import SrxTextIterator
    from choppa.srx_parser import SrxDocument

    paths = sorted((shared_data / "srx").glob("*.srx"))
    assert len(paths) == 3
    for path in paths:
        rules = SrxDocument(ruleset=path)
        assert "".join(SrxTextIterator(rules, "en", "One. Two.")) == "One. Two."
