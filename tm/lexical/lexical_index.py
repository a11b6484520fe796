"""The inverted index: tantivy, one index a level and language, so that BM25 counts within one language.

A document of an index is a variant: one row of the table of units. `lexical/paragraph-fr/`, ...,
`lexical/sentence-zh/` are opened memory-mapped; `lexical/lexical.json` names what they were written with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl

from tm.atomic_files import write_text_atomically
from tm.errors import MemoryDamaged
from tm.lexical.analysis import ANALYSIS_VERSION, Analysis, analyse
from tm.lexical.mean_length import chosen_mean, filler
from tm.search_filters import FACETS, with_facets

HEADER_NAME = "lexical.json"
# Raise it when the fields change.
INDEX_VERSION = 2
# Probabilities have three decimals: they are kept as whole thousandths.
PROBABILITY_SCALE = 1000
# The least that tantivy takes, and what keeps a large index in few segments.
_SMALL_HEAP_BYTES, _LARGE_HEAP_BYTES = 15_000_000, 128_000_000
_MANY_ROWS = 20_000
# Indexes written at once: each waits for the disk several times.
_WRITERS = 8
_RAW_FIELDS = ("body", "session", "symbol", "unit_kind", "origin")
_COLUMNS = ("row", "vector_id", "level", "language", "text", *FACETS)

# Mean lengths by (level, language), then field.
Means: TypeAlias = Mapping[tuple[str, str], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """The tantivy indexes of a generation by (level, language).

    `means` are the mean lengths by field that each compares passages with (`tm.lexical.mean_length`).
    """

    indexes: Mapping[tuple[str, str], Any]
    means: Means

    def part(self, key: tuple[str, str]) -> Any:
        """Return the index of a level and language; an empty one where there is none."""
        return self.indexes[key] if key in self.indexes else _empty_index()


def write_lexical_index(units: pl.DataFrame, folder: Path, earlier: Means | None = None) -> None:
    """Write the indexes of a table of units into `folder`, which must not exist yet.

    Mean lengths of `earlier` indexes are kept where they serve.
    """
    folder.mkdir(parents=True)
    parts, known = _parts(units), earlier or {}
    with ThreadPoolExecutor(_WRITERS) as pool:
        means = pool.map(
            lambda item: _write_part(item[1], folder / _name(*item[0]), known.get(item[0], {})), parts.items()
        )
        means_of = dict(zip(parts, means, strict=True))
    header = {
        "analysis": ANALYSIS_VERSION,
        "index": INDEX_VERSION,
        "tantivy": str(tantivy_library().__version__),
        "parts": [list(key) for key in sorted(parts)],
        "means": [means_of[key] for key in sorted(parts)],
    }
    write_text_atomically(folder / HEADER_NAME, json.dumps(header, indent=1) + "\n")


def read_lexical_index(folder: Path) -> LexicalIndex | None:
    """Open what `write_lexical_index` wrote; None where there is none, or another version wrote it.

    Raises `MemoryDamaged` where files of it are missing or broken.
    """
    try:
        means = read_means(folder)
        return None if means is None else _open_parts(folder, means)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MemoryDamaged(folder, f"the lexical index cannot be read ({error}). Build it again.") from error


def read_means(folder: Path) -> Means | None:
    """Return the mean lengths of what `write_lexical_index` wrote; None where another version wrote it.

    Raises `OSError`, `ValueError`, `KeyError` or `TypeError` for what cannot be read.
    """
    header = json.loads((folder / HEADER_NAME).read_text(encoding="utf-8"))
    if (header["analysis"], header["index"]) != (ANALYSIS_VERSION, INDEX_VERSION):
        return None
    keys = [(str(level), str(language)) for level, language in header["parts"]]
    return dict(zip(keys, header["means"], strict=True))


def lexical_index_in_memory(units: pl.DataFrame) -> LexicalIndex:
    """Index a table of units without writing anything: for memories that have no lexical index."""
    made = {key: _filled(part, None, {}) for key, part in _parts(units).items()}
    return LexicalIndex(
        {key: index for key, (index, _) in made.items()},
        {key: means for key, (_, means) in made.items()},
    )


def tantivy_library() -> Any:
    """Import tantivy when it is needed."""
    return import_module("tantivy")


def _open_parts(folder: Path, means: Means) -> LexicalIndex | None:
    tantivy = tantivy_library()
    paths = {key: str(folder / _name(*key)) for key in means}
    if not all(tantivy.Index.is_compatible(path) for path in paths.values()):
        return None
    return LexicalIndex({key: tantivy.Index.open(path) for key, path in paths.items()}, means)


def _name(level: str, language: str) -> str:
    return f"{level}-{language}"


def _parts(units: pl.DataFrame) -> dict[tuple[str, str], pl.DataFrame]:
    table = with_facets(units.lazy().with_row_index("row")).select(_COLUMNS).collect()
    parts = table.partition_by("level", "language", as_dict=True, maintain_order=True)
    return {(str(level), str(language)): part for (level, language), part in parts.items()}


def _write_part(part: pl.DataFrame, folder: Path, earlier: Mapping[str, int]) -> dict[str, int]:
    folder.mkdir()
    return _filled(part, folder, earlier)[1]


def _filled(
    part: pl.DataFrame, folder: Path | None, earlier: Mapping[str, int]
) -> tuple[Any, dict[str, int]]:
    """Return the index of these rows, and its mean lengths: those of an `earlier` one where they serve."""
    index = tantivy_library().Index(_schema(), path=None if folder is None else str(folder))
    heap = _LARGE_HEAP_BYTES if part.height > _MANY_ROWS else _SMALL_HEAP_BYTES
    # One thread: documents stay in the order of the rows.
    writer = index.writer(heap_size=heap, num_threads=1)
    lengths = {"words": 0, "terms": 0}
    for row in part.iter_rows(named=True):
        analysed = analyse(row["text"], row["language"])
        lengths["words"] += len(analysed.words)
        lengths["terms"] += len(analysed.terms)
        writer.add_document(_document(row, analysed))
    means = {field: chosen_mean(tokens, part.height, earlier.get(field)) for field, tokens in lengths.items()}
    writer.add_document(_filler(means, lengths, part.height))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index, means


def _empty_index() -> Any:
    index = tantivy_library().Index(_schema(), path=None)
    writer = index.writer(heap_size=_SMALL_HEAP_BYTES, num_threads=1)
    writer.add_document(_filler({"words": 1, "terms": 1}, {"words": 0, "terms": 0}, 0))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _filler(means: Mapping[str, int], lengths: Mapping[str, int], passages: int) -> Any:
    """Return the document that makes the mean lengths what they are to be; it has no row."""
    document = tantivy_library().Document()
    for field, mean in means.items():
        document.add_text(field, filler(mean, lengths[field], passages))
    return document


def _document(row: Mapping[str, Any], analysed: Analysis) -> Any:
    document = tantivy_library().Document()
    # `Document(row=5)` would make a signed field, which an unsigned one refuses.
    document.add_unsigned("row", row["row"])
    document.add_unsigned("key", row["vector_id"])
    document.add_text("words", " ".join(analysed.words))
    document.add_text("terms", " ".join(analysed.terms))
    document.add_unsigned("probability", round(row["unit_probability"] * PROBABILITY_SCALE))
    if row["year"] is not None:
        document.add_unsigned("year", row["year"])
    for name in _RAW_FIELDS:
        if row[name] is not None:
            document.add_text(name, row[name])
    return document


def _schema() -> Any:
    builder = tantivy_library().SchemaBuilder()
    builder.add_unsigned_field("row", indexed=True, fast=True)
    # For deletion: the id of the variant in the vector index.
    builder.add_unsigned_field("key", indexed=True)
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("probability", indexed=True, fast=True)
    builder.add_unsigned_field("year", indexed=True)
    for name in _RAW_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return builder.build()
