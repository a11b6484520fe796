"""Fetches documents by symbol into a folder, then what they link and cite: the recipe of `hexapla fetch`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hexapla.fetching.clocks import Clock
from hexapla.fetching.document_symbols import version_stem
from hexapla.fetching.download_ledger import Key, LedgerEntry, read_ledger, write_ledger
from hexapla.fetching.errors import AddressFailed, FolderBusy, Missing, Unanswered
from hexapla.fetching.fetch_results import FetchedFile, FetchResult, LeftOut, NotTaken, State, Tried
from hexapla.fetching.http_client import Timeouts
from hexapla.fetching.installing import install, known_of
from hexapla.fetching.linked_documents import mentions_of
from hexapla.fetching.partial_files import FOLDER_NAME, Parts
from hexapla.fetching.rate_limit import RateLimit
from hexapla.fetching.retries import RetryPolicy, with_retries
from hexapla.fetching.sources import Source, Sources
from hexapla.fetching.transfers import Transfer, Wire, transfer
from tm.errors import MemoryLocked
from tm.write_lock import write_lock

Progress = Callable[[str, int, int], None]


def _silent_progress(_stage: str, _done: int, _total: int) -> None:
    """Tell nothing."""


def _silent(_message: str) -> None:
    """Tell nothing."""


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How to ask. `follow`: steps from a document to those it names; `rate`: requests a second to a host."""

    sources: Sources
    user_agent: str
    follow: int = 0
    rate: float = 1.0
    largest_bytes: int = 100_000_000
    timeouts: Timeouts = field(default_factory=Timeouts)
    retries: RetryPolicy = field(default_factory=RetryPolicy)


@dataclass(frozen=True, slots=True)
class _Run:
    """What stays the same in a run, and the ledger, which grows."""

    folder: Path
    settings: FetchSettings
    wire: Wire
    ledger: dict[Key, LedgerEntry]
    tell: Callable[[str], None]


def fetch_documents(
    symbols: Sequence[str],
    languages: Sequence[str],
    folder: Path,
    settings: FetchSettings,
    *,
    clock: Clock | None = None,
    progress: Progress = _silent_progress,
    tell: Callable[[str], None] = _silent,
) -> FetchResult:
    """Fetch each symbol in each language into `folder`, which is made where it is not there.

    `symbols` are normalised (`asked_symbol`). What cannot be fetched is in the result with its reason. Raises
    `LedgerError` for a damaged ledger, `FolderBusy` where another process fetches into the folder, `OSError`
    where it cannot be written.
    """
    clock = clock or Clock()
    limit = RateLimit(settings.rate, clock)
    hosts, largest = settings.sources.hosts, settings.largest_bytes
    wire = Wire(hosts, limit, clock, settings.timeouts, settings.user_agent, largest)
    try:
        with write_lock(folder / FOLDER_NAME):
            run = _Run(folder, settings, wire, read_ledger(folder), tell)
            return _all_levels(symbols, languages, run, progress)
    except MemoryLocked as error:
        raise FolderBusy(
            f"{folder}: another process fetches into this folder ({error.holder}). Try: wait until it ends"
        ) from error


def _all_levels(
    symbols: Sequence[str], languages: Sequence[str], run: _Run, progress: Progress
) -> FetchResult:
    """What is asked for, then what that names, and so on."""
    settings = run.settings
    files: list[FetchedFile] = []
    left_out: list[LeftOut] = []
    not_taken: dict[tuple[str, str], NotTaken] = {}
    asked = dict.fromkeys(symbols)
    level = list(asked)
    done = 0
    for depth in range(settings.follow + 1):
        total = done + len(level) * len(languages)
        fetched: list[FetchedFile] = []
        for symbol in level:
            for language in languages:
                outcome = _version(symbol, language, run, depth)
                done += 1
                progress("fetched", done, total)
                if isinstance(outcome, FetchedFile):
                    fetched.append(outcome)
                else:
                    left_out.append(outcome)
        files += fetched
        level = _next_level(fetched, run, asked, not_taken, beyond=depth == settings.follow)
    return FetchResult(run.folder, tuple(files), tuple(left_out), tuple(not_taken.values()))


def _next_level(
    fetched: Sequence[FetchedFile],
    run: _Run,
    asked: dict[str, None],
    not_taken: dict[tuple[str, str], NotTaken],
    *,
    beyond: bool,
) -> list[str]:
    """Symbols that these files name and nobody asked for yet; `beyond` the last step they are not taken."""
    level: list[str] = []
    for file in fetched:
        entry = file.entry
        mentions = mentions_of(run.folder / entry.name, entry.language, entry.symbol)
        for other in mentions.unclear:
            not_taken.setdefault((other.symbol, other.reason), other)
        named = [(symbol, "linked") for symbol in mentions.linked]
        for symbol, how in [*named, *((symbol, "cited") for symbol in mentions.cited)]:
            if symbol in asked:
                continue
            if not beyond:
                asked[symbol] = None
                level.append(symbol)
                continue
            steps = run.settings.follow + 1
            reason, advice = f"beyond --follow {steps - 1}", f"take it with --follow {steps}"
            not_taken.setdefault((symbol, reason), NotTaken(symbol, how, entry.name, reason, advice))
    return level


def _version(symbol: str, language: str, run: _Run, depth: int) -> FetchedFile | LeftOut:
    """Ask the sources one after the other until one gives the document."""
    failures: list[tuple[str, AddressFailed]] = []
    for source in run.settings.sources.patterns:
        address = source.address_of(symbol, language)
        try:
            entry, state = _from_source(symbol, language, source, run)
        except AddressFailed as error:
            failures.append((address, error))
        else:
            return FetchedFile(entry, state, depth)
    # What went wrong says more than what is not there.
    address, worst = next((one for one in failures if not isinstance(one[1], Missing)), failures[0])
    tried = tuple(Tried(place, error.reason) for place, error in failures)
    return LeftOut(symbol, language, address, worst.reason, worst.advice, tried, depth)


def _from_source(symbol: str, language: str, source: Source, run: _Run) -> tuple[LedgerEntry, State]:
    address = source.address_of(symbol, language)
    parts = Parts(run.folder / FOLDER_NAME, version_stem(symbol, language))
    earlier = run.ledger.get((symbol, language))
    known = known_of(earlier, run.folder)

    def attempt() -> Transfer:
        return transfer(address, parts, run.wire, known=known, types=source.types)

    try:
        came = with_retries(attempt, run.settings.retries, run.wire.clock, run.tell)
    except Unanswered as error:
        if error.given_up:
            run.wire.given_up[error.given_up] = error.reason
        raise
    when = run.wire.clock.now().isoformat(timespec="seconds")
    entry, state = install(symbol, language, address, came, earlier, run.folder, when)
    parts.discard()
    run.ledger[entry.key] = entry
    write_ledger(run.folder, run.ledger)
    return entry, state
