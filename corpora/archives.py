"""Archives of documents: unpacked member by member into a folder, within limits, names made harmless.

ZIP and TAR (also packed with gzip). What a member's name, kind or size forbids is left out with its reason;
an archive that is damaged or unpacks to more than anyone has room for is refused whole.
"""

from __future__ import annotations

import gzip
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from corpora.discovery import Remark, is_litter
from corpora.errors import ReadingError, UnsafeDocument

_TARS = (".tar", ".tar.gz", ".tgz")
# Nobody packs more documents than this for one memory; each of them has to be read whole later.
MAX_MEMBERS = 200_000
MAX_MEMBER_BYTES = 200_000_000
MAX_TOTAL_BYTES = 20_000_000_000
# Text packs to a tenth, markup to a thirtieth; a bomb to a thousandth.
MAX_RATIO = 200
_RATIO_APPLIES_ABOVE_BYTES = 50_000_000
# A header of a tar archive is read at once: a name may be long, not endless.
_MAX_HEADER_BYTES = 1_000_000
_MAX_NAME_BYTES = 200
_CHUNK = 1 << 20
_UTF8_NAME = 0x800
_LONG_HEADERS = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip
_NO_FILE = "it is a link, a device or a sparse file", "pack the file itself"
_DAMAGED = (
    tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, gzip.BadGzipFile, EOFError,
    NotImplementedError, RuntimeError, ValueError, IndexError, KeyError, UnicodeError, OverflowError,
)  # fmt: skip
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{k}" for port in ("com", "lpt") for k in range(1, 10)))
)


@dataclass(frozen=True, slots=True)
class _Member:
    """One entry: `refusal` says why it is not unpacked; `open` gives its bytes as a stream.

    `independent`: others can still be read where this one is damaged.
    """

    name: str
    is_folder: bool
    refusal: str
    advice: str
    open: Callable[[], BinaryIO]
    independent: bool = False


def is_archive(path: Path) -> bool:
    """Whether the name promises an archive that `unpack_archive` reads."""
    return path.name.lower().endswith((".zip", *_TARS))


def archive_stem(path: Path) -> str:
    """The name of an archive without its extension: what the folder would be called.

    >>> archive_stem(Path("docs/fr.tar.gz"))
    'fr'
    """
    name = path.name
    ending = next((e for e in (".zip", ".tar.gz", ".tgz", ".tar") if name.lower().endswith(e)), "")
    return name[: len(name) - len(ending)] or name


def unpack_archive(path: Path, folder: Path) -> tuple[Remark, ...]:
    """Write the files of an archive below `folder`, which exists; return what was left out and why.

    Raises `ReadingError` for an archive that is damaged or cannot be read, `UnsafeDocument` for a bomb; what
    was written until then is the caller's to remove.
    """
    try:
        size = path.stat().st_size
        members = _zip_members(path) if path.name.lower().endswith(".zip") else _tar_members(path)
        return tuple(_unpack(path, members, size, folder))
    except _DAMAGED as error:
        reason = f"the archive is damaged ({error or type(error).__name__})"
        advice = "check that the download was complete, or unpack it and give the folder"
        raise ReadingError(path, reason, advice=advice) from error
    except OSError as error:
        reason = f"the archive cannot be unpacked ({error.strerror or error})"
        raise ReadingError(path, reason, advice="check the permissions and the free space") from error


def _unpack(path: Path, members: Iterator[_Member], size: int, folder: Path) -> Iterator[Remark]:
    total, taken = 0, set[str]()
    for number, member in enumerate(members, start=1):
        if number > MAX_MEMBERS:
            raise _bomb(path, f"the archive has more than {MAX_MEMBERS} members")
        parts = _harmless(member.name)
        if member.is_folder or any(is_litter(part) for part in parts):
            continue
        name = "/".join(parts)
        refusal, advice = member.refusal, member.advice
        if not parts:
            refusal, advice = "its name leads out of the archive", "pack it under a plain name"
        elif name.casefold() in taken:
            refusal, advice = "a second file of this name", "rename one of the two"
        if not refusal:
            taken.add(name.casefold())
            written, refusal, advice = _written(member, folder.joinpath(*parts))
            total += written
            if total > MAX_TOTAL_BYTES or total > max(MAX_RATIO * size, _RATIO_APPLIES_ABOVE_BYTES):
                raise _bomb(path, f"the archive unpacks from {size} to {total} bytes and more")
        if refusal:
            shown = path / (name or _printable(member.name)[:_MAX_NAME_BYTES].lstrip("/\\"))
            yield Remark(shown, f"left out of the archive: {refusal}", advice)


