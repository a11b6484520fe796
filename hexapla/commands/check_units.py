"""`hexapla check`: quality checks of a TMX file or of a memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hexapla.counted_words import counted
from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.outputs import STANDARD_STREAM, open_text, readable, write_json_lines, write_text

if TYPE_CHECKING:
    from tm.checks.checked_units import CheckFinding
    from tm.checks.checking import CheckChoice
    from tm.checks.running import CheckTotals
    from tm.checks.term_checks import TermChecks

PROFILES = ("master", "omegat", "trados", "memoq", "phrase", "wordfast", "weblate")
LEVELS = ("paragraph", "sentence")
_PAIR = re.compile(r"([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*):([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*)")


class CodePairType(click.ParamType[tuple[str, str]]):
    """A pair of language codes "en-US:sv", of any languages; the value is both, source first."""

    name = "pair"

    def convert(
        self, value: str | tuple[str, str], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return source and target."""
        if isinstance(value, tuple):
            return value
        match = _PAIR.fullmatch(value.strip())
        if match is None:
            raise click.UsageError(f'"{value}" is no language pair. Write two codes with a colon: fr:en.')
        if match[1].lower() == match[2].lower():
            raise click.UsageError(f"a pair needs two languages, not {match[1]} twice.")
        return match[1], match[2]


@click.command(cls=DocumentedCommand)
@click.argument("source", metavar="FILE|MEMORY")
@click.option("--profile", type=click.Choice(PROFILES), help="Also the limits of one importer.")
@click.option("--pair", type=CodePairType(), help="Only these two languages, source first, as fr:en.")
@click.option(
    "--level", type=click.Choice(LEVELS), help="Size of the units of a memory.  [default: paragraph]"
)
@click.option(
    "--terms",
    "termbase",
    metavar="FILE|MEMORY",
    help="Also check terms: a termbase (TBX, CSV, XLSX), or the terms of a memory.",
)
@click.option("--only", metavar="ID,...", help="Only these checks; a first part such as tmx names many.")
@click.option("--skip", metavar="ID,...", help="All checks but these.")
@click.option(
    "--baseline", metavar="FILE", help="Findings that are accepted: they are not shown nor counted."
)
@click.option(
    "--write-baseline", metavar="FILE", help="Write all findings to FILE, to accept them from now on."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines (docs/schemas/check.json).")
@click.option("--html", "page", metavar="FILE", help="Write a page that can be filtered, for a browser.")
@click.option("--out", metavar="FILE", default=STANDARD_STREAM, help="Write to FILE what would be printed.")
def check(
    *,
    source: str,
    profile: str | None,
    pair: tuple[str, str] | None,
    level: str | None,
    termbase: str | None,
    only: str | None,
    skip: str | None,
    baseline: str | None,
    write_baseline: str | None,
    as_json: bool,
    page: str | None,
    out: str,
) -> int:
    """Check the units of a TMX file or of a memory, for translators.

    Any TMX file will do, packed by gzip or not; "-" is standard input. Figures, dates and number words are
    compared by value across the six languages; other languages get the checks that need no language.
    docs/checks.md explains each check.

    Kinds of checks:
      tmx      the file as validators see it: XML, the DTD and the rules beyond it
      profile  limits of the importer that --profile names
      form     each text: characters, spaces, encoding
      content  each translation against its source
      set      units against each other: repetitions, doubt, coverage
      term     with --terms: terms without their translation, forbidden and wavering ones

    The exit status is 3 if a finding of severity error remains, else 0.

    Examples:
      hexapla check foreign.tmx
      hexapla check memory --pair fr:en --profile trados --html checks.html
      hexapla check memory --only content.figures --json
      hexapla check memory --terms termbase.tbx --only term
      hexapla check foreign.tmx --write-baseline accepted.jsonl
      hexapla check foreign.tmx --baseline accepted.jsonl

    """
    from tm.checks.baseline import check_record, not_accepted, read_baseline
    from tm.checks.checking import choose_checks
    from tm.checks.running import CheckTotals

    choice = choose_checks(_names(only), _names(skip), pair)
    accepted = read_baseline(Path(baseline)) if baseline is not None else frozenset()
    totals = CheckTotals(pair=pair)
    if termbase is None and choice.only and all(name.startswith("term") for name in choice.only):
        raise click.UsageError("checks of terms need a termbase: --terms FILE.")
    terms = _term_checks(termbase) if termbase is not None else None
    with readable(source) as path:
        findings = list(_findings(path, source, choice, profile, level, totals, terms))
    if pair is not None and totals.units and not totals.with_pair:
        raise click.ClickException(f"{source}: no unit has a text in both {pair[0]} and {pair[1]}.")
    if write_baseline is not None:
        write_json_lines(map(check_record, findings), write_baseline)
        click.echo(f"Wrote {counted(len(findings), 'finding')} to {write_baseline}.", err=True)
        accepted |= {finding.key for finding in findings}
    kept = list(not_accepted(findings, accepted))
    if page is not None:
        from hexapla.check_page import render_checks

        write_text(render_checks(kept, name=Path(source).name or source, units=totals.units), page)
    if as_json:
        write_json_lines(map(check_record, kept), out)
    elif page != STANDARD_STREAM:
        _print_table(kept, out)
    _tell(kept, len(findings) - len(kept), totals)
    return Status.DONE_WITH_FINDINGS if any(one.severity == "error" for one in kept) else Status.DONE


def _names(text: str | None) -> list[str]:
    return [name.strip() for name in (text or "").split(",") if name.strip()]


def _term_checks(termbase: str) -> TermChecks:
    """The terms of a termbase, or those that a memory has and someone has decided about."""
    from tm.checks.term_checks import TermChecks
    from tm.terms.termbase_reading import entries_of, read_termbase

    path = Path(termbase)
    if path.is_dir():
        from hexapla.terminology import TermChoice, term_progress, terms_of_memory

        with term_progress() as progress:
            found = terms_of_memory(termbase, TermChoice(), progress)
        return TermChecks(entries_of(found.concepts))
    return TermChecks(read_termbase(path))


def _findings(
    path: Path,
    source: str,
    choice: CheckChoice,
    profile: str | None,
    level: str | None,
    totals: CheckTotals,
    terms: TermChecks | None,
) -> Iterator[CheckFinding]:
    from tm.checks.running import check_memory, check_tmx

    if path.is_dir():
        from hexapla.memories import open_folder

        memory = open_folder(source, choice.pair)
        return check_memory(memory, choice, profile, level or LEVELS[0], totals, terms)
    if level is not None:
        raise click.UsageError("--level is for memories: a file has the units that it has.")
    return check_tmx(path, choice, profile, totals, terms)


def _print_table(findings: list[CheckFinding], out: str) -> None:
    """The counts by check, then the first findings of each."""
    from hexapla.check_table import check_table
    from hexapla.tables import on_terminal

    lines = check_table(findings, isolate=out == STANDARD_STREAM and on_terminal())
    if lines:
        with open_text(out) as stream:
            stream.write("\n".join(lines) + "\n")


def _tell(findings: list[CheckFinding], accepted: int, totals: CheckTotals) -> None:
    from collections import Counter

    counts = Counter(one.severity.value for one in findings)
    named = [counted(counts[name], name) for name in ("error", "warning") if counts[name]]
    told = ", ".join([*named, *([f"{counts['info']} info"] if counts["info"] else [])])
    aside = f" {counted(accepted, 'finding')} accepted." if accepted else ""
    click.echo(f"Checked {counted(totals.units, 'unit')}: {told or 'no findings'}.{aside}", err=True)
