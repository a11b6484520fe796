"""Tables in a plain text become rows; labels, contents and ordinary lines do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.documents import RawKind
from corpora.readers.plain import read_plain_text

TABLES = {
    "ar": ("النشاط", "المكان", "حلقة عمل", "لاباز"),
    "zh": ("活动", "地点", "讲习班", "拉巴斯"),
    "en": ("Activity", "Place", "Workshop", "La Paz"),
    "fr": ("Activité", "Lieu", "Atelier", "La Paz"),
    "ru": ("Мероприятие", "Место", "Практикум", "Ла-Пас"),
    "es": ("Actividad", "Lugar", "Taller", "La Paz"),
}


def rows(text: str) -> list[str]:
    blocks = read_plain_text(Path("x.txt"), text).blocks
    return [block.text for block in blocks if block.kind is RawKind.TABLE_ROW]


@pytest.mark.parametrize("language", TABLES)
@pytest.mark.parametrize("parting", ["\t", " | ", "     "])
def test_neighbouring_lines_of_as_many_cells_are_rows(language: str, parting: str) -> None:
    a, b, c, d = TABLES[language]
    text = f"{a}.\n\n{a}{parting}{b}\n{c}{parting}{d}\n\n{c}.\n"
    assert rows(text) == [f"{a} | {b}", f"{c} | {d}"]


@pytest.mark.parametrize(
    "text",
    [
        "1.\tDecides to meet;\n2.\tRequests a report.\n",
        "(a)\tFish;\n(b)\tBirds;\n",
        "•\tFish;\n•\tBirds;\n",
        "Introduction\t3\nConclusions\t12\n",
        "Only one line\thas a tab.\nThis one has none.\n",
    ],
)
def test_labels_contents_and_single_lines_are_no_rows(text: str) -> None:
    assert rows(text) == []
