"""Passages, and the spans of words in them that may render a phrase."""

from __future__ import annotations

from dataclasses import dataclass

from corpora.figures import find_figures
from tm.concordancing.counterpart_words import BREAKS, Token, is_inside_word, tokens_of

# Words of a span, or Han characters.
LONGEST, LONGEST_HAN = 8, 14
# A paragraph has a tenth of it; what is longer is a list or an attack, and its place says nothing.
MOST_WORDS = 3000
# Words before and after a phrase that a longer span takes in.
_WIDER = 2
WordRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its words and figures (start, end, value)."""

    text: str
    language: str
    tokens: tuple[Token, ...]
    figures: tuple[tuple[int, int, str], ...]

    @property
    def longest(self) -> int:
        """The most words of a span in this language."""
        return LONGEST_HAN if self.language in ("zh", "ja") else LONGEST

    def words(self, first: int, last: int) -> str:
        """Return the text of a half-open range of words."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]


def passage_of(text: str, language: str) -> Passage:
    """Return a text with its first `MOST_WORDS` words, and its figures: nothing is found beyond."""
    figures = tuple((found.start, found.end, found.value) for found in find_figures(text, language))
    return Passage(text, language, tokens_of(text, language)[:MOST_WORDS], figures)


def candidate_ranges(passage: Passage, *, across: bool) -> list[tuple[int, int]]:
    """Return the spans of whole words that neither begin nor end with a function word.

    They reach across a sign of `BREAKS` only where `across`.
    """
    tokens, text = passage.tokens, passage.text
    found = []
    for first, token in enumerate(tokens):
        if token.is_function or (first and is_inside_word(text, tokens[first - 1], token)):
            continue
        for last in range(first, min(len(tokens), first + passage.longest)):
            if last > first and not across and BREAKS.search(text, tokens[last - 1].end, tokens[last].start):
                break
            goes_on = last + 1 < len(tokens) and is_inside_word(text, tokens[last], tokens[last + 1])
            if not tokens[last].is_function and not goes_on:
                found.append((first, last + 1))
    return found


def wider_and_narrower(
    source: Passage, phrase: tuple[int, int]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the spans that have the phrase and up to two words more at each end, and those inside it."""
    first, last = phrase
    size = len(source.tokens)
    wider = [
        (begin, end)
        for begin in range(max(0, first - _WIDER), first + 1)
        for end in range(last, min(size, last + _WIDER) + 1)
        if (begin, end) != phrase
    ]
    narrower = [
        (begin, end)
        for begin in range(first, last)
        for end in range(begin + 1, last + 1)
        if (begin, end) != phrase and end - begin >= (last - first) // 2
    ]
    return wider, narrower
