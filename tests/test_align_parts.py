"""Texts taken apart into clauses, and the classes of their first and last characters, in six languages."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from align.encoders import Encoder
from align.parts import DENSITY, repeated_headings, split_parts
from align.segments import ending_class, measure_parts, opening_class, shrunk_mean, unit_rows

LONG = {
    "fr": "Invite les États à coopérer (y compris en matière de formation), à échanger ; décide : rien.",
    "en": "Invites States to cooperate (including in training), to exchange data; decides: nothing.",
    "es": "Invita a los Estados a que cooperen (incluso en materia de formación), y a que decidan: nada más.",
    "ru": "предлагает государствам сотрудничать (в том числе в обучении), обмениваться; решает: ничего.",
    "ar": "تدعو الدول إلى التعاون (بما في ذلك في مجال التدريب)، وتبادل البيانات؛ وتقرر: لا شيء. هل هذا كاف؟",
    "zh": "邀请各国进行合作（包括培训方面的合作），交换有关洪水的数据；决定：没有其他事项。这样够吗？",
}


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", LONG)
@pytest.mark.parametrize("times", [1, 5])
def test_no_character_is_lost_and_no_part_is_empty_or_very_long(language: str, times: int) -> None:
    for text in (" ".join([LONG[language]] * times), bare(LONG[language]) * times):
        parts = split_parts(text, language)
        assert bare("".join(parts)) == bare(text)
        assert all(part == part.strip() != "" for part in parts)
        assert len(parts) >= (3 * times if " " in text or language == "zh" else 1)
        assert max(map(len, parts)) <= 90 * DENSITY[language] + 21


def test_chinese_is_taken_apart_without_spaces_and_keeps_its_punctuation() -> None:
    assert split_parts("第一条。国家应当合作；没有例外。", "zh") == [
        "第一条。",
        "国家应当合作；",
        "没有例外。",
    ]


def test_arabic_is_taken_apart_at_its_own_punctuation() -> None:
    assert split_parts("المادة الأولى؛ هل هذا كاف؟ نعم.", "ar") == ["المادة الأولى؛", "هل هذا كاف؟", "نعم."]


@pytest.mark.parametrize("text", ["", " ", "\u00a0\n"])
def test_a_text_of_spaces_has_no_parts(text: str) -> None:
    assert split_parts(text, "en") == []


@pytest.mark.parametrize(
    ("language", "heading", "text", "joint"),
    [
        ("fr", "Article", "Les Parties coopèrent.", " "),
        ("en", "Article", "The Parties cooperate.", " "),
        ("es", "Artículo", "Las Partes cooperan.", " "),
        ("ru", "Статья", "Стороны сотрудничают.", " "),
        ("ar", "المادة", "تتعاون الأطراف.", " "),
        ("zh", "条款", "各方合作。", ""),
    ],
)
def test_repeated_headings_are_split_off_at_both_ends(
    language: str, heading: str, text: str, joint: str
) -> None:
    headings = repeated_headings([heading, text, heading, text + text], language)
    assert heading in headings
    assert split_parts(heading + joint + text, language, headings)[0] == heading
    assert split_parts(text + joint + heading, language, [heading]) == [text, heading]
    assert split_parts(heading, language, [heading]) == [heading]
    assert repeated_headings([heading, text], language) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It ends.", 1), ("它结束了。", 1), ("هل انتهى؟", 1), ("Это конец…", 1), ("« Fin. »", 1),
        ("(See below.)", 1),
        ("first item; and", 2), ("premier point ; ou", 2), ("第一项；或", 2), ("البند الأول؛ أو", 2),
        ("первый пункт; а также", 2), ("primer punto; y", 2), ("第一项；以及", 2), ("البند؛ وكذلك", 2),
        ("as follows:", 3), ("如下：", 3), ("Having met,", 4), ("大会，", 4), ("إن الجمعية العامة،", 4),
        ("(a heading)", 5), ("《宪章》", 5), ("« titre »", 5),
        ("Article", 0), ("bread and", 0), ("", 0), ("   ", 0),
    ],
)  # fmt: skip
def test_the_last_character_has_its_class_brackets_and_the_conjunction_of_a_list_aside(
    text: str, expected: int
) -> None:
    assert ending_class(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Recalling", 1), ("« Été", 1), ("Ссылаясь", 1), ("ссылаясь", 2), ("(a) item", 2), ("¿qué?", 2),
        ("大会", 3), ("إذ تشير", 3), ("1. Decides", 0), ("٢- تقرر", 0), ("—", 0), ("", 0),
    ],
)  # fmt: skip
def test_the_first_letter_has_its_class(text: str, expected: int) -> None:
    assert opening_class(text) == expected


@pytest.mark.parametrize("language", LONG)
def test_parts_have_the_vectors_of_their_texts_and_whole_texts_are_not_encoded_again(
    language: str, hash_encoder: Encoder, hash_encoders: ModuleType
) -> None:
    texts = [LONG[language], split_parts(LONG[language], language)[0], "", LONG[language] * 3]
    encoder = hash_encoders.HashEncoder()
    parts = measure_parts(texts, language, encoder, hash_encoder.encode(texts))
    assert not set(encoder.encoded) & set(texts)
    assert len(encoder.encoded) == len(set(encoder.encoded)) > 0
    flat = [part for text in texts for part in split_parts(text, language)]
    mean = shrunk_mean(hash_encoder.encode(flat))
    assert np.allclose(parts.vectors, unit_rows(hash_encoder.encode(flat) - mean), atol=1e-5)
    for k, text in enumerate(texts):
        found = parts.wider[parts.first_wider[k] : parts.first_wider[k + 1]]
        wanted = unit_rows(hash_encoder.encode([text]) - mean)
        assert (found @ wanted[0] > 0.9999).any() == bool(text)
