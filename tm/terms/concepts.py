"""What terminology is made of: concepts, their terms in each language, and where these stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# What a term is: a word or phrase, an acronym, or the name of a body, a treaty or a document.
TERM_KINDS = ("phrase", "acronym", "name")
# What a terminologist decided; "proposed" is what the machine found and nobody has looked at.
CONCEPT_STATUSES = ("proposed", "accepted", "rejected")


@dataclass(frozen=True, slots=True)
class TermContext:
    """A passage that has a term: `text[start:end]` is the term as it stands there.

    `text` is the whole paragraph or sentence; `page` counts from 1; `path` is the label path.
    """

    unit_id: str
    text: str
    start: int
    end: int
    document: str
    symbol: str | None
    path: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one language.

    `text` is its most frequent form as written; `forms` gives every form with its count, most frequent first.
    `key` is what forms of one term share: its words by lemma or stem. `kind` is one of `TERM_KINDS`;
    `termhood` orders the terms of a language, higher is more of a term. `expansion` is the full form of an
    acronym, where the memory gives it.
    """

    language: str
    text: str
    key: str
    forms: Mapping[str, int]
    frequency: int
    kind: str
    termhood: float
    expansion: str | None = None


@dataclass(frozen=True, slots=True)
class TermRendering:
    """A term of another language that stands for the concept.

    `probability` in [0, 1] is calibrated: that it means the same. `count` is the number of units that have
    both terms. `evidence` holds the measures the probability was made of, by name.
    """

    term: Term
    probability: float
    count: int
    evidence: Mapping[str, float]
    contexts: tuple[TermContext, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of the pivot language with its renderings: in each other language the surest first.

    `concept_id` is stable between runs over the same terms and a valid XML NCName. `probability` in [0, 1] is
    that of the surest rendering in the least sure language that has one above `min_probability`. `status` is
    one of `CONCEPT_STATUSES`.
    """

    concept_id: str
    term: Term
    contexts: tuple[TermContext, ...]
    renderings: Mapping[str, tuple[TermRendering, ...]]
    probability: float
    status: str = "proposed"
