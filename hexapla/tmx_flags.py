"""The options of `hexapla export --to tmx`, and the export itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hexapla.language_maps import parse_language_map
from hexapla.outputs import STANDARD_STREAM, check_place, write_through

if TYPE_CHECKING:
    from tm.memory import Memory
    from tm.selection import ExportReport
    from tm.tmx_writing import TmxOptions

PROFILES = ("master", "omegat", "trados", "memoq", "phrase", "wordfast", "weblate")
_TMX_ONLY = ("profile", "dedupe", "since", "language_map", "gzip", "no_doctype", "companions")

Command = Callable[..., int]


def tmx_flags(command: Command) -> Command:
    """Add the options of TMX to a command; they arrive as `tmx`, a dict of the chosen values."""
    options = (
        click.option(
            "--profile",
            type=click.Choice(PROFILES),
            help="TMX: the tool it is for; fixes codes, context and limits. By default master.",
        ),
        click.option(
            "--dedupe",
            type=click.Choice(("none", "exact", "best")),
            help="TMX: the same texts once (exact), or one unit for a source text (best).",
        ),
        click.option(
            "--since",
            metavar="GENERATION",
            help="TMX: only units that are new or changed since this generation of the memory.",
        ),
        click.option(
            "--language-map",
            "language_map",
            multiple=True,
            metavar="LANGUAGE=CODE",
            help="TMX: the code to write for a language, as en=en-US. May be given several times.",
        ),
        click.option("--gzip", is_flag=True, help="TMX: packed with gzip."),
        click.option("--no-doctype", is_flag=True, help="TMX: without DOCTYPE, for tools that forbid it."),
        click.option(
            "--companions",
            is_flag=True,
            help="TMX: beside it the segmentation rules (SRX), a report (JSON) and checksums.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def refuse_tmx_flags(form: str, chosen: dict[str, Any]) -> None:
    """Wrong usage where an option of TMX is given for another format."""
    given = [name for name in _TMX_ONLY if chosen[name]]
    if form != "tmx" and given:
        raise click.UsageError(f"--{given[0].replace('_', '-')} is for --to tmx only.")


def export_as_tmx(
    memory: Memory,
    out: str,
    chosen: dict[str, Any],
    *,
    pair: tuple[str, str] | None,
    min_probability: float,
    level: str,
) -> ExportReport:
    """Write TMX, for OmegaT a folder; return the report of what is sure there, of all units elsewhere."""
    from tm.memory_changes import earlier_generation
    from tm.tmx_writing import TmxOptions, export_tmx

    since = None if chosen["since"] is None else earlier_generation(memory.folder, chosen["since"])
    options = TmxOptions(
        level=level,
        pair=pair,
        min_probability=min_probability,
        profile=chosen["profile"] or "master",
        language_map=parse_language_map(chosen["language_map"]),
        dedupe=chosen["dedupe"] or "none",
        since=since,
        doctype=not chosen["no_doctype"],
        gzip=chosen["gzip"],
    )
    if options.profile == "omegat":
        return _omegat(memory, out, options)
    if out == STANDARD_STREAM:
        if chosen["companions"]:
            raise click.UsageError("companions stand beside a file. Name a file with --out.")
        reports: list[ExportReport] = []
        write_through(lambda path: reports.append(export_tmx(memory, path, options)), out)
        return reports[0]
    check_place(Path(out))
    report = export_tmx(memory, Path(out), options)
    if chosen["companions"]:
        from tm.companions import write_companions

        write_companions(Path(out).parent, Path(out).name.partition(".tmx")[0], report)
    return report


def _omegat(memory: Memory, out: str, options: TmxOptions) -> ExportReport:
    from dataclasses import replace

    from tm.omegat_folder import export_omegat

    if out == STANDARD_STREAM:
        raise click.UsageError(
            "an export for OmegaT is a folder, and standard output takes none. Name a folder with --out."
        )
    reports = export_omegat(memory, Path(out), options)
    own = [report for path, report in reports.items() if "tmx2source" not in path]
    return replace(
        own[0],
        units=sum(report.units for report in own),
        variants=sum(report.variants for report in own),
        composed=sum(report.composed for report in own),
        dropped_chars=sum(report.dropped_chars for report in own),
        left_out=_left_out(own),
        files=tuple(reports),
    )


def _left_out(reports: list[ExportReport]) -> dict[str, int]:
    """What none of the bands has: every band passes over the units of the others."""
    from tm.selection import LOW_PROBABILITY, LOW_VARIANTS, SURE_ELSEWHERE

    of_bands = {LOW_PROBABILITY, LOW_VARIANTS, SURE_ELSEWHERE}
    kept = {reason: count for reason, count in reports[0].left_out.items() if reason not in of_bands}
    below = reports[-1].left_out.get(LOW_PROBABILITY, 0)
    return {**kept, **({LOW_PROBABILITY: below} if below else {})}
