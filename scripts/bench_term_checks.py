"""How long the checks of terms take: made-up units of 25 words a language, 10 000 concepts; no other check.

    python scripts/bench_term_checks.py --units 1000000

Prints units, concepts, findings, seconds of the processor without making the units, and the peak of memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator

from tm.checks.checked_units import CheckedUnit, CheckedVariant
from tm.checks.checking import check_units, choose_checks
from tm.checks.term_checks import TermChecks
from tm.tbx_reading import TermEntry, TermForm

CONCEPTS = 10_000
# fmt: off
FRENCH = (
    "la", "ville", "traite", "ses", "eaux", "usées", "avant", "que", "la", "rivière", "ne", "les", "porte",
    "vers", "la", "mer", "et", "le", "port", "du", "sud",
)
ENGLISH = (
    "the", "town", "treats", "its", "waste", "water", "before", "the", "river", "carries", "it", "to", "the",
    "sea", "and", "the", "southern", "port",
)
# fmt: on
WORDS = [f"mot{number}" for number in range(20_000)]


def termbase() -> list[TermEntry]:
    """Concepts of two words of which most stand nowhere, and one that stands in many units."""
    made = [
        TermEntry(
            f"c{number}", number,
            (
                TermForm("fr", f"{WORDS[number]} {WORDS[7 * number % len(WORDS)]}"),
                TermForm("en", f"{WORDS[3 * number % len(WORDS)]} term"),
            ),
        )
        for number in range(CONCEPTS)
    ]  # fmt: skip
    water = (TermForm("fr", "eaux usées"), TermForm("en", "waste water"), TermForm("en", "sewage"))
    return [*made, TermEntry("water", CONCEPTS, water)]


def units(number: int) -> Iterator[CheckedUnit]:
    """Yield units, the same ones each time."""
    draw = random.Random(1)
    for place in range(number):
        texts = [
            CheckedVariant(language, " ".join([*draw.choices(known, k=20), *draw.choices(WORDS, k=5)]))
            for language, known in (("fr", FRENCH), ("en", ENGLISH))
        ]
        yield CheckedUnit(str(place), tuple(texts), source_language="fr", group=str(place // 100))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=100_000)
    number = parser.parse_args().units
    start = time.process_time()
    made = sum(1 for _ in units(number))
    making = time.process_time() - start
    start = time.process_time()
    found = sum(1 for _ in check_units(units(made), choose_checks(["term"]), TermChecks(termbase())))
    seconds = time.process_time() - start - making
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{made} units, {CONCEPTS + 1} concepts: {found} findings, {seconds:.1f} s, {peak} MB")


if __name__ == "__main__":
    main()
