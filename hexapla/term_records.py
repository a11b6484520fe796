"""Concepts and outcomes as JSON Lines; their schemas are docs/schemas/concept.json and term-outcome.json."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tm.terms.concepts import TermContext
    from tm.terms.exported_concepts import ExportedConcept, ExportedTerm
    from tm.terms.seeding import SeedRow

Record = dict[str, object]


def concept_record(concept: ExportedConcept) -> Record:
    """Return a concept as `hexapla terms --to json` gives it (docs/schemas/concept.json)."""
    return {
        "record": "concept",
        "concept_id": concept.concept_id,
        "pivot": concept.pivot,
        "status": concept.status,
        "probability": round(concept.probability, 6),
        "reviewer": concept.reviewer or None,
        "moment": concept.moment or None,
        "comment": concept.comment or None,
        "terms": [_term(term) for term in concept.terms],
        "unsure": [_term(term) for term in concept.unsure],
    }


def _term(term: ExportedTerm) -> Record:
    return {
        "language": term.language,
        "text": term.text,
        "status": str(term.status),
        "kind": term.kind or None,
        "frequency": term.frequency,
        "count": term.count,
        "probability": None if term.probability is None else round(term.probability, 6),
        "forms": dict(term.forms),
        "expansion": term.expansion or None,
        "contexts": [_context(one) for one in term.contexts],
    }


def _context(context: TermContext) -> Record:
    return {
        "unit_id": context.unit_id,
        "text": context.text,
        "start": context.start,
        "end": context.end,
        "document": context.document,
        "symbol": context.symbol,
        "path": context.path,
        "page": context.page,
    }


def outcome_record(row: SeedRow) -> Record:
    """Return an outcome of `hexapla terms --seed ... --json` (docs/schemas/term-outcome.json)."""
    return {
        "record": "outcome",
        "entry": row.entry or None,
        "line": row.line,
        "outcome": str(row.outcome),
        "reference_language": row.reference_language or None,
        "reference": row.reference or None,
        "language": row.language,
        "term": row.term or None,
        "found": row.found or None,
        "count": row.count,
        "out_of": row.out_of,
        "probability": None if row.probability is None else round(row.probability, 6),
    }
