"""One writer a memory: a lock that the operating system releases even when a build is killed."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tm.errors import MemoryLocked

LOCK_NAME = "lock"


@contextmanager
def write_lock(folder: Path) -> Iterator[None]:
    """Hold the memory at `folder` for writing; raises `MemoryLocked` at once if another process holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOCK_NAME
    with path.open("a+", encoding="utf-8") as file:
        if not _acquire(file):
            raise MemoryLocked(folder, _holder(path))
        try:
            _sign(file)
            yield
        finally:
            _release(file)


def _sign(file: IO[str]) -> None:
    """Leave word of who holds the lock, for the message that the next one gets."""
    file.seek(0)
    file.truncate()
    file.write(f"process {os.getpid()} on {platform.node() or 'this computer'}\n")
    file.flush()


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip() or "an unknown process"
    except OSError:
        return "an unknown process"


if sys.platform == "win32":
    import msvcrt

    # Windows locks bytes, and a locked byte cannot be read: lock one far behind the text.
    _LOCKED_BYTE = 1 << 30

    def _acquire(file: IO[str]) -> bool:
        os.lseek(file.fileno(), _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file: IO[str]) -> None:
        file.flush()
        os.lseek(file.fileno(), _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _acquire(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _release(file: IO[str]) -> None:
        file.flush()
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
