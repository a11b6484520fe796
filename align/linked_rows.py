"""Rows over all languages from links that are given: nothing is measured, what is linked belongs together.

    links -> groups of sentences -> ranges of blocks -> rows, with the groups inside as their sentences

A link across the order of the others is kept as a row that has moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from align.beads import Bead, PairAlignment, Row, SentenceRow, Span, Term
from align.given_links import PlacedLinks, VersionSentences
from align.linked_blocks import (
    TakenLink,
    block_ranges,
    in_pivot_order,
    out_of_order,
    sentence_groups,
    taken_links,
)
from align.sentence_rows import join_sentences

# A link is given, not measured.
GIVEN = 1.0
_RULE = "link"


@dataclass(frozen=True, slots=True)
class _Grouped:
    """Ranges of blocks in the order of rows, and for each its groups of sentences and its links."""

    ranges: tuple[dict[str, Span], ...]
    groups: tuple[tuple[dict[str, list[int]], ...], ...]
    links: tuple[tuple[TakenLink, ...], ...]


def linked_rows(
    versions: Mapping[str, VersionSentences], placed: PlacedLinks, order: Sequence[str]
) -> list[Row]:
    """The rows of the body: every block and every sentence in exactly one.

    `order`: languages, the pivot first. Rows with the pivot are in its order; another one follows what
    precedes it in its first language. `rules` says "link", or "moved" where a row is out of order; `scores`
    holds the least certainty that links of the language give; the probability is 1: given, not measured.
    """
    grouped = _grouped(versions, placed, order)
    moved = _moved(grouped.ranges, order)
    return [
        _row(versions, order, ranges, groups, links, frozenset(code for code in ranges if (k, code) in moved))
        for k, (ranges, groups, links) in enumerate(
            zip(grouped.ranges, grouped.groups, grouped.links, strict=True)
        )
    ]


def _grouped(versions: Mapping[str, VersionSentences], placed: PlacedLinks, order: Sequence[str]) -> _Grouped:
    taken = taken_links(placed, order)
    groups = sentence_groups({code: len(versions[code].texts) for code in order}, taken)
    ties = [
        {code: [versions[code].blocks[k] for k in found] for code, found in group.items()} for group in groups
    ]
    ranges = block_ranges({code: len(versions[code].starts) - 1 for code in order}, ties)
    spans = [{code: range(*span) for code, span in one.items()} for one in ranges]
    ranges = [ranges[number] for number in in_pivot_order(spans, order)]
    owners = {
        (code, block): number
        for number, one in enumerate(ranges)
        for code in one
        for block in range(*one[code])
    }

    def owner(code: str, sentence: int) -> int:
        return owners[code, versions[code].blocks[sentence]]

    inside: list[list[dict[str, list[int]]]] = [[] for _ in ranges]
    for group in groups:
        code = next(iter(group))
        inside[owner(code, group[code][0])].append(group)
    links: list[list[TakenLink]] = [[] for _ in ranges]
    for one in taken:
        links[owner(one.parent, one.link.sources[0])].append(one)
    return _Grouped(tuple(ranges), tuple(map(tuple, inside)), tuple(map(tuple, links)))


def _moved(ranges: Sequence[Mapping[str, Span]], order: Sequence[str]) -> set[tuple[int, str]]:
    """Which rows, by number and language, are out of the pivot's order."""
    moved: set[tuple[int, str]] = set()
    for code in order[1:]:
        rows = [k for k, one in enumerate(ranges) if order[0] in one and code in one]
        astray = out_of_order([ranges[k][code][0] for k in rows])
        moved.update((k, code) for k, is_astray in zip(rows, astray, strict=True) if is_astray)
    return moved


def _row(
    versions: Mapping[str, VersionSentences],
    order: Sequence[str],
    ranges: Mapping[str, Span],
    groups: Sequence[Mapping[str, Sequence[int]]],
    links: Sequence[TakenLink],
    moved: frozenset[str],
) -> Row:
    present = [code for code in order if code in ranges]
    reference, others = present[0], present[1:]
    parents = {one.child: one.parent for one in reversed(links)}
    row = Row(
        ranges=dict(ranges),
        probability=GIVEN,
        probabilities=dict.fromkeys(others, GIVEN),
        rules={code: "moved" if code in moved else _RULE for code in others},
        scores=_certainties(links, others),
        via={code: parents.get(code, reference) for code in others},
        flags=_flags(ranges, order[0], is_moved=bool(moved)),
    )
    numbers = in_pivot_order(groups, present)
    sentences = [_sentence_row(versions, groups[number], present) for number in numbers]
    return replace(row, sentences=tuple(sentence for sentence in sentences if sentence is not None))


def _certainties(links: Sequence[TakenLink], others: Sequence[str]) -> dict[str, float]:
    given: dict[str, list[float]] = {}
    for one in links:
        if one.link.certainty is not None:
            given.setdefault(one.child, []).append(one.link.certainty)
    return {code: min(given[code]) for code in others if code in given}


def _flags(ranges: Mapping[str, Span], pivot: str, *, is_moved: bool) -> tuple[str, ...]:
    merged = len(ranges) > 1 and any(end - start > 1 for start, end in ranges.values())
    tests = {"moved": is_moved, "merged beads": merged, "no pivot": pivot not in ranges}
    return tuple(name for name, holds in tests.items() if holds)


def _sentence_row(
    versions: Mapping[str, VersionSentences], group: Mapping[str, Sequence[int]], present: Sequence[str]
) -> SentenceRow | None:
    """The texts of a group as given; None for one that has none."""
    texts = {
        code: text
        for code in present
        if code in group
        and (text := join_sentences([t for k in group[code] if (t := versions[code].texts[k])], code))
    }
    if not texts:
        return None
    _, *others = texts
    return SentenceRow(texts, GIVEN, dict.fromkeys(others, GIVEN))


def linked_pairs(rows: Sequence[Row], order: Sequence[str]) -> dict[str, PairAlignment]:
    """The beads of the pivot's pairs, by the other language, as the rows have them."""
    pivot = order[0]
    return {code: PairAlignment(pivot, code, tuple(_beads(rows, pivot, code))) for code in order[1:]}


def _beads(rows: Sequence[Row], pivot: str, code: str) -> list[Bead]:
    beads: list[Bead] = []
    i = j = 0
    for row in rows:
        source, target = row.ranges.get(pivot, (i, i)), row.ranges.get(code, (j, j))
        if source[0] < source[1] and target[0] < target[1]:
            certainty = row.scores.get(code)
            evidence = () if certainty is None else (Term("given certainty", certainty),)
            beads.append(Bead(source, target, GIVEN, certainty or 0.0, row.rules[code], evidence))
        else:
            beads += [Bead((k, k + 1), (j, j), GIVEN, 0.0, "null") for k in range(*source)]
            beads += [Bead((i, i), (k, k + 1), GIVEN, 0.0, "null") for k in range(*target)]
        i = max(i, source[1])
        j = target[1] if row.rules.get(code) != "moved" else j
    return beads
