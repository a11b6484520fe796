"""The footnotes of a web page.

Which links are footnote marks, and which elements are the footnotes they lead to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml.etree import _Element

from corpora.readers.html_furniture import visible_text
from corpora.readers.inline_text import Mark, mark_text

_NOTE_NAME = re.compile(r"foot-?note|endnote|note-?ref|fn-?ref|^fn|^_?ftn|^_?edn", re.IGNORECASE)
_NOTE_FRAGMENT = re.compile(
    r"^(?:_?ftn|_?edn|fn|footnote|endnote|cite_note|note|nota|n)[-_:.]?\w{0,12}$", re.IGNORECASE
)
_NOTE_ROLES = ("doc-noteref", "noteref")
_BODIES = frozenset(("li", "p", "div", "aside", "dd", "tr", "section", "td", "dl", "blockquote"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ARROWS = re.compile("[↩↑⤴\ufe0e\ufe0f]")
_MAX_NOTE_CHARS = 8_000


@dataclass(frozen=True, slots=True)
class HtmlFootnotes:
    """`marks`: the elements that are footnote marks. `bodies`.

    The elements that are footnotes, with their marks.

    `backlinks`: the links inside the footnotes that lead back to the text.
    """

    marks: dict[_Element, Mark] = field(default_factory=dict)
    bodies: dict[_Element, Mark] = field(default_factory=dict)
    backlinks: set[_Element] = field(default_factory=set)


def find_footnotes(root: _Element) -> HtmlFootnotes:
    """All linked footnotes of a page.

    The first of two links that lead to each other is the mark, the second the way back.
    """
    targets = _targets(root)
    notes = HtmlFootnotes()
    if not targets:
        return notes
    for link in root.iter("a"):
        fragment = _fragment(link)
        if not fragment or fragment not in targets:
            continue
        if _inside(link, notes.bodies):
            notes.backlinks.add(link)
        elif (mark := _mark_of(link, fragment)) and (body := _body(targets[fragment], link)) is not None:
            named = Mark(mark, body.get("id") or fragment)
            known = notes.bodies.setdefault(body, named)
            notes.marks[_whole_mark(link)] = Mark(mark, known.target)
    return notes


def footnote_text(body: _Element, mark: str, backlinks: set[_Element]) -> str:
    """Return the text of a footnote without its own mark and without the links back."""
    text = _ARROWS.sub(" ", visible_text(body, backlinks))
    return re.sub(rf"^\s*[\[(]?{re.escape(mark)}[\])]?[.:]?(?=\s|\D)\s*", "", text)


def _targets(root: _Element) -> dict[str, _Element]:
    """Return the elements that a link can lead to, by id or name; the first wins."""
    targets: dict[str, _Element] = {}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                targets.setdefault(name, element)
    return targets


def _fragment(link: _Element) -> str:
    href = (link.get("href") or "").strip()
    return unquote(href[1:]) if href.startswith("#") else ""


def _mark_of(link: _Element, fragment: str) -> str | None:
    mark = mark_text(visible_text(link))
    if mark is None or "ref" in fragment.lower() or "back" in fragment.lower():
        return None
    raised = any(near.tag == "sup" for near in _near(link)) or link.find(".//sup") is not None
    named = " ".join(f"{near.get('class') or ''}" for near in (link, *_near(link))).split()
    role = link.get("role") or link.get("epub:type") or ""
    if raised or role in _NOTE_ROLES or any(_NOTE_NAME.search(name) for name in named):
        return mark
    return mark if _NOTE_FRAGMENT.match(fragment) else None


def _near(link: _Element) -> Iterator[_Element]:
    """Return the inline elements around a link, from the inside out."""
    for ancestor in link.iterancestors():
        if ancestor.tag not in ("sup", "span", "b", "i", "em", "strong", "small", "font", "u"):
            return
        yield ancestor


def _whole_mark(link: _Element) -> _Element:
    """Return the outermost inline element that holds nothing but the mark and its brackets."""
    whole = link
    for ancestor in _near(link):
        if mark_text(visible_text(ancestor)) is None:
            break
        whole = ancestor
    return whole


def _body(target: _Element, link: _Element) -> _Element | None:
    """Return the footnote that a target belongs to.

    The nearest block around it that does not hold the mark itself.
    """
    if target.tag == "dt" and target.getnext() is not None:
        return target.getnext()
    around = set(link.iterancestors())
    for element in (target, *target.iterancestors()):
        if element in around or element.tag in ("body", "html", "article", "main"):
            return None
        if element.tag in _BODIES:
            return element if _is_note_sized(element) else None
    return None


def _is_note_sized(element: _Element) -> bool:
    if any(element.find(f".//{tag}") is not None for tag in _HEADINGS):
        return False
    return len(visible_text(element)) <= _MAX_NOTE_CHARS


def _inside(link: _Element, bodies: dict[_Element, Mark]) -> bool:
    return any(ancestor in bodies for ancestor in link.iterancestors())
