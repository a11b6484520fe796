"""XML that names its sentences: ids of paragraphs and sentences as given, spans in the text of the block."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.documents import Block, RawBlock
from corpora.read_document import read_document
from corpora.readers.xml import read_xml

TEI = """<?xml version="1.0" encoding="utf-8"?>
<TEI.2><teiHeader><fileDesc><titleStmt><title>x</title></titleStmt></fileDesc></teiHeader><text><body>
<head id="1"><s id="1:1" lang="{language}">{title}</s></head>
<p id="12">
 <s id="12:1" lang="{language}">12. {first}</s>
 <s id="12:2" lang="{language}">{second}</s>
</p></body></text></TEI.2>
"""
TEXTS = {
    "ar": ("اتفاق بشأن الأنهار", "تقرر الجمعية أن تحمي الدول الأنهار.", "وتجتمع اللجنة كل عام."),
    "zh": ("河流协定", "大会决定各国应当保护河流。", "委员会每年开会。"),
    "en": ("Agreement on rivers", "Decides that States shall protect rivers.", "The committee meets."),
    "fr": ("Accord sur les rivières", "Décide que les États protègent les rivières.", "Le comité se réunit."),
    "ru": ("Соглашение о реках", "Постановляет, что государства охраняют реки.", "Комитет собирается."),
    "es": ("Acuerdo sobre los ríos", "Decide que los Estados protejan los ríos.", "El comité se reúne."),
}


def cut(block: Block | RawBlock) -> list[tuple[str, str]]:
    return [(one.id, block.text[one.start : one.end]) for one in block.sentences]


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_ids_are_kept_as_given_and_labels_shift_the_sentences(language: str, tmp_path: Path) -> None:
    title, first, second = TEXTS[language]
    path = tmp_path / "918.xml"
    path.write_text(TEI.format(language=language, title=title, first=first, second=second), encoding="utf-8")

    document = read_document(path)

    assert document.language == language
    assert [(block.given_id, block.label, cut(block)) for block in document.blocks] == [
        ("1", "", [("1:1", title)]),
        ("12", "12.", [("12:1", first), ("12:2", second)]),
    ]


def test_the_language_of_the_sentences_is_that_of_the_document() -> None:
    assert read_xml(Path("x.xml"), b'<text><p id="1"><s id="1:1" lang="FR">A</s></p></text>').language == "fr"


def test_the_namespace_of_tei_and_xml_id_are_understood() -> None:
    document = read_xml(
        Path("x.xml"),
        b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p xml:id="p1"><s xml:id="s1">One.</s> '
        b'<s xml:id="s2">Two.</s></p></body></text></TEI>',
    )
    assert [(block.given_id, cut(block)) for block in document.blocks] == [
        ("p1", [("s1", "One."), ("s2", "Two.")])
    ]


def test_words_of_opus_are_joined_with_spaces() -> None:
    document = read_xml(
        Path("x.xml"),
        b'<document><p id="1"><s id="1"><w id="1.1">The</w><w id="1.2">river</w>\n<w id="1.3">.</w></s></p>'
        b'<p id="2"><s id="2"><chunk type="NP"><w>A</w><w>law</w></chunk></s></p></document>',
    )
    assert [(block.given_id, cut(block)) for block in document.blocks] == [
        ("1", [("1", "The river .")]),
        ("2", [("2", "A law")]),
    ]


@pytest.mark.parametrize("root", ["document", "text"])
def test_sentences_outside_paragraphs_are_paragraphs_themselves(root: str) -> None:
    document = read_xml(
        Path("x.xml"),
        f'<{root}><s id="1"><w>One</w> <w>.</w></s><s id="2">Two <hi>times</hi>.</s></{root}>'.encode(),
    )
    assert [(block.given_id, cut(block)) for block in document.blocks] == [
        ("", [("1", "One .")]),
        ("", [("2", "Two times.")]),
    ]


def test_a_sentence_that_is_only_the_label_keeps_its_id_without_text(tmp_path: Path) -> None:
    path = tmp_path / "x.en.xml"
    sentences = '<s id="3:1">3.</s> <s id="3:2">Requests the Secretary-General to report;</s>'
    path.write_text(f'<text><body><p id="3">{sentences}</p></body></text>', encoding="utf-8")

    (block,) = read_document(path).blocks

    assert block.label == "3."
    assert cut(block) == [("3:1", ""), ("3:2", "Requests the Secretary-General to report;")]


def test_a_footnote_mark_shifts_the_sentences_after_it(tmp_path: Path) -> None:
    path = tmp_path / "x.en.xml"
    path.write_text(
        '<text><body><p id="1"><s id="1:1">The States<note place="foot" n="1">See below.</note> met.</s>\n'
        '<s id="1:2">They left.</s></p></body></text>',
        encoding="utf-8",
    )
    (block,) = read_document(path).blocks
    assert cut(block) == [("1:1", "The States met."), ("1:2", "They left.")]
    assert [(one.mark, one.offset) for one in block.references] == [("1", 10)]


def test_empty_sentences_and_text_around_them_cost_nothing() -> None:
    document = read_xml(
        Path("x.xml"),
        b'<text><body><p id="1">Before <s id="1:1">one.</s><s id="1:2"/> after.</p>'
        b'<p id="2"><s id="2:1"> </s></p></body></text>',
    )
    (block,) = document.blocks
    assert block.text == "Before one. after."
    assert cut(block) == [("1:1", "one."), ("1:2", "")]


def test_other_files_name_no_sentences(tmp_path: Path) -> None:
    document = read_xml(Path("x.xml"), b'<text><body><p id="1">The <s>old</s> river.</p></body></text>')
    assert [(block.given_id, block.sentences) for block in document.blocks] == [("", ())]


@pytest.mark.parametrize(
    ("between", "first", "second", "text"),
    [
        ("\n ", "大会决定。", "委员会开会。", "大会决定。委员会开会。"),
        ("", "大会决定。", "委员会开会。", "大会决定。委员会开会。"),
        (" ", "大会决定。", "委员会开会。", "大会决定。 委员会开会。"),
        ("\n", "见 A/RES/1.", "Yes.", "见 A/RES/1. Yes."),
        ("", "见 A/RES/1.", "Yes.", "见 A/RES/1. Yes."),
        ("", "Décide.", "Prie.", "Décide. Prie."),
        ("\n", "Постановляет.", "Просит.", "Постановляет. Просит."),
        ("\n", "تقرر.", "تطلب.", "تقرر. تطلب."),
    ],
)
def test_between_sentences_is_a_space_but_not_in_chinese(
    between: str, first: str, second: str, text: str
) -> None:
    source = f'<text><body><p id="1"><s id="1">{first}</s>{between}<s id="2">{second}</s></p></body></text>'
    (block,) = read_xml(Path("x.xml"), source.encode()).blocks
    assert block.text == text
    assert cut(block) == [("1", first), ("2", second)]
