"""What an aligned pair says: the path that is expected to be right in most, and the beads on it.

result -> path -> beads, with what moved
"""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from align.beads import Bead, Span, Term
from align.calibration import POSTERIORS, calibrated, limited
from align.features import BEAD_FEATURES, BOTH, NULL_FEATURES, OPEN
from align.lattice import LatticeScores, Step, best_path
from align.moves import find_moves, replace_nulls
from align.pairing import PairResult, align_streams
from align.segments import part_of
from align.sides import Floats

# Decoding by expected correctness: a bead gains its probability times this power of the segments it covers,
# less a price. Where segments are wrongly parted two beads are wrong, where wrongly joined one: on the
# development sets strict F1 is highest for 1.5 and .6 (docs/benchmarks.md).
COVERED_POWER = 1.5
BEAD_PRICE = 0.6


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
    numbers = {tuple(place): k for k, place in enumerate(result.scores.places.tolist())}
    beads = []
    open_side = ""
    for step in path:
        p, q, a, b = step
        if a and b:
            beads.append(_bead(result, numbers[step]))
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
    numbers = {tuple(place): k for k, place in enumerate(part.scores.places.tolist())}
    found = [_bead(part, numbers[step]) for step in decode(part) if step[2] and step[3]]
    return [
        dataclasses.replace(
            bead,
            source=(bead.source[0] + source[0], bead.source[1] + source[0]),
            target=(bead.target[0] + target[0], bead.target[1] + target[0]),
        )
        for bead in found
    ]


def _bead(result: PairResult, number: int) -> Bead:
    p, q, a, b = result.scores.places[number].tolist()
    features = result.evidence.candidates.features[number]
    terms = _terms(BEAD_FEATURES, result.weights.beads, features)
    labelled = features[BEAD_FEATURES.index("label match")] > 0
    locked = bool(result.constraints.taken_source[p])
    maps = result.weights.calibration
    found = min(max(float(result.found.beads[number]), 0.0), 1.0)
    probability = calibrated(found, maps.pooled if result.pooled else maps.beads)
    if not locked:
        evidence = dict(zip(BEAD_FEATURES, features.tolist(), strict=True))
        probability = limited(probability, evidence, maps.one_kind)
    return Bead(
        source=(p, p + a),
        target=(q, q + b),
        probability=1.0 if locked else probability,
        score=sum(term.value for term in terms),
        rule="lock" if locked else "label" if labelled else "similarity",
        evidence=terms,
    )


def _null(result: PairResult, source: Span, target: Span, *, opens: bool, both: bool) -> Bead:
    on_source = source[1] > source[0]
    position = source[0] if on_source else target[0]
    table = result.evidence.source_null if on_source else result.evidence.target_null
    features = table[:, position].copy()
    features[OPEN], features[BOTH] = float(opens), float(both)
    terms = _terms(NULL_FEATURES, result.weights.nulls, features)
    nulls = result.found.source_null if on_source else result.found.target_null
    maps = result.weights.calibration
    found = min(max(float(nulls[position]), 0.0), 1.0)
    probability = calibrated(found, maps.pooled_nulls if result.pooled else maps.nulls)
    return Bead(source, target, probability, sum(term.value for term in terms), "null", terms)


def _terms(names: tuple[str, ...], weights: tuple[float, ...], features: Floats) -> tuple[Term, ...]:
    """What each feature adds to the score; features that add nothing are left out."""
    products = zip(names, weights, features.tolist(), strict=True)
    return tuple(Term(name, weight * value) for name, weight, value in products if weight * value != 0)
