"""Turns the paragraphs of a file into typed blocks with labels, paths and footnote references."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from typing import NamedTuple

from corpora.block_kinds import (
    enacting_organ,
    is_adoption_heading,
    is_annex_heading,
    is_body,
    is_distribution_line,
    is_masthead,
    is_preamble_heading,
    is_source_note,
    is_title,
    opens_preambular,
    repair_ordinal,
    starts_resolution_title,
    title_number,
)
from corpora.block_labels import LabelRank, ReadLabel, read_labels
from corpora.document_parts import Part, View, kind_and_part
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
from corpora.given_sentences import kept_sentences, shifted_sentences
from corpora.kind_evidence import ground_of, kind_probability
from corpora.paragraphs import is_date_line

_HEAD_BLOCKS = 20
_SURE_HEAD_LINES = 2
_LONGEST_HEAD_CHARS = 90
_RUNNING_CHARS = 60
# One Han character says as much as so many letters.
_CHARS_A_HAN = 3
_SENTENCE_ENDS = (".", ";", ",", ":", "。", "；", "，", "：", "؛", "،")


class Structure(NamedTuple):
    """What a file's paragraphs are, and what was taken out of them."""

    blocks: tuple[Block, ...]
    footnotes: tuple[Block, ...]
    removed: tuple[Removed, ...]
    notes: tuple[ReaderNote, ...]


class _Typed(NamedTuple):
    """A paragraph with its kind, before its path is known."""

    kind: BlockKind
    raw: RawBlock
    label: ReadLabel | None
    part: Part
    kind_probability: float


def structure_document(raw: RawDocument, language: str) -> Structure:
    """Typed blocks of a document, its footnotes, what was removed, and remarks for the report."""
    paragraphs = raw.blocks
    if raw.footnotes and not any(block.references for block in paragraphs):
        paragraphs = tuple(lift_references(paragraphs, raw.footnotes))
    typed = _type_paragraphs(paragraphs, language)
    blocks = _blocks(typed, raw.footnotes)
    return Structure(
        blocks, tuple(map(_footnote, raw.footnotes)), raw.removed, (*raw.notes, *_remarks(blocks))
    )


def _footnote(footnote: RawFootnote) -> Block:
    # Where markup sets off the mark alone ("<sup>1</sup>. Text"), its stop is left on the text.
    text = footnote.text.lstrip(".)]: ") if footnote.text[:2] in (". ", ") ", "] ", ": ") else footnote.text
    return Block(
        BlockKind.FOOTNOTE, text, footnote.place, label=footnote.mark, confidence=footnote.confidence
    )


def label_lines(paragraphs: Sequence[RawBlock], language: str) -> tuple[Block, ...]:
    """One block a paragraph, whatever it holds: labels are read, nothing is joined or left out."""
    return _blocks(_type_paragraphs(paragraphs, language), ())


def mask_lines(paragraphs: Sequence[RawBlock], language: str) -> tuple[Block, ...]:
    """As `label_lines`, without labels and paths, and with the ordinals of labels masked in the text."""
    from corpora.labels import mask_ordinals

    typed = _type_paragraphs(paragraphs, language)
    return tuple(Block(each.kind, mask_ordinals(each.raw.text, language), each.raw.place) for each in typed)


def _type_paragraphs(paragraphs: Sequence[RawBlock], language: str) -> list[_Typed]:
    """Kind of each paragraph, in order."""
    paragraphs = _with_title(paragraphs)
    labels = read_labels(paragraphs, language)
    resolution = _is_resolution(paragraphs, language)
    begun = next((i for i, block in enumerate(paragraphs) if _is_running_text(block)), len(paragraphs))
    part = Part.HEAD if resolution else Part.OTHER
    numbered_ahead = _numbered_ahead(paragraphs, labels)
    marked_up = any(map(_is_marked_heading, paragraphs))
    titled = any(is_title(block.text) for block in paragraphs[:_HEAD_BLOCKS])
    title = None if titled else _title_without_number(paragraphs)
    first = _first_after_masthead(paragraphs)
    typed: list[_Typed] = []
    for i, block in enumerate(paragraphs):
        label = labels[i]
        view = View(
            block,
            block.text,
            label,
            label.rank if label is not None else None,
            language,
            part,
            numbered_ahead[i],
            marked_up,
            resolution,
            titled,
            titles=i == title,
            first=i == first,
            masthead=i < first and bool(block.text),
            begun=i > begun,
            below_annex=bool(typed) and _heads_annex(typed[-1]),
        )
        kind, part = kind_and_part(view)
        if kind in _UNLABELLED_KINDS:
            labels[i] = None
        sure = kind_probability(kind, ground_of(kind, view))
        typed.append(_Typed(kind, block, labels[i], part, sure))
    return typed


