"""What `hexapla search --queries` writes: JSON Lines, or a table with a row a hit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hexapla.outputs import STANDARD_STREAM, json_line, open_text, write_through

if TYPE_CHECKING:
    from tm.marked_tables import Cell, MarkedTable
    from tm.search_batches import SearchAnswer

FORMS = ("jsonl", "csv", "xlsx", "html")
_TEXT_WIDTH = 60


@dataclass
class AnswerCount:
    """How many queries were answered so far, and how many have an error."""

    queries: int = 0
    errors: int = 0

    def counting(self, answers: Iterable[SearchAnswer]) -> Iterator[SearchAnswer]:
        """Yield the answers, counted."""
        for answer in answers:
            self.queries += 1
            self.errors += answer.error is not None
            yield answer


def form_of(out: str) -> str:
    """Return the format that the name of a file asks for; raises `click.UsageError` for another."""
    form = "jsonl" if out == STANDARD_STREAM else Path(out).suffix.casefold().removeprefix(".")
    if form not in FORMS:
        endings = ", ".join(f".{one}" for one in FORMS)
        raise click.UsageError(f"{out} does not say which format it is to have. Let it end in {endings}.")
    return form


def write_answers(answers: Iterable[SearchAnswer], languages: Sequence[str], out: str) -> None:
    """Write the answers as they come, with the texts of hits in `languages`."""
    form = form_of(out)
    if form == "jsonl":
        from tm.json_records import answer_record

        with open_text(out) as stream:
            for answer in answers:
                stream.write(json_line(answer_record(answer, languages)))
        return
    from tm.marked_tables import write_table

    def write(path: Path) -> None:
        write_table(answer_table(answers, languages), form, path)

    write_through(write, out)


def answer_table(answers: Iterable[SearchAnswer], languages: Sequence[str]) -> MarkedTable:
    """Return a row a hit: its query, place and score, its texts; a query without hits has a row as well."""
    from tm.marked_tables import MarkedTable, TableColumn

    columns = (
        TableColumn("number", width=7), TableColumn("query", width=40), TableColumn("error", width=24),
        TableColumn("rank", width=6), TableColumn("score", width=8), TableColumn("unit_id", width=24),
        TableColumn("found_in", width=9), TableColumn("document", width=20), TableColumn("path"),
        TableColumn("page", width=6), TableColumn("probability"),
        *(TableColumn(code, code, _TEXT_WIDTH) for code in languages),
    )  # fmt: skip
    return MarkedTable("Answers", columns, (row for answer in answers for row in _rows(answer, languages)))


def _rows(answer: SearchAnswer, languages: Sequence[str]) -> Iterator[list[Cell]]:
    if not answer.hits:
        yield [answer.number, answer.query, answer.error or "No hits.", *[None] * (8 + len(languages))]
    for rank, hit in enumerate(answer.hits, start=1):
        yield [
            answer.number, answer.query, None, rank, hit.score, hit.unit_id, hit.language, hit.document,
            hit.path, hit.page, hit.probability, *(hit.texts.get(code) for code in languages),
        ]  # fmt: skip
