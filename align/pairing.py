"""Aligning two streams: band, scores, posteriors, decoding, moved segments.

streams -> pair -> band -> scores -> posteriors -> path -> beads
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.band import Band, band_around, full_band
from align.beads import Bead, Span, Term
from align.coarse_path import coarse_path
from align.features import BEAD_FEATURES, NULL_FEATURES, bead_features, null_features
from align.lattice import LatticeScores, Posterior, best_path, cut_probabilities, posterior
from align.moves import find_moves
from align.segments import Stream
from align.sides import Floats, Pair, prepare_pair
from align.weights import DEFAULT_WEIGHTS, Weights, score_band

# Documents up to this many nodes are searched whole: half of all resolutions have fewer than 40 paragraphs.
WHOLE_SEARCH_NODES = 120_000
# How far from the coarse path the exact search looks, in segments.
RADIUS = 24


@dataclass(frozen=True, slots=True)
class PairResult:
    """A pair aligned, with what the rows over all languages need.

    `cuts` float64 `(n + 1,)`: probability that a bead boundary lies before source segment `i`.
    """

    pair: Pair
    band: Band
    scores: LatticeScores
    found: Posterior
    cuts: Floats
    weights: Weights


def align_streams(source: Stream, target: Stream, weights: Weights = DEFAULT_WEIGHTS) -> PairResult:
    """Score and weigh every bead near the path through two streams; nothing is decided yet."""
    pair = prepare_pair(source, target)
    band = choose_band(pair)
    scores = score_band(pair, band, weights)
    found = posterior(band, scores)
    return PairResult(pair, band, scores, found, cut_probabilities(band, found.beads), weights)


def choose_band(pair: Pair) -> Band:
    """The whole lattice for small documents, else a band around a coarse path through the text."""
    source, target = len(pair.source), len(pair.target)
    if (source + 1) * (target + 1) <= WHOLE_SEARCH_NODES:
        return full_band(source, target)
    path = coarse_path(pair.source.spans[0], pair.target.spans[0])
    return band_around(path, source, target, RADIUS)


def decode(result: PairResult, forced_cuts: NDArray[np.bool_] | None = None) -> list[tuple[int, int]]:
    """Nodes of the best path. Beads may not cover a boundary where `forced_cuts` `(n + 1,)` is true."""
    scores = result.scores
    if forced_cuts is not None and forced_cuts[1:-1].any():
        scores = _without_covered(scores, result.band, forced_cuts)
    return best_path(result.band, scores)


def _without_covered(scores: LatticeScores, band: Band, cuts: NDArray[np.bool_]) -> LatticeScores:
    """The same scores, but no bead covers a cut."""
    before = np.concatenate([[0], np.cumsum(cuts)])
    allowed = {}
    for (a, b), bead in scores.beads.items():
        kept = bead.copy()
        for end in range(a, band.rows) if a > 1 else ():
            if before[end] - before[end - a + 1] > 0:
                kept[band.row(end)] = -np.inf
        allowed[a, b] = kept
    return LatticeScores(allowed, scores.source_null, scores.target_null, scores.open_gap)


def beads_of_path(result: PairResult, path: list[tuple[int, int]]) -> list[Bead]:
    """The beads of a path with probability, score, rule and evidence, moved segments paired.

    In source order.
    """
    beads = []
    open_side = ""
    for (i, j), (k, m) in itertools.pairwise(path):
        if k - i and m - j:
            beads.append(_bead(result, (i, k), (j, m)))
            open_side = ""
        else:
            side = "source" if k > i else "target"
            beads.append(_null(result, (i, k), (j, m), opens=side != open_side))
            open_side = side
    return find_moves(result.pair, result.weights, beads)


def _bead(result: PairResult, source: Span, target: Span) -> Bead:
    kind = (source[1] - source[0], target[1] - target[0])
    features = bead_features(result.pair, source, target)
    terms = _terms(BEAD_FEATURES, result.weights.beads, features)
    probability = result.found.bead(result.band, source[1], target[1], kind)
    labelled = features[BEAD_FEATURES.index("label match")] > 0
    score = sum(term.value for term in terms)
    return Bead(
        source, target, min(max(probability, 0.0), 1.0), score, "label" if labelled else "similarity", terms
    )


def _null(result: PairResult, source: Span, target: Span, *, opens: bool) -> Bead:
    pair, on_source = result.pair, source[1] > source[0]
    side, other = (pair.source, pair.target) if on_source else (pair.target, pair.source)
    position = source[0] if on_source else target[0]
    features = null_features(side, other)[:, position].copy()
    features[NULL_FEATURES.index("null open")] = float(opens)
    terms = _terms(NULL_FEATURES, result.weights.nulls, features)
    nulls = result.found.source_null if on_source else result.found.target_null
    probability = min(max(float(nulls[position]), 0.0), 1.0)
    return Bead(source, target, probability, sum(term.value for term in terms), "null", terms)


def _terms(names: tuple[str, ...], weights: tuple[float, ...], features: Floats) -> tuple[Term, ...]:
    """What each feature adds to the score; features that add nothing are left out."""
    products = zip(names, weights, features.tolist(), strict=True)
    return tuple(Term(name, weight * value) for name, weight, value in products if weight * value != 0)
