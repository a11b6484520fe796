"""What a finding is: a place where one version of a document does not say what the others say.

A finding is about the documents, not about the alignment: a paragraph left out, a number that differs. How
sure it is rests on the alignment all the same, so every finding carries the probability it was made with.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from align.beads import Span


class FindingKind(StrEnum):
    """The closed list of what is found."""

    OMITTED = "omitted"
    ADDED = "added"
    DUPLICATED = "duplicated"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    FIGURES_DIFFER = "figures"


class Severity(StrEnum):
    """How much a finding asks for: a warning is sure enough to act on, an info is to be looked at."""

    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """A run of blocks of one version: `blocks` is half-open and 0-based, empty for a gap between two.

    `label` and `path` are those of the first labelled block; "" without one, and for a gap. `page` counts
    from 1, `start` and `end` are half-open characters in the source (`corpora.documents.Place`); of a gap
    they are where the block before it ends. `text` is the beginning of the blocks' text.
    """

    language: str
    blocks: Span
    label: str = ""
    path: str = ""
    page: int | None = None
    start: int = 0
    end: int = 0
    text: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether nothing stands there."""
        return self.blocks[0] == self.blocks[1]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about the version in `language`.

    `place` is in that version, `counterpart` in the version it was compared with (the pivot where it has
    text); `evidence` says in a sentence what differs, with the numbers. `probability` in [0, 1] is that of
    the alignment the finding rests on. `stream` is "body" or "footnotes" and says which
    blocks the places index. `row` is the 0-based row of the set, or bead of the pair, where it begins.
    """

    kind: FindingKind
    language: str
    place: FindingPlace
    counterpart: FindingPlace
    evidence: str
    severity: Severity
    probability: float
    stream: str = "body"
    row: int = 0
