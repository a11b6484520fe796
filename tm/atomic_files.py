"""Files that are there whole or not at all: written beside their place under another name, then renamed."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMPORARY_PREFIX = ".tmp-"
_RENAME_ATTEMPTS = 10
_RENAME_PAUSE_SECONDS = 0.05


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path in the same folder; rename it to `path` at the end, delete it on an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A random part, since two processes may write the same set; the name is gone before anyone can see it.
    temporary = path.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(6)}-{path.name}"
    try:
        yield temporary
        _flush_to_disk(temporary)
        _rename(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_text_atomically(path: Path, text: str) -> None:
    """Write UTF-8 with LF line ends."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def _rename(temporary: Path, path: Path) -> None:
    """Rename over `path`; on Windows wait a little for a reader that has it open just now."""
    for _ in range(_RENAME_ATTEMPTS - 1):
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(_RENAME_PAUSE_SECONDS)
        else:
            return
    temporary.replace(path)


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
