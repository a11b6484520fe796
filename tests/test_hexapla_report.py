"""The report: what a reader finds in it, and that hostile texts stay texts."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from lxml import html

from align.beads import AlignedSet, Row
from corpora.documents import Block, BlockKind, Document, Place, ReaderNote, Removed
from hexapla.html_text import text
from hexapla.report import Finding, render_report
from hexapla.report_rows import band
from hexapla.report_sets import ReportSet, from_json, report_set, to_json

HOSTILE = (
    "<script>alert('x')</script> & \"q\" \u202eevil\u2066 \x00\x1b[31m \ud800 ]]> </td></table> javascript:x"
)


@pytest.fixture
def rivers(tm_sets: ModuleType) -> ReportSet:
    return report_set(tm_sets.rivers())


def page_of(*sets: ReportSet, **settings: object) -> html.HtmlElement:
    return html.document_fromstring(render_report(sets, **settings).encode())  # type: ignore[arg-type]


def hostile_set() -> AlignedSet:
    def document(language: str) -> Document:
        return Document(
            path=Path("a<b>.txt"),
            sha256="0" * 64,
            language=language,
            symbol=None,
            blocks=(Block(BlockKind.PARAGRAPH, HOSTILE, Place(0, 1), label="<i>1."),),
            removed=(Removed(HOSTILE, "link", Place(0, 1)),),
            notes=(ReaderNote("warning", HOSTILE),),
        )

    rows = (
        Row(
            {"ar": (0, 1), "en": (0, 1)},
            0.2,
            flags=("moved",),
            probabilities={"ar": 0.2},
            rules={"ar": "label"},
        ),
    )
    return AlignedSet(
        name=HOSTILE, pivot="en", documents={"ar": document("ar"), "en": document("en")}, rows=rows
    )


def test_the_columns_are_the_languages_with_the_pivot_first(rivers: ReportSet) -> None:
    heads = page_of(rivers).xpath("//table[@class='rows'][1]/thead//th")
    assert [head.text_content() for head in heads[:7]] == [
        "Row", "French", "English", "Spanish", "Russian", "Chinese", "Arabic",
    ]  # fmt: skip


def test_each_text_stands_under_its_language_with_its_direction(rivers: ReportSet) -> None:
    row = page_of(rivers).get_element_by_id("set1-row4")
    cells = {cell.get("lang"): cell for cell in row.xpath("td") if cell.get("lang")}
    assert set(cells) == {"en"}
    row = page_of(rivers).get_element_by_id("set1-row3")
    cells = {cell.get("lang"): cell for cell in row.xpath("td")}
    assert list(cells) == ["fr", "en", "es", "ru", "zh-Hans", "ar"]
    assert {code: cell.get("dir") for code, cell in cells.items()} == {
        "fr": "ltr", "en": "ltr", "es": "ltr", "ru": "ltr", "zh-Hans": "ltr", "ar": "rtl",
    }  # fmt: skip
    assert "تهيب بالدول أن تخفض تصريف المياه المستعملة" in cells["ar"].text_content()
    assert "1." in cells["zh-Hans"].text_content()


def test_probability_is_a_number_and_a_word_beside_its_colour(rivers: ReportSet) -> None:
    row = page_of(rivers).get_element_by_id("set1-row3")
    tag = row.xpath("th//span[contains(@class, 'tag')]")[0]
    assert (tag.text_content(), tag.get("class")) == ("0.910 likely", "tag likely")


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (1.0, "sure"),
        (0.95, "sure"),
        (0.949, "likely"),
        (0.8, "likely"),
        (0.5, "doubtful"),
        (0.499, "poor"),
        (0.0, "poor"),
    ],
)
def test_bands(probability: float, word: str) -> None:
    assert band(probability) == word


def test_coverage_counts_paragraphs_with_a_counterpart_and_is_rounded_down(rivers: ReportSet) -> None:
    lines = [row.text_content() for row in page_of(rivers).xpath("//section[@id='set1']//table[1]/tbody/tr")]
    english = next(line for line in lines if line.startswith("English"))
    # Eight of nine: the ninth, a statement that only English has, stands alone.
    assert "88 % (8 of 9 paragraphs)" in english
    assert "100 % (8 of 8 paragraphs)" in next(line for line in lines if line.startswith("French (pivot)"))


def test_a_paragraph_without_a_counterpart_is_listed_as_a_link_to_it(rivers: ReportSet) -> None:
    page = page_of(rivers)
    items = page.xpath("//h3[starts-with(., 'Gaps')]/following-sibling::ul[1]/li")
    assert [item.text_content() for item in items] == ["only in English: en!PAR1"]
    assert items[0].xpath("a/@href") == ["#set1-row4"]


def test_a_paragraph_that_a_language_lacks_is_listed_under_that_language(tm_sets: ModuleType) -> None:
    texts = [{"fr": "un", "en": "one", "ru": "один"}, {"fr": "deux", "ru": "два"}]
    page = page_of(report_set(tm_sets.simple_set("a", texts)))
    items = page.xpath("//h3[starts-with(., 'Gaps')]/following-sibling::ul[1]/li")
    assert [item.text_content() for item in items] == ["missing in English: OP2"]


def test_how_a_row_came_about_casts_no_doubt_on_it(tm_sets: ModuleType) -> None:
    aligned = tm_sets.simple_set("a", [{"fr": f"texte {k}", "en": f"text {k}"} for k in range(3)])
    flags = (("no pivot",), ("merged beads",), ("disagreement",))
    rows = tuple(
        replace(row, probability=0.99, flags=flag) for row, flag in zip(aligned.rows, flags, strict=True)
    )
    page = page_of(report_set(replace(aligned, rows=rows)))
    places = page.xpath("//h2[starts-with(., 'Most doubtful')]/following-sibling::ol/li/a/@href")
    assert places == ["#set1-row3"]


def test_every_link_leads_to_a_place_on_the_page(rivers: ReportSet, tm_sets: ModuleType) -> None:
    other = report_set(tm_sets.simple_set("b", [{"fr": "un", "en": "one"}, {"fr": "deux"}]))
    page = page_of(rivers, other)
    targets = {link.get("href") for link in page.xpath("//a")}
    assert targets
    assert targets <= {f"#{identifier}" for identifier in page.xpath("//@id")}


def test_the_most_doubtful_places_come_first_the_lowest_probability_on_top(tm_sets: ModuleType) -> None:
    texts = [{"fr": f"texte {k}", "en": f"text {k}"} for k in range(4)]
    aligned = tm_sets.simple_set("a", texts)
    rows = tuple(
        replace(row, probability=probability)
        for row, probability in zip(aligned.rows, (0.8, 0.95, 0.2, 0.89), strict=True)
    )
    page = page_of(report_set(replace(aligned, rows=rows)))
    places = [
        item.text_content()
        for item in page.xpath("//h2[starts-with(., 'Most doubtful')]/following-sibling::ol/li")
    ]
    assert [re.split(r"\s+", place)[0] for place in places] == ["0.200", "0.800", "0.890"]


def test_inputs_left_out_are_listed_with_their_reason_errors_first() -> None:
    left_out = [Finding("warning", "b.pdf", "no text layer"), Finding("error", "a.docx", "not a ZIP")]
    items = [
        item.text_content()
        for item in page_of(left_out=left_out).xpath("//h2[.='Left out of the memory: 2']/..//li")
    ]
    assert items == ["error a.docx: not a ZIP", "warning b.pdf: no text layer"]


def test_what_was_taken_out_is_counted_and_shown() -> None:
    page = page_of(report_set(hostile_set()))
    assert [item.text_content() for item in page.xpath("//details/summary")] == ["en: link 1", "ar: link 1"]


def test_hostile_texts_stay_texts() -> None:
    source = render_report(
        [report_set(hostile_set())], title=HOSTILE, left_out=[Finding("error", HOSTILE, HOSTILE)]
    )
    source.encode("utf-8")
    assert "<script" not in source
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", source)
    page = html.document_fromstring(source.encode())
    assert page.xpath("//script | //@onclick | //@src | //iframe | //link") == []
    shown = [cell.text_content() for cell in page.xpath("//td[@lang='en' or @lang='ar']/p")]
    assert (
        shown == [f"<i>1.{HOSTILE}".translate(dict.fromkeys([0x202E, 0x2066, 0, 0x1B, 0xD800], "\ufffd"))] * 2
    )


def test_the_page_needs_neither_network_nor_script(rivers: ReportSet) -> None:
    source = render_report([rivers])
    assert "default-src 'none'" in source
    assert re.findall(r"(?:src|href)=\"(?!#)|url\(|@import|https?:", source) == []


def test_beyond_its_room_the_page_shows_doubtful_rows_only_and_says_so(tm_sets: ModuleType) -> None:
    texts = [{"fr": f"texte {k}", "en": f"text {k}"} for k in range(40)]
    aligned = tm_sets.simple_set("a", texts)
    rows = tuple(replace(row, probability=0.4 if k == 7 else 0.99) for k, row in enumerate(aligned.rows))
    page = page_of(report_set(replace(aligned, rows=rows)), rows_on_page=39)
    assert [row.get("id") for row in page.xpath("//table[@class='rows']/tbody/tr")] == ["set1-row8"]
    assert "39 of 40 rows are not shown" in page.text_content()


def test_a_set_in_one_language_says_that_it_makes_no_unit(tm_sets: ModuleType) -> None:
    page = page_of(report_set(tm_sets.simple_set("a", [{"fr": "un"}, {"fr": "deux"}])))
    assert "one language only" in page.text_content()
    assert "no counterpart" not in page.text_content()


def test_what_is_kept_of_a_set_comes_back_equal(rivers: ReportSet) -> None:
    assert from_json(to_json(rivers)) == rivers
    with pytest.raises(ValueError, match="not what was kept"):
        from_json('{"name": "a"}')


def test_the_same_sets_give_the_same_page(rivers: ReportSet) -> None:
    assert render_report([rivers], title="a") == render_report([from_json(to_json(rivers))], title="a")


def test_text_escapes_and_replaces() -> None:
    assert (
        text("<a href=\"x\">'&'</a>\x00") == "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;&#x27;&lt;/a&gt;\ufffd"
    )
