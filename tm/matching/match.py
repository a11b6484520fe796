"""A match, and the answer to a query: what is found in a memory and why it has its score."""

from __future__ import annotations

from dataclasses import dataclass

from tm.matching.omegat_scores import OmegatScores
from tm.matching.score import SCORE_VERSION, Penalty, band_of
from tm.matching.word_diff import DiffPart

NEGATION = "negation"
NO_WORDS = "there is no word in it to compare"
ANY_LEVEL = "both"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The sentences around a query, None where there is none or it is not known."""

    previous: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class MatchRequest:
    """What to match: source and target language, lowest score shown, number of matches, "both" or a level."""

    source: str
    target: str
    threshold: int = 75
    k: int = 5
    level: str = ANY_LEVEL


@dataclass(frozen=True, slots=True)
class Match:
    """A unit of the memory whose source text resembles the query.

    `score` is `base` minus the penalties, in percent, and 101 or 102 where it would be 100 and one or both
    neighbours are those of the query (`previous_equal`, `next_equal`). `edits` counts words to change.
    `units` is how many units have these two texts; the fields are those of the best of them. `document`,
    `path` and `page` are of the source text. `via` names the languages a pair was composed over, "" for none.
    """

    score: int
    base: int
    edits: int
    penalties: tuple[Penalty, ...]
    previous_equal: bool
    next_equal: bool
    omegat: OmegatScores
    warnings: tuple[str, ...]
    diff: tuple[DiffPart, ...]
    unit_id: str
    level: str
    source_text: str
    target_text: str
    units: int
    set_name: str
    symbol: str | None
    document: str
    path: str
    page: int | None
    probability: float
    via: str
    version: str = SCORE_VERSION

    @property
    def band(self) -> str:
        """The band of the score."""
        return band_of(self.score)


@dataclass(frozen=True, slots=True)
class MatchAnswer:
    """The matches of a query, best first; equals in the order of the memory.

    `query` is as given, on one line; `words` counts words, numbers and single Han characters. `note` says why
    nothing could be compared.
    """

    query: str
    words: int
    matches: tuple[Match, ...]
    note: str | None = None
    version: str = SCORE_VERSION
