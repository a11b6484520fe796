"""Which words of a text render a phrase: candidate spans, and what speaks for each.

Two stages. All spans (`tm.concordancing.passages`) are scored by what costs little: counts over the memory,
single words' vectors, place, length, figures. The best of them are scored again with the vectors of whole
spans. The weights were chosen with scripts/fit_counterparts.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.concordancing.associations import Associations, han_pairs
from tm.concordancing.counterpart_words import BREAKS, JOINING_HAN, Token, token_range
from tm.concordancing.passages import Passage, candidate_ranges, wider_and_narrower

Floats = NDArray[np.float64]
Encode = Callable[[Sequence[str]], NDArray[np.float32]]

# Spans whose own vectors are looked at: the right one is among them in 99 of 100 cases.
FINALISTS = 16
# Words with the phrase more often than by this Dice coefficient belong to its rendering.
_LEVEL = 0.35

# What speaks for a span, in order; see `_cheap` and `_dear`.
CHEAP = (
    "net",
    "share",
    "figures",
    "odd_figures",
    "leak",
    "miss",
    "place",
    "short",
    "long",
    "joining",
    "torn",
)
DEAR = ("cosine", "outside", "wider", "narrower", "dice")
FIRST_WEIGHTS = {
    "net": 0.15, "share": 0.3, "figures": 0.1, "odd_figures": 0.1, "leak": 0.1, "miss": 0.6, "place": 0.3,
    "short": 0.1, "long": 0.1, "joining": 0.05, "torn": 0.1,
}  # fmt: skip
WEIGHTS = {
    "net": 0.6, "share": 0.1, "figures": 0.1, "odd_figures": 0.1, "leak": 0.1, "miss": 0.1, "place": 0.4,
    "short": 0.1, "long": 0.2, "joining": 0.05, "torn": 0.1,
    "cosine": 1.0, "outside": 0.3, "wider": 1.5, "narrower": 0.4, "dice": 0.3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spans:
    """Candidate spans: half-open ranges of words `(n, 2)`, and by name what speaks for each `(n,)`."""

    ranges: list[tuple[int, int]]
    features: dict[str, Floats]

    def scores(self, weights: Mapping[str, float] = WEIGHTS) -> Floats:
        """Return the weighted sum of features; higher is better."""
        weighted = [weight * self.features[name] for name, weight in weights.items()]
        total: Floats = np.sum(weighted, axis=0)
        return total


def scored_spans(
    source: Passage,
    match: tuple[int, int],
    target: Passage,
    counts: Associations,
    encode: Encode,
    *,
    finalists: int = FINALISTS,
) -> Spans | None:
    """Return the best spans of `target` for the characters `match` of `source`; None without any candidate.

    `encode` gives unit vectors of texts `(n, d)`.
    """
    phrase = token_range(source.tokens, *match)
    has_break = BREAKS.search(source.text[slice(*match)]) is not None
    ranges = candidate_ranges(target, across=has_break)
    if not ranges or phrase[0] == phrase[1]:
        return None
    spans = Spans(ranges, _cheap(source, phrase, target, ranges, counts, encode))
    best = np.argsort(-spans.scores(FIRST_WEIGHTS), kind="stable")[:finalists]
    kept = [ranges[number] for number in best]
    features = {name: values[best] for name, values in spans.features.items()}
    return Spans(kept, features | _dear(source, phrase, target, kept, counts, encode))


def _cheap(
    source: Passage,
    phrase: tuple[int, int],
    target: Passage,
    ranges: Sequence[tuple[int, int]],
    counts: Associations,
    encode: Encode,
) -> dict[str, Floats]:
    first, last = np.array(ranges).T
    leak, miss = _word_evidence(source, phrase, target, encode)
    pull = _pull(target.tokens, counts)
    starts = np.array([token.start for token in target.tokens])[first]
    ends = np.array([token.end for token in target.tokens])[last - 1]
    begin, end = source.tokens[phrase[0]].start, source.tokens[phrase[1] - 1].end
    stretch = len(target.text) / len(source.text)
    length = np.log((ends - starts) / ((end - begin) * stretch))
    place = np.abs((starts + ends) / 2 / len(target.text) - (begin + end) / 2 / len(source.text))
    common, odd = _figures(source, (begin, end), target, starts, ends)
    joining, torn = _han_edges(target.tokens, ranges, counts)
    return {
        "net": counts.trust * (_sums(pull, first, last) / max(_LEVEL, np.maximum(pull, 0).sum())),
        "share": counts.trust * _shares(target.tokens, ranges, counts),
        "figures": common,
        "odd_figures": -odd,
        "leak": -_sums(leak, first, last),
        "miss": -(miss.sum() - _sums(miss, first, last)),
        "place": -place,
        "short": np.minimum(0.0, length),
        "long": -np.maximum(0.0, length),
        "joining": -joining,
        "torn": -torn,
    }


def _word_evidence(
    source: Passage, phrase: tuple[int, int], target: Passage, encode: Encode
) -> tuple[Floats, Floats]:
    """Return for each target word how much nearer it is to words outside the phrase, and the reverse."""
    content = np.array([not token.is_function for token in target.tokens])
    words = [target.text[token.start : token.end] for token in target.tokens]
    # Each word once: a long text has few more different words than a short one.
    distinct = {word: number for number, word in enumerate(dict.fromkeys(words))}
    inside = _content(source, range(*phrase)) or list(range(*phrase))
    outside = _content(source, [k for k, _ in enumerate(source.tokens) if not phrase[0] <= k < phrase[1]])
    own_texts = dict.fromkeys([source.words(*phrase), *(source.words(k, k + 1) for k in inside)])
    other_texts = dict.fromkeys(source.words(k, k + 1) for k in outside)
    vectors = encode(list(distinct))
    own = (vectors @ encode(list(own_texts)).T).max(axis=1)
    other = (vectors @ encode(list(other_texts)).T).max(axis=1, initial=-1.0)
    gap = (own - other).astype(np.float64)[[distinct[word] for word in words]]
    return np.maximum(0.0, -gap) * content, np.maximum(0.0, gap) * content


def _content(passage: Passage, numbers: Sequence[int]) -> list[int]:
    return [number for number in numbers if not passage.tokens[number].is_function]


def _pull(tokens: Sequence[Token], counts: Associations) -> Floats:
    """Return for each word by how much its Dice coefficient with the phrase is above the level.

    What is below it counts less the oftener the word stands with the phrase: права is in all texts with
    "human rights", and in many more of other rights.
    """
    values = np.array([_dice(token.key, counts) for token in tokens])
    places = {token.start: number for number, token in enumerate(tokens)}
    is_paired = np.zeros(len(tokens), bool)
    paired = np.zeros(len(tokens))
    for left, right in han_pairs(tokens):
        value = _dice(left.key + right.key, counts)
        for number in (places[left.start], places[right.start]):
            paired[number] = max(paired[number], value)
            is_paired[number] = True
    above = np.where(is_paired, paired, values) - _LEVEL
    excess = np.array([counts.excess(token.key) for token in tokens])
    # Of a Han character its pair says more.
    above = np.where((above < 0.0) & ~is_paired, above * (1.0 - excess), above)
    return np.where([token.is_function for token in tokens], 0.0, above)


def _dice(key: str, counts: Associations) -> float:
    return counts.dice(counts.share(key), counts.statistics.with_key(key))


def _sums(values: Floats, first: NDArray[np.int64], last: NDArray[np.int64]) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(values)])
    sums: Floats = total[last] - total[first]
    return sums


def _shares(tokens: Sequence[Token], ranges: Sequence[tuple[int, int]], counts: Associations) -> Floats:
    words = [token.word for token in tokens]
    return np.array([counts.runs[tuple(words[slice(*span)])] / max(1, counts.sampled) for span in ranges])


def _figures(
    source: Passage,
    match: tuple[int, int],
    target: Passage,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> tuple[Floats, Floats]:
    """Return how many figures of each span have the value of one in the phrase, and how many have none."""
    wanted = {value for start, end, value in source.figures if start < match[1] and end > match[0]}
    common, odd = np.zeros(len(starts)), np.zeros(len(starts))
    if not wanted and not target.figures:
        return common, odd
    values = [value for _, _, value in target.figures]
    first = np.searchsorted([end for _, end, _ in target.figures], starts, side="right")
    last = np.searchsorted([start for start, _, _ in target.figures], ends, side="left")
    for number, (begin, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        there = set(values[begin:end])
        common[number], odd[number] = len(wanted & there), len(wanted ^ there)
    return common, odd


def _han_edges(
    tokens: Sequence[Token], ranges: Sequence[tuple[int, int]], counts: Associations
) -> tuple[Floats, Floats]:
    """Return how many ends of each span are characters that join, and how firmly its ends cut words."""
    tear = counts.statistics.cohesion
    joints = {right.start: tear(left.key, right.key) for left, right in han_pairs(tokens)}
    if not joints:
        return np.zeros(len(ranges)), np.zeros(len(ranges))
    joining = [
        (tokens[first].word in JOINING_HAN) + (tokens[last - 1].word in JOINING_HAN) for first, last in ranges
    ]
    after = [*(token.start for token in tokens[1:]), -1]
    torn = [joints.get(tokens[first].start, 0.0) + joints.get(after[last - 1], 0.0) for first, last in ranges]
    return np.array(joining, float), np.array(torn)


def _dear(
    source: Passage,
    phrase: tuple[int, int],
    target: Passage,
    ranges: Sequence[tuple[int, int]],
    counts: Associations,
    encode: Encode,
) -> dict[str, Floats]:
    texts = [target.words(*span) for span in ranges]
    wider, narrower = wider_and_narrower(source, phrase)
    outside = _content(source, [k for k, _ in enumerate(source.tokens) if not phrase[0] <= k < phrase[1]])
    # At one go: the encoder takes as long for a few texts as for many.
    vectors = encode([*texts, *(source.words(*span) for span in (phrase, *wider, *narrower))])[: len(texts)]
    cosine = (vectors @ encode([source.words(*phrase)])[0]).astype(np.float64)

    def nearest(spans: Sequence[tuple[int, int]]) -> Floats:
        if not spans:
            return np.full(len(ranges), -1.0)
        near = vectors @ encode([source.words(*span) for span in spans]).T
        best: Floats = near.max(axis=1).astype(np.float64)
        return best

    dice = [
        counts.dice(_shares_of(text, target, span, counts), counts.statistics.with_run(text))
        for text, span in zip(texts, ranges, strict=True)
    ]
    return {
        "cosine": cosine,
        "outside": -np.maximum(0.0, nearest([(k, k + 1) for k in outside])),
        "wider": -np.maximum(0.0, nearest(wider) - cosine),
        "narrower": -np.maximum(0.0, nearest(narrower) - cosine),
        "dice": counts.trust * np.array(dice),
    }


def _shares_of(text: str, target: Passage, span: tuple[int, int], counts: Associations) -> float:
    words = tuple(token.word for token in target.tokens[slice(*span)])
    return counts.runs[words] / max(1, counts.sampled)
