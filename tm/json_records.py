"""Results as JSON has them: the records of `--json` and JSON Lines, described in docs/schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tm.concordance import ConcordanceHit
from tm.concordancing.rendering_tables import RenderingCount, RenderingTable
from tm.matching.match import Match
from tm.matching.word_diff import DiffPart
from tm.search import Hit
from tm.search_batches import SearchAnswer

Record = dict[str, Any]


def hit_record(hit: Hit, show: Sequence[str] | None = None) -> Record:
    """Return a hit of a search (docs/schemas/hit.json), with the texts in `show`, None for all."""
    return {
        "unit_id": hit.unit_id,
        "score": hit.score,
        "language": hit.language,
        "matched": hit.matched,
        "set": hit.set_name,
        "symbol": hit.symbol,
        "title": hit.title,
        "document": hit.document,
        "path": hit.path,
        "page": hit.page,
        "probability": hit.probability,
        "legs": {leg.name: {"rank": leg.rank, "score": leg.score} for leg in hit.legs},
        "texts": {code: hit.texts[code] for code in show or sorted(hit.texts) if code in hit.texts},
    }


def answer_record(answer: SearchAnswer, show: Sequence[str] | None = None) -> Record:
    """Return the answer to one query of many (docs/schemas/answer.json)."""
    return {
        "number": answer.number,
        "query": answer.query,
        "languages": None if answer.languages is None else list(answer.languages),
        "error": answer.error,
        "hits": [hit_record(hit, show) for hit in answer.hits],
    }


def concordance_record(hit: ConcordanceHit) -> Record:
    """Return an occurrence of a phrase (docs/schemas/occurrence.json)."""
    return {
        "unit_id": hit.unit_id,
        "language": hit.language,
        "left": hit.left,
        "match": hit.match,
        "right": hit.right,
        "counterparts": dict(hit.counterparts),
        "spans": {code: asdict(span) for code, span in hit.spans.items()},
        "document": hit.document,
        "path": hit.path,
        "page": hit.page,
        "probability": hit.probability,
    }


def renderings_record(table: RenderingTable) -> Record:
    """Return the renderings of a phrase in a language (docs/schemas/renderings.json)."""
    return {
        "phrase": table.phrase,
        "language": table.language,
        "other_language": table.other_language,
        "occurrences": table.occurrences,
        "unsure": table.unsure,
        "missing": table.missing,
        "renderings": [_rendering(one) for one in table.renderings],
    }


def _rendering(one: RenderingCount) -> Record:
    return {
        "text": one.text,
        "count": one.count,
        "share": one.share,
        "score": one.score,
        "forms": dict(one.forms),
        "examples": [
            asdict(example) | {"match": list(example.match), "span": list(example.span)}
            for example in one.examples
        ],
    }


def match_record(match: Match) -> Record:
    """Return a fuzzy match (docs/schemas/match.json)."""
    return {
        "score": match.score,
        "band": match.band,
        "version": match.version,
        "parts": {
            "base": match.base,
            "edits": match.edits,
            "penalties": [{"name": one.name.value, "points": one.points} for one in match.penalties],
            "previous_equal": match.previous_equal,
            "next_equal": match.next_equal,
        },
        "omegat": {
            "stemmed": match.omegat.stemmed,
            "plain": match.omegat.plain,
            "full": match.omegat.full,
        },
        "warnings": list(match.warnings),
        "source_text": match.source_text,
        "target_text": match.target_text,
        "diff": [_diff(part) for part in match.diff],
        "unit_id": match.unit_id,
        "level": match.level,
        "units": match.units,
        "set": match.set_name,
        "symbol": match.symbol,
        "document": match.document,
        "path": match.path,
        "page": match.page,
        "probability": match.probability,
        "via": match.via,
    }


def _diff(part: DiffPart) -> Mapping[str, Any]:
    return {
        "op": part.op.value,
        "query": list(part.query),
        "source": list(part.source),
        "query_span": list(part.query_span),
        "source_span": list(part.source_span),
    }
