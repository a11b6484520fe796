"""The files of a TMX export: one, or several where a tool limits their size; there whole or not at all."""

from __future__ import annotations

import gzip as gzip_format
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import polars as pl

from tm.atomic_files import replacing
from tm.errors import ExportError
from tm.tmx_profiles import TmxProfile


@dataclass(frozen=True, slots=True)
class TmxFrame:
    """What stands before and after the units of each file."""

    opening: bytes
    closing: bytes


class PartWriter:
    """Writes units to a file, and to further ones where it would grow too large. `names`: those written."""

    def __init__(
        self, out: Path | BinaryIO, frame: TmxFrame, profile: TmxProfile, stack: ExitStack, *, gzip: bool
    ) -> None:
        self._out, self._frame, self._gzip = out, frame, gzip
        # Closes the files and puts them in their places, all at the end; deletes them on an error.
        self._stack = stack
        self._most_bytes, self._most_units = profile.file_bytes, profile.file_units
        self._profile = profile.name
        self._file: IO[bytes] | None = None
        self._bytes = self._units = 0
        self.names: list[str] = []

    def write_units(self, units: pl.Series) -> None:
        """Write these units, in order: a column of text."""
        if self._most_units is None and self._most_bytes is None:
            self._open().write(units.str.join("").cast(pl.Binary).item())
            return
        for unit in units:
            data = unit.encode()
            if self._is_full(len(data)):
                self._finish_file()
            self._open().write(data)
            self._bytes += len(data)
            self._units += 1

    def _is_full(self, size: int) -> bool:
        if not self._units:
            return False
        too_many = self._most_units is not None and self._units >= self._most_units
        frame = len(self._frame.opening) + len(self._frame.closing)
        return too_many or (self._most_bytes is not None and self._bytes + size + frame > self._most_bytes)

    def _open(self) -> IO[bytes]:
        if self._file is None:
            self._file = self._next_file()
            self._file.write(self._frame.opening)
        return self._file

    def _next_file(self) -> IO[bytes]:
        if isinstance(self._out, Path):
            path = part_name(self._out, len(self.names) + 1)
            temporary = self._stack.enter_context(replacing(path))
            self.names.append(path.name)
            stream: IO[bytes] = self._stack.enter_context(temporary.open("wb"))
        elif self.names:
            raise ExportError(
                f'The profile "{self._profile}" needs more than one file, and a stream is one. Name a file.'
            )
        else:
            self.names.append("-")
            stream = self._out
        if not self._gzip:
            return stream
        # No name and no time inside: the same units give the same bytes.
        packed: Any = self._stack.enter_context(gzip_format.GzipFile("", "wb", 6, stream, mtime=0))
        return cast("IO[bytes]", packed)

    def _finish_file(self) -> None:
        if self._file is not None:
            self._file.write(self._frame.closing)
        self._file = None
        self._bytes = self._units = 0

    def finish(self) -> None:
        """Close what is open; a file without units if there were none."""
        self._open()
        self._finish_file()


def part_name(path: Path, number: int) -> Path:
    """Return the name of a part, from 1: "a.tmx", "a-2.tmx"; "a.tmx.gz", "a-2.tmx.gz"."""
    if number == 1:
        return path
    suffix = "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix
    return path.with_name(f"{path.name.removesuffix(suffix)}-{number}{suffix}")


@contextmanager
def written_parts(
    out: Path | BinaryIO, frame: TmxFrame, profile: TmxProfile, *, gzip: bool
) -> Iterator[PartWriter]:
    """Give a writer of the files of an export; at the end they appear under their names, or none does."""
    with ExitStack() as stack:
        parts = PartWriter(out, frame, profile, stack, gzip=gzip)
        yield parts
        parts.finish()
