"""What speaks for the kind of a paragraph, and how often that was right.

Kinds are decided by rules (`corpora/document_parts.py`). How sure a kind is depends on what the rule had to
go by: markup, a label, a set phrase, opening words, the shape of the text, or nothing but its place. The
probability of each kind on each ground is the share of right ones, counted over documents that were written
for this and read back from texts, web pages, DOCX and PDF (`scripts/fit_kind_probabilities.py`; a share of r
in n is given as (r + 1) / (n + 2)).
"""

from __future__ import annotations

from enum import StrEnum

from corpora.block_kinds import (
    is_adoption_heading,
    is_annex_heading,
    is_masthead,
    is_preamble_heading,
    is_short_heading,
    is_title,
    opens_operative,
    opens_preambular,
)
from corpora.document_parts import View
from corpora.documents import BlockKind, RawKind
from corpora.kind_probabilities import KIND_PROBABILITIES, UNSEEN
from corpora.paragraphs import is_date_line


class Ground(StrEnum):
    """What a kind was told by; the first that holds, in this order."""

    MARKUP = "markup"
    LABEL = "label"
    PHRASE = "set phrase"
    OPENING = "opening words"
    SHAPE = "shape"
    AGAINST_SHAPE = "place, against the shape"
    PLACE = "place"


_MARKED = {
    RawKind.TITLE: (BlockKind.TITLE,),
    RawKind.HEADING: (BlockKind.HEADING, BlockKind.TITLE),
    RawKind.LIST_ITEM: (BlockKind.ITEM,),
    RawKind.TABLE_ROW: (BlockKind.TABLE_ROW,),
    RawKind.PARAGRAPH: (),
}
_BY_LABEL = (BlockKind.OPERATIVE, BlockKind.ITEM, BlockKind.PARAGRAPH, BlockKind.HEADING)
_BY_PHRASE = (BlockKind.ENACTING_WORDS, BlockKind.SOURCE_NOTE, BlockKind.VOTE_LIST, BlockKind.FOOTNOTE)
_PHRASED_HEADING = (is_annex_heading, is_adoption_heading, is_preamble_heading)


def ground_of(kind: BlockKind, view: View) -> Ground:
    """Return what speaks for the kind that a paragraph was given."""
    if kind in _MARKED[view.block.kind]:
        return Ground.MARKUP
    if view.label is not None and kind in _BY_LABEL:
        return Ground.LABEL
    if _is_phrase(kind, view.text):
        return Ground.PHRASE
    opens = {BlockKind.OPERATIVE: opens_operative, BlockKind.PREAMBULAR: opens_preambular}.get(kind)
    if opens is not None and opens(view.text, view.language):
        return Ground.OPENING
    short = is_short_heading(view.text)
    if kind in (BlockKind.HEADING, BlockKind.TITLE):
        return Ground.SHAPE if short else Ground.PLACE
    return Ground.AGAINST_SHAPE if short and kind is not BlockKind.FURNITURE else Ground.PLACE


def kind_probability(kind: BlockKind, ground: Ground) -> float:
    """Return the share of right ones among blocks of a kind on a ground, in [0, 1]."""
    return KIND_PROBABILITIES.get((kind, ground.value), UNSEEN)


def _is_phrase(kind: BlockKind, text: str) -> bool:
    if kind in _BY_PHRASE:
        return True
    if kind is BlockKind.TITLE:
        return is_title(text)
    if kind is BlockKind.HEADING:
        return any(test(text) for test in _PHRASED_HEADING)
    if kind is BlockKind.CLOSING:
        return not is_short_heading(text) or is_date_line(text)
    return kind is BlockKind.FURNITURE and (is_masthead(text) or is_date_line(text))
