"""What TBX-Basic (ISO 30042:2019, data categories as attributes) allows: a validator written from its rules.

Structure: the core of the standard; data categories, their levels and values: the Min and Basic modules.
It shares nothing with the writer.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
XML = "{http://www.w3.org/XML/1998/namespace}"
NCNAME = re.compile(r"[^\W\d][\w.-]*")
LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
AUXILIARY = "descrip descripGrp admin adminGrp transacGrp note ref xref"
NOTE_LINKS = "admin adminGrp transacGrp note ref xref"
# Children in order: groups follow each other; "+" one or more of the group, "*" any number, "?" at most one,
# "1" exactly one.
CHILDREN = {
    "tbx": "1:tbxHeader 1:text",
    "tbxHeader": "1:fileDesc ?:encodingDesc ?:revisionDesc",
    "fileDesc": "?:titleStmt ?:publicationStmt +:sourceDesc",
    "titleStmt": "1:title *:note",
    "publicationStmt": "+:p",
    "sourceDesc": "+:p",
    "encodingDesc": "+:p",
    "revisionDesc": "+:change",
    "change": "+:p",
    "text": "1:body ?:back",
    "body": "+:conceptEntry",
    "conceptEntry": f"*:{AUXILIARY.replace(' ', ',')} +:langSec",
    "langSec": f"*:{AUXILIARY.replace(' ', ',')} +:termSec",
    "termSec": f"1:term *:termNote,termNoteGrp *:{AUXILIARY.replace(' ', ',')}",
    "termNoteGrp": f"1:termNote *:{NOTE_LINKS.replace(' ', ',')}",
    "descripGrp": "1:descrip *:descripNote,admin,adminGrp,transacGrp,note,ref,xref",
    "adminGrp": "1:admin *:adminNote,note,ref,xref",
    "transacGrp": "1:transac *:transacNote,date,note,ref,xref",
}
INLINE = {"hi", "foreign", "sc", "ec", "ph"}
TEXTS = {"title", "p", "note", "term", "termNote", "descrip", "admin", "transac", "transacNote", "date",
         "ref", "xref", *INLINE}  # fmt: skip
TYPES = {
    "admin": {"customerSubset": "termSec", "projectSubset": "termSec", "source": None},
    "descrip": {"context": "termSec", "definition": "conceptEntry langSec", "subjectField": "conceptEntry"},
    "termNote": dict.fromkeys(
        ("administrativeStatus", "grammaticalGender", "geographicalUsage", "partOfSpeech", "termLocation",
         "termType"), "termSec",
    ),
    "transac": {"transactionType": None},
    "transacNote": {"responsibility": None},
    "ref": {"crossReference": "conceptEntry termSec"},
    "xref": {"externalCrossReference": "conceptEntry termSec", "xGraphic": "conceptEntry"},
}  # fmt: skip
VALUES = {
    "administrativeStatus": "preferredTerm-admn-sts admittedTerm-admn-sts deprecatedTerm-admn-sts "
    "supersededTerm-admn-sts",
    "partOfSpeech": "adjective noun other verb adverb",
    "termType": "fullForm acronym abbreviation shortForm variant phrase",
    "grammaticalGender": "masculine feminine neuter other",
    "transactionType": "origination modification",
}
ATTRIBUTES = {"tbx": {"style", "type", f"{XML}lang"}, "langSec": {f"{XML}lang"}}
WITH_ID = {"conceptEntry", "termSec", "term", "body", "text", "tbxHeader", "note", "descrip", "admin"}


def problems(path: Path) -> list[str]:
    """Return what breaks the rules, each with its line; an empty list for a valid file."""
    root = etree.parse(path).getroot()
    found = list(_root(root))
    ids: set[str] = set()
    for element in root.iter():
        if isinstance(element.tag, str):
            found += [f"line {element.sourceline}: {problem}" for problem in _element(element, ids)]
    return found


def _root(root: etree._Element) -> Iterator[str]:
    if root.tag != f"{{{NAMESPACE}}}tbx":
        yield f"the root is {root.tag}"
    for name, value in (("type", "TBX-Basic"), ("style", "dca")):
        if root.get(name) != value:
            yield f"{name} is {root.get(name)!r}"
    if not LANGUAGE.fullmatch(root.get(f"{XML}lang", "")):
        yield "the root has no language"


def _element(element: etree._Element, ids: set[str]) -> Iterator[str]:
    name = etree.QName(element)
    if name.namespace != NAMESPACE:
        yield f"<{name.localname}> is in the namespace {name.namespace}"
    local = name.localname
    children = [etree.QName(child).localname for child in element if isinstance(child.tag, str)]
    if local in CHILDREN:
        if not _matches(children, CHILDREN[local]):
            yield f"<{local}> has {children}"
        if "".join([element.text or "", *(child.tail or "" for child in element)]).strip():
            yield f"text in <{local}>"
    elif local in TEXTS:
        if set(children) - INLINE:
            yield f"<{local}> has {children}"
        if local != "p" and not "".join(element.itertext()).strip():
            yield f"<{local}> is empty"
    else:
        yield f"<{local}> is unknown"
    yield from _attributes(element, local, ids)
    yield from _category(element, local)


def _matches(children: list[str], model: str) -> bool:
    pattern = ""
    for part in model.split():
        how, _, names = part.partition(":")
        pattern += f"(?:(?:{names.replace(',', '|')}) ){'' if how == '1' else how}"
    return re.fullmatch(pattern, "".join(f"{child} " for child in children)) is not None


def _attributes(element: etree._Element, local: str, ids: set[str]) -> Iterator[str]:
    allowed = ATTRIBUTES.get(local, set()) | ({"id"} if local in WITH_ID else set())
    allowed |= {"type"} if local in TYPES or local == "p" else set()
    allowed |= {"target"} if local in ("ref", "xref") else set()
    for name in element.attrib:
        if name not in allowed:
            yield f"<{local}> has an attribute {name}"
    if local == "langSec" and not LANGUAGE.fullmatch(element.get(f"{XML}lang", "")):
        yield f"<langSec> has the language {element.get(f'{XML}lang')!r}"
    identifier = element.get("id")
    if local == "conceptEntry" and identifier is None:
        yield "<conceptEntry> has no id"
    if identifier is not None:
        if not NCNAME.fullmatch(identifier):
            yield f"the id {identifier!r} is no NCName"
        if identifier in ids:
            yield f"the id {identifier!r} stands twice"
        ids.add(identifier)


def _category(element: etree._Element, local: str) -> Iterator[str]:
    if local == "date":
        try:
            datetime.date.fromisoformat(element.text or "")
        except ValueError:
            yield f"the date {element.text!r}"
    if local not in TYPES:
        return
    kind = element.get("type", "")
    if kind not in TYPES[local]:
        yield f"<{local}> has the type {kind!r}"
        return
    parent = element.getparent()
    while parent is not None and etree.QName(parent).localname.endswith("Grp"):
        parent = parent.getparent()
    level = TYPES[local][kind]
    if parent is not None and level is not None and etree.QName(parent).localname not in level.split():
        yield f"{kind} at the level of <{etree.QName(parent).localname}>"
    if kind in VALUES and element.text not in VALUES[kind].split():
        yield f"{kind} is {element.text!r}"
