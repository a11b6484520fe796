"""Weighing all that two streams may have in common: band, candidates, evidence, posteriors.

streams -> band -> pair -> candidates -> scores -> posteriors (-> path -> beads: `align/decoding.py`)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.band import Band, band_around, band_of, full_band, widened_band
from align.blas_threads import one_blas_thread
from align.close_evidence import REACH, Coverage, close_features, close_null_features, cover
from align.coarse_path import NEAR, NEAR_IN_LARGE, coarse_path, narrow_band
from align.errors import LockError
from align.evidence import Candidates, band_null_features, describe_candidates, score_candidates
from align.features import BEAD_TYPES, BOTH, OPEN
from align.lattice import (
    LatticeScores,
    Posterior,
    Step,
    best_path,
    cut_probabilities,
    posterior,
    steps_to_nodes,
)
from align.lexicon import SURE, WordCover, cover_words, learn_lexicon, teachers
from align.locked_path import crossing_locks
from align.locks import (
    Constraints,
    Lock,
    allowed_beads,
    constraints_of,
    corners_between,
    possible_counterparts,
)
from align.relatedness import if_related, relatedness
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
_SHAPES = frozenset(BEAD_TYPES)


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
    pooled: bool = False

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
    Raises `LockError` for locks that contradict each other.
    """
    if not source.heads or not target.heads:
        weights = weights.of_vectors()
    with one_blas_thread():
        constraints = settle(source, target, weights, like=like, locks=locks)
        evidence, scores, found = _weigh(source, target, weights, like, constraints)
    # Parts of two documents that are versions of each other are related.
    if like is None and not constraints.says_related:
        found = if_related(found, relatedness(scores, found.log_total))
    p, _, a, _ = evidence.candidates.places.T
    cuts = cut_probabilities(len(source), p, a, found.beads)
    return PairResult(evidence, scores, found, cuts, weights, constraints)


def _weigh(
    source: Stream, target: Stream, weights: Weights, like: Pair | None, constraints: Constraints
) -> tuple[Evidence, LatticeScores, Posterior]:
    """Evidence, scores, probabilities; where locks close every way through the band, through a wider one."""
    for roomy in (False, True):
        try:
            evidence = gather_evidence(
                source, target, weights, like=like, constraints=constraints, roomy=roomy
            )
            scores = constrained(score_evidence(evidence, weights), constraints)
            return evidence, scores, posterior(evidence.pair.band, scores)
        except ValueError:
            if constraints.free:
                raise
    raise LockError("no alignment keeps all these locks. Try: refuse fewer beads, and confirm the right ones")


def settle(
    source: Stream, target: Stream, weights: Weights, *, like: Pair | None, locks: Sequence[Lock]
) -> Constraints:
    """What the locks demand, with confirmed beads that are out of order kept from the path."""
    constraints = constraints_of(locks, len(source), len(target))
    if not len(constraints.beads):
        return constraints
    pair = prepare_pair(source, target, choose_band(source, target, constraints), like)
    scores = with_beads(score_band(pair, weights), constraints.beads)
    crossing = crossing_locks(pair.band, scores, constraints)
    return constraints_of(locks, len(source), len(target), crossing)


def constrained(scores: LatticeScores, constraints: Constraints) -> LatticeScores:
    """The same scores, but -inf for what the locks forbid."""
    if constraints.free:
        return scores
    return dataclasses.replace(
        scores,
        beads=np.where(allowed_beads(scores.places.astype(np.int64), constraints), scores.beads, -np.inf),
        source_null=np.where(
            constraints.taken_source | constraints.paired_source, -np.inf, scores.source_null
        ),
        target_null=np.where(
            constraints.taken_target | constraints.paired_target, -np.inf, scores.target_null
        ),
    )


