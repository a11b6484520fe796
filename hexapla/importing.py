"""Takes exchange files into a memory: their units become sets beside those of the documents.

What is imported comes from no document: a build keeps it, also with `--sync`. The same file again changes
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from align.encoders import load_encoder
from hexapla.document_reading import Progress
from hexapla.earlier_sets import refuse_other_folder
from hexapla.set_building import load_finished
from tm.changes.change_journal import read_changes
from tm.errors import ReviewError, TmError
from tm.kept_findings import KeptFinding
from tm.manifest import Manifest
from tm.memory_folder import (
    REPORT_NAME,
    cache_folder,
    published_generation,
    published_manifest,
    require_generation,
    set_digest,
    units_path,
    write_set,
)
from tm.publication import publish
from tm.review_import import ReviewReport, import_review
from tm.review_journal import decisions
from tm.tmx_import import IMPORT_VERSION, TmxImport, import_tmx
from tm.units import IMPORTED, with_added_columns
from tm.vector_cache import CachedEncoder


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of each file, in order; (file, reason) of those that could not be read at all.

    `generation` is the published one, None where nothing was ever published.
    """

    generation: str | None
    files: tuple[TmxImport, ...]
    left_out: tuple[tuple[Path, str], ...]


def import_files(
    memory: Path | str,
    files: Sequence[Path | str],
    *,
    language_map: Mapping[str, str] | None = None,
    strict: bool = False,
    encoder: str = "default",
    progress: Progress | None = None,
) -> ImportResult:
    """Add the units of TMX files to a memory, made if there is none, and publish them.

    A file that cannot be read is left out with its reason and the others are taken. `encoder` is that of a
    new memory; an existing one keeps its own. `progress` is told ("read" or "index", done, total). Raises
    `MemoryFolderError` for a folder that holds something else, or a memory that is damaged or being written.
    """
    folder = Path(memory)
    refuse_other_folder(folder)
    tell = progress or _silent
    known = _known_units(folder)
    taken: list[TmxImport] = []
    left_out: list[tuple[Path, str]] = []
    for number, path in enumerate(map(Path, files), start=1):
        try:
            one = import_tmx(path, known=known, language_map=language_map, strict=strict)
        except TmError as error:
            left_out.append((path, str(error)))
        except OSError as error:
            left_out.append((path, f"{path}: {error.strerror or error}"))
        else:
            known.update(one.units["unit_id"].to_list())
            taken.append(one)
        tell("read", number, len(files))
    new = [_written(folder, one) for one in taken if one.new]
    if new or _has_changes(folder):
        publish_with(folder, new, encoder, tell)
    generation = published_generation(folder)
    return ImportResult(None if generation is None else generation.name, tuple(taken), tuple(left_out))


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """What became of each returned file, in order; (file, reason) of those that could not be read at all."""

    generation: str | None
    files: tuple[ReviewReport, ...]
    left_out: tuple[tuple[Path, str], ...]


def import_reviews(
    memory: Path | str,
    files: Sequence[Path | str],
    *,
    reviewer: str | None = None,
    progress: Progress | None = None,
) -> ReviewResult:
    """Record the verdicts of returned spreadsheets in the memory, and publish it with what is new.

    `reviewer` signs the rows that name nobody. Raises `MemoryMissing`, `MemoryDamaged`.
    """
    folder = Path(memory)
    require_generation(folder)
    tell = progress or _silent
    taken: list[ReviewReport] = []
    left_out: list[tuple[Path, str]] = []
    for number, path in enumerate(map(Path, files), start=1):
        try:
            taken.append(import_review(folder, path, reviewer=reviewer))
        except ReviewError as error:
            left_out.append((path, str(error)))
        except OSError as error:
            left_out.append((path, f"{path}: {error.strerror or error}"))
        tell("read", number, len(files))
    publish_decisions(folder, tell)
    generation = published_generation(folder)
    return ReviewResult(None if generation is None else generation.name, tuple(taken), tuple(left_out))


def publish_decisions(memory: Path, progress: Progress | None = None) -> None:
    """Publish the memory if its journals have decisions or changes that the generation does not know."""
    manifest = published_manifest(memory)
    if manifest is None:
        return
    if manifest.reviews.decisions != len(decisions(memory)) or _has_changes(memory):
        publish_with(memory, (), manifest.encoder.name, progress or _silent)


def _has_changes(memory: Path) -> bool:
    manifest = published_manifest(memory)
    return manifest is not None and bool(read_changes(memory, manifest.changes.number))


def publish_changes(memory: Path, progress: Progress | None = None) -> Manifest | None:
    """Publish the memory with its single changes (`tm.changes`); None where there are none that are new.

    Raises `MemoryMissing`, `MemoryDamaged`, `MemoryLocked`.
    """
    require_generation(memory)
    manifest = published_manifest(memory)
    if manifest is None or not _has_changes(memory):
        return None
    publish_with(memory, (), manifest.encoder.name, progress or _silent)
    return published_manifest(memory)


def publish_with(memory: Path, new: Sequence[str], encoder: str, progress: Progress) -> None:
    """Publish the sets of the published generation and these; the report stays that of the last build."""
    manifest, generation = published_manifest(memory), published_generation(memory)
    entries = manifest.sets if manifest is not None else ()
    name = encoder if manifest is None else manifest.encoder.name
    report = ""
    if generation is not None and (generation / REPORT_NAME).is_file():
        report = (generation / REPORT_NAME).read_text(encoding="utf-8")
    with CachedEncoder(load_encoder(name), cache_folder(memory)) as cached:
        publish(
            memory,
            [*(entry.digest for entry in entries), *new],
            cached,
            report,
            encoder_name=name,
            findings={entry.digest: _findings(memory, entry.digest) for entry in entries},
            progress=lambda done, total: progress("index", done, total),
        )


def _findings(memory: Path, digest: str) -> Sequence[KeptFinding]:
    finished = load_finished(memory, digest)
    return () if finished is None else finished.report.findings or ()


def _written(memory: Path, one: TmxImport) -> str:
    """Write the units of a file as a finished set; return its digest."""
    ids = one.units["unit_id"].unique().sort().to_list()
    settings = {"import": IMPORT_VERSION, "units": len(ids), "first": ids[0], "languages": str(one.languages)}
    digest = set_digest({one.path.name: one.sha256}, settings)
    write_set(memory, digest, one.units)
    return digest


def _known_units(memory: Path) -> set[str]:
    generation = published_generation(memory)
    if generation is None:
        return set()
    units = with_added_columns(pl.scan_parquet(units_path(generation)))
    imported = units.filter(pl.col("origin") == IMPORTED).select("unit_id").unique().collect()
    return set(imported["unit_id"].to_list())


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""
