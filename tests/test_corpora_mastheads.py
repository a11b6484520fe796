"""Mastheads, contents, letters and their enclosures in six languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.documents import BlockKind
from corpora.readers.plain import read_plain_text
from corpora.structure import Structure, structure_document

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def structured(text: str, language: str) -> Structure:
    return structure_document(read_plain_text(Path("x.txt"), text), language)


def rows(text: str, language: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.path) for block in structured(text, language).blocks]


REPORTS = {
    "en": "A/74/215\n\nReport on rivers\n\nContents\n\nChapter Page\n\nI. Introduction 3\n\n"
    "II. Recommendations 4\n\nI. Introduction\n\n1. It met twice.\n\nII. Recommendations\n\n2. It ends.\n",
    "fr": "A/74/215\n\nRapport sur les fleuves\n\nTable des matières\n\nChapitre Page\n\n"
    "I. Introduction ..... 3\n\n"
    "II. Recommandations ..... 4\n\nI. Introduction\n\n1. Il s’est réuni deux fois.\n\n"
    "II. Recommandations\n\n2. Il a fini.\n",
    "es": "A/74/215\n\nInforme sobre los ríos\n\nÍndice\n\nCapítulo Página\n\nI. Introducción 3\n\n"
    "II. Recomendaciones 4\n\nI. Introducción\n\n1. Se reunió dos veces.\n\n"
    "II. Recomendaciones\n\n2. Terminó.\n",
    "ru": "A/74/215\n\nДоклад о реках\n\nСодержание\n\nГлава Стр.\n\nI. Введение 3\n\n"
    "II. Рекомендации 4\n\nI. Введение\n\n1. Он собирался дважды.\n\nII. Рекомендации\n\n2. Он завершил.\n",
    "ar": "A/74/215\n\nتقرير عن الأنهار\n\nالمحتويات\n\nالفصل الصفحة\n\nأولا - مقدمة ٣\n\n"
    "ثانيا - التوصيات ٤\n\nأولا - مقدمة\n\n١ - اجتمعت مرتين.\n\nثانيا - التوصيات\n\n٢ - انتهت.\n",
    "zh": "A/74/215\n\n关于河流的报告\n\n目录\n\n章次 页次\n\n一. 导言 3\n\n二. 建议 4\n\n"
    "一. 导言\n\n1. 委员会开会两次。\n\n二. 建议\n\n2. 会议结束。\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_repeat_no_label_and_the_symbol_is_no_title(language):
    found = rows(REPORTS[language], language)
    assert found[:3] == [("furniture", ""), ("title", ""), ("heading", "")]
    assert [path for _, path in found[3:]] == ["", "", "", "HI", "P1", "HII", "P2"]


def test_lines_that_end_in_figures_are_no_contents_without_its_heading():
    found = rows("Report\n\nI. Rivers 3\n\nII. Lakes 4\n", "en")
    assert [path for _, path in found] == ["", "HI", "HII"]


LETTERS = {
    "en": "United Nations\nS/2019/123\n\nSecurity Council\nDistr.: General\n11 February 2019\n\n"
    "Letter dated 8 February 2019 from the Permanent Representative of Mali\n\n"
    "I have the honour to transmit a note on the rivers.\n\n(Signed) Issa Konfourou\n\n"
    "Enclosure\n\n1. The rivers are clean.\n",
    "fr": "Nations Unies\nS/2019/123\n\nConseil de sécurité\nDistr. générale\n11 février 2019\n\n"
    "Lettre datée du 8 février 2019, adressée par le Représentant permanent du Mali\n\n"
    "J’ai l’honneur de vous faire tenir une note sur les fleuves.\n\n(Signé) Issa Konfourou\n\n"
    "Pièce jointe\n\n1. Les fleuves sont propres.\n",
    "es": "Naciones Unidas\nS/2019/123\n\nConsejo de Seguridad\nDistr. general\n11 de febrero de 2019\n\n"
    "Carta de fecha 8 de febrero de 2019 dirigida por el Representante Permanente de Malí\n\n"
    "Tengo el honor de transmitirle una nota sobre los ríos.\n\n(Firmado) Issa Konfourou\n\n"
    "Documento adjunto\n\n1. Los ríos están limpios.\n",
    "ru": "Организация Объединенных Наций\nS/2019/123\n\nСовет Безопасности\nDistr.: General\n"
    "11 February 2019\nRussian\n\nПисьмо Постоянного представителя Мали от 8 февраля 2019 года\n\n"
    "Имею честь препроводить записку о реках.\n\n(Подпись) Исса Конфуру\n\n"
    "Добавление\n\n1. Реки чистые.\n",
    "ar": "الأمم المتحدة\nS/2019/123\n\nمجلس الأمن\nDistr.: General\n11 February 2019\nArabic\n\n"
    "رسالة مؤرخة ٨ شباط/فبراير ٢٠١٩ موجهة من الممثل الدائم لمالي\n\nأتشرف بأن أحيل طيه مذكرة عن الأنهار.\n\n"
    "(توقيع) عيسى كونفورو\n\nالضميمة\n\n١ - الأنهار نظيفة.\n",
    "zh": "联合国\nS/2019/123\n\n安全理事会\nDistr.: General\n11 February 2019\nChinese\n\n"
    "2019年2月8日马里常驻代表的信\n\n谨转递关于河流的说明。\n\n伊萨·孔富鲁(签名)\n\n"
    "附文\n\n1. 河流清洁。\n",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_has_a_masthead_a_title_a_signature_and_an_enclosure(language):
    found = [row for row in rows(LETTERS[language], language) if row[0] != "furniture"]
    assert found == [
        ("title", ""),
        ("paragraph", ""),
        ("closing", ""),
        ("heading", "APPENDIX1"),
        ("paragraph", "APPENDIX1/P1"),
    ]


def test_the_name_of_an_organ_at_the_top_without_a_symbol_is_a_title():
    assert rows("United Nations\n\nIt was founded in 1945.\n", "en") == [("title", ""), ("paragraph", "")]


def test_a_russian_title_that_goes_on_and_the_arabic_note_on_adoption():
    russian = (
        "Резолюция 2731 (2019),\n\nпринятая Советом Безопасности на его 8484-м заседании\n\n"
        "Совет Безопасности,\n"
    )
    assert [kind for kind, _ in rows(russian, "ru")] == ["title", "source note", "enacting words"]
    arabic = "القرار ٢٧٣١ (٢٠١٩)\n\nالذي اتخذه مجلس الأمن في جلسته ٨٤٨٤\n\nإن مجلس الأمن،\n"
    assert [kind for kind, _ in rows(arabic, "ar")] == ["title", "source note", "enacting words"]


def test_arabic_paragraphs_that_begin_with_and_are_operative():
    text = (
        "المقرر ١٢\n\nإن مؤتمر الأطراف،\n\nإذ يشير إلى المقرر ٢١،\n\n"
        "يوافق على الميزانية؛\n\nويلاحظ مع التقدير المساهمة؛\n"
    )
    assert [block.kind for block in structured(text, "ar").blocks][-2:] == [BlockKind.OPERATIVE] * 2


@pytest.mark.parametrize(
    ("language", "organ", "decides", "line"),
    [
        ("ar", "إن مجلس حقوق الإنسان،", "١ - يقرر أن يجتمع.", "الجلسة ٣٩ ١٢ تموز/يوليه ٢٠١٩"),
        ("zh", "人权理事会，", "1. 决定开会。", "2019年7月12日 第39次会议"),
        ("en", "The Human Rights Council,", "1. Decides to meet.", "39th meeting 12 July 2019"),
        ("fr", "Le Conseil des droits de l’homme,", "1. Décide de se réunir.", "39e séance, 12 juillet 2019"),
        ("ru", "Совет по правам человека,", "1. решает собраться.", "39-е заседание 12 июля 2019 года"),
        ("es", "El Consejo de Derechos Humanos,", "1. Decide reunirse.", "39ª sesión 12 de julio de 2019"),
    ],
)
def test_a_meeting_and_its_day_in_one_line_close_a_resolution(language, organ, decides, line):
    found = rows(f"{organ}\n\n{decides}\n\n{line}\n", language)
    assert [kind for kind, _ in found] == ["enacting words", "operative", "closing"]
