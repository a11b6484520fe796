"""Paragraphs become typed blocks: the same kinds and paths in all six languages."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from corpora.documents import BlockKind, Document, FootnoteReference, Place, RawBlock, RawDocument, RawKind
from corpora.readers.plain import read_plain_text
from corpora.structure import Structure, structure_document

# One resolution, written for this test in each language: source note, title, preamble, items, vote, annex.
RESOLUTIONS = {
    "en": """[on the report of the Second Committee (A/12/345)]

12/34. Protection of rivers

The General Assembly,

Recalling its resolution 11/22 of 3 May 2001,

Deeply concerned about the pollution of rivers,

1. Decides to set up a committee, which shall:

(a) Study the state of rivers;

(b) Report on:

(i) Fish;

(ii) Birds;

2. Requests the Secretary-General to report.

5th plenary meeting
4 June 2002

In favour: Albania, Chad, Peru

Annex

Rules of the committee

1. The committee meets in spring.

(a) It elects a chair.
""",
    "fr": """[sur la base du rapport de la Deuxième Commission (A/12/345)]

12/34. Protection des fleuves

L’Assemblée générale,

Rappelant sa résolution 11/22 du 3 mai 2001,

Profondément préoccupée par la pollution des fleuves,

1. Décide de créer un comité, qui sera chargé :

a) D’étudier l’état des fleuves ;

b) De faire rapport sur :

i) Les poissons ;

ii) Les oiseaux ;

2. Prie le Secrétaire général de faire rapport.

5 e séance plénière
4 juin 2002

Ont voté pour : Albanie, Pérou, Tchad

Annexe

Règlement du comité

1. Le comité se réunit au printemps.

a) Il élit un président.
""",
    "es": """[sobre la base del informe de la Segunda Comisión (A/12/345)]

12/34. Protección de los ríos

La Asamblea General,

Recordando su resolución 11/22, de 3 de mayo de 2001,

Profundamente preocupada por la contaminación de los ríos,

1. Decide crear un comité, que se encargará de:

a) Estudiar el estado de los ríos;

b) Informar sobre:

i) Los peces;

ii) Las aves;

2. Pide al Secretario General que presente un informe.

5ª sesión plenaria
4 de junio de 2002

Votos a favor: Albania, Chad, Perú

Anexo

Reglamento del comité

1. El comité se reúne en primavera.

a) Elige un presidente.
""",
    "ru": """[на основе доклада Второго комитета (A/12/345)]

12/34. Охрана рек

Генеральная Ассамблея,

ссылаясь на свою резолюцию 11/22 от 3 мая 2001 года,

будучи глубоко обеспокоена загрязнением рек,

1. постановляет учредить комитет, который будет:

а) изучать состояние рек;

б) представлять доклады:

i) о рыбах;

ii) о птицах;

2. просит Генерального секретаря представить доклад.

5-е пленарное заседание
4 июня 2002 года

Голосовали за: Албания, Перу, Чад

Приложение

Правила комитета

1. Комитет собирается весной.

а) Он избирает председателя.
""",
    "ar": """[بناء على تقرير اللجنة الثانية (A/12/345)]

١٢/٣٤ - حماية الأنهار

إن الجمعية العامة،

إذ تشير إلى قرارها ١١/٢٢ المؤرخ ٣ أيار/مايو ٢٠٠١،

وإذ يساورها بالغ القلق إزاء تلوث الأنهار،

١ - تقرر إنشاء لجنة تقوم بما يلي:

(أ) دراسة حالة الأنهار؛

(ب) تقديم تقارير عن:

'١' الأسماك؛

'٢' الطيور؛

٢ - تطلب إلى الأمين العام أن يقدم تقريرا.

الجلسة العامة ٥
٤ حزيران/يونيه ٢٠٠٢

المؤيدون: ألبانيا، بيرو، تشاد

المرفق

قواعد اللجنة

