"""Results for scripts: as records that JSON takes, and as tables of polars.

    hits = memory.search("financement du terrorisme")
    hexapla.to_frame(hits).write_csv("hits.csv")

Takes lists of `Hit`, `SearchAnswer`, `ConcordanceHit`, `RenderingTable`, `Match` and `KeptFinding`. Records
have the numbers as the results have them: scores with six decimals, probabilities and scores of spans with
three, shares with four.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import polars as pl

from tm.concordance import ConcordanceHit
from tm.concordancing.rendering_tables import RenderingTable
from tm.errors import QueryError
from tm.flat_rows import FLAT_TABLES, FlatTable
from tm.json_records import (
    answer_record,
    concordance_record,
    hit_record,
    match_record,
    renderings_record,
)
from tm.kept_findings import KeptFinding, finding_record
from tm.matching.match import Match
from tm.search import Hit
from tm.search_batches import SearchAnswer

Record = dict[str, Any]

_RECORDS: dict[type[Any], Callable[[Any], Record]] = {
    Hit: hit_record,
    SearchAnswer: answer_record,
    ConcordanceHit: concordance_record,
    RenderingTable: renderings_record,
    Match: match_record,
    KeptFinding: finding_record,
}


def to_records(results: Iterable[Any]) -> list[Record]:
    """Return each result as a record of the schemas in docs/schemas; raises `QueryError` for other things."""
    return [_known(type(result), _RECORDS)(result) for result in results]


def to_json(results: Iterable[Any], *, lines: bool = False) -> str:
    """Return the records as a JSON array, or with `lines` as JSON Lines, each with its line end."""
    records = to_records(results)
    if lines:
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return json.dumps(records, ensure_ascii=False, indent=1)


def to_frame(
    results: Sequence[Any], kind: type[Any] | None = None, *, languages: Sequence[str] | None = None
) -> pl.DataFrame:
    """Return a table with a row a result, its columns those of docs/concordance.md, flat.

    `kind` is the type of the results, needed where there may be none: an empty table has the same columns.
    `languages` are those that have columns (`text_fr` ...), None for all that the results have, sorted. Of
    `RenderingTable` a row is a rendering, of `SearchAnswer` a hit, or a query without any. Raises
    `QueryError` for results that are no results, or not all of one type.
    """
    if kind is None:
        if not results:
            raise QueryError("An empty list does not say what it is of. Name it: to_frame([], Hit).")
        kind = type(results[0])
    if any(type(result) is not kind for result in results):
        raise QueryError(f"Not all results are of the type {kind.__name__}: make a table of each type.")
    table: FlatTable = _known(kind, FLAT_TABLES)
    codes = table.languages_of(results) if languages is None else tuple(languages)
    rows = [row for result in results for row in table.rows(result, codes)]
    return pl.DataFrame(rows, schema=table.schema(codes), orient="row")


def _known(kind: type[Any], known: dict[type[Any], Any]) -> Any:
    if kind not in known:
        names = ", ".join(one.__name__ for one in known)
        raise QueryError(f"{kind.__name__} is no type of result. Known are: {names}.")
    return known[kind]
