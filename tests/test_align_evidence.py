"""Every feature of every bead against a slow and obvious computation from texts, vectors and labels."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from align.band import full_band
from align.close_evidence import close_features, cover
from align.encoders import Encoder
from align.evidence import Candidates, band_null_features, describe_candidates, score_candidates
from align.features import BAND_FEATURES, BEAD_FEATURES, BEAD_TYPES, NULL_BAND_FEATURES
from align.lattice import LatticeScores, posterior
from align.lexicon import WordCover, cover_words, learn_lexicon
from align.lexicon_kernels import judge_words
from align.parts import DENSITY
from align.segments import Segments, Stream, measure
from align.sides import Pair, Side, prepare_pair
from corpora.figures import figure_values

_spec = importlib.util.spec_from_file_location(
    "aligned_versions", Path(__file__).with_name("aligned_versions.py")
)
versions = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(versions)
VERSIONS = versions.VERSIONS
KINDS = ("heading", "", "", "title", "", "", "closing")
# In the order of the features; such that many beads are poor.
WEIGHTS = np.linspace(0.5, -3.0, len(BAND_FEATURES))
NULL_WEIGHTS = np.linspace(2.5, -0.6, len(NULL_BAND_FEATURES))


def lines_of(language: str, *, merged: bool) -> list[tuple[str, str]]:
    lines = list(VERSIONS[language])
    # An empty segment, one that goes on in the next, and a heading without punctuation.
    lines.insert(2, ("", ""))
    lines[1] = ("", lines[1][1].rstrip("،，,"))
    if merged:
        lines[4:6] = [(lines[4][0], lines[4][1] + " " + lines[5][1])]
    return lines


def segments_of(language: str, *, merged: bool) -> Segments:
    lines = lines_of(language, merged=merged)
    kinds = (KINDS * 2)[: len(lines)]
    return Segments(language, tuple(t for _, t in lines), tuple(p for p, _ in lines), kinds)


def pair_of(source: str, target: str, encoder: Encoder) -> tuple[Pair, Segments, Segments]:
    texts = segments_of(source, merged=False), segments_of(target, merged=True)
    streams = [measure(side, encoder) for side in texts]
    band = full_band(len(texts[0]), len(texts[1]))
    return prepare_pair(streams[0], streams[1], band), *texts


def all_places(pair: Pair) -> np.ndarray:
    n, m = len(pair.source), len(pair.target)
    return np.array(
        [(p, q, a, b) for p in range(n) for q in range(m) for a, b in BEAD_TYPES if p + a <= n and q + b <= m]
    )


def cosine(x: np.ndarray, y: np.ndarray) -> float:
    return float(np.dot(x.astype(float), y.astype(float)))


def crowd_of(stream: Stream, others: Stream, position: int, size: int) -> float:
    """Mean of the four largest cosines, .25 at least; of long runs that of their first three segments."""
    vector = stream.spans[min(size, 3) - 1, position]
    nearest = sorted((cosine(vector, other) for other in others.spans[0]), reverse=True)[:4]
    return max((sum(nearest) + (4 - len(nearest)) * 0.3) / 4, 0.25)


class Oracle:
    """The features of one bead, by name."""

    def __init__(self, pair: Pair, source: Segments, target: Segments) -> None:
        self.pair, self.texts = pair, (source, target)
        self.sides: tuple[Side, Side] = (pair.source, pair.target)
        self.figures = [[Counter(figure_values(t, s.language)) for t in s.texts] for s in self.texts]
        self.words: tuple[WordCover, WordCover]
        self.totals = [Counter(v for found in side for v in found) for side in self.figures]

    def similarity(self, p: int, a: int, q: int, b: int) -> float:
        return cosine(self.pair.source.spans[a - 1, p], self.pair.target.spans[b - 1, q])

    def weight(self, value: str) -> float:
        left, right = self.totals[0][value], self.totals[1][value]
        return (2 / (left + right)) ** 0.5 if left and right else 0.5

    def broken(self, side: int, cut: int) -> tuple[float, float]:
        stream, texts = self.sides[side].stream, self.texts[side]
        if not 0 < cut < len(texts) or not texts.texts[cut - 1].strip() or not texts.texts[cut].strip():
            return 0.0, 0.0
        if stream.endings[cut - 1] not in (0, 4) or texts.paths[cut]:
            return 0.0, 0.0
        density = {"ar": 0.9, "zh": 0.34, "en": 1.0, "fr": 1.14, "ru": 1.14, "es": 1.12}[texts.language]
        long = len("".join(texts.texts[cut - 1].split())) >= 25 * density
        opening = stream.openings[cut]
        return float(opening == 2), float(opening in (0, 3) and long)

    def features(self, p: int, q: int, a: int, b: int) -> dict[str, float]:
        pair, (source, target) = self.pair, self.texts
        scale, covered, n, m = pair.similarity_scale, a + b, len(source), len(target)
        whole = self.similarity(p, a, q, b)
        around = [
            self.similarity(p - 1, 1, q, b) if p else 0.0,
            self.similarity(p + a, 1, q, b) if p + a < n else 0.0,
            self.similarity(p, a, q - 1, 1) if q else 0.0,
            self.similarity(p, a, q + b, 1) if q + b < m else 0.0,
        ]
        crowd = crowd_of(pair.source.stream, pair.target.stream, p, a)
        crowd += crowd_of(pair.target.stream, pair.source.stream, q, b)
        x = len("".join("".join(source.texts[p : p + a]).split())) * pair.length_ratio
        y = len("".join("".join(target.texts[q : q + b]).split()))
        left = [v for found in self.figures[0][p : p + a] for v in found]
        right = [v for found in self.figures[1][q : q + b] for v in found]
        shared = sum(self.weight(v) for v in set(left) & set(right))
        own = sum(self.weight(v) for v in (*left, *right))
        labels = [
            [path for path in side.paths[k : k + size] if path]
            for side, k, size in ((source, p, a), (target, q, b))
        ]
        match = sum(path in labels[1] for path in labels[0])
        first = source.paths[p], target.paths[q]
        if all(first) and first[0] != first[1]:
            match = 0
        lone = [max(len(found) - match, 0) for found in labels]
        groups = {"title": 1, "heading": 1, "closing": 3}
        gain = 0.0
        if a > 1:
            gain += whole - max(self.similarity(p, a - 1, q, b), self.similarity(p + 1, a - 1, q, b))
        if b > 1:
            gain += whole - max(self.similarity(p, a, q, b - 1), self.similarity(p, a, q + 1, b - 1))
        ends = int(pair.source.endings[p + a - 1]), int(pair.target.endings[q + b - 1])
        opens = int(pair.source.stream.openings[p]), int(pair.target.stream.openings[q])
        broken = np.add(self.broken(0, p + a), self.broken(1, q + b))
        short = float(max(x, y) < 40)
        return {
            "similarity": covered * scale * whole,
            "neighbours": covered * scale * sum(around) / 4,
            "crowd": covered * scale * crowd / 2,
            "length": min((y - x) ** 2 / max(x + y, 1) / pair.length_variance, 16),
            "figures shared": min(shared, 3),
            "figures differing": min(max(own - 2 * shared, 0), 3),
            "label match": match,
            "label mismatch": min(lone),
            "label absent": max(lone) - min(lone),
            "kind differs": float(groups.get(source.kinds[p], 0) != groups.get(target.kinds[q], 0)),
            "weakest part": scale * gain,
            "punctuation differs": float(ends[0] != ends[1]),
            "punctuation missing": float((ends[0] == 0) != (ends[1] == 0)),
            "broken sentence": broken[0],
            "broken line": broken[1],
            "short": short,
            "short similarity": short * covered * scale * whole,
            "short crowd": short * covered * scale * crowd / 2,
            "opening differs": float(sorted(opens) == [1, 2]),
            "bead 1:2": float(covered == 3),
            "bead 2:2": float((a, b) == (2, 2)),
            "bead 1:3": float((a, b) in ((1, 3), (3, 1))),
            "bead of five": float(covered >= 5),
            "bead wider": float(max(covered - 5, 0)),
        }

    def parts(self, own: int, p: int, k: int, q: int, m: int) -> dict[str, float]:
        """Of the parts of segments `p..k-1` of one side, beside `q..m-1` of the other."""
        mine, other = self.sides[own].stream.parts, self.sides[1 - own].stream.parts
        rows = range(int(mine.first[p]), int(mine.first[k]))

        def best(row: int, low: int, high: int, but: range = range(0)) -> float:
            at = [j for j in range(max(low, 0), min(high, len(self.texts[1 - own]))) if j not in but]
            near = [c for j in at for c in range(int(other.first_wider[j]), int(other.first_wider[j + 1]))]
            return max([-0.2, *(cosine(mine.vectors[row], other.wider[c]) for c in near)])

        inside = [best(row, q, m) for row in rows]
        outside = [best(row, q - 3, m + 3, range(q, m)) for row in rows]
        chars = [float(mine.chars[row]) for row in rows]
        lost = [max(o - i, 0) for o, i in zip(outside, inside, strict=True)]
        return {
            "mean": float(np.average(inside, weights=chars)),
            "least": min(inside),
            "lost": float(np.average(lost, weights=chars)),
            "most": max(o - i for o, i in zip(outside, inside, strict=True)),
            "before": best(rows[0], q - 2, q) - inside[0],
            "after": best(rows[-1], m, m + 2) - inside[-1],
            "edge": min(inside[0], inside[-1]),
        }

    def end_segments(self, p: int, q: int, a: int, b: int, *, last: bool) -> float:
        """Whether each side begins, or ends, with the end segment of a wider other side."""
        total = 0.0
        ratio = self.pair.length_ratio
        for own, (start, size), (there, amount), expected in (
            (0, (p, a), (q, b), ratio),
            (1, (q, b), (p, a), 1 / ratio),
        ):
            if size == 1:
                continue
            stream, other = self.sides[own].stream, self.sides[1 - own].stream
            at = start + size - 1 if last else start
            chars = stream.lengths[at] * expected / DENSITY[other.language]
            width = 2 if chars <= 10 else 1 if chars <= 20 else 0
            edges = (other.tails if last else other.heads)[width]
            words = edges.vectors[edges.index[amount - 1, there]]
            own_edges = (stream.tails if last else stream.heads)[0]
            mine = stream.spans[0, at] if width else own_edges.vectors[own_edges.index[0, at]]
            total += cosine(mine, words)
        return total

    def close(self, p: int, q: int, a: int, b: int) -> dict[str, float]:
        scale = self.pair.similarity_scale
        source, target = self.pair.source.stream, self.pair.target.stream

        def edges(left: object, right: object) -> float:
            x = left.vectors[left.index[a - 1, p]]
            return scale * cosine(x, right.vectors[right.index[b - 1, q]])

        left, right = self.parts(0, p, p + a, q, q + b), self.parts(1, q, q + b, p, p + a)
        outside = [left["before"], left["after"], right["before"], right["after"]]
        return {
            "beginning": edges(source.heads[0], target.heads[0]),
            "ending": edges(source.tails[0], target.tails[0]),
            "first words": edges(source.heads[1], target.heads[1]),
            "last words": edges(source.tails[1], target.tails[1]),
            "first segment found": scale * self.end_segments(p, q, a, b, last=False),
            "last segment found": scale * self.end_segments(p, q, a, b, last=True),
            "parts found": (a + b) * scale * (left["mean"] + right["mean"]) / 2,
            "part missing": scale * min(left["least"], right["least"]),
            "parts outside": (a + b) * scale * (left["lost"] + right["lost"]) / 2,
            "part outside": scale * max(left["most"], right["most"]),
            "edge outside": scale * max(outside),
            "edges outside": scale * sum(max(x, 0) for x in outside),
            "edge clearly outside": 2 * scale**2 * sum(max(x, 0) ** 2 for x in outside),
            "edge found": scale * min(left["edge"], right["edge"]),
            **self.judged_words(p, q, a, b),
        }

    def judged_words(self, p: int, q: int, a: int, b: int) -> dict[str, float]:
        """The judgements of both sides (`tests/test_align_lexicon.py`), added up; the worse of both."""
        judged = np.zeros((2, 4))
        for own, place in ((0, (p, p + a, q, q + b)), (1, (q, q + b, p, p + a))):
            cover, first = self.words[own], self.sides[own].stream.words.first
            judge_words(np.array([place]), first, cover.known, cover.best, cover.first, judged[own : own + 1])
        found, missing, outside, _ = judged.sum(axis=0)
        return {
            "words found": found,
            "words missing": missing,
            "words outside": outside,
            "words of weakest": judged[:, 3].min() if a + b > 2 else 0.0,
        }


@pytest.mark.parametrize(
    ("source", "target"),
    [("fr", "en"), ("fr", "ar"), ("zh", "es"), ("ru", "zh"), ("ar", "ru"), ("es", "fr")],
)
def test_every_feature_of_every_bead_is_what_the_texts_say(
    source: str, target: str, hash_encoder: Encoder
) -> None:
    pair, *texts = pair_of(source, target, hash_encoder)
    oracle = Oracle(pair, *texts)
    places = all_places(pair)
    found = describe_candidates(pair, places)
    for place, features in zip(places.tolist(), found, strict=True):
        expected = oracle.features(*place)
        assert tuple(expected) == BAND_FEATURES
        for name, value, wanted in zip(expected, features, expected.values(), strict=True):
            assert value == pytest.approx(wanted, abs=1e-5), (place, name)
    # The parts of segments without text are nowhere: such beads are no candidates.
    full = [
        all(texts[0].texts[p : p + a]) and all(texts[1].texts[q : q + b]) for p, q, a, b in places.tolist()
    ]
    candidates = Candidates(places, found).kept(np.array(full))
    covers = [
        cover(side, other, np.minimum(np.arange(len(side)), len(other) - 1))
        for side, other in ((pair.source, pair.target), (pair.target, pair.source))
    ]
    sure = np.array([(0, 0, 1, 1), (1, 1, 1, 1), (4, 4, 2, 1)])
    lexicon = learn_lexicon(pair.source.stream.words, pair.target.stream.words, sure)
    at = [np.minimum(np.arange(len(x)), len(y) - 1) for x, y in (texts, texts[::-1])]
    words = (
        cover_words(pair.source, pair.target, lexicon, sure, at[0], 8),
        cover_words(pair.target, pair.source, lexicon.turned(), sure[:, [1, 0, 3, 2]], at[1], 8),
    )
    oracle.words = words
    close = close_features(pair, candidates, (covers[0], covers[1]), words)
    assert close.features.shape == (len(candidates), len(BEAD_FEATURES))
    for place, features in zip(close.places.tolist(), close.features, strict=True):
        expected = oracle.close(*place)
        assert tuple(expected) == BEAD_FEATURES[len(BAND_FEATURES) :]
        for name, wanted in expected.items():
            assert features[BEAD_FEATURES.index(name)] == pytest.approx(wanted, abs=1e-5), (place, name)


@pytest.mark.parametrize("target", ["en", "ar", "zh", "ru", "es"])
def test_beads_are_left_out_only_where_they_are_less_probable_than_the_margin(
    target: str, hash_encoder: Encoder
) -> None:
    pair, *texts = pair_of("fr", target, hash_encoder)
    nulls = (
        NULL_WEIGHTS @ band_null_features(pair.source, pair.target),
        NULL_WEIGHTS @ band_null_features(pair.target, pair.source),
    )
    open_gap, both_gaps, margin = -0.5, -2.0, 3.0

    def scored(margin: float) -> LatticeScores:
        found = score_candidates(pair, WEIGHTS, nulls, 2 * open_gap + both_gaps, margin)
        return LatticeScores(found.places, found.scores, *nulls, open_gap, both_gaps)

    every, some = scored(np.inf), scored(margin)
    kept = set(map(tuple, some.places.tolist()))
    expected = [
        (p, q, a, b)
        for p, q, a, b in all_places(pair).tolist()
        if all(texts[0].texts[p : p + a]) and all(texts[1].texts[q : q + b])
    ]
    assert list(map(tuple, every.places.tolist())) == expected
    np.testing.assert_allclose(every.beads, describe_candidates(pair, every.places) @ WEIGHTS, atol=1e-9)
    found = posterior(pair.band, every).beads
    left_out = [k for k, place in enumerate(expected) if place not in kept]
    assert left_out
    assert found[left_out].max() < np.exp(-margin)
