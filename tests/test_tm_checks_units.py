"""Checks of units: each tells what it should and keeps silent where nothing is wrong; cases are data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tm.checks.catalogue import CHECKS, Severity
from tm.checks.checked_units import CheckedUnit, CheckedVariant
from tm.checks.checking import check_units, choose_checks
from tm.errors import QueryError

CASES = Path(__file__).resolve().parent / "cases" / "checks"
LANGUAGES = {"ar", "zh", "en", "fr", "ru", "es"}


def cases(name: str) -> list[tuple[str, ...]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [
        tuple(
            re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), cell)
            for cell in line.split("\t")
        )
        for line in lines
        if line and not line.startswith("#")
    ]


def unit(*texts: tuple[str, str], identifier: str = "u1") -> CheckedUnit:
    variants = tuple(CheckedVariant(language, text) for language, text in texts)
    return CheckedUnit(identifier, variants, source_language=texts[0][0])


def found(*units: CheckedUnit) -> list[str]:
    return [finding.check for finding in check_units(units)]


@pytest.mark.parametrize(("sign", "source", "text", "target", "other"), cases("figures.tsv"))
def test_figures_are_compared_by_value(sign: str, source: str, text: str, target: str, other: str) -> None:
    forward = found(unit((source, text), (target, other)))
    backward = found(unit((target, other), (source, text)))
    expected = sign == "differ"
    assert ("content.figures" in forward, "content.figures" in backward) == (expected, expected)


@pytest.mark.parametrize(("sign", "check", "source", "text", "target", "other"), cases("pairs.tsv"))
def test_a_check_of_a_pair(sign: str, check: str, source: str, text: str, target: str, other: str) -> None:
    assert (check in found(unit((source, text), (target, other)))) == (sign == "+")


@pytest.mark.parametrize(("sign", "check", "language", "text"), cases("texts.tsv"))
def test_a_check_of_a_text(sign: str, check: str, language: str, text: str) -> None:
    assert (check in found(unit((language, text)))) == (sign == "+")


def test_every_check_of_form_and_content_has_cases_of_both_signs_in_all_six_languages() -> None:
    wanted = {name for name in CHECKS if name.startswith("content.")} - {"content.figures"}
    for sign in "+-":
        covered: dict[str, set[str]] = {}
        for case in cases("pairs.tsv"):
            if case[0] == sign:
                covered.setdefault(case[1], set()).update((case[2], case[4]))
        assert {name: covered.get(name) for name in wanted} == dict.fromkeys(wanted, LANGUAGES)
        assert {case[1] for case in cases("texts.tsv") if case[0] == sign} == {
            name for name in CHECKS if name.startswith("form.")
        }


def test_the_message_of_a_figure_names_values_and_writings() -> None:
    (finding,) = check_units(
        [unit(("fr", "soixante-neuvième session"), ("zh", "第六十八届会议"))],
        choose_checks(["content.figures"]),
    )
    assert finding.message == "Only fr: 69 (“soixante-neuvième”); only zh: 68 (“六十八”)."
    assert finding.severity is Severity.WARNING
    assert finding.languages == ("fr", "zh")
    assert finding.texts == {"fr": "soixante-neuvième session", "zh": "第六十八届会议"}


def test_the_source_is_compared_with_each_other_language() -> None:
    texts = (("en", "14 roads"), ("fr", "15 routes"), ("ru", "14 дорог"), ("ar", "١٣ طريقا"))
    findings = list(check_units([unit(*texts)], choose_checks(["content.figures"])))
    assert [finding.languages for finding in findings] == [("en", "fr"), ("en", "ar")]


def test_a_pair_is_all_that_is_looked_at() -> None:
    texts = (("en-GB", "14 roads"), ("fr-FR", "15 routes"), ("ru", "16  дорог"))
    pair = choose_checks(pair=("fr", "en"))
    findings = list(check_units([unit(*texts)], pair))
    assert [(one.check, one.languages) for one in findings] == [("content.figures", ("fr-FR", "en-GB"))]


def test_a_language_beyond_the_six_gets_what_needs_no_language() -> None:
    findings = found(
        unit(("en-US", "The bridge is not closed, 14 days."), ("sv-SE", "Bron är  stängd 15 dagar."))
    )
    assert findings == ["form.stray-spaces", "content.figures"]


def test_the_key_holds_while_id_and_texts_do() -> None:
    def keys(identifier: str, other: str, extra: str = "мост") -> list[str]:
        made = unit(("en", "14 roads"), ("fr", other), ("ru", f"14 {extra}"), identifier=identifier)
        return [one.key for one in check_units([made], choose_checks(["content.figures"]))]

    assert keys("a", "15 routes") == keys("a", "15 routes", extra="дорог")
    assert len({*keys("a", "15 routes"), *keys("b", "15 routes"), *keys("a", "16 routes")}) == 3
    assert all(re.fullmatch("[0-9a-f]{16}", key) for key in keys("a", "15 routes"))


def test_only_and_skip_take_ids_and_first_parts() -> None:
    wrong = unit(("en", "14  roads."), ("fr", "15 routes"))
    assert {one.check for one in check_units([wrong])} == {
        "form.stray-spaces",
        "content.figures",
        "content.end-punctuation",
    }
    assert [one.check for one in check_units([wrong], choose_checks(["content"], ["content.figures"]))] == [
        "content.end-punctuation"
    ]


def test_an_unknown_check_is_refused_with_the_known_ones() -> None:
    with pytest.raises(QueryError, match=r"no check content\.figure\. Known are: tmx\.not-well-formed"):
        choose_checks(["content.figure"])


def test_hostile_text_raises_nothing() -> None:
    texts = [
        "\ud800",
        "\u202e" * 50,
        "(" * 3000,
        "1" * 3000,
        "九" * 3000,
        "I" * 500,
        "=cmd()",
        "</script>",
        "a)" * 900,
    ]
    for text in texts:
        for code in sorted(LANGUAGES):
            list(check_units([unit((code, text), ("en" if code != "en" else "fr", text[::-1]))]))
