"""The image of a PDF page with a box around each passage, as SVG: every box is a link to its passage."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hexapla.block_colours import REMOVED_NAME, kind_class
from hexapla.html_text import text

if TYPE_CHECKING:
    from corpora.documents import Place
    from corpora.readers.pdf_boxes import PageBox
    from hexapla.inspected_document import InspectedDocument
    from hexapla.page_images import PageImage

# Around the lines of a passage, in pixels of the image.
_MARGIN = 2.0


@dataclass(frozen=True, slots=True)
class Boxed:
    """A box of a passage: `target` is the id of the passage, `part` counts its boxes from 0."""

    target: str
    css_class: str
    words: str
    number: str
    part: int
    box: PageBox


def boxes_by_page(inspected: InspectedDocument) -> dict[int, list[Boxed]]:
    """Return the boxes of all passages by page, in the order of the document."""
    found: dict[int, list[Boxed]] = {}
    for target, css_class, words, number, place in _passages(inspected):
        for part, box in enumerate(inspected.boxes.get(place.start, ())):
            found.setdefault(box.page, []).append(Boxed(target, css_class, words, number, part, box))
    return found


def _passages(inspected: InspectedDocument) -> Iterator[tuple[str, str, str, str, Place]]:
    document = inspected.document
    for index, block in enumerate(document.blocks):
        words = " ".join(part for part in (str(index), block.kind.value, block.path) if part)
        yield f"block{index}", kind_class(block.kind), words, str(index), block.place
    for index, note in enumerate(document.footnotes):
        yield f"note{index}", kind_class(note.kind), f"footnote {note.label}", f"n{index}", note.place
    for index, removed in enumerate(document.removed):
        yield f"removed{index}", kind_class(None), f"{REMOVED_NAME}: {removed.reason}", "", removed.place


def sheet_html(image: PageImage, boxed: list[Boxed]) -> str:
    """Return the figure of a page; a sentence with the reason where there is no image."""
    if not image.data:
        return f'<p class="no-image">No image of page {image.page}: <bdi>{text(image.problem)}</bdi>.</p>'
    source = f"data:{image.media};base64,{base64.b64encode(image.data).decode('ascii')}"
    links = "\n".join(_box(image, each) for each in boxed)
    return (
        f'<figure class="sheet"><svg viewBox="0 0 {image.width} {image.height}" role="group" '
        f'aria-label="Image of page {image.page}, with boxes around its passages">'
        f'<image href="{source}" width="{image.width}" height="{image.height}"/>\n{links}\n</svg></figure>'
    )


def _box(image: PageImage, boxed: Boxed) -> str:
    left, top, width, height = image.area(boxed.box)
    left, top, width, height = left - _MARGIN, top - _MARGIN, width + 2 * _MARGIN, height + 2 * _MARGIN
    name = f"box-{boxed.target}" + (f"-{boxed.part + 1}" if boxed.part else "")
    number = (
        f'<text x="{max(left - 3, 14):.1f}" y="{top + 11:.1f}" aria-hidden="true">{boxed.number}</text>'
        if boxed.number
        else ""
    )
    return (
        f'<a class="box {boxed.css_class}" id="{name}" href="#{boxed.target}"'
        f' aria-label="{text(boxed.words)}">'
        f"<title>{text(boxed.words)}</title>"
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>{number}</a>'
    )
