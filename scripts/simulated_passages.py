"""Passages of a large memory, simulated: texts made of real ones as in `simulated_units`, with their vectors.

    python scripts/simulated_passages.py --data ../shared/data --rows 1000000 --out FOLDER

Writes the table of a set (`units.parquet`) and the vectors of its texts (`vectors.npy`, float32, in the order
of the table), for bench_search_scale.py: encoding a million texts takes a quarter of an hour, once. A unit
has a paragraph in each of the six languages; these are drawn apart and do not say the same, which nothing
here looks at. Documents have 100 units, and symbols and dates of fifty sessions.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import polars as pl
from simulated_units import real_sentences, simulate

import hexapla
from align.embedded_text import embedded_text
from corpora.languages import LANGUAGES
from tm.units import ALIGNED, UNIT_SCHEMA, unit_table

_UNITS_A_DOCUMENT, _FIRST_SESSION, _SESSIONS = 100, 30, 50
_BATCH = 512
_SEED = 187


def simulated_passages(data: Path, rows: int) -> pl.DataFrame:
    """The table of units of a set with about `rows` passages."""
    count = rows // len(LANGUAGES)
    tables = [_passages(language, simulate_texts(data, language, count)) for language in sorted(LANGUAGES)]
    return unit_table(pl.concat(tables))


def simulate_texts(data: Path, language: str, count: int) -> list[str]:
    """Return `count` different texts in a language."""
    texts: dict[str, None] = {}
    for text in simulate(real_sentences(data, language), language, 3 * count, seed=_SEED):
        texts.setdefault(text.strip(), None)
        if len(texts) == count:
            break
    return list(texts)


def _passages(language: str, texts: list[str]) -> pl.DataFrame:
    number = pl.col("number")
    document = number // _UNITS_A_DOCUMENT
    session = document % _SESSIONS + _FIRST_SESSION
    symbol = pl.format("A/RES/{}/{}", session, document // _SESSIONS + 1)
    table = (
        pl.DataFrame({"text": texts}).with_row_index("number").with_columns(pl.col("number").cast(pl.Int32))
    )
    made = table.select(
        unit_id=pl.format("{}:{}", symbol, number % _UNITS_A_DOCUMENT + 1),
        level=pl.lit("paragraph"),
        set_name=pl.lit("simulated"),
        symbol=symbol,
        pivot=pl.lit("fr"),
        position=number,
        language=pl.lit(language),
        text="text",
        kind=pl.lit("operative"),
        label=pl.format("{}.", number % _UNITS_A_DOCUMENT + 1),
        path=pl.format("{}", number % _UNITS_A_DOCUMENT + 1),
        blocks=pl.lit(1),
        document=pl.format("{}.{}.docx", symbol.str.replace_all("/", "_"), pl.lit(language)),
        date=pl.date(session + 1945, 12, 18),
        title=pl.format("{} {}", pl.lit(language), symbol),
        probability=(1.0 - (number * 7919 % 300) / 1000).cast(pl.Float64),
        unit_probability=(1.0 - (number * 7919 % 300) / 1000).cast(pl.Float64),
        dropped_chars=pl.lit(0),
        origin=pl.lit(ALIGNED),
    )
    absent = [
        pl.lit(None, dtype).alias(name) for name, dtype in UNIT_SCHEMA.items() if name not in made.columns
    ]
    return made.with_columns(absent).select(pl.col(name).cast(dtype) for name, dtype in UNIT_SCHEMA.items())


def write_vectors(texts: list[str], path: Path) -> None:
    """Write the vectors of the texts, telling how far it is."""
    encoder = hexapla.load_encoder("default")
    vectors = np.lib.format.open_memmap(path, "w+", np.float32, (len(texts), encoder.dimension))
    start_time = time.monotonic()
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        vectors[start : start + len(batch)] = encoder.encode([embedded_text(text) for text in batch])
        if start // _BATCH % 100 == 0:
            print(f"{start} of {len(texts)}, {time.monotonic() - start_time:.0f} s", flush=True)
    vectors.flush()


def main() -> None:
    """Write both."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    units = simulated_passages(options.data, options.rows)
    units.write_parquet(options.out / "units.parquet")
    write_vectors(units["text"].to_list(), options.out / "vectors.npy")


if __name__ == "__main__":
    main()
