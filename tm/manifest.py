"""The manifest of a generation: what it holds and which encoder made its vectors."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from align.encoders import Vectors
from tm.atomic_files import write_text_atomically
from tm.errors import MemoryDamaged

FORMAT_VERSION = 1
MANIFEST_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class SetEntry:
    """One document set of a generation. `digest` names its file in `sets/`; `units` counts paragraphs.

    `origin` is "aligned", or "imported" for the units of an exchange file.
    """

    name: str
    digest: str
    symbol: str | None
    languages: tuple[str, ...]
    documents: int
    units: int
    origin: str = "aligned"


@dataclass(frozen=True, slots=True)
class EncoderEntry:
    """The encoder of a generation: how to load it, its identity, and what it makes of the canary texts."""

    name: str
    identity: Mapping[str, str | int]
    dimension: int
    canary_texts: tuple[str, ...]
    canary_vectors: Vectors


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """The FAISS index: its factory string, the version that wrote it, vectors in it, zero vectors left out.

    `probes` is the number of lists to visit (IVF), `trained` how many vectors these were placed by; None for
    a flat index.
    """

    factory: str
    faiss_version: str
    vectors: int
    zero_vectors: int
    probes: int | None
    trained: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """What reviewers decided, as far as this generation knows: lines of the journal, and how they fared.

    `stale`: (unit id and pair) of the latest decisions about texts that have changed; `unknown`: about units
    that are not there; `unsettled`: paragraphs that no longer agree with their sentences.
    """

    decisions: int = 0
    applied: int = 0
    stale: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """Single changes (`tm.changes`), as far as this generation knows.

    `number` is that of the last line of their journal; `added` and `deleted` count units in effect; `stale`:
    deleted units that have other texts now, and so are there again.
    """

    number: int = 0
    added: int = 0
    deleted: int = 0
    stale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `manifest.json` says. `counts` has units and variants a level, `languages` variants a language."""

    corpus_digest: str
    sets: tuple[SetEntry, ...]
    encoder: EncoderEntry
    index: IndexEntry
    counts: Mapping[str, int]
    languages: Mapping[str, int]
    format_version: int = FORMAT_VERSION
    reviews: ReviewEntry = ReviewEntry()
    changes: ChangeEntry = ChangeEntry()


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write `manifest.json` into `folder`: keys in fixed order, the same bytes for the same content."""
    encoder = manifest.encoder
    content = {
        "format_version": manifest.format_version,
        "corpus_digest": manifest.corpus_digest,
        "counts": dict(manifest.counts),
        "languages": dict(manifest.languages),
        "encoder": {
            "name": encoder.name,
            "identity": dict(encoder.identity),
            "dimension": encoder.dimension,
            "canary_texts": list(encoder.canary_texts),
            "canary_vectors_float32_base64": _packed(encoder.canary_vectors),
        },
        "index": {
            "factory": manifest.index.factory,
            "faiss_version": manifest.index.faiss_version,
            "vectors": manifest.index.vectors,
            "zero_vectors": manifest.index.zero_vectors,
            "probes": manifest.index.probes,
            "trained": manifest.index.trained,
        },
        "reviews": {
            "decisions": manifest.reviews.decisions,
            "applied": manifest.reviews.applied,
            "stale": list(manifest.reviews.stale),
            "unknown": list(manifest.reviews.unknown),
            "unsettled": list(manifest.reviews.unsettled),
        },
        "changes": {
            "number": manifest.changes.number,
            "added": manifest.changes.added,
            "deleted": manifest.changes.deleted,
            "stale": list(manifest.changes.stale),
        },
        "sets": [
            {
                "name": entry.name,
                "digest": entry.digest,
                "symbol": entry.symbol,
                "languages": list(entry.languages),
                "documents": entry.documents,
                "units": entry.units,
                "origin": entry.origin,
            }
            for entry in manifest.sets
        ],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    write_text_atomically(folder / MANIFEST_NAME, text + "\n")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a generation; raises `MemoryDamaged` where it is absent, malformed or newer."""
    path = folder / MANIFEST_NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MemoryDamaged(
            path, f"the manifest cannot be read ({error}). Build the memory again."
        ) from error
    version = content.get("format_version") if isinstance(content, dict) else None
    if version != FORMAT_VERSION:
        raise MemoryDamaged(
            path,
            f"this memory has format version {version}, this program reads {FORMAT_VERSION}. "
            "Use the version of Hexapla that built it, or build it again.",
        )
    try:
        return _manifest(content)
    except (KeyError, TypeError, ValueError) as error:
        raise MemoryDamaged(path, f"the manifest is incomplete ({error!r}). Build it again.") from error


def _manifest(content: Mapping[str, Any]) -> Manifest:
    encoder = content["encoder"]
    dimension = int(encoder["dimension"])
    return Manifest(
        corpus_digest=content["corpus_digest"],
        sets=tuple(
            SetEntry(**{**entry, "languages": tuple(entry["languages"])}) for entry in content["sets"]
        ),
        encoder=EncoderEntry(
            name=encoder["name"],
            identity=encoder["identity"],
            dimension=dimension,
            canary_texts=tuple(encoder["canary_texts"]),
            canary_vectors=_unpacked(encoder["canary_vectors_float32_base64"], dimension),
        ),
        index=IndexEntry(**content["index"]),
        counts=content["counts"],
        languages=content["languages"],
        reviews=_reviews(content.get("reviews", {})),
        changes=_changes(content.get("changes", {})),
    )


def _reviews(content: Mapping[str, Any]) -> ReviewEntry:
    # Memories of before reviews were kept say nothing of them.
    return ReviewEntry(
        content.get("decisions", 0),
        content.get("applied", 0),
        tuple(content.get("stale", ())),
        tuple(content.get("unknown", ())),
        tuple(content.get("unsettled", ())),
    )


def _changes(content: Mapping[str, Any]) -> ChangeEntry:
    # Nor do memories of before single changes were kept.
    return ChangeEntry(
        content.get("number", 0),
        content.get("added", 0),
        content.get("deleted", 0),
        tuple(content.get("stale", ())),
    )


def _packed(vectors: Vectors) -> str:
    return base64.b64encode(vectors.astype("<f4").tobytes()).decode("ascii")


def _unpacked(text: str, dimension: int) -> Vectors:
    return np.frombuffer(base64.b64decode(text), dtype="<f4").astype(np.float32).reshape(-1, dimension)
