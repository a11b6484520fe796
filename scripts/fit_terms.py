"""Fit the weights of `tm/terms/pair_probability.py` to the judged pairings, and say how far to trust them.

    python scripts/fit_terms.py --memory MEMORY

MEMORY is that of scripts/terms_memory.py. Pairs of two runs (terms of three rows and of two) that were judged
are the examples. Five folds by French term: every probability printed comes from weights that saw no pair of
that term. The calibration error has 15 bins of equal width, each pairing counted once.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from judged_terms import FITTED, Judgements, read_judgements
from numpy.typing import NDArray

from tm.memory import Memory, open_memory
from tm.terms.aligned_rows import aligned_rows
from tm.terms.extraction import encoder_of, likely_pairs
from tm.terms.known_languages import known_language, pivot_part, rendering_part
from tm.terms.pair_probability import WEIGHTS, pair_inputs
from tm.terms.term_texts import candidate_forms

PIVOT, OTHERS = "fr", ("en", "es", "ru", "ar", "zh")
FOLDS, BINS, PENALTY = 5, 15, 5.0
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Examples:
    """Judged pairs: inputs `(n, k)` by `names`, truth, fold, language, and the first run that has each."""

    names: list[str]
    inputs: Floats
    right: Floats
    fold: NDArray[np.int64]
    language: NDArray[np.str_]
    once: NDArray[np.bool_]


def read_examples(memory: Memory, judgements: Judgements) -> Examples:
    """The judged pairs among those of two runs."""
    rows = aligned_rows(memory, PIVOT, OTHERS)
    inputs, right, fold, language, once = [], [], [], [], []
    names: list[str] = []
    seen: set[tuple[str, str, str]] = set()
    for least in (3, 2):
        parts = dict.fromkeys(OTHERS, rendering_part(least)) | {PIVOT: pivot_part(least)}
        known = {code: known_language(rows.of(code), code, part) for code, part in parts.items()}
        vectors = encoder_of(memory)
        forms = {
            code: [tuple(candidate_forms(one, number)) for number in range(len(one.candidates))]
            for code, one in known.items()
        }
        for code in OTHERS:
            pairs = likely_pairs(known[PIVOT], known[code], vectors, least)
            by_name = pair_inputs(pairs)
            names = list(by_name)
            table = np.stack([by_name[name] for name in names], axis=1)
            for place, (p, q) in enumerate(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)):
                verdict = judgements.verdict(code, forms[PIVOT][p], forms[code][q])
                if verdict is None:
                    continue
                key = (code, forms[PIVOT][p][0], forms[code][q][0])
                inputs.append(table[place])
                right.append(float(verdict))
                fold.append(fold_of(key[1]))
                language.append(code)
                once.append(key not in seen)
                seen.add(key)
    return Examples(
        names, np.array(inputs), np.array(right), np.array(fold), np.array(language), np.array(once)
    )


def fold_of(french: str) -> int:
    """The fold of a French term, the same in every run."""
    digest = hashlib.blake2b(french.casefold().encode(), digest_size=4).hexdigest()
    return int(digest, 16) % FOLDS


def fit(inputs: Floats, right: Floats, names: list[str]) -> Floats:
    """Weights of a logistic model with a ridge penalty on standardised inputs, by Newton's method."""
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0)
    bias = names.index("bias")
    mean[bias], spread[bias] = 0.0, 1.0
    spread[spread == 0] = 1.0
    scaled = (inputs - mean) / spread
    penalty = np.full(len(names), PENALTY)
    penalty[bias] = 1e-6
    weights = np.zeros(len(names))
    for _ in range(100):
        probability = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (probability - right) + penalty * weights
        curvature = (scaled.T * (probability * (1 - probability))) @ scaled + np.diag(penalty)
        step = np.linalg.solve(curvature, slope)
        weights -= step
        if np.abs(step).max() < 1e-10:
            break
    weights = weights / spread
    weights[bias] -= float(weights @ mean)
    return weights


def out_of_fold(examples: Examples) -> Floats:
    """The probability of each example by the weights of the other folds."""
    probability = np.zeros(len(examples.right))
    for fold in range(FOLDS):
        other = examples.fold != fold
        weights = fit(examples.inputs[other], examples.right[other], examples.names)
        probability[~other] = 1 / (1 + np.exp(-examples.inputs[~other] @ weights))
    return probability


def calibration_error(probability: Floats, right: Floats) -> float:
    """The expected calibration error: mean distance of probability and share right, bins of equal width."""
    bins = np.minimum((probability * BINS).astype(int), BINS - 1)
    total = 0.0
    for number in range(BINS):
        inside = bins == number
        if inside.any():
            total += inside.mean() * abs(probability[inside].mean() - right[inside].mean())
    return float(total)


def print_trust(examples: Examples) -> None:
    """Print calibration and precision out of fold, a language a line and all together."""
    _print_table(examples, out_of_fold(examples))


def print_held_out_trust(examples: Examples) -> None:
    """Print the same by the weights as they are: for examples that they were not fitted to."""
    weights = np.array([WEIGHTS[name] for name in examples.names])
    _print_table(examples, 1 / (1 + np.exp(-examples.inputs @ weights)))


def _print_table(examples: Examples, probability: Floats) -> None:
    print("| pair | judged pairings | calibration error | at least .8: how many | right |")
    print("|---|---|---|---|---|")
    for name in (*OTHERS, "all"):
        chosen = examples.once & ((examples.language == name) | (name == "all"))
        p, right = probability[chosen], examples.right[chosen]
        sure = p >= 0.8
        error, share = calibration_error(p, right), right[sure].mean()
        print(f"| fr-{name} | {chosen.sum()} | {error:.3f} | {sure.sum()} | {share:.3f} |")


def main() -> None:
    """Print what the weights are worth, and the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--memory", type=Path, required=True)
    options = parser.parse_args()
    examples = read_examples(open_memory(options.memory), read_judgements(FITTED))
    print_trust(examples)
    weights = fit(examples.inputs, examples.right, examples.names)
    print("\nWEIGHTS = {")
    for name, weight in zip(examples.names, weights.tolist(), strict=True):
        print(f'    "{name}": {weight:.3f},')
    print("}")


if __name__ == "__main__":
    main()
