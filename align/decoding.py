"""What an aligned pair says: the path that is expected to be right in most, and the beads on it.

result -> path -> beads, with what moved
"""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from align.beads import Bead, Span, Term
from align.calibration import KINDS_OF_EVIDENCE, POSTERIORS, calibrated, limited
from align.features import BEAD_FEATURES, BOTH, NULL_FEATURES, OPEN
from align.lattice import LatticeScores, Step, best_path
from align.moves import find_moves, replace_nulls
from align.pairing import PairResult, align_streams
from align.segments import part_of
from align.sides import Ints

# Decoding by expected correctness: a bead gains its probability times this power of the segments it covers,
# less a price. Where segments are wrongly parted two beads are wrong, where wrongly joined one: on the
# development sets strict F1 is highest for 1.5 and .6 (docs/benchmarks.md).
COVERED_POWER = 1.5
BEAD_PRICE = 0.6
_KINDS = [BEAD_FEATURES.index(name) for name in KINDS_OF_EVIDENCE]


def decode(result: PairResult, forced_cuts: NDArray[np.bool_] | None = None) -> list[Step]:
    """The path that is expected to be right in most: each bead gains its probability for what it covers.

    Beads may not cover a source boundary where `forced_cuts` `(n + 1,)` is true.
    """
    places, found, scores = result.scores.places, result.found, result.scores
    gains = found.beads * (places[:, 2] + places[:, 3]) ** COVERED_POWER - BEAD_PRICE
    gains[~np.isfinite(scores.beads)] = -np.inf
    if forced_cuts is not None and forced_cuts[1:-1].any():
        before = np.concatenate([[0], np.cumsum(forced_cuts)])
        p, _, a, _ = places.T
        gains[before[p + a] - before[p + 1] > 0] = -np.inf
    alone_source, alone_target = (
        np.where(np.isfinite(score), probability - BEAD_PRICE, -np.inf)
        for score, probability in (
            (scores.source_null, found.source_null),
            (scores.target_null, found.target_null),
        )
    )
    return best_path(result.band, LatticeScores(places, gains, alone_source, alone_target, 0.0))


def beads_of_path(result: PairResult, path: list[Step]) -> list[Bead]:
    """The beads of a path with probability, score, rule and evidence, moved sections paired.

    In source order.
    """
    pairs = iter(_beads(result, [step for step in path if step[2] and step[3]]))
    beads = []
    open_side = ""
    for p, q, a, b in path:
        if a and b:
            beads.append(next(pairs))
            open_side = ""
        else:
            side = "source" if a else "target"
            opens, both = side != open_side, side == "target" and open_side == "source"
            beads.append(_null(result, (p, p + a), (q, q + b), opens=opens, both=both))
            open_side = side
    demanded = result.constraints
    settled = np.flatnonzero(demanded.alone_source), np.flatnonzero(demanded.alone_target)
    found = find_moves(
        result.pair, beads, lambda *section: _align_section(result, *section), settled, demanded.refused
    )
    return with_locked_moves(result, found)


def with_locked_moves(result: PairResult, beads: list[Bead]) -> list[Bead]:
    """The beads, with confirmed ones that cross the path in the place of what it left alone."""
    moved = [
        Bead((p, p + a), (q, q + b), 1.0, 0.0, "lock") for p, q, a, b in result.constraints.moved.tolist()
    ]
    return replace_nulls(beads, moved) if moved else beads


def _align_section(result: PairResult, source: Span, target: Span) -> list[Bead]:
    """Beads of two ranges aligned by themselves; positions are those of the whole."""
    parts = part_of(result.pair.source.stream, *source), part_of(result.pair.target.stream, *target)
    # The odds against chance need the posterior itself: calibrated ones end below certainty.
    weights = dataclasses.replace(result.weights, calibration=POSTERIORS)
    part = align_streams(*parts, weights, like=result.pair)
    found = _beads(part, [step for step in decode(part) if step[2] and step[3]])
    return [
        dataclasses.replace(
            bead,
            source=(bead.source[0] + source[0], bead.source[1] + source[0]),
            target=(bead.target[0] + target[0], bead.target[1] + target[0]),
        )
        for bead in found
    ]


def _beads(result: PairResult, steps: list[Step]) -> list[Bead]:
    """The beads of steps with text on both sides, in order."""
    numbers = _candidates_of(result, steps)
    features = result.evidence.candidates.features[numbers]
    posteriors = np.clip(result.found.beads[numbers], 0.0, 1.0)
    products = features * np.array(result.weights.beads)
    maps = result.weights.calibration
    knots = maps.pooled if result.pooled else maps.beads
    beads = []
    rows = zip(steps, features[:, _KINDS].tolist(), products.tolist(), posteriors.tolist(), strict=True)
    for (p, q, a, b), kinds, values, posterior in rows:
        terms = _terms(BEAD_FEATURES, values)
        evidence = dict(zip(KINDS_OF_EVIDENCE, kinds, strict=True))
        locked = bool(result.constraints.taken_source[p])
        beads.append(
            Bead(
                source=(p, p + a),
                target=(q, q + b),
                probability=1.0 if locked else limited(calibrated(posterior, knots), evidence, maps.one_kind),
                score=sum(term.value for term in terms),
                rule="lock" if locked else "label" if evidence["label match"] > 0 else "similarity",
                evidence=terms,
            )
        )
    return beads


def _candidates_of(result: PairResult, steps: list[Step]) -> Ints:
    """The number of the candidate that each step takes: int64 `(len(steps),)`."""
    places, columns = result.scores.places, len(result.pair.target) + 1
    nodes = places[:, 0].astype(np.int64) * columns + places[:, 1]
    wanted = np.array(steps, dtype=np.int64).reshape(-1, 4)
    numbers = np.searchsorted(nodes, wanted[:, 0] * columns + wanted[:, 1])
    while len(other := np.flatnonzero((places[numbers, 2:] != wanted[:, 2:]).any(axis=1))):
        numbers[other] += 1
    return numbers


def _null(result: PairResult, source: Span, target: Span, *, opens: bool, both: bool) -> Bead:
    on_source = source[1] > source[0]
    position = source[0] if on_source else target[0]
    table = result.evidence.source_null if on_source else result.evidence.target_null
    features = table[:, position].copy()
    features[OPEN], features[BOTH] = float(opens), float(both)
    terms = _terms(NULL_FEATURES, (features * np.array(result.weights.nulls)).tolist())
    nulls = result.found.source_null if on_source else result.found.target_null
    maps = result.weights.calibration
    found = min(max(float(nulls[position]), 0.0), 1.0)
    probability = calibrated(found, maps.pooled_nulls if result.pooled else maps.nulls)
    return Bead(source, target, probability, sum(term.value for term in terms), "null", terms)


def _terms(names: tuple[str, ...], values: list[float]) -> tuple[Term, ...]:
    """What each feature adds to the score; features that add nothing are left out."""
    return tuple(Term(name, value) for name, value in zip(names, values, strict=True) if value)
