"""The columns of a table of concepts: one row a concept, for each language its terms, counts and a context.

CSV and XLSX have the same ones; a reviewer fills in the last ones (docs/termbases.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final

from tm.cell_limits import MAX_CELL_CHARS, utf16_length
from tm.clean_text import clean_text
from tm.terms.concepts import TermContext
from tm.terms.exported_concepts import APPROVED, ExportedConcept, ExportedTerm, TermStatus
from tm.terms.tbx_writing import context_source
from tm.unit_columns import COMMENT, Cell

CONCEPT_ID: Final = "concept_id"
DECISION: Final = "decision"
MERGE: Final = "merge into"
HASH: Final = "hash"
# A column of these is about the language named after it: "edited en", "other terms fr".
EDITED, FORBIDDEN = "edited ", "forbidden "
OTHERS, NOT_TO_USE, UNSURE = "other terms ", "not to use ", "unsure terms "
DECISIONS: Final = ("accept", "prefer", "edit", "reject", "forbid", "merge")
# Between the terms of one cell: a sign that no term has.
SEPARATOR: Final = " | "
# What a cell shows of a longer context, in characters around the term; whole it is in TBX and JSON.
_CONTEXT_CHARS: Final = 300
_EVIDENCE: Final = ("term status", "probability", "frequency", "units together", "context", "source")
_STATUS_WORDS: Final = {
    TermStatus.PREFERRED: "preferred",
    TermStatus.ADMITTED: "admitted",
    TermStatus.DEPRECATED: "deprecated",
    TermStatus.SUPERSEDED: "superseded",
}


def term_columns(languages: Sequence[str], *, review: bool = False) -> tuple[str, ...]:
    """Return the headers: of the concept, then those of each language; with `review` those to fill in."""
    header = [CONCEPT_ID, "status", "kind", "probability", "frequency"]
    if review:
        header += [DECISION, MERGE, COMMENT]
    for language in languages:
        header.append(language)
        header += [f"{EDITED}{language}", f"{FORBIDDEN}{language}"] if review else []
        header += [f"{OTHERS}{language}", f"{NOT_TO_USE}{language}", f"{UNSURE}{language}"]
        header += [f"{name} {language}" for name in _EVIDENCE]
    return tuple([*header, HASH] if review else header)


def term_cells(concept: ExportedConcept, languages: Sequence[str], *, review: bool = False) -> list[Cell]:
    """Return the cells of a concept, in the order of `term_columns`."""
    head = concept.head
    cells: list[Cell] = [
        concept.concept_id,
        concept.status,
        head.kind,
        round(concept.probability, 3),
        head.frequency,
    ]
    if review:
        cells += [None, None, None]
    for language in languages:
        approved, forbidden = shown_terms(concept, language)
        cells.append(approved[0].text if approved else None)
        cells += [None, None] if review else []
        cells += [_joined(approved[1:]), _joined(forbidden), _joined(concept.unsure_in(language))]
        cells += _evidence((*approved, *forbidden))
    return [*cells, shown_hash(shown_cells(concept, languages))] if review else cells


def shown_terms(concept: ExportedConcept, language: str) -> tuple[list[ExportedTerm], list[ExportedTerm]]:
    """Return the terms of a language that may be used, preferred ones first, and those that may not."""
    terms = concept.terms_in(language)
    approved = [term for term in terms if term.status in APPROVED]
    approved.sort(key=lambda term: term.status is not TermStatus.PREFERRED)
    return approved, [term for term in terms if term.status not in APPROVED]


def shown_cells(concept: ExportedConcept, languages: Sequence[str]) -> dict[str, str]:
    """Return what the columns of the terms show, and a reviewer judges: by header, without empty cells."""
    shown = {CONCEPT_ID: concept.concept_id}
    for language in languages:
        approved, forbidden = shown_terms(concept, language)
        shown[language] = _joined(approved[:1]) or ""
        shown[f"{OTHERS}{language}"] = _joined(approved[1:]) or ""
        shown[f"{NOT_TO_USE}{language}"] = _joined(forbidden) or ""
    return {name: text for name, text in shown.items() if text}


def shown_hash(shown: Mapping[str, str]) -> str:
    """Return the hash by which a returned row tells that its terms are those it was made with."""
    data = json.dumps(dict(shown), sort_keys=True)
    # The letter keeps a spreadsheet program from taking it for a number.
    return "h" + hashlib.blake2b(data.encode(), digest_size=16).hexdigest()


def split_terms(cell: str) -> list[str]:
    """Return the terms of a cell, each once, in order."""
    return list(dict.fromkeys(part for one in cell.split(SEPARATOR.strip()) if (part := clean_text(one)[0])))


def _joined(terms: Sequence[ExportedTerm]) -> str | None:
    return SEPARATOR.join(term.text for term in terms) or None


def _evidence(terms: Sequence[ExportedTerm]) -> list[Cell]:
    if not terms:
        return [None] * len(_EVIDENCE)
    first = terms[0]
    statuses = SEPARATOR.join(_STATUS_WORDS[term.status] for term in terms)
    probability = None if first.probability is None else round(first.probability, 3)
    counts = [first.frequency, first.count]
    if not first.contexts:
        return [statuses, probability, *counts, None, None]
    context = first.contexts[0]
    return [statuses, probability, *counts, shown_context(context), context_source(context)]


def shown_context(context: TermContext) -> str:
    """Return a context short enough for a cell: around the term, with "…" where it was cut."""
    start = max(0, context.start - _CONTEXT_CHARS // 2)
    end = min(len(context.text), context.end + _CONTEXT_CHARS // 2)
    cut = context.text[start:end]
    clean = clean_text(cut)[0]
    return f"{'…' if start else ''}{clean}{'…' if end < len(context.text) else ''}"


def fits_cells(cells: Sequence[Cell]) -> bool:
    """Whether every text is short enough for a cell of a spreadsheet."""
    return all(not isinstance(cell, str) or utf16_length(cell) <= MAX_CELL_CHARS for cell in cells)
