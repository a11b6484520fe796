"""The records of `hexapla match --json` and `hexapla leverage --json`; schemas: docs/schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tm.matching.leverage import BandCount, Leverage, MeasuredSegment
    from tm.matching.match import Match, MatchAnswer, MatchRequest
    from tm.matching.word_diff import DiffPart

Record = dict[str, object]


def answer_record(answer: MatchAnswer, request: MatchRequest, line: int) -> Record:
    """Return the answer to a query (docs/schemas/match.json); `line` counts queries from 1."""
    return {
        "line": line,
        "query": answer.query,
        "words": answer.words,
        "version": answer.version,
        "source": request.source,
        "target": request.target,
        "threshold": request.threshold,
        "level": request.level,
        "note": answer.note,
        "matches": [match_record(match) for match in answer.matches],
    }


def match_record(match: Match) -> Record:
    """Return one match."""
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


def _diff(part: DiffPart) -> Record:
    return {
        "op": part.op.value,
        "query": list(part.query),
        "source": list(part.source),
        "query_span": list(part.query_span),
        "source_span": list(part.source_span),
    }


def leverage_record(leverage: Leverage, draft: str) -> Record:
    """Return the leverage of a draft (docs/schemas/leverage.json)."""
    return {
        "draft": draft,
        "version": leverage.version,
        "source": leverage.source,
        "target": leverage.target,
        "segments": len(leverage.segments),
        "words": leverage.words,
        "bands": [
            {
                "band": band,
                "memory": _count(leverage.memory, band),
                "draft": _count(leverage.draft, band),
                "best": _count(leverage.best, band),
            }
            for band in leverage.memory
        ],
        "rows": [_segment(one) for one in leverage.segments],
    }


def _count(counts: Mapping[str, BandCount], band: str) -> Record:
    return {"segments": counts[band].segments, "words": counts[band].words}


def _segment(one: MeasuredSegment) -> Record:
    repetition = one.repetition
    return {
        "number": one.number,
        "text": one.segment.text,
        "words": one.words,
        "page": one.segment.page,
        "path": one.segment.path,
        "memory_band": one.memory_band,
        "draft_band": one.draft_band,
        "match": match_record(one.match) if one.match is not None else None,
        "repeats": {"number": repetition.number, "base": repetition.base} if repetition is not None else None,
    }
