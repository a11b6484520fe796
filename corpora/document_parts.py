"""Decides what each paragraph of a document is, from top to bottom.

The reader of a resolution stands in its head (masthead, source note, title), its preamble (after the
enacting words), its operative part (from the first operative paragraph), at its end (after the closing
lines) or in an annex. A document without enacting words and without the title of a resolution has no
such parts.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from corpora.block_kinds import (
    enacting_organ,
    is_adoption_heading,
    is_agreement,
    is_annex_heading,
    is_closing,
    is_done_at,
    is_issued,
    is_issued_by,
    is_long_heading,
    is_masthead,
    is_meeting_line,
    is_parties,
    is_preamble_heading,
    is_short_heading,
    is_signature,
    is_source_note,
    is_testimonium,
    is_title,
    is_vote_list,
    opens_operative,
    opens_preambular,
    opens_regulation,
    title_number,
)
from corpora.block_labels import LabelRank, ReadLabel
from corpora.dates import find_dates
from corpora.documents import BlockKind, RawBlock, RawKind
from corpora.paragraphs import is_date_line, is_place_and_date

_LONGEST_CLOSING_CHARS = 120
_LONGEST_OFFICE_CHARS = 80


class Part(StrEnum):
    """Where in a document a paragraph stands."""

    HEAD = "head"
    RECITALS = "recitals"
    PREAMBLE = "preamble"
    OPERATIVE = "operative part"
    END = "end"
    ANNEX = "annex"
    OTHER = "no resolution"
    SIGNED = "below a signature"


class View(NamedTuple):
    """One paragraph and what is known when it is reached.

    `text` is its text with its label, `rank` the rank of the label, None without one;
    `resolution`: the document is one;
    `titled`: a title with its number stands in the head;
    `titles`: this paragraph is a title without one;
    `marked_up`: headings come from markup; `numbered_ahead`: a numbered paragraph follows;
    `first`: nothing but a masthead stands before; `masthead`: it is a line of that;
    `begun`: a paragraph of running text stands before;
    `below_annex`: the heading of an annex stands right before.
    """

    block: RawBlock
    text: str
    label: ReadLabel | None
    rank: LabelRank | None
    language: str
    part: Part
    numbered_ahead: bool
    marked_up: bool
    resolution: bool
    titled: bool
    titles: bool
    first: bool
    masthead: bool = False
    begun: bool = False
    below_annex: bool = False


def kind_and_part(view: View) -> tuple[BlockKind, Part]:
    """Tell the kind of a paragraph and the part in which the next one stands."""
    if view.block.kind is RawKind.TABLE_ROW:
        return BlockKind.TABLE_ROW, view.part
    if view.part in (Part.OTHER, Part.SIGNED) or (view.part is Part.RECITALS and not view.resolution):
        return _treaty_kind(view)
    if enacting_organ(view.text) is not None:
        return BlockKind.ENACTING_WORDS, Part.PREAMBLE
    if is_vote_list(view.text) and view.part in (Part.HEAD, Part.OPERATIVE, Part.END):
        return BlockKind.VOTE_LIST, view.part
    if view.part is not Part.HEAD and (view.rank is LabelRank.ANNEX or is_annex_heading(view.text)):
        return BlockKind.HEADING, Part.ANNEX
    if view.rank is LabelRank.NAMED and view.label is not None and view.label.path.startswith(_OF_TREATIES):
        return _other_kind(view), Part.ANNEX
    return _KIND_IN_PART[view.part](view)


# What is divided into articles or rules is a treaty or a declaration, and no operative part.
_OF_TREATIES = ("ART", "RULE", "PRINCIPLE")


def _treaty_kind(view: View) -> tuple[BlockKind, Part]:
    """Kind outside resolutions: the set phrases of treaties, else by label and markup."""
    if is_parties(view.text):
        return BlockKind.ENACTING_WORDS, Part.RECITALS
    if not view.begun and opens_regulation(view.text):
        return BlockKind.ENACTING_WORDS, Part.RECITALS
    if not view.begun and is_issued_by(view.text):
        return BlockKind.ENACTING_WORDS, Part.OTHER
    if is_agreement(view.text) or (view.part is Part.RECITALS and is_issued(view.text)):
        return BlockKind.ENACTING_WORDS, Part.OTHER
    if view.masthead:
        return BlockKind.FURNITURE, Part.OTHER
    if is_adoption_heading(view.text) and not view.begun:
        return BlockKind.HEADING, Part.OTHER
    if view.label is None and title_number(view.text) is not None and not view.begun:
        return BlockKind.TITLE, Part.OTHER
    if view.label is None and is_signature(view.text):
        return BlockKind.CLOSING, Part.SIGNED
    if view.part is Part.SIGNED and _is_below_signature(view):
        return BlockKind.CLOSING, Part.SIGNED
    if view.label is None and _ends_treaty(view):
        return BlockKind.CLOSING, Part.OTHER
    if view.part is Part.RECITALS:
        return _recital_kind(view)
    kind = _other_kind(view)
    return kind, Part.RECITALS if is_preamble_heading(view.text) else Part.OTHER


def _ends_treaty(view: View) -> bool:
    """Whether a text says that and where a treaty is done."""
    return is_done_at(view.text) or (
        view.begun and (is_place_and_date(view.text) or is_testimonium(view.text))
    )


def _is_below_signature(view: View) -> bool:
    """Whether a line under a signature tells who signed: "Ambassador", "Permanent Representative"."""
    short = len(view.text) <= _LONGEST_OFFICE_CHARS and is_short_heading(view.text)
    return short and view.label is None and view.block.kind is not RawKind.HEADING


def _recital_kind(view: View) -> tuple[BlockKind, Part]:
    """Kind below the heading "Preamble": everything up to a heading or a label is a recital."""
    after = Part.HEAD if view.resolution else Part.OTHER
    if view.rank in (LabelRank.NUMBER, LabelRank.ITEM):
        return BlockKind.PREAMBULAR, Part.RECITALS
    kind = _other_kind(view)
    if view.label is not None or kind is BlockKind.HEADING:
        return kind, after
    return BlockKind.PREAMBULAR, Part.RECITALS


def _head_kind(view: View) -> tuple[BlockKind, Part]:
    text = view.text
    if is_adoption_heading(text):
        return BlockKind.HEADING, Part.HEAD
    if is_title(text) or view.block.kind is RawKind.TITLE:
        return BlockKind.TITLE, Part.HEAD
    if is_source_note(text):
        return BlockKind.SOURCE_NOTE, Part.HEAD
    if is_masthead(text) or is_date_line(text):
        return BlockKind.FURNITURE, Part.HEAD
    if view.rank is LabelRank.NUMBER and len(text) > 60:
        return BlockKind.OPERATIVE, Part.OPERATIVE
    if view.titles:
        return BlockKind.TITLE, Part.HEAD
    if is_preamble_heading(text):
        return BlockKind.HEADING, Part.RECITALS
    if not view.titled:
        return _other_kind(view), Part.HEAD
    capitals = is_short_heading(text) and text.isupper()
    headed = view.block.kind is RawKind.HEADING or capitals
    return BlockKind.HEADING if headed else BlockKind.PARAGRAPH, Part.HEAD


def _preamble_kind(view: View) -> tuple[BlockKind, Part]:
    if view.rank is LabelRank.NUMBER:
        return BlockKind.OPERATIVE, Part.OPERATIVE
    if view.rank is LabelRank.ITEM:
        return BlockKind.ITEM, Part.PREAMBLE
    if view.rank is LabelRank.HEADING or view.block.kind is RawKind.HEADING:
        return BlockKind.HEADING, Part.PREAMBLE
    if _closes(view):
        return BlockKind.CLOSING, Part.END
    if _decides(view):
        return BlockKind.OPERATIVE, Part.OPERATIVE
    return BlockKind.PREAMBULAR, Part.PREAMBLE


def _decides(view: View) -> bool:
    """Whether a paragraph without a number opens the operative part.

    Where numbered paragraphs follow, only one that leads to them ("Decides:") does.
    """
    decides = opens_operative(view.text, view.language)
    recites = opens_preambular(view.text, view.language)
    if view.numbered_ahead:
        return decides and not recites and view.text.endswith((":", "：", ";", "；", "؛", ".", "。"))
    if decides:
        return not recites or not view.text.endswith((",", "，", "،"))
    return not recites and view.text.endswith((";", "；", "؛", ".", "。")) and len(view.text) > 40


def _operative_kind(view: View) -> tuple[BlockKind, Part]:
    if (
        title_number(view.text) is not None
        and view.label is None
        and not view.text.endswith((";", "；", "؛"))
    ):
        return BlockKind.TITLE, Part.HEAD
    if view.rank is LabelRank.NUMBER:
        return BlockKind.OPERATIVE, Part.OPERATIVE
    if view.rank is LabelRank.ITEM or view.block.kind is RawKind.LIST_ITEM:
        return BlockKind.ITEM, Part.OPERATIVE
    if _closes(view):
        return BlockKind.CLOSING, Part.END
    if view.rank is LabelRank.HEADING or view.block.kind is RawKind.HEADING:
        return BlockKind.HEADING, Part.OPERATIVE
    if opens_operative(view.text, view.language):
        return BlockKind.OPERATIVE, Part.OPERATIVE
    if is_short_heading(view.text) and not view.marked_up:
        return BlockKind.HEADING, Part.OPERATIVE
    return BlockKind.PARAGRAPH, Part.OPERATIVE


def _end_kind(view: View) -> tuple[BlockKind, Part]:
    if _closes(view):
        return BlockKind.CLOSING, Part.END
    if is_title(view.text):
        return BlockKind.TITLE, Part.HEAD
    if is_source_note(view.text):
        # "[Adopted without a vote.]": an annex may follow, or the next resolution with its title.
        return BlockKind.SOURCE_NOTE, Part.END
    if view.rank is LabelRank.NUMBER and not view.block.text.endswith((")", "）")):
        return BlockKind.OPERATIVE, Part.OPERATIVE
    return _other_kind(view), Part.END


def _annex_kind(view: View) -> tuple[BlockKind, Part]:
    if title_number(view.text) is not None and view.label is None:
        return BlockKind.TITLE, Part.HEAD
    if is_closing(view.text):
        return BlockKind.CLOSING, Part.END
    return _other_kind(view), Part.ANNEX


_KIND_IN_PART = {
    Part.HEAD: _head_kind,
    Part.RECITALS: _recital_kind,
    Part.PREAMBLE: _preamble_kind,
    Part.OPERATIVE: _operative_kind,
    Part.END: _end_kind,
    Part.ANNEX: _annex_kind,
}


def _closes(view: View) -> bool:
    if view.label is not None:
        return False
    return is_closing(view.text) or is_date_line(view.text) or _is_meeting_and_date(view)


def _is_meeting_and_date(view: View) -> bool:
    """Whether a text is the meeting and its day together: "39th meeting 12 July 2019"."""
    dates = find_dates(view.text, view.language) if len(view.text) <= _LONGEST_CLOSING_CHARS else []
    if len(dates) != 1:
        return False
    rest = view.text[: dates[0].start] + view.text[dates[0].end :]
    return is_meeting_line(rest.replace("года", "").strip(" ,،，;.()"))


def _other_kind(view: View) -> BlockKind:
    """Kind of a paragraph outside the parts of a resolution: title, heading, item or paragraph."""
    block, text = view.block, view.text
    if block.kind is RawKind.TITLE or (
        view.first and not view.marked_up and view.label is None and _like_title(text)
    ):
        return BlockKind.TITLE
    if block.kind is RawKind.HEADING:
        return BlockKind.HEADING
    if view.label is not None:
        return _labelled_kind(view.label)
    if block.kind is RawKind.LIST_ITEM:
        return BlockKind.ITEM
    if view.below_annex and is_long_heading(text):
        return BlockKind.HEADING
    return BlockKind.HEADING if not view.marked_up and is_short_heading(text) else BlockKind.PARAGRAPH


def _labelled_kind(label: ReadLabel) -> BlockKind:
    if label.rank is LabelRank.ITEM:
        return BlockKind.ITEM
    if label.rank is LabelRank.NUMBER:
        return BlockKind.PARAGRAPH
    titled = not label.rest or is_short_heading(label.rest)
    return BlockKind.HEADING if titled else BlockKind.PARAGRAPH


def _like_title(text: str) -> bool:
    return is_short_heading(text) or (len(text) <= 200 and text[-1:].isalpha() and not text[:1].islower())
