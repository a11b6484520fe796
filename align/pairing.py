"""Weighing all that two streams may have in common: band, candidates, evidence, posteriors.

streams -> band -> pair -> candidates -> scores -> posteriors (-> path -> beads: `align/decoding.py`)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.band import Band, band_around, band_of, full_band, widened_band
from align.close_evidence import close_features, close_null_features, cover
from align.coarse_path import coarse_path, narrow_band
from align.evidence import Candidates, band_null_features, describe_candidates, score_candidates
from align.features import BOTH, OPEN
from align.lattice import (
    LatticeScores,
    Posterior,
    Step,
    best_path,
    cut_probabilities,
    posterior,
    steps_to_nodes,
)
from align.locks import Constraints, Lock, allowed_beads, constraints_of
from align.segments import Stream
from align.sides import Floats, Ints, Pair, prepare_pair
from align.weights import DEFAULT_WEIGHTS, Weights

# Documents up to this many nodes are searched whole: half of all resolutions have fewer than 40 paragraphs.
WHOLE_SEARCH_NODES = 120_000
# How far from the coarse path the exact search looks, in segments.
RADIUS = 24
# Beads are not looked at if their probability is surely below exp(-MARGIN).
MARGIN = 10.0
# Candidates less probable than this under the evidence of the band are not looked at closely.
LEAST = 1e-5
# How far apart, in segments, two candidates may be that a path joins by leaving everything between alone.
GAP = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the scores are made of: candidates with their features, and those of leaving segments alone.

    `source_null` float64 `(len(NULL_FEATURES), n)`, `target_null` `(.., m)`.
    """

    pair: Pair
    candidates: Candidates
    source_null: Floats
    target_null: Floats


@dataclass(frozen=True, slots=True)
class PairResult:
    """A pair aligned, with what the rows over all languages need.

    `cuts` float64 `(n + 1,)`: probability that a bead boundary lies before source segment `i`.
    """

    evidence: Evidence
    scores: LatticeScores
    found: Posterior
    cuts: Floats
    weights: Weights
    constraints: Constraints

    @property
    def pair(self) -> Pair:
        """The two sides."""
        return self.evidence.pair

    @property
    def band(self) -> Band:
        """The part of the lattice that was searched."""
        return self.evidence.pair.band


def align_streams(
    source: Stream,
    target: Stream,
    weights: Weights = DEFAULT_WEIGHTS,
    *,
    like: Pair | None = None,
    locks: Sequence[Lock] = (),
) -> PairResult:
    """Score and weigh every bead near the path through two streams; nothing is decided yet.

    Parts of two documents take what was learnt of the whole from `like`. `locks` are kept by every path.
    """
    constraints = constraints_of(locks, len(source), len(target))
    evidence = gather_evidence(source, target, weights, like=like, constraints=constraints)
    scores = constrained(score_evidence(evidence, weights), constraints)
    found = posterior(evidence.pair.band, scores)
    p, _, a, _ = evidence.candidates.places.T
    cuts = cut_probabilities(len(source), p, a, found.beads)
    return PairResult(evidence, scores, found, cuts, weights, constraints)


def constrained(scores: LatticeScores, constraints: Constraints) -> LatticeScores:
    """The same scores, but -inf for what the locks forbid."""
    if constraints.free:
        return scores
    return dataclasses.replace(
        scores,
        beads=np.where(allowed_beads(scores.places.astype(np.int64), constraints), scores.beads, -np.inf),
        source_null=np.where(constraints.taken_source, -np.inf, scores.source_null),
        target_null=np.where(constraints.taken_target, -np.inf, scores.target_null),
    )


