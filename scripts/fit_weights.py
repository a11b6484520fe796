"""Fit the weights of the aligner's evidence by maximum likelihood on the lattice.

The lattice with log-linear scores is a semi-Markov conditional random field: the gradient of the
log-likelihood of the gold is its expected features minus those expected under the model. Gold beads that no
path can hold (crossing, with gaps inside, wider than any bead) are left open: all paths through their
segments count as gold.

    python scripts/fit_weights.py --data ../shared/data --folds docs/benchmarks/weights --defaults out.json

Writes one file of weights for each family, fitted without it and its relatives, and one fitted on all.
`--only FAMILY` fits one fold. The same inputs give the same weights.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from training_examples import Example, Stage, load_examples

from align.features import BAND_FEATURES, BEAD_FEATURES, BOTH, NULL_BAND_FEATURES, NULL_FEATURES, OPEN
from align.lattice import LatticeScores, Posterior, posterior
from align.sides import Floats
from align.weights import Weights

# What is left out for each published figure: the family itself and what it is made of.
FOLDS = {
    "udhr": ("udhr",),
    "cc": ("cc",),
    "sdg": ("sdg",),
    "55-100": ("55/100",),
    "canada": ("canada",),
    "textberg": ("textberg",),
    "stress": ("udhr", "sdg", "55/100"),
}
# What the fit starts from and is drawn towards: the neighbour margin decides (Artetxe and Schwenk 2019), wide
# beads are as rare as paragraphs are merged or split, all else has to prove itself. Round numbers, never
# fitted: weights drawn towards fitted ones would know the documents that are left out.
PRIOR = {
    "similarity": 4.0,
    "crowd": -4.0,
    "neighbours": -1.0,
    "bead 1:2": -3.0,
    "bead 2:2": -6.0,
    "bead 1:3": -5.0,
    "bead of five": -8.0,
    "bead wider": -2.0,
    "null open": -2.0,
    # No gold set says of what kind its paragraphs are: this is never fitted.
    "kind differs": -1.0,
}
# Weight of the quadratic penalty on what is off the prior, against the mean log-likelihood of a segment.
PENALTY = 1e-4
STEPS = 150
# L-BFGS stops where no weight gains more than this.
TOLERANCE = 1e-7

_examples: list[Example] = []
# The first stage only chooses candidates: fewer steps fit it well enough.
BAND_STEPS = 60


@dataclass(frozen=True)
class Task:
    """One stage of an example, with what its gold allows: bool a bead, a source and a target segment."""

    stage: Stage
    beads: np.ndarray
    source_null: np.ndarray
    target_null: np.ndarray

    @property
    def segments(self) -> int:
        """Segments of both sides."""
        return len(self.source_null) + len(self.target_null)


def task_of(stage: Stage, gold: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Task:
    """What the gold allows of a stage's candidates."""
    numbers = {tuple(place): k for k, place in enumerate(stage.places.tolist())}
    beads = np.zeros(len(stage.places), dtype=bool)
    alone = [np.zeros(stage.source_null.shape[1], bool), np.zeros(stage.target_null.shape[1], bool)]
    for source, target in gold:
        number = numbers.get(_place(source, target)) if source and target else None
        if number is not None:
            beads[number] = True
            continue
        for side, places in zip(alone, (source, target), strict=True):
            side[list(places)] = True
        if source and target:
            beads |= _inside(stage.places, set(source), set(target))
    return Task(stage, beads, *alone)


def _place(source: Sequence[int], target: Sequence[int]) -> tuple[int, ...]:
    whole = source[-1] - source[0] + 1 == len(source) and target[-1] - target[0] + 1 == len(target)
    return (source[0], target[0], len(source), len(target)) if whole else ()


def _inside(places: np.ndarray, source: set[int], target: set[int]) -> np.ndarray:
    return np.array(
        [source.issuperset(range(p, p + a)) and target.issuperset(range(q, q + b)) for p, q, a, b in places],
        dtype=bool,
    )


