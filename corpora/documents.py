"""What a document is: the values that readers make and everything later consumes.

Two stages. A *reader* turns one file into a `RawDocument`: paragraphs in reading order as the file
shows them. *Structure* turns that into a `Document`: typed blocks with labels, paths and footnotes.

Everything that is taken out of the text (page furniture, links, rules, labels, footnote marks) stays
on the document with its place and the reason, so that nothing is lost silently.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class BlockKind(StrEnum):
    """The closed list of what a block can be."""

    SOURCE_NOTE = "source note"
    TITLE = "title"
    HEADING = "heading"
    ENACTING_WORDS = "enacting words"
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    ITEM = "item"
    PARAGRAPH = "paragraph"
    TABLE_ROW = "table row"
    VOTE_LIST = "vote list"
    FOOTNOTE = "footnote"
    CLOSING = "closing"
    FURNITURE = "furniture"

    # As a string is hashed: `Enum` does it in Python, and kinds are looked up for each block.
    __hash__ = str.__hash__


class RawKind(StrEnum):
    """What the markup of a file says about one paragraph, before its text is read."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE_ROW = "table row"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands in its file.

    `start` and `end` are a half-open span of characters in the decoded text of the file (plain text,
    HTML, XML) or in the reader's linear text (DOCX, PDF). `page` and `line` count from 1; None where
    the format has none.
    """

    start: int
    end: int
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class FootnoteReference:
    """A footnote mark that stood in a text: `offset` characters into the text without the mark.

    `footnote` is the 0-based index into `Document.footnotes`; None while unresolved or orphaned.
    """

    mark: str
    offset: int
    footnote: int | None = None


@dataclass(frozen=True, slots=True)
class GivenSentence:
    """A sentence that the file marks and names: `id` as given, a half-open span of characters in the text.

    The span is empty where the sentence was nothing but the label of its block.
    """

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Removed:
    """Something taken out of the text: what it said, where, and why (`link`, `rule`, `page number`, ...)."""

    text: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class ReaderNote:
    """A remark of a reader for the report. `severity` is "info", "warning" or "error"."""

    severity: str
    message: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class RawBlock:
    """One paragraph as the file shows it.

    `text` has single spaces, no leading or trailing space, and no footnote marks that the markup
    distinguishes (they are in `references`). `label` is a label that the markup supplies apart from
    the text (list numbering, `<Label>`), written as a reader would see it: "1.", "(a)", "١.". `level` is
    the heading level 1-6, or the list depth from 1, else 0. `confidence` in [0, 1] is how sure the text is:
    1 where the file holds it, else the mean confidence of its words in text recognition (OCR). `within` is
    the label of the elements around a further text of one labelled element, which shows none of its own.
    `given_id` and `sentences` are filled for XML that names its sentences: the id of the paragraph, its
    sentences in order.
    """

    kind: RawKind
    text: str
    place: Place
    label: str = ""
    level: int = 0
    references: tuple[FootnoteReference, ...] = ()
    confidence: float = 1.0
    within: str = ""
    given_id: str = ""
    sentences: tuple[GivenSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class RawFootnote:
    """A footnote as the file shows it; `mark` is "1", "*", ... without brackets."""

    mark: str
    text: str
    place: Place
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """How the bytes of a file were read as text.

    `name` is Python's name of the codec; `confidence`, in [0, 1], the probability that the text is right;
    `told_by` says what told it: "byte order mark", "pattern of bytes", "UTF-8 throughout", "declaration" or
    "letters".
    """

    name: str
    confidence: float
    told_by: str


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a reader returns. `language` and `title` are the file's own declarations, None if absent."""

    blocks: tuple[RawBlock, ...]
    footnotes: tuple[RawFootnote, ...] = ()
    removed: tuple[Removed, ...] = ()
    notes: tuple[ReaderNote, ...] = ()
    language: str | None = None
    title: str | None = None
    encoding: TextEncoding | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One typed block of a document.

    `label` is the raw label ("12.", "(أ)", "一、"), `path` its normalised form, equal in all languages
    ("OP12", "OP12/a", "ART3/1", "ANNEX1/OP2"; "" without a label), `text` the text without the label. A
    block that is only a label ("Article 3") has the label's words as its text as well. `confidence` in [0, 1]
    is how sure the text is: 1 where the file holds it, less where it was recognised from a picture. `within`
    is the path that a further text of a labelled element belongs to, which has no label of its own (a
    definition in "P2"); "" unless the markup tells it. `kind_probability` in [0, 1] is how sure the kind is
    (`corpora/kind_evidence.py`).
    `given_id` and `sentences` are as in `RawBlock`, the spans in this `text`.
    """

    kind: BlockKind
    text: str
    place: Place
    label: str = ""
    path: str = ""
    references: tuple[FootnoteReference, ...] = ()
    confidence: float = 1.0
    within: str = ""
    kind_probability: float = 1.0
    given_id: str = ""
    sentences: tuple[GivenSentence, ...] = ()

    @property
    def page(self) -> int | None:
        """Page in the source, from 1; None where the format has no pages."""
        return self.place.page


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a document in one language.

    `language` is a BCP 47 string: ar, zh, en, fr, ru or es (others are kept as they are). `symbol` is the
    document's own symbol
    ("A/RES/68/187") or None. `footnotes` are blocks of kind FOOTNOTE, a second stream aligned after
    the body. `sha256` is the hexadecimal digest of the file's bytes. `encoding` is None for formats that
    are no text files.
    """

    path: Path
    sha256: str
    language: str
    symbol: str | None
    blocks: tuple[Block, ...]
    footnotes: tuple[Block, ...] = ()
    removed: tuple[Removed, ...] = ()
    notes: tuple[ReaderNote, ...] = ()
    title: str | None = None
    date: datetime.date | None = None
    encoding: TextEncoding | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One file of a document set: its path and, where discovery knows them, language, date and title."""

    path: Path
    language: str
    date: datetime.date | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentSet:
    """The versions of one document. `name` is the symbol or the common part of the file names."""

    name: str
    versions: tuple[Version, ...] = field(default=())
