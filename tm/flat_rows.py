"""Results as flat rows: the columns of each type of result, and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from align.finding import FindingPlace
from tm.concordance import ConcordanceHit
from tm.concordancing.rendering_tables import RenderingTable
from tm.kept_findings import KeptFinding
from tm.matching.match import Match
from tm.search import Hit
from tm.search_batches import SearchAnswer

Schema = Mapping[str, pl.DataType]
Row = list[Any]

_TEXT, _WHOLE, _REAL, _TRUTH = pl.String(), pl.Int64(), pl.Float64(), pl.Boolean()


@dataclass(frozen=True, slots=True)
class FlatTable:
    """The columns of a type of result: `fixed` ones, and those of each language, by prefix."""

    fixed: Schema
    by_language: Schema
    rows: Callable[[Any, Sequence[str]], Iterable[Row]]
    texts: Callable[[Any], Iterable[str]]

    def schema(self, languages: Sequence[str]) -> dict[str, pl.DataType]:
        """Return the columns for these languages, in order."""
        named = {f"{name}_{code}": kind for code in languages for name, kind in self.by_language.items()}
        return {**self.fixed, **named}

    def languages_of(self, results: Iterable[Any]) -> tuple[str, ...]:
        """Return the languages that any of the results has, sorted."""
        return tuple(sorted({code for result in results for code in self.texts(result)}))


_HIT: Schema = {
    "unit_id": _TEXT, "score": _REAL, "language": _TEXT, "matched": _TEXT, "set": _TEXT, "symbol": _TEXT,
    "title": _TEXT, "document": _TEXT, "path": _TEXT, "page": _WHOLE, "probability": _REAL,
    "dense_rank": _WHOLE, "dense_score": _REAL, "lexical_rank": _WHOLE, "lexical_score": _REAL,
}  # fmt: skip
_OCCURRENCE: Schema = {
    "unit_id": _TEXT, "language": _TEXT, "left": _TEXT, "match": _TEXT, "right": _TEXT, "document": _TEXT,
    "path": _TEXT, "page": _WHOLE, "probability": _REAL,
}  # fmt: skip
_SPAN: Schema = {"text": _TEXT, "rendering": _TEXT, "start": _WHOLE, "end": _WHOLE, "score": _REAL}
_RENDERING: Schema = {
    "phrase": _TEXT, "language": _TEXT, "other_language": _TEXT, "rendering": _TEXT, "count": _WHOLE,
    "share": _REAL, "score": _REAL, "forms": pl.List(pl.String()), "examples": pl.List(pl.String()),
    "occurrences": _WHOLE, "unsure": _WHOLE, "missing": _WHOLE,
}  # fmt: skip
_MATCH: Schema = {
    "score": _WHOLE, "band": _TEXT, "base": _WHOLE, "edits": _WHOLE, "penalties": pl.List(pl.String()),
    "penalty_points": _WHOLE, "previous_equal": _TRUTH, "next_equal": _TRUTH,
    "warnings": pl.List(pl.String()), "source_text": _TEXT, "target_text": _TEXT, "unit_id": _TEXT,
    "level": _TEXT, "units": _WHOLE, "set": _TEXT, "symbol": _TEXT, "document": _TEXT, "path": _TEXT,
    "page": _WHOLE, "probability": _REAL, "via": _TEXT, "version": _TEXT,
}  # fmt: skip
_PLACE: Schema = {
    "document": _TEXT, "label": _TEXT, "path": _TEXT, "page": _WHOLE, "start": _WHOLE, "end": _WHOLE,
    "text": _TEXT,
}  # fmt: skip
_FINDING: Schema = {
    "set": _TEXT, "symbol": _TEXT, "unit_id": _TEXT, "kind": _TEXT, "language": _TEXT, "severity": _TEXT,
    "probability": _REAL, "evidence": _TEXT, "stream": _TEXT, "row": _WHOLE, **_PLACE,
    "counterpart_language": _TEXT, **{f"counterpart_{name}": kind for name, kind in _PLACE.items()},
}  # fmt: skip


def _hit_rows(hit: Hit, languages: Sequence[str]) -> Iterator[Row]:
    legs = {leg.name: leg for leg in hit.legs}
    places = [
        value
        for name in ("dense", "lexical")
        for value in ((legs[name].rank, legs[name].score) if name in legs else (None, None))
    ]
    yield [
        hit.unit_id, hit.score, hit.language, hit.matched, hit.set_name, hit.symbol, hit.title, hit.document,
        hit.path, hit.page, hit.probability, *places, *(hit.texts.get(code) for code in languages),
    ]  # fmt: skip


def _answer_rows(answer: SearchAnswer, languages: Sequence[str]) -> Iterator[Row]:
    if not answer.hits:
        yield [answer.number, answer.query, answer.error, None, *[None] * (len(_HIT) + len(languages))]
    for rank, hit in enumerate(answer.hits, start=1):
        for row in _hit_rows(hit, languages):
            yield [answer.number, answer.query, answer.error, rank, *row]


def _occurrence_rows(hit: ConcordanceHit, languages: Sequence[str]) -> Iterator[Row]:
    row: Row = [
        hit.unit_id, hit.language, hit.left, hit.match, hit.right, hit.document, hit.path, hit.page,
        hit.probability,
    ]  # fmt: skip
    for code in languages:
        span = hit.spans.get(code)
        place = (None, None, None) if span is None else (span.start, span.end, span.score)
        row += [hit.counterparts.get(code), hit.rendering(code), *place]
    yield row


def _rendering_rows(table: RenderingTable, _languages: Sequence[str]) -> Iterator[Row]:
    for one in table.renderings:
        yield [
            table.phrase, table.language, table.other_language, one.text, one.count, one.share, one.score,
            [form for form, _ in one.forms], [example.unit_id for example in one.examples],
            table.occurrences, table.unsure, table.missing,
        ]  # fmt: skip


def _match_rows(match: Match, _languages: Sequence[str]) -> Iterator[Row]:
    yield [
        match.score, match.band, match.base, match.edits, [one.name.value for one in match.penalties],
        sum(one.points for one in match.penalties), match.previous_equal, match.next_equal,
        list(match.warnings), match.source_text, match.target_text, match.unit_id, match.level, match.units,
        match.set_name, match.symbol, match.document, match.path, match.page, match.probability, match.via,
        match.version,
    ]  # fmt: skip


def _finding_rows(kept: KeptFinding, _languages: Sequence[str]) -> Iterator[Row]:
    finding = kept.finding
    yield [
        kept.set_name, kept.symbol, kept.unit_id, finding.kind.value, finding.language,
        finding.severity.value, round(finding.probability, 3), finding.evidence, finding.stream, finding.row,
        *_place(kept.document, finding.place), finding.counterpart.language,
        *_place(kept.counterpart_document, finding.counterpart),
    ]  # fmt: skip


def _place(document: str, place: FindingPlace) -> Row:
    return [document, place.label, place.path, place.page, place.start, place.end, place.text]


def _nothing(_result: object) -> tuple[str, ...]:
    return ()


_ANSWER: Schema = {"number": _WHOLE, "query": _TEXT, "error": _TEXT, "rank": _WHOLE, **_HIT}
FLAT_TABLES: dict[type[Any], FlatTable] = {
    Hit: FlatTable(_HIT, {"text": _TEXT}, _hit_rows, lambda hit: hit.texts),
    SearchAnswer: FlatTable(
        _ANSWER, {"text": _TEXT}, _answer_rows, lambda answer: [c for hit in answer.hits for c in hit.texts]
    ),
    ConcordanceHit: FlatTable(_OCCURRENCE, _SPAN, _occurrence_rows, lambda hit: hit.counterparts),
    RenderingTable: FlatTable(_RENDERING, {}, _rendering_rows, _nothing),
    Match: FlatTable(_MATCH, {}, _match_rows, _nothing),
    KeptFinding: FlatTable(_FINDING, {}, _finding_rows, _nothing),
}
