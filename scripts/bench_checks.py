"""How well `hexapla check` tells that a figure differs: seeded errors in real units, and clean ones.

    python scripts/bench_checks.py [--units 3000] [--data ../shared/data] [--list 20]

Recall: of the units with a seeded error, those where a finding names it. Precision: of all findings on the
seeded units and on their clean copies, those that name a seeded error. False alarms: findings on all clean
units, per hundred; where the gold itself has another figure, that counts too and the list says so.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from gold_sets import LANGUAGES, load_gold_sets
from seeded_figures import SORTS, Pair, Seeded, seed_error, western

from tm.checks.figure_comparison import CountedDifference, compare_counts, count_text

LEAST_RECALL, LEAST_PRECISION, MOST_FALSE_ALARMS = 0.98, 0.95, 1.0
# Rows where the versions of the gold truly give different figures, read by a person.
TRUE_DIFFERENCES = {
    ("sdg", 18): "the Arabic leaves out 2030",
    ("sdg", 40): "the Arabic has 2030 for 2020",
    ("sdg", 59): "the Arabic leaves out 2030",
    ("sdg", 63): "the Arabic leaves out 2030",
    ("sdg", 135): "the Arabic has the mark of a footnote",
    ("sdg", 163): "the Arabic leaves out 2030",
}


@dataclass
class Score:
    """Counts of one language or sort."""

    seeded: int = 0
    found: int = 0
    findings: int = 0
    missed: list[Seeded] = field(default_factory=list)


def gold_pairs(folder: Path) -> list[Pair]:
    """Every ordered pair of languages of every gold row that has both."""
    pairs = []
    for gold in load_gold_sets(folder):
        rows: dict[int, dict[str, list[str]]] = defaultdict(dict)
        for code, version in gold.versions.items():
            for text, row in version:
                rows[row].setdefault(code, []).append(text)
        for row, versions in rows.items():
            texts = {code: " ".join(parts) for code, parts in versions.items()}
            pairs += [
                Pair(gold.name, row, a, b, texts[a], texts[b]) for a, b in permutations(sorted(texts), 2)
            ]
    return pairs


def seed_units(pairs: list[Pair], count: int, seed: int) -> list[Seeded]:
    """`count` seeded units, sorts and languages in turn as long as the gold has places for them."""
    draw = random.Random(seed)
    streams = {
        (sort, language): _stream(sort, [pair for pair in pairs if pair.target_language == language], draw)
        for sort in SORTS
        for language in LANGUAGES
    }
    made: list[Seeded] = []
    while streams and len(made) < count:
        for key in list(streams):
            one = next(streams[key], None)
            if one is None:
                del streams[key]
            elif len(made) < count:
                made.append(one)
    return made


def _stream(sort: str, pairs: list[Pair], draw: random.Random) -> Iterator[Seeded]:
    """Yield seeded units, no two alike; each pair is tried a few times."""
    seen: set[tuple[str, str]] = set()
    order = pairs * 3
    draw.shuffle(order)
    for pair in order:
        one = seed_error(sort, pair, draw)
        if one is not None and (one.pair.source, one.target) not in seen:
            seen.add((one.pair.source, one.target))
            yield one


def compared(
    source: str, source_language: str, target: str, target_language: str
) -> CountedDifference | None:
    """What the check says of two texts."""
    return compare_counts(count_text(source, source_language), count_text(target, target_language))


def names_seed(found: CountedDifference | None, one: Seeded) -> bool:
    """Whether a finding shows the figure that was there or the one that is."""
    if found is None:
        return False
    shown = [*found.source, *found.target]
    numbers = {group for quantity in shown for group in _groups(f"{quantity.value} {quantity.written}")}
    if "month" in one.sort and one.pair.target_language != "zh":
        return any(quantity.value.startswith("month") for quantity in shown)
    wanted = _groups(f"{one.old} {one.new}")
    written = " ".join(quantity.written for quantity in shown)
    return bool(wanted & numbers) or any(part and part in written for part in (one.old, one.new))


def _groups(text: str) -> set[str]:
    plain = western(text)
    whole = re.sub(r"(?<=\d)[.,\s](?=\d{3}(?!\d))", "", plain)
    return {str(int(group)) for form in (plain, whole) for group in re.findall(r"\d+", form)}


def main() -> int:
    """Print the figures; status 1 if one does not hold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--list", type=int, default=20, help="failing cases to print of each kind")
    chosen = parser.parse_args()
    pairs = gold_pairs(chosen.data)
    seeded = seed_units(pairs, chosen.units, chosen.seed)
    start = time.perf_counter()
    by_language, by_sort, wrong = score_seeded(seeded)
    alarms = clean_alarms(pairs)
    # The clean copies of the seeded units: those with a phrase or another script are no gold pairs.
    copies = clean_alarms([one.pair for one in seeded])
    seconds = time.perf_counter() - start
    found = sum(score.found for score in by_language.values())
    precision = found / max(1, found + wrong + len(copies))
    recall = found / len(seeded)
    per_hundred = 100 * len(alarms) / len(pairs)
    print_scores("language", by_language)
    print_scores("sort", by_sort)
    print_missed([one for score in by_sort.values() for one in score.missed], chosen.list)
    print_alarms(alarms, chosen.list)
    print_alarms([one for one in copies if (one[0].gold, one[0].row) not in TRUE_DIFFERENCES], chosen.list)
    print(f"\nseeded units {len(seeded)}, clean pairs {len(pairs)}, {seconds:.1f} s for both")
    print(f"recall {recall:.4f} (>= {LEAST_RECALL}), precision {precision:.4f} (>= {LEAST_PRECISION})")
    print(f"false alarms per 100 clean units {per_hundred:.2f} (<= {MOST_FALSE_ALARMS})")
    true = sum((pair.gold, pair.row) in TRUE_DIFFERENCES for pair, _ in alarms)
    print(f"of {len(alarms)} alarms on clean pairs, {true} are where the gold itself differs in a figure")
    holds = recall >= LEAST_RECALL and precision >= LEAST_PRECISION and per_hundred <= MOST_FALSE_ALARMS
    return 0 if holds else 1


