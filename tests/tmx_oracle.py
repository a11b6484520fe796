"""A plain reader of TMX for tests: one lxml parse of the whole file, then the elements one by one.

Says what `tm.tmx_reading.read_tmx` must give where it is strict, slowly and with nothing clever. Files in
one of the encodings that lxml knows, without entities.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers import expat

from lxml import etree

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ANY_LINE = 0
CODES = {"bpt", "ept", "ph", "it", "ut", "sub"}


class Refused(Exception):
    """The file is no well-formed XML, declares or uses entities, or is no TMX."""


class Odd(Exception):
    """The file is well-formed, but other things than units stand where units belong."""


class PlainUnit(NamedTuple):
    tuid: str | None
    source_language: str | None
    variants: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    props: tuple[tuple[str, str], ...]
    line: int
    creation_date: str | None
    change_date: str | None
    creation_id: str | None


def units_by_lxml(data: bytes) -> list[PlainUnit]:
    """Return the units of a file; raises `Refused` or `Odd`."""
    if b"<!ENTITY" in data:
        raise Refused
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused from error
    if local(root) != "tmx" or any(is_used(entity) for entity in root.iter(etree.Entity)):
        raise Refused
    bodies = [child for child in elements(root) if local(child) == "body"]
    if len(bodies) > 1 or [local(child) for child in elements(root)] not in (
        ["header", "body"], ["body"], ["header"], [],
    ):  # fmt: skip
        raise Odd
    if any(local(one) in ("tu", "body") for one in descendants(root) if not is_placed(one, root)):
        raise Odd
    header = next((child for child in elements(root) if local(child) == "header"), None)
    source = None if header is None else language_or_none(header.get("srclang"))
    units = [tu for body in bodies for tu in tus(body)]
    lines = lines_by_expat(data, len(units))
    return [
        unit for tu, line in zip(units, lines, strict=True) if (unit := plain(tu, source, line)) is not None
    ]


def lines_by_expat(data: bytes, count: int) -> list[int]:
    """Return the line of "<tu" of each unit: lxml says where the tag ends, and counts no carriage return."""
    found: list[int] = []
    parser = expat.ParserCreate()

    def start(name: str, _attributes: object) -> None:
        if name.rpartition(":")[2] == "tu":
            found.append(parser.CurrentLineNumber)

    parser.StartElementHandler = start
    parser.UseForeignDTD(True)
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        # An older edition of XML has fewer letters for names.
        return [ANY_LINE] * count
    assert len(found) == count
    return found


def elements(parent: etree._Element) -> list[etree._Element]:
    return [child for child in parent if isinstance(child.tag, str)]


def descendants(parent: etree._Element) -> list[etree._Element]:
    return [one for one in parent.iterdescendants() if isinstance(one.tag, str)]


def is_used(entity: etree._Element) -> bool:
    """Whether a reference to an entity, which nothing declares, stands where it is read."""
    return not any(local(parent) == "header" for parent in entity.iterancestors())


def is_placed(one: etree._Element, root: etree._Element) -> bool:
    parent = one.getparent()
    if local(one) == "body":
        return parent is root
    return parent is not None and local(parent) == "body" and parent.getparent() is root


def tus(body: etree._Element) -> list[etree._Element]:
    texts = [body.text, *(child.tail for child in body)]
    if any((text or "").strip() for text in texts) or any(local(child) != "tu" for child in elements(body)):
        raise Odd
    return elements(body)


def plain(tu: etree._Element, source: str | None, line: int) -> PlainUnit | None:
    variants = []
    for tuv in (child for child in elements(tu) if local(child) == "tuv"):
        code = (tuv.get(XML_LANG) or tuv.get("lang") or "").strip()
        seg = next((child for child in elements(tuv) if local(child) == "seg"), None)
        text = "" if seg is None else flow(seg).strip()
        if code and text:
            variants.append((canonical(code), text, props(tuv)))
    if not variants:
        return None
    own = language_or_none(tu.get("srclang"))
    return PlainUnit(
        tu.get("tuid"), own or source, tuple(variants), props(tu), line,
        tu.get("creationdate"), tu.get("changedate"), tu.get("creationid"),
    )  # fmt: skip


def flow(element: etree._Element) -> str:
    text = element.text or ""
    for child in element:
        if isinstance(child.tag, str) and local(child) not in CODES:
            text += flow(child)
        text += child.tail or ""
    return text


def props(parent: etree._Element) -> tuple[tuple[str, str], ...]:
    found = {}
    for prop in elements(parent):
        if local(prop) == "prop":
            found[prop.get("type") or ""] = all_text(prop).strip()
    return tuple(found.items())


def all_text(element: etree._Element) -> str:
    own = element.text or ""
    return own + "".join(
        (all_text(child) if isinstance(child.tag, str) else "") + (child.tail or "") for child in element
    )


def local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def language_or_none(code: str | None) -> str | None:
    code = (code or "").strip()
    return None if code in ("", "*all*") else canonical(code)


def canonical(code: str) -> str:
    first, *rest = re.split("[-_]", code.strip())
    cases = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(cases.get(len(part), str.lower)(part) for part in rest)])
