"""Turns the paragraphs of a file into typed blocks with labels, paths and footnote references.

A document is read from top to bottom, keeping track of where in a resolution the reader stands:
the head (masthead, source note, title), the preamble (after the enacting words), the operative part (from the first
operative paragraph), the end (after the closing lines), an annex. A document without enacting words and without
the title of a resolution has no such parts.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from corpora.block_kinds import (
    enacting_organ,
    is_adoption_heading,
    is_annex_heading,
    is_closing,
    is_masthead,
    is_short_heading,
    is_source_note,
    is_title,
    is_vote_list,
    opens_operative,
    opens_preambular,
    repair_ordinal,
    starts_resolution_title,
    title_number,
)
from corpora.block_labels import LabelRank, ReadLabel, read_labels
from corpora.documents import (
    Block,
    BlockKind,
    FootnoteReference,
    RawBlock,
    RawDocument,
    RawFootnote,
    RawKind,
    ReaderNote,
    Removed,
)
from corpora.footnote_references import lift_references, resolve_references
from corpora.paragraphs import is_date_line


_HEAD_BLOCKS = 20
_SENTENCE_ENDS = (".", ";", ",", ":", "。", "；", "，", "：", "؛", "،")


class Structure(NamedTuple):
    """What a file's paragraphs are, and what was taken out of them."""

    blocks: tuple[Block, ...]
    footnotes: tuple[Block, ...]
    removed: tuple[Removed, ...]
    notes: tuple[ReaderNote, ...]


class Part(StrEnum):
    """Where in a document a paragraph stands."""

    HEAD = "head"
    PREAMBLE = "preamble"
    OPERATIVE = "operative part"
    END = "end"
    ANNEX = "annex"
    OTHER = "no resolution"


@dataclass(frozen=True, slots=True)
class _Typed:
    """A paragraph with its kind, before its path is known."""

    kind: BlockKind
    raw: RawBlock
    label: ReadLabel | None
    part: Part


def structure_document(raw: RawDocument, language: str) -> Structure:
    """Typed blocks of a document, its footnotes, what was removed, and remarks for the report."""
    paragraphs = raw.blocks
    if raw.footnotes and not any(block.references for block in paragraphs):
        paragraphs = tuple(lift_references(paragraphs, raw.footnotes))
    typed = _type_paragraphs(paragraphs, language)
    blocks = _blocks(typed, raw.footnotes)
    footnotes = tuple(
        Block(BlockKind.FOOTNOTE, footnote.text, footnote.place, label=footnote.mark)
        for footnote in raw.footnotes
    )
    return Structure(blocks, footnotes, raw.removed, (*raw.notes, *_remarks(blocks)))


def label_lines(paragraphs: Sequence[RawBlock], language: str) -> tuple[Block, ...]:
    """One block a paragraph, whatever it holds: kinds, labels and paths are read, nothing is joined or left out."""
    return _blocks(_type_paragraphs(paragraphs, language), ())


def mask_lines(paragraphs: Sequence[RawBlock], language: str) -> tuple[Block, ...]:
    """As `label_lines`, without labels and paths, and with the ordinals of labels masked in the text."""
    from corpora.labels import mask_ordinals

    typed = _type_paragraphs(paragraphs, language)
    return tuple(Block(each.kind, mask_ordinals(each.raw.text, language), each.raw.place) for each in typed)


def _type_paragraphs(paragraphs: Sequence[RawBlock], language: str) -> list[_Typed]:
    """The kind of each paragraph, in order."""
    labels = read_labels(paragraphs, language)
    part = Part.HEAD if _is_resolution(paragraphs) else Part.OTHER
    numbered_ahead = _numbered_ahead(paragraphs, labels)
    marked_up = any(block.kind in (RawKind.HEADING, RawKind.TITLE) for block in paragraphs)
    titled = any(is_title(block.text) for block in paragraphs[:_HEAD_BLOCKS])
    title = None if titled else _title_without_number(paragraphs)
    first = next((i for i, block in enumerate(paragraphs) if block.text), 0)
    typed: list[_Typed] = []
    for i, block in enumerate(paragraphs):
        view = _View(
            block, labels[i], language, part, numbered_ahead[i], marked_up, titled, titles=i == title, first=i == first
        )
        kind, part = _kind_and_part(view)
        if kind in _UNLABELLED_KINDS:
            labels[i] = None
        typed.append(_Typed(kind, block, labels[i], part))
    return typed


