"""What a file really is, told from its bytes; the extension is only compared with it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from corpora.errors import ReadingError, UnsafeDocument


class FileType(StrEnum):
    """The formats that have a reader."""

    PLAIN = "plain text"
    HTML = "HTML"
    XML = "XML"
    DOCX = "DOCX"
    PDF = "PDF"
    DOC = "Word 97-2003"
    RTF = "RTF"
    ODT = "OpenDocument text"
    FLAT_ODT = "flat OpenDocument text"


# Formats that LibreOffice turns into DOCX, and the suffix by which it knows them.
CONVERTED = {FileType.DOC: ".doc", FileType.RTF: ".rtf", FileType.ODT: ".odt", FileType.FLAT_ODT: ".fodt"}

_EXTENSIONS = {
    ".txt": FileType.PLAIN, ".text": FileType.PLAIN, ".md": FileType.PLAIN,
    ".html": FileType.HTML, ".htm": FileType.HTML, ".xhtml": FileType.HTML, ".xht": FileType.HTML,
    ".xml": FileType.XML, ".akn": FileType.XML,
    ".docx": FileType.DOCX, ".docm": FileType.DOCX, ".pdf": FileType.PDF,
    ".doc": FileType.DOC, ".dot": FileType.DOC, ".rtf": FileType.RTF,
    ".odt": FileType.ODT, ".ott": FileType.ODT, ".fodt": FileType.FLAT_ODT,
}  # fmt: skip
_FOREIGN = (
    (b"\x89PNG", "an image (PNG)", "run text recognition (OCR) and give the result"),
    (b"\xff\xd8\xff", "an image (JPEG)", "run text recognition (OCR) and give the result"),
    (b"GIF8", "an image (GIF)", "run text recognition (OCR) and give the result"),
    (b"II*\x00", "an image (TIFF)", "run text recognition (OCR) and give the result"),
    (b"MM\x00*", "an image (TIFF)", "run text recognition (OCR) and give the result"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"%!PS", "a PostScript file", "convert it to PDF with a text layer"),
    (b"\x7fELF", "a program", "check that this is the right file"),
    (b"MZ\x90", "a program", "check that this is the right file"),
)  # fmt: skip
# The container of the old Office formats (MS-CFB); names of the streams in it are UTF-16.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ODT_MIMETYPES = (
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.text-template",
)
_FLAT_ODT = re.compile(
    r"<office:document\b[^>]*office:mimetype=.application/vnd\.oasis\.opendocument\.text", re.DOTALL
)
# After an XML declaration "article" and "section" are elements of DocBook and JATS as well.
_HTML_START = re.compile(
    r"\s*(?:<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body|title|meta|div|p|h[1-6]|table|article|main|section)\b"
    r"|\s*<\?xml[^>]*>(?:<!--.*?-->|\s)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_START = re.compile(
    r"\s*(?:<\?xml\s|(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<(?:!DOCTYPE\s+[\w:.-]+|[A-Za-z_][\w:.-]*(?:\s+[\w:.-]+\s*=|\s*/?>)))",
    re.DOTALL,
)
# What zipfile raises for archives that are cut, altered, encrypted or of an unknown method.
DAMAGED_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
_MAX_MEMBERS = 10_000
_MAX_UNPACKED_BYTES = 1_000_000_000
_MAX_RATIO = 200
_RATIO_APPLIES_ABOVE_BYTES = 10_000_000


def detect_file_type(path: Path, data: bytes) -> FileType:
    """Return the format of `data`; `path` serves only for messages.

    Raises `ReadingError` with advice for an empty file and for formats without a reader, `UnsafeDocument` for
    a zip bomb.
    """
    if not data.strip(b"\x00\t\n\x0b\x0c\r \xef\xbb\xbf\xff\xfe"):
        raise ReadingError(
            path, "the file is empty", advice="check that the download or the export was complete"
        )
    if b"%PDF-" in data[:1024]:
        return FileType.PDF
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _archive_type(path, data)
    if data.startswith(_COMPOUND):
        return _compound_type(path, data)
    if data.startswith(b"{\\rtf"):
        return FileType.RTF
    for magic, what, advice in _FOREIGN:
        if data.startswith(magic):
            raise ReadingError(path, f"the file is {what}", advice=advice)
    if path.suffix.lower() in (".docx", ".docm"):
        advice = "open the original in a word processor and save it again as .docx"
        raise ReadingError(path, "a .docx file must be a ZIP archive, and this is none", advice=advice)
    return _markup_type(data)


def type_of_extension(path: Path) -> FileType | None:
    """Return the format that the extension promises; None where it promises nothing."""
    return _EXTENSIONS.get(path.suffix.lower())


def check_archive(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse an archive that unpacks to more than any document needs.

    The sizes come from the archive's directory; whoever unpacks a member still reads no more than its stated
    size.
    """
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    bomb = unpacked > _RATIO_APPLIES_ABOVE_BYTES and unpacked > _MAX_RATIO * packed
    if len(members) > _MAX_MEMBERS or unpacked > _MAX_UNPACKED_BYTES or bomb:
        reason = f"the archive unpacks from {packed} to {unpacked} bytes in {len(members)} parts: a zip bomb"
        raise UnsafeDocument(path, reason, advice="save the document again in a word processor")


