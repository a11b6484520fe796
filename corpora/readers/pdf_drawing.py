"""Pages of a PDF as images for text recognition."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpora.readers.pdf_pages_apart import SECONDS, Undrawn, draw_apart

DOTS_PER_INCH = 300
# Larger pages are drawn smaller: A3 at the usual resolution fits.
_LARGEST_PIXELS = 20_000_000
_POINTS_PER_INCH = 72
_DRAW = "corpora.readers.pdf_drawing:drawn_page"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page (from 1) as an image file, and how many pixels a point is; width and height in points."""

    page: int
    image: bytes
    pixels_per_point: float
    width: float
    height: float
    turn: int = 0


def draw_pages(data: bytes, numbers: Sequence[int], seconds: int = SECONDS) -> Iterator[Drawn | Undrawn]:
    """Yield the pages of these numbers (from 1), in order, as they are drawn; none takes over `seconds`."""
    yield from draw_apart(_DRAW, data, numbers, seconds)


def drawn_page(pdf: Any, number: int) -> Drawn:
    """Draw one page of a `pypdfium2.PdfDocument`, in greys."""
    page = pdf[number - 1]
    width, height = page.get_size()
    usual = DOTS_PER_INCH / _POINTS_PER_INCH
    scale = min(usual, math.sqrt(_LARGEST_PIXELS / max(1.0, width * height)))
    image = page.render(scale=scale, grayscale=True).to_pil()
    page.close()
    return Drawn(number, image_file(image), scale, width, height)


def image_file(image: Any) -> bytes:
    """Return a picture of PIL as the bytes of a PNG file."""
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()
