"""The pages of a PDF as images, small enough to stand in an HTML page."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpora.readers.pdf_pages_apart import SECONDS, Undrawn, draw_apart

if TYPE_CHECKING:
    from PIL.Image import Image

    from corpora.readers.pdf_boxes import PageBox

_DOTS_PER_INCH = 100
# Larger pages (plans, posters, hostile files) are drawn smaller: A3 at the usual resolution fits.
LARGEST_PIXELS = 2_000_000
LONGEST_SIDE = 4_000
_JPEG_QUALITY = 80
# PDFium maps to whole pixels: it is asked about an image so many times as large.
_FINER = 64

# Left, top, width, height, in pixels from the upper left.
Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page (from 1) as an image: `width` and `height` in pixels, `data` a whole file of type `media`.

    `to_pixels` = (a, b, c, d, e, f) takes a point of the page to x = a*x + c*y + e, y = b*x + d*y + f, with
    its rotation and its crop. Where no image could be made, `problem` says why and `data` is empty.
    """

    page: int
    width: int = 0
    height: int = 0
    media: str = ""
    data: bytes = b""
    to_pixels: tuple[float, float, float, float, float, float] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    problem: str = ""

    def area(self, box: PageBox) -> Area:
        """Return where a box of the page lies in the image; it may reach beyond the edges."""
        a, b, c, d, e, f = self.to_pixels
        xs = [a * x + c * y + e for x in (box.left, box.right) for y in (box.bottom, box.top)]
        ys = [b * x + d * y + f for x in (box.left, box.right) for y in (box.bottom, box.top)]
        return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def count_pages(data: bytes) -> int:
    """Return how many pages a PDF has; 0 for one that cannot be opened."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(pdf)
    finally:
        pdf.close()


def draw_pages(data: bytes, pages: Sequence[int], seconds: int = SECONDS) -> Iterator[PageImage]:
    """Yield the image of each of these pages (from 1), in this order; never raises for a bad PDF.

    A page that takes over `seconds` of processor time has a problem.
    """
    for drawn in draw_apart("hexapla.page_images:page_image", data, pages, seconds):
        yield PageImage(drawn.page, problem=drawn.problem) if isinstance(drawn, Undrawn) else drawn


def page_image(pdf: Any, number: int) -> PageImage:
    """Return the image of one page of a `pypdfium2.PdfDocument`."""
    import pypdfium2

    try:
        page = pdf[number - 1]
    except (pypdfium2.PdfiumError, IndexError) as error:
        return PageImage(number, problem=f"the page cannot be opened ({error})")
    try:
        scale = image_scale(*page.get_size())
        if scale is None:
            return PageImage(number, problem="the page has no size")
        bitmap = page.render(scale=scale)
        try:
            image = bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()
        media, encoded = _encoded(image)
        width, height = image.size
        return PageImage(number, width, height, media, encoded, _to_pixels(page, width, height))
    except (pypdfium2.PdfiumError, MemoryError, OSError, ValueError) as error:
        return PageImage(number, problem=f"the page cannot be drawn ({error})")
    finally:
        page.close()


def image_scale(width: float, height: float) -> float | None:
    """Return pixels a point for a page of this size in points; None for a page without a size.

    The usual resolution, or less: the image has about `LARGEST_PIXELS` at most and no side beyond
    `LONGEST_SIDE`.
    """
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        return None
    return min(
        _DOTS_PER_INCH / 72,
        math.sqrt(LARGEST_PIXELS / width / height),
        LONGEST_SIDE / max(width, height),
    )


def _to_pixels(page: Any, width: int, height: int) -> tuple[float, float, float, float, float, float]:
    """Ask PDFium where three points of the page lie: that gives its whole affine map."""
    import ctypes

    import pypdfium2.raw as raw

    def pixel(x: float, y: float) -> tuple[float, float]:
        column, row = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page.raw, 0, 0, width * _FINER, height * _FINER, 0, x, y, column, row)
        return column.value / _FINER, row.value / _FINER

    # A long way from the origin, so that rounding does not matter.
    step = 1000.0
    (e, f), (ax, bx), (cy, dy) = pixel(0, 0), pixel(step, 0), pixel(0, step)
    return (ax - e) / step, (bx - f) / step, (cy - e) / step, (dy - f) / step, e, f


def _encoded(image: Image) -> tuple[str, bytes]:
    """Return the smaller of PNG and JPEG; a page without colour is kept in greys."""
    if _is_grey(image):
        image = image.convert("L")
    png, jpeg = io.BytesIO(), io.BytesIO()
    image.save(png, format="PNG", optimize=True)
    image.save(jpeg, format="JPEG", quality=_JPEG_QUALITY, optimize=True)
    if jpeg.tell() < png.tell():
        return "image/jpeg", jpeg.getvalue()
    return "image/png", png.getvalue()


def _is_grey(image: Image) -> bool:
    from PIL import ImageChops

    red, green, blue = image.split()
    differences = (ImageChops.difference(red, other) for other in (green, blue))
    return all(difference.getbbox() is None for difference in differences)
