"""Exports that are folders: there whole or not at all, and never in the place of something else."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from tm.atomic_files import TEMPORARY_PREFIX
from tm.errors import ExportError


@contextmanager
def replacing_folder(folder: Path, contents: Collection[str], what: str) -> Iterator[Path]:
    """Give a new folder beside `folder`; put it in its place at the end, delete it on an error.

    An earlier export is replaced: a folder that holds nothing but `contents`. Raises `ExportError` for a
    file, and for a folder with anything else; `what` is the export in words ("an index").
    """
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"{folder} is a file; {what} is a folder. Give another name.")
    foreign = sorted({path.name for path in folder.glob("*")} - set(contents))
    if foreign:
        raise ExportError(f'{folder} holds other things ("{foreign[0]}"). Give a new or empty folder.')
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir=folder.parent))
    try:
        yield draft
        if folder.exists():
            shutil.rmtree(folder)
        draft.chmod(0o755)
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
