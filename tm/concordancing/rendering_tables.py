"""Tables of renderings: how often a phrase is rendered by which words, with examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tm.concordance import ConcordanceHit
from tm.concordancing.counterpart_words import tokens_of


@dataclass(frozen=True, slots=True)
class RenderingExample:
    """A unit that renders a phrase so: its text in both languages, and where it stands.

    `match` and `span` are the half-open characters of the phrase and of its rendering.
    """

    unit_id: str
    document: str
    path: str
    page: int | None
    text: str
    match: tuple[int, int]
    counterpart: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RenderingCount:
    """One rendering: its most frequent form, all its forms by falling count, and how often it stands.

    `share` in [0, 1] is that of all occurrences with a counterpart, the unsure ones too; `score` in [0, 1]
    the mean probability of its spans.
    """

    text: str
    forms: tuple[tuple[str, int], ...]
    count: int
    share: float
    score: float
    examples: tuple[RenderingExample, ...]


@dataclass(frozen=True, slots=True)
class RenderingTable:
    """The renderings of a phrase in one language, most often first; equals in the order of the memory.

    `occurrences` is how often the phrase stands; of these `missing` have no text in the language, and of
    `unsure` it is not sure which words render it: `occurrences = missing + unsure + counts of renderings`.
    """

    phrase: str
    language: str
    other_language: str
    renderings: tuple[RenderingCount, ...]
    occurrences: int
    unsure: int
    missing: int


def rendering_tables(
    phrase: str, language: str, hits: Sequence[ConcordanceHit], show: Sequence[str], examples: int
) -> list[RenderingTable]:
    """Return a table for each language of `show`, in order; `hits` have their `spans`.

    Renderings count as one where their words have the same stems, function words aside.
    """
    return [_table(phrase, language, other, hits, examples) for other in show]


def rendering_key(text: str, language: str) -> tuple[str, ...]:
    """Return what two forms of one rendering have in common.

    >>> rendering_key("the fundamental freedoms", "en") == rendering_key("Fundamental freedom", "en")
    True
    """
    tokens = tokens_of(text, language)
    return tuple(token.key for token in tokens if not token.is_function) or tuple(
        token.key for token in tokens
    )


def _table(
    phrase: str, language: str, other: str, hits: Sequence[ConcordanceHit], examples: int
) -> RenderingTable:
    groups: dict[tuple[str, ...], list[ConcordanceHit]] = {}
    with_text = [hit for hit in hits if other in hit.counterparts]
    for hit in with_text:
        words = hit.rendering(other)
        if words is not None:
            groups.setdefault(rendering_key(words, other), []).append(hit)
    counts = [_count(group, other, len(with_text), examples) for group in groups.values()]
    return RenderingTable(
        phrase=phrase,
        language=language,
        other_language=other,
        renderings=tuple(sorted(counts, key=lambda one: -one.count)),
        occurrences=len(hits),
        unsure=len(with_text) - sum(one.count for one in counts),
        missing=len(hits) - len(with_text),
    )


def _count(group: Sequence[ConcordanceHit], other: str, with_text: int, examples: int) -> RenderingCount:
    forms = Counter(" ".join((hit.rendering(other) or "").split()) for hit in group)
    distinct = {hit.unit_id: hit for hit in reversed(group)}
    chosen = list(distinct.values())[::-1][:examples]
    return RenderingCount(
        text=forms.most_common(1)[0][0],
        forms=tuple(forms.most_common()),
        count=len(group),
        share=round(len(group) / with_text, 4),
        score=round(sum(hit.spans[other].score for hit in group) / len(group), 3),
        examples=tuple(_example(hit, other) for hit in chosen),
    )


def _example(hit: ConcordanceHit, other: str) -> RenderingExample:
    span = hit.spans[other]
    return RenderingExample(
        unit_id=hit.unit_id,
        document=hit.document,
        path=hit.path,
        page=hit.page,
        text=hit.left + hit.match + hit.right,
        match=(len(hit.left), len(hit.left) + len(hit.match)),
        counterpart=hit.counterparts[other],
        span=(span.start, span.end),
    )
