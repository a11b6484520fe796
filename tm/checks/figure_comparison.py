"""What two versions of a passage count differently, by value.

Each value of one side takes its equal on the other, in whatever writing. What is left over is a difference
if it was written as a figure ("12", "XII", "五十五"), or if both sides have a number word left ("fifth",
"sixième").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpora.quantities import Quantity, Sureness, find_quantities


@dataclass(frozen=True, slots=True)
class CountedText:
    """A text with its language and what it counts."""

    text: str
    language: str
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class CountedDifference:
    """What only the source counts, and what only the target does, in the order of the texts."""

    source: tuple[Quantity, ...]
    target: tuple[Quantity, ...]


_Reading = Callable[[Quantity], str]
# A value that stands more often than this is a list or an attack.
_MOST_PARTNERS = 50


def count_text(text: str, language: str) -> CountedText:
    """Read what a text counts; `language` is a base code, one beyond the six gives figures only."""
    return CountedText(text, language, tuple(find_quantities(text, language)))


def compare_counts(source: CountedText, target: CountedText) -> CountedDifference | None:
    """Return what differs between two versions of one passage, None if nothing that a reader must see."""
    left, right = _unmatched(list(source.quantities), list(target.quantities))
    left_sure, right_sure = _sure(left, target, right), _sure(right, source, left)
    if left_sure or right_sure:
        # A word that stands where the figure should is shown beside it.
        return CountedDifference(
            tuple(left_sure) or tuple(_words(left)), tuple(right_sure) or tuple(_words(right))
        )
    return _words_replaced(left, right) or _repetitions_replaced(left, right)


def _unmatched(left: list[Quantity], right: list[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Take away equal values in pairs, then those that are equal by a second reading."""
    left, right = _paired_off(left, right, lambda one: one.value, lambda one: one.value)
    left, right = _paired_off(left, right, lambda one: one.other, lambda one: one.value)
    return _paired_off(left, right, lambda one: one.value, lambda one: one.other)


def _paired_off(
    left: list[Quantity], right: list[Quantity], key: _Reading, other_key: _Reading
) -> tuple[list[Quantity], list[Quantity]]:
    waiting: dict[str, list[Quantity]] = {}
    for one in right:
        waiting.setdefault(other_key(one), []).append(one)
    kept: list[Quantity] = []
    # Surer ones choose first, and choose the surest: what is left then says least.
    for one in sorted(left, key=lambda quantity: -quantity.sureness):
        partners = waiting.get(key(one)) if key(one) else None
        if partners:
            partners.remove(max(partners[:_MOST_PARTNERS], key=lambda other: _closeness(one, other)))
        else:
            kept.append(one)
    rest = (one for partners in waiting.values() for one in partners)
    return sorted(kept, key=_place), sorted(rest, key=_place)


def _place(one: Quantity) -> int:
    return one.start


def _closeness(one: Quantity, other: Quantity) -> tuple[bool, int]:
    return one.ordinal == other.ordinal, other.sureness


def _sure(left: Sequence[Quantity], other: CountedText, rest: Sequence[Quantity]) -> list[Quantity]:
    """Of what is left on one side, the figures that the other side does not give in any way."""
    values = {quantity.value for quantity in other.quantities}
    found = [one for one in left if one.sureness is Sureness.SURE and one.value not in values]
    # "1" alone may be an article.
    return [] if all(one.value == "1" for one in found) and not _specific(rest) else found


def _specific(rest: Sequence[Quantity]) -> bool:
    return any(one.sureness > Sureness.LOOSE and one.value != "1" for one in rest)


def _words(rest: Sequence[Quantity]) -> Iterator[Quantity]:
    return (one for one in rest if one.sureness is not Sureness.LOOSE and one.value != "1")


def _words_replaced(left: Sequence[Quantity], right: Sequence[Quantity]) -> CountedDifference | None:
    """A number word on each side that has no equal on the other: one was translated as the other."""
    sides = [
        [one for one in side if one.sureness is Sureness.WORD and _counts(one)] for side in (left, right)
    ]
    if not all(sides):
        return None
    return CountedDifference(tuple(sides[0]), tuple(sides[1]))


def _counts(one: Quantity) -> bool:
    """Whether a word is more than an article or pronoun: "first" is, "one" is not."""
    return one.value != "1" or one.ordinal


def _repetitions_replaced(left: Sequence[Quantity], right: Sequence[Quantity]) -> CountedDifference | None:
    """Values that both sides have, not as often: "articles 3 and 3" for "articles 3 and 5, see 5"."""
    sure = [[one for one in side if one.sureness is Sureness.SURE] for side in (left, right)]
    sides = [
        own or (list(_words(side)) if other else [])
        for own, other, side in ((sure[0], sure[1], left), (sure[1], sure[0], right))
    ]
    if not all(sides) or all(one.value == "1" for side in sides for one in side):
        return None
    return CountedDifference(tuple(sides[0]), tuple(sides[1]))
