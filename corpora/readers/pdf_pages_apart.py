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
# After so many pages that could not be drawn the rest is left out: a hostile file may have thousands.
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
            reason = f"drawing it takes more than {seconds} s or {_MEMORY_BYTES // 1_000_000} MB, or fails"
            yield Undrawn(left.pop(0), reason)
    for number in left:
        yield Undrawn(number, f"it is not tried after {_MOST_FAILURES} pages that could not be drawn")


def _from_one_process(draw: str, data: bytes, numbers: Sequence[int], seconds: int) -> Iterator[Any]:
    """Yield pages until the process ends or is stopped."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", _SERVE, draw, str(seconds), ",".join(map(str, numbers))]
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
        except (EOFError, pickle.UnpicklingError, BrokenPipeError):
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
    import pypdfium2

    name, seconds, numbers = sys.argv[1:4]
    module, _, function = name.partition(":")
    draw, output = getattr(import_module(module), function), sys.stdout.buffer
    pdf = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    for number in numbers.split(","):
        _limit(int(seconds))
        output.write(pickle.dumps(draw(pdf, int(number))))
        output.flush()


def _limit(seconds: int) -> None:
    """Allow this process so much more time, and so much memory."""
    try:
        import resource
    except ImportError:  # Windows: the time of the clock is all that is limited there
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    last = math.ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (last, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_DATA)[1]))
