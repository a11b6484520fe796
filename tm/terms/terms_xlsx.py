"""Concepts as a spreadsheet: a row a concept, with columns that a terminologist fills in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil
from pathlib import Path
from typing import Any, BinaryIO, Final

from corpora.languages import is_right_to_left
from tm.errors import ExportError
from tm.selection import opened_output
from tm.terms.exported_concepts import ExportedConcept
from tm.terms.term_columns import (
    CONCEPT_ID,
    DECISION,
    DECISIONS,
    EDITED,
    FORBIDDEN,
    HASH,
    MERGE,
    NOT_TO_USE,
    OTHERS,
    UNSURE,
    term_columns,
)
from tm.terms.term_tables import LeftOut, fitting_rows
from tm.unit_columns import COMMENT, Cell
from tm.xlsx_export import MAX_ROWS, new_workbook, write_text_cell

# Widths in characters of the standard font.
_WIDTHS: Final = {
    CONCEPT_ID: 22, "status": 10, "kind": 9, "probability": 10, "frequency": 9, DECISION: 9, MERGE: 14,
    COMMENT: 20, "units together": 9, "term status": 11, "context": 44, "source": 24,
}  # fmt: skip
_TERM_WIDTH: Final = 26
# Height of a line of the standard font in points; the lines of a row, so that a screen shows many concepts.
_LINE_POINTS: Final = 15
_MOST_LINES: Final = 6
_FILLED_IN: Final = "#EAF2FB"
_NUMBERS: Final = {"probability": "0.000", "frequency": "0", "units together": "0"}


def write_terms_xlsx(
    concepts: Iterable[ExportedConcept],
    out: Path | BinaryIO,
    languages: Sequence[str],
    about: Sequence[tuple[str, str]] = (),
) -> LeftOut:
    """Write the sheets "Terms", with the columns of `term_columns` for review, and "About".

    Texts are text cells, whatever they begin with. `about` are further lines of the second sheet. Returns
    what was left out, by reason. Raises `ExportError` for more concepts than a sheet has rows.
    """
    left_out: Counter[str] = Counter()
    header = term_columns(languages, review=True)
    with opened_output(out) as file:
        workbook = new_workbook(file, "Terms")
        sheet = workbook.add_worksheet("Terms")
        bold = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        forms = [workbook.add_format(_format(name, languages)) for name in header]
        for place, name in enumerate(header):
            write_text_cell(sheet, 0, place, name, bold)
        used = 1
        for row in fitting_rows(concepts, languages, left_out, review=True):
            if used == MAX_ROWS:
                raise ExportError(
                    f"a sheet has {MAX_ROWS} rows, and there are more concepts. Try: --to csv, or a higher "
                    "--min-frequency."
                )
            _write_row(sheet, used, row, header, forms)
            used += 1
        _lay_out(sheet, header, used)
        _write_about(workbook, [*about, *_INSTRUCTIONS])
        workbook.close()
    return dict(left_out)


def _format(name: str, languages: Sequence[str]) -> dict[str, Any]:
    # "@" is the format of text: what is typed there is no formula, number or date.
    form: dict[str, Any] = {"text_wrap": True, "valign": "top", "num_format": _NUMBERS.get(_kind(name), "@")}
    language = name.rpartition(" ")[2]
    if language in languages and _kind(name) not in _NUMBERS and is_right_to_left(language):
        form |= {"reading_order": 2, "align": "right"}
    if _is_filled_in(name):
        form |= {"bg_color": _FILLED_IN, "border": 4}
    return form


def _kind(name: str) -> str:
    """The header without its language: "probability" for "probability en"."""
    return name if name in _WIDTHS else name.rpartition(" ")[0]


def _is_filled_in(name: str) -> bool:
    return name in (DECISION, MERGE, COMMENT) or name.startswith((EDITED, FORBIDDEN))


def _write_row(
    sheet: Any, number: int, row: Sequence[Cell], header: Sequence[str], forms: Sequence[Any]
) -> None:
    sheet.set_row(number, _LINE_POINTS * min(_lines(row, header), _MOST_LINES))
    for place, cell in enumerate(row):
        if isinstance(cell, str) and cell:
            write_text_cell(sheet, number, place, cell, forms[place])
        elif isinstance(cell, int | float):
            sheet.write_number(number, place, cell, forms[place])
        else:
            sheet.write_blank(number, place, None, forms[place])


def _lines(row: Sequence[Cell], header: Sequence[str]) -> int:
    """Return how many lines the longest text takes: not every program makes room for wrapped texts."""
    return max(
        ceil(len(cell) * (2 if name.endswith("zh") else 1) / _WIDTHS.get(_kind(name), _TERM_WIDTH))
        for name, cell in zip(header, row, strict=True)
        if isinstance(cell, str) and name != HASH
    )


def _lay_out(sheet: Any, header: Sequence[str], rows: int) -> None:
    last = max(rows - 1, 1)
    sheet.freeze_panes(1, 1)
    sheet.set_zoom(85)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, last, len(header) - 1)
    for place, name in enumerate(header):
        hidden = {"hidden": True} if name == HASH else {}
        sheet.set_column(place, place, _WIDTHS.get(_kind(name), _TERM_WIDTH), None, hidden)
    place = header.index(DECISION)
    sheet.data_validation(
        1, place, last, place,
        {
            "validate": "list", "source": list(DECISIONS),
            "error_title": "Decision", "error_message": f"One of: {', '.join(DECISIONS)}; or nothing.",
        },
    )  # fmt: skip


_INSTRUCTIONS: Final = (
    ("How to decide", f"Choose a word in the column {DECISION}. A row without one stays as it is. Save the "
                      "file as XLSX and send it back; it goes in with: hexapla import MEMORY FILE --terms"),
    ("accept", "The terms mean the same: all of them may be used."),
    ("prefer", "As accept, and the first term of each language is the one to use."),
    ("edit", f"As accept, with other terms: write those of a language into its column {EDITED.strip()}, and "
             f"those not to be used into its column {FORBIDDEN.strip()}; several with | between them. A "
             "language with nothing there keeps its terms."),
    ("reject", "The terms do not mean the same, or are no terms: the concept is left out."),
    ("forbid", "The terms mean the same and are not to be used: an old name, for example."),
    ("merge", f"This is the concept whose concept_id you write into the column {MERGE}: its terms go there."),
    (COMMENT, "Anything you want to say; it is kept with the decision."),
    (OTHERS.strip(), "Further terms that may be used."),
    (NOT_TO_USE.strip(), "Terms that are known not to be used."),
    (UNSURE.strip(), "Terms that may mean the same, below the least probability; no terms of the concept."),
    ("probability", "How probable it is that the terms mean the same, 0 to 1."),
    ("frequency", "How often the term stands in the memory."),
    ("units together", "In how many units the term stands beside that of the language that the concept was "
                       "found from; nothing for that term itself."),
    ("Hidden column", "It tells whether the terms have changed since this file was made. Keep it."),
)  # fmt: skip


def _write_about(workbook: Any, lines: Sequence[tuple[str, str]]) -> None:
    sheet = workbook.add_worksheet("About")
    bold = workbook.add_format({"bold": True, "valign": "top"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for number, (name, text) in enumerate(lines):
        write_text_cell(sheet, number, 0, name, bold)
        write_text_cell(sheet, number, 1, text, wrapped)
