"""Puts a whole download at its place in the folder, and says how the file came to be as it is."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from hexapla.fetching.document_symbols import version_stem
from hexapla.fetching.download_ledger import LedgerEntry, sha256_of
from hexapla.fetching.errors import Refused
from hexapla.fetching.fetch_results import State
from hexapla.fetching.partial_files import PartFile
from hexapla.fetching.transfers import Known, Transfer


def known_of(earlier: LedgerEntry | None, folder: Path) -> Known | None:
    """Return what to ask with, where the file is still as it was fetched; None where it has to come anew."""
    if earlier is None or sha256_of(folder / earlier.name) != earlier.sha256:
        return None
    return Known(earlier.final_address, earlier.etag, earlier.last_modified)


def install(
    symbol: str,
    language: str,
    address: str,
    came: Transfer,
    earlier: LedgerEntry | None,
    folder: Path,
    when: str,
) -> tuple[LedgerEntry, State]:
    """Return the entry for the ledger; the file is at its place then, and the part is gone.

    `when` is the time of the answer, ISO 8601 in UTC. Raises `Refused` where a file stands in the way that
    was not fetched and has other bytes.
    """
    if came.content is None:
        assert earlier is not None
        return replace(earlier, address=address), State.UNCHANGED
    part = came.part
    digest = sha256_of(part.path)
    assert digest is not None
    name = f"{version_stem(symbol, language)}.{came.content.value}"
    state = _state(digest, earlier, folder)
    size = part.size_bytes
    _put(part, folder / name, digest, earlier)
    entry = LedgerEntry(
        symbol=symbol,
        language=language,
        name=name,
        address=address,
        final_address=came.final_address,
        etag=came.etag,
        last_modified=came.last_modified,
        sha256=digest,
        size_bytes=size,
        type=came.content.value,
        fetched_at=when,
    )
    if earlier is not None and earlier.name != name and sha256_of(folder / earlier.name) == earlier.sha256:
        # The service gives another format now: two versions in one language would stand in each other's way.
        (folder / earlier.name).unlink()
    return entry, state


def _state(digest: str, earlier: LedgerEntry | None, folder: Path) -> State:
    if earlier is None:
        return State.NEW
    if digest != earlier.sha256:
        return State.CHANGED
    there = sha256_of(folder / earlier.name) == digest
    return State.UNCHANGED if there else State.RESTORED


def _put(part: PartFile, place: Path, digest: str, earlier: LedgerEntry | None) -> None:
    ours = earlier is not None and earlier.name == place.name
    if place.exists() and not ours and sha256_of(place) != digest:
        part.discard()
        raise Refused(
            f"{place.name} is there already and was not fetched", "move it away, or fetch into another folder"
        )
    with part.path.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.path.replace(place)
    part.discard()
