"""All that the page of one document shows: the document, its format, and the images of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpora.reading_options import USUAL, ReadingOptions
from hexapla.page_images import PageImage, count_pages, draw_pages
from hexapla.page_ranges import PageRange, chosen_pages
from hexapla.reading_order import Entry, reading_order

if TYPE_CHECKING:
    from corpora.documents import Block, Document
    from corpora.readers.pdf_boxes import PageBox

# A browser stays quick with so many images.
USUAL_PAGES = 50
_LARGEST_IMAGES_BYTES = 100_000_000
_TOO_MUCH = "left out: the images before it are as large as this file may become"


@dataclass(frozen=True, slots=True)
class InspectedDocument:
    """A document with what its page needs besides.

    `form` is the name of its format; `page_count` is that of a PDF, else 0; `boxes` has the boxes of a
    passage of a PDF by the start of its place; `images` come in the order of the pages, from 1.
    """

    document: Document
    form: str
    page_count: int = 0
    boxes: Mapping[int, tuple[PageBox, ...]] = field(default_factory=dict)
    images: tuple[PageImage, ...] = ()

    def entries(self) -> list[Entry]:
        """Return blocks and removed passages in reading order."""
        return reading_order(self.document, self.boxes)

    def image_of(self, page: int) -> PageImage | None:
        """Return the image of a page; None where none was asked for."""
        return next((image for image in self.images if image.page == page), None)

    def is_boxed(self, block: Block) -> bool:
        """Whether the block has a box on an image."""
        drawn = {image.page for image in self.images if image.data}
        return any(box.page in drawn for box in self.boxes.get(block.place.start, ()))


def inspect_file(
    path: Path,
    document: Document,
    pages: Sequence[PageRange] | None = None,
    options: ReadingOptions = USUAL,
) -> InspectedDocument:
    """Return what the page of a document that was read from `path` shows.

    `pages` are the pages of a PDF whose images are wanted; None is the first 50. `options` are those that it
    was read with. Raises `click.UsageError`
    where the file has none of them, or is no PDF.
    """
    from corpora.file_types import FileType, detect_file_type
    from corpora.read_document import read_bytes

    data = read_bytes(path)
    form = detect_file_type(path, data)
    if form is not FileType.PDF:
        if pages is not None:
            raise click.UsageError(f"--pages is for PDF, and {document.path} is {form.value}.")
        return InspectedDocument(document, form.value)
    from corpora.readers.pdf_boxes import pdf_boxes

    count = count_pages(data)
    wanted = chosen_pages(pages if pages is not None else [(1, USUAL_PAGES)], count)
    if pages is not None and not wanted:
        raise click.UsageError(f"{document.path} has {count} pages, and --pages names others only.")
    images = tuple(_within_limit(data, wanted))
    return InspectedDocument(
        document, form.value, count, pdf_boxes(path, data, options, document.language), images
    )


def _within_limit(data: bytes, pages: Sequence[int]) -> Iterator[PageImage]:
    room = _LARGEST_IMAGES_BYTES
    drawn = draw_pages(data, pages)
    for page in pages:
        if room <= 0:
            yield PageImage(page, problem=_TOO_MUCH)
            continue
        image = next(drawn)
        room -= len(image.data)
        yield image