@dataclass(frozen=True, slots=True)
class _View:
    """One paragraph and what is known when it is reached."""

    block: RawBlock
    label: ReadLabel | None
    language: str
    part: Part
    numbered_ahead: bool
    marked_up: bool
    titled: bool
    titles: bool
    first: bool

    @property
    def rank(self) -> LabelRank | None:
        return self.label.rank if self.label else None

    @property
    def text(self) -> str:
        return self.block.text


_UNLABELLED_KINDS = frozenset(
    (BlockKind.TITLE, BlockKind.SOURCE_NOTE, BlockKind.ENACTING_WORDS, BlockKind.CLOSING, BlockKind.VOTE_LIST)
)


def _is_resolution(paragraphs: Sequence[RawBlock]) -> bool:
    if any(enacting_organ(block.text) for block in paragraphs):
        return True
    enacted = any(enacting_organ(block.text) is not None for block in paragraphs)
    titled = any(starts_resolution_title(b.text) and is_title(b.text) for b in paragraphs[:8])
    return titled or (enacted and any(title_number(b.text) for b in paragraphs[:12]))


def _title_without_number(paragraphs: Sequence[RawBlock]) -> int | None:
    """Index of the paragraph right before the enacting words, if it reads as a title and a note stands above it."""
    enacting = next((i for i, block in enumerate(paragraphs) if enacting_organ(block.text) is not None), 0)
    before = paragraphs[enacting - 1].text if enacting else ""
    noted = any(is_source_note(b.text) or is_adoption_heading(b.text) for b in paragraphs[: max(0, enacting - 1)])
    reads = bool(before) and len(before) <= 400 and not before.endswith(_SENTENCE_ENDS)
    plain = not is_source_note(before) and not is_masthead(before) and not is_adoption_heading(before)
    return enacting - 1 if noted and reads and plain else None


def _numbered_ahead(paragraphs: Sequence[RawBlock], labels: Sequence[ReadLabel | None]) -> list[bool]:
    """For each paragraph: whether a numbered one follows before the next enacting words."""
    ahead, result = False, []
    for block, label in zip(reversed(paragraphs), reversed(labels), strict=True):
        result.append(ahead)
        if enacting_organ(block.text) is not None:
            ahead = False
        elif label is not None and label.rank is LabelRank.NUMBER:
            ahead = True
    return result[::-1]


def _kind_and_part(view: _View) -> tuple[BlockKind, Part]:
    if view.block.kind is RawKind.TABLE_ROW:
        return BlockKind.TABLE_ROW, view.part
    if view.part is Part.OTHER:
        return _other_kind(view), Part.OTHER
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


def _head_kind(view: _View) -> tuple[BlockKind, Part]:
    text = view.text
    if is_adoption_heading(text):
        return BlockKind.HEADING, Part.HEAD
    if is_title(text) or view.block.kind is RawKind.TITLE:
        return BlockKind.TITLE, Part.HEAD
    if is_source_note(text):
        return BlockKind.SOURCE_NOTE, Part.HEAD
    if is_masthead(text):
        return BlockKind.FURNITURE, Part.HEAD
    if view.rank is LabelRank.NUMBER and len(text) > 60:
        return BlockKind.OPERATIVE, Part.OPERATIVE
    if view.titles:
        return BlockKind.TITLE, Part.HEAD
    if not view.titled:
        return _other_kind(view), Part.HEAD
    capitals = is_short_heading(text) and text.isupper()
    headed = view.block.kind is RawKind.HEADING or capitals
    return BlockKind.HEADING if headed else BlockKind.PARAGRAPH, Part.HEAD


def _preamble_kind(view: _View) -> tuple[BlockKind, Part]:
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


def _decides(view: _View) -> bool:
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


def _operative_kind(view: _View) -> tuple[BlockKind, Part]:
    if title_number(view.text) is not None and view.label is None and not view.text.endswith((";", "；", "؛")):
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


