"""Ids of units are addresses."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from align.beads import AlignedSet, Row, SentenceRow
from corpora.documents import Block, BlockKind, Document, Place
from tm.unit_ids import block_names, id_prefix, range_name, row_ids
from tm.units import units_of


def blocks_of(*pairs: tuple[BlockKind, str]) -> list[Block]:
    return [Block(kind, "x", Place(0, 1), path=path) for kind, path in pairs]


def one_language(*blocks: Block, name: str = "set", symbol: str | None = None) -> AlignedSet:
    document = Document(Path("a.fr.txt"), "0" * 64, "fr", symbol, tuple(blocks))
    rows = tuple(Row({"fr": (number, number + 1)}, 1.0) for number in range(len(blocks)))
    return AlignedSet(name, "fr", {"fr": document}, rows)


def test_a_set_in_six_languages_has_these_ids(tm_sets: ModuleType) -> None:
    units = units_of(tm_sets.rivers())
    ids = units["unit_id"].unique(maintain_order=True).to_list()
    assert [unit_id.removeprefix("A/RES/68/999:") for unit_id in ids] == [
        "T1",
        "PP1",
        "OP1",
        "en!PAR1",
        "OP2-3",
        "ANNEX1",
        "ANNEX1/PAR1",
        "FN1",
        "T1.1",
        "PP1.1",
        "OP1.1",
        "OP1.2",
        "en!PAR1.1",
        "OP2-3.1",
        "ANNEX1.1",
        "ANNEX1/PAR1.1",
        "FN1.1",
    ]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["OP2"], "OP2"),
        (["OP2", "OP3"], "OP2-3"),
        (["OP2", "OP3", "OP4"], "OP2-4"),
        (["OP12/a", "OP12/b"], "OP12/a-b"),
        (["OP12", "OP12/a"], "OP12-OP12/a"),
        (["ANNEX1/ART3", "ANNEX1/ART4"], "ANNEX1/ART3-4"),
        (["HI", "HII"], "HI-II"),
        (["PART1", "ART1"], "PART1-ART1"),
        (["P2.1", "P2.2"], "P2.1-2.2"),
        (["", "OP7"], "OP7"),
        (["OP7", ""], "OP7"),
    ],
)
def test_a_row_is_called_after_its_labelled_blocks(paths: list[str], expected: str) -> None:
    names = block_names(blocks_of(*((BlockKind.OPERATIVE, path) for path in paths)))
    assert range_name(names, (0, len(paths))) == expected


def test_unlabelled_blocks_are_numbered_by_kind_and_anew_in_each_annex() -> None:
    names = block_names(
        blocks_of(
            (BlockKind.SOURCE_NOTE, ""),
            (BlockKind.TITLE, ""),
            (BlockKind.ENACTING_WORDS, ""),
            (BlockKind.PREAMBULAR, ""),
            (BlockKind.PREAMBULAR, ""),
            (BlockKind.HEADING, "ANNEX1"),
            (BlockKind.PREAMBULAR, ""),
            (BlockKind.HEADING, "ANNEX2"),
            (BlockKind.TABLE_ROW, ""),
            (BlockKind.CLOSING, ""),
        )
    )
    assert [name for name, _ in names] == [
        "N1",
        "T1",
        "E1",
        "PP1",
        "PP2",
        "ANNEX1",
        "ANNEX1/PP1",
        "ANNEX2",
        "ANNEX2/ROW1",
        "ANNEX2/C1",
    ]


def test_rows_of_unlabelled_blocks_are_ranges_of_their_numbers() -> None:
    names = block_names(blocks_of((BlockKind.PREAMBULAR, ""), (BlockKind.PREAMBULAR, "")))
    assert range_name(names, (0, 2)) == "PP1-2"


def test_the_same_path_twice_gets_a_tilde() -> None:
    blocks = blocks_of(*[(BlockKind.OPERATIVE, "OP1")] * 3)
    assert row_ids(one_language(*blocks)) == ["set:OP1", "set:OP1~2", "set:OP1~3"]


def test_a_sentence_id_never_equals_a_paragraph_id() -> None:
    """Sub-numbers are written with a point as well: P2.1 is a paragraph, and the first sentence of P2."""
    units = units_of(one_language(*blocks_of((BlockKind.PARAGRAPH, "P2"), (BlockKind.PARAGRAPH, "P2.1"))))
    assert units["unit_id"].to_list() == ["set:P2", "set:P2.1", "set:P2.1~2", "set:P2.1.1"]
    assert units["parent_id"].to_list() == [None, None, "set:P2", "set:P2.1"]


@pytest.mark.parametrize(
    ("name", "symbol", "expected"),
    [
        ("rapport final", "S/RES/1373 (2001)", "S/RES/1373(2001)"),
        ("rapport final", None, "rapport_final"),
        ("a:b\u0007", None, "a_b"),
        ("итоговый доклад", None, "итоговый_доклад"),
        ("最后报告", None, "最后报告"),
        ("\u0001", None, "_"),
    ],
)
def test_the_prefix_is_the_symbol_or_the_name_without_spaces(
    name: str, symbol: str | None, expected: str
) -> None:
    assert id_prefix(one_language(*blocks_of((BlockKind.TITLE, "")), name=name, symbol=symbol)) == expected


def test_rows_without_pivot_are_called_after_english_before_any_other() -> None:
    def document(language: str) -> Document:
        blocks = tuple(blocks_of((BlockKind.OPERATIVE, "OP3")))
        return Document(Path(f"{language}.txt"), "0", language, None, blocks)

    documents = {language: document(language) for language in ("ar", "en", "zh")}
    rows = (
        Row({"ar": (0, 1), "en": (0, 1), "zh": (0, 0)}, 0.5),
        Row({"ar": (0, 0), "en": (1, 1), "zh": (0, 1)}, 0.5, sentences=(SentenceRow({"zh": "x"}, 0.5),)),
    )
    assert row_ids(AlignedSet("s", "fr", documents, rows)) == ["s:en!OP3", "s:zh!OP3"]
