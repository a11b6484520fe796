"""The files of a build: those of its inputs, and those of earlier builds that are still there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.discovery import Archive, FoundFile, Remark, discover, with_unique_names
from corpora.reading_options import ReadingOptions
from hexapla.document_reading import Reading
from hexapla.file_ledger import Ledger, found_again, ledger_key, read_ledger, write_ledger
from hexapla.link_inputs import ledger_entries, part_link_files
from hexapla.unpacked_archives import files_of_archive, remove_others


@dataclass(frozen=True, slots=True)
class BuildInputs:
    """`files`, the documents, and `links`, the link files, sorted by name.

    `ledger` is what earlier builds knew, by absolute path. `synced` says that files of earlier builds do not
    count.
    """

    files: tuple[FoundFile, ...]
    remarks: tuple[Remark, ...]
    ledger: Ledger
    synced: bool
    links: tuple[FoundFile, ...] = ()


def collect_inputs(inputs: Sequence[Path], memory: Path, *, manifest: Path | None, sync: bool) -> BuildInputs:
    """Find the files of the inputs, and of the archives among them, which are unpacked into the memory.

    Without `sync` those of earlier builds join them. Raises `ManifestError`.
    """
    discovery = discover(inputs, manifest=manifest, exclude=[memory])
    ledger = read_ledger(memory)
    found = {ledger_key(file.path): file for file in discovery.files}
    remarks = [*discovery.remarks]
    named_otherwise = {ledger_key(remark.path) for remark in remarks}
    archives = {ledger_key(archive.path): archive for archive in discovery.archives}
    if not sync:
        archives = _archives_of(ledger) | archives
        for key, entry in ledger.items():
            if key not in found and key not in named_otherwise and entry.archive is None:
                again = found_again(entry)
                found.update({} if again is None else {key: again})
    kept = []
    for archive in archives.values():
        files, told, folder = files_of_archive(archive, memory)
        found.update({ledger_key(file.path): file for file in files})
        remarks += told
        kept += [] if folder is None else [folder]
    remove_others(memory, kept)
    documents, links, more = part_link_files(found.values())
    shown, shown_links = with_unique_names(documents), with_unique_names(links)
    return BuildInputs(shown, (*remarks, *more), ledger, sync, shown_links)


def _archives_of(ledger: Ledger) -> dict[str, Archive]:
    """The archives of earlier builds that are still there."""
    named = {entry.archive: entry for entry in ledger.values() if entry.archive}
    return {
        path: Archive(Path(path), entry.archive_name or Path(path).name, Path(entry.root))
        for path, entry in named.items()
        if Path(path).is_file()
    }


def remember_inputs(memory: Path, inputs: BuildInputs, reading: Reading, options: ReadingOptions) -> None:
    """Write the ledger: the files of this build and, without `sync`, those of earlier ones."""
    earlier = {} if inputs.synced else inputs.ledger
    # What was unpacked and is not there any more is gone from its archive, or gone with it.
    entries = {key: entry for key, entry in earlier.items() if not entry.archive or Path(key).is_file()}
    links = ledger_entries(inputs.links, options)
    entries.update({entry.path: entry for entry in (*reading.entries, *links)})
    write_ledger(memory, entries.values())
