"""What several versions say together: rows that were split, numbers inside chained labels, label values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from align.beads import AlignedSet, Row
from align.findings import find_in_set
from align.label_values import numbering_style, path_values
from corpora.documents import Block, BlockKind, Document, Place

TEXTS = {
    "fr": "Invite les États à répondre ;", "en": "Invites States to reply;", "es": "Invita a los Estados;",
    "ru": "предлагает государствам ответить;", "ar": "تدعو الدول إلى الرد؛", "zh": "邀请各国答复；",
}  # fmt: skip


def made(blocks: Mapping[str, tuple[Block, ...]], *rows: Row) -> AlignedSet:
    documents = {
        code: Document(Path(f"made.{code}.txt"), "0" * 64, code, None, own) for code, own in blocks.items()
    }
    return AlignedSet(name="made", pivot="fr", documents=documents, rows=rows)


def paragraph(language: str, label: str = "", path: str = "") -> Block:
    return Block(BlockKind.PARAGRAPH, TEXTS[language], Place(0, 0), label, path)


def test_what_the_pivot_leaves_out_is_one_omission_even_where_the_others_are_in_two_rows() -> None:
    blocks = {code: (paragraph(code),) * (1 if code == "fr" else 2) for code in TEXTS}
    sure = dict.fromkeys([code for code in TEXTS if code != "fr"], 0.99)
    blocks = {code: tuple(Block(b.kind, f"{b.text} {k}", b.place) for k, b in enumerate(own))
              for code, own in blocks.items()}  # fmt: skip
    aligned = made(
        blocks,
        Row(dict.fromkeys(TEXTS, (0, 1)), 0.99, probabilities=sure),
        Row({"en": (1, 2), "es": (1, 2), "ru": (1, 2)}, 0.95),
        Row({"ar": (1, 2), "zh": (1, 2)}, 0.93),
    )
    (finding,) = find_in_set(aligned)
    assert (finding.kind.value, finding.language, finding.place.blocks) == ("omitted", "fr", (1, 1))
    assert finding.evidence == (
        "A paragraph that English and the 4 other versions have, French has not (probability 0.930)."
    )


@pytest.mark.parametrize("language", [code for code in TEXTS if code != "fr"])
def test_a_label_that_shows_several_numbers_is_compared_in_all_of_them(language: str) -> None:
    blocks = {
        "fr": (paragraph("fr", "2.3 (1) b)", "P2.3/1/b"),),
        language: (paragraph(language, "2.3 (2) (b)", "P2.3/2/b"),),
    }
    row = Row({"fr": (0, 1), language: (0, 1)}, 0.99, probabilities={language: 0.99})
    (finding,) = find_in_set(made(blocks, row))
    assert (finding.kind.value, finding.language) == ("renumbered", language)
    inside = {code: (paragraph(code, "(b)", block.path),) for code, (block,) in blocks.items()}
    assert find_in_set(made(inside, row)) == []


@pytest.mark.parametrize(
    ("path", "depth", "values"),
    [
        ("OP12", 1, {(12,)}),
        ("OP12/a", 1, {(1,)}),
        ("OP12/i", 1, {(9,), (1,)}),
        ("OP12/a", 2, {(12, 1)}),
        ("P2.3/2/b", 3, {(2, 3, 2, 2)}),
        ("HII", 1, {(2,)}),
        ("ANNEX1/ART3", 1, {(3,)}),
        ("ART3", 4, {(3,)}),
        ("", 1, set()),
        ("P*", 1, set()),
    ],
)
def test_the_last_segments_of_a_path_have_values(path: str, depth: int, values: set[tuple[int, ...]]) -> None:
    assert path_values(path, depth) >= values
    assert bool(path_values(path, depth)) == bool(values)


def test_the_style_of_a_number_is_that_of_the_last_segment() -> None:
    paths = ("OP12", "OP12/a", "HII", "P2.1/3", "")
    assert [numbering_style(path) for path in paths] == ["digits", "letters", "letters", "digits", ""]