١ - تجتمع اللجنة في الربيع.

(أ) تنتخب رئيسا لها.
""",
    "zh": """[根据第二委员会的报告（A/12/345）]

12/34. 保护河流

大会，

回顾其2001年5月3日第11/22号决议，

深为关切河流的污染，

1．决定设立一个委员会，负责：

(a) 研究河流的状况；

(b) 就下列问题提出报告：

㈠ 鱼类；

㈡ 鸟类；

2．请秘书长提出报告。

第5次全体会议
2002年6月4日

赞成：阿尔巴尼亚、秘鲁、乍得

附件

委员会规则

1．委员会在春季举行会议。

(a) 委员会选举主席。
""",
}
EXPECTED = [
    ("source note", ""),
    ("title", ""),
    ("enacting words", ""),
    ("preambular", ""),
    ("preambular", ""),
    ("operative", "OP1"),
    ("item", "OP1/a"),
    ("item", "OP1/b"),
    ("item", "OP1/b/i"),
    ("item", "OP1/b/ii"),
    ("operative", "OP2"),
    ("closing", ""),
    ("closing", ""),
    ("vote list", ""),
    ("heading", "ANNEX1"),
    ("heading", ""),
    ("paragraph", "ANNEX1/P1"),
    ("item", "ANNEX1/P1/a"),
]


def read(text: str, language: str) -> Structure:
    return structure_document(read_plain_text(Path("x.txt"), text), language)


@pytest.mark.parametrize("language", RESOLUTIONS)
def test_a_resolution_has_the_same_kinds_and_paths_in_every_language(language):
    structure = read(RESOLUTIONS[language], language)
    assert [(block.kind.value, block.path) for block in structure.blocks] == EXPECTED
    assert structure.notes == ()


@pytest.mark.parametrize("language", RESOLUTIONS)
def test_labels_leave_the_text_and_stay_on_the_block(language):
    texts = [paragraph for paragraph in RESOLUTIONS[language].split("\n") if paragraph]
    for block, text in zip(read(RESOLUTIONS[language], language).blocks, texts, strict=True):
        if block.path == "ANNEX1":
            assert block.text == block.label == text
        elif block.label:
            assert text == f"{block.label} {block.text}" or text == f"{block.label}{block.text}"
        elif block.kind is BlockKind.CLOSING:
            assert block.text == text.replace("5 e séance", "5e séance")
        else:
            assert block.text == text


UNNUMBERED = [
    ("en", "The Security Council,\n\nRecalling its decision,\n\nDecides to renew the mandate.\n"),
    ("fr", "Le Conseil de sécurité,\n\nRappelant sa décision,\n\nDécide de proroger le mandat.\n"),
    ("es", "El Consejo de Seguridad,\n\nRecordando su decisión,\n\nDecide prorrogar el mandato.\n"),
    ("ru", "Совет Безопасности,\n\nссылаясь на свое решение,\n\nпостановляет продлить мандат.\n"),
    ("ar", "إن مجلس الأمن،\n\nإذ يشير إلى مقرره،\n\nيقرر تمديد الولاية.\n"),
    ("zh", "安全理事会，\n\n回顾其决定，\n\n决定延长任务期限。\n"),
]


@pytest.mark.parametrize(("language", "text"), UNNUMBERED)
def test_an_operative_paragraph_needs_no_number(language, text):
    assert [b.kind.value for b in read(text, language).blocks] == [
        "enacting words",
        "preambular",
        "operative",
    ]


TREATIES = [
    (
        "en",
        "The Parties to this Convention,",
        "Mindful of their rivers,",
        "Have agreed as follows:",
        "Article 1",
    ),
    (
        "fr",
        "Les Parties à la présente Convention,",
        "Soucieuses de leurs fleuves,",
        "Sont convenues de ce qui suit :",
        "Article premier",
    ),
    (
        "es",
        "Las Partes en la presente Convención,",
        "Conscientes de sus ríos,",
        "Han convenido en lo siguiente:",
        "Artículo 1",
    ),
    (
        "ru",
        "Стороны настоящей Конвенции,",
        "памятуя о своих реках,",
        "согласились о нижеследующем:",
        "Статья 1",
    ),
    (
        "ar",
        "إن الأطراف في هذه الاتفاقية،",
        "إذ تدرك أهمية أنهارها،",
        "قد اتفقت على ما يلي:",
        "المادة ١",
    ),
    (
        "zh",
        "本公约各缔约方，",
        "意识到其河流的重要性，",
        "议定如下：",
        "第一条",
    ),
]


@pytest.mark.parametrize(("language", "parties", "recital", "agreed", "article"), TREATIES)
def test_the_preamble_of_a_treaty_is_told_from_its_articles(language, parties, recital, agreed, article):
    blocks = read(
        "\n\n".join([parties, recital, agreed, article, "1. " + recital[:-1] + "."]), language
    ).blocks
    assert [(b.kind.value, b.path) for b in blocks] == [
        ("enacting words", ""),
        ("preambular", ""),
        ("enacting words", ""),
        ("heading", "ART1"),
        ("paragraph", "ART1/1"),
    ]
    assert blocks[3].text == article


def test_a_masthead_is_furniture_that_stays_in_the_text():
    masthead = ["United Nations", "A/RES/12/34", "General Assembly", "Distr.: General", "5 May 2003"]
    text = "\n\n".join([*masthead, "12/34. Rivers", "The General Assembly,"])
    kinds = [block.kind.value for block in read(text, "en").blocks]
    assert kinds == ["furniture"] * 5 + ["title", "enacting words"]


def test_the_label_of_the_markup_wins_over_the_text():
    raw = RawDocument(
        blocks=(
            RawBlock(RawKind.LIST_ITEM, "5. lines are drawn.", Place(0, 19), label="1.", level=1),
            RawBlock(RawKind.PARAGRAPH, "They are long.", Place(20, 34), label="2 (1) (a)"),
        )
    )
    blocks = structure_document(raw, "en").blocks
    assert [(b.label, b.path, b.text) for b in blocks] == [
        ("1.", "P1", "5. lines are drawn."),
        ("2 (1) (a)", "P2/1/a", "They are long."),
    ]


def test_references_keep_their_place_when_the_label_goes():
    raw = read_plain_text(
        Path("x.txt"), "The General Assembly,\n\n1. Recalls the Charter1 of old;\n\n____\n1 Of 1900.\n"
    )
    block = structure_document(raw, "en").blocks[1]
    assert block.text == "Recalls the Charter of old;"
    assert block.references == (FootnoteReference("1", 19, 0),)


def test_missing_operative_numbers_are_reported():
    notes = read("The General Assembly,\n\n1. Decides so;\n\n4. Decides more.\n", "en").notes
    assert [(note.severity, note.message) for note in notes] == [
        ("warning", "operative paragraphs are missing: 2, 3")
    ]


NOT_WHAT_IT_SEEMS = [
    "the General Assembly has decided,",
    "The General Assembly decided to meet.",
    "General Assembly",
    "Генеральная Ассамблея",
    "大会",
    "الجمعية العامة",
]


@pytest.mark.parametrize("text", NOT_WHAT_IT_SEEMS)
def test_naming_an_organ_enacts_nothing(text):
    language = {"Г": "ru", "大": "zh", "ا": "ar"}.get(text[0], "en")
    assert [b.kind for b in read(f"{text}\n", language).blocks] != [BlockKind.ENACTING_WORDS]


def seed(shared_data: Path) -> Structure:
    return read((shared_data / "seed/000_f5a6619dfb9974a0.txt").read_text(encoding="utf-8"), "fr")


def test_the_seed_has_all_its_parts(shared_data):
    structure = seed(shared_data)
    assert Counter(block.kind.value for block in structure.blocks) == {
        "source note": 1,
        "title": 1,
        "enacting words": 1,
        "preambular": 10,
        "operative": 15,
        "closing": 2,
    }
    operative = [block for block in structure.blocks if block.kind is BlockKind.OPERATIVE]
    assert [block.label for block in operative] == [f"{number}." for number in range(1, 16)]
    assert [block.path for block in operative] == [f"OP{number}" for number in range(1, 16)]
    assert [block.text for block in structure.blocks[-2:]] == ["70e séance plénière", "18 décembre 2013"]
    assert structure.notes == ()


def test_the_footnote_of_the_seed_is_referred_to_from_two_places(shared_data):
    structure = seed(shared_data)
    assert [(f.label, f.text) for f in structure.footnotes] == [("1", "Résolution 60/288.")]
    preambular = [block for block in structure.blocks if block.kind is BlockKind.PREAMBULAR]
    referring = [block for block in structure.blocks if block.references]
    assert referring == [preambular[2], next(b for b in structure.blocks if b.path == "OP13")]
    for block in referring:
        assert [(r.mark, r.footnote) for r in block.references] == [("1", 0)]
        assert block.text[: block.references[0].offset].endswith("des Nations Unies")


def test_operative_13_of_the_seed_is_whole(shared_data):
    block = next(b for b in seed(shared_data).blocks if b.path == "OP13")
    assert block.text.startswith("Remercie les États Membres qui ont soutenu")
    assert block.text.endswith("antiterroriste mondiale des Nations Unies ;")


@pytest.mark.parametrize(
    ("number", "kinds", "footnotes"),
    [
        ("0067_1949", {"preambular": 8, "operative": 6, "item": 11, "paragraph": 1, "closing": 1}, [*"4567"]),
        ("0375_1975", {"preambular": 1, "operative": 1, "closing": 1}, ["49"]),
        ("0441_1978", {"preambular": 1, "operative": 1, "item": 3, "closing": 1}, ["38", "39"]),
        ("0463_1980", {"preambular": 6, "operative": 10, "item": 5, "closing": 1}, ["14"]),
        ("0661_1990", {"preambular": 7, "operative": 11, "item": 7, "closing": 1}, []),
        ("0595_1987", {"preambular": 3, "operative": 1, "closing": 1}, []),
        ("0771_1992", {"source note": 1, "preambular": 4, "operative": 8}, []),
        ("0419_1977", {"preambular": 3, "operative": 8, "closing": 1}, ["72", "73"]),
    ],
)  # fmt: skip
def test_old_resolutions_keep_their_parts_and_footnotes(shared_data, number, kinds, footnotes):
    path = shared_data / "unsc_en" / f"S_RES_{number}_EN_GOLD.txt"
    structure = read(path.read_text(encoding="utf-8"), "en")
    counted = Counter(block.kind.value for block in structure.blocks)
    ahead = {"title": 1, "enacting words": 1} | ({"source note": 1} if number == "0067_1949" else {})
    assert counted == kinds | ahead
    assert [footnote.label for footnote in structure.footnotes] == footnotes
    referred = {r.footnote for block in structure.blocks for r in block.references}
    assert referred == set(range(len(footnotes)))


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_resolution_55_100_has_the_same_kinds_in_every_language(shared_data, language):
    path = shared_data / "un_ga_res_55_100" / f"UN_A_RES_55_100.{language}.txt"
    blocks = read(path.read_text(encoding="utf-8"), language).blocks
    assert [block.kind.value for block in blocks] == (
        ["title", "source note", *["vote list"] * 3, "title", "enacting words", *["preambular"] * 4]
        + ["operative"] * 4
    )
    assert [block.path for block in blocks if block.path] == ["OP1", "OP2", "OP3", "OP4"]


@pytest.mark.parametrize("language", ["fr", "en", "es", "ru", "ar", "zh"])
@pytest.mark.parametrize("name", ["A_RES_68_187", "accord_archives"])
def test_the_samples_are_read_as_their_gold_says(samples, name, language):
    from corpora.read_document import read_document

    path = next(iter([*samples.glob(f"{name}.{language}.*"), *samples.glob(f"{name}_{language.upper()}.*")]))
    with (samples / "gold" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    expected = [(row["kind"], text) for row in rows if row[language] for text in row[language].split(" ¶ ")]
    document = read_document(path)
    assert document.language == language
    assert [(b.kind.value, b.text) for b in blocks_and_footnotes(document)] == expected


def blocks_and_footnotes(document: Document) -> list:
    return [*document.blocks, *document.footnotes]


@pytest.mark.parametrize(
    ("language", "annex", "article"),
    [
        ("fr", "ANNEXE", "Article premier"),
        ("en", "ANNEX", "Article I"),
        ("es", "ANEXO", "Artículo 1"),
        ("ru", "ПРИЛОЖЕНИЕ", "Статья 1"),
        ("ar", "المرفق", "المادة ١"),
        ("zh", "附件", "第一条"),
    ],
)
def test_labels_that_markup_gives_whole_stand_below_their_article_and_annex(
    language: str, annex: str, article: str
) -> None:
    labels = ("4", "4 (1)", annex, article, "1 (a)", "1 (b)", "2", "2 (a)", "2 (a) (i)")
    raw = RawDocument(
        blocks=tuple(
            RawBlock(RawKind.HEADING, label, Place(k, k + 1))
            if label in (annex, article)
            else RawBlock(
                RawKind.LIST_ITEM, f"… {k}", Place(k, k + 1), label=label, level=label.count(" ") + 1
            )
            for k, label in enumerate(labels)
        )
    )
    paths = [block.path for block in structure_document(raw, language).blocks]
    below = [f"ANNEX1/ART1/{rest}" for rest in ("1/a", "1/b", "2", "2/a", "2/a/i")]
    assert paths == ["P4", "P4/1", "ANNEX1", "ANNEX1/ART1", *below]


@pytest.mark.parametrize(
    ("language", "title", "head", "rule"),
    [
        ("ar", "النظام الداخلي للجنة البحيرات", "أولا - الدورات", "المادة ١"),
        ("zh", "国际湖泊委员会议事规则", "一、会议", "第一条"),
        ("en", "Rules of procedure of the Commission on Lakes", "I. Sessions", "Rule 1"),
        ("fr", "Règlement intérieur de la Commission des lacs", "I. Sessions", "Article premier"),
        ("ru", "Правила процедуры Комиссии по озерам", "I. Сессии", "Правило 1"),
        ("es", "Reglamento de la Comisión sobre los Lagos", "I. Períodos de sesiones", "Artículo 1"),
    ],
)
def test_articles_of_rules_of_procedure_are_rules_below_their_headings(language, title, head, rule):
    second = {"ar": "ثانيا - التصويت", "zh": "二、表决", "en": "II. Voting", "fr": "II. Vote"}
    after = {**second, "ru": "II. Голосование", "es": "II. Votaciones"}[language]
    last = {
        "ar": "المادة ٢",
        "zh": "第二条",
        "en": "Rule 2",
        "fr": "Article 2",
        "ru": "Правило 2",
        "es": "Artículo 2",
    }
    text = "\n\n".join((title, head, rule, after, last[language])) + "\n"
    assert [block.path for block in read(text, language).blocks] == ["", "HI", "RULE1", "HII", "RULE2"]


@pytest.mark.parametrize(
    ("language", "heads", "text"),
    [
        ("en", ("I. Work", "II. Plans", "A. Skills", "B. Funds", "1. Training", "2. Tools"), "The courses"),
        (
            "fr",
            ("I. Travaux", "II. Projets", "A. Moyens", "B. Fonds", "1. Formation", "2. Outils"),
            "Les cours",
        ),
        ("ru", ("I. Работа", "II. Планы", "A. Навыки", "B. Фонды", "1. Обучение", "2. Средства"), "Курсы"),
        (
            "es",
            ("I. Labor", "II. Planes", "A. Medios", "B. Fondos", "1. Formación", "2. Equipo"),
            "Los cursos",
        ),
        ("zh", ("一、工作", "二、计划", "A. 能力", "B. 资金", "1. 培训", "2. 设备"), "课程"),
        (
            "ar",
            ("أولا - العمل", "ثانيا - الخطط", "ألف - القدرات", "باء - الأموال", "١ - التدريب", "٢ - المعدات"),
            "الدورات",
        ),
    ],
)
def test_a_number_below_a_letter_heads_where_paragraphs_count_on(language, heads, text):
    digits, stop = ("١٢٣٤", " - ") if language == "ar" else ("1234", ". ")
    end = "。" if language == "zh" else "."
    one, two, three, four = (f"{digit}{stop}{text} {'x' * 80}{end}" for digit in digits)
    first, second, a, b, training, tools = heads
    written = "\n\n".join((first, one, second, a, training, two, tools, three, b, four)) + "\n"
    paths = [block.path for block in read(written, language).blocks]
    assert paths == ["HI", "P1", "HII", "HII/HA", "HII/HA/H1", "P2", "HII/HA/H2", "P3", "HII/HB", "P4"]


@pytest.mark.parametrize(
    ("language", "signed", "office", "day"),
    [
        ("ar", "(توقيع) أمارا تورين", "السفيرة", "نيويورك، ٣ حزيران/يونيه ٢٠٢٥"),
        ("zh", "阿马拉·托伦（签名）", "大使", "2025年6月3日，纽约"),
        ("en", "(Signed) Amara Toren", "Ambassador", "New York, 3 June 2025"),
        ("fr", "(Signé) Amara Toren", "L’Ambassadrice", "New York, le 3 juin 2025"),
        ("ru", "(Подпись) Амара Торен", "Посол", "Нью-Йорк, 3 июня 2025 года"),
        ("es", "(Firmado) Amara Toren", "Embajadora", "Nueva York, 3 de junio de 2025"),
    ],
)
def test_a_letter_ends_with_its_signature_office_place_and_day(language, signed, office, day):
    body = {
        "zh": "谨请将本函作为安全理事会的文件分发，" * 5 + "。",
        "ar": "أرجو تعميم هذه الرسالة " * 5 + ".",
    }
    text = body.get(language, "Text of the letter, as long as letters are, and a little longer still.")
    blocks = read("\n\n".join((text, day, signed, office)) + "\n", language).blocks
    assert [block.kind for block in blocks[1:]] == [BlockKind.CLOSING] * 3


@pytest.mark.parametrize(
    ("language", "organ", "recital"),
    [
        ("ar", "إن مؤتمر الأمم المتحدة المعني بسماء الليل،", "وإذ يشير إلى الإعلان العالمي لحقوق الإنسان،"),
        ("zh", "联合国夜空问题会议，", "回顾《世界人权宣言》，"),
        ("en", "The United Nations Conference on the Night Sky,", "Recalling the Universal Declaration,"),
        (
            "fr",
            "La Conférence des Nations Unies sur le ciel nocturne,",
            "Rappelant la Déclaration universelle,",
        ),
        ("ru", "Конференция Организации Объединенных Наций по ночному небу,", "ссылаясь на Декларацию,"),
        (
            "es",
            "La Conferencia de las Naciones Unidas sobre el Cielo Nocturno,",
            "Recordando la Declaración,",
        ),
    ],
)
def test_a_conference_that_recites_adopts_a_resolution(language, organ, recital):
    kinds = [block.kind for block in read(f"{organ}\n\n{recital}\n", language).blocks]
    assert kinds == [BlockKind.ENACTING_WORDS, BlockKind.PREAMBULAR]
