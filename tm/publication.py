"""Publication: from finished sets to a new generation that readers see at once and whole."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from align.embedded_text import embedded_text
from align.encoders import Encoder, Vectors
from tm.atomic_files import TEMPORARY_PREFIX, write_text_atomically
from tm.canaries import canaries_of
from tm.changes.applied_changes import net_changes, with_added_units, without_deleted_units
from tm.changes.change_journal import read_changes
from tm.changes.new_unit import ID_PREFIX
from tm.errors import MemoryDamaged
from tm.kept_findings import KeptFinding, renamed, write_findings
from tm.lexical.lexical_index import Means, read_means, write_lexical_index
from tm.manifest import ChangeEntry, IndexEntry, Manifest, ReviewEntry, SetEntry, write_manifest
from tm.memory_folder import (
    REPORT_NAME,
    cache_folder,
    clean_memory,
    lexical_folder,
    next_generation,
    published_generation,
    published_manifest,
    read_set,
    set_current,
    units_path,
    vectors_folder,
    write_units,
)
from tm.passage_store import write_passages
from tm.review_journal import decisions
from tm.reviewed_units import ReviewedUnits, apply_decisions
from tm.search_table import write_search_table
from tm.unit_ids import unused_id
from tm.units import IMPORTED, UNIT_SCHEMA, unit_table
from tm.vector_cache import CachedEncoder
from tm.vector_index import (
    FLAT_LIMIT,
    VectorIndex,
    build_index,
    faiss_library,
    read_index,
    write_index,
)
from tm.write_lock import write_lock

# Texts a call of the encoder: enough to fill its batches, few enough to show progress.
_BATCH = 512

Progress = Callable[[int, int], None]


def publish(
    memory: Path,
    set_digests: Iterable[str],
    encoder: Encoder,
    report_html: str = "",
    *,
    encoder_name: str = "default",
    findings: Mapping[str, Sequence[KeptFinding]] | None = None,
    progress: Progress | None = None,
    flat_limit: int = FLAT_LIMIT,
) -> Manifest:
    """Write a generation of these finished sets and publish it; return its manifest.

    `encoder_name` is what `load_encoder` takes, so that the memory can be opened without naming it.
    `findings` holds those of each set by its digest. What reviewers decided (`tm.review_journal`) and
    single changes (`tm.changes`) are applied.
    `progress` is told (texts encoded, texts in all).

    Raises `MemoryLocked` if another build is publishing, `MemoryDamaged` for a set that cannot be read,
    `IdCollision` for two variants with one vector id.
    """
    with write_lock(memory):
        clean_memory(memory)
        digests = sorted(set(set_digests))
        units, entries, names = _merged([(digest, read_set(memory, digest)) for digest in digests])
        units, reviews, changes = _with_what_people_did(memory, units)
        generation = next_generation(memory)
        draft = generation.with_name(TEMPORARY_PREFIX + generation.name)
        write_units(units, units_path(draft))
        # The canaries must come from the encoder itself, not from what a cache remembers of it.
        fresh = encoder.inner if isinstance(encoder, CachedEncoder) else encoder
        with _cached(encoder, memory) as cached:
            vectors = _encoded(units["text"].to_list(), cached, progress)
        index = build_index(
            vectors,
            units["vector_id"].to_numpy(),
            flat_limit=flat_limit,
            earlier=_earlier_index(memory, fresh),
        )
        write_index(index, vectors_folder(draft))
        write_lexical_index(units, lexical_folder(draft), _earlier_means(memory))
        write_passages(units, draft)
        write_search_table(units, draft)
        write_text_atomically(draft / REPORT_NAME, report_html)
        write_findings(_findings(entries, names, findings or {}), draft)
        manifest = Manifest(
            corpus_digest=hashlib.blake2b("\n".join(digests).encode(), digest_size=16).hexdigest(),
            sets=entries,
            encoder=canaries_of(fresh, encoder_name),
            index=_index_entry(index, units.height),
            counts=_counts(units),
            languages=dict(sorted(Counter(_paragraphs(units)["language"].to_list()).items())),
            reviews=reviews,
            changes=changes,
        )
        write_manifest(manifest, draft)
        draft.replace(generation)
        set_current(memory, generation)
        clean_memory(memory)
    return manifest


def _with_what_people_did(memory: Path, units: pl.DataFrame) -> tuple[pl.DataFrame, ReviewEntry, ChangeEntry]:
    """Return the units with single changes and reviews, and what the manifest says of both."""
    changes = read_changes(memory)
    net = net_changes(changes)
    journal = decisions(memory)
    # Reviews may be about added units, and deletions are about texts as reviewers left them.
    reviewed = apply_decisions(with_added_units(units, net), journal)
    left, gone, stale = without_deleted_units(reviewed.units, net)
    number = changes[-1].number if changes else 0
    return left, _review_entry(len(journal), reviewed), ChangeEntry(number, len(net.added), gone, stale)


def _earlier_index(memory: Path, encoder: Encoder) -> VectorIndex | None:
    """Return the index of the published generation where it has lists, placed by vectors of this encoder."""
    try:
        generation = published_generation(memory)
        manifest = published_manifest(memory)
        if generation is None or manifest is None or manifest.index.trained is None:
            return None
        if dict(manifest.encoder.identity) != dict(encoder.identity):
            return None
        entry = manifest.index
        return read_index(vectors_folder(generation), entry.factory, entry.probes, entry.trained)
    except MemoryDamaged:
        # What is published now takes the place of what is damaged.
        return None


def _earlier_means(memory: Path) -> Means | None:
    """Return the mean lengths of the published generation, where they can be read."""
    try:
        generation = published_generation(memory)
        return None if generation is None else read_means(lexical_folder(generation))
    except (OSError, ValueError, KeyError, TypeError, MemoryDamaged):
        return None


def _review_entry(count: int, reviewed: ReviewedUnits) -> ReviewEntry:
    stale, unknown = (
        tuple(f"{one.unit_id} {one.source_language}:{one.target_language}" for one in found)
        for found in (reviewed.stale, reviewed.unknown)
    )
    return ReviewEntry(count, len(reviewed.applied), stale, unknown, reviewed.unsettled)


def _findings(
    entries: Sequence[SetEntry],
    names: Mapping[str, tuple[str, str]],
    findings: Mapping[str, Sequence[KeptFinding]],
) -> list[KeptFinding]:
    """Return the findings of all sets, in the order of the sets, under the names they have here."""
    return [
        renamed(kept, *names[entry.digest], entry.name)
        for entry in entries
        for kept in findings.get(entry.digest, ())
    ]


def _merged(
    sets: Sequence[tuple[str, pl.DataFrame]],
) -> tuple[pl.DataFrame, tuple[SetEntry, ...], dict[str, tuple[str, str]]]:
    """Return the units of all sets in order, an entry for each set, sorted by name, and their prefixes.

    The prefixes are, by digest, what the ids of a set begin with in itself and in the generation: where two
    sets share their name, or begin their ids alike (one symbol twice), the second one's get "~2".
    """
    prefixes: set[str] = set()
    names: set[str] = set()
    tables: list[pl.DataFrame] = []
    entries: list[SetEntry] = []
    prefixes_of: dict[str, tuple[str, str]] = {}
    for digest, units in sorted(sets, key=lambda pair: (_name(pair[1]), pair[0])):
        if units.is_empty():
            continue
        prefix = units["unit_id"][0].partition(":")[0]
        # The ids of imported units are hashes of their content: the same in every set.
        is_imported = units["origin"][0] == IMPORTED
        prefixes_of[digest] = prefix, prefix if is_imported else unused_id(prefix, prefixes)
        table = _renamed(units, *prefixes_of[digest], unused_id(_name(units), names))
        tables.append(table)
        entries.append(_entry(digest, table))
    if not tables:
        return pl.DataFrame(schema=UNIT_SCHEMA), (), {}
    return unit_table(pl.concat(tables)), tuple(entries), prefixes_of


def _renamed(units: pl.DataFrame, prefix: str, own: str, name: str) -> pl.DataFrame:
    ids = [
        pl.concat_str(pl.lit(own), pl.col(column).str.slice(len(prefix))).alias(column)
        for column in ("unit_id", "parent_id")
    ]
    return units.with_columns(*(ids if own != prefix else ()), pl.lit(name).alias("set_name"))


def _name(units: pl.DataFrame) -> str:
    return str(units["set_name"][0]) if units.height else ""


def _entry(digest: str, units: pl.DataFrame) -> SetEntry:
    return SetEntry(
        name=_name(units),
        digest=digest,
        symbol=units["symbol"][0],
        languages=tuple(sorted(units["language"].unique().to_list())),
        documents=units.select("document", "language").n_unique(),
        units=_paragraphs(units)["unit_id"].n_unique(),
        origin=units["origin"][0],
    )


def _paragraphs(units: pl.DataFrame) -> pl.DataFrame:
    return units.filter(pl.col("level") == "paragraph")


def _cached(encoder: Encoder, memory: Path) -> CachedEncoder:
    return encoder if isinstance(encoder, CachedEncoder) else CachedEncoder(encoder, cache_folder(memory))


def _encoded(texts: Sequence[str], encoder: Encoder, progress: Progress | None) -> Vectors:
    vectors = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        vectors[start : start + len(batch)] = encoder.encode([embedded_text(text) for text in batch])
        if progress is not None:
            progress(start + len(batch), len(texts))
    return vectors


def _index_entry(index: VectorIndex, variants: int) -> IndexEntry:
    return IndexEntry(
        factory=index.factory,
        faiss_version=str(faiss_library().__version__),
        vectors=len(index.rows),
        zero_vectors=variants - len(index.rows),
        probes=index.probes,
        trained=index.trained,
    )


def _from_documents(units: pl.DataFrame) -> pl.DataFrame:
    """Return the rows without those of single added units, which come from no file."""
    is_added = (pl.col("origin") == IMPORTED) & pl.col("unit_id").str.starts_with(f"{ID_PREFIX}:")
    return units.filter(~is_added)


def _counts(units: pl.DataFrame) -> dict[str, int]:
    paragraphs = _paragraphs(units)
    sentences = units.filter(pl.col("level") == "sentence")
    return {
        "documents": _from_documents(units).select("document", "language", "set_name").n_unique(),
        "paragraph_units": paragraphs["unit_id"].n_unique(),
        "paragraph_variants": paragraphs.height,
        "sentence_units": sentences["unit_id"].n_unique(),
        "sentence_variants": sentences.height,
        "dropped_chars": int(paragraphs["dropped_chars"].sum()),
    }
