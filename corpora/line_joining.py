"""Joins lines that were wrapped: real hyphens stay, broken words are mended, Chinese gets no spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+(?:[-‐‑][^\W\d_]+)*)[-‐‑]$")
_FEWEST_BROKEN = 2
_FRAGMENT = re.compile(r"[^\W\d_]+")
_ELISION = re.compile(r"(?:^|[\s(«])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]$", re.IGNORECASE)
_TIGHT_AFTER = ("-", "‐", "‑", "/", "(", "[", "«", "“", "\u2014")
_TIGHT_BEFORE = (",", ".", ")", "]", "،", "؛", "؟", "…")
_SOFT_HYPHEN = "\u00ad"


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Words of some texts, casefolded, compounds with their hyphens.

    The last fragment of a line that ends in a hyphen is no word and is left out.
    """
    words: set[str] = set()
    for text in texts:
        end = text.rstrip()
        broken = _BROKEN.search(end[-200:])
        kept = end[: len(end) - len(broken.group(0))] if broken else end
        words.update(match.group(0).casefold() for match in _WORD.finditer(kept))
    return frozenset(words)


def is_hyphenated(texts: Sequence[str], vocabulary: frozenset[str]) -> bool:
    """Whether lines were broken inside words: several end in a fragment that is no word of the document.

    Neither the fragment nor what follows it stands elsewhere, alone or in a compound (`words_of`).
    """
    parts = vocabulary | {part for word in vocabulary if not word.isalpha() for part in _FRAGMENT.findall(word)}
    fragments = 0
    for line, following in pairwise(texts):
        broken, rest = _BROKEN.search(line.rstrip()[-200:]), _FRAGMENT.match(following)
        if broken and rest and following[0].islower():
            head = re.split(r"[-‐‑]", broken.group(1))[-1]
            fragments += head.casefold() not in parts and rest.group(0).casefold() not in parts
    return fragments >= _FEWEST_BROKEN


def join_lines(
    lines: Sequence[str], *, vocabulary: frozenset[str] = frozenset(), hyphenated: bool = False
) -> str:
    """One paragraph from its wrapped lines.

    `vocabulary` are the document's own words (`words_of`): a hyphen at a line's end is dropped only if
    the word without it stands elsewhere in the document and the word with it does not. In a `hyphenated`
    document it is dropped unless the word with it, or both its parts, stand elsewhere.

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
            head, glue = _seam(tail, line, vocabulary, hyphenated=hyphenated)
            pieces[-1] = pieces[-1][: len(pieces[-1]) - (len(tail) - len(head))]
            pieces.append(glue)
        pieces.append(line)
        tail = line
    return "".join(pieces)


def _seam(before: str, after: str, vocabulary: frozenset[str], *, hyphenated: bool) -> tuple[str, str]:
    """Tell what remains of the line before, and what goes between the two lines."""
    if before.endswith(_SOFT_HYPHEN):
        return before[:-1], ""
    if _is_wide(before[-1]) or _is_wide(after[0]):
        return before, ""
    if broken := _BROKEN.search(before[-200:]):
        return _hyphen_seam(before, after, broken.group(1), vocabulary, hyphenated=hyphenated), ""
    if before.endswith(_TIGHT_AFTER) and not before[-2:-1].isspace() and len(before) > 1:
        return before, ""
    if after.startswith(_TIGHT_BEFORE) or _ELISION.search(before[-12:]):
        return before, ""
    return before, " "


def _hyphen_seam(
    before: str, after: str, head: str, vocabulary: frozenset[str], *, hyphenated: bool
) -> str:
    """Line before, with its last hyphen or without."""
    fragment = _FRAGMENT.match(after)
    if fragment is None or not after[0].islower():
        return before
    tail = fragment.group(0)
    compound, plain = f"{head}-{tail}".casefold(), f"{head}{tail}".casefold()
    if compound in vocabulary:
        return before
    if hyphenated and not (head.casefold() in vocabulary and tail.casefold() in vocabulary):
        return before[:-1]
    return before[:-1] if plain in vocabulary else before


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
