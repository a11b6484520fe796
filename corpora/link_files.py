"""Link files: which sentences of two XML documents say the same, as a corpus of parallel texts gives them.

    <linkGrp fromDoc="Xml/en/1994/s/res/918.xml" toDoc="Xml/fr/1994/s/res/918.xml">
      <link type="2-1" xtargets="12:1 12:2;12:1"/>          the UN Parallel Corpus

    <cesAlign version="1.0"><linkGrp targType="s" fromDoc="en/a.xml.gz" toDoc="fr/a.xml.gz">
      <link id="SL1" xtargets="1;1 2" certainty="1.08"/>    XCES, as in OPUS

The ids on both sides of the semicolon are those of sentences (or paragraphs); a side may be empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from lxml import etree
from lxml.etree import _Element

from corpora.errors import ReadingError, UnsafeDocument
from corpora.readers.xml import refusal, refuse_declarations
from corpora.readers.xml_vocabulary import local_name

_HEAD_BYTES = 16_384
_ROOTS = "cesAlign|linkGrp"
_IS_LINKS = re.compile(
    rf"\ufeff?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*"
    rf"(?:<!DOCTYPE\s+(?:cesAlign|linkGrp)\b|<(?:\w+:)?(?:{_ROOTS})[\s/>])",
    re.DOTALL,
)
_ADVICE = 'give a link as xtargets="12:1 12:2;12:1", one side empty where it has no counterpart'
# Ids are shown in messages; what is longer than this is no id.
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class GivenLink:
    """Sentences of two documents that say the same, by their ids; one side may be empty.

    `certainty` is the number that the file gives, on a scale of its own; `line` counts from 1.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    certainty: float | None
    line: int


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """The links of two documents, which are named as the file names them; `line` counts from 1."""

    from_document: str
    to_document: str
    line: int
    links: tuple[GivenLink, ...]


def is_link_file(path: Path) -> bool:
    """Whether the root of an XML file is that of a link file; False for a file that cannot be opened."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return False
    # Without NULs, UTF-16 shows its tags as well.
    text = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return _IS_LINKS.match(text.decode("utf-8", "replace")) is not None


def read_link_file(path: Path) -> tuple[LinkGroup, ...]:
    """Read all groups of links, in the order of the file, without holding its elements in memory.

    Raises `ReadingError`, with the line, for a file that cannot be opened, is not well-formed, or has a group
    or a link that says nothing; `UnsafeDocument` for a DOCTYPE with declarations and for deep nesting.
    """
    try:
        with path.open("rb") as file:
            refuse_declarations(path, file.read(_HEAD_BYTES).decode("latin-1"))
            file.seek(0)
            return tuple(_groups(path, file))
    except etree.XMLSyntaxError as error:
        raise refusal(path, error) from error
    except OSError as error:
        reason = f"the file cannot be read ({error.strerror or error})"
        raise ReadingError(path, reason, advice="check the path and the permissions") from error


@dataclass(slots=True)
class _OpenGroup:
    """A group while it is read. Links of a corpus repeat few ids: each side of a link is kept once."""

    from_document: str
    to_document: str
    line: int
    links: list[GivenLink] = field(default_factory=list)


def _groups(path: Path, file: BinaryIO) -> Iterator[LinkGroup]:
    group: _OpenGroup | None = None
    sides: dict[str, tuple[str, ...]] = {}
    walker = etree.iterparse(
        file, events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True,
        huge_tree=False,
    )  # fmt: skip
    first = True
    for event, element in walker:
        if first:
            _refuse_internal_subset(path, element)
            first = False
        name = local_name(element.tag)
        if event == "start" and name == "linkgrp":
            group = _opened(path, element)
        elif event == "end":
            if name == "link":
                _add_link(path, element, group, sides)
            elif name == "linkgrp" and group is not None:
                yield LinkGroup(group.from_document, group.to_document, group.line, tuple(group.links))
                group = None
            _forget(element)


def _forget(element: _Element) -> None:
    """Free an element that was read, and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _refuse_internal_subset(path: Path, root: _Element) -> None:
    # The beginning of the file was looked at as Latin: in another encoding a DOCTYPE shows only here.
    subset = root.getroottree().docinfo.internalDTD
    if subset is None:
        return
    # The stubs of lxml lack both methods.
    declared = (*subset.iterentities(), *subset.iterelements())  # type: ignore[attr-defined]
    if declared:
        advice = "remove the DOCTYPE with its declarations"
        reason = "the DOCTYPE declares entities or elements"
        raise UnsafeDocument(path, reason, place="DOCTYPE", advice=advice)


def _opened(path: Path, element: _Element) -> _OpenGroup:
    names = [" ".join((element.get(name) or "").split()) for name in ("fromDoc", "toDoc")]
    line = _line(element)
    if not all(names):
        missing = "fromDoc" if not names[0] else "toDoc"
        reason = f"a group of links does not name its documents ({missing} is missing)"
        raise ReadingError(path, reason, place=f"line {line}", advice='add fromDoc="..." and toDoc="..."')
    return _OpenGroup(names[0], names[1], line)


def _add_link(
    path: Path, element: _Element, group: _OpenGroup | None, sides: dict[str, tuple[str, ...]]
) -> None:
    line = _line(element)
    if group is None:
        raise ReadingError(path, "a link stands outside any linkGrp", place=f"line {line}", advice=_ADVICE)
    parts = (element.get("xtargets") or "").split(";")
    if len(parts) != 2 or any(len(name) > _LONGEST_ID for part in parts for name in part.split()):
        shown = element.get("xtargets")
        said = "has no xtargets" if shown is None else f'has the xtargets "{shown[:60]}"'
        raise ReadingError(path, f"a link {said}", place=f"line {line}", advice=_ADVICE)
    sources, targets = (sides.setdefault(part, tuple(dict.fromkeys(part.split()))) for part in parts)
    if sources or targets:
        group.links.append(GivenLink(sources, targets, _certainty(element), line))


def _certainty(element: _Element) -> float | None:
    for name in ("certainty", "score"):
        try:
            number = float(element.get(name) or "")
        except ValueError:
            continue
        if abs(number) < float("inf"):
            return number
    return None


def _line(element: _Element) -> int:
    # Beyond line 65535 libxml2 may give that of the next element.
    return cast("int | None", element.sourceline) or 0
