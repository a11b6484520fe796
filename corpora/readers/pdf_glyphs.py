"""The characters of a PDF page as the PDF library gives them, with their geometry.

The library is asked character by character, and each question takes longer than what is done with the answer:
what the answers before tell is not asked again.
"""

from __future__ import annotations

import ctypes
import functools
import unicodedata
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any, NamedTuple

_HYPHENS = ("\x02", "\ufffe", "\u00ad")
_FIRST_PRIVATE = 0xF0000


# A newspaper page has 50 000.
MOST_CHARACTERS = 200_000


class CrowdedPage(Exception):
    """A page has more than `MOST_CHARACTERS` characters; the message is their number."""


class Glyph(NamedTuple):
    """One character: its index `at` on the page, its text, and whether that is more than white space.

    The ends of its advance, its baseline and its size are in points from the lower left.
    """

    at: int
    text: str
    inked: bool
    left: float
    right: float
    baseline: float
    size: float


def page_glyphs(text_page: Any) -> list[Glyph]:
    """Return the characters of a pypdfium2 text page in order, without those that the library guesses."""
    count = text_page.count_chars()
    if count > MOST_CHARACTERS:
        raise CrowdedPage(count)
    return list(_glyphs(text_page.raw, count))


def _glyphs(handle: Any, count: int) -> Iterator[Glyph]:
    import pypdfium2.raw as raw

    x, y = ctypes.c_double(), ctypes.c_double()
    codes = _codes(handle, count)
    last: tuple[float, float] | None = None
    baseline = size = 0.0
    for at, (code, (left, top, right, bottom)) in enumerate(
        zip(codes, _boxes(raw, handle, count), strict=True)
    ):
        # Only spaces and line ends are ever guessed.
        if code <= 0x20 and raw.FPDFText_IsGenerated(handle, at) == 1:
            continue
        character, inked = _shown(code)
        if not character:
            continue
        # The box is made from baseline and size: where neither edge has moved, both are as they were.
        if (top, bottom) != last or top == bottom:
            raw.FPDFText_GetCharOrigin(handle, at, x, y)
            baseline = y.value
            size = abs(raw.FPDFText_GetFontSize(handle, at)) or 1.0
            # A font size of 1 with a scaling matrix is common; the box then tells the size.
            size = size if size > 2 else max(size, abs(top - bottom) / 1.2)
            last = top, bottom
        if left > right:
            left, right = right, left
        yield Glyph(at, character, inked, left, right, baseline, size)


def _codes(handle: Any, count: int) -> list[int]:
    """Code point of each character; 0 for the second half of one that UTF-16 writes in two."""
    ask = _question("FPDFText_GetUnicode", ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
    codes: list[int] = list(map(ask, repeat(_address(handle), count), range(count)))
    for at, code in enumerate(codes):
        if 0xD800 <= code < 0xDC00:
            low = codes[at + 1] if at + 1 < count else 0
            codes[at] = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) if 0xDC00 <= low < 0xE000 else 0
    return codes


def _boxes(raw: Any, handle: Any, count: int) -> list[list[float]]:
    """Left, top, right and bottom of each character, its advance and the height of its font."""
    import numpy as np

    if count <= 0:
        return []
    boxes = (raw.FS_RECTF * count)()
    place, step = ctypes.addressof(boxes), ctypes.sizeof(raw.FS_RECTF)
    ask = _question("FPDFText_GetLooseCharBox", ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    places = range(place, place + count * step, step)
    for _ in map(ask, repeat(_address(handle), count), range(count), places):
        pass
    # Rows of an array make lists faster than the boxes themselves.
    rows: list[list[float]] = np.frombuffer(boxes, dtype=np.float32).reshape(count, 4).tolist()
    return rows


@functools.cache
def _question(name: str, *types: Any) -> Callable[..., int]:
    """A function of the library that takes plain addresses: they need no conversion at each call."""
    import pypdfium2.raw as raw

    prototype: Any = ctypes.CFUNCTYPE(*types)
    asked: Callable[..., int] = prototype(_address(getattr(raw, name)))
    return asked


def _address(pointer: Any) -> int | None:
    return ctypes.cast(pointer, ctypes.c_void_p).value


@functools.lru_cache(maxsize=4096)
def _shown(code: int) -> tuple[str, bool]:
    """Text of a code point, "" for none, and whether it is more than white space."""
    if code in (0, 0xD, 0xA) or 0xD800 <= code < 0xE000 or code >= _FIRST_PRIVATE:
        return "", False
    character = chr(code)
    if character in _HYPHENS:
        return "-", True
    # Ligatures and the presentation forms of Arabic are drawings of letters, not letters.
    is_form = "\ufb00" <= character <= "\ufdff" or "\ufe70" <= character <= "\ufefc"
    text = unicodedata.normalize("NFKC", character) if is_form else character
    return text, not text.isspace()
