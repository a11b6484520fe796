"""How sure a kind is depends on what told it: markup, label, set phrase, opening words, shape, place."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.documents import Block, BlockKind
from corpora.kind_evidence import Ground, kind_probability
from corpora.kind_probabilities import KIND_PROBABILITIES, UNSEEN
from corpora.read_document import read_document

# Enacting words, a recital by its opening words, one by its place alone, an operative paragraph.
RESOLUTIONS = {
    "ar": (
        "إن الجمعية العامة،",
        "إذ تشير إلى قرارها السابق،",
        "والسلام غاية الشعوب كلها،",
        "١ - تقرر عقد الاجتماع.",
    ),
    "zh": ("大会，", "回顾其以往决议，", "和平是各国人民的愿望，", "1. 决定召开会议。"),
    "en": (
        "The General Assembly,",
        "Recalling its earlier resolution,",
        "Peace being the wish of all,",
        "1. Decides to meet.",
    ),
    "fr": (
        "L’Assemblée générale,",
        "Rappelant sa résolution antérieure,",
        "La paix étant le vœu de tous,",
        "1. Décide de se réunir.",
    ),
    "ru": (
        "Генеральная Ассамблея,",
        "ссылаясь на свою резолюцию,",
        "мир остаётся надеждой всех народов,",
        "1. постановляет собраться.",
    ),
    "es": (
        "La Asamblea General,",
        "Recordando su resolución anterior,",
        "La paz es el deseo de todos,",
        "1. Decide reunirse.",
    ),
}


def read(tmp_path: Path, language: str, *paragraphs: str) -> tuple[Block, ...]:
    path = tmp_path / f"a.{language}.txt"
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return read_document(path, language).blocks


@pytest.mark.parametrize("language", RESOLUTIONS)
def test_each_block_has_the_share_of_what_told_its_kind(language: str, tmp_path: Path) -> None:
    blocks = read(tmp_path, language, *RESOLUTIONS[language])
    assert [(block.kind, block.kind_probability) for block in blocks] == [
        (BlockKind.ENACTING_WORDS, KIND_PROBABILITIES[BlockKind.ENACTING_WORDS, "set phrase"]),
        (BlockKind.PREAMBULAR, KIND_PROBABILITIES[BlockKind.PREAMBULAR, "opening words"]),
        (BlockKind.PREAMBULAR, KIND_PROBABILITIES[BlockKind.PREAMBULAR, "place"]),
        (BlockKind.OPERATIVE, KIND_PROBABILITIES[BlockKind.OPERATIVE, "label"]),
    ]


def test_markup_tells_a_heading_more_surely_than_its_shape(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<h1>Act</h1><h2>Scope</h2><p>This Act applies to all persons.</p>", encoding="utf-8")
    marked = read_document(page, "en").blocks[1]
    shaped = read(tmp_path, "en", "Act", "Scope", "This Act applies to all persons.")[1]
    assert marked.kind is shaped.kind is BlockKind.HEADING
    assert marked.kind_probability > shaped.kind_probability


def test_shares_are_probabilities_and_what_was_never_seen_is_even() -> None:
    assert len(KIND_PROBABILITIES) >= 20
    assert all(0 < share <= 1 for share in KIND_PROBABILITIES.values())
    assert {ground for _, ground in KIND_PROBABILITIES} <= {ground.value for ground in Ground}
    assert kind_probability(BlockKind.VOTE_LIST, Ground.OPENING) == UNSEEN == 0.5
