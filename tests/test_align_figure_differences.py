"""Which figures differ by value, and which only look so."""

from __future__ import annotations

import pytest

from align.figure_differences import differing_figures, read_figures
from corpora.documents import Block, BlockKind, Place


def compare(*texts: tuple[str, str]) -> list[tuple[str, list[str], list[str]]]:
    """(language, values it lacks, values only it has) of versions that differ; the first is the pivot."""
    versions = {
        language: read_figures([Block(BlockKind.PARAGRAPH, text, Place(0, 0))], language)
        for language, text in texts
    }
    found = differing_figures(versions, texts[0][0])
    return [(f.language, [v.value for v in f.lacks], [v.value for v in f.has]) for f in found]


@pytest.mark.parametrize(
    ("french", "language", "other"),
    [
        ("enfants de moins de 5 ans", "ru", "детей в возрасте до пяти лет"),
        ("enfants de moins de 5 ans", "ar", "الأطفال دون سن الخامسـة"),
        ("5 ans", "zh", "五岁"),
        ("dans les soixante jours", "en", "within 60 days"),
        ("dans les 60 jours", "es", "dentro de los sesenta días"),
        ("les deux Chambres", "zh", "2个议院"),
        ("2 États", "ar", "دولتان اثنتان"),
        ("contre une voix", "en", "against 1 vote"),
        ("paragraphe (3)", "en", "that paragraph"),
        ("article V", "ar", "المادة ٥"),
        ("article V", "zh", "第五条"),
        ("le 19 décembre 2011", "ar", "في ١٩ كانون الأول/ديسمبر ٢٠١١"),
        ("le 19 décembre 2011", "zh", "2011年12月19日"),
        ("1 250 000 habitants", "es", "1,25 millones de habitantes"),
        ("70 pour 100 000 naissances", "en", "70 per 100,000 live births"),
        ("95,5 %", "ar", "٩٥٫٥ في المائة"),
        ("résolution 2200 A (XXI)", "ar", "القرار ٢٢٠٠ ألف (د-٢١)"),
        ("la résolution 68/187", "en", "resolution A/RES/68/187"),
        ("sans l’accord de tiers", "zh", "未经第三方同意"),
        ("68/187. Assistance technique", "zh", "技术援助"),
        ("3. Décide", "ru", "постановляет"),
    ],
)
def test_equal_values_in_any_writing_do_not_differ(french: str, language: str, other: str) -> None:
    assert compare(("fr", french), (language, other)) == []


@pytest.mark.parametrize(
    ("french", "language", "other", "lacks", "has"),
    [
        ("en 2030", "ar", "في عام ٢٠٢٠", ["2030"], ["2020"]),
        ("en 2030", "ar", "في المستقبل", ["2030"], []),
        ("15 %", "zh", "百分之十六", ["15"], ["16"]),
        ("selon l’article 3", "zh", "根据第五条", ["3"], ["5"]),
        ("le 4 décembre 2000", "ru", "5 декабря 2000 года", ["2000-12-04"], ["2000-12-05"]),
        ("le 4 décembre 2000", "es", "4 de noviembre de 2000", ["2000-12-04"], ["2000-11-04"]),
        ("résolution 66/171", "en", "resolution 66/172", ["66/171"], ["66/172"]),
        ("1,25 million", "en", "1.35 million", ["1250000"], ["1350000"]),
        ("trois États", "en", "12 States", [], ["12"]),
    ],
)
def test_other_values_differ(
    french: str, language: str, other: str, lacks: list[str], has: list[str]
) -> None:
    assert compare(("fr", french), (language, other)) == [(language, lacks, has)]


def test_the_majority_is_the_measure_and_the_pivot_can_be_wrong() -> None:
    assert compare(("fr", "15 États"), ("en", "16 States"), ("ru", "16 государств")) == [
        ("fr", ["16"], ["15"])
    ]


def test_two_versions_that_differ_each_in_its_way_do_not_make_the_others_wrong() -> None:
    found = compare(("fr", "en 2008"), ("en", "in 2002"), ("es", "en 2102"), ("zh", "2002年"))
    assert [(language, has) for language, _, has in found] == [("fr", ["2008"]), ("es", ["2102"])]


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("en", "sections 3, 5 and 5", "sections 3, 3 and 5"),
        ("ru", "статей 3, 5 и 5", "статей 3, 3 и 5"),
        ("ar", "المواد ٣ و ٥ و ٥", "المواد ٣ و ٣ و ٥"),
        ("zh", "第3、5和5条", "第3、3和5条"),
    ],
)
def test_a_value_in_the_place_of_another_that_both_have_is_found(
    language: str, right: str, wrong: str
) -> None:
    french = ("fr", "les articles 3, 5 et 5")
    assert compare(french, (language, right)) == []
    assert compare(french, (language, wrong)) == [(language, ["5"], ["3"])]
