"""What becomes of the pages of a PDF that hold no text: recognised where that is possible, else said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpora.documents import ReaderNote
from corpora.errors import ReadingError
from corpora.readers.pdf_lines import PdfLine
from corpora.reading_options import Recognition
from corpora.text_recognition import INSTALL_HINT, Engine, RecognitionError, installed_engine

OCR_ADVICE = "run text recognition (OCR) over the PDF and give the result, or the DOCX or HTML version"
_LISTED = 10


def fill_pictured_pages(
    path: Path,
    data: bytes,
    pages: list[list[PdfLine]],
    ocr: Recognition,
    language: str | None,
    *,
    doubtful: bool = False,
) -> list[ReaderNote]:
    """Put the recognised lines of pages without text into `pages`; return what is to be said of them.

    A `doubtful` file, which may exhaust whoever draws it, is not opened for that. Raises `ReadingError` where
    no page has text in the end.
    """
    empty = [number for number, lines in enumerate(pages, 1) if not any(line.text for line in lines)]
    pictured = empty if doubtful else _with_pictures(data, empty)
    textless = len(empty) == len(pages)
    if textless and not pictured:
        blank = "the page is" if len(pages) == 1 else f"all {len(pages)} pages are"
        raise ReadingError(path, f"{blank} blank", advice="check that this is the right file")
    allowed = ocr is Recognition.AUTO and not doubtful
    engine = installed_engine() if allowed and pictured else None
    if engine is None:
        hint = INSTALL_HINT if allowed else OCR_ADVICE
        if textless:
            raise ReadingError(path, _no_text(len(pages)), advice=hint)
        return _left_out(pictured, len(pages), hint)
    try:
        notes = _recognise(data, pages, pictured, language, engine)
    except RecognitionError as error:
        if textless:
            raise ReadingError(path, f"{_no_text(len(pages))}; {error}", advice=OCR_ADVICE) from error
        return [*_left_out(pictured, len(pages), str(error))]
    if not any(line.text for lines in pages for line in lines):
        reason = f"{_no_text(len(pages))}, and text recognition found no letters"
        raise ReadingError(path, reason, advice=OCR_ADVICE)
    return notes


def notes_of_scanned(numbers: Sequence[int], count: int) -> list[ReaderNote]:
    """Warn of pages whose text another program recognised: nobody says how well."""
    if not numbers:
        return []
    message = (
        f"{_pages_words(numbers, count)} read from the text that another program recognised in a picture: "
        "compare figures and symbols with another version"
    )
    return [ReaderNote("warning", message)]


def confidence_of(lines: Sequence[PdfLine]) -> float:
    """Mean confidence of lines by their letters, rounded to three digits; 1 for text of the file."""
    letters = sum(len(line.text) for line in lines)
    if not letters:
        return 1.0
    return round(sum(len(line.text) * line.confidence for line in lines) / letters, 3)


def _recognise(
    data: bytes, pages: list[list[PdfLine]], pictured: Sequence[int], language: str | None, engine: Engine
) -> list[ReaderNote]:
    from corpora.readers.pdf_recognition import recognise_pages

    result = recognise_pages(data, pictured, language, engine)
    for page in result.pages:
        pages[page.page - 1] = list(page.lines)
    notes = [
        ReaderNote("warning", f"page {page.page} is left out: {page.problem}")
        for page in result.pages
        if page.problem
    ]
    read = [page for page in result.pages if page.lines]
    if read:
        letters = sum(len(line.text) for page in read for line in page.lines)
        sure = sum(len(line.text) * line.confidence for page in read for line in page.lines) / letters
        message = (
            f"{_pages_words([page.page for page in read], len(pages))} read by text recognition (Tesseract "
            f"{engine.version}, {result.models}), confidence {sure:.2f}: compare figures and symbols with "
            "another version"
        )
        notes.insert(0, ReaderNote("warning", message))
    return notes


def _with_pictures(data: bytes, numbers: Sequence[int]) -> list[int]:
    """The pages that show anything: blank ones need no recognition."""
    if not numbers:
        return []
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        return [number for number in numbers if next(pdf[number - 1].get_objects(max_depth=3), None)]
    finally:
        pdf.close()


def _left_out(numbers: Sequence[int], count: int, hint: str) -> list[ReaderNote]:
    if not numbers:
        return []
    return [ReaderNote("warning", f"{_pages_words(numbers, count)} left out: no text layer. Try: {hint}")]


def _pages_words(numbers: Sequence[int], count: int) -> str:
    listed = ", ".join(map(str, numbers[:_LISTED])) + (" ..." if len(numbers) > _LISTED else "")
    if len(numbers) == 1:
        return f"page {listed} of {count}"
    return f"{len(numbers)} of {count} pages ({listed})"


def _no_text(pages: int) -> str:
    if pages == 1:
        return "no text layer: the page is a picture"
    return f"no text layer: the {pages} pages are pictures"
