"""Plain text becomes paragraphs: hard-wrapped or one a line, without furniture, with places in the file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpora.documents import Place
from corpora.errors import ReadingError
from corpora.readers.plain import LONGEST_PARAGRAPH_CHARS, read_plain, read_plain_text

SEED = "seed/000_f5a6619dfb9974a0.txt"


def texts(text: str) -> list[str]:
    return [block.text for block in read_plain_text(Path("x.txt"), text).blocks]


WRAPPED = {
    "en": (
        " Recalling its decision of last year on the protection of rivers, and\n"
        "noting that the members of the Commission have agreed to meet again in\n"
        "spring,\n\n"
        " 1. Decides to convene a meeting of experts, which shall report to the\n"
        "Commission;\n",
        [
            "Recalling its decision of last year on the protection of rivers, and noting that the members of "
            "the Commission have agreed to meet again in spring,",
            "1. Decides to convene a meeting of experts, which shall report to the Commission;",
        ],
    ),
    "fr": (
        " Rappelant sa décision relative à la protection des fleuves, et notant\n"
        "que les membres de la Commission sont convenus de se réunir à sa vingt-\n"
        "deuxième session,\n\n"
        " 1. Décide de convoquer une réunion d’experts, qui fera rapport à la\n"
        "Commission ;\n",
        [
            "Rappelant sa décision relative à la protection des fleuves, et notant que les membres de la "
            "Commission sont convenus de se réunir à sa vingt-deuxième session,",
            "1. Décide de convoquer une réunion d’experts, qui fera rapport à la Commission ;",
        ],
    ),
    "es": (
        " Recordando su decisión sobre la protección de los ríos, y observando\n"
        "que los miembros de la Comisión han convenido en reunirse de nuevo,\n\n"
        " 1. Decide convocar una reunión de expertos, que informará a la\n"
        "Comisión;\n",
        [
            "Recordando su decisión sobre la protección de los ríos, y observando que los miembros de la "
            "Comisión han convenido en reunirse de nuevo,",
            "1. Decide convocar una reunión de expertos, que informará a la Comisión;",
        ],
    ),
    "ru": (
        " ссылаясь на свое решение об охране рек и отмечая, что члены Комиссии\n"
        "договорились вновь собраться весной будущего года для обсуждения этого\n"
        "вопроса,\n\n"
        " 1. постановляет созвать совещание экспертов, которые представят доклад\n"
        "Комиссии;\n",
        [
            "ссылаясь на свое решение об охране рек и отмечая, что члены Комиссии договорились вновь "
            "собраться весной будущего года для обсуждения этого вопроса,",
            "1. постановляет созвать совещание экспертов, которые представят доклад Комиссии;",
        ],
    ),
    "ar": (
        "إذ تشير إلى مقررها المتعلق بحماية الأنهار الذي اتخذته في العام الماضي\n"
        "وإلى موافقة أعضاء اللجنة على أن يجتمعوا مرة أخرى في الربيع المقبل\n"
        "لمناقشة هذه المسألة،\n\n"
        "١ - تقرر عقد اجتماع للخبراء يقدم تقريرا عن أعماله وعن توصياته إلى\n"
        "اللجنة؛\n",
        [
            "إذ تشير إلى مقررها المتعلق بحماية الأنهار الذي اتخذته في العام الماضي وإلى موافقة أعضاء اللجنة "
            "على أن يجتمعوا مرة أخرى في الربيع المقبل لمناقشة هذه المسألة،",
            "١ - تقرر عقد اجتماع للخبراء يقدم تقريرا عن أعماله وعن توصياته إلى اللجنة؛",
        ],
    ),
    "zh": (
        "　　回顾其去年关于保护河流的决定，并注意到委员会成员已商定明年春天再次举行\n"
        "会议讨论这一问题并就此提出\n报告，\n\n"
        "　　1．决定召开专家会议，由专家会议就其工作和建议向委员会提交一份全面的书\n"
        "面报告；\n",
        [
            "回顾其去年关于保护河流的决定，并注意到委员会成员已商定明年春天再次举行会议讨论这一问题并就此提出报告，",
            "1．决定召开专家会议，由专家会议就其工作和建议向委员会提交一份全面的书面报告；",
        ],
    ),
}


@pytest.mark.parametrize("language", WRAPPED)
def test_wrapped_lines_are_joined_in_every_language(language):
    text, expected = WRAPPED[language]
    assert texts(text) == expected


ONE_A_LINE = {
    "en": [
        "The Commission,",
        "Recalling its decision,",
        "1. Decides to meet again;",
        "2. Requests a report.",
    ],
    "fr": ["La Commission,", "Rappelant sa décision,", "1. Décide de se réunir ;", "2. Demande un rapport."],
    "es": ["La Comisión,", "Recordando su decisión,", "1. Decide reunirse;", "2. Pide un informe."],
    "ru": [
        "Комиссия,",
        "ссылаясь на свое решение,",
        "1. постановляет собраться;",
        "2. просит представить доклад.",
    ],
    "ar": ["إن اللجنة،", "إذ تشير إلى مقررها،", "١ - تقرر أن تجتمع؛", "٢ - تطلب تقديم تقرير."],
    "zh": ["委员会，", "回顾其决定，", "1．决定举行会议；", "2．请提交报告。"],
}


@pytest.mark.parametrize("language", ONE_A_LINE)
def test_one_paragraph_a_line_stays_as_it_is(language):
    assert texts("\n".join(ONE_A_LINE[language])) == ONE_A_LINE[language]


def test_a_paragraph_goes_on_behind_furniture():
    text = (
        "1. Requests the secretariat to prepare a study of the navigation of the\n"
        "upper river and of the works that are needed, in consultation with the\n\n"
        "2/5\n\nhttp://undocs.org/en/A/12/3\n\f"
        "members of the Commission;\n\n2. Decides to meet again.\n\n3/5\n"
    )
    raw = read_plain_text(Path("x.txt"), text)
    assert [block.text for block in raw.blocks] == [
        "1. Requests the secretariat to prepare a study of the navigation of the upper river and of the "
        "works that are needed, in consultation with the members of the Commission;",
        "2. Decides to meet again.",
    ]
    assert [(r.text, r.reason, r.place.page) for r in raw.removed] == [
        ("2/5", "page number", 1),
        ("http://undocs.org/en/A/12/3", "link", 1),
        ("3/5", "page number", 2),
    ]


def test_closing_punctuation_behind_a_blank_line_belongs_to_the_paragraph_before():
    assert texts(
        "1. Remercie les États membres de leur appui\n\n ;\n\n2. Prie le Comité de se réunir.\n"
    ) == [
        "1. Remercie les États membres de leur appui ;",
        "2. Prie le Comité de se réunir.",
    ]


def test_a_paragraph_may_follow_a_link_line_without_a_blank_line():
    link = "http://undocs.org/A/1"
    text = f"1. Decides to meet again next year in the\nspring;\n\n{link}\n  2. Asks for it\nsoon.\n"
    assert texts(text) == [
        "1. Decides to meet again next year in the spring;",
        "2. Asks for it soon.",
    ]


def test_several_links_on_a_line_are_several_links():
    raw = read_plain_text(Path("x.txt"), "Text.\n\nhttp://undocs.org/A/1 http://undocs.org/A/2\n")
    assert [r.text for r in raw.removed] == ["http://undocs.org/A/1", "http://undocs.org/A/2"]


def test_places_are_spans_of_the_decoded_text():
    text = "  First one.\n\n\fSecond\none goes on.\n"
    blocks = read_plain_text(Path("x.txt"), text).blocks
    assert [block.place for block in blocks] == [Place(2, 12, 1, 1), Place(15, 34, 2, 3)]
    assert text[15:34] == "Second\none goes on."


def test_control_and_embedding_characters_leave_the_text():
    assert texts("\ufeffOne\x00 two\u202e three\u2069.\n") == ["One two three."]


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", b"\x0c\n\x0c\n", "\u00a0\n\u200b\n".encode()])
def test_a_file_without_text_is_refused(data):
    with pytest.raises(ReadingError, match="no text"):
        read_plain(Path("empty.txt"), data)


def test_an_endless_line_is_refused_at_once():
    with pytest.raises(ReadingError, match=r"50000000 characters.*Try: put one paragraph on each line"):
        read_plain_text(Path("x.txt"), "a " * 25_000_000)


def test_an_endless_wrapped_paragraph_is_refused():
    line = "and the text goes on without an end and without\n"
    with pytest.raises(ReadingError, match="one paragraph has"):
        read_plain_text(Path("x.txt"), line * (LONGEST_PARAGRAPH_CHARS // len(line) + 2))


@pytest.mark.parametrize("unit", ["a", "1", "(", "*", "a-", "联合国", "Adopted by ", "1. ", "_", "Unies1 "])
def test_a_long_line_of_anything_is_read(unit):
    assert len(texts(unit * (200_000 // len(unit)))) <= 1


def test_the_seed_loses_its_links_and_keeps_its_hyphens(shared_data):
    path = shared_data / SEED
    raw = read_plain(path, path.read_bytes())
    joined = "\n".join(block.text for block in raw.blocks)
    assert "http" not in joined
    assert "__" not in joined
    assert re.findall(r"sous-?\s?région\w+", joined) == [
        "sous-régionale",
        "sous-régionales",
        "sous-régional",
        "sous-régionales",
        "sous-régionaux",
    ]
    assert "soixante-neuvième session" in joined
    assert len([r for r in raw.removed if r.reason == "link"]) == 9
    assert len({r.text for r in raw.removed if r.reason == "link"}) == 6
    assert [r.text for r in raw.removed if r.reason == "rule"] == ["_______________"]


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_line_i_of_resolution_55_100_is_paragraph_i(shared_data, language):
    path = shared_data / "un_ga_res_55_100" / f"UN_A_RES_55_100.{language}.txt"
    raw = read_plain(path, path.read_bytes())
    assert [block.place.line for block in raw.blocks] == list(range(1, 16))
    assert raw.removed == ()


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        (
            "1. Requests the Secretary-General to see to it that in the coming two",
            "years the stations are opened again, so that no fewer altogether than",
            "150 of them measure the waters before the end of the year;",
        ),
        (
            "1. предлагает государствам вносить взносы в целевой фонд, с тем чтобы",
            "вновь открыть измерительные станции в развивающихся странах до конца",
            "2027 года и обучить наблюдателей;",
        ),
        (
            "١ - تدعو الدول الأعضاء والمؤسسات المالية الدولية إلى التبرع للصندوق حتى",
            "يتسنى إعادة فتح المحطات في البلدان النامية غير الساحلية قبل نهاية عام",
            "٢٠٢٧ وتدريب المراقبين المحليين؛",
        ),
    ],
)
def test_a_paragraph_goes_on_over_the_page_before_a_figure(first, second, third):
    text = f"{first}\n{second}\n\n24-01234\n\fA/RES/79/301\n\n{third}\n"
    assert texts(text) == [f"{first} {second} {third}"]


def test_a_symbol_alone_at_the_head_of_a_later_page_is_a_running_head():
    text = "The parties have agreed.\n\n24-01234\n\fUNTS/OST/2025/8\n\nThey shall meet.\n"
    document = read_plain_text(Path("x.txt"), text)
    assert [block.text for block in document.blocks] == ["The parties have agreed.", "They shall meet."]
    assert "UNTS/OST/2025/8" in [removed.text for removed in document.removed]


MAILS = {
    "ar": ("قررت اللجنة عقد الاجتماع المقبل في مدينة جنيف، وسيكون ذلك في الفترة من",
           "3 إلى 7 أيار/مايو 2024، وتبلغ الكلفة المتوقعة نحو ألفي دولار لكل وفد."),
    "en": ("The secretariat informed the Committee of the date of the meeting, which is",
           "5 May 2024, and of the place."),
    "fr": ("Le secrétariat a informé le Comité de la date de la réunion, qui est fixée au",
           "5 mai 2024, et du lieu."),
    "ru": ("Секретариат сообщил Комитету о дате заседания, которое было назначено на",
           "5 мая 2024 года, и о месте."),
    "es": ("La secretaría informó al Comité de la fecha de la reunión, que se fijó para el",
           "5 de mayo de 2024, y del lugar."),
}  # fmt: skip


@pytest.mark.parametrize("language", MAILS)
def test_a_line_that_breaks_before_a_figure_goes_on_in_a_short_mail(language: str) -> None:
    first, second = MAILS[language]
    document = read_plain_text(Path("mail.txt"), f"Hello,\n\n{first}\n{second}\n\nAmina\n")
    assert [block.text for block in document.blocks] == ["Hello,", f"{first} {second}", "Amina"]


def test_the_marks_of_a_quotation_stand_once_before_its_paragraph() -> None:
    quoted = (
        "> On 3 May we wrote that the sum of one million two hundred thousand dollars\n"
        "> would be paid in three instalments of 400,000 dollars each, the first by 31\n"
        "> March 2024 and the last by the end of the year.\n"
    )
    texts = [block.text for block in read_plain_text(Path("mail.txt"), f"Hello,\n\n{quoted}\nAmina\n").blocks]
    assert texts == [
        "Hello,",
        "> On 3 May we wrote that the sum of one million two hundred thousand dollars would be paid in "
        "three instalments of 400,000 dollars each, the first by 31 March 2024 and the last by the end of "
        "the year.",
        "Amina",
    ]
