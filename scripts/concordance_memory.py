"""A memory of the rows that the gold sets of the data folder align, for bench_concordance.py."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from gold_sets import LANGUAGES
from search_pairs import FAMILIES, read_rows

import hexapla
from align.beads import AlignedSet, Row
from corpora.documents import Block, BlockKind, Document, Place
from tm.memory_folder import write_set
from tm.publication import publish
from tm.units import units_of

PIVOT = "fr"


def write_gold_memory(data: Path, folder: Path) -> None:
    """Publish a memory whose units are the gold rows: ids "sdg:OP1" (first row), "udhr:OP1", ..."""
    rows = read_rows(data)
    for family in FAMILIES:
        write_set(folder, _digest(family), units_of(_aligned(family, rows[family])))
    publish(folder, [_digest(family) for family in FAMILIES], hexapla.load_encoder("default"))


def _digest(family: str) -> str:
    return f"gold_rows_{family.replace('/', '_')}"


def _aligned(family: str, rows: Sequence[Mapping[str, str]]) -> AlignedSet:
    languages = [code for code in LANGUAGES if any(code in row for row in rows)]
    blocks: dict[str, list[Block]] = {code: [] for code in languages}
    made = []
    for number, row in enumerate(rows, start=1):
        ranges = {}
        for code in languages:
            first = len(blocks[code])
            if row.get(code):
                place = Place(0, len(row[code]))
                blocks[code].append(Block(BlockKind.OPERATIVE, row[code], place, f"{number}.", f"OP{number}"))
            ranges[code] = (first, len(blocks[code]))
        probabilities = {code: 1.0 for code in row if code != PIVOT}
        made.append(Row(ranges=ranges, probability=1.0, probabilities=probabilities))
    documents = {
        code: Document(Path(f"{family}.{code}"), (code * 32)[:64], code, None, blocks=tuple(blocks[code]))
        for code in languages
    }
    return AlignedSet(name=family, pivot=PIVOT, documents=documents, rows=tuple(made))


if __name__ == "__main__":
    write_gold_memory(Path(sys.argv[1]), Path(sys.argv[2]))
