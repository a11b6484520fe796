"""The view of a DOCX file as it was before its tracked changes.

The reader shows changes as accepted. To show the original, each change in the tree is turned into its
opposite: what was inserted becomes deleted, what was deleted becomes inserted, and formatting that was
changed (numbering, style, hidden text) takes its former value (ECMA-376 part 1, 17.13.5).
"""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element

from corpora.readers.docx_package import child, local

# Written on a deletion that was an insertion, so that what is left out is called by its name.
WAS_INSERTED = "was-inserted"
_OPPOSITE = {
    "ins": "del",
    "del": "ins",
    "moveFrom": "moveTo",
    "moveTo": "moveFrom",
    "cellIns": "cellDel",
    "cellDel": "cellIns",
    "delText": "t",
    "delInstrText": "instrText",
}
_FORMER = {"pPrChange": "pPr", "rPrChange": "rPr", "trPrChange": "trPr", "tcPrChange": "tcPr"}
# Properties that a former value does not repeat: they stay (17.13.5.29: no rPr, sectPr or pPrChange in it).
_KEPT = {"pPr": ("rPr", "sectPr"), "rPr": ("ins", "del", "moveFrom", "moveTo")}


def restore_original(root: _Element | None) -> None:
    """Turn every tracked change below `root` into its opposite, in place."""
    if root is None:
        return
    for change in list(root.iter(etree.Element)):
        if local(change) in _FORMER:
            _restore_former(change)
    for element in list(root.iter(etree.Element)):
        name = local(element)
        parent = element.getparent()
        if name == "ins" and parent is not None and local(parent) == "numPr":
            _remove(parent)
        elif name in _OPPOSITE:
            element.tag = element.tag[: -len(name)] + _OPPOSITE[name]
            if name in ("ins", "moveTo", "cellIns"):
                element.set(WAS_INSERTED, name)


def reason_of_deletion(element: _Element) -> str:
    """Return why a deleted or moved passage is left out, in the view that is shown."""
    inserted = element.get(WAS_INSERTED)
    if inserted is not None:
        return "tracked move" if inserted == "moveTo" else "tracked insertion"
    return "tracked move" if local(element) == "moveFrom" else "tracked deletion"


def _restore_former(change: _Element) -> None:
    properties = change.getparent()
    if properties is None or local(properties) != _FORMER[local(change)]:
        return
    former = child(change, local(properties))
    kept = _KEPT.get(local(properties), ())
    for inner in list(properties):
        if local(inner) not in kept:
            properties.remove(inner)
    for position, inner in enumerate(list(former) if former is not None else []):
        properties.insert(position, inner)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
