"""The text of a TMX file: unpacked, decoded, with line feeds only; nothing but the file itself is opened."""

from __future__ import annotations

import codecs
import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from tm.errors import TmxError

# What a decoder could not read stands in the text as a lone surrogate, which XML forbids. The ways of
# Python ("surrogateescape", "surrogatepass") give up at half a character of UTF-16, and at bytes below 128.
_UNREADABLE = "\udcff"
_MARK_UNREADABLE = "hexapla-unreadable"
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']""")
# Text that is packed this much, and is this long, hides something: prose packs to a third or a tenth.
_MOST_PACKED = 500
_SUSPICIOUS_BYTES = 100_000_000
_HEAD_BYTES = 1024
# What unpacking raises for archives that are broken, or packed in a way that Python does not know.
_ARCHIVE_ERRORS = (
    gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError,
    NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip

Reader = Callable[[int], str]


def _marked_unreadable(error: UnicodeError) -> tuple[str, int]:
    """Put a mark where a decoder could not read on, and go on after it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _UNREADABLE, error.end


codecs.register_error(_MARK_UNREADABLE, _marked_unreadable)


@contextmanager
def opened_tmx(path: Path) -> Iterator[Iterator[BinaryIO]]:
    """Give the files in `path`, one after the other: itself, what gzip packs, or the TMX files of a zip.

    Raises `TmxError` for an archive that is broken, has no TMX file, or unpacks to far more than it is.
    """
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic[:2] == b"\x1f\x8b":
            yield iter([_gzip(path, file)])
        elif magic in (b"PK\x03\x04", b"PK\x05\x06"):
            yield _members(path, file)
        else:
            yield iter([file])


@contextmanager
def _told_of_archives(path: Path) -> Iterator[None]:
    try:
        yield
    except _ARCHIVE_ERRORS as error:
        raise TmxError(path, f"the archive cannot be unpacked ({error}). Unpack it first.") from error


def _gzip(path: Path, file: BinaryIO) -> BinaryIO:
    most = max(_SUSPICIOUS_BYTES, path.stat().st_size * _MOST_PACKED)
    return _guarded(path, gzip.GzipFile(fileobj=file), most)


def _members(path: Path, file: BinaryIO) -> Iterator[BinaryIO]:
    with _told_of_archives(path):
        archive = zipfile.ZipFile(file)
        size = path.stat().st_size
    with archive:
        inside = [item for item in archive.infolist() if item.filename.lower().endswith(".tmx")]
        if not inside:
            raise TmxError(path, "the archive holds no file that ends in .tmx.")
        for item in inside:
            if item.flag_bits & 1:
                raise TmxError(path, f"{item.filename} is encrypted. Unpack it first.")
            with _told_of_archives(path):
                member: Any = archive.open(item)
            with member:
                # An archive may say that its members are larger than it is, to be trusted more.
                packed = min(item.compress_size, size)
                yield _guarded(path, member, max(_SUSPICIOUS_BYTES, packed * _MOST_PACKED))


class _Guarded(io.RawIOBase):
    """A stream that refuses to unpack to far more than it is."""

    def __init__(self, path: Path, packed: BinaryIO, most_bytes: int) -> None:
        self._path, self._packed, self._most = path, packed, most_bytes
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        # Unpackers give as little as one byte at a time; how a file begins must be seen at once.
        data = b""
        with _told_of_archives(self._path):
            while len(data) < len(buffer) and (part := self._packed.read(len(buffer) - len(data))):
                data += part
        self._given += len(data)
        if self._given > self._most:
            raise TmxError(
                self._path, f"it unpacks to more than {_MOST_PACKED} times its size: a bomb. It is not read."
            )
        buffer[: len(data)] = data
        return len(data)


def _guarded(path: Path, packed: Any, most_bytes: int) -> BinaryIO:
    raw: Any = _Guarded(path, packed, most_bytes)
    return io.BufferedReader(raw, 1 << 18)


def text_reader(path: Path, file: BinaryIO) -> Reader:
    """Return a function that reads about so many bytes as text; "" at the end. Raises `TmxError`."""
    head = _peek(file)
    name, marks = encoding_of(path, head)
    plain = codecs.getincrementaldecoder(name)(_MARK_UNREADABLE)
    decoder = io.IncrementalNewlineDecoder(plain, translate=True)
    file.seek(marks) if file.seekable() else file.read(marks)
    ended = False

    def read(size: int) -> str:
        nonlocal ended
        while not ended:
            data = file.read(size)
            ended = not data
            text = decoder.decode(data, final=ended)
            if text:
                return text
        return ""

    return read


def _peek(file: BinaryIO) -> bytes:
    if isinstance(file, io.BufferedReader):
        return file.peek(_HEAD_BYTES)[:_HEAD_BYTES]
    data = file.read(_HEAD_BYTES)
    file.seek(0)
    return data


_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip


def encoding_of(path: Path, head: bytes) -> tuple[str, int]:
    """Return the encoding that a file begins to say, and the length of its byte order mark.

    By the mark, by zero bytes where "<" must stand, by the XML declaration, else UTF-8; also where UTF-16 or
    UTF-32 is declared in bytes that cannot be it. Raises `TmxError` for one that is unknown or cannot write
    XML.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    for start, name in ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be")):
        if head.startswith(start):
            return name, 0
    for start, name in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if head.startswith(start):
            return name, 0
    declared = _DECLARED.match(head)
    return (_usable(path, declared[1].decode("ascii")) if declared else "utf-8"), 0


# Programs that save a file of UTF-16 as UTF-8 often leave its declaration as it was.
_WIDE: Final = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_NO_TEXT: Final = frozenset({"unicode-escape", "raw-unicode-escape", "utf-7", "hz", "punycode", "idna"})
_PLAIN: Final = b"<?xml version='1.0'?>"


def _usable(path: Path, declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
        if name in _WIDE:
            return "utf-8"
        # What is read so far is ASCII; an encoding that writes it otherwise is not that of this file.
        if name.replace("_", "-") not in _NO_TEXT and _PLAIN.decode(declared) == _PLAIN.decode():
            return name
    except (LookupError, ValueError):
        pass
    raise TmxError(
        path,
        f'it declares the encoding "{declared}", which is unknown or not that of this file. '
        "Try: save it as UTF-8.",
        line=1,
    )
