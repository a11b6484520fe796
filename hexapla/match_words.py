"""Fuzzy matches to read: what differs from the query stands in [-memory-]{+query+}."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tm.matching.match import Match, MatchAnswer, MatchRequest
    from tm.matching.word_diff import DiffPart

_MOST_LINES = 8


def answer_block(answer: MatchAnswer, request: MatchRequest) -> str:
    """Return the matches of a query, numbered from 1, with a blank line between them; a line for none."""
    if not answer.matches:
        reason = answer.note or f"no match from {request.threshold} percent on"
        return f"   {reason[:1].upper()}{reason[1:]}."
    blocks = (
        match_block(number, match, answer.query, request) for number, match in enumerate(answer.matches, 1)
    )
    return "\n\n".join(blocks)


def match_block(number: int, match: Match, query: str, request: MatchRequest) -> str:
    """Return one match: its score and parts, its place, the two texts."""
    from hexapla.tables import Column, isolated, on_terminal, printable, table_lines, use_colour

    head = printable(f"{number}. {match.score}  {match.unit_id}")
    head = click.style(head, bold=True) if use_colour() else head
    rows = [(request.source, marked_text(match, query)), (request.target, match.target_text)]
    columns = (Column(""), Column("", flexible=True, lines=_MOST_LINES))
    body = table_lines(columns, rows, indent=3, isolate=on_terminal())
    lines = [f"{head}   {parts_in_words(match)}", f"   {isolated(printable(place_in_words(match)))}"]
    if match.warnings:
        lines.append(f"   Warning: query and memory differ in a {', '.join(match.warnings)}.")
    return "\n".join([*lines, *body])


def parts_in_words(match: Match) -> str:
    """Return how a score came about, and OmegaT's scores: "base 97, composed -2; OmegaT -/96/97"."""
    parts = [f"base {match.base}", *(f"{one.name.value} -{one.points}" for one in match.penalties)]
    parts += ["same sentence before"] * match.previous_equal + ["same sentence after"] * match.next_equal
    triple = (match.omegat.stemmed, match.omegat.plain, match.omegat.full)
    shown = "/".join("-" if score is None else str(score) for score in triple)
    return f"{', '.join(parts)}; {match.version}; OmegaT {shown}"


def place_in_words(match: Match) -> str:
    """Return where the best unit of a match is, and how many say the same."""
    parts = [f"{match.level} in {match.document}"]
    if match.path:
        parts.append(f"paragraph {match.path}")
    if match.page is not None:
        parts.append(f"page {match.page}")
    if match.via:
        parts.append(f"over {match.via}")
    if match.units > 1:
        parts.append(f"{match.units} units alike")
    return ", ".join([*parts, f"probability {match.probability:.2f}"])


def marked_text(match: Match, query: str) -> str:
    """Return the text of the memory with what the query has otherwise."""
    marked = ""
    for part, gap in with_gaps(match, query):
        ours = query[slice(*part.query_span)]
        theirs = match.source_text[slice(*part.source_span)]
        if part.op == "equal":
            marked += gap + theirs
        else:
            marked += gap + (f"[-{theirs}-]" if theirs else "") + (f"{{+{ours}+}}" if ours else "")
    return marked


def with_gaps(match: Match, query: str) -> Iterator[tuple[DiffPart, str]]:
    """Yield the parts of a diff, each with the space before it in the text that it is taken from."""
    for place, part in enumerate(match.diff):
        text, start = (match.source_text, part.source_span[0]) if part.source else (query, part.query_span[0])
        yield part, " " if place and text[start - 1 : start].isspace() else ""
