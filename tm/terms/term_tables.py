"""Concepts as text tables: CSV with a row a concept, CSV for memoQ, a glossary of OmegaT for a pair.

Cells of the CSV files that a spreadsheet would take for a formula are guarded (`tm.formula_guard`). A
glossary of OmegaT is no spreadsheet and has the terms as they are.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from tm.clean_text import clean_text
from tm.formula_guard import guard_formula
from tm.selection import opened_output
from tm.terms.exported_concepts import APPROVED, ExportedConcept, ExportedTerm
from tm.terms.tbx_writing import context_source, evidence_note
from tm.terms.term_columns import fits_cells, shown_context, shown_terms, term_cells, term_columns
from tm.unit_columns import Cell

_BOM: Final = b"\xef\xbb\xbf"
TOO_LONG: Final = "concepts with a text longer than a cell of a spreadsheet holds"
FORBIDDEN_TERMS: Final = "terms that are not to be used, which this format cannot say"
COMMENT_LINES: Final = 'terms that begin with "#", which OmegaT takes for a comment'
# The columns of an entry in memoQ's own CSV files. Those of a language follow: its definition, then for each
# term the term, what memoQ knows about it, an example (docs.memoq.com, "Term base in CSV format").
_MEMOQ_ENTRY: Final = (
    "Entry_ID", "Entry_Subject", "Entry_Domain", "Entry_ClientID", "Entry_ProjectID", "Entry_Created",
    "Entry_Creator", "Entry_LastModified", "Entry_Modifier", "Entry_Note",
)  # fmt: skip
_MEMOQ_LANGUAGES: Final = {
    "ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese_PRC",
}  # fmt: skip

LeftOut = Mapping[str, int]


def write_terms_csv(
    concepts: Iterable[ExportedConcept],
    out: Path | BinaryIO,
    languages: Sequence[str],
    *,
    review: bool = False,
    bom: bool = False,
) -> LeftOut:
    """Write a header and a record a concept (`tm.terms.term_columns`): comma, CRLF, UTF-8.

    `bom`: with the mark by which Excel knows UTF-8. Returns what was left out, by reason.
    """
    left_out: Counter[str] = Counter()
    rows = fitting_rows(concepts, languages, left_out, review=review)
    with opened_output(out) as file:
        file.write(_BOM if bom else b"")
        file.write(_lines([term_columns(languages, review=review)]))
        file.writelines(_lines([row]) for row in rows)
    return dict(left_out)


def fitting_rows(
    concepts: Iterable[ExportedConcept], languages: Sequence[str], left_out: Counter[str], *, review: bool
) -> Iterator[list[Cell]]:
    """Yield the cells of each concept; those with a text too long for a cell are counted instead."""
    for concept in concepts:
        cells = term_cells(concept, languages, review=review)
        if fits_cells(cells):
            yield cells
        else:
            left_out[TOO_LONG] += 1


def write_memoq_csv(
    concepts: Sequence[ExportedConcept], out: Path | BinaryIO, languages: Sequence[str]
) -> LeftOut:
    """Write the columns of memoQ's own CSV files: semicolon, UTF-8 with its mark, headers in the first line.

    A language has as many term columns as the concept with most terms in it. The id of the concept stands in
    the note: memoQ's own are numbers. Returns what was left out, by reason.
    """
    approved = [{code: shown_terms(one, code)[0] for code in languages} for one in concepts]
    widths = {code: max([1, *(len(one[code]) for one in approved)]) for code in languages}
    header = list(_MEMOQ_ENTRY)
    for code in languages:
        name = _MEMOQ_LANGUAGES.get(code, code)
        header += [f"{name}_Def", *[name, "Term_Info", "Term_Example"] * widths[code]]
    with opened_output(out) as file:
        file.write(_BOM + _lines([header], ";"))
        for number, (concept, terms) in enumerate(zip(concepts, approved, strict=True), start=1):
            note = f"{concept.concept_id}; {concept.status}; probability {concept.probability:.3f}"
            row: list[Cell] = [number, concept.subject, *[None] * 7, note]
            for code in languages:
                row += [concept.definitions[0] if concept.definitions and code == languages[0] else None]
                row += _memoq_terms(terms[code], widths[code])
            file.write(_lines([row], ";"))
    return _forbidden(concepts)


def _memoq_terms(terms: Sequence[ExportedTerm], width: int) -> list[Cell]:
    cells: list[Cell] = []
    for term in terms:
        cells += [term.text, None, shown_context(term.contexts[0]) if term.contexts else None]
    return [*cells, *[None] * (3 * width - len(cells))]


def write_omegat_glossary(
    concepts: Sequence[ExportedConcept], out: Path | BinaryIO, pair: tuple[str, str]
) -> LeftOut:
    """Write source term, target term and comment, tab-separated: a line for each two terms of a concept.

    UTF-8, LF; OmegaT reads it as such where the name ends in .txt or .utf8. Returns what was left out, by
    reason.
    """
    source, target = pair
    left_out = Counter(_forbidden(concepts))
    with opened_output(out) as file:
        for concept in concepts:
            (sources, _), (targets, _) = shown_terms(concept, source), shown_terms(concept, target)
            for one in sources:
                if one.text.startswith("#"):
                    left_out[COMMENT_LINES] += 1
                    continue
                for other in targets:
                    cells = (one.text, other.text, _glossary_comment(concept, other))
                    file.write(("\t".join(clean_text(cell)[0] for cell in cells) + "\n").encode())
    return dict(left_out)


def _glossary_comment(concept: ExportedConcept, term: ExportedTerm) -> str:
    context = context_source(term.contexts[0]) if term.contexts else ""
    parts = (concept.status, evidence_note(term), context, concept.comment)
    return "; ".join(part for part in parts if part)


def _forbidden(concepts: Iterable[ExportedConcept]) -> dict[str, int]:
    count = sum(term.status not in APPROVED for concept in concepts for term in concept.terms)
    return {FORBIDDEN_TERMS: count} if count else {}


def _lines(rows: Iterable[Sequence[Cell]], delimiter: str = ",") -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8")


def _written(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.3f}"
    return guard_formula(clean_text(cell)[0]) if isinstance(cell, str) else "" if cell is None else str(cell)
