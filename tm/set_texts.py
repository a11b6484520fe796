"""The texts of one document set after the other, as paragraphs with their sentences, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from align.sentence_rows import join_sentences

# Rows read at a time: bounded memory, whatever the size of the table.
_ROWS_AT_A_TIME = 65_536
_COLUMNS = (
    "set_name", "level", "unit_id", "parent_id", "symbol", "pivot", "language", "text", "kind", "start",
    "position", "probability", "dropped_chars", "title",
)  # fmt: skip
Variant = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SetTexts:
    """One document set. `paragraphs` and `sentences`: by unit id, in order, the variants by language."""

    name: str
    symbol: str | None
    pivot: str
    paragraphs: Mapping[str, Mapping[str, Variant]]
    sentences: Mapping[str, Mapping[str, Variant]]

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages with text, sorted."""
        return tuple(sorted({code for variants in self.paragraphs.values() for code in variants}))


@dataclass(frozen=True, slots=True)
class PlacedParagraph:
    """A paragraph of one version; its sentences in order, (unit id, start, end) half-open in `text`."""

    text: str
    sentences: tuple[tuple[str, int, int], ...]


def sets_of(units: pl.LazyFrame) -> Iterator[SetTexts]:
    """Yield the sets of a table of units, in its order; one set at a time is in memory."""
    for name, group in groupby(_rows(units), key=itemgetter("set_name")):
        levels: dict[str, dict[str, dict[str, Variant]]] = {"paragraph": {}, "sentence": {}}
        first: Variant | None = None
        for row in group:
            first = first or row
            levels[row["level"]].setdefault(row["unit_id"], {})[row["language"]] = row
        if first is not None:
            yield SetTexts(name, first["symbol"], first["pivot"], levels["paragraph"], levels["sentence"])


def _rows(units: pl.LazyFrame) -> Iterator[Variant]:
    height = units.select(pl.len()).collect().item()
    for start in range(0, height, _ROWS_AT_A_TIME):
        yield from units.slice(start, _ROWS_AT_A_TIME).select(_COLUMNS).collect().iter_rows(named=True)


def paragraphs_in(one: SetTexts, language: str) -> list[PlacedParagraph]:
    """The paragraphs of a version in the order of its document, footnotes after the body."""
    inside: dict[str, list[Variant]] = {}
    for variants in one.sentences.values():
        if language in variants:
            inside.setdefault(variants[language]["parent_id"], []).append(variants[language])
    own = [variants[language] for variants in one.paragraphs.values() if language in variants]
    own.sort(key=lambda row: (row["kind"] == "footnote", row["start"], row["position"]))
    return [_placed(row, inside.get(row["unit_id"], ())) for row in own]


def _placed(paragraph: Variant, sentences: Sequence[Variant]) -> PlacedParagraph:
    texts = [row["text"] for row in sentences]
    names = [row["unit_id"] for row in sentences]
    text = paragraph["text"]
    spans = sentence_places(text, texts)
    if spans is None:
        # A sentence that is put together from distant ones stands nowhere in the paragraph.
        text = join_sentences(texts, paragraph["language"])
        spans = sentence_places(text, texts) or []
    placed = ((name, *span) for name, span in zip(names, spans, strict=False))
    return PlacedParagraph(text, tuple(sorted(placed, key=lambda one: one[1:])))


def sentence_places(text: str, sentences: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where the sentences stand in a text, white space aside: half-open spans that do not overlap.

    The sentences may come in another order. None where one of them is not found.
    """
    places = [k for k, character in enumerate(text) if not character.isspace()]
    letters = "".join(text[k] for k in places)
    taken: list[tuple[int, int]] = []
    reached = furthest = 0
    for sentence in sentences:
        wanted = "".join(sentence.split())
        at = letters.find(wanted, reached)
        if at < furthest:
            # Out of order so far: not every place is free.
            at = _free(letters, wanted, reached, taken)
            at = _free(letters, wanted, 0, taken) if at < 0 else at
        if at < 0 or not wanted:
            return None
        reached = at + len(wanted)
        furthest = max(furthest, reached)
        taken.append((at, reached))
    return [(places[start], places[end - 1] + 1) for start, end in taken]


def _free(letters: str, wanted: str, start: int, taken: Sequence[tuple[int, int]]) -> int:
    """The first place of `wanted` from `start` on that lies over nothing taken; -1 for none."""
    at = letters.find(wanted, start)
    while at >= 0 and any(at < end and begin < at + len(wanted) for begin, end in taken):
        at = letters.find(wanted, at + 1)
    return at
