"""Segments that one version has elsewhere: pairs among what the monotone path left over on both sides."""

from __future__ import annotations

import math

import numpy as np

from align.beads import Bead, Term
from align.features import BEAD_FEATURES, bead_features, null_features
from align.sides import Pair
from align.weights import Weights

# A left-over pair must be at least this similar (centred cosine), whatever the other evidence says.
SMALLEST_SIMILARITY = 0.35
# Evidence of order does not apply to what has moved.
_ORDERLY = ("neighbours",)


def find_moves(pair: Pair, weights: Weights, beads: list[Bead]) -> list[Bead]:
    """Pair left-over segments of both sides that are mutually nearest; the others are returned as they are.

    A pair is made if its evidence outweighs leaving both alone *and* the chance of meeting so good a pair
    among
    all the left-over ones. In source order; a moved bead stands at its source.
    """
    has_text = pair.source.lengths[0] > 0, pair.target.lengths[0] > 0
    sources = [k for k in (b.source[0] for b in beads if b.target[0] == b.target[1]) if has_text[0][k]]
    targets = [k for k in (b.target[0] for b in beads if b.source[0] == b.source[1]) if has_text[1][k]]
    if not sources or not targets:
        return beads
    cosines = pair.source.spans[0, sources] @ pair.target.spans[0, targets].T
    factors = np.array(weights.nulls)
    alone_source = factors @ null_features(pair.source, pair.target)
    alone_target = factors @ null_features(pair.target, pair.source)
    moved: dict[int, Bead] = {}
    gone: set[int] = set()
    for row, i in enumerate(sources):
        column = int(np.argmax(cosines[row]))
        if int(np.argmax(cosines[:, column])) != row or cosines[row, column] < SMALLEST_SIMILARITY:
            continue
        j = targets[column]
        bead = _moved_bead(
            pair, weights, i, j, float(alone_source[i] + alone_target[j]), len(sources) * len(targets)
        )
        if bead.probability > 0.5:
            moved[i] = bead
            gone.add(j)
    return _replace(beads, moved, gone)


def _moved_bead(pair: Pair, weights: Weights, i: int, j: int, alone: float, candidates: int) -> Bead:
    features = bead_features(pair, (i, i + 1), (j, j + 1))
    for name in _ORDERLY:
        features[BEAD_FEATURES.index(name)] = 0.0
    terms = tuple(
        Term(name, weight * value)
        for name, weight, value in zip(BEAD_FEATURES, weights.beads, features.tolist(), strict=True)
        if weight * value != 0
    )
    score = sum(term.value for term in terms)
    odds = score - alone - math.log(candidates)
    probability = 1 / (1 + math.exp(-min(max(odds, -50), 50)))
    return Bead((i, i + 1), (j, j + 1), probability, score, "moved", terms)


def _replace(beads: list[Bead], moved: dict[int, Bead], gone: set[int]) -> list[Bead]:
    out = []
    for bead in beads:
        if bead.target[0] == bead.target[1] and bead.source[0] in moved:
            out.append(moved[bead.source[0]])
        elif not (bead.source[0] == bead.source[1] and bead.target[0] in gone):
            out.append(bead)
    return out
