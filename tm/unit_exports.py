"""The formats for offices, reviewers and data tools, by name: which writer, and which options it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tm.csv_export import write_csv, write_review_tsv
from tm.docx_export import write_docx
from tm.errors import ExportError
from tm.html_export import write_html
from tm.moses_export import export_moses
from tm.parquet_export import write_parquet
from tm.selection import ExportReport, UnitSource
from tm.tables_export import write_tsv
from tm.xliff_export import write_xliff
from tm.xlsx_export import write_xlsx

# Formats written into a folder; all others are a file.
FOLDER_FORMATS = frozenset({"moses"})
# The formats that have each option.
BOM_FORMATS = frozenset({"csv"})
REVIEW_FORMATS = frozenset({"xlsx", "csv", "tsv"})
SORTED_FORMATS = REVIEW_FORMATS

_WRITERS: dict[str, Callable[..., ExportReport]] = {
    "xlsx": write_xlsx,
    "csv": write_csv,
    "tsv": write_tsv,
    "parquet": write_parquet,
    "xliff": write_xliff,
    "moses": export_moses,
    "html": write_html,
    "docx": write_docx,
}
UNIT_FORMATS = tuple(_WRITERS)


@dataclass(frozen=True, slots=True)
class TableOptions:
    """`bom`: a mark that says UTF-8; `review`: columns for verdicts; `doubtful_first`: None, as is usual."""

    bom: bool = False
    review: bool = False
    doubtful_first: bool | None = None


def export_units(
    memory: UnitSource,
    form: str,
    out: Path,
    *,
    level: str = "paragraph",
    pair: tuple[str, str] | None = None,
    min_probability: float = 0.0,
    options: TableOptions | None = None,
) -> ExportReport:
    """Write the units in a format of `UNIT_FORMATS` to a file, or a folder for `FOLDER_FORMATS`.

    Raises `ExportError`, also for an option that the format does not have.
    """
    options = options or TableOptions()
    if form not in _WRITERS:
        raise ExportError(f'There is no format "{form}". Use one of: {", ".join(UNIT_FORMATS)}.')
    check_options(form, options)
    chosen: dict[str, Any] = {"level": level, "pair": pair, "min_probability": min_probability}
    if form == "xlsx":
        chosen |= {"review": options.review, "doubtful_first": options.doubtful_first}
    elif form == "csv":
        chosen |= {
            "bom": options.bom,
            "review": options.review,
            "doubtful_first": bool(options.doubtful_first),
        }
    elif form == "tsv" and options.review:
        return write_review_tsv(memory, out, **chosen, doubtful_first=bool(options.doubtful_first))
    return _WRITERS[form](memory, out, **chosen)


def check_options(form: str, options: TableOptions) -> None:
    """Raise `ExportError` for an option that the format, any of those of `hexapla export`, does not have."""
    if options.bom and form not in BOM_FORMATS:
        raise ExportError(f"A mark of UTF-8 is for CSV: {form} is exported without --bom.")
    if options.review and form not in REVIEW_FORMATS:
        raise ExportError(f"{form} has no columns for a review. Export it with --to xlsx, csv or tsv.")
    if options.doubtful_first is None:
        return
    if form not in SORTED_FORMATS or (form == "tsv" and not options.review):
        raise ExportError(
            f"{form} has the order of the memory. Sorted by doubt are xlsx and csv, and tsv with --review."
        )
