"""The formats of `hexapla align`: a table to read, a ladder, TSV, JSON Lines, TMX."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hexapla.counted_words import span_words
from hexapla.outputs import write_json_lines, write_text, write_through
from hexapla.schemas import evidence, pair_records, span_texts

if TYPE_CHECKING:
    import polars as pl

    from align.beads import AlignedSet, Bead, PairAlignment, Row
    from corpora.documents import Document

TSV_COLUMNS = (
    "source",
    "target",
    "type",
    "probability",
    "score",
    "rule",
    "evidence",
    "source_text",
    "target_text",
)


@dataclass(frozen=True, slots=True)
class PairUnits:
    """The units of one pair, for an export that takes a memory or this."""

    languages: tuple[str, ...]
    table: pl.LazyFrame

    def units(self) -> pl.LazyFrame:
        """Return the table of units."""
        return self.table


def write_pair(form: str, alignment: PairAlignment, source: Document, target: Document, out: str) -> None:
    """Write an alignment in one of the formats to the file `out` ("-" is standard output)."""
    if form == "jsonl":
        write_json_lines(pair_records(alignment, source, target), out)
    elif form == "tmx":
        write_through(lambda path: _write_tmx(alignment, source, target, path), out)
    elif form == "tsv":
        write_text("".join(tsv_lines(alignment, source, target)), out)
    elif form == "ladder":
        from align.ladder import format_ladder

        write_text(format_ladder(alignment.beads), out)
    else:
        write_text("".join(f"{line}\n" for line in _table(alignment, source, target, out)), out)


def tsv_lines(alignment: PairAlignment, source: Document, target: Document) -> Iterator[str]:
    """Yield a header line, then one line a bead. Tabs and line breaks inside texts become spaces."""
    yield "\t".join(TSV_COLUMNS) + "\n"
    for bead in alignment.beads:
        fields = (
            _numbers(bead.source),
            _numbers(bead.target),
            bead.type,
            f"{bead.probability:.3f}",
            f"{bead.score:.6f}",
            bead.rule,
            " ".join(f"{name.replace(' ', '_')}={value:.6f}" for name, value in evidence(bead).items()),
            " ".join(span_texts(source.blocks, bead.source)),
            " ".join(span_texts(target.blocks, bead.target)),
        )
        yield "\t".join(" ".join(field.split()) for field in fields) + "\n"


def _numbers(span: tuple[int, int]) -> str:
    return "[" + ",".join(map(str, range(*span))) + "]"


def _table(alignment: PairAlignment, source: Document, target: Document, out: str) -> list[str]:
    from hexapla.outputs import STANDARD_STREAM
    from hexapla.tables import Column, on_terminal, table_lines

    columns = (
        Column("Source", align_right=True),
        Column("Target", align_right=True),
        Column("Probability", align_right=True),
        Column("Rule"),
        Column(alignment.source_language, flexible=True),
        Column(alignment.target_language, flexible=True),
    )
    rows = [_table_row(bead, source, target) for bead in alignment.beads]
    return table_lines(columns, rows, isolate=out == STANDARD_STREAM and on_terminal())


def _table_row(bead: Bead, source: Document, target: Document) -> tuple[str, ...]:
    return (
        span_words(bead.source),
        span_words(bead.target),
        f"{bead.probability:.3f}",
        bead.rule,
        " ".join(span_texts(source.blocks, bead.source)),
        " ".join(span_texts(target.blocks, bead.target)),
    )


def _write_tmx(alignment: PairAlignment, source: Document, target: Document, path: Path) -> None:
    from tm.tmx_writing import write_tmx
    from tm.units import units_of

    units = units_of(as_set(alignment, source, target))
    write_tmx(PairUnits((alignment.source_language, alignment.target_language), units.lazy()), path)


def as_set(alignment: PairAlignment, source: Document, target: Document) -> AlignedSet:
    """Return two aligned versions as a document set with `source` as its pivot; each bead is one row."""
    from align.beads import AlignedSet

    return AlignedSet(
        name=source.symbol or target.symbol or source.path.stem,
        pivot=alignment.source_language,
        documents={alignment.source_language: source, alignment.target_language: target},
        rows=tuple(_row(alignment, bead) for bead in alignment.beads),
        pairs={alignment.target_language: alignment},
    )


def _row(alignment: PairAlignment, bead: Bead) -> Row:
    from align.beads import Row

    other = alignment.target_language
    return Row(
        ranges={alignment.source_language: bead.source, other: bead.target},
        probability=bead.probability,
        probabilities={other: bead.probability},
        rules={other: bead.rule},
        scores={other: bead.score},
    )