def likelihood(task: Task, weights: Floats) -> tuple[float, Floats] | None:
    """Log-likelihood of the gold and its gradient; None where no path agrees with the gold."""
    stage = task.stage
    split = stage.beads.shape[1]
    for_beads, for_nulls = weights[:split], weights[split:]
    beads = stage.beads @ for_beads
    nulls = for_nulls @ stage.source_null, for_nulls @ stage.target_null
    gaps = float(for_nulls[OPEN]), float(for_nulls[BOTH])
    every = posterior(stage.band, LatticeScores(stage.places, beads, *nulls, *gaps))
    allowed = LatticeScores(
        stage.places,
        np.where(task.beads, beads, -np.inf),
        np.where(task.source_null, nulls[0], -np.inf),
        np.where(task.target_null, nulls[1], -np.inf),
        *gaps,
    )
    try:
        gold = posterior(stage.band, allowed)
    except ValueError:
        return None
    return gold.log_total - every.log_total, _expected(stage, gold) - _expected(stage, every)


def _expected(stage: Stage, found: Posterior) -> Floats:
    nulls = stage.source_null @ found.source_null + stage.target_null @ found.target_null
    nulls[OPEN] += found.openings
    nulls[BOTH] += found.doubles
    return np.concatenate([found.beads @ stage.beads, nulls])


def prior(names: Sequence[str]) -> Floats:
    """What the weights of these features are drawn towards."""
    return np.array([PRIOR.get(name, 0.0) for name in names])


def fit(tasks: Sequence[Task], start: Floats, steps: int = STEPS) -> Floats:
    """The weights of the highest likelihood near `start` (L-BFGS); tasks without a gold path are left out."""
    usable = [task for task in tasks if likelihood(task, start) is not None]
    segments = sum(task.segments for task in usable)

    def loss(weights: Floats) -> tuple[float, Floats]:
        found = [result for task in usable if (result := likelihood(task, weights)) is not None]
        away = weights - start
        value = sum(v for v, _ in found) / segments - PENALTY * float(away @ away) / 2
        gradient = sum(g for _, g in found) / segments - PENALTY * away
        return -value, -gradient

    options = {"maxiter": steps, "gtol": TOLERANCE, "ftol": TOLERANCE**1.5}
    result = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    print(f"  {len(usable)} of {len(tasks)} pairs, log-likelihood {-result.fun:.5f} a segment", flush=True)
    return np.round(result.x, 3)


def fit_all(examples: Sequence[Example]) -> Weights:
    """Weights of both stages."""
    some = [task_of(e.first, e.gold) for e in examples if e.first]
    first = fit(some, prior((*BAND_FEATURES, *NULL_BAND_FEATURES)), BAND_STEPS)
    second = fit([task_of(e.second, e.gold) for e in examples], prior((*BEAD_FEATURES, *NULL_FEATURES)))
    at, then = len(BAND_FEATURES), len(BEAD_FEATURES)
    parts = first[:at], first[at:], second[:then], second[then:]
    return Weights(*(tuple(part.tolist()) for part in parts))


def write_weights(weights: Weights, path: Path) -> None:
    """Write weights by the names of their features."""
    path.parent.mkdir(parents=True, exist_ok=True)
    named = {part: dict(values) for part, values in weights.named().items()}
    path.write_text(json.dumps(named, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Gather the examples once, fit what is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=24, help="corrupted copies of each set")
    parser.add_argument("--folds", type=Path, help="folder for the weights of each fold")
    parser.add_argument("--defaults", type=Path, help="file for the weights fitted on everything")
    parser.add_argument("--only", choices=[*FOLDS], action="append")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    _examples.extend(load_examples(options.data, options.seeds, options.processes))
    print(f"{len(_examples)} pairs of {sorted({e.family for e in _examples})}", flush=True)
    folds = {fold: out for fold, out in FOLDS.items() if options.folds and fold in (options.only or FOLDS)}
    work = [(options.folds / f"{fold}.json", out) for fold, out in folds.items()]
    if options.defaults:
        work.append((options.defaults, ()))
    # Forked, so that the examples are not copied to every process.
    with ProcessPoolExecutor(options.processes, mp_context=get_context("fork")) as pool:
        running = [pool.submit(_fit_without, path, left_out) for path, left_out in work]
        for done in running:
            done.result()


def _fit_without(path: Path, left_out: Sequence[str]) -> None:
    examples = [e for e in _examples if e.family not in left_out]
    write_weights(fit_all(examples), path)
    print(f"{path.name}: without {', '.join(left_out) or 'nothing'}", flush=True)


if __name__ == "__main__":
    main()
