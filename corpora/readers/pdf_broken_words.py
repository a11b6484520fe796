"""Words and symbols that a line broke without a hyphen: wider than a narrow column, or at a stroke."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpora.readers.pdf_lines import PdfLine

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑'’][^\W\d_]+)*")
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")
_OPENS = re.compile(r"\s[(\[（]$")
_UNBROKEN = (
    (re.compile(r"\d–$"), re.compile(r"\d")),
    (re.compile(r"\b[A-Z]+/[A-Z0-9./]*$"), re.compile(r"/[A-Z0-9]")),
    (re.compile(r"/(?:Add|Corr|Rev|Amend)\.$"), re.compile(r"\d")),
)
_SOFT_HYPHEN = "\u00ad"
_ROOM_CHARS = 1.3


@dataclass(frozen=True, slots=True)
class BrokenWords:
    """What tells a broken word: where lines end by where they begin, and the words of the document.

    `words` are all, `inner` those that no line begins or ends with.
    """

    full_end: float = 0.0
    ends: dict[int, float] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()

    def texts_of(self, lines: Sequence[PdfLine]) -> list[str]:
        """Texts of the lines of one paragraph or cell, with a soft hyphen where a word goes on."""
        texts = [line.text for line in lines]
        for at, (line, after) in enumerate(pairwise(lines)):
            broken = line.text.isalpha() and after.text[:1].islower() and self._goes_on(line, after)
            if broken or _is_tight(line.text, after.text):
                texts[at] += _SOFT_HYPHEN
        return texts

    def _goes_on(self, line: PdfLine, after: PdfLine) -> bool:
        """Whether a line that is one word ends inside it: it has no room for one character more.

        The whole word stands elsewhere, or one letter is left that is no word of the document. Two words
        that just fill their lines are too common to tell more.
        """
        limit = self.ends.get(round(line.start), line.end) if line.row else self.full_end
        if limit - line.end > _ROOM_CHARS * (line.end - line.start) / len(line.text):
            return False
        found = _FIRST_LETTERS.match(after.text)
        head, tail = line.text.casefold(), found.group(0).casefold() if found else ""
        if head + tail in self.words:
            return True
        return len(tail) == 1 and head not in self.inner and tail not in self.inner


def _is_tight(before: str, after: str) -> bool:
    """Whether nothing stands between two lines: a bracket opens, a range or a symbol goes on."""
    return bool(_OPENS.search(before)) or any(
        end.search(before) and start.match(after) for end, start in _UNBROKEN
    )


def find_broken_words(lines: Sequence[PdfLine], full_end: float) -> BrokenWords:
    """Look at the lines of a document of which full ones end at `full_end`."""
    if not any(line.text.isalpha() and after.text[:1].islower() for line, after in pairwise(lines)):
        return BrokenWords()
    ends: defaultdict[int, float] = defaultdict(float)
    for line in lines:
        ends[round(line.start)] = max(ends[round(line.start)], line.end)
    found = [list(_words(line.text)) for line in lines]
    words = frozenset(word for each in found for word in each)
    inner = frozenset(word for each in found for word in each[1:-1])
    return BrokenWords(full_end, dict(ends), words, inner)


def _words(text: str) -> Iterator[str]:
    return map(str.casefold, _WORD.findall(text))
