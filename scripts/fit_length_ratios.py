"""Measures how long the versions of a text are in six languages: the constants of tm/checks/length_ratios.py.

python scripts/fit_length_ratios.py [--data ../shared/data]
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from bench_checks import gold_pairs

LEAST_CHARS, LEAST_HAN_CHARS = 60, 20


def main() -> None:
    """Print the median of each language against English, and the 2.5 % distances of each pair."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    pairs = gold_pairs(parser.parse_args().data)
    ratios: dict[tuple[str, str], list[float]] = defaultdict(list)
    for pair in pairs:
        shortest = [
            LEAST_HAN_CHARS if code == "zh" else LEAST_CHARS
            for code in (pair.source_language, pair.target_language)
        ]
        if len(pair.source) >= shortest[0] and len(pair.target) >= shortest[1]:
            ratios[pair.source_language, pair.target_language].append(
                math.log(len(pair.target) / len(pair.source))
            )
    print("| language | texts | median ln(chars / English chars) |\n|---|---:|---:|")
    for code in ("ar", "es", "fr", "ru", "zh"):
        found = ratios["en", code]
        print(f"| {code} | {len(found)} | {median(found):.3f} |")
    print("\n| pair | texts | median | below | above |\n|---|---:|---:|---:|---:|")
    for (source, target), found in sorted(ratios.items()):
        middle = median(found)
        cuts = quantiles(found, n=40)
        below, above = middle - cuts[0], cuts[-1] - middle
        print(f"| {source}:{target} | {len(found)} | {middle:.3f} | {below:.3f} | {above:.3f} |")


if __name__ == "__main__":
    main()
