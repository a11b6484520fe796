"""Link files of parallel corpora: read as written, recognised by their root, refused where hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.errors import ReadingError, UnsafeDocument
from corpora.link_files import GivenLink, is_link_file, read_link_file

UN = """<?xml version="1.0" encoding="utf-8"?>
<linkGrp fromDoc="Xml/en/1994/s/res/918.xml" toDoc="Xml/fr/1994/s/res/918.xml" score="0.93">
  <link type="1-1" xtargets="1:1;1:1"/>
  <link type="2-1" xtargets="12:1 12:2;12:1" score="0.5"/>
  <link type="0-1" xtargets=";13:1"/>
</linkGrp>
"""
OPUS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">
<cesAlign version="1.0">
<linkGrp targType="s" fromDoc="en/a.xml.gz" toDoc="ar/a.xml.gz">
<link id="SL1" xtargets="1;1 2" certainty="1.08"/>
</linkGrp>
<linkGrp targType="s" fromDoc="en/b.xml.gz" toDoc="ar/b.xml.gz">
<link id="SL1" xtargets="1;" certainty="nan"/>
<link id="SL2" xtargets=" ; "/>
</linkGrp>
</cesAlign>
"""


def written(folder: Path, content: str | bytes, name: str = "links.xml") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_link_file_of_the_un_corpus_is_one_group(tmp_path: Path) -> None:
    (group,) = read_link_file(written(tmp_path, UN))
    assert (group.from_document, group.to_document, group.line) == (
        "Xml/en/1994/s/res/918.xml",
        "Xml/fr/1994/s/res/918.xml",
        2,
    )
    assert group.links == (
        GivenLink(("1:1",), ("1:1",), None, 3),
        GivenLink(("12:1", "12:2"), ("12:1",), 0.5, 4),
        GivenLink((), ("13:1",), None, 5),
    )


def test_a_link_file_of_opus_has_many_groups_and_a_doctype(tmp_path: Path) -> None:
    first, second = read_link_file(written(tmp_path, OPUS))
    assert (first.from_document, first.to_document) == ("en/a.xml.gz", "ar/a.xml.gz")
    assert first.links == (GivenLink(("1",), ("1", "2"), 1.08, 5),)
    assert second.links == (GivenLink(("1",), (), None, 8),)


@pytest.mark.parametrize(
    ("content", "links"),
    [
        (UN, True),
        (OPUS, True),
        ("<!-- by hand --><linkGrp fromDoc='a' toDoc='b'/>", True),
        ("<c:cesAlign xmlns:c='x'/>", True),
        ("\ufeff" + UN, True),
        (UN.replace("utf-8", "utf-16").encode("utf-16"), True),
        ("<TEI><text><linkGrp/></text></TEI>", False),
        ("<!-- <linkGrp> --><p>text</p>", False),
        ("<linkGrpX/>", False),
        (b"L\0\0\0\x01\x14\x02\0", False),
        ("", False),
    ],
)
def test_the_root_tells_a_link_file(content: str | bytes, links: bool, tmp_path: Path) -> None:
    assert is_link_file(written(tmp_path, content)) is links


def test_what_is_not_there_is_no_link_file(tmp_path: Path) -> None:
    assert not is_link_file(tmp_path / "nothing.xml")
    with pytest.raises(ReadingError, match="the file cannot be read"):
        read_link_file(tmp_path / "nothing.xml")


LAUGHS = (
    '<!DOCTYPE linkGrp [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    '<linkGrp fromDoc="&b;" toDoc="b"><link xtargets="1;1"/></linkGrp>'
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LAUGHS, "DOCTYPE: the DOCTYPE declares entities or elements"),
        (LAUGHS.encode("utf-16"), "DOCTYPE: the DOCTYPE declares entities or elements"),
        ("<!--" + "x" * 20_000 + "-->" + LAUGHS, "DOCTYPE: the DOCTYPE declares entities or elements"),
        ("<linkGrp fromDoc='a' toDoc='b'>" + "<x>" * 300, "beyond the limits of safe parsing"),
    ],
)
def test_entities_and_deep_nesting_are_refused(content: str | bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeDocument, match=words):
        read_link_file(written(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<linkGrp fromDoc='a' toDoc='b'>\n<link xtargets='1;1'/>\n", "line 3: the XML is not well-formed"),
        (
            "<cesAlign>\n<linkGrp fromDoc='a'/></cesAlign>",
            "line 2: a group of links .* [(]toDoc is missing[)]",
        ),
        ("<linkGrp fromDoc='a' toDoc='b'>\n\n<link/></linkGrp>", "line 3: a link has no xtargets"),
        (
            "<linkGrp fromDoc='a' toDoc='b'><link xtargets='1 1'/></linkGrp>",
            'line 1: a link has the .* "1 1"',
        ),
        ("<linkGrp fromDoc='a' toDoc='b'><link xtargets='1;1;1'/></linkGrp>", 'line 1: .* "1;1;1"'),
        ("<cesAlign>\n<link xtargets='1;1'/></cesAlign>", "line 2: a link stands outside any linkGrp"),
    ],
)
def test_a_defect_is_told_with_its_line(content: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=words):
        read_link_file(written(tmp_path, content))


def test_a_long_file_is_read_with_true_lines(tmp_path: Path) -> None:
    links = "".join(f'<link xtargets="{k};{k}"/>\n' for k in range(60_000))
    (group,) = read_link_file(written(tmp_path, f"<linkGrp fromDoc='a' toDoc='b'>\n{links}</linkGrp>"))
    assert len(group.links) == 60_000
    assert group.links[-1] == GivenLink(("59999",), ("59999",), None, 60_001)
