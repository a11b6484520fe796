"""The gold of counterparts (tests/cases/concordance/counterparts.tsv) as cases, and how a span is judged."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

import hexapla
from tm.concordancing.counterpart_words import token_range, tokens_of
from tm.concordancing.phrase_patterns import compile_phrase, occurrence_spans

PIVOT, OTHERS = "fr", ("en", "es", "ru", "ar", "zh")
GOLD = Path(__file__).resolve().parent.parent / "tests" / "cases" / "concordance" / "counterparts.tsv"


@dataclass(frozen=True)
class Case:
    """A phrase in a unit, and its rendering in another language: characters of it, wherever it stands."""

    number: int
    unit_id: str
    language: str
    phrase: str
    match: tuple[int, int]
    other: str
    renderings: tuple[tuple[int, int], ...]


def read_texts(memory: hexapla.Memory) -> dict[str, dict[str, str]]:
    """The paragraphs of a memory by unit and language."""
    texts: dict[str, dict[str, str]] = {}
    rows = memory.units().filter(pl.col("level") == "paragraph").select("unit_id", "language", "text")
    for unit_id, language, text in rows.collect().iter_rows():
        texts.setdefault(unit_id, {})[language] = text
    return texts


def read_cases(texts: Mapping[str, Mapping[str, str]]) -> Iterator[Case]:
    """Every pair with French, both ways; a phrase that stands several times counts at its first place."""
    with GOLD.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    for number, row in enumerate(rows):
        for other in OTHERS:
            for language, target in ((PIVOT, other), (other, PIVOT)):
                if row[language] and row[target]:
                    of_unit = texts[row["unit_id"]]
                    match = places(row[language], of_unit[language])[0]
                    found = tuple(places(row[target], of_unit[target]))
                    yield Case(number, row["unit_id"], language, row[language], match, target, found)


def places(phrase: str, text: str) -> list[tuple[int, int]]:
    """Where a phrase stands in a text; raises `LookupError` where it does not."""
    found = list(occurrence_spans(compile_phrase(phrase), text))
    if not found:
        raise LookupError(f"{phrase} is not in: {text}")
    return found


def judged(
    span: tuple[int, int] | None, renderings: Sequence[tuple[int, int]], text: str, language: str
) -> tuple[bool, float]:
    """Whether a span is exactly a rendering, in whole words, and the best F1 of the words they share."""
    tokens = tokens_of(text, language)
    own = set(range(*token_range(tokens, *span))) if span else set()
    gold = [set(range(*token_range(tokens, *one))) for one in renderings]
    shared = [2 * len(own & one) / (len(own) + len(one)) for one in gold]
    return any(own == one for one in gold), max(shared)