def _bomb(path: Path, reason: str) -> UnsafeDocument:
    return UnsafeDocument(path, f"{reason}: a bomb", advice="unpack it yourself and give the folder")


def _written(member: _Member, place: Path) -> tuple[int, str, str]:
    """Write one member in chunks; return its bytes, and why it is not kept with what to try."""
    written, refusal, advice = 0, "", ""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with member.open() as source, place.open("xb") as target:
            while written <= MAX_MEMBER_BYTES and (chunk := source.read(_CHUNK)):
                written += len(chunk)
                target.write(chunk)
    except (FileExistsError, NotADirectoryError):
        return written, "its name is that of a file and of a folder", "rename one of the two"
    except _DAMAGED as error:
        if not member.independent:
            raise
        refusal, advice = f"it is damaged ({error or type(error).__name__})", "pack it again"
    if written > MAX_MEMBER_BYTES:
        refusal, advice = f"more than the limit of {MAX_MEMBER_BYTES} bytes", "split the document"
    if refusal:
        place.unlink(missing_ok=True)
    return written, refusal, advice


def _zip_members(path: Path) -> Iterator[_Member]:
    with zipfile.ZipFile(path) as archive:

        def opener(info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
            return lambda: cast(BinaryIO, archive.open(info))

        for info in archive.infolist():
            mode = info.external_attr >> 16
            refusal, advice = "", ""
            if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
                refusal, advice = _NO_FILE
            elif info.flag_bits & 0x1:
                refusal, advice = "it is encrypted", "unpack the archive and give the folder"
            yield _Member(_zip_name(info), info.is_dir(), refusal, advice, opener(info), independent=True)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: many programs write UTF-8 and do not say so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8").replace(os.sep, "/")
    except UnicodeError:
        return info.filename


class _ShortHeader(tarfile.TarInfo):
    """Refuses headers that are read at once and say that they are endless."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _ShortHeader:
        """Read a header of 512 bytes; `tarfile.ReadError` for one that says it goes on for too long."""
        header = super().frombuf(buf, encoding, errors)
        if header.type in _LONG_HEADERS and header.size > _MAX_HEADER_BYTES:
            raise tarfile.ReadError(f"a header of {header.size} bytes")
        return header


class _WithTail:
    """A stream that remembers its last block: without zeros there an archive has been cut off."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.tail = stream, b"cut off"

    def read(self, size: int = -1) -> bytes:
        """Read like the stream itself."""
        data = self._stream.read(size)
        self.tail = (self.tail + data)[-tarfile.BLOCKSIZE :] if data else self.tail
        return data


def _tar_members(path: Path) -> Iterator[_Member]:
    packed = not path.name.lower().endswith(".tar")
    with gzip.open(path) if packed else path.open("rb") as plain:
        stream = _WithTail(cast(BinaryIO, plain))
        archive = tarfile.open(  # noqa: SIM115  (what is to be closed is the stream)
            fileobj=cast(BinaryIO, stream), mode="r|", tarinfo=_ShortHeader, errors="surrogateescape"
        )

        def opener(info: tarfile.TarInfo) -> Callable[[], BinaryIO]:
            return lambda: cast(BinaryIO, archive.extractfile(info))

        for info in archive:
            # The stream forgets nothing by itself: the headers of all members would stay in memory.
            archive.members = []  # type: ignore[attr-defined]
            usual = info.isdir() or (info.isreg() and not info.issparse())
            refusal, advice = ("", "") if usual else _NO_FILE
            yield _Member(info.name, info.isdir(), refusal, advice, opener(info))
        while stream.read(_CHUNK):
            pass
        if stream.tail.strip(b"\0"):
            raise tarfile.ReadError("its end is missing")


def _harmless(name: str) -> tuple[str, ...]:
    """The parts of a member's name as every system takes them; none where it leads out of the archive."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or ".." in parts or name.startswith(("/", "\\")) or parts[0][1:2] == ":":
        return ()
    return tuple(_harmless_part(part) for part in parts)


def _harmless_part(part: str) -> str:
    clean = "".join("_" if character in '<>:"|?*' else character for character in _printable(part))
    clean = clean.rstrip(" .") or "_"
    if clean.partition(".")[0].casefold() in _RESERVED:
        clean = f"_{clean}"
    if len(clean.encode()) <= _MAX_NAME_BYTES:
        return clean
    stem, dot, ending = clean.rpartition(".")
    ending = dot + ending if stem and len(ending) < 10 else ""
    room = _MAX_NAME_BYTES - len(ending.encode())
    return clean.encode()[:room].decode("utf-8", "ignore") + ending


def _printable(name: str) -> str:
    """The name without bytes that are no text, line breaks, and marks that turn the direction of reading."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
