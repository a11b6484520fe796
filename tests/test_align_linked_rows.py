"""Rows from links that a corpus gives: what is linked is together, every block and sentence is there once."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.beads import Row
from align.given_links import SentenceLink, VersionSentences
from align.linked_blocks import (
    Forest,
    block_ranges,
    in_pivot_order,
    out_of_order,
    sentence_groups,
    taken_links,
)
from align.linked_rows import linked_pairs, linked_rows

ORDER = ("fr", "en", "es", "ru", "zh", "ar")
Links = dict[tuple[str, str], list[SentenceLink]]


def version(code: str, *sizes: int) -> VersionSentences:
    """Blocks of so many sentences each; the texts are "fr0", "fr1", ..."""
    starts = [0, *itertools.accumulate(sizes)]
    blocks = [block for block, size in enumerate(sizes) for _ in range(size)]
    return VersionSentences(tuple(f"{code}{k}" for k in range(len(blocks))), tuple(blocks), tuple(starts))


def versions(**sizes: Sequence[int]) -> dict[str, VersionSentences]:
    return {code: version(code, *sizes[code]) for code in ORDER if code in sizes}


def link(sources: Sequence[int], targets: Sequence[int], certainty: float | None = None) -> SentenceLink:
    return SentenceLink(tuple(sources), tuple(targets), certainty)


def rows_of(documents: Mapping[str, VersionSentences], links: Links) -> list[Row]:
    return linked_rows(documents, links, list(documents))


def ranges(rows: Sequence[Row]) -> list[dict[str, tuple[int, int]]]:
    return [dict(row.ranges) for row in rows]


def texts(row: Row) -> list[dict[str, str]]:
    return [dict(sentence.texts) for sentence in row.sentences]


def test_a_star_of_six_gives_rows_in_six_languages() -> None:
    documents = versions(**dict.fromkeys(ORDER, (1, 2)))
    links: Links = {("fr", code): [link([k], [k]) for k in range(3)] for code in ORDER[1:]}
    rows = rows_of(documents, links)
    assert ranges(rows) == [dict.fromkeys(ORDER, (0, 1)), dict.fromkeys(ORDER, (1, 2))]
    assert texts(rows[1]) == [{code: f"{code}{k}" for code in ORDER} for k in (1, 2)]
    assert (rows[0].probability, rows[0].probabilities["ar"], rows[0].rules["ar"]) == (1.0, 1.0, "link")
    assert dict(rows[0].via) == dict.fromkeys(ORDER[1:], "fr")
    assert rows[0].flags == ()


def test_a_chain_of_pairs_joins_languages_that_have_no_links_of_their_own() -> None:
    links: Links = {("en", "fr"): [link([0], [0], 0.7)], ("en", "ru"): [link([0], [0], 1.5)]}
    (row,) = rows_of(versions(fr=(1,), en=(1,), ru=(1,)), links)
    assert ranges([row]) == [{"fr": (0, 1), "en": (0, 1), "ru": (0, 1)}]
    assert dict(row.via) == {"en": "fr", "ru": "en"}
    assert dict(row.scores) == {"en": 0.7, "ru": 1.5}


def test_links_within_paragraphs_make_paragraphs_of_them_together() -> None:
    # The second sentence of the first French paragraph is in the second Arabic one.
    links: Links = {("fr", "ar"): [link([0], [0]), link([1], [1]), link([2], [2])]}
    rows = rows_of(versions(fr=(2, 1), ar=(1, 1, 1)), links)
    assert ranges(rows) == [{"fr": (0, 1), "ar": (0, 2)}, {"fr": (1, 2), "ar": (2, 3)}]
    assert texts(rows[0]) == [{"fr": "fr0", "ar": "ar0"}, {"fr": "fr1", "ar": "ar1"}]
    assert rows[0].flags == ("merged beads",)


def test_a_paragraph_between_two_that_are_linked_to_one_belongs_to_them() -> None:
    links: Links = {("fr", "zh"): [link([0, 2], [0])]}
    (row,) = rows_of(versions(fr=(1, 1, 1), zh=(1,)), links)
    assert ranges([row]) == [{"fr": (0, 3), "zh": (0, 1)}]
    assert texts(row) == [{"fr": "fr0 fr2", "zh": "zh0"}, {"fr": "fr1"}]


def test_what_has_no_link_is_alone_at_its_place() -> None:
    links: Links = {("fr", "es"): [link([0], [0]), link([1], [2]), link([], [1])]}
    rows = rows_of(versions(fr=(1, 1), es=(1, 1, 1)), links)
    assert ranges(rows) == [{"fr": (0, 1), "es": (0, 1)}, {"es": (1, 2)}, {"fr": (1, 2), "es": (2, 3)}]
    assert rows[1].flags == ("no pivot",)
    bead = linked_pairs(rows, ["fr", "es"])["es"].beads[1]
    assert (bead.source, bead.target, bead.rule, bead.probability) == ((1, 1), (1, 2), "null", 1.0)


def test_what_the_pivot_lacks_is_joined_among_the_others() -> None:
    links: Links = {
        ("fr", "en"): [link([0], [0])],
        ("fr", "ru"): [link([0], [0])],
        ("en", "ru"): [link([0], [1]), link([1], [1])],
    }
    rows = rows_of(versions(fr=(1,), en=(1, 1), ru=(1, 1)), links)
    # The link of en 0 with ru 1 contradicts those of the pivot, and is passed over.
    assert ranges(rows) == [{"fr": (0, 1), "en": (0, 1), "ru": (0, 1)}, {"en": (1, 2), "ru": (1, 2)}]
    assert dict(rows[1].via) == {"ru": "en"}


def test_a_link_across_the_others_is_a_row_that_has_moved() -> None:
    links: Links = {("fr", "ru"): [link([0], [2]), link([1], [0]), link([2], [1])]}
    rows = rows_of(versions(fr=(1, 1, 1), ru=(1, 1, 1)), links)
    assert ranges(rows) == [
        {"fr": (0, 1), "ru": (2, 3)},
        {"fr": (1, 2), "ru": (0, 1)},
        {"fr": (2, 3), "ru": (1, 2)},
    ]
    assert [(row.rules["ru"], row.flags) for row in rows] == [
        ("moved", ("moved",)),
        ("link", ()),
        ("link", ()),
    ]
    beads = linked_pairs(rows, ["fr", "ru"])["ru"].beads
    assert [(bead.source, bead.target, bead.rule) for bead in beads] == [
        ((0, 1), (2, 3), "moved"), ((1, 2), (0, 1), "link"), ((2, 3), (1, 2), "link"),
    ]  # fmt: skip


def test_a_sentence_without_text_joins_paragraphs_and_is_no_unit() -> None:
    documents = versions(fr=(2,), en=(2,))
    documents["fr"] = VersionSentences(("", "fr1"), (0, 0), (0, 2))
    (row,) = rows_of(documents, {("fr", "en"): [link([0], [0]), link([1], [1])]})
    assert texts(row) == [{"en": "en0"}, {"fr": "fr1", "en": "en1"}]


@pytest.mark.parametrize(
    ("starts", "moved"), [([], []), ([3, 0, 1, 2], [True, False, False, False]), ([0, 1], [False, False])]
)
def test_what_is_out_of_order_is_as_little_as_possible(starts: list[int], moved: list[bool]) -> None:
    assert out_of_order(starts) == moved


@st.composite
def linked(draw: st.DrawFn) -> tuple[dict[str, VersionSentences], Links]:
    codes = draw(st.sampled_from([ORDER[:2], ORDER[:3], ORDER[2:6]]))
    sizes = {code: draw(st.lists(st.integers(1, 3), min_size=1, max_size=6)) for code in codes}
    documents = versions(**sizes)
    links: Links = {}
    for pair in draw(st.lists(st.sampled_from(list(itertools.permutations(codes, 2))), max_size=5)):
        if pair not in links and pair[::-1] not in links:
            sides = [st.sets(st.integers(0, len(documents[code].texts) - 1), max_size=2) for code in pair]
            drawn = draw(st.lists(st.tuples(*sides), max_size=5))
            links[pair] = [link(sorted(one), sorted(other)) for one, other in drawn if one or other]
    return documents, links


@settings(max_examples=300, deadline=None)
@given(linked())
def test_every_block_and_sentence_is_in_one_row_and_links_are_kept_whole(
    case: tuple[dict[str, VersionSentences], Links],
) -> None:
    documents, links = case
    rows = rows_of(documents, links)
    order = list(documents)
    for code, one in documents.items():
        blocks = [k for row in rows for k in range(*row.ranges.get(code, (0, 0)))]
        assert sorted(blocks) == list(range(len(one.starts) - 1))
        said = [sentence.texts[code] for row in rows for sentence in row.sentences if code in sentence.texts]
        assert sorted(" ".join(said).split() if code != "zh" else cut(said)) == sorted(one.texts)
    place = {
        (code, k): n for n, row in enumerate(rows) for code, span in row.ranges.items() for k in range(*span)
    }
    for taken in taken_links(links, order):
        ends = [(taken.parent, k) for k in taken.link.sources] + [
            (taken.child, k) for k in taken.link.targets
        ]
        assert len({place[code, documents[code].blocks[k]] for code, k in ends}) == 1
    check_order(rows, order, place)
    for code, pair in linked_pairs(rows, order).items():
        assert [k for bead in pair.beads for k in range(*bead.source)] == list(
            range(*hull(documents[order[0]]))
        )
        found = sorted(k for bead in pair.beads for k in range(*bead.target))
        assert found == list(range(*hull(documents[code])))


def hull(one: VersionSentences) -> tuple[int, int]:
    return 0, len(one.starts) - 1


def cut(said: Sequence[str]) -> list[str]:
    """Chinese sentences are joined without a space."""
    return [f"zh{part}" for text in said for part in text.replace(" ", "").split("zh")[1:]]


def check_order(rows: Sequence[Row], order: Sequence[str], place: Mapping[tuple[str, int], int]) -> None:
    pivots = [row.ranges[order[0]] for row in rows if order[0] in row.ranges]
    assert pivots == sorted(pivots)
    for n, row in enumerate(rows):
        first = next(code for code in order if code in row.ranges)
        if first != order[0]:
            start = row.ranges[first][0]
            before = place[first, start - 1] if start else -1
            assert before < n
            assert not any(order[0] in between.ranges for between in rows[before + 1 : n])


@settings(max_examples=300, deadline=None)
@given(linked())
def test_rows_are_the_least_that_links_demand(case: tuple[dict[str, VersionSentences], Links]) -> None:
    documents, links = case
    order = list(documents)
    groups = sentence_groups({c: len(one.texts) for c, one in documents.items()}, taken_links(links, order))
    ties = [{c: [documents[c].blocks[k] for k in ks] for c, ks in group.items()} for group in groups]
    lengths = {code: len(one.starts) - 1 for code, one in documents.items()}
    found = {
        frozenset((c, k) for c, span in one.items() for k in range(*span))
        for one in block_ranges(lengths, ties)
    }
    assert found == slow_ranges(lengths, ties)


def slow_ranges(
    lengths: Mapping[str, int], ties: Sequence[Mapping[str, Sequence[int]]]
) -> set[frozenset[tuple[str, int]]]:
    """Any two groups that share a block, or lie over each other in a language, are one: until none do."""
    groups = [{(code, k)} for code, length in lengths.items() for k in range(length)]
    groups += [{(code, k) for code, ks in tie.items() for k in ks} for tie in ties]
    while True:
        pairs = itertools.combinations(groups, 2)
        both = next(((one, other) for one, other in pairs if touch(one, other)), None)
        if both is None:
            return set(map(frozenset, groups))
        groups = [group for group in groups if group not in both] + [both[0] | both[1]]


def touch(one: set[tuple[str, int]], other: set[tuple[str, int]]) -> bool:
    for code in {code for code, _ in one} & {code for code, _ in other}:
        low, high = sorted([[k for c, k in group if c == code] for group in (one, other)], key=min)
        if max(low) >= min(high):
            return True
    return False


@settings(max_examples=200, deadline=None)
@given(linked())
def test_no_two_taken_links_join_languages_in_two_ways(
    case: tuple[dict[str, VersionSentences], Links],
) -> None:
    documents, links = case
    taken = taken_links(links, list(documents))
    forest = Forest({code: len(one.texts) for code, one in documents.items()})
    pairs_of: dict[int, set[tuple[str, str]]] = {}
    for one in taken:
        for end in [(one.parent, k) for k in one.link.sources] + [(one.child, k) for k in one.link.targets]:
            forest.join(forest.number(one.parent, one.link.sources[0]), forest.number(*end))
    for one in taken:
        root = forest.root(forest.number(one.parent, one.link.sources[0]))
        pairs_of.setdefault(root, set()).add((one.parent, one.child))
    for pairs in pairs_of.values():
        # A tree has one edge fewer than it has languages.
        assert len(pairs) < len({code for pair in pairs for code in pair})


def test_long_documents_take_no_longer_than_they_must() -> None:
    count = 20_000
    documents = versions(fr=[1] * count, en=[1] * count)
    # Every link lies over the next one, so that all are one row in the end.
    links: Links = {("fr", "en"): [link([k, k + 2], [k + 1]) for k in range(count - 2)]}
    rows = rows_of(documents, links)
    whole = {"fr": (0, count), "en": (1, count - 1)}
    assert ranges(rows) == [{"en": (0, 1)}, whole, {"en": (count - 1, count)}]


def test_what_comes_first_in_no_version_of_the_pivot_comes_first() -> None:
    groups = [{"fr": [0]}, {"es": [0]}, {"en": [0]}, {"en": [1], "fr": [1]}, {"es": [1]}]
    assert in_pivot_order(groups, ["fr", "en", "es"]) == [2, 1, 4, 0, 3]
