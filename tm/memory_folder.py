"""The memory folder: where its files lie, which generation is published, and what may be deleted.

CURRENT                      name of the published generation
generations/000007/          manifest.json, units/base.parquet, vectors/, lexical/, report.html
generations/.tmp-000008/     a generation being written; ignored by readers, deleted by the next build
sets/<digest>.parquet        one finished document set, shared by generations
vectors-cache/               text hash -> vector
fuzzy/000007/fr/             fuzzy index of a language, made on first use (tm.matching)
lock                         held while a build writes
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from tm.atomic_files import TEMPORARY_PREFIX, replacing, write_text_atomically
from tm.errors import MemoryDamaged, MemoryFolderError, MemoryMissing
from tm.manifest import Manifest, read_manifest
from tm.units import IMPORTED, as_unit_table

CURRENT_NAME = "CURRENT"
REPORT_NAME = "report.html"
# Small groups: a hit needs only the few rows around it.
ROW_GROUP_SIZE = 8192
ABANDONED_AFTER_SECONDS = 3600.0
_GENERATION = re.compile(r"[0-9]{6,}")
_DIGEST = re.compile(r"[0-9a-z_-]{8,128}")


def generations_folder(memory: Path) -> Path:
    """Return the folder of generations."""
    return memory / "generations"


def cache_folder(memory: Path) -> Path:
    """Return the folder that `CachedEncoder` takes."""
    return memory / "vectors-cache"


def units_path(generation: Path) -> Path:
    """Return the table of units of a generation."""
    return generation / "units" / "base.parquet"


def vectors_folder(generation: Path) -> Path:
    """Return the folder of the vector index of a generation."""
    return generation / "vectors"


def lexical_folder(generation: Path) -> Path:
    """Return the folder of the lexical index of a generation."""
    return generation / "lexical"


def set_path(memory: Path, digest: str) -> Path:
    """Return the file of a finished set; raises `MemoryFolderError` for a digest that is no plain name."""
    if not _DIGEST.fullmatch(digest):
        raise MemoryFolderError(memory, f'"{digest}" is no digest of a set: 8 to 128 of 0-9 a-z _ -')
    return memory / "sets" / f"{digest}.parquet"


def set_digest(files: Mapping[str, str], settings: Mapping[str, str | int | float | bool | None]) -> str:
    """Return the digest of a set: 32 hexadecimal digits of its files (path to SHA-256) and the settings."""
    text = json.dumps([sorted(files.items()), sorted(settings.items())], ensure_ascii=True)
    return hashlib.blake2b(text.encode("ascii"), digest_size=16).hexdigest()


def has_set(memory: Path, digest: str) -> bool:
    """Say whether the set is finished, so that it need not be aligned again."""
    return set_path(memory, digest).is_file()


def write_set(memory: Path, digest: str, units: pl.DataFrame) -> bool:
    """Write a finished set, whole or not at all; return False where it was there already.

    Any process may do so at any time: the lock is for publishing alone.
    """
    path = set_path(memory, digest)
    if path.is_file():
        return False
    write_units(units, path)
    return True


def read_set(memory: Path, digest: str) -> pl.DataFrame:
    """Read a finished set; raises `MemoryDamaged` where it is absent or broken."""
    path = set_path(memory, digest)
    try:
        return as_unit_table(pl.read_parquet(path))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise MemoryDamaged(path, f"the set cannot be read ({error}). Delete it and build again.") from error


def write_units(units: pl.DataFrame, path: Path) -> None:
    """Write a table of units: the same bytes for the same rows."""
    with replacing(path) as temporary:
        as_unit_table(units).write_parquet(
            temporary,
            compression="zstd",
            compression_level=3,
            statistics=True,
            row_group_size=ROW_GROUP_SIZE,
        )


def published_generation(memory: Path) -> Path | None:
    """Return the folder of the published generation, None where nothing was published yet.

    Raises `MemoryDamaged` where CURRENT names no generation.
    """
    if memory.is_file():
        raise MemoryFolderError(memory, "this is a file, not the folder of a memory.")
    try:
        name = (memory / CURRENT_NAME).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise MemoryDamaged(memory / CURRENT_NAME, f"cannot be read ({error}).") from error
    generation = generations_folder(memory) / name
    if not _GENERATION.fullmatch(name) or not generation.is_dir():
        raise MemoryDamaged(
            memory,
            f'CURRENT names the generation "{name}", which is not there. Delete CURRENT and build again: '
            "finished sets are kept.",
        )
    return generation


def require_generation(memory: Path) -> Path:
    """Return the folder of the published generation; raises `MemoryMissing` where there is none."""
    generation = published_generation(memory)
    if generation is None:
        raise MemoryMissing(memory)
    return generation


def published_manifest(memory: Path) -> Manifest | None:
    """Return the manifest of the published generation, None where nothing was published yet."""
    generation = published_generation(memory)
    return None if generation is None else read_manifest(generation)


def imported_sets(memory: Path) -> tuple[str, ...]:
    """Return the digests of the sets of the published generation that were imported, sorted."""
    manifest = published_manifest(memory)
    entries = manifest.sets if manifest is not None else ()
    return tuple(sorted(entry.digest for entry in entries if entry.origin == IMPORTED))


def set_current(memory: Path, generation: Path) -> None:
    """Publish a generation that is complete."""
    write_text_atomically(memory / CURRENT_NAME, generation.name + "\n")


def next_generation(memory: Path) -> Path:
    """Return the folder of the next generation: one more than any complete one, published or not."""
    numbers = [int(folder.name) for folder in complete_generations(memory)]
    return generations_folder(memory) / f"{max(numbers, default=0) + 1:06d}"


def complete_generations(memory: Path) -> list[Path]:
    """Return the folders of complete generations, oldest first."""
    folders = generations_folder(memory).glob("*")
    return sorted(
        (folder for folder in folders if folder.is_dir() and _GENERATION.fullmatch(folder.name)),
        key=lambda folder: int(folder.name),
    )


def clean_memory(memory: Path) -> None:
    """Delete what no reader needs: half-written files, all but the published generation and the one before.

    Sets that only deleted generations used go as well; sets not published yet stay. Call it with the lock
    held. What cannot be deleted now (Windows, a reader holds it) is left to the next build.
    """
    _delete_abandoned_files(memory)
    for folder in generations_folder(memory).glob(f"{TEMPORARY_PREFIX}*"):
        shutil.rmtree(folder, ignore_errors=True)
    current = published_generation(memory)
    complete = complete_generations(memory)
    if current is None:
        return
    place = complete.index(current)
    keep = complete[max(0, place - 1) : place + 1]
    dropped = [folder for folder in complete if folder not in keep]
    unused = _sets_of(dropped) - _sets_of(keep)
    for folder in dropped:
        shutil.rmtree(folder, ignore_errors=True)
    for digest in unused:
        _delete(set_path(memory, digest))


def _delete_abandoned_files(memory: Path) -> None:
    """Delete the temporary files of killed workers; fresh ones may belong to a worker still running."""
    oldest = time.time() - ABANDONED_AFTER_SECONDS
    for folder in (memory / "sets", cache_folder(memory)):
        for path in folder.rglob(f"{TEMPORARY_PREFIX}*"):
            if _modified(path) < oldest:
                _delete(path)


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return float("inf")


def _sets_of(generations: Iterable[Path]) -> set[str]:
    digests: set[str] = set()
    for generation in generations:
        try:
            digests.update(entry.digest for entry in read_manifest(generation).sets)
        except MemoryDamaged:
            # Without its manifest a generation vouches for no set; sets in doubt are kept.
            continue
    return digests


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
