"""Reads the pages of a PDF that are pictures: drawn, recognised side by side, given as lines of a page."""

from __future__ import annotations

import functools
import hashlib
import io
import math
import os
import statistics
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from corpora.languages import identify_language
from corpora.readers.pdf_lines import PdfLine, reads_from_right
from corpora.text_recognition import (
    MODELS,
    Engine,
    RecognisedLine,
    RecognitionError,
    likely_languages,
    models_for,
    recognise,
    turn_of,
)

_DOTS_PER_INCH = 300
# Larger pages are drawn smaller: A3 at the usual resolution fits.
_LARGEST_PIXELS = 20_000_000
_POINTS_PER_INCH = 72
# Below this a page may lie on its side.
_POOR = 0.6
_SAME_SIZE = 0.18
# Of x_size (letters with ascenders and descenders) to the size of a font.
_SIZE_OF_LETTERS = 0.95


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """One page (from 1): its lines, or the `problem` that left it without."""

    page: int
    lines: tuple[PdfLine, ...] = ()
    problem: str = ""

    @property
    def confidence(self) -> float:
        """Mean confidence of the lines by their letters, in [0, 1]; 0 without any."""
        letters = sum(len(line.text) for line in self.lines)
        return sum(len(line.text) * line.confidence for line in self.lines) / letters if letters else 0.0


@dataclass(frozen=True, slots=True)
class Recognised:
    """The pages that were read, in order, and the models they were read with ("rus+eng")."""

    pages: tuple[RecognisedPage, ...]
    models: str


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One page as an image file, and how many pixels a point is."""

    page: int
    image: bytes
    pixels_per_point: float
    width: float
    height: float
    turn: int = 0


def recognise_pages(data: bytes, numbers: Sequence[int], language: str | None, engine: Engine) -> Recognised:
    """Read the pages `numbers` (from 1) of a PDF; `language` where it is known.

    Without it the script of the first page, and between languages of one script its words, tell. Raises
    `RecognitionError` where the models are missing.
    """
    return _recognised(_Bytes(data), tuple(numbers), language, engine)


@dataclass(frozen=True)
class _Bytes:
    """The bytes of a file, compared by their digest, so that a file is not recognised twice in a row."""

    data: bytes

    def __hash__(self) -> int:
        return hash(hashlib.sha256(self.data).digest())


@functools.lru_cache(maxsize=2)
def _recognised(pdf: _Bytes, numbers: tuple[int, ...], language: str | None, engine: Engine) -> Recognised:
    drawn = _draw(pdf.data, numbers)
    first = next(drawn)
    models = models_for(engine, _languages(engine, first, language))
    workers = max(1, os.cpu_count() or 1)
    found = [_read(engine, first, models)]
    with ThreadPoolExecutor(workers) as pool:
        waiting: list[_Drawn] = []
        for page in drawn:
            waiting.append(page)
            if len(waiting) == 2 * workers:
                found += pool.map(lambda one: _read(engine, one, models), waiting)
                waiting = []
        found += pool.map(lambda one: _read(engine, one, models), waiting)
    return Recognised(tuple(found), models)


def _languages(engine: Engine, first: _Drawn, language: str | None) -> Sequence[str]:
    if language in MODELS:
        return (language,)
    likely = [one for one in likely_languages(engine, first.image) if MODELS[one] in engine.models] or ["en"]
    if len(likely) == 1:
        return likely
    lines = recognise(engine, first.image, models_for(engine, likely), _DOTS_PER_INCH)
    told, _ = identify_language("\n".join(line.text for line in lines))
    return (told,) if told in likely else likely


def _read(engine: Engine, drawn: _Drawn, models: str) -> RecognisedPage:
    try:
        page = _page(drawn, recognise(engine, drawn.image, models, _DOTS_PER_INCH))
        if page.lines and page.confidence >= _POOR:
            return page
        turn = turn_of(engine, drawn.image)
        if turn:
            turned = _turned(drawn, turn)
            upright = _page(turned, recognise(engine, turned.image, models, _DOTS_PER_INCH))
            return max(page, upright, key=lambda one: one.confidence)
        return page
    except RecognitionError as error:
        return RecognisedPage(drawn.page, problem=str(error))


def _page(drawn: _Drawn, lines: Sequence[RecognisedLine]) -> RecognisedPage:
    usual = statistics.median_low([line.size for line in lines]) if lines else 0.0
    return RecognisedPage(drawn.page, tuple(_line(drawn, line, usual) for line in lines))


def _line(drawn: _Drawn, line: RecognisedLine, usual_size: float) -> PdfLine:
    # Heights of lines vary with the letters that they happen to have: those near the usual one have it.
    size = usual_size if abs(line.size - usual_size) < _SAME_SIZE * usual_size else line.size
    left, right = line.left / drawn.pixels_per_point, line.right / drawn.pixels_per_point
    from_right = reads_from_right(line.text)
    start, end = (drawn.width - right, drawn.width - left) if from_right else (left, right)
    return PdfLine(
        drawn.page,
        line.text,
        drawn.height - line.baseline / drawn.pixels_per_point,
        start,
        end,
        round(_SIZE_OF_LETTERS * size / drawn.pixels_per_point, 1),
        bold=False,
        left=left,
        confidence=line.confidence,
        turn=drawn.turn,
    )


def _draw(data: bytes, numbers: Sequence[int]) -> Iterator[_Drawn]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        for number in numbers:
            page = pdf[number - 1]
            width, height = page.get_size()
            usual = _DOTS_PER_INCH / _POINTS_PER_INCH
            scale = min(usual, math.sqrt(_LARGEST_PIXELS / max(1.0, width * height)))
            image = page.render(scale=scale, grayscale=True).to_pil()
            page.close()
            yield _Drawn(number, _file_of(image), scale, width, height)
    finally:
        pdf.close()


def _turned(drawn: _Drawn, degrees: int) -> _Drawn:
    from PIL import Image

    with Image.open(io.BytesIO(drawn.image)) as image:
        upright = image.rotate(-degrees, expand=True)
    width, height = (drawn.height, drawn.width) if degrees % 180 else (drawn.width, drawn.height)
    return _Drawn(drawn.page, _file_of(upright), drawn.pixels_per_point, width, height, degrees)


def _file_of(image: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()
