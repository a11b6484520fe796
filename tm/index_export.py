"""The index as a folder that lives without Hexapla: vectors, passages, manifest, a script to search them."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

import polars as pl

from tm.atomic_files import write_text_atomically
from tm.export_folders import replacing_folder
from tm.manifest import MANIFEST_NAME, write_manifest
from tm.memory import Memory
from tm.selection import ExportReport
from tm.vector_index import write_faiss

VECTORS_NAME = "vectors.faiss"
PASSAGES_NAME = "passages.parquet"
SCRIPT_NAME = "search.py"
_CONTENTS = frozenset({VECTORS_NAME, PASSAGES_NAME, SCRIPT_NAME, MANIFEST_NAME})


def export_index(memory: Memory, folder: Path) -> ExportReport:
    """Write `vectors.faiss`, `passages.parquet`, `manifest.json`, `search.py` into `folder`: all or nothing.

    The ids in the index are the `vector_id`s of the passages. Both levels are in it: `paragraph_id` is the
    unit to show. An earlier export is replaced; raises `ExportError` where the folder holds anything else.
    """
    with replacing_folder(folder, _CONTENTS, "an index") as draft:
        return _write_contents(memory, draft)


def _write_contents(memory: Memory, folder: Path) -> ExportReport:
    passages = memory.units().select(
        "vector_id",
        "unit_id",
        pl.coalesce("parent_id", "unit_id").alias("paragraph_id"),
        "level",
        "language",
        "text",
        "document",
        "path",
        "page",
        "unit_probability",
        "reviewed",
    )
    passages.collect().write_parquet(folder / PASSAGES_NAME, compression="zstd", statistics=True)
    write_faiss(memory.index.faiss_index, folder / VECTORS_NAME)
    write_manifest(memory.manifest, folder)
    script = importlib.resources.files("tm").joinpath("exported_search.py.txt").read_text(encoding="utf-8")
    write_text_atomically(folder / SCRIPT_NAME, script)
    counts, index = memory.manifest.counts, memory.manifest.index
    zero = {"passages that the encoder cannot read": index.zero_vectors} if index.zero_vectors else {}
    return ExportReport(
        units=counts["paragraph_units"],
        variants=counts["paragraph_variants"] + counts["sentence_variants"],
        composed=0,
        dropped_chars=counts["dropped_chars"],
        left_out=zero,
    )
