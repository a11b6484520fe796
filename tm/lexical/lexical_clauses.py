"""What a query asks of one index, apart from the engine that answers: words, phrases, words that begin so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Field = Literal["words", "terms"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or term; scored by BM25."""

    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, two or more; scored by BM25, its weight the sum of those of its words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of these words; each passage that has one scores `weight`."""

    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Best:
    """The best of these, for a word that may be written, or stemmed, in several ways."""

    clauses: tuple[Term | Phrase, ...]


Clause: TypeAlias = Term | Phrase | OneOf | Best


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a query asks of one index.

    A passage must meet each of `conditions`; the scores of `clauses` that it meets add up. `parts` are what
    the query consists of, with the weight of each; `weight` is that of all of them and of what no passage
    has; `figures` are the parts that are figures. `rarity` in [0, 1]: how rare the rarest part is.
    """

    conditions: tuple[Clause, ...]
    clauses: tuple[Clause, ...]
    parts: tuple[tuple[Clause, float], ...]
    figures: tuple[Clause, ...]
    weight: float
    rarity: float


def best_of(clauses: Sequence[Term | Phrase]) -> Clause:
    """Return the clause itself where it is alone."""
    return clauses[0] if len(clauses) == 1 else Best(tuple(clauses))
