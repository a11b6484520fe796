"""Wrapped lines become paragraphs: hyphens, elisions and scripts without spaces."""

from __future__ import annotations

import pytest

from corpora.line_joining import join_lines, words_of

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
