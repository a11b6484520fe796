"""Tables of renderings: what is counted as one, what is counted as unsure, and examples that say where."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from tm.concordance import ConcordanceHit, CounterpartSpan
from tm.concordancing.occurrence_exports import rendering_rows_table
from tm.concordancing.rendering_tables import (
    RenderingExample,
    RenderingTable,
    rendering_key,
    rendering_tables,
)
from tm.marked_tables import write_html_table, write_xlsx_table
from tm.memory import Memory


def hit(
    number: int, counterpart: str | None, rendering: str | None = None, score: float = 0.9
) -> ConcordanceHit:
    counterparts = {} if counterpart is None else {"en": counterpart}
    spans = {}
    if counterpart is not None and rendering is not None:
        start = counterpart.index(rendering)
        spans = {"en": CounterpartSpan(start, start + len(rendering), score)}
    return ConcordanceHit(
        f"s:OP{number}", "fr", "les ", "fleuves", " ;", counterparts, "d.fr.txt", f"OP{number}", 2, 0.9, spans
    )


def test_forms_with_the_same_stems_are_one_rendering_shown_in_its_most_frequent_form() -> None:
    hits = [
        hit(1, "the Rivers;", "Rivers", 0.8),
        hit(2, "our streams;", "streams"),
        hit(3, "a river", "river", 0.9),
        hit(4, "rivers rise", "rivers", 1.0),
        hit(5, "rivers fall", "rivers", 0.7),
        hit(6, "nothing of it"),
        hit(7, None),
    ]
    (table,) = rendering_tables("fleuves", "fr", hits, ["en"], 2)
    assert (table.phrase, table.language, table.other_language) == ("fleuves", "fr", "en")
    assert (table.occurrences, table.unsure, table.missing) == (7, 1, 1)
    rivers, streams = table.renderings
    assert (rivers.text, rivers.count, rivers.share, rivers.score) == ("rivers", 4, 0.6667, 0.85)
    assert rivers.forms == (("rivers", 2), ("Rivers", 1), ("river", 1))
    assert (streams.text, streams.count) == ("streams", 1)
    assert [example.unit_id for example in rivers.examples] == ["s:OP1", "s:OP3"]
    assert rivers.examples[0] == RenderingExample(
        "s:OP1", "d.fr.txt", "OP1", 2, "les fleuves ;", (4, 11), "the Rivers;", (4, 10)
    )


def test_equal_counts_keep_the_order_of_the_memory_and_a_unit_is_one_example() -> None:
    hits = [
        hit(1, "streams", "streams"),
        hit(2, "brooks", "brooks"),
        hit(2, "brooks", "brooks"),
        hit(3, "streams", "streams"),
    ]
    (table,) = rendering_tables("fleuves", "fr", hits, ["en"], 5)
    assert [one.text for one in table.renderings] == ["streams", "brooks"]
    assert [[example.unit_id for example in one.examples] for one in table.renderings] == [
        ["s:OP1", "s:OP3"],
        ["s:OP2"],
    ]


def test_a_language_without_a_text_has_an_empty_table() -> None:
    (table,) = rendering_tables("fleuves", "fr", [hit(1, "rivers", "rivers")], ["ru"], 3)
    assert (table.renderings, table.occurrences, table.unsure, table.missing) == ((), 1, 0, 1)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Human rights", "the human right", "en"),
        ("droits de l’homme", "Droit de l'homme", "fr"),
        ("derechos humanos", "derecho humano", "es"),
        ("прав человека", "права человека", "ru"),
        ("المـساعدة التقنية", "بالمساعدة التقنية", "ar"),
        ("（人权", "人权", "zh"),
        ("1 000", "١٠٠٠", "fr"),
    ],
)
def test_what_counts_as_one_rendering(one: str, other: str, language: str) -> None:
    assert rendering_key(one, language) == rendering_key(other, language)


def test_other_words_and_other_figures_are_other_renderings() -> None:
    assert rendering_key("rivers", "en") != rendering_key("streams", "en")
    assert rendering_key("30 days", "en") != rendering_key("60 days", "en")
    assert rendering_key("of the", "en") != rendering_key("in a", "en")


def test_a_memory_counts_the_renderings_of_every_language(sample_memory: object) -> None:
    from tm.memory import open_memory

    memory: Memory = open_memory(str(sample_memory))
    tables = memory.renderings("terrorismo", language="es", show=["zh", "ar"], limit=5)
    assert [table.other_language for table in tables] == ["zh", "ar"]
    for table in tables:
        assert table.occurrences == 5
        assert sum(one.count for one in table.renderings) + table.unsure + table.missing == 5
    assert "恐怖主义" in {one.text for one in tables[0].renderings}


BRIDGES = {
    "ar": "جسور خشبية قديمة",
    "zh": "古老的木桥",
    "en": "old wooden bridges",
    "fr": "vieux ponts de bois",
    "ru": "старые деревянные мосты",
    "es": "viejos puentes de madera",
}


def bridges(language: str, other: str) -> list[RenderingTable]:
    text, counterpart = BRIDGES[language], BRIDGES[other]
    spans = {other: CounterpartSpan(0, 5, 0.9)}
    one = ConcordanceHit(
        "b:1", language, "", text[:5], text[5:], {other: counterpart}, "b.txt", "OP1", 1, 0.9, spans
    )
    unsure = replace(one, spans={})
    return rendering_tables(text[:5], language, [one, unsure], [other], 1)


@pytest.mark.parametrize("other", ["zh", "en", "fr", "ru", "es"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_page_of_renderings_gives_each_text_its_language_and_direction(other: str, turned: bool) -> None:
    tables = bridges(other, "ar") if turned else bridges("ar", other)
    out = io.BytesIO()
    assert write_html_table(rendering_rows_table(tables), out) == 2
    first, second = re.findall("<tr>(<td.*?)</tr>", out.getvalue().decode())
    lang = {"zh": "zh-Hans"}.get(other, other)
    ar, left = 'lang="ar" dir="rtl"', f'lang="{lang}" dir="ltr"'
    phrase, rendering = (left, ar) if turned else (ar, left)
    cells = re.findall("<td ?([^>]*)>", first)
    assert [cells[0], cells[3], cells[7], cells[8], cells[9]] == [
        phrase,
        rendering,
        rendering,
        phrase,
        rendering,
    ]
    assert cells[4] == cells[5] == ""
    assert re.findall("<td ?([^>]*)>", second)[:4] == [phrase, 'dir="auto"', 'dir="auto"', 'dir="auto"']


@pytest.mark.parametrize("other", ["zh", "en", "fr", "ru", "es"])
def test_a_workbook_of_renderings_reads_arabic_from_the_right_and_the_rest_not(other: str) -> None:
    out = io.BytesIO()
    assert write_xlsx_table(rendering_rows_table(bridges("ar", other)), out) == 2
    _, row, unsure = load_workbook(out).active.iter_rows()
    assert [row[place].alignment.readingOrder for place in (0, 3, 7, 8, 9)] == [2, 0, 0, 2, 0]
    assert [unsure[place].alignment.readingOrder for place in (0, 3)] == [2, 0]
    assert row[8].value == BRIDGES["ar"]
