"""TBX in: the entries of a termbase, version 2 (`martif`) or 3 (`tbx`), in constant memory.

Of an entry its subject field, definitions and terms are read; what else a termbase keeps is left where it is.
Data categories may be attributes or, in version 3, elements with names of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from lxml import etree

from tm.errors import TbxError
from tm.tmx_units import bcp47

_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_SAFE: Final[dict[str, bool]] = {"resolve_entities": False, "no_network": True, "load_dtd": False}
_ROOTS: Final = ("martif", "tbx")
# Names of version 2 and of version 3.
_ENTRIES: Final = ("{*}termEntry", "{*}conceptEntry")
_LANGUAGES: Final = ("langSet", "langSec")
_STATUS: Final = "administrativeStatus"
_PART_OF_SPEECH: Final = "partOfSpeech"


@dataclass(frozen=True, slots=True)
class TermForm:
    """One term: its language as BCP 47 writes it, its text; status and part of speech, "" where unsaid."""

    language: str
    term: str
    status: str = ""
    part_of_speech: str = ""


@dataclass(frozen=True, slots=True)
class TermEntry:
    """One concept: its id, "" for none, the line it begins at, from 1, and its terms in order.

    `note` is that of a table; notes of TBX are not read.
    """

    identifier: str
    line: int
    terms: tuple[TermForm, ...]
    subject: str = ""
    definitions: tuple[str, ...] = ()
    note: str = ""


def read_tbx(path: Path) -> Iterator[TermEntry]:
    """Yield the entries of a TBX file, in order; an entry without a term is one with no terms.

    Raises `TbxError` for a file that is no TBX, declares entities, or stops being XML (then after the entries
    before that place); `OSError` where it cannot be opened.
    """
    with path.open("rb") as file:
        try:
            _check_root(path, file)
            file.seek(0)
            for _, element in etree.iterparse(file, tag=_ENTRIES, **_SAFE):
                yield _entry(element)
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
        except etree.XMLSyntaxError as error:
            raise TbxError(path, f"this is not well-formed XML ({error.msg}).", line=error.lineno) from error


def _check_root(path: Path, file: BinaryIO) -> None:
    """Refuse another root element, and entity declarations, which may hide text or exhaust the memory."""
    _, root = next(iter(etree.iterparse(file, events=("start",), **_SAFE)))
    name = etree.QName(root).localname
    if name not in _ROOTS:
        raise TbxError(path, f"this is no TBX file: its root element is <{name}>.", line=1)
    # Any: the stubs of lxml do not know what a DTD holds.
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():
        raise TbxError(path, "it declares entities, which may hide text or exhaust the memory. Remove them.")


def _entry(element: etree._Element) -> TermEntry:
    return TermEntry(
        identifier=element.get("id", ""),
        line=element.sourceline if isinstance(element.sourceline, int) else 0,
        terms=tuple(_terms(element)),
        subject=next(iter(_descriptions(element, "subjectField")), ""),
        definitions=tuple(_descriptions(element, "definition")),
    )


def _descriptions(element: etree._Element, kind: str) -> Iterator[str]:
    for description in element.iter("{*}descrip", f"{{*}}{kind}"):
        if description.get("type", kind) == kind and (text := _text(description)):
            yield text


def _terms(entry: etree._Element) -> Iterator[TermForm]:
    for section in entry.iter(*(f"{{*}}{name}" for name in _LANGUAGES)):
        language = bcp47(section.get(_XML_LANG) or section.get("lang") or "und")
        for term in section.iter("{*}term"):
            text = _text(term)
            if text:
                notes = _notes(term)
                yield TermForm(language, text, notes.get(_STATUS, ""), notes.get(_PART_OF_SPEECH, ""))


def _notes(term: etree._Element) -> dict[str, str]:
    """Return the notes of the group that a term stands in: the nearest element that is more than the term."""
    group = term.getparent()
    while group is not None and etree.QName(group).localname == "termGrp":
        group = group.getparent()
    names = ("termNote", _STATUS, _PART_OF_SPEECH)
    found = () if group is None else group.iter(*(f"{{*}}{name}" for name in names))
    return {note.get("type") or etree.QName(note).localname: _text(note) for note in found}


def _text(element: etree._Element) -> str:
    """Return the text on one line; comments and instructions are none."""
    # Any: the stubs of lxml do not know which kind of result an expression has.
    parts: Any = element.xpath(".//text()")
    return " ".join("".join(map(str, parts)).split())