def gather_evidence(
    source: Stream,
    target: Stream,
    weights: Weights,
    *,
    like: Pair | None = None,
    constraints: Constraints | None = None,
    least: float = LEAST,
    roomy: bool = False,
) -> Evidence:
    """Find the candidates by what is cheap to know of every bead, then look at them closely."""
    constraints = constraints or constraints_of((), len(source), len(target))
    pair = prepare_pair(source, target, choose_band(source, target, constraints, roomy=roomy), like)
    plain = score_band(pair, weights)
    scores = with_beads(plain, constraints.beads)
    if constraints.needs_counterparts:
        extra = possible_counterparts(constraints, pair.band.low, pair.band.high)
        worth = describe_candidates(pair, extra) @ np.array(weights.band_beads)
        scores = with_beads(scores, extra, worth)
    scores = constrained(scores, constraints)
    found = posterior(pair.band, scores)
    places = scores.places[found.beads >= least].astype(np.int64)
    path = best_path(pair.band, scores)
    if constraints.needs_counterparts:
        places = np.unique(np.array([*places.tolist(), *(s for s in path if s[2] and s[3])]), axis=0)
    band = band_of(places, steps_to_nodes(path), len(source), len(target), GAP)
    pair = dataclasses.replace(pair, band=band)
    at = _places(path, len(source), len(target))
    covers = cover(pair.source, pair.target, at[0]), cover(pair.target, pair.source, at[1])
    # Locks teach no words: what is far from them stays as it was.
    taught = found if constraints.free else posterior(pair.band, plain)
    sure = teachers(source.words, target.words, plain.places[taught.beads >= SURE].astype(np.int64))
    lexicon = learn_lexicon(source.words, target.words, sure)
    words = (
        cover_words(pair.source, pair.target, lexicon, sure, at[0], REACH),
        cover_words(pair.target, pair.source, lexicon.turned(), sure[:, [1, 0, 3, 2]], at[1], REACH),
    )
    candidates = _described(pair, places, covers, words)
    scale = pair.similarity_scale
    nulls = [
        np.concatenate(
            [
                band_null_features(side, other),
                close_null_features(side, other, there, seen, known, scale, ratio),
            ]
        )
        for side, other, there, seen, known, ratio in (
            (pair.source, pair.target, at[0], covers[0], words[0], pair.length_ratio),
            (pair.target, pair.source, at[1], covers[1], words[1], 1 / pair.length_ratio),
        )
    ]
    return Evidence(pair, candidates, nulls[0], nulls[1])


def _described(
    pair: Pair, places: Ints, covers: tuple[Coverage, Coverage], words: tuple[WordCover, WordCover]
) -> Candidates:
    """The beads with their features: zeros for confirmed ones of a shape that the aligner does not make."""
    usual = np.array([(a, b) in _SHAPES for a, b in places[:, 2:].tolist()], dtype=bool)
    known = places[usual]
    described = close_features(pair, Candidates(known, describe_candidates(pair, known)), covers, words)
    if usual.all():
        return described
    features = np.zeros((len(places), described.features.shape[1]))
    features[usual] = described.features
    return Candidates(places, features)


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


def with_beads(scores: LatticeScores, places: Ints, worth: Floats | None = None) -> LatticeScores:
    """The scores with these beads among the candidates, whatever they are; `worth` `(c,)` or zero."""
    known = {tuple(place) for place in scores.places.tolist()} if len(places) else set()
    missing = np.array([tuple(place) not in known for place in places.tolist()], dtype=bool)
    if not missing.any():
        return scores
    every = np.concatenate([scores.places, places[missing].astype(scores.places.dtype)])
    worth = np.zeros(len(places)) if worth is None else worth
    beads = np.concatenate([scores.beads, worth[missing]])
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


def choose_band(
    source: Stream, target: Stream, constraints: Constraints | None = None, *, roomy: bool = False
) -> Band:
    """What is near good paths by their vectors alone; large documents are searched near a coarse path only.

    Confirmed beads are in it; with `roomy` also the ways from each to the next that pair nothing.
    """
    if (len(source) + 1) * (len(target) + 1) <= WHOLE_SEARCH_NODES:
        band, near = full_band(len(source), len(target)), NEAR
    else:
        path = coarse_path(source.spans[0], target.spans[0])
        band, near = band_around(path, len(source), len(target), RADIUS), NEAR_IN_LARGE
    band = narrow_band(source.spans[0], target.spans[0], band, near)
    if constraints is None or constraints.free:
        return band
    band = widened_band(band, constraints.beads)
    return widened_band(band, corners_between(constraints)) if roomy else band
