"""Pages of a PDF drawn by a process apart, which the system stops where a page takes too long.

The PDF library cannot be interrupted while it draws, and a page of a few lines, damaged or made for it, keeps
it busy for hours. What is drawn to be read or looked at takes about a second a page.
"""

from __future__ import annotations

import math
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

# Of the processor, a page; by the clock where nothing else limits it, or the machine is busy.
SECONDS = 6
_SECONDS_BY_THE_CLOCK = 60
_MEMORY_BYTES = 900_000_000
# After so many pages that took too long the rest is left out: a hostile file may have thousands.
_MOST_FAILURES = 2
_SERVE = "from corpora.readers.pdf_pages_apart import serve; serve()"


@dataclass(frozen=True, slots=True)
class Undrawn:
    """A page (from 1) that could not be drawn, and why."""

    page: int
    problem: str


def draw_apart(draw: str, data: bytes, numbers: Sequence[int], seconds: int = SECONDS) -> Iterator[Any]:
    """Yield what a function makes of each of these pages (from 1), in order, or an `Undrawn`.

    `draw` is "module:function"; it gets the open `pypdfium2.PdfDocument` and a number, and what it returns
    can be pickled. A page may take `seconds` of processor time.
    """
    left, failures = list(numbers), 0
    while left and failures < _MOST_FAILURES:
        for drawn in _from_one_process(draw, data, tuple(left), seconds):
            left.pop(0)
            yield drawn
        if left:
            failures += 1
            reason = f"drawing it takes more than {seconds} s or {_MEMORY_BYTES // 1_000_000} MB"
            yield Undrawn(left.pop(0), reason)
    for number in left:
        yield Undrawn(number, f"it is not tried after {_MOST_FAILURES} pages that took too long")


def _from_one_process(draw: str, data: bytes, numbers: Sequence[int], seconds: int) -> Iterator[Any]:
    """Yield pages until the process ends or is stopped."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    # Without the folder that somebody happens to be in: modules are not to come from it.
    command = [sys.executable, "-P", "-c", _SERVE, draw, str(seconds), ",".join(map(str, numbers))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with _stopped_after(process, _SECONDS_BY_THE_CLOCK):
                process.stdin.write(data)
                process.stdin.close()
            for _ in numbers:
                with _stopped_after(process, _SECONDS_BY_THE_CLOCK):
                    drawn = pickle.load(process.stdout)
                yield drawn
        except (EOFError, pickle.UnpicklingError, OSError):
            return
        finally:
            process.kill()


@contextmanager
def _stopped_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def serve() -> None:
    """Draw pages of the PDF on standard input as the arguments say; write each, pickled, as it is drawn."""
    name, seconds, numbers = sys.argv[1:4]
    module, _, function = name.partition(":")
    draw, output = getattr(import_module(module), function), sys.stdout.buffer
    data, pdf = sys.stdin.buffer.read(), None
    for number in map(int, numbers.split(",")):
        _limit(int(seconds), len(data))
        try:
            if pdf is None:
                pdf = _opened(data)
            drawn = draw(pdf, number)
        except Exception as error:  # noqa: BLE001 - a damaged page is no reason to leave out the others
            what = "the PDF cannot be opened" if pdf is None else "the page cannot be drawn"
            drawn = Undrawn(number, f"{what} ({error or type(error).__name__})")
        output.write(pickle.dumps(drawn))
        output.flush()


def _opened(data: bytes) -> Any:
    import pypdfium2

    return pypdfium2.PdfDocument(data)


def _limit(seconds: int, size: int) -> None:
    """Allow this process so much more time, and memory for a file of so many bytes."""
    try:
        import resource
    except ImportError:  # Windows: the time of the clock is all that is limited there
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    limits = {
        resource.RLIMIT_CPU: math.ceil(used.ru_utime + used.ru_stime) + seconds,
        resource.RLIMIT_DATA: _MEMORY_BYTES + size,
    }
    for kind, wanted in limits.items():
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
