"""Build one memory of everything in the data folder and search it across languages.

    python scripts/bench_search.py --data ../shared/data [--keep FOLDER]

The Sustainable Development Goals exist as tables: they are written out as one text file a language, a
target a line, and built together with all other files. Then each French target is asked for in every
other language: how often is the first hit the same target? Also prints how long a cold `hexapla search`
takes, beside a Python that starts and does nothing (in one run, so that the ratio holds on a noisy
machine). Then the first hits of each mode (dense, lexical, hybrid) on all sets, for every ordered pair of
languages and for symbols, figures and rare names alone; `--memory` measures one that was built before.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

from search_pairs import FirstHits, OnceEncoder, measure_alone, measure_pairs, print_tables, read_rows

import hexapla

# The tests take these from here.
__all__ = ["FirstHits", "OnceEncoder", "measure_alone", "measure_pairs", "read_rows"]

OTHERS = ("ar", "zh", "en", "ru", "es")
SET_NAME = "sdg_targets"


def read_targets(data: Path) -> list[dict[str, str]]:
    """The 169 targets: `id` and a text a language."""
    with (data / "sdg" / "gold_targets.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_targets(targets: list[dict[str, str]], folder: Path) -> None:
    """One file a language, a target a line, without its number."""
    folder.mkdir(parents=True, exist_ok=True)
    for code in ("fr", *OTHERS):
        text = "".join(f"{row[code].strip()}\n" for row in targets)
        (folder / f"{SET_NAME}.{code}.txt").write_text(text, encoding="utf-8", newline="\n")


def first_hits(memory: hexapla.Memory, targets: list[dict[str, str]], language: str) -> list[str]:
    """The ids of the targets whose first hit in `language` is another text."""
    wrong = []
    for row in targets:
        hits = memory.search(row["fr"].strip(), languages=[language], k=1)
        if not hits or _plain(row[language]) not in _plain(hits[0].texts[language]):
            wrong.append(row["id"])
    return wrong


def _plain(text: str) -> str:
    """Letters and digits only; the tables hold decomposed letters, a memory composed ones."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in composed if character.isalnum())


def seconds(command: list[str]) -> float:
    """The fastest of five runs of a process."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


def measure_modes(folder: Path, data: Path) -> None:
    """Print the first hits of each mode in the memory."""
    memory = hexapla.open_memory(folder, OnceEncoder(hexapla.load_encoder("default")))
    print_tables(memory, data)


def main() -> None:
    """Build, search, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--keep", type=Path, help="build here and keep it")
    parser.add_argument("--memory", type=Path, help="measure the modes on this memory, build nothing")
    options = parser.parse_args()
    if options.memory:
        measure_modes(options.memory, options.data)
        return
    targets = read_targets(options.data)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        write_targets(targets, folder / "sdg")
        result = hexapla.build([options.data, folder / "sdg"], folder / "memory")
        memory = hexapla.open_memory(result.memory)
        info = memory.info()
        print(f"{info}\n")
        print("| from French to | first hit is the same target | not |\n|---|---|---|")
        for code in OTHERS:
            wrong = first_hits(memory, targets, code)
            share = 1 - len(wrong) / len(targets)
            print(f"| {code} | {share:.3f} | {', '.join(wrong)} |")
        search = [sys.executable, "-m", "hexapla", "search", str(result.memory), "финансирование терроризма"]
        cold, empty = seconds(search), seconds([sys.executable, "-c", "pass"])
        print(f"\nCold search: {cold:.2f} s, an empty Python {empty:.2f} s")
        measure_modes(result.memory, options.data)


if __name__ == "__main__":
    main()
