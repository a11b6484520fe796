"""Joins lines that were wrapped: real hyphens stay, broken words are mended, Chinese gets no spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Sequence
from functools import cached_property, partial
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+(?:[-‐‑][^\W\d_]+)*)[-‐‑]$")
_FEWEST_BROKEN = 3
# So many words are looked for in a text before it pays to have all of its words in a set.
_FEW_WORDS = 16
# Narrow up to here: Hangul letters are the first that fill two columns.
_FIRST_WIDE = "\u1100"
_LETTER_BEFORE = re.compile(r"[^\W\d_][-‐‑]?\Z")
_LETTER_AFTER = re.compile(r"[-‐‑]?[^\W\d_]")
_FRAGMENT = re.compile(r"[^\W\d_]+")
_ELISION = re.compile(r"(?:^|[\s(«])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]$", re.IGNORECASE)
_TIGHT_AFTER = ("-", "‐", "‑", "/", "(", "[", "«", "“", "\u2014")
_TIGHT_BEFORE = (",", ".", ")", "]", "،", "؛", "؟", "…")
_LAST_GROUP = re.compile(r"(?<![\d/.,])\d{1,3}$")
_NEXT_GROUP = re.compile(r"\d{3}(?!\d)")
_SOFT_HYPHEN = "\u00ad"
_HYPHENS = ("-", "‐", "‑")
_HYPHENS_AT_ENDS = ("-\n", "‐\n", "‑\n")


def words_of(texts: Iterable[str], *, continued: bool = True) -> frozenset[str]:
    """Words of some texts, casefolded, compounds with their hyphens.

    The last fragment of a line that ends in a hyphen is no word and is left out; without `continued` so is
    what follows it on the next line.
    """
    # Most words come again and again: each is folded once.
    text = "\n".join(_whole_words(texts, continued=continued))
    return frozenset(map(str.casefold, set(_WORD.findall(text))))


def _whole_words(texts: Iterable[str], *, continued: bool) -> list[str]:
    """Lines without what `words_of` leaves out of them."""
    kept: list[str] = []
    broken: re.Match[str] | None = None
    for text in texts:
        rest = _FRAGMENT.match(text) if broken and not continued and text[:1].islower() else None
        end = text.rstrip()
        broken = _broken_end(end)
        kept.append(end[rest.end() if rest else 0 : len(end) - len(broken.group(0)) if broken else None])
    return kept


def joining_of(texts: Iterable[str]) -> Callable[[Sequence[str]], str]:
    """`join_lines` for the lines of one document, with what its own words tell of hyphens."""
    lines = list(texts)
    together = "\n".join(map(str.rstrip, lines)) + "\n"
    if not any(map(together.__contains__, _HYPHENS_AT_ENDS)):
        return join_lines
    return partial(join_lines, vocabulary=_Vocabulary(lines), unbroken=unbroken_words(lines))


class _Vocabulary:
    """`words_of` the lines of a document, which few documents need: most words are in none of its lines."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._looked_for = 0

    def __contains__(self, word: object) -> bool:
        self._looked_for += 1
        if self._looked_for <= _FEW_WORDS and isinstance(word, str) and self._text is not None:
            return _has_word(self._text, word)
        return word in self._words

    @cached_property
    def _text(self) -> str | None:
        """The lines casefolded; None where a letter becomes several characters, which may be none.

        Also where a mark becomes a letter: the iota below of Greek is the only one.
        """
        text = "\n".join(_whole_words(self._lines, continued=True))
        folded = text.casefold()
        return folded if len(folded) == len(text) and "\u0345" not in text else None

    @cached_property
    def _words(self) -> frozenset[str]:
        return words_of(self._lines)


