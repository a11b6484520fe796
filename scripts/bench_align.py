"""Measure the aligner: every published figure of alignment, with its target and the peers beside it.

    python scripts/bench_align.py --data ../shared/data [--only textberg,corrupted] [--seeds 20]
        [--json docs/benchmarks/alignment.json] [--processes 2]

Parts:
  clean        real files as they come, with their markup and labels
  missing      the first quarter of the French cut off, ordinals masked
  textberg     sentences of Text+Berg dev, German with French
  corrupted    paragraphs merged, split and dropped in every version, ordinals masked
  labelled     the same copies with labels, some wrong, some missing, an annex numbered again from 1
  six-way      the same copies: rows over all six versions
  unrelated    few paragraphs beside few of another document, and beside those that say the same
  locks        of two corrupted copies wrong beads are refused, and right ones that were missed confirmed
  stress       5000 blocks of real text: parts missing, foreign or boilerplate text, sections swapped
  calibration  the probabilities of textberg and corrupted, which it runs if they are not asked for
  speed        50 000 x 50 000 segments, vectors given
  encoding     5 000 texts a side, encoded and aligned
  growth       time and memory from 1 000 to 100 000 segments, vectors given

Strict F1 under the Vecalign scorer unless said. Beside it, on the same vectors or texts, Vecalign,
length-only Gale-Church (no answer counts as nothing found), segment i with segment i, and for rows the pairs
joined by union-find. Prints Markdown and the signature of the run,
taken when it starts. With --json the parts that were run are replaced in that file, and the reliability plot
is written beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
# One thread for every system: more help little and collapse where other work runs beside.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from bench_cases import (
    Case,
    RowCase,
    clean_cases,
    copied_cases,
    corrupted_cases,
    missing_cases,
    stress_cases,
    textberg_cases,
)
from bench_figures import Figure, calibration_figures, case_figures, judged_beads, markdown, row_figures
from bench_locks import PART as LOCKS
from bench_locks import lock_figures
from bench_results import keep_results
from bench_signature import signature
from bench_speed import encoding_figures, growth_figures, speed_figures
from bench_unrelated import PART as UNRELATED
from bench_unrelated import unrelated_figures
from calibration_metrics import equal_mass_bins
from published_weights import STRESS, WEIGHTS_FOLDER, family_weights
from reliability_plot import reliability_svg

from align.encoders import load_encoder

__all__ = ["clean_cases", "corrupted_cases", "missing_cases"]

COPIED = ("corrupted", "labelled", "six-way")
SPEED = ("speed", "encoding", "growth")
PARTS = ("clean", "missing", "textberg", *COPIED, UNRELATED, LOCKS, STRESS, "calibration", *SPEED)
FAMILIES = ("55/100", "canada", "cc", "sdg", "udhr")
# Copies of each set that are locked: each of their wrong beads is a run.
LOCKED_SEEDS = 2
# The plot of the probabilities, beside the JSON.
PLOT = "reliability.svg"


def run_cases(options: argparse.Namespace, parts: Collection[str]) -> list[Case | RowCase]:
    """All cases of the parts that score ladders or rows."""
    cases: list[Case | RowCase] = []
    if "clean" in parts:
        cases += clean_cases(options.data, options.weights)
    if "missing" in parts:
        cases += missing_cases(options.data, options.weights)
    if {"textberg", "calibration"} & set(parts):
        cases += textberg_cases(options.data, options.weights)
    copied = {*parts} & {*COPIED} | ({"corrupted"} if "calibration" in parts else set())
    if copied:
        work = partial(
            copied_cases, options.data, parts=copied, weights=options.weights, families=options.family
        )
        with ProcessPoolExecutor(options.processes) as pool:
            for seed, found in enumerate(pool.map(work, range(1, options.seeds + 1)), start=1):
                cases += found
                print(f"seed {seed} done", file=sys.stderr, flush=True)
    if STRESS in parts:
        languages = options.languages.split(",")
        for case in stress_cases(options.data, languages, options.blocks, weights=options.weights):
            cases.append(case)
            print(f"{case.family}, {case.language} done", file=sys.stderr, flush=True)
    return cases


def run_speed(options: argparse.Namespace, parts: Collection[str]) -> list[Figure]:
    """The figures of time and memory."""
    figures: list[Figure] = []
    if "speed" in parts:
        figures += speed_figures(options.data, options.segments)
    if "encoding" in parts:
        slow = options.sentences if options.whole_encoding else min(250, options.sentences)
        figures += encoding_figures(options.data, options.sentences, slow)
    if "growth" in parts:
        figures += growth_figures(options.data)
    return figures


def calibrate(cases: Collection[Case], plot: Path | None) -> list[Figure]:
    """The figures of the probabilities; writes the reliability plot if it is given a place."""
    judged = judged_beads(cases)
    if plot:
        bins = {name: equal_mass_bins(beads.probabilities, beads.right) for name, beads in judged.items()}
        plot.write_text(reliability_svg("How often beads are right", bins), encoding="utf-8", newline="\n")
    return calibration_figures(judged)


def families_of(parts: Collection[str], wanted: Collection[str]) -> list[str]:
    """The families whose weights the parts use."""
    families = (
        [*(wanted or FAMILIES)]
        if {"clean", "missing", "calibration", UNRELATED, LOCKS, *COPIED} & {*parts}
        else []
    )
    sentences = ["textberg"] if {"textberg", "calibration"} & {*parts} else []
    return [*families, *sentences, *([STRESS] if STRESS in parts else [])]


def main() -> None:
    """Run what is asked for and print it."""
    options = _options()
    parts = options.only.split(",")
    if unknown := sorted({*parts} - {*PARTS}):
        raise SystemExit(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    weights = [family_weights(family, options.weights) for family in families_of(parts, options.family)]
    settings = {"seeds": options.seeds, "blocks": options.blocks, "parts": parts}
    signed = signature(load_encoder(), weights, settings)
    found = run_cases(options, parts)
    cases = [case for case in found if isinstance(case, Case)]
    figures = case_figures([case for case in cases if case.part in (*parts, "first 25 % missing")])
    figures += row_figures([case for case in found if isinstance(case, RowCase)])
    if "calibration" in parts:
        figures += calibrate(cases, options.json.with_name(PLOT) if options.json else None)
    if UNRELATED in parts:
        figures += unrelated_figures(options.data, options.weights)
    if LOCKS in parts:
        figures += lock_figures(options.data, LOCKED_SEEDS, options.weights)
    figures += run_speed(options, parts)
    print(markdown(figures))
    if defaults := [w.family for w in weights if not w.held_out]:
        print(
            f"\n**NOT ON UNSEEN TEXT: default weights were used for {', '.join(defaults)}**: there are no "
            f"weights fitted without them in {options.weights.name}/."
        )
    print(f"\nSignature: `{json.dumps(signed)}`")
    if options.json:
        keep_results(options.json, signed, figures)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--seeds", type=int, default=20, help="corrupted copies of each set")
    parser.add_argument("--processes", type=int, default=2, help="for the corrupted copies")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, help="folder of FAMILY.json")
    parser.add_argument("--family", action="append", default=[], help="corrupted copies of these only")
    parser.add_argument("--languages", default="en,zh,ar", help="of the stress documents, with French")
    parser.add_argument("--blocks", type=int, default=5000, help="of the stress documents")
    parser.add_argument("--segments", type=int, default=50_000, help="of the speed part")
    parser.add_argument("--sentences", type=int, default=5_000, help="of the encoding part")
    parser.add_argument("--whole-encoding", action="store_true", help="do not extrapolate Vecalign's side")
    return parser.parse_args()


if __name__ == "__main__":
    main()
