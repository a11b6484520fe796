"""Counterparts: where in the other languages of a unit a phrase is rendered, or that it is not sure.

The spans of a text are ranked by `tm.concordancing.span_scores`; the best one counts where its probability is
`SURE` or more. The probability is a logistic regression on the score, the lead over the best span elsewhere
in the text, the cosine and how much the counts say, fitted by scripts/fit_counterparts.py on gold cases and
on as many pairs of texts that have nothing to do with each other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import decimal

import numpy as np

from align.encoders import Encoder, Vectors
from tm.concordance import ConcordanceHit, CounterpartSpan
from tm.concordancing.associations import Associations, associations
from tm.concordancing.counterpart_words import token_range
from tm.concordancing.passages import Passage, passage_of
from tm.concordancing.span_scores import Spans, scored_spans
from tm.concordancing.word_statistics import WordStatistics
from tm.lexical.lexical_index import LexicalIndex
from tm.units import LEVELS

# Spans less probable than this are not shown.
SURE = 0.5
# Paragraphs whose words are counted, and from which renderings are learnt.
SAMPLE = 300
# Occurrences measured in a language: more take minutes; a rendering that comes up later is left unsure.
_MOST_MEASURED = 1000
# Intercept, score, lead, cosine, trust: log loss .166 on 992 cases.
_CALIBRATION = (-4.1, 5.9, 1.3, 4.3, -1.3)
# Tatweel and vowel marks.
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
# A rendering is known when so many units have it.
_KNOWN_UNITS = 3


@dataclass(frozen=True, slots=True)
class CounterpartSources:
    """What counterparts are found by: the index that counts words, and the encoder."""

    index: LexicalIndex
    encoder: Encoder


def with_counterparts(
    hits: Sequence[ConcordanceHit],
    sources: CounterpartSources,
    *,
    sample: Sequence[ConcordanceHit] | None = None,
    paragraphs: int | None = None,
) -> list[ConcordanceHit]:
    """Return the hits with `spans`: where each counterpart renders the phrase, where that is sure.

    `sample` are occurrences of the same phrase to count words in, None for the hits themselves; `paragraphs`
    how many of the memory have it, None for those of the sample.
    """
    found: list[dict[str, CounterpartSpan]] = [{} for _ in hits]
    counted = _one_a_unit(hits if sample is None else sample)[:SAMPLE]
    whole = len(_one_a_unit(hits if sample is None else sample)) if paragraphs is None else paragraphs
    vectors = _Vectors(sources.encoder)
    measured = {hit.unit_id: _source(hit) for hit in _one_a_unit(hits)[:SAMPLE]}
    for language in sorted({code for hit in hits for code in hit.counterparts}):
        part = sources.index.indexes.get((LEVELS[0], language))
        if part is None:
            continue
        having = [_counterpart(hit, language) for hit in counted if language in hit.counterparts]
        share = len(having) / len(counted) if counted else 0.0
        counts = _counts(having, round(whole * share), WordStatistics(part))
        finder = _Finder(language, counts, vectors, {passage.text: passage for passage in having})
        # All at one go: the encoder takes as long for a few words as for many.
        vectors([word for passage in (*having, *measured.values()) for word in _surfaces(passage)])
        for number, hit in enumerate(hits):
            if language in hit.counterparts:
                span = finder.span(hit, measured.get(hit.unit_id) or _source(hit))
                if span is not None and span.score >= SURE:
                    found[number][language] = span
    return [
        replace(hit, spans={code: spans[code] for code in hit.counterparts if code in spans})
        for hit, spans in zip(hits, found, strict=True)
    ]


def probable_span(passage: Passage, spans: Spans, trust: float) -> CounterpartSpan:
    """Return the best span with its probability."""
    best, terms = confidence_terms(spans, trust)
    odds = sum(weight * term for weight, term in zip(_CALIBRATION, terms, strict=True))
    first, last = spans.ranges[best]
    start, end = passage.tokens[first].start, passage.tokens[last - 1].end
    return CounterpartSpan(start, end, round(1 / (1 + math.exp(-odds)), 3))


def confidence_terms(spans: Spans, trust: float) -> tuple[int, tuple[float, ...]]:
    """Return the number of the best span, and what its probability is a regression on: 1, score, lead ..."""
    scores = spans.scores()
    best = int(np.argmax(scores))
    first, last = spans.ranges[best]
    elsewhere = [
        score
        for score, (begin, end) in zip(scores, spans.ranges, strict=True)
        if end <= first or begin >= last
    ]
    lead = scores[best] - max(elsewhere, default=scores[best] - 1.0)
    return best, (1.0, scores[best], lead, spans.features["cosine"][best], trust)


class _Vectors:
    """Vectors of texts, each made once; encoders know Western digits and bare Arabic letters better."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def __call__(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.encode([*map(_plain, new)]), strict=True))
        if not texts:
            return np.zeros((0, self._encoder.dimension), np.float32)
        return np.stack([self._known[text] for text in texts])


