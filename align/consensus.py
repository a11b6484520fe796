"""What the other languages say about a pair: scores of beads pooled over all versions.

The versions of a document are not a pivot and some pairs. Where Spanish, English and Russian all agree with
each other about a passage, each of them is another witness of what the Arabic has there: the score of a bead
of French and Arabic is averaged with those of the beads of Spanish, English and Russian with the same Arabic
text. Their passages are those that the pivot's own pairs gave; a language that has merged or split them
otherwise does not vote.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from align.decoding import decode
from align.lattice import LatticeScores, Step, cut_probabilities, posterior, steps_to_nodes
from align.pairing import PairResult
from align.relatedness import if_related, relatedness

Floats = NDArray[np.float64]
Place = tuple[int, int, int, int]

# What a witness says of a bead that is no candidate of its own pair, against leaving its segments alone.
_NO_CANDIDATE = -6.0
# What a witness says of what a person has forbidden it: a strong word for another pair, not a law.
_LEAST_SAID = -30.0
# How often the witnesses are asked: what all have said tells better where each of them stands.
ROUNDS = 2


@dataclasses.dataclass(frozen=True, slots=True)
class Witness:
    """The pair of one other language with the target, and where the pivot's segments stand in it.

    `places[i]`: the position in the witness at the pivot's boundary `i`, (first, last) where it leaves
    segments alone there; absent where a bead covers the boundary. `scores`: of the beads by place. `alone`:
    segments of the witness that the pivot does not have.
    """

    places: Mapping[int, tuple[int, int]]
    scores: Mapping[Place, float]
    source_null: Floats
    target_null: Floats
    alone: frozenset[int]

    def says(self, start: int, end: int, q: int, b: int) -> float | None:
        """Score of the bead of this language for pivot segments `start..end-1`; None without a vote."""
        if start not in self.places or end not in self.places:
            return None
        first, last = self.places[start][1], self.places[end][0]
        if last <= first:
            return None
        found = self.scores.get((first, q, last - first, b))
        if found is not None:
            # What a person has refused is no evidence for others: rows see to it that it is kept.
            return found if np.isfinite(found) else None
        nulls = float(self.source_null[first:last].sum() + self.target_null[q : q + b].sum())
        return nulls + _NO_CANDIDATE

    def says_without_pivot(self) -> Floats:
        """Score of leaving each segment of the target alone: float64 `(m,)`.

        What this language has without the pivot may be the same: then the two are not alone, but together.
        """
        found = self.target_null.copy()
        own = np.concatenate([[0.0], np.cumsum(self.source_null)])
        for (p, q, a, b), score in self.scores.items():
            if self.alone.issuperset(range(p, p + a)):
                found[q : q + b] = np.maximum(found[q : q + b], (score - (own[p + a] - own[p])) / b)
        return found

    def says_alone(self, i: int, open_gap: float) -> float | None:
        """Score of leaving what this language has for pivot segment `i` alone; None without a vote.

        Where it has nothing, nothing is left alone, and no gap is opened: every path through the pooled pair
        pays for the gap in full, so its first segment gets back the share of this language.
        """
        if i not in self.places or i + 1 not in self.places:
            return None
        first, last = self.places[i][1], self.places[i + 1][0]
        if last > first:
            return float(self.source_null[first:last].sum())
        follows = i - 1 in self.places and self.places[i - 1][1] == self.places[i][0] == first
        return 0.0 if follows else -open_gap


def pool_pairs(
    results: Mapping[tuple[str, str], PairResult], pivot: str, others: tuple[str, ...]
) -> dict[str, PairResult]:
    """Return the pivot's pairs with the scores of their beads pooled over all languages.

    `results`: of every two languages, keyed as (pivot, other), and as `others` orders them.
    """
    turned = {
        (source, target): _scores(results[source, target], turned=False)
        for source, target in combinations(others, 2)
    } | {
        (target, source): _scores(results[source, target], turned=True)
        for source, target in combinations(others, 2)
    }
    pooled = {code: results[pivot, code] for code in others}
    for _ in range(ROUNDS):
        paths = {code: decode(pooled[code]) for code in others}
        places = {code: _places(path) for code, path in paths.items()}
        alone = {code: frozenset(j for _, j, a, b in path if not a and b) for code, path in paths.items()}
        pooled = {
            code: _pooled(
                results[pivot, code],
                [
                    Witness(places[other], *turned[other, code], alone[other])
                    for other in others
                    if other != code
                ],
            )
            for code in others
        }
    return pooled


def _scores(result: PairResult, *, turned: bool) -> tuple[dict[Place, float], Floats, Floats]:
    places = result.scores.places[:, [1, 0, 3, 2]] if turned else result.scores.places
    nulls = _allowed(result.scores.source_null), _allowed(result.scores.target_null)
    table = dict(zip(map(tuple, places.tolist()), result.scores.beads.tolist(), strict=True))
    return table, *(nulls[::-1] if turned else nulls)


def _allowed(scores: Floats) -> Floats:
    return np.where(np.isneginf(scores), _LEAST_SAID, scores)


def _places(path: list[Step]) -> dict[int, tuple[int, int]]:
    """For each pivot boundary on the path: the first and the last position of the other side there."""
    passed: dict[int, tuple[int, int]] = {}
    for i, j in steps_to_nodes(path):
        low, high = passed.get(i, (j, j))
        passed[i] = (min(low, j), max(high, j))
    return passed


def _pooled(result: PairResult, witnesses: list[Witness]) -> PairResult:
    scores, voters = result.scores, 1 + len(witnesses)
    beads = scores.beads.copy()
    for k, (p, q, a, b) in enumerate(scores.places.tolist()):
        said = [s for witness in witnesses if (s := witness.says(p, p + a, q, b)) is not None]
        beads[k] = voters * (beads[k] + sum(said)) / (1 + len(said))
    source_null = scores.source_null.copy()
    for i in range(len(source_null)):
        heard = [s for witness in witnesses if (s := witness.says_alone(i, scores.open_gap)) is not None]
        source_null[i] = voters * (source_null[i] + sum(heard)) / (1 + len(heard))
    target_null = voters * np.mean([scores.target_null, *(w.says_without_pivot() for w in witnesses)], axis=0)
    gaps = scores.open_gap * voters, scores.both_gaps * voters
    pooled = LatticeScores(scores.places, beads, source_null, target_null, *gaps)
    found = posterior(result.band, pooled)
    if not result.constraints.says_related:
        found = if_related(found, relatedness(pooled, found.log_total, voters))
    p, _, a, _ = scores.places.T
    cuts = cut_probabilities(len(source_null), p, a, found.beads)
    return dataclasses.replace(result, scores=pooled, found=found, cuts=cuts, pooled=True)
