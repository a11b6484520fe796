"""Hexapla: official documents in several languages become a translation memory.

    import hexapla

    hexapla.build(["documents"], out="memory")
    memory = hexapla.open_memory("memory")
    for hit in memory.search("financement du terrorisme", languages=["en", "ar"], k=5):
        print(hit.score, hit.unit_id, hit.texts)

The names below are the documented entry; they are loaded when first used, so that importing `hexapla` loads
neither a model nor an index nor tables.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from hexapla.package_guard import check_siblings

check_siblings()

if TYPE_CHECKING:
    from align.beads import Bead as Bead
    from align.beads import PairAlignment as PairAlignment
    from align.encoders import Encoder as Encoder
    from align.encoders import load_encoder as load_encoder
    from corpora.documents import Block as Block
    from corpora.documents import BlockKind as BlockKind
    from corpora.documents import Document as Document
    from hexapla.building import BuildResult as BuildResult
    from hexapla.building import build as build
    from hexapla.single_documents import align_documents as align_documents
    from hexapla.single_documents import read_document as read_document
    from tm.memory import Memory as Memory
    from tm.memory import open_memory as open_memory
    from tm.records import to_frame as to_frame
    from tm.records import to_json as to_json
    from tm.records import to_records as to_records
    from tm.search import Hit as Hit

_HOMES = {
    "Bead": "align.beads",
    "Block": "corpora.documents",
    "BlockKind": "corpora.documents",
    "BuildResult": "hexapla.building",
    "Document": "corpora.documents",
    "Encoder": "align.encoders",
    "Hit": "tm.search",
    "Memory": "tm.memory",
    "PairAlignment": "align.beads",
    "align_documents": "hexapla.single_documents",
    "build": "hexapla.building",
    "load_encoder": "align.encoders",
    "open_memory": "tm.memory",
    "read_document": "hexapla.single_documents",
    "to_frame": "tm.records",
    "to_json": "tm.records",
    "to_records": "tm.records",
}

__all__ = [  # noqa: RUF022  (in the order of use)
    "read_document",
    "align_documents",
    "build",
    "open_memory",
    "load_encoder",
    "to_frame",
    "to_records",
    "to_json",
    "Document",
    "Block",
    "BlockKind",
    "PairAlignment",
    "Bead",
    "BuildResult",
    "Memory",
    "Hit",
    "Encoder",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used; `__version__` is that of the installed distribution."""
    if name == "__version__":
        return _installed_version()
    if name not in _HOMES:
        raise AttributeError(f"module 'hexapla' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def _installed_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("hexapla")
    except PackageNotFoundError:
        # Run from a checkout that is not installed.
        return "unknown"


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
