"""Queries from a file, one a line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from corpora.errors import ReadingError
from hexapla.outputs import STANDARD_STREAM

_BYTE_ORDER_MARK = "\ufeff"


def read_queries(file: str) -> Iterator[str]:
    """Yield the lines of a UTF-8 file, or of standard input for "-", as they come, without their ends.

    Raises `ReadingError` that names the line where it is not UTF-8, and `OSError`.
    """
    if file == STANDARD_STREAM:
        yield from _lines(sys.stdin.buffer, Path("standard input"))
        return
    with Path(file).open("rb") as stream:
        yield from _lines(stream, Path(file))


def _lines(stream: BinaryIO, path: Path) -> Iterator[str]:
    for number, line in enumerate(stream, start=1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ReadingError(
                path,
                f"byte {error.start + 1} of the line is not UTF-8",
                place=f"line {number}",
                advice="save the file as UTF-8, one query a line",
            ) from error
        yield text.removeprefix(_BYTE_ORDER_MARK if number == 1 else "").rstrip("\r\n")
