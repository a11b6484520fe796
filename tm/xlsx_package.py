"""XLSX in: the parts of a workbook, which may come from anywhere: unpacked and parsed within limits.

expat reports every element, and nothing is kept of the parts but what a handler keeps.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from corpora.errors import UnsafeDocument
from corpora.file_types import DAMAGED_ARCHIVE, check_archive
from tm.errors import ReviewError

_CHUNK_BYTES = 1 << 16
_MAX_DEPTH = 100
# A sheet of a million rows has less than the one, a cell of a spreadsheet less than the other.
_MAX_PART_BYTES = 500_000_000
_MAX_TEXT_CHARS = 1_000_000
ADVICE = "Open it in a spreadsheet program and save it again as XLSX."


@contextmanager
def opened_workbook(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open the archive; raises `ReviewError` for a zip bomb, and for damage found then or in use."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(path, archive)
            yield archive
    except UnsafeDocument as error:
        raise ReviewError(path, error.reason) from error
    except DAMAGED_ARCHIVE as error:
        raise ReviewError(path, f"the file is no whole XLSX file ({error}). {ADVICE}") from error
    except OSError as error:
        # Also of places before the beginning of the file, which damaged directories name.
        raise ReviewError(path, f"the file cannot be read ({error.strerror or error}). {ADVICE}") from error


@dataclass(slots=True)
class Handler:
    """What to do with elements, by local name: at the start its attributes, at the end its own text."""

    start: Callable[[str, Mapping[str, str]], None] = lambda name, attributes: None
    end: Callable[[str, str], None] = lambda name, text: None


def parse_part(
    path: Path, archive: zipfile.ZipFile, name: str, handler: Handler, *, required: bool = True
) -> Iterator[None]:
    """Parse a part chunk by chunk; yield after each, so that what was found can be given on.

    Raises `ReviewError` for a missing part, what is no XML, a document type, deep nesting, an endless text.
    """
    if name not in archive.namelist():
        if required:
            raise ReviewError(path, f"the part is missing. {ADVICE}", place=name)
        return
    size = archive.getinfo(name).file_size
    if size > _MAX_PART_BYTES:
        reason = f"the part unpacks to {size} bytes, more than the limit of {_MAX_PART_BYTES}. {ADVICE}"
        raise ReviewError(path, reason, place=name)
    parser = _Elements(path, name, handler).parser()
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                parser.Parse(chunk)
                yield
            parser.Parse(b"", True)  # noqa: FBT003  (expat takes no keywords)
            yield
    except (expat.ExpatError, LookupError, ValueError) as error:
        # LookupError and ValueError: an encoding that Python does not know, or expat not.
        raise ReviewError(path, f"the part is no XML ({error}). {ADVICE}", place=name) from error


class _Elements:
    """The elements that are open in a part, each with its own text, within limits."""

    def __init__(self, path: Path, part: str, handler: Handler) -> None:
        self.path, self.part, self.handler = path, part, handler
        self.texts: list[list[str]] = []
        self.chars = 0

    def parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._add
        parser.StartDoctypeDeclHandler = lambda *_: self._refuse("the part has a document type declaration")
        return parser

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        self.texts.append([])
        self.chars = 0
        if len(self.texts) > _MAX_DEPTH:
            self._refuse(f"elements are nested more than {_MAX_DEPTH} deep")
        self.handler.start(element.rpartition("}")[2], attributes)

    def _end(self, element: str) -> None:
        self.chars = 0
        self.handler.end(element.rpartition("}")[2], "".join(self.texts.pop()))

    def _add(self, text: str) -> None:
        self.texts[-1].append(text)
        self.chars += len(text)
        if self.chars > _MAX_TEXT_CHARS:
            self._refuse(f"a text has more than {_MAX_TEXT_CHARS} characters")

    def _refuse(self, reason: str) -> NoReturn:
        raise ReviewError(self.path, f"{reason}. {ADVICE}", place=self.part)


def relationships(path: Path, archive: zipfile.ZipFile, source: str) -> list[tuple[str, tuple[str, str]]]:
    """Return (id, (kind, part)) of the parts that `source` refers to."""
    folder, _, name = source.rpartition("/")
    found: list[tuple[str, tuple[str, str]]] = []

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join(f"/{folder}", attributes.get("Target", "")))
            found.append((attributes.get("Id", ""), (kind, target.lstrip("/"))))

    where = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    for _ in parse_part(path, archive, where, Handler(start), required=False):
        pass
    return found


def related_parts(path: Path, archive: zipfile.ZipFile, source: str, kind: str) -> list[str]:
    """Return the parts that `source` ("" for the package) refers to by one kind of relationship."""
    return [part for _, (found, part) in relationships(path, archive, source) if found == kind]


def xlsx_times(path: Path) -> dict[str, str]:
    """Return "created" and "modified" of the properties of a workbook, as far as it says them."""
    with opened_workbook(path) as archive:
        name = next(iter(related_parts(path, archive, "", "core-properties")), "docProps/core.xml")
        found: dict[str, str] = {}

        def end(element: str, text: str) -> None:
            if element in ("created", "modified"):
                found[element] = text.strip()

        for _ in parse_part(path, archive, name, Handler(end=end), required=False):
            pass
        return found
