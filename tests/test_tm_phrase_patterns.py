"""Phrases with wildcards, in six languages; no phrase is slow."""

from __future__ import annotations

import time

import pytest

from tm.concordancing.phrase_patterns import MOST_WILDCARDS, compile_phrase, occurrence_spans, occurrences
from tm.errors import QueryError


def found(phrase: str, text: str) -> list[str]:
    return [match for _, match, _ in occurrences(compile_phrase(phrase), text)]


@pytest.mark.parametrize(
    ("phrase", "text", "matches"),
    [
        # At the end, at the beginning, inside.
        ("fleuv*", "le fleuve, les fleuves, affleuve", ["fleuve", "fleuves"]),
        ("*isation", "l'organisation des civilisations, isation", ["organisation", "isation"]),
        ("t*isme", "terrorisme, tourismes, tisme, tabac", ["terrorisme", "tisme"]),
        ("b*r*s", "barrages brisés bars brs barre", ["barrages", "brisés", "bars", "brs"]),
        ("*eau*", "bureaux, l'eau, nouveau", ["bureaux", "eau", "nouveau"]),
        ("организац*", "Организации организаций орган", ["Организации", "организаций"]),
        ("*ости", "срочности, кости, ость", ["срочности", "кости"]),
        ("prote*ión", "protección proteicos protesta", ["protección"]),
        ("*هار", "الأنهار والأزهار نهر", ["الأنهار", "والأزهار"]),
        ("ن*ر", "نهر النهر نور نهرنا", ["نهر", "نهر", "نور"]),
        ("انهار*", "أنهار انهارنا", ["انهارنا"]),
        # One letter.
        ("organi?ation", "organization organisation organiation", ["organization", "organisation"]),
        ("r?o", "río rico ro", ["río"]),
        ("?ека", "река века аптека ека", ["река", "века"]),
        ("ن?ر", "نهر نار نر", ["نهر", "نار"]),
        ("河?名", "河流名单 河名", ["河流名"]),
        # One word.
        ("droits * l'homme", "droits de l'homme, droits l'homme", ["droits de l'homme"]),
        ("* humains", "êtres humains; droits humains", ["êtres humains", "droits humains"]),
        ("protect * *", "protect long-lived rivers now", ["protect long-lived rivers"]),
        ("l'eau *", "l'eau, potable", []),
        ("охрана * рек", "охрана всех рек", ["охрана всех рек"]),
        ("مياه * النقية", "مياه الشرب النقية", ["مياه الشرب النقية"]),
        ("保护 * 流", "保护河流，保护流", ["保护河流"]),
        ("第 * 条", "第3条，第十条，第十九条", ["第3条", "第十条"]),
        # Chinese.
        ("第*条", "第十九条和第2条", ["第十九条", "第2条"]),
        ("保*流", "保护所有的大小河流", ["保护所有的大小河流"]),
        ("保*流", "保护这些国家所有的大小河流", []),
        ("保*流", "保护，河流", []),
        ("河流*", "河流名单", ["河流"]),
        ("*河流", "保护河流", ["河流"]),
        ("饮 用水", "饮用水，饮 用水", ["饮用水", "饮 用水"]),
        ("co*", "CO2排放", ["CO2"]),
        # Signs.
        (r"a\*b", "a*b aab", ["a*b"]),
        (r"a\?b", "a?b acb", ["a?b"]),
        (r"a\b", r"a\b ab", [r"a\b"]),
        ("quoi ?", "quoi ? quoi", ["quoi ?"]),
        ("人？", "什么人？人口", ["人？"]),
        ('"eau* potable*"', "« eaux potables » \"eau potable\"", ["« eaux potables »", '"eau potable"']),
        # Words of other scripts joined to a word are part of it; a number ends where its digits do.
        ("état", "état\u0430 état", ["état"]),
        ("19", "19هـ 第19条 119", ["19", "19"]),
        ("f* ?", "faim ?", ["faim ?"]),
    ],
)  # fmt: skip
def test_what_a_wildcard_stands_for(phrase: str, text: str, matches: list[str]) -> None:
    assert found(phrase, text) == matches


def test_a_run_too_long_for_a_word_is_completed_by_no_star() -> None:
    run = "а" * 70
    assert found("а*", f"{run} арка") == ["арка"]
    assert found("*а", run) == []
    assert found(run, run) == [run]


def test_spans_lead_to_the_original_with_its_marks() -> None:
    text = "\u200fالأنـهارُ تجري"
    ((start, end),) = occurrence_spans(compile_phrase("الأنهار"), text)
    assert text[start:end] == "الأنـهارُ"


@pytest.mark.parametrize("phrase", ["*", "* *", "?*", '"*"', "***", "?", " ", "\\"])
def test_a_phrase_of_wildcards_alone_is_refused_and_a_sign_is_not(phrase: str) -> None:
    if phrase.strip() in ("?", "\\"):
        assert compile_phrase(phrase).words
    else:
        with pytest.raises(QueryError, match="The phrase is empty"):
            compile_phrase(phrase)


def test_what_is_too_long_is_refused_with_the_most_that_can_be() -> None:
    with pytest.raises(QueryError, match=r"500 wildcards; at most 64"):
        compile_phrase("a*" * 500)
    with pytest.raises(QueryError, match=r"8001 characters; at most 8000"):
        compile_phrase("a" * 8001)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("a*" * MOST_WILDCARDS, "a" * 50_000),
        ("a*" * (MOST_WILDCARDS - 1) + "b", "a" * 50_000),
        ("ا*" * (MOST_WILDCARDS - 1) + "ب", "ا" * 50_000),
        ("人*" * MOST_WILDCARDS + "口", "人" * 50_000),
        ("* " * MOST_WILDCARDS + "x", "a " * 20_000),
        ("*a*" * (MOST_WILDCARDS // 2), "a" * 50_000 + " "),
        ('"' * 400 + "x", ('"' + " " * 20) * 1000),
        ("?" * MOST_WILDCARDS + "x", "a" * 50_000),
        ("a" + " " * 4000 + "b", "a" + " " * 50_000),
    ],
    ids=range(9),
)
def test_no_phrase_takes_long(phrase: str, text: str) -> None:
    start = time.perf_counter()
    list(occurrence_spans(compile_phrase(phrase), text))
    # Measured: 0.02 to 0.5 s; a pattern that backtracks would take years.
    assert time.perf_counter() - start < 8
