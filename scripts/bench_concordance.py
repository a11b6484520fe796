"""How well the counterparts of phrases are found, on 496 cases written by hand.

    python scripts/bench_concordance.py --data ../shared/data [--memory FOLDER]

Builds a memory of the rows that the gold sets of the data folder align (or takes one built before), asks for
each phrase of tests/cases/concordance/counterparts.tsv, and compares what is highlighted with the rendering
that a person named. Prints by pair: how many are shown at all; of the shown, how many are exactly right and
the mean F1 of words (characters in Chinese); the F1 with those not shown as 0. Then the same phrases with the
text of another unit in place of the counterpart: nothing should be shown. Phrases are also counted by how
many paragraphs have them. These cases chose the weights (docs/concordance.md).
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from concordance_cases import Case, judged, read_cases, read_texts
from concordance_memory import write_gold_memory

import hexapla
from tm.concordance import ConcordanceHit
from tm.concordancing.counterparts import CounterpartSources, with_counterparts
from tm.concordancing.phrase_patterns import compile_phrase, occurrence_spans

_SEED = 6


@dataclass(frozen=True)
class Verdict:
    """One case: is something shown, is it exactly right, its F1; how many paragraphs have the phrase."""

    case: Case
    shown: bool
    exact: bool
    f1: float
    paragraphs: int


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--memory", type=Path, help="a memory that scripts/concordance_memory.py made")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.memory or Path(temporary) / "memory"
        if not options.memory:
            write_gold_memory(options.data, folder)
        memory = hexapla.open_memory(folder, hexapla.load_encoder("default"))
        texts = read_texts(memory)
        cases = list(read_cases(texts))
        start = time.perf_counter()
        hits = {(case.language, case.phrase, case.other): _hits(memory, case) for case in cases}
        seconds = time.perf_counter() - start
        verdicts = [_verdict(case, hits[case.language, case.phrase, case.other]) for case in cases]
        _print_table(verdicts)
        shown = sum(map(len, hits.values()))
        print(f"\n{shown} occurrences in {len(hits)} questions, {seconds:.1f} s")
        wrong, asked = _unrelated(memory, cases, texts)
        print(f"Unrelated texts: {wrong} of {asked} have something highlighted ({wrong / asked:.3f})")


def _hits(memory: hexapla.Memory, case: Case) -> list[ConcordanceHit]:
    return memory.concordance(case.phrase, language=case.language, show=[case.other], highlight=True)


def _verdict(case: Case, hits: list[ConcordanceHit]) -> Verdict:
    hit = next(hit for hit in hits if hit.unit_id == case.unit_id and len(hit.left) == case.match[0])
    span = hit.spans.get(case.other)
    place = None if span is None else (span.start, span.end)
    exact, f1 = judged(place, case.renderings, hit.counterparts[case.other], case.other)
    return Verdict(case, place is not None, exact, f1, len({hit.unit_id for hit in hits}))


def _print_table(verdicts: list[Verdict]) -> None:
    print("| pair | cases | shown | exact of shown | F1 of shown | exact | F1, unsure as 0 |")
    print("|---|---|---|---|---|---|---|")
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[f"{verdict.case.language} > {verdict.case.other}"].append(verdict)
    for name, group in groups.items():
        print(_line(name, group))
    print(_line("all", verdicts))
    for name, low, high in (("in 1 paragraph", 1, 1), ("2 to 4", 2, 4), ("5 or more", 5, 10**6)):
        print(_line(name, [one for one in verdicts if low <= one.paragraphs <= high]))


def _line(name: str, group: list[Verdict]) -> str:
    shown = [one for one in group if one.shown]
    figures = (
        _mean(one.shown for one in group),
        _mean(one.exact for one in shown),
        _mean(one.f1 for one in shown),
        _mean(one.exact for one in group),
        _mean(one.f1 for one in group),
    )
    return f"| {name} | {len(group)} | {' | '.join(f'{figure:.3f}' for figure in figures)} |"


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _unrelated(
    memory: hexapla.Memory, cases: list[Case], texts: dict[str, dict[str, str]]
) -> tuple[int, int]:
    """Ask for each phrase in the text of a unit drawn by chance that does not have it."""
    drawn = random.Random(_SEED)
    units = sorted(unit_id for unit_id, of_unit in texts.items() if len(of_unit) == 6)
    sources = CounterpartSources(memory.lexical_index, memory.encoder)
    shown = 0
    for case in cases:
        hits = memory.concordance(case.phrase, language=case.language, show=[case.other])
        phrase = compile_phrase(case.phrase)
        while any(occurrence_spans(phrase, texts[unit := drawn.choice(units)][case.language])):
            pass
        hit = replace(hits[0], counterparts={case.other: texts[unit][case.other]})
        (found,) = with_counterparts([hit], sources, sample=hits)
        shown += bool(found.spans)
    return shown, len(cases)


if __name__ == "__main__":
    main()