def score_seeded(seeded: list[Seeded]) -> tuple[dict[str, Score], dict[str, Score], int]:
    """Scores by target language and by sort, and how many findings name something else."""
    by_language: dict[str, Score] = defaultdict(Score)
    by_sort: dict[str, Score] = defaultdict(Score)
    wrong = 0
    for one in seeded:
        found = compared(one.pair.source, one.pair.source_language, one.target, one.pair.target_language)
        named = names_seed(found, one)
        wrong += found is not None and not named
        for score in (by_language[one.pair.target_language], by_sort[one.sort]):
            score.seeded += 1
            score.found += named
            score.findings += found is not None
            if not named:
                score.missed.append(one)
    return by_language, by_sort, wrong


def clean_alarms(pairs: list[Pair]) -> list[tuple[Pair, CountedDifference]]:
    """The clean pairs that are told as differing."""
    found = [
        (pair, compared(pair.source, pair.source_language, pair.target, pair.target_language))
        for pair in pairs
    ]
    return [(pair, difference) for pair, difference in found if difference is not None]


def print_scores(title: str, scores: dict[str, Score]) -> None:
    """A Markdown table."""
    print(f"\n| {title} | seeded | recall | precision |\n|---|---:|---:|---:|")
    for name, score in scores.items():
        precision = score.found / score.findings if score.findings else 0.0
        print(f"| {name} | {score.seeded} | {score.found / score.seeded:.3f} | {precision:.3f} |")


def print_missed(missed: list[Seeded], most: int) -> None:
    """The seeded errors that no finding names."""
    print(f"\nMissed: {len(missed)}; {dict(Counter(one.sort for one in missed))}")
    for one in missed[:most]:
        languages = f"{one.pair.source_language}>{one.pair.target_language}"
        print(f"- {one.sort}: {one.pair.gold} {one.pair.row} {languages}: {one.old!r} -> {one.new!r}")
        print(f"    {one.pair.source[:300]}\n    {one.target[:300]}")


def print_alarms(alarms: list[tuple[Pair, CountedDifference]], most: int) -> None:
    """What is told of clean pairs, and where the gold truly differs."""
    print(f"\nAlarms on clean pairs: {len(alarms)}")
    for pair, difference in alarms[:most]:
        note = TRUE_DIFFERENCES.get((pair.gold, pair.row))
        sides = [[quantity.written for quantity in side] for side in (difference.source, difference.target)]
        where = f"{pair.gold} {pair.row} {pair.source_language}>{pair.target_language}"
        print(f"- {where}: {sides[0]} | {sides[1]}" + (f" (the gold differs: {note})" if note else ""))


if __name__ == "__main__":
    sys.exit(main())
