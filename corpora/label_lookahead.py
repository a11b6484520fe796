"""What still comes in a document: which labels follow a label before the next article or chapter."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from corpora.label_forms import Label, LabelForm, LabelStyle, Reading

# From the outermost down; a word closes every open word of its own rank and below.
WORD_RANKS = {
    LabelStyle.ANNEX: 0,
    LabelStyle.APPENDIX: 1,
    LabelStyle.GOAL: 2,
    LabelStyle.PART: 2,
    LabelStyle.CHAPTER: 3,
    LabelStyle.SECTION: 4,
    LabelStyle.ARTICLE: 5,
    LabelStyle.RULE: 5,
    LabelStyle.PRINCIPLE: 5,
}
# Cost of reading a label against the label that follows it; see the costs of `corpora.label_sequence`.
_AGAINST_WHAT_FOLLOWS = 2.0


class Ahead:
    """Labels still to come: for each reading and form, where it stands, up to the next word."""

    def __init__(self, labels: Sequence[Label | None]) -> None:
        self._places: dict[tuple[Reading, LabelForm], list[int]] = {}
        self._section_ends = [len(labels)] * len(labels)
        end = len(labels)
        for index in range(len(labels) - 1, -1, -1):
            self._section_ends[index] = end
            label = labels[index]
            if label is None:
                continue
            if label.style in WORD_RANKS:
                end = index
            for reading in label.readings:
                self._places.setdefault((reading, label.form), []).append(index)
        # Filled backwards.
        for places in self._places.values():
            places.reverse()
        self._subnumbers = {
            (label.values, label.written[-1].isdecimal())
            for label in labels
            if label is not None and label.style is LabelStyle.SUBNUMBER
        }
        self._forms = [label.form if label is not None else LabelForm.BARE for label in labels]

    def next_place(self, index: int, reading: Reading, form: LabelForm) -> int | None:
        """Index of the first such label after `index` and before the next word; None without one."""
        places = self._places.get((reading, form), ())
        after = bisect_right(places, index)
        if after == len(places) or places[after] >= self._section_ends[index]:
            return None
        return places[after]

    def has_neighbour(self, label: Label) -> bool:
        """Whether the sub-number before or after this one is a label somewhere in the document."""
        *above, last = label.values
        return any(
            ((*above, other), label.written[-1].isdecimal()) in self._subnumbers
            for other in (last - 1, last + 1)
        )

    def comes_later(self, index: int, reading: Reading, form: LabelForm) -> bool:
        """Whether there is such a label after `index` and before the next word."""
        return self.next_place(index, reading, form) is not None

    def penalty(self, index: int, reading: Reading, readings: Sequence[Reading]) -> float:
        """Cost of a reading when the successor of another one comes first: "(i)", "(ii)" is no letter."""
        form = self._forms[index]
        own = self.next_place(index, Reading(reading.style, reading.value + 1), form)
        for other in readings:
            if other == reading:
                continue
            place = self.next_place(index, Reading(other.style, other.value + 1), form)
            if place is not None and (own is None or place < own):
                return _AGAINST_WHAT_FOLLOWS
        return 0.0
