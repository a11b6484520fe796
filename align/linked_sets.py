"""Aligns a document set of which some pairs are linked by sentences: links decide as far as they reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from align.aligning import align_set, footnote_rows, pairer_of
from align.beads import AlignedSet, Row, Span
from align.encoders import Encoder
from align.errors import LockError
from align.given_links import (
    DocumentLinks,
    LinkProblem,
    PlacedLinks,
    VersionSentences,
    language_tree,
    linked_languages,
    links_between,
    place_links,
    version_sentences,
)
from align.linked_rows import linked_pairs, linked_rows
from align.locks import Lock
from align.row_locks import LanguageLocks, locks_between
from align.rows import pivot_order
from corpora.documents import Document

_NOWHERE: Span = (0, 0)


def align_linked_set(
    name: str,
    documents: Mapping[str, Document],
    encoder: Encoder,
    given: Sequence[DocumentLinks],
    *,
    pivot: str | None = None,
    locks: LanguageLocks | None = None,
) -> tuple[AlignedSet, tuple[LinkProblem, ...]]:
    """Align a set, `documents` by language, by the links between its versions; say which ids are not there.

    Where links join all versions they are the alignment. Where they join some, or a person has given `locks`,
    they are confirmed locks for the aligner; those of a person come first. Raises as `align_set`.
    """
    sentences = {code: version_sentences(document) for code, document in documents.items()}
    placed, problems = place_links(sentences, given)
    order = pivot_order(list(documents), pivot)
    whole = len(linked_languages(placed, order[0])) == len(order)
    if whole and not locks:
        return _of_links(name, documents, encoder, sentences, placed, order), tuple(problems)
    more = locks_of_links(sentences, placed, order)
    try:
        aligned = align_set(name, documents, encoder, pivot=pivot, locks=_with_links(locks or {}, more))
    except LockError:
        # The aligner cannot keep every set of locks; those of the pivot's pairs it can.
        own = {pair: found for pair, found in more.items() if order[0] in pair}
        aligned = align_set(name, documents, encoder, pivot=pivot, locks=_with_links(locks or {}, own))
    return aligned, tuple(problems)


def _of_links(
    name: str,
    documents: Mapping[str, Document],
    encoder: Encoder,
    sentences: Mapping[str, VersionSentences],
    placed: PlacedLinks,
    order: Sequence[str],
) -> AlignedSet:
    versions = {code: documents[code] for code in order}
    rows = linked_rows({code: sentences[code] for code in order}, placed, order)
    notes = footnote_rows(versions, order[0], encoder, pairer_of())
    return AlignedSet(name, order[0], versions, (*rows, *notes), linked_pairs(rows, order))


def locks_of_links(
    sentences: Mapping[str, VersionSentences], placed: PlacedLinks, order: Sequence[str]
) -> dict[tuple[str, str], list[Lock]]:
    """Confirmed beads of blocks that the links say; blocks without any link are left to the aligner."""
    locks: dict[tuple[str, str], list[Lock]] = {}
    waiting = list(order)
    while waiting:
        linked = linked_languages(placed, waiting[0])
        codes = [code for code in order if code in linked]
        waiting = [code for code in waiting if code not in linked]
        rows = linked_rows({code: sentences[code] for code in codes}, placed, codes)
        for parent, child in language_tree(placed, codes[0], codes):
            found = [*_beads(rows, parent, child), *_alone(sentences, placed, parent, child, rows)]
            locks[parent, child] = found
    return locks


def _beads(rows: Sequence[Row], source: str, target: str) -> list[Lock]:
    return [
        Lock(row.ranges[source], row.ranges[target], confirmed=True)
        for row in rows
        if source in row.ranges and target in row.ranges
    ]


def _alone(
    sentences: Mapping[str, VersionSentences],
    placed: PlacedLinks,
    source: str,
    target: str,
    rows: Sequence[Row],
) -> list[Lock]:
    """Blocks all of whose sentences are linked to nothing, in so many words."""
    locks = []
    for own, other in ((source, target), (target, source)):
        named = {k for link in links_between(placed, own, other) if not link.targets for k in link.sources}
        starts = sentences[own].starts
        for row in rows:
            for block in range(*row.ranges.get(own, _NOWHERE)) if other not in row.ranges else ():
                if named.issuperset(range(starts[block], starts[block + 1])):
                    lock = Lock((block, block + 1), _NOWHERE, confirmed=True)
                    locks.append(lock if own == source else lock.turned())
    return locks


def _with_links(
    locks: LanguageLocks, links: Mapping[tuple[str, str], Sequence[Lock]]
) -> dict[tuple[str, str], Sequence[Lock]]:
    """Locks of a person with those of links that speak of nothing that the person has spoken of."""
    merged: dict[tuple[str, str], Sequence[Lock]] = dict(locks)
    for (source, target), found in links.items():
        of_person = locks_between(locks, source, target)
        taken = [{k for lock in of_person for k in range(*lock.source)},
                 {k for lock in of_person for k in range(*lock.target)}]  # fmt: skip
        free = [
            lock
            for lock in found
            if taken[0].isdisjoint(range(*lock.source)) and taken[1].isdisjoint(range(*lock.target))
        ]
        merged[source, target] = (*merged.get((source, target), ()), *free)
    return {pair: found for pair, found in merged.items() if found}
