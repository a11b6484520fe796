"""One walk through the tree of a web page, from text to blocks.

No recursion, so that no depth of nesting can hurt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from corpora.documents import RawKind
from corpora.readers.block_builder import BlockBuilder, Scope
from corpora.readers.html_footnotes import HtmlFootnotes, footnote_text
from corpora.readers.html_furniture import NO_TEXT, TextShare, furniture_reason, visible_text
from corpora.readers.html_lists import item_labels
from corpora.readers.html_tables import TableRow, is_layout_table
from corpora.readers.inline_text import Mark, Piece, raised_piece
from corpora.readers.math_text import math_text


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption "
    "figure footer form header hgroup hr html li main ol p pre section summary table tbody td tfoot th "
    "thead tr ul"
)
_LISTS = ("ol", "ul", "menu", "dir")
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|list-item|table)", re.IGNORECASE)
_NOTE_SECTION = re.compile(r"foot-?notes?\b|endnotes?\b", re.IGNORECASE)
_BREAK = "\n"


@dataclass(slots=True)
class Page:
    """What the walk must know: the builder, the footnotes, the text shares, and what is open."""

    builder: BlockBuilder
    notes: HtmlFootnotes
    shares: Mapping[_Element, TextShare]
    chars: int
    language: str | None
    labels: dict[_Element, str] = field(default_factory=dict)
    depth: int = 0
    has_title: bool = False
    row: TableRow | None = None
    layout: dict[_Element, bool] = field(default_factory=dict)
    preformatted: int = 0
    foreign: Counter[str] = field(default_factory=Counter)


def walk_page(root: _Element, page: Page) -> None:
    """Put the blocks, footnotes and removed passages of the tree into `page.builder`."""
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    skipped: _Element | None = None
    for event, element in walker:
        if event == "start":
            if _skips(element, page):
                skipped = element
                walker.skip_subtree()
            else:
                _open(element, page)
                _add_text(element.text, page)
            continue
        if event == "end" and element is not skipped:
            _close(element, page)
        skipped = None if element is skipped else skipped
        if element is not root:
            _add_text(element.tail, page)
    page.builder.flush()


def _skips(element: _Element, page: Page) -> bool:
    """Whether the element is dealt with as a whole: a footnote mark, a footnote, furniture."""
    builder = page.builder
    if mark := page.notes.marks.get(element):
        _pieces(page).append(mark)
        return True
    if note := page.notes.bodies.get(element):
        builder.flush()
        builder.add_footnote(note, footnote_text(element, note.mark, page.notes.backlinks))
        return True
    if element.tag == "math":
        _pieces(page).append(math_text(element))
        return True
    if element.tag == "del":
        builder.remove(visible_text(element), "deleted text")
        return True
    if element.tag == "sup" and len(element) == 0:
        _add_raised(element.text or "", page)
        return True
    reason = furniture_reason(element, page.shares, page.chars) or _note_heading(element)
    if reason is None:
        return False
    if element.tag in _BLOCKS and page.row is None:
        builder.flush()
    if element.tag not in NO_TEXT:
        builder.remove(visible_text(element), reason)
    return True


def _note_heading(element: _Element) -> str | None:
    """Return the heading over the footnotes ("Notes") says nothing of the document's own."""
    parent = element.getparent()
    if element.tag not in _HEADINGS or parent is None:
        return None
    named = f"{parent.get('class') or ''} {parent.get('role') or ''} {parent.get('id') or ''}"
    return "heading of the footnotes" if _NOTE_SECTION.search(named) else None


def _add_raised(text: str, page: Page) -> None:
    pieces = _pieces(page)
    before = next((piece for piece in reversed(pieces) if isinstance(piece, str)), "")
    pieces.append(raised_piece(before, text))


def _pieces(page: Page) -> list[Piece]:
    return page.row.cells[-1] if page.row is not None and page.row.cells else page.builder.pieces


def _add_text(text: str | None, page: Page) -> None:
    if not text:
        return
    if page.preformatted:
        for number, paragraph in enumerate(re.split(r"\n[ \t]*\n", text)):
            if number:
                page.builder.flush()
            page.builder.pieces.append(paragraph)
    elif page.builder.pieces or page.row or not text.isspace():
        _pieces(page).append(text.replace(_BREAK, " "))


def _open(element: _Element, page: Page) -> None:
    if element.tag == "br":
        _break(page)
    if not _is_block(element):
        return
    if page.row is not None:
        page.row.open(is_cell=element.tag in ("td", "th"))
        return
    page.builder.flush()
    _count_language(element, page)
    if opener := _OPENERS.get(str(element.tag)):
        opener(element, page)


def _close(element: _Element, page: Page) -> None:
    if not _is_block(element):
        return
    if page.row is not None:
        page.row.close(is_cell=element.tag in ("td", "th"))
        if element is page.row.element:
            page.row.flush(page.builder)
            page.row = None
        return
    page.builder.flush()
    if page.builder.scopes and page.builder.scopes[-1].owner is element:
        page.builder.scopes.pop()
    page.depth -= element.tag in _LISTS
    page.preformatted -= element.tag == "pre"


def _is_block(element: _Element) -> bool:
    tag = element.tag
    return tag in _BLOCKS or tag in _HEADINGS or bool(_BLOCK_STYLE.search(element.get("style") or ""))


def _break(page: Page) -> None:
    """One line break is a space; two in a row end the paragraph."""
    pieces = _pieces(page)
    for piece in reversed(pieces):
        if piece == _BREAK and page.row is None:
            page.builder.flush()
            return
        if isinstance(piece, Mark) or not piece.isspace():
            break
    pieces.append(_BREAK)


def _count_language(element: _Element, page: Page) -> None:
    own = element.get("lang")
    if own and page.language and element.tag not in ("html", "body"):
        language = own.strip().lower().split("-")[0]
        if language and language != page.language:
            page.foreign[language] += 1


def _open_heading(element: _Element, page: Page) -> None:
    level = _HEADINGS[str(element.tag)]
    title = level == 1 and not page.has_title
    page.has_title = page.has_title or title
    page.builder.scopes.append(Scope(element, RawKind.TITLE if title else RawKind.HEADING, level))


def _open_list(element: _Element, page: Page) -> None:
    page.depth += 1
    if element.tag == "ol":
        page.labels.update(item_labels(element))


def _open_item(element: _Element, page: Page) -> None:
    label = page.labels.pop(element, "")
    page.builder.scopes.append(Scope(element, RawKind.LIST_ITEM, max(1, page.depth), label))


def _open_row(element: _Element, page: Page) -> None:
    table = next(element.iterancestors("table"), None)
    if table is None:
        return
    if table not in page.layout:
        page.layout[table] = is_layout_table(table)
    if not page.layout[table]:
        page.row = TableRow(element)


def _open_preformatted(_: _Element, page: Page) -> None:
    page.preformatted += 1


_OPENERS: dict[str, Callable[[_Element, Page], None]] = {
    **dict.fromkeys(_HEADINGS, _open_heading),
    **dict.fromkeys(_LISTS, _open_list),
    "li": _open_item,
    "tr": _open_row,
    "pre": _open_preformatted,
}
