"""Preambles and ends of agreements between two states and of regulations; mastheads without a symbol."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.documents import Block, BlockKind
from corpora.read_document import read_document

# Title, the two states, a recital, that they agree, an article, its text, the testimonium.
AGREEMENTS = {
    "ar": (
        "اتفاق بشأن الجسور الحدودية",
        "إن حكومة جمهورية كالدور وحكومة مملكة أستين (المشار إليهما فيما يلي بالطرفين)،",
        "رغبة منهما في تيسير حركة السكان،",
        "اتفقتا على ما يلي:",
        "المادة ١",
        "تبني كل دولة نصف كل جسر على نفقتها الخاصة، وتتحمل كلفة صيانته طوال مدة سريان هذا الاتفاق.",
        "وإثباتا لما تقدم، وقع المفوضان أدناه على هذا الاتفاق.",
    ),
    "zh": (
        "边境桥梁协定",
        "卡尔多共和国政府和阿斯廷王国政府（以下简称“双方”），",
        "愿为居民往来提供便利，",
        "达成协议如下：",
        "第一条",
        "每一方自费建造每座桥梁的一半，并在本协定有效期内承担其维修费用。",
        "下列签署人经正式授权，在本协定上签字，以昭信守。",
    ),
    "en": (
        "Agreement on Border Bridges",
        "The Government of the Republic of Caldor and the Government of the Kingdom of Astin "
        "(hereinafter “the Parties”),",
        "Wishing to ease the movement of their inhabitants,",
        "Have agreed upon the following provisions:",
        "Article 1",
        "Each Party shall build one half of every bridge at its own expense and keep it in good repair.",
        "IN WITNESS WHEREOF the undersigned, being duly authorized, have signed this Agreement.",
    ),
    "fr": (
        "Accord relatif aux ponts frontaliers",
        "Le Gouvernement de la République de Caldor et le Gouvernement du Royaume d’Astin (ci-après « les "
        "Parties »),",
        "Souhaitant faciliter la circulation des habitants,",
        "Sont convenus des dispositions suivantes :",
        "Article premier",
        "Chaque Partie construit à ses frais la moitié de chaque pont et en assure l’entretien.",
        "EN FOI DE QUOI les soussignés, dûment habilités, ont signé le présent Accord.",
    ),
    "ru": (
        "Соглашение о пограничных мостах",
        "Правительство Республики Калдор и Правительство Королевства Астин (далее именуемые «Сторонами»),",
        "желая облегчить передвижение жителей,",
        "согласились о нижеследующем:",
        "Статья 1",
        "Каждая Сторона строит за свой счет половину каждого моста и содержит ее в исправном состоянии.",
        "В удостоверение чего нижеподписавшиеся, должным образом уполномоченные, подписали Соглашение.",
    ),
    "es": (
        "Acuerdo sobre puentes fronterizos",
        "El Gobierno de la República de Caldor y el Gobierno del Reino de Astin (en adelante, “las Partes”),",
        "Deseosos de facilitar la circulación de los habitantes,",
        "Han convenido las siguientes disposiciones:",
        "Artículo 1",
        "Cada Parte construirá a su cargo la mitad de cada puente y la mantendrá en buen estado de uso.",
        "EN FE DE LO CUAL los infrascritos, debidamente autorizados, firman el presente Acuerdo.",
    ),
}
# Title, who issues, a recital, that it is issued, an article, its text.
REGULATIONS = {
    "ar": (
        "لائحة الأسواق",
        "إن وزير التجارة،",
        "بناء على المادة ٣ من القانون،",
        "يقرر ما يلي:",
        "المادة ١",
        "تفتح السوق يوميا.",
    ),
    "zh": ("市场条例", "商务部长，", "根据该法第三条，", "兹命令如下：", "第一条", "市场每日开放。"),
    "en": (
        "Market Regulation",
        "The Minister of Trade,",
        "Having regard to article 3 of the Act,",
        "Hereby orders as follows:",
        "Article 1",
        "The market shall open daily.",
    ),
    "fr": (
        "Règlement des marchés",
        "Le Ministre du commerce,",
        "Vu l’article 3 de la loi,",
        "Arrête :",
        "Article premier",
        "Le marché est ouvert tous les jours.",
    ),
    "ru": (
        "Положение о рынках",
        "Министр торговли,",
        "на основании статьи 3 Закона,",
        "постановляет следующее:",
        "Статья 1",
        "Рынок открыт ежедневно.",
    ),
    "es": (
        "Reglamento de mercados",
        "El Ministro de Comercio,",
        "Visto el artículo 3 de la Ley,",
        "Dispone lo siguiente:",
        "Artículo 1",
        "El mercado abrirá todos los días.",
    ),
}
# Organisation, organ, agenda item, title, a first paragraph.
MASTHEADS = {
    "ar": ("الأمم المتحدة", "الجمعية العامة", "البند ١٨ (و) من القائمة الأولية", "حماية الأنهار"),
    "zh": ("联合国", "大会", "暂定项目表项目18(f)", "保护河流"),
    "en": ("United Nations", "General Assembly", "Item 18 (f) of the list", "Protection of rivers"),
    "fr": ("Nations Unies", "Assemblée générale", "Point 18 f) de la liste", "Protection des fleuves"),
    "ru": ("Организация Объединенных Наций", "Генеральная Ассамблея", "Пункт 18 f) перечня", "Охрана рек"),
    "es": ("Naciones Unidas", "Asamblea General", "Tema 18 f) de la lista", "Protección de los ríos"),
}


def read(tmp_path: Path, language: str, paragraphs: tuple[str, ...]) -> tuple[Block, ...]:
    path = tmp_path / f"a.{language}.txt"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return read_document(path, language).blocks


@pytest.mark.parametrize("language", AGREEMENTS)
def test_an_agreement_of_two_states_has_its_preamble_and_its_end(language: str, tmp_path: Path) -> None:
    blocks = read(tmp_path, language, AGREEMENTS[language])
    assert [block.kind for block in blocks] == [
        BlockKind.TITLE,
        BlockKind.ENACTING_WORDS,
        BlockKind.PREAMBULAR,
        BlockKind.ENACTING_WORDS,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.CLOSING,
    ]
    assert blocks[4].path == "ART1"


@pytest.mark.parametrize("language", REGULATIONS)
def test_a_regulation_has_its_preamble(language: str, tmp_path: Path) -> None:
    blocks = read(tmp_path, language, REGULATIONS[language])
    assert [block.kind for block in blocks] == [
        BlockKind.TITLE,
        BlockKind.ENACTING_WORDS,
        BlockKind.PREAMBULAR,
        BlockKind.ENACTING_WORDS,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
    ]


@pytest.mark.parametrize("language", AGREEMENTS)
def test_a_sentence_of_the_text_that_begins_like_a_preamble_is_a_paragraph(
    language: str, tmp_path: Path
) -> None:
    _, states, _, _, article, text, _ = AGREEMENTS[language]
    blocks = read(tmp_path, language, (article, text, states, text))
    assert [block.kind for block in blocks[1:]] == [BlockKind.PARAGRAPH] * 3


@pytest.mark.parametrize("language", MASTHEADS)
def test_two_lines_of_a_masthead_need_no_symbol(language: str, tmp_path: Path) -> None:
    text = AGREEMENTS[language][5]
    blocks = read(tmp_path, language, (*MASTHEADS[language], text))
    assert [block.kind for block in blocks] == [
        BlockKind.FURNITURE,
        BlockKind.FURNITURE,
        BlockKind.FURNITURE,
        BlockKind.TITLE,
        BlockKind.PARAGRAPH,
    ]


@pytest.mark.parametrize(
    ("language", "annex", "title"),
    [
        (
            "ar",
            "الملحق",
            "رسالة مؤرخة ١٢ حزيران/يونيه ٢٠٢٥ موجهة من رئيس اللجنة المشتركة إلى الأمين العام للأمم المتحدة "
            "بشأن الأسرى",
        ),
        (
            "zh",
            "附件",
            "2025年6月12日联合委员会主席给秘书长的关于被拘留人员处境以及委员会访问所有拘留地点情况的信",
        ),
        (
            "en",
            "Annex",
            "Letter dated 12 June 2025 from the Chair of the Joint Commission addressed to the "
            "Secretary-General concerning the prisoners",
        ),
        (
            "fr",
            "Annexe",
            "Lettre datée du 12 juin 2025, adressée au Secrétaire général par la présidence de la Commission "
            "mixte au sujet des prisonniers",
        ),
        (
            "ru",
            "Приложение",
            "Письмо Председателя Совместной комиссии от 12 июня 2025 года на имя Генерального секретаря о "
            "положении заключенных",
        ),
        (
            "es",
            "Anexo",
            "Carta de fecha 12 de junio de 2025 dirigida al Secretario General por la Presidencia de la "
            "Comisión Conjunta sobre los prisioneros",
        ),
    ],
)
def test_what_stands_below_annex_and_ends_without_a_stop_is_its_title(
    language: str, annex: str, title: str, tmp_path: Path
) -> None:
    text = AGREEMENTS[language][5]
    blocks = read(tmp_path, language, ("Title", text, annex, title, text))
    assert [block.kind for block in blocks[2:]] == [
        BlockKind.HEADING,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
    ]
    assert blocks[2].path == "ANNEX1"


# Symbol, treaty, body, title, a first paragraph: names of treaties and bodies are many.
TREATY_BODIES = {
    "ar": ("لجنة المياه", "البند ٤ من جدول الأعمال", "تنفيذ خطة الآبار"),
    "zh": ("水资源委员会", "议程项目4", "水井计划的执行情况"),
    "en": ("Water Committee", "Agenda item 4", "Carrying out the plan for wells"),
    "fr": ("Comité de l’eau", "Point 4 de l’ordre du jour", "Exécution du plan des puits"),
    "ru": ("Комитет по воде", "Пункт 4 повестки дня", "Выполнение плана по колодцам"),
    "es": ("Comité del Agua", "Tema 4 del programa", "Ejecución del plan de pozos"),
}


@pytest.mark.parametrize("language", TREATY_BODIES)
def test_a_body_below_the_symbol_belongs_to_the_masthead(language: str, tmp_path: Path) -> None:
    blocks = read(tmp_path, language, ("WAT/C/80/19", *TREATY_BODIES[language], AGREEMENTS[language][5]))
    assert [block.kind for block in blocks] == [
        BlockKind.FURNITURE,
        BlockKind.FURNITURE,
        BlockKind.FURNITURE,
        BlockKind.TITLE,
        BlockKind.PARAGRAPH,
    ]


@pytest.mark.parametrize(
    ("language", "article", "labels"),
    [
        ("ar", "المادة ٣", ("(١)", "(٢)")),
        ("zh", "第三条", ("(1)", "(2)")),
        ("en", "Article 3", ("(1)", "(2)")),
        ("fr", "Article 3", ("1)", "2)")),
        ("ru", "Статья 3", ("1)", "2)")),
        ("es", "Artículo 3", ("1)", "2)")),
    ],
)
def test_numbers_in_brackets_below_an_article_are_its_paragraphs(
    language: str, article: str, labels: tuple[str, str], tmp_path: Path
) -> None:
    text = AGREEMENTS[language][5]
    blocks = read(tmp_path, language, (article, *(f"{label} {text}" for label in labels)))
    assert [(block.kind, block.path) for block in blocks[1:]] == [
        (BlockKind.PARAGRAPH, "ART3/1"),
        (BlockKind.PARAGRAPH, "ART3/2"),
    ]


def test_an_annex_may_follow_a_note_on_the_adoption(tmp_path: Path) -> None:
    blocks = read(
        tmp_path,
        "en",
        (
            "The General Assembly,",
            "Recalling its resolution 66/282 on the same matter,",
            "1. Adopts the guidelines annexed to the present resolution.",
            "58th plenary meeting",
            "9 December 2025",
            "[Adopted without a vote.]",
            "Annex",
            "1. The guidelines apply to every bridge of more than ten metres, wherever it stands.",
        ),
    )
    assert [(block.kind, block.path) for block in blocks[5:]] == [
        (BlockKind.SOURCE_NOTE, ""),
        (BlockKind.HEADING, "ANNEX1"),
        (BlockKind.PARAGRAPH, "ANNEX1/P1"),
    ]


def test_the_number_of_an_agenda_item_in_chinese_is_no_footnote_mark(tmp_path: Path) -> None:
    page = "议程项目3\n\n各国应当定期检查所有桥梁¹，并公布检查结果²。\n\n____\n¹ 甲。\n² 乙。\n³ 丙。\n"
    path = tmp_path / "a.zh.txt"
    path.write_text(page, encoding="utf-8")
    assert read_document(path, "zh").blocks[0].text == "议程项目3"
