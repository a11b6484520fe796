"""The files of a build: those of its inputs, and those of earlier builds that are still there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.discovery import FoundFile, Remark, discover, with_unique_names
from hexapla.document_reading import Reading
from hexapla.file_ledger import Ledger, found_again, ledger_key, read_ledger, write_ledger


@dataclass(frozen=True, slots=True)
class BuildInputs:
    """`files` sorted by name; `ledger` is what earlier builds knew, by absolute path.

    `synced` says that files of earlier builds do not count.
    """

    files: tuple[FoundFile, ...]
    remarks: tuple[Remark, ...]
    ledger: Ledger
    synced: bool


def collect_inputs(inputs: Sequence[Path], memory: Path, *, manifest: Path | None, sync: bool) -> BuildInputs:
    """Find the files of the inputs; without `sync` those of earlier builds join them.

    Raises `ManifestError`.
    """
    discovery = discover(inputs, manifest=manifest, exclude=[memory])
    ledger = read_ledger(memory)
    found = {ledger_key(file.path): file for file in discovery.files}
    named_otherwise = {ledger_key(remark.path) for remark in discovery.remarks}
    if not sync:
        for key, entry in ledger.items():
            if key not in found and key not in named_otherwise:
                again = found_again(entry)
                found.update({} if again is None else {key: again})
    return BuildInputs(with_unique_names(found.values()), discovery.remarks, ledger, sync)


def remember_inputs(memory: Path, inputs: BuildInputs, reading: Reading) -> None:
    """Write the ledger: the files of this build and, without `sync`, those of earlier ones."""
    entries = {} if inputs.synced else dict(inputs.ledger)
    entries.update({entry.path: entry for entry in reading.entries})
    write_ledger(memory, entries.values())