def _heads_annex(each: _Typed) -> bool:
    """Whether a block is "Annex II" and nothing more: its title follows."""
    if each.kind is not BlockKind.HEADING:
        return False
    alone = each.label is not None and each.label.rank is LabelRank.ANNEX and not each.label.rest
    return alone or is_annex_heading(each.raw.text)


def _with_title(paragraphs: Sequence[RawBlock]) -> Sequence[RawBlock]:
    """Paragraphs with the only heading of the first level, where nothing else stands above, as the title."""
    highest = [i for i, block in enumerate(paragraphs) if block.kind is RawKind.HEADING and block.level == 1]
    if len(highest) != 1 or any(block.kind is RawKind.TITLE for block in paragraphs):
        return paragraphs
    at = highest[0]
    block = paragraphs[at]
    if (
        block.label
        or is_annex_heading(block.text)
        or is_preamble_heading(block.text)
        or is_adoption_heading(block.text)
    ):
        return paragraphs
    if any(map(_is_running_text, paragraphs[:at])):
        return paragraphs
    return [*paragraphs[:at], dataclasses.replace(block, kind=RawKind.TITLE), *paragraphs[at + 1 :]]


_UNLABELLED_KINDS = frozenset(
    (BlockKind.TITLE, BlockKind.SOURCE_NOTE, BlockKind.ENACTING_WORDS, BlockKind.CLOSING, BlockKind.VOTE_LIST)
)


def _first_after_masthead(paragraphs: Sequence[RawBlock]) -> int:
    """Index of the first text below the masthead; of the first one of all where no line is sure to be one."""
    filled = [i for i, block in enumerate(paragraphs[:_HEAD_BLOCKS]) if block.text]
    first = next(iter(filled), 0)
    below = _below_head(paragraphs, filled)
    head = [paragraphs[i].text for i in filled if below is not None and i < below]
    sure = any(map(is_distribution_line, head)) or sum(map(is_masthead, head)) >= _SURE_HEAD_LINES
    return below if sure and below is not None else first


def _below_head(paragraphs: Sequence[RawBlock], filled: Sequence[int]) -> int | None:
    """Index of the first text that is no line of the masthead.

    Above the line that tells how a document is distributed, every short line belongs to the masthead, and so
    does every one between that and a title that the markup tells: names of bodies and of treaties are many.
    """
    short = list(itertools.takewhile(lambda i: _may_stand_in_head(paragraphs[i]), filled))
    sure = [i for i in short if is_distribution_line(paragraphs[i].text)]
    if not sure:
        return next((i for i in filled if not _is_head_line(paragraphs[i])), None)
    after = filled[len(short)] if len(short) < len(filled) else None
    if after is not None and paragraphs[after].kind is RawKind.TITLE:
        return after
    below = (i for i in filled if i > sure[-1])
    return next((i for i in below if not (_is_head_line(paragraphs[i]) or _names_body(paragraphs[i]))), None)


def _names_body(block: RawBlock) -> bool:
    return _may_stand_in_head(block) and is_body(block.text)


def _may_stand_in_head(block: RawBlock) -> bool:
    plain = block.kind is RawKind.PARAGRAPH and not block.label
    return plain and len(block.text) <= _LONGEST_HEAD_CHARS and not block.text.endswith(_SENTENCE_ENDS)


def _is_marked_heading(block: RawBlock) -> bool:
    return block.kind is RawKind.TITLE or (block.kind is RawKind.HEADING and block.level > 0)


def _is_head_line(block: RawBlock) -> bool:
    plain = block.kind is RawKind.PARAGRAPH and not block.label
    return plain and (is_masthead(block.text) or is_date_line(block.text))


def _is_running_text(block: RawBlock) -> bool:
    chars_a_letter = _CHARS_A_HAN if "\u4e00" <= block.text[:1] <= "\u9fff" else 1
    return (
        block.kind is RawKind.PARAGRAPH
        and len(block.text) * chars_a_letter >= _RUNNING_CHARS
        and block.text.endswith(_SENTENCE_ENDS)
    )


