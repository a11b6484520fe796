"""PDFs that may have been made to exhaust whoever opens them: told from their bytes, read by a process apart.

The PDF library cannot be interrupted: forms that draw each other twice thirty deep, or a stream that unpacks
to gigabytes, keep it busy for hours. Such files are told by what they would unpack to, without opening them;
what looks doubtful is read all the same, by a process that the system stops at a limit of time and memory.
"""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpora.errors import ReadingError, UnsafeDocument

# No page of text unpacks to so much; drawings do, and are read apart.
_LARGE_BYTES = 4_000_000
_SMALL_BYTES = 1_000_000
_MAX_RATIO = 100
_MAX_OBJECTS = 80_000
_MAX_DRAWN = 10_000
_DICTIONARY_BYTES = 2_000
_STREAM = b"stream"
_DO = re.compile(rb"/[^\s/<>\[\]()]+\s+Do\b")
_LABELLED = re.compile(rb"/Subtype\s*/Image|/Length[123]\b")
_OTHER_PACKING = re.compile(rb"/(?:LZWDecode|RunLengthDecode|LZW|RL)\b|/Filter\s*\[\s*/\w+\s*/(?!DCT|JPX)\w")
_MANY_CONTENTS = re.compile(rb"/Contents\s*\[[^\]]{40000}")

# A long document that means no harm must have its time: a page is two objects at least, and takes 20 ms.
_SECONDS, _SECONDS_A_MEGABYTE = 8, 4
_OBJECTS_A_SECOND, _OBJECTS_COUNTED = 50, 5_000
_MEMORY_BYTES = 900_000_000
_SERVE = "from corpora.readers.pdf_guard import serve; serve()"


def is_doubtful(data: bytes) -> bool:
    """Whether a PDF could take far more time or memory than its size lets expect.

    An encrypted one is doubtful, since nothing can be told of it.
    """
    if b"/Encrypt" in data or data.count(b" obj") > _MAX_OBJECTS or _MANY_CONTENTS.search(data):
        return True
    drawn = 1
    for dictionary, content, large in _streams(data):
        if large or _MANY_CONTENTS.search(content):
            return True
        # Each form multiplies what is drawn by the forms it draws, at worst.
        drawn *= max(1, len(_DO.findall(content))) if b"/Form" in dictionary else 1
        if drawn > _MAX_DRAWN:
            return True
    return False


def _streams(data: bytes) -> Iterator[tuple[bytes, bytes, bool]]:
    """Dictionary and unpacked bytes of each stream, the latter cut; and whether it unpacks to too much."""
    at = data.find(_STREAM)
    while at >= 0:
        start = at + len(_STREAM)
        start += data[start : start + 2].startswith(b"\r")
        start += data[start : start + 1] == b"\n"
        ends = data[at - 3 : at] == b"end"
        at = data.find(_STREAM, start)
        if ends:
            continue
        dictionary = data[max(0, start - _DICTIONARY_BYTES) : start].rpartition(b" obj")[2]
        if _OTHER_PACKING.search(dictionary):
            yield dictionary, b"", True
        elif data[start : start + 1] in (
            b"\x78",
            b"\x68",
            b"\x58",
            b"\x48",
            b"\x38",
            b"\x28",
            b"\x18",
            b"\x08",
        ):
            yield dictionary, *_unpacked(data, start, labelled=_LABELLED.search(dictionary) is not None)
        else:
            end = data.find(b"endstream", start, start + _LARGE_BYTES)
            yield dictionary, data[start : max(end, start)], end < 0 and _LABELLED.search(dictionary) is None


def _unpacked(data: bytes, start: int, *, labelled: bool) -> tuple[bytes, bool]:
    unpacker = zlib.decompressobj()
    last = start + _LARGE_BYTES
    end = data.find(b"endstream", start, last)
    end = last if end < 0 else end
    view, used = memoryview(data), 0
    content = b""
    try:
        # The word may stand among the packed bytes: then they go on after it.
        for packed in (view[start:end], view[end:last]):
            room = _LARGE_BYTES - len(content)
            if not unpacker.eof and room > 0:
                content += unpacker.decompress(packed, room)
                used += len(packed) - len(unpacker.unconsumed_tail) - len(unpacker.unused_data)
    except zlib.error:
        return b"", False
    thin = len(content) > _MAX_RATIO * max(used, 1) and len(content) > _SMALL_BYTES
    # Pictures and fonts are large and are not unpacked for their text.
    return b"" if labelled else content, thin or (len(content) >= _LARGE_BYTES and not labelled)


def read_apart(path: Path, data: bytes) -> Any:
    """Return what `corpora.readers.pdf.read_pages` returns, from a process of its own.

    Raises what that raises, and `UnsafeDocument` where the process ran into its limits.
    """
    objects = min(data.count(b" obj"), _OBJECTS_COUNTED)
    seconds = _SECONDS + _SECONDS_A_MEGABYTE * len(data) // 1_000_000 + objects // _OBJECTS_A_SECOND
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-P", "-c", _SERVE, str(path), str(seconds), str(_MEMORY_BYTES + len(data))]
    try:
        # The limit of processor time comes first, unless the machine is busy with other things.
        done = subprocess.run(
            command, input=data, capture_output=True, env=environment, timeout=10 * seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _beyond(path, seconds) from error
    if done.returncode != 0:
        raise _beyond(path, seconds)
    kind, value = pickle.loads(done.stdout)
    if kind == "pages":
        return value
    unsafe, reason, place, advice = value
    raise (UnsafeDocument if unsafe else ReadingError)(path, reason, place=place, advice=advice)


def _beyond(path: Path, seconds: int) -> UnsafeDocument:
    reason = (
        f"opening the PDF takes more than {seconds} s or {_MEMORY_BYTES // 1_000_000} MB: "
        "it draws or unpacks too much"
    )
    return UnsafeDocument(path, reason, advice="print it to a new PDF, or give the DOCX or HTML version")


def serve() -> None:
    """Read the PDF on standard input within the limits of the arguments, and write its pages, pickled."""
    path, seconds, memory = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    data = sys.stdin.buffer.read()
    from corpora.readers.pdf import read_pages

    _limit(seconds, memory)
    try:
        answer: tuple[str, Any] = ("pages", read_pages(path, data))
    except ReadingError as error:
        value = (isinstance(error, UnsafeDocument), error.reason, error.place, error.advice)
        answer = ("refused", value)
    sys.stdout.buffer.write(pickle.dumps(answer))


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the time of the clock is all that is limited there
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
