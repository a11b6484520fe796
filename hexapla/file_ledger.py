"""The ledger of a memory: every file it was built from, and what reading it told.

`files.json` serves two ends: a second build knows the files of the first ones, so that it adds to their
sets; and a file that has not changed is not read again to be put into its set. It is a convenience: without
it a build reads everything.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpora.discovery import FoundFile
from corpora.grouping import ReadFile
from corpora.reading_options import ReadingOptions
from corpora.set_names import clue_of_name
from tm.atomic_files import write_text_atomically

LEDGER_NAME = "files.json"
# Raise it when reading changes what it tells of a file.
READING_VERSION = 3
# A file may change twice within one tick of the clock of its file system; FAT counts in two seconds.
_CLOCK_TICK_NS = 2_000_000_000
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One file. `given` is the language that a manifest gave; the times are nanoseconds since 1970.

    `reading` is the key of the `ReadingOptions` that the file was read with. `archive` and `archive_name`
    are those of the archive that it was unpacked from, as in `Archive`.
    """

    path: str
    root: str
    name: str
    size: int
    modified_ns: int
    seen_ns: int
    sha256: str
    language: str
    symbol: str | None
    sketch: tuple[int, ...]
    set_name: str | None = None
    given: str | None = None
    date: str | None = None
    title: str | None = None
    archive: str | None = None
    archive_name: str | None = None
    reading: str = ""


Ledger = Mapping[str, LedgerEntry]


def read_ledger(memory: Path) -> dict[str, LedgerEntry]:
    """Return the entries by absolute path; {} where there is no ledger, or one of another version."""
    try:
        content = json.loads((memory / LEDGER_NAME).read_text(encoding="utf-8"))
        if content["reading_version"] != READING_VERSION:
            return {}
        return {entry.path: entry for entry in map(_entry, content["files"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _entry(record: dict[str, Any]) -> LedgerEntry:
    return LedgerEntry(**{**record, "sketch": tuple(record["sketch"])})


def write_ledger(memory: Path, entries: Iterable[LedgerEntry]) -> None:
    """Write the ledger whole, sorted by path."""
    files = [asdict(entry) for entry in sorted(entries, key=lambda entry: entry.path)]
    text = json.dumps({"reading_version": READING_VERSION, "files": files}, ensure_ascii=True)
    write_text_atomically(memory / LEDGER_NAME, text + "\n")


def ledger_key(path: Path) -> str:
    """Return the absolute path that stands for a file in the ledger, links not followed."""
    return os.path.abspath(path)  # noqa: PTH100  (resolves ".." without following links)


def known_file(found: FoundFile, ledger: Ledger, options: ReadingOptions) -> ReadFile | None:
    """Return what reading the file told earlier, if the file is certainly the same; else None.

    Size and time of the last change are compared first; where the time leaves a doubt, the digest.
    """
    entry = ledger.get(ledger_key(found.path))
    if entry is None or entry.given != found.language or entry.reading != options.key:
        return None
    try:
        state = found.path.stat()
        if state.st_size != entry.size:
            return None
        in_doubt = (
            state.st_mtime_ns != entry.modified_ns or state.st_mtime_ns > entry.seen_ns - _CLOCK_TICK_NS
        )
        if in_doubt and digest_of(found.path) != entry.sha256:
            return None
    except OSError:
        return None
    return ReadFile(found, entry.language, entry.symbol, entry.sha256, entry.sketch)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def entry_of(file: ReadFile, seen_ns: int, options: ReadingOptions) -> LedgerEntry | None:
    """Return the entry of a file read at `seen_ns`; None if it is gone by now."""
    found = file.found
    try:
        state = found.path.stat()
    except OSError:
        return None
    return LedgerEntry(
        path=ledger_key(found.path),
        root=ledger_key(found.root),
        name=found.name,
        size=state.st_size,
        modified_ns=state.st_mtime_ns,
        seen_ns=seen_ns,
        sha256=file.sha256,
        language=file.language,
        symbol=file.symbol,
        sketch=file.sketch,
        set_name=found.set_name,
        given=found.language,
        date=found.date.isoformat() if found.date else None,
        title=found.title,
        archive=ledger_key(found.origin.archive) if found.origin else None,
        archive_name=found.name.removesuffix(f"/{found.origin.member}") if found.origin else None,
        reading=options.key,
    )


def found_again(entry: LedgerEntry) -> FoundFile | None:
    """Return a file of an earlier build as discovery would give it; None if it is not there any more."""
    path = Path(entry.path)
    if not path.is_file():
        return None
    return FoundFile(
        path,
        entry.name,
        clue_of_name(path, Path(entry.root)),
        Path(entry.root),
        set_name=entry.set_name,
        language=entry.given,
        date=date.fromisoformat(entry.date) if entry.date else None,
        title=entry.title,
    )
