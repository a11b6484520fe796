"""Draws text as pictures of pages, as a scanner leaves them: PDF files without a text layer."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence

import pytest
from PIL import Image, ImageDraw, ImageFont, features

FAMILIES = {"ar": "Noto Naskh Arabic", "zh": "Noto Serif CJK SC"}
DOTS_PER_INCH = 200
_PAGE = (1654, 2339)
_SIZE = 38
_MARGIN = 200


def font_of(language: str) -> ImageFont.FreeTypeFont:
    """A Noto font of the language; the test is skipped without it."""
    family = FAMILIES.get(language, "Noto Serif")
    try:
        found = subprocess.run(
            ["fc-match", "-f", "%{family}\t%{file}", f"{family}:style=Regular"],
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no fontconfig to find fonts with")
    name, _, path = found.stdout.decode().partition("\t")
    if not name.startswith("Noto") or not features.check("raqm"):
        pytest.skip(f"no {family} font; on Debian: apt-get install fonts-noto-core fonts-noto-cjk")
    return ImageFont.truetype(path, _SIZE, layout_engine=ImageFont.Layout.RAQM)


def pictured_page(paragraphs: Sequence[str], language: str, *, turned: int = 0) -> Image.Image:
    """A page with paragraphs, each line broken where the page ends, a blank line between them."""
    page = Image.new("L", _PAGE, 255)
    draw, font = ImageDraw.Draw(page), font_of(language)
    height = _MARGIN
    for paragraph in paragraphs:
        for line in _broken(draw, font, paragraph, language):
            from_right = language == "ar"
            at = (_PAGE[0] - _MARGIN if from_right else _MARGIN, height)
            draw.text(at, line, 0, font, anchor="ra" if from_right else "la")
            height += 2 * _SIZE
        height += 2 * _SIZE
    return page.rotate(turned, expand=True)


def scanned_pdf(pages: Sequence[Image.Image]) -> bytes:
    """A PDF whose pages are pictures."""
    file = io.BytesIO()
    pages[0].save(file, "PDF", resolution=DOTS_PER_INCH, save_all=True, append_images=list(pages[1:]))
    return file.getvalue()


def _broken(
    draw: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont, paragraph: str, language: str
) -> list[str]:
    separator = "" if language == "zh" else " "
    lines = [""]
    for word in paragraph if language == "zh" else paragraph.split():
        longer = lines[-1] + separator + word if lines[-1] else word
        if lines[-1] and draw.textlength(longer, font) > _PAGE[0] - 2 * _MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
