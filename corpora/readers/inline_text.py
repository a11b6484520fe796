"""From the pieces of a paragraph (runs of text and footnote marks) to its text and references.

White space is collapsed and characters are cleaned while the pieces are joined, so that the offsets of the
marks hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpora.characters import clean_text
from corpora.documents import FootnoteReference, GivenSentence

# A single no-break space is typography (French punctuation) and stays; any other run of spaces is one space.
_SPACES = re.compile(r"[\u00a0\u202f]*[^\S\u00a0\u202f]\s*|[\u00a0\u202f]{2,}")
# The target of marks that no link leads to a footnote.
UNLINKED = "unlinked:"
_SUPERSCRIPT = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_MARK = re.compile(r"[\[(（]?\s*(\d{1,3}|[*＊†‡§¶]{1,4}|[a-z]|[ivx]{1,5})\s*[\])）.]?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark between two pieces; `target` identifies its footnote in the file ("" if unknown)."""

    mark: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class SentenceEdge(Mark):
    """Where a sentence that the file names (`target`) begins or ends; `paragraph` is the id around it."""

    paragraph: str = ""
    opens: bool = True


Piece = str | Mark


def join_pieces(pieces: Sequence[Piece]) -> tuple[str, tuple[tuple[Mark, int], ...], Counter[str]]:
    """Return the text, each mark with its offset into the text, and the count of characters taken out."""
    joined: list[str] = []
    length, spaced = 0, True
    found: list[tuple[Mark, int]] = []
    counts: Counter[str] = Counter()
    for piece in pieces:
        if isinstance(piece, Mark):
            found.append((piece, max(0, length - spaced)))
            continue
        cleaned, removed = clean_text(piece)
        counts += removed
        cleaned = _single_spaces(cleaned)
        cleaned = cleaned.lstrip() if spaced else cleaned
        if cleaned:
            joined.append(cleaned)
            length += len(cleaned)
            spaced = cleaned[-1].isspace()
    text = unicodedata.normalize("NFC", "".join(joined).rstrip())
    return text, tuple((mark, min(offset, len(text))) for mark, offset in found), counts


def _single_spaces(text: str) -> str:
    if "\u00a0" in text or "\u202f" in text:
        return _SPACES.sub(" ", text)
    # The same where no space is special, and faster.
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return (before + " ".join(text.split()) + after) if text and not text.isspace() else before


def as_references(
    marks: Sequence[tuple[Mark, int]], index_of: dict[str, int]
) -> tuple[FootnoteReference, ...]:
    """Return the marks as references; `index_of` gives the footnote of each target."""
    return tuple(
        FootnoteReference(mark.mark, offset, index_of.get(mark.target))
        for mark, offset in marks
        if not isinstance(mark, SentenceEdge)
    )


def as_sentences(text: str, marks: Sequence[tuple[Mark, int]]) -> tuple[str, tuple[GivenSentence, ...]]:
    """Return the id of the paragraph and the sentences between the edges among the marks, in order.

    An edge whose fellow stands in another block is completed by the end of the text, or passed over.
    """
    found: list[GivenSentence] = []
    paragraph, open_edge, start = "", None, 0
    for mark, offset in marks:
        if not isinstance(mark, SentenceEdge):
            continue
        if open_edge is not None:
            found.append(_sentence(text, open_edge.target, start, offset))
        open_edge, start = (mark, offset) if mark.opens else (None, 0)
        paragraph = paragraph or mark.paragraph
    if open_edge is not None:
        found.append(_sentence(text, open_edge.target, start, len(text)))
    return (paragraph if found else ""), tuple(found)


def _sentence(text: str, name: str, start: int, end: int) -> GivenSentence:
    # The offset of a mark is before the space that precedes it.
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return GivenSentence(name, start, max(start, end))


def mark_text(text: str) -> str | None:
    """Return the mark in a short text ("[1]" is "1", "(*)" is "*"); None where the text is no footnote mark.

    >>> mark_text("[12]"), mark_text("2(a)(1)")
    ('12', None)
    """
    found = _MARK.fullmatch(text.strip())
    return found.group(1) if found else None


def superscript(text: str) -> str:
    """Return raised figures as characters ("m" + "2" is "m²"); letters as they are.

    >>> superscript("2"), superscript("e")
    ('²', 'e')
    """
    return text.translate(_SUPERSCRIPT) if re.fullmatch(r"[0-9+\-=()]{1,4}", text) else text


def raised_piece(before: str, raised: str) -> Piece:
    """Return A raised text that no link explains.

    A footnote mark, or an exponent, or the end of an ordinal ("1er").

    >>> raised_piece("Unies", "3").mark, raised_piece("25 km", "2"), raised_piece("1", "er")
    ('3', '²', 'er')
    """
    if before[-1:].isdigit() and re.fullmatch(r"\s*\d{1,2}[/⁄]\d{1,3}\s*", raised):
        return f" {raised.strip()}"
    mark = mark_text(raised)
    if mark and not mark.isalpha() and not is_unit_exponent(before, mark):
        return Mark(mark, UNLINKED + mark)
    return superscript(raised)


def is_unit_exponent(before: str, raised: str) -> bool:
    """Whether a raised figure after `before` is an exponent ("km" + "2", "10" + "6") and no footnote mark."""
    if before[-1:].isdigit():
        return re.search(r"(?<![\d/.,-])10$", before) is not None
    return raised in ("2", "3") and bool(
        re.search(r"(?:^|[\s\d(/])(?:[kcdm]?m|км|см|мм|дм|м|[كسم]م|م|ha|га)$", before)
    )
