"""The records of `hexapla match --json` and `hexapla leverage --json`; schemas: docs/schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tm.json_records import match_record

if TYPE_CHECKING:
    from tm.matching.leverage import BandCount, Leverage, MeasuredSegment
    from tm.matching.match import MatchAnswer, MatchRequest

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
