"""The parts of a DOCX file: opened within limits, parsed without DTDs, found by their relationships."""

from __future__ import annotations

import functools
import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from corpora.errors import ReadingError, UnsafeDocument
from corpora.file_types import DAMAGED_ARCHIVE, check_archive
from corpora.readers.xml import parse_safely

_MAX_PART_BYTES = 300_000_000
_ADVICE = "open the original in a word processor and save it again as .docx"


@dataclass(frozen=True, slots=True)
class DocxPackage:
    """The parsed parts that a reader needs; None where the file has no such part."""

    document: _Element
    styles: _Element | None
    numbering: _Element | None
    footnotes: _Element | None
    endnotes: _Element | None
    core: _Element | None
    headers: tuple[_Element, ...]
    footers: tuple[_Element, ...]


def local(element: _Element) -> str:
    """Return the local name of an element.

    Both namespaces of the format (transitional, strict) share the names.
    """
    tag = element.tag
    return _local_name(tag) if isinstance(tag, str) else ""


@functools.lru_cache(maxsize=256)
def _local_name(name: str) -> str:
    return name.rpartition("}")[2]


def child(element: _Element | None, *names: str) -> _Element | None:
    """Return the element at a path of local names under `element`; None where a step is missing."""
    for name in names:
        if element is None:
            return None
        element = next(iter(element.iterchildren("{*}" + name)), None)
    return element


def children(element: _Element | None, name: str) -> Iterator[_Element]:
    """Yield the children of a local name, in order."""
    yield from () if element is None else element.iterchildren("{*}" + name)


def value(element: _Element | None, name: str = "val") -> str | None:
    """Return an attribute by local name; None where element or attribute is missing."""
    if element is None:
        return None
    return next((str(v) for key, v in element.items() if _local_name(str(key)) == name), None)


def is_on(element: _Element | None) -> bool:
    """Tell whether a switch such as `w:vanish` is on; a switch without a value is."""
    return element is not None and (value(element) or "true") not in ("0", "false", "off")


def open_package(path: Path, data: bytes) -> DocxPackage:
    """Open the parts of a DOCX file.

    Raises `ReadingError` for a damaged or encrypted archive and a missing part, `UnsafeDocument` for a zip
    bomb and for parts with a DTD.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(path, archive)
            return _open_parts(path, archive)
    except DAMAGED_ARCHIVE as error:
        raise ReadingError(
            path, f"the .docx archive is damaged or encrypted ({error})", advice=_ADVICE
        ) from error


def _open_parts(path: Path, archive: zipfile.ZipFile) -> DocxPackage:
    main = next(iter(_related(path, archive, "", "officeDocument")), "word/document.xml")

    def parts(kind: str) -> tuple[_Element, ...]:
        names = _related(path, archive, main, kind)
        return tuple(part for name in names if (part := _part(path, archive, name)) is not None)

    def part(kind: str) -> _Element | None:
        return next(iter(parts(kind)), None)

    document = _part(path, archive, main)
    if document is None:
        raise ReadingError(path, "the .docx file has no document part", place=main, advice=_ADVICE)
    core = next(iter(_related(path, archive, "", "core-properties")), "docProps/core.xml")
    return DocxPackage(
        document=document,
        styles=part("styles"),
        numbering=part("numbering"),
        footnotes=part("footnotes"),
        endnotes=part("endnotes"),
        core=_part(path, archive, core),
        headers=parts("header"),
        footers=parts("footer"),
    )


def _related(path: Path, archive: zipfile.ZipFile, source: str, kind: str) -> list[str]:
    """Return the names of the parts that `source` refers to by one kind of relationship, in order."""
    folder, name = posixpath.split(source)
    relationships = _part(path, archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    names = []
    for relationship in children(relationships, "Relationship"):
        internal = relationship.get("TargetMode") != "External"
        if internal and (relationship.get("Type") or "").rpartition("/")[2] == kind:
            target = relationship.get("Target") or ""
            names.append(posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/"))
    return names


def _part(path: Path, archive: zipfile.ZipFile, name: str) -> _Element | None:
    try:
        member = archive.getinfo(name)
    except KeyError:
        return None
    if member.file_size > _MAX_PART_BYTES:
        reason = f"one part unpacks to {member.file_size} bytes, more than the limit of {_MAX_PART_BYTES}"
        raise UnsafeDocument(path, reason, place=name)
    with archive.open(member) as stream:
        data = stream.read(member.file_size + 1)
    root = parse_safely(path, data)
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeDocument(path, "a part has a document type declaration", place=name, advice=_ADVICE)
    return root


def iterate(element: _Element) -> Iterator[_Element]:
    """Yield the elements under `element` in document order, without comments and processing instructions."""
    yield from element.iter(etree.Element)
