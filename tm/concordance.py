"""Concordance: a phrase in its context, with the counterparts in other languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import polars as pl

from tm.concordancing.indexed_phrases import candidate_rows
from tm.concordancing.phrase_patterns import Phrase, occurrence_spans
from tm.concordancing.row_reading import read_rows
from tm.units import LEVELS

# Rows read at a time.
_ROWS_AT_A_TIME = 16_384
# At first fewer: who asks for a few occurrences should not wait for all.
_FIRST_ROWS = 256
# Where more than this share of the rows may have the phrase, reading all of them in order is faster.
_MOST_CANDIDATES = 0.2
_COLUMNS = ("unit_id", "level", "language", "text", "document", "path", "page", "unit_probability")

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CounterpartSpan:
    """Where the counterpart of a phrase stands in a text: half-open characters, and how sure that is.

    `score` in [0, 1] is the probability that most of what stands there renders the phrase
    (`tm.concordancing.counterparts`).
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class ConcordanceHit:
    """One occurrence of a phrase.

    `left + match + right` is the whole text of the unit in `language`, as in the original. `counterparts`
    holds the texts of the unit in the languages asked for, where they exist; `spans` by language where in
    them the phrase is rendered, without those where that is not sure, and empty unless it was asked for.
    `page` counts from 1, `probability` is that of the unit.
    """

    unit_id: str
    language: str
    left: str
    match: str
    right: str
    counterparts: dict[str, str]
    document: str
    path: str
    page: int | None
    probability: float
    spans: dict[str, CounterpartSpan] = field(default_factory=dict)

    def rendering(self, language: str) -> str | None:
        """Return the words that render the phrase in a language; None where that is not sure."""
        span = self.spans.get(language)
        return None if span is None else self.counterparts[language][span.start : span.end]


def find_phrase(
    units: pl.LazyFrame,
    phrase: Phrase,
    *,
    language: str,
    show: Sequence[str],
    limit: int | None,
    languages: int,
    part: Any | None = None,
) -> list[ConcordanceHit]:
    """Return the occurrences in the paragraphs of `language`, in order, at most `limit`.

    `languages` is how many the table has. `part` is the lexical index of these paragraphs: with it only rows
    are read that may have the phrase. The occurrences are the same without.
    """
    height = int(units.select(pl.len()).collect().item())
    rows = None if part is None else candidate_rows(part, phrase)
    if rows is not None and len(rows) > _MOST_CANDIDATES * height:
        rows = None
    records = _all_rows(units, height, language) if rows is None else _some_rows(units, rows)
    found = list(islice(_occurrences(records, phrase), limit))
    texts = _texts_beside(units, height, sorted({row for row, _, _ in found}), show, reach=languages - 1)
    return [_hit(record, span, language, texts) for _, record, span in found]


def _occurrences(
    records: Iterator[tuple[int, Record]], phrase: Phrase
) -> Iterator[tuple[int, Record, tuple[int, int]]]:
    for row, record in records:
        for span in occurrence_spans(phrase, record["text"]):
            yield row, record, span


def _all_rows(units: pl.LazyFrame, height: int, language: str) -> Iterator[tuple[int, Record]]:
    of_language = (pl.col("level") == LEVELS[0]) & (pl.col("language") == language)
    for first in range(0, height, _ROWS_AT_A_TIME):
        part = units.slice(first, _ROWS_AT_A_TIME).select(_COLUMNS).with_row_index("row", first)
        for record in part.filter(of_language).collect().iter_rows(named=True):
            yield record["row"], record


def _some_rows(units: pl.LazyFrame, rows: Sequence[int]) -> Iterator[tuple[int, Record]]:
    first, size = 0, _FIRST_ROWS
    while first < len(rows):
        chosen = rows[first : first + size]
        records = read_rows(units.select(_COLUMNS), set(chosen))
        yield from ((row, records[row]) for row in chosen)
        first, size = first + size, min(4 * size, _ROWS_AT_A_TIME)


def _texts_beside(
    units: pl.LazyFrame, height: int, rows: Sequence[int], show: Sequence[str], *, reach: int
) -> dict[str, dict[str, str]]:
    """Return the texts of the units of these rows by language: the variants of a unit are neighbours."""
    texts: dict[str, dict[str, str]] = {}
    for first in range(0, len(rows), _ROWS_AT_A_TIME):
        chosen = rows[first : first + _ROWS_AT_A_TIME]
        around = {near for row in chosen for near in range(max(0, row - reach), min(height, row + reach + 1))}
        records = read_rows(units.select("unit_id", "language", "text"), around)
        wanted = {records[row]["unit_id"] for row in chosen}
        for record in records.values():
            if record["unit_id"] in wanted:
                texts.setdefault(record["unit_id"], {})[record["language"]] = record["text"]
    return {
        unit_id: {code: found[code] for code in show if code in found} for unit_id, found in texts.items()
    }


def _hit(
    record: Record, span: tuple[int, int], language: str, texts: Mapping[str, Mapping[str, str]]
) -> ConcordanceHit:
    text, (start, end) = record["text"], span
    return ConcordanceHit(
        unit_id=record["unit_id"],
        language=language,
        left=text[:start],
        match=text[start:end],
        right=text[end:],
        counterparts=dict(texts[record["unit_id"]]),
        document=record["document"],
        path=record["path"],
        page=record["page"],
        probability=record["unit_probability"],
    )
