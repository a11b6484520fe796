"""Fit the weights of the aligner's evidence by maximum likelihood on the lattice.

The lattice with log-linear scores is a semi-Markov conditional random field: the gradient of the
log-likelihood of the gold path is its features minus those expected under the model. Gold: seeded
corruptions of the gold sets, a third of them with a part replaced by foreign text, a quarter cut to a
few paragraphs, half with labels hidden, half with made-up labels of which some are wrong or missing.

    python scripts/fit_weights.py --data ../shared/data [--leave-out FAMILY] [--steps 150]

Prints the weights and, for each family, the mean log-likelihood. The same inputs give the same weights.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from corrupted_copies import Bead, Paragraph, clean, corrupt, gold_beads
from gold_sets import GoldSet, load_gold_sets

from align.band import Band, full_band
from align.encoders import Encoder, load_encoder
from align.features import BEAD_FEATURES, BEAD_TYPES, NULL_FEATURES, bead_rows, null_features
from align.lattice import LatticeScores, posterior
from align.segments import Segments, Stream, measure
from align.sides import Floats, prepare_pair
from align.weights import DEFAULT_WEIGHTS, Weights
from corpora.label_paths import mask_ordinals

OPEN = NULL_FEATURES.index("null open")


@dataclasses.dataclass(frozen=True)
class Example:
    """One corrupted pair: features over its band, and the features of its gold path."""

    family: str
    band: Band
    beads: dict[tuple[int, int], np.ndarray]
    valid: dict[tuple[int, int], np.ndarray]
    source_null: Floats
    target_null: Floats
    observed: Floats


def noisy_labels(version: list[Paragraph], numbered: set[int], draw: random.Random) -> tuple[str, ...]:
    """Labels by row for the numbered rows.

    5 % wrong (shifted or repeated), 20 % missing, none on second halves.
    """
    labels: list[str] = []
    seen: set[int] = set()
    for paragraph in version:
        row = min(paragraph.rows)
        label = f"P{row}" if row in numbered and row not in seen and draw.random() >= 0.20 else ""
        if label and draw.random() < 0.05:
            label = f"P{row + draw.choice((-1, 1))}"
        seen |= paragraph.rows
        labels.append(label)
    return tuple(labels)


def observed_features(beads: list[Bead], example: Example) -> Floats | None:
    """Features of the gold path; None if it is no path of the lattice (crossing, gaps inside, too wide)."""
    total = np.zeros(len(BEAD_FEATURES) + len(NULL_FEATURES))
    i = j = 0
    before = "bead"
    order = sorted(beads, key=lambda bead: (min(bead[0], default=10**9), min(bead[1], default=10**9)))
    steps = _canonical(order)
    if steps is None:
        return None
    for a, b in steps:
        i, j = i + a, j + b
        if (a, b) in example.beads:
            total[: len(BEAD_FEATURES)] += example.beads[a, b][:, example.band.index(i, j)]
            before = "bead"
        elif (a, b) in ((1, 0), (0, 1)):
            side = "source" if a else "target"
            nulls = example.source_null[:, i - 1] if a else example.target_null[:, j - 1]
            total[len(BEAD_FEATURES) :] += nulls
            total[len(BEAD_FEATURES) + OPEN] += before != side
            before = side
        else:
            return None
    return total


def _canonical(order: list[Bead]) -> list[tuple[int, int]] | None:
    """Steps of a monotone path, source nulls before target nulls in a gap; None if there is none."""
    pairs = [bead for bead in order if bead[0] and bead[1]]
    steps: list[tuple[int, int]] = []
    i = j = 0
    ends = (sum(len(b[0]) for b in order), sum(len(b[1]) for b in order))
    for left, right in [*pairs, ((ends[0],), (ends[1],))]:
        if (
            left[0] < i
            or right[0] < j
            or left[-1] - left[0] + 1 != len(left)
            or right[-1] - right[0] + 1 != len(right)
        ):
            return None
        steps += [(1, 0)] * (left[0] - i) + [(0, 1)] * (right[0] - j)
        if (left, right) != ((ends[0],), (ends[1],)):
            steps.append((len(left), len(right)))
        i, j = left[-1] + 1, right[-1] + 1
    return steps


def make_example(family: str, source: Stream, target: Stream, gold: list[Bead]) -> Example | None:
    """Compute the features of a pair once; None where the gold is no path of the lattice."""
    pair = prepare_pair(source, target)
    band = full_band(len(source), len(target))
    beads = {kind: np.zeros((len(BEAD_FEATURES), band.nodes), dtype=np.float32) for kind in BEAD_TYPES}
    valid = {kind: np.zeros(band.nodes, dtype=bool) for kind in BEAD_TYPES}
    for kind, where, features in bead_rows(pair, band):
        beads[kind][:, where] = features
        valid[kind][where] = True
    nulls = null_features(pair.source, pair.target), null_features(pair.target, pair.source)
    example = Example(family, band, beads, valid, *nulls, np.zeros(0))
    observed = observed_features(gold, example)
    return None if observed is None else dataclasses.replace(example, observed=observed)


def likelihood(example: Example, weights: Floats) -> tuple[float, Floats]:
    """Log-likelihood of the gold path and its gradient."""
    w_beads, w_nulls = weights[: len(BEAD_FEATURES)], weights[len(BEAD_FEATURES) :]
    scores = LatticeScores(
        beads={
            kind: np.where(example.valid[kind], w_beads @ features, -np.inf)
            for kind, features in example.beads.items()
        },
        source_null=w_nulls @ example.source_null,
        target_null=w_nulls @ example.target_null,
        open_gap=float(w_nulls[OPEN]),
    )
    found = posterior(example.band, scores)
    expected = np.zeros_like(weights)
    for kind, features in example.beads.items():
        expected[: len(BEAD_FEATURES)] += features @ found.beads[kind]
    expected[len(BEAD_FEATURES) :] += example.source_null @ found.source_null
    expected[len(BEAD_FEATURES) :] += example.target_null @ found.target_null
    expected[len(BEAD_FEATURES) + OPEN] += found.openings
    return float(weights @ example.observed - found.log_total), example.observed - expected


def with_foreign_part(
    copy: list[Paragraph], language: str, others: list[GoldSet], draw: random.Random
) -> list[Paragraph]:
    """The copy with a run of 2 to 12 paragraphs replaced by as many of an unrelated document."""
    choices = [gold for gold in others if language in gold.versions]
    foreign = draw.choice(choices).versions[language]
    length = min(draw.randint(2, 12), len(copy) // 2, len(foreign))
    at, source = draw.randrange(len(copy) - length + 1), draw.randrange(len(foreign) - length + 1)
    strangers = [
        Paragraph(text, frozenset([-1 - k])) for k, (text, _) in enumerate(foreign[source : source + length])
    ]
    return [*copy[:at], *strangers, *copy[at + length :]]


def window(copies: dict[str, list[Paragraph]], draw: random.Random) -> dict[str, list[Paragraph]]:
    """A few neighbouring rows of all versions: most documents are small."""
    rows = sorted(
        {row for copy in copies.values() for paragraph in copy for row in paragraph.rows if row >= 0}
    )
    size = draw.choice((2, 3, 4, 6, 9, 14))
    start = draw.randrange(max(1, len(rows) - size))
    kept = set(rows[start : start + size])
    cut = {code: [p for p in copy if p.rows & kept or min(p.rows) < 0] for code, copy in copies.items()}
    return {code: copy for code, copy in cut.items() if copy}


def examples(sets: list[GoldSet], encoder: Encoder, seeds: range) -> Iterator[Example]:
    """Corrupted pairs of every set, language and seed; labels hidden in every second one."""
    for gold in sets:
        for seed in seeds:
            rate = (0.10, 0.30)[seed % 2]
            copies = {code: corrupt(clean(v), code, seed, rate) for code, v in gold.versions.items()}
            chance = random.Random(f"{gold.name}/{seed}")
            if seed % 3 == 1:
                others = [other for other in sets if other.family != gold.family]
                copies |= {
                    code: with_foreign_part(copy, code, others, chance)
                    for code, copy in copies.items()
                    if code != "fr"
                }
            if seed % 4 == 3:
                copies = window(copies, chance)
                if "fr" not in copies:
                    continue
            streams = {code: stream_of(copy, code, encoder) for code, copy in copies.items()}
            rows = sorted({row for version in gold.versions.values() for _, row in version})
            for code in copies:
                if code == "fr":
                    continue
                source, target = streams["fr"], streams[code]
                if (seed // 2) % 2:
                    draw = random.Random(f"{gold.name}/{code}/{seed}")
                    numbered = {row for row in rows if draw.random() < 0.8}
                    source = dataclasses.replace(source, paths=noisy_labels(copies["fr"], numbered, draw))
                    target = dataclasses.replace(target, paths=noisy_labels(copies[code], numbered, draw))
                example = make_example(gold.family, source, target, gold_beads(copies["fr"], copies[code]))
                if example is not None:
                    yield example


def stream_of(version: list[Paragraph], language: str, encoder: Encoder) -> Stream:
    """The arrays of a version without labels."""
    texts = tuple(mask_ordinals(paragraph.text, language) for paragraph in version)
    blank = ("",) * len(texts)
    return measure(Segments(language, texts, blank, blank), encoder)


def fit(data: list[Example], steps: int, penalty: float = 0.002) -> Floats:
    """Adam ascent on the mean log-likelihood of a segment.

    With a small quadratic penalty towards the start.
    """
    weights = np.array([*DEFAULT_WEIGHTS.beads, *DEFAULT_WEIGHTS.nulls])
    start = weights.copy()
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    draw = random.Random("fit")
    size = 12
    for step in range(1, steps + 1):
        batch = draw.sample(data, min(size, len(data)))
        segments = sum(e.source_null.shape[1] + e.target_null.shape[1] for e in batch)
        found = [likelihood(example, weights) for example in batch]
        gradient = sum(g for _, g in found) / segments - penalty * (weights - start)
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        rate = 0.25 * min(1.0, 2 * (1 - step / (steps + 1)))
        weights += rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights[BEAD_FEATURES.index("bead 1:1")] = 0.0  # the scale's origin
        if step % 10 == 0:
            print(f"step {step}: {sum(value for value, _ in found) / segments:.4f} a segment", flush=True)
    return weights


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--leave-out", action="append", default=[])
    parser.add_argument("--steps", type=int, default=150)
    parser.add_argument("--seeds", type=int, default=4, help="corrupted copies of each set")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    sets = [gold for gold in load_gold_sets(options.data) if gold.family not in options.leave_out]
    data = list(examples(sets, load_encoder(), range(1000, 1000 + options.seeds)))
    print(f"{len(data)} pairs of {sorted({e.family for e in data})}", flush=True)
    fitted = fit(data, options.steps)
    split = len(BEAD_FEATURES)
    weights = Weights(
        tuple(np.round(fitted[:split], 3).tolist()), tuple(np.round(fitted[split:], 3).tolist())
    )
    for name, value in weights.named().items():
        print(f"{name:20} {value:8.3f}")
    if options.out:
        options.out.write_text(json.dumps(dict(weights.named()), indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
