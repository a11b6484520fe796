"""Files of queries for `hexapla search --queries`: one a line, or a CSV table with a column "query".

A line that cannot be read becomes a query with an error of its own: the others are answered.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from corpora.errors import ReadingError
from hexapla.outputs import STANDARD_STREAM

if TYPE_CHECKING:
    from tm.search_batches import SearchQuery

_BYTE_ORDER_MARK = "\ufeff"
_DELIMITERS = {".csv": ",", ".tsv": "\t"}
QUERY, LANGUAGES = "query", "languages"


def read_search_queries(file: str) -> Iterator[SearchQuery]:
    """Yield the queries of a UTF-8 file, or of standard input for "-", as they come.

    A name that ends in .csv or .tsv is a table with a column "query" and perhaps one "languages" ("fr,en");
    others have a query a line. Lines of white space are no queries. Raises `ReadingError` for a table without
    the column, and `OSError`.
    """
    if file == STANDARD_STREAM:
        yield from _line_queries(sys.stdin.buffer)
        return
    path = Path(file)
    with path.open("rb") as stream:
        delimiter = _DELIMITERS.get(path.suffix.casefold())
        if delimiter is None:
            yield from _line_queries(stream)
        else:
            yield from _table_queries(stream, path, delimiter)


def _line_queries(stream: BinaryIO) -> Iterator[SearchQuery]:
    for number, line in enumerate(_decoded(stream), start=1):
        if line.strip():
            yield _query(line.rstrip("\r\n"), None, f"line {number}")


def _table_queries(stream: BinaryIO, path: Path, delimiter: str) -> Iterator[SearchQuery]:
    reader = csv.reader(_decoded(stream), delimiter=delimiter)
    names = [name.strip().casefold() for name in next(reader, [])]
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
        elif any(cell.strip() for cell in cells):
            languages = cells[languages_at] if languages_at is not None and languages_at < len(cells) else ""
            yield _query(cells[at] if at < len(cells) else "", _codes(languages), place)


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
    return SearchQuery(text, languages)


def _unread(text: str, error: str) -> SearchQuery:
    from tm.search_batches import SearchQuery

    return SearchQuery(text, None, error)
