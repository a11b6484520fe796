"""How good terms are: the first 200 concepts, well-known terms, calibration, and what no term may be.

    python scripts/bench_terms.py --data ../shared/data [--memory MEMORY]

Builds the memory of scripts/terms_memory.py, or takes one that was built before. A pairing that no list of
judgements has counts as wrong; figures are printed with all lists, and with the first alone. There are three
readings of "the first 200 concepts": their sure renderings, which is what an export gives; their surest
rendering, sure or not; and the 200 surest pairings of each pair of languages. Calibration is out of fold on
the lists that the weights are fitted to (scripts/fit_terms.py), and of these weights on all other pairs.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from fit_terms import OTHERS, print_held_out_trust, print_trust, read_examples
from judged_terms import (
    FITTED,
    JUDGED,
    Judgements,
    folded,
    held_out_judgements,
    read_judgements,
    read_known,
)
from terms_memory import build_terms_memory

from tm.memory import Memory, open_memory
from tm.terms.concepts import Concept, Term
from tm.terms.extraction import extract_concepts
from tm.terms.term_places import CONTENT
from tm.terms.word_classes import word_class
from tm.terms.words import words_of

FIRST = 200
SURE = 0.8
# The well-known terms stand in two rows at least; their surest rendering counts from an even chance on.
KNOWN_FREQUENCY, KNOWN_PROBABILITY = 2, 0.5


def first_verdicts(
    concepts: Sequence[Concept], judgements: Judgements, code: str, least: float
) -> list[bool | None]:
    """The verdicts on the surest rendering of the first concepts that have one of at least `least`."""
    return [
        judgements.verdict(code, concept.term.forms, found[0].term.forms)
        for concept in concepts[:FIRST]
        if (found := concept.renderings.get(code)) and found[0].probability >= least
    ]


def first_pairings(
    concepts: Sequence[Concept], judgements: Judgements, code: str
) -> tuple[list[bool | None], float]:
    """The verdicts on the 200 surest pairings of French and a language, and their least probability."""
    pairings = sorted(
        ((one.renderings[code][0], one.term) for one in concepts if one.renderings.get(code)),
        key=lambda pair: (-pair[0].probability, pair[1].text),
    )[:FIRST]
    verdicts = [judgements.verdict(code, term.forms, best.term.forms) for best, term in pairings]
    return verdicts, pairings[-1][0].probability if pairings else 0.0


def print_first_concepts(concepts: Sequence[Concept], judgements: Judgements, least: float) -> None:
    """Print how many of the surest renderings among the first concepts are right, a language a line."""
    named = "sure" if least else "any"
    print(f"| pair | of the first 200 with {named} rendering | right | wrong | unjudged | share right |")
    print("|---|---|---|---|---|---|")
    for code in OTHERS:
        print(_row(code, first_verdicts(concepts, judgements, code, least)))


def _row(code: str, verdicts: Sequence[bool | None], *more: str) -> str:
    right, unjudged = verdicts.count(True), verdicts.count(None)
    cells = (f"fr-{code}", *more, len(verdicts), right, len(verdicts) - right - unjudged, unjudged)
    return f"| {' | '.join(map(str, cells))} | {right / max(len(verdicts), 1):.3f} |"


def print_first_pairings(concepts: Sequence[Concept], judgements: Judgements) -> None:
    """Print the same of the 200 pairings of each pair with the highest probability, sure or not."""
    print("| pair | lowest probability | pairings | right | wrong | unjudged | share right |")
    print("|---|---|---|---|---|---|---|")
    for code in OTHERS:
        verdicts, lowest = first_pairings(concepts, judgements, code)
        print(_row(code, verdicts, f"{lowest:.2f}"))


def print_known(memory: Memory) -> None:
    """Print how many well-known terms are found with their right English form, and which are not."""
    concepts = extract_concepts(
        memory, languages=["en"], min_frequency=KNOWN_FREQUENCY, min_probability=KNOWN_PROBABILITY
    )
    by_form: dict[str, Concept] = {}
    for concept in concepts:
        for form in concept.term.forms:
            by_form.setdefault(folded(form), concept)
    known = read_known()
    missed = [
        french
        for french, english in known
        if (concept := by_form.get(folded(french))) is None
        or not {folded(one) for one in english}
        & {folded(one) for one in concept.renderings["en"][0].term.forms}
    ]
    print(f"{len(known) - len(missed)} of {len(known)} well-known terms found; not: {', '.join(missed)}")


def print_offences(concepts: Sequence[Concept]) -> None:
    """Print the terms with a function word, a figure or a sign at an edge, and contexts that are amiss."""
    terms: list[Term] = [one.term for one in concepts]
    few = odd = 0
    for concept in concepts:
        for found in (rendering for all_of in concept.renderings.values() for rendering in all_of):
            terms.append(found.term)
            few += len(found.contexts) < min(3, found.count)
            odd += any(one.text[one.start : one.end].strip() == "" for one in found.contexts)
    bad = [term.text for term in terms if _edges_are_bad(term)]
    print(f"{len(terms)} terms, {len(bad)} with a function word or figure at an edge {bad[:10]}")
    print(f"{few} renderings with fewer than three contexts that share three units, {odd} empty contexts")


def _edges_are_bad(term: Term) -> bool:
    words = words_of(term.text, term.language)
    return any(not word_class(word, term.language).places & CONTENT for word in (words[0], words[-1]))


def measure(memory: Memory) -> None:
    """Print all figures of a memory."""
    began = time.perf_counter()
    concepts = extract_concepts(memory)
    print(f"{len(concepts)} concepts in {time.perf_counter() - began:.1f} s")
    for name, paths in (("All lists", JUDGED), ("The first list alone", JUDGED[:1])):
        judgements = read_judgements(paths)
        print(f"\n{name}:\n")
        print_first_concepts(concepts, judgements, SURE)
        print()
        print_first_concepts(concepts, judgements, 0.0)
        print()
        print_first_pairings(concepts, judgements)
    print()
    print_known(memory)
    print()
    print_offences(concepts)
    print("\nCalibration, out of fold:\n")
    print_trust(read_examples(memory, read_judgements(FITTED)))
    print("\nCalibration of the weights as they are, on pairs that they were not fitted to:\n")
    print_held_out_trust(read_examples(memory, held_out_judgements()))


def main() -> None:
    """Build or open, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--memory", type=Path, help="measure this memory, build nothing")
    options = parser.parse_args()
    if options.memory is None and options.data is None:
        parser.error("give --data to build a memory, or --memory for one that was built")
    if options.memory:
        measure(open_memory(options.memory))
        return
    with tempfile.TemporaryDirectory() as temporary:
        measure(build_terms_memory(options.data, Path(temporary)))


if __name__ == "__main__":
    main()
