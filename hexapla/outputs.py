"""Where the output of a command goes: the terminal, a pipe, or a file that appears whole or not at all."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from corpora.errors import ReadingError

STANDARD_STREAM = "-"
_PART_SUFFIX = ".part"


def prepare_streams() -> None:
    """Make the standard streams UTF-8 with LF: Windows would give a pipe its code page and CRLF.

    What cannot be encoded (undecodable bytes of a file name) is written as an escape rather than refused.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            newline = None if stream.isatty() else "\n"
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline=newline)


def write_text(text: str, out: str | None) -> None:
    """Write `text` to the file `out`, or to standard output for None and "-"."""
    with open_text(out) as stream:
        stream.write(text)


def write_json(record: Mapping[str, object]) -> None:
    """Print one JSON document, indented."""
    print(json.dumps(record, ensure_ascii=False, indent=2))  # noqa: T201  (the application prints)


def json_line(record: Mapping[str, object]) -> str:
    """Return one line of JSON Lines with its LF. U+2028 and its like are escaped: readers may split there."""
    text = json.dumps(record, ensure_ascii=False)
    for character in ("\x85", "\u2028", "\u2029"):
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text + "\n"


def write_json_lines(records: Iterable[Mapping[str, object]], out: str | None = None) -> None:
    """Write records as JSON Lines to the file `out`, or to standard output."""
    with open_text(out) as stream:
        stream.writelines(json_line(record) for record in records)


@contextmanager
def open_text(out: str | None) -> Iterator[TextIO]:
    """Give a text stream to standard output (None, "-"), or to a file that is put in place at the end."""
    if out is None or out == STANDARD_STREAM:
        yield sys.stdout
        return
    with replacing(Path(out)) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        yield stream


def check_place(path: Path) -> None:
    """Raise `IsADirectoryError` or `FileNotFoundError` where no file can be put at `path`."""
    if path.is_dir():
        raise IsADirectoryError(f"{path}: this is a folder. Try: the name of a file inside it")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path.parent}: there is no such folder. Try: create it first")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; moved onto it on success, removed on failure."""
    check_place(path)
    if path.exists() and not path.is_file():
        with _copied_into(path) as part:
            yield part
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_PART_SUFFIX, dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        part.chmod(_usual_mode())
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _copied_into(device: Path) -> Iterator[Path]:
    # A pipe or a device such as /dev/null is written to: a file moved onto it would take its place.
    with tempfile.TemporaryDirectory(prefix="hexapla-") as folder:
        part = Path(folder) / "out"
        yield part
        with part.open("rb") as whole, device.open("wb") as stream:
            shutil.copyfileobj(whole, stream)


def is_temporary(path: Path) -> bool:
    """Whether a path is one of the short-lived names under which files are written before they are whole."""
    from tm.atomic_files import TEMPORARY_PREFIX

    ours = path.name.startswith(".") and path.suffix == _PART_SUFFIX
    return ours or path.name.startswith(TEMPORARY_PREFIX)


def _usual_mode() -> int:
    # mkstemp gives 0600 whatever the umask; a result is meant to be shared as any other file is.
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_through(write: Callable[[Path], None], out: str) -> None:
    """Let `write` make a file at a path it is given, then put it at `out` ("-" is standard output)."""
    if out != STANDARD_STREAM:
        with replacing(Path(out)) as part:
            write(part)
        return
    with tempfile.TemporaryDirectory(prefix="hexapla-") as folder:
        part = Path(folder) / "out"
        write(part)
        sys.stdout.flush()
        with part.open("rb") as stream:
            shutil.copyfileobj(stream, sys.stdout.buffer)


@contextmanager
def readable(name: str) -> Iterator[Path]:
    """Give the path of an input; "-" is standard input, kept in a temporary file meanwhile."""
    if name != STANDARD_STREAM:
        yield Path(name)
        return
    with tempfile.TemporaryDirectory(prefix="hexapla-") as folder:
        path = Path(folder) / "standard-input"
        with path.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        try:
            yield path
        except ReadingError as error:
            # The user knows no temporary file.
            given = Path("standard input")
            raise type(error)(given, error.reason, place=error.place, advice=error.advice) from error


def silence_closed_pipe() -> None:
    """Keep the interpreter from complaining at exit after a reader such as `head` went away."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  (os.devnull is "nul" on Windows)
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
