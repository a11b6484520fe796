"""What was really sent, told from its bytes, and whether the server said the same."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from corpora.errors import ReadingError
from corpora.file_types import FileType, detect_file_type
from hexapla.fetching.errors import Refused, Unanswered


class ContentType(StrEnum):
    """What a fetched file may be. The value is its extension and its name in a file of sources."""

    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    HTML = "html"
    XML = "xml"
    PLAIN = "txt"


_OF_FILE_TYPE = {
    FileType.PDF: ContentType.PDF,
    FileType.DOCX: ContentType.DOCX,
    FileType.HTML: ContentType.HTML,
    FileType.XML: ContentType.XML,
    FileType.PLAIN: ContentType.PLAIN,
    FileType.DOC: ContentType.DOC,
}
_WORD = frozenset({ContentType.DOC, ContentType.DOCX})
_DECLARED = {
    "application/pdf": frozenset({ContentType.PDF}),
    "application/x-pdf": frozenset({ContentType.PDF}),
    # Servers that know .doc alone call both forms of Word so.
    "application/msword": _WORD,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": frozenset({ContentType.DOCX}),
    "text/html": frozenset({ContentType.HTML}),
    "application/xhtml+xml": frozenset({ContentType.HTML, ContentType.XML}),
    "text/xml": frozenset({ContentType.XML, ContentType.HTML}),
    "application/xml": frozenset({ContentType.XML, ContentType.HTML}),
    "text/plain": frozenset({ContentType.PLAIN}),
    "text/markdown": frozenset({ContentType.PLAIN}),
}
# These say that a file comes, and not which.
_SAY_NOTHING = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/download",
     "application/force-download", "application/x-download", "application/zip"}
)  # fmt: skip
_PROGRAMS = (b"\x7fELF", b"MZ", b"#!", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# The mark at the end of a PDF; some producers write a little after it.
_PDF_END, _PDF_END_BYTES = b"%%EOF", 4096


def detect_content(data: bytes) -> ContentType:
    """Return what the bytes are. Raises `Refused` for what is no document, `Unanswered` for half a PDF."""
    if data.startswith(_PROGRAMS):
        raise Refused("the file is a program", "look at the address in a browser")
    try:
        kind = detect_file_type(Path("fetched"), data)
    except ReadingError as error:
        raise Refused(error.reason, "look at the address in a browser") from error
    content = _OF_FILE_TYPE.get(kind)
    if content is None:
        raise Refused(f"the file is no PDF, Word file or text but {kind}", "look at the address in a browser")
    if content is ContentType.PDF and _PDF_END not in data[-_PDF_END_BYTES:]:
        raise Unanswered("the PDF was cut off: its end mark is missing", "run the same command again later")
    if content is ContentType.PLAIN and b"\x00" in data and not data.startswith(_UTF16_MARKS):
        raise Refused("the file is neither text nor a known document", "look at the address in a browser")
    return content


def check_declared(content: ContentType, header: str | None) -> None:
    """Raise `Refused` where Content-Type says something else than the bytes are."""
    declared = declared_type(header)
    if declared in _SAY_NOTHING or content in _DECLARED.get(declared, frozenset()):
        return
    reason = f"the server says {declared[:80]}, and what it sent is {content.name}"
    raise Refused(reason, "look at the address in a browser: it may be a message about an error")


def declared_type(header: str | None) -> str:
    """Return the type of a Content-Type header in lower case, without its parameters; "" for none."""
    return re.sub(r"[^\x21-\x7e]", "", (header or "").partition(";")[0]).lower()
