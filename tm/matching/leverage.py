"""What a memory already has of a draft: its words by band of the best match, and what it repeats itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tm.matching.fuzzy_index import FuzzyIndex, find_texts
from tm.matching.index_building import build_index, texts_alone
from tm.matching.match import Match, MatchRequest
from tm.matching.matcher import Matcher
from tm.matching.neighbouring_lines import with_neighbours
from tm.matching.score import BANDS, HIGHEST, LOWEST_THRESHOLD, SCORE_VERSION, band_of
from tm.matching.tokens import TokenisedText


@dataclass(frozen=True, slots=True)
class DraftSegment:
    """A sentence of a draft with the page (from 1) and the label path of its paragraph."""

    text: str
    page: int | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Repetition:
    """The earlier segment of a draft, from 1, that a segment resembles most, and their base score."""

    number: int
    base: int


@dataclass(frozen=True, slots=True)
class MeasuredSegment:
    """A segment, numbered from 1, with its words, its best match in the memory and in the draft before it.

    `words` counts words, numbers, document symbols and addresses one each, and every Han character one.
    """

    number: int
    segment: DraftSegment
    words: int
    match: Match | None
    repetition: Repetition | None

    @property
    def memory_band(self) -> str:
        """The band of the best match in the memory."""
        return band_of(self.match.score) if self.match is not None else BANDS[-1]

    @property
    def draft_band(self) -> str:
        """The band of the likest earlier segment of the draft."""
        return band_of(self.repetition.base) if self.repetition is not None else BANDS[-1]

    @property
    def best_band(self) -> str:
        """The better of both bands."""
        return min(self.memory_band, self.draft_band, key=BANDS.index)


@dataclass(frozen=True, slots=True)
class BandCount:
    """Segments and words of a band."""

    segments: int
    words: int


@dataclass(frozen=True, slots=True)
class Leverage:
    """A draft measured. Each of the three maps has every band of `BANDS`, in that order."""

    source: str
    target: str
    segments: tuple[MeasuredSegment, ...]
    memory: dict[str, BandCount]
    draft: dict[str, BandCount]
    best: dict[str, BandCount]
    version: str = SCORE_VERSION

    @property
    def words(self) -> int:
        """Words of all segments."""
        return sum(one.words for one in self.segments)


def measure_leverage(matcher: Matcher, segments: Sequence[DraftSegment], request: MatchRequest) -> Leverage:
    """Return the leverage of a draft in its order; segments around one are its neighbours.

    Of the request count the languages and the level: every band is asked for, and one match a segment.
    """
    asked = replace(request, threshold=LOWEST_THRESHOLD, k=1)
    texts = [one.text for one in segments]
    tokens = [matcher.tokenise(text) for text in texts]
    repetitions = _repetitions(tokens, request.source)
    measured = []
    for number, (text, around) in enumerate(with_neighbours(texts)):
        answer = matcher.answer(text, asked, around)
        best = answer.matches[0] if answer.matches else None
        measured.append(
            MeasuredSegment(number + 1, segments[number], answer.words, best, repetitions[number])
        )
    return Leverage(
        source=request.source,
        target=request.target,
        segments=tuple(measured),
        memory=_counts((one.memory_band, one.words) for one in measured),
        draft=_counts((one.draft_band, one.words) for one in measured),
        best=_counts((one.best_band, one.words) for one in measured),
    )


def _counts(banded: Iterable[tuple[str, int]]) -> dict[str, BandCount]:
    sums = {band: [0, 0] for band in BANDS}
    for band, words in banded:
        sums[band][0] += 1
        sums[band][1] += words
    return {band: BandCount(*counts) for band, counts in sums.items()}


def _repetitions(tokens: Sequence[TokenisedText], language: str) -> list[Repetition | None]:
    index = build_index(texts_alone([one.text for one in tokens]), language)
    first_units = index.text_units[index.unit_starts[:-1]] if index.texts else np.zeros(0, np.int32)
    return [_repetition(index, first_units, one, place) for place, one in enumerate(tokens)]


def _repetition(
    index: FuzzyIndex,
    first_units: np.ndarray[tuple[int], np.dtype[np.int32]],
    text: TokenisedText,
    place: int,
) -> Repetition | None:
    """Return the likest text before `place`; of equals the first."""
    found = find_texts(index, text, LOWEST_THRESHOLD)
    units = first_units[found.texts]
    earlier = units < place
    if not earlier.any():
        return None
    units, bases = units[earlier], found.bases[earlier]
    at = np.lexsort((units, -bases))[0]
    return Repetition(int(units[at]) + 1, min(int(bases[at]), HIGHEST))
