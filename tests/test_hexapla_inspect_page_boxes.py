"""Boxes on page images lie on the ink they stand for; images keep their limits; colours can be told apart."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import numpy as np
import pytest
from lxml import html
from numpy.typing import NDArray
from PIL import Image

from corpora.read_document import read_document
from hexapla.block_colours import REMOVED, STYLES, Colour
from hexapla.document_page import render_document
from hexapla.inspected_document import InspectedDocument, inspect_file
from hexapla.page_images import LARGEST_PIXELS, LONGEST_SIDE, PageImage, draw_pages, image_scale


def tiny_pdf(pages: int = 1, media_box: str = "0 0 400 300", extra: str = "") -> bytes:
    """Pages with one line of text each, its baseline at (60, 200), in the built-in Helvetica."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number in range(pages):
        words = f"The General Assembly decides to keep the archives {'abcdefgh'[number % 8] * (number + 1)}."
        content = f"BT /F 10 Tf 60 200 Td ({words}) Tj ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{media_box}] {extra} "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    out, offsets = "%PDF-1.7\n", []
    for number, value in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{value}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    out += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\n"
        f"startxref\n{len(out)}\n%%EOF"
    )
    return out.encode()


@pytest.mark.parametrize(
    ("media_box", "extra"),
    [
        ("0 0 400 300", ""),
        ("0 0 400 300", "/Rotate 90"),
        ("0 0 400 300", "/Rotate 180"),
        ("0 0 400 300", "/Rotate 270"),
        ("-50 -20 450 300", ""),
        ("0 0 400 300", "/CropBox [40 150 380 280]"),
        ("0 0 1500 1500", ""),
    ],
)
def test_the_box_of_a_block_holds_the_ink_of_its_line_and_little_more(
    media_box: str, extra: str, tmp_path: Path
) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(tiny_pdf(1, media_box, extra))
    found = inspect_file(path, read_document(path, "en"))
    (image,) = found.images
    (box,) = found.boxes[found.document.blocks[0].place.start]
    left, top, width, height = image.area(box)
    with Image.open(io.BytesIO(image.data)) as picture:
        ink = np.argwhere(np.asarray(picture.convert("L")) < 160)
    (first_row, first_column), (last_row, last_column) = ink.min(axis=0), ink.max(axis=0)
    assert left - 1.5 <= first_column
    assert last_column <= left + width + 1.5
    assert top - 1.5 <= first_row
    assert last_row <= top + height + 1.5
    assert max(width, height) - max(last_column - first_column, last_row - first_row) < 12


def test_without_a_choice_the_first_fifty_pages_have_images(tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(tiny_pdf(52))
    found = inspect_file(path, read_document(path, "en"))
    assert [image.page for image in found.images] == list(range(1, 51))
    page = html.document_fromstring(render_document(found).encode())
    assert page.xpath("//p[@class='images']")[0].text_content().startswith("Images of pages 1–50 of 52.")


def test_an_image_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    damaged = [image.problem for image in draw_pages(b"%PDF-1.7 nothing", [1, 2])]
    assert all(problem.startswith("the PDF cannot be opened") for problem in damaged)
    (missing,) = draw_pages(tiny_pdf(), [7])
    assert missing.problem.startswith("the page cannot be opened")
    path = tmp_path / "made.pdf"
    path.write_bytes(tiny_pdf())
    bad = InspectedDocument(read_document(path, "en"), "PDF", 1, {}, (PageImage(1, problem="<b>why"),))
    page = html.document_fromstring(render_document(bad).encode())
    assert page.xpath("//p[@class='no-image']")[0].text_content() == "No image of page 1: <b>why."


@pytest.mark.parametrize("size", [(595, 842), (1e6, 1e6), (1e9, 1.0), (14_400, 14_400), (1.0, 1.0)])
def test_no_page_has_more_pixels_than_the_limit(size: tuple[float, float]) -> None:
    scale = image_scale(*size)
    assert scale is not None
    width, height = size[0] * scale, size[1] * scale
    assert width * height <= LARGEST_PIXELS * 1.001
    assert max(width, height) <= LONGEST_SIDE * 1.001
    assert scale <= 100 / 72


@pytest.mark.parametrize("size", [(0.0, 10.0), (-1.0, 10.0), (float("nan"), 1.0), (float("inf"), 1.0)])
def test_a_page_without_a_size_has_no_scale(size: tuple[float, float]) -> None:
    assert image_scale(*size) is None


def test_a_huge_page_is_drawn_within_the_limit() -> None:
    (image,) = draw_pages(tiny_pdf(1, "0 0 200000 200000"), [1])
    assert image.problem == ""
    # The sides are rounded up.
    assert image.width * image.height <= LARGEST_PIXELS * 1.01


# What people without one kind of cone see: Viénot, Brettel and Mollon (1999), in linear light.
PROTAN = np.array([[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]])
DEUTAN = np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]])


def lab(colour: Colour, vision: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE L*a*b* of a colour as seen; the darkest colours are not exact."""
    part = np.array(colour) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    seen = np.clip(vision @ linear, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = np.cbrt(np.maximum((to_xyz @ seen) / np.array([0.9505, 1.0, 1.089]), 1e-9))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", [np.eye(3), PROTAN, DEUTAN], ids=["usual", "protan", "deutan"])
def test_two_kinds_differ_in_stroke_or_in_a_colour_that_all_can_tell(vision: NDArray[np.float64]) -> None:
    for one, other in itertools.combinations([*STYLES.values(), REMOVED], 2):
        if one.stroke == other.stroke:
            assert np.linalg.norm(lab(one.colour, vision) - lab(other.colour, vision)) > 10, (one, other)
