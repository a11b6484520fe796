"""`hexapla search`: passages of a memory that say what the query says, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hexapla.counted_words import counted
from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.languages import LanguagesType
from hexapla.outputs import STANDARD_STREAM, write_json_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tm.memory import Memory
    from tm.search import Hit
    from tm.search_batches import BatchSettings


class KindType(click.ParamType[str]):
    """A kind of passage, one of `corpora.documents.BlockKind`."""

    name = "kind"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the kind."""
        from corpora.documents import BlockKind

        kinds = [kind.value for kind in BlockKind]
        if value not in kinds:
            raise click.UsageError(f'there is no kind "{value}". Known are: {", ".join(kinds)}.')
        return value


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.argument("query", required=False)
@click.option(
    "--in", "languages", type=LanguagesType(), help="Search only passages in these languages: fr,en."
)
@click.option(
    "--show", type=LanguagesType(), help="Show each hit in these languages, in this order; else in all."
)
@click.option(
    "-k",
    "count",
    type=click.IntRange(min=1),
    metavar="N",
    default=10,
    show_default=True,
    help="Number of hits.",
)
@click.option(
    "--mode",
    type=click.Choice(["hybrid", "dense", "lexical"]),
    default="hybrid",
    show_default=True,
    help="By meaning and words, by meaning alone (dense), or by words alone (lexical).",
)
@click.option("--body", metavar="BODY", help="Only documents of this body, as symbols begin: S, A/C.3.")
@click.option("--year", type=click.IntRange(min=1), metavar="YEAR", help="Only documents of this year.")
@click.option("--session", metavar="SESSION", help="Only documents of this session: 68, S-27.")
@click.option("--symbol", "symbol_prefix", metavar="PREFIX", help="Only documents whose symbol begins so.")
@click.option("--kind", type=KindType(), help="Only passages of this kind: operative, title, footnote, ...")
@click.option(
    "--min-probability",
    type=click.FloatRange(0.0, 1.0),
    metavar="P",
    help="Only passages aligned with this probability or more.",
)
@click.option(
    "--origin",
    type=click.Choice(["aligned", "imported"]),
    help="Only what a build aligned, or what was imported.",
)
@click.option(
    "--queries",
    metavar="FILE",
    help='Answer each line of a file, or each row of a CSV file; "-" is standard input.',
)
@click.option(
    "--out", metavar="FILE", help="With --queries: a file that ends in .jsonl, .csv, .xlsx or .html."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one a hit (docs/schemas/hit.json).")
def search(
    *,
    memory: str,
    query: str | None,
    languages: tuple[str, ...] | None,
    show: tuple[str, ...] | None,
    count: int,
    mode: str,
    queries: str | None,
    out: str | None,
    as_json: bool,
    **filters: str | int | float | None,
) -> int:
    """Find passages that mean what a query means, whatever its language, or have its words.

    The whole memory is ranked; --in and the filters only restrict which passages count. Each hit is shown in
    every language asked for, with its document, its paragraph, its score and which legs led to it: by meaning
    (dense, a cosine: 1 is the same) or by words (lexical, BM25). "Quoted phrases" must stand so in what the
    words find, a star ends a word that goes on; symbols and numbers are found in any script (docs/search.md).

    --queries answers a file of queries, one a line, or a CSV file with a column "query" and perhaps one
    "languages" ("fr,en"). A query that cannot be answered has an error in its place; the others are answered.
    Without --out it prints JSON Lines, one a query (docs/schemas/answer.json).

    Examples:
      hexapla search memory "financement du terrorisme" --show en,ar
      hexapla search memory "权利" --in zh --show zh,es -k 3 --json
      hexapla search memory "A/RES/66/171" --mode lexical
      hexapla search memory '"droits de l’homme" terror*' --session 68 --kind operative
      hexapla search memory --queries terms.txt --show fr,en -k 3 --out answers.xlsx

    """
    from hexapla.memories import open_folder
    from tm.search_batches import BatchSettings
    from tm.search_filters import Filters

    if (query is None) == (queries is None):
        raise click.UsageError("give either a QUERY or --queries FILE.")
    if out is not None and queries is None:
        raise click.UsageError("--out goes with --queries.")
    opened = open_folder(memory, show, sees_changes=True)
    chosen = Filters(**filters)  # type: ignore[arg-type]
    if query is None:
        asked = BatchSettings(count, mode=mode, languages=languages, filters=chosen)
        return _answer_file(opened, str(queries), asked, show, out or STANDARD_STREAM)
    hits = opened.search(query, languages=languages, k=count, mode=mode, filters=chosen)
    if as_json:
        from tm.json_records import hit_record

        write_json_lines(hit_record(hit, show) for hit in hits)
    elif not hits:
        click.echo("No hits.", err=True)
    else:
        click.echo("\n\n".join(hit_block(number, hit, show) for number, hit in enumerate(hits, 1)))
    return Status.DONE


def _answer_file(
    memory: Memory, queries: str, asked: BatchSettings, show: Sequence[str] | None, out: str
) -> int:
    from hexapla.query_files import read_search_queries
    from hexapla.search_answers import AnswerCount, write_answers

    count = AnswerCount()
    answered = memory.search_many(
        read_search_queries(queries),
        languages=asked.languages,
        k=asked.k,
        mode=asked.mode,
        filters=asked.filters,
    )
    answers = count.counting(answered)
    write_answers(answers, show or memory.languages, out)
    where = "" if out == STANDARD_STREAM else f" Written to {out}."
    errors = f", {counted(count.errors, 'error')} among them" if count.errors else ""
    click.echo(f"{counted(count.queries, 'answer')}{errors}.{where}", err=True)
    return Status.DONE_WITH_FINDINGS if count.errors else Status.DONE


def hit_block(number: int, hit: Hit, show: Sequence[str] | None, *, lines: int | None = 6) -> str:
    """One hit to read: a heading, then a line or more for each language asked for."""
    from hexapla.tables import Column, isolated, on_terminal, printable, table_lines, use_colour

    head = printable(f"{number}. {hit.unit_id}")
    head = click.style(head, bold=True) if use_colour() else head
    place = isolated(printable(hit_place(hit)))
    rows = [(code, hit.texts.get(code, "—")) for code in (show or sorted(hit.texts))]
    columns = (Column(""), Column("", flexible=True, lines=lines))
    body = table_lines(columns, rows, indent=3, isolate=on_terminal())
    return "\n".join([f"{head}   score {hit.score:.3f}{hit_legs(hit)}", f"   {place}", *body])


def hit_legs(hit: Hit) -> str:
    """Which legs led to a hit, each with its rank and score; "" where that is not known."""
    legs = [f"{leg.name} {leg.rank} ({leg.score:.3f})" for leg in hit.legs]
    return f"   {', '.join(legs)}" if legs else ""


def hit_place(hit: Hit) -> str:
    """Document, paragraph and page of a hit in words."""
    parts = [f"nearest in {hit.document} ({hit.language})"]
    if hit.path:
        parts.append(f"paragraph {hit.path}")
    if hit.page is not None:
        parts.append(f"page {hit.page}")
    return ", ".join(parts)
