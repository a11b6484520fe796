"""`hexapla export`: a memory for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hexapla.counted_words import counted
from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.languages import PairType
from hexapla.outputs import STANDARD_STREAM, write_through
from hexapla.tmx_flags import export_as_tmx, refuse_tmx_flags, tmx_flags

if TYPE_CHECKING:
    from tm.memory import Memory
    from tm.selection import ExportReport
    from tm.unit_exports import TableOptions

FORMATS = (
    "tmx", "tsv", "jsonl", "xces", "index", "xlsx", "csv", "parquet", "xliff", "moses", "html", "docx",
)  # fmt: skip
LEVELS = ("paragraph", "sentence")
_LISTED = 5


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.option("--to", "form", type=click.Choice(FORMATS), required=True, help="Format.")
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    help='File (for xces, moses and index: folder) to write; "-" is standard output.',
)
@click.option("--pair", type=PairType(), help="Two languages, source first, as fr:en; else all languages.")
@click.option(
    "--min-probability",
    type=click.FloatRange(0, 1),
    metavar="P",
    default=0.0,
    show_default=True,
    help="Leave out texts below this probability (0 to 1), then units with fewer than two languages.",
)
@click.option(
    "--level", type=click.Choice(LEVELS), default="paragraph", show_default=True, help="Size of units."
)
@click.option("--bom", is_flag=True, help="Begin CSV with a mark by which Excel knows UTF-8.")
@click.option("--review", is_flag=True, help="Add columns for a reviewer to xlsx, csv or tsv; needs --pair.")
@click.option(
    "--doubtful-first/--in-order",
    default=None,
    help="Sort xlsx, csv and tsv --review by rising probability; xlsx of a pair is by default.",
)
@tmx_flags
def export(
    *,
    memory: str,
    form: str,
    out: str,
    pair: tuple[str, str] | None,
    min_probability: float,
    level: str,
    bom: bool,
    review: bool,
    doubtful_first: bool | None,
    **tmx: Any,
) -> int:
    """Write a memory in a format that other programs read.

    Formats:
      tmx    TMX 1.4b for CAT tools: all languages, or one pair (--pair); --profile says for
             which tool (docs/formats.md). For omegat a folder to copy into a project
      tsv    a table, one unit a line, for spreadsheets
      jsonl  JSON Lines, one unit a line
      xces   a folder with a TEI document a version, its sentences with ids, and XCES link
             files: the pivot with each language, or one pair (--pair); `hexapla build` reads it
      xlsx   a spreadsheet; with --review one that a reviewer fills in (docs/review.md)
      csv    the same columns as text (RFC 4180)
      parquet  a table for data tools, one row a unit
      xliff  XLIFF 2.1 for one pair
      moses  a folder with a plain text a language, line by line the same units
      html   a page with the versions side by side
      docx   a document with two columns, for one pair
      index  a folder that lives without Hexapla: vectors.faiss, passages.parquet,
             manifest.json and search.py, which searches it

    Examples:
      hexapla export memory --to tmx --out memory.tmx
      hexapla export memory --to tmx --pair en:fr --min-probability 0.8 --out en-fr.tmx
      hexapla export memory --to tmx --profile trados --pair ru:zh --out ru-zh.tmx
      hexapla export memory --to tmx --profile omegat --pair fr:en --out for-omegat
      hexapla export memory --to xces --out corpus
      hexapla export memory --to index --out search-folder
      hexapla export memory --to xlsx --pair fr:ar --review --out review.xlsx

    """
    from hexapla.memories import open_folder
    from tm.unit_exports import TableOptions, check_options

    refuse_tmx_flags(form, tmx)
    opened = open_folder(memory, pair)
    options = TableOptions(bom, review, doubtful_first)
    check_options(form, options)
    if form in ("index", "xces", "moses"):
        _check_folder_export(form, out, pair, min_probability, level)
    if form == "index":
        from tm.index_export import export_index

        report = export_index(opened, Path(out))
    elif form == "xces":
        from tm.xces_export import export_xces

        report = export_xces(opened, Path(out), pair=pair, min_probability=min_probability)
    elif form == "tmx":
        report = export_as_tmx(opened, out, tmx, pair=pair, min_probability=min_probability, level=level)
    else:
        report = _export_units(
            opened, form, out, options, pair=pair, min_probability=min_probability, level=level
        )
    _tell(report, out)
    return Status.DONE


def _check_folder_export(
    form: str, out: str, pair: tuple[str, str] | None, min_probability: float, level: str
) -> None:
    """Refuse options that an export as a folder does not have."""
    if form == "index" and (pair is not None or min_probability or level != LEVELS[0]):
        raise click.UsageError(
            "an index holds the whole memory: --pair, --min-probability and --level are not for it."
        )
    if form == "xces" and level != LEVELS[0]:
        raise click.UsageError("XCES holds paragraphs with their sentences: --level is not for it.")
    if out == STANDARD_STREAM:
        names = {"index": "an index", "xces": "an export to XCES", "moses": "an export to Moses text"}
        raise click.UsageError(
            f"{names[form]} is a folder, and standard output takes none. Name a folder with --out."
        )


def _export_units(
    memory: Memory,
    form: str,
    out: str,
    options: TableOptions,
    *,
    pair: tuple[str, str] | None,
    min_probability: float,
    level: str,
) -> ExportReport:
    from tm.tables_export import write_jsonl
    from tm.unit_exports import FOLDER_FORMATS, UNIT_FORMATS, export_units

    def write(path: Path) -> ExportReport:
        if form in UNIT_FORMATS:
            return export_units(
                memory, form, path, level=level, pair=pair, min_probability=min_probability, options=options
            )
        return write_jsonl(memory, path, level=level, pair=pair, min_probability=min_probability)

    if form in FOLDER_FORMATS:
        return write(Path(out))
    reports: list[ExportReport] = []
    write_through(lambda path: reports.append(write(path)), out)
    return reports[0]


def _tell(report: ExportReport, out: str) -> None:
    """Say on standard error what was written and what was not."""
    where = "" if out == STANDARD_STREAM else f" to {out}"
    click.echo(f"Wrote {counted(report.units, 'unit')}, {counted(report.variants, 'text')}{where}.", err=True)
    if report.composed:
        click.echo(f"{report.composed} of them were composed over another language.", err=True)
    for reason, count in report.left_out.items():
        click.echo(f"Left out: {reason}: {count}", err=True)
    if len(report.files) > 1:
        click.echo(f"Files: {', '.join(report.files)}", err=True)
    for unit_id, what in report.overlong:
        click.echo(f"Too long for the tool: {unit_id}: {what}", err=True)
    if report.gone:
        click.echo(
            "Lost a text since: "
            f"{', '.join(report.gone[:_LISTED])}{', ...' if len(report.gone) > _LISTED else ''}",
            err=True,
        )
    if report.dropped_chars:
        click.echo(f"{report.dropped_chars} characters that XML forbids were dropped.", err=True)
