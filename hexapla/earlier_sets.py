"""What of the published sets stays in the next generation.

Without `sync` the text of a file that is gone stays. A set all of whose files are gone is kept as it is; so
is one that has only lost files. A set in which something else changed as well is built again from the files
that are there, and what it loses is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hexapla.build_inputs import BuildInputs
from hexapla.file_ledger import ledger_key
from hexapla.report import Finding
from hexapla.set_building import FinishedSet, load_finished
from hexapla.unpacked_archives import UNPACKED_NAME
from tm.errors import MemoryFolderError
from tm.manifest import Manifest
from tm.memory_folder import published_manifest

_OWN_NAMES = frozenset(
    {
        "CURRENT",
        "generations",
        "sets",
        "vectors-cache",
        "lock",
        "files.json",
        "review.sqlite",
        "changes.sqlite",
        "terms.sqlite",
        "fuzzy",
        UNPACKED_NAME,
    }
)


@dataclass(frozen=True, slots=True)
class EarlierSets:
    """All sets of the next generation, sorted by name, and what to say about those of earlier builds."""

    sets: tuple[FinishedSet, ...]
    findings: tuple[Finding, ...]


def refuse_other_folder(memory: Path) -> None:
    """Raise `MemoryFolderError` where something that is no memory stands in its place."""
    if memory.is_file():
        raise MemoryFolderError(memory, "this is a file. Give the name of a new folder for the memory.")
    if not memory.is_dir():
        return
    names = (path.name for path in memory.iterdir())
    # SQLite leaves "review.sqlite-journal" behind when a program that writes is killed, and needs it.
    foreign = sorted(name for name in names if name.removesuffix("-journal") not in _OWN_NAMES)
    foreign = [name for name in foreign if not name.startswith(".")]
    if foreign:
        raise MemoryFolderError(
            memory, f'this folder holds other things ("{foreign[0]}"). Give the name of a new folder.'
        )


def files_of_published_sets(memory: Path, manifest: Manifest | None) -> list[frozenset[str]]:
    """Return the file names of each set of the published generation that has more than one."""
    finished = [
        load_finished(memory, entry.digest) for entry in (manifest.sets if manifest is not None else ())
    ]
    return [frozenset(one.files.values()) for one in finished if one is not None and len(one.files) > 1]


def names_of_published_sets(memory: Path, manifest: Manifest | None) -> frozenset[str]:
    """Return the names of the sets of the published generation."""
    finished = [
        load_finished(memory, entry.digest) for entry in (manifest.sets if manifest is not None else ())
    ]
    return frozenset(one.report.name for one in finished if one is not None)


def earlier_sets(
    memory: Path, current: Sequence[FinishedSet], inputs: BuildInputs, *, sync: bool
) -> EarlierSets:
    """Return the sets of this build together with those of the published generation that stay.

    Raises `MemoryDamaged` where the published generation cannot be read.
    """
    manifest = published_manifest(memory)
    chosen = {one.digest: one for one in current}
    findings: list[Finding] = []
    for entry in manifest.sets if manifest is not None and not sync else ():
        earlier = None if entry.digest in chosen else load_finished(memory, entry.digest)
        if earlier is None:
            continue
        gone = _gone(earlier, inputs)
        if not gone:
            continue
        rest = _rest_of(earlier, gone, chosen.values(), inputs)
        if rest is None:
            findings.extend(_lost(name, earlier) for name in gone)
            continue
        for one in rest:
            del chosen[one.digest]
        chosen[earlier.digest] = earlier
        findings.extend(_kept(name) for name in gone)
    ordered = sorted(chosen.values(), key=lambda one: (one.report.name, one.digest))
    return EarlierSets(tuple(ordered), tuple(findings))


def _gone(earlier: FinishedSet, inputs: BuildInputs) -> list[str]:
    present = set(_new_names(inputs))
    return sorted(name for name in earlier.documents if name not in present)


def _new_names(inputs: BuildInputs) -> dict[str, str]:
    """Map the names that files had in the memory to those that they have in this build."""
    by_path = {ledger_key(file.path): file.name for file in inputs.files}
    names = {file.name: file.name for file in inputs.files}
    names.update(
        {entry.name: by_path[key] for key, entry in inputs.ledger.items() if key in by_path},
    )
    return names


def _rest_of(
    earlier: FinishedSet, gone: Sequence[str], current: Iterable[FinishedSet], inputs: BuildInputs
) -> list[FinishedSet] | None:
    """Return the sets of this build that hold only unchanged files of the earlier one: it can replace them.

    None where one of its files changed, or is together with other files now.
    """
    new_names = _new_names(inputs)
    remaining = {
        new_names[name]: digest for name, digest in earlier.documents.items() if name not in set(gone)
    }
    holders = [one for one in current if set(one.documents) & set(remaining)]
    unchanged = all(
        remaining.get(name) == digest for one in holders for name, digest in one.documents.items()
    )
    covered = {name for one in holders for name in one.documents}
    return holders if unchanged and covered == set(remaining) else None


def _kept(name: str) -> Finding:
    reason = "the file is gone and its text stays in the memory. Try: --sync, to remove it"
    return Finding("info", name, reason)


def _lost(name: str, earlier: FinishedSet) -> Finding:
    reason = f'the file is gone, and its text with it, since its set "{earlier.report.name}" was built again'
    return Finding("warning", name, reason)
