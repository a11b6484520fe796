"""Where the passages of a PDF stand on their pages: boxes around runs of lines.

Reading a PDF does not need them, so it does not keep them: they are found by reading it once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpora.documents import Place
from corpora.readers.pdf import PdfPlaces, read_pdf
from corpora.readers.pdf_lines import PdfLine
from corpora.reading_options import USUAL, ReadingOptions

# How far letters reach above and below the baseline, in font sizes.
_ASCENT, _DESCENT = 0.85, 0.25


@dataclass(frozen=True, slots=True)
class PageBox:
    """A rectangle on a page (from 1), in points; y grows upwards, as PDF counts."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


Boxes = Mapping[int, tuple[PageBox, ...]]


@dataclass(slots=True)
class _RecordedPlaces(PdfPlaces):
    """Places that remember from which lines each was made."""

    boxes: dict[int, tuple[PageBox, ...]] = field(default_factory=dict)

    def find(self, text: str) -> Place:
        place = PdfPlaces.find(self, text)
        self.boxes[place.start] = boxes_of(self.lines)
        return place


def pdf_boxes(path: Path, data: bytes, options: ReadingOptions = USUAL, language: str | None = None) -> Boxes:
    """Return the boxes of every passage by the `start` of its `Place`, in reading order.

    Passages are blocks, footnotes and what was left out. A passage has one box, and one more for each page or
    column on which it goes on. `options` and `language` are those that the document was read with. Raises
    what `read_pdf` raises.
    """
    places = _RecordedPlaces()
    read_pdf(path, data, places, ocr=options.ocr, language=language)
    return places.boxes


def boxes_of(lines: Sequence[PdfLine]) -> tuple[PageBox, ...]:
    """Return one box around each run of lines that follow one another downwards on one page."""
    boxes: list[PageBox] = []
    previous: PdfLine | None = None
    # Places of turned pages are those of the page as it is held, and not of its image.
    for line in (line for line in lines if not line.turn):
        box = _box(line)
        goes_on = (
            previous is not None
            and previous.page == line.page
            and line.baseline < previous.baseline + line.size / 2
        )
        if goes_on:
            boxes[-1] = _around(boxes[-1], box)
        else:
            boxes.append(box)
        previous = line
    return tuple(boxes)


def _box(line: PdfLine) -> PageBox:
    return PageBox(
        line.page,
        line.left,
        line.baseline - _DESCENT * line.size,
        line.left + (line.end - line.start),
        line.baseline + _ASCENT * line.size,
    )


def _around(one: PageBox, other: PageBox) -> PageBox:
    return PageBox(
        one.page,
        min(one.left, other.left),
        min(one.bottom, other.bottom),
        max(one.right, other.right),
        max(one.top, other.top),
    )
