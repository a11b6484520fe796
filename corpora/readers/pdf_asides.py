"""What a PDF page shows beside its running text, or does not show: turned text, hidden text, links.

Turned text (a stamp in the margin, a mark across the page) and hidden text are set aside with the reason. A
page that is turned as a whole is read as it is held.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpora.readers.pdf_glyphs import Glyph, page_glyphs

ROTATED, HIDDEN, LINK = "rotated text", "hidden text", "link"
_INVISIBLE = 3
_SAMPLED = 16
# Of the page, by one picture: then its text was recognised in that.
_COVERS = 0.7
_UPRIGHT_RADIANS = 0.1
_MOST_LINKS = 10_000
_LONGEST_ADDRESS_BYTES = 4_000


@dataclass(frozen=True, slots=True)
class Aside:
    """A passage of a page (from 1) that is no running text, and why."""

    page: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class PageText:
    """The running text of a page: its glyphs, as if it stood upright, and the width it then has.

    `turn` is the angle of the text in degrees counterclockwise: 0, 90, 180 or 270.
    """

    glyphs: list[Glyph]
    width: float
    turn: int
    asides: tuple[Aside, ...]


def page_text(page: Any, text_page: Any, number: int) -> PageText:
    """Return the running text of a pypdfium2 page, what is turned against it or hidden set aside."""
    glyphs = page_glyphs(text_page)
    width, height = page.get_size()
    turned, hidden = _odd_text(page, text_page, len(glyphs))
    asides: list[Aside] = []
    turn = 0
    if hidden and not is_scanned(page):
        kept = [glyph for glyph in glyphs if not _is_hidden(text_page.raw, glyph.at)]
        asides += _asides(glyphs, kept, number, HIDDEN)
        glyphs = kept
    if turned and glyphs:
        angles = {glyph.at: _angle(text_page.raw, glyph.at) for glyph in glyphs}
        turn = _usual_turn(glyphs, angles)
        kept = [glyph for glyph in glyphs if angles[glyph.at] == turn or not glyph.inked]
        asides += _asides(glyphs, kept, number, ROTATED)
        glyphs = _held_upright(text_page.raw, kept, turn, width, height) if turn else kept
    return PageText(glyphs, height if turn in (90, 270) else width, turn, tuple(asides))


def is_scanned(page: Any) -> bool:
    """Whether one picture covers a pypdfium2 page: text that lies with it was recognised in it."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) >= _COVERS * width * height:
            return True
    return False


def links_of(pdf: Any, page: Any, number: int) -> Iterator[Aside]:
    """Yield the addresses that a page links to, each once, in the order of the file."""
    import pypdfium2.raw as raw

    position = ctypes.c_int(0)
    link = raw.FPDF_LINK()
    seen: set[str] = set()
    for _ in range(_MOST_LINKS):
        if not raw.FPDFLink_Enumerate(page.raw, position, link):
            return
        action = raw.FPDFLink_GetAction(link)
        address = _address(raw, pdf, action) if action else ""
        if address and address not in seen:
            seen.add(address)
            yield Aside(number, address, LINK)


def _address(raw: Any, pdf: Any, action: Any) -> str:
    size = raw.FPDFAction_GetURIPath(pdf.raw, action, None, 0)
    if not 1 < size <= _LONGEST_ADDRESS_BYTES:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(pdf.raw, action, buffer, size)
    return buffer.value.decode("utf-8", "replace").strip()


def _odd_text(page: Any, text_page: Any, count: int) -> tuple[bool, bool]:
    """Whether a page has turned text, and hidden text: by its objects, and by a sample of its characters."""
    import pypdfium2.raw as raw

    turned = hidden = False
    matrix = raw.FS_MATRIX()
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        shape = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(shape) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        hidden = hidden or raw.FPDFTextObj_GetTextRenderMode(shape) == _INVISIBLE
        if not turned and raw.FPDFPageObj_GetMatrix(shape, matrix):
            turned = abs(matrix.b) > _UPRIGHT_RADIANS * abs(matrix.a) or matrix.a < 0
    # Text in nested forms is no object of the page.
    turned = turned or any(_angle(text_page.raw, at) for at in range(0, count, _SAMPLED))
    return turned, hidden


def _is_hidden(handle: Any, at: int) -> bool:
    import pypdfium2.raw as raw

    shape = raw.FPDFText_GetTextObject(handle, at)
    return bool(shape) and raw.FPDFTextObj_GetTextRenderMode(shape) == _INVISIBLE


def _angle(handle: Any, at: int) -> int:
    """Angle of a character in degrees counterclockwise: 0, 90, 180, 270, or -1 where it is none of these.

    The library counts clockwise, whatever its documentation says (pypdfium2 5).
    """
    import pypdfium2.raw as raw

    radians = raw.FPDFText_GetCharAngle(handle, at)
    quarters = radians / (math.pi / 2)
    near = round(quarters)
    return -near % 4 * 90 if abs(quarters - near) * math.pi / 2 < _UPRIGHT_RADIANS else -1


def _usual_turn(glyphs: Sequence[Glyph], angles: dict[int, int]) -> int:
    """The angle of most letters; 0 where most stand aslant."""
    counts = Counter(angles[glyph.at] for glyph in glyphs if glyph.inked)
    return max(counts.most_common(1)[0][0], 0) if counts else 0


def _held_upright(
    handle: Any, glyphs: Sequence[Glyph], turn: int, width: float, height: float
) -> list[Glyph]:
    """Glyphs of a turned text line by line: the library gives such lines in another order."""
    upright = [_upright(handle, glyph, turn, width, height) for glyph in glyphs]
    return sorted(upright, key=lambda glyph: (-round(glyph.baseline), glyph.left))


def _upright(handle: Any, glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    """A glyph of a turned text with the places that it has when the page is held upright."""
    import pypdfium2.raw as raw

    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    raw.FPDFText_GetCharOrigin(handle, glyph.at, x, y)
    raw.FPDFText_GetLooseCharBox(handle, glyph.at, box)
    size = abs(raw.FPDFText_GetFontSize(handle, glyph.at))
    low, high = min(box.bottom, box.top), max(box.bottom, box.top)
    if turn == 90:
        left, right, baseline, thickness = low, high, width - x.value, box.right - box.left
    elif turn == 270:
        left, right, baseline, thickness = height - high, height - low, x.value, box.right - box.left
    else:
        left, right, baseline, thickness = width - box.right, width - box.left, height - y.value, high - low
    size = size if size > 2 else max(size, abs(thickness) / 1.2)
    return glyph._replace(left=left, right=right, baseline=baseline, size=size)


def _asides(glyphs: Sequence[Glyph], kept: Sequence[Glyph], number: int, reason: str) -> Iterator[Aside]:
    """Runs of glyphs that are not kept, as text."""
    left = {glyph.at for glyph in kept}
    run: list[str] = []
    for glyph in glyphs:
        if glyph.at not in left:
            run.append(glyph.text)
        elif run and glyph.inked:
            yield Aside(number, " ".join("".join(run).split()), reason)
            run = []
    if run:
        yield Aside(number, " ".join("".join(run).split()), reason)
