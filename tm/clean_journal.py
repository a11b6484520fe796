"""A cleaning put into effect: its rejections go into the journal of reviews, signed by the rule."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tm.cleaning import Rejection
from tm.review_journal import Decision, Verdict, decisions, latest, record
from tm.unit_columns import text_hash

REVIEWER = "hexapla clean"


def reject(memory: Path, rejections: Sequence[Rejection], moment: str) -> int:
    """Record the rejections; return how many were new. `moment` is ISO 8601 in UTC."""
    digest = _digest([rejection_record(one) for one in rejections])
    decided = [
        _decision(rejection_record(one), Verdict.REJECT, f"{one.rule}: {one.reason}", digest, row, moment)
        for row, one in enumerate(rejections, start=1)
    ]
    return sum(record(memory, decided))


def restore(memory: Path, records: Sequence[Mapping[str, Any]], moment: str) -> int:
    """Take rejections back, given as the records of a side file: the texts count as accepted by a person.

    Only what is rejected now, as the latest decision about it, is taken back.
    """
    last = latest(decisions(memory))
    records = [one for one in records if _is_rejected(one, last)]
    digest = _digest([*records, {"restored": True}])
    decided = [
        _decision(one, Verdict.ACCEPT, "taken back", digest, row, moment)
        for row, one in enumerate(records, start=1)
    ]
    return sum(record(memory, decided))


def _is_rejected(one: Mapping[str, Any], last: Mapping[tuple[str, str, str], Decision]) -> bool:
    decision = last.get((one["unit_id"], one["source_language"], one["target_language"]))
    return decision is not None and decision.verdict is Verdict.REJECT


def rejection_record(one: Rejection) -> dict[str, Any]:
    """Return a rejection as docs/schemas/rejection.json describes it."""
    return {
        "rule": one.rule,
        "reason": one.reason,
        "unit_id": one.unit_id,
        "source_language": one.source_language,
        "target_language": one.target_language,
        "source_text": one.source_text,
        "target_text": one.target_text,
        "document": one.document,
        "date": one.date,
        "probability": one.probability,
        "kept": one.kept,
    }


def _decision(
    one: Mapping[str, Any], verdict: Verdict, comment: str, digest: str, row: int, moment: str
) -> Decision:
    return Decision(
        unit_id=one["unit_id"],
        source_language=one["source_language"],
        target_language=one["target_language"],
        source_hash=text_hash(one["source_text"]),
        target_hash=text_hash(one["target_text"]),
        verdict=verdict,
        corrected="",
        comment=comment,
        reviewer=REVIEWER,
        moment=moment,
        origin=REVIEWER,
        origin_digest=digest,
        row=row,
    )


def _digest(records: Sequence[Mapping[str, Any]]) -> str:
    text = "\n".join(repr(sorted(one.items(), key=lambda item: item[0])) for one in records)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
