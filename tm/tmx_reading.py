"""TMX in: the units of any TMX 1.x file, in constant memory.

Takes UTF-8 and UTF-16, byte order marks, namespaced roots, `lang` for `xml:lang`, language codes of any case
or separator, inline codes, repeated languages. Refuses entity declarations. Says what it skipped, and why.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Final

from lxml import etree

from tm.errors import TmxError

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PROLOG_BYTES = 1 << 16
# Entities are not expanded, external files not opened; the parser's own limits of size and depth stay on.
_SAFE: Final[dict[str, bool]] = {"resolve_entities": False, "no_network": True, "load_dtd": False}
# Inline elements whose content is native code, not text. `hi` marks text; `sub` is text of another flow.
_CODES: Final = frozenset({"bpt", "ept", "ph", "it", "ut", "sub"})


@dataclass(frozen=True, slots=True)
class TmxVariant:
    """One `tuv`: its language as BCP 47 writes it, the text without inline codes, its own props."""

    language: str
    text: str
    props: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TmxUnit:
    """One `tu`. `source_language` is its own `srclang` or the header's, None where it is absent or "*all*".

    `variants` are in the order of the file; a language may occur more than once. `line` counts from 1.
    """

    tuid: str | None
    source_language: str | None
    variants: tuple[TmxVariant, ...]
    props: dict[str, str]
    line: int
    creation_date: str | None = None

    @property
    def texts(self) -> dict[str, str]:
        """The first text of each language."""
        texts: dict[str, str] = {}
        for variant in self.variants:
            texts.setdefault(variant.language, variant.text)
        return texts


@dataclass(frozen=True, slots=True)
class SkippedVariant:
    """A `tuv` or `tu` that was not read: its line, from 1, and a reason code.

    Codes: "no-language", "no-segment", "empty-segment", "no-variant".
    """

    line: int
    reason: str


def read_tmx(path: Path, on_skip: Callable[[SkippedVariant], None] | None = None) -> Iterator[TmxUnit]:
    """Yield the units of a TMX file in order; tell `on_skip` what is left out.

    Raises `TmxError` for a file that is no TMX, declares entities, or stops being XML (then after the units
    before that place); `OSError` where it cannot be opened.
    """
    with path.open("rb") as file:
        _refuse_entities(path, file)
        try:
            yield from _units(path, file, on_skip or _ignore)
        except etree.XMLSyntaxError as error:
            raise TmxError(path, f"this is not well-formed XML ({error.msg}).", line=error.lineno) from error


@cache
def bcp47(code: str) -> str:
    """Return a language code as BCP 47 writes it: "EN_us" is en-US, "zh-hans" is zh-Hans."""
    first, *rest = re.split(r"[-_]", code.strip())
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def _subtag(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 else part.lower()


def _units(path: Path, file: BinaryIO, skip: Callable[[SkippedVariant], None]) -> Iterator[TmxUnit]:
    _check_root(path, file)
    source: str | None = None
    for _, element in etree.iterparse(file, tag=("{*}header", "{*}tu"), **_SAFE):
        if _local_name(element) == "header":
            source = _source_language(element)
            continue
        unit = _unit(path, element, source, skip)
        if unit is not None:
            yield unit
        _forget(element)


def _check_root(path: Path, file: BinaryIO) -> None:
    """Refuse another root element and, now that a parser has read the prolog, any entity declaration."""
    _, root = next(iter(etree.iterparse(file, events=("start",), **_SAFE)))
    file.seek(0)
    if _local_name(root) != "tmx":
        raise TmxError(path, f"this is no TMX file: its root element is <{_local_name(root)}>.", line=1)
    # Any: the stubs of lxml do not know what a DTD holds.
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and dtd.entities():
        raise TmxError(path, "it declares entities, which may hide text or exhaust the memory. Remove them.")


def _refuse_entities(path: Path, file: BinaryIO) -> None:
    """Refuse entity declarations before any parser sees them."""
    head = file.read(_PROLOG_BYTES)
    file.seek(0)
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in head[:4]
    text = head.replace(b"\0", b"") if wide else head
    if b"<!ENTITY" in text:
        raise TmxError(path, "it declares entities, which may hide text or exhaust the memory. Remove them.")


def _unit(
    path: Path, element: etree._Element, source: str | None, skip: Callable[[SkippedVariant], None]
) -> TmxUnit | None:
    read = [_variant(path, child, skip) for child in element.iterchildren("{*}tuv")]
    variants = [variant for variant in read if variant is not None]
    if not variants:
        skip(SkippedVariant(_line(element), "no-variant"))
        return None
    return TmxUnit(
        tuid=element.get("tuid"),
        source_language=_source_language(element) or source,
        variants=tuple(variants),
        props=_props(element),
        line=_line(element),
        creation_date=element.get("creationdate"),
    )


def _variant(
    path: Path, element: etree._Element, skip: Callable[[SkippedVariant], None]
) -> TmxVariant | None:
    line = _line(element)
    language = (element.get(_XML_LANG) or element.get("lang") or "").strip()
    segment = next(element.iterchildren("{*}seg"), None)
    text = "" if segment is None else _text(path, segment).strip()
    reason = (
        "no-language"
        if not language
        else "no-segment"
        if segment is None
        else ""
        if text
        else "empty-segment"
    )
    if reason:
        skip(SkippedVariant(line, reason))
        return None
    return TmxVariant(bcp47(language), text, _props(element))


def _text(path: Path, element: etree._Element) -> str:
    """Return the text of a segment without inline codes."""
    parts = [element.text or ""]
    for child in element:
        if child.tag is etree.Entity:
            raise TmxError(path, f"it refers to the entity {child.text}.", line=_line(child))
        if isinstance(child.tag, str) and _local_name(child) not in _CODES:
            parts.append(_text(path, child))
        parts.append(child.tail or "")
    return "".join(parts)


def _props(element: etree._Element) -> dict[str, str]:
    return {
        child.get("type", ""): "".join(str(part) for part in child.itertext()).strip()
        for child in element.iterchildren("{*}prop")
    }


def _source_language(element: etree._Element) -> str | None:
    code = element.get("srclang", "").strip()
    return bcp47(code) if code and code != "*all*" else None


def _local_name(element: etree._Element) -> str:
    """Return the name without namespace; "" for comments, instructions and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _line(element: etree._Element) -> int:
    return element.sourceline if isinstance(element.sourceline, int) else 0


def _forget(element: etree._Element) -> None:
    """Free a finished unit and what stands before it, so that memory stays constant."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _ignore(_: SkippedVariant) -> None:
    """Take no notice of what is skipped."""
