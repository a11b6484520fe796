"""Footnote marks leave running text and become references to their footnotes.

A mark is lifted only if a footnote of that mark exists; `footnote_marks.py` knows what looks like one.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from corpora.documents import FootnoteReference, RawBlock, RawFootnote
from corpora.footnote_marks import SUPERSCRIPTS, Hit, spaced_hits, sure_hits, unset_hits
from corpora.given_sentences import kept_sentences
from corpora.ordinals import western_digits

# How far a figure that nothing sets off is looked for between two references.
_MOST_BLOCKS_BETWEEN = 1000


def digits_of_mark(mark: str) -> int | None:
    """Give the number of a mark written in digits or superscripts; None for "*" and letters."""
    plain = mark.translate(SUPERSCRIPTS)
    return int(plain) if plain.isdecimal() else None


def has_reference(text: str, mark: str, *, spaced: bool) -> bool:
    """Whether a text refers to a footnote of this mark; `spaced` also counts "Nations, 32"."""
    if mark not in western_digits(text.translate(SUPERSCRIPTS)):
        return False
    marks = frozenset((mark,))
    return any(True for _ in sure_hits(text, marks)) or (
        spaced and any(True for _ in spaced_hits(text, mark))
    )


def lift_references(blocks: Sequence[RawBlock], footnotes: Sequence[RawFootnote]) -> list[RawBlock]:
    """Take footnote marks out of the texts; each becomes a reference to the footnote of that mark.

    Where a mark belongs to several footnotes (numbering that restarts on each page), a reference goes to the
    first that stands after it, else to the last before it. Offsets count in the text that remains.
    """
    if not footnotes:
        return list(blocks)
    marks = frozenset(footnote.mark for footnote in footnotes)
    marked = _by_mark(footnotes)
    hits = [list(sure_hits(block.text, marks)) for block in blocks]
    _add_spaced(blocks, footnotes, hits)
    _add_between(blocks, footnotes, hits)
    return [
        _lift(block, found, footnotes, marked) if found else block
        for block, found in zip(blocks, hits, strict=True)
    ]


def resolve_references(block: RawBlock, footnotes: Sequence[RawFootnote]) -> tuple[FootnoteReference, ...]:
    """Give the references of a block with the index of their footnote, None where none has the mark."""
    if all(reference.footnote is not None for reference in block.references):
        return block.references
    marked = _by_mark(footnotes)
    return tuple(
        reference
        if reference.footnote is not None
        else dataclasses.replace(
            reference, footnote=_footnote_of(block.place.start, marked.get(reference.mark, ()), footnotes)
        )
        for reference in block.references
    )


def _add_spaced(blocks: Sequence[RawBlock], footnotes: Sequence[RawFootnote], hits: list[list[Hit]]) -> None:
    """For footnotes that nothing refers to: a number set off by spaces, in the order of the footnotes."""
    referred = {hit.mark for found in hits for hit in found}
    starts = [block.place.start for block in blocks]
    cursor = (0, 0)
    for footnote in footnotes:
        if not footnote.mark.isdigit() or footnote.mark in referred:
            continue
        end = bisect_left(starts, footnote.place.start)
        for k in range(cursor[0], max(end, cursor[0])):
            if footnote.mark not in blocks[k].text:
                continue
            after = cursor[1] if k == cursor[0] else 0
            hit = next((h for h in spaced_hits(blocks[k].text, footnote.mark) if h.start >= after), None)
            if hit is not None:
                hits[k] = sorted([*hits[k], hit], key=lambda h: h.start)
                cursor = (k, hit.end)
                break


def _add_between(blocks: Sequence[RawBlock], footnotes: Sequence[RawFootnote], hits: list[list[Hit]]) -> None:
    """For footnotes that nothing refers to: a figure that nothing sets off, where their turn is.

    It must stand after the reference to the footnote before and before that to the footnote after.
    """
    places = {hit.mark: (k, hit.start) for k in range(len(hits) - 1, -1, -1) for hit in reversed(hits[k])}
    for at, footnote in enumerate(footnotes):
        if not footnote.mark.isdigit() or footnote.mark in places:
            continue
        low = next((places[f.mark] for f in reversed(footnotes[:at]) if f.mark in places), (0, 0))
        high = next((places[f.mark] for f in footnotes[at + 1 :] if f.mark in places), (len(blocks), 0))
        for k in range(low[0], min(high[0] + 1, len(blocks), low[0] + _MOST_BLOCKS_BETWEEN)):
            if footnote.mark not in blocks[k].text or blocks[k].place.start > footnote.place.start:
                continue
            found = (hit for hit in unset_hits(blocks[k].text, footnote.mark) if low < (k, hit.start) < high)
            if (hit := next(found, None)) is not None:
                hits[k] = sorted([*hits[k], hit], key=lambda h: h.start)
                places[footnote.mark] = (k, hit.start)
                break


def _lift(
    block: RawBlock, hits: Sequence[Hit], footnotes: Sequence[RawFootnote], marked: Mapping[str, list[int]]
) -> RawBlock:
    pieces: list[str] = []
    references = list(block.references)
    cut, end = 0, 0
    for hit in hits:
        if hit.start < end:
            continue
        pieces.append(block.text[end : hit.start])
        footnote = _footnote_of(block.place.start, marked.get(hit.mark, ()), footnotes)
        references.append(FootnoteReference(hit.mark, hit.start - cut, footnote))
        cut += hit.end - hit.start
        end = hit.end
    pieces.append(block.text[end:])
    text = "".join(pieces)
    sentences = kept_sentences(block.sentences, block.text, text)
    return dataclasses.replace(block, text=text, references=tuple(references), sentences=sentences)


def _by_mark(footnotes: Sequence[RawFootnote]) -> dict[str, list[int]]:
    """Indices of the footnotes of each mark, in order."""
    found: dict[str, list[int]] = {}
    for k, footnote in enumerate(footnotes):
        found.setdefault(footnote.mark, []).append(k)
    return found


def _footnote_of(start: int, same: Sequence[int], footnotes: Sequence[RawFootnote]) -> int | None:
    """The first of `same`, of one mark in order of place, that stands after `start`; else the last."""
    if not same:
        return None
    first = bisect_left(same, start, key=lambda k: footnotes[k].place.start)
    return same[min(first, len(same) - 1)]
