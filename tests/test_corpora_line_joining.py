"""Wrapped lines become paragraphs: hyphens, elisions and scripts without spaces."""

from __future__ import annotations

import pytest

from corpora.line_joining import join_lines, joining_of, words_of

REAL_HYPHENS = [
    ("fr", ["organismes régionaux et sous-", "régionaux"], "organismes régionaux et sous-régionaux"),
    ("fr", ["à sa soixante-", "dixième session"], "à sa soixante-dixième session"),
    ("en", ["both parties to co-", "operate in good faith"], "both parties to co-operate in good faith"),
    ("en", ["the Secretary-", "General of the day"], "the Secretary-General of the day"),
    ("en", ["the biennium 2014-", "2015 budget"], "the biennium 2014-2015 budget"),
    ("es", ["el marco político-", "jurídico"], "el marco político-jurídico"),
    ("ru", ["социально-", "экономическое развитие"], "социально-экономическое развитие"),
]
OTHER_SEAMS = [
    ("zh", ["大会决定设立一个", "特设委员会"], "大会决定设立一个特设委员会"),
    ("zh", ["回顾其第", "12/34号决议"], "回顾其第12/34号决议"),
    ("ar", ["تقرر إنشاء لجنة", "مخصصة"], "تقرر إنشاء لجنة مخصصة"),
    ("ar", ["في 4 تشرين الأول/", "أكتوبر"], "في 4 تشرين الأول/أكتوبر"),
    ("fr", ["le respect de l’", "accord"], "le respect de l’accord"),
    ("en", ["the outcome –", "and its follow-up"], "the outcome – and its follow-up"),
    ("en", ["coopera\u00ad", "tion among States"], "cooperation among States"),
    ("en", ["the States’", "obligations"], "the States’ obligations"),
    ("ru", ["постановляет", "учредить комитет"], "постановляет учредить комитет"),
]


@pytest.mark.parametrize(("language", "lines", "expected"), REAL_HYPHENS + OTHER_SEAMS)
def test_lines_are_joined_as_the_language_writes(language, lines, expected):
    assert join_lines(lines) == expected


def test_a_hyphen_goes_only_if_the_whole_word_stands_elsewhere():
    lines = ["the recent develop-", "ments in the region"]
    assert join_lines(lines) == "the recent develop-ments in the region"
    vocabulary = words_of(["Further developments are expected."])
    assert join_lines(lines, vocabulary=vocabulary) == "the recent developments in the region"


def test_a_hyphen_stays_if_the_compound_stands_elsewhere_too():
    vocabulary = words_of(["to cooperate fully", "and to co-operate closely"])
    assert join_lines(["agree to co-", "operate"], vocabulary=vocabulary) == "agree to co-operate"


def test_the_fragment_at_a_line_end_is_no_word():
    assert words_of(["they will co-", "operate"]) == {"they", "will", "operate"}


def test_empty_lines_add_nothing():
    assert join_lines(["one", "", "two"]) == "one two"
    assert join_lines([]) == ""


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (
            ["les institutions et les do-", "nateurs de l’Orga-", "nisation par visioconfé-", "rence"],
            "les institutions et les donateurs de l’Organisation par visioconférence",
        ),
        (
            ["los asuntos adminis-", "trativos y las ofici-", "nas abier-", "tas al público"],
            "los asuntos administrativos y las oficinas abiertas al público",
        ),
        (
            ["о рекон-", "струкции биб-", "лиотек и их финанси-", "ровании"],
            "о реконструкции библиотек и их финансировании",
        ),
        (
            ["the ar-", "range-", "ments of the com-", "mittee"],
            "the arrangements of the committee",
        ),
    ],
)
def test_in_a_document_with_broken_words_a_hyphen_at_a_line_end_goes(lines, text):
    assert joining_of(lines)(lines) == text


def test_a_compound_whose_parts_stand_elsewhere_keeps_its_hyphen_among_broken_words():
    broken = ["les do-", "nateurs de l’Orga-", "nisation par visioconfé-", "rence"]
    lines = [*broken, "sous la forme d’accords", "régionales et sous-", "régionales"]
    join = joining_of([*lines, "les réunions régionales"])
    assert join(["et sous-", "régionales"]) == "et sous-régionales"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["根据第77/21", "8号决议"], "根据第77/218号决议"),
        (["增幅超过350", "%，"], "增幅超过350%，"),
        (["在不足1", "500米处"], "在不足1 500米处"),
        (["参加了2024年", "3月的会议"], "参加了2024年3月的会议"),
    ],
)
def test_a_number_may_be_broken_in_a_chinese_line(lines, text):
    assert join_lines(lines) == text


def test_a_number_is_not_broken_in_a_line_of_letters():
    assert join_lines(["in the years 2023", "2024 and 2025"]) == "in the years 2023 2024 and 2025"
