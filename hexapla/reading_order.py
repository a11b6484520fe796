"""What was taken out of a document, put back among its blocks where it stood."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpora.documents import Block, Document, Removed
    from corpora.readers.pdf_boxes import Boxes, PageBox

_NO_BOXES: Mapping[int, tuple[PageBox, ...]] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """A block, or something taken out: `index` is 0-based in the document's `blocks` or `removed`."""

    index: int
    is_removed: bool
    page: int | None


def reading_order(document: Document, boxes: Boxes = _NO_BOXES) -> list[Entry]:
    """Return every block and every removed passage once; blocks keep their order.

    `boxes` of a PDF (`corpora.readers.pdf_boxes`) tell what stood above what. Without them a removed passage
    comes after the block in or behind which it begins.
    """
    blocks, removed = document.blocks, document.removed
    before: defaultdict[int, list[int]] = defaultdict(list)
    starts = list(accumulate((block.place.start for block in blocks), max))
    pages = list(accumulate((block.page or 1 for block in blocks), max))
    for index, passage in enumerate(removed):
        at = _on_page(passage, blocks, pages, boxes) if boxes else bisect_right(starts, passage.place.start)
        before[at].append(index)
    entries = []
    for at in range(len(blocks) + 1):
        found = sorted(before[at], key=lambda index: _height(removed[index], boxes))
        entries += [Entry(index, is_removed=True, page=removed[index].place.page) for index in found]
        if at < len(blocks):
            entries.append(Entry(at, is_removed=False, page=blocks[at].page))
    return entries


def _on_page(passage: Removed, blocks: Sequence[Block], pages: Sequence[int], boxes: Boxes) -> int:
    """Index of the first block of the page that lies below a passage, else of the next page's first block."""
    page = passage.place.page or 1
    first, after = bisect_left(pages, page), bisect_right(pages, page)
    top = _top(boxes.get(passage.place.start, ()))
    if top is not None:
        for index in range(first, after):
            other = _top(boxes.get(blocks[index].place.start, ()))
            if other is not None and other < top:
                return index
    return after


def _top(boxes: Sequence[PageBox]) -> float | None:
    return boxes[0].top if boxes else None


def _height(passage: Removed, boxes: Boxes) -> tuple[int, float, int]:
    """Key that puts the passages between two blocks in order: by page, from the top down."""
    top = _top(boxes.get(passage.place.start, ()))
    return passage.place.page or 0, -top if top is not None else 0.0, passage.place.start
