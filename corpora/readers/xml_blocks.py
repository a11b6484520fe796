"""One walk through an XML tree, from text to blocks with their chain of labels; no recursion."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from corpora.documents import RawKind
from corpora.readers.block_builder import BlockBuilder, Scope
from corpora.readers.html_tables import TableRow
from corpora.readers.inline_text import Mark, Piece, superscript
from corpora.readers.xml_sentences import is_lone_sentence, pieces_at_end, pieces_at_start, tail_of
from corpora.readers.xml_vocabulary import (
    APPARATUS,
    BREAKS,
    CELLS,
    DIVISIONS,
    FOOTNOTE_MARKS,
    FOOTNOTES,
    HEADINGS,
    INLINE,
    ITEMS,
    LABELS,
    PARAGRAPHS,
    ROWS,
    TITLES,
    local_name,
)  # fmt: skip

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_WORDS = re.compile(r"[^\W\d_]{3,}")
_ROMAN = re.compile(r"[ivxlcdmIVXLCDM]+")
_NOTE_PLACES = ("foot", "end", "bottom", "footnote", "endnote")


@dataclass(slots=True)
class XmlWalk:
    """The state of one walk; `depth` counts the labels of the open elements."""

    builder: BlockBuilder
    language: str | None
    depth: int = 0
    headings: int = 0
    footnotes_inside: int = 0
    row: TableRow | None = None
    blocks: set[_Element] = field(default_factory=set)
    foreign: Counter[str] = field(default_factory=Counter)


def walk_tree(root: _Element, walk: XmlWalk) -> None:
    """Put the blocks, footnotes and removed passages of the tree into `walk.builder`."""
    walk.blocks = block_elements(root)
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    skipped: _Element | None = None
    for event, element in walker:
        if event == "start":
            if _skips(element, walk):
                skipped = element
                walker.skip_subtree()
            else:
                _open(element, walk)
                _pieces(walk).extend(pieces_at_start(element))
                _add_text(element.text, walk)
            continue
        if event == "end" and element is not skipped:
            _pieces(walk).extend(pieces_at_end(element))
            _close(element, walk)
        skipped = None if element is skipped else skipped
        if element is not root:
            _add_text(tail_of(element), walk)
    walk.builder.flush()


def block_elements(root: _Element) -> set[_Element]:
    """Return the elements whose ends separate paragraphs.

    Known text elements are; known inline elements are not; any other element is one unless it stands among
    running text, and even there if it holds a known text element.
    """
    known = TITLES | HEADINGS | PARAGRAPHS | ROWS
    blocks: set[_Element] = set()
    holders: set[_Element] = set()
    for element in root.iter(etree.Element):
        if local_name(element.tag) in known:
            holders.update(_new_ancestors(element, holders))
    for element in root.iter(etree.Element):
        name = local_name(element.tag)
        if name in known or is_lone_sentence(element):
            blocks.add(element)
        elif name not in INLINE and name not in BREAKS:
            parent = element.getparent()
            if element in holders or parent is None or (parent in blocks and not _is_mixed(parent, known)):
                blocks.add(element)
    return blocks


def _new_ancestors(element: _Element, known: set[_Element]) -> Iterable[_Element]:
    for ancestor in element.iterancestors():
        if ancestor in known:
            return
        yield ancestor


def _is_mixed(element: _Element, known: frozenset[str]) -> bool:
    """Whether an element holds running text of its own: then its unknown children are inline."""
    if local_name(element.tag) == "text" and any(local_name(inner.tag) == "body" for inner in element):
        # TEI calls a whole document so, the acts of Canada one passage.
        return False
    if local_name(element.tag) in known and local_name(element.tag) not in ROWS:
        return True
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _skips(element: _Element, walk: XmlWalk) -> bool:
    """Whether the element is dealt with as a whole: a label, a footnote, its mark, apparatus, an entity."""
    builder = walk.builder
    name = local_name(element.tag)
    if element.tag is etree.Entity:
        _add_text(html.unescape(str(element.text)), walk)
        return True
    if name in FOOTNOTE_MARKS or (name == "xref" and element.get("ref-type") == "fn"):
        target = (
            element.get("idref") or element.get("href") or element.get("rid") or element.get("linkend") or ""
        ).lstrip("#")
        _pieces(walk).append(Mark(all_text(element).strip() or element.get("marker") or "*", target))
        return True
    if name in FOOTNOTES or (name == "note" and (element.get("place") or "").lower() in _NOTE_PLACES):
        _add_footnote(element, walk)
        return True
    if name in LABELS and element.getparent() is not None and not _is_number_in_text(element):
        _add_label_marks(element, walk)
        return True
    if name == "del" or (name in ("sic", "orig") and _has_other_reading(element)):
        builder.remove(all_text(element), "deleted text" if name == "del" else "other reading")
        return True
    if reason := _apparatus(element, name):
        builder.flush()
        builder.remove(all_text(element), reason)
        return True
    if name in ("sup", "superscript") and len(element) == 0:
        _pieces(walk).append(superscript(element.text or ""))
        return True
    return False


def _is_number_in_text(element: _Element) -> bool:
    """Whether a `<num>` is a figure of a sentence (TEI) and not the number of a provision (Akoma Ntoso)."""
    parent, before = element.getparent(), element.getprevious()
    text = (parent.text if before is None else before.tail) if parent is not None else ""
    return local_name(element.tag) == "num" and bool((text or "").strip())


def _has_other_reading(element: _Element) -> bool:
    """Whether an editor gives a corrected or regular form beside it: `<choice><sic/><corr/></choice>`."""
    parent = element.getparent()
    return parent is not None and local_name(parent.tag) == "choice" and len(parent) > 1


def _apparatus(element: _Element, name: str) -> str | None:
    parent = element.getparent()
    if parent is not None and local_name(parent.tag) == "identification" and name not in TITLES | HEADINGS:
        return APPARATUS.get(name, "identification")
    return APPARATUS.get(name)


def _add_footnote(element: _Element, walk: XmlWalk) -> None:
    """Return A footnote; where no mark in the text names it, it stands at its mark."""
    own_id = (
        element.get("id")
        or element.get("{http://www.w3.org/XML/1998/namespace}id")
        or element.get("eId")
        or ""
    )
    label = next((all_text(child).strip() for child in element if local_name(child.tag) in LABELS), "")
    mark = element.get("marker") or element.get("n") or label
    walk.footnotes_inside += 1
    target = own_id or f"inline:{walk.footnotes_inside}"
    text = all_text(element, skipped={child for child in element if local_name(child.tag) in LABELS})
    referred = any(_mark_target(piece) == target for piece in walk.builder.pieces) or any(
        mark_at[0].target == target for _, marks in walk.builder.blocks for mark_at in marks
    )
    if not referred and not element.get("idref"):
        mark = mark or str(walk.footnotes_inside)
        _pieces(walk).append(Mark(mark, target))
    walk.builder.add_footnote(Mark(mark or "*", target), text)


def _mark_target(piece: Piece) -> str | None:
    return piece.target if isinstance(piece, Mark) else None


def _add_label_marks(element: _Element, walk: XmlWalk) -> None:
    """Return A footnote mark inside a label belongs to the text that the label introduces."""
    for inner in element.iter(etree.Element):
        if local_name(inner.tag) in FOOTNOTE_MARKS:
            walk.builder.pending.append(Mark(all_text(inner).strip(), (inner.get("idref") or "").lstrip("#")))


def label_of(element: _Element) -> str:
    """Return the label that an element carries in a child of its own, without footnote marks.

    Inner spaces are no-break spaces.
    """
    before = element.getprevious()
    if local_name(element.tag) in ITEMS and before is not None and local_name(before.tag) in LABELS:
        # `<list><label>a)</label><item>...</item>`: the label stands before its item.
        return "\u00a0".join(all_text(before).split())
    for child in element:
        following = child.getnext()
        if following is not None and local_name(following.tag) in ITEMS:
            continue
        if local_name(child.tag) in LABELS and not _is_number_in_text(child):
            marks = {inner for inner in child.iter(etree.Element) if local_name(inner.tag) in FOOTNOTE_MARKS}
            return "\u00a0".join(all_text(child, skipped=marks).split())
    return ""


def all_text(element: _Element, skipped: set[_Element] | None = None) -> str:
    """Return the text under `element` in reading order.

    The ends of elements that are not inline separate words.
    """
    texts: list[str] = []
    skipping: _Element | None = None
    for event, part in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        name = local_name(part.tag)
        if event == "start" and skipping is None:
            if skipped and part in skipped:
                skipping = part
            elif part.tag is not etree.Entity:
                texts.append(part.text or "")
        elif event == "end" and skipping is part:
            skipping = None
        if event != "start" and skipping is None and part is not element:
            texts.append(("" if name in INLINE else " ") + (part.tail or ""))
    return "".join(texts)


def _open(element: _Element, walk: XmlWalk) -> None:
    name = local_name(element.tag)
    if name in BREAKS:
        _pieces(walk).append(" ")
    if element not in walk.blocks:
        return
    if walk.row is not None:
        walk.row.open(is_cell=name in CELLS)
        return
    walk.builder.flush()
    if name in ROWS:
        walk.row = TableRow(element)
        return
    _count_language(element, walk)
    if label := label_of(element):
        _open_label(element, label, walk)
    elif name in ITEMS:
        walk.depth += 1
        walk.builder.scopes.append(Scope(element, RawKind.LIST_ITEM, walk.depth))
    if name in TITLES or name in HEADINGS:
        _open_heading(element, name, walk)


def _open_label(element: _Element, label: str, walk: XmlWalk) -> None:
    """Return A numbering label waits for its text.

    A label in words ("SCHEDULE", "Article 3") is a heading of its own.
    """
    heading = local_name(element.tag).endswith("heading")
    words = _WORDS.search(label)
    if (
        words
        and not _ROMAN.fullmatch(words.group())
        and (heading or "\u00a0" not in label or label[:1] not in "(（")
    ):
        walk.builder.add_block([label.replace("\u00a0", " ")], RawKind.HEADING, _heading_level(element))
    elif heading:
        walk.builder.scopes.append(Scope(element, RawKind.HEADING, _heading_level(element), label))
    else:
        walk.depth += 1
        walk.builder.scopes.append(Scope(element, RawKind.LIST_ITEM, walk.depth, label))


def _open_heading(element: _Element, name: str, walk: XmlWalk) -> None:
    title = name in TITLES or (
        name in ("title", "shorttitle", "head") and not walk.headings and not walk.builder.blocks
    )
    walk.headings += 1
    kind = RawKind.TITLE if title else RawKind.HEADING
    level = 1 if title else _heading_level(element)
    walk.builder.scopes.append(Scope(element, kind, level, silent=name == "marginalnote"))


def _heading_level(element: _Element) -> int:
    """Return the level that the heading or its parent states, else one more than the sections around it."""
    parent = element.getparent()
    for holder in (element, parent):
        if holder is not None and (stated := holder.get("level") or "").isdigit():
            return max(1, min(6, int(stated)))
    if (name := local_name(element.tag))[:1] == "h" and name[1:].isdigit():
        return int(name[1:])
    if local_name(element.tag) == "marginalnote":
        return 6
    return min(5, sum(1 for a in element.iterancestors() if local_name(a.tag) in DIVISIONS) + 1)


def _close(element: _Element, walk: XmlWalk) -> None:
    if element not in walk.blocks:
        return
    if walk.row is not None:
        walk.row.close(is_cell=local_name(element.tag) in CELLS)
        if element is walk.row.element:
            walk.row.flush(walk.builder)
            walk.row = None
        return
    walk.builder.flush()
    while walk.builder.scopes and walk.builder.scopes[-1].owner is element:
        walk.depth -= walk.builder.scopes[-1].kind is RawKind.LIST_ITEM
        walk.builder.scopes.pop()


def _pieces(walk: XmlWalk) -> list[Piece]:
    return walk.row.cells[-1] if walk.row is not None and walk.row.cells else walk.builder.pieces


def _add_text(text: str | None, walk: XmlWalk) -> None:
    if text and (walk.builder.pieces or walk.row or not text.isspace()):
        _pieces(walk).append(text)


def _count_language(element: _Element, walk: XmlWalk) -> None:
    own = (element.get(XML_LANG) or "").lower().split("-")[0]
    if own and walk.language and own != walk.language:
        walk.foreign[own] += 1
