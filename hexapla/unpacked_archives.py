"""Where a memory keeps what archives among its inputs hold: `unpacked/`, one folder an archive.

The folder is called after the archive's place and content, so an archive that has not changed is not unpacked
again, and one that has changed is. Folders of archives that are gone or changed are removed.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from corpora.archives import archive_stem, unpack_archive
from corpora.discovery import Archive, FoundFile, Origin, Remark, discover
from corpora.errors import ReadingError
from corpora.set_names import clue_of_name
from hexapla.document_reading import remark_of_error
from hexapla.file_ledger import digest_of, ledger_key
from tm.atomic_files import TEMPORARY_PREFIX

UNPACKED_NAME = "unpacked"
# Hexadecimal digits of each of the two digests in the name of a folder.
_DIGITS = 16


def files_of_archive(archive: Archive, memory: Path) -> tuple[list[FoundFile], list[Remark], Path | None]:
    """The documents in an archive, remarks on the rest, and the folder that holds them (None if refused)."""
    try:
        folder, remarks = _unpacked(archive.path, memory)
    except (ReadingError, OSError) as error:
        return [], [remark_of_error(archive.path, error)], None
    inside = discover([folder])
    for remark in inside.remarks:
        remarks.append(replace(remark, path=archive.path / remark.path.relative_to(folder)))
    for nested in inside.archives:
        reason = "an archive inside an archive is not opened"
        remarks.append(Remark(archive.path / nested.path.relative_to(folder), reason, "unpack it"))
    files = [in_archive(found.path, found.name, archive, folder) for found in inside.files]
    return files, remarks, folder


def in_archive(path: Path, member: str, archive: Archive, folder: Path) -> FoundFile:
    """A file that was unpacked; its name and folders count as if the archive were a folder of its name."""
    beside = archive.path.parent / archive_stem(archive.path) / path.relative_to(folder)
    return FoundFile(
        path=path,
        name=f"{archive.name}/{member}",
        clue=clue_of_name(beside, archive.root),
        root=archive.root,
        origin=Origin(archive.path, member),
    )


def _unpacked(path: Path, memory: Path) -> tuple[Path, list[Remark]]:
    place = hashlib.sha256(ledger_key(path).encode("utf-8", "surrogateescape")).hexdigest()
    folder = memory / UNPACKED_NAME / f"{place[:_DIGITS]}-{digest_of(path)[:_DIGITS]}"
    # Unpacked again where something was left out, so that each build says so.
    complete = folder / ".complete"
    if complete.is_file():
        return folder, []
    shutil.rmtree(folder, ignore_errors=True)
    temporary = folder.with_name(f"{TEMPORARY_PREFIX}{secrets.token_hex(6)}")
    temporary.mkdir(parents=True)
    try:
        remarks = list(unpack_archive(path, temporary))
        if not remarks:
            (temporary / ".complete").touch()
        temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder, remarks


def remove_others(memory: Path, kept: Collection[Path]) -> None:
    """Remove the folders of archives that are gone or have changed."""
    whole = memory / UNPACKED_NAME
    if not whole.is_dir():
        return
    for folder in whole.iterdir():
        if folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)
    if not any(whole.iterdir()):
        whole.rmdir()
