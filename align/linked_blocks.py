"""From links to groups: sentences that say the same, and the runs of blocks that hold them together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from align.beads import Span
from align.given_links import PlacedLinks, SentenceLink, language_tree, links_between

# For each language the positions of what belongs together, ascending.
Group = Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class TakenLink:
    """A link that joins sentences of two languages, `parent` the one that is nearer to the pivot."""

    parent: str
    child: str
    link: SentenceLink


def taken_links(placed: PlacedLinks, order: Sequence[str]) -> list[TakenLink]:
    """The links that make groups, so that none contradicts another; `order`: languages, the pivot first.

    The pivot's own pairs, then pairs that lead on from there: a tree of pairs, so that two languages are
    never joined in two ways. What the pivot has no part in is joined the same way by the next language.
    """
    joined: set[tuple[str, int]] = set()
    taken: list[TakenLink] = []
    for root in order:
        found = [
            TakenLink(parent, child, link)
            for parent, child in language_tree(placed, root, order)
            for link in links_between(placed, parent, child)
            if link.sources and link.targets and not any(end in joined for end in _ends(parent, child, link))
        ]
        joined.update(end for one in found for end in _ends(one.parent, one.child, one.link))
        taken += found
    return taken


def _ends(parent: str, child: str, link: SentenceLink) -> list[tuple[str, int]]:
    return [*((parent, k) for k in link.sources), *((child, k) for k in link.targets)]


def sentence_groups(counts: Mapping[str, int], taken: Iterable[TakenLink]) -> list[dict[str, list[int]]]:
    """Every sentence in exactly one group: with those that links join it to, or alone.

    `counts`: sentences of each language.
    """
    forest = Forest(counts)
    for one in taken:
        first, *others = _ends(one.parent, one.child, one.link)
        for other in others:
            forest.join(forest.number(*first), forest.number(*other))
    groups: dict[int, dict[str, list[int]]] = {}
    for code, count in counts.items():
        for k in range(count):
            groups.setdefault(forest.root(forest.number(code, k)), {}).setdefault(code, []).append(k)
    return list(groups.values())


def block_ranges(lengths: Mapping[str, int], ties: Iterable[Group]) -> list[dict[str, Span]]:
    """Every block in exactly one group, each a range in every language that it has, and no two overlap.

    `lengths`: blocks of each language; `ties`: blocks that belong together. Where those of a language have
    others between them, these belong to the group as well, with all that they are tied to.
    """
    forest = Forest(lengths)
    spans: dict[int, dict[str, Span]] = {
        forest.number(code, k): {code: (k, k + 1)} for code, length in lengths.items() for k in range(length)
    }
    waiting: list[tuple[int, int]] = []
    for tie in ties:
        first, *others = (forest.number(code, k) for code, found in tie.items() for k in found)
        waiting.extend((first, other) for other in others)
    while waiting:
        one, other = (forest.root(number) for number in waiting.pop())
        if one == other:
            continue
        root = forest.join(one, other)
        kept, added = spans.pop(one), spans.pop(other)
        for code, span in added.items():
            low, high = sorted((span, kept.get(code, span)))
            # The blocks between the two runs: each comes here once, since it is in a run from now on.
            waiting.extend((root, forest.number(code, k)) for k in range(low[1], high[0]))
            kept[code] = low[0], max(low[1], high[1])
        spans[root] = kept
    return list(spans.values())


class Forest:
    """Numbers for the positions of several languages, and which of them are joined."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._first: dict[str, int] = {}
        total = 0
        for code, count in counts.items():
            self._first[code] = total
            total += count
        self._parents = list(range(total))

    def number(self, code: str, position: int) -> int:
        """The number of a position."""
        return self._first[code] + position

    def root(self, number: int) -> int:
        """The number that stands for all that this one is joined with."""
        parents = self._parents
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    def join(self, one: int, other: int) -> int:
        """Join two numbers with all that hangs on them; return what stands for them now."""
        low, high = sorted((self.root(one), self.root(other)))
        self._parents[high] = low
        return low


def in_pivot_order(groups: Sequence[Group], order: Sequence[str]) -> list[int]:
    """The numbers of the groups, those with the first language of `order` in the order of that language.

    A group without it comes after the group that holds what precedes it in the first language that it has;
    every position of a language must be in one group at most.
    """
    rank = {code: k for k, code in enumerate(order)}
    lenders = [min((code for code in group if len(group[code])), key=rank.__getitem__) for group in groups]
    owners = {(code, k): number for number, group in enumerate(groups) for code in group for k in group[code]}
    firsts = [(rank[code], min(group[code])) for code, group in zip(lenders, groups, strict=True)]
    followers: dict[int | None, list[int]] = {}
    for number in sorted(range(len(groups)), key=firsts.__getitem__, reverse=True):
        lender, (place, first) = lenders[number], firsts[number]
        before = None if place == 0 else owners.get((lender, first - 1))
        followers.setdefault(before, []).append(number)
    # What has nothing before it is first; then the pivot's, each with what follows it. A stack, last first.
    heads = followers.get(None, [])
    waiting = [*(k for k in heads if firsts[k][0] == 0), *(k for k in heads if firsts[k][0] > 0)]
    ordered = []
    while waiting:
        number = waiting.pop()
        ordered.append(number)
        waiting.extend(followers.get(number, []))
    return ordered


def out_of_order(starts: Sequence[int]) -> list[bool]:
    """Which of these are not on a longest rising run: what has moved."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for k, start in enumerate(starts):
        place = bisect_left(ends, start)
        before.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [start]
        last[place : place + 1] = [k]
    moved = [True] * len(starts)
    k = last[-1] if last else -1
    while k >= 0:
        moved[k] = False
        k = before[k]
    return moved
