"""Where each label of a document stands below the others, decided by the sequence of all of them.

A label alone does not say its depth: "(i)" after "(h)" and before "(j)" is a letter, after "(a)" a
Roman numeral one level below; "1." after "12." begins a list below 12 when a "13." still comes, else it
begins anew. Each label joins the open list it continues best, or opens one; the costs below rank those
choices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from corpora.label_forms import Label, LabelForm, LabelStyle, Reading
from corpora.label_lookahead import WORD_RANKS, Ahead

_CAPITALS = (LabelStyle.CAPITAL_LETTER, LabelStyle.CAPITAL_ROMAN)

# Costs of the ways to place a label; lower is likelier.
_CONTINUES = 0.0
_OPENS_AT_ONE = 1.0
_SKIPS = 3.0
_STARTS_ANEW = 4.0
_OPENS_SAME_FORM = 4.0
_OPENS_LATE = 5.0
_GOES_BACK = 6.0
_COST_A_STEP = 0.2
_MOST_STEPS = 10
# A label that is not sure counts if it continues a list, or opens one that goes on.
_MOST_FOR_UNSURE = 1.0
# "A." in a list that markup puts below another is an item, not a heading.
_DEEPEST_HEADING = 1
# Lists nest five deep in law; where more seem open, each new one takes the place of the deepest.
_MOST_OPEN = 12


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """Place of one label: what it numbers, as read in the sequence, and the place it stands below.

    `lettered` and `suffix` as on the label; `form` tells headings ("A.") from items ("(A)").
    """

    reading: Reading
    form: LabelForm
    parent: Node | None
    heading: bool = False
    suffix: str = ""
    written: str = ""
    lettered: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    """Open list: its last member, and the depth that markup gave it (0 for none)."""

    node: Node
    depth: int

    def takes(self, reading: Reading, form: LabelForm) -> bool:
        return self.node.reading.style is reading.style and self.node.form is form


class _Choice(NamedTuple):
    cost: float
    keep: int
    reading: Reading


def nodes_of(
    labels: Sequence[Label | None],
    levels: Sequence[int] | None = None,
    heads: Sequence[bool] | None = None,
) -> list[Node | None]:
    """Node of each label in document order; None for no label, a bullet, or one that fits nowhere.

    `heads` tells labels of headings, as markup or the sequence shows them.
    """
    sequence = _Sequence(labels, heads if heads is not None else [False] * len(labels))
    depths = levels if levels is not None else [0] * len(labels)
    return [
        sequence.place(index, label, depth) if label is not None else None
        for index, (label, depth) in enumerate(zip(labels, depths, strict=True))
    ]


class _Sequence:
    """Open words, headings and lists while labels are placed one after the other."""

    def __init__(self, labels: Sequence[Label | None], heads: Sequence[bool]) -> None:
        self._ahead = Ahead(labels)
        self._heads = heads
        # Headings, and the words around them, that stood open when the first article below them came.
        self._above: tuple[list[Node], list[_Level]] | None = None
        self._words: list[Node] = []
        self._headings: list[_Level] = []
        self._lists: list[_Level] = []
        self._last_of_word: dict[LabelStyle, int] = {}
        self._han_heads = _where_han_numerals_head(labels)

    def place(self, index: int, label: Label, depth: int) -> Node | None:
        if label.style is LabelStyle.BULLET:
            return None
        if label.style in WORD_RANKS:
            return self._place_word(label)
        if label.style is LabelStyle.SUBNUMBER:
            return self._place_subnumber(label)
        capital = label.style in _CAPITALS or self._is_han_heading(index, label)
        # "1. Training" below "A. Skills" is a heading where it is set as one.
        numbered = label.style is LabelStyle.NUMBER and self._heads[index] and bool(self._headings)
        if label.form is LabelForm.FULL and (capital or numbered) and depth <= _DEEPEST_HEADING:
            return self._place_heading(index, label)
        return self._place_item(index, label, depth)

    def _is_han_heading(self, index: int, label: Label) -> bool:
        return (self._han_heads[index] or self._heads[index]) and label.style is LabelStyle.HAN

    def _container(self) -> Node | None:
        if self._headings:
            return self._headings[-1].node
        return self._words[-1] if self._words else None

    def _place_word(self, label: Label) -> Node | None:
        style = label.style
        last = self._last_of_word.get(style, 0)
        value = label.values[0] if label.values else last + 1
        if not label.sure and value not in (1, last, last + 1):
            return None
        rank = WORD_RANKS[style]
        if rank <= WORD_RANKS[LabelStyle.APPENDIX]:
            self._above = None
        elif self._headings:
            self._above = self._words, self._headings
        self._words = [word for word in self._words if WORD_RANKS[word.reading.style] < rank]
        self._headings, self._lists = [], []
        parent = self._words[-1] if self._words else None
        node = Node(
            Reading(style, value), LabelForm.WORD, parent,
            suffix=label.suffix, written=label.written, lettered=label.lettered,
        )  # fmt: skip
        self._words.append(node)
        self._last_of_word[style] = value
        if rank == WORD_RANKS[LabelStyle.ANNEX]:
            self._last_of_word = {style: value}
        return node

    def _place_subnumber(self, label: Label) -> Node | None:
        if not label.sure and not self._subnumber_fits(label):
            return None
        numbered = [level for level in self._lists[:1] if level.node.reading.style is LabelStyle.NUMBER]
        reading = Reading(LabelStyle.SUBNUMBER, label.values[0])
        node = Node(reading, label.form, self._container(), suffix=label.suffix, written=label.written)
        self._lists = [*numbered, _Level(node, 0)]
        return node

    def _subnumber_fits(self, label: Label) -> bool:
        """Whether "2.2" comes after "2." or "2.1", "2.1" after "1.7", or has a neighbour: else a figure."""
        if self._ahead.has_neighbour(label):
            return True
        first, last = label.values[0], label.values[-1]
        for level in self._lists:
            before = level.node.reading.value
            if first == before or (first == before + 1 and last == 1):
                return True
        inside = self._container()
        if inside is not None and inside.reading.value == first:
            return True
        return not self._lists and last == 1

    def _place_heading(self, index: int, label: Label) -> Node | None:
        readings = tuple(
            Reading(LabelStyle.CAPITAL_ROMAN, reading.value) if reading.style is LabelStyle.HAN else reading
            for reading in label.readings
        )
        if self._above is not None and self._goes_on_above(readings, label.form):
            self._words, self._headings = self._above
        choice = self._choose(index, label, readings, self._headings)
        if choice is None:
            return None
        self._headings = self._headings[: min(choice.keep, _MOST_OPEN - 1)]
        parent = self._container()
        node = Node(choice.reading, label.form, parent, heading=True, suffix=label.suffix)
        self._headings.append(_Level(node, 0))
        self._lists = []
        return node

    def _goes_on_above(self, readings: Sequence[Reading], form: LabelForm) -> bool:
        """Whether "II." continues the "I." above the articles or rules that stood between them."""
        if self._above is None or self._headings:
            return False
        return any(
            level.takes(reading, form) and reading.value == level.node.reading.value + 1
            for level in self._above[1]
            for reading in readings
        )

    def _place_item(self, index: int, label: Label, depth: int) -> Node | None:
        if self._follows_subnumbers(label):
            self._lists = []
        if depth:
            choice = self._choose_at_depth(index, label, depth)
        else:
            choice = self._choose(index, label, label.readings, self._lists)
        if choice is None:
            return None
        self._lists = self._lists[: min(choice.keep, _MOST_OPEN - 1)]
        parent = self._lists[-1].node if self._lists else self._container()
        node = Node(choice.reading, label.form, parent, suffix=label.suffix)
        self._lists.append(_Level(node, depth))
        return node

    def _follows_subnumbers(self, label: Label) -> bool:
        """Whether a number goes on where sub-numbers stood: "3." after "2.2", with no "2." before."""
        if not self._lists or self._lists[0].node.reading.style is not LabelStyle.SUBNUMBER:
            return False
        value = self._lists[0].node.reading.value
        return label.form is LabelForm.FULL and Reading(LabelStyle.NUMBER, value + 1) in label.readings

    def _choose(
        self, index: int, label: Label, readings: Sequence[Reading], levels: Sequence[_Level]
    ) -> _Choice | None:
        choices = []
        for reading in readings:
            penalty = self._ahead.penalty(index, reading, readings)
            for keep, level in enumerate(levels):
                if level.takes(reading, label.form):
                    choices.append(_Choice(penalty + _cost_of_joining(level, reading, label), keep, reading))
            choices.append(
                _Choice(penalty + self._cost_of_opening(index, reading, label, levels), len(levels), reading)
            )
        # The deepest list wins where two would do.
        best = min(choices, key=lambda choice: (choice.cost, -choice.keep), default=None)
        if best is None or label.sure or self._heads[index]:
            return best
        opens = best.keep == len(levels)
        goes_on = self._ahead.comes_later(
            index, Reading(best.reading.style, best.reading.value + 1), label.form
        )
        return best if best.cost <= _MOST_FOR_UNSURE and (goes_on or not opens) else None

    def _cost_of_opening(self, index: int, reading: Reading, label: Label, levels: Sequence[_Level]) -> float:
        cost = _OPENS_AT_ONE if reading.value == 1 else _OPENS_LATE + _steps(reading.value)
        for level in levels:
            if level.takes(reading, label.form):
                following = Reading(reading.style, level.node.reading.value + 1)
                if not self._ahead.comes_later(index, following, label.form):
                    cost += _OPENS_SAME_FORM
        return cost if levels else min(cost, _OPENS_AT_ONE + _steps(reading.value))

    def _choose_at_depth(self, index: int, label: Label, depth: int) -> _Choice | None:
        keep = next(
            (place for place, level in enumerate(self._lists) if level.depth >= depth), len(self._lists)
        )
        joined = self._lists[keep] if keep < len(self._lists) and self._lists[keep].depth == depth else None
        choices = []
        for reading in label.readings:
            penalty = self._ahead.penalty(index, reading, label.readings)
            cost = _OPENS_AT_ONE if reading.value == 1 else _OPENS_LATE + _steps(reading.value)
            if joined is not None and joined.takes(reading, label.form):
                cost = min(cost, _cost_of_joining(joined, reading, label))
            choices.append(_Choice(penalty + cost, keep, reading))
            # A list typed by hand so far may go on in markup, or one inside another after that was closed.
            typed = range(keep) if joined is None else range(0)
            inner = range(keep + 1, len(self._lists)) if reading.value > 1 else range(0)
            for place in (*typed, *inner):
                level = self._lists[place]
                if level.takes(reading, label.form) and reading.value == level.node.reading.value + 1:
                    choices.append(_Choice(penalty, place, reading))
        return min(choices, key=lambda choice: (choice.cost, -choice.keep), default=None)


def _cost_of_joining(level: _Level, reading: Reading, label: Label) -> float:
    step = reading.value - level.node.reading.value
    if step == 1 or (step == 0 and label.suffix != level.node.suffix):
        return _CONTINUES
    if step > 1:
        return _SKIPS + _steps(step)
    return _STARTS_ANEW if reading.value == 1 else _GOES_BACK


def _steps(count: int) -> float:
    return _COST_A_STEP * min(count - 1, _MOST_STEPS)


def _where_han_numerals_head(labels: Sequence[Label | None]) -> list[bool]:
    """For each label: whether "一、" heads chapters in its part, an annex being a part of its own."""
    starts = [i for i, label in enumerate(labels) if label is not None and label.style in _PARTS_OF_FILE]
    bounds = [0, *starts, len(labels)]
    return [
        heads
        for start, end in pairwise(bounds)
        for heads in [_han_numerals_head(labels[start:end])] * (end - start)
    ]


_PARTS_OF_FILE = (LabelStyle.ANNEX, LabelStyle.APPENDIX)


def _han_numerals_head(labels: Sequence[Label | None]) -> bool:
    """Whether "一、" heads chapters ("I." elsewhere): so where "1." numbers paragraphs beside it."""
    styles = {(label.style, label.form) for label in labels if label is not None}
    if any(style in (LabelStyle.ARTICLE, LabelStyle.RULE) for style, _ in styles):
        return False
    return (LabelStyle.HAN, LabelForm.FULL) in styles and (LabelStyle.NUMBER, LabelForm.FULL) in styles