def _has_word(text: str, word: str) -> bool:
    """Whether one of the words of a text, compounds as a whole, is this one."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        inside = _LETTER_BEFORE.search(text[max(0, start - 2) : start]) or _LETTER_AFTER.match(text, end)
        if not inside:
            return True
        start = text.find(word, start + 1)
    return False


def unbroken_words(texts: Sequence[str]) -> frozenset[str] | None:
    """Words of a document whose lines were broken inside words, parts of compounds too; None for another one.

    It is one if several lines end in a fragment that is no word of it, and go on with another.
    """
    if _count_broken(texts) < _FEWEST_BROKEN:
        return None
    words = words_of(texts, continued=False)
    known = words | {part for word in words if not word.isalpha() for part in _FRAGMENT.findall(word)}
    fragments = 0
    for line, following in pairwise(texts):
        broken, rest = _broken_end(line.rstrip()), _FRAGMENT.match(following)
        if broken and rest and following[0].islower():
            head = re.split(r"[-‐‑]", broken.group(1))[-1]
            fragments += head.casefold() not in known and rest.group(0).casefold() not in known
    return known if fragments >= _FEWEST_BROKEN else None


def _count_broken(texts: Sequence[str]) -> int:
    """Lines that end in a hyphen before one that begins in lower case."""
    return sum(
        line.rstrip().endswith(_HYPHENS) and following[:1].islower() for line, following in pairwise(texts)
    )


def _broken_end(text: str) -> re.Match[str] | None:
    """The fragment and the hyphen in which a text ends."""
    return _BROKEN.search(text[-200:]) if text.endswith(_HYPHENS) else None


def join_lines(
    lines: Sequence[str], *, vocabulary: Container[str] = frozenset(), unbroken: frozenset[str] | None = None
) -> str:
    """One paragraph from its wrapped lines.

    `vocabulary` are the document's own words (`words_of`): a hyphen at a line's end is dropped only if
    the word without it stands elsewhere in the document and the word with it does not. In a document
    with broken words it goes unless the word with it, or both its parts, are among the `unbroken_words`.

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
        if tail and _are_words(tail[-1], line[0]):
            pieces.append(" ")
        elif tail:
            head, glue = _seam(tail, line, vocabulary, unbroken)
            if len(head) < len(tail):
                pieces[-1] = pieces[-1][: len(pieces[-1]) - (len(tail) - len(head))]
            pieces.append(glue)
        pieces.append(line)
        tail = line
    return "".join(pieces)


def _are_words(last: str, first: str) -> bool:
    """Whether a line ends and the next begins in letters with spaces between words, which most lines do.

    Nothing that `_seam` looks for is about such letters.
    """
    return first.isalpha() and (last.isalpha() or last == ",") and first < _FIRST_WIDE and last < _FIRST_WIDE


def _seam(
    before: str, after: str, vocabulary: Container[str], unbroken: frozenset[str] | None
) -> tuple[str, str]:
    """Tell what remains of the line before, and what goes between the two lines."""
    if before.endswith(_SOFT_HYPHEN):
        return before[:-1], ""
    if _is_wide(before[-1]) or _is_wide(after[0]) or _is_broken_number(before, after):
        return before, ""
    if broken := _broken_end(before):
        return _hyphen_seam(before, after, broken.group(1), vocabulary, unbroken), ""
    if before.endswith(_TIGHT_AFTER) and not before[-2:-1].isspace() and len(before) > 1:
        return before, ""
    if after.startswith(_TIGHT_BEFORE) or _ELISION.search(before[-12:]):
        return before, ""
    return before, " "


def _hyphen_seam(
    before: str, after: str, head: str, vocabulary: Container[str], unbroken: frozenset[str] | None
) -> str:
    """Line before, with its last hyphen or without."""
    fragment = _FRAGMENT.match(after)
    if fragment is None or not after[0].islower():
        return before
    tail = fragment.group(0)
    compound, plain = f"{head}-{tail}".casefold(), f"{head}{tail}".casefold()
    if compound in vocabulary:
        return before
    if unbroken is not None and not (head.casefold() in unbroken and tail.casefold() in unbroken):
        return before[:-1]
    return before[:-1] if plain in vocabulary else before


def _is_broken_number(before: str, after: str) -> bool:
    """Whether a line of Han characters ends inside a number: "第77/21", "8号决议"."""
    if not (before[-1].isdecimal() and (after[0].isdecimal() or after[0] == "%")):
        return False
    # "1", "340公里" is a number in groups of three, broken at its space.
    grouped = _LAST_GROUP.search(before) is not None and _NEXT_GROUP.match(after) is not None
    return not grouped and any(map(_is_wide, before[-20:])) and any(map(_is_wide, after[:20]))


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
