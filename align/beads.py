"""What alignment gives: beads for a language pair, rows over all languages of a document set.

All positions are 0-based; all ranges are half-open `(start, end)` and may be empty (`start == end`,
then they say where the gap is).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpora.documents import Document

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Term:
    """One number of a bead's evidence; the terms of a bead sum to its `score`."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Bead:
    """A range of source segments that says the same as a range of target segments.

    `score` is log-linear: higher is better. `probability` in [0, 1] is the posterior of this bead under the
    lattice, calibrated. `rule` names what decided: "label", "similarity", "null", "moved",
    "lock" (a person; the probability is 1), "link" (given with the documents; the probability is 1, and
    nothing was measured).
    """

    source: Span
    target: Span
    probability: float
    score: float
    rule: str
    evidence: tuple[Term, ...] = ()

    @property
    def type(self) -> str:
        """Number of segments on each side: "1:1", "2:1", "0:1"."""
        return f"{self.source[1] - self.source[0]}:{self.target[1] - self.target[0]}"


@dataclass(frozen=True, slots=True)
class PairAlignment:
    """The beads of one language pair, in source order; every segment of both sides in exactly one."""

    source_language: str
    target_language: str
    beads: tuple[Bead, ...]


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """One sentence-level row inside a `Row`: for each language present, its text ("" never occurs).

    `probabilities` holds the probability of the bead with the pivot for each language other than the pivot.
    """

    texts: Mapping[str, str]
    probability: float
    probabilities: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One segmentation for all languages: for each language of the set a possibly empty range of blocks.

    `probability` is the minimum over the languages present. `probabilities`, `rules` and `scores` give, for
    each language
    other than the pivot, those of the bead with the pivot (or with `via[language]`, the language
    it was aligned through). `flags` are words for the report: "moved", "disagreement", "no pivot", "merged
    beads".
    `stream` is "body" or "footnotes" and says which blocks of the document the ranges index.
    """

    ranges: Mapping[str, Span]
    probability: float
    stream: str = "body"
    probabilities: Mapping[str, float] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    via: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    sentences: tuple[SentenceRow, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages with text in this row, sorted."""
        return tuple(sorted(code for code, (start, end) in self.ranges.items() if end > start))


@dataclass(frozen=True, slots=True)
class AlignedSet:
    """One document set, aligned: `documents` by language, `rows` in the order of the pivot.

    `pairs` holds the pivot pairs of the body, keyed by the other language. `verification` holds, for pairs
    without the pivot
    ("en:es"), the mean agreement in [0, 1] between the row partition and their own evidence.
    A set with one language only has no pairs and one row a block.
    """

    name: str
    pivot: str
    documents: Mapping[str, Document]
    rows: tuple[Row, ...]
    pairs: Mapping[str, PairAlignment] = field(default_factory=dict)
    verification: Mapping[str, float] = field(default_factory=dict)