def _is_resolution(paragraphs: Sequence[RawBlock], language: str) -> bool:
    organs = {enacting_organ(block.text) for block in paragraphs}
    if any(organs):
        return True
    enacted = "" in organs
    if any(_opens_preamble(paragraphs[i : i + 3], language) for i in range(len(paragraphs[:_HEAD_BLOCKS]))):
        return True
    titled = any(starts_resolution_title(b.text) and is_title(b.text) for b in paragraphs[:8])
    return titled or (enacted and any(title_number(b.text) for b in paragraphs[:12]))


def _opens_preamble(paragraphs: Sequence[RawBlock], language: str) -> bool:
    """Whether a conference or another body speaks, and recites: "The Conference,", "Recalling ...,"."""
    if enacting_organ(paragraphs[0].text) is None:
        return False
    return any(
        opens_preambular(block.text, language) and block.text.endswith((",", "，", "،"))
        for block in paragraphs[1:]
    )


def _title_without_number(paragraphs: Sequence[RawBlock]) -> int | None:
    """Index of the title right before the enacting words, where a note stands above it."""
    enacting = next((i for i, block in enumerate(paragraphs) if enacting_organ(block.text) is not None), 0)
    before = paragraphs[enacting - 1].text if enacting else ""
    noted = any(
        is_source_note(b.text) or is_adoption_heading(b.text) for b in paragraphs[: max(0, enacting - 1)]
    )
    reads = bool(before) and len(before) <= 400 and not before.endswith(_SENTENCE_ENDS)
    plain = not is_source_note(before) and not is_masthead(before) and not is_adoption_heading(before)
    return enacting - 1 if noted and reads and plain else None


def _numbered_ahead(paragraphs: Sequence[RawBlock], labels: Sequence[ReadLabel | None]) -> list[bool]:
    """For each paragraph: whether a numbered one follows before the next enacting words."""
    ahead, result = False, []
    for block, label in zip(reversed(paragraphs), reversed(labels), strict=True):
        result.append(ahead)
        if enacting_organ(block.text) is not None or (label is not None and label.rank is LabelRank.NAMED):
            ahead = False
        elif label is not None and label.rank is LabelRank.NUMBER:
            ahead = True
    return result[::-1]


def _blocks(typed: Sequence[_Typed], footnotes: Sequence[RawFootnote]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    paths: dict[str, str] = {}
    for each in typed:
        block = _block(each, footnotes)
        if each.raw.label:
            paths[each.raw.label] = block.path
        within = paths.get(each.raw.within, "") if each.raw.within else ""
        blocks.append(dataclasses.replace(block, within=within) if within and not block.path else block)
    return tuple(blocks)


def _block(each: _Typed, footnotes: Sequence[RawFootnote]) -> Block:
    raw, label = each.raw, each.label
    references = resolve_references(raw, footnotes) if footnotes else raw.references
    text, sentences = raw.text, raw.sentences
    if label is not None and not label.from_markup and label.rest:
        text = label.rest
        references = _shifted(references, len(raw.text) - len(text))
        sentences = shifted_sentences(sentences, len(raw.text) - len(text))
    if not text and label is not None:
        text = label.written
    if each.kind is BlockKind.CLOSING:
        text, before = repair_ordinal(text), text
        sentences = kept_sentences(sentences, before, text)
    written = label.written if label else ""
    return Block(
        each.kind,
        text,
        raw.place,
        written,
        _path(each),
        references,
        raw.confidence,
        kind_probability=each.kind_probability,
        given_id=raw.given_id,
        sentences=sentences,
    )


_NOT_OPERATIVE = (Part.OTHER, Part.SIGNED, Part.RECITALS, Part.ANNEX)


def _path(each: _Typed) -> str:
    if each.label is None:
        return ""
    return each.label.path if each.part in _NOT_OPERATIVE else each.label.operative_path


def _shifted(references: Sequence[FootnoteReference], by: int) -> tuple[FootnoteReference, ...]:
    return tuple(dataclasses.replace(each, offset=max(0, each.offset - by)) for each in references)


def _remarks(blocks: Sequence[Block]) -> list[ReaderNote]:
    """Operative numbers that are missing: they were not in the file, or were not recognised."""
    numbers = [
        int(block.path[2:]) for block in blocks if block.path[:2] == "OP" and block.path[2:].isdecimal()
    ]
    missing = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    if not missing:
        return []
    listed = ", ".join(map(str, missing[:12])) + (" ..." if len(missing) > 12 else "")
    return [ReaderNote("warning", f"operative paragraphs are missing: {listed}")]
