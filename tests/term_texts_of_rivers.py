"""Sentences about a river commission in six languages, and a memory of them, for the tests of terms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import polars as pl

from align.encoders import Encoder
from tm.units import UNIT_SCHEMA

LANGUAGES = ("fr", "en", "es", "ru", "ar", "zh")
CASES = Path(__file__).parent / "cases" / "terms" / "rivers.tsv"


def sentences() -> list[dict[str, str]]:
    """The sentences, a dictionary a unit."""
    lines = CASES.read_text(encoding="utf-8").splitlines()[2:]
    return [dict(zip(LANGUAGES, line.split("\t"), strict=True)) for line in lines]


@dataclass
class RiverMemory:
    """What an extraction asks of a memory."""

    table: pl.DataFrame
    encoder: Encoder
    languages: tuple[str, ...] = tuple(sorted(LANGUAGES))
    generation: Path = Path("generation-1")

    def units(self) -> pl.LazyFrame:
        return self.table.lazy()

    @property
    def manifest(self) -> SimpleNamespace:
        return SimpleNamespace(
            corpus_digest="rivers", encoder=SimpleNamespace(identity=dict(self.encoder.identity))
        )


def river_memory(encoder: Encoder, texts: list[dict[str, str]] | None = None) -> RiverMemory:
    """A memory of these units, the sentences if none are given; symbol A/RIV/1, one page a unit."""
    records = [
        {"unit_id": f"A/RIV/1:PAR{number}", "language": code, "text": text, "page": number + 1}
        for number, unit in enumerate(sentences() if texts is None else texts)
        for code, text in unit.items()
    ]
    table = pl.DataFrame(records, schema_overrides={"page": pl.Int32}).with_columns(
        level=pl.lit("sentence"), document=pl.lit("rivers.txt"), symbol=pl.lit("A/RIV/1"), path=pl.lit("OP1")
    )
    absent = [
        pl.lit(None, kind).alias(name) for name, kind in UNIT_SCHEMA.items() if name not in table.columns
    ]
    return RiverMemory(table.with_columns(absent).select(list(UNIT_SCHEMA)), encoder)
