"""`hexapla terms`: the terminology of a memory, for termbases, spreadsheets and browsers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hexapla.counted_words import counted
from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.languages import LanguagesType, LanguageType, PairType
from hexapla.outputs import STANDARD_STREAM, check_place, write_json_lines, write_text, write_through

if TYPE_CHECKING:
    from hexapla.terminology import MemoryTerms
    from tm.terms.seeding import SeedReport, SeedRow

FORMATS = ("tbx", "tbx2", "csv", "memoq", "omegat", "xlsx", "html", "json")


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.option("--to", "form", type=click.Choice(FORMATS), help="Format.")
@click.option("--out", metavar="FILE", help='File to write; "-" is standard output.')
@click.option(
    "--pivot",
    type=LanguageType(),
    help="Language that concepts are found from.  [default: fr if it is there]",
)
@click.option("--languages", type=LanguagesType(), help="Languages to pair with it, as en,ar; else all.")
@click.option("--pair", type=PairType(), help="Write two languages only, source first; omegat needs it.")
@click.option(
    "--min-frequency",
    type=click.IntRange(1),
    metavar="N",
    default=3,
    show_default=True,
    help="Least number of units that a term of the pivot stands in.",
)
@click.option(
    "--min-probability",
    type=click.FloatRange(0, 1),
    metavar="P",
    default=0.8,
    show_default=True,
    help="Least probability (0 to 1) that a rendering means the same.",
)
@click.option("--seed", metavar="FILE", help="A termbase (TBX, CSV, XLSX) to confirm, contradict and extend.")
@click.option(
    "--work", metavar="FOLDER", help="Keep finished steps there: what was stopped goes on from where it was."
)
@click.option("--review", is_flag=True, help="Add the columns to decide in, which xlsx has, to csv.")
@click.option("--bom", is_flag=True, help="Begin CSV with a mark by which Excel knows UTF-8.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print outcomes as JSON Lines (docs/schemas/term-outcome.json)."
)
def terms(
    *,
    memory: str,
    form: str | None,
    out: str | None,
    pivot: str | None,
    languages: tuple[str, ...] | None,
    pair: tuple[str, str] | None,
    min_frequency: int,
    min_probability: float,
    seed: str | None,
    work: str | None,
    review: bool,
    bom: bool,
    as_json: bool,
) -> int:
    """Find the terms of a memory in its languages, with evidence: where, how often, how sure.

    What the machine finds is admitted, never preferred; what terminologists decided in a returned
    spreadsheet (`hexapla import MEMORY terms.xlsx --terms`) is applied (docs/termbases.md).

    Formats:
      tbx    TBX-Basic, version 3 (ISO 30042:2019)
      tbx2   TBX-Basic, version 2 (martif), for OmegaT and Weblate
      csv    a table, one concept a line, with columns for each language
      memoq  CSV with the columns of memoQ
      omegat a glossary for one pair (--pair): name it .txt or .utf8
      xlsx   a spreadsheet with columns to decide in
      html   a page with a card a concept, for a browser
      json   JSON Lines, one concept a line (docs/schemas/concept.json)

    With --seed the terms of a termbase are searched in the memory, and a table of outcomes is printed:
    confirmed, contradicted (the memory mostly has another rendering), extended (a language was
    missing), forbidden term in use, not confirmed (the term is there, its rendering never beside it),
    not found. --to writes the termbase so extended, then what it does not have. The exit status is 3 if
    something is contradicted, forbidden and in use, not confirmed or not found.

    Examples:
      hexapla terms memory --to tbx --out terms.tbx
      hexapla terms memory --to xlsx --languages en,ar --min-probability 0.5 --out terms.xlsx
      hexapla terms memory --to omegat --pair fr:en --out glossary.txt
      hexapla terms memory --seed known.tbx
      hexapla terms memory --seed known.csv --to tbx2 --out extended.tbx

    """
    from hexapla.terminology import TermChoice, term_progress, terms_of_memory

    _check(form, out, pair, seed, as_json=as_json)
    if (bom or review) and form != "csv":
        raise click.UsageError("--bom and --review are for --to csv; xlsx has the columns to decide in.")
    folder = Path(work) if work is not None else None
    choice = TermChoice(pivot, languages, min_frequency, min_probability, seed, pair, folder)
    with term_progress() as progress:
        found = terms_of_memory(memory, choice, progress)
    if form is not None and out is not None:
        left_out = _write(found, form, out, bom=bom, review=review)
        _tell(found, out, left_out)
    if found.seed is None:
        return Status.DONE
    if as_json:
        from hexapla.term_records import outcome_record

        write_json_lines(map(outcome_record, found.seed.rows))
    elif out != STANDARD_STREAM:
        _print_outcomes(found.seed)
    return Status.DONE_WITH_FINDINGS if any(map(_is_problem, found.seed.rows)) else Status.DONE


def _check(
    form: str | None,
    out: str | None,
    pair: tuple[str, str] | None,
    seed: str | None,
    *,
    as_json: bool,
) -> None:
    if (form is None) != (out is None):
        raise click.UsageError("--to and --out go together: a format, and where to write it.")
    if form is None and seed is None:
        raise click.UsageError(
            "nothing to do: name a format and a file (--to, --out), or a termbase (--seed)."
        )
    if form == "omegat" and pair is None:
        raise click.UsageError("a glossary of OmegaT is for one pair. Name source and target: --pair fr:en.")
    if as_json and seed is None:
        raise click.UsageError("--json prints the outcomes of --seed. For concepts: --to json.")
    if as_json and out == STANDARD_STREAM:
        raise click.UsageError("--json and --out - would both write to standard output. Name a file.")
    if out is not None and out != STANDARD_STREAM:
        # Finding the terms may take long: what cannot be written says so before.
        check_place(Path(out))


def _write(found: MemoryTerms, form: str, out: str, *, bom: bool, review: bool) -> Mapping[str, int]:
    """Write the concepts; return what was left out, by reason."""
    if form == "json":
        from hexapla.term_records import concept_record

        write_json_lines(map(concept_record, found.concepts), out)
        return {}
    if form == "html":
        from hexapla.terms_page import render_terms

        write_text(render_terms(found.concepts, found.languages, name=_name(found)), out)
        return {}
    left_out: dict[str, int] = {}
    write_through(lambda path: left_out.update(_write_file(found, form, path, bom=bom, review=review)), out)
    return left_out


def _write_file(found: MemoryTerms, form: str, path: Path, *, bom: bool, review: bool) -> Mapping[str, int]:
    from tm.terms.tbx_writing import TbxOptions, write_tbx
    from tm.terms.term_tables import write_memoq_csv, write_omegat_glossary, write_terms_csv

    concepts, languages = found.concepts, found.languages
    if form in ("tbx", "tbx2"):
        version = 3 if form == "tbx" else 2
        write_tbx(concepts, path, TbxOptions(version, f"Terms of {_name(found)}", _origin(found)))
        return {}
    if form == "csv":
        return write_terms_csv(concepts, path, languages, bom=bom, review=review)
    if form == "memoq":
        return write_memoq_csv(concepts, path, languages)
    if form == "omegat":
        return write_omegat_glossary(concepts, path, (languages[0], languages[1]))
    from tm.terms.terms_xlsx import write_terms_xlsx

    about = [
        ("Made by", "hexapla terms"),
        *zip(("Memory", "Generation", "Corpus digest"), _places(found), strict=True),
    ]
    return write_terms_xlsx(concepts, path, languages, about)


def _name(found: MemoryTerms) -> str:
    return found.memory.folder.resolve().name


def _places(found: MemoryTerms) -> tuple[str, str, str]:
    return _name(found), found.memory.generation.name, found.memory.manifest.corpus_digest


def _origin(found: MemoryTerms) -> tuple[str, ...]:
    name, generation, digest = _places(found)
    return (
        f"Found by hexapla in the memory {name}, generation {generation}, corpus digest {digest}.",
        "Terms that nobody decided about are admitted; their probabilities stand in notes.",
    )


def _tell(found: MemoryTerms, out: str, left_out: Mapping[str, int]) -> None:
    """Say on standard error what was written and what was not."""
    where = "" if out == STANDARD_STREAM else f" to {out}"
    number = sum(len(one.terms) for one in found.concepts)
    click.echo(
        f"Wrote {counted(len(found.concepts), 'concept')}, {counted(number, 'term')}{where}.", err=True
    )
    decided = ((found.rejected, "rejected"), (found.merged, "merged into others"))
    for count, what in decided:
        if count:
            click.echo(f"Left out: concepts {what} by a terminologist: {count}", err=True)
    for reason, count in left_out.items():
        click.echo(f"Left out: {reason}: {count}", err=True)
    if found.other_pivot:
        told = counted(found.other_pivot, "decision")
        click.echo(f"{told} about terms of another pivot language did not apply; see --pivot.", err=True)
    for identifier in found.lost:
        click.echo(f"Not merged: {identifier}: the concept it goes into is not there.", err=True)


def _is_problem(row: SeedRow) -> bool:
    from tm.terms.seeding import SeedOutcome

    return row.outcome not in (SeedOutcome.CONFIRMED, SeedOutcome.EXTENDED)


def _print_outcomes(report: SeedReport) -> None:
    """Print the outcomes as a table on standard output, and their counts on standard error."""
    from hexapla.tables import Column, on_terminal, table_lines

    columns = (
        Column("Outcome"),
        Column("Term", flexible=True, lines=2),
        Column("Language"),
        Column("Termbase", flexible=True, lines=2),
        Column("Memory", flexible=True, lines=2),
        Column("Units"),
        Column("Probability"),
    )
    rows = [
        (
            str(row.outcome),
            row.reference,
            row.language,
            row.term,
            row.found,
            f"{row.count} of {row.out_of}" if row.reference or row.out_of else "",
            "" if row.probability is None else f"{row.probability:.2f}",
        )
        for row in report.rows
    ]
    if rows:
        click.echo("\n".join(table_lines(columns, rows, isolate=on_terminal())))
    counts = ", ".join(f"{outcome}: {count}" for outcome, count in report.counts.items() if count)
    click.echo(f"Termbase: {counts or 'no entries'}.", err=True)
