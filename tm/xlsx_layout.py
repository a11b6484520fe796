"""How the sheets of an XLSX export look, and what its sheet "About" says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from corpora.languages import is_right_to_left, language_name
from tm.memory import Memory
from tm.selection import Choice, ExportReport, UnitSource
from tm.unit_columns import COMMENT, CORRECTED, HASH, VERDICT, VERDICTS, Cell

# Widths in characters of the standard font.
_WIDTHS = {
    "unit_id": 24, "document": 14, "path": 9, "page": 6, "probability": 10, "align_type": 8, "via": 6,
    "flags": 16, VERDICT: 9, COMMENT: 24,
}  # fmt: skip
_TEXT_WIDTH = 48
# Height of a line of the standard font and the most that a row can have, in points.
_LINE_POINTS, _MOST_POINTS = 15, 409
# Languages whose characters are twice as wide as a figure.
_WIDE = frozenset({"zh", "ja", "ko"})
# Words do not fill their lines to the end.
_FILLED = 0.9
# Red, yellow, green that stay apart for readers who are blind to one of them by their lightness.
_LOW, _MIDDLE, _HIGH = "#F8B4A0", "#FFF1B8", "#B7E1CD"
_FILLED_IN = "#EAF2FB"


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """The headers of a sheet of units, the languages of its texts, and whether a reviewer fills it in."""

    header: tuple[str, ...]
    languages: tuple[str, ...]
    review: bool


def add_formats(workbook: Any, layout: SheetLayout) -> list[Any]:
    """Return a format a column, and last that of the header."""
    formats = [workbook.add_format(_format(name, layout)) for name in layout.header]
    return [*formats, workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})]


def _format(name: str, layout: SheetLayout) -> dict[str, Any]:
    # "@" is the format of text: what is typed there is no formula, number or date.
    form: dict[str, Any] = {"text_wrap": True, "valign": "top", "num_format": "@"}
    if name == "probability":
        form |= {"num_format": "0.000", "text_wrap": False}
    elif name == "page":
        form["num_format"] = "0"
    language = name.removeprefix(CORRECTED)
    if language in layout.languages and is_right_to_left(language):
        form |= {"reading_order": 2, "align": "right"}
    if name in (VERDICT, COMMENT) or name.startswith(CORRECTED):
        form |= {"bg_color": _FILLED_IN, "border": 4}
    return form


def row_points(row: Sequence[Cell], layout: SheetLayout) -> int:
    """Return the height of a row in points: not every program makes room for wrapped texts by itself."""
    lines = 1.0
    for name, cell in zip(layout.header, row, strict=True):
        if isinstance(cell, str) and not name.startswith(HASH):
            taken = len(cell) * (2 if name in _WIDE else 1)
            lines = max(lines, taken / (_FILLED * _WIDTHS.get(name, _TEXT_WIDTH)))
    return min(ceil(lines) * _LINE_POINTS, _MOST_POINTS)


def lay_out(sheet: Any, layout: SheetLayout, rows: int) -> None:
    """Freeze, filter, widen, colour and restrict the columns of a sheet of `rows` rows with its header."""
    last = max(rows - 1, 1)
    sheet.freeze_panes(1, 1)
    sheet.set_zoom(85)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, last, len(layout.header) - 1)
    for place, name in enumerate(layout.header):
        hidden = {"hidden": True} if name.startswith(HASH) else {}
        sheet.set_column(place, place, _WIDTHS.get(name, _TEXT_WIDTH), None, hidden)
    place = layout.header.index("probability")
    sheet.conditional_format(
        1, place, last, place,
        {
            "type": "3_color_scale", "min_color": _LOW, "mid_color": _MIDDLE, "max_color": _HIGH,
            "min_type": "num", "mid_type": "num", "max_type": "num",
            "min_value": 0, "mid_value": 0.5, "max_value": 1,
        },
    )  # fmt: skip
    if layout.review:
        place = layout.header.index(VERDICT)
        sheet.data_validation(
            1, place, last, place,
            {
                "validate": "list", "source": list(VERDICTS),
                "error_title": "Verdict", "error_message": f"One of: {', '.join(VERDICTS)}; or nothing.",
            },
        )  # fmt: skip


def about_lines(
    memory: UnitSource, choice: Choice, report: ExportReport, too_long: Sequence[str], *, review: bool
) -> list[tuple[str, str]]:
    """Return the lines of the sheet "About": a name and a text each."""
    languages = choice.pair or memory.languages
    lines = [("Made by", "hexapla export"), *_origin(memory)]
    lines += [
        ("Languages", ", ".join(f"{language_name(code)} ({code})" for code in languages)),
        ("Level", choice.level),
        ("Minimum probability", f"{choice.min_probability:g}"),
        ("Units", str(report.units)),
        ("Dates", "The date in the properties of this file is SOURCE_DATE_EPOCH where it was set, else the "
                  "first of January 1980, so that the same memory gives the same file."),
        ("probability", "How probable it is that the texts are translations of each other, 0 to 1."),
        ("align_type", "How many paragraphs of the source and of the target the unit joins."),
        ("via", "The language over which the pair was composed; empty where the two were aligned directly."),
    ]  # fmt: skip
    lines += _instructions(languages) if review else []
    lines += [("Left out", f"{reason}: {number}") for reason, number in report.left_out.items()]
    lines += [("Too long for a cell", unit_id) for unit_id in too_long]
    return lines


def _origin(memory: UnitSource) -> list[tuple[str, str]]:
    if not isinstance(memory, Memory):
        return []
    return [
        ("Memory", memory.folder.resolve().name),
        ("Generation", memory.generation.name),
        ("Corpus digest", memory.manifest.corpus_digest),
    ]


def _instructions(languages: Sequence[str]) -> list[tuple[str, str]]:
    target = languages[1]
    return [
        ("How to review", f"Read each row and choose a verdict in the column {VERDICT}. A row without a "
                          "verdict stays as it is. Save the file as XLSX and send it back."),
        ("accept", f"The text in {language_name(target)} is a right translation of the whole source text."),
        ("edit", f"It has a mistake: write the whole right text into the column {CORRECTED}{target}. Leave "
                 f"the column {target} itself unchanged."),
        ("reject", "The two texts are not translations of each other: the pair is left out of exports."),
        (COMMENT, "Anything you want to say; it is kept with the verdict."),
        ("Hidden columns", "They tell whether the texts have changed since this file was made. Keep them."),
    ]  # fmt: skip
