"""Readers: one file in, one `RawDocument` out. `read_raw` finds the right one."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from pathlib import Path

from corpora.documents import RawDocument, ReaderNote
from corpora.errors import ReadingError, UnsafeDocument
from corpora.file_types import CONVERTED, FileType, detect_file_type, type_of_extension
from corpora.reading_options import USUAL, ReadingOptions

MAX_FILE_BYTES = 200_000_000
# Word opens RTF under the name .doc, and many systems give it that name.
_INTERCHANGEABLE = ({FileType.HTML, FileType.XML}, {FileType.DOC, FileType.RTF})


def read_raw(
    path: Path, options: ReadingOptions = USUAL, language: str | None = None
) -> tuple[RawDocument, str]:
    """Read one file; return its paragraphs as it shows them and the SHA-256 of its bytes in hexadecimal.

    `language` is what is known of it before reading; it serves text recognition.

    The format is told from the bytes; an extension that promises another one gives a warning. Raises
    `ReadingError` (and its subclasses) with the reason and what to try next.
    """
    data = _read_bytes(path)
    kind = detect_file_type(path, data)
    document = _read(kind, path, data, options, language)
    if note := _extension_note(path, kind):
        document = dataclasses.replace(document, notes=(note, *document.notes))
    return document, hashlib.sha256(data).hexdigest()


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_FILE_BYTES:
                reason = f"the file has {size} bytes, more than the limit of {MAX_FILE_BYTES}"
                raise UnsafeDocument(path, reason, advice="split the document")
            return file.readall()
    except OSError as error:
        reason = f"the file cannot be read ({error.strerror or error})"
        raise ReadingError(path, reason, advice="check the path and the permissions") from error


def _read(
    kind: FileType, path: Path, data: bytes, options: ReadingOptions, language: str | None
) -> RawDocument:
    if kind is FileType.HTML:
        from corpora.readers.html import read_html

        return read_html(path, data)
    if kind is FileType.XML:
        from corpora.readers.xml import read_xml

        return read_xml(path, data)
    if kind is FileType.DOCX:
        from corpora.readers.docx import read_docx

        return read_docx(path, data, options.tracked)
    if kind in CONVERTED:
        return _read_converted(kind, path, data, options)
    if kind is FileType.PDF:
        from corpora.readers.pdf import read_pdf

        return read_pdf(path, data, ocr=options.ocr, language=language)
    from corpora.readers.plain import read_plain

    return read_plain(path, data)


def _read_converted(kind: FileType, path: Path, data: bytes, options: ReadingOptions) -> RawDocument:
    """Read what LibreOffice makes of an older format."""
    from corpora.office_conversion import to_docx
    from corpora.readers.docx import read_docx

    document = read_docx(path, to_docx(path, data, CONVERTED[kind]), options.tracked)
    note = ReaderNote("info", f"{kind}, read as the DOCX that LibreOffice makes of it")
    return dataclasses.replace(document, notes=(note, *document.notes))


def _extension_note(path: Path, kind: FileType) -> ReaderNote | None:
    promised = type_of_extension(path)
    if promised in (None, kind) or {promised, kind} in _INTERCHANGEABLE:
        return None
    return ReaderNote("warning", f"the extension {path.suffix} promises {promised}, but the file is {kind}")