def gather_evidence(
    source: Stream,
    target: Stream,
    weights: Weights,
    *,
    like: Pair | None = None,
    constraints: Constraints | None = None,
    least: float = LEAST,
) -> Evidence:
    """Find the candidates by what is cheap to know of every bead, then look at them closely."""
    constraints = constraints or constraints_of((), len(source), len(target))
    band = choose_band(source, target)
    if len(constraints.beads):
        band = widened_band(band, constraints.beads)
    pair = prepare_pair(source, target, band, like)
    scores = constrained(with_beads(score_band(pair, weights), constraints.beads), constraints)
    found = posterior(pair.band, scores)
    places = scores.places[found.beads >= least].astype(np.int64)
    path = best_path(pair.band, scores)
    band = band_of(places, steps_to_nodes(path), len(source), len(target), GAP)
    pair = dataclasses.replace(pair, band=band)
    at = _places(path, len(source), len(target))
    covers = cover(pair.source, pair.target, at[0]), cover(pair.target, pair.source, at[1])
    candidates = close_features(pair, Candidates(places, describe_candidates(pair, places)), covers)
    nulls = [
        np.concatenate(
            [band_null_features(side, other), close_null_features(side, seen, pair.similarity_scale)]
        )
        for side, other, seen in (
            (pair.source, pair.target, covers[0]),
            (pair.target, pair.source, covers[1]),
        )
    ]
    return Evidence(pair, candidates, nulls[0], nulls[1])


def score_band(pair: Pair, weights: Weights, margin: float = MARGIN) -> LatticeScores:
    """Scores of every bead of the band that may matter, from the evidence that is cheap."""
    factors = np.array(weights.band_nulls)
    nulls = (
        factors @ band_null_features(pair.source, pair.target),
        factors @ band_null_features(pair.target, pair.source),
    )
    open_gap = float(factors[OPEN])
    both_gaps = float(factors[BOTH])
    gap = 2 * open_gap + min(both_gaps, 0.0)
    scored = score_candidates(pair, np.array(weights.band_beads), nulls, gap, margin)
    return LatticeScores(scored.places, scored.scores, nulls[0], nulls[1], open_gap, both_gaps)


def with_beads(scores: LatticeScores, places: Ints) -> LatticeScores:
    """The scores with these beads among the candidates, whatever was thought of them."""
    known = {tuple(place) for place in scores.places.tolist()} if len(places) else set()
    missing = [place for place in places.tolist() if tuple(place) not in known]
    if not missing:
        return scores
    every = np.concatenate([scores.places, np.array(missing, dtype=scores.places.dtype)])
    beads = np.concatenate([scores.beads, np.zeros(len(missing))])
    order = np.lexsort((every[:, 3], every[:, 2], every[:, 1], every[:, 0]))
    return dataclasses.replace(scores, places=every[order], beads=beads[order])


def score_evidence(evidence: Evidence, weights: Weights) -> LatticeScores:
    """Scores of the candidates from all the evidence."""
    nulls = np.array(weights.nulls)
    return LatticeScores(
        places=evidence.candidates.places,
        beads=evidence.candidates.features @ np.array(weights.beads),
        source_null=nulls @ evidence.source_null,
        target_null=nulls @ evidence.target_null,
        open_gap=float(nulls[OPEN]),
        both_gaps=float(nulls[BOTH]),
    )


def _places(path: list[Step], sources: int, targets: int) -> tuple[Ints, Ints]:
    """Where each segment of both sides stands on the other: int64 `(n,)` and `(m,)`."""
    source, target = np.zeros(sources, np.int64), np.zeros(targets, np.int64)
    for i, j, a, b in path:
        source[i : i + a] = j
        target[j : j + b] = i
    return source, target


def choose_band(source: Stream, target: Stream) -> Band:
    """What is near good paths by vectors alone; large documents are searched near a coarse path only."""
    if (len(source) + 1) * (len(target) + 1) <= WHOLE_SEARCH_NODES:
        band = full_band(len(source), len(target))
    else:
        path = coarse_path(source.spans[0], target.spans[0])
        band = band_around(path, len(source), len(target), RADIUS)
    return narrow_band(source.spans[0], target.spans[0], band)