def _plain(text: str) -> str:
    if text.isascii():
        return text
    bare = _ARABIC_MARKS.sub("", text)
    return "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in bare)


class _Finder:
    """Finds the counterparts of one phrase in one language, and remembers the renderings that it met."""

    def __init__(
        self, language: str, counts: Associations, vectors: _Vectors, passages: dict[str, Passage]
    ) -> None:
        self._language, self._counts, self._vectors = language, counts, vectors
        self._passages = passages
        self._known: Counter[tuple[str, ...]] = Counter()
        self._scores: dict[tuple[str, ...], float] = {}
        self._scored = 0

    def span(self, hit: ConcordanceHit, source: Passage) -> CounterpartSpan | None:
        passage = self._passages.get(hit.counterparts[self._language]) or _counterpart(hit, self._language)
        match = (len(hit.left), len(hit.left) + len(hit.match))
        if self._scored >= SAMPLE:
            known = self._known_span(source, match, passage)
            if known is not None or self._scored >= _MOST_MEASURED:
                return known
        spans = scored_spans(source, match, passage, self._counts, self._vectors)
        if spans is None:
            return None
        self._scored += 1
        span = probable_span(passage, spans, self._counts.trust)
        if span.score >= SURE:
            words = _words(passage, span)
            self._known[words] += 1
            self._scores[words] = min(span.score, self._scores.get(words, 1.0))
        return span

    def _known_span(
        self, source: Passage, match: tuple[int, int], passage: Passage
    ) -> CounterpartSpan | None:
        """Return the most frequent rendering that stands in a text, where it is nearest to its place.

        Its score is the lowest that it had where it was measured.
        """
        wanted = (match[0] + match[1]) / 2 / len(source.text)
        words = tuple(token.word for token in passage.tokens)
        for rendering, units in self._known.most_common():
            if units < _KNOWN_UNITS:
                return None
            size = len(rendering)
            places = [
                (passage.tokens[at].start, passage.tokens[at + size - 1].end)
                for at in range(len(words) - size + 1)
                if words[at : at + size] == rendering
            ]
            if places:
                start, end = min(
                    places, key=lambda place: abs((place[0] + place[1]) / 2 / len(passage.text) - wanted)
                )
                return CounterpartSpan(start, end, self._scores[rendering])
        return None


def _words(passage: Passage, span: CounterpartSpan) -> tuple[str, ...]:
    first, last = token_range(passage.tokens, span.start, span.end)
    return tuple(token.word for token in passage.tokens[first:last])


def _one_a_unit(hits: Sequence[ConcordanceHit]) -> list[ConcordanceHit]:
    return list({hit.unit_id: hit for hit in reversed(hits)}.values())[::-1]


def _source(hit: ConcordanceHit) -> Passage:
    return passage_of(hit.left + hit.match + hit.right, hit.language)


def _counterpart(hit: ConcordanceHit, language: str) -> Passage:
    return passage_of(hit.counterparts[language], language)


def _surfaces(passage: Passage) -> list[str]:
    return [passage.text[token.start : token.end] for token in passage.tokens]


def _counts(passages: Sequence[Passage], paragraphs: int, statistics: WordStatistics) -> Associations:
    longest = passages[0].longest if passages else 0
    return associations((passage.tokens for passage in passages), paragraphs, longest, statistics)
