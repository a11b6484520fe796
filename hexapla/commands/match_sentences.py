"""`hexapla match`: fuzzy matches of sentences, with their translations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.languages import LanguageType
from hexapla.outputs import STANDARD_STREAM, json_line, open_text

if TYPE_CHECKING:
    from tm.matching.match import MatchAnswer, MatchRequest
    from tm.memory import Memory


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.argument("query", required=False)
@click.option("--source", type=LanguageType(), required=True, help="Language of the query.")
@click.option("--target", type=LanguageType(), required=True, help="Language to translate into.")
@click.option(
    "--threshold",
    type=click.IntRange(50, 100),
    metavar="PERCENT",
    default=75,
    show_default=True,
    help="Lowest score shown, 50 to 100.",
)
@click.option(
    "-k",
    "count",
    type=click.IntRange(min=1),
    metavar="N",
    default=5,
    show_default=True,
    help="Number of matches of each query.",
)
@click.option(
    "--level",
    type=click.Choice(["both", "paragraph", "sentence"]),
    default="both",
    show_default=True,
    help="Units to look in.",
)
@click.option("--previous", metavar="SENTENCE", help="The sentence before QUERY.")
@click.option("--next", "following", metavar="SENTENCE", help="The sentence after QUERY.")
@click.option(
    "--file", metavar="FILE", help='Match each line of a UTF-8 file instead; "-" is standard input.'
)
@click.option("--out", metavar="FILE", help='Write to a file; "-" is standard output.')
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON Lines, one a query (docs/schemas/match.json)."
)
def match(
    *,
    memory: str,
    query: str | None,
    source: str,
    target: str,
    threshold: int,
    count: int,
    level: str,
    previous: str | None,
    following: str | None,
    file: str | None,
    out: str | None,
    as_json: bool,
) -> int:
    """Find sentences of a memory that resemble a sentence, with their translations.

    The score counts the words to change: 100 has the same words, 102 also the same sentences before and after
    it. Figures that differ, punctuation, translations that disagree and doubtful units cost points; each is
    listed (docs/matching.md). In the text of the memory, [-words-] are not in the query and {+words+} are in
    the query alone. The lines around one of --file are its neighbours. The index of a language is made on
    first use and kept in MEMORY.

    Examples:
      hexapla match memory "Prie le Secrétaire général de publier un rapport" --source fr --target en
      hexapla match memory --file draft.txt --source ar --target zh --json --out matches.jsonl

    """
    from hexapla.memories import open_folder
    from tm.matching.match import MatchRequest
    from tm.matching.matcher import check_request

    _check_usage(query, file, previous, following)
    opened = open_folder(memory)
    request = MatchRequest(source, target, threshold, count, level)
    check_request(request, opened.languages)
    if query is not None:
        answers = iter([_answer(opened, query, request, previous, following)])
    else:
        from hexapla.query_lines import read_queries

        answers = opened.match_lines(read_queries(file or STANDARD_STREAM), request)
    _write(answers, request, out, as_json=as_json, numbered=query is None)
    _tell_notes(opened, source)
    return Status.DONE


def _check_usage(query: str | None, file: str | None, previous: str | None, following: str | None) -> None:
    if (query is None) == (file is None):
        raise click.UsageError("give either a QUERY or --file FILE.")
    if file is not None and (previous or following):
        raise click.UsageError("--previous and --next belong to QUERY: the lines of --file are neighbours.")


def _answer(
    memory: Memory, query: str, request: MatchRequest, previous: str | None, following: str | None
) -> MatchAnswer:
    from tm.errors import QueryError
    from tm.matching.match import Neighbours

    answer = memory.matcher(request.source).answer(query, request, Neighbours(previous, following))
    if answer.note is not None:
        raise QueryError(f"The query cannot be matched: {answer.note}. Give a sentence in {request.source}.")
    return answer


def _write(
    answers: Iterator[MatchAnswer], request: MatchRequest, out: str | None, *, as_json: bool, numbered: bool
) -> None:
    from hexapla.match_records import answer_record
    from hexapla.match_words import answer_block
    from hexapla.tables import printable

    with open_text(out) as stream:
        for line, answer in enumerate(answers, start=1):
            if as_json:
                stream.write(json_line(answer_record(answer, request, line)))
                continue
            head = f"Line {line}: {printable(answer.query)}\n" if numbered else ""
            stream.write(f"{head}{answer_block(answer, request)}\n" + ("\n" if numbered else ""))


def _tell_notes(memory: Memory, source: str) -> None:
    from hexapla.tables import printable

    for note in memory.matcher(source).notes:
        click.echo(f"Note: {printable(note)}.", err=True)