def _end_kind(view: _View) -> tuple[BlockKind, Part]:
    if _closes(view):
        return BlockKind.CLOSING, Part.END
    if is_title(view.text):
        return BlockKind.TITLE, Part.HEAD
    if is_source_note(view.text):
        return BlockKind.SOURCE_NOTE, Part.HEAD
    if view.rank is LabelRank.NUMBER and not view.block.text.endswith((")", "）")):
        return BlockKind.OPERATIVE, Part.OPERATIVE
    return _other_kind(view), Part.END


def _annex_kind(view: _View) -> tuple[BlockKind, Part]:
    if title_number(view.text) is not None and view.label is None:
        return BlockKind.TITLE, Part.HEAD
    if is_closing(view.text):
        return BlockKind.CLOSING, Part.END
    return _other_kind(view), Part.ANNEX


_KIND_IN_PART = {
    Part.HEAD: _head_kind,
    Part.PREAMBLE: _preamble_kind,
    Part.OPERATIVE: _operative_kind,
    Part.END: _end_kind,
    Part.ANNEX: _annex_kind,
}


def _closes(view: _View) -> bool:
    return view.label is None and (is_closing(view.text) or is_date_line(view.text))


def _other_kind(view: _View) -> BlockKind:
    """The kind of a paragraph outside the parts of a resolution: title, heading, item or paragraph."""
    block, text = view.block, view.text
    if block.kind is RawKind.TITLE or (view.first and not view.marked_up and view.label is None and _like_title(text)):
        return BlockKind.TITLE
    if block.kind is RawKind.HEADING:
        return BlockKind.HEADING
    if view.label is not None:
        return _labelled_kind(view, view.label)
    if block.kind is RawKind.LIST_ITEM:
        return BlockKind.ITEM
    return BlockKind.HEADING if not view.marked_up and is_short_heading(text) else BlockKind.PARAGRAPH


def _labelled_kind(view: _View, label: ReadLabel) -> BlockKind:
    if label.rank is LabelRank.ITEM:
        return BlockKind.ITEM
    if label.rank is LabelRank.NUMBER:
        nested = view.block.kind is RawKind.LIST_ITEM and view.block.level > 1
        return BlockKind.ITEM if nested else BlockKind.PARAGRAPH
    titled = not label.rest or is_short_heading(label.rest)
    return BlockKind.HEADING if titled else BlockKind.PARAGRAPH


def _like_title(text: str) -> bool:
    return is_short_heading(text) or (len(text) <= 200 and text[-1:].isalpha() and not text[:1].islower())


def _blocks(typed: Sequence[_Typed], footnotes: Sequence[RawFootnote]) -> tuple[Block, ...]:
    return tuple(_block(each, footnotes) for each in typed)


def _block(each: _Typed, footnotes: Sequence[RawFootnote]) -> Block:
    raw, label = each.raw, each.label
    references = resolve_references(raw, footnotes) if footnotes else raw.references
    text = raw.text
    if label is not None and not label.from_markup and label.rest:
        text = label.rest
        references = _shifted(references, len(raw.text) - len(text))
    if not text and label is not None:
        text = label.written
    if each.kind is BlockKind.CLOSING:
        text = repair_ordinal(text)
    return Block(each.kind, text, raw.place, label.written if label else "", _path(each), references)


def _path(each: _Typed) -> str:
    if each.label is None:
        return ""
    return each.label.path if each.part in (Part.OTHER, Part.ANNEX) else each.label.operative_path


def _shifted(references: Sequence[FootnoteReference], by: int) -> tuple[FootnoteReference, ...]:
    return tuple(dataclasses.replace(each, offset=max(0, each.offset - by)) for each in references)


def _remarks(blocks: Sequence[Block]) -> list[ReaderNote]:
    """Operative numbers that are missing: they were not in the file, or were not recognised."""
    numbers = [int(block.path[2:]) for block in blocks if block.path[:2] == "OP" and block.path[2:].isdecimal()]
    missing = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    if not missing:
        return []
    listed = ", ".join(map(str, missing[:12])) + (" ..." if len(missing) > 12 else "")
    return [ReaderNote("warning", f"operative paragraphs are missing: {listed}")]
