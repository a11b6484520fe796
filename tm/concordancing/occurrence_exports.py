"""Concordances and renderings out: as tables for people, and the units of a concordance as TMX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import polars as pl

from tm.concordance import ConcordanceHit
from tm.concordancing.rendering_tables import RenderingExample, RenderingTable
from tm.errors import ExportError
from tm.marked_tables import Cell, Marked, MarkedTable, TableColumn
from tm.selection import ExportReport, UnitSource
from tm.tmx_writing import TmxOptions, export_tmx

_PLACE = ("unit_id", "document", "path", "page", "probability")
_TEXT_WIDTH, _SIDE_WIDTH, _WORDS_WIDTH = 60, 40, 24


def occurrence_table(
    phrase: str, hits: Sequence[ConcordanceHit], language: str, show: Sequence[str]
) -> MarkedTable:
    """Return a row an occurrence: left, match, right; the counterparts, their renderings marked; the place.

    Last a column a language with the rendering alone, empty where it is not sure.
    """
    columns = (
        TableColumn("left", language, _SIDE_WIDTH),
        TableColumn("match", language, _WORDS_WIDTH),
        TableColumn("right", language, _SIDE_WIDTH),
        *(TableColumn(code, code, _TEXT_WIDTH) for code in show),
        *map(TableColumn, _PLACE),
        *(TableColumn(f"rendering_{code}", code, _WORDS_WIDTH) for code in show),
    )
    return MarkedTable(phrase, columns, (_occurrence_row(hit, show) for hit in hits))


def rendering_rows_table(tables: Sequence[RenderingTable]) -> MarkedTable:
    """Return a row a rendering: count, share, score, forms, and its first example with both texts.

    Last for each language a row "(not sure)" and one "(no text)", where there are such occurrences.
    """
    columns = (
        TableColumn("phrase", width=_WORDS_WIDTH), TableColumn("language"), TableColumn("other_language"),
        TableColumn("rendering", width=_WORDS_WIDTH), TableColumn("count"), TableColumn("share"),
        TableColumn("score"), TableColumn("forms", width=_SIDE_WIDTH),
        TableColumn("text", width=_TEXT_WIDTH), TableColumn("counterpart", width=_TEXT_WIDTH),
        TableColumn("unit_id"), TableColumn("document"), TableColumn("path"), TableColumn("page"),
    )  # fmt: skip
    title = tables[0].phrase if tables else "renderings"
    return MarkedTable(title, columns, (row for table in tables for row in _rendering_rows(table)))


def write_concordance_tmx(
    memory: UnitSource,
    hits: Sequence[ConcordanceHit],
    out: Path | BinaryIO,
    *,
    language: str,
    show: Sequence[str],
) -> ExportReport:
    """Write the units of a concordance as TMX, `language` the source; a pair where one language is shown.

    Raises `ExportError` where there is no occurrence, or no language to show.
    """
    if not hits:
        raise ExportError("There is no occurrence, and so no unit to write.")
    if not show:
        raise ExportError("TMX needs a language beside that of the phrase. Name it: --show en.")
    units = sorted({hit.unit_id for hit in hits})
    source = _ChosenUnits(memory, units, (language, *show))
    pair = (language, show[0]) if len(show) == 1 else None
    return export_tmx(source, out, TmxOptions(pair=pair, source=language))


class _ChosenUnits:
    """Some units of a memory, in some languages."""

    def __init__(self, memory: UnitSource, units: Sequence[str], languages: Sequence[str]) -> None:
        self.languages = tuple(sorted(set(languages)))
        self._memory, self._units = memory, list(units)

    def units(self) -> pl.LazyFrame:
        chosen = pl.col("unit_id").is_in(self._units) & pl.col("language").is_in(list(self.languages))
        return self._memory.units().filter(chosen)


def _occurrence_row(hit: ConcordanceHit, show: Sequence[str]) -> list[Cell]:
    counterparts = [_counterpart(hit, code) for code in show]
    renderings = [hit.rendering(code) for code in show]
    place: list[Cell] = [hit.unit_id, hit.document, hit.path, hit.page, hit.probability]
    return [hit.left, Marked("", hit.match, ""), hit.right, *counterparts, *place, *renderings]


def _counterpart(hit: ConcordanceHit, code: str) -> Cell:
    if code not in hit.counterparts:
        return None
    return marked_counterpart(hit, code)


def marked_counterpart(hit: ConcordanceHit, language: str) -> Marked:
    """Return a counterpart with its rendering marked; nothing is where that is not sure."""
    text, span = hit.counterparts[language], hit.spans.get(language)
    start, end = (len(text), len(text)) if span is None else (span.start, span.end)
    return Marked(text[:start], text[start:end], text[end:])


def _rendering_rows(table: RenderingTable) -> Iterator[list[Cell]]:
    other = table.other_language
    head: list[Cell] = [_in(table.language, table.phrase), table.language, other]
    for one in table.renderings:
        forms = ", ".join(f"{form} ({count})" for form, count in one.forms)
        texts: list[Cell] = [_in(other, one.text), one.count, one.share, one.score, _in(other, forms)]
        yield [*head, *texts, *_example(one.examples, table.language, other)]
    for words, count in (("(not sure)", table.unsure), ("(no text)", table.missing)):
        if count:
            yield [*head, words, count, *[None] * 9]


def _in(language: str, text: str) -> Marked:
    """Return a text with its language: a column of this table has texts in several."""
    return Marked(text, "", "", language)


def _example(examples: Sequence[RenderingExample], language: str, other: str) -> list[Cell]:
    if not examples:
        return [None] * 6
    one = examples[0]
    texts: list[Cell] = [
        _marked(one.text, one.match, language),
        _marked(one.counterpart, one.span, other),
    ]
    return [*texts, one.unit_id, one.document, one.path, one.page]


def _marked(text: str, span: tuple[int, int], language: str) -> Marked:
    start, end = span
    return Marked(text[:start], text[start:end], text[end:], language)
