"""The text of a TMX file: unpacked, decoded, with line feeds only; nothing but the file itself is opened."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from tm.errors import TmxError

# What a decoder could not read stands in the text as a lone surrogate, which XML forbids.
_KEEP_BYTES, _KEEP_SURROGATES = "surrogateescape", "surrogatepass"
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']""")
# Text that is packed this much, and is this long, hides something: prose packs to a third or a tenth.
_MOST_PACKED = 500
_SUSPICIOUS_BYTES = 100_000_000
_HEAD_BYTES = 1024

Reader = Callable[[int], str]


@contextmanager
def opened_tmx(path: Path) -> Iterator[Iterator[BinaryIO]]:
    """Give the files in `path`, one after the other: itself, what gzip packs, or the TMX files of a zip.

    Raises `TmxError` for an archive that is broken, has no TMX file, or unpacks to far more than it is.
    """
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        try:
            if magic[:2] == b"\x1f\x8b":
                yield iter([_guarded(path, gzip.GzipFile(fileobj=file), path.stat().st_size)])
            elif magic == b"PK\x03\x04":
                yield _members(path, file)
            else:
                yield iter([file])
        except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise TmxError(path, f"the archive cannot be unpacked ({error}). Unpack it first.") from error


def _members(path: Path, file: BinaryIO) -> Iterator[BinaryIO]:
    with zipfile.ZipFile(file) as archive:
        inside = [item for item in archive.infolist() if item.filename.lower().endswith(".tmx")]
        if not inside:
            raise TmxError(path, "the archive holds no file that ends in .tmx.")
        for item in inside:
            if item.flag_bits & 1:
                raise TmxError(path, f"{item.filename} is encrypted. Unpack it first.")
            with archive.open(item) as member:
                yield _guarded(path, member, item.compress_size)


class _Guarded(io.RawIOBase):
    """A stream that refuses to unpack to far more than it is."""

    def __init__(self, path: Path, packed: BinaryIO, packed_bytes: int) -> None:
        self._path, self._packed = path, packed
        self._most = max(_SUSPICIOUS_BYTES, packed_bytes * _MOST_PACKED)
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._packed.read(len(buffer))
        self._given += len(data)
        if self._given > self._most:
            raise TmxError(
                self._path, f"it unpacks to more than {_MOST_PACKED} times its size: a bomb. It is not read."
            )
        buffer[: len(data)] = data
        return len(data)


def _guarded(path: Path, packed: Any, packed_bytes: int) -> BinaryIO:
    raw: Any = _Guarded(path, packed, packed_bytes)
    return io.BufferedReader(raw, 1 << 18)


def text_reader(path: Path, file: BinaryIO) -> Reader:
    """Return a function that reads about so many bytes as text; "" at the end. Raises `TmxError`."""
    head = _peek(file)
    name, marks = encoding_of(path, head)
    decoder = io.IncrementalNewlineDecoder(_decoder(name), translate=True)
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


def _decoder(name: str) -> codecs.IncrementalDecoder:
    errors = _KEEP_SURROGATES if name.startswith(("utf-16", "utf-32")) else _KEEP_BYTES
    return codecs.getincrementaldecoder(name)(errors)


_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip


def encoding_of(path: Path, head: bytes) -> tuple[str, int]:
    """Return the encoding that a file begins to say, and the length of its byte order mark.

    By the mark, by zero bytes where "<" must stand, by the XML declaration, else UTF-8. Raises `TmxError` for
    one that is unknown or cannot write XML.
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


def _usable(path: Path, declared: str) -> str:
    try:
        codec = codecs.lookup(declared)
        # What is read so far is ASCII; an encoding that writes it otherwise is not that of this file.
        plain = codec.decode(b"<?xml version='1.0'?>")[0] == "<?xml version='1.0'?>"
    except (LookupError, UnicodeError, ValueError, TypeError):
        plain = False
    if not plain or codec.name in ("unicode_escape", "raw_unicode_escape", "utf-7", "hz", "punycode", "idna"):
        raise TmxError(
            path,
            f'it declares the encoding "{declared}", which is unknown or not that of this file. '
            "Try: save it as UTF-8.",
            line=1,
        )
    return codec.name
