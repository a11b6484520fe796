"""Collects blocks, footnotes and removed passages while a reader walks through a marked-up file.

A walk opens and closes scopes (a heading, a list item); text between two boundaries becomes one block with
the kind of the innermost scope and the labels that no block has shown yet, outermost first, joined by one
space. With `full_chain` the outer labels are repeated: "4 (2)". Either way the last of k labels is that of
level `RawBlock.level`, the one before it that of the level above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from corpora.characters import character_notes
from corpora.documents import (
    Place,
    RawBlock,
    RawDocument,
    RawFootnote,
    RawKind,
    ReaderNote,
    Removed,
    TextEncoding,
)
from corpora.ordinals import digits_value
from corpora.readers.inline_text import (
    UNLINKED,
    Mark,
    Piece,
    SentenceEdge,
    as_references,
    as_sentences,
    join_pieces,
    superscript,
)

_REMOVED_CHARS = 2_000
# "1." is left to numbered paragraphs.
_WRITTEN_MARK = re.compile(
    r"(?:\(\s?(?P<round>\d{1,3})\s?\)|\[\s?(?P<square>\d{1,3})\s?\]|(?P<bare>\d{1,3})(?=\s))\s?(?=\S)"
)


# What a power stands behind: a figure, or a letter by itself.
_POWER_BASE = re.compile(r"(?:\d|(?:^|[\s(=+×*/-])[A-Za-z])$")


class TextPlaces(Protocol):
    """Gives the place of one text after the other, in reading order."""

    def find(self, text: str) -> Place:
        """Return the place of the next text."""
        ...


@dataclass(slots=True)
class Scope:
    """An open element that says what its text is.

    `fresh` until a block has come out of it, `shown` once a block carries its label. `silent` text (a note in
    the margin, before the number) shows no label.
    """

    owner: object
    kind: RawKind
    level: int = 0
    label: str = ""
    fresh: bool = True
    shown: bool = False
    silent: bool = False


@dataclass(slots=True)
class BlockBuilder:
    """The state of one walk; `finish` gives the document."""

    places: TextPlaces
    full_chain: bool = False
    scopes: list[Scope] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    pending: list[Mark] = field(default_factory=list)
    blocks: list[tuple[RawBlock, tuple[tuple[Mark, int], ...]]] = field(default_factory=list)
    footnotes: list[RawFootnote] = field(default_factory=list)
    footnote_of: dict[str, int] = field(default_factory=dict)
    removed: list[Removed] = field(default_factory=list)
    notes: list[ReaderNote] = field(default_factory=list)
    characters: Counter[str] = field(default_factory=Counter)

    def flush(self) -> None:
        """End the block at hand, if it has any text."""
        if any(_says_something(piece) for piece in self.pieces):
            pieces: list[Piece] = [*self.pending, *self.pieces]
            self.pending = []
            kind, level = self._kind()
            self.add_block(pieces, kind, level)
        self.pieces = []

    def add_block(
        self, pieces: list[Piece], kind: RawKind, level: int, label: str = "", confidence: float = 1.0
    ) -> None:
        """Append a block of its own; pieces without text add their marks to the block before."""
        text, marks, counts = join_pieces(pieces)
        self.characters += counts
        if not text:
            self._marks_after_last_block(tuple(mark for mark, _ in marks))
            return
        place = self.places.find(text)
        within = "" if label else self._label_shown_before()
        shown = label or self._take_labels()
        block = RawBlock(kind, text, place, shown, level, confidence=confidence, within=within)
        self.blocks.append((block, marks))

    def add_footnote(self, mark: Mark, text: str, confidence: float = 1.0) -> None:
        """Append a footnote; its target leads the marks of the text to it."""
        clean, _, counts = join_pieces([text])
        self.characters += counts
        self.footnote_of.setdefault(mark.target, len(self.footnotes))
        self.footnotes.append(RawFootnote(mark.mark, clean, self.places.find(clean), confidence))

    def remove(self, text: str, reason: str) -> None:
        """Write down a passage that is left out; a passage without text leaves no trace."""
        clean, _, _ = join_pieces([text[: 4 * _REMOVED_CHARS]])
        if clean:
            self.removed.append(Removed(clean[:_REMOVED_CHARS], reason, self.places.find(clean)))

    def lift_unlinked_footnotes(self) -> None:
        """Make a footnote of a block that begins with a raised mark used before without a link."""
        used: set[str] = set()
        kept: list[tuple[RawBlock, tuple[tuple[Mark, int], ...]]] = []
        for block, marks in self.blocks:
            first = marks[0][0] if marks and marks[0][1] == 0 else None
            if first and first.target in used and first.target not in self.footnote_of:
                self.footnote_of[first.target] = len(self.footnotes)
                self.footnotes.append(RawFootnote(first.mark, block.text, block.place, block.confidence))
                continue
            used.update(mark.target for mark, _ in marks if mark.target.startswith(UNLINKED))
            kept.append((block, marks))
        self.blocks = kept
        self._lift_written_footnotes({target for target in used if target not in self.footnote_of})

    def _lift_written_footnotes(self, used: set[str]) -> None:
        """Make footnotes of the last blocks if they begin with the marks used before: "(1) See ..."."""
        run: list[tuple[Mark, str, Place]] = []
        for block, marks in reversed(self.blocks):
            found = _WRITTEN_MARK.match(block.text)
            mark = (found["round"] or found["square"] or found["bare"]) if found else ""
            if found is None or marks or block.label or UNLINKED + mark not in used:
                break
            used = used - {UNLINKED + mark}
            run.append((Mark(mark, UNLINKED + mark), block.text[found.end() :], block.place))
        values = [digits_value(mark.mark) or 0 for mark, _, _ in reversed(run)]
        if values != sorted(values) or any(not mark.mark.isdecimal() for mark, _, _ in run):
            return
        for mark, text, place in reversed(run):
            self.footnote_of[mark.target] = len(self.footnotes)
            self.footnotes.append(RawFootnote(mark.mark, text, place))
        self.blocks = self.blocks[: len(self.blocks) - len(run)]

    def name_marks(self) -> None:
        """Give the marks that a file leaves to be counted the mark of their footnote."""
        named = {target: self.footnotes[at].mark for target, at in self.footnote_of.items()}
        self.blocks = [
            (block, tuple((replace(m, mark=m.mark or named.get(m.target, "")), at) for m, at in marks))
            for block, marks in self.blocks
        ]

    def finish(
        self, *, language: str | None, title: str | None, encoding: TextEncoding | None
    ) -> RawDocument:
        """Return the document, with every mark resolved to its footnote."""
        self.flush()
        blocks = tuple(self._finished(block, marks) for block, marks in self.blocks)
        notes = (*self.notes, *character_notes(self.characters))
        return RawDocument(
            blocks, tuple(self.footnotes), tuple(self.removed), notes, language, title, encoding
        )

    def _finished(self, block: RawBlock, marks: tuple[tuple[Mark, int], ...]) -> RawBlock:
        block, marks = _with_powers(block, marks, self.footnote_of)
        given_id, sentences = as_sentences(block.text, marks)
        references = as_references(marks, self.footnote_of)
        return replace(block, references=references, given_id=given_id, sentences=sentences)

    def _kind(self) -> tuple[RawKind, int]:
        """Return the kind and level of the block at hand; only the first block of a list item is the item."""
        if not self.scopes:
            return RawKind.PARAGRAPH, 0
        scope = self.scopes[-1]
        first, scope.fresh = scope.fresh, False
        if scope.kind is RawKind.LIST_ITEM and not first:
            return RawKind.PARAGRAPH, scope.level
        return scope.kind, scope.level

    def _take_labels(self) -> str:
        """Return the labels for the block at hand; none where the innermost label has been shown already."""
        if self.scopes and self.scopes[-1].silent:
            return ""
        labelled = [scope for scope in self.scopes if scope.label]
        if labelled and labelled[-1].shown:
            return ""
        labels = " ".join(scope.label for scope in labelled if self.full_chain or not scope.shown)
        for scope in self.scopes:
            scope.shown = True
            scope.fresh = False
        return labels

    def _label_shown_before(self) -> str:
        """Return the whole label around the block at hand where a block before it showed it; else ""."""
        labelled = [scope for scope in self.scopes if scope.label]
        silent = bool(self.scopes) and self.scopes[-1].silent
        if not self.full_chain or silent or not labelled or not labelled[-1].shown:
            return ""
        return " ".join(scope.label for scope in labelled)

    def _marks_after_last_block(self, marks: tuple[Mark, ...]) -> None:
        marks = tuple(mark for mark in marks if not isinstance(mark, SentenceEdge))
        if marks and self.blocks:
            block, known = self.blocks[-1]
            self.blocks[-1] = (block, (*known, *((mark, len(block.text)) for mark in marks)))


def _says_something(piece: Piece) -> bool:
    """Whether a piece makes a block: text or a footnote mark, not white space or the edge of a sentence."""
    return bool(piece.strip()) if isinstance(piece, str) else not isinstance(piece, SentenceEdge)


def _with_powers(
    block: RawBlock, marks: tuple[tuple[Mark, int], ...], footnote_of: Mapping[str, int]
) -> tuple[RawBlock, tuple[tuple[Mark, int], ...]]:
    """Put raised figures back that stand behind a figure or a single letter and lead to no note: 2¹⁰, R²."""
    text, added = "", 0
    kept: list[tuple[Mark, int]] = []
    cut = 0
    for mark, offset in marks:
        unlinked = mark.target.startswith(UNLINKED) and mark.target not in footnote_of
        if unlinked and mark.mark.isdigit() and _POWER_BASE.search(block.text[:offset]):
            raised = superscript(mark.mark)
            text += block.text[cut:offset] + raised
            cut, added = offset, added + len(raised)
        else:
            kept.append((mark, offset + added))
    if not added:
        return block, marks
    return replace(block, text=text + block.text[cut:]), tuple(kept)
