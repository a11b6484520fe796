"""What was fetched into a folder, `fetched.json`, and the same as a list of checksums, `SHA256SUMS`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from hexapla.fetching.errors import LedgerError
from tm.atomic_files import write_text_atomically

LEDGER_NAME = "fetched.json"
CHECKSUMS_NAME = "SHA256SUMS"
_FORMAT = 1
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One version. `name` is the file in the folder, `fetched_at` ISO 8601 in UTC, when its bytes came."""

    symbol: str
    language: str
    name: str
    address: str
    final_address: str
    etag: str | None
    last_modified: str | None
    sha256: str
    size_bytes: int
    type: str
    fetched_at: str

    @property
    def key(self) -> Key:
        """Symbol and language: each version is there once."""
        return self.symbol, self.language


def read_ledger(folder: Path) -> dict[Key, LedgerEntry]:
    """Read the ledger of a folder; {} without one. Raises `LedgerError` for one that is damaged."""
    path = folder / LEDGER_NAME
    if not path.exists():
        return {}
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["format"] != _FORMAT:
            raise ValueError(f"format {record['format']}")
        entries = [_entry(one) for one in record["files"]]
    except (ValueError, TypeError, KeyError) as error:
        raise LedgerError(
            f"{path}: this is no ledger of fetched files ({error}). Try: another folder, or move it away"
        ) from error
    return {entry.key: entry for entry in entries}


def _entry(record: Mapping[str, Any]) -> LedgerEntry:
    entry = LedgerEntry(**record)
    optional = {"etag", "last_modified"}
    for one in fields(LedgerEntry):
        value = getattr(entry, one.name)
        fits = isinstance(value, int) if one.name == "size_bytes" else isinstance(value, str)
        if not (fits or (value is None and one.name in optional)):
            raise ValueError(f"{one.name} is {value!r}")
    # The name becomes a path: it must stay in the folder.
    if (
        not entry.name
        or Path(entry.name).name != entry.name
        or entry.name.startswith(".")
        or "\\" in entry.name
    ):
        raise ValueError(f"name is {entry.name!r}")
    return entry


def write_ledger(folder: Path, entries: Mapping[Key, LedgerEntry]) -> None:
    """Write ledger and checksums, each whole or not at all, sorted by the names of the files."""
    ordered = sorted(entries.values(), key=lambda entry: entry.name)
    record = {"format": _FORMAT, "files": [asdict(entry) for entry in ordered]}
    write_text_atomically(folder / LEDGER_NAME, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    sums = "".join(f"{entry.sha256}  {entry.name}\n" for entry in ordered)
    write_text_atomically(folder / CHECKSUMS_NAME, sums)


def sha256_of(path: Path) -> str | None:
    """Return the checksum of a file in hexadecimal; None where there is no file."""
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
