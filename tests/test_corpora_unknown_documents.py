"""A document of no known type is read as plain paragraphs, in all formats, and no letter of it is lost."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import docx
import pytest

from corpora.documents import BlockKind, Document
from corpora.read_document import read_document

# A story, a recipe, a notice: nothing that institutions publish.
STORIES = {
    "ar": [
        "كان في القرية طحان عجوز لا يملك من الدنيا إلا طاحونته وحماره.",
        "وفي صباح يوم ماطر طرق بابه رجل غريب يحمل كيسا من القمح، وسأله: بكم تطحن لي هذا؟",
        "قال الطحان إن السعر ثلاثة دراهم، فضحك الغريب ودفع خمسة، ثم جلس قرب النار ينتظر.",
        "ولما توقف المطر خرجا معا إلى الحقل، وكان الهواء باردا والطيور تعود إلى أعشاشها.",
    ],
    "zh": [
        "从前，村里住着一位老磨坊主，他只有一座磨坊和一头驴。",
        "一个下雨的早晨，有个陌生人背着一袋麦子来敲门，问他磨这些要多少钱。",
        "磨坊主说三个铜板，陌生人笑了笑，给了五个，然后坐在火边等着。",
        "雨停了，两人一起走到田里，空气很凉，鸟儿都飞回了巢。",
    ],
    "en": [
        "There was once an old miller who owned nothing in the world but his mill and his donkey.",
        "On a rainy morning a stranger knocked at his door with a sack of wheat and asked what he charged.",
        "The miller said three pennies; the stranger laughed, paid five, and sat down by the fire to wait.",
        "When the rain had stopped they walked out into the field, and the air was cold and full of birds.",
    ],
    "fr": [
        "Il était une fois un vieux meunier qui ne possédait au monde que son moulin et son âne.",
        "Un matin de pluie, un étranger frappa à sa porte avec un sac de blé et lui demanda son prix.",
        "Le meunier répondit trois sous ; l’étranger rit, en donna cinq et s’assit près du feu.",
        "Quand la pluie eut cessé, ils sortirent dans le champ, et l’air était froid et plein d’oiseaux.",
    ],
    "ru": [
        "Жил-был старый мельник, у которого не было на свете ничего, кроме мельницы да осла.",
        "Однажды дождливым утром в дверь постучал незнакомец с мешком пшеницы и спросил, сколько он возьмёт.",
        "Мельник ответил: три гроша; незнакомец засмеялся, дал пять и сел у огня ждать.",
        "Когда дождь кончился, они вышли в поле, и воздух был холодный и полный птиц.",
    ],
    "es": [
        "Había una vez un viejo molinero que no tenía en el mundo más que su molino y su burro.",
        "Una mañana de lluvia llamó a su puerta un forastero con un saco de trigo y le preguntó su precio.",
        "El molinero dijo tres monedas; el forastero se rió, dio cinco y se sentó junto al fuego a esperar.",
        "Cuando dejó de llover salieron al campo, y el aire estaba frío y lleno de pájaros.",
    ],
}
PLAIN = {BlockKind.PARAGRAPH, BlockKind.TITLE, BlockKind.HEADING}


def write(folder: Path, form: str, language: str, paragraphs: list[str]) -> Path:
    path = folder / f"story.{language}.{form}"
    if form == "txt":
        path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    elif form == "html":
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        path.write_text(f'<html lang="{language}"><body>{body}</body></html>', encoding="utf-8")
    elif form == "xml":
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        path.write_text(f'<doc xml:lang="{language}">{body}</doc>', encoding="utf-8")
    else:
        made = docx.Document()
        for paragraph in paragraphs:
            made.add_paragraph(paragraph)
        made.save(str(path))
    return path


def letters(texts: list[str]) -> Counter[str]:
    return Counter(character for text in texts for character in text if character.isalnum())


def all_letters(document: Document) -> Counter[str]:
    blocks = [*document.blocks, *document.footnotes]
    labelled = [
        block.label + " " + block.text if block.label != block.text else block.text for block in blocks
    ]
    marks = [reference.mark for block in blocks for reference in block.references]
    return letters([*labelled, *marks, *(removed.text for removed in document.removed)])


@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize("form", ["txt", "html", "xml", "docx"])
def test_a_story_is_plain_paragraphs(form: str, language: str, tmp_path: Path) -> None:
    document = read_document(write(tmp_path, form, language, STORIES[language]), language)
    assert [block.text for block in document.blocks] == STORIES[language]
    assert {block.kind for block in document.blocks} <= PLAIN
    assert {block.kind for block in document.blocks[1:]} == {BlockKind.PARAGRAPH}
    assert [block.path for block in document.blocks] == [""] * 4


@pytest.mark.parametrize("language", STORIES)
def test_no_letter_is_lost_of_paragraphs_in_any_order(language: str, tmp_path: Path) -> None:
    draw = random.Random(f"story {language}")
    words = " ".join(STORIES[language]).split() if language != "zh" else list("".join(STORIES[language]))
    space = "" if language == "zh" else " "
    odd = ["1.", "(a)", "* * *", "§ 4", "12/3", "A/79/1", "III", "—", "2024", "[1]", "http://example.org/a"]
    for number in range(60):
        paragraphs = [
            space.join(
                draw.choices(words, k=draw.randint(1, 30)) if draw.random() < 0.7 else [draw.choice(odd)]
            )
            for _ in range(draw.randint(1, 12))
        ]
        for form in ("txt", "html", "xml", "docx"):
            folder = tmp_path / str(number)
            folder.mkdir(exist_ok=True)
            document = read_document(write(folder, form, language, paragraphs), language)
            missing = letters(paragraphs) - all_letters(document)
            assert not missing, (form, paragraphs, missing)
