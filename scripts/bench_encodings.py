"""Measure how encodings are told from bytes: whether the text is right and the confidence honest.

    python scripts/bench_encodings.py --data ../shared/data [--samples 300] [--json FILE]

Passages of the corpora are cut to 3 to 2000 characters, written in the legacy tables of their language and
read back without being told the table. A reading is right if the text is; which of two tables that give the
same text is named does not matter. Passages without a character beyond ASCII, or that the table cannot
write, are left out. Prints Markdown: share of right readings and mean confidence by
language and table, by length, and the expected calibration error (ten bins).
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpora.encodings import decode_text
from corpora.errors import CorporaError
from corpora.read_document import read_document

TABLES = {
    "ar": ("cp1256", "iso8859-6"),
    "zh": ("gb18030", "big5"),
    "en": ("cp1252", "iso8859-1"),
    "fr": ("cp1252", "iso8859-1", "mac-roman"),
    "ru": ("cp1251", "koi8-r", "iso8859-5", "cp866"),
    "es": ("cp1252", "iso8859-1", "mac-roman"),
}
LENGTHS = (3, 5, 10, 20, 40, 100, 400, 2000)
SOURCES = ("un_ga_res_55_100/*.txt", "udhr/*.txt", "seed/*.html", "cc_legalcode/*.html")


@dataclass(frozen=True)
class Reading:
    """One passage read back; `confidence` is 0 where nothing was read, which counts as wrong."""

    language: str
    table: str
    length: int
    right: bool
    confidence: float


def passages(data: Path) -> dict[str, list[str]]:
    """Running text of each language, a document each."""
    found: dict[str, list[str]] = defaultdict(list)
    for pattern in SOURCES:
        for path in sorted(data.glob(pattern)):
            try:
                document = read_document(path)
            except CorporaError:
                continue
            if document.language in TABLES:
                found[document.language].append("\n".join(block.text for block in document.blocks))
    return found


def readings(texts: dict[str, list[str]], samples: int, seed: int) -> Iterator[Reading]:
    """Cut, write and read back `samples` passages for each table and length."""
    draw = random.Random(seed)
    for language, tables in TABLES.items():
        for table in tables:
            for length in LENGTHS:
                for _ in range(samples):
                    text = draw.choice(texts[language])
                    start = draw.randrange(max(1, len(text) - length))
                    passage = text[start : start + length].strip()
                    data = passage.encode(table, "ignore")
                    wanted = data.decode(table)
                    if wanted.isascii() or len(wanted) < 0.9 * len(passage):
                        continue
                    yield _read(language, table, length, data, wanted)


def _read(language: str, table: str, length: int, data: bytes, wanted: str) -> Reading:
    try:
        text, encoding = decode_text(Path("passage.txt"), data)
    except CorporaError:
        return Reading(language, table, length, right=False, confidence=0.0)
    return Reading(language, table, length, right=text == wanted, confidence=encoding.confidence)


def calibration_error(found: list[Reading]) -> float:
    """Mean over ten bins of confidence of |share right - mean confidence|, weighted by their sizes."""
    bins: dict[int, list[Reading]] = defaultdict(list)
    for reading in found:
        bins[min(9, int(reading.confidence * 10))].append(reading)
    gaps = [abs(sum(r.right - r.confidence for r in group)) for group in bins.values()]
    return sum(gaps) / len(found)


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--samples", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    found = list(readings(passages(arguments.data), arguments.samples, arguments.seed))
    rows = [
        (f"{language} {table}", [r for r in found if (r.language, r.table) == (language, table)])
        for language, tables in TABLES.items()
        for table in tables
    ]
    rows += [(f"{length} characters", [r for r in found if r.length == length]) for length in LENGTHS]
    rows += [("all", found)]
    print("| passages | count | right | confidence |\n|---|---|---|---|")
    for name, group in rows:
        right = sum(r.right for r in group) / len(group)
        print(
            f"| {name} | {len(group)} | {right:.4f} | {sum(r.confidence for r in group) / len(group):.4f} |"
        )
    print(f"\nExpected calibration error: {calibration_error(found):.4f}")
    if arguments.json:
        arguments.json.write_text(json.dumps([vars(reading) for reading in found]), encoding="utf-8")


if __name__ == "__main__":
    main()
