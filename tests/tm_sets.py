"""Aligned sets made by hand for the tests of tm: six languages, every kind of row."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

from align.beads import AlignedSet, Row, SentenceRow
from corpora.documents import Block, BlockKind, Document, Place

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
DATE = datetime.date(2013, 12, 18)

TITLE = {
    "fr": "Mesures visant à protéger les rivières",
    "en": "Measures to protect rivers",
    "es": "Medidas para proteger los ríos",
    "ru": "Меры по охране рек",
    "zh": "保护河流的措施",
    "ar": "تدابير حماية الأنهار",
}
RECITAL = {
    "fr": "Consciente que les rivières donnent de l'eau potable à des millions de personnes,",
    "en": "Aware that rivers provide drinking water to millions of people,",
    "es": "Consciente de que los ríos proporcionan agua potable a millones de personas,",
    "ru": "сознавая, что реки дают питьевую воду миллионам людей,",
    "zh": "意识到河流为数百万人提供饮用水，",
    "ar": "وإذ تدرك أن الأنهار توفر مياه الشرب لملايين الناس،",
}
FIRST = {
    "fr": "Demande aux États de réduire les rejets d'eaux usées. Elle souligne l'urgence ;",
    "en": "Calls upon States to reduce discharges of waste water. It stresses the urgency;",
    "es": "Pide a los Estados que reduzcan los vertidos de aguas residuales. Subraya la urgencia;",
    "ru": "призывает государства сократить сброс сточных вод. Она подчеркивает срочность;",
    "zh": "呼吁各国减少废水排放。大会强调紧迫性；",
    "ar": "تهيب بالدول أن تخفض تصريف المياه المستعملة. وتشدد على الإلحاح؛",
}
FIRST_SENTENCES = (
    {
        "fr": "Demande aux États de réduire les rejets d'eaux usées.",
        "en": "Calls upon States to reduce discharges of waste water.",
        "es": "Pide a los Estados que reduzcan los vertidos de aguas residuales.",
        "ru": "призывает государства сократить сброс сточных вод.",
        "zh": "呼吁各国减少废水排放。",
        "ar": "تهيب بالدول أن تخفض تصريف المياه المستعملة.",
    },
    {
        "fr": "Elle souligne l'urgence ;",
        "en": "It stresses the urgency;",
        "es": "Subraya la urgencia;",
        "ru": "Она подчеркивает срочность;",
        "zh": "大会强调紧迫性；",
        "ar": "وتشدد على الإلحاح؛",
    },
)
SECOND = {
    "fr": "Prie le Secrétaire général de publier un rapport ;",
    "en": "Requests the Secretary-General to publish a report;",
    "es": "Pide al Secretario General que publique un informe;",
    "ru": "просит Генерального секретаря опубликовать доклад;",
    "zh": "请秘书长发表一份报告；",
    "ar": "تطلب إلى الأمين العام أن ينشر تقريرا؛",
}
THIRD = {
    "fr": "Décide de rester saisie de la question.",
    "en": "Decides to remain seized of the matter.",
    "es": "Decide seguir ocupándose de la cuestión.",
    "ru": "постановляет продолжать заниматься этим вопросом.",
    "zh": "决定继续处理此案。",
    "ar": "تقرر أن تبقي المسألة قيد نظرها.",
}
ANNEX = {
    "fr": "Liste des rivières",
    "en": "List of rivers",
    "es": "Lista de ríos",
    "ru": "Перечень рек",
    "zh": "河流名单",
    "ar": "قائمة الأنهار",
}
FOOTNOTE = {
    "fr": "Voir le document A/68/12 & ses annexes <1>.",
    "en": "See document A/68/12 & its annexes <1>.",
    "es": "Véase el documento A/68/12 & sus anexos <1>.",
    "ru": "См. документ A/68/12 & приложения <1>.",
    "zh": "见 A/68/12 号文件 & 附件 <1>。",
    "ar": "انظر الوثيقة A/68/12 & مرفقاتها <1>.",
}
ENGLISH_ONLY = "The President made a statement before the vote."


def block(kind: BlockKind, text: str, path: str = "", label: str = "", *, start: int = 0) -> Block:
    return Block(kind, text, Place(start, start + len(text), page=1 + start // 100), label, path)


def document(
    language: str, blocks: Sequence[Block], footnotes: Sequence[Block] = (), symbol: str | None = None
) -> Document:
    return Document(
        path=Path("docs", f"rivers.{language}.txt"),
        sha256=(language * 32)[:64],
        language=language,
        symbol=symbol,
        blocks=tuple(blocks),
        footnotes=tuple(footnotes),
        title=TITLE.get(language),
        date=DATE,
    )


def rivers(name: str = "rivers", symbol: str | None = "A/RES/68/999") -> AlignedSet:
    """A resolution in six languages, pivot French; English has a block of its own; 2 and 3 are one row."""
    documents = {language: _rivers_document(language, symbol) for language in LANGUAGES}
    rows = [_row(0, 0), _row(1, 1), _row(2, 2, sentences=_first_sentences())]
    only_english = {code: ((3, 4) if code == "en" else (3, 3)) for code in LANGUAGES}
    rows.append(Row(ranges=only_english, probability=0.4, flags=("no pivot",)))
    rows.append(_row(3, 4, size=2))
    rows.append(_row(5, 6))
    rows.append(_row(6, 7))
    rows.append(_row(0, 0, stream="footnotes"))
    return AlignedSet(name=name, pivot="fr", documents=documents, rows=tuple(rows))


def _rivers_document(language: str, symbol: str | None) -> Document:
    blocks = [
        block(BlockKind.TITLE, TITLE[language]),
        block(BlockKind.PREAMBULAR, RECITAL[language], start=50),
        block(BlockKind.OPERATIVE, FIRST[language], "OP1", "1.", start=150),
    ]
    if language == "en":
        blocks.append(block(BlockKind.PARAGRAPH, ENGLISH_ONLY, start=250))
    blocks += [
        block(BlockKind.OPERATIVE, SECOND[language], "OP2", "2.", start=350),
        block(BlockKind.OPERATIVE, THIRD[language], "OP3", "3.", start=450),
        block(BlockKind.HEADING, ANNEX[language], "ANNEX1", "Annexe", start=550),
        block(BlockKind.PARAGRAPH, f"{ANNEX[language]} (1)", start=650),
    ]
    footnotes = [block(BlockKind.FOOTNOTE, FOOTNOTE[language], label="1", start=750)]
    return document(language, blocks, footnotes, symbol)


def _row(
    start: int, english: int, *, size: int = 1, stream: str = "body", sentences: Sequence[SentenceRow] = ()
) -> Row:
    """A row in all six languages; probabilities .91 (ar) to .95 (zh), by alphabet."""
    ranges = dict.fromkeys(LANGUAGES, (start, start + size)) | {"en": (english, english + size)}
    others = [code for code in LANGUAGES if code != "fr"]
    probabilities = {code: 0.91 + 0.01 * number for number, code in enumerate(others)}
    return Row(
        ranges=ranges,
        probability=0.91,
        stream=stream,
        probabilities=probabilities,
        rules=dict.fromkeys(others, "label"),
        sentences=tuple(sentences),
    )


def _first_sentences() -> list[SentenceRow]:
    others = [code for code in LANGUAGES if code != "fr"]
    return [SentenceRow(texts, 0.8, dict.fromkeys(others, 0.8)) for texts in FIRST_SENTENCES]


def simple_set(
    name: str, texts: Sequence[Mapping[str, str]], *, pivot: str = "fr", symbol: str | None = None
) -> AlignedSet:
    """Paragraphs labelled 1, 2 ...; row i joins `texts[i]` in the languages it has; probability .9."""
    languages = sorted({language for row in texts for language in row})
    blocks: dict[str, list[Block]] = {language: [] for language in languages}
    rows = []
    for number, row in enumerate(texts, start=1):
        ranges = {}
        for language in languages:
            at = len(blocks[language])
            if language in row:
                blocks[language].append(
                    block(BlockKind.OPERATIVE, row[language], f"OP{number}", f"{number}.")
                )
            ranges[language] = (at, len(blocks[language]))
        others = {language: 0.9 for language in row if language != pivot}
        rows.append(Row(ranges=ranges, probability=0.9, probabilities=others))
    documents = {language: document(language, blocks[language], symbol=symbol) for language in languages}
    return AlignedSet(name=name, pivot=pivot, documents=documents, rows=tuple(rows))
