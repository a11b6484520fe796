"""How long terms of a large memory take: units in six languages put together from real aligned ones.

    python scripts/bench_terms_scale.py --memory MEMORY --units 100000 [--work FOLDER] [--keep FOLDER]

Each unit is one to three rows of the memory of scripts/terms_memory.py, joined in the same order in every
language; of 100 words three are replaced by a name, the same in all languages, from a list that grows with
the memory (a twentieth of the units), and four by another word of the language. `--keep` is where the units
stay, or are from an earlier run. Prints seconds a stage, the largest resident sizes so far (of one process
over its life; of all at one time; of all without what they map from files), and units a second.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import polars as pl

from align.encoders import Encoder
from tm.memory import Memory, open_memory
from tm.terms.aligned_rows import aligned_rows
from tm.terms.extraction import extract_concepts
from tm.units import UNIT_SCHEMA

LANGUAGES = ("fr", "en", "es", "ru", "ar", "zh")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SYLLABLES = ("ka", "ro", "mi", "tan", "bel", "su", "dor", "li", "ven", "zo", "nar", "qui", "pa", "esh", "um")
_BATCH = 20_000
_SAMPLE_SECONDS = 0.5


@dataclass(frozen=True)
class SimulatedMemory:
    """What an extraction asks of a memory."""

    table: Path
    real: Memory

    languages = tuple(sorted(LANGUAGES))

    def units(self) -> pl.LazyFrame:
        """The table of units."""
        return pl.scan_parquet(self.table / "*.parquet")

    @property
    def encoder(self) -> Encoder:
        """The encoder of the real memory."""
        return self.real.encoder

    @property
    def manifest(self) -> object:
        """The manifest of the real memory."""
        return self.real.manifest

    @property
    def generation(self) -> Path:
        """A folder of its own name."""
        return self.table


def write_units(memory: Memory, count: int, folder: Path) -> None:
    """Write `count` units in all six languages to Parquet files in the folder."""
    rows = aligned_rows(memory, "fr", LANGUAGES[1:])
    texts = {code: dict(rows.of(code)) for code in LANGUAGES}
    whole = [row for row in texts["fr"] if all(row in texts[code] for code in LANGUAGES)]
    words = {
        code: [word for text in texts[code].values() for word in _WORD.findall(text)] for code in LANGUAGES
    }
    chance = random.Random(1)
    names = ["".join(chance.choices(_SYLLABLES, k=3)).capitalize() for _ in range(max(count // 20, 10))]
    for start in range(0, count, _BATCH):
        records = []
        for number in range(start, min(start + _BATCH, count)):
            chosen = chance.choices(whole, k=chance.choice((1, 1, 2, 3)))
            name = chance.choice(names)
            for code in LANGUAGES:
                text = " ".join(texts[code][row] for row in chosen)
                records.append(
                    (f"S{number // 100}:{number % 100}", code, _changed(text, name, words[code], chance))
                )
        table = pl.DataFrame(records, schema=["unit_id", "language", "text"], orient="row").with_columns(
            level=pl.lit("sentence"), document=pl.lit("S.txt"), path=pl.lit("")
        )
        absent = [
            pl.lit(None, kind).alias(name) for name, kind in UNIT_SCHEMA.items() if name not in table.columns
        ]
        table.with_columns(absent).select(list(UNIT_SCHEMA)).write_parquet(folder / f"{start:09}.parquet")


def _changed(text: str, name: str, words: list[str], chance: random.Random) -> str:
    def other(match: re.Match[str]) -> str:
        drawn = chance.random()
        return name if drawn < 0.03 else chance.choice(words) if drawn < 0.07 else match.group()

    return _WORD.sub(other, text)


class ResidentSizes:
    """Largest resident sizes in GB of this process and of those it starts, by /proc: sampled, so Linux only.

    `largest` is that of one process over its life; `together` of all at one time, where pages of files that
    several have mapped count for each; `own` the same without pages of files.
    """

    def __init__(self) -> None:
        self.largest = self.together = self.own = 0.0
        Thread(target=self._sample, daemon=True).start()

    def _sample(self) -> None:
        while True:
            found = [_status(number) for number in _family(os.getpid())]
            self.largest = max(self.largest, *(one.get("VmHWM", 0.0) for one in found))
            self.together = max(self.together, sum(one.get("VmRSS", 0.0) for one in found))
            self.own = max(self.own, sum(one.get("RssAnon", 0.0) for one in found))
            time.sleep(_SAMPLE_SECONDS)

    def __str__(self) -> str:
        return f"one {self.largest:.2f}, all {self.together:.2f} (own {self.own:.2f}) GB"


def _family(number: int) -> list[int]:
    """A process and those that its threads have started, by their numbers."""
    found = [number]
    try:
        for path in Path(f"/proc/{number}/task").glob("*/children"):
            for child in path.read_text().split():
                found += _family(int(child))
    except OSError:  # ended meanwhile
        pass
    return found


def _status(number: int) -> dict[str, float]:
    """The sizes of a process in GB; empty where it has ended."""
    try:
        lines = Path(f"/proc/{number}/status").read_text().splitlines()
    except OSError:
        return {}
    sizes = (line.split() for line in lines if line.endswith(" kB"))
    return {name.rstrip(":"): int(size) / 1024**2 for name, size, _ in sizes}


def _processor_seconds() -> float:
    """Seconds of this process and of those that it has waited for."""
    of_both = (resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in of_both)


@contextmanager
def _units(memory: Memory, count: int, keep: Path | None) -> Iterator[Path]:
    """Give a folder with so many units."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            write_units(memory, count, folder)
        yield folder


def main() -> None:
    """Simulate, extract, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--memory", type=Path, required=True)
    parser.add_argument("--units", type=int, required=True)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with _units(open_memory(options.memory), options.units, options.keep) as folder:
        sizes = ResidentSizes()
        began = last = time.perf_counter()
        processor = _processor_seconds()

        def report(stage: str, share: float) -> None:
            nonlocal last
            now = time.perf_counter()
            print(f"{now - began:8.1f} s (+{now - last:6.1f}) {sizes} {share:4.0%} {stage}", flush=True)
            last = now

        memory = SimulatedMemory(folder, open_memory(options.memory))
        concepts = extract_concepts(memory, progress=report, work=options.work)  # type: ignore[arg-type]
        seconds = time.perf_counter() - began
        used = _processor_seconds() - processor
        print(f"{options.units} units, {len(concepts)} concepts: {seconds:.0f} s, processors {used:.0f} s")
        print(f"{options.units / seconds:.0f} units a second; largest resident sizes: {sizes}")


if __name__ == "__main__":
    main()
