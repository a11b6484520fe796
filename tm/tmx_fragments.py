"""One unit of a TMX file: from its text to its variants.

Most units are plain: a `tu` of `prop`s and `note`s, then `tuv`s with a `seg` of nothing but text. One pattern
reads those, faster than a parser could. Whatever it does not match goes to lxml, so that the pattern need not
know more than the plain form, and may never take what a parser would refuse.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from lxml import etree

from tm.tmx_head import words_of
from tm.tmx_units import TmxUnit, TmxVariant, bcp47, source_language

# The plain form. Possessive quantifiers: no text makes the pattern look twice at a character.
_ATTRIBUTES = r"""((?:\s++[A-Za-z_][A-Za-z0-9_:.-]*+\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'))*+)\s*+"""
# White space of XML is ASCII: a no-break space in a tag is none.
_FLAGS: Final = re.ASCII
_PROP = rf"<(prop|note){_ATTRIBUTES}>([^<]*+)</\1\s*+>"
_UNNAMED_ATTRIBUTES = _ATTRIBUTES.replace("((?:", "(?:(?:", 1)
_UNNAMED_PROPS = (
    rf"(?:<prop{_UNNAMED_ATTRIBUTES}>[^<]*+</prop\s*+>\s*+"
    rf"|<note{_UNNAMED_ATTRIBUTES}>[^<]*+</note\s*+>\s*+)*+"
)
_TUV = rf"<tuv{_ATTRIBUTES}>\s*+({_UNNAMED_PROPS})<seg\s*+>([^<]*+)</seg\s*+>\s*+</tuv\s*+>\s*+"
_UNNAMED_TUV = rf"<tuv{_UNNAMED_ATTRIBUTES}>\s*+{_UNNAMED_PROPS}<seg\s*+>[^<]*+</seg\s*+>\s*+</tuv\s*+>\s*+"
# Groups: the unit; its attributes and props; attributes, props and text of its first and second variant; the
# further variants.
PLAIN_UNIT: Final = re.compile(
    rf"\s*+(<tu{_ATTRIBUTES}>\s*+({_UNNAMED_PROPS}){_TUV}(?:{_TUV})?+((?:{_UNNAMED_TUV})*+)</tu\s*+>)",
    _FLAGS,
)
_VARIANT: Final = re.compile(_TUV, _FLAGS)
_PLAIN_PROP: Final = re.compile(r'<prop type="([^"<\n\t]*+)">([^<]*+)</prop>')
_PROP_OF: Final = re.compile(_PROP, _FLAGS)
_ATTRIBUTE: Final = re.compile(r"""([A-Za-z_][A-Za-z0-9_:.-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""", _FLAGS)
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROLS: Final = bytes(code for code in range(32) if code not in (9, 10, 13))
_REFERENCE: Final = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
# Inline elements whose content is native code, not text. `hi` marks text; `sub` is text of another flow.
_CODES: Final = frozenset({"bpt", "ept", "ph", "it", "ut", "sub"})


_UNIT_ATTRIBUTES: Final = ("tuid", "srclang", "creationdate", "changedate", "creationid")


class RawVariant(NamedTuple):
    """A `tuv` as it stands: its language or "", its text, None without `seg`, its props, its line."""

    language: str
    text: str | None
    props: dict[str, str]
    line: int


class RawUnit(NamedTuple):
    """A `tu` as it stands. `attributes`: those of `TmxUnit`."""

    attributes: Mapping[str, str]
    props: dict[str, str]
    variants: list[RawVariant]


class NotPlain(Exception):
    """A unit that looked plain and is not: a parser must see it."""


class BrokenUnit(Exception):
    """A unit that is not well-formed: `reason`, and the line within it from 1."""

    def __init__(self, reason: str, line: int) -> None:
        self.reason, self.line = reason, line
        super().__init__(reason)


def plain_unit(match: re.Match[str], line: int, source: str | None) -> TmxUnit:
    """Return the unit of a match of `PLAIN_UNIT`, if nothing of it is to be told of; raises `NotPlain`.

    `source` is the source language of the header. The text must hold no character that XML forbids, and no
    "]]>": `is_clean` tells.
    """
    _, opening, props, *first, second, second_props, second_text, further = match.groups()
    variants = [_variant(*first)]
    if second_text is not None:
        variants.append(_variant(second, second_props, second_text))
        if further:
            variants += [_variant(*found) for found in _VARIANT.findall(further)]
    attribute = _attributes(opening).get
    return TmxUnit(
        attribute("tuid"),
        source_language(attribute("srclang")) or source,
        tuple(variants),
        _props(props) if props else {},
        line,
        attribute("creationdate"),
        attribute("changedate"),
        attribute("creationid"),
    )


def _variant(attributes: str, props: str, text: str) -> TmxVariant:
    language = _language(attributes)
    text = (_unescaped(text) if "&" in text else text).strip()
    if not text or not language:
        raise NotPlain
    return TmxVariant(language, text, _props(props) if props else {})


def is_clean(text: str) -> bool:
    """Whether a text holds no character that XML forbids and no "]]>"."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        # Lone surrogates: what a decoder could not read.
        return False
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return not controls and b"\xef\xbf\xbe" not in data and b"\xef\xbf\xbf" not in data and "]]>" not in text


@lru_cache(maxsize=4096)
def _language(attributes: str) -> str:
    values = _attributes(attributes)
    code = (values.get("xml:lang") or values.get("lang") or "").strip()
    return bcp47(code) if code else ""


def _attributes(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(text)
    values = {name: double or single for name, double, single in found}
    # A prefix must be declared, a name must not come twice, white space is normalised: a parser knows.
    odd = len(values) < len(found) or "\n" in text or "\t" in text
    if odd or text.count(":") != sum(value.count(":") for value in values.values()) + ("xml:lang" in values):
        raise NotPlain
    if "&" in text:
        return {name: _unescaped(value) for name, value in values.items()}
    return values


def _props(text: str) -> dict[str, str]:
    """Return the props among props and notes."""
    found = _PLAIN_PROP.findall(text)
    if len(found) * 2 == text.count("<"):
        if "&" in text:
            return {_unescaped(kind): _unescaped(value).strip() for kind, value in found}
        return {kind: value.strip() for kind, value in found}
    props: dict[str, str] = {}
    for kind, attributes, value in _PROP_OF.findall(text):
        # Notes are not kept, but what they say must be XML too.
        values, content = _attributes(attributes), _unescaped(value)
        if kind == "prop":
            props[values.get("type", "")] = content.strip()
    return props


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name is not None:
        return _NAMED[name]
    if decimal is None and hexadecimal is None:
        raise NotPlain
    code = int(decimal) if decimal is not None else int(hexadecimal, 16)
    if code > 0x10FFFF or _FORBIDDEN.match(chr(code)):
        raise NotPlain
    return chr(code)


def parsed_unit(text: str, line: int, around: tuple[str, str]) -> RawUnit:
    """Return any unit. `around` opens and closes the root and the body, whose namespaces hold here.

    Raises `BrokenUnit`, also for a reference to an entity, which nothing declares.
    """
    opening, closing = around
    wrapped = f"{opening}{text}{closing}"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    lines_before = opening.count("\n")
    try:
        body = etree.fromstring(wrapped.encode("utf-8", "surrogatepass"), parser)[0]
        element = body[0]
    except etree.XMLSyntaxError as error:
        raise BrokenUnit(words_of(error), max(1, (error.lineno or 1) - lines_before)) from error
    line -= lines_before
    return RawUnit(
        # lxml takes long to list very many; those of other namespaces are not those of TMX.
        {name: value for name in _UNIT_ATTRIBUTES if (value := element.get(name)) is not None},
        _element_props(element),
        [_raw_variant(child, line) for child in element.iterchildren("{*}tuv")],
    )


def _raw_variant(element: etree._Element, line: int) -> RawVariant:
    language = (element.get(XML_LANG) or element.get("lang") or "").strip()
    segment = next(element.iterchildren("{*}seg"), None)
    text = None if segment is None else _text(segment)
    place = element.sourceline if isinstance(element.sourceline, int) else 1
    return RawVariant(language, text, _element_props(element), line + place - 1)


def _text(element: etree._Element) -> str:
    """Return the text of a segment without inline codes; depth is bounded by the parser."""
    parts = [element.text or ""]
    for child in element:
        if child.tag is etree.Entity:
            raise BrokenUnit(f"it refers to the entity {child.text}", 1)
        if isinstance(child.tag, str) and _local(child.tag) not in _CODES:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _element_props(element: etree._Element) -> dict[str, str]:
    return {
        child.get("type", ""): "".join(str(part) for part in child.itertext()).strip()
        for child in element.iterchildren("{*}prop")
    }


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
