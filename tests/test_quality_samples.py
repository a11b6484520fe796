"""The sample corpus from file to rows: every row is that of the gold, in all six languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from align.aligning import align_set
from align.encoders import Encoder
from corpora.read_document import read_document

LANGUAGES = ("fr", "en", "es", "ru", "ar", "zh")
FILES = {
    "A_RES_68_187": {code: f"A_RES_68_187.{code}.txt" for code in LANGUAGES},
    "accord_archives": {
        code: f"accord_archives_{code.upper()}.{'docx' if code in ('es', 'ru') else 'html'}"
        for code in LANGUAGES
    },
}


def gold_rows(samples: Path, name: str) -> set[tuple[tuple[str, ...], ...]]:
    """For each row, for each language, the texts of its blocks."""
    with (samples / "gold" / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {tuple(tuple(filter(None, row[code].split(" ¶ "))) for code in LANGUAGES) for row in rows}


@pytest.mark.parametrize("name", FILES)
def test_the_rows_of_the_samples_are_those_of_the_gold(name: str, samples: Path, encoder: Encoder) -> None:
    documents = {code: read_document(samples / file) for code, file in FILES[name].items()}
    aligned = align_set(name, documents, encoder)
    found = set()
    for row in aligned.rows:
        blocks = {
            code: version.footnotes if row.stream == "footnotes" else version.blocks
            for code, version in documents.items()
        }
        found.add(
            tuple(
                tuple(block.text for block in blocks[code][slice(*row.ranges.get(code, (0, 0)))])
                for code in LANGUAGES
            )
        )
    gold = gold_rows(samples, name)
    wrong = sorted(found - gold)
    assert len(found & gold) >= 0.97 * max(len(gold), len(found)), wrong
