"""The structure of TMX 1.4 as rules: what each element may hold, in which order, with which attributes.

Written from the TMX 1.4b specification (OSCAR recommendation of 2005); the rules agree with its DTD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tm.checks.checked_units import Observation

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class ElementRule:
    """One element: children it may have, in groups that follow each other; attributes; values of some.

    `text`: whether characters other than spaces may stand in it. `needed`: children one of which must be
    there.
    """

    children: tuple[frozenset[str], ...] = ()
    text: bool = False
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    needed: tuple[str, ...] = ()
    once: frozenset[str] = frozenset()
    values: dict[str, frozenset[str]] = field(default_factory=dict)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NOTES = _set("note prop")
_INLINE = _set("bpt ept ph it hi ut")
_SEGMENT_TYPES = _set("block paragraph sentence phrase")
_HISTORY = (
    "o-encoding datatype usagecount lastusagedate creationtool creationtoolversion creationdate creationid"
)
_CHANGES = "changedate changeid o-tmf"

RULES = {
    "tmx": ElementRule(
        children=(_set("header"), _set("body")), required=_set("version"), needed=("header", "body"),
        once=_set("header body"),
    ),
    "header": ElementRule(
        children=(_set("note prop ude"),),
        required=_set("creationtool creationtoolversion segtype o-tmf adminlang srclang datatype"),
        optional=_set("o-encoding creationdate creationid changedate changeid"),
        values={"segtype": _SEGMENT_TYPES},
    ),
    "body": ElementRule(children=(_set("tu"),)),
    "tu": ElementRule(
        children=(_NOTES, _set("tuv")), needed=("tuv",),
        optional=_set(f"tuid segtype srclang {_HISTORY} {_CHANGES}"), values={"segtype": _SEGMENT_TYPES},
    ),
    "tuv": ElementRule(
        children=(_NOTES, _set("seg")), needed=("seg",), once=_set("seg"), required=_set("xml:lang"),
        optional=_set(f"lang {_HISTORY} {_CHANGES}"),
    ),
    "note": ElementRule(text=True, optional=_set("o-encoding xml:lang lang")),
    "prop": ElementRule(text=True, required=_set("type"), optional=_set("o-encoding xml:lang lang")),
    "ude": ElementRule(
        children=(_set("map"),), required=_set("name"), optional=_set("base"), needed=("map",)
    ),
    "map": ElementRule(required=_set("unicode"), optional=_set("code ent subst")),
    "seg": ElementRule(children=(_INLINE,), text=True),
    "bpt": ElementRule(
        children=(_set("sub"),), text=True, required=_set("i"), optional=_set("x type")
    ),
    "ept": ElementRule(children=(_set("sub"),), text=True, required=_set("i")),
    "ph": ElementRule(children=(_set("sub"),), text=True, optional=_set("x assoc type"),
                      values={"assoc": _set("p f b")}),
    "it": ElementRule(
        children=(_set("sub"),), text=True, required=_set("pos"), optional=_set("x type"),
        values={"pos": _set("begin end")},
    ),
    "hi": ElementRule(children=(_INLINE,), text=True, optional=_set("x type")),
    "sub": ElementRule(children=(_INLINE,), text=True, optional=_set("datatype type")),
    "ut": ElementRule(children=(_set("sub"),), text=True, optional=_set("x")),
}  # fmt: skip
_DEEPEST = 100
_SHOWN = re.compile(r"\s+")


def local_name(element: etree._Element) -> str:
    """Return the name without namespace; "" for comments, instructions and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute_name(name: str) -> str:
    """Return an attribute's name as a file writes it: "xml:lang"."""
    if name in (XML_LANG, _XML_SPACE):
        return f"xml:{name.rpartition('}')[2]}"
    return name.rpartition("}")[2]


def structure_of(element: etree._Element, *, deep: bool = True) -> Iterator[Observation]:
    """Yield where an element, and with `deep` what is in it, breaks the rules; each kind once an element."""
    waiting = [(element, 0)]
    while waiting:
        one, depth = waiting.pop()
        rule = RULES.get(local_name(one))
        if rule is None:
            continue
        yield from _attributes(one, rule)
        yield from _children(one, rule)
        if deep and depth < _DEEPEST:
            waiting += [(child, depth + 1) for child in reversed(one) if isinstance(child.tag, str)]


def _attributes(element: etree._Element, rule: ElementRule) -> Iterator[Observation]:
    name = local_name(element)
    given = {attribute_name(str(key)): str(value) for key, value in element.attrib.items()}
    for missing in sorted(rule.required - given.keys()):
        # "lang" is what TMX 1.1 to 1.3 wrote.
        yield _seen("tmx.missing-attribute", f"<{name}> has no {missing}.", f"{name} {missing}")
    for key, value in given.items():
        if key not in rule.required and key not in rule.optional and key != "xml:space":
            yield _seen("tmx.unknown-attribute", f"<{name}> has an attribute {key}.", f"{name} {key}")
        elif key in rule.values and value not in rule.values[key]:
            allowed = ", ".join(sorted(rule.values[key]))
            message = f'{key}="{value}" on <{name}>; TMX knows: {allowed}.'
            yield _seen("tmx.attribute-value", message, f"{name} {key} {value}")


def _children(element: etree._Element, rule: ElementRule) -> Iterator[Observation]:
    name = local_name(element)
    names = [local_name(child) for child in element if isinstance(child.tag, str)]
    allowed = frozenset().union(*rule.children)
    for unknown in dict.fromkeys(one for one in names if one not in allowed):
        where = "which TMX does not have" if unknown not in RULES else "which does not belong there"
        yield _seen("tmx.unknown-element", f"<{unknown}> in <{name}>, {where}.", f"{name} {unknown}")
    for needed in rule.needed:
        if needed not in names:
            yield _seen("tmx.missing-element", f"<{name}> has no <{needed}>.", f"{name} {needed}")
    for single in sorted(rule.once):
        if names.count(single) > 1:
            message = f"<{name}> has {names.count(single)} <{single}>, one is allowed."
            yield _seen("tmx.unknown-element", message, f"{name} {single} twice")
    late = _out_of_order(names, rule)
    if late:
        yield _seen("tmx.element-order", f"<{late}> in <{name}> comes too late.", f"{name} {late}")
    if not rule.text:
        stray = "".join([element.text or "", *(child.tail or "" for child in element)]).strip()
        if stray:
            shown = _SHOWN.sub(" ", stray)[:60]
            yield _seen("tmx.stray-text", f"Text in <{name}>: “{shown}”.", f"{name} {shown}")


def _out_of_order(names: list[str], rule: ElementRule) -> str:
    place = 0
    for one in names:
        own = next((k for k, group in enumerate(rule.children) if one in group), None)
        if own is not None and own < place:
            return one
        place = max(place, own or 0)
    return ""


def _seen(check: str, message: str, detail: str) -> Observation:
    return Observation(check, (), message, detail)
