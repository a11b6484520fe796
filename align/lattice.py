"""Forward-backward and decoding on a band of the alignment lattice.

A path from node `(0, 0)` to `(n, m)` is a sequence of beads: `a:b` beads (a source and b target
segments), and single nulls `1:0` and `0:1` that come in runs with an opening cost. In a gap, source nulls
come before target nulls, so that every alignment is exactly one path. Scores are log-linear, higher is
better; the
probability of a path is proportional to the exponential of its score (a semi-Markov conditional
random field, Sarawagi and Cohen 2004).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.band import Band

Floats = NDArray[np.float64]
BeadType = tuple[int, int]
# Nodes are reached by a bead (or the start), by a source null, or by a target null.
_BEAD, _SOURCE, _TARGET = 0, 1, 2
_NEVER = -np.inf


@dataclass(frozen=True, slots=True)
class LatticeScores:
    """Scores of everything a path may use.

    `beads[(a, b)]`: float64 over nodes, the score of the bead that *ends* at the node, -inf where it
    cannot. `source_null` `(n,)`, `target_null` `(m,)`: scores of leaving one segment alone;
    `open_gap`: added once a run of source nulls, once a run of target nulls.
    """

    beads: Mapping[BeadType, Floats]
    source_null: Floats
    target_null: Floats
    open_gap: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """Probabilities under the lattice.

    `beads[(a, b)]` over nodes (of the bead ending there), `source_null` `(n,)`, `target_null` `(m,)`;
    `openings`: expected number of runs of nulls; `log_total`: log of the partition sum.
    """

    beads: Mapping[BeadType, Floats]
    source_null: Floats
    target_null: Floats
    openings: float
    log_total: float

    def bead(self, band: Band, source_end: int, target_end: int, bead_type: BeadType) -> float:
        """Probability of the bead of this type that ends at this node."""
        return float(self.beads[bead_type][band.index(source_end, target_end)])


def forward(band: Band, scores: LatticeScores) -> Floats:
    """Log sums over all paths from the start to each node: float64 `(3, nodes)`, by how it was reached."""
    return _sweep(band, scores, np.logaddexp)


def _sweep(band: Band, scores: LatticeScores, add: np.ufunc) -> Floats:
    """Sum (`add` is logaddexp) or maximise (`add` is maximum) over all paths to each node."""
    reached = np.full((3, band.nodes), _NEVER)
    reached[_BEAD, 0] = 0.0
    for i in range(band.rows):
        here = band.row(i)
        _reach_by_beads(band, scores, reached, i, add)
        if i > 0:
            _reach_by_source_null(band, scores, reached, i, add)
        entry = add(reached[_BEAD, here], reached[_SOURCE, here]) + scores.open_gap
        nulls = _null_run(scores.target_null, int(band.low[i]), int(band.high[i]))
        # A run of target nulls from j' to j scores nulls[j] - nulls[j']: one running sum does all.
        runs = add.accumulate(entry[:-1] - nulls[:-1]) + nulls[1:] if len(entry) > 1 else entry[:0]
        reached[_TARGET, here][1:] = runs
    return reached


def _reach_by_beads(band: Band, scores: LatticeScores, reached: Floats, i: int, add: np.ufunc) -> None:
    low, high = int(band.low[i]), int(band.high[i])
    candidates = [reached[_BEAD, band.row(i)]]
    for (a, b), bead in scores.beads.items():
        if a > i:
            continue
        first = max(low, int(band.low[i - a]) + b)
        last = min(high, int(band.high[i - a]) + b)
        if first > last:
            continue
        start = band.index(i - a, first - b)
        before = reached[:, start : start + last - first + 1]
        row = np.full(high - low + 1, _NEVER)
        end = band.index(i, first)
        row[first - low : last - low + 1] = add.reduce(before, axis=0) + bead[end : end + last - first + 1]
        candidates.append(row)
    reached[_BEAD, band.row(i)] = add.reduce(candidates, axis=0)


def _reach_by_source_null(band: Band, scores: LatticeScores, reached: Floats, i: int, add: np.ufunc) -> None:
    first = max(int(band.low[i]), int(band.low[i - 1]))
    last = min(int(band.high[i]), int(band.high[i - 1]))
    if first > last:
        return
    start, end = band.index(i - 1, first), band.index(i, first)
    width = last - first + 1
    before = reached[:, start : start + width]
    gap = add(before[_BEAD] + scores.open_gap, before[_SOURCE])
    reached[_SOURCE, end : end + width] = gap + scores.source_null[i - 1]


def _null_run(target_null: Floats, low: int, high: int) -> Floats:
    """Running sums of target nulls over one row, 0 at its first node."""
    return np.concatenate([[0.0], np.cumsum(target_null[low:high])])


def backward(band: Band, scores: LatticeScores) -> Floats:
    """Log sums over all paths from each node, so reached, to the end: float64 `(3, nodes)`."""
    ahead = np.full((3, band.nodes), _NEVER)
    ahead[:, -1] = 0.0
    for i in range(band.rows - 1, -1, -1):
        here = band.row(i)
        leave = _leave_by_beads(band, scores, ahead, i)
        nulls = _null_run(scores.target_null, int(band.low[i]), int(band.high[i]))
        if i == band.rows - 1:
            leave[-1] = np.logaddexp(leave[-1], 0.0)
        # From a target null: more of them, or leave the gap by a bead.
        stay = (leave + nulls)[::-1]
        ahead[_TARGET, here] = np.logaddexp.accumulate(stay)[::-1] - nulls
        opened = np.full(len(leave), _NEVER)
        step = scores.target_null[int(band.low[i]) : int(band.high[i])]
        opened[:-1] = ahead[_TARGET, here][1:] + step + scores.open_gap
        down = _leave_by_source_null(band, scores, ahead, i)
        without_source = np.logaddexp(leave, opened)
        ahead[_SOURCE, here] = np.logaddexp(without_source, down)
        ahead[_BEAD, here] = np.logaddexp(without_source, down + scores.open_gap)
    return ahead


def _leave_by_beads(band: Band, scores: LatticeScores, ahead: Floats, i: int) -> Floats:
    low, high = int(band.low[i]), int(band.high[i])
    candidates = [np.full(high - low + 1, _NEVER)]
    for (a, b), bead in scores.beads.items():
        if i + a >= band.rows:
            continue
        first = max(low, int(band.low[i + a]) - b)
        last = min(high, int(band.high[i + a]) - b)
        if first > last:
            continue
        end = band.index(i + a, first + b)
        width = last - first + 1
        row = np.full(high - low + 1, _NEVER)
        row[first - low : last - low + 1] = bead[end : end + width] + ahead[_BEAD, end : end + width]
        candidates.append(row)
    leave: Floats = np.logaddexp.reduce(candidates, axis=0)
    return leave


def _leave_by_source_null(band: Band, scores: LatticeScores, ahead: Floats, i: int) -> Floats:
    low, high = int(band.low[i]), int(band.high[i])
    down = np.full(high - low + 1, _NEVER)
    if i + 1 >= band.rows:
        return down
    first, last = max(low, int(band.low[i + 1])), min(high, int(band.high[i + 1]))
    if first <= last:
        end = band.index(i + 1, first)
        down[first - low : last - low + 1] = (
            ahead[_SOURCE, end : end + last - first + 1] + scores.source_null[i]
        )
    return down


def posterior(band: Band, scores: LatticeScores) -> Posterior:
    """Return the probability of every bead and null of the band; raises ValueError if no path exists."""
    into, onward = forward(band, scores), backward(band, scores)
    log_total = float(np.logaddexp.reduce(into[:, -1]))
    if not np.isfinite(log_total):
        raise ValueError("no path through the band: a segment can neither be paired nor left alone")
    beads = {}
    openings = 0.0
    before = np.logaddexp.reduce(into, axis=0)
    for (a, b), bead in scores.beads.items():
        start = np.full(band.nodes, _NEVER)
        for i in range(a, band.rows):
            first = max(int(band.low[i]), int(band.low[i - a]) + b)
            last = min(int(band.high[i]), int(band.high[i - a]) + b)
            if first <= last:
                end, begin = band.index(i, first), band.index(i - a, first - b)
                width = last - first + 1
                start[end : end + width] = before[begin : begin + width]
        beads[(a, b)] = np.exp(start + bead + onward[_BEAD] - log_total)
    source_null = np.zeros(len(scores.source_null))
    target_null = np.zeros(len(scores.target_null))
    for i in range(band.rows):
        here = band.row(i)
        if i > 0:
            source_null[i - 1] = np.exp(into[_SOURCE, here] + onward[_SOURCE, here] - log_total).sum()
        mass = np.exp(into[_TARGET, here] + onward[_TARGET, here] - log_total)
        low = int(band.low[i])
        target_null[low : low + len(mass) - 1] += mass[1:]
        openings += _openings(band, scores, into, onward, i, log_total)
    return Posterior(beads, source_null, target_null, openings, log_total)


def _openings(
    band: Band, scores: LatticeScores, into: Floats, onward: Floats, i: int, log_total: float
) -> float:
    """Expected number of runs of nulls that open at row `i`."""
    here, low, high = band.row(i), int(band.low[i]), int(band.high[i])
    entry = np.logaddexp(into[_BEAD, here], into[_SOURCE, here])[:-1]
    step = scores.target_null[low:high] + scores.open_gap
    opened = float(np.exp(entry + step + onward[_TARGET, here][1:] - log_total).sum())
    if i + 1 < band.rows:
        first, last = max(low, int(band.low[i + 1])), min(high, int(band.high[i + 1]))
        if first <= last:
            start, end, width = band.index(i, first), band.index(i + 1, first), last - first + 1
            down = into[_BEAD, start : start + width] + onward[_SOURCE, end : end + width]
            opened += float(np.exp(down + scores.source_null[i] + scores.open_gap - log_total).sum())
    return opened


def cut_probabilities(band: Band, beads: Mapping[BeadType, Floats]) -> Floats:
    """Probability that a bead boundary lies before source segment `i`, for `i` in 0..n: float64 `(n + 1,)`.

    `beads` are posteriors; a boundary is missing exactly where a bead of several source segments covers it.
    """
    covered = np.zeros(band.rows)
    for (a, _), probability in beads.items():
        for end in range(a, band.rows) if a > 1 else ():
            covered[end - a + 1 : end] += probability[band.row(end)].sum()
    return np.clip(1.0 - covered, 0.0, 1.0)


def best_path(band: Band, scores: LatticeScores) -> list[tuple[int, int]]:
    """Nodes of the path of the highest score, from `(0, 0)` to `(n, m)`; steps are beads or single nulls."""
    reached = _sweep(band, scores, np.maximum)
    i, j = band.rows - 1, int(band.high[-1])
    if not np.isfinite(reached[:, -1]).any():
        raise ValueError("no path through the band: a segment can neither be paired nor left alone")
    state = int(np.argmax(reached[:, -1]))
    path = [(i, j)]
    while (i, j) != (0, 0):
        if state == _BEAD:
            a, b = _best_bead(band, scores, reached, i, j)
            i, j = i - a, j - b
            state = int(np.argmax(reached[:, band.index(i, j)]))
        else:
            i, j = (i - 1, j) if state == _SOURCE else (i, j - 1)
            before = reached[:, band.index(i, j)].copy()
            before[[k for k in range(3) if k != state]] += scores.open_gap
            if state == _SOURCE:
                before[_TARGET] = _NEVER
            state = int(np.argmax(before))
        path.append((i, j))
    return path[::-1]


def _best_bead(band: Band, scores: LatticeScores, reached: Floats, i: int, j: int) -> BeadType:
    best, best_score = (0, 0), _NEVER
    for (a, b), bead in scores.beads.items():
        k, m = i - a, j - b
        if k >= 0 and band.low[k] <= m <= band.high[k]:
            score = reached[:, band.index(k, m)].max() + bead[band.index(i, j)]
            if score > best_score:
                best, best_score = (a, b), score
    return best
