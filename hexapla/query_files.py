"""Files of queries for `hexapla search --queries`: one a line, or a CSV table with a column "query".

A line that cannot be read becomes a query with an error of its own: the others are answered.
"""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from corpora.errors import ReadingError
from hexapla.outputs import STANDARD_STREAM

if TYPE_CHECKING:
    from tm.search_batches import SearchQuery

_BYTE_ORDER_MARK = "\ufeff"
# By the ending of the name, the likeliest first: spreadsheet programs write a semicolon where the comma is
# the decimal sign.
_DELIMITERS = {".csv": ",;\t", ".tsv": "\t;,"}
# How packed workbooks (.xlsx, .ods) and those of older programs (.xls) begin.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_QUOTE = "Put quotation marks around a text with such a sign in it."
QUERY, LANGUAGES = "query", "languages"


def read_search_queries(file: str) -> Iterator[SearchQuery]:
    """Yield the queries of a UTF-8 file, or of standard input for "-", as they come.

    A name that ends in .csv or .tsv is a table with a column "query" and perhaps one "languages" ("fr,en"),
    by commas, semicolons or tabs; others have a query a line. Lines of white space are no queries. Raises
    `ReadingError` for a table without the column, a workbook, and text in UTF-16; and `OSError`.
    """
    if file == STANDARD_STREAM:
        yield from _line_queries(_text_stream(sys.stdin.buffer, Path("standard input")))
        return
    path = Path(file)
    with path.open("rb") as opened:
        stream = _text_stream(opened, path)
        delimiters = _DELIMITERS.get(path.suffix.casefold())
        if delimiters is None:
            yield from _line_queries(stream)
        else:
            yield from _table_queries(stream, path, delimiters)


def _text_stream(stream: BinaryIO, path: Path) -> BinaryIO:
    """Return a stream that begins as UTF-8 may; raises `ReadingError` for a workbook and for UTF-16."""
    # What `peek` shows is still to be read: standard input cannot be read twice.
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    head = buffered.peek(1)
    if head.startswith(_WORKBOOKS):
        advice = f'save the sheet as CSV in UTF-8, with a column "{QUERY}", and give that file'
        raise ReadingError(path, "this is a spreadsheet or another packed file, and no text", advice=advice)
    if head.startswith(_WIDE_MARKS) or b"\0" in head:
        reason = "this is no UTF-8: it is UTF-16, or no text at all"
        raise ReadingError(path, reason, advice="save the file as UTF-8")
    return buffered


def _line_queries(stream: BinaryIO) -> Iterator[SearchQuery]:
    for number, line in enumerate(_decoded(stream), start=1):
        if line.strip():
            yield _query(line.rstrip("\r\n"), None, f"line {number}")


def _table_queries(stream: BinaryIO, path: Path, delimiters: str) -> Iterator[SearchQuery]:
    lines = _decoded(stream)
    first = next(lines, "")
    delimiter = next((sign for sign in delimiters if QUERY in _names(_cells(first, sign))), delimiters[0])
    reader = csv.reader(chain([first], lines), delimiter=delimiter)
    names = _names(next(reader, []))
    if QUERY not in names:
        raise ReadingError(
            path,
            f'the first line names no column "{QUERY}"',
            place="line 1",
            advice=f'name it in the first line, and perhaps a column "{LANGUAGES}"',
        )
    at = names.index(QUERY)
    languages_at = names.index(LANGUAGES) if LANGUAGES in names else None
    for place, cells in _rows(reader):
        if isinstance(cells, str):
            yield _unread("", cells)
        elif any(cell.strip() for cell in cells[len(names) :]):
            yield _unread(
                cells[at], f"{place.capitalize()} has more cells than the first line has names. {_QUOTE}"
            )
        elif any(cell.strip() for cell in cells):
            languages = cells[languages_at] if languages_at is not None and languages_at < len(cells) else ""
            yield _query(cells[at] if at < len(cells) else "", _codes(languages), place)


def _cells(line: str, delimiter: str) -> Sequence[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _names(cells: Sequence[str]) -> list[str]:
    return [name.strip().casefold() for name in cells]


def _rows(reader: Iterator[Sequence[str]]) -> Iterator[tuple[str, Sequence[str] | str]]:
    """Yield each row with its place; what is wrong with it in words where it cannot be read."""
    number = 1
    while True:
        number += 1
        try:
            yield f"row {number}", next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"row {number}", f"Row {number} of the table cannot be read: {error}."


def _decoded(stream: Iterable[bytes]) -> Iterator[str]:
    """Yield the lines; bytes that are no UTF-8 become lone surrogates, which `_query` knows."""
    for number, line in enumerate(stream):
        text = line.decode("utf-8", "surrogateescape")
        yield text.removeprefix(_BYTE_ORDER_MARK) if number == 0 else text


def _codes(cell: str) -> tuple[str, ...] | None:
    codes = tuple(code.strip() for code in cell.replace(";", ",").split(",") if code.strip())
    return codes or None


def _query(text: str, languages: tuple[str, ...] | None, place: str) -> SearchQuery:
    from tm.search_batches import SearchQuery

    if any("\udc80" <= character <= "\udcff" for character in text):
        shown = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return _unread(shown, f"The query in {place} is not UTF-8. Save the file as UTF-8.")
    if "\0" in text:
        return _unread(text, f"The query in {place} has null characters. Save the file as UTF-8.")
    return SearchQuery(text, languages)


def _unread(text: str, error: str) -> SearchQuery:
    from tm.search_batches import SearchQuery

    return SearchQuery(text, None, error)
