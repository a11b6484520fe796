"""Figures are compared by value across scripts, separators and scales."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.figures import FigureKind, figure_values, find_figures


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("1 000 000 et 1,25", "fr", ["1000000", "1.25"]),
        ("1\u202f000\u202f000 et 1,25", "fr", ["1000000", "1.25"]),
        ("1,000,000 and 1.25", "en", ["1000000", "1.25"]),
        ("1.000.000 y 1,25", "es", ["1000000", "1.25"]),
        ("1 000 000 и 1,25", "ru", ["1000000", "1.25"]),
        ("١٬٠٠٠٬٠٠٠ و ١٫٢٥", "ar", ["1000000", "1.25"]),
        ("1 000 000和1.25", "zh", ["1000000", "1.25"]),
        ("12,345.60", "en", ["12345.6"]),
        ("12.345,60", "es", ["12345.6"]),
        ("2,5 millions", "fr", ["2500000"]),
        ("2.5 million", "en", ["2500000"]),
        ("2,5 millones", "es", ["2500000"]),
        ("2,5 млн", "ru", ["2500000"]),
        ("2.5 مليون", "ar", ["2500000"]),
        ("250万", "zh", ["2500000"]),
        ("20 mil millones", "es", ["20000000000"]),
        ("20 billion", "en", ["20000000000"]),
        ("20 milliards", "fr", ["20000000000"]),
        ("200亿", "zh", ["20000000000"]),
        ("19", "en", ["19"]),
        ("١٩", "ar", ["19"]),
        ("十九", "zh", ["19"]),
        ("第三条，第八十一次，二〇三〇年", "zh", ["3", "81", "2030"]),
        ("一切人，十分，千万，万一，三分之二", "zh", []),
        ("2013年5月", "zh", ["2013"]),
        ("chapter VII and article II", "en", ["7", "2"]),
        ("COVID-19", "en", ["19"]),
        ("Unies1", "fr", []),
        ("2.1.3", "en", ["2.1.3"]),
        ("19 décembre 2011", "fr", ["2011-12-19"]),
        ("A/RES/68/187 du 18 décembre 2013", "fr", ["A/RES/68/187", "2013-12-18"]),
        ("", "fr", []),
    ],
)
def test_figures_have_one_canonical_value(text: str, language: str, values: list[str]) -> None:
    assert [figure.value for figure in find_figures(text, language)] == values


@pytest.mark.parametrize(
    ("text", "language", "value", "kind"),
    [
        ("50 %", "fr", "50", FigureKind.PERCENT),
        ("50 per cent", "en", "50", FigureKind.PERCENT),
        ("50 pour cent", "fr", "50", FigureKind.PERCENT),
        ("50 por ciento", "es", "50", FigureKind.PERCENT),
        ("50 процентов", "ru", "50", FigureKind.PERCENT),
        ("٥٠ في المائة", "ar", "50", FigureKind.PERCENT),
        ("٥٠٪", "ar", "50", FigureKind.PERCENT),
        ("百分之五十", "zh", "50", FigureKind.PERCENT),
        ("50％", "zh", "50", FigureKind.PERCENT),
        ("la 70e séance", "fr", "70", FigureKind.ORDINAL),
        ("the 81st meeting", "en", "81", FigureKind.ORDINAL),
        ("на 81-м заседании", "ru", "81", FigureKind.ORDINAL),
        ("la 81ª sesión", "es", "81", FigureKind.ORDINAL),
        ("第81次", "zh", "81", FigureKind.ORDINAL),
        ("by 2030", "en", "2030", FigureKind.YEAR),
        ("66/171", "en", "66/171", FigureKind.SYMBOL),
        ("19 декабря 2011 года", "ru", "2011-12-19", FigureKind.DATE),
        ("15 pays", "fr", "15", FigureKind.NUMBER),
    ],
)
def test_a_figure_says_what_it_counts_as(text: str, language: str, value: str, kind: FigureKind) -> None:
    assert [(figure.value, figure.kind) for figure in find_figures(text, language)] == [(value, kind)]


def test_one_sentence_has_the_same_values_in_six_languages() -> None:
    sentences = {
        "fr": "Le 19 décembre 2011, 1 250 délégués ont adopté la résolution 66/171 par 95,5 % des voix.",
        "en": "On 19 December 2011, 1,250 delegates adopted resolution 66/171 by 95.5 per cent of the votes.",
        "es": "El 19 de diciembre de 2011, 1.250 delegados aprobaron la resolución 66/171 con el 95,5 %.",
        "ru": "19 декабря 2011 года 1250 делегатов приняли резолюцию 66/171, 95,5 процента.",
        "ar": "في ١٩ كانون الأول/ديسمبر ٢٠١١ اعتمد ١٬٢٥٠ مندوبا القرار ٦٦/١٧١، ٩٥٫٥ في المائة.",
        "zh": "2011年12月19日，1 250名代表以百分之95.5的票数通过了第66/171号决议。",
    }
    expected = Counter({"2011-12-19": 1, "1250": 1, "66/171": 1, "95.5": 1})
    for language, text in sentences.items():
        assert (language, figure_values(text, language)) == (language, expected)


@given(text=st.text(max_size=80), language=st.sampled_from(["ar", "zh", "en", "fr", "ru", "es"]))
def test_figures_never_overlap_and_stay_inside_the_text(text: str, language: str) -> None:
    end = 0
    for figure in find_figures(text, language):
        assert end <= figure.start < figure.end <= len(text)
        end = figure.end


@given(value=st.integers(min_value=1, max_value=999_999_999))
def test_separators_do_not_change_a_value(value: int) -> None:
    grouped = f"{value:,}"
    arabic = grouped.translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))
    written = {"en": grouped, "es": grouped.replace(",", "."), "ru": grouped.replace(",", " "), "ar": arabic}
    for language, text in written.items():
        assert (language, list(figure_values(text, language))) == (language, [str(value)])


@pytest.mark.parametrize("unit", ["1", "1,000", "1 000", "1.1", "一十", "十", "I", "٥", "50 per "])
def test_a_long_hostile_text_is_searched_at_once(unit: str) -> None:
    start = time.perf_counter()
    for language in ("ar", "zh", "fr"):
        find_figures(unit * (100_000 // len(unit)), language)
    assert time.perf_counter() - start < 3.0
