"""What a run of `hexapla fetch` came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hexapla.exit_statuses import Status
from hexapla.fetching.download_ledger import LedgerEntry


class State(StrEnum):
    """How a file came to be as it is."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """One version that is there. `depth`: 0 asked for, 1 linked or cited there, and so on."""

    entry: LedgerEntry
    state: State
    depth: int


@dataclass(frozen=True, slots=True)
class Tried:
    """One address, and why no document came from it."""

    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A version that was asked for and is not there. `address` is the one whose `reason` says most."""

    symbol: str
    language: str
    address: str
    reason: str
    advice: str
    tried: tuple[Tried, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class NotTaken:
    """What a document links or cites and was not asked for. `how` is "linked", "cited" or "unread"."""

    symbol: str
    how: str
    found_in: str
    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class FetchResult:
    """Files by depth, symbol and language as they were asked; `folder` holds them."""

    folder: Path
    files: tuple[FetchedFile, ...]
    left_out: tuple[LeftOut, ...]
    not_taken: tuple[NotTaken, ...]

    @property
    def exit_status(self) -> Status:
        """0 all there, 1 nothing there, 3 something left out."""
        if not self.files:
            return Status.NOTHING_DONE
        return Status.DONE_WITH_FINDINGS if self.left_out else Status.DONE

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of files, by state too, and of what is not there."""
        states = Counter(file.state for file in self.files)
        return {
            "files": len(self.files),
            "symbols": len({file.entry.symbol for file in self.files}),
            **{state.value: states[state] for state in State},
            "left_out": len(self.left_out),
            "not_taken": len(self.not_taken),
        }

    def records(self) -> Iterator[dict[str, object]]:
        """Yield the records of `hexapla fetch --json` (docs/schemas/fetch.json), the total last."""
        yield from (_file_record(file) for file in self.files)
        for left in self.left_out:
            tried = [{"address": one.address, "reason": one.reason} for one in left.tried]
            yield {
                "record": "left out",
                "symbol": left.symbol,
                "language": left.language,
                "address": left.address,
                "reason": left.reason,
                "advice": left.advice,
                "tried": tried,
                "depth": left.depth,
            }
        for other in self.not_taken:
            yield {
                "record": "not taken",
                "symbol": other.symbol,
                "how": other.how,
                "found_in": other.found_in,
                "reason": other.reason,
                "advice": other.advice,
            }
        yield {
            "record": "total",
            "folder": str(self.folder),
            "exit_status": int(self.exit_status),
            "counts": self.counts,
        }


def _file_record(file: FetchedFile) -> dict[str, object]:
    entry = file.entry
    return {
        "record": "file",
        "symbol": entry.symbol,
        "language": entry.language,
        "name": entry.name,
        "state": file.state.value,
        "depth": file.depth,
        "address": entry.address,
        "final_address": entry.final_address,
        "type": entry.type,
        "size_bytes": entry.size_bytes,
        "sha256": entry.sha256,
        "etag": entry.etag,
        "last_modified": entry.last_modified,
        "fetched_at": entry.fetched_at,
    }
