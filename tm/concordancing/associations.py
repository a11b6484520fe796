"""How words of one language go with a phrase of another: counts in paragraphs with it and without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tm.concordancing.counterpart_words import Token
from tm.concordancing.word_statistics import WordStatistics

# A phrase that stands in one paragraph says nothing by its counts; from a few on they say most.
_TRUSTED_PARAGRAPHS = 2.0
# Two paragraphs that are alike share many words that have nothing to do with the phrase.
_LEAST_PARAGRAPHS = 3


@dataclass(frozen=True, slots=True)
class Associations:
    """Counts over the paragraphs that have a phrase, in one counterpart language.

    `paragraphs` is how many have it; `sampled` how many of them were counted, in `keys` and `runs` (of
    words, folded). `statistics` counts all paragraphs of the language.
    """

    paragraphs: int
    sampled: int
    keys: Counter[str]
    runs: Counter[tuple[str, ...]]
    statistics: WordStatistics

    @property
    def trust(self) -> float:
        """How much the counts say, in [0, 1]."""
        more = max(0, self.paragraphs - 1)
        return more / (more + _TRUSTED_PARAGRAPHS)

    def share(self, key: str) -> float:
        """Return the share of the paragraphs with the phrase that have a key."""
        return self.keys[key] / self.sampled if self.sampled else 0.0

    def excess(self, key: str) -> float:
        """Return by how much more often than by chance a key stands with the phrase: 1 always, 0 by chance.

        A common word may always be in the rendering of a phrase that is much rarer than it is: its Dice
        coefficient is low and this is 1. 0 also where fewer than three paragraphs were counted.
        """
        by_chance = self.statistics.with_key(key) / max(1, self.statistics.paragraphs)
        if self.sampled < _LEAST_PARAGRAPHS or by_chance >= 1.0:
            return 0.0
        return max(0.0, (self.share(key) - by_chance) / (1.0 - by_chance))

    def dice(self, share: float, paragraphs_with: int) -> float:
        """Return the Dice coefficient of phrase and words: 1 where they always stand together."""
        together = share * self.paragraphs
        # Words of the sample may be joined to others in the index, and be counted there less often.
        return 2 * together / (self.paragraphs + max(paragraphs_with, together)) if together else 0.0


def associations(
    texts: Iterable[Sequence[Token]], paragraphs: int, longest: int, statistics: WordStatistics
) -> Associations:
    """Count keys, and runs of up to `longest` words, in the counterparts of what `paragraphs` have."""
    keys: Counter[str] = Counter()
    runs: Counter[tuple[str, ...]] = Counter()
    sampled = 0
    for tokens in texts:
        sampled += 1
        keys.update(association_keys(tokens))
        runs.update(_runs(tokens, longest))
    return Associations(max(paragraphs, sampled), sampled, keys, runs, statistics)


def association_keys(tokens: Sequence[Token]) -> set[str]:
    """Return the keys of words, and each two neighbouring Han characters: one alone says little."""
    keys = {token.key for token in tokens}
    return keys | {left.key + right.key for left, right in han_pairs(tokens)}


def han_pairs(tokens: Sequence[Token]) -> Iterable[tuple[Token, Token]]:
    """Return the Han characters that stand side by side."""
    return (
        (left, right)
        for left, right in pairwise(tokens)
        if left.end == right.start
        and len(left.key) == len(right.key) == 1
        and left.key > "\u2e80" < right.key
    )


def _runs(tokens: Sequence[Token], longest: int) -> set[tuple[str, ...]]:
    words = tuple(token.word for token in tokens)
    return {
        words[first:last]
        for first, token in enumerate(tokens)
        if not token.is_function
        for last in range(first + 1, min(len(words), first + longest) + 1)
        if not tokens[last - 1].is_function
    }
