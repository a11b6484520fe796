"""Proposes by content what no name puts together: "final report.docx" goes with "rapport final.docx".

A document is represented by the vectors of its longer paragraphs. The similarity of two documents is the
mean, over the paragraphs of both, of the cosine of the best counterpart. Two documents are linked if each
is the other's best among the documents in its language, by a margin, and similar enough; links make groups
of documents in different languages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from align.encoders import Encoder, Vectors
from corpora.documents import Document
from corpora.grouping import FileSet, ReadFile
from corpora.set_names import name_sets
from hexapla.build_results import Proposal

# Versions of one document measured .70 and above, documents on the same subject .55 and below.
LEAST_SIMILARITY = 0.62
LEAST_MARGIN = 0.05
_PARAGRAPHS = 96
_SHORTEST_CHARS = 24
_SHORTEST_CHARS_HAN = 8
_PARAGRAPH_CHARS = 600
# With more documents than this in a language, only those nearest by their mean vectors are compared in full.
_NEAREST = 12


@dataclass(frozen=True, slots=True)
class _Profile:
    """A document as proposals see it: unit vectors float32, `vectors` (paragraphs, d) and `mean` (d,)."""

    place: int
    file: ReadFile
    vectors: Vectors
    mean: Vectors


@dataclass(frozen=True, slots=True)
class _Best:
    """The most similar document in a language: the index of its set, and the margin to the second."""

    place: int
    similarity: float
    margin: float


@dataclass(frozen=True, slots=True)
class Link:
    """Two sets, by their 0-based index, that hold versions of one document."""

    left: int
    right: int
    similarity: float


def find_links(
    sets: Sequence[FileSet], documents: Mapping[str, Document], encoder: Encoder
) -> tuple[Link, ...]:
    """Return the links from sets with one language to other sets, the most similar first.

    `documents` holds, by name of the file, the documents to compare: those of sets with one language, and
    one of each other set. Sets that a manifest made, or that state different symbols, are never linked.
    """
    profiles = _profiles(sets, documents, encoder)
    best = {
        (profile.place, language): found
        for profile in profiles
        for language in sorted({one.file.language for one in profiles} - {profile.file.language})
        if (found := _best(profile, [one for one in profiles if one.file.language == language]))
    }
    languages = {profile.place: profile.file.language for profile in profiles}
    links = []
    for (left, language), there in best.items():
        right = there.place
        back = best.get((right, languages[left]))
        if back is None or back.place != left or left > right or languages[right] != language:
            continue
        clear = there.similarity >= LEAST_SIMILARITY and min(there.margin, back.margin) >= LEAST_MARGIN
        if clear and _may_join(sets[left], sets[right]):
            links.append(Link(left, right, round(there.similarity, 3)))
    return tuple(sorted(links, key=lambda link: (-link.similarity, link.left, link.right)))


def _best(profile: _Profile, others: Sequence[_Profile]) -> _Best | None:
    """Return the most similar of the documents in another language, and how far the second is behind."""
    ranked = sorted(
        ((_similarity(profile, other), other.place) for other in _nearest(profile, others)),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if not ranked:
        return None
    second = ranked[1][0] if len(ranked) > 1 else -1.0
    return _Best(ranked[0][1], ranked[0][0], ranked[0][0] - second)


def _profiles(sets: Sequence[FileSet], documents: Mapping[str, Document], encoder: Encoder) -> list[_Profile]:
    profiles = []
    for place, one in enumerate(sets):
        if one.from_manifest:
            continue
        for file in one.files:
            texts = _texts(documents.get(file.found.name))
            if texts:
                vectors = encoder.encode(texts)
                total = vectors.sum(axis=0)
                mean = total / max(float(np.linalg.norm(total)), 1e-9)
                profiles.append(_Profile(place, file, vectors, mean))
    return profiles


def _texts(document: Document | None) -> list[str]:
    """Return the longer paragraphs, evenly chosen from the whole document."""
    if document is None:
        return []
    shortest = _SHORTEST_CHARS_HAN if document.language == "zh" else _SHORTEST_CHARS
    texts = [block.text[:_PARAGRAPH_CHARS] for block in document.blocks if len(block.text) >= shortest]
    texts = texts or [block.text[:_PARAGRAPH_CHARS] for block in document.blocks if block.text]
    step = max(1.0, len(texts) / _PARAGRAPHS)
    return [texts[int(at * step)] for at in range(min(len(texts), _PARAGRAPHS))]


def _nearest(profile: _Profile, others: Sequence[_Profile]) -> list[_Profile]:
    if len(others) <= _NEAREST:
        return list(others)
    cosines = np.stack([other.mean for other in others]) @ profile.mean
    order = np.argsort(-np.round(cosines, 5), kind="stable")[:_NEAREST]
    return [others[int(index)] for index in order]


def _similarity(left: _Profile, right: _Profile) -> float:
    """Return the mean cosine of best counterparts over the paragraphs of both; symmetric."""
    cosines = left.vectors @ right.vectors.T
    both = float(cosines.max(axis=1).sum() + cosines.max(axis=0).sum()) / sum(cosines.shape)
    return round(both, 4)


def _may_join(left: FileSet, right: FileSet) -> bool:
    lone = len(left.files) == 1 or len(right.files) == 1
    symbols = {one.symbol for one in (left, right) if one.symbol}
    return lone and len(symbols) < 2 and not set(left.languages) & set(right.languages)


def link_groups(sets: Sequence[FileSet], links: Sequence[Link]) -> list[tuple[list[int], float]]:
    """Put linked sets together, strongest links first, as long as no language comes twice.

    Returns for each group of two sets or more its indices, ascending, and its least similarity.
    """
    home = {place: place for link in links for place in (link.left, link.right)}
    members = {place: [place] for place in home}
    least = dict.fromkeys(home, 1.0)
    for link in links:
        left, right = sorted((home[link.left], home[link.right]))
        together = [sets[place] for place in members[left] + members[right]]
        languages = [language for one in together for language in one.languages]
        symbols = {one.symbol for one in together if one.symbol}
        if left == right or len(set(languages)) < len(languages) or len(symbols) > 1:
            continue
        members[left] += members.pop(right)
        least[left] = min(least[left], least[right], link.similarity)
        home.update(dict.fromkeys(members[left], left))
    groups = [(sorted(places), least[first]) for first, places in members.items() if len(places) > 1]
    return sorted(groups, key=lambda group: group[0])


def proposals_of(
    sets: Sequence[FileSet], groups: Sequence[tuple[list[int], float]], *, accepted: bool
) -> tuple[Proposal, ...]:
    """Return the groups as people see them."""
    proposals = []
    for places, similarity in groups:
        files = sorted((file for place in places for file in sets[place].files), key=lambda one: one.language)
        proposals.append(
            Proposal(
                tuple(file.found.name for file in files),
                tuple(file.language for file in files),
                similarity,
                accepted,
            )
        )
    return tuple(proposals)


def join_groups(
    sets: Sequence[FileSet], groups: Sequence[tuple[list[int], float]], pivot: str
) -> tuple[FileSet, ...]:
    """Return the sets with each group as one, called after the member with a symbol, or the largest."""
    joined = {place for places, _ in groups for place in places}
    drafts = [one for place, one in enumerate(sets) if place not in joined]
    for places, _ in groups:
        together = [sets[place] for place in places]
        lead = min(together, key=lambda one: (not one.symbol, -len(one.files), pivot not in one.languages))
        files = sorted((file for one in together for file in one.files), key=lambda file: file.language)
        drafts.append(replace(lead, files=tuple(files)))
    drafts.sort(key=lambda one: one.name)
    names = name_sets([(one.name, "") for one in drafts])
    return tuple(replace(one, name=name) for one, name in zip(drafts, names, strict=True))
