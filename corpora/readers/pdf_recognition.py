"""Reads the pages of a PDF that are pictures: drawn, recognised side by side, given as lines of a page."""

from __future__ import annotations

import functools
import hashlib
import io
import os
import statistics
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from corpora.languages import identify_language
from corpora.readers.pdf_drawing import DOTS_PER_INCH, Drawn, draw_pages, image_file
from corpora.readers.pdf_lines import PdfLine, reads_from_right
from corpora.readers.pdf_pages_apart import Undrawn
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
    drawn = draw_pages(pdf.data, numbers)
    found: list[RecognisedPage] = []
    first = next(drawn, None)
    while isinstance(first, Undrawn):
        found.append(RecognisedPage(first.page, problem=first.problem))
        first = next(drawn, None)
    if first is None:
        problem = found[0].problem if found else "there is nothing to draw"
        raise RecognitionError(f"no page could be drawn: {problem}")
    models = models_for(engine, _languages(engine, first, language))
    found.append(_read(engine, first, models))
    workers = max(1, os.cpu_count() or 1)
    with ThreadPoolExecutor(workers) as pool:
        while waiting := list(islice(drawn, 2 * workers)):
            found += pool.map(lambda one: _read(engine, one, models), waiting)
    return Recognised(tuple(found), models)


def _languages(engine: Engine, first: Drawn, language: str | None) -> Sequence[str]:
    if language in MODELS:
        return (language,)
    likely = [one for one in likely_languages(engine, first.image) if MODELS[one] in engine.models] or ["en"]
    if len(likely) == 1:
        return likely
    lines = recognise(engine, first.image, models_for(engine, likely), DOTS_PER_INCH)
    told, _ = identify_language("\n".join(line.text for line in lines))
    return (told,) if told in likely else likely


def _read(engine: Engine, drawn: Drawn | Undrawn, models: str) -> RecognisedPage:
    if isinstance(drawn, Undrawn):
        return RecognisedPage(drawn.page, problem=drawn.problem)
    try:
        page = _page(drawn, recognise(engine, drawn.image, models, DOTS_PER_INCH))
        if page.lines and page.confidence >= _POOR:
            return page
        turn = turn_of(engine, drawn.image)
        if turn:
            turned = _turned(drawn, turn)
            upright = _page(turned, recognise(engine, turned.image, models, DOTS_PER_INCH))
            return max(page, upright, key=lambda one: one.confidence)
        return page
    except RecognitionError as error:
        return RecognisedPage(drawn.page, problem=str(error))


def _page(drawn: Drawn, lines: Sequence[RecognisedLine]) -> RecognisedPage:
    usual = statistics.median_low([line.size for line in lines]) if lines else 0.0
    return RecognisedPage(drawn.page, tuple(_line(drawn, line, usual) for line in lines))


def _line(drawn: Drawn, line: RecognisedLine, usual_size: float) -> PdfLine:
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


def _turned(drawn: Drawn, degrees: int) -> Drawn:
    from PIL import Image

    with Image.open(io.BytesIO(drawn.image)) as image:
        upright = image.rotate(-degrees, expand=True)
    width, height = (drawn.height, drawn.width) if degrees % 180 else (drawn.width, drawn.height)
    return Drawn(drawn.page, image_file(upright), drawn.pixels_per_point, width, height, degrees)