def _archive_type(path: Path, data: bytes) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(path, archive)
            names = set(archive.namelist())
            if "content.xml" in names and _mimetype(archive) in _ODT_MIMETYPES:
                return FileType.ODT
    except DAMAGED_ARCHIVE as error:
        advice = "check that the download was complete, or save the document again"
        raise ReadingError(path, f"the ZIP archive is damaged ({error})", advice=advice) from error
    if "word/document.xml" in names or (
        "[Content_Types].xml" in names and any(n.startswith("word/") for n in names)
    ):
        return FileType.DOCX
    what, advice = _other_archive(names)
    raise ReadingError(path, f"the file is {what}", advice=advice)


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    """The first member of an OpenDocument file says what it is (OpenDocument 1.3, part 2, 3.3)."""
    try:
        with archive.open("mimetype") as stream:
            return stream.read(200).strip()
    except KeyError:
        return b""


def _compound_type(path: Path, data: bytes) -> FileType:
    if _ENCRYPTED_STREAM in data:
        advice = "open it in a word processor and save it without a password"
        raise ReadingError(path, "the file is encrypted", advice=advice)
    if _WORD_STREAM in data:
        return FileType.DOC
    advice = "open it in the program it came from and save its text as .docx"
    raise ReadingError(path, "the file is an old binary Office file and no Word document", advice=advice)


def _other_archive(names: set[str]) -> tuple[str, str]:
    if any(name.startswith("xl/") for name in names):
        return "a spreadsheet (.xlsx)", "save the sheet as text or HTML"
    if any(name.startswith("ppt/") for name in names):
        return "a presentation (.pptx)", "save the text as .docx or HTML"
    if "content.xml" in names:
        return "an OpenDocument file that is no text", "save its text as .docx"
    if "META-INF/container.xml" in names:
        return "an e-book (EPUB)", "unpack it and give its HTML files"
    return "a ZIP archive", "give it to build, which reads the documents in it, or unpack it"


def _markup_type(data: bytes) -> FileType:
    head = _head_text(data)
    if _FLAT_ODT.search(head):
        return FileType.FLAT_ODT
    if _HTML_START.match(head):
        return FileType.HTML
    if not _XML_START.match(head):
        return FileType.PLAIN
    return FileType.HTML if re.search(r"<html[\s>]", head) and "akomaNtoso" not in head else FileType.XML


def _head_text(data: bytes) -> str:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    return head.replace(b"\x00", b"").decode("latin-1").removeprefix("ï»¿")
