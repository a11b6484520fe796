"""Proposes by content what no name puts together: "final report.docx" goes with "rapport final.docx".

A document is represented by the vectors of its longer paragraphs. The similarity of two documents is the
mean, over the paragraphs of both, of the cosine of the best counterpart. Two documents are linked if each
is the other's best among the documents in its language, by a margin, and similar enough; links make groups
of documents in different languages.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from align.encoders import Encoder, Vectors
from corpora.documents import Document
from corpora.grouping import FileSet, ReadFile
from corpora.set_names import name_sets
from hexapla.build_results import Proposal
from tm.canaries import CANARY_TEXTS

# Places of sets that belong together, and the similarity of the least similar link.
Group = tuple[list[int], float]

# Shares of the way to 1 from the cosine of unrelated sentences: .04 with the default encoder, .7 with others.
# With the default encoder versions of one document measured .62 and above in every pair of the six languages,
# unrelated documents .37 and below. Near-twins (two licences of one family) reach .78: the margin keeps them
# from being proposed.
LEAST_SIMILARITY = 0.48
LEAST_MARGIN = 0.02
_PARAGRAPHS = 96
_SHORTEST_CHARS = 24
_SHORTEST_CHARS_HAN = 8
_PARAGRAPH_CHARS = 600
# With more documents than this in a language, only those nearest by their mean vectors are compared in full.
_NEAREST = 12


@dataclass(frozen=True, slots=True)
class _Profile:
    """A document as proposals see it: paragraphs, and `mean` float32 (d,), the unit vector of their sum.

    The vectors of the paragraphs are asked for again when needed: the encoder of a build remembers them on
    disk.
    """

    place: int
    file: ReadFile
    texts: tuple[str, ...]
    mean: Vectors


@dataclass(frozen=True, slots=True)
class _Field:
    """All documents of one language, and their means float32 (documents, d)."""

    profiles: tuple[_Profile, ...]
    means: Vectors


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
    by_place = {profile.place: profile for profile in profiles}
    fields = _fields(profiles)
    floor = _cosine_of_unrelated(encoder)
    least_similarity = floor + LEAST_SIMILARITY * (1 - floor)
    least_margin = LEAST_MARGIN * (1 - floor)

    @functools.cache
    def best(place: int, language: str) -> _Best | None:
        return _best(by_place[place], fields[language], encoder)

    links = set()
    for profile in profiles:
        for language in fields if len(sets[profile.place].files) == 1 else ():
            there = best(profile.place, language) if language != profile.file.language else None
            back = best(there.place, profile.file.language) if there is not None else None
            if there is None or back is None or back.place != profile.place:
                continue
            clear = there.similarity >= least_similarity and min(there.margin, back.margin) >= least_margin
            if clear and _may_join(sets[profile.place], sets[there.place]):
                left, right = sorted((profile.place, there.place))
                links.add(Link(left, right, round(there.similarity, 3)))
    return tuple(sorted(links, key=lambda link: (-link.similarity, link.left, link.right)))


def _cosine_of_unrelated(encoder: Encoder) -> float:
    """Return the median cosine of sentences that have nothing to do with each other."""
    vectors = encoder.encode(CANARY_TEXTS)
    pairs = np.triu_indices(len(CANARY_TEXTS), 1)
    return round(min(0.99, max(0.0, float(np.median((vectors @ vectors.T)[pairs])))), 3)


def _fields(profiles: Sequence[_Profile]) -> dict[str, _Field]:
    languages = sorted({profile.file.language for profile in profiles})
    chosen = {code: [one for one in profiles if one.file.language == code] for code in languages}
    return {code: _Field(tuple(some), np.stack([one.mean for one in some])) for code, some in chosen.items()}


def _best(profile: _Profile, field: _Field, encoder: Encoder) -> _Best | None:
    """Return the most similar of the documents in another language, and how far the second is behind."""
    own = encoder.encode(profile.texts)
    ranked = sorted(
        (
            (_similarity(own, encoder.encode(other.texts)), other.place)
            for other in _nearest(profile, field)
            if other.place != profile.place
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if not ranked:
        return None
    second = ranked[1][0] if len(ranked) > 1 else -1.0
    return _Best(ranked[0][1], ranked[0][0], ranked[0][0] - second)


def _profiles(sets: Sequence[FileSet], documents: Mapping[str, Document], encoder: Encoder) -> list[_Profile]:
    """Return a profile for each set of which a document is given."""
    profiles = []
    for place, one in enumerate(sets):
        file = next((file for file in one.files if file.found.name in documents), None)
        texts = _texts(documents[file.found.name]) if file is not None and not one.from_manifest else ()
        if file is not None and texts:
            total = encoder.encode(texts).sum(axis=0)
            mean = total / max(float(np.linalg.norm(total)), 1e-9)
            profiles.append(_Profile(place, file, texts, mean))
    return profiles


def _texts(document: Document) -> tuple[str, ...]:
    """Return the longer paragraphs, evenly chosen from the whole document."""
    shortest = _SHORTEST_CHARS_HAN if document.language == "zh" else _SHORTEST_CHARS
    texts = [block.text[:_PARAGRAPH_CHARS] for block in document.blocks if len(block.text) >= shortest]
    texts = texts or [block.text[:_PARAGRAPH_CHARS] for block in document.blocks if block.text]
    step = max(1.0, len(texts) / _PARAGRAPHS)
    return tuple(texts[int(at * step)] for at in range(min(len(texts), _PARAGRAPHS)))


def _nearest(profile: _Profile, field: _Field) -> list[_Profile]:
    if len(field.profiles) <= _NEAREST:
        return list(field.profiles)
    cosines = field.means @ profile.mean
    order = np.argsort(-np.round(cosines, 5), kind="stable")[:_NEAREST]
    return [field.profiles[int(index)] for index in order]


def _similarity(left: Vectors, right: Vectors) -> float:
    """Return the mean cosine of best counterparts over the paragraphs of both; symmetric."""
    cosines = left @ right.T
    both = float(cosines.max(axis=1).sum() + cosines.max(axis=0).sum()) / sum(cosines.shape)
    return round(both, 4)


def _may_join(left: FileSet, right: FileSet) -> bool:
    lone = len(left.files) == 1 or len(right.files) == 1
    symbols = {one.symbol for one in (left, right) if one.symbol}
    return lone and len(symbols) < 2 and not set(left.languages) & set(right.languages)


def link_groups(sets: Sequence[FileSet], links: Sequence[Link]) -> list[Group]:
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
    sets: Sequence[FileSet], groups: Sequence[Group], *, accepted: Sequence[Group]
) -> tuple[Proposal, ...]:
    """Return the groups as people see them; those among `accepted` are marked so."""
    proposals = []
    for group in groups:
        places, similarity = group
        files = sorted((file for place in places for file in sets[place].files), key=lambda one: one.language)
        proposals.append(
            Proposal(
                tuple(file.found.name for file in files),
                tuple(file.language for file in files),
                similarity,
                group in accepted,
            )
        )
    return tuple(proposals)


def join_groups(sets: Sequence[FileSet], groups: Sequence[Group], pivot: str) -> tuple[FileSet, ...]:
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
