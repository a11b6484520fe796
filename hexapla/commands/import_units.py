"""`hexapla import`: translation memories of other tools into a memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hexapla.counted_words import counted
from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.language_maps import parse_language_map
from hexapla.outputs import write_json_lines
from hexapla.term_reviews import import_term_reviews

if TYPE_CHECKING:
    from hexapla.importing import ImportResult, ReviewResult
    from tm.tmx_import import SkippedUnit, TmxImport

# What was skipped and needs nobody to look: it is there already.
_HARMLESS = frozenset({"already-there", "repeated-unit"})
_LISTED = 5
_IN_WORDS = {
    "already-there": "the memory has them already",
    "repeated-unit": "the same unit stands earlier in the file",
    "one-language": "units with text in one language only",
    "repeated-language": "further texts in a language of the same unit",
    "no-language": "texts without a language",
    "no-segment": "texts without a segment",
    "empty-segment": "empty texts",
    "no-variant": "units without a text",
    "broken-unit": "units that are not well-formed XML",
    "unclosed-unit": "units that are not closed",
    "unit-too-long": "units too long to be translation units",
    "broken-header": "the header is not well-formed XML",
    "no-body": "the file has no body and so no units",
    "stray-content": "something other than a unit stands between the units or after them",
    "truncated": "the file ends before its end tags: something may be missing",
}


@click.command("import", cls=DocumentedCommand)
@click.argument("memory")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--language-map",
    "language_map",
    multiple=True,
    metavar="CODE=LANGUAGE",
    help="What a code of the files means in the memory, as en-US=en. May be given several times.",
)
@click.option("--strict", is_flag=True, help="Refuse a file that is broken anywhere, with all its units.")
@click.option("--review", is_flag=True, help="The files are spreadsheets that a reviewer returned.")
@click.option(
    "--terms", "term_review", is_flag=True, help="The files are tables of terms that someone decided about."
)
@click.option(
    "--reviewer", metavar="NAME", help="With --review and --terms: who signs the rows that name nobody."
)
@click.option(
    "--encoder",
    default="default",
    show_default=True,
    help="Encoder of a memory that is made now; an existing one keeps its own.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print JSON Lines: a file, then what was skipped of it (docs/schemas/import.json).",
)
def import_units(
    *,
    memory: str,
    files: tuple[str, ...],
    language_map: tuple[str, ...],
    strict: bool,
    review: bool,
    term_review: bool,
    reviewer: str | None,
    encoder: str,
    as_json: bool,
) -> int:
    """Add translation units of other tools to a memory: TMX 1.1 to 1.4b, also as .gz and .zip.

    With --review the files are spreadsheets (xlsx, csv, tsv) that `hexapla export --review` wrote and a
    reviewer filled in: their verdicts are kept and applied (docs/review.md). With --terms they are tables
    that `hexapla terms --to xlsx` wrote (docs/termbases.md).

    Imported units are searched, matched and exported like aligned ones and say that they were imported. A
    memory that is not there is made. The same unit again changes nothing; a later build keeps what was
    imported. A broken unit is left out alone, with its line and reason.

    Languages lose their region (fr-CA is fr). Where two codes of a file would become one language, say
    which is which with --language-map.

    Examples:
      hexapla import memory client.tmx legacy.tmx.gz
      hexapla import memory project.tmx --language-map en-US=en --language-map en-GB=en-GB
      hexapla import memory delivery.tmx --strict --json
      hexapla import memory review.xlsx --review --reviewer "A. N. Other"
      hexapla import memory terms.xlsx --terms --reviewer "A. N. Other"

    """
    from hexapla.importing import import_files
    from hexapla.progress_bars import progress_bars

    if review or term_review:
        if language_map or strict:
            raise click.UsageError("--language-map and --strict are for TMX, not for --review and --terms.")
        if review and term_review:
            raise click.UsageError("a file is a review of units or of terms: --review or --terms.")
        if term_review:
            return import_term_reviews(memory, files, reviewer, as_json=as_json)
        return _import_reviews(memory, files, reviewer, as_json=as_json)
    if reviewer is not None:
        raise click.UsageError("--reviewer signs a review: it needs --review or --terms.")
    mapping = parse_language_map(language_map, "en-US=en")
    with progress_bars() as progress:
        result = import_files(
            Path(memory),
            [Path(name) for name in files],
            language_map=mapping,
            strict=strict,
            encoder=encoder,
            progress=progress,
        )
    if as_json:
        write_json_lines(_records(result))
    else:
        _tell(result)
    return _status(result)


def _import_reviews(memory: str, files: tuple[str, ...], reviewer: str | None, *, as_json: bool) -> int:
    from hexapla.importing import import_reviews
    from hexapla.progress_bars import progress_bars

    with progress_bars() as progress:
        result = import_reviews(
            Path(memory), [Path(name) for name in files], reviewer=reviewer, progress=progress
        )
    if as_json:
        write_json_lines(_review_records(result))
    else:
        _tell_reviews(result)
    if result.left_out and not result.files:
        return Status.NOTHING_DONE
    problems = any(one.problems for one in result.files)
    return Status.DONE_WITH_FINDINGS if problems or result.left_out else Status.DONE


def _review_records(result: ReviewResult) -> Iterator[dict[str, object]]:
    for one in result.files:
        for row in one.outcomes:
            yield {
                "record": "row",
                "file": str(one.file),
                "sheet": row.sheet,
                "row": row.row,
                "unit_id": row.unit_id,
                "outcome": str(row.outcome),
                "advice": row.advice,
            }
    for path, reason in result.left_out:
        yield {"record": "left_out", "file": str(path), "reason": reason}


def _tell_reviews(result: ReviewResult) -> None:
    from hexapla.tables import printable

    for one in result.files:
        counts = ", ".join(f"{outcome}: {count}" for outcome, count in one.counts.items() if count)
        click.echo(f"{printable(str(one.file))}: {counts or 'no rows'}.")
        for row in one.problems:
            place = f"{row.sheet}, row {row.row}" if row.sheet else f"line {row.row}"
            click.echo(
                f"  {printable(place)} ({printable(row.unit_id)}): {row.outcome}. {printable(row.advice)}"
            )
    for _, reason in result.left_out:
        click.echo(f"hexapla: {printable(reason)}", err=True)


def _records(result: ImportResult) -> Iterator[dict[str, object]]:
    for one in result.files:
        yield {
            "record": "file",
            "file": str(one.path),
            "read": one.read,
            "new": one.new,
            "skipped": one.reasons,
            "languages": dict(one.languages),
        }
        for skipped in one.skipped:
            yield {
                "record": "skipped",
                "file": str(one.path),
                "line": skipped.line,
                "reason": skipped.reason,
                "detail": skipped.detail,
            }
    for path, reason in result.left_out:
        yield {"record": "left_out", "file": str(path), "reason": reason}


def _tell(result: ImportResult) -> None:
    from hexapla.tables import printable

    for one in result.files:
        name = printable(str(one.path))
        click.echo(f"{name}: {counted(one.read, 'unit')} read, {one.new} new.")
        for reason, count in one.reasons.items():
            click.echo(f"  {reason}: {count} ({_IN_WORDS.get(reason, reason)}){_places(one, reason)}")
    if result.generation is None and not result.left_out:
        click.echo("No unit was new, and no memory was made.", err=True)
    for _, reason in result.left_out:
        click.echo(f"hexapla: {printable(reason)}", err=True)


def _places(one: TmxImport, reason: str) -> str:
    if reason in _HARMLESS:
        return ""
    found = [skipped for skipped in one.skipped if skipped.reason == reason]
    more = ", ..." if len(found) > _LISTED else ""
    return ": line " + ", ".join(_place(skipped) for skipped in found[:_LISTED]) + more


def _place(skipped: SkippedUnit) -> str:
    from hexapla.tables import printable

    return f"{skipped.line} ({printable(skipped.detail)})" if skipped.detail else str(skipped.line)


def _status(result: ImportResult) -> int:
    if result.left_out and not result.files:
        return Status.NOTHING_DONE
    lost = any(skipped.reason not in _HARMLESS for one in result.files for skipped in one.skipped)
    return Status.DONE_WITH_FINDINGS if lost or result.left_out else Status.DONE
