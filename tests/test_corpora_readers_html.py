"""Web pages: the document's own text in reading order, everything of the site left out with its reason."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest

from corpora.documents import RawDocument, RawKind
from corpora.errors import ReadingError, UnsafeDocument
from corpora.readers.html import read_html

PATH = Path("page.html")
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh-Hans")


def read(body: str, *, head: str = "", attributes: str = "") -> RawDocument:
    return read_html(
        PATH, f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>".encode()
    )


def texts(document: RawDocument) -> list[str]:
    return [block.text for block in document.blocks]


def labels(document: RawDocument) -> list[tuple[str, int, str]]:
    return [(block.label, block.level, block.text) for block in document.blocks]


@pytest.mark.parametrize(
    ("language", "tag", "heading", "text"),
    [
        ("ar", "ar", "المادة ٣", "لكل فرد حق في الحياة والحرية."),
        ("zh", "zh-CN", "第三条", "人人有权享有生命、自由和人身安全。"),
        ("en", "en-GB", "Article 3", "Everyone has the right to life."),
        ("fr", "fr-FR", "Article 3", "Tout individu a droit à la vie\u00a0; c’est dit."),
        ("ru", "ru", "Статья 3", "Каждый человек имеет право на жизнь."),
        ("es", "es-419", "Artículo 3", "Todo individuo tiene derecho a la vida."),
    ],
)
def test_a_page_without_charset_is_read_in_six_languages(
    language: str, tag: str, heading: str, text: str
) -> None:
    page = f'<html lang="{tag}"><title>T</title><h1>{heading}</h1><h2>{heading}</h2><p>{text}</p></html>'
    document = read_html(PATH, page.encode())
    assert document.language == language
    assert document.title == "T"
    assert [(b.kind, b.level, b.text) for b in document.blocks] == [
        (RawKind.TITLE, 1, heading), (RawKind.HEADING, 2, heading), (RawKind.PARAGRAPH, 0, text)
    ]  # fmt: skip
    source = page
    assert [source[b.place.start : b.place.end] for b in document.blocks] == [heading, heading, text]


def test_the_header_of_an_article_stays_and_the_banner_of_the_site_goes() -> None:
    document = read(
        '<header role="banner"><h1>Site</h1></header><div class="site-header">Search</div>'
        "<article><header><h2>Preamble</h2><p>Whereas all agree,</p></header><p>Now therefore:</p></article>"
        '<footer class="site-footer">Contact</footer>'
    )
    assert texts(document) == ["Preamble", "Whereas all agree,", "Now therefore:"]
    assert [(r.text, r.reason) for r in document.removed] == [
        ("Site", "site header"), ("Search", "site header"), ("Contact", "site footer")
    ]  # fmt: skip


def test_menus_controls_and_hidden_text_are_removed_with_their_reasons() -> None:
    document = read(
        "<nav>Home</nav><div id='language-selector'>English</div><select><option>a</option></select>"
        "<p style='display: none'>secret</p><p>kept <span class='sr-only'>for readers</span>text</p>"
        "<ul><li><a href=a>One</a></li><li><a href=b>Two</a></li><li><a href=c>Three</a></li></ul>"
        "<script>x()</script>"
    )
    assert texts(document) == ["kept text"]
    assert [r.reason for r in document.removed] == [
        "navigation", "language selector", "form control", "hidden", "hidden", "link list"
    ]  # fmt: skip


def test_skip_links_share_bars_and_a_footer_that_claims_rights_are_no_text() -> None:
    document = read(
        '<a class="skip" href="#m">Skip to main content</a><main id="m"><p>The text of the page is here.</p>'
        '<p class="skipped-years">It skips no years.</p><div class="social-share">Share <a href=#>X</a></div>'
        "</main><footer><p>© 2019 United Nations | Terms of use</p></footer>"
    )
    assert texts(document) == ["The text of the page is here.", "It skips no years."]
    assert [r.reason for r in document.removed] == ["navigation", "share links", "site footer"]


def test_a_footer_with_text_of_the_document_stays() -> None:
    document = read("<p>The text of the page is here.</p><footer><p>Adopted on 2 May 2019.</p></footer>")
    assert texts(document) == ["The text of the page is here.", "Adopted on 2 May 2019."]


def test_a_class_of_the_body_or_a_name_from_a_heading_removes_nothing() -> None:
    document = read(
        '<div class="no-sidebar"><div id="economic-and-social-council"><p>One.</p></div>'
        '<div id="freedom-of-navigation-on-the-high-seas"><p>Two.</p></div></div>'
    )
    assert texts(document) == ["One.", "Two."]


def test_what_holds_most_of_the_text_is_kept_whatever_it_is_called() -> None:
    assert texts(read('<div class="menu"><p>The whole document stands in here.</p></div><p>x</p>')) == [
        "The whole document stands in here.", "x"
    ]  # fmt: skip


def test_text_around_nested_lists_makes_blocks_of_its_own() -> None:
    document = read(
        "<ol type=a><li>before<ol type=i><li>first</li><li>second<p>more</p></li></ol>after</li>"
        "<li><p>next</p></li></ol>"
    )
    assert labels(document) == [
        ("a.", 1, "before"), ("i.", 2, "first"), ("ii.", 2, "second"), ("", 2, "more"),
        ("", 1, "after"), ("b.", 1, "next"),
    ]  # fmt: skip
    assert [b.kind for b in document.blocks][3:5] == [RawKind.PARAGRAPH, RawKind.PARAGRAPH]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("", ["1.", "2."]),
        ("start=3 type=A", ["C.", "D."]),
        ("reversed", ["2.", "1."]),
        ("type=I", ["I.", "II."]),
        ('class="lower-arabic arabic"', ["أ.", "ب."]),
        ('type="a" class="lower-arabic"', ["أ.", "ب."]),
        ('class="arabic-indic" start="9"', ["٩.", "١٠."]),
        ('style="list-style-type: cjk-ideographic" start="10"', ["十、", "十一、"]),
        ('style="list-style: none"', ["", ""]),
        ('style="list-style-type: lower-russian"', ["а.", "б."]),
    ],
)
def test_labels_of_lists_are_those_that_a_browser_shows(attributes: str, expected: list[str]) -> None:
    document = read(f"<ol {attributes}><li>x</li><li>y</li></ol>")
    assert [block.label for block in document.blocks] == expected


def test_a_value_sets_the_number_and_an_item_without_text_passes_its_label_on() -> None:
    document = read(
        "<ol><li>a</li><li value=7>b</li><li><ol type=a><li>c</li></ol></li></ol><ul><li>d</li></ul>"
    )
    assert labels(document) == [("1.", 1, "a"), ("7.", 1, "b"), ("8. a.", 2, "c"), ("", 1, "d")]


def test_two_breaks_end_a_paragraph_and_one_is_a_space() -> None:
    assert texts(read("<p>one<br>two<br> <br>three</p>")) == ["one two", "three"]


def test_a_table_of_data_gives_rows_and_a_table_for_layout_its_content() -> None:
    data = read(
        "<table><tr><th>Year<th>Sum</tr><tr><td><p>2013</p><td>4</tr><tr><td>(a)<td>Item</tr></table>"
    )
    assert [(b.kind, b.label, b.text) for b in data.blocks] == [
        (RawKind.TABLE_ROW, "", "Year | Sum"), (RawKind.TABLE_ROW, "", "2013 | 4"),
        (RawKind.LIST_ITEM, "(a)", "Item"),
    ]  # fmt: skip
    layout = read("<table><tr><td><h2>Left</h2><p>a</p><p>b</p></td><td>right</td></tr></table>")
    assert texts(layout) == ["Left", "a", "b", "right"]


def test_linked_footnotes_leave_the_text_and_keep_their_places() -> None:
    document = read(
        '<p>Nations Unies<sup><a href="#fn1" id="r1">1</a></sup>, puis'
        '<a class="footnote-ref" href="#fn2"><sup>2</sup></a>.</p>'
        '<p>Encore<sup>[<a href="#fn1">1</a>]</sup> et <a href="#s1">2(a)</a>.</p><p id="s1">cible</p>'
        '<div class="footnotes"><h2>Notes</h2><ol><li id="fn1"><p>Première. <a href="#r1">↩</a></p></li>'
        '<li id="fn2">Deuxième <i>note</i>.</li></ol></div>'
    )
    assert texts(document) == ["Nations Unies, puis.", "Encore et 2(a).", "cible"]
    assert [(f.mark, f.text) for f in document.footnotes] == [("1", "Première."), ("2", "Deuxième note.")]
    assert [[(r.mark, r.offset, r.footnote) for r in b.references] for b in document.blocks] == [
        [("1", 13, 0), ("2", 19, 1)], [("1", 6, 0)], []
    ]  # fmt: skip


@pytest.mark.parametrize(("mark", "written"), [("(١)", "(١)"), ("1", "[1]"), ("1", "1")])
def test_notes_at_the_end_that_only_begin_with_their_mark_are_footnotes(mark: str, written: str) -> None:
    document = read(
        f"<p>The Council<sup>{mark}</sup> met.</p><p>(a) It ended.</p><hr><p>{written} See page 3.</p>"
    )
    assert texts(document) == ["The Council met.", "(a) It ended."]
    assert [note.text for note in document.footnotes] == ["See page 3."]
    assert [r.footnote for r in document.blocks[0].references] == [0]


def test_numbered_paragraphs_at_the_end_are_no_footnotes() -> None:
    document = read("<p>The Council<sup>1</sup> met.</p><p>1. It decides.</p><p>2. It ends.</p>")
    assert texts(document) == ["The Council met.", "1. It decides.", "2. It ends."]


def test_raised_figures_are_marks_or_exponents_by_what_stands_before() -> None:
    document = read(
        "<p>25 km<sup>2</sup>, le 1<sup>er</sup> mai, Unies<sup>3</sup>.</p><p><sup>3</sup> Voir ici.</p>"
    )
    assert texts(document) == ["25 km², le 1er mai, Unies."]
    assert document.blocks[0].references[0].footnote == 0
    assert document.footnotes[0].text == "Voir ici."


def test_direction_marks_written_as_entities_are_removed_and_counted() -> None:
    document = read("<p>A&rlm;/RES&#x200e;/68</p>")
    assert texts(document) == ["A/RES/68"]
    assert [note.message for note in document.notes] == ["2 direction marks taken out of the text"]


def test_blocks_in_another_language_are_noted() -> None:
    document = read('<p>Bonjour à tous.</p><p lang="en">Hello.</p>', attributes='lang="fr"')
    assert [note.message for note in document.notes] == ["1 element marked as en in a document marked as fr"]


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_deep_nesting_is_refused_and_never_crashes(depth: int) -> None:
    with pytest.raises(UnsafeDocument, match="nesting"):
        read("<div>" * depth + "deep" + "</div>" * depth)


def test_entity_declarations_are_refused_before_parsing() -> None:
    with pytest.raises(UnsafeDocument, match="declares entities"):
        read_html(PATH, b'<!DOCTYPE html [<!ENTITY a "b">]><html><p>&a;</p></html>')


@pytest.mark.parametrize("body", ["", "<script>document.write('x')</script>", "<nav>Home</nav>"])
def test_a_page_without_text_of_its_own_is_refused(body: str) -> None:
    with pytest.raises(ReadingError, match="no text of its own"):
        read(body)


@pytest.mark.parametrize(
    ("name", "language"),
    [("arb", "ar"), ("cmn_hans", "zh"), ("eng", "en"), ("fra", "fr"), ("rus", "ru"), ("spa", "es")],
)
def test_the_declaration_of_human_rights_gives_its_units(shared_data: Path, name: str, language: str) -> None:
    page = shared_data / "udhr" / f"{name}.html"
    document = read_html(page, page.read_bytes())
    units = (shared_data / "udhr" / "units" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    assert document.language == language
    assert [" ".join(text.split()) for text in texts(document)] == [" ".join(unit.split()) for unit in units]
    assert document.blocks[0].kind is RawKind.TITLE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["by_4.0", "by-nc-sa_4.0"])
def test_every_clause_of_a_licence_is_a_block(shared_data: Path, name: str, language: str) -> None:
    page = shared_data / "cc_legalcode" / f"{name}_{language}.html"
    document = read_html(page, page.read_bytes())
    blocks = [_bare(block.text) for block in document.blocks]
    with (shared_data / "cc_legalcode" / f"gold_{name}.tsv").open(encoding="utf-8", newline="") as stream:
        gold = [
            _bare(row[language]) for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    found = [text for text in gold if any(text.startswith(block) for block in blocks if block)]
    assert document.language == language[:2]
    assert len(found) == len(gold)
    assert sum(text in blocks for text in gold) >= len(gold) - 1
    assert {removed.reason for removed in document.removed} >= {
        "site header",
        "language selector",
        "link list",
    }
    assert not any("creativecommons.org/about" in block for block in blocks)


def _bare(text: str) -> str:
    """The text without white space: the gold sets spaces around inline elements."""
    invisible = dict.fromkeys((0xAD, 0x200E, 0x200F))
    return "".join(unicodedata.normalize("NFC", text).translate(invisible).split())
