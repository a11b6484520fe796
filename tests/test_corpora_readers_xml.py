"""XML of official texts: one block an element of text, with the chain of labels around it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from corpora.documents import RawDocument, RawKind
from corpora.errors import ReadingError, UnsafeDocument
from corpora.read_document import read_document
from corpora.readers.xml import read_xml

PATH = Path("act.xml")
ACT = """<?xml version="1.0" encoding="utf-8"?>
<Statute xml:lang="{language}"><Identification><LongTitle>{title}</LongTitle><RunningHead>head</RunningHead>
</Identification><Body><Heading level="1"><TitleText>{title}</TitleText></Heading><Section>
<MarginalNote>{title}</MarginalNote><Label>4</Label><Subsection><Label>(1)</Label><Text>{text}</Text></Subsection>
<Subsection><Label>(2)</Label><Text>{text}</Text><Paragraph><Label>(a)</Label>
<Text><Term>{text}</Term></Text></Paragraph>
<Definition><Text>{text}</Text></Definition></Subsection><HistoricalNote>1985, c. 1</HistoricalNote></Section>
</Body></Statute>
"""


def rows(document: RawDocument) -> list[tuple[RawKind, int, str, str]]:
    return [(block.kind, block.level, block.label, block.text) for block in document.blocks]


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("ar", "قانون بشأن التعاون", "تسري هذه المادة."),
        ("zh", "关于合作的法律", "本条适用。"),
        ("en", "An Act respecting co-operation", "This section applies."),
        ("fr", "Loi concernant la coopération", "Le présent article s’applique."),
        ("ru", "Закон о сотрудничестве", "Настоящая статья применяется."),
        ("es", "Ley de cooperación", "Se aplica este artículo."),
    ],
)
def test_an_act_gives_its_texts_with_full_chains_of_labels(language: str, title: str, text: str) -> None:
    document = read_xml(PATH, ACT.format(language=language, title=title, text=text).encode())
    assert document.language == language
    assert document.title == title
    assert rows(document) == [
        (RawKind.TITLE, 1, "", title),
        (RawKind.HEADING, 1, "", title),
        (RawKind.HEADING, 6, "", title),
        (RawKind.LIST_ITEM, 2, "4 (1)", text),
        (RawKind.LIST_ITEM, 2, "4 (2)", text),
        (RawKind.LIST_ITEM, 3, "4 (2) (a)", text),
        (RawKind.PARAGRAPH, 2, "", text),
    ]
    assert [(r.text, r.reason) for r in document.removed] == [
        ("head", "running head"),
        ("1985, c. 1", "history"),
    ]


def test_a_footnote_mark_in_a_label_belongs_to_the_text_of_the_label() -> None:
    document = read_xml(
        PATH,
        b'<A><Section><Label><FootnoteRef idref="f1">*</FootnoteRef>9</Label><Text>In force.</Text>'
        b'<Footnote id="f1"><Label>*</Label><Text>[Note: see SI/86.]</Text></Footnote></Section></A>',
    )
    assert rows(document) == [(RawKind.LIST_ITEM, 1, "9", "In force.")]
    assert [(r.mark, r.offset, r.footnote) for r in document.blocks[0].references] == [("*", 0, 0)]
    assert [(f.mark, f.text) for f in document.footnotes] == [("*", "[Note: see SI/86.]")]


def test_a_label_in_words_is_a_heading_of_its_own() -> None:
    document = read_xml(
        PATH,
        b"<S><ScheduleFormHeading><Label>SCHEDULE</Label><TitleText>T</TitleText></ScheduleFormHeading></S>",
    )
    assert [block.text for block in document.blocks] == ["SCHEDULE", "T"]


def test_akoma_ntoso_is_read_by_its_numbers_and_paragraphs() -> None:
    document = read_xml(
        PATH,
        b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><meta><x>m</x></meta><body>'
        b"<part><num>PART 1</num><heading>General</heading><section><num>1.</num><heading>Scope</heading>"
        b"<subsection><num>(1)</num><content><p>First <ref>thing</ref>.</p>"
        b"<p>Second.</p></content></subsection>"
        b"<subsection><num>(2)</num><content>"
        b"<p>x<authorialNote marker='3'><p>Foot</p></authorialNote> y</p></content>"
        b"</subsection></section></part></body></act></akomaNtoso>",
    )
    assert [(block.label, block.text) for block in document.blocks] == [
        ("", "PART 1"), ("", "General"), ("1.", "Scope"), ("1. (1)", "First thing."),
        ("", "Second."), ("1. (2)", "x y"),
    ]  # fmt: skip
    assert [(f.mark, f.text) for f in document.footnotes] == [("3", "Foot")]
    assert document.blocks[-1].references[0].offset == 1


def test_docbook_and_tei_are_read_in_reading_order() -> None:
    docbook = read_xml(
        PATH,
        "<article xmlns='http://docbook.org/ns/docbook' xml:lang='ru'><title>Доклад</title>"
        "<para>Текст<footnote><para>Сноска</para></footnote> дальше <emphasis>тут</emphasis>.</para>"
        "<itemizedlist><listitem><para>пункт</para></listitem>"
        "</itemizedlist><table><row><entry>а</entry><entry>б</entry></row></table></article>".encode(),
    )
    assert [block.text for block in docbook.blocks] == ["Доклад", "Текст дальше тут.", "пункт", "а | б"]
    tei = read_xml(
        PATH,
        "<TEI><teiHeader><t>h</t></teiHeader><text xml:lang='es'><body><head>Título</head>"
        "<p>Uno<note place='foot' n='1'>Nota</note> dos<lb/>tres</p></body></text></TEI>".encode(),
    )
    assert [block.text for block in tei.blocks] == ["Título", "Uno dos tres"]
    assert tei.language == "es"


def test_an_unknown_vocabulary_gives_its_leaves_and_keeps_running_text_together() -> None:
    document = read_xml(
        PATH, b"<doc><rec><foo>one two</foo><bar>three <baz>four</baz> five</bar></rec><x>y</x></doc>"
    )
    assert [block.text for block in document.blocks] == ["one two", "three four five", "y"]


@pytest.mark.parametrize(
    "source",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>',
        b"<a>" * 5000 + b"x" + b"</a>" * 5000,
    ],
)
def test_entities_and_deep_nesting_are_refused(source: bytes) -> None:
    with pytest.raises(UnsafeDocument):
        read_xml(PATH, source)


def test_malformed_xml_is_refused_with_its_line() -> None:
    with pytest.raises(ReadingError, match=r"act\.xml, line 3: the XML is not well-formed"):
        read_xml(PATH, b"<a>\n<b>\n</a>")


def test_the_character_entities_of_an_external_dtd_are_read_without_loading_it() -> None:
    document = read_xml(PATH, b"<!DOCTYPE a PUBLIC 'x' 'http://localhost/none.dtd'><a>&eacute;t&eacute;</a>")
    assert document.blocks[0].text == "été"


@pytest.mark.parametrize(("prefix", "language"), [("eng", "en"), ("fra", "fr")])
@pytest.mark.parametrize("name", ["U-2", "U-2.4", "SOR-2001-360"])
def test_every_text_of_a_canadian_instrument_is_a_block(
    shared_data: Path, name: str, prefix: str, language: str
) -> None:
    file = shared_data / "canada" / f"{prefix}_{name}.xml"
    document = read_xml(file, file.read_bytes())
    blocks = ["".join(block.text.split()) for block in document.blocks]
    with (shared_data / "canada" / f"gold_{name}.tsv").open(encoding="utf-8", newline="") as stream:
        gold = [
            "".join(row[language].split())
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    assert document.language == language
    assert [text for text in gold if text not in blocks] == []
    assert len(blocks) - len(gold) <= 4


@pytest.mark.parametrize(
    ("section", "text", "definitions"),
    [
        ("٢", "في هذا القانون:", ("الوزير: وزير العدل.", "الشخص: أي فرد.")),
        ("2", "在本法中：", ("部长：司法部长。", "人：任何个人。")),
        ("2", "In this Act,", ("Minister means the Minister of Justice.", "person means an individual.")),
        ("2", "Dans la présente loi :", ("ministre Le ministre de la Justice.", "personne Tout individu.")),
        ("2", "В настоящем Законе:", ("министр означает министра юстиции.", "лицо означает любое лицо.")),
        ("2", "En esta Ley:", ("ministro: el Ministro de Justicia.", "persona: todo individuo.")),
    ],
)
def test_further_texts_of_a_labelled_element_say_where_they_belong(
    section: str, text: str, definitions: tuple[str, str], tmp_path: Path
) -> None:
    inner = "".join(f"<Definition><Text>{each}</Text></Definition>" for each in definitions)
    path = tmp_path / "act.xml"
    path.write_text(
        f"<Statute><Body><Section><Label>{section}</Label><Text>{text}</Text>{inner}"
        "<Subsection><Label>(1)</Label><Text>One text.</Text><Text>Another text.</Text></Subsection>"
        "</Section></Body></Statute>",
        encoding="utf-8",
    )
    blocks = read_document(path, "en").blocks
    assert [(block.path, block.within) for block in blocks] == [
        ("P2", ""),
        ("", "P2"),
        ("", "P2"),
        ("P2/1", ""),
        ("", "P2/1"),
    ]
