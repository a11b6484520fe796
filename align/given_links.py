"""Links that a corpus gives between named sentences of versions, put in their places in the documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpora.documents import Block, Document
from corpora.link_files import GivenLink
from corpora.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class DocumentLinks:
    """The links of two versions as a file gives them; `file` is the file's name for messages."""

    source_language: str
    target_language: str
    file: str
    links: tuple[GivenLink, ...]


@dataclass(frozen=True, slots=True)
class LinkProblem:
    """An id in a link that no sentence has; `language` is that of the version, `line` counts from 1."""

    file: str
    line: int
    language: str
    id: str


@dataclass(frozen=True, slots=True)
class SentenceLink:
    """Sentences (0-based) of two versions that say the same; an empty side: without a counterpart."""

    sources: tuple[int, ...]
    targets: tuple[int, ...]
    certainty: float | None = None

    def turned(self) -> SentenceLink:
        """The same link with source and target exchanged."""
        return SentenceLink(self.targets, self.sources, self.certainty)


# By (language, language); each pair of languages is there in one order.
PlacedLinks = Mapping[tuple[str, str], Sequence[SentenceLink]]


@dataclass(frozen=True, slots=True)
class VersionSentences:
    """All sentences of a version in order: as its file names them, else as the rules cut them.

    `blocks[k]` is the block of sentence `k`, `starts[i]` the first sentence of block `i` (one more entry
    closes the last). `places` maps ids of sentences, and of paragraphs, to sentences.
    """

    texts: tuple[str, ...]
    blocks: tuple[int, ...]
    starts: tuple[int, ...]
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def version_sentences(document: Document) -> VersionSentences:
    """The sentences of the body of a document; every block has one or more, every text is in one."""
    texts: list[str] = []
    blocks: list[int] = []
    starts = [0]
    places: dict[str, tuple[int, ...]] = {}
    paragraphs: dict[str, tuple[int, ...]] = {}
    for number, block in enumerate(document.blocks):
        for name, text in _sentences(block, document.language):
            if name:
                places.setdefault(name, (len(texts),))
            texts.append(text)
            blocks.append(number)
        if block.given_id:
            paragraphs.setdefault(block.given_id, tuple(range(starts[-1], len(texts))))
        starts.append(len(texts))
    return VersionSentences(tuple(texts), tuple(blocks), tuple(starts), paragraphs | places)


def _sentences(block: Block, language: str) -> Iterator[tuple[str, str]]:
    """Yield (id, text) of the sentences of a block; what stands between those with an id has the id ""."""
    if not block.sentences:
        yield from (("", text) for text in split_sentences(block.text, language) or [block.text])
        return
    reached = 0
    for sentence in block.sentences:
        if between := block.text[reached : sentence.start].strip():
            yield "", between
        yield sentence.id, block.text[sentence.start : sentence.end]
        reached = max(reached, sentence.end)
    if rest := block.text[reached:].strip():
        yield "", rest


def place_links(
    versions: Mapping[str, VersionSentences], given: Sequence[DocumentLinks]
) -> tuple[dict[tuple[str, str], list[SentenceLink]], list[LinkProblem]]:
    """Put links in their places; links of the same two languages come together, in the order given.

    An id that is not there is a problem, and the link holds for the others; a side all of whose ids are not
    there makes the link void.
    """
    placed: dict[tuple[str, str], list[SentenceLink]] = {}
    problems: list[LinkProblem] = []
    for group in given:
        codes = group.source_language, group.target_language
        turned = codes[::-1] in placed
        links = placed.setdefault(codes[::-1] if turned else codes, [])
        for link in group.links:
            sides = [
                _places(versions[code], code, names, group.file, link.line, problems)
                for code, names in zip(codes, (link.sources, link.targets), strict=True)
            ]
            if bool(sides[0]) == bool(link.sources) and bool(sides[1]) == bool(link.targets):
                one = SentenceLink(sides[0], sides[1], link.certainty)
                links.append(one.turned() if turned else one)
    return placed, problems


def _places(
    version: VersionSentences,
    language: str,
    names: Sequence[str],
    file: str,
    line: int,
    problems: list[LinkProblem],
) -> tuple[int, ...]:
    found: set[int] = set()
    for name in names:
        if name in version.places:
            found.update(version.places[name])
        else:
            problems.append(LinkProblem(file, line, language, name))
    return tuple(sorted(found))


def links_between(placed: PlacedLinks, source: str, target: str) -> list[SentenceLink]:
    """The links of two languages, turned so that `source` is the source."""
    turned = [link.turned() for link in placed.get((target, source), ())]
    return [*placed.get((source, target), ()), *turned]


def linked_languages(placed: PlacedLinks, first: str) -> list[str]:
    """The languages that hang together with `first` through links, itself included, nearest first."""
    return [first, *(child for _, child in language_tree(placed, first, []))]


def language_tree(placed: PlacedLinks, root: str, order: Sequence[str]) -> list[tuple[str, str]]:
    """A tree of language pairs, (parent, child), from the root outwards: each language is child once.

    `order`: which languages come first where there is a choice; those not in it follow by code.
    """
    joining = {pair for pair, links in placed.items() if any(link.sources and link.targets for link in links)}
    known = sorted({code for pair in joining for code in pair})
    ranked = [*(code for code in order if code in known), *(code for code in known if code not in order)]
    reached, edges = [root], []
    for parent in reached:
        for child in ranked:
            if child not in reached and ((parent, child) in joining or (child, parent) in joining):
                reached.append(child)
                edges.append((parent, child))
    return edges
