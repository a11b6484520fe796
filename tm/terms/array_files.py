"""Named arrays in one file, read by memory map: what is not touched takes no memory.

NumPy's own archives of several arrays cannot be mapped. Here each array begins at a multiple of 64 bytes;
after the last come a directory (JSON: name, type, shape, first byte of each), the CRC-32 of all before it and
its length. A file that is cut, changed or of another kind is told by these.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from tm.atomic_files import replacing

_MAGIC = b"hexapla arrays 1"
# What compiled code reads fastest begins at a line of the processor's cache.
_ALIGNMENT = 64
# CRC-32 and length of the directory.
_END = struct.Struct("<IQ")
_PART_BYTES = 1 << 24


class BadArrayFile(ValueError):
    """A file that is no file of arrays, or not whole."""


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write the arrays, none of them of objects, in their order; the file is there whole or not at all."""
    with replacing(path) as temporary, temporary.open("wb") as file:
        checked = file.write(_MAGIC) and zlib.crc32(_MAGIC)
        entries = []
        for name, array in arrays.items():
            whole = np.ascontiguousarray(array)
            gap = b"\0" * (-file.tell() % _ALIGNMENT)
            checked = zlib.crc32(gap, checked)
            file.write(gap)
            entries.append((name, whole.dtype.str, whole.shape, file.tell()))
            checked = _write_bytes(file, whole, checked)
        directory = json.dumps(entries).encode()
        file.write(directory + _END.pack(zlib.crc32(directory, checked), len(directory)))


def _write_bytes(file: BinaryIO, array: NDArray[Any], checked: int) -> int:
    """Write the bytes of an array, some at a time; return the CRC-32 with them."""
    plain = array.reshape(-1).view(np.uint8)
    for start in range(0, len(plain), _PART_BYTES):
        part = plain[start : start + _PART_BYTES].data
        file.write(part)
        checked = zlib.crc32(part, checked)
    return checked


def map_arrays(path: Path, *, checked: bool) -> dict[str, NDArray[Any]]:
    """Return the arrays by name; what is written to them stays in memory; with `checked` all bytes are read.

    Raises `BadArrayFile` for a file that is not one of `write_arrays`, whole, and `OSError`.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        entries, end = _directory(file, size)
        if checked and _checksum(file, end) != _stored_checksum(file, size):
            raise BadArrayFile(f"{path}: the bytes have changed")
    return {name: _mapped(path, np.dtype(kind), tuple(shape), start) for name, kind, shape, start in entries}


def _directory(file: BinaryIO, size: int) -> tuple[list[Any], int]:
    """Return the entries and where the directory ends."""
    file.seek(0)
    if file.read(len(_MAGIC)) != _MAGIC or size < len(_MAGIC) + _END.size:
        raise BadArrayFile(f"{file.name} is not a file of arrays")
    file.seek(size - _END.size)
    _, length = _END.unpack(file.read())
    end = size - _END.size
    if length > end:
        raise BadArrayFile(f"{file.name} is cut")
    file.seek(end - length)
    try:
        entries: list[Any] = json.loads(file.read(length))
    except ValueError as error:
        raise BadArrayFile(f"{file.name} is cut") from error
    if not isinstance(entries, list) or not all(_is_entry(entry, end - length) for entry in entries):
        raise BadArrayFile(f"{file.name} names arrays that cannot be")
    return entries, end


def _is_entry(entry: Any, end: int) -> bool:
    """Whether name, kind, shape and start say where numbers lie before `end`: whatever wrote the file."""
    match entry:
        case [str(), str(kind), list(shape), int(start)] if all(type(size) is int for size in shape):
            try:
                made = np.dtype(kind)
            except (TypeError, ValueError):
                return False
            is_inside = start >= 0 and start + math.prod(shape) * made.itemsize <= end
            return made.kind in "biuf" and min(shape, default=0) >= 0 and is_inside
    return False


def _stored_checksum(file: BinaryIO, size: int) -> int:
    file.seek(size - _END.size)
    return int(_END.unpack(file.read())[0])


def _checksum(file: BinaryIO, end: int) -> int:
    file.seek(0)
    found = 0
    while (left := end - file.tell()) > 0:
        found = zlib.crc32(file.read(min(_PART_BYTES, left)), found)
    return found


def _mapped(path: Path, kind: np.dtype[Any], shape: tuple[int, ...], start: int) -> NDArray[Any]:
    # An empty array cannot be mapped.
    if not math.prod(shape):
        return np.zeros(shape, kind)
    # Copy on write, since loops would be compiled anew for arrays that cannot be written; the plain class,
    # since indexing is slower with `np.memmap`.
    return np.memmap(path, kind, "c", start, shape).view(np.ndarray)
