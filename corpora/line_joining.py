"""Joins lines that were wrapped: real hyphens stay, broken words are mended, Chinese gets no spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+(?:[-‐‑][^\W\d_]+)*)[-‐‑]$")
_FRAGMENT = re.compile(r"[^\W\d_]+")
_ELISION = re.compile(r"(?:^|[\s(«])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]$", re.IGNORECASE)
_TIGHT_AFTER = ("-", "‐", "‑", "/", "(", "[", "«", "“", "\u2014")
_TIGHT_BEFORE = (",", ".", ")", "]", "،", "؛", "؟", "…")
_SOFT_HYPHEN = "\u00ad"
_HYPHENS = ("-", "‐", "‑")


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Words of some texts, casefolded, compounds with their hyphens.

    The last fragment of a line that ends in a hyphen is no word and is left out.
    """
    words: set[str] = set()
    for text in texts:
        end = text.rstrip()
        broken = _broken_end(end)
        kept = end[: len(end) - len(broken.group(0))] if broken else end
        words.update(map(str.casefold, _WORD.findall(kept)))
    return frozenset(words)


def words_for_joining(texts: Iterable[str]) -> frozenset[str]:
    """Words of the lines of a document as `join_lines` needs them: none where no line ends in a hyphen."""
    lines = list(texts)
    return words_of(lines) if any(line.rstrip().endswith(_HYPHENS) for line in lines) else frozenset()


def _broken_end(text: str) -> re.Match[str] | None:
    """The fragment and the hyphen in which a text ends."""
    return _BROKEN.search(text[-200:]) if text.endswith(_HYPHENS) else None


def join_lines(lines: Sequence[str], *, vocabulary: frozenset[str] = frozenset()) -> str:
    """One paragraph from its wrapped lines.

    `vocabulary` are the document's own words (`words_of`): a hyphen at a line's end is dropped only if
    the word without it stands elsewhere in the document and the word with it does not.

    >>> join_lines(["régionales et sous-", "régionales"])
    'régionales et sous-régionales'
    >>> join_lines(["the Commis-", "sions"], vocabulary=frozenset({"commissions"}))
    'the Commissions'
    >>> join_lines(["打击恐怖主义", "的决议"])
    '打击恐怖主义的决议'
    """
    pieces: list[str] = []
    tail = ""
    for line in lines:
        if not line:
            continue
        if tail:
            head, glue = _seam(tail, line, vocabulary)
            pieces[-1] = pieces[-1][: len(pieces[-1]) - (len(tail) - len(head))]
            pieces.append(glue)
        pieces.append(line)
        tail = line
    return "".join(pieces)


def _seam(before: str, after: str, vocabulary: frozenset[str]) -> tuple[str, str]:
    """Tell what remains of the line before, and what goes between the two lines."""
    if before.endswith(_SOFT_HYPHEN):
        return before[:-1], ""
    if _is_wide(before[-1]) or _is_wide(after[0]):
        return before, ""
    if broken := _broken_end(before):
        return _hyphen_seam(before, after, broken.group(1), vocabulary), ""
    if before.endswith(_TIGHT_AFTER) and not before[-2:-1].isspace() and len(before) > 1:
        return before, ""
    if after.startswith(_TIGHT_BEFORE) or _ELISION.search(before[-12:]):
        return before, ""
    return before, " "


def _hyphen_seam(before: str, after: str, head: str, vocabulary: frozenset[str]) -> str:
    """Line before, with its last hyphen or without."""
    fragment = _FRAGMENT.match(after)
    if fragment is None or not after[0].islower():
        return before
    tail = fragment.group(0)
    compound, plain = f"{head}-{tail}".casefold(), f"{head}{tail}".casefold()
    if plain in vocabulary and compound not in vocabulary:
        return before[:-1]
    return before


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
