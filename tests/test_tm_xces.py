"""A memory as TEI documents and XCES link files: every text once, in its document's order, linked by id."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from align.beads import AlignedSet
from align.encoders import Encoder
from corpora.link_files import read_link_file
from corpora.read_document import read_document
from tm.errors import ExportError
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.set_texts import sentence_places
from tm.units import units_of
from tm.xces_export import export_xces, file_name

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def memory_of(folder: Path, encoder: Encoder, *sets: AlignedSet) -> Memory:
    names = [f"digest{number:02}" for number, _ in enumerate(sets)]
    for name, one in zip(names, sets, strict=True):
        write_set(folder, name, units_of(one))
    publish(folder, names, encoder)
    return open_memory(folder, encoder)


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> Memory:
    return memory_of(tmp_path / "memory", hash_encoder, tm_sets.rivers())


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def sentences(path: Path) -> dict[str, str]:
    return {element.get("id"): element.text for element in etree.parse(path).iter("s")}


def links(path: Path) -> list[tuple[str, str, float | None]]:
    (group,) = read_link_file(path)
    return [(" ".join(one.sources), " ".join(one.targets), one.certainty) for one in group.links]


def test_each_version_is_a_document_and_each_language_is_linked_to_the_pivot(
    memory: Memory, tmp_path: Path, tm_sets: ModuleType
) -> None:
    report = export_xces(memory, tmp_path / "out")
    others = [code for code in LANGUAGES if code != "fr"]
    assert files(tmp_path / "out") == sorted(
        [f"Xml/{code}/rivers.xml" for code in LANGUAGES] + [f"Links/fr_{code}/rivers.xml" for code in others]
    )
    assert (report.units, report.variants) == (8, 43)
    for code in LANGUAGES:
        found = sentences(tmp_path / "out" / "Xml" / code / "rivers.xml")
        assert list(found.values())[:4] == [
            tm_sets.TITLE[code], tm_sets.RECITAL[code], *(one[code] for one in tm_sets.FIRST_SENTENCES),
        ]  # fmt: skip
        assert list(found)[:5] == ["1:1", "2:1", "3:1", "3:2", "4:1"]
        assert list(found.values())[-1] == tm_sets.FOOTNOTE[code]
    assert links(tmp_path / "out" / "Links" / "fr_en" / "rivers.xml") == [
        ("1:1", "1:1", 0.92), ("2:1", "2:1", 0.92), ("3:1", "3:1", 0.8), ("3:2", "3:2", 0.8),
        ("", "4:1", None),
        ("4:1", "5:1", 0.92), ("5:1", "6:1", 0.92), ("6:1", "7:1", 0.92), ("7:1", "8:1", 0.92),
    ]  # fmt: skip


def test_the_link_file_is_as_opus_has_it(memory: Memory, tmp_path: Path) -> None:
    export_xces(memory, tmp_path / "out", pair=("zh", "ar"))
    assert files(tmp_path / "out") == ["Links/zh_ar/rivers.xml", "Xml/ar/rivers.xml", "Xml/zh/rivers.xml"]
    text = (tmp_path / "out" / "Links" / "zh_ar" / "rivers.xml").read_text(encoding="utf-8")
    assert text.splitlines()[:5] == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">',
        '<cesAlign version="1.0">',
        '<linkGrp targType="s" fromDoc="Xml/zh/rivers.xml" toDoc="Xml/ar/rivers.xml">',
        '<link id="SL1" xtargets="1:1;1:1" certainty="0.910"/>',
    ]


def test_a_document_is_read_with_its_ids_and_its_language(memory: Memory, tmp_path: Path) -> None:
    export_xces(memory, tmp_path / "out")
    for code in LANGUAGES:
        document = read_document(tmp_path / "out" / "Xml" / code / "rivers.xml")
        assert document.language == code
        assert [block.given_id for block in document.blocks][:3] == ["1", "2", "3"]
        assert [one.id for one in document.blocks[2].sentences] == ["3:1", "3:2"]


def test_links_below_the_minimum_are_left_out_and_their_texts_are_not(memory: Memory, tmp_path: Path) -> None:
    report = export_xces(memory, tmp_path / "out", pair=("fr", "en"), min_probability=0.9)
    assert report.left_out == {"units below the minimum probability": 2}
    found = links(tmp_path / "out" / "Links" / "fr_en" / "rivers.xml")
    assert [one[:2] for one in found][:4] == [("1:1", "1:1"), ("2:1", "2:1"), ("", "4:1"), ("4:1", "5:1")]
    assert "3:1" in sentences(tmp_path / "out" / "Xml" / "fr" / "rivers.xml")


def test_what_the_pivot_lacks_is_linked_among_the_others(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    texts = [
        {"fr": "Un", "en": "One"},
        {"ar": "اثنان", "zh": "二", "ru": "Два"},
        {"fr": "Trois", "ar": "ثلاثة"},
    ]
    export_xces(memory_of(tmp_path / "m", hash_encoder, tm_sets.simple_set("s", texts)), tmp_path / "out")
    assert [name for name in files(tmp_path / "out") if "fr" not in name and name.startswith("Links")] == [
        "Links/ru_ar/s.xml", "Links/ru_zh/s.xml", "Links/zh_ar/s.xml",
    ]  # fmt: skip
    assert links(tmp_path / "out" / "Links" / "ru_ar" / "s.xml") == [("1:1", "1:1", 0.9)]
    assert links(tmp_path / "out" / "Links" / "fr_ar" / "s.xml") == [
        ("1:1", "", None), ("", "1:1", None), ("2:1", "2:1", 0.9),
    ]  # fmt: skip


def test_sets_that_lack_a_language_of_the_pair_are_counted(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    sets = [tm_sets.simple_set("a", [{"fr": "Un", "en": "One"}]), tm_sets.simple_set("b", [{"fr": "Deux"}])]
    report = export_xces(memory_of(tmp_path / "m", hash_encoder, *sets), tmp_path / "out", pair=("fr", "en"))
    assert report.left_out == {"units without text in en": 1}
    assert files(tmp_path / "out") == ["Links/fr_en/a.xml", "Xml/en/a.xml", "Xml/fr/a.xml"]


def test_markup_in_texts_and_names_is_escaped(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    texts = [{"fr": 'A < B & "C" ]]> \x02<s id="9">', "ru": "А &amp; Б"}]
    one = tm_sets.simple_set("S/RES/<1>: a&b\u202e", texts)
    export_xces(memory_of(tmp_path / "m", hash_encoder, one), tmp_path / "out")
    assert files(tmp_path / "out")[1:] == ["Xml/fr/S_RES_1_a_b.xml", "Xml/ru/S_RES_1_a_b.xml"]
    assert sentences(tmp_path / "out" / "Xml" / "fr" / "S_RES_1_a_b.xml") == {
        "1:1": 'A < B & "C" ]]> <s id="9">'
    }
    assert sentences(tmp_path / "out" / "Xml" / "ru" / "S_RES_1_a_b.xml") == {"1:1": "А &amp; Б"}


def test_an_export_replaces_an_earlier_one_but_nothing_else(memory: Memory, tmp_path: Path) -> None:
    export_xces(memory, tmp_path / "out", pair=("zh", "ar"))
    export_xces(memory, tmp_path / "out")
    assert "Links/zh_ar/rivers.xml" not in files(tmp_path / "out")
    (tmp_path / "out" / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(ExportError, match=r'holds other things \("thesis\.docx"\)'):
        export_xces(memory, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["memory", "out"]


def test_the_same_memory_gives_the_same_bytes(memory: Memory, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export_xces(memory, tmp_path / name)
    for name in files(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_names_of_files_are_safe_and_different() -> None:
    taken: set[str] = set()
    names = [
        file_name(name, taken)
        for name in ("../../etc", "CON", "con", "", "محضر/1", "文件", "a" * 400, "a" * 401)
    ]
    assert names[:6] == ["etc", "_CON", "_con~2", "set", "محضر_1", "文件"]
    assert len({name.casefold() for name in names}) == len(names)
    assert max(len(name.encode()) for name in names) < 200


@pytest.mark.parametrize(
    ("text", "parts", "places"),
    [
        ("Un. Deux.", ["Un.", "Deux."], [(0, 3), (4, 9)]),
        ("Un. Deux.", ["Deux.", "Un."], [(4, 9), (0, 3)]),
        ("一。 二。", ["一。二。"], [(0, 5)]),
        ("A. A. A.", ["A.", "A.", "A."], [(0, 2), (3, 5), (6, 8)]),
        ("Un. Deux.", ["Trois."], None),
        ("Un. Deux. Trois.", ["Un. Trois."], None),
    ],
)
def test_sentences_are_found_in_their_paragraph(
    text: str, parts: list[str], places: list[tuple[int, int]] | None
) -> None:
    assert sentence_places(text, parts) == places


@given(st.lists(st.text("ab .。", min_size=1).filter(str.strip), max_size=6))
def test_places_never_overlap_and_hold_their_sentence(parts: Sequence[str]) -> None:
    places = sentence_places(" ".join(parts), parts)
    assert places is not None
    for (start, end), part in zip(places, parts, strict=True):
        assert "".join(" ".join(parts)[start:end].split()) == "".join(part.split())
    ordered = sorted(places)
    assert all(one[1] <= other[0] for one, other in pairwise(ordered))
